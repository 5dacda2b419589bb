package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// A clientHead says whose record a page is about.
type clientHead struct {
	Token, Path string
	Subject     string
	Name        string
	Code        string // henkilötunnus or Y-tunnus
	Birth       string
	Protected   bool
	Masked      bool
	Restricted  string // the request by which nothing else is shown (GDPR 18)
	Office      registers.Names
	Removable   registers.Day
	Purpose     purposeChoice
	Name3       registers.Names // of the purpose
}

type clientPage struct {
	page
	Client clientHead
	Items  []itemView
}

// An itemView is what stands under one item of 3 §.
type itemView struct {
	Item   string
	Name   registers.Names
	Count  int
	Tables []recordTable // with rows
	Empty  []recordTable // that a first row may be added to
}

// A recordTable is one kind of record under an item.
type recordTable struct {
	Table registers.Table
	Add   string // address of the form that adds a row; empty when there can be no more here
	Rows  []rowView
	Older []rowView // rows after the first ones
}

// A rowView is one row with its provenance.
type rowView struct {
	Anchor     string
	Values     []valueView
	Running    bool // a spell that goes on
	Office     string
	Source     string
	Recorder   string
	RecordedAt time.Time
	Versions   int
	Correct    string
	End        string
}

// A valueView is one value as a person reads it.
type valueView struct {
	Name    registers.Names
	Text    string
	Masked  bool
	History string // address of the value's history; empty when there is none
}

const rowsShown = 6

// getClient shows everything held on one client, by the items of 3 §.
func (s *server) getClient(w http.ResponseWriter, r *http.Request) error {
	d, err := s.desk(r, casbin.RegisterRead)
	if err != nil {
		return err
	}
	c, err := s.clientFor(r, d)
	if err != nil {
		return err
	}
	p := clientPage{}
	if p.Client, err = s.clientHead(r, d, c); err != nil {
		return err
	}
	p.page = s.frame(r, p.Client.Name, crumb{s.texts.in(d.Lang, "registers.title"), "/registers"})
	if p.Client.Restricted == "" {
		p.Items = s.itemViews(r.Context(), d, &c)
	}
	return s.render(w, r, http.StatusOK, "client", &p)
}

func (s *server) clientHead(r *http.Request, d desk, c postgres.ClientRecord) (clientHead, error) {
	h := clientHead{Token: s.clientToken(r.Context(), c.Subject, c.ID), Subject: c.Subject, Protected: c.Protected, Masked: c.Masked, Name3: d.Purpose.Name}
	if registers.CheckRestriction(c.Restricted, registers.Viewing) != nil && len(c.Rows) == 0 {
		h.Restricted, h.Name = c.Restricted, s.texts.in(d.Lang, "client.restricted")
	}
	h.Path = clientPath(h.Token)
	var err error
	if h.Purpose, err = s.purposeChoice(r, d.visit, d.Purpose.Code); err != nil {
		return h, err
	}
	for _, row := range c.Rows {
		switch {
		case row.Table == c.Subject:
			h.Name, h.Code, h.Removable = row.Values["name"], row.Values["business_id"], row.Removable
			if office, ok := s.Catalogue.Code("office", row.Office); ok {
				h.Office = office.Name
			}
			if row.Values["family_name"] != "" {
				h.Name = row.Values["family_name"] + ", " + row.Values["given_names"]
				born, _ := registers.ParseDay(row.Values["birth_date"])
				h.Birth, _ = date(born)
			}
		case row.Table == "person_identifier" && (h.Code == "" || row.Values["valid_to"] == ""):
			h.Code = row.Values["code"]
		}
	}
	return h, nil
}

// itemViews lays the record out by items, in the order of the provisions; an
// item without entries is there too, so that one may be made.
func (s *server) itemViews(ctx context.Context, d desk, c *postgres.ClientRecord) []itemView {
	rows := map[string][]*postgres.RecordRow{}
	paths := map[*postgres.RecordRow]string{}
	client := clientPath(s.clientToken(ctx, c.Subject, c.ID))
	for i := range c.Rows {
		row := &c.Rows[i]
		rows[row.Table] = append(rows[row.Table], row)
		paths[row] = client + "/rows/" + s.rowToken(ctx, *c, *row)
	}
	var all []itemView
	tables := s.Catalogue.Tables()
	for _, item := range s.itemsOf(c.Subject, dayOf(d.visit)) {
		if !slices.Contains(c.Items, item.Item) { // beyond the visitor's rights
			continue
		}
		view := itemView{Item: item.Item, Name: item.Name}
		for i := range tables {
			shape := s.catalogue.shapes[tables[i].Name]
			if shape.Subject != c.Subject || len(shape.stored[item.Item]) == 0 {
				continue
			}
			rt := recordTable{Table: shape.Table}
			for _, row := range rows[shape.Name] {
				if shown := s.rowView(d, c, row, item.Item, paths[row]); len(shown.Values) > 0 {
					rt.Rows = append(rt.Rows, shown)
				}
			}
			if shape.main == item.Item && (len(shape.Keys) > 1 || len(rt.Rows) == 0) {
				rt.Add = addPath(client, shape.Name)
			}
			view.Count += len(rt.Rows)
			if len(rt.Rows) > rowsShown {
				rt.Rows, rt.Older = rt.Rows[:rowsShown], rt.Rows[rowsShown:]
			}
			switch {
			case len(rt.Rows) > 0:
				view.Tables = append(view.Tables, rt)
			case rt.Add != "":
				view.Empty = append(view.Empty, rt)
			}
		}
		if len(view.Tables)+len(view.Empty) > 0 {
			all = append(all, view)
		}
	}
	return all
}

func addPath(client, table string) string {
	if table == "consent" {
		return client + "/consent"
	}
	return client + "/add/" + table
}

// itemsOf are the items of the registers that hold rows on a subject: its own
// and, of persons, the joint service's.
func (s *server) itemsOf(subject string, day registers.Day) (all []law.Item) {
	var last []law.Item // items of every register
	var seen []string
	for _, t := range s.Catalogue.Tables() {
		if t.Subject != subject || slices.Contains(seen, t.Register) {
			continue
		}
		seen = append(seen, t.Register)
		for _, item := range law.On(day).Items(t.Register) {
			switch {
			case item.Register != "":
				all = append(all, item)
			case len(seen) == 1:
				last = append(last, item)
			}
		}
	}
	return append(all, last...)
}

// rowView is the part of a row that belongs to an item.
func (s *server) rowView(d desk, c *postgres.ClientRecord, row *postgres.RecordRow, item, path string) rowView {
	shape := s.catalogue.shapes[row.Table]
	view := rowView{Anchor: path[strings.LastIndex(path, "/")+1:], Recorder: row.Recorder, RecordedAt: row.RecordedAt, Versions: row.Superseded, Correct: path}
	view.Office, view.Source = s.sayCodes("office", []string{row.Office}, d.visit), s.sayCodes("source", []string{row.Source}, d.visit)
	if view.Running = shape.End != "" && row.Values[shape.End] == ""; view.Running && shape.Name != shape.Subject {
		view.End = path + "/end"
	}
	variables := shape.stored[item]
	for i := range variables {
		v := &variables[i]
		value := valueView{Name: v.Name, Masked: row.Masked && postgres.TellsWhere(*v), Text: s.sayValue(v, row.Values[v.Column], d.visit)}
		if slices.Contains(row.Changed, v.Column) {
			value.History = path + "/history/" + v.Column
		}
		if value.Text != "" || value.Masked || value.History != "" {
			view.Values = append(view.Values, value)
		}
	}
	for i := range shape.links {
		link := &shape.links[i]
		if said := s.sayLink(link, row, c, d.visit); said != "" && shape.main == item {
			view.Values = append(view.Values, valueView{Name: link.Name, Text: said})
		}
	}
	return view
}

// sayValue writes a stored value as people read it.
func (s *server) sayValue(v *registers.Variable, value string, visit *visit) string {
	if value == "" {
		return ""
	}
	switch v.Type {
	case registers.Code:
		return s.sayCodes(v.Codes, []string{value}, visit)
	case registers.Flag:
		return s.texts.in(visit.Lang, "flag."+value)
	case registers.Date:
		if day, err := registers.ParseDay(value); err == nil {
			value, _ = date(day)
		}
	case registers.Decimal:
		if visit.Lang != "en" {
			value = strings.Replace(value, ".", ",", 1)
		}
	case registers.Integer:
		if n, err := strconv.ParseInt(value, 10, 64); err == nil && n >= 10_000 {
			value = number(n)
		}
	}
	if v.Unit != "" && s.texts.has("unit."+v.Unit) && v.Unit != "year" {
		value += " " + s.texts.in(visit.Lang, "unit."+v.Unit)
	}
	return value
}
