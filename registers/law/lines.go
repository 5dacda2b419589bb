package law

import (
	"slices"
	"strings"

	"tietolupa/registers"
)

func (t *Tables) organisation(r *row) {
	o := Organisation{Code: r.must("code"), Party: oneOf(r, "kind", registers.Parties()...)}
	o.Version = r.version(o.Code)
	switch list := r.text("list"); list {
	case "":
		o.Name = r.names()
	case "office", "ely", "municipality": // the name stands in codes.csv
		code := strings.TrimPrefix(strings.TrimPrefix(o.Code, "ELY"), "M")
		v, ok := t.catalogue.Code(list, code)
		if !ok {
			r.bad("%q is not a code of list %q: add it to codes.csv or correct it", code, list)
		}
		if r.text("fi")+r.text("sv")+r.text("en") != "" {
			r.bad("names beside list %q: leave them empty, they stand in codes.csv", list)
		}
		o.Name = v.Name
	default:
		r.bad("unknown list %q: write office, ely, municipality or nothing", list)
	}
	t.organisations = append(t.organisations, o)
}

func (t *Tables) area(r *row) {
	a := areaLine{level: oneOf(r, "level", "region", "municipality"), code: r.must("code"), body: r.must("body")}
	a.Version = r.version(a.level, a.code, a.body)
	if _, ok := t.catalogue.Code(a.level, a.code); !ok {
		r.bad("%q is not a code of list %q: correct it", a.code, a.level)
	}
	if !slices.ContainsFunc(t.organisations, func(o Organisation) bool { return o.Code == a.body && o.On(a.From) }) {
		r.bad("%q is no body on %s: add it to organisations.csv", a.body, a.From)
	}
	t.areas = append(t.areas, a)
}

func (t *Tables) basis(r *row) {
	b := Basis{Kind: oneOf(r, "kind", BasisKinds()...), Name: r.names()}
	b.Version = r.version(string(b.Kind))
	t.bases = append(t.bases, b)
}

func (t *Tables) precede(r *row) {
	kind := oneOf(r, "kind", BasisKinds()...)
	rank := r.number("rank", false)
	for _, register := range listOf(r, "register", Registers()...) {
		t.precedence = append(t.precedence, precedenceLine{register, rank, kind, r.version(register, r.text("rank"))})
	}
}

func (t *Tables) purpose(r *row) {
	p := Purpose{Code: oneOf(r, "code", registers.Purposes()...), Name: r.names()}
	p.Version = r.version(string(p.Code))
	t.purposes = append(t.purposes, p)
}

func (t *Tables) item(r *row) {
	i := Item{Item: r.must("item"), Register: oneOf(r, "register", append(Registers(), "")...), Name: r.names()}
	i.Version = r.version(i.Item)
	t.items = append(t.items, i)
}

func (t *Tables) controller(r *row) {
	party := oneOf(r, "party", registers.Parties()...)
	role := oneOf(r, "role", registers.JointController, registers.Processor)
	own := oneOf(r, "clients", "all", "own") == "own"
	for _, register := range listOf(r, "register", Registers()...) {
		v := r.version(register, string(party))
		t.controllers = append(t.controllers, registers.Controller{
			Register: register, Party: party, Role: role, OwnClients: own, From: v.From, Until: v.Until, Source: v.Source,
		})
	}
}

// answering names the kinds of duties by who answers for them.
var answering = []string{"system", "client", "store", "remove", "permit"}

func (t *Tables) duty(r *row) {
	d := dutyLine{answers: oneOf(r, "answers", answering...), duty: registers.Duty{
		Code: r.must("duty"), Provision: r.must("provision"), Name: r.names(),
	}}
	d.Version = r.version(d.duty.Code)
	d.duty.Rule = d.Rule
	t.duties = append(t.duties, d)
}

func (t *Tables) answer(r *row) {
	kind := oneOf(r, "answers", answering...)
	parties := listOf(r, "parties", registers.Parties()...)
	for _, register := range listOf(r, "register", Registers()...) {
		t.answers = append(t.answers, answerLine{kind, register, parties, r.version(kind, register)})
	}
}

func (t *Tables) retain(r *row) {
	rule := registers.RetentionRule{
		ID: r.must("id"), Items: r.list("items"), Years: r.number("years", false),
		Events: listOf(r, "events", registers.ClientshipEnd, registers.ContractEnd, registers.JointServiceEnd, registers.EntryMade),
	}
	for _, item := range rule.Items {
		if !slices.ContainsFunc(t.items, func(i Item) bool { return i.Item == item }) {
			r.bad("item %q is not in items.csv: correct it", item)
		}
	}
	for _, register := range listOf(r, "register", Registers()...) {
		v := r.version(register, r.text("items"))
		rule.Register, rule.From, rule.Until, rule.Source = register, v.From, v.Until, v.Source
		t.retention = append(t.retention, rule)
	}
}

func (t *Tables) ground(r *row) {
	g := Ground{
		Item: r.must("item"), Secrecy: oneOf(r, "secrecy", Absolute, PresumedSecret, PresumedPublic), Years: r.number("years", false),
		Counted: oneOf(r, "counted", "document", "death"), Otherwise: r.number("otherwise", true), Name: r.names(),
	}
	if (g.Counted == "death") != (g.Otherwise > 0) {
		r.bad("otherwise %d: give the years for an unknown day of death, and only then", g.Otherwise)
	}
	g.Version = r.version(g.Item)
	t.grounds = append(t.grounds, g)
}

func (t *Tables) consent(r *row) {
	c := ConsentItem{Item: r.must("item"), Content: r.list("content"), Months: r.number("months", true), Name: r.names()}
	for _, item := range c.Content {
		if !slices.ContainsFunc(t.items, func(i Item) bool { return i.Item == item && i.Register == "person" }) {
			r.bad("content %q is not an item of the person register: correct it", item)
		}
	}
	c.Version = r.version(c.Item)
	t.consents = append(t.consents, c)
}

func (t *Tables) right(r *row) {
	right := registers.Right{
		Kind: oneOf(r, "article", registers.RequestKinds()...), Extent: oneOf(r, "extent", registers.Full, registers.Limited, registers.None),
		Rule: r.must("rule"), Provision: r.must("provision"), Why: r.names(),
	}
	for _, register := range listOf(r, "register", Registers()...) {
		right.Register = register
		t.rights = append(t.rights, rightLine{right, r.version(register, string(right.Kind))})
	}
}

func (t *Tables) applicant(r *row) {
	a := Applicant{
		Party:  oneOf(r, "party", registers.Parties()...),
		Holder: oneOf(r, "holder", "official", "person"), Grantor: oneOf(r, "grantor", "keha", "self"),
	}
	for _, register := range listOf(r, "register", Registers()...) {
		a.Register, a.Version = register, r.version(register, string(a.Party))
		t.access = append(t.access, a)
	}
}
