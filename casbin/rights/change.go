package rights

import (
	"slices"
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/registers/law"
)

// Change narrows a right that no longer matches its purpose in content, extent,
// powers or duration (5a.3). What is more than the right holds has to be applied
// for.
func (r Right) Change(by permits.Actor, seen int, to Extent, reasons string, now time.Time) (Right, permits.Event, error) {
	if err := r.changeable(by, seen, reasons, now); err != nil {
		return Right{}, permits.Event{}, err
	}
	to = to.tidy()
	switch {
	case !r.Covers(to):
		return Right{}, permits.Event{}, deny("wider-than-right")
	case to.Covers(r.Extent):
		return Right{}, permits.Event{}, deny("right-unchanged")
	}
	if err := r.checkLimits(to, now); err != nil {
		return Right{}, permits.Event{}, err
	}
	r.Extent, r.Uses = to, usesLeft(r.Uses, to.Powers)
	return r.step(RightChanged, by, now)
}

// Remove ends a right at once, on one of the grounds of 5a.1 and 5a.2, with
// reasons.
func (r Right) Remove(by permits.Actor, seen int, ground Removal, reasons string, now time.Time) (Right, permits.Event, error) {
	if err := r.changeable(by, seen, reasons, now); err != nil {
		return Right{}, permits.Event{}, err
	}
	if !slices.Contains(Removals(), ground) {
		return Right{}, permits.Event{}, denyAbout("no-such-removal", string(ground))
	}
	r.RemovedAt, r.RemovedBy, r.Removal = now, by.ID, string(ground)
	return r.step(RightRemoved, by, now)
}

// Review finds that a legacy right meets 5 § (V.2): for the holder as they are
// now, with an extent that it held already and a term that the ground allows.
func (r Right) Review(by, holder permits.Actor, seen int, to Extent, reasons string, now time.Time) (Right, permits.Event, error) {
	if err := r.changeable(by, seen, reasons, now); err != nil {
		return Right{}, permits.Event{}, err
	}
	if !r.Legacy || !r.Reviewed.IsZero() {
		return Right{}, permits.Event{}, deny("nothing-to-review")
	}
	to = to.tidy()
	longer := r.Extent
	longer.Until = to.Until
	if !longer.Covers(to) {
		return Right{}, permits.Event{}, deny("wider-than-right")
	}
	as := Application{Applicant: r.Body, Request: Request{
		Person: r.Holder, Ground: r.Ground, Commission: r.Commission, Uses: usesLeft(r.Uses, to.Powers), Extent: to, Need: reasons,
	}}
	if err := as.check(holder, to, dayOf(now)); err != nil {
		return Right{}, permits.Event{}, err
	}
	r.Extent, r.Uses, r.Reviewed = to, as.Request.Uses, dayOf(now)
	return r.step(RightReviewed, by, now)
}

// changeable returns the rule that keeps by from changing or removing r.
func (r Right) changeable(by permits.Actor, seen int, reasons string, now time.Time) error {
	if err := officer(by, r.Holder, r.Body, r.Items, r.Ground, dayOf(now)); err != nil {
		return err
	}
	switch {
	case !r.RemovedAt.IsZero():
		return deny("right-removed")
	case r.Version != seen:
		return deny("stale-page")
	case strings.TrimSpace(reasons) == "":
		return deny("no-reasons")
	}
	return nil
}

func (r Right) checkLimits(e Extent, now time.Time) error {
	today := law.On(dayOf(now))
	g, err := today.AccessGround(string(r.Ground))
	if err != nil {
		return denyAbout("no-such-ground", string(r.Ground)) // it can only be removed
	}
	return e.check(g, today)
}

func (r Right) step(kind permits.EventKind, by permits.Actor, now time.Time) (Right, permits.Event, error) {
	r.Version++
	detail := map[string]string{"holder": string(r.Holder), "ground": string(r.Ground)}
	if r.Removal != "" {
		detail["removal"] = r.Removal
	}
	return r, permits.Event{Subject: r.ID, Version: r.Version, Kind: kind, By: by.ID, At: now, Detail: detail}, nil
}
