package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers/law"
)

// rightsRoutes are the pages of access rights: one's own, a body's, KEHA's.
func (s *server) rightsRoutes(get, post func(path string, h handler)) {
	get("/rights", s.getMyRights)
	get("/access", s.getBodyAccess)
	get("/access/new", s.getAccessForm)
	post("/access/new", s.postAccessForm)
	get("/access/queue", s.getAccessQueue)
	get("/access/review", s.getAccessReview)
	get("/access/rights", s.getFindRights)
	s.exports(get, "/access/rights", s.rightsListing)
	get("/access/rights/{right}", s.getRight)
	post("/access/rights/{right}/change", s.postChangeRight)
	post("/access/rights/{right}/remove", s.postRemoveRight)
	post("/access/rights/{right}/review", s.postReviewRight)
	post("/access/rights/{right}/notices", s.postNotice)
	post("/access/notices/{notice}/keep", s.postKeepRight)
	get("/access/applications/{access}", s.getAccess)
	post("/access/applications/{access}/grant", s.postGrantAccess)
	post("/access/applications/{access}/refuse", s.postRefuseAccess)
	post("/access/applications/{access}/withdraw", s.postWithdrawAccess)
}

// A myRightsPage says to somebody what they may do, until when, on which ground
// and whom to ask.
type myRightsPage struct {
	page
	Rights   []rightView
	Contacts []permits.Actor // of the visitor's body; KEHA's access officers without one
	Body     string
}

func (s *server) getMyRights(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.RightOwn)
	if err != nil {
		return err
	}
	held, err := s.DB.FindRights(r.Context(), postgres.RightsQuery{Holder: v.Actor.ID})
	if err != nil {
		return err
	}
	p := myRightsPage{page: s.frame(r, s.texts.in(v.Lang, "rights.mine")), Body: s.bodyName(v.Actor.Body, v)}
	for _, h := range held {
		p.Rights = append(p.Rights, s.viewRight(h, v))
	}
	slices.SortStableFunc(p.Rights, func(a, b rightView) int { return rank(a.State) - rank(b.State) })
	people, err := s.DB.Users(r.Context())
	if err != nil {
		return err
	}
	for _, u := range people {
		if u.ID == v.Actor.ID {
			continue
		}
		if u.Has(permits.Contact) && u.Body == v.Actor.Body && u.Body != "" {
			p.Contacts = append(p.Contacts, u)
		}
	}
	if len(p.Contacts) == 0 {
		p.Contacts = slices.DeleteFunc(people, func(u permits.Actor) bool { return !u.Has(permits.AccessOfficer) })
	}
	return s.render(w, r, http.StatusOK, "rights-mine", &p)
}

// The states of a right on a day, in the order they are listed.
const (
	rightInForce = "in-force"
	rightComing  = "coming"
	rightOver    = "over"
	rightRemoved = "removed"
)

func rank(state string) int {
	return slices.Index([]string{rightInForce, rightComing, rightOver, rightRemoved}, state)
}

// A rightView is a right as a person reads it.
type rightView struct {
	postgres.HeldRight
	State     string
	GroundOn  string
	BodyName  string
	Reach     string
	ItemGroup []rightItems
}

// rightItems are a register's items, in words.
type rightItems struct {
	Register string
	Items    []rightItem
}

type rightItem struct {
	Item, Name string
	Given      bool
}

func (s *server) viewRight(h postgres.HeldRight, v *visit) rightView {
	today := dayOf(v)
	view := rightView{HeldRight: h, GroundOn: s.groundName(h.Ground, v), BodyName: s.bodyName(h.Body, v),
		Reach: s.sayReach(h.Extent, v), ItemGroup: s.groupItems(h.Items, h.Items, v)}
	switch {
	case !h.RemovedAt.IsZero():
		view.State = rightRemoved
	case h.InForce(today):
		view.State = rightInForce
	case today.Before(h.From):
		view.State = rightComing
	default:
		view.State = rightOver
	}
	return view
}

// groupItems names items by their registers; given says which of them are.
func (s *server) groupItems(items, given []string, v *visit) (groups []rightItems) {
	l := law.On(dayOf(v))
	for _, register := range append(law.Registers(), "") {
		g := rightItems{Register: register}
		for _, i := range l.OwnItems(register) {
			if slices.Contains(items, i.Item) {
				g.Items = append(g.Items, rightItem{i.Item, i.Name.In(v.Lang), slices.Contains(given, i.Item)})
			}
		}
		if len(g.Items) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// sayReach names whose clients an extent reaches.
func (s *server) sayReach(e rights.Extent, v *visit) string {
	var names []string
	for _, o := range e.Offices {
		names = append(names, s.bodyName(o, v))
	}
	for _, a := range e.Areas {
		names = append(names, s.areaName(a, v))
	}
	return strings.Join(names, ", ")
}

func (s *server) areaName(area string, v *visit) string {
	if area == "FI" {
		return s.texts.in(v.Lang, "rights.area.FI")
	}
	return s.texts.in(v.Lang, "rights.area", s.bodyName(permits.Body(area), v))
}

// bodyName is a body under its name of the day; its code when the law does not
// know it.
func (s *server) bodyName(b permits.Body, v *visit) string {
	if o, err := law.On(dayOf(v)).Organisation(string(b)); err == nil {
		return orID(o.Name.In(v.Lang), string(b))
	}
	return string(b)
}

func (s *server) groundName(g rights.Ground, v *visit) string {
	known, err := law.On(dayOf(v)).AccessGround(string(g))
	if err != nil {
		return string(g)
	}
	return known.Name.In(v.Lang)
}

// A bodyAccessPage is what a body has applied for and what its people hold.
type bodyAccessPage struct {
	page
	Body   string
	Rows   []accessRow
	Rights []rightView
}

type accessRow struct {
	rights.Application
	Person, BodyName, GroundOn string
	Days                       int // since arrival
}

func (s *server) getBodyAccess(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.AccessView)
	if err != nil {
		return err
	}
	p := bodyAccessPage{page: s.frame(r, s.texts.in(v.Lang, "access.body")), Body: s.bodyName(v.Actor.Body, v)}
	all, err := s.DB.AccessOf(r.Context(), v.Actor.Body)
	if err != nil {
		return err
	}
	if p.Rows, err = s.accessRows(r, v, all); err != nil {
		return err
	}
	held, err := s.DB.FindRights(r.Context(), postgres.RightsQuery{Body: v.Actor.Body})
	if err != nil {
		return err
	}
	for _, h := range held {
		p.Rights = append(p.Rights, s.viewRight(h, v))
	}
	return s.render(w, r, http.StatusOK, "rights-body", &p)
}

func (s *server) accessRows(r *http.Request, v *visit, all []rights.Application) (rows []accessRow, _ error) {
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		rows = append(rows, accessRow{Application: a, Person: people[a.Request.Person], BodyName: s.bodyName(a.Applicant, v),
			GroundOn: s.groundName(a.Request.Ground, v), Days: v.daysSince(a.FiledAt)})
	}
	return rows, nil
}

// rightFor gives the right of the address to the access officers, to contacts of
// the body that applied for it, and to its holder. To everybody else it is not
// there.
func (s *server) rightFor(r *http.Request, v *visit) (postgres.HeldRight, error) {
	right, err := s.DB.Right(r.Context(), chi.URLParam(r, "right"))
	if err != nil {
		return postgres.HeldRight{}, err
	}
	if !s.seesAccess(v, right.Body) && right.Holder != v.Actor.ID {
		return postgres.HeldRight{}, errNotFound
	}
	held, err := s.DB.FindRights(r.Context(), postgres.RightsQuery{Holder: right.Holder})
	if err != nil {
		return postgres.HeldRight{}, err
	}
	i := slices.IndexFunc(held, func(h postgres.HeldRight) bool { return h.ID == right.ID })
	if i < 0 {
		return postgres.HeldRight{}, errNotFound
	}
	return held[i], nil
}

// seesAccess says whether the visitor sees the applications and rights of a
// body: the access officers every body's, a contact the own body's.
func (s *server) seesAccess(v *visit, body permits.Body) bool {
	return s.Policy.May(v.Actor, casbin.AccessQueue) == nil ||
		s.Policy.May(v.Actor, casbin.AccessView) == nil && v.Actor.Body == body
}
