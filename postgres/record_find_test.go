package postgres_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/postgres"
)

func TestFindingAClient(t *testing.T) {
	db, r := newRegisters(t)
	named := func(code, family, given, protected string) int64 {
		ws := newPerson(code)
		ws[0].Values["family_name"], ws[0].Values["given_names"], ws[0].Values["protected_address"] = family, given, protected
		return put(t, r, ws...)[0].Subject
	}
	named("010190-900P", "Öhman", "Åke", "false")
	named("010190-901R", "Zetterberg", "Bo", "false")
	secret := named("240575X9107", "Åberg", "Cecilia Äiti", "true")
	other := newPerson("150785Y951X")
	other[0].Office, other[1].Office = "TE02", "TE02"
	put(t, r, other...)
	put(t, r, newEmployer("9000000-3"))
	find := func(look postgres.Look, s postgres.Search) (names []string) {
		t.Helper()
		found, err := r.FindClients(t.Context(), look, s)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			names = append(names, f.Name)
		}
		return names
	}
	own := look
	own.Offices = []string{"TE01"}
	for name, test := range map[string]struct {
		look   postgres.Look
		search postgres.Search
		want   []string
	}{
		"a henkilötunnus":                 {look, postgres.Search{Subject: "person", Code: " 010190-900P "}, []string{"Öhman, Åke"}},
		"the beginning, in small letters": {look, postgres.Search{Subject: "person", Name: "öh"}, []string{"Öhman, Åke"}},
		"both names":                      {look, postgres.Search{Subject: "person", Name: "ÅBERG, cec"}, []string{"Åberg, Cecilia Äiti"}},
		"another given name":              {look, postgres.Search{Subject: "person", Name: "Åberg Bo"}, nil},
		"a pattern is not one":            {look, postgres.Search{Subject: "person", Name: "%%"}, nil},
		"another office's, everywhere":    {look, postgres.Search{Subject: "person", Code: "150785Y951X"}, []string{"Äijälä, Aino Maria"}},
		"another office's, in mine":       {own, postgres.Search{Subject: "person", Code: "150785Y951X"}, nil},
		"a Y-tunnus":                      {look, postgres.Search{Subject: "employer", Code: "9000000-3"}, []string{"Sorvaamo Oy"}},
		"an employer's name":              {look, postgres.Search{Subject: "employer", Name: "sorv"}, []string{"Sorvaamo Oy"}},
	} {
		if diff := cmp.Diff(test.want, find(test.look, test.search)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	t.Run("a client of several offices is seen by each", func(t *testing.T) {
		id := put(t, r, newPerson("290200A902D")...)[0].Subject
		w := write("clientship", id, "start_date", "2020-01-01")
		w.Office = "TE03"
		put(t, r, w)
		third := look
		third.Offices = []string{"TE03"}
		if _, err := r.Client(t.Context(), third, "person", id); err != nil {
			t.Error(err)
		}
		third.Offices = []string{"TE04"}
		if _, err := r.Client(t.Context(), third, "person", id); !errors.Is(err, postgres.ErrNoRecord) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a protected address is masked", func(t *testing.T) {
		for contacts, want := range map[bool]string{false: "", true: "091"} {
			look := look
			look.Contacts = contacts
			found, err := r.FindClients(t.Context(), look, postgres.Search{Subject: "person", Code: "240575X9107"})
			if err != nil || !found[0].Protected || found[0].Municipality != want {
				t.Errorf("contacts %v: %+v, %v", contacts, found, err)
			}
			c, err := r.Client(t.Context(), look, "person", secret)
			if err != nil || !c.Protected || c.Masked == contacts || c.Rows[0].Values["municipality"] != want || (c.Rows[0].Values["street_address"] == "") == contacts {
				t.Errorf("contacts %v: %+v, %v", contacts, c, err)
			}
			h, err := historyOf(t, r, look, "person", secret, "person", "municipality")
			if contacts && (err != nil || h[0].Value != want) || !contacts && !errors.Is(err, postgres.ErrNoRecord) {
				t.Errorf("contacts %v: %+v, %v", contacts, h, err)
			}
		}
	})
	t.Run("what is too wide, or for no purpose, is refused", func(t *testing.T) {
		_, err := r.FindClients(t.Context(), look, postgres.Search{Subject: "person", Name: "Ö"})
		refusedBy(t, err, "name")
		aimless := look
		aimless.Purpose = "curiosity"
		_, err = r.Client(t.Context(), aimless, "person", secret)
		refusedBy(t, err, "1.1")
	})
	t.Run("a reading that cannot be logged does not happen", func(t *testing.T) {
		before := count(t, db.Pool(), "select count(*) from audit.entries where kind = 'record-read'")
		if _, err := r.Client(t.Context(), look, "person", secret); err != nil {
			t.Fatal(err)
		}
		if _, err := historyOf(t, r, look, "person", secret, "person", "mother_tongue"); err != nil {
			t.Fatal(err)
		}
		if n := count(t, db.Pool(), "select count(*) from audit.entries where kind = 'record-read'"); n != before+2 {
			t.Errorf("%d entries more, want one for each reading", n-before)
		}
		if _, err := db.Pool().Exec(t.Context(), "alter table audit.entries add constraint closed check (kind <> 'record-read') not valid"); err != nil {
			t.Fatal(err)
		}
		if c, err := r.Client(t.Context(), look, "person", secret); err == nil || len(c.Rows) > 0 {
			t.Errorf("%d rows, %v", len(c.Rows), err)
		}
		if found, err := r.FindClients(t.Context(), look, postgres.Search{Subject: "person", Code: "010190-900P"}); err == nil || len(found) > 0 {
			t.Errorf("%v, %v", found, err)
		}
	})
}

// The joint service's register has its own clock from 23.5.2022 (339/2022 9 b §).
func TestJointServiceHasItsOwnClock(t *testing.T) {
	db, r := newRegisters(t)
	id := put(t, r, newPerson("010190-900P")...)[0].Subject
	_, err := r.WriteRecord(t.Context(), write("joint_client", id, jointClient()...))
	refusedBy(t, err, "joint")
	clientship := put(t, r, write("clientship", id, "start_date", "2015-01-01"))[0]
	service := put(t, r, write("joint_service", id, "start_date", "2015-01-01", "entering_body", anyCode("joint_body")))[0]
	put(t, r, write("joint_client", id, jointClient()...), write("plan", id, "kind", "01", "signed_on", "2016-01-01"))
	put(t, r, correction(clientship, "end_date", "2018-06-01"))
	ledger := openLedger(t, &memory{})
	remove := func(on string) postgres.RemovalReport {
		t.Helper()
		if _, err := r.Recount(t.Context(), day(t, on)); err != nil {
			t.Fatal(err)
		}
		report, err := r.Remove(t.Context(), day(t, on), postgres.RemovalOptions{Ledger: ledger})
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	// The clientship's years have run, the joint service goes on: its rows and who the person is stay.
	if report := remove("2022-06-02"); report.Clients["person"] != 0 || report.Partly["person"] != 1 {
		t.Errorf("%+v", report)
	}
	for sql, want := range map[string]int{"registers.plan": 0, "registers.clientship": 0, "registers.person": 1, "registers.joint_service": 1, "registers.joint_client": 1} {
		if n := count(t, db.Pool(), "select count(*) from "+sql); n != want {
			t.Errorf("%s: %d rows, want %d", sql, n, want)
		}
	}
	put(t, r, correction(service, "end_date", "2019-01-01"))
	remove("2023-01-01")
	for _, table := range []string{"person", "joint_service", "joint_client"} {
		if n := count(t, db.Pool(), "select count(*) from registers."+table); n != 0 {
			t.Errorf("%s: %d rows", table, n)
		}
	}
}

func jointClient() []string {
	return []string{"family_name", "Äijälä", "given_names", "Aino Maria", "code", "010190-900P", "municipality", "091",
		"entering_body", anyCode("joint_body")}
}
