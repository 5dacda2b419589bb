package postgres_test

import (
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// sealedOrder is an order whose package waits for its recipient.
func sealedOrder(t *testing.T, db *postgres.DB) (permits.Case, permits.Order) {
	t.Helper()
	c := inForce(t, db)
	o := placeOrder(t, db, c.ID)
	if _, err := db.BeginBuild(t.Context(), o.ID); err != nil {
		t.Fatal(err)
	}
	d := delivery
	d.File = string(o.ID) + ".tar.age"
	if err := db.SealOrder(t.Context(), o.ID, d, nil); err != nil {
		t.Fatal(err)
	}
	return c, o
}

// TestEachDownloadAsksTheGate: whatever page was shown, what closes the gate
// closes the next byte range, and lifting it opens the next.
func TestEachDownloadAsksTheGate(t *testing.T) { // TiHL 13–15 §, HOL 123 §, JulkL 28.2 §
	db := newDB(t)
	furnish(t, db)
	for name, closing := range map[string]struct {
		close, open step
		rule        string
	}{
		"suspended": {
			func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Suspend(presenter, c.Version, "Epäily.", now)
			},
			func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Lift(decider, c.Version, now)
			}, "suspended"},
		"forbidden by a court": {
			func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Interim(decider, c.Version, "court", true, "Täytäntöönpano kielletään.", now)
			},
			func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Interim(decider, c.Version, "court", false, "Kielto raukeaa.", now)
			}, "gate-closed"},
		"revoked": {
			func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Revoke(decider, c.Version, true, now)
			}, nil, "not-in-force"},
		"ended": {
			func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.End(researcher, now)
			}, nil, "not-in-force"},
	} {
		t.Run(name, func(t *testing.T) {
			c, o := sealedOrder(t, db)
			ask := func() error { return db.RecordDownload(t.Context(), o.ID, researcher.ID, 0) }
			if err := ask(); err != nil {
				t.Fatal(err)
			}
			if name == "revoked" {
				change(t, db, c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
					return c.ProposeRevocation(presenter, c.Version, permits.Revoking{Reasons: "Määräyksiä on rikottu.", Milder: "Huomautus ei riitä.", Unheard: "Kiire.", Unbiased: true}, nil, now)
				})
			}
			change(t, db, c.ID, closing.close)
			rule(t, ask(), closing.rule)
			rule(t, db.DownloadOpen(t.Context(), o.ID, researcher.ID), closing.rule)
			if closing.open == nil {
				return
			}
			change(t, db, c.ID, closing.open)
			if err := ask(); err != nil {
				t.Error(err)
			}
		})
	}
	_, o := sealedOrder(t, db)
	rule(t, db.RecordDownload(t.Context(), o.ID, presenter.ID, 0), "not-a-named-user")
	if err := db.SetClock(t.Context(), demoDay.AddDate(4, 0, 0)); err != nil {
		t.Fatal(err)
	}
	rule(t, db.RecordDownload(t.Context(), o.ID, researcher.ID, 0), "term-over")
}
