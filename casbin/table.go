package casbin

import (
	"fmt"
	"strings"
)

// Table writes the policy as docs/authorization.md shows it: a row an action, a
// column a role. A change of power is then a change of that file.
func (p *Policy) Table() string {
	var b strings.Builder
	b.WriteString("# Authorization\n\n")
	b.WriteString("What each duty may do at all, made from `casbin/policy.csv`; `go test ./casbin -update` writes it anew. ")
	b.WriteString("Whose case, disclosure or order it may be, and when, is asked of the thing itself: the guards and `MaySee…` of package `permits` ")
	b.WriteString("(`docs/law.md`). Presenters, deciders, access officers and data protection officers count only at KEHA, analysts only at the ministry or an ELY centre, officials only of a body that is no environment, operators only of an environment of the list, contacts only of a body, the commissioned only of none.\n\n")
	b.WriteString("| action | " + strings.Join(roles, " | ") + " |\n|---|" + strings.Repeat(":-:|", len(roles)) + "\n")
	for _, a := range actions {
		fmt.Fprintf(&b, "| `%s` |", a)
		for _, role := range roles {
			mark := " "
			if p.allows(role, a) {
				mark = " ● "
			}
			b.WriteString(mark + "|")
		}
		b.WriteString("\n")
	}
	return b.String()
}
