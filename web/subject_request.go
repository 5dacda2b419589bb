package web

import (
	"errors"
	"net/http"

	"tietolupa/casbin"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// A subjectPage is one request: where it stands, its month, and what may be done.
type subjectPage struct {
	page
	Request  subjectRow
	Right    registers.Right
	Answers  bool // the visitor does
	Open     bool
	Receiver string
	Arrived  string // where
	Record   string // address of the client's record; empty for whoever may not open it
	Search   *searchPanel
	Acts     []string
	Erasures []postgres.Erasure // of a request for erasure
}

// A searchPanel says how far the search for the person's extracts is.
type searchPanel struct {
	ID     string
	Lookup postgres.ExtractLookup
	Access bool // the report waits for it
	Open   bool
}

func (s *server) subjectPage(r *http.Request) (*subjectPage, error) {
	v, q, answers, err := s.requestFor(r, casbin.RequestView)
	if err != nil {
		return nil, err
	}
	p := &subjectPage{Request: s.subjectRow(v, q), Answers: answers, Open: q.Open()}
	p.page = s.frame(r, s.texts.in(v.Lang, "ask.title", caseNumber(q.ID)), crumb{s.texts.in(v.Lang, "asks.title"), "/requests"})
	if p.Right, err = law.On(dayOf(v)).Right(q.Kind, q.Register); err != nil {
		return nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	p.Receiver = people[q.ReceivedBy]
	if q.ArrivedAt != "" {
		p.Arrived = s.sayCodes("office", []string{q.ArrivedAt}, v)
	}
	if !answers {
		return p, nil
	}
	if q.Client != 0 && s.Policy.May(v.Actor, casbin.RegisterRead) == nil {
		p.Record = clientPath(s.clientToken(r.Context(), q.Subject, q.Client))
	}
	if p.Search, err = s.searchPanel(r, q); err != nil {
		return nil, err
	}
	p.Acts = actsOf(q)
	if q.Kind == registers.Erasure {
		p.Erasures, err = s.asked.Erasures(r.Context(), q.ID)
	}
	return p, err
}

// searchPanel is nil for a request that no extract has to do with.
func (s *server) searchPanel(r *http.Request, q postgres.SubjectRequest) (*searchPanel, error) {
	if q.Client == 0 || !q.TellsOfExtracts() {
		return nil, nil
	}
	l, err := s.asked.Extracts(r.Context(), q.ID)
	if err != nil {
		return nil, err
	}
	return &searchPanel{ID: q.ID, Lookup: l, Access: q.Kind == registers.Access, Open: q.Open()}, nil
}

func (s *server) getSubjectRequest(w http.ResponseWriter, r *http.Request) error {
	p, err := s.subjectPage(r)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "subject-request", p)
}

// getSearch gives the panel of the search alone, which takes the old one's place
// while a worker looks.
func (s *server) getSearch(w http.ResponseWriter, r *http.Request) error {
	p, err := s.subjectPage(r)
	if err != nil {
		return err
	}
	if p.Search == nil {
		return errNotFound
	}
	return s.write(w, r, http.StatusOK, "subject-request", "search", p.Search)
}

// postSearchAgain has a worker look again.
func (s *server) postSearchAgain(w http.ResponseWriter, r *http.Request) error {
	v, q, answers, err := s.requestFor(r, casbin.RequestAnswer)
	if err != nil {
		return err
	}
	if !answers {
		return casbin.ErrNotAllowed
	}
	if err := s.asked.AskExtracts(r.Context(), v.Actor.ID, q.ID); err != nil {
		return err
	}
	return s.done(w, r, "/requests/"+q.ID, s.texts.in(v.Lang, "search.asked"))
}

// subjectActs are what may be done to a request on a page of its own.
var subjectActs = []string{"answer", "extend", "identity", "confirm", "officials", "withhold", "withdraw", "lift", "erase"}

// actsOf are those that a request is at the stage for; the rules decide.
func actsOf(q postgres.SubjectRequest) (acts []string) {
	switch q.State {
	case registers.IdentityQuestions:
		return []string{"confirm", "withdraw"}
	case registers.Received:
		acts = append(acts, "answer")
		if q.ExtendedOn.IsZero() {
			acts = append(acts, "extend")
		}
		if q.AskedWho.IsZero() {
			acts = append(acts, "identity")
		}
		switch {
		case q.Kind == registers.Access:
			acts = append(acts, "officials", "withhold")
		case q.Kind == registers.Erasure && q.Client != 0:
			acts = append(acts, "erase")
		}
		return append(acts, "withdraw")
	}
	if q.Restricts() {
		return []string{"lift"}
	}
	return nil
}

// reasonsOf is the field in which an act's reasons are written.
var reasonsOf = map[string]string{"answer": "reply_reasons", "extend": "extend_reasons", "identity": "identity_doubt", "withhold": "withhold_reasons", "lift": "lift_reasons", "erase": "erase_reasons"}

// fieldOf is the field of an act's form that a rule is about; none when it is
// about the request itself.
func fieldOf(act, rule string) string {
	field := map[string]string{
		"answer 12.4": "remedies", "answer 12-outcome": "outcome", "answer 15": "given", "answer 16": "corrected", "answer 17": reasonsOf[act],
		"answer 19": "notified", "withhold 34-about": "what", "withhold 34-ground": reasonsOf[act], "officials request-decision": "officials_decision",
		"extend 12.3-extend": reasonsOf[act], "lift 18.3": "lift_told", "erase 17-linked": "row", "erase exists": "row", "erase 17-identity": "row",
	}[act+" "+rule]
	if field == "" && rule == "12-reason" {
		field = reasonsOf[act]
	}
	return field
}

// shownRule is the rule that err is about, when it is one for the form to show.
func shownRule(err error) (*registers.RuleError, bool) {
	rule, ok := errors.AsType[*registers.RuleError](err)
	return rule, ok && rule.Rule != "version"
}
