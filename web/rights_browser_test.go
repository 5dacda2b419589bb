package web

import (
	"strings"
	"testing"

	"tietolupa/permits"
)

// TestRightsPagesInABrowser visits the pages of access rights in three
// languages, at the width of a desk and of a phone.
func TestRightsPagesInABrowser(t *testing.T) {
	ctx := browser(t)
	s := withAccess(newSite(t, true))
	contact, officer := s.as(yhteys), s.as(vastaava)
	waiting := contact.must("/access/new", accessForm1())
	given := contact.must("/access/new", accessForm1())
	whole := accessForm1()
	whole["version"] = []string{"1"}
	officer.must(given+"/grant", whole)
	a, err := s.db.Access(t.Context(), strings.TrimPrefix(given, "/access/applications/"))
	if err != nil {
		t.Fatal(err)
	}
	right := "/access/rights/" + a.Right
	contact.must(right+"/notices", form("what", "Tehtävät muuttuivat."))
	holder, err := s.db.User(t.Context(), a.Request.Person)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []struct {
		who   permits.Actor
		paths []string
	}{
		{yhteys, []string{"/access", "/access/new?template=expert", waiting, right}},
		{vastaava, []string{"/access/queue", "/access/rights", "/access/review", waiting, given, right}},
		{holder, []string{"/rights"}},
	} {
		s.cleanAs(t, ctx, v.who, v.paths...)
	}
}
