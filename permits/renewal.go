package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// DoRenew begins a renewal (jatkolupa): an application of its own for a permit
// that goes on from another.
const DoRenew Command = "renew"

// forever is the day of what has no last day yet.
var forever = registers.DayOf(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))

// Renew begins a draft for by that renews of: everything of it as it stands, its
// changes and its users included, linked to it. Only the last day is asked anew.
// The packages of a granted renewal have the pseudonyms of the earlier ones, so
// that rows link, while the project's key lives.
func Renew(id CaseID, by Actor, of Case, now time.Time) (Case, Event, error) {
	if err := of.opens(DoRenew, by, now); err != nil {
		return Case{}, Event{}, err
	}
	standing := of.AsItStands()
	users := of.Users()
	standing.Application.Scope = of.Granted()
	standing.Application.People = slices.DeleteFunc(standing.Application.People, func(p Participant) bool {
		return p.User != "" && !slices.Contains(users, p.User)
	})
	for _, a := range of.Life.Added {
		if !a.Approved.IsZero() && slices.Contains(users, a.Person.User) && !slices.Contains(standing.Application.Users(), a.Person.User) {
			standing.Application.People = append(standing.Application.People, a.Person)
		}
	}
	c, e, err := CopyCase(id, by, standing, now)
	if err != nil {
		return Case{}, Event{}, err
	}
	c.Application.Recipient.Key = of.Recipient().Key
	c.Renews, c.KeyOf = of.ID, of.KeyBasis()
	e.Detail["renews"] = string(of.ID)
	return c, e, nil
}

// mayRenew keeps back what cannot be renewed now: another renewal waits, or the
// days in which a key is kept for one are over.
func mayRenew(c Case, _ Actor, now time.Time) error {
	for _, k := range c.Kin {
		if k.Renews == c.ID && (k.State == Draft || k.Undecided() || k.Decision != nil && k.Decision.Grants() && k.EndedAt.IsZero()) {
			return denyAbout("renewal-pending", k.ID.Printed())
		}
	}
	switch {
	case !c.Life.KeyGone.IsZero():
		return deny("too-late-to-renew")
	case c.State == Ended && c.RenewableUntil().Before(registers.DayOf(now)):
		return deny("too-late-to-renew")
	}
	return nil
}

// RenewableUntil is the last day on which an ended permit may be renewed; zero
// while it stands.
func (c Case) RenewableUntil() registers.Day {
	if c.EndedAt.IsZero() {
		return registers.Day{}
	}
	ended := registers.DayOf(c.EndedAt)
	return ended.AddDate(0, 0, TermDays("key-error", ended))
}

// KeyBasis is the permit under whose number the key of c's project is kept: its
// own, or that of the first which it renews.
func (c Case) KeyBasis() CaseID {
	if c.KeyOf != "" {
		return c.KeyOf
	}
	return c.ID
}

// needsKeyUntil is the first day on which c itself no longer needs the project's
// key; zero when it does not.
func (c Case) needsKeyUntil() registers.Day {
	switch {
	case c.Undecided():
		return forever
	case c.Decision == nil || !c.Life.KeyGone.IsZero():
		return registers.Day{}
	case len(c.OpenRemedies()) > 0:
		return forever
	case c.ServedAt.IsZero() || c.Decision.Grants() && c.EndedAt.IsZero():
		return forever
	case !c.Decision.Grants():
		return c.LastAppealDay().AddDate(0, 0, 1)
	}
	return c.ownKeyDay()
}

// usesDataUntil is the last day on which c lets its holder keep the data of the
// permit that it renews; zero when it never did.
func (c Case) usesDataUntil() registers.Day {
	switch {
	case c.Submitted.IsZero():
		return registers.Day{}
	case !c.EndedAt.IsZero():
		return registers.DayOf(c.EndedAt)
	case c.Decision != nil && !c.Decision.Grants() && !c.ServedAt.IsZero():
		return registers.DayOf(c.ServedAt)
	}
	return forever
}

// renewedUntil is how long a renewal that was applied for in time lets the data
// of c be kept after its end; zero when none does.
func (c Case) renewedUntil() (until registers.Day) {
	for _, k := range c.Kin {
		if k.Created.After(c.Created) && !c.RenewableUntil().Before(registers.DayOf(k.Submitted)) && until.Before(k.usesDataUntil()) {
			until = k.usesDataUntil()
		}
	}
	return until
}
