package web

import (
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// Questions to whom a statement is asked of, in JSON: for who answers, and of a
// case for its officials.

type questionJSON struct {
	Case     permits.CaseID `json:"case"`
	Question string         `json:"question" doc:"its number in the case, 1, or 2.1 of change 2"`
	Kind     string         `json:"kind" doc:"dpo, joint or other"`
	From     string         `json:"from" doc:"of whom it is asked"`
	By       personJSON     `json:"by" doc:"who asks"`
	At       time.Time      `json:"at"`
	Term     registers.Day  `json:"term"`
	State    string         `json:"state" doc:"open, late, given or closed"`
	Given    time.Time      `json:"given,omitzero"`
}

type questionList struct {
	Questions []questionJSON `json:"questions"`
}

type wholeQuestionJSON struct {
	questionJSON
	Text        string            `json:"text" doc:"what is asked"`
	Language    string            `json:"language" doc:"of the case"`
	Marking     string            `json:"marking" doc:"of the secrecy of what is sent (JulkL 25 §); empty for none"`
	Documents   []shownJSON       `json:"documents" doc:"that go with it, while it may be answered"`
	Application bool              `json:"application" doc:"the application goes with it"`
	Draft       string            `json:"draft" doc:"of the answer, the reader's own"`
	Answer      string            `json:"answer" doc:"as it was sent; empty before"`
	SHA256      string            `json:"sha256,omitempty" doc:"of the answer as it was sent"`
	Files       []fileJSON        `json:"files" doc:"of the answer"`
	Commands    []permits.Command `json:"commands" doc:"that are open"`
}

type shownJSON struct {
	No      int               `json:"no"`
	Kind    permits.AnnexKind `json:"kind"`
	Name    string            `json:"name"`
	Bytes   int64             `json:"bytes"`
	SHA256  string            `json:"sha256"`
	Content string            `json:"content"`
}

type askedQuestionJSON struct {
	questionJSON
	Email     string      `json:"email,omitempty" doc:"that the open link was sent to"`
	Sent      time.Time   `json:"sent,omitzero"`
	Invited   time.Time   `json:"invited,omitzero"`
	Until     string      `json:"until,omitempty" doc:"last day on which the link can be opened"`
	Opened    time.Time   `json:"opened,omitzero"`
	Answerer  *personJSON `json:"answerer,omitempty" doc:"who opened it or gave it in the service"`
	Other     bool        `json:"other" doc:"opened by an account of another address than the link was sent to"`
	Way       string      `json:"way,omitempty" doc:"how the answer came: service, post, email or hand"`
	TakenBack time.Time   `json:"taken_back,omitzero"`
}

type askedQuestionList struct {
	Questions []askedQuestionJSON `json:"questions"`
}

type answerJSON struct {
	Answer string `json:"answer" doc:"the statement"`
}

const apiQuestion = "/api" + aQuestion

func (s *server) statementOperations() []operation {
	view := func(method, path string) Route {
		return duty(method, apiQuestion+path, casbin.StatementView, OfAsked)
	}
	answer := func(method, path string) Route {
		return duty(method, apiQuestion+path, casbin.StatementAnswer, OfAsked)
	}
	return []operation{
		{Route: duty("GET", "/api"+aCase+"/questions", casbin.CaseHandle, OfParties), ID: "listQuestions", Tag: "statements", Summary: "The statements asked for in a case: to whom, when opened, when answered", Answer: reflect.TypeFor[askedQuestionList](), do: s.apiQuestions},
		{Route: duty("GET", "/api/statements", casbin.StatementView, OfAll), ID: "listStatements", Tag: "statements", Summary: "The questions that are bound to the visitor", Answer: reflect.TypeFor[questionList](),
			do: s.apiStatements(casbin.StatementView, func(r *http.Request, v *visit) ([]permits.Inquiry, error) {
				return s.DB.QuestionsOf(r.Context(), v.Actor.ID)
			})},
		{Route: duty("GET", "/api/statements/officer", casbin.StatementOfficer, OfAll), ID: "listOfficerStatements", Tag: "statements", Summary: "The questions to the authority's own data protection officer", Answer: reflect.TypeFor[questionList](),
			do: s.apiStatements(casbin.StatementOfficer, func(r *http.Request, _ *visit) ([]permits.Inquiry, error) {
				return s.DB.QuestionsOfKind(r.Context(), permits.DPOStatement)
			})},
		{Route: duty("POST", "/api/statements", casbin.StatementAnswer, OfAll), ID: "command-open-question", Tag: "statements", Summary: "Open a question by the token of its link, which binds it to the visitor; asks for a strong identification", Idempotent: true,
			Body: reflect.TypeFor[acceptJSON](), Answer: reflect.TypeFor[wholeQuestionJSON](), do: s.apiOpenStatement},
		{Route: view("GET", ""), ID: "readStatement", Tag: "statements", Summary: "One question: who asks what, what goes with it, and the answer", Answer: reflect.TypeFor[wholeQuestionJSON](), do: s.apiStatement},
		{Route: view("GET", "/application"), ID: "readAskedApplication", Tag: "statements", Summary: "The application, when it goes with the question; that it was read is logged", Answer: reflect.TypeFor[permits.Application](), do: s.apiAskedApplication},
		{Route: answer("POST", "/draft"), ID: "keepAnswer", Tag: "statements", Summary: "Keep what is written of the answer; its writer alone sees it", Idempotent: true, Body: reflect.TypeFor[answerJSON](), Answer: reflect.TypeFor[wholeQuestionJSON](), do: s.apiKeepAnswer},
		{Route: answer("POST", "/answer"), ID: "command-answer-question", Tag: "statements", Summary: "Give the statement with its files, once", Idempotent: true, Body: reflect.TypeFor[answerJSON](), Answer: reflect.TypeFor[wholeQuestionJSON](), do: s.apiAnswer},
		{Route: answer("POST", "/files"), ID: "addAnswerFile", Tag: "statements", Summary: "Add a file to the answer", Status: http.StatusCreated,
			Sends: "multipart/form-data", Idempotent: true, slow: true, Answer: reflect.TypeFor[fileJSON](), raw: (*server).apiAddAnswerFile},
		{Route: answer("DELETE", "/files/{attachment}"), ID: "removeAnswerFile", Tag: "statements", Summary: "Take a file away from an answer that has not been sent", Status: http.StatusNoContent, do: s.apiOnAnswerFile(s.detachAnswer, http.StatusNoContent)},
		{Route: view("GET", "/files/{attachment}/content"), ID: "openAskedFile", Tag: "statements", Summary: "A document of the question or a file of the answer, logged before the first byte", Gives: "application/octet-stream", slow: true,
			raw: func(s *server) http.HandlerFunc { return s.rawly(s.getAskedFile) }},
		{Route: answer("POST", "/files/{attachment}/scan"), ID: "rescanAnswerFile", Tag: "statements", Summary: "Have a scan that failed tried again", Idempotent: true, Answer: reflect.TypeFor[fileJSON](), do: s.apiOnAnswerFile(s.rescanAnswer, http.StatusOK)},
	}
}

func questionOf(q permits.Inquiry, v *visit, people map[permits.UserID]string) questionJSON {
	return questionJSON{q.Of.ID, q.ID.String(), q.Kind, q.From, personJSON{q.By, people[q.By]}, q.At, q.Term, statementState(q, v), q.Given}
}

// apiStatements lists the questions that of finds, as the visitor may see them.
func (s *server) apiStatements(action casbin.Action, of func(r *http.Request, v *visit) ([]permits.Inquiry, error)) func(r *http.Request) (any, error) {
	return func(r *http.Request) (any, error) {
		v, err := s.allowed(r, action)
		if err != nil {
			return nil, err
		}
		all, err := of(r, v)
		if err != nil {
			return nil, err
		}
		people, err := s.names(r)
		if err != nil {
			return nil, err
		}
		list := questionList{Questions: []questionJSON{}}
		for _, q := range all {
			if permits.MaySeeQuestion(v.Actor, q) {
				list.Questions = append(list.Questions, questionOf(q, v, people))
			}
		}
		return list, nil
	}
}

// statementAnswer is q as its page shows it.
func (s *server) statementAnswer(r *http.Request, v *visit, q permits.Inquiry) (any, error) {
	p, err := s.statementPage(r, v, q)
	if err != nil {
		return nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	j := wholeQuestionJSON{questionJSON: questionOf(q, v, people), Text: p.Question, Language: p.Language, Marking: p.Marking, Documents: []shownJSON{}, Application: p.Applied,
		Draft: p.Answer, Answer: p.Given.Body, SHA256: p.Given.SHA256, Files: []fileJSON{}, Commands: []permits.Command{}}
	for _, d := range p.Documents {
		j.Documents = append(j.Documents, shownJSON{d.No, d.Kind, d.Name, d.Size, d.SHA256, "/api" + d.Path + "/content"})
	}
	for _, f := range p.Files {
		j.Files = append(j.Files, fileOf(f.Attachment, "/api"+statementPath(q)+"/files", f.Opens()))
	}
	if p.May {
		j.Commands = append(j.Commands, permits.DoAnswerQuestion)
	}
	return j, nil
}

func (s *server) apiOpenStatement(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.StatementAnswer)
	if err != nil {
		return nil, err
	}
	var in acceptJSON
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	q, err := s.openStatement(r, v, strings.TrimSpace(in.Token))
	if err != nil {
		return nil, err
	}
	return s.statementAnswer(r, v, q)
}

func (s *server) apiStatement(r *http.Request) (any, error) {
	v, q, err := s.statementFor(r, casbin.StatementView)
	if err != nil {
		return nil, err
	}
	return s.statementAnswer(r, v, q)
}

func (s *server) apiAskedApplication(r *http.Request) (any, error) {
	v, q, err := s.statementFor(r, casbin.StatementView)
	if err != nil {
		return nil, err
	}
	if !permits.MayReadApplied(v.Actor, q) {
		return nil, errNotFound
	}
	return q.Of.Application, s.DB.ReadAsked(r.Context(), v.Actor, q)
}

// answered reads the body of an answer to the question of the address.
func (s *server) answered(r *http.Request) (v *visit, q permits.Inquiry, words string, err error) {
	if v, q, err = s.statementFor(r, casbin.StatementAnswer); err != nil {
		return v, q, "", err
	}
	var in answerJSON
	err = readJSON(r, &in)
	return v, q, in.Answer, err
}

func (s *server) apiKeepAnswer(r *http.Request) (any, error) {
	v, q, words, err := s.answered(r)
	if err != nil {
		return nil, err
	}
	if err := s.DB.KeepAnswer(r.Context(), q.Of.ID, q.ID, v.Actor, words); err != nil {
		return nil, err
	}
	return s.statementAnswer(r, v, q)
}

func (s *server) apiAnswer(r *http.Request) (any, error) {
	v, q, words, err := s.answered(r)
	if err != nil {
		return nil, err
	}
	if q, err = s.answerQuestion(r.Context(), v, q, words); err != nil {
		return nil, err
	}
	return s.statementAnswer(r, v, q)
}

// apiAddAnswerFile takes a file as the page's form does.
func (s *server) apiAddAnswerFile() http.HandlerFunc {
	return s.receiving(func(w http.ResponseWriter, r *http.Request, u *upload) (any, error) {
		v, q, err := s.statementFor(r, casbin.StatementAnswer)
		if err != nil {
			return nil, err
		}
		a, err := s.takeAnswerFile(w, r, v, q, u)
		path := "/api" + statementPath(q) + "/files"
		return answers{Location: path + "/" + strconv.Itoa(a.No), Body: fileOf(a, path, a.Opens())}, err
	})
}

// apiOnAnswerFile is onAnswerFile for programs.
func (s *server) apiOnAnswerFile(change answerFileChange, status int) func(r *http.Request) (any, error) {
	return func(r *http.Request) (any, error) {
		v, q, a, err := s.askedFileFor(r, casbin.StatementAnswer)
		if err != nil {
			return nil, err
		}
		if !permits.OfAnswer(v.Actor, q, a) {
			return nil, errNotFound
		}
		if err := change(r, v, a); err != nil {
			return nil, err
		}
		if status == http.StatusNoContent {
			return answers{Status: status}, nil
		}
		a, err = s.DB.Attachment(r.Context(), a.Case, a.No)
		return fileOf(a, "/api"+statementPath(q)+"/files", a.Opens()), err
	}
}

func (s *server) apiQuestions(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.CaseHandle)
	if err != nil {
		return nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	all, err := s.questionsOf(r, v, c, people)
	if err != nil {
		return nil, err
	}
	list := askedQuestionList{Questions: []askedQuestionJSON{}}
	for _, q := range all {
		j := askedQuestionJSON{questionJSON: questionOf(q.Inquiry, v, people), Way: q.Way, TakenBack: q.Back}
		if i := q.Invite(); i != nil {
			j.Invited, j.Until, j.Opened, j.Other = i.At, i.Until.String(), i.Opened, i.Other
		}
		if q.Link != nil {
			j.Email, j.Sent = q.Link.Email, q.Link.Sent
		}
		if u := q.Inquiry.Answerer(); u != "" {
			j.Answerer = &personJSON{u, people[u]}
		}
		list.Questions = append(list.Questions, j)
	}
	return list, nil
}
