package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// TestRightsHaveTime: an official whose personal right has expired, was removed or
// has not begun reaches no page and no interface of the registers; a session that
// was open loses the right at its next request (4a.2, 5a.1).
func TestRightsHaveTime(t *testing.T) {
	s := withAccess(newSite(t, true))
	s.clients()
	contact, officer := s.as(yhteys), s.as(vastaava)
	held := map[permits.UserID]string{}
	person := func(id, from, until string) permits.Actor {
		a := tehtaviton
		a.ID, a.Email, a.Duties = permits.UserID("u-"+id), id+"@te.invalid", []permits.Duty{permits.Official}
		if err := s.db.PutUser(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		f := url.Values(accessForm1())
		f.Set("person_name", a.Name)
		f.Set("person_email", a.Email)
		f.Set("valid_from", from)
		f.Set("valid_until", until)
		application := contact.must("/access/new", f)
		f.Set("version", "1")
		officer.must(application+"/grant", f)
		granted, err := s.db.Access(t.Context(), last(application))
		if err != nil {
			t.Fatal(err)
		}
		held[a.ID] = granted.Right
		return a
	}
	expiring, removing, coming := person("paattyva", "2.11.2020", "30.11.2020"), person("poistuva", "2.11.2020", "31.10.2021"), person("tuleva", "1.12.2020", "31.10.2021")
	open := map[permits.UserID]*official{}
	for _, a := range []permits.Actor{expiring, removing, coming} {
		open[a.ID] = &official{p: s.atDesk(a)}
	}
	for _, a := range []permits.Actor{expiring, removing} {
		o := open[a.ID]
		o.record = o.p.open("person", hetuAino)
		o.row = last(o.p.link(o.record, `/rows/[a-z2-7]+`))
		if status, body := o.p.get(o.record); status != http.StatusOK || !strings.Contains(body, "Koekatu") {
			t.Fatalf("%s with a right: %d", a.ID, status)
		}
	}
	shut := func(t *testing.T, o *official) {
		t.Helper()
		record, row := o.record, o.row
		if record == "" {
			record, row = open[removing.ID].record, open[removing.ID].row
		}
		x := thing{params: map[string]string{"client": last(record), "row": row, "spell": row, "finding": "none"}}
		n := 0
		for _, r := range Routes() {
			if r.Asks != AsksRight {
				continue
			}
			n++
			if status, location, body := r.call(t, o.p, x.at(r)); !refused(status, location, body) || strings.Contains(body, "Äijälä") {
				t.Errorf("%s %s: %d %s", r.Method, r.Path, status, location)
			}
		}
		if n < 20 {
			t.Errorf("%d routes ask for a right", n)
		}
	}
	t.Run("not yet valid", func(t *testing.T) { shut(t, open[coming.ID]) })
	officer.must("/access/rights/"+held[removing.ID]+"/remove", form("version", "1", "removal", "5a.1.1", "reasons", "Siirtyi muualle."))
	t.Run("removed", func(t *testing.T) { shut(t, open[removing.ID]) })
	if status, _ := open[expiring.ID].p.get(open[expiring.ID].record); status != http.StatusOK {
		t.Errorf("another's right ended with it: %d", status)
	}
	later, _ := registers.ParseDay("2020-12-01")
	if err := s.db.SetClock(t.Context(), later.Time().Add(7*time.Hour)); err != nil {
		t.Fatal(err)
	}
	t.Run("expired", func(t *testing.T) { shut(t, open[expiring.ID]) })
	if record := open[coming.ID].p.open("person", hetuAino); !strings.HasPrefix(record, "/registers/clients/") {
		t.Errorf("a right that has begun: %s", record)
	}
}

// A official is an official's open session, with a record that was open in it.
type official struct {
	p           *person
	record, row string
}
