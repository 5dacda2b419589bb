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
	if p.Client, err = s.clientHead(r.Context(), d, c); err != nil {
		return err
	}
	p.page = s.frame(r, p.Client.Name, crumb{s.texts.in(d.Lang, "registers.title"), "/registers"})
	if p.Items, err = s.itemViews(r.Context(), d, c); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "client", &p)
}

func (s *server) clientHead(ctx context.Context, d desk, c postgres.ClientRecord) (clientHead, error) {
	h := clientHead{Token: s.clientToken(ctx, c.Subject, c.ID), Subject: c.Subject, Protected: c.Protected, Masked: c.Masked, Name3: d.Purpose.Name}
	h.Path = clientPath(h.Token)
	var err error
	if h.Purpose, err = s.purposeChoice(d.visit, d.Purpose.Code); err != nil {
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
func (s *server) itemViews(ctx context.Context, d desk, c postgres.ClientRecord) ([]itemView, error) {
	names, err := s.linkNames(ctx, c)
	if err != nil {
		return nil, err
	}
	sections := map[string]postgres.Section{}
	for _, section := range c.Sections(s.Catalogue) {
		sections[section.Item] = section
	}
	var all []itemView
	for _, item := range s.itemsOf(c.Subject, dayOf(d.visit)) {
		view := itemView{Item: item.Item, Name: item.Name}
		for _, t := range s.Catalogue.Tables() {
			if t.Subject != c.Subject || !s.tableHas(t.Name, item.Item) {
				continue
			}
			rt := recordTable{Table: t}
			for _, row := range sections[item.Item].Rows {
				if row.Table != t.Name {
					continue
				}
				if shown := s.rowView(ctx, d, c, row, names); len(shown.Values) > 0 {
					rt.Rows = append(rt.Rows, shown)
				}
			}
			if s.mainItem(t) == item.Item && (len(t.Keys) > 1 || len(rt.Rows) == 0) {
				rt.Add = s.addPath(ctx, c, t)
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
	return all, nil
}

func (s *server) addPath(ctx context.Context, c postgres.ClientRecord, t registers.Table) string {
	path := clientPath(s.clientToken(ctx, c.Subject, c.ID))
	if t.Name == "consent" {
		return path + "/consent"
	}
	return path + "/add/" + t.Name
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

func (s *server) tableHas(table, item string) bool {
	return slices.ContainsFunc(s.Catalogue.TableVariables(table), func(v registers.Variable) bool {
		return v.Kind == registers.Stored && v.Item == item
	})
}

// mainItem is the item that most of a table's content belongs to.
func (s *server) mainItem(t registers.Table) (item string) {
	count := map[string]int{}
	for _, v := range s.Catalogue.TableVariables(t.Name) {
		if v.Kind != registers.Stored {
			continue
		}
		count[v.Item]++
		if count[v.Item] > count[item] {
			item = v.Item
		}
	}
	return item
}

func (s *server) rowView(ctx context.Context, d desk, c postgres.ClientRecord, row postgres.SectionRow, names linkNames) rowView {
	t, _ := s.Catalogue.Table(row.Table)
	path := clientPath(s.clientToken(ctx, c.Subject, c.ID)) + "/rows/" + s.rowToken(ctx, c, row.RecordRow)
	view := rowView{Anchor: path[strings.LastIndex(path, "/")+1:], Recorder: row.Recorder, RecordedAt: row.RecordedAt, Versions: row.Superseded, Correct: path}
	view.Office, view.Source = s.sayCodes("office", []string{row.Office}, d.visit), s.sayCodes("source", []string{row.Source}, d.visit)
	if view.Running = t.End != "" && row.Values[t.End] == ""; view.Running && t.Name != t.Subject {
		view.End = path + "/end"
	}
	for _, v := range row.Variables {
		value := valueView{Name: v.Name, Masked: c.Masked && postgres.TellsWhere(v), Text: s.sayValue(v, row.Values[v.Column], d.visit)}
		if row.Superseded > 0 {
			value.History = path + "/history/" + v.Column
		}
		if value.Text != "" || value.Masked || value.History != "" {
			view.Values = append(view.Values, value)
		}
	}
	for _, v := range s.Catalogue.TableVariables(row.Table) {
		if said := s.sayLink(v, row.Values[v.Column], c, names, d.visit); said != "" && row.Variables[0].Item == s.mainItem(t) {
			view.Values = append(view.Values, valueView{Name: v.Name, Text: said})
		}
	}
	return view
}

// sayValue writes a stored value as people read it.
func (s *server) sayValue(v registers.Variable, value string, visit *visit) string {
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
