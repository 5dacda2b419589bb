package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
)

// legacy imports a permit of the ministry's time, and gives its address.
func (s *site) legacy(number string) string {
	s.t.Helper()
	all, bad, err := permits.ReadLegacy(strings.NewReader("number,decided,organisation,purpose,title,title_public,people,tables,variables,conditions,from,to,ended,destroyed,language\n"+
		number+`,2019-03-14,Pohjolan yliopisto,research,"Työn polut, osa 1",no,Aino Virtanen,person|employment_code,12,Vain tutkimukseen.|Hävitettävä.,2019-04-01,2020-10-31,,,fi`+"\n"), s.config.Catalogue)
	if err != nil || len(bad) > 0 {
		s.t.Fatal(bad, err)
	}
	if _, err := s.db.ImportLegacy(s.t.Context(), esittelija.ID, all, false); err != nil {
		s.t.Fatal(err)
	}
	var id string
	if err := s.db.Pool().QueryRow(s.t.Context(), "select legacy_id from permits.legacy_permits where number = $1", number).Scan(&id); err != nil {
		s.t.Fatal(err)
	}
	return "/legacy/" + id
}

// The destruction of data under a permit that the ministry granted is recorded
// once, by an officer, not for a day to come.
func TestLegacyPermitIsClosed(t *testing.T) {
	s := newSite(t, true)
	path := s.legacy("TEM/1/2019")
	if err := s.db.SetClock(t.Context(), time.Date(2020, 11, 25, 9, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	if status, _ := s.as(tutkija).get(path); status == http.StatusOK {
		t.Error("a researcher reads it")
	}
	e := s.as(esittelija)
	if status, body := e.get(path); status != http.StatusOK || !strings.Contains(body, "TEM/1/2019") || !strings.Contains(body, "Hävitettävä.") {
		t.Errorf("the page: %d", status)
	}
	for name, day := range map[string]string{"no day": "", "not a day": "31.2.2020", "a day to come": "26.11.2020"} {
		if status, _, body := e.post(path+"/destroyed", form("destroyed_on", day)); status != http.StatusUnprocessableEntity || !strings.Contains(body, `value="`+day+`"`) {
			t.Errorf("%s: %d %s", name, status, wrongsIn(body))
		}
	}
	e.must(path+"/destroyed", form("destroyed_on", "20.11.2020"))
	if _, body := e.get(path); !strings.Contains(body, "20.11.2020") || strings.Contains(body, path+"/destroyed") {
		t.Error("the destruction is not shown, or can be recorded again")
	}
	if status, _, _ := e.post(path+"/destroyed", form("destroyed_on", "21.11.2020")); status != http.StatusUnprocessableEntity {
		t.Errorf("a second time: %d", status)
	}
}

// TestRarePagesInABrowser looks at what few see: a permit of the ministry's, the
// certificate of a destroyed key, an invitation and the lists around them.
func TestRarePagesInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	legacy := s.legacy("TEM/2/2019")
	draft, p := drafted(s)
	p.must(draft+"/members", form("version", p.version(draft+"/members"), "invite_role", "edit", "invite_email", apulainen.Email))
	ended, q := inForce(s)
	if err := s.db.PutWrappedKey(t.Context(), last(ended), []byte{1, 2, 3}, "ab12cd34"); err != nil {
		t.Fatal(err)
	}
	q.must(ended+"/end", nil)
	q.act(ended, "declare-destruction", form("destroyed_how", "Levyt on tyhjennetty.", "backups", "31.12.2021"))
	s.later(91)
	s.as(ratkaisija).act(ended, "destroy-key", form())
	s.cleanAs(t, ctx, tutkija, ended+"/key-certificate", draft+"/members", draft+"/variables", draft+"/edit/applicant", "/invitation", "/api")
	s.cleanAs(t, ctx, esittelija, legacy)
}
