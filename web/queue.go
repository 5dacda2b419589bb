package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// queueRoutes show what waits: permits' cases, document requests, disclosures to
// authorities, breaches and legacy permits in one queue.
func (s *server) queueRoutes(get func(path string, h handler)) {
	get("/queue", s.getQueue)
	s.exports(get, "/queue", s.queueListing)
}

var queueRouteTable = append(exported("/queue", officersOwn), officersOwn("GET", "/queue"))

func officersOwn(method, path string) Route { return duty(method, path, casbin.QueueView, OfAll) }

type queuePage struct {
	page
	Search   queueSearch
	Limited  bool // by more than the view
	Filters  []queueView
	Handlers []permits.Actor
	Rows     []queueRow
	Total    int
	Pager    pager
	Export   string // of the same list; the format follows
	Clear    string // the view without the other limits
}

// A queueSearch is what the form of the queue holds.
type queueSearch struct {
	State, Kind, Party, Handler, Due, Purpose, Language, Text string
	page                                                      int
}

type queueView struct {
	Key   string
	Count int
	Path  string
	Here  bool
}

// A queueRow is a line as the page shows it. The page reads what is embedded
// through its own struct: looked up through two, a name costs a template ten times
// as much, and a page has hundreds.
type queueRow struct {
	postgres.QueueLine
	Shown  string // its number: the agency's, or ours
	Status string
	Tone   string
	Days   int // since arrival
	Waited int // days that it has waited for its party
	Next   *clockView
	More   []clockView
	Paused bool
	Like   *likeRow // shown until it is decided
}

// A likeRow says of a line which case it is most like, and of how many more.
type likeRow struct {
	Path, Text, Words string
	More              int
}

// The choices of the form of the queue.
var (
	queueParties   = []permits.Party{permits.WaitsApplicant, permits.WaitsPresenter, permits.WaitsDecider, permits.WaitsOthers, permits.WaitsHolder}
	queuePurposes  = []permits.Purpose{permits.Statistics, permits.Research, permits.Planning}
	queueLanguages = []string{"fi", "sv"}
)

func (queuePage) Kinds() []permits.ItemKind   { return permits.ItemKinds() }
func (queuePage) Parties() []permits.Party    { return queueParties }
func (queuePage) Purposes() []permits.Purpose { return queuePurposes }
func (queuePage) Languages() []string         { return queueLanguages }

const queueRows = 50

// readQueueSearch reads the form out of the address; what it does not know does
// not limit.
func readQueueSearch(of url.Values) (q queueSearch) {
	known := func(name string, in ...string) string {
		if v := of.Get(name); slices.Contains(in, v) {
			return v
		}
		return ""
	}
	q.State = string(postgres.QueueFilters()[0])
	for _, f := range postgres.QueueFilters() {
		if of.Get("state") == string(f) {
			q.State = string(f)
		}
	}
	q.Kind, q.Party = known("kind", texted(permits.ItemKinds())...), known("party", texted(queueParties)...)
	q.Purpose, q.Language = known("purpose", texted(queuePurposes)...), known("language", queueLanguages...)
	q.Handler, q.Text, q.Due = of.Get("handler"), strings.TrimSpace(of.Get("q")), strings.TrimSpace(of.Get("due"))
	q.page, _ = strconv.Atoi(of.Get("page"))
	q.page = max(min(q.page, 100_000), 1)
	return q
}

func texted[S ~string](of []S) (all []string) {
	for _, s := range of {
		all = append(all, string(s))
	}
	return all
}

// values are q's limits as an address holds them, without the page.
func (q queueSearch) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"state": q.State, "kind": q.Kind, "party": q.Party, "handler": q.Handler, "due": q.Due, "purpose": q.Purpose, "language": q.Language, "q": q.Text} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

func (q queueSearch) limited() bool { v := q.values(); v.Del("state"); return len(v) > 0 }

// query is q for the store; a day that is no day is told in w and does not limit.
func (s *server) queueQuery(q queueSearch, v *visit, w *wrongs) postgres.QueueQuery {
	query := postgres.QueueQuery{
		Filter: postgres.QueueFilter(q.State), By: v.Actor.ID, Kind: permits.ItemKind(q.Kind), Party: permits.Party(q.Party), Handler: permits.UserID(q.Handler),
		Purpose: permits.Purpose(q.Purpose), Language: q.Language, Text: q.Text, Page: q.page, Size: queueRows,
	}
	if q.Due != "" {
		query.Due = s.dayTyped(v, "due", q.Due, w)
	}
	return query
}

// getQueue lists what waits: who has what, whom it waits for and since when, and
// what is due, the overdue first.
func (s *server) getQueue(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.QueueView)
	if err != nil {
		return err
	}
	q := readQueueSearch(r.URL.Query())
	p := queuePage{page: s.frame(r, s.texts.in(v.Lang, "queue.title")), Search: q, Limited: q.limited()}
	list, err := s.DB.Worklist(r.Context(), s.queueQuery(q, v, &p.Wrong), dayOf(v))
	if err != nil {
		return err
	}
	if p.Handlers, err = s.officers(r); err != nil {
		return err
	}
	for _, f := range postgres.QueueFilters() {
		other := q
		other.State = string(f)
		p.Filters = append(p.Filters, queueView{string(f), list.Counts[f], "/queue?" + other.values().Encode(), string(f) == q.State})
	}
	for _, l := range list.Lines {
		p.Rows = append(p.Rows, s.queueRow(l, v))
	}
	p.Total, p.Pager = list.Total, newPager("/queue", q.values(), q.page, queueRows, list.Total)
	p.Export, p.Clear = "?"+q.values().Encode(), "/queue?state="+q.State
	return s.render(w, r, http.StatusOK, "queue", &p)
}

// officers are who may handle a case, by name.
func (s *server) officers(r *http.Request) ([]permits.Actor, error) {
	all, err := s.DB.Users(r.Context())
	return slices.DeleteFunc(all, func(a permits.Actor) bool {
		return a.Body != permits.KEHA || !a.Has(permits.Presenter) && !a.Has(permits.Decider)
	}), err
}

func (s *server) queueRow(l postgres.QueueLine, v *visit) queueRow {
	row := queueRow{QueueLine: l, Shown: shownNumber(l.Number, l.ID), Days: v.daysSince(l.Arrived), Waited: v.daysSince(l.Since), Tone: tone(l.State)}
	row.Status = s.stateOf(l.Kind, l.State, l.Shelf, v.Lang)
	if l.Likes > 0 && slices.Contains([]permits.Shelf{permits.ShelfNew, permits.ShelfWork, permits.ShelfAsked, permits.ShelfProposed}, l.Shelf) {
		row.Like = &likeRow{besidePath(permits.CaseID(l.ID), l.Like.With), s.texts.in(v.Lang, "likeness.queue", caseNumber(l.Like.With)), s.likenessWords(v.Lang, briefly(l.Like)), l.Likes - 1}
	}
	today := dayOf(v)
	for _, k := range l.Clocks {
		k.Over = k.Due.Before(today) && !k.Paused
		view := viewClock(k)
		switch {
		case k.Paused:
			row.Paused = true
		case k.Name == l.NextClock && k.Due == l.NextDue:
			row.Next = &view
			continue
		}
		row.More = append(row.More, view)
	}
	return row
}

// stateOf names the state of an item of any kind: by its own text, or else by
// where in the queue it stands.
func (s *server) stateOf(kind permits.ItemKind, state string, shelf permits.Shelf, lang string) string {
	group := "case"
	switch kind {
	case permits.DocumentItem, permits.AuthorityItem:
		group = "docstate"
	case permits.BreachItem:
		group = "breachstate"
	}
	if key := group + "." + state; s.texts.has(key) {
		return s.texts.in(lang, key)
	}
	return s.texts.in(lang, "queue."+string(shelf))
}

// queueListing is the whole of the list that the page shows a part of.
func (s *server) queueListing(r *http.Request) (listing, error) {
	v, err := s.allowed(r, casbin.QueueView)
	if err != nil {
		return listing{}, err
	}
	q := readQueueSearch(r.URL.Query())
	in := func(key string) string { return s.texts.in(v.Lang, key) }
	limits := map[string]string{"state": q.State, "kind": q.Kind, "party": q.Party, "purpose": q.Purpose, "language": q.Language, "due": q.Due}
	var ignored wrongs
	query := s.queueQuery(q, v, &ignored)
	return listing{Name: "queue", Title: in("queue.title"), Limits: limits,
		Heads: []string{in("cases.number"), in("queue.own"), in("queue.kind"), in("cases.name"), in("field.organisation"), in("cases.state"), in("case.presenter"), in("queue.waits"), in("queue.since"), in("queue.arrived"), in("queue.complete"), in("queue.due"), in("queue.clock"), in("queue.paused"), in("field.purpose"), in("queue.language")},
		Each: func(give func(row []any) error) error {
			return s.DB.EachLine(r.Context(), query, dayOf(v), func(l postgres.QueueLine) error {
				row := s.queueRow(l, v)
				clock, party, purpose := "", "", ""
				if row.Next != nil {
					clock = in("clock." + row.Next.Key)
				}
				if l.Party != "" {
					party = in("party." + string(l.Party))
				}
				if l.Purpose != "" {
					purpose = in("purpose." + string(l.Purpose))
				}
				return give([]any{row.Shown, caseNumber(l.ID), in("matter." + string(l.Kind)), l.Title, l.Organisation, row.Status, l.HandlerName, party, l.Since, l.Arrived, l.Complete, l.NextDue, clock, l.PausedSince, purpose, l.Language})
			})
		}}, nil
}
