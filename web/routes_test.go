package web

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/casbin"
	"tietolupa/permits"
)

var update = flag.Bool("update", false, "write the table of routes in docs/authorization.md anew")

// TestRoutesAreDocumented writes the second part of docs/authorization.md with
// -update: every operation of the router, what it asks, and the duties that it takes.
func TestRoutesAreDocumented(t *testing.T) {
	const file, heading = "../docs/authorization.md", "\n## Every route\n"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	duties, want, _ := strings.Cut(string(text), heading)
	got := routeTable(t)
	if *update {
		if err := os.WriteFile(file, []byte(duties+heading+got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("run go test ./web -run RoutesAreDocumented -update and review the change of power (-documented +routes):\n%s", diff)
	}
}

func routeTable(t *testing.T) string {
	t.Helper()
	policy, err := casbin.Load()
	if err != nil {
		t.Fatal(err)
	}
	roles := []permits.Actor{tutkija, esittelija, {ID: "u", Body: permits.KEHA, Duties: []permits.Duty{permits.Decider}}, analyytik, virkailija, yllapitaja, yhteys, vastaava, arvioija}
	var b strings.Builder
	b.WriteString("\nWhat each operation of the running router asks, from the table in `web/routes.go`; `go test ./web -run RoutesAreDocumented -update` writes it anew. ")
	b.WriteString("`TestEveryRouteAsks` finds the table and the router the same, and calls every line as everybody below, as nobody, about somebody else's, and with a machine client's token; ")
	b.WriteString("`TestRightsHaveTime` calls those that ask for a right with one that has expired, was removed or has not begun. ")
	b.WriteString("A right is personal (4 a §): the power named, for the items, offices and days that it covers.\n\n")
	b.WriteString("Of whom: `case` the applicant, co-applicants, the named users and, of what is no draft, KEHA's officers; `owners` those without the officers; `draft` the applicant and those invited to edit; `signatories` the users named; ")
	b.WriteString("`disclosure` the analysts of its body and KEHA's officers; `order` who sees its case or disclosure, `failed` of an order that failed; `package` who receives it; `parcel` the environment's operator; ")
	b.WriteString("`client` whom the right reaches, by an address of the visit; `office` the visitor's own; `request` the office that answers, who took it in, KEHA's officers; `document` who asked, who reads for it, KEHA's officers; `breach` who told, KEHA's officers; `answer` who answers it; ")
	b.WriteString("`application` contacts of the body that applied and access officers, `right` and `notice` the same and the holder; `alert` about somebody else; `packages` of the client's own body. Empty: what is shown is chosen by who asks.\n\n")
	b.WriteString("| operation | asks | action | of whom | power or scope |")
	for _, a := range roles {
		b.WriteString(" " + string(a.Duties[0]) + " |")
	}
	b.WriteString("\n|---|---|---|---|---|" + strings.Repeat(":-:|", len(roles)) + "\n")
	for _, r := range Routes() {
		action := ""
		if r.Action != "" {
			action = "`" + string(r.Action) + "`"
		}
		b.WriteString("| " + r.Method + " `" + r.Path + "` | " + string(r.Asks) + " | " + action + " | " + string(r.Whose) + " | " + string(r.Power) + string(r.Scope) + " |")
		for _, a := range roles {
			mark := " |"
			if r.Asks == AsksNothing || r.Asks == AsksSignIn || r.Action != "" && policy.May(a, r.Action) == nil {
				mark = " ● |"
			}
			b.WriteString(mark)
		}
		b.WriteString("\n")
	}
	return b.String()
}
