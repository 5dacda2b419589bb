package descriptions

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tietolupa/registers"
	"tietolupa/registers/law"
)

// general tells the day, the catalogue and the authority.
func (w *writer) general() {
	w.doc.Facts = []Fact{
		{w.say("fact.day"), w.day(w.Law.Day())},
		{w.say("fact.authority"), w.Contact.Name.In(w.Language)},
		{w.say("fact.contact"), strings.Join(slices.DeleteFunc([]string{w.Contact.Address.In(w.Language), w.Contact.Email, w.Contact.Phone},
			func(s string) bool { return s == "" }), "; ")},
		{w.say("fact.officer"), w.say("officer", "registry", w.Contact.Email)},
		{w.say("fact.catalogue"), w.Catalogue.Hash()[:16]},
	}
}

// party names a kind of body: by its own name where there is one, otherwise in
// general, as the tables of that day may hold hundreds.
func (w *writer) party(p registers.Party) string {
	if all := w.Law.Organisations(p); len(all) == 1 && p != registers.Authority {
		return all[0].Name.In(w.Language)
	}
	return w.say("party." + string(p))
}

func (w *writer) parties(all []registers.Party) string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = w.party(p)
	}
	return strings.Join(names, "; ")
}

// controllers tells who the joint controllers and processors are (2.1a, 2.1b).
func (w *writer) controllers(register string) Table {
	t := Table{Caption: w.say("table.controllers"), Heads: w.heads("body", "role", "clients", "source")}
	all, err := w.Law.Controllers(register)
	if err != nil {
		w.fail(err)
	}
	for _, c := range all {
		clients := w.say("clients.all")
		if c.OwnClients {
			clients = w.say("clients.own") // 2.3b
		}
		t.Rows = append(t.Rows, []string{w.party(c.Party), w.say("role." + string(c.Role)), clients, c.Source})
	}
	return t
}

// duties tells who answers for which duty (2.2, 2.3a).
func (w *writer) duties(register string) Table {
	t := Table{Caption: w.say("table.duties"), Heads: w.heads("duty", "provision", "answers", "source")}
	all := w.Law.Duties(register)
	if len(all) == 0 {
		w.fail(fmt.Errorf("duties in register %q: %w", register, law.ErrUnknown))
	}
	for _, d := range all {
		t.Rows = append(t.Rows, []string{d.Name.In(w.Language), d.Provision, w.parties(d.Parties), d.Source})
	}
	return t
}

// bases lists the acts, the one that prevails first (1.2b, 1.3), and the
// articles of the GDPR that processing rests on.
func (w *writer) bases(register string) []string {
	all, err := w.Law.Precedence(register)
	if err != nil {
		w.fail(err)
	}
	lines := []string{w.say("bases.articles")}
	for _, b := range all {
		lines = append(lines, upper(b.Name.In(w.Language)))
	}
	return lines
}

// purposes lists the closed list of 1.1.
func (w *writer) purposes() []string {
	all, err := w.Law.Purposes()
	if err != nil {
		w.fail(err)
	}
	var lines []string
	for _, p := range all {
		lines = append(lines, p.Name.In(w.Language))
	}
	return lines
}

// content tells what the register holds, item by item of 3 §, as the catalogue
// has it that day. A variable of an item that the law of the day does not know
// stops the document.
func (w *writer) content(register string) Table {
	t := Table{Caption: w.say("table.content"), Heads: w.heads("item", "category", "data", "special", "ground")}
	byItem := map[string][]registers.Variable{}
	for _, v := range w.Catalogue.Variables() {
		if v.Register == register && v.Kind == registers.Stored && w.Catalogue.Valid(v, w.Law.Day()) {
			byItem[v.Item] = append(byItem[v.Item], v)
		}
	}
	for _, item := range w.Law.Items(register) {
		variables := byItem[item.Item]
		delete(byItem, item.Item)
		if len(variables) == 0 {
			continue
		}
		special, grounds, tables := false, []string{}, []string{}
		byTable := map[string][]string{}
		for _, v := range variables {
			special = special || v.Class == registers.Special
			if v.Ground != "" && !slices.Contains(grounds, v.Ground) {
				grounds = append(grounds, v.Ground)
			}
			if byTable[v.Table] == nil {
				tables = append(tables, v.Table)
			}
			byTable[v.Table] = append(byTable[v.Table], v.Name.In(w.Language))
		}
		var data []string
		for _, name := range tables {
			table, _ := w.Catalogue.Table(name)
			data = append(data, table.Name3.In(w.Language)+": "+strings.Join(byTable[name], ", "))
		}
		slices.Sort(grounds)
		t.Rows = append(t.Rows, []string{item.Item, item.Name.In(w.Language), strings.Join(data, "; ") + ".", w.yes(special), strings.Join(grounds, ", ")})
	}
	for item := range byItem {
		w.fail(fmt.Errorf("item %q of register %q: %w", item, register, law.ErrUnknown))
	}
	return t
}

// recipients tells to whom data may be disclosed.
func (w *writer) recipients(register string) Table {
	t := Table{Caption: w.say("table.recipients"), Heads: w.heads("recipient", "source")}
	all, err := w.Law.Recipients(register)
	if err != nil {
		w.fail(err)
	}
	for _, r := range all {
		t.Rows = append(t.Rows, []string{r.Name.In(w.Language), r.Source})
	}
	return t
}

// retention words the rules of 4.3a in force.
func (w *writer) retention(register string) Table {
	t := Table{Caption: w.say("table.retention"), Heads: w.heads("what", "years", "event", "source")}
	all, err := w.Law.Retention(register)
	if err != nil {
		w.fail(err)
	}
	for _, r := range all {
		what := w.say("retention.all")
		if len(r.Items) > 0 {
			what = w.say("retention.items", "items", strings.Join(r.Items, ", "))
		}
		events := make([]string, len(r.Events))
		for i, e := range r.Events {
			events[i] = w.say("event." + string(e))
		}
		t.Rows = append(t.Rows, []string{what, strconv.Itoa(r.Years), strings.Join(events, "; "), r.Source})
	}
	return t
}

// measures lists the measures of security.
func (w *writer) measures() Table {
	t := Table{Caption: w.say("table.measures"), Heads: w.heads("measure", "provision")}
	all, err := w.Law.Measures()
	if err != nil {
		w.fail(err)
	}
	for _, m := range all {
		t.Rows = append(t.Rows, []string{m.Name.In(w.Language), m.Provision})
	}
	return t
}

// rights tells how far each right of the data subject reaches (4.2).
func (w *writer) rights(register string) Table {
	t := Table{Caption: w.say("table.rights"), Heads: w.heads("right", "extent", "why", "provision")}
	for _, kind := range registers.RequestKinds() {
		right, err := w.Law.Right(kind, register)
		if err != nil {
			w.fail(err)
			continue
		}
		t.Rows = append(t.Rows, []string{w.say("right." + string(kind)), w.say("extent." + string(right.Extent)),
			right.Why.In(w.Language), right.Provision})
	}
	return t
}

// sources lists where data come from, by the catalogue's own list (4.1b).
func (w *writer) sources() []string {
	var all []string
	for _, c := range w.Catalogue.Codes("source") {
		if c.Valid(w.Law.Day()) {
			all = append(all, c.Name.In(w.Language))
		}
	}
	if len(all) == 0 {
		w.fail(fmt.Errorf("list of sources: %w", law.ErrUnknown))
	}
	return all
}

// registerName is a register in words.
func (w *writer) registerName(register string) string { return w.say("register." + register) }

func upper(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[0])) + string(r[1:])
}
