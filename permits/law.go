package permits

import (
	"strings"

	"tietolupa/registers"
)

// A Law is the version of the legal basis valid on a day (law.md 12, letters
// 0.1): the provisions that competence, disclosure, remedy and enforcement rest
// on, and the route chosen for appeals.
type Law struct {
	From, To      registers.Day   // To is zero while in force
	Permit        registers.Names // competence for the permit
	Disclosure    registers.Names // statutory disclosure
	Rectification registers.Names
	Enforcement   registers.Names
	Route         Route
	ELY           bool // ELY centres are among those who receive statutory disclosures
}

// MayReceive says whether b is a body of the closed list of 7.2a on that day.
func (l Law) MayReceive(b Body) bool {
	if b == TEM {
		return true
	}
	n, ely := strings.CutPrefix(string(b), "ELY")
	return l.ELY && ely && len(n) == 2 && n >= "01" && n <= "15"
}

// A Task is one statutory task for which a body may ask for data (7.2a).
type Task struct {
	Code      string
	Provision string
	Bodies    string // "TEM", "ELY" or "TEM ELY"
	Name      registers.Names
}

// For says whether t is a task of b.
func (t Task) For(b Body) bool {
	kind := string(b)
	if strings.HasPrefix(kind, "ELY") {
		kind = "ELY"
	}
	for f := range strings.FieldsSeq(t.Bodies) {
		if f == kind {
			return true
		}
	}
	return false
}
