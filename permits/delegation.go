package permits

import (
	"slices"
	"sync"

	"tietolupa/registers"
)

// A delegation is one row of law/delegation.csv.
type delegation struct {
	registers.Period
	matter    string
	duty      Duty
	provision registers.Names
	comment   string
}

var delegations = sync.OnceValue(func() (all []delegation) {
	for _, r := range lawRows("law/delegation.csv", 8) {
		all = append(all, delegation{lawPeriod(r[:2]), r[2], Duty(r[3]), names(r[4:7]), r[7]})
	}
	return all
})

// Delegated returns "not-delegated" when by may not decide matter on day by the
// rules of procedure (työjärjestys) of law/delegation.csv.
func Delegated(matter string, by Actor, day registers.Day) error {
	if !slices.ContainsFunc(delegations(), func(d delegation) bool {
		return d.Has(day) && d.matter == matter && by.Has(d.duty)
	}) {
		return denyAbout("not-delegated", matter)
	}
	return nil
}

// A Delegation is who may decide a matter by the rules of procedure
// (työjärjestys) of a day.
type Delegation struct {
	registers.Period
	Matter    string
	Duty      Duty
	Provision registers.Names
	Comment   string
}

// DelegationsOn lists the rows of law/delegation.csv that hold on day.
func DelegationsOn(day registers.Day) (on []Delegation) {
	for _, d := range delegations() {
		if d.Has(day) {
			on = append(on, Delegation{d.Period, d.matter, d.duty, d.provision, d.comment})
		}
	}
	return on
}

// DelegationProvision is the provision by which matter is decided on day; empty
// when nobody may decide it.
func DelegationProvision(matter string, day registers.Day) registers.Names {
	for _, d := range delegations() {
		if d.Has(day) && d.matter == matter {
			return d.provision
		}
	}
	return registers.Names{}
}
