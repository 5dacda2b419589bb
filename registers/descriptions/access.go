package descriptions

import (
	"fmt"
	"strings"
	"time"

	"tietolupa/registers"
	"tietolupa/registers/law"
)

// Access is the answer to a data subject's request for access (GDPR 15): report
// in words, with purposes, legal bases, recipients, retention and rights of the
// day of in.Law. What report withholds it says so and with which ground; what is
// not in report it cannot say. It fails when report holds a variable that the
// catalogue does not.
func Access(in Input, report registers.SubjectReport) (Document, error) {
	w := begin(in, AccessReply)
	w.general()
	w.section("person", 1).Facts = w.who(report)
	w.held(report)
	if len(report.Withheld) > 0 {
		w.section("withheld", 1, w.say("withheld.text")).Tables = []Table{w.withheld(report)}
	}
	text := "readings.text"
	if report.Decision != "" {
		text = "readings.named"
	}
	w.optional("readings", w.say(text, "decision", report.Decision), "readings.none", w.readings(report))
	w.optional("extracts", w.say("extracts.text"), "extracts.none", w.extracts(report))
	w.optional("disclosures", "", "disclosures.none", w.disclosures(report))
	w.section("purposes", 1).Text = w.purposes()
	w.section("bases", 1).Text = w.bases(report.Register)
	w.section("recipients", 1).Tables = []Table{w.recipients(report.Register)}
	w.section("sources", 1).Text = append([]string{w.say("sources.text")}, w.sources()...)
	w.section("retention", 1, w.say("retention.holds")).Tables = []Table{w.retention(report.Register)}
	w.section("rights", 1, w.say("rights.text")).Tables = []Table{w.rights(report.Register)}
	w.section("complaint", 1, w.say("complaint.text"))
	w.section("automated", 1, w.say("automated.none"))
	return w.finish()
}

// optional writes a section with a table, or that there is nothing to tell.
func (w *writer) optional(code, lead, none string, t Table) {
	s := w.section(code, 1)
	if len(t.Rows) == 0 {
		s.Text = []string{w.say(none)}
		return
	}
	if lead != "" {
		s.Text = []string{lead}
	}
	s.Tables = []Table{t}
}

func (w *writer) who(r registers.SubjectReport) []Fact {
	facts := []Fact{{w.say("fact.name"), r.Name}, {w.say("fact.code"), strings.Join(r.Codes, ", ")}}
	if r.Protected {
		facts = append(facts, Fact{w.say("fact.protected"), w.yes(true)})
	}
	if r.Request != "" {
		facts = append(facts, Fact{w.say("fact.request"), r.Request})
	}
	return facts
}

// held writes the rows, register by register and table by table.
func (w *writer) held(r registers.SubjectReport) {
	byTable := map[string][]registers.HeldRow{}
	for _, row := range r.Held {
		byTable[row.Table] = append(byTable[row.Table], row)
	}
	w.section("held", 1, w.say("held.text"))
	for _, register := range law.Registers() {
		var tables []Table
		for _, t := range w.Catalogue.Tables() {
			rows := byTable[t.Name]
			if t.Register != register || len(rows) == 0 {
				continue
			}
			delete(byTable, t.Name)
			table := Table{Caption: t.Name3.In(w.Language), Heads: w.heads("held", "office", "from", "recorded")}
			for _, row := range rows {
				table.Rows = append(table.Rows, []string{w.values(row), w.code("office", row.Office), w.code("source", row.Source), w.recorded(row)})
			}
			tables = append(tables, table)
		}
		if len(tables) > 0 {
			s := w.section("register", 2)
			s.Code, s.Heading, s.Tables = register, w.registerName(register), tables
		}
	}
	for table := range byTable {
		w.fail(fmt.Errorf("table %q is not in the catalogue", table))
	}
}

func (w *writer) values(row registers.HeldRow) string {
	parts := make([]string, 0, len(row.Values))
	for _, held := range row.Values {
		v, ok := w.Catalogue.Variable(held.Variable)
		if !ok {
			w.fail(fmt.Errorf("variable %q is not in the catalogue", held.Variable))
			continue
		}
		parts = append(parts, v.Name.In(w.Language)+": "+w.value(v, held.Value))
	}
	return strings.Join(parts, "; ")
}

// value writes a value as people read it.
func (w *writer) value(v registers.Variable, s string) string {
	switch v.Type {
	case registers.Code:
		return w.code(v.Codes, s)
	case registers.Date:
		if d, err := registers.ParseDay(s); err == nil {
			return w.day(d)
		}
	case registers.Flag:
		return w.yes(s == "true")
	case registers.Decimal:
		if w.Language != "en" {
			return strings.ReplaceAll(s, ".", ",")
		}
	}
	return s
}

// code names a code; one that no list has any longer stands as it is.
func (w *writer) code(list, code string) string {
	if c, ok := w.Catalogue.Code(list, code); ok {
		return c.Name.In(w.Language)
	}
	return code
}

func (w *writer) recorded(row registers.HeldRow) string {
	s := w.moment(row.RecordedAt)
	if row.Replaced != nil {
		s = w.say("replaced", "from", s, "to", w.moment(*row.Replaced))
	}
	if row.Recorder != "" {
		s += "; " + row.Recorder
	}
	return s
}

func (w *writer) readings(r registers.SubjectReport) Table {
	t := Table{Caption: w.say("table.readings"), Heads: w.heads("time", "unit", "purpose", "act")}
	if r.Decision != "" {
		t.Heads = append(t.Heads, w.say("head.official"))
	}
	purposes := map[registers.Purpose]string{}
	for _, p := range registers.Purposes() {
		purposes[p] = string(p)
	}
	if all, err := w.Law.Purposes(); err == nil {
		for _, p := range all {
			purposes[p.Code] = p.Name.In(w.Language)
		}
	}
	for _, a := range r.Readings {
		unit := a.Unit
		if unit == "" {
			unit = w.say("unit.unknown")
		}
		act := w.known("act."+a.Act, w.say("act.other"))
		if table, ok := w.Catalogue.Table(a.What); ok {
			act += ": " + table.Name3.In(w.Language)
		}
		row := []string{w.moment(a.At), unit, purposes[a.Purpose], act}
		if r.Decision != "" {
			row = append(row, a.Official)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (w *writer) extracts(r registers.SubjectReport) Table {
	t := Table{Caption: w.say("table.extracts"), Heads: w.heads("time", "recipient", "purpose", "basis", "tables")}
	for _, e := range r.Extracts {
		var tables []string
		for _, name := range e.Tables {
			if table, ok := w.Catalogue.Table(name); ok {
				name = table.Name3.In(w.Language)
			}
			tables = append(tables, name)
		}
		t.Rows = append(t.Rows, []string{w.moment(e.Delivered), e.Recipient, w.known("inside."+e.Purpose, e.Purpose),
			w.say("inside."+e.Kind) + " " + strings.ReplaceAll(e.Basis, "-", "/") + ", " + e.Provision, strings.Join(tables, ", ")})
	}
	return t
}

func (w *writer) disclosures(r registers.SubjectReport) Table {
	t := Table{Caption: w.say("table.disclosures"), Heads: w.heads("time", "recipient", "basis", "what")}
	for _, d := range r.Disclosures {
		t.Rows = append(t.Rows, []string{w.moment(d.At), d.Recipient, d.Basis, d.What})
	}
	return t
}

func (w *writer) withheld(r registers.SubjectReport) Table {
	t := Table{Caption: w.say("table.withheld"), Heads: w.heads("what", "provision", "reason")}
	for _, h := range r.Withheld {
		table, _ := w.Catalogue.Table(h.Table)
		what := table.Name3.In(w.Language)
		if v, ok := w.Catalogue.Column(h.Table, h.Column); ok {
			what += ": " + v.Name.In(w.Language)
		}
		t.Rows = append(t.Rows, []string{what, w.say("ground." + string(h.Ground)), h.Reason})
	}
	return t
}

// known gives a text when there is one, and otherwise what to say without.
func (w *writer) known(key, otherwise string) string {
	if n, ok := texts()[key]; ok {
		return n.In(w.Language)
	}
	return otherwise
}

func (w *writer) moment(t time.Time) string {
	switch w.Language {
	case "sv":
		return t.Format("2.1.2006 kl. 15.04")
	case "en":
		return t.Format("2 January 2006 at 15:04")
	}
	return t.Format("2.1.2006 klo 15.04")
}
