package web

import (
	"strings"
	"testing"
)

// An entry of a request says where it came from: address, unit, session and the
// name of the request, and nothing that opens the session (4a.1b).
func TestEntriesSayWhereTheRequestCameFrom(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	p := s.atDesk(virkailija)
	p.open("person", hetuAino)
	var address, unit, session, request, purpose string
	err := s.db.Pool().QueryRow(t.Context(), `select address, unit, session, request, purpose from audit.entries
		where kind = 'record-search' and actor = $1 order by entry_id desc limit 1`, virkailija.ID).Scan(&address, &unit, &session, &request, &purpose)
	if err != nil {
		t.Fatal(err)
	}
	if address != "127.0.0.1" || unit != string(virkailija.Body) || request == "" || purpose != "service" {
		t.Errorf("address %q, unit %q, request %q, purpose %q", address, unit, request, purpose)
	}
	var stored string
	if err := s.db.Pool().QueryRow(t.Context(), "select token from public.sessions where starts_with(token, $1)", session).Scan(&stored); err != nil || len(session) != 12 {
		t.Errorf("the session %q of the entry is not a stored one: %v", session, err)
	}
}

func TestRequestNamesArePlain(t *testing.T) {
	for from, want := range map[string]string{"vm/abc-000001": "vm/abc-000001", "a\x00b\n c": "abc", "ä": "", strings.Repeat("x", 100): strings.Repeat("x", 64)} {
		if got := plain(from); got != want {
			t.Errorf("%q is named %q, want %q", from, got, want)
		}
	}
}
