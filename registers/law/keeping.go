package law

import (
	"slices"
	"strings"

	"tietolupa/registers"
)

// RetentionRules lists every version of how long things are kept, past and to
// come, as registers.RemovableFrom wants them (4.3a, V.1, V.2).
func (t *Tables) RetentionRules() []registers.RetentionRule { return slices.Clone(t.retention) }

// RetentionRules lists every version of the tables built in. It panics when they
// are broken, which a test rules out.
func RetentionRules() []registers.RetentionRule { return builtIn().RetentionRules() }

// Retention lists the rules in force for a register that day; several where
// items differ (V.2). It fails when there is none.
func (l Law) Retention(register string) ([]registers.RetentionRule, error) {
	var all []registers.RetentionRule
	for _, r := range l.tables.retention {
		if r.Register == register && (Version{From: r.From, Until: r.Until}).On(l.day) {
			all = append(all, r)
		}
	}
	if len(all) == 0 {
		return nil, l.unknown("retention of register", register)
	}
	return all, nil
}

// A Secrecy is the kind of a ground of 24.1 § of the Publicity Act.
type Secrecy string

const (
	Absolute       Secrecy = "absolute" // salainen ilman vahinkoedellytystä
	PresumedSecret Secrecy = "secret"   // salassapito-olettama
	PresumedPublic Secrecy = "public"   // julkisuusolettama
)

// A Ground is why something is secret, and for how long (24.1 §, 31 §).
type Ground struct {
	Item      string // of 24.1 §
	Secrecy   Secrecy
	Years     int
	Counted   string // from the document or from the death of whom it protects
	Otherwise int    // years from the document when the day of death is unknown
	Name      registers.Names
	Version
}

// Ground finds a ground of secrecy by its item.
func (l Law) Ground(item string) (Ground, error) {
	for _, g := range l.tables.grounds {
		if g.Item == item && g.On(l.day) {
			return g, nil
		}
	}
	return Ground{}, l.unknown("ground", item)
}

// SecretUntil is the last day of secrecy (31 §) of a document of that day, of a
// person who died on that day or whose death is unknown.
func (g Ground) SecretUntil(document, death registers.Day) registers.Day {
	switch {
	case g.Counted != "death":
		return document.AddDate(g.Years, 0, 0)
	case !death.IsZero():
		return death.AddDate(g.Years, 0, 0)
	}
	return document.AddDate(g.Otherwise, 0, 0)
}

// A ConsentItem is one item of the closed list of 6 § 2–3 mom, and the items of
// 3 § whose variables it covers.
type ConsentItem struct {
	Item    string
	Content []string
	Months  int // of unbroken unemployment that 6.2.6 tells
	Name    registers.Names
	Version
}

// ConsentItems lists what may be disclosed to an employer with consent.
func (l Law) ConsentItems() ([]ConsentItem, error) {
	var all []ConsentItem
	for _, c := range l.tables.consents {
		if c.On(l.day) {
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return nil, l.unknown("consent", "")
	}
	return all, nil
}

// MayDisclose is registers.MayDisclose under the law of the day: v's item must
// also be on that day's closed list, and belong to content that the list covers
// (6.2).
func (l Law) MayDisclose(c registers.Consent, v registers.Variable, d registers.EmployerDisclosure) error {
	list, err := l.ConsentItems()
	if err != nil {
		return err
	}
	covered := slices.ContainsFunc(list, func(i ConsentItem) bool {
		return i.Item == v.Consent && slices.Contains(i.Content, strings.TrimSpace(v.Item))
	})
	if !covered {
		v.Consent = "" // not on the list: refused by 6.2
	}
	return registers.MayDisclose(c, v, d, l.day)
}
