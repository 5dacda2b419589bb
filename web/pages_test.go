package web

import (
	"net/http"
	"testing"

	"tietolupa/permits"
)

func TestPublicPages(t *testing.T) {
	s := newSite(t, true)
	p := s.visitor()
	for _, path := range []string{"/", "/sign-in", "/catalogue", "/catalogue?q=kunta", "/catalogue/tables/person", "/catalogue/variables/person.municipality",
		"/catalogue/variables/person.family_name", "/catalogue/codes/municipality", "/minisign.pub", "/healthz"} {
		for _, lang := range languages {
			sep := "?"
			if len(path) > 10 && path[10] == '?' {
				sep = "&"
			}
			if status, body := p.get(path + sep + "lang=" + lang); status != http.StatusOK {
				t.Errorf("GET %s in %s: %d %.300s", path, lang, status, body)
			}
		}
	}
	for _, path := range []string{"/no-such-page", "/catalogue/tables/none", "/catalogue/variables/none.none", "/catalogue/codes/none", "/static/none/x.css"} {
		if status, _ := p.get(path); status != http.StatusNotFound {
			t.Errorf("GET %s: %d, want 404", path, status)
		}
	}
	if t.Failed() {
		t.Log(s.log.String())
	}
}

// TestFieldsAreInTheirSections: a supplement opens the section whose page shows the
// part that it concerns.
func TestFieldsAreInTheirSections(t *testing.T) {
	t.Parallel()
	for section, fields := range draftFields {
		for _, f := range fields {
			if got := permits.SectionOf(f.Name); got != section {
				t.Errorf("%s is shown in %s, and is a part of %s", f.Name, section, got)
			}
		}
	}
}
