package web

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// calendarRoutes show what is due by day, to officers and to those whom a case
// concerns, and give it to their calendar programs by a secret address.
func (s *server) calendarRoutes(get, post func(path string, h handler)) {
	get("/calendar", s.getCalendar)
	s.exports(get, "/calendar", s.calendarListing)
	post("/calendar/link", s.postCalendarLink)
	post("/calendar/unlink", s.postCalendarUnlink)
	get("/calendar/feed/{calendar}", s.getCalendarFeed)
}

var calendarRouteTable = slices.Concat([]Route{
	duty("GET", "/calendar", casbin.CaseView, OfAll), duty("POST", "/calendar/link", casbin.CaseView, OfAll), duty("POST", "/calendar/unlink", casbin.CaseView, OfAll),
	anybody("GET", "/calendar/feed/{calendar}")},
	exported("/calendar", func(method, path string) Route { return duty(method, path, casbin.CaseView, OfAll) }))

type calendarPage struct {
	page
	Search   calendarSearch
	Officer  bool
	Weeks    []calendarWeek
	Count    int
	Earlier  string
	Later    string
	Export   string
	Linked   time.Time // since when the feed has an address; zero when it has none
	Address  string    // of the feed, shown once
	From, To registers.Day
}

// A calendarSearch is what the form of the calendar holds.
type calendarSearch struct {
	Whose string // "mine" or "all"; an officer's choice
	Kind  string
	weeks int // from this week on
}

type calendarWeek struct {
	Year, No int
	Monday   registers.Day
	Dates    []calendarRow
}

type calendarRow struct {
	postgres.CalendarDate
	Shown string
	Over  bool
}

func (calendarPage) Kinds() []string { return permits.DateKinds() }

// calendarWeeks is how many weeks a page shows.
const calendarWeeks = 6

func readCalendarSearch(of url.Values) (q calendarSearch) {
	q.Whose = "all"
	if of.Get("whose") == "mine" {
		q.Whose = "mine"
	}
	if kind := of.Get("kind"); slices.Contains(permits.DateKinds(), kind) {
		q.Kind = kind
	}
	q.weeks, _ = strconv.Atoi(of.Get("weeks"))
	q.weeks = max(min(q.weeks, 520), -520)
	return q
}

func (q calendarSearch) path(weeks int) string {
	v := url.Values{"whose": {q.Whose}}
	if q.Kind != "" {
		v.Set("kind", q.Kind)
	}
	if weeks != 0 {
		v.Set("weeks", strconv.Itoa(weeks))
	}
	return "?" + v.Encode()
}

// query is q for the store: an officer sees every case, another what concerns
// them.
func (q calendarSearch) query(v *visit, weeks int) postgres.CalendarQuery {
	today := dayOf(v)
	monday := today.AddDate(0, 0, -(int(today.Time().Weekday())+6)%7+7*q.weeks)
	of := postgres.CalendarQuery{From: monday, To: monday.AddDate(0, 0, 7*weeks-1), Kind: q.Kind}
	switch {
	case !seesCases(v.Actor):
		of.Holder = v.Actor.ID
	case q.Whose == "mine":
		of.Handler = v.Actor.ID
	}
	return of
}

// seesCases says whether a reads every case of the authority.
func seesCases(a permits.Actor) bool {
	return a.Body == permits.KEHA && (a.Has(permits.Presenter) || a.Has(permits.Decider))
}

func (s *server) getCalendar(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.CaseView)
	if err != nil {
		return err
	}
	return s.showCalendar(w, r, v, "")
}

func (s *server) showCalendar(w http.ResponseWriter, r *http.Request, v *visit, address string) error {
	q := readCalendarSearch(r.URL.Query())
	p := calendarPage{page: s.frame(r, s.texts.in(v.Lang, "calendar.title")), Search: q, Officer: seesCases(v.Actor), Address: address}
	p.Path = "/calendar"
	of := q.query(v, calendarWeeks)
	p.From, p.To = of.From, of.To
	dates, err := s.DB.Calendar(r.Context(), of)
	if err != nil {
		return err
	}
	if p.Linked, err = s.DB.CalendarLinked(r.Context(), v.Actor.ID); err != nil {
		return err
	}
	today := dayOf(v)
	for _, d := range dates {
		year, no := d.Day.Time().ISOWeek()
		if n := len(p.Weeks); n == 0 || p.Weeks[n-1].No != no || p.Weeks[n-1].Year != year {
			monday := d.Day.AddDate(0, 0, -(int(d.Day.Time().Weekday())+6)%7)
			p.Weeks = append(p.Weeks, calendarWeek{Year: year, No: no, Monday: monday})
		}
		week := &p.Weeks[len(p.Weeks)-1]
		week.Dates = append(week.Dates, s.calendarRow(d, today))
	}
	p.Count, p.Export = len(dates), q.path(q.weeks)
	p.Earlier, p.Later = "/calendar"+q.path(q.weeks-calendarWeeks), "/calendar"+q.path(q.weeks+calendarWeeks)
	return s.render(w, r, http.StatusOK, "calendar", &p)
}

func (s *server) calendarRow(d postgres.CalendarDate, today registers.Day) calendarRow {
	return calendarRow{CalendarDate: d, Shown: shownNumber(d.Number, d.Subject), Over: d.Day.Before(today)}
}

func (s *server) calendarListing(r *http.Request) (listing, error) {
	v, err := s.allowed(r, casbin.CaseView)
	if err != nil {
		return listing{}, err
	}
	q := readCalendarSearch(r.URL.Query())
	in := func(key string) string { return s.texts.in(v.Lang, key) }
	return listing{Name: "calendar", Title: in("calendar.title"), Limits: map[string]string{"whose": q.Whose, "kind": q.Kind},
		Heads: []string{in("calendar.day"), in("calendar.what"), in("cases.number"), in("cases.name"), in("queue.handler")},
		Each: func(give func(row []any) error) error {
			dates, err := s.DB.Calendar(r.Context(), q.query(v, 2*52))
			if err != nil {
				return err
			}
			for _, d := range dates {
				row := s.calendarRow(d, dayOf(v))
				if err := give([]any{d.Day, in("due." + d.Kind), row.Shown, d.Title, d.Name}); err != nil {
					return err
				}
			}
			return nil
		}}, nil
}

// postCalendarLink makes the secret address anew and shows it, this once: the
// one before opens nothing any more.
func (s *server) postCalendarLink(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.CaseView)
	if err != nil {
		return err
	}
	secret := rand.Text() + rand.Text()
	if err := s.DB.LinkCalendar(r.Context(), v.Actor.ID, secret); err != nil {
		return err
	}
	scheme := "https://"
	if s.Demo {
		scheme = "http://"
	}
	return s.showCalendar(w, r, v, scheme+r.Host+"/calendar/feed/"+secret+".ics")
}

func (s *server) postCalendarUnlink(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.CaseView)
	if err != nil {
		return err
	}
	if err := s.DB.LinkCalendar(r.Context(), v.Actor.ID, ""); err != nil {
		return err
	}
	return s.done(w, r, "/calendar", s.texts.in(v.Lang, "calendar.unlinked"))
}

// getCalendarFeed gives the calendar of whom the secret address belongs to, two
// months back and ten years on: an officer's what they handle, another's what
// concerns them. It says case numbers and nothing of their content.
func (s *server) getCalendarFeed(w http.ResponseWriter, r *http.Request) error {
	owner, err := s.DB.CalendarOwner(r.Context(), strings.TrimSuffix(chi.URLParam(r, "calendar"), ".ics"))
	if err != nil {
		return err
	}
	user, err := s.DB.User(r.Context(), owner)
	if err != nil {
		return err
	}
	if s.Policy.May(user, casbin.CaseView) != nil { // no longer of those who may
		return errNotFound
	}
	v := visitOf(r.Context())
	of := postgres.CalendarQuery{From: dayOf(v).AddDate(0, -2, 0), To: dayOf(v).AddDate(10, 0, 0), Holder: owner}
	if seesCases(user) {
		of.Handler, of.Holder = owner, ""
	}
	dates, err := s.DB.Calendar(r.Context(), of)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-store")
	host, _, _ := strings.Cut(r.Host, ":")
	return writeICal(w, s.texts.in(user.Language, "calendar.title"), host, v.Now, dates, func(kind string) string { return s.texts.in(user.Language, "due."+kind) })
}
