package rights

import (
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// newLaw is the day from which KEHA alone grants (V.1).
var newLaw = registers.DayOf(time.Date(2020, 7, 1, 12, 0, 0, 0, time.UTC))

// Import takes in a right that the ministry or an ELY centre gave before 1 July
// 2020 (V.2), by KEHA's access officer. There are no transitional provisions, so
// it has to fit a ground of 5 § from the start, and it ends when the months of
// registers/law/access_grounds.csv have gone by without a review.
func Import(by, holder permits.Actor, r Right, now time.Time) (Right, permits.Event, error) {
	day := dayOf(now)
	r.Legacy, r.Application, r.Reviewed, r.Version, r.Holder = true, "", registers.Day{}, 0, holder.ID
	r.RemovedAt, r.RemovedBy, r.Removal = time.Time{}, "", ""
	r.Extent, r.Uses = r.tidy(), tidy(r.Uses)
	if err := officer(by, r.Holder, r.Body, r.Items, r.Ground, day); err != nil {
		return Right{}, permits.Event{}, err
	}
	today := law.On(day)
	g, err := today.AccessGround(string(r.Ground))
	switch {
	case err != nil:
		return Right{}, permits.Event{}, denyAbout("no-such-ground", string(r.Ground))
	case r.GrantedAt.IsZero() || !dayOf(r.GrantedAt).Before(newLaw) || g.Legacy == 0:
		return Right{}, permits.Event{}, deny("not-a-legacy-right")
	case !partyOf(law.On(newLaw), permits.Body(r.GrantedBy), []registers.Party{registers.Ministry, registers.ELYCentre}):
		return Right{}, permits.Event{}, denyAbout("no-such-legacy-grantor", r.GrantedBy)
	}
	if last := day.AddDate(0, g.Legacy, 0); last.Before(r.Until) {
		r.Until = last
	}
	as := Application{Applicant: r.Body, Request: Request{
		Person: r.Holder, Ground: r.Ground, Commission: r.Commission, Uses: r.Uses, Extent: r.Extent, Need: "V.2",
	}}
	if err := as.check(holder, r.Extent, day); err != nil {
		return Right{}, permits.Event{}, err
	}
	return r.step(RightImported, by, now)
}
