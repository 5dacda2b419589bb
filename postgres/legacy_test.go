package postgres_test

import (
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

// TestLegacyComesBack: a permit of the ministry ends, and comes back to the officers'
// queue when its data should have been destroyed, by nights alone.
func TestLegacyComesBack(t *testing.T) { // V.2, law.md 14.7
	dsn := pgtest.DSN(t)
	db, worker := openAs(t, dsn, postgres.LoginRole), openAs(t, dsn, postgres.WorkRole)
	furnish(t, db)
	if err := db.SetClock(t.Context(), time.Date(2021, 3, 1, 9, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	all, bad, err := permits.ReadLegacy(strings.NewReader("number,decided,organisation,purpose,title,title_public,people,tables,variables,conditions,from,to,ended,destroyed,language\n"+
		"TEM/1/2019,2019-03-14,Pohjolan yliopisto,research,Työn polut,no,Aino Virtanen,person,12,Vain tutkimukseen.,2019-04-01,2021-03-31,,,fi\n"), catalogue(t))
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	if _, err := db.ImportLegacy(t.Context(), presenter.ID, all, false); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		at   time.Time
		want permits.Shelf
	}{
		{time.Date(2021, 3, 10, 9, 0, 0, 0, time.UTC), permits.ShelfForce},
		{time.Date(2021, 4, 10, 9, 0, 0, 0, time.UTC), permits.ShelfClosed},
		{time.Date(2021, 5, 20, 9, 0, 0, 0, time.UTC), permits.ShelfOverdue},
	} {
		night(t, db, worker, step.at)
		var got permits.Shelf
		if err := db.Pool().QueryRow(t.Context(), "select shelf from permits.queue_items where kind = 'legacy'").Scan(&got); err != nil || got != step.want {
			t.Errorf("after the night of %s it stands in %s, not %s (%v)", step.at, got, step.want, err)
		}
	}
}
