package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
)

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// drafted fills an application through the form and gives the case's path.
func drafted(s *site) (string, *person) {
	s.t.Helper()
	p := s.as(tutkija)
	first := p.must("/cases", nil)
	path := strings.TrimSuffix(first, "/edit/basics")
	send := func(section string, v url.Values) {
		s.t.Helper()
		v.Set("version", p.version(path+"/edit/"+section))
		p.must(path+"/edit/"+section, v)
	}
	send("basics", form("title", "Työttömyyden kesto ja palvelut", "purpose", "research", "organisation", "Esimerkkiyliopisto",
		"business_id", "9000000-3", "abstract", "Tutkitaan työttömyysjaksojen kestoa.", "plan", "Elinaikamallit.",
		"article6", "e", "until", "31.12.2021", "language", "fi", "e_service", "yes"))
	send("people", form("person.0.name", tutkija.Name, "person.0.email", tutkija.Email, "person.1.name", "", "person.1.email", apulainen.Email, "leader", "0"))
	send("data/person", form("var", "person.municipality", "protection.person.municipality", "exact", "reason.person.municipality", "Alueelliset erot.",
		"var", "person.syntyv", "protection.person.syntyv", "year", "reason.person.syntyv", "Ikä."))
	send("data/employment_code", form("var", "employment_code.code", "protection.employment_code.code", "exact", "reason.employment_code.code", "Jaksot.",
		"var", "employment_code.start_date", "protection.employment_code.start_date", "month", "reason.employment_code.start_date", "Kesto.",
		"var", "employment_code.spell"))
	send("population", form("region", "19", "municipality", "Helsinki, 049", "born_from", "1960", "born_to", "2000", "employment_code", "02",
		"employment_from", "1.1.2019", "employment_to", "31.10.2020", "period_from", "1.1.2018", "period_to", "31.10.2020", "cadence", "once"))
	send("security", form("security", "Yliopiston tietoturvallinen ympäristö.", "disposal", "Hävitetään 30 päivän kuluessa."))
	send("key", form("recipient_kind", "person", "recipient_name", "Aino Tutkija", "recipient_key", testKey))
	return path, p
}

// sent is drafted and then submitted.
func sent(s *site) (string, *person) {
	s.t.Helper()
	path, p := drafted(s)
	p.must(path+"/submit", form("version", p.version(path+"/edit/review")))
	return path, p
}

// reviewed is the presenter's form, filled in for a part of what was asked.
func reviewed(version string) url.Values {
	v := form("version", version, "unbiased", "yes", "outcome", "partly", "reasons", "Tiedot ovat tarpeen hankkeen kysymyksiin.",
		"granted.person.municipality", "region", "refusal_code.person.municipality", "R2", "refusal.person.municipality", "Maakunta riittää vertailuun.",
		"finding.25", "Aineisto on pseudonymisoitu ja käyttäjät on nimetty, joten on ilmeistä, ettei etu loukkaannu.",
		"term_from", "2.11.2020", "term_to", "31.12.2021", "period_from", "1.1.2018", "period_to", "31.10.2020", "cadence", "once")
	for _, c := range permits.StandardConditions() {
		v.Add("condition", fmt.Sprint(c.No))
	}
	for topic, text := range map[string]string{"purpose": "Hanke on tieteellinen tutkimus, jolla on suunnitelma.", "freedom": "Tutkimus voidaan toteuttaa suunnitellusti.",
		"basis": "Yliopistolla on tutkimukseen lakisääteinen tehtävä.", "necessity": "Muuttujat vastaavat tutkimuskysymyksiin.",
		"claims": "Lausunto ja vastaus tukevat ratkaisua.", "dpia": "Arviointi on tehty ja toimitettu."} {
		v.Set("topic."+topic, text)
	}
	for _, id := range []string{"person.municipality", "person.syntyv", "employment_code.code", "employment_code.start_date"} {
		v.Set("need."+id, permits.AsApplied)
	}
	return v
}

// tries keeps v on the desk and has the dry run of what it grants made.
func (p *person) tries(path string, v url.Values) {
	p.t.Helper()
	p.must(path+"/review/trial", v)
	measured(p.site, path, 11479)
}

// proposes has the dry run of what v grants made, and proposes it.
func (p *person) proposes(path string, v url.Values) {
	p.t.Helper()
	p.tries(path, v)
	v.Set("version", p.version(path+"/review"))
	p.must(path+"/propose", v)
}

// inForce takes a case to a permit in force.
func inForce(s *site) (string, *person) {
	s.t.Helper()
	path, p := sent(s)
	return granted(s, path, p), p
}

// served takes what has been sent to a decision that is signed and served.
func served(s *site, path string) {
	s.t.Helper()
	e, d := s.as(esittelija), s.as(ratkaisija)
	e.must(path+"/take", nil)
	e.proposes(path, reviewed(e.version(path+"/review")))
	d.must(path+"/decide", form("version", d.version(path), "unbiased", "yes"))
	signed(s, path)
	delivered(e, path)
}

// granted takes what has been sent to a permit in force.
func granted(s *site, path string, p *person) string {
	s.t.Helper()
	served(s, path)
	p.must(path+"/conditions", form("accept", "yes", "sha256", hidden(p, path+"/conditions", "sha256")))
	for _, u := range []*person{p, s.as(apulainen)} {
		u.must(path+"/undertaking", form("accept", "yes", "sha256", hidden(u, path+"/undertaking", "sha256")))
	}
	if c, err := s.db.Case(s.t.Context(), permits.CaseID(strings.TrimPrefix(path, "/cases/"))); err == nil && c.NeedsProof() {
		prove(p, path, testKey)
	}
	return path
}

// signed has the presenter and the decider sign the letter of what was decided.
func signed(s *site, path string) {
	s.t.Helper()
	for _, a := range []permits.Actor{esittelija, ratkaisija} {
		u := s.as(a)
		u.act(path, "sign-letter", form("accept", "yes", "unbiased", "yes", "sha256", hidden(u, path+"/acts/sign-letter", "sha256")))
	}
}

// delivered sends the decision by what the page shows of it, and has the applicant
// fetch it.
func delivered(p *person, path string) {
	p.t.Helper()
	dispatched(p, path)
	p.site.as(tutkija).act(path, "fetch", form())
}

// dispatched sends the decision to be fetched.
func dispatched(p *person, path string) {
	p.t.Helper()
	p.act(path, "serve", form("manner", "fetched", "accept", "yes", "sha256", hidden(p, path+"/acts/serve", "sha256")))
}

// prove shows that somebody holds the key: the challenge of the tests is open to
// all.
func prove(p *person, path, key string) {
	p.t.Helper()
	p.act(path, "challenge-key", form("proved_key", key))
	_, challenge := p.get(path + "/key-challenge")
	_, code, _ := strings.Cut(challenge, "\n")
	p.act(path, "prove-key", form("key_code", code))
}

// hidden is the value of a hidden field of a page.
func hidden(p *person, path, name string) string {
	p.t.Helper()
	_, body := p.get(path)
	_, after, ok := strings.Cut(body, `name="`+name+`" value="`)
	if !ok {
		p.t.Fatalf("GET %s: no field %s", path, name)
	}
	v, _, _ := strings.Cut(after, `"`)
	return v
}

// sealedOrder orders an extract and seals a small package for it.
func sealedOrder(s *site, p *person, path string) (orderPath string, content []byte) {
	s.t.Helper()
	orderPath = p.must(path+"/orders", nil)
	id := permits.OrderID(strings.TrimPrefix(orderPath, "/orders/"))
	content = []byte(strings.Repeat("age-encryption.org/v1 ", 400))
	s.packages[string(id)+".tar.age"] = content
	if _, err := s.db.BeginBuild(s.t.Context(), id); err != nil {
		s.t.Fatal(err)
	}
	if err := s.db.Progress(s.t.Context(), id, "person", 40, 100); err != nil {
		s.t.Fatal(err)
	}
	if status, body := p.get(orderPath + "/progress"); status != http.StatusOK || !strings.Contains(body, `value="40"`) {
		s.t.Errorf("progress while it is built: %d %s", status, body)
	}
	if status, _ := p.get(orderPath + "/package"); status != http.StatusForbidden && status != http.StatusNotFound {
		s.t.Errorf("a package that is not ready: %d", status)
	}
	delivery := permits.Delivery{File: string(id) + ".tar.age", Bytes: int64(len(content)), SHA256: sum(content), SealedAt: time.Date(2020, 11, 2, 12, 0, 0, 0, time.UTC), Manifest: []byte("{}")}
	if err := s.db.SealOrder(s.t.Context(), id, delivery, nil); err != nil {
		s.t.Fatal(err)
	}
	return orderPath, content
}

func TestResearchersJourney(t *testing.T) {
	s := newSite(t, true)
	path, p := inForce(s)
	c, err := s.db.Case(t.Context(), permits.CaseID(strings.TrimPrefix(path, "/cases/")))
	if err != nil {
		t.Fatal(err)
	}
	if c.State != permits.InForce || c.Decision.Outcome != permits.GrantPart || c.Decision.Scope.Protection("person.municipality") != "region" {
		t.Fatalf("the case is %s, decided %s", c.State, c.Decision.Outcome)
	}
	if status, body := p.get(path + "/letter"); status != http.StatusOK || !strings.HasPrefix(body, "%PDF") {
		t.Errorf("letter: %d", status)
	}
	order, content := sealedOrder(s, p, path)
	req, _ := http.NewRequest(http.MethodGet, s.server.URL+order+"/package", nil)
	req.Header.Set("Range", "bytes=100-")
	res, err := p.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusPartialContent || res.Header.Get("ETag") != `"`+sum(content)+`"` || res.ContentLength != int64(len(content)-100) {
		t.Errorf("a resumed download: %d, %s, %d bytes", res.StatusCode, res.Header.Get("ETag"), res.ContentLength)
	}
	events, err := s.db.Events(t.Context(), strings.TrimPrefix(order, "/orders/"))
	if err != nil {
		t.Fatal(err)
	}
	last := events[len(events)-1]
	if last.Kind != permits.ExtractDownloaded || last.By != tutkija.ID || last.Detail["from"] != "100" {
		t.Errorf("the last event of the order is %+v", last)
	}
}
