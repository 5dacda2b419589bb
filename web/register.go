package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// registerRoutes show the public register of permits and the statistics of
// handling times, to anybody.
func (s *server) registerRoutes(get func(path string, h handler)) {
	get("/permits", s.getPermits)
	s.exports(get, "/permits", s.permitListing)
	get("/permits.json", s.getPermitsJSON)
	get("/permits/{permit}", s.getPermit)
	get("/permits/statistics", s.getStatistics)
	s.exports(get, "/permits/statistics", s.statisticsListing)
}

var registerRouteTable = slices.Concat(
	[]Route{anybody("GET", "/permits"), anybody("GET", "/permits.json"), anybody("GET", "/permits/{permit}"), anybody("GET", "/permits/statistics")},
	exported("/permits", anybody), exported("/permits/statistics", anybody))

type permitsPage struct {
	page
	Search  permitSearch
	Entries []permits.Entry
	Total   int
	Pager   pager
	Export  string
	Years   []int
	Rules   []permits.PublicityRule
}

// A permitSearch is what the form of the register holds.
type permitSearch struct {
	Text, Purpose, State string
	Year                 int
	page                 int
}

var registerStates = []string{"served", "in-force", "ended", "revoked", "destroyed"}

func (permitsPage) Purposes() []permits.Purpose { return queuePurposes }
func (permitsPage) States() []string            { return registerStates }

func readPermitSearch(of url.Values) (q permitSearch) {
	q.Text = strings.TrimSpace(of.Get("q"))
	if v := of.Get("purpose"); slices.Contains(texted(queuePurposes), v) {
		q.Purpose = v
	}
	if v := of.Get("state"); slices.Contains(registerStates, v) {
		q.State = v
	}
	if year, err := strconv.Atoi(of.Get("year")); err == nil && year > 1990 && year < 3000 {
		q.Year = year
	}
	q.page, _ = strconv.Atoi(of.Get("page"))
	q.page = max(min(q.page, 100_000), 1)
	return q
}

func (q permitSearch) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"q": q.Text, "purpose": q.Purpose, "state": q.State} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if q.Year != 0 {
		v.Set("year", strconv.Itoa(q.Year))
	}
	return v
}

func (q permitSearch) query() postgres.RegisterQuery {
	return postgres.RegisterQuery{Text: q.Text, Purpose: permits.Purpose(q.Purpose), State: q.State, Year: q.Year, Page: q.page, Size: queueRows}
}

// getPermits lists the permits that have been given. It reads a table that holds
// nothing secret.
func (s *server) getPermits(w http.ResponseWriter, r *http.Request) error {
	v, q := visitOf(r.Context()), readPermitSearch(r.URL.Query())
	p := permitsPage{page: s.frame(r, s.texts.in(v.Lang, "permits.title")), Search: q, Rules: permits.PublicityRules(dayOf(v))}
	var err error
	if p.Entries, p.Total, err = s.DB.Register(r.Context(), q.query()); err != nil {
		return err
	}
	for year := v.Now.Year(); year >= 2020; year-- {
		p.Years = append(p.Years, year)
	}
	p.Pager, p.Export = newPager("/permits", q.values(), q.page, queueRows, p.Total), "?"+q.values().Encode()
	return s.render(w, r, http.StatusOK, "permits", &p)
}

type permitPage struct {
	page
	Entry permits.Entry
	Rules []permits.PublicityRule
}

// getPermit is the permanent address of one permit of the register.
func (s *server) getPermit(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	e, err := s.DB.Entry(r.Context(), chi.URLParam(r, "permit"))
	if err != nil {
		return err
	}
	p := permitPage{Entry: e, Rules: permits.PublicityRules(dayOf(v))}
	p.page = s.frame(r, e.Number, crumb{s.texts.in(v.Lang, "permits.title"), "/permits"})
	return s.render(w, r, http.StatusOK, "permit", &p)
}

func (s *server) permitListing(r *http.Request) (listing, error) {
	v, q := visitOf(r.Context()), readPermitSearch(r.URL.Query())
	in := func(key string) string { return s.texts.in(v.Lang, key) }
	return listing{Name: "permits", Title: in("permits.title"), Public: true,
		Heads: []string{in("cases.number"), in("permits.decided"), in("permits.authority"), in("field.outcome"), in("field.organisation"), in("permits.name"), in("field.purpose"), in("permits.tables"), in("permits.variables"), in("field.term_from"), in("field.term_to"), in("cases.state"), in("permits.days")},
		Each: func(give func(row []any) error) error {
			return s.DB.EachEntry(r.Context(), q.query(), func(e permits.Entry) error {
				days := any("")
				if e.Days >= 0 {
					days = e.Days
				}
				return give([]any{e.Number, e.Decided, e.Authority, in("outcome." + string(e.Outcome)), e.Organisation, e.Title, in("purpose." + string(e.Purpose)), s.tableNames(e.Tables, v.Lang), e.Variables, e.Term.From, e.Term.To, in("case." + e.State), days})
			})
		}}, nil
}

// tableNames are the names of tables of the catalogue, one after another.
func (s *server) tableNames(tables []string, lang string) string {
	names := make([]string, len(tables))
	for i, name := range tables {
		t, _ := s.Catalogue.Table(name)
		names[i] = orID(t.Name3.In(lang), name)
	}
	return strings.Join(names, "; ")
}

// A publicPermit is a permit of the register as JSON.
type publicPermit struct {
	Number       string   `json:"number"`
	Address      string   `json:"address"` // of its page
	Decided      string   `json:"decided,omitempty"`
	Authority    string   `json:"authority"`
	Outcome      string   `json:"outcome"`
	Organisation string   `json:"organisation,omitempty"`
	Title        string   `json:"title,omitempty"`
	Purpose      string   `json:"purpose,omitempty"`
	Tables       []string `json:"tables,omitempty"`
	Variables    int      `json:"variables"`
	From         string   `json:"from,omitempty"`
	To           string   `json:"to,omitempty"`
	State        string   `json:"state,omitempty"`
	Days         *int     `json:"days,omitempty"`
}

// getPermitsJSON gives the register as one JSON array, entry by entry.
func (s *server) getPermitsJSON(w http.ResponseWriter, r *http.Request) error {
	q := readPermitSearch(r.URL.Query())
	w.Header().Set("Content-Type", "application/json")
	first := true
	err := s.DB.EachEntry(r.Context(), q.query(), func(e permits.Entry) error {
		p := publicPermit{e.Number, "/permits/" + e.ID, cellText(e.Decided).(string), e.Authority, string(e.Outcome), e.Organisation, e.Title, string(e.Purpose), e.Tables, e.Variables, cellText(e.Term.From).(string), cellText(e.Term.To).(string), e.State, nil}
		if e.Days >= 0 {
			p.Days = &e.Days
		}
		line, err := json.Marshal(p)
		if err != nil {
			return err
		}
		before := ",\n"
		if first {
			before, first = "[\n", false
		}
		_, err = fmt.Fprintf(w, "%s%s", before, line)
		return err
	})
	if err != nil {
		return err
	}
	end := "\n]\n"
	if first {
		end = "[]\n"
	}
	_, err = w.Write([]byte(end))
	return err
}
