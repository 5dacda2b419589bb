package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// An Owing is a duty of an earlier permit that is overdue when another
// application of the same people or organisation is handled (law.md 14.7): one
// factor in whether it is obvious that no interest is offended, never a bar.
type Owing struct {
	Case   CaseID
	Due    registers.Day
	People []UserID // those of the application who were named in it; empty: the organisation's
}

// OwedTo finds among earlier permits those whose duty is overdue at now and that
// were c's organisation's or its people's.
func (c Case) OwedTo(earlier []Case, now time.Time) (all []Owing) {
	same := func(a, b string) bool {
		return strings.TrimSpace(a) != "" && strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
	}
	for _, e := range earlier {
		if e.ID == c.ID || !e.Overdue(now) {
			continue
		}
		o := Owing{Case: e.ID, Due: e.DestructionDue(now)}
		users := e.Application.Users()
		for _, u := range append([]UserID{c.Applicant}, c.Application.Users()...) {
			if (slices.Contains(users, u) || e.Applicant == u) && !slices.Contains(o.People, u) {
				o.People = append(o.People, u)
			}
		}
		if len(o.People) > 0 || same(e.Application.BusinessID, c.Application.BusinessID) || same(e.Application.Organisation, c.Application.Organisation) {
			all = append(all, o)
		}
	}
	return all
}
