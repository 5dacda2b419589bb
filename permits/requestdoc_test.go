package permits

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestRequestDocument keeps docs/requests.md equal to the tables of commands of
// requests and breaches, and to the table of provisions.
func TestRequestDocument(t *testing.T) {
	var b strings.Builder
	b.WriteString(`# Requests and breaches, drawn from the code

Generated: go test ./permits -run RequestDocument -update

Beside the permit (docs/case.md) KEHA answers document requests (JulkL 13–14 §), makes aggregates to order (21 §), gives other authorities what an act entitles them to (29 §), and handles personal data breaches (GDPR 33–34). Each is a case of its own kind: locked, decided by these rows, stored with its event and a line in the audit log in one transaction. They stand in the same queue as the permit cases.

- Nobody is asked who they are or why for a public document (` + "`no-need-to-know`" + `): only with a ground of JulkL 13.2 § or 16.3 §.
- The two weeks, or the month with its ground and reason, run from a request that is precise enough; a decision that is demanded has its own. A price does not move them (` + "`beyond-the-clock`" + `).
- An official refuses with reasons and grounds, and the asker may demand the authority's decision, which another official makes and which can be appealed.
- What is given to an authority is read by a named official with a personal right of their own; each reading is an entry in the log about the person, and its secrecy marking follows from the catalogue. Without a reading nothing is given (` + "`nobody-has-read`" + `).
- A breach's 72 hours run from KEHA's awareness, over weekends. Persons are counted from the bitmaps of the extracts, each once, by a worker; nothing on the page tells who they are. A breach closes only when what its risk demands has been notified.

## Requests

`)
	drawSteps(&b, "open", requestSteps(), RequestNeedsStrong)
	b.WriteString("\n## Breaches\n\n")
	drawSteps(&b, "open", breachSteps(), BreachNeedsStrong)
	b.WriteString("\n## Provisions of other authorities\n\nFrom `permits/law/authority_provisions.csv`; what stands in no row entitles nobody.\n\n| code | from | to | kind | technical connection | provision |\n|---|---|---|---|---|---|\n")
	for _, p := range provisions() {
		connection := ""
		if p.Interface {
			connection = "yes"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", p.Code, p.From, p.To, p.Kind, connection, p.Name.EN)
	}
	if *update {
		if err := os.WriteFile("../docs/requests.md", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile("../docs/requests.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != b.String() {
		t.Error("docs/requests.md is not what the tables say; when the change is meant, -update writes it")
	}
}

func drawSteps[T any, S ~string](b *strings.Builder, begin string, steps []step[T, S], strong func(Command) bool) {
	fmt.Fprintf(b, "```mermaid\nstateDiagram-v2\n    [*] --> %s\n", begin)
	for _, m := range movesOf(steps) {
		if m[0] != m[2] {
			fmt.Fprintf(b, "    %s --> %s: %s\n", m[0], m[2], m[1])
		}
	}
	b.WriteString("```\n\n| command | from | to | stays in | events | identification | provision | rule broken elsewhere |\n|---|---|---|---|---|---|---|---|\n")
	for _, s := range steps {
		stays := s.Stays
		if len(s.Leads) == 0 {
			stays = append(append([]S{}, s.In...), s.Stays...)
		}
		identified := ""
		if strong(s.Command) {
			identified = "strong"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", s.Command, listed(s.In), listed(s.Leads), listed(stays), listed(s.Events), identified, s.Law, s.Rule)
	}
}

func listed[S ~string](all []S) string {
	var out []string
	for _, s := range all {
		out = append(out, string(s))
	}
	return strings.Join(out, ", ")
}
