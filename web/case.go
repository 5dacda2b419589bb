package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// A casePage is a case as its parties and the authority see it: where it
// stands, what comes next and what has happened.
type casePage struct {
	page
	Case          permits.Case
	Mine          bool // the visitor is a party, not the authority
	Stages        []stage
	May           map[string]bool // command → open to the visitor
	Signed        bool            // by the visitor
	Unsigned      []string
	Leader        string
	Presenter     string
	Decider       string
	Served        bool // on or after the day of service
	From          time.Time
	Granted       *comparison
	Proposed      *comparison // what waits for the decider; officers see it
	Versions      bool        // the application, or that of the open change, has earlier ones
	Change        *changeView // that the permit waits for
	ClosedChanges []string    // in force, whose data may not leave yet, and why
	Events        []eventView
	Orders        []permits.Order
	Letter        bool
	Handling      handlingView
	Attached      attachedView
	Charges       []chargeRow
	Due           []permits.Due // what may be ordered, of a permit in force
	Next          registers.Day // when the next one may
	Letters       []letterView  // that were signed
	Renewals      []permits.Case
	Sent          []listedLetter
	Binds         bool       // may bind the documents for a court
	Gate          []gateView // what has to stand before data leave
	Gated         bool       // data may leave on it some day
	Closed        string     // why none may now; empty when it may
	Remedies      []remedyView
	Alike         []likenessView // cases like it; officers see them
	Questions     []questionView // statements asked for; officers see them
}

// A stage is one step at the side of a case.
type stage struct {
	Key  string
	Done bool
	Now  bool
	Off  bool // ended here without a permit
	When time.Time
}

type eventView struct {
	permits.Event
	Name    string       // of who did it
	Arrived *arrivedView // whose act it is, when it was written down for a party
}

func (s *server) getCase(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.CaseView)
	if err != nil {
		return err
	}
	p, err := s.casePage(r, v, c, nil)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "case", p)
}

func (s *server) casePage(r *http.Request, v *visit, c permits.Case, wrong wrongs) (*casePage, error) {
	mine := c.Party(v.Actor.ID)
	home, list := "/queue", "menu.queue"
	if mine {
		home, list = "/cases", "menu.cases"
	}
	title := c.Application.Title
	if title == "" {
		title = s.texts.in(v.Lang, "case.untitled")
	}
	p := &casePage{Case: c, Mine: mine, May: map[string]bool{}, Stages: stages(c), From: c.DeliveryFrom(),
		Served: !c.ServedAt.IsZero() && !v.Now.Before(c.ServedAt)}
	p.page = s.frame(r, title, crumb{s.texts.in(v.Lang, list), home})
	p.Wrong = wrong
	for _, command := range c.Commands(v.Actor, v.Now) {
		p.May[string(command)] = s.Policy.May(v.Actor, actionOf[command]) == nil
	}
	s.asksStrong(&p.page, r, v, p.May[string(permits.DoDecide)] && permits.NeedsStrong(permits.DoDecide)) // decided on this page
	for _, k := range c.Kin {
		if k.Renews == c.ID && permits.MaySee(v.Actor, k) {
			p.Renewals = append(p.Renewals, k)
		}
	}
	_, p.Signed = c.Undertakings[v.Actor.ID]
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	for _, u := range c.Users() {
		if !c.HasSigned(u) {
			p.Unsigned = append(p.Unsigned, people[u])
		}
	}
	p.Leader, p.Presenter, p.Decider = people[c.Leader()], people[c.Presenter], people[c.Decider]
	if c.Decision != nil && permits.MaySeeLetter(v.Actor, c, permits.DecisionLetter, 0) { // a party reads it once it is served
		p.Letter = true
		p.Granted = s.compare(c.Application.Scope, *c.Decision, v)
	}
	if c.Proposal != nil && c.State == permits.Proposed && !mine {
		p.Proposed = s.compare(c.Application.Scope, *c.Proposal, v)
	}
	of, open := c.InChange()
	p.Versions = len(of.Handling.Versions) > 0
	if open {
		if p.Change, err = s.viewChange(r, v, c, c.Life.Changes[of.OfChange-1]); err != nil {
			return nil, err
		}
		if of.Proposal != nil && of.State == permits.Proposed && !mine {
			p.Proposed = s.compare(of.Application.Scope, *of.Proposal, v)
		}
	}
	events, err := s.DB.Events(r.Context(), string(c.ID))
	if err != nil {
		return nil, err
	}
	if p.Handling, err = s.handlingOf(r, v, c, events, people); err != nil {
		return nil, err
	}
	if p.Attached, err = s.attachedTo(r, v, c); err != nil {
		return nil, err
	}
	if p.Questions, err = s.questionsOf(r, v, c, people); err != nil {
		return nil, err
	}
	p.Events = eventViews(events, people, mine)
	if p.Alike, err = s.likenesses(r, v, c); err != nil {
		return nil, err
	}
	if p.Orders, err = s.DB.OrdersOf(r.Context(), string(c.ID)); err != nil {
		return nil, err
	}
	made := permits.MadeOf(p.Orders)
	if _, _, err := c.Order("", v.Actor, made, s.Catalogue, v.Now); err != nil {
		p.May[string(permits.DoOrder)] = false // what the decision allows has been ordered
	}
	if p.Served || !mine {
		p.Letters = signaturesOf(c, people)
	}
	p.Charges = s.chargedOf(c, v.Lang)
	p.Binds = c.State != permits.Draft && s.Policy.May(v.Actor, casbin.CaseHandle) == nil
	s.fillLife(p, v)
	p.Gate = gateOf(c, v, people)
	if p.Sent, err = s.lettersFor(r, v, c, people, mine); err != nil {
		return nil, err
	}
	if c.State == permits.InForce {
		p.Due, p.Next = c.DueDeliveries(made, s.Catalogue, v.Now), c.NextDelivery(made, s.Catalogue)
	}
	return p, nil
}

// actionOf is the right that a command on a case takes.
var actionOf = map[permits.Command]casbin.Action{
	permits.DoEdit: casbin.CaseDraft, permits.DoSubmit: casbin.CaseSubmit, permits.DoWithdraw: casbin.CaseWithdraw,
	permits.DoTake: casbin.CaseTake, permits.DoPropose: casbin.CasePropose, permits.DoReturn: casbin.CaseReturn,
	permits.DoDecide: casbin.CaseDecide, permits.DoDecideOther: casbin.CaseDecide, permits.DoServe: casbin.CaseServe, permits.DoAccept: casbin.CaseAccept,
	permits.DoSign: casbin.CaseSign, permits.DoOrder: casbin.OrderCreate, permits.DoRevoke: casbin.CaseRevoke, permits.DoEnd: casbin.CaseEnd, permits.DoRenew: casbin.CaseDraft,
}

func named(c permits.Case, u permits.UserID) bool {
	for _, id := range c.Users() {
		if id == u {
			return true
		}
	}
	return false
}

// names are the names of everybody with an account, by id.
func (s *server) names(r *http.Request) (map[permits.UserID]string, error) {
	users, err := s.DB.Users(r.Context())
	return namesOf(users), err
}

func namesOf(users []permits.Actor) map[permits.UserID]string {
	names := make(map[permits.UserID]string, len(users))
	for _, u := range users {
		names[u.ID] = u.Name
	}
	return names
}

// inside are the events that only the authority sees: a proposal and its return,
// notes, who is kept from the case, and the links of questions.
var inside = []permits.EventKind{permits.CaseProposed, permits.CaseReturned, permits.NoteWritten, permits.InterestDeclared, permits.ChangeProposed, permits.DissentRecorded,
	permits.AnswererInvited, permits.QuestionOpened, permits.QuestionReminded}

// eventViews gives the events newest first. Successive savings of a draft are
// one, the last. Parties do not see what is inside the authority before the
// decision: a proposal and its return.
func eventViews(events []permits.Event, people map[permits.UserID]string, party bool) (views []eventView) {
	for i, e := range events {
		if e.Kind == permits.CaseEdited && i+1 < len(events) && events[i+1].Kind == permits.CaseEdited {
			continue
		}
		if party && slices.Contains(inside, e.Kind) {
			continue
		}
		views = append([]eventView{viewEvent(e, people)}, views...)
	}
	return views
}

// stages draws the road of a case, up to where it is.
func stages(c permits.Case) []stage {
	all := []stage{
		{Key: "draft", When: c.Created}, {Key: "submitted", When: c.Submitted}, {Key: "in-review"},
		{Key: "decided", When: c.DecidedAt}, {Key: "served", When: c.ServedAt}, {Key: "in-force"}, {Key: "ended", When: c.EndedAt},
	}
	refused := c.Decision != nil && !c.Decision.Grants()
	if refused {
		all = all[:5]
	}
	at := map[permits.State]int{
		permits.Draft: 0, permits.Submitted: 1, permits.InReview: 2, permits.Proposed: 2, permits.Granted: 3,
		permits.PartlyGranted: 3, permits.Refused: 3, permits.Served: 4, permits.InForce: 5, permits.Ended: 6, permits.Revoked: 6,
		permits.Supplementing: 2, permits.Offered: 2, permits.Heard: 2, permits.Paused: 2, permits.Dismissed: 3, permits.Destroyed: 6,
	}
	now, ok := at[c.State]
	if !ok { // withdrawn: the road ends where it was left
		now = 1
		if c.Submitted.IsZero() {
			now = 0
		}
		all = append(all[:now+1], stage{Key: string(c.State), Now: true, Off: true, When: c.EndedAt})
	}
	if c.State == permits.Revoked {
		all[6].Key, all[6].Off = string(permits.Revoked), true
	}
	for i := range all {
		all[i].Done = i < now || all[i].Key == "draft" && now > 0
		all[i].Now = all[i].Now || ok && i == now
		if !all[i].Done && !all[i].Now {
			all[i].When = time.Time{}
		}
	}
	return all
}

type applicationPage struct {
	page
	Case permits.Case
	Show applicationView
}

// getApplication shows the whole application for reading.
func (s *server) getApplication(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.CaseView)
	if err != nil {
		return err
	}
	p := applicationPage{Case: c, Show: s.viewApplication(c.Application, v)}
	if c.State != permits.Draft {
		if p.Show.Talk, err = s.talk(r, v, c); err != nil {
			return err
		}
	}
	p.page = s.frame(r, s.texts.in(v.Lang, "application.title"), crumb{caseNumber(c.ID), "/cases/" + string(c.ID)})
	return s.render(w, r, http.StatusOK, "application", &p)
}

// getLetter gives the decision as PDF, in the case's language or another asked
// for. It is made once and kept.
func (s *server) getLetter(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.LetterView)
	if err != nil {
		return err
	}
	decision := permits.Letter{Kind: permits.DecisionLetter, At: c.DecidedAt}
	if c.Decision == nil || !permits.MayOpenLetter(v.Actor, c, decision) {
		return errNotFound
	}
	if led, err := s.toFetch(w, r, v, c, decision); led || err != nil {
		return err
	}
	if !permits.MaySeeLetter(v.Actor, c, permits.DecisionLetter, 0) {
		return s.fetchDecision(w, r, v, c)
	}
	pdf, err := s.letter(r, c, letterLanguage(c, r.URL.Query().Get("language")))
	if err != nil {
		return err
	}
	return sendPDF(w, "paatos-"+string(c.ID)+".pdf", pdf)
}

// letterLanguage is asked when letters are written in it, otherwise the case's.
func letterLanguage(c permits.Case, asked string) string {
	if asked == "fi" || asked == "sv" {
		return asked
	}
	return c.LetterLanguage()
}

func (s *server) letter(r *http.Request, c permits.Case, lang string) ([]byte, error) {
	pdf, err := s.DB.Letter(r.Context(), c.ID, permits.DecisionLetter, lang)
	if err == nil || !errors.Is(err, postgres.ErrNoLetter) {
		return pdf, err
	}
	if pdf, err = s.Letter(r.Context(), c, lang); err != nil {
		return nil, err
	}
	if _, err := s.DB.PutLetter(r.Context(), c.ID, permits.DecisionLetter, lang, pdf); err != nil {
		return nil, err
	}
	return s.DB.Letter(r.Context(), c.ID, permits.DecisionLetter, lang) // the first one stands
}

func sendPDF(w http.ResponseWriter, name string, pdf []byte) error {
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Length", strconv.Itoa(len(pdf)))
	h.Set("Content-Disposition", `inline; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
	_, err := w.Write(pdf)
	return err
}

// changeCase does a command on the case of the address and returns to its page.
func (s *server) changeCase(w http.ResponseWriter, r *http.Request, action casbin.Action, done string, change func(c permits.Case, v *visit, version int, now time.Time) (permits.Case, permits.Event, error)) error {
	v, c, err := s.openCase(r, action)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	version := seen(r)
	_, err = s.DB.ChangeCase(r.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return change(c, v, version, now)
	})
	if rule, ok := broken(err); ok {
		p, err := s.casePage(r, v, c, s.ruleWrong(r, rule))
		if err != nil {
			return err
		}
		return s.render(w, r, http.StatusUnprocessableEntity, "case", p)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(c.ID), s.texts.in(v.Lang, done))
}

// postEndCase ends a permit that its leader gives up.
func (s *server) postEndCase(w http.ResponseWriter, r *http.Request) error {
	return s.changeCase(w, r, casbin.CaseEnd, "case.ended.done", func(c permits.Case, v *visit, _ int, now time.Time) (permits.Case, permits.Event, error) {
		return c.End(v.Actor, now)
	})
}

func (s *server) postWithdraw(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.draftFor(r)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	version := seen(r)
	_, err = s.DB.ChangeCase(r.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Withdraw(v.Actor, version, now)
	})
	if err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(c.ID), s.texts.in(v.Lang, "case.withdrawn.done"))
}
