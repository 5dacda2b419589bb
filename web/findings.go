package web

import (
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// findingsRoutes show what has to be stored of clients and is not (4.1a).
func (s *server) findingsRoutes(get func(path string, h handler)) {
	get("/findings", s.getFindings)
	get("/findings/{finding}", s.getFinding)
}

type findingsPage struct {
	page
	All    bool // every office's, for KEHA
	Office string
	Kinds  []findingKind
}

// A findingKind is one rule with the offices that something is missing at.
type findingKind struct {
	Rule    registers.StoringRule
	Clients int64
	Percent int // of the kind with the most clients
	Path    string
	Offices []officeCount
}

type officeCount struct {
	Office  string
	Clients int64
	Percent int
}

// getFindings counts by kind: of one's own office, or for KEHA of every office.
func (s *server) getFindings(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.FindingsView)
	if err != nil {
		return err
	}
	p := findingsPage{page: s.frame(r, s.texts.in(v.Lang, "findings.title")), All: v.officer()}
	var offices []string
	if !p.All {
		offices, p.Office = []string{string(v.Actor.Body)}, s.sayCodes("office", []string{string(v.Actor.Body)}, v)
	}
	found, err := s.registers.Findings(r.Context(), dayOf(v), law.On(dayOf(v)).Storing(), offices)
	if err != nil {
		return err
	}
	var most, mostHere int64
	for _, f := range found {
		i := slices.IndexFunc(p.Kinds, func(k findingKind) bool { return k.Rule.ID == f.Rule.ID })
		if i < 0 {
			i = len(p.Kinds)
			p.Kinds = append(p.Kinds, findingKind{Rule: f.Rule})
			if !p.All {
				p.Kinds[i].Path = "/findings/" + f.Rule.ID
			}
		}
		k := &p.Kinds[i]
		k.Clients += f.Clients
		k.Offices = append(k.Offices, officeCount{Office: s.sayCodes("office", []string{f.Office}, v), Clients: f.Clients})
		most, mostHere = max(most, k.Clients), max(mostHere, f.Clients)
	}
	for i := range p.Kinds {
		k := &p.Kinds[i]
		k.Percent = percent(k.Clients, most)
		for j := range k.Offices {
			k.Offices[j].Percent = percent(k.Offices[j].Clients, mostHere)
		}
	}
	slices.SortStableFunc(p.Kinds, func(a, b findingKind) int { return int(b.Clients - a.Clients) })
	return s.render(w, r, http.StatusOK, "findings", &p)
}

type findingPage struct {
	page
	Rule   registers.StoringRule
	Client purposeStrip
	Found  []foundClient
	Next   string // address of the next page; empty on the last
}

// A purposeStrip is what the strip that changes the purpose needs.
type purposeStrip struct {
	Path    string
	Name3   registers.Names
	Purpose purposeChoice
}

const findingsShown = 50

// getFinding lists the clients of one's own office of whom the data are missing.
// Each is logged as read; after is the last client of the page before.
func (s *server) getFinding(w http.ResponseWriter, r *http.Request) error {
	d, err := s.desk(r, casbin.FindingsView)
	if err != nil {
		return err
	}
	if !d.Actor.Body.Office() {
		return errNotFound
	}
	rules := law.On(dayOf(d.visit)).Storing()
	i := slices.IndexFunc(rules, func(rule registers.StoringRule) bool { return rule.ID == chi.URLParam(r, "finding") })
	if i < 0 {
		return errNotFound
	}
	if tie, ok := s.Catalogue.Table(rules[i].Tie); !ok || !d.reachesOwn(registers.Identification(tie.Subject)) {
		return casbin.ErrNoRight
	}
	var after int64
	if token := r.URL.Query().Get("after"); token != "" {
		if _, id, ok := s.clientOf(r.Context(), token); ok {
			after = id
		}
	}
	d.Look.Whole, d.Look.Offices = true, []string{string(d.Actor.Body)} // of one's own office, which the desk's right has to reach
	found, err := s.registers.FindingClients(r.Context(), d.Look, dayOf(d.visit), rules[i], after, findingsShown)
	if err != nil {
		return err
	}
	p := findingPage{Rule: rules[i], Client: purposeStrip{Path: r.URL.Path, Name3: d.Purpose.Name}}
	p.page = s.frame(r, rules[i].Name.In(d.Lang), crumb{s.texts.in(d.Lang, "findings.title"), "/findings"})
	if p.Client.Purpose, err = s.purposeChoice(r, d.visit, d.Purpose.Code); err != nil {
		return err
	}
	for _, f := range found {
		p.Found = append(p.Found, foundClient{f, clientPath(s.clientToken(r.Context(), f.Subject, f.ID))})
	}
	if len(found) == findingsShown {
		last := found[len(found)-1]
		p.Next = r.URL.Path + "?after=" + s.clientToken(r.Context(), last.Subject, last.ID)
	}
	return s.render(w, r, http.StatusOK, "finding", &p)
}
