package web

import (
	"net/http"
	"strings"
	"testing"

	"tietolupa/permits"
)

// statementsByProgram: a statement is asked for, its link sent again and opened by
// its token, answered with a file, and read of the case; another is taken back.
func statementsByProgram(t *testing.T, s *site, of *described) {
	if err := s.db.PutUser(t.Context(), suojaaja); err != nil {
		t.Fatal(err)
	}
	page, _ := sent(s)
	path := "/api" + page
	e, q, other := s.program(esittelija, of), s.program(ulkopuoli, of), s.program(apulainen, of)
	e.command(path, "take", nil)
	e.example(path, path+"/commands/ask-statement", "command-ask-statement")
	e.example(path, path+"/commands/ask-statement", "command-ask-statement")
	e.example(path, path+"/commands/take-back-question", "command-take-back-question")
	first := s.link()
	e.example(path, path+"/commands/invite-answerer", "command-invite-answerer")
	for _, body := range []any{apiExamples["command-open-question"], map[string]string{"token": first}} {
		if a := q.call("POST", "/api/statements", body); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(a.body), "question-link-over") {
			t.Errorf("a link that opens nothing: %d %s", a.StatusCode, a.body)
		}
	}
	q.must("POST", "/api/statements", map[string]string{"token": s.link()})
	mine := strings.Replace(path, "/cases/", "/statements/", 1) + "/1"
	if a := other.call("GET", mine, nil); a.StatusCode != http.StatusNotFound {
		t.Errorf("another's question: %d", a.StatusCode)
	}
	q.must("GET", mine+"/application", nil)
	q.must("POST", mine+"/draft", apiExamples["keepAnswer"])
	for _, name := range []string{"Turha.txt", "Liite.txt"} {
		file, kind := multipartOf(t, name, "Lausunnon liite: "+name)
		q.must("POST", mine+"/files", file, kind)
	}
	s.scan(page, 1, false)
	q.must("DELETE", mine+"/files/1", nil)
	s.scan(page, 2, true)
	q.must("GET", mine+"/files/2/content", nil)
	if a := q.call("POST", mine+"/files/2/scan", nil); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a scan that has not failed: %d", a.StatusCode)
	}
	var whole struct {
		Draft    string `json:"draft"`
		Answer   string `json:"answer"`
		State    string `json:"state"`
		Files    []struct{ Name string }
		Commands []string `json:"commands"`
	}
	q.must("GET", mine, nil).into(t, &whole)
	if whole.Draft != "Kesken." || len(whole.Files) != 1 || len(whole.Commands) != 1 || whole.State != "open" {
		t.Errorf("the question: %+v", whole)
	}
	q.must("POST", mine+"/answer", apiExamples["command-answer-question"])
	q.must("GET", mine, nil).into(t, &whole)
	if whole.Answer != "Ei estettä luovutukselle." || whole.State != "given" || whole.Draft != "" {
		t.Errorf("the answer: %+v", whole)
	}
	if a := q.call("POST", mine+"/answer", apiExamples["command-answer-question"]); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("answered twice: %d", a.StatusCode)
	}
	var asked struct {
		Questions []struct {
			State, Way string
			Opened     string
			Answerer   struct{ Name string }
		} `json:"questions"`
	}
	e.must("GET", path+"/questions", nil).into(t, &asked)
	if len(asked.Questions) != 2 || asked.Questions[0].Way != permits.ByService || asked.Questions[0].Answerer.Name != ulkopuoli.Name || asked.Questions[0].Opened == "" {
		t.Errorf("the questions of the case: %+v", asked)
	}
	q.must("GET", "/api/statements", nil).into(t, &asked)
	if len(asked.Questions) != 1 {
		t.Errorf("the questions of who answered: %+v", asked)
	}
	e.command(path, "ask-statement", map[string]any{"statement_kind": "dpo", "statement_from": "Tietosuojavastaava", "question": "Riittääkö?", "term": "2020-11-20"})
	s.program(suojaaja, of).must("GET", "/api/statements/officer", nil).into(t, &asked)
	if len(asked.Questions) != 1 {
		t.Errorf("the questions to the data protection officer: %+v", asked)
	}
}
