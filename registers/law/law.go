package law

import (
	"errors"
	"fmt"
	"slices"

	"tietolupa/registers"
)

// ErrUnknown says that the law of a day does not know what was asked. Unknown
// means refuse: nobody may put a default in its place.
var ErrUnknown = errors.New("not in the law of that day")

// A Law is the law of one day.
type Law struct {
	tables *Tables
	day    registers.Day
}

// On is the law of a day, from the tables built in. Which day counts depends on
// the question: the decision's for legal bases, the delivery's for controllers,
// today's for retention. It panics when the tables built in are broken, which a
// test rules out.
func On(day registers.Day) Law { return builtIn().On(day) }

func builtIn() *Tables {
	t, err := Load()
	if err != nil {
		panic(err)
	}
	return t
}

// On is the law of a day by these tables.
func (t *Tables) On(day registers.Day) Law { return Law{t, day} }

// Day is the day whose law it is.
func (l Law) Day() registers.Day { return l.day }

func (l Law) unknown(what, name string) error {
	return fmt.Errorf("law on %s: %s %q: %w", l.day, what, name, ErrUnknown)
}

// An Organisation is an authority under the name it has during a period.
type Organisation struct {
	Code  string
	Party registers.Party
	Name  registers.Names
	Version
}

// Organisation finds an authority by its code; it fails when there is none that
// day.
func (l Law) Organisation(code string) (Organisation, error) {
	for _, o := range l.tables.organisations {
		if o.Code == code && o.On(l.day) {
			return o, nil
		}
	}
	return Organisation{}, l.unknown("organisation", code)
}

// Organisations lists the authorities of a kind that day.
func (l Law) Organisations(party registers.Party) (all []Organisation) {
	for _, o := range l.tables.organisations {
		if o.Party == party && o.On(l.day) {
			all = append(all, o)
		}
	}
	return all
}

// A Basis is what processing rests on, in words for a letter or a record.
type Basis struct {
	Kind BasisKind
	Name registers.Names
	Version
}

// A BasisKind is what is looked up: an act as a whole, or the section on
// something in the act on the customer information system.
type BasisKind string

const (
	SystemAct    BasisKind = "system" // 447/2020, 337/2022, 380/2023
	JointAct     BasisKind = "joint"  // 448/2020, 339/2022, 381/2023
	GDPR         BasisKind = "gdpr"   // 1.3
	TSL          BasisKind = "tsl"    // 1.3
	PublicityAct BasisKind = "publicity"
	ArchivesAct  BasisKind = "archives" // 4.4

	PurposesSection    BasisKind = "purposes"
	ControllersSection BasisKind = "controllers"
	ContentSection     BasisKind = "content"
	StoringSection     BasisKind = "storing"
	RetentionSection   BasisKind = "retention"
	AccessSection      BasisKind = "access"
	ConsentSection     BasisKind = "consent"
)

// BasisKinds lists the kinds.
func BasisKinds() []BasisKind {
	return []BasisKind{
		SystemAct, JointAct, GDPR, TSL, PublicityAct, ArchivesAct, PurposesSection, ControllersSection, ContentSection,
		StoringSection, RetentionSection, AccessSection, ConsentSection,
	}
}

// Basis finds the act or section in force. It fails for a day that the tables
// do not cover.
func (l Law) Basis(kind BasisKind) (Basis, error) {
	for _, b := range l.tables.bases {
		if b.Kind == kind && b.On(l.day) {
			return b, nil
		}
	}
	return Basis{}, l.unknown("basis", string(kind))
}

type precedenceLine struct {
	register string
	rank     int
	kind     BasisKind
	Version
}

// Precedence lists the acts that a register follows, the one that prevails
// first: the act on the joint service before the act on the system (1.2b), the
// general layer after them (1.3).
func (l Law) Precedence(register string) ([]Basis, error) {
	var lines []precedenceLine
	for _, p := range l.tables.precedence {
		if p.register == register && p.On(l.day) {
			lines = append(lines, p)
		}
	}
	if len(lines) == 0 {
		return nil, l.unknown("register", register)
	}
	slices.SortFunc(lines, func(a, b precedenceLine) int { return a.rank - b.rank })
	all := make([]Basis, 0, len(lines))
	for _, p := range lines {
		b, err := l.Basis(p.kind)
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}

// A Purpose is one of 1.1.
type Purpose struct {
	Code registers.Purpose
	Name registers.Names
	Version
}

// Purposes lists the purposes of 1.1 in force, in the order of the provision.
// It fails for a day before the provision.
func (l Law) Purposes() ([]Purpose, error) {
	var all []Purpose
	for _, p := range l.tables.purposes {
		if p.On(l.day) {
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		return nil, l.unknown("purposes", "")
	}
	return all, nil
}

// Allows says whether registers may be processed for p that day (1.1).
func (l Law) Allows(p registers.Purpose) bool {
	return slices.ContainsFunc(l.tables.purposes, func(q Purpose) bool { return q.Code == p && q.On(l.day) })
}

// An Item is one item of data that a register may hold (3 §; 9 § of 1369/2014).
// Items 3.4a and 3.4b belong to every register and have none.
type Item struct {
	Item     string // such as 3.1.7; joint.4 for the fourth of the joint service
	Register string
	Name     registers.Names
	Version
}

// Item finds an item of data.
func (l Law) Item(item string) (Item, error) {
	for _, i := range l.tables.items {
		if i.Item == item && i.On(l.day) {
			return i, nil
		}
	}
	return Item{}, l.unknown("item", item)
}

// OwnItems lists what is of that register alone that day, in the order of the
// provision; without a register, what is of every one.
func (l Law) OwnItems(register string) (all []Item) {
	for _, i := range l.tables.items {
		if i.Register == register && i.On(l.day) {
			all = append(all, i)
		}
	}
	return all
}

// Items lists what a register may hold that day, in the order of the provision.
func (l Law) Items(register string) (all []Item) {
	for _, i := range l.tables.items {
		if (i.Register == register || i.Register == "") && i.On(l.day) {
			all = append(all, i)
		}
	}
	return all
}
