package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// breachKind are the personal data breaches (GDPR 33–34).
func (s *server) breachKind() matterKind[permits.Breach] {
	return matterKind[permits.Breach]{
		home: "/breaches", param: "breach", list: "breaches.title", acts: breachActs(),
		sees: permits.MaySeeBreach, commands: permits.Breach.Commands, strong: permits.BreachNeedsStrong,
		about: func(b permits.Breach) (string, int, string) { return b.ID, b.Version, string(b.State) },
		find:  func(ctx context.Context, id string) (permits.Breach, error) { return s.DB.Breach(ctx, id) },
		change: func(ctx context.Context, id string, do func(permits.Breach, time.Time) (permits.Breach, permits.Event, error)) (permits.Breach, error) {
			return s.DB.ChangeBreach(ctx, id, do)
		},
	}
}

func (s *server) breachRoutes(get, post func(path string, h handler)) {
	get("/breaches", s.getBreaches)
	s.exports(get, "/breaches", s.breachListing)
	get("/breaches/new", s.getNewBreach)
	post("/breaches/new", s.postNewBreach)
	get("/breaches/{breach}", s.getBreach)
	s.breachKind().routes(s, get, post)
}

// breachTable are the lines of these routes.
func breachTable() []Route {
	kind := (&server{}).breachKind()
	all := append([]Route{
		duty("GET", "/breaches", casbin.BreachView, OfAll), duty("GET", "/breaches/new", casbin.BreachTell, OfAll), duty("POST", "/breaches/new", casbin.BreachTell, OfAll),
		duty("GET", "/breaches/{breach}", casbin.BreachView, OfBreach),
	}, kind.table(OfBreach)...)
	return append(all, exported("/breaches", func(method, path string) Route { return duty(method, path, casbin.BreachHandle, OfAll) })...)
}

type breachesPage struct {
	page
	Officer bool
	Rows    []breachRow
}

type breachRow struct {
	permits.Breach
	Name string // of who answers for it
	Late bool
	Owed bool // the ombudsman's notice
}

// getBreaches is the register of breaches to officers (GDPR 33.5), and to
// others what they have told of.
func (s *server) getBreaches(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.BreachView)
	if err != nil {
		return err
	}
	p := breachesPage{page: s.frame(r, s.texts.in(v.Lang, "breaches.title")), Officer: v.officer()}
	all, err := s.breachesFor(r, v)
	if err != nil {
		return err
	}
	people, err := s.names(r)
	if err != nil {
		return err
	}
	for _, b := range all {
		p.Rows = append(p.Rows, breachRow{b, people[b.Handler], b.Late(v.Now), slices.Contains(b.Owes(), "ombudsman")})
	}
	return s.render(w, r, http.StatusOK, "breaches", &p)
}

// breachesFor lists every breach to officers, to others what they told of.
func (s *server) breachesFor(r *http.Request, v *visit) ([]permits.Breach, error) {
	if v.officer() {
		return s.DB.Breaches(r.Context())
	}
	return s.DB.BreachesToldBy(r.Context(), v.Actor.ID)
}

// breachListing is the register of breaches as a file: what the ombudsman may
// ask to see.
func (s *server) breachListing(r *http.Request) (listing, error) {
	v, err := s.allowed(r, casbin.BreachHandle)
	if err != nil {
		return listing{}, err
	}
	all, err := s.DB.Breaches(r.Context())
	if err != nil {
		return listing{}, err
	}
	in := func(key string) string { return s.texts.in(v.Lang, key) }
	l := listing{Name: "breaches", Title: in("breaches.title"), Heads: []string{in("cases.number"), in("cases.state"), in("breach.basis"), in("field.breach_kinds"), in("field.happened"), in("breach.aware"), in("breach.due"),
		in("breach.extracts"), in("breach.persons"), in("field.risk"), in("breach.notified"), in("breach.late"), in("breach.notices"), in("breach.suspended"), in("breach.closed"), in("field.breach_what"), in("field.risk_why"), in("field.measures")}}
	l.Each = func(give func(row []any) error) error {
		for _, b := range all {
			texts, err := s.DB.Texts(r.Context(), b.ID)
			if err != nil {
				return err
			}
			risk, late, kinds, notices := "", "", []string{}, []string{}
			var notified time.Time
			if b.Risk != "" {
				risk = in("risk." + string(b.Risk))
			}
			for _, kind := range b.Kinds {
				kinds = append(kinds, in("breachkind."+kind))
			}
			for _, n := range b.Notices {
				notices = append(notices, in("noticeto."+n.To)+" "+moment(v.Lang, n.At))
				if n.To == "ombudsman" && notified.IsZero() {
					notified = n.At
					if n.Late {
						late = in("breach.late")
					}
				}
			}
			if err := give([]any{caseNumber(b.ID), in("breachstate." + string(b.State)), caseNumber(b.Basis), strings.Join(kinds, ", "), b.Happened, b.Aware, b.Due(),
				len(b.Extracts), b.Persons(), risk, notified, late, strings.Join(notices, "; "), b.Suspended, b.Closed, bodyOf(texts, b.What), bodyOf(texts, b.RiskWhy), bodyOf(texts, b.Measures)}); err != nil {
				return err
			}
		}
		return nil
	}
	return l, nil
}

type newBreachPage struct {
	page
	Officer        bool
	Basis          string
	Title0         string // of the permit or disclosure
	Kinds          []formOption
	What, Happened string
	AwareDay       string
	AwareTime      string
}

// breachSource finds what the address's basis is, when it is the visitor's to
// tell of; an empty one is KEHA's own.
func (s *server) breachSource(r *http.Request, v *visit, basis string) (src permits.BreachSource, title string, err error) {
	ctx := r.Context()
	switch {
	case basis == "":
		return src, "", nil
	case strings.HasPrefix(basis, "T-"):
		o, err := s.DB.Order(ctx, permits.OrderID(basis))
		if err != nil || !permits.MayReceive(v.Actor, o) {
			return src, "", errors.Join(errNotFound, err)
		}
		src.Order = &o
		return src, caseNumber(o.ID), nil
	case strings.HasPrefix(basis, "KEHA-L"):
		d, err := s.DB.Disclosure(ctx, permits.DisclosureID(basis))
		if err != nil || !permits.MaySeeDisclosure(v.Actor, d) {
			return src, "", errors.Join(errNotFound, err)
		}
		src.Disclosure = &d
		return src, caseNumber(d.ID), nil
	}
	c, err := s.DB.Case(ctx, permits.CaseID(basis))
	if err != nil || !permits.MaySee(v.Actor, c) {
		return src, "", errors.Join(errNotFound, err)
	}
	src.Case = &c
	return src, c.Application.Title, nil
}

func (s *server) newBreach(r *http.Request, v *visit, title, basis string) newBreachPage {
	p := newBreachPage{Officer: v.officer(), Basis: basis, Title0: title}
	p.page = s.frame(r, s.texts.in(v.Lang, "breach.new"), crumb{s.texts.in(v.Lang, "breaches.title"), "/breaches"})
	p.Path = "/breaches/new"
	if basis != "" {
		p.Path += "?basis=" + basis
	}
	for _, k := range permits.BreachKinds() {
		p.Kinds = append(p.Kinds, formOption{Name: "breach_kinds", Value: k, Label: s.texts.in(v.Lang, "breachkind."+k), Hint: s.texts.hint(v.Lang, "breachkind."+k), Checked: r.PostForm != nil && slices.Contains(r.PostForm["breach_kinds"], k)})
	}
	p.AwareDay, _ = date(v.Now)
	p.AwareTime = v.Now.In(helsinki).Format("15.04")
	return p
}

func (s *server) getNewBreach(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.BreachTell)
	if err != nil {
		return err
	}
	basis := r.URL.Query().Get("basis")
	_, title, err := s.breachSource(r, v, basis)
	if err != nil {
		return err
	}
	p := s.newBreach(r, v, title, basis)
	return s.render(w, r, http.StatusOK, "breach-new", &p)
}

func (s *server) postNewBreach(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.BreachTell)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	basis := trimmed(r, "basis")
	src, title, err := s.breachSource(r, v, basis)
	if err != nil {
		return err
	}
	p := s.newBreach(r, v, title, basis)
	n := permits.BreachNotice{Kinds: r.PostForm["breach_kinds"], Happened: trimmed(r, "happened"), What: trimmed(r, "breach_what")}
	p.What, p.Happened = n.What, n.Happened
	if p.Officer {
		p.AwareDay, p.AwareTime = trimmed(r, "aware"), trimmed(r, "aware_time")
		if n.Aware, err = momentTyped(p.AwareDay, p.AwareTime); err != nil {
			p.Wrong.add("aware", s.texts.in(v.Lang, "wrong.moment"))
		}
	}
	var b permits.Breach
	if len(p.Wrong) == 0 {
		b, err = s.DB.TellBreach(r.Context(), func(id string, now time.Time) (permits.Breach, permits.Event, error) {
			return permits.TellBreach(id, v.Actor, src, n, now)
		})
		if rule, ok := broken(err); ok {
			p.Wrong.add(rule.About, s.sentence(r, rule))
		} else if err != nil {
			return err
		}
	}
	if len(p.Wrong) > 0 {
		return s.render(w, r, http.StatusUnprocessableEntity, "breach-new", &p)
	}
	return s.done(w, r, "/breaches/"+b.ID, s.texts.in(v.Lang, "breach.told", caseNumber(b.ID)))
}

// momentTyped reads a day and a time of day, "9.30", in the place of the law.
func momentTyped(day, clock string) (time.Time, error) {
	d, err := readDay(day)
	if err != nil || d.IsZero() {
		return time.Time{}, errNoMoment
	}
	t, err := time.Parse("15.04", strings.ReplaceAll(clock, ":", "."))
	if err != nil {
		return time.Time{}, errNoMoment
	}
	y, m, n := d.Time().Date()
	return time.Date(y, m, n, t.Hour(), t.Minute(), 0, 0, helsinki), nil
}

var errNoMoment = errors.New("no day and time of day")

type breachPage struct {
	page
	B       permits.Breach
	Officer bool
	Handler string
	Teller  string
	Late    bool
	Left    int // hours to the notice
	Owes    []string
	Notices []breachNotice
	M       matterView
	Next    string
	Others  int // employers and providers
	Where   string
}

type breachNotice struct {
	permits.Notice
	Sender string
}

var insideBreach = []permits.EventKind{permits.BreachNoted, permits.BreachBarred, permits.BreachAssessed, permits.BreachTouches, permits.BreachCounted, permits.BreachNotified}

func (s *server) getBreach(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.BreachView)
	if err != nil {
		return err
	}
	k := s.breachKind()
	b, err := k.of(r, v)
	if err != nil {
		return err
	}
	p := breachPage{B: b, Officer: v.officer(), Late: b.Late(v.Now), Left: int(b.Due().Sub(v.Now).Hours()), Owes: b.Owes(), Others: b.Counted["employer"] + b.Counted["provider"]}
	p.page = s.frame(r, s.texts.in(v.Lang, "breach.title", caseNumber(b.ID)), crumb{s.texts.in(v.Lang, "breaches.title"), "/breaches"})
	switch {
	case strings.HasPrefix(b.Basis, "KEHA-L"):
		p.Where = "/disclosures/" + b.Basis
	case b.Basis != "":
		p.Where = "/cases/" + b.Basis
	}
	var people map[permits.UserID]string
	if p.M, people, err = k.story(s, r, v, b, func(t permits.Text) bool { return permits.MaySeeBreachText(v.Actor, b, t) }, insideBreach...); err != nil {
		return err
	}
	p.Handler, p.Teller = people[b.Handler], people[b.By]
	for _, n := range b.Notices {
		p.Notices = append(p.Notices, breachNotice{n, people[n.By]})
	}
	for _, next := range []permits.Command{permits.DoTake, permits.DoNotify, permits.DoAssess} {
		if slices.Contains(p.M.Acts, next) && (next != permits.DoNotify || len(p.Owes) > 0 && b.Risk != "") {
			p.Next = string(next)
			break
		}
	}
	return s.render(w, r, http.StatusOK, "breach", &p)
}

// ordersTouched are the orders that a breach may touch: those of its permit or
// disclosure, or of every one.
func (s *server) ordersTouched(ctx context.Context, b permits.Breach) ([]permits.Order, error) {
	if b.Basis != "" {
		return s.DB.OrdersOf(ctx, b.Basis)
	}
	return s.DB.Orders(ctx)
}
