package postgres_test

import (
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
)

// hetu is a temporary henkilötunnus of somebody born on 1 January of a year.
func hetu(year, i int) string {
	digits := fmt.Sprintf("0101%02d", year%100)
	n, _ := strconv.Atoi(digits + fmt.Sprint(900+i))
	return fmt.Sprintf("%s-%d%c", digits, 900+i, "0123456789ABCDEFHJKLMNPRSTUVWXY"[n%31])
}

// readAs reads clients' records at the present moment of the service.
func readAs(t *testing.T, r *postgres.Registers, actor permits.UserID, unit string, clients ...int64) {
	t.Helper()
	ctx := postgres.WithOrigin(t.Context(), postgres.Origin{Unit: unit, Address: "192.0.2.7"})
	for _, id := range clients {
		if _, err := r.Client(ctx, postgres.Look{Actor: actor, Purpose: registers.PublicService, Whole: true}, "person", id); err != nil {
			t.Fatal(err)
		}
	}
}

// Each rule finds what it is for, once, and nothing else (4a.1b).
func TestAlertsOfAbnormalUse(t *testing.T) {
	db, r := newRegisters(t)
	officer := permits.Actor{ID: "u-katsoja", Name: "Kaija Katsoja", Email: "kaija@te.example", Organisation: "TE-toimisto", Body: "TE01", Duties: []permits.Duty{permits.Official}, Language: "fi"}
	colleague := officer
	colleague.ID, colleague.Name, colleague.Email = "u-kollega", "Kalle Kollega", "kalle@te.example"
	for _, a := range []permits.Actor{officer, colleague, presenter} {
		if err := db.PutUser(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	var clients []int64
	for i := range 70 {
		ws := newPerson(hetu(1960, i))
		if i >= 64 {
			ws[0].Office, ws[1].Office = "TE02", "TE02"
		}
		clients = append(clients, put(t, r, ws...)[0].Subject)
	}
	own, theirs, elsewhere := clients[0], clients[1], clients[64:]
	for user, id := range map[permits.UserID]int64{officer.ID: own, colleague.ID: theirs} {
		if err := r.LinkUser(t.Context(), user, id, presenter.ID); err != nil {
			t.Fatal(err)
		}
	}
	look := func() (kinds map[rights.AlertKind]int) {
		t.Helper()
		if _, err := db.FindAlerts(t.Context()); err != nil {
			t.Fatal(err)
		}
		waiting, err := db.Alerts(t.Context(), true, 100)
		if err != nil {
			t.Fatal(err)
		}
		kinds = map[rights.AlertKind]int{}
		for _, a := range waiting {
			kinds[a.Rule] = a.Clients
			if a.Actor != officer.ID {
				t.Errorf("%s of %s", a.Rule, a.Actor)
			}
		}
		return kinds
	}
	expect := func(when string, want map[rights.AlertKind]int) {
		t.Helper()
		if got := look(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", when, got, want)
		}
	}
	monday := time.Date(2020, 11, 2, 8, 0, 0, 0, time.UTC)
	day := func(i int) { // the i-th day from Monday, at ten in Helsinki
		t.Helper()
		if err := db.SetClock(t.Context(), monday.AddDate(0, 0, i)); err != nil {
			t.Fatal(err)
		}
	}
	day(0)
	readAs(t, r, officer.ID, "TE01", clients[2:30]...)
	expect("an ordinary morning", map[rights.AlertKind]int{})
	readAs(t, r, officer.ID, "TE01", clients[2:30]...)
	expect("the same clients again", map[rights.AlertKind]int{})
	readAs(t, r, officer.ID, "TE01", clients[30:62]...)
	expect("sixty in an hour", map[rights.AlertKind]int{rights.BulkReading: 60})
	day(1)
	readAs(t, r, officer.ID, "TE01", own, theirs)
	expect("a colleague and oneself", map[rights.AlertKind]int{rights.BulkReading: 60, rights.OwnReading: 1, rights.ColleagueReading: 1})
	day(2)
	readAs(t, r, officer.ID, "TE01", elsewhere[:4]...)
	readAs(t, r, colleague.ID, "TE02", elsewhere...)
	if kinds := look(); kinds[rights.OfficeReading] != 0 {
		t.Error("four clients of another office are an alert")
	}
	readAs(t, r, officer.ID, "TE01", elsewhere[4])
	if kinds := look(); kinds[rights.OfficeReading] != 5 {
		t.Errorf("five of another office: %v", kinds)
	}
	day(5) // Saturday
	readAs(t, r, officer.ID, "TE01", clients[10:13]...)
	if kinds := look(); kinds[rights.HoursReading] != 3 {
		t.Errorf("on a Saturday: %v", kinds)
	}

	t.Run("somebody else looks, and says why", func(t *testing.T) {
		on, _ := registers.ParseDay("2020-11-03")
		var rule *permits.RuleError
		if err := db.HandleAlert(t.Context(), officer.ID, rights.OwnReading, officer.ID, on, rights.FoundJustified, "Itse."); !errors.As(err, &rule) || rule.Rule != "own-alert" {
			t.Errorf("handled by oneself: %v", err)
		}
		if err := db.HandleAlert(t.Context(), presenter.ID, rights.OwnReading, officer.ID, on, rights.FoundMisuse, ""); !errors.As(err, &rule) || rule.Rule != "no-reasons" {
			t.Errorf("without a reason: %v", err)
		}
		if err := db.HandleAlert(t.Context(), presenter.ID, rights.OwnReading, officer.ID, on, rights.FoundMisuse, "Ilman tehtävää."); err != nil {
			t.Fatal(err)
		}
		if err := db.HandleAlert(t.Context(), presenter.ID, rights.OwnReading, officer.ID, on, rights.FoundMisuse, "Uudelleen."); !errors.Is(err, postgres.ErrNoAlert) {
			t.Errorf("handled twice: %v", err)
		}
		if kinds := look(); kinds[rights.OwnReading] != 0 {
			t.Error("it still waits")
		}
		handled, err := db.Alerts(t.Context(), false, 10)
		if err != nil || len(handled) != 1 || handled[0].Finding != rights.FoundMisuse || handled[0].HandledBy != presenter.ID {
			t.Errorf("%+v, %v", handled, err)
		}
	})

	t.Run("more after somebody looked waits again", func(t *testing.T) {
		on, _ := registers.ParseDay("2020-11-07")
		if err := db.HandleAlert(t.Context(), presenter.ID, rights.HoursReading, officer.ID, on, rights.FoundJustified, "Päivystys."); err != nil {
			t.Fatal(err)
		}
		readAs(t, r, officer.ID, "TE01", clients[20])
		if kinds := look(); kinds[rights.HoursReading] != 4 {
			t.Errorf("%v", kinds)
		}
	})
}

// The log is found by person, actor, subject, kind and time, and the look is in
// it too.
func TestSearchingTheLog(t *testing.T) {
	db, r := newRegisters(t)
	id := put(t, r, newPerson(hetu(1970, 1))...)[0].Subject
	other := put(t, r, newPerson(hetu(1970, 2))...)[0].Subject
	readAs(t, r, "u-eka", "TE01", id, other)
	readAs(t, r, "u-toka", "TE02", id)
	token, err := r.SubjectToken(t.Context(), "person", id)
	if err != nil {
		t.Fatal(err)
	}
	now, err := db.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		q    postgres.LogQuery
		want int
	}{
		"of a person":        {postgres.LogQuery{PersonToken: token, Kinds: []string{"record-read"}}, 2},
		"of an actor":        {postgres.LogQuery{Actor: "u-eka", Kinds: []string{"record-read"}}, 2},
		"of both":            {postgres.LogQuery{Actor: "u-eka", PersonToken: token, Kinds: []string{"record-read"}}, 1},
		"one page":           {postgres.LogQuery{Kinds: []string{"record-read"}, Limit: 2}, 2},
		"of a later time":    {postgres.LogQuery{Kinds: []string{"record-read"}, From: now.Add(time.Hour)}, 0},
		"of a time":          {postgres.LogQuery{Kinds: []string{"record-read"}, From: now.Add(-time.Hour), Until: now.Add(time.Hour)}, 3},
		"of nobody":          {postgres.LogQuery{Actor: "u-ei"}, 0},
		"of another kind":    {postgres.LogQuery{Kinds: []string{"nothing"}}, 0},
		"of another subject": {postgres.LogQuery{Subject: "KEHA-1-2020"}, 0},
	} {
		found, err := db.SearchLog(t.Context(), "u-valvoja", c.q)
		if err != nil || len(found) != c.want {
			t.Errorf("%s: %d found, want %d, %v", name, len(found), c.want, err)
		}
	}
	found, err := db.SearchLog(t.Context(), "u-valvoja", postgres.LogQuery{Actor: "u-toka"})
	if err != nil || len(found) != 1 || found[0].Unit != "TE02" || found[0].Address != "192.0.2.7" || found[0].Purpose != registers.PublicService || found[0].PersonToken != token {
		t.Errorf("%+v, %v", found, err)
	}
	older, err := db.SearchLog(t.Context(), "u-valvoja", postgres.LogQuery{Kinds: []string{"record-read"}, Before: found[0].Number})
	if err != nil || len(older) != 2 {
		t.Errorf("the next page has %d, %v", len(older), err)
	}
	looks, err := db.SearchLog(t.Context(), "u-valvoja", postgres.LogQuery{Kinds: []string{"log-search"}})
	if err != nil || len(looks) != 11 {
		t.Errorf("%d looks in the log, %v", len(looks), err)
	}
	if _, err := db.SearchLog(t.Context(), "", postgres.LogQuery{}); err == nil {
		t.Error("nobody may look")
	}
}

// The workers find alerts and the pages show them, each with its own role.
func TestLogByRoles(t *testing.T) {
	dsn := pgtest.DSN(t)
	furnish(t, openAs(t, dsn, postgres.LoginRole))
	web, work := openAs(t, dsn, postgres.WebRole), openAs(t, dsn, postgres.WorkRole)
	r := registersOf(t, web)
	id := put(t, r, newPerson(hetu(1970, 3))...)[0].Subject
	if err := r.LinkUser(t.Context(), presenter.ID, id, decider.ID); err != nil {
		t.Fatal(err)
	}
	readAs(t, r, presenter.ID, "TE01", id)
	if n, err := work.FindAlerts(t.Context()); n != 1 || err != nil {
		t.Errorf("%d found, %v", n, err)
	}
	if _, err := web.SearchLog(t.Context(), decider.ID, postgres.LogQuery{}); err != nil {
		t.Error(err)
	}
	if _, err := work.SearchLog(t.Context(), decider.ID, postgres.LogQuery{}); err == nil {
		t.Error("the workers search the log")
	}
	if waiting, err := web.Alerts(t.Context(), true, 10); len(waiting) != 1 || err != nil {
		t.Errorf("%+v, %v", waiting, err)
	}
}
