package rights

import (
	"slices"
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// Apply files the application of by's body for a person (5.1a, 5.1b). It fails
// with the rule that the request breaks by the law of the day.
func Apply(id string, by, person permits.Actor, r Request, now time.Time) (Application, permits.Event, error) {
	if by.ID == "" || by.Body == "" || !by.Has(permits.Contact) && !by.Has(permits.AccessOfficer) {
		return Application{}, permits.Event{}, deny("not-a-contact")
	}
	r.Person, r.Need = person.ID, strings.TrimSpace(r.Need)
	r.Extent, r.Uses = r.tidy(), tidy(r.Uses)
	a := Application{ID: id, Applicant: by.Body, FiledBy: by.ID, FiledAt: now, Request: r, State: Applied}
	if err := a.check(person, r.Extent, dayOf(now)); err != nil {
		return Application{}, permits.Event{}, err
	}
	return a.step(AccessApplied, by, now)
}

// check returns the first rule that a breaks with an extent on a day, of what
// was applied for or of what is granted.
func (a Application) check(person permits.Actor, e Extent, day registers.Day) error {
	today := law.On(day)
	g, err := today.AccessGround(string(a.Request.Ground))
	if err != nil {
		return denyAbout("no-such-ground", string(a.Request.Ground))
	}
	if person.ID == "" || person.ID != a.Request.Person {
		return deny("no-person") // 4a.1a
	}
	if err := a.checkBody(person, g, today); err != nil {
		return err
	}
	if err := e.check(g, today); err != nil {
		return err
	}
	switch {
	case day.AddDate(0, g.Months, 0).Before(e.Until):
		return deny("term-too-long")
	case a.Request.Commission != nil && a.Request.Commission.Until.Before(e.Until):
		return deny("beyond-commission")
	case a.Request.Need == "":
		return deny("no-need")
	}
	if err := checkUses(a.Request.Uses, e.Powers, g); err != nil {
		return err
	}
	return a.checkRegisters(e, today)
}

// checkBody returns the rule by which body, person and commission do not fit
// the ground (5.1a, 5.2, 5.3).
func (a Application) checkBody(person permits.Actor, g law.AccessGround, today law.Law) error {
	c := a.Request.Commission
	switch {
	case len(g.Commissioners) == 0 && c != nil:
		return deny("needless-commission")
	case len(g.Commissioners) == 0 && person.Body != a.Applicant:
		return deny("person-of-another-body")
	case len(g.Commissioners) == 0:
	case c == nil || c.Body == "" || c.Reference == "" || c.Until.IsZero():
		return deny("no-commission")
	case !slices.Contains(g.Tasks, c.Task):
		return denyAbout("no-such-commission-task", c.Task)
	case !partyOf(today, c.By, g.Commissioners):
		return denyAbout("no-such-commissioner", string(c.By)) // an ELY centre's developer among them (5.3)
	case c.By != a.Applicant:
		return deny("not-the-commissioner")
	case person.Body != "" || person.Organisation != c.Body:
		return deny("person-of-another-body")
	}
	if !partyOf(today, a.Applicant, g.Parties) {
		return denyAbout("ground-of-another-body", string(a.Request.Ground))
	}
	return nil
}

// checkRegisters returns the rule by which the body may not apply for one of
// the registers (5.1a, 1.2b).
func (a Application) checkRegisters(e Extent, today law.Law) error {
	for _, register := range registersOf(e.Items, a.Request.Ground, today) {
		if _, err := applicant(a.Applicant, register, today); err != nil {
			return denyAbout("not-an-access-applicant", register)
		}
	}
	return nil
}

// applicant finds by what line a body may apply for access to a register.
func applicant(body permits.Body, register string, today law.Law) (law.Applicant, error) {
	o, err := today.Organisation(string(body))
	if err != nil {
		return law.Applicant{}, err
	}
	return today.Applicant(register, o.Party)
}

// registersOf lists whose items they are. What belongs to every register counts
// for all that the ground reaches.
func registersOf(items []string, ground Ground, today law.Law) (all []string) {
	for _, item := range items {
		if i, err := today.Item(item); err == nil && i.Register != "" && !slices.Contains(all, i.Register) {
			all = append(all, i.Register)
		}
	}
	if g, err := today.AccessGround(string(ground)); err == nil && len(all) == 0 {
		all = g.Registers
	}
	return all
}

// checkUses returns the rule by which uses do not fit the ground, or powers the
// uses (5.1c).
func checkUses(uses []Use, powers []Power, g law.AccessGround) error {
	if len(uses) == 0 {
		return deny("no-uses")
	}
	for _, u := range uses {
		if !slices.Contains(g.Uses, string(u)) {
			return denyAbout("use-beyond-ground", string(u))
		}
	}
	for _, p := range powers {
		if !slices.ContainsFunc(uses, func(u Use) bool { return u.Carries(p) }) {
			return denyAbout("power-without-use", string(p))
		}
	}
	return nil
}

func (a Application) step(kind permits.EventKind, by permits.Actor, now time.Time) (Application, permits.Event, error) {
	a.Version++
	detail := map[string]string{"ground": string(a.Request.Ground)}
	if a.Right != "" {
		detail["right"] = a.Right
	}
	return a, permits.Event{Subject: a.ID, Version: a.Version, Kind: kind, By: by.ID, At: now, Detail: detail}, nil
}
