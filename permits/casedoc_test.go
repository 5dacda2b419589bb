package permits

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/case.md anew")

// TestCaseDocument keeps docs/case.md equal to the table of commands.
func TestCaseDocument(t *testing.T) {
	var b strings.Builder
	b.WriteString("# The case, drawn from the code\n\nGenerated: go test ./permits -run CaseDocument -update\n\n")
	b.WriteString("Every command asks its row before it does anything; the pages show what is open by the same row. A command that stays in in-force and belongs to the way to the decision is about a change that the permit waits for: the change is handled as a case of its own, by the same functions. Each command beyond the draft also refuses a stale page (`stale-page`), and an official who is a party (`own-case`) or disqualified (`disqualified`).\n\n```mermaid\nstateDiagram-v2\n    [*] --> draft\n")
	for _, m := range Diagram() {
		if m.From != m.To {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", m.From, m.To, m.Command)
		}
	}
	b.WriteString("```\n\n| command | from | to | stays in | events | identification | provision | rule broken elsewhere |\n|---|---|---|---|---|---|---|---|\n")
	states := func(ss []State) string {
		var all []string
		for _, s := range ss {
			all = append(all, string(s))
		}
		return strings.Join(all, ", ")
	}
	for _, g := range guards() {
		stays, leads := states(g.stays()), states(g.Leads)
		if leads == "" {
			stays = states(append(slices.Clone(g.In), g.stays()...))
		}
		var events []string
		for _, e := range g.Events {
			events = append(events, string(e))
		}
		identified := ""
		if NeedsStrong(g.Command) {
			identified = "strong"
		}
		if slices.Contains(ArrivedActs(), g.Command) {
			identified = strings.TrimPrefix(identified+", or on paper", ", ")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", g.Command, states(g.In), leads, stays, strings.Join(events, ", "), identified, g.Law, g.Rule)
	}
	if *update {
		if err := os.WriteFile("../docs/case.md", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile("../docs/case.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != b.String() {
		t.Error("docs/case.md is not what the table of commands says; when the change is meant, -update writes it")
	}
}
