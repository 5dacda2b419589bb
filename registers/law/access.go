package law

import (
	"slices"

	"tietolupa/registers"
)

// An AccessGround is what an access right may rest on: an item of 5 § 2 mom
// (5.2), a commission of 3 mom (5.3), or the act on the joint service (1.2b),
// and how far it reaches.
type AccessGround struct {
	Ground        string   // "5.2.1" to "5.2.8", "5.3a", "5.3b", "1.2b"
	Registers     []string // whose items it reaches
	Only          []string // items, when it does not reach all of the registers
	Parties       []registers.Party
	Uses          []string          // of 5.1c: customer, matter, oversight
	Powers        []string          // at most
	Commissioners []registers.Party // of an outside body; nil without a commission
	Tasks         []string          // of a commission
	Months        int               // a right's longest term
	Unused        int               // days without use before a right is reviewed
	Soon          int               // days before its end
	Legacy        int               // months that a right from before the act may wait for its review; 0: none may be imported
	Name          registers.Names
	Version
}

// AccessGrounds lists what rights may rest on that day, in the order of the
// table.
func (l Law) AccessGrounds() (all []AccessGround) {
	for _, g := range l.tables.accessGrounds {
		if g.On(l.day) {
			all = append(all, g)
		}
	}
	return all
}

// AccessGround finds a ground; it fails when it is not in the law that day.
func (l Law) AccessGround(ground string) (AccessGround, error) {
	for _, g := range l.tables.accessGrounds {
		if g.Ground == ground && g.On(l.day) {
			return g, nil
		}
	}
	return AccessGround{}, l.unknown("ground of access", ground)
}

// Reaches says whether a right on this ground may hold an item of data.
func (g AccessGround) Reaches(i Item) bool {
	in := i.Register == "" || slices.Contains(g.Registers, i.Register)
	return in && (len(g.Only) == 0 || slices.Contains(g.Only, i.Item))
}

// Reached lists every item that a right on ground g may hold that day: those of
// each register, then those that are of every one.
func (l Law) Reached(g AccessGround) (all []Item) {
	for _, register := range append(Registers(), "") {
		for _, i := range l.OwnItems(register) {
			if g.Reaches(i) {
				all = append(all, i)
			}
		}
	}
	return all
}

// Applicant finds the line that lets a kind of body apply for access to a
// register that day (5.1a).
func (l Law) Applicant(register string, party registers.Party) (Applicant, error) {
	for _, a := range l.tables.access {
		if a.Register == register && a.Party == party && a.On(l.day) {
			return a, nil
		}
	}
	return Applicant{}, l.unknown("applicant for access to register "+register, string(party))
}

func (t *Tables) accessGround(r *row) {
	g := AccessGround{
		Ground: r.must("ground"), Registers: listOf(r, "registers", Registers()...), Only: r.list("items"),
		Parties: listOf(r, "parties", registers.Parties()...),
		Uses:    listOf(r, "uses", "customer", "matter", "oversight"),
		Powers:  listOf(r, "powers", "search", "read", "write", "disclose", "extract", "administer"),
		Months:  r.number("months", false), Unused: r.number("unused", false), Soon: r.number("soon", false),
		Legacy: r.number("legacy", true), Name: r.names(),
	}
	for _, item := range g.Only {
		if !slices.ContainsFunc(t.items, func(i Item) bool { return i.Item == item && slices.Contains(g.Registers, i.Register) }) {
			r.bad("item %q is not of the registers in items.csv: correct it", item)
		}
	}
	if r.text("commissioners") != "" || r.text("tasks") != "" {
		g.Commissioners = listOf(r, "commissioners", registers.Parties()...)
		g.Tasks = listOf(r, "tasks", "evaluation", "audit", "study", "development", "maintenance")
	}
	g.Version = r.version(g.Ground)
	t.accessGrounds = append(t.accessGrounds, g)
}
