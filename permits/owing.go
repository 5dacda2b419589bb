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

// An OverdueDuty is the overdue duty of a permit, with whose it is: the people
// who are asked about and named in it, and its organisation.
type OverdueDuty struct {
	Case                     CaseID
	Due                      registers.Day
	People                   []UserID
	Organisation, BusinessID string
}

// OverdueDuty is c's own overdue duty; false when it has none at now.
func (c Case) OverdueDuty(now time.Time) (OverdueDuty, bool) {
	d := OverdueDuty{Case: c.ID, Due: c.DestructionDue(now), People: append(c.Application.Users(), c.Applicant), Organisation: c.Application.Organisation, BusinessID: c.Application.BusinessID}
	return d, c.Overdue(now)
}

// OwedTo finds among overdue duties of other permits those that were c's
// organisation's or its people's.
func (c Case) OwedTo(duties []OverdueDuty) (all []Owing) {
	same := func(a, b string) bool {
		return strings.TrimSpace(a) != "" && strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
	}
	for _, d := range duties {
		if d.Case == c.ID {
			continue
		}
		o := Owing{Case: d.Case, Due: d.Due}
		for _, u := range append([]UserID{c.Applicant}, c.Application.Users()...) {
			if slices.Contains(d.People, u) && !slices.Contains(o.People, u) {
				o.People = append(o.People, u)
			}
		}
		if len(o.People) > 0 || same(d.BusinessID, c.Application.BusinessID) || same(d.Organisation, c.Application.Organisation) {
			all = append(all, o)
		}
	}
	return all
}
