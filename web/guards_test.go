package web

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tietolupa/permits"
)

func TestWhatOneMayNotSeeIsNotFound(t *testing.T) {
	s := newSite(t, true)
	draft, _ := drafted(s)
	path, p := inForce(s)
	order, _ := sealedOrder(s, p, path)
	stranger, officer := s.as(ulkopuoli), s.as(esittelija)
	for _, hidden := range []string{draft, draft + "/edit/basics", draft + "/edit/data/person", path, path + "/application", path + "/letter",
		path + "/conditions", path + "/undertaking", order, order + "/progress", order + "/package"} {
		if status, _ := stranger.get(hidden); status != http.StatusNotFound {
			t.Errorf("GET %s by a stranger: %d, want 404", hidden, status)
		}
	}
	for _, command := range []string{draft + "/submit", draft + "/edit/basics", path + "/conditions", path + "/orders", path + "/end"} {
		if status, _, _ := stranger.post(command, form("version", "1", "accept", "yes")); status != http.StatusNotFound {
			t.Errorf("POST %s by a stranger: %d, want 404", command, status)
		}
	}
	if status, _ := officer.get(draft); status != http.StatusNotFound {
		t.Errorf("an officer sees a draft: %d", status)
	}
	if status, _ := officer.get(order + "/package"); status != http.StatusForbidden {
		t.Errorf("an officer downloads a package: %d", status)
	}
	if status, _ := s.visitor().get(path); status != http.StatusSeeOther {
		t.Errorf("nobody opens a case: %d, want the way to sign in", status)
	}
}

func TestDutiesAreAsked(t *testing.T) {
	s := newSite(t, true)
	path, p := sent(s)
	for _, c := range []struct {
		who  *person
		path string
	}{
		{p, "/queue"}, {p, path + "/review"}, {s.as(analyytik), "/queue"}, {s.as(analyytik), "/cases"}, {s.as(esittelija), "/disclosures/new"},
	} {
		if status, _ := c.who.get(c.path); status != http.StatusForbidden {
			t.Errorf("GET %s: %d, want 403", c.path, status)
		}
	}
	for _, c := range []struct {
		who  *person
		path string
	}{
		{p, path + "/take"}, {p, path + "/decide"}, {s.as(esittelija), path + "/decide"}, {s.as(esittelija), "/cases"}, {p, "/disclosures"},
	} {
		if status, _, _ := c.who.post(c.path, form("version", "1")); status != http.StatusForbidden {
			t.Errorf("POST %s: %d, want 403", c.path, status)
		}
	}
}

// An old page of a draft loses nothing and takes nothing: what was stored meanwhile
// stays, and what was typed stands beside it until somebody chooses.
func TestOldPageTakesNothing(t *testing.T) {
	s := newSite(t, true)
	path, p := drafted(s)
	old := p.version(path + "/edit/security")
	p.must(path+"/edit/security", form("version", old, "security", "uusi", "disposal", "uusi"))
	if status, _, _ := p.post(path+"/edit/security", form("version", old, "security", "vanha", "disposal", "vanha")); status != http.StatusSeeOther {
		t.Errorf("a form of an old page: %d", status)
	}
	if a := s.theCase(path).Application; a.Security != "uusi" || a.Disposal != "uusi" {
		t.Errorf("the old page was stored over the new: %q, %q", a.Security, a.Disposal)
	}
	if _, body := p.get(path + "/edit/security"); strings.Count(body, "vanha") < 2 || !strings.Contains(body, path+"/conflicts/1") {
		t.Error("what was typed on the old page is lost")
	}
	if status, _, body := p.post(path+"/submit", form("version", p.version(path+"/edit/review"))); status != http.StatusUnprocessableEntity {
		t.Errorf("sent with a conflict open: %d %s", status, wrongsIn(body))
	}
}

func TestPresenterDoesNotDecideTheirOwnProposal(t *testing.T) {
	s := newSite(t, true)
	path, _ := sent(s)
	r := s.as(ratkaisija) // has both duties
	r.must(path+"/take", nil)
	r.proposes(path, reviewed(r.version(path+"/review")))
	status, _, body := r.post(path+"/decide", form("version", "99"))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, (&permits.RuleError{Rule: "same-presenter"}).In("fi")) {
		t.Errorf("the presenter decides: %d", status)
	}
}

func TestReviewKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t, true)
	path, _ := sent(s)
	e := s.as(esittelija)
	e.must(path+"/take", nil)
	v := reviewed(e.version(path + "/review"))
	v.Del("finding.25")
	v.Set("reasons", "Perustelut, jotka eivät saa kadota.")
	e.tries(path, v)
	status, _, body := e.post(path+"/propose", v)
	if status != http.StatusUnprocessableEntity {
		t.Fatalf("a proposal without a finding: %d", status)
	}
	for _, kept := range []string{"Perustelut, jotka eivät saa kadota.", `href="#finding.25"`, `<option value="region" selected>`, "Maakunta riittää vertailuun."} {
		if !strings.Contains(body, kept) {
			t.Errorf("the page lacks %q", kept)
		}
	}
	status, _, body = e.post(path+"/preview", reviewed(e.version(path+"/review")))
	if status != http.StatusOK || !strings.HasPrefix(body, "%PDF") {
		t.Errorf("the preview of the letter: %d", status)
	}
	if c, err := s.db.Case(t.Context(), permits.CaseID(strings.TrimPrefix(path, "/cases/"))); err != nil || c.State != permits.InReview {
		t.Errorf("after a preview the case is %s, %v", c.State, err)
	}
}

func TestSectionsSayWhatIsWrong(t *testing.T) {
	s := newSite(t, true)
	path, p := drafted(s)
	private := "AGE-SECRET-KEY-1" + strings.Repeat("Q", 58)
	for _, c := range []struct {
		name, section string
		form          url.Values
		field         string
		keeps, hides  string
	}{
		{"a wrong business id", "applicant", form("organisation", "b", "business_id", "9000000-4"), "business_id", "9000000-4", ""},
		{"a day that is none", "basics", form("title", "a", "organisation", "b", "until", "31.2.2021"), "until", "31.2.2021", ""},
		{"no address", "people", form("person.0.name", "Kaija", "person.0.email", "kaija"), "person.0.email", "Kaija", ""},
		{"no reason for a variable", "data/person", form("var", "person.sex"), "reason.person.sex", `value="person.sex" checked`, ""},
		{"too fine a step", "data/person", form("var", "person.birth_date", "protection.person.birth_date", "exact", "reason.person.birth_date", "Ikä päivälleen."), "protection.person.birth_date", "Ikä päivälleen.", ""},
		{"no such municipality", "population", form("municipality", "Helsinki, Ankkalinna", "period_from", "1.1.2019", "period_to", "1.1.2020"), "municipality", "Ankkalinna", ""},
		{"a period that runs backwards", "population", form("period_from", "1.1.2020", "period_to", "1.1.2019"), "period_to", "1.1.2019", ""},
		{"a sample that is no number", "population", form("period_from", "1.1.2019", "period_to", "1.1.2020", "sample", "tuhat"), "sample", "tuhat", ""},
		{"a broken key", "key", form("recipient_kind", "person", "recipient_name", "A", "recipient_key", "age1x"), "recipient_key", "age1x", ""},
		{"a private key", "key", form("recipient_kind", "person", "recipient_name", "A", "recipient_key", private), "recipient_key", "", private},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.form.Set("version", p.version(path+"/edit/"+c.section))
			status, _, body := p.post(path+"/edit/"+c.section, c.form)
			if status != http.StatusUnprocessableEntity {
				t.Fatalf("%d, want 422", status)
			}
			if !strings.Contains(body, `href="#`+c.field+`"`) || !strings.Contains(body, `id="`+c.field+`"`) {
				t.Errorf("no way from the summary to %s", c.field)
			}
			if c.keeps != "" && !strings.Contains(body, c.keeps) {
				t.Errorf("%q was not kept", c.keeps)
			}
			if c.hides != "" && strings.Contains(body, c.hides) {
				t.Error("a private key came back in the page")
			}
		})
	}
}

func TestIncompleteApplicationIsNotSent(t *testing.T) {
	s := newSite(t, true)
	p := s.as(tutkija)
	path := strings.TrimSuffix(p.must("/cases", nil), "/edit/basics")
	status, _, body := p.post(path+"/submit", form("version", p.version(path+"/edit/review")))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, path+"/edit/basics#title") {
		t.Errorf("an empty application is sent: %d", status)
	}
}

func TestTextThatWasNotShownIsNotAccepted(t *testing.T) {
	s := newSite(t, true)
	path, p := inForce(s)
	_ = path
	second, _ := sent(s)
	e, d := s.as(esittelija), s.as(ratkaisija)
	e.must(second+"/take", nil)
	e.proposes(second, reviewed(e.version(second+"/review")))
	d.must(second+"/decide", form("version", d.version(second), "unbiased", "yes"))
	signed(s, second)
	delivered(e, second)
	for _, who := range []*person{p, e} { // both sides see what the gate waits for, and whose turn it is
		_, body := who.get(second)
		for _, want := range []string{"Ennen aineiston toimittamista", `<li class="open"><strong>Poiminnan hinta hyväksytty</strong>`, "Aino Tutkija", `<li><strong>Päätös annettu tiedoksi</strong>`} {
			if !strings.Contains(body, want) {
				t.Errorf("the gate's list lacks %q", want)
			}
		}
		if does := strings.Contains(body, `href="`+second+`/conditions">Tee se nyt`); does != (who == p) {
			t.Errorf("the link to the conditions stands there: %v", does)
		}
	}
	if _, body := p.get(second + "/conditions"); !strings.Contains(body, "Tietojen poiminta maksaa 52,00 euroa työtunnilta.") {
		t.Error("the price is not shown where it is accepted")
	}
	for _, text := range []string{"/conditions", "/undertaking"} {
		status, _, body := p.post(second+text, form("accept", "yes", "sha256", strings.Repeat("0", 64)))
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, (&permits.RuleError{Rule: "other-text"}).In("fi")) {
			t.Errorf("POST %s with another text's hash: %d", text, status)
		}
		if status, _, _ := p.post(second+text, form("sha256", hidden(p, second+text, "sha256"))); status != http.StatusUnprocessableEntity {
			t.Errorf("POST %s without the tick: %d", text, status)
		}
	}
}

// TestAutosaveKeepsWhatAnotherWrote: a page that is saved by itself again and again
// takes nothing of what others wrote after it was opened: neither a text, nor a
// person who was added, nor one who was removed.
func TestAutosaveKeepsWhatAnotherWrote(t *testing.T) { // HL 16 §
	s := newSite(t, true)
	path, p := drafted(s)
	page := func(section string) (marks string) {
		t.Helper()
		_, body := p.get(path + "/edit/" + section)
		_, rest, ok := strings.Cut(body, `name="marks" value="`)
		if !ok {
			t.Fatalf("%s has no marks", section)
		}
		marks, _, _ = strings.Cut(rest, `"`)
		return html.UnescapeString(marks)
	}
	version := p.version(path + "/edit/basics")
	save := func(section, seen, marks string, fields url.Values) (string, string) {
		t.Helper()
		v := maps.Clone(fields)
		v.Set("version", seen)
		v.Set("marks", marks)
		v.Set("autosave", "1")
		status, _, body := p.post(path+"/edit/"+section, v)
		var answer saved
		if err := json.Unmarshal([]byte(body), &answer); status != http.StatusOK || err != nil {
			t.Fatalf("save %s: %d %v %.300s", section, status, err, body)
		}
		return fmt.Sprint(answer.Version), answer.Marks
	}
	marks := page("basics")
	typed := p.typed(path + "/edit/basics")
	people, named := page("people"), p.typed(path+"/edit/people")
	s.answer(path, func(a *permits.Application) {
		a.Methods = "Toisen menetelmät."
		a.People = append(a.People[:1:1], permits.Participant{User: ulkopuoli.ID, Name: ulkopuoli.Name, Email: ulkopuoli.Email})
	})
	seen := version
	for i := range 3 {
		typed.Set("publication", fmt.Sprint("Artikkeli ", i))
		seen, marks = save("basics", seen, marks, typed)
		named.Set("person.0.organisation", fmt.Sprint("Laitos ", i))
		version, people = save("people", version, people, named)
	}
	a := s.theCase(path).Application
	if a.Methods != "Toisen menetelmät." || a.Publication != "Artikkeli 2" {
		t.Errorf("the other's methods are %q, mine %q", a.Methods, a.Publication)
	}
	if len(a.People) != 2 || a.People[0].Organisation != "Laitos 2" || a.People[1].User != ulkopuoli.ID {
		t.Errorf("the people are %+v", a.People)
	}
}
