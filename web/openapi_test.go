package web

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/permits"
	"tietolupa/registers"
)

// TestOpenAPI: the document is valid, every route of the interface is in it and
// nothing else, and every operation answers as it says.
func TestOpenAPI(t *testing.T) { // 7.4
	s := withAccess(newSite(t, true))
	of := describe(t, s)
	var have []string
	for _, route := range running(t, s) {
		if strings.Contains(route, " /api") {
			have = append(have, route)
		}
	}
	slices.Sort(have)
	said := []string{}
	for op := range of.paths {
		said = append(said, op)
	}
	slices.Sort(said)
	if diff := cmp.Diff(have, said); diff != "" {
		t.Fatalf("the document is not the router's (-router +document):\n%s", diff)
	}
	permitByProgram(t, s, of)
	givingByProgram(t, s, of)
	togetherByProgram(t, s, of)
	statementsByProgram(t, s, of)
	requestsByProgram(t, s, of)
	breachesByProgram(t, s, of)
	restByProgram(t, s, of)
	for op := range of.paths {
		if !of.called[op] {
			t.Errorf("%s was not called", op)
		}
	}
}

// permitByProgram takes a case from its draft to its package by the interface alone.
func permitByProgram(t *testing.T, s *site, of *described) {
	p, q, e, d := s.program(tutkija, of), s.program(apulainen, of), s.program(esittelija, of), s.program(ratkaisija, of)
	page, _ := drafted(s)
	var c struct {
		Case        string              `json:"case"`
		State       permits.State       `json:"state"`
		Version     int                 `json:"version"`
		Application permits.Application `json:"application"`
		Commands    []permits.Command   `json:"commands"`
	}
	p.must("GET", "/api"+page, nil).into(t, &c)
	application := c.Application
	first := p.must("POST", "/api/cases", nil, "Idempotency-Key", "first")
	second := p.must("POST", "/api/cases", nil, "Idempotency-Key", "first")
	if first.Header.Get("Location") != second.Header.Get("Location") || second.Header.Get("Idempotent-Replay") != "true" || !bytes.Equal(first.body, second.body) {
		t.Error("a repeated request was carried out twice")
	}
	path := first.Header.Get("Location")
	if a := p.call("PUT", path+"/application", application); a.StatusCode != http.StatusPreconditionRequired {
		t.Errorf("without a version: %d", a.StatusCode)
	}
	if a := p.call("PUT", path+"/application", application, "If-Match", `"7"`, "Accept-Language", "sv"); a.StatusCode != http.StatusPreconditionFailed || !bytes.Contains(a.body, []byte("stale-page")) {
		t.Errorf("over another version: %d %s", a.StatusCode, a.body)
	}
	p.must("PUT", path+"/application", application, "If-Match", first.Header.Get("ETag")).into(t, &c)
	if c.Version != 2 || !slices.Contains(c.Commands, permits.DoSubmit) || c.Application.Title != application.Title {
		t.Errorf("the draft is %d %v", c.Version, c.Commands)
	}
	if a := p.call("POST", path+"/commands/submit", map[string]string{"x": "y"}, "If-Match", `"2"`, "Accept-Language", "en"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an unknown member: %d %s", a.StatusCode, a.body)
	}
	if a := q.call("GET", path, nil); a.StatusCode != http.StatusNotFound {
		t.Errorf("another's draft: %d", a.StatusCode)
	}
	file, kind := multipartOf(t, "kind", "research-plan", "to", "application", "Suunnitelma.txt", "Elinaikamallit.")
	added := p.must("POST", path+"/attachments", file, kind)
	no := last(added.Header.Get("Location"))
	p.must("GET", path+"/attachments", nil)
	p.must("GET", path+"/attachments/"+no, nil)
	if a := p.call("GET", path+"/attachments/"+no+"/content", nil); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("before the scan: %d", a.StatusCode)
	}
	s.scan(path, 1, true)
	if a := p.must("GET", path+"/attachments/"+no+"/content", nil); string(a.body) != "Elinaikamallit." {
		t.Errorf("the content is %q", a.body)
	}
	p.call("POST", path+"/attachments/"+no+"/scan", nil)
	file, kind = multipartOf(t, "kind", "other-annex", "to", "application", "Turha.txt", "Turha.")
	p.must("POST", path+"/attachments", file, kind)
	if a := p.must("DELETE", path+"/attachments/2", nil); a.StatusCode != http.StatusNoContent {
		t.Errorf("taken away: %d", a.StatusCode)
	}
	p.command(path, "submit", nil)
	if a := p.call("POST", path+"/commands/submit", nil, "If-Match", `"3"`, "Accept-Language", "en"); a.StatusCode != http.StatusUnprocessableEntity || !bytes.Contains(a.body, []byte(`"rule":"not-a-draft"`)) {
		t.Errorf("sent twice: %d %s", a.StatusCode, a.body)
	}
	e.must("GET", "/api/queue?state=all&limit=1", nil)
	e.command(path, "take", nil)
	e.command(path, "supplement", map[string]any{"lack": map[string]string{"abstract": "Täsmennä."}, "needed": map[string]bool{"abstract": true}, "term": "2020-11-20"})
	if a := p.call("POST", path+"/commands/reply", map[string]any{"reply": map[string]string{"abstract": ""}}, "If-Match", p.must("GET", path, nil).Header.Get("ETag")); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an empty reply: %d %s", a.StatusCode, a.body)
	}
	p.command(path, "reply", map[string]any{"reply": map[string]string{"abstract": "Tarkennettu."}, "amended": map[string]string{"abstract": "Tutkitaan työttömyyttä."}})
	if a := e.call("POST", path+"/commands/extend", map[string]any{"term": "hernekeitto"}, "If-Match", e.must("GET", path, nil).Header.Get("ETag")); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("no day: %d %s", a.StatusCode, a.body)
	}
	e.command(path, "note", map[string]string{"note_kind": "phone", "note_text": "Hakija soitti."})
	p.command(path, "message", map[string]string{"message_text": "Milloin päätös tulee?"})
	var texts struct {
		Texts []struct{ Kind string } `json:"texts"`
	}
	p.must("GET", path+"/texts?limit=500", nil).into(t, &texts)
	if slices.ContainsFunc(texts.Texts, func(x struct{ Kind string }) bool { return x.Kind == "note" }) || len(texts.Texts) < 3 {
		t.Errorf("the applicant reads %v", texts.Texts)
	}
	conditions, parameters := []string{}, map[string]map[string]string{}
	for _, k := range permits.StandardConditions() {
		conditions = append(conditions, text(k.No))
	}
	granted := s.theCase(strings.TrimPrefix(path, "/api")).Application.Scope
	for i, v := range granted.Tables[0].Variables {
		if v.ID == "person.municipality" {
			granted.Tables[0].Variables[i].Protection = registers.Region
		}
	}
	e.must("POST", path+"/trials", map[string]any{"scope": granted})
	measured(s, strings.TrimPrefix(path, "/api"), 11479)
	var trials struct {
		Trials []struct {
			State  permits.TrialState
			Report struct{ Persons int }
		}
	}
	e.must("GET", path+"/trials", nil).into(t, &trials)
	if len(trials.Trials) != 1 || trials.Trials[0].State != permits.TrialDone || trials.Trials[0].Report.Persons != 11479 {
		t.Errorf("the dry runs: %+v", trials)
	}
	e.command(path, "propose", map[string]any{"unbiased": true, "outcome": "partly", "reasons": "Tiedot ovat tarpeen hankkeen kysymyksiin.", "granted": map[string]string{"person.municipality": "region"},
		"refusal_code": map[string]string{"person.municipality": "R2"}, "refusal": map[string]string{"person.municipality": "Maakunta riittää vertailuun."},
		"topic": map[string]string{"purpose": "Hanke on tieteellinen tutkimus, jolla on suunnitelma.", "freedom": "Tutkimus voidaan toteuttaa suunnitellusti.", "basis": "Yliopistolla on tutkimukseen lakisääteinen tehtävä.",
			"necessity": "Muuttujat vastaavat tutkimuskysymyksiin.", "claims": "Lausunto ja vastaus tukevat ratkaisua.", "dpia": "Arviointi on tehty ja toimitettu."},
		"need":      map[string]string{"person.municipality": permits.AsApplied, "person.syntyv": permits.AsApplied, "employment_code.code": permits.AsApplied, "employment_code.start_date": permits.AsApplied},
		"finding":   map[string]string{"25": "Aineisto on pseudonymisoitu ja käyttäjät on nimetty, joten on ilmeistä, ettei etu loukkaannu."},
		"term_from": "2020-11-02", "term_to": "2021-12-31", "period_from": "2018-01-01", "period_to": "2020-10-31", "cadence": "once", "condition": conditions, "parameters": parameters})
	if a := p.must("GET", path, nil); bytes.Contains(a.body, []byte("Maakunta riittää")) {
		t.Error("the applicant reads the proposal")
	}
	d.command(path, "decide", map[string]any{"unbiased": true})
	openTo := func(official program) []struct{ Command, SHA256 string } {
		var open struct {
			Commands []struct{ Command, SHA256 string } `json:"commands"`
		}
		official.must("GET", path+"/commands", nil).into(t, &open)
		return open.Commands
	}
	for _, official := range []program{e, d} {
		for _, o := range openTo(official) {
			if o.Command == "sign-letter" {
				official.command(path, "sign-letter", map[string]any{"sha256": o.SHA256, "accept": true, "unbiased": true})
			}
		}
	}
	for _, o := range openTo(e) {
		if o.Command == "serve" {
			e.command(path, "serve", map[string]any{"manner": "fetched", "sha256": o.SHA256, "accept": true})
		}
	}
	if a := p.call("GET", path+"/conditions", nil); a.StatusCode != http.StatusUnprocessableEntity && a.StatusCode != http.StatusNotFound {
		t.Errorf("the conditions of a decision that was not fetched: %d", a.StatusCode)
	}
	p.must("GET", path+"/letter?language=fi", nil) // which fetches it
	var signed struct {
		SHA256 string `json:"sha256"`
	}
	p.must("GET", path+"/conditions", nil).into(t, &signed)
	p.command(path, "accept", map[string]string{"sha256": signed.SHA256})
	p.must("GET", path+"/undertaking", nil).into(t, &signed)
	for _, user := range []program{p, q} {
		user.command(path, "sign", map[string]string{"sha256": signed.SHA256})
	}
	prove(p.person, strings.TrimPrefix(path, "/api"), testKey)
	ordered := p.must("POST", path+"/orders", nil, "Idempotency-Key", "order")
	if a := p.must("POST", path+"/orders", nil, "Idempotency-Key", "order"); !bytes.Equal(a.body, ordered.body) {
		t.Error("ordered twice")
	}
	if a := p.call("POST", path+"/orders", map[string]string{}, "Idempotency-Key", "first"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a key of another request: %d", a.StatusCode)
	}
	delivery := ordered.Header.Get("Location")
	seal(s, permits.OrderID(last(delivery)))
	p.must("GET", delivery, nil)
	p.must("GET", delivery+"/manifest", nil)
	p.must("GET", delivery+"/package", nil)
	p.call("POST", delivery+"/retry", nil)
	e.command(path, "bill", map[string]any{"bill_order": last(delivery), "bill_quarters": 6})
	var charged chargeList
	e.must("GET", "/api/charges?limit=1", nil).into(t, &charged)
	if len(charged.Charges) != 1 || charged.Charges[0].Cents != 7800 {
		t.Errorf("charged %+v", charged.Charges)
	}
	e.must("POST", "/api/charge-batches", nil, "Idempotency-Key", "batch")
	if a := e.call("POST", "/api/charge-batches", nil); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an empty batch: %d", a.StatusCode)
	}
	p.must("GET", path+"/orders", nil)
	var list struct {
		Deliveries []struct{ Order string } `json:"deliveries"`
		Next       string                   `json:"next"`
	}
	p.must("GET", "/api/deliveries?limit=1", nil).into(t, &list)
	if len(list.Deliveries) != 1 {
		t.Errorf("%d deliveries", len(list.Deliveries))
	}
	pageThrough(t, p, path+"/events")
	p.must("GET", "/api/cases?state=in-force&q=työttömyyden", nil)
}

// pageThrough goes through a list one by one, and finds each once.
func pageThrough(t *testing.T, p program, path string) {
	t.Helper()
	type list struct {
		Events []struct{ Version int } `json:"events"`
		Next   string                  `json:"next"`
	}
	var whole list
	p.must("GET", path, nil).into(t, &whole)
	seen := 0
	for after := ""; ; {
		var one list
		p.must("GET", path+"?limit=2"+after, nil).into(t, &one)
		for _, e := range one.Events {
			if seen >= len(whole.Events) || e.Version != whole.Events[seen].Version {
				t.Fatalf("place %d is %d", seen, e.Version)
			}
			seen++
		}
		if one.Next == "" {
			break
		}
		after = "&after=" + url.QueryEscape(one.Next)
	}
	if seen != len(whole.Events) {
		t.Errorf("%d of %d seen", seen, len(whole.Events))
	}
	if a := p.call("GET", path+"?after=xyz", nil); a.StatusCode != http.StatusBadRequest {
		t.Errorf("no cursor of ours: %d", a.StatusCode)
	}
}

func givingByProgram(t *testing.T, s *site, of *described) {
	a, e, d := s.program(analyytik, of), s.program(esittelija, of), s.program(ratkaisija, of)
	page := requestedDisclosure(s)
	var g struct {
		Request permits.DisclosureRequest `json:"request"`
		Scope   permits.Scope             `json:"scope"`
	}
	a.must("GET", "/api"+page, nil).into(t, &g)
	path := a.must("POST", "/api/disclosures", g.Request).Header.Get("Location")
	seen := func(p program) string { return p.must("GET", path, nil).Header.Get("ETag") }
	e.must("POST", path+"/commands/prepare", map[string]permits.Scope{"scope": g.Scope}, "If-Match", seen(e))
	d.must("POST", path+"/commands/confirm", nil, "If-Match", seen(d))
	ordered := a.must("POST", path+"/orders", nil)
	a.must("GET", path+"/orders", nil)
	a.must("GET", ordered.Header.Get("Location"), nil)
	a.must("GET", "/api/disclosures?limit=1", nil)
	e.must("POST", "/api"+page+"/commands/decline", map[string]string{"reasons": "Tehtävää ei ole osoitettu."}, "If-Match", e.must("GET", "/api"+page, nil).Header.Get("ETag"))
	e.must("POST", path+"/commands/end", map[string]string{"reasons": "Tehtävä on päättynyt."}, "If-Match", seen(e))
}

// restByProgram reads the catalogue, and calls what is left with as little as a
// program could send: the refusals too are as described.
func restByProgram(t *testing.T, s *site, of *described) {
	p := s.program(tutkija, of)
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	p.must("GET", "/api/catalogue", nil)
	p.must("GET", "/api/catalogue/variables?q=kunta&limit=3", nil)
	p.must("GET", "/api/catalogue/variables/person.municipality", nil)
	p.must("GET", "/api/catalogue/codes/"+cat.Lists()[0]+"?limit=2", nil)
	p.must("GET", "/api/openapi.json", nil)
	p.must("GET", "/api", nil)
	var cases struct {
		Cases []struct{ Case string } `json:"cases"`
	}
	p.must("GET", "/api/cases", nil).into(t, &cases)
	everyone := []program{p, s.program(esittelija, of), s.program(ratkaisija, of), s.program(virkailija, of), s.program(analyytik, of)}
	for op := range of.paths {
		method, path, _ := strings.Cut(op, " ")
		if of.called[op] {
			continue
		}
		path = strings.NewReplacer("{case}", cases.Cases[len(cases.Cases)-1].Case, "{disclosure}", "KEHA-L1-2020", "{order}", "T-1-2020", "{client}", "x", "{row}", "x", "{column}", "x",
			"{variable}", "x", "{list}", "x", "{attachment}", "1",
			"{docrequest}", "KEHA-A1-2020", "{breach}", "KEHA-T1-2020", "{letter}", "1", "{question}", "1", "{conflict}", "1").Replace(path)
		for _, who := range everyone {
			switch {
			case method == "GET":
				who.call(method, path, nil)
			case strings.HasSuffix(path, "/token"):
				who.call(method, path, []byte("grant_type=client_credentials"), "application/x-www-form-urlencoded")
			case path == importPath:
				who.call(method, path, []byte("a;b\n"), "text/csv")
			default:
				who.call(method, path, map[string]string{}, "If-Match", `"1"`)
			}
		}
	}
}

func multipartOf(t *testing.T, pairs ...string) ([]byte, string) {
	t.Helper()
	b, kind := formWithFile(t, pairs...)
	return b.Bytes(), kind
}
