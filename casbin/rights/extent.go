package rights

import (
	"slices"

	"tietolupa/permits"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// WholeCountry is the area of everybody.
const WholeCountry = "FI"

// check returns the rule by which e lacks one of the four limits (4a.2), or
// holds what the day's law or the ground does not know.
func (e Extent) check(g law.AccessGround, today law.Law) error {
	switch {
	case len(e.Items) == 0:
		return deny("no-content")
	case len(e.Offices) == 0 && len(e.Areas) == 0:
		return deny("no-extent")
	case len(e.Powers) == 0:
		return deny("no-powers")
	case e.From.IsZero() || e.Until.IsZero() || e.Until.Before(e.From) || e.Until.Before(today.Day()):
		return deny("no-duration")
	}
	for _, item := range e.Items {
		i, err := today.Item(item)
		if err != nil {
			return denyAbout("no-such-item", item)
		}
		if !g.Reaches(i) {
			return denyAbout("item-beyond-ground", item)
		}
	}
	for _, office := range e.Offices {
		if !partyOf(today, office, []registers.Party{registers.Office, registers.Authority, registers.Municipality}) {
			return denyAbout("no-such-office", string(office))
		}
	}
	for _, area := range e.Areas {
		if area != WholeCountry && !partyOf(today, permits.Body(area), []registers.Party{registers.ELYCentre, registers.VitalityCentre}) {
			return denyAbout("no-such-access-area", area)
		}
	}
	for _, p := range e.Powers {
		if !slices.Contains(Powers(), p) {
			return denyAbout("no-such-power", string(p))
		}
		if !slices.Contains(g.Powers, string(p)) {
			return denyAbout("power-beyond-ground", string(p))
		}
	}
	return nil
}

// Covers says whether other is e or narrower, in all four limits. Whose clients
// an area holds is not known here: an office is covered by its own name or by
// the whole country only.
func (e Extent) Covers(other Extent) bool {
	country := slices.Contains(e.Areas, WholeCountry)
	return within(other.Items, e.Items) && within(other.Powers, e.Powers) &&
		(country || within(other.Offices, e.Offices) && within(other.Areas, e.Areas)) &&
		!other.From.Before(e.From) && !e.Until.Before(other.Until)
}

// Equal says whether e and other reach the same.
func (e Extent) Equal(other Extent) bool { return e.Covers(other) && other.Covers(e) }

// tidy gives each list sorted, and each of it once.
func (e Extent) tidy() Extent {
	e.Items, e.Offices, e.Areas, e.Powers = tidy(e.Items), tidy(e.Offices), tidy(e.Areas), tidy(e.Powers)
	return e
}

func tidy[T ~string](all []T) []T {
	all = slices.Sorted(slices.Values(all))
	return slices.Compact(all)
}

func within[T comparable](some, all []T) bool {
	return !slices.ContainsFunc(some, func(x T) bool { return !slices.Contains(all, x) })
}
