package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// An authorityPage is a client's record as the official named for another
// authority's request reads it: what their own right shows, to be picked.
type authorityPage struct {
	page
	Client   clientHead
	Requests []formOption // for which the visitor reads
	Groups   []authorityGroup
}

type authorityGroup struct {
	Table     string
	Variables []authorityPick
}

type authorityPick struct {
	registers.Variable
	Picked bool
	Values []string
}

func (s *server) authorityRoutes(get, post func(path string, h handler)) {
	get("/registers/clients/{client}/authority", s.getAuthority)
	post("/registers/clients/{client}/authority", s.postAuthority)
}

var authorityTable = []Route{
	right("GET", aClient+"/authority", casbin.RegisterRead, rights.Read, OfReach), right("POST", aClient+"/authority", casbin.RegisterRead, rights.Read, OfReach),
}

func (s *server) authorityPage(r *http.Request) (d desk, c postgres.ClientRecord, p *authorityPage, open []permits.Request, err error) {
	if d, err = s.desk(r, casbin.RegisterRead); err != nil {
		return d, c, nil, nil, err
	}
	if c, err = s.openClient(r, d, "authority", registers.Telling); err != nil {
		return d, c, nil, nil, err
	}
	p = &authorityPage{}
	if p.Client, err = s.clientHead(r, d, c); err != nil {
		return d, c, nil, nil, err
	}
	p.page = s.frame(r, s.texts.in(d.Lang, "authority.title"), crumb{s.texts.in(d.Lang, "registers.title"), "/registers"}, crumb{p.Client.Name, p.Client.Path})
	p.Path = p.Client.Path + "/authority"
	all, err := s.DB.RequestsOf(r.Context(), d.Actor.ID)
	if err != nil {
		return d, c, nil, nil, err
	}
	chosen := trimmed(r, "for_request")
	for _, q := range all {
		if q.Reader == d.Actor.ID && slices.Contains(q.Commands(d.Actor, d.Now), permits.DoRead) {
			open = append(open, q)
			p.Requests = append(p.Requests, formOption{Name: "for_request", Value: q.ID, Label: caseNumber(q.ID) + " · " + q.Authority + " · " + q.Title, Checked: q.ID == chosen})
		}
	}
	p.Groups = s.readable29(c, d, r.PostForm["var"])
	return d, c, p, open, nil
}

// readable29 are the variables that the visitor's right shows of the client and
// that have a value, by table.
func (s *server) readable29(c postgres.ClientRecord, d desk, picked []string) (groups []authorityGroup) {
	for _, t := range s.Catalogue.Tables() {
		g := authorityGroup{Table: t.Name}
		for _, v := range s.Catalogue.TableVariables(t.Name) {
			if v.Kind != registers.Stored {
				continue
			}
			if said := s.toldValues(d, c, v); len(said) > 0 {
				g.Variables = append(g.Variables, authorityPick{v, slices.Contains(picked, v.ID), said})
			}
		}
		if len(g.Variables) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func (s *server) getAuthority(w http.ResponseWriter, r *http.Request) error {
	_, _, p, _, err := s.authorityPage(r)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "authority", p)
}

// postAuthority records what is picked for the request: the request gets the
// variables and the right, the log the person.
func (s *server) postAuthority(w http.ResponseWriter, r *http.Request) error {
	if err := posted(r); err != nil {
		return err
	}
	d, c, p, open, err := s.authorityPage(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(open, func(q permits.Request) bool { return q.ID == trimmed(r, "for_request") })
	var ids []string
	by := ""
	for _, g := range p.Groups {
		for _, v := range g.Variables {
			if v.Picked {
				ids = append(ids, v.ID)
				by = rightFor(d.Sight, v.Item, by)
			}
		}
	}
	if i < 0 {
		p.Wrong.add("for_request", s.texts.in(d.Lang, "wrong.choose"))
	}
	if len(ids) == 0 {
		p.Wrong.add("data", (&permits.RuleError{Rule: "empty-scope"}).In(d.Lang))
	}
	if len(p.Wrong) == 0 {
		err = s.recordReading(r, d, c, open[i], by, ids)
		if rule, ok := broken(err); ok {
			p.Wrong.add("for_request", rule.In(d.Lang))
		} else if err != nil {
			return err
		}
	}
	if len(p.Wrong) > 0 {
		return s.render(w, r, http.StatusUnprocessableEntity, "authority", p)
	}
	return s.done(w, r, "/document-requests/"+open[i].ID, s.texts.in(d.Lang, "authority.done"))
}

func (s *server) recordReading(r *http.Request, d desk, c postgres.ClientRecord, q permits.Request, by string, ids []string) error {
	token, err := s.registers.SubjectToken(r.Context(), c.Subject, c.ID)
	if err != nil {
		return err
	}
	provision, _ := permits.ProvisionOn(q.Provision, dayOf(d.visit))
	e := postgres.Entry{Actor: d.Actor.ID, OnBehalf: q.Handler, Purpose: d.Purpose.Code, Kind: "authority-disclosure", Grant: by, Subject: token, PersonToken: token, Result: postgres.Done,
		Detail: map[string]string{"request": q.ID, "recipient": q.Authority, "basis": provision.Name.FI, "variables": strings.Join(ids, " "), "right": by}}
	return s.DB.ReadForAuthority(r.Context(), q.ID, e, func(q permits.Request, now time.Time) (permits.Request, permits.Event, error) {
		return q.Read(d.Actor, by, ids, s.Catalogue, now)
	})
}

// rightFor is a right of the sight that gives an item; by when it does, so that
// one right is named for as much as it covers.
func rightFor(sight casbin.Sight, item, by string) string {
	for _, seen := range sight.Rights {
		if slices.Contains(seen.Items, item) && (by == "" || seen.Right == by) {
			return seen.Right
		}
	}
	return by
}
