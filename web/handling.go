package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// A caseAct is a command on a case that has a page of its own: a form, and what
// it does with what is written there.
type caseAct struct {
	Command permits.Command
	action  casbin.Action
	fields  func(a *acting) []actField
	quotes  func(a *acting) []quote           // what is answered, shown above the form
	signs   func(a *acting) (*signing, error) // the text that the command signs, as it is shown
	before  func(a *acting) error             // reads what do needs, before the case is locked
	do      doing
	next    permits.Command // whose page comes after; the case's otherwise
}

// doing does a command with what is written in its form.
type doing func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error)

// An actField is one field of such a form: "area", "input", "day", "radio",
// "select", "box", or "lack", a text with a box that says it is necessary.
type actField struct {
	formField
	Kind    string
	Options []formOption
	Closed  bool // no other value than the options, whatever the case
}

// A quote is what somebody has written or asked, under its heading; Code is what
// a program reads, Link the file that Text is, Go the page where it is done.
type quote struct{ Heading, Text, Code, Link, Go string }

// acting is one visit to the page of a command.
type acting struct {
	s       *server
	r       *http.Request
	v       *visit
	c       permits.Case
	seen    int
	wrong   wrongs
	people  []permits.Actor
	texts   []permits.Text
	made    []permits.Letter      // of the case, when they are sent
	sent    []postgres.SentLetter // of the case, for the days of appeal
	letter  string                // hash of the letter that is signed
	ordered []permits.Order       // on the case, for the commands about them

	signedIn string // language of the undertaking on paper; empty: the visitor's

	practice permits.Practice // that a decision is compared with
	trials   []permits.Trial
	wanted   permits.Delta     // the change that is asked for
	happened permits.EventKind // what the command brought about
}

// A signing is a text that a command signs: the form carries the hash of what
// was shown, and a box says that it was read.
type signing struct {
	Lines      []permits.AgreementLine
	Price      string // of a change; empty when nothing is priced
	Conditions []permits.Worded
	Paragraphs []string
	Language   string // of the text
	Letter     string // its address, when it is a document
	Sending    *sendingView
	SHA256     string
	Wrong      string
	OnPaper    bool // it was signed on paper, which is compared
}

type actPage struct {
	page
	Case   permits.Case
	Act    string
	Lead   string
	Fields []actField
	Quotes []quote
	Sign   *signing

	Preview bool // its letter can be looked at first
}

// handlingRoutes are the pages of the commands of a case.
func (s *server) handlingRoutes(get, post func(path string, h handler)) {
	get("/cases/{case}/acts/{act}", s.getAct)
	post("/cases/{case}/acts/{act}", s.postAct)
	get("/cases/{case}/key-challenge", s.getChallenge)
	s.letterRoutes(get, post)
	s.changeRoutes(get, post)
	get("/cases/{case}/key-certificate", s.getKeyCertificate)
}

func caseActs() []caseAct {
	return slices.Concat(handlingActs(), letterActs(), sendingActs(), servingActs(), keyActs(), lifeActs(), measureActs(), remedyActs(), courtActs(), deliveryActs(), billActs(), feeRemedyActs(), disputeActs())
}

func (s *server) caseAct(r *http.Request) (*acting, caseAct, error) {
	acts := caseActs()
	i := slices.IndexFunc(acts, func(a caseAct) bool { return string(a.Command) == chi.URLParam(r, "act") })
	if i < 0 {
		return nil, caseAct{}, errNotFound
	}
	v, c, err := s.openCase(r, acts[i].action)
	if err != nil {
		return nil, caseAct{}, err
	}
	a, err := s.prepared(r, v, c, acts[i].Command)
	return a, acts[i], err
}

// prepared gathers what a command on c needs to know beside the case.
func (s *server) prepared(r *http.Request, v *visit, c permits.Case, command permits.Command) (a *acting, err error) {
	a = &acting{s: s, r: r, v: v, c: c}
	if command != permits.DoHear { // which is of the permit, too, while a change is open
		a.c, _ = c.For(command)
	}
	if a.people, err = s.DB.Users(r.Context()); err != nil {
		return nil, err
	}
	if a.texts, err = s.readable(r, v, c); err != nil {
		return nil, err
	}
	switch command {
	case permits.DoAsk:
		a.c.Attached, err = s.DB.Attachments(r.Context(), c.ID)
	case permits.DoReportError, permits.DoProposeRevocation, permits.DoBill, permits.DoProposeRuling:
		a.ordered, err = s.DB.OrdersOf(r.Context(), string(c.ID))
	case permits.DoRectify, permits.DoAppeal:
		a.sent, err = s.DB.Letters(r.Context(), c.ID)
	}
	return a, err
}

// readable lists what the visitor may read of what is written in c. Earlier
// applications are kept as they were and are no letters to anybody.
func (s *server) readable(r *http.Request, v *visit, c permits.Case) ([]permits.Text, error) {
	texts, err := s.DB.Texts(r.Context(), string(c.ID))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(texts, func(t permits.Text) bool {
		return t.Kind == permits.ApplicationText || t.Kind == permits.ConflictText || !permits.MaySeeText(v.Actor, c, t)
	}), nil
}

func (s *server) getAct(w http.ResponseWriter, r *http.Request) error {
	a, act, err := s.caseAct(r)
	if err != nil {
		return err
	}
	if !a.c.May(act.Command, a.v.Actor, a.v.Now) {
		return s.done(w, r, "/cases/"+string(a.c.ID), "")
	}
	return s.showAct(w, http.StatusOK, a, act)
}

func (s *server) showAct(w http.ResponseWriter, status int, a *acting, act caseAct) error {
	command := string(act.Command)
	p := actPage{Case: a.c, Act: command, Lead: s.texts.in(a.v.Lang, "command-text."+command)}
	list, home := "menu.cases", "/cases"
	if a.v.officer() {
		list, home = "menu.queue", "/queue"
	}
	p.page = s.frame(a.r, s.texts.in(a.v.Lang, "command."+command), crumb{s.texts.in(a.v.Lang, list), home}, crumb{caseNumber(a.c.ID), "/cases/" + string(a.c.ID)})
	p.Path, p.Wrong = "/cases/"+string(a.c.ID)+"/acts/"+command, a.wrong
	s.asksStrong(&p.page, a.r, a.v, permits.NeedsStrong(act.Command))
	p.Preview = a.previews(act)
	if act.fields != nil {
		p.Fields = act.fields(a)
	}
	a.wrong.mark(p.Fields)
	if act.quotes != nil {
		p.Quotes = act.quotes(a)
	}
	if act.signs != nil {
		var err error
		if p.Sign, err = act.signs(a); err != nil {
			return err
		}
		p.Sign.Wrong = a.wrong.Of("accept")
	}
	return s.render(w, a.r, status, "act", &p)
}

func (s *server) postAct(w http.ResponseWriter, r *http.Request) error {
	a, act, err := s.caseAct(r)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	a.seen = seen(r)
	if a.text("preview") == "yes" && a.previews(act) {
		return s.preview(w, a, act)
	}
	_, err = s.perform(a, act)
	if rule, ok := broken(err); ok {
		a.wrong = wrongs{{a.fieldOf(act, rule), s.sentence(r, rule)}}
	}
	if len(a.wrong) > 0 {
		return s.showAct(w, http.StatusUnprocessableEntity, a, act)
	}
	if err != nil {
		return err
	}
	then := "/cases/" + string(a.c.ID)
	if act.next != "" {
		then += "/acts/" + string(act.next)
	}
	return s.done(w, r, then, s.texts.in(a.v.Lang, "event."+string(a.happened))+".")
}

// perform does the command with what is written in the form, for a page or for a
// program. When a.wrong says what of it cannot be read, nothing was done.
func (s *server) perform(a *acting, act caseAct) (permits.Case, error) {
	if act.signs != nil {
		if a.text("accept") != "yes" {
			a.wrong.add("accept", s.texts.in(a.v.Lang, "wrong.accept"))
			return permits.Case{}, errBadForm
		}
	}
	if err := a.prepare(act); err != nil {
		return permits.Case{}, err
	}
	return s.DB.ChangeCase(a.r.Context(), a.c.ID, a.doing(act))
}

// prepare gathers what act needs before the case is locked.
func (a *acting) prepare(act caseAct) error {
	if act.signs != nil {
		if _, err := act.signs(a); err != nil { // what stands to be signed
			return err
		}
	}
	if act.before != nil {
		return act.before(a)
	}
	return nil
}

// doing is act with what is written in its form: nothing is done when a.wrong says
// what of it cannot be read.
func (a *acting) doing(act caseAct) func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
	return func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		next, e, err := act.do(a, c, now)
		a.happened = e.Kind
		if len(a.wrong) > 0 {
			return permits.Case{}, permits.Event{}, errBadForm
		}
		return next, e, err
	}
}

// fieldOf is the field that mends the breach of rule: the one it names, the day
// when the day is wrong, otherwise the first to be written in.
func (a *acting) fieldOf(act caseAct, rule *permits.RuleError) string {
	var fields []actField
	if act.fields != nil {
		fields = act.fields(a)
	}
	kind := "area"
	if rule.Rule == "interest-unanswered" {
		return "unbiased"
	}
	if act.signs != nil {
		return "accept"
	}
	switch rule.Rule {
	case "already-over":
		kind = "day"
	case "one-request":
		return "again"
	}
	for _, f := range fields {
		if f.Name == rule.About || strings.HasSuffix(f.Name, "."+rule.About) && rule.About != "" {
			return f.Name
		}
	}
	for _, f := range fields {
		if f.Kind == kind || kind == "area" && f.Kind == "lack" {
			return f.Name
		}
	}
	if len(fields) > 0 {
		return fields[0].Name
	}
	return ""
}
