package rights

import (
	"slices"

	"tietolupa/permits"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// A Cause is why a right is on the review list.
type Cause string

const (
	LawEnded        Cause = "law"        // its ground, or its body's part in it, is no longer in the law: must be removed (5a.1)
	CommissionEnded Cause = "commission" // must be removed (5.3, 5a.1)
	Moved           Cause = "moved"      // the holder is of another body, or unknown: must be removed (5.2, 5a.1)
	Unreviewed      Cause = "legacy"     // given before 1 July 2020 and not reviewed (V.2)
	EndsSoon        Cause = "ends"
	Unused          Cause = "unused" // for the days of registers/law/access_grounds.csv (4a.1c)
)

// Causes lists every cause, the duties to remove first.
func Causes() []Cause {
	return []Cause{LawEnded, CommissionEnded, Moved, Unreviewed, EndsSoon, Unused}
}

// Must says whether the right has to be removed (5a.1).
func (c Cause) Must() bool { return c == LawEnded || c == CommissionEnded || c == Moved }

// A Due is a right to look at, and why.
type Due struct {
	Right  Right
	Causes []Cause // in the order of Causes
}

// ReviewList says which rights an access officer has to look at (4a.1c), those
// that have to be removed first, then by their end. usage holds the last day on
// which each right was used, by its id; people are the holders as they are now.
// Removed rights and those past their own term are left out.
func ReviewList(all []Right, usage map[string]registers.Day, people map[permits.UserID]permits.Actor, day registers.Day) []Due {
	var due []Due
	for _, r := range all {
		if !r.RemovedAt.IsZero() || r.Until.Before(day) {
			continue
		}
		if causes := r.causes(usage[r.ID], people[r.Holder], day); len(causes) > 0 {
			due = append(due, Due{r, causes})
		}
	}
	rank := func(d Due) int {
		if slices.ContainsFunc(d.Causes, Cause.Must) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(due, func(a, b Due) int {
		if c := rank(a) - rank(b); c != 0 {
			return c
		}
		return a.Right.Ends().Time().Compare(b.Right.Ends().Time())
	})
	return due
}

func (r Right) causes(used registers.Day, holder permits.Actor, day registers.Day) (all []Cause) {
	add := func(c Cause, is bool) {
		if is {
			all = append(all, c)
		}
	}
	g, err := law.On(day).AccessGround(string(r.Ground))
	add(LawEnded, r.Lawful(day) != nil)
	add(CommissionEnded, r.Commission != nil && r.Commission.Until.Before(day))
	add(Moved, r.moved(holder))
	add(Unreviewed, r.Legacy && r.Reviewed.IsZero())
	if err != nil {
		return all // no terms to compare with
	}
	add(EndsSoon, !day.AddDate(0, 0, g.Soon).Before(r.Ends()))
	since := used
	for _, d := range []registers.Day{r.From, dayOf(r.GrantedAt)} {
		if used.IsZero() && since.Before(d) {
			since = d // never used: from when it could be
		}
	}
	if r.Legacy && !r.Reviewed.IsZero() && since.Before(r.Reviewed) {
		since = r.Reviewed
	}
	add(Unused, since.AddDate(0, 0, g.Unused).Before(day))
	return all
}

// moved says whether the holder is no longer of the body that the right was
// applied for, or of the outside body of the commission.
func (r Right) moved(holder permits.Actor) bool {
	if r.Commission != nil {
		return holder.ID == "" || holder.Body != "" || holder.Organisation != r.Commission.Body
	}
	return holder.ID == "" || holder.Body != r.Body
}
