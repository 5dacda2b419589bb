package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// TestEveryCommandHasAnOperation: what people do to a case, a disclosure, a request
// or a breach on pages, a program can do as well. Named are the few that have an
// operation of another kind, or none, and why.
func TestEveryCommandHasAnOperation(t *testing.T) {
	s := &server{texts: &texts{}}
	have := map[string]bool{}
	for _, op := range s.operations() {
		have[op.ID] = true
	}
	excepted := map[string]string{
		"command-edit":      "editCase", // writes the application, whole
		"request-read-for":  "",         // at the client's record, where a purpose is asked and the visit's own tokens stand
		"breach-count":      "",         // a worker's: no person counts whom an extract holds
		"disclosure-order":  "orderOnDisclosure",
		"disclosure-create": "requestDisclosure",
	}
	said := map[string]bool{}
	need := func(prefix string, commands ...permits.Command) {
		for _, command := range commands {
			id := prefix + string(command)
			if other, named := excepted[id]; named {
				said[id] = true
				if have[id] || other != "" && !have[other] {
					t.Errorf("%s is excepted, and has %q", id, other)
				}
				continue
			}
			if !have[id] {
				t.Errorf("no program can do %s", id)
			}
		}
	}
	need("command-", permits.AllCommands()...)
	need("request-", permits.RequestCommands()...)
	need("breach-", permits.BreachCommands()...)
	need("disclosure-", "create", "prepare", "confirm", "decline", "end", "order")
	for id := range excepted {
		if !said[id] {
			t.Errorf("%s is excepted and no command", id)
		}
	}
	for id := range apiExamples {
		if !have[id] {
			t.Errorf("%s has an example and is no operation", id)
		}
	}
}

// example sends the example of an operation to path, over the version that it reads.
func (p program) example(seen, path, id string) gotBack {
	p.t.Helper()
	return p.must("POST", path, apiExamples[id], "If-Match", p.must("GET", seen, nil).Header.Get("ETag"))
}

// does carries out the commands of a request or a breach by their examples.
func (p program) doesAll(path, one string, commands ...string) {
	p.t.Helper()
	for _, command := range commands {
		p.example(path, path+"/commands/"+command, one+"-"+command)
	}
}

// togetherByProgram: an invitation is sent, accepted by its token, taken back and
// ended; a copy begins; an address finds its account; a conflict is settled.
func togetherByProgram(t *testing.T, s *site, of *described) {
	p, q := s.program(tutkija, of), s.program(apulainen, of)
	page, _ := drafted(s)
	path := "/api" + page
	var c struct {
		Application permits.Application `json:"application"`
	}
	p.must("GET", path, nil).into(t, &c)
	for i := range c.Application.People {
		c.Application.People[i].User = ""
	}
	c.Application.Abstract = "Toinen tiivistelmä."
	var after struct {
		Application permits.Application `json:"application"`
	}
	p.must("PUT", path+"/application", c.Application, "If-Match", p.must("GET", path, nil).Header.Get("ETag")).into(t, &after)
	for _, one := range after.Application.People {
		if one.User == "" {
			t.Errorf("%s is not found by the address", one.Email)
		}
	}
	p.example(path, path+"/commands/invite", "command-invite")
	p.example(path, path+"/commands/uninvite", "command-uninvite")
	p.command(path, "invite", map[string]any{"invite_email": apulainen.Email, "invite_role": "edit"})
	token := ""
	if _, err := s.db.SendMails(t.Context(), func(_ context.Context, m postgres.Mailing) error {
		if link, ok := strings.CutPrefix(m.Path, postgres.InvitationPage); ok && m.To.Email == apulainen.Email {
			token = link
		}
		return nil
	}); err != nil || token == "" {
		t.Fatalf("no invitation is sent: %v", err)
	}
	if a := q.call("POST", "/api/invitations", apiExamples["command-join"]); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a token of nobody's: %d", a.StatusCode)
	}
	q.must("POST", "/api/invitations", map[string]string{"token": token})
	if a := q.call("POST", "/api/invitations", map[string]string{"token": token}); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a token used twice: %d", a.StatusCode)
	}
	var who membersJSON
	p.must("GET", path+"/members", nil).into(t, &who)
	if len(who.Members) != 1 || who.Members[0].ID != apulainen.ID || len(who.Invitations) != 0 {
		t.Errorf("the members are %+v", who)
	}
	p.must("GET", path+"/conflicts", nil)
	q.example(path, path+"/commands/remove-member", "command-remove-member")
	if a := q.call("GET", path+"/members", nil); a.StatusCode != http.StatusNotFound {
		t.Errorf("who left still sees the members: %d", a.StatusCode)
	}
	if twin := p.must("POST", path+"/copy", nil); twin.StatusCode != http.StatusCreated {
		t.Errorf("a copy: %d", twin.StatusCode)
	}
	if a := p.call("POST", path+"/renew", nil); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a renewal of what is no permit: %d", a.StatusCode)
	}
	var queue struct {
		Items []struct{ Item string } `json:"items"`
		Next  string                  `json:"next"`
	}
	e := s.program(esittelija, of)
	seen := []string{}
	for after := ""; ; after = "&after=" + queue.Next {
		queue.Next = ""
		e.must("GET", "/api/queue?state=all&limit=1"+after, nil).into(t, &queue)
		for _, i := range queue.Items {
			if slices.Contains(seen, i.Item) {
				t.Fatalf("%s is met twice", i.Item)
			}
			seen = append(seen, i.Item)
		}
		if queue.Next == "" || len(seen) > 100 {
			break
		}
	}
	var whole struct {
		Items []struct{ Item string } `json:"items"`
	}
	e.must("GET", "/api/queue?state=all&limit=500", nil).into(t, &whole)
	if len(whole.Items) != len(seen) {
		t.Errorf("one by one %d of the queue's %d", len(seen), len(whole.Items))
	}
	if a := e.call("GET", "/api/queue?after=2020", nil); a.StatusCode != http.StatusBadRequest {
		t.Errorf("no cursor of ours: %d", a.StatusCode)
	}
	var letters letterList
	settled := "/api" + strings.TrimPrefix(p.firstInForce(), "/api")
	p.must("GET", settled+"/letters?limit=1", nil).into(t, &letters)
	if len(letters.Letters) != 1 {
		t.Fatalf("%d letters", len(letters.Letters))
	}
	if pdf := p.must("GET", letters.Letters[0].Content, nil); !strings.HasPrefix(string(pdf.body), "%PDF-") {
		t.Error("the letter is no PDF")
	}
	p.example(settled, settled+"/commands/ask-change", "command-ask-change")
}

// firstInForce is the path of a permit in force.
func (p program) firstInForce() string {
	var list struct {
		Cases []struct{ Case string } `json:"cases"`
	}
	p.must("GET", "/api/cases?state=in-force", nil).into(p.t, &list)
	if len(list.Cases) == 0 {
		p.t.Fatal("no permit is in force")
	}
	return "/api/cases/" + list.Cases[0].Case
}

// requestsByProgram takes document requests through their lives (JulkL 13–15, 21, 29 §).
func requestsByProgram(t *testing.T, s *site, of *described) {
	p, e, d := s.program(ulkopuoli, of), s.program(esittelija, of), s.program(ratkaisija, of)
	ask := func(who program, body any) string {
		t.Helper()
		return who.must("POST", "/api/document-requests", body).Header.Get("Location")
	}
	path := ask(p, apiExamples["makeRequest"])
	e.doesAll(path, "request", "take", "ask-precision")
	p.doesAll(path, "request", "give-precision", "message")
	e.doesAll(path, "request", "call-bulky", "note", "refuse")
	p.doesAll(path, "request", "demand-decision")
	d.doesAll(path, "request", "decide-request")
	e.doesAll(path, "request", "serve")
	var got requestJSON
	p.must("GET", path, nil).into(t, &got)
	if got.State != permits.RequestIsServed || len(got.Answers) != 2 || !got.Answers[1].Decision || got.Answers[0].Text != "Asiakirja koskee asiakkuutta." {
		t.Errorf("the request is %+v", got)
	}
	if slices.ContainsFunc(got.Events, func(e eventJSON) bool { return e.Kind == permits.RequestNoted }) {
		t.Error("the asker reads of a note")
	}
	if a := s.program(tutkija, of).call("GET", path, nil); a.StatusCode != http.StatusNotFound {
		t.Errorf("another's request: %d", a.StatusCode)
	}
	filesByProgram(t, s, ask(p, apiExamples["makeRequest"]), p, e)
	numbers := ask(p, map[string]any{"kind": "aggregate", "title": "Luvut", "what": "Työttömät kunnittain.", "language": "fi"})
	e.doesAll(numbers, "request", "take", "quote")
	p.must("GET", numbers+"/commands", nil)
	p.doesAll(numbers, "request", "answer-quote")
	if a := e.call("POST", numbers+"/commands/give", map[string]any{"outcome_given": "given", "given_words": "Taulukko.", "smallest": 3, "way": "electronic", "fee_ground": "search", "quarters": 4}, "If-Match", e.must("GET", numbers, nil).Header.Get("ETag")); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a small cell leaves: %d %s", a.StatusCode, a.body)
	}
	e.doesAll(numbers, "request", "give")
	other := ask(p, apiExamples["makeRequest"])
	e.doesAll(other, "request", "declare-interest")
	p.doesAll(other, "request", "withdraw")
	d.doesAll(ask(e, map[string]any{"kind": "document", "title": "Muistio", "what": "Muistio.", "language": "fi", "channel": "letter", "contact": "PL 1"}), "request", "transfer")
	authority := ask(e, map[string]any{"kind": "authority", "title": "Asiakkuus", "what": "Asiakkuus lokakuussa.", "language": "fi", "channel": "email", "authority": "Kansaneläkelaitos", "official": "Eeva Esimerkki", "need": "Etuusasia.", "provision": "benefits"})
	d.doesAll(authority, "request", "take", "name-reader")
	if a := p.call("POST", "/api/document-requests", map[string]any{"kind": "authority", "title": "x", "what": "x", "language": "fi"}); a.StatusCode != http.StatusNotFound {
		t.Errorf("a private person asks as an authority: %d", a.StatusCode)
	}
	e.must("GET", "/api/document-requests?limit=2", nil)
}

// filesByProgram answers a request with a document, of which a covered copy
// leaves (JulkL 10, 25 §).
func filesByProgram(t *testing.T, s *site, path string, p, e program) {
	t.Helper()
	e.doesAll(path, "request", "take")
	add := func(pairs ...string) (got askedFileJSON) {
		t.Helper()
		file, kind := multipartOf(t, pairs...)
		e.must("POST", path+"/files", file, kind).into(t, &got)
		return got
	}
	whole := add("muistio.pdf", aPDF(t))
	covered := add("redacts", "1", "passage_where", "s. 1, 2. kappale", "passage_ground", "25", "muistio-peitetty.pdf", aPDF(t)+"%covered\n")
	spare := add("turha.txt", "Turha.")
	if whole.No != 1 || covered.Redacts != 1 || !covered.Leaves || len(covered.Passages) != 1 || covered.Content != "" {
		t.Errorf("the covered copy is %+v", covered)
	}
	if a := e.must("DELETE", path+"/files/"+text(spare.No), nil); a.StatusCode != http.StatusNoContent {
		t.Errorf("taken away: %d", a.StatusCode)
	}
	var gone askedFileJSON
	e.must("GET", path+"/files/"+text(spare.No), nil).into(t, &gone)
	if gone.Deleted.IsZero() || gone.Content != "" || gone.SHA256 != spare.SHA256 || gone.Leaves {
		t.Errorf("what was taken away is %+v", gone)
	}
	if a := p.call("GET", path+"/files/1", nil); a.StatusCode != http.StatusNotFound {
		t.Errorf("the asker reads of what has not been given: %d", a.StatusCode)
	}
	s.scan(path, 1, true)
	s.scan(path, 2, false)
	if a := e.call("POST", path+"/files/1/scan", nil); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("scanned anew though clean: %d", a.StatusCode)
	}
	covered = add("redacts", "1", "passage_where", "s. 1, 2. kappale", "passage_ground", "25", "muistio-peitetty.pdf", aPDF(t)+"%covered\n")
	s.scan(path, covered.No, true)
	e.command(path, "give", map[string]any{"outcome_given": "partly", "giving_basis": "public", "given_words": "Liitteenä.", "leaves": []string{text(covered.No)}, "way": "electronic", "fee_ground": "electronic", "refusal_grounds": []string{"25"}})
	var files askedFileList
	p.must("GET", path+"/files", nil).into(t, &files)
	if len(files.Files) != 1 || !files.Files[0].Given || files.Files[0].Content == "" {
		t.Fatalf("the asker is given %+v", files.Files)
	}
	p.must("GET", path+"/files/"+text(covered.No), nil)
	if a := p.must("GET", files.Files[0].Content, nil); !strings.HasSuffix(string(a.body), "%covered\n") {
		t.Error("another copy left")
	}
	if a := e.call("DELETE", path+"/files/"+text(covered.No), nil); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("taken away though given: %d", a.StatusCode)
	}
	var letters letterList
	p.must("GET", path+"/letters", nil).into(t, &letters)
	if len(letters.Letters) != 1 {
		t.Fatalf("%d letters", len(letters.Letters))
	}
	if pdf := p.must("GET", letters.Letters[0].Content, nil); !strings.HasPrefix(string(pdf.body), "%PDF-") {
		t.Error("the answer's letter is no PDF")
	}
	p.call("GET", letters.Letters[0].Content+"/signature", nil)
}

// breachesByProgram takes a breach from its notice to its end (GDPR 33–34).
func breachesByProgram(t *testing.T, s *site, of *described) {
	p, e, d := s.program(tutkija, of), s.program(esittelija, of), s.program(ratkaisija, of)
	told := p.must("POST", "/api/breaches", map[string]any{"basis": last(p.firstInForce()), "kinds": []string{"confidentiality"}, "what": "Levy katosi."}).Header.Get("Location")
	e.doesAll(told, "breach", "take", "suspend-for", "note", "message")
	path := e.must("POST", "/api/breaches", apiExamples["tellBreach"]).Header.Get("Location")
	e.doesAll(path, "breach", "take", "touch", "assess-risk", "notify", "close-breach", "reopen-breach")
	d.doesAll(path, "breach", "declare-interest")
	e.must("GET", path+"/commands", nil)
	var got breachJSON
	e.must("GET", path, nil).into(t, &got)
	if got.Risk != permits.SomeRisk || len(got.Notices) != 1 || got.Persons != 12 {
		t.Errorf("the breach is %+v", got)
	}
	p.must("GET", told, nil).into(t, &got)
	if got.Risk != "" || got.Extracts != nil || got.Notices == nil {
		t.Errorf("who told reads %+v", got)
	}
	if a := p.call("GET", path, nil); a.StatusCode != http.StatusNotFound {
		t.Errorf("the authority's own breach: %d", a.StatusCode)
	}
	p.must("GET", "/api/breaches", nil)
}
