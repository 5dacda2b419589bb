package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// An accessQueuePage is what waits for the access officers.
type accessQueuePage struct {
	page
	Waiting, Decided []accessRow
	Notices          []noticeView
	Due              int
}

type noticeView struct {
	rights.Notice
	Filer, Actor, Holder, BodyName string
	Days                           int
}

func (s *server) getAccessQueue(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.AccessQueue)
	if err != nil {
		return err
	}
	p := accessQueuePage{page: s.frame(r, s.texts.in(v.Lang, "access.queue"))}
	all, err := s.DB.AccessQueue(r.Context(), "")
	if err != nil {
		return err
	}
	rows, err := s.accessRows(r, v, all)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.State == rights.Applied {
			p.Waiting = slices.Insert(p.Waiting, 0, row) // the oldest first
		} else if len(p.Decided) < 50 {
			p.Decided = append(p.Decided, row)
		}
	}
	notices, err := s.DB.Notices(r.Context(), "")
	if err != nil {
		return err
	}
	if p.Notices, err = s.viewNotices(r, v, notices); err != nil {
		return err
	}
	due, err := s.DB.RightsDue(r.Context(), dayOf(v))
	if err != nil {
		return err
	}
	p.Due = len(due)
	return s.render(w, r, http.StatusOK, "rights-queue", &p)
}

func (s *server) viewNotices(r *http.Request, v *visit, notices []rights.Notice) (views []noticeView, _ error) {
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	for _, n := range notices {
		right, err := s.DB.Right(r.Context(), n.Right)
		if err != nil {
			return nil, err
		}
		views = append(views, noticeView{Notice: n, Filer: people[n.FiledBy], Actor: people[n.ActedBy], Holder: people[right.Holder],
			BodyName: s.bodyName(n.Body, v), Days: v.daysSince(n.ArrivedAt)})
	}
	return views, nil
}

// A findRightsPage searches the rights of every body.
type findRightsPage struct {
	page
	Q                        string
	On                       string
	Bodies, Offices, Grounds []formOption
	Rights                   []rightView
	Most                     bool   // more are found than are shown
	Export                   string // query of the list as a file
}

const mostRights = 200

// rightsAsked is what an address asks for, and its day as it was written: today
// when it names none. It fails for what is no day.
func rightsAsked(r *http.Request, v *visit) (q postgres.RightsQuery, on string, err error) {
	asked := r.URL.Query()
	q = postgres.RightsQuery{Name: asked.Get("q"), Body: permits.Body(asked.Get("body")), Office: permits.Body(asked.Get("office")), Ground: rights.Ground(asked.Get("ground"))}
	if on = asked.Get("on"); !asked.Has("on") {
		on, _ = date(dayOf(v))
	}
	if on != "" {
		q.InForce, err = readDay(on)
	}
	return q, on, err
}

// rightsListing is every right that is found, as a file: what a body's
// yearly review of its access rights is made of.
func (s *server) rightsListing(r *http.Request) (listing, error) {
	v, err := s.allowed(r, casbin.AccessQueue)
	if err != nil {
		return listing{}, err
	}
	q, on, err := rightsAsked(r, v)
	if err != nil {
		return listing{}, errNotFound
	}
	held, err := s.DB.FindRights(r.Context(), q)
	if err != nil {
		return listing{}, err
	}
	in := func(key string) string { return s.texts.in(v.Lang, key) }
	return listing{Name: "access-rights", Title: in("access.rights"), Limits: map[string]string{"on": on, "body": string(q.Body), "office": string(q.Office), "ground": string(q.Ground)},
		Heads: []string{in("cases.number"), in("access.person"), in("field.body"), in("field.ground"), in("limit.powers"), in("limit.extent"), in("access.items"), in("field.valid_from"), in("field.valid_until"), in("access.used"), in("cases.state")},
		Each: func(give func(row []any) error) error {
			for _, h := range held {
				one := s.viewRight(h, v)
				var powers []string
				for _, p := range h.Powers {
					powers = append(powers, in("right_power."+string(p)))
				}
				if err := give([]any{caseNumber(h.ID), h.Name, one.BodyName, string(h.Ground) + " " + one.GroundOn, strings.Join(powers, ", "), one.Reach, strings.Join(h.Items, " "), h.From, h.Ends(), h.LastUsed, in("right_state." + one.State)}); err != nil {
					return err
				}
			}
			return nil
		}}, nil
}

func (s *server) getFindRights(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.AccessQueue)
	if err != nil {
		return err
	}
	p := findRightsPage{page: s.frame(r, s.texts.in(v.Lang, "access.rights"), crumb{s.texts.in(v.Lang, "access.queue"), "/access/queue"}), Export: "?" + r.URL.RawQuery}
	q, on, err := rightsAsked(r, v)
	p.Q, p.On = q.Name, on
	p.Bodies = organisationOptions("body", v, []string{string(q.Body)}, registers.Parties()...)
	p.Offices = organisationOptions("office", v, []string{string(q.Office)}, registers.Office)
	p.Grounds = groundOptions(v, string(q.Ground))
	if err != nil {
		p.Wrong.add("on", s.texts.in(v.Lang, "wrong.day"))
		return s.render(w, r, http.StatusUnprocessableEntity, "rights-find", &p)
	}
	q.Limit = mostRights + 1
	held, err := s.DB.FindRights(r.Context(), q)
	if err != nil {
		return err
	}
	if p.Most = len(held) > mostRights; p.Most {
		held = held[:mostRights]
	}
	for _, h := range held {
		p.Rights = append(p.Rights, s.viewRight(h, v))
	}
	return s.render(w, r, http.StatusOK, "rights-find", &p)
}

// An accessReviewPage is the review list.
type accessReviewPage struct {
	page
	Rows []dueRow
}

type dueRow struct {
	rightView
	Causes []rights.Cause
	Must   bool
}

func (s *server) getAccessReview(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.RightReview)
	if err != nil {
		return err
	}
	due, err := s.DB.RightsDue(r.Context(), dayOf(v))
	if err != nil {
		return err
	}
	p := accessReviewPage{page: s.frame(r, s.texts.in(v.Lang, "access.review"), crumb{s.texts.in(v.Lang, "access.queue"), "/access/queue"})}
	for _, d := range due {
		p.Rows = append(p.Rows, dueRow{s.viewRight(d.HeldRight, v), d.Causes, slices.ContainsFunc(d.Causes, rights.Cause.Must)})
	}
	return s.render(w, r, http.StatusOK, "rights-review", &p)
}

// An accessPage is one application; an access officer decides it there.
type accessPage struct {
	page
	A         rights.Application
	Person    permits.Actor
	Filer     string
	Decider   string
	BodyName  string
	GroundOn  string
	Reach     string
	GivenTo   string
	Groups    []rightItems // as applied, with what was given
	Extent    extentChoices
	Reasons   string
	MayDecide bool
	MayCancel bool
}

func (s *server) accessFor(r *http.Request, v *visit) (rights.Application, error) {
	a, err := s.DB.Access(r.Context(), chi.URLParam(r, "access"))
	if err != nil {
		return a, err
	}
	if !s.seesAccess(v, a.Applicant) {
		return a, errNotFound
	}
	return a, nil
}

func (s *server) getAccess(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.AccessView)
	if err != nil {
		return err
	}
	a, err := s.accessFor(r, v)
	if err != nil {
		return err
	}
	return s.showAccess(w, r, http.StatusOK, v, a, formOf(a.Request.Extent), "", nil)
}

func (s *server) showAccess(w http.ResponseWriter, r *http.Request, status int, v *visit, a rights.Application, f extentForm, reasons string, wrong wrongs) error {
	home := crumb{s.texts.in(v.Lang, "access.body"), "/access"}
	if s.Policy.May(v.Actor, casbin.AccessQueue) == nil {
		home = crumb{s.texts.in(v.Lang, "access.queue"), "/access/queue"}
	}
	p := accessPage{page: s.frame(r, s.texts.in(v.Lang, "access.application", caseNumber(a.ID)), home), A: a, Reasons: reasons,
		BodyName: s.bodyName(a.Applicant, v), GroundOn: s.groundName(a.Request.Ground, v), Reach: s.sayReach(a.Request.Extent, v),
		Extent: s.choices(f, &a.Request.Extent, v, wrong)}
	p.Wrong, p.Path = wrong, "/access/applications/"+a.ID
	given := a.Request.Items
	if a.State == rights.Granted {
		given, p.GivenTo = a.Given.Items, s.sayReach(a.Given, v)
	}
	p.Groups = s.groupItems(a.Request.Items, given, v)
	people, err := s.names(r)
	if err != nil {
		return err
	}
	p.Filer, p.Decider = people[a.FiledBy], people[a.DecidedBy]
	if p.Person, err = s.DB.User(r.Context(), a.Request.Person); err != nil {
		return err
	}
	p.MayDecide = a.State == rights.Applied && s.Policy.May(v.Actor, casbin.AccessDecide) == nil && a.FiledBy != v.Actor.ID
	_, _, err = a.Withdraw(v.Actor, a.Version, v.Now)
	p.MayCancel = err == nil
	return s.render(w, r, status, "rights-application", &p)
}

func (s *server) postGrantAccess(w http.ResponseWriter, r *http.Request) error {
	v, a, err := s.deciding(r)
	if err != nil {
		return err
	}
	f, reasons := readExtent(r), trimmed(r, "reasons")
	given, wrong := f.extent(s, v)
	if len(wrong) > 0 {
		return s.showAccess(w, r, http.StatusUnprocessableEntity, v, a, f, reasons, wrong)
	}
	_, err = s.DB.GrantAccess(r.Context(), a.ID, func(a rights.Application, right string, holder permits.Actor, now time.Time) (postgres.Grant, error) {
		next, made, events, err := a.Grant(right, v.Actor, holder, seen(r), given, reasons, now)
		return postgres.Grant{Application: next, Right: made, Events: events}, err
	})
	if rule, ok := broken(err); ok {
		return s.showAccess(w, r, http.StatusUnprocessableEntity, v, a, f, reasons, s.rightWrong(rule, v))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/access/applications/"+a.ID, s.texts.in(v.Lang, "access.granted.done"))
}

func (s *server) deciding(r *http.Request) (*visit, rights.Application, error) {
	v, err := s.allowed(r, casbin.AccessDecide)
	if err != nil {
		return nil, rights.Application{}, err
	}
	a, err := s.accessFor(r, v)
	if err != nil {
		return nil, a, err
	}
	return v, a, posted(r)
}

func (s *server) postRefuseAccess(w http.ResponseWriter, r *http.Request) error {
	v, a, err := s.deciding(r)
	if err != nil {
		return err
	}
	reasons := trimmed(r, "reasons")
	_, err = s.DB.ChangeAccess(r.Context(), a.ID, func(a rights.Application, now time.Time) (rights.Application, permits.Event, error) {
		return a.Refuse(v.Actor, seen(r), reasons, now)
	})
	if rule, ok := broken(err); ok {
		return s.showAccess(w, r, http.StatusUnprocessableEntity, v, a, readExtent(r), reasons, s.rightWrong(rule, v))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/access/applications/"+a.ID, s.texts.in(v.Lang, "access.refused.done"))
}
