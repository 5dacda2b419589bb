package web

import (
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
)

func (s *site) theCase(path string) permits.Case {
	s.t.Helper()
	c, err := s.db.Case(s.t.Context(), permits.CaseID(strings.TrimPrefix(path, "/cases/")))
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// later moves the service's clock on by days.
func (s *site) later(days int) {
	s.t.Helper()
	now, err := s.db.Now(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.db.SetClock(s.t.Context(), now.AddDate(0, 0, days)); err != nil {
		s.t.Fatal(err)
	}
}

// TestChangeOfData: more variables are asked for with reasons, proposed with a
// finding for each ground, priced, signed as shown, and extracted alone.
func TestChangeOfData(t *testing.T) { // JulkL 28 §, HL 45 §, condition 15
	s := newSite(t, true)
	path, p := inForce(s)
	e, d := s.as(esittelija), s.as(ratkaisija)
	first, _ := sealedOrder(s, p, path)
	s.later(1)
	change := path + "/change"
	asks := form("version", p.version(change), "table", "degree", "period_from", "1.1.2018", "period_to", "31.10.2020", "change_why", "Uusi kysymys.",
		"var", "person.sex", "protection.person.sex", "exact", "var", "degree.level", "protection.degree.level", "exact", "reason.degree.level", "Koulutuksen vaikutus.")
	if status, _, body := p.post(change, asks); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#reason.person.sex"`) || !strings.Contains(body, "Koulutuksen vaikutus.") {
		t.Fatalf("a variable without its reason: %d %s", status, wrongsIn(body))
	}
	asks.Set("reason.person.sex", "Sukupuolten erot.")
	abroad := maps.Clone(asks)
	abroad.Set("third_countries", "Sveitsi, Zürichin yliopisto; vakiolausekkeet (46 artikla).")
	abroad.Set("version", p.version(change))
	p.must(change, abroad)
	asked := mustChange(s, path)
	if needs := asked.StatementsNeeded(asked.Application.Scope, nil, s.config.Catalogue, p.now()); len(needs) == 0 || !strings.HasPrefix(asked.Application.ThirdCountries, "Sveitsi") {
		t.Error("a transfer outside the EEA brings no statement of the data protection officer")
	}
	p.act(path, "drop-change", form())
	if made, err := s.db.Letters(t.Context(), s.theCase(path).ID); err != nil || made[len(made)-1].Kind != permits.LapseLetter || len(made[len(made)-1].To) == 0 {
		t.Errorf("a change that was taken back left no letter: %v", err)
	}
	// A transfer alone, or data to be linked alone, is a change.
	stands := s.theCase(path).Granted().Period
	alone := form("version", p.version(change), "period_from", permits.WriteDay(stands.From), "period_to", permits.WriteDay(stands.To), "change_why", "Uusi kumppani.")
	if status, _, body := p.post(change, alone); status != http.StatusUnprocessableEntity {
		t.Errorf("nothing is changed: %d %s", status, wrongsIn(body))
	}
	alone.Set("linked_name", "Tutkintorekisteri")
	if status, _, body := p.post(change, alone); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#linked_holder"`) {
		t.Errorf("linked without its holder: %d %s", status, wrongsIn(body))
	}
	alone.Del("linked_name")
	alone.Set("third_countries", "Sveitsi, Zürichin yliopisto; vakiolausekkeet (46 artikla).")
	p.must(change, alone)
	if of := mustChange(s, path); of.Application.ThirdCountries == "" || len(of.Application.Scope.Tables) > 0 {
		t.Errorf("%+v", of.Application)
	}
	if _, body := e.get(path); !strings.Contains(body, "Zürichin yliopisto") {
		t.Error("the officer does not see what is asked")
	}
	p.act(path, "drop-change", form())
	asks.Set("version", p.version(change))
	p.must(change, asks)
	page := path + "/review"
	if _, body := e.get(page); !strings.Contains(body, "Sukupuolten erot.") || !strings.Contains(body, "0,00 €") {
		t.Error("the presenter sees no reasons or no price")
	} else if found := s.theCase(path).Decision.Findings[0].Text; !strings.Contains(body, html.EscapeString(found)) {
		t.Errorf("the finding does not begin from the permit's: %q", found)
	}
	gives := s.changed(path, "partly")
	gives.Set("granted.degree.level", "drop")
	gives.Set("refusal_code.degree.level", "R1")
	gives.Set("refusal.degree.level", "Koulutusaste ei liity tutkimuskysymykseen.")
	gives.Set("version", e.version(page))
	if status, _, body := e.post(path+"/propose", gives); status != http.StatusUnprocessableEntity || !strings.Contains(body, (&permits.RuleError{Rule: "trial-missing"}).In("fi")) {
		t.Errorf("a proposal without a dry run of what the change brings: %d %s", status, wrongsIn(body))
	}
	e.tries(path, gives)
	gives.Set("version", e.version(page))
	bare := maps.Clone(gives)
	bare.Set("finding.25", "")
	if status, _, body := e.post(path+"/propose", bare); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#finding.25"`) {
		t.Errorf("a proposal without a finding: %d %s", status, wrongsIn(body))
	}
	gives.Set("version", e.version(page))
	if status, _, body := e.post(path+"/preview", gives); status != http.StatusOK || !strings.HasPrefix(body, "%PDF-") {
		t.Errorf("the preview of the change's letter: %d %s", status, wrongsIn(body))
	}
	gives.Set("version", e.version(page))
	undeclared := maps.Clone(gives)
	undeclared.Del("unbiased")
	if status, _, body := e.post(path+"/propose", undeclared); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#unbiased"`) {
		t.Errorf("proposed without a word on disqualification: %d %s", status, wrongsIn(body))
	}
	gives.Set("version", e.version(page))
	e.proposes(path, gives)
	if status, _, body := d.post(path+"/decide", form("version", d.version(path))); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#unbiased"`) {
		t.Errorf("decided without a word on disqualification: %d %s", status, wrongsIn(body))
	}
	d.must(path+"/decide", form("version", d.version(path), "unbiased", "yes"))
	if status, _ := p.get(path + "/acts/accept-change"); status == http.StatusOK {
		t.Error("a change is accepted before its letter is signed")
	}
	signsMeasure(s, path, esittelija, ratkaisija)
	agree := path + "/acts/accept-change"
	if _, body := p.get(agree); !strings.Contains(body, "degree.level") || !strings.Contains(body, "person.sex") || !strings.Contains(body, `class="less"`) {
		t.Error("the signing page does not set what was asked beside what is granted")
	}
	p.act(path, "accept-change", form("accept", "yes", "sha256", hidden(p, agree, "sha256")))
	c := s.theCase(path)
	if c.Granted().Protection("person.sex") != "exact" || c.Granted().Protection("degree.level") != "drop" {
		t.Error("the change in force is not what was granted")
	}
	second := p.must(path+"/orders", nil)
	o, err := s.db.Order(t.Context(), permits.OrderID(strings.TrimPrefix(second, "/orders/")))
	if err != nil || o.Cause != "change-3" {
		t.Fatalf("the order is for %q, %v", o.Cause, err)
	}
	for _, id := range o.Scope.VariableIDs() {
		if id != "person.sex" && !strings.HasSuffix(id, ".hid_e") {
			t.Errorf("the delta holds %s", id)
		}
	}
	if o.BasisID != string(c.ID) {
		t.Error("the delta has another basis, and other pseudonyms")
	}
	if status, _, _ := p.post(path+"/orders", nil); status != http.StatusUnprocessableEntity {
		t.Errorf("the delta is delivered twice: %d", status)
	}
	// An error told of in time brings the same delivery anew, free of charge.
	p.act(path, "report-error", form("error_order", strings.TrimPrefix(first, "/orders/"), "error_text", "Rivejä puuttuu vuodelta 2019."))
	e.act(path, "settle-error", form("error_no", "1", "error_found", "yes", "error_answer", "Virhe korjataan."))
	if _, body := p.get(path); !strings.Contains(body, "maksutta") {
		t.Error("the holder is not told that the corrected delivery is free")
	}
	third := p.must(path+"/orders", nil)
	if o, err := s.db.Order(t.Context(), permits.OrderID(strings.TrimPrefix(third, "/orders/"))); err != nil || o.Cause != "error-1" {
		t.Errorf("the corrected delivery is for %q, %v", o.Cause, err)
	}
}

// mustChange is the open change of a permit as a case of its own.
func mustChange(s *site, path string) permits.Case {
	s.t.Helper()
	of, open := s.theCase(path).InChange()
	if !open {
		s.t.Fatal("no change is open")
	}
	return of
}

// changed is the form of the desk that gives what the open change adds.
func (s *site) changed(path, outcome string) url.Values {
	c, cat := s.theCase(path), s.config.Catalogue
	v, _ := c.InChange()
	f := form("outcome", outcome, "unbiased", "yes", "reasons", "Muutos on tarpeen tutkimuskysymykseen.", "term_from", "2.11.2020", "cadence", "once")
	f.Set("term_to", permits.WriteDay(v.Application.Until))
	f.Set("period_from", permits.WriteDay(v.Application.Scope.Period.From))
	f.Set("period_to", permits.WriteDay(v.Application.Scope.Period.To))
	for _, need := range v.Needs(permits.GrantAll, v.Application.Scope, cat) {
		switch {
		case need.Topic != "":
			f.Set("topic."+need.Topic, "Muutos arvioitiin erikseen: edellytys täyttyy.")
		case need.Must:
			f.Set("finding."+need.Key(), "On ilmeistä, ettei etu loukkaannu: tieto on karkea.")
		}
	}
	for _, id := range v.Application.Scope.VariableIDs() {
		f.Set("need."+id, permits.AsApplied)
	}
	for _, x := range c.Decision.Conditions {
		f.Add("condition", strconv.Itoa(x.No))
		for name, value := range x.Parameters {
			f.Set("condition."+strconv.Itoa(x.No)+"."+name, value)
		}
		f.Set("order_reason."+strconv.Itoa(x.No), x.Reason)
	}
	return f
}

// TestRemediesOnPages: rectification, the court's orders and ruling, correction of
// the letter and of an error of substance, each with its effect on the gate.
func TestRemediesOnPages(t *testing.T) { // HL 49 b–g, 50–52 §, HOL 81, 123 §
	s := newSite(t, true)
	path, p := inForce(s)
	d, e := s.as(ratkaisija), s.as(esittelija)
	order, _ := sealedOrder(s, p, path)
	fetch := func() int { status, _ := p.get(order + "/package"); return status }
	if got := fetch(); got != http.StatusOK {
		t.Fatalf("a package of a permit in force: %d", got)
	}
	e.act(path, "suspend", form("suspend_reason", "Epäily tietoturvaloukkauksesta."))
	if got := fetch(); got == http.StatusOK {
		t.Error("a suspended permit lets data out")
	}
	d.act(path, "lift", form())
	d.act(path, "interim", form("interim_from", "court", "interim_effect", "closes", "interim_text", "Täytäntöönpano kielletään."))
	if got := fetch(); got == http.StatusOK {
		t.Error("a court's order does not close the gate")
	}
	d.act(path, "interim", form("interim_from", "court", "interim_effect", "opens", "interim_text", "Kielto raukeaa."))
	if got := fetch(); got != http.StatusOK {
		t.Errorf("the gate stays closed: %d", got)
	}
	// A clerical error: a new version of the letter, signed anew.
	page := path + "/acts/correct"
	if status, _, _ := d.post(page, form("version", d.version(page), "corrected", "Nimi korjataan.")); status != http.StatusUnprocessableEntity {
		t.Errorf("a letter corrected without a hearing or a reason: %d", status)
	}
	before := s.theCase(path).Signatures(1)[0].SHA256
	d.act(path, "correct", form("corrected", "Hankkeen nimi: Työttömyyden kesto.", "unneeded", "Korjaus on ilmeinen."))
	signed(s, path)
	if c := s.theCase(path); c.LetterNo() != 2 || len(c.Signatures(2)) != 2 {
		t.Errorf("letter %d, signatures %+v", c.LetterNo(), c.Signatures(2))
	}
	page = path + "/acts/send-corrected"
	if _, body := d.get(page); strings.Contains(body, "liitteet 3 ja 4") || !strings.Contains(body, "Aino Tutkija") || !strings.Contains(body, "SHA-256") {
		t.Error("the sending of the corrected letter does not show who gets what")
	}
	d.act(path, "send-corrected", form("manner", "electronic", "accept", "yes", "sha256", hidden(d, page, "sha256")))
	if sent, err := s.db.Letters(t.Context(), s.theCase(path).ID); err != nil || !slices.ContainsFunc(sent, func(l postgres.SentLetter) bool {
		return l.Kind == permits.DecisionLetter && l.Version == 2 && len(l.To) > 0 && l.To[0].Manner == "electronic" && !l.To[0].Deemed.IsZero()
	}) {
		t.Errorf("the corrected letter was not sent: %+v, %v", sent, err)
	}
	if status, _, body := s.visitor().post("/letters/verify", form("letter_sha256", before)); status != http.StatusOK || !strings.Contains(body, esittelija.Name) || !strings.Contains(body, ratkaisija.Name) {
		t.Errorf("a signed letter cannot be verified: %d", status)
	}
	if _, _, body := s.visitor().post("/letters/verify", form("letter_sha256", strings.Repeat("0", 64))); !strings.Contains(body, "note bad") {
		t.Error("a letter that nobody gave is verified")
	}
	// Rectification: another decider rules, and the case is handled anew.
	p.act(path, "rectify", form("demand", "Vaadin kunnan tarkkuutta."))
	other := permits.Actor{ID: "u-toinen-ratkaisija", Name: "Tiina Toinen", Email: "tiina@keha.invalid", Organisation: "KEHA-keskus", Body: permits.KEHA, Duties: []permits.Duty{permits.Decider}, Language: "fi"}
	if err := s.db.PutUser(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	e.act(path, "propose-ruling", form("remedy_outcome", "rejected", "ruling", "Maakunta riittää.", "unbiased", "yes"))
	page = path + "/acts/rule"
	if status, _ := d.get(page); status != http.StatusSeeOther {
		t.Errorf("who decided rules on the rectification: %d", status)
	}
	if _, body := p.get(path); strings.Contains(body, "Maakunta riittää.") {
		t.Error("the party reads what is proposed")
	}
	s.as(other).act(path, "return-ruling", form("return_why", "Perustele tarkkuus."))
	e.act(path, "propose-ruling", form("remedy_outcome", "rejected", "ruling", "Maakunta riittää, koska erot näkyvät siinä.", "unbiased", "yes"))
	s.as(other).act(path, "rule", form("unbiased", "yes"))
	signsMeasure(s, path, esittelija, other)
	e.act(path, "appeal", form("court", "Itä-Suomen hallinto-oikeus", "court_number", "1234/2020", "court_demand", "Vaatii kunnan."))
	if _, body := p.get(path); !strings.Contains(body, "1234/2020") && !strings.Contains(body, "Vaatii kunnan.") {
		t.Error("the party does not see the appeal")
	}
	d.act(path, "record-judgment", form("remedy_outcome", "returned", "judgment", "Hallinto-oikeus kumoaa ja palauttaa."))
	if got := s.stateOf(path); got != permits.InReview {
		t.Fatalf("a returned case is %s", got)
	}
	if got := fetch(); got == http.StatusOK {
		t.Error("a decision that was annulled lets data out")
	}
	// The new decision has a letter of its own.
	granted(s, path, p)
	if c := s.theCase(path); c.LetterNo() != 3 || len(c.Signatures(3)) != 2 || c.State != permits.InForce {
		t.Errorf("letter %d of a case that is %s", c.LetterNo(), c.State)
	}
	// An error of substance, to the party's detriment with their consent.
	d.act(path, "hear", form("heard_about", "correction", "points", "Selvitys oli virheellinen.", "term", "20.11.2020"))
	p.act(path, "answer", form("hearing_answer", "Hyväksyn.", "consents", "yes"))
	d.act(path, "reopen", form("error_ground", "1", "error_why", "Selvitys oli virheellinen.", "detriment", "yes"))
	if got := s.stateOf(path); got != permits.InReview {
		t.Errorf("a case with an error of substance is %s", got)
	}
}

// TestEndOfAPermit: reminders to many at once, the declaration, and the key
// deleted for good when nothing needs it any more.
func TestEndOfAPermit(t *testing.T) { // conditions 16, 17, HL 8 §
	s := newSite(t, true)
	path, p := inForce(s)
	second, _ := inForce(s)
	s.later(360) // two months before the last day
	e, d := s.as(esittelija), s.as(ratkaisija)
	_, body := e.get("/queue/reminders")
	if strings.Count(body, `name="remind"`) != 2 {
		t.Fatalf("%d reminders are due", strings.Count(body, `name="remind"`))
	}
	if status, _, _ := e.post("/queue/reminders", nil); status != http.StatusUnprocessableEntity {
		t.Errorf("none chosen: %d", status)
	}
	send := form()
	for _, at := range []string{path, second} {
		id := strings.TrimPrefix(at, "/cases/")
		send.Add("remind", id+" "+s.theCase(at).Reminders(e.now())[0])
	}
	e.must("/queue/reminders", send)
	if _, body := e.get("/queue/reminders"); strings.Contains(body, `name="remind"`) {
		t.Error("a reminder is due after it was sent")
	}
	if len(s.theCase(second).Life.Reminded) != 1 {
		t.Error("the second case has no reminder")
	}
	if err := s.db.PutWrappedKey(t.Context(), strings.TrimPrefix(path, "/cases/"), []byte{1, 2, 3}, "ab12cd34"); err != nil {
		t.Fatal(err)
	}
	p.must(path+"/end", nil)
	p.act(path, "declare-destruction", form("destroyed_how", "Levyt on tyhjennetty.", "backups", "31.12.2021"))
	if status, _ := d.get(path + "/acts/destroy-key"); status != http.StatusSeeOther {
		t.Errorf("the key may be destroyed at once: %d", status)
	}
	s.later(91)
	d.act(path, "destroy-key", form())
	var left int
	if err := s.db.Pool().QueryRow(t.Context(), "select count(*) from permits.wrapped_keys where basis_id = $1", strings.TrimPrefix(path, "/cases/")).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d keys are left, %v", left, err)
	}
	if status, body := p.get(path + "/key-certificate"); status != http.StatusOK || !strings.Contains(body, "ab12cd34") || !strings.Contains(body, ratkaisija.Name) {
		t.Errorf("the certificate: %d", status)
	}
	if err := s.db.PutWrappedKey(t.Context(), strings.TrimPrefix(path, "/cases/"), []byte{4}, "ee"); err == nil {
		t.Error("a new key takes the destroyed one's place")
	}
}

func (p *person) now() time.Time {
	p.t.Helper()
	now, err := p.site.db.Now(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	return now
}

// TestLifeInABrowser looks at the pages of a permit's life.
func TestLifeInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	proposal, _ := sent(s)
	e := s.as(esittelija)
	e.must(proposal+"/take", nil)
	e.proposes(proposal, reviewed(e.version(proposal+"/review")))
	path, p := inForce(s)
	sealedOrder(s, p, path)
	p.act(path, "challenge-key", form("proved_key", testKey))
	p.act(path, "rectify", form("demand", "Vaadin kunnan tarkkuutta."))
	look := func(who permits.Actor, pages ...string) { t.Helper(); s.cleanAs(t, ctx, who, pages...) }
	look(tutkija, path, path+"/change?table=degree", path+"/acts/prove-key", path+"/acts/report-error", "/letters/verify")
	look(ratkaisija, path, proposal, path+"/acts/interim", path+"/acts/correct")
	change := path + "/change"
	p.must(change, form("version", p.version(change), "period_from", "1.1.2018", "period_to", "31.10.2020", "change_why", "Uusi kysymys.",
		"var", "person.sex", "reason.person.sex", "Sukupuolten erot."))
	look(esittelija, path, path+"/review")
	gives := s.changed(path, "grant")
	gives.Set("version", e.version(path+"/review"))
	e.proposes(path, gives)
	look(ratkaisija, path)
	s.as(ratkaisija).must(path+"/decide", form("version", s.as(ratkaisija).version(path), "unbiased", "yes"))
	look(esittelija, path, path+"/acts/sign-letter")
	signsMeasure(s, path, esittelija, ratkaisija)
	look(tutkija, path+"/acts/accept-change")
	s.later(360)
	look(esittelija, "/queue/reminders")
}
