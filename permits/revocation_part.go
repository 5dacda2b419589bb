package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// A Part is what of a permit a revocation in part takes away. What it does not
// name stays granted.
type Part struct {
	Users     []UserID   `json:"users,omitempty"`     // named users, never the responsible person
	Tables    []string   `json:"tables,omitempty"`    // whole
	Variables []string   `json:"variables,omitempty"` // ids of the catalogue
	Recipient *Recipient `json:"recipient,omitempty"` // as it stood: nothing is sealed to it or given from it
	Orders    []OrderID  `json:"orders,omitempty"`    // deliveries that may be neither fetched nor kept
}

// Data says whether p touches data that have been delivered: those are to be
// destroyed.
func (p Part) Data() bool {
	return len(p.Tables)+len(p.Variables)+len(p.Orders) > 0 || p.Recipient != nil
}

// holds says whether o is within p, which was revoked.
func (p Part) holds(o Part) bool {
	within := func(v string) bool {
		table, _, _ := strings.Cut(v, ".")
		return slices.Contains(p.Variables, v) || slices.Contains(p.Tables, table)
	}
	return !slices.ContainsFunc(o.Users, func(u UserID) bool { return !slices.Contains(p.Users, u) }) &&
		!slices.ContainsFunc(o.Tables, func(t string) bool { return !slices.Contains(p.Tables, t) }) &&
		!slices.ContainsFunc(o.Variables, func(v string) bool { return !within(v) }) &&
		!slices.ContainsFunc(o.Orders, func(id OrderID) bool { return !slices.Contains(p.Orders, id) }) &&
		(o.Recipient == nil || p.Recipient != nil)
}

// takes says whether p takes variable v of table away.
func (p Part) takes(table, v string) bool {
	return slices.Contains(p.Tables, table) || slices.Contains(p.Variables, v)
}

// less is s without what p takes away.
func (p Part) less(s Scope) Scope {
	tables := s.Tables
	s.Tables = nil
	for _, t := range tables {
		kept := ScopeTable{Table: t.Table}
		for _, v := range t.Variables {
			if !p.takes(t.Table, v.ID) {
				kept.Variables = append(kept.Variables, v)
			}
		}
		if len(kept.Variables) > 0 {
			s.Tables = append(s.Tables, kept)
		}
	}
	return s
}

// touches says whether the package of order o holds something of p.
func (p Part) touches(o Order) bool {
	if slices.Contains(p.Orders, o.ID) || p.Recipient != nil && *p.Recipient == o.Recipient {
		return true
	}
	return slices.ContainsFunc(o.Scope.Tables, func(t ScopeTable) bool {
		return slices.ContainsFunc(t.Variables, func(v ScopeVariable) bool { return p.takes(t.Table, v.ID) })
	})
}

// partOf checks that p takes away something that stands and leaves something
// worth a permit. The recipient is the one that stands, whatever p says of it.
func (c Case) partOf(p Part, cat *registers.Catalogue) (Part, error) {
	granted := c.Granted()
	if len(p.Users) == 0 && !p.Data() {
		return Part{}, deny("nothing-revoked")
	}
	for _, u := range p.Users {
		switch {
		case u == c.Leader():
			return Part{}, deny("leader-revoked")
		case !slices.Contains(c.Users(), u):
			return Part{}, deny("not-a-named-user")
		}
	}
	for _, t := range p.Tables {
		if !slices.ContainsFunc(granted.Tables, func(g ScopeTable) bool { return g.Table == t }) {
			return Part{}, denyAbout("not-granted", t)
		}
	}
	for _, v := range p.Variables {
		if known, found := cat.Variable(v); !found || !slices.Contains(granted.VariableIDs(), v) {
			return Part{}, denyAbout("not-granted", v)
		} else if tied(known) {
			return Part{}, denyAbout("key-variable", v) // rows are tied by it: its table goes, not it
		}
	}
	left := 0
	for _, t := range p.less(granted).Tables { // a table of which the key alone would stay goes too
		if slices.ContainsFunc(t.Variables, func(v ScopeVariable) bool { k, _ := cat.Variable(v.ID); return !tied(k) }) {
			left++
		} else {
			p.Tables = append(slices.Clone(p.Tables), t.Table)
		}
	}
	if left == 0 {
		return Part{}, deny("nothing-left")
	}
	for _, id := range p.Orders {
		if strings.TrimSpace(string(id)) == "" {
			return Part{}, deny("nothing-revoked")
		}
	}
	if p.Recipient != nil {
		r := c.Recipient()
		p.Recipient = &r
	}
	return p, nil
}

// PartsRevoked lists the revocations in part that are carried out: those that
// stand, but for one which a court or the authority has stayed while the remedy
// against it is open (HOL 123 §, HL 49 f §).
func (c Case) PartsRevoked() []Revocation {
	return slices.DeleteFunc(c.partsStanding(), func(r Revocation) bool {
		return c.openedByOrder(r.name()) && c.openAgainst(r.name()) != nil
	})
}

// partsStanding lists the revocations in part that have not been annulled.
func (c Case) partsStanding() (all []Revocation) {
	for _, r := range c.Life.Revocations {
		if c.partStands(r) {
			all = append(all, r)
		}
	}
	return all
}

func (c Case) partStands(r Revocation) bool {
	return r.Part != nil && r.Annulled.IsZero() && !r.At.Before(c.DecidedAt)
}

// lessRevoked is s, which was decided at, without what revocations in part have
// taken away since.
func (c Case) lessRevoked(s Scope, at time.Time) Scope {
	for _, r := range c.PartsRevoked() {
		if !r.At.Before(at) {
			s = r.Part.less(s)
		}
	}
	return s
}

// lostUser says whether a revocation has taken u's use away, and nobody has
// approved u anew since.
func (c Case) lostUser(u UserID) bool {
	return slices.ContainsFunc(c.PartsRevoked(), func(r Revocation) bool {
		if !slices.Contains(r.Part.Users, u) {
			return false
		}
		a := c.added(u)
		return a == nil || !a.Approved.After(r.At)
	})
}

// recipientRevoked says whether packages may no longer go where they go now.
func (c Case) recipientRevoked() bool {
	return slices.ContainsFunc(c.PartsRevoked(), func(r Revocation) bool {
		return r.Part.Recipient != nil && *r.Part.Recipient == c.Recipient()
	})
}

// revokedPackage says whether a revocation in part closes the package of o.
func (c Case) revokedPackage(o Order) bool {
	return slices.ContainsFunc(c.PartsRevoked(), func(r Revocation) bool { return o.At.Before(r.At) && r.Part.touches(o) })
}

// undestroyedPart is the number in Life.Revocations of the first revocation in
// part whose data have not been declared destroyed, or -1.
func (c Case) undestroyedPart() int {
	return slices.IndexFunc(c.Life.Revocations, func(r Revocation) bool {
		return c.partStands(r) && r.Part.Data() && r.Destroyed == nil
	})
}

// tied says whether v ties rows to each other: it is never granted or revoked for
// its own sake.
func tied(v registers.Variable) bool { return v.Role == "subject" || v.Role == "key" }
