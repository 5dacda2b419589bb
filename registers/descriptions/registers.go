package descriptions

import (
	"fmt"
	"slices"
	"strings"

	"tietolupa/registers"
	"tietolupa/registers/law"
)

// Processing is the record of processing activities of the whole system (GDPR
// 30(1), 1.3) on the day of in.Law: each register is one activity. It fails on
// a day that the tables of the law do not cover, and when the catalogue holds
// what the law of the day does not know.
func Processing(in Input) (Document, error) {
	w := begin(in, ProcessingRecord)
	w.general()
	for _, register := range law.Registers() {
		s := w.register(register)
		s.Text = []string{w.say("subjects." + register)}
		w.section("controllers", 2).Tables = []Table{w.controllers(register)}
		w.section("duties", 2).Tables = []Table{w.duties(register)}
		w.section("bases", 2).Text = w.bases(register)
		w.section("purposes", 2).Text = w.purposes()
		w.section("content", 2).Tables = []Table{w.content(register)}
		w.section("recipients", 2).Tables = []Table{w.recipients(register)}
		w.section("retention", 2, w.say("retention.holds")).Tables = []Table{w.retention(register)}
	}
	w.section("transfers", 1, w.say("transfers.none"))
	w.section("measures", 1).Tables = []Table{w.measures()}
	return w.finish()
}

// Information is the description of one register for those whose data it holds
// (GDPR 14(1)–(2), 26(2), 2.2–2.3). It fails as Processing does, and for a
// register that does not exist.
func Information(in Input, register string) (Document, error) {
	w := begin(in, SubjectInformation)
	if !slices.Contains(law.Registers(), register) {
		w.fail(fmt.Errorf("register %q: %w", register, law.ErrUnknown))
		return w.finish()
	}
	w.doc.Title = w.registerName(register) + ": " + w.doc.Title
	w.general()
	w.section("subjects", 1, w.say("subjects."+register))
	w.section("controllers", 1).Tables = []Table{w.controllers(register)}
	w.section("duties", 1, w.say("duties.text")).Tables = []Table{w.duties(register)}
	w.section("purposes", 1).Text = w.purposes()
	w.section("bases", 1).Text = w.bases(register)
	w.section("content", 1).Tables = []Table{w.content(register)}
	w.section("sources", 1).Text = append([]string{w.say("sources.text")}, w.sources()...)
	w.section("recipients", 1).Tables = []Table{w.recipients(register)}
	w.section("transfers", 1, w.say("transfers.none"))
	w.section("retention", 1, w.say("retention.holds")).Tables = []Table{w.retention(register)}
	w.section("rights", 1, w.say("rights.text")).Tables = []Table{w.rights(register)}
	w.section("complaint", 1, w.say("complaint.text"))
	w.section("automated", 1, w.say("automated.none"))
	return w.finish()
}

// Publicity is the publicity description (TiHL 28 §): which registers there
// are, what they hold, by what data are found, whom to ask, and what is open.
func Publicity(in Input) (Document, error) {
	w := begin(in, PublicityDescription)
	w.general()
	w.section("request", 1, w.say("request.text", "registry", w.Contact.Email))
	for _, register := range law.Registers() {
		w.register(register).Text = []string{w.say("subjects." + register)}
		w.section("datasets", 2).Tables = []Table{w.datasets(register)}
		w.section("search", 2).Text = w.searches(register)
	}
	w.section("cases", 1, w.say("cases.text")).Facts = []Fact{
		{w.say("cases.holds"), w.say("cases.holds.text")}, {w.say("cases.search"), w.say("cases.search.text")},
	}
	w.section("secrecy", 1).Tables = []Table{w.grounds()}
	w.section("open", 1, w.say("open.text"))
	return w.finish()
}

// register begins a register's part.
func (w *writer) register(register string) *Section {
	s := w.section("register", 1)
	s.Code, s.Heading = register, w.registerName(register)
	return s
}

// datasets lists the tables of a register with their items and secrecy.
func (w *writer) datasets(register string) Table {
	t := Table{Caption: w.say("table.datasets"), Heads: w.heads("dataset", "item", "ground")}
	for _, table := range w.Catalogue.Tables() {
		if table.Register != register {
			continue
		}
		var items, grounds []string
		for _, v := range w.Catalogue.TableVariables(table.Name) {
			if v.Kind != registers.Stored || !w.Catalogue.Valid(v, w.Law.Day()) {
				continue
			}
			if !slices.Contains(items, v.Item) {
				items = append(items, v.Item)
			}
			if v.Ground != "" && !slices.Contains(grounds, v.Ground) {
				grounds = append(grounds, v.Ground)
			}
		}
		if len(items) == 0 {
			continue
		}
		slices.Sort(items)
		slices.Sort(grounds)
		t.Rows = append(t.Rows, []string{table.Name3.In(w.Language), strings.Join(items, ", "), strings.Join(grounds, ", ")})
	}
	return t
}

// searches lists by what a register is searched: the names and codes of whom
// its own tables are about (TiHL 28.1 §).
func (w *writer) searches(register string) []string {
	var all []string
	for _, table := range w.Catalogue.Tables() {
		if table.Register != register {
			continue
		}
		for _, v := range w.Catalogue.TableVariables(table.Name) {
			identifies := v.Rules["format"] == "hetu" || v.Rules["format"] == "business_id" || v.Column == "name" || v.Column == "family_name"
			if v.Kind == registers.Stored && v.Class == registers.Direct && identifies && w.Catalogue.Valid(v, w.Law.Day()) {
				all = append(all, v.Name.In(w.Language))
			}
		}
	}
	if len(all) == 0 { // a sub-register is searched as the register it belongs to
		all = append(all, w.say("search.as.person"))
	}
	return all
}

// grounds words every ground of secrecy that the catalogue names (24.1 §).
func (w *writer) grounds() Table {
	t := Table{Caption: w.say("table.grounds"), Heads: w.heads("ground", "what", "years")}
	seen := map[string]bool{}
	var items []string
	for _, v := range w.Catalogue.Variables() {
		if v.Ground != "" && !seen[v.Ground] {
			seen[v.Ground], items = true, append(items, v.Ground)
		}
	}
	slices.Sort(items)
	for _, item := range items {
		g, err := w.Law.Ground(item)
		if err != nil {
			w.fail(err)
			continue
		}
		years := w.say("secret.document", "years", fmt.Sprint(g.Years))
		if g.Counted == "death" {
			years = w.say("secret.death", "years", fmt.Sprint(g.Years), "otherwise", fmt.Sprint(g.Otherwise))
		}
		t.Rows = append(t.Rows, []string{item, g.Name.In(w.Language), years})
	}
	return t
}
