package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// What came on paper or by e-mail: an official writes it into the service as the
// party's own act, by the ordinary form of that act with four fields before it.

// An arrivedPage lists what may be written down, and the documents it came in.
type arrivedPage struct {
	page
	Case      permits.Case
	Attached  attachedView
	Documents []permits.Attachment
	Choices   []arrivedChoice
}

// An arrivedChoice is one party and what they may do now.
type arrivedChoice struct {
	Party    permits.Actor
	Commands []permits.Command
}

// arrivedPath ends the address of the page from that of its case.
const arrivedPath = "arrived"

func (s *server) arrivedRoutes(get, post func(path string, h handler)) {
	get(aCase+"/arrived", s.getArrived)
	get(aCase+"/arrived/{act}", s.getArrivedAct)
	post(aCase+"/arrived/{act}", s.postArrivedAct)
}

func arrivedTable() []Route {
	all := []Route{duty("GET", aCase+"/arrived", casbin.CaseRecord, OfParties)}
	for _, do := range permits.ArrivedActs() {
		path := aCase + "/arrived/{act:" + string(do) + "}"
		all = append(all, duty("GET", path, casbin.CaseRecord, OfParties), duty("POST", path, casbin.CaseRecord, OfParties))
	}
	return all
}

// arrivedActs are the acts that may come on paper, with their forms. What pages of
// their own show to be signed is shown here to be compared with the paper.
func arrivedActs() (all []caseAct) {
	acts := commandActs()
	for _, do := range permits.ArrivedActs() {
		i := slices.IndexFunc(acts, func(a caseAct) bool { return a.Command == do })
		if i < 0 {
			continue
		}
		act := acts[i]
		switch do {
		case permits.DoAccept:
			act.fields, act.signs = nil, conditionsSigned
		case permits.DoSign:
			act.fields, act.signs = nil, undertakingSigned
		}
		all = append(all, act)
	}
	return all
}

// onPaper are the fields of act where a person writes it down. A change is asked for
// by time, leader, place of the data and reasons; what it adds to the data is given
// by a program, as its whole form is too long for a letter.
func (a *acting) onPaper(act caseAct) []actField {
	switch {
	case act.fields == nil:
		return nil
	case act.Command != permits.DoAskChange:
		return act.fields(a)
	}
	fields := []actField{a.field("day", "new_until")}
	leader := a.who("new_leader", func(u permits.Actor) bool { return named(a.c, u.ID) && u.ID != a.c.Leader() })
	if len(leader.Options) > 0 {
		fields = append(fields, leader)
	}
	scope := a.c.Granted()
	return append(fields, a.due("period_from", scope.Period.From), a.due("period_to", scope.Period.To), a.field("tall", "third_countries"), a.field("tall", "change_why"))
}

// conditionsSigned shows every condition as it stands.
func conditionsSigned(a *acting) (*signing, error) {
	c := a.c.AsItStands()
	worded, err := c.Conditions(c.Application.Language)
	if err != nil {
		return nil, err
	}
	return &signing{Conditions: worded, Language: c.Application.Language, SHA256: c.ConditionsSHA256()}, nil
}

// arrivedChoices lists the parties of c and what the visitor may write down for
// each.
func (s *server) arrivedChoices(v *visit, c permits.Case, people []permits.Actor) (all []arrivedChoice) {
	for _, p := range people {
		var may []permits.Command
		for _, act := range arrivedActs() {
			if c.MayRecord(v.Actor, p, act.Command, v.Now) == nil {
				may = append(may, act.Command)
			}
		}
		if len(may) > 0 {
			all = append(all, arrivedChoice{p, may})
		}
	}
	return all
}

// arrivedDocuments are the documents of c that came on paper, the last first.
func (s *server) arrivedDocuments(r *http.Request, c permits.Case) (all []permits.Attachment, err error) {
	attached, err := s.DB.Attachments(r.Context(), c.ID)
	for _, a := range slices.Backward(permits.Standing(attached)) {
		if a.To == permits.ToArrival && a.Scan != permits.ScanInfected {
			all = append(all, a)
		}
	}
	return all, err
}

func (s *server) getArrived(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.CaseRecord)
	if err != nil {
		return err
	}
	return s.showArrived(w, r, http.StatusOK, v, c, nil)
}

func (s *server) showArrived(w http.ResponseWriter, r *http.Request, status int, v *visit, c permits.Case, wrong wrongs) error {
	people, err := s.DB.Users(r.Context())
	if err != nil {
		return err
	}
	p := arrivedPage{page: s.caseFrame(r, v, c, "arrived.title"), Case: c, Choices: s.arrivedChoices(v, c, people)}
	p.Path, p.Wrong = "/cases/"+string(c.ID)+"/arrived", wrong
	if p.Documents, err = s.arrivedDocuments(r, c); err != nil {
		return err
	}
	if p.Attached, err = s.attachedTo(r, v, c); err != nil {
		return err
	}
	p.Attached.To, p.Attached.Replaces = []permits.AttachedTo{permits.ToArrival}, nil
	p.Attached.Kinds = []permits.AnnexKind{permits.OtherAnnex}
	return s.render(w, r, status, "arrived", &p)
}

// caseFrame is the frame of a page of an official about c.
func (s *server) caseFrame(r *http.Request, v *visit, c permits.Case, title string) page {
	return s.frame(r, s.texts.in(v.Lang, title), crumb{s.texts.in(v.Lang, "menu.queue"), "/queue"}, crumb{caseNumber(c.ID), "/cases/" + string(c.ID)})
}

// arrivedActing prepares the act of the address for a party: the form is theirs,
// who writes it down stays who visits.
func (s *server) arrivedActing(r *http.Request, v *visit, c permits.Case, command permits.Command, party permits.UserID) (*acting, caseAct, permits.Actor, error) {
	none := permits.Actor{}
	acts := arrivedActs()
	i := slices.IndexFunc(acts, func(a caseAct) bool { return a.Command == command })
	if i < 0 {
		return nil, caseAct{}, none, errNotFound
	}
	people, err := s.DB.Users(r.Context())
	if err != nil {
		return nil, caseAct{}, none, err
	}
	of := slices.IndexFunc(people, func(p permits.Actor) bool { return p.ID == party })
	if of < 0 || !c.Party(party) {
		return nil, caseAct{}, none, &permits.RuleError{Rule: "not-the-party"}
	}
	theirs := *v
	theirs.Actor = people[of]
	a, err := s.prepared(r, &theirs, c, command)
	if err == nil && (command == permits.DoSign || command == permits.DoSignAdded) {
		a.signedIn = signedIn(r, people[of])
	}
	return a, acts[i], people[of], err
}

// signedIn is the language of the undertaking that a document bears: the one that
// was chosen, or the signer's own.
func signedIn(r *http.Request, signer permits.Actor) string {
	for _, lang := range []string{r.PostForm.Get("signed_in"), r.URL.Query().Get("signed_in"), signer.Language} {
		if slices.Contains(permits.UndertakingLanguages(), lang) {
			return lang
		}
	}
	return languages[0]
}

// arrivedFields are those before the act's own: whose it is, the day, the way and
// the document.
func (s *server) arrivedFields(a *acting, documents []permits.Attachment) []actField {
	of := a.field("radio", "document")
	of.Hint = a.s.texts.hint(a.v.Lang, "field.document")
	for i, d := range documents {
		no := strconv.Itoa(d.No)
		day, _ := date(d.At)
		of.Options = append(of.Options, formOption{Name: of.Name, Value: no, Label: d.Name + ", " + day, Hint: "SHA-256 " + d.SHA256[:16] + "…", Checked: of.Value == no || of.Value == "" && i == 0})
	}
	fields := []actField{a.due("came_on", dayOf(a.v)), a.cameBy(), of}
	owed := slices.DeleteFunc(a.c.OwedCorrections(), func(x permits.ArrivedAct) bool { return x.For != a.v.Actor.ID })
	if len(owed) == 0 {
		return fields
	}
	corrects := a.field("radio", "corrects")
	corrects.Options = []formOption{{Name: corrects.Name, Value: "0", Label: a.s.texts.in(a.v.Lang, "corrects.none"), Checked: corrects.Value == "" || corrects.Value == "0"}}
	for _, x := range owed {
		no := strconv.Itoa(x.No)
		corrects.Options = append(corrects.Options, formOption{Name: corrects.Name, Value: no, Label: a.sayArrived(x), Checked: corrects.Value == no})
	}
	return append(fields, corrects)
}

type arrivedActPage struct {
	actPage
	Party    permits.Actor
	SignedIn string // language of the undertaking; empty of other acts
}

// Languages are those that the undertaking may have been signed in.
func (arrivedActPage) Languages() []string { return permits.UndertakingLanguages() }

func (s *server) getArrivedAct(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.CaseRecord)
	if err != nil {
		return err
	}
	a, act, party, err := s.arrivedActing(r, v, c, permits.Command(chi.URLParam(r, "act")), permits.UserID(r.URL.Query().Get("party")))
	if _, ruled := broken(err); ruled {
		return s.done(w, r, "/cases/"+string(c.ID)+"/arrived", "")
	}
	if err != nil {
		return err
	}
	if err := c.MayRecord(v.Actor, party, act.Command, v.Now); err != nil {
		return s.done(w, r, "/cases/"+string(c.ID)+"/arrived", "")
	}
	return s.showArrivedAct(w, http.StatusOK, a, act, c, party)
}

func (s *server) showArrivedAct(w http.ResponseWriter, status int, a *acting, act caseAct, c permits.Case, party permits.Actor) error {
	documents, err := s.arrivedDocuments(a.r, c)
	if err != nil {
		return err
	}
	home := "/cases/" + string(c.ID) + "/arrived"
	p := arrivedActPage{Party: party, SignedIn: a.signedIn}
	p.page = s.caseFrame(a.r, a.v, c, "arrived.title")
	p.Crumb = append(p.Crumb, crumb{p.Title, home})
	p.Title = s.titleOf(a.v.Lang, act.Command)
	p.Case, p.Act, p.Path, p.Wrong = c, string(act.Command), home+"/"+string(act.Command), a.wrong
	p.Fields = s.arrivedFields(a, documents)
	p.Fields = append(p.Fields, a.onPaper(act)...)
	a.wrong.mark(p.Fields)
	if act.quotes != nil {
		p.Quotes = act.quotes(a)
	}
	if act.signs != nil {
		if p.Sign, err = act.signs(a); err != nil {
			return err
		}
		p.Sign.Wrong, p.Sign.OnPaper = a.wrong.Of("accept"), true
	}
	return s.render(w, a.r, status, "arrived-act", &p)
}

func (s *server) postArrivedAct(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.CaseRecord)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	a, act, party, err := s.arrivedActing(r, v, c, permits.Command(chi.URLParam(r, "act")), permits.UserID(trimmed(r, "party")))
	if rule, ok := broken(err); ok {
		return s.showArrived(w, r, http.StatusUnprocessableEntity, v, c, s.ruleWrong(r, rule))
	}
	if err != nil {
		return err
	}
	a.seen = seen(r)
	_, err = s.writeDown(v, a, act, party)
	if rule, ok := broken(err); ok {
		field := rule.About
		if !slices.Contains([]string{"came_on", "came_by", "document", "corrects"}, field) {
			field = a.fieldOf(act, rule)
		}
		a.wrong = wrongs{{field, (&permits.RuleError{Rule: rule.Rule}).In(v.Lang)}}
	}
	if len(a.wrong) > 0 {
		return s.showArrivedAct(w, http.StatusUnprocessableEntity, a, act, c, party)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/cases/"+string(c.ID), s.texts.in(v.Lang, "arrived.done", s.texts.in(v.Lang, "event."+string(a.happened)), party.Name))
}

// writeDown does act for party as it arrived, for a page or a program. When a.wrong
// says what of the form cannot be read, nothing was done.
func (s *server) writeDown(v *visit, a *acting, act caseAct, party permits.Actor) (permits.Case, error) {
	came := permits.Received{Day: s.dayTyped(a.v, "came_on", a.text("came_on"), &a.wrong), Way: a.chosen("came_by")}
	came.Attachment, _ = strconv.Atoi(a.text("document")) // none is no document: a rule says so
	came.Corrects, _ = strconv.Atoi(a.text("corrects"))
	if act.signs != nil && a.text("accept") != "yes" {
		a.wrong.add("accept", s.texts.in(a.v.Lang, "wrong.accept"))
	}
	if len(a.wrong) > 0 {
		return permits.Case{}, errBadForm
	}
	if err := a.prepare(act); err != nil {
		return permits.Case{}, err
	}
	do := a.doing(act)
	return s.DB.ChangeCase(a.r.Context(), a.c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		if c.Version != a.seen { // also of commands whose page carries none
			return permits.Case{}, permits.Event{}, &permits.RuleError{Rule: "stale-page"}
		}
		return c.Record(v.Actor, party, act.Command, came, func(c permits.Case, as permits.Actor, at time.Time) (permits.Case, permits.Event, error) {
			a.v.Actor = as
			return do(c, at)
		}, now)
	})
}

// An arrivedView says of an event that it was written down for a party.
type arrivedView struct {
	For string
	Day registers.Day
	Way string
}

// viewEvent is e with the names of who did it and for whom.
func viewEvent(e permits.Event, people map[permits.UserID]string) eventView {
	view := eventView{Event: e, Name: people[e.By]}
	if u := e.Detail["for"]; u != "" {
		day, _ := registers.ParseDay(e.Detail["arrived"])
		view.Arrived = &arrivedView{people[permits.UserID(u)], day, e.Detail["way"]}
	}
	return view
}

// sayWho names who did e and, of what was written down, whose act it is and the day
// it arrived.
func (s *server) sayWho(lang string, e permits.Event, people map[permits.UserID]string) string {
	view := viewEvent(e, people)
	if view.Arrived == nil {
		return view.Name
	}
	day, _ := date(view.Arrived.Day)
	return view.Name + ": " + s.texts.in(lang, "arrived.event", view.Arrived.For, day)
}
