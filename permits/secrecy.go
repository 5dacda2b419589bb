package permits

import (
	"slices"

	"tietolupa/registers"
)

// PlanGround is the item of 24.1 § of the Publicity Act for a research plan, and
// SecurityGround the one for how information systems are protected.
const (
	PlanGround     = "21"
	SecurityGround = "7"
)

// SecretGrounds are the items of 24.1 § by which a letter of kind k is secret in
// part (JulkL 25 §): computed from what stands in it, never typed. They are
// sorted as the act counts, and none for a letter that is public whole. cat gives
// the grounds of the variables that a risk assessment counts.
func (c Case) SecretGrounds(k LetterKind, cat *registers.Catalogue) (all []string) {
	written := c.Application.SecretGrounds()
	switch k {
	case SecretAnnex:
		all = slices.DeleteFunc(written, func(g string) bool { return g != SecurityGround })
		if d := c.Decision; d != nil && d.Trial != nil {
			for _, id := range d.Trial.Report.Quasi {
				if v, known := cat.Variable(id); known && v.Ground != "" && !slices.Contains(all, v.Ground) {
					all = append(all, v.Ground)
				}
			}
		}
	case StatementLetter, TransferLetter: // what is sent with it is the application, its plan included
		all = slices.DeleteFunc(written, func(g string) bool { return g != PlanGround })
	}
	slices.SortFunc(all, func(a, b string) int { return itemNumber(a) - itemNumber(b) })
	return all
}

// SecretGrounds are the items of 24.1 § by which an application is secret in
// part: how its data are protected, and the plan of a study.
func (a Application) SecretGrounds() (all []string) {
	if !empty(a.Security) {
		all = append(all, SecurityGround)
	}
	if a.Purpose == Research && !empty(a.Plan) {
		all = append(all, PlanGround)
	}
	return all
}
