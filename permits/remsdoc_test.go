package permits

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// remsCommands are the commands of REMS 2.39.1 (application.command/…).
var remsCommands = strings.Fields(`create save-draft submit delete copy-as-new accept-licenses accept-invitation invite-member add-member remove-member
	uninvite-member change-applicant change-resources add-licenses assign-external-id request-review invite-reviewer review request-decision invite-decider
	decide approve reject return close revoke remark vote change-processing-state redact-attachments send-expiration-notifications`)

// TestEveryCommandOfREMSHasItsRow: each has a counterpart that is a command of ours,
// or the reason why there is none.
func TestEveryCommandOfREMSHasItsRow(t *testing.T) {
	text, err := os.ReadFile("../docs/rems.md")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile("`([^`]+)`")
	var rows []string
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || strings.HasPrefix(line, "| REMS") || strings.HasPrefix(line, "|---") {
			continue
		}
		name, ours, why := strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2]), strings.TrimSpace(cells[3])
		rows = append(rows, name)
		if ours == "–" && why == "" {
			t.Errorf("%s has neither a counterpart nor a reason", name)
		}
		found := quoted.FindAllStringSubmatch(ours, -1)
		if ours != "–" && len(found) == 0 {
			t.Errorf("%s names no command of ours: %q", name, ours)
		}
		for _, command := range found {
			if !slices.Contains(AllCommands(), Command(command[1])) {
				t.Errorf("%s: %q is no command of docs/case.md", name, command[1])
			}
		}
	}
	if !slices.Equal(rows, remsCommands) {
		t.Errorf("the rows are %v", rows)
	}
	if len(remsCommands) != 31 {
		t.Errorf("REMS has 31 commands, not %d", len(remsCommands))
	}
}
