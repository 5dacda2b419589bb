package permits

import (
	"fmt"
	"slices"
	"sync"

	"tietolupa/registers"
)

// Operator (ympäristön ylläpitäjä) receives what is addressed to the
// environment that the actor's Body names.
const Operator Duty = "operator"

// An Environment is a named place of use (käyttöympäristö) that receives
// packages itself: one of law/environments.csv, a closed list by date.
type Environment struct {
	Code        string // also the Body of its operators
	Operator    registers.Names
	Name        registers.Names
	From, Until registers.Day // Until is zero while in use
}

// Environments lists the environments of law/environments.csv in the order of
// the file, past ones too. The slice is the caller's own.
func Environments() []Environment { return slices.Clone(environments()) }

// EnvironmentsOn lists the environments in use on day.
func EnvironmentsOn(day registers.Day) (on []Environment) {
	for _, e := range environments() {
		if e.on(day) {
			on = append(on, e)
		}
	}
	return on
}

// EnvironmentOn finds an environment in use on day.
func EnvironmentOn(code string, day registers.Day) (Environment, bool) {
	e, known := environmentOf(code)
	return e, known && e.on(day)
}

func environmentOf(code string) (Environment, bool) {
	i := slices.IndexFunc(environments(), func(e Environment) bool { return e.Code == code })
	if i < 0 {
		return Environment{}, false
	}
	return environments()[i], true
}

func (e Environment) on(day registers.Day) bool {
	return registers.Period{From: e.From, To: e.Until}.Has(day)
}

var environments = sync.OnceValue(func() (all []Environment) {
	for _, r := range lawRows("law/environments.csv", 10) {
		e := Environment{Code: r[0], Operator: names(r[1:4]), Name: names(r[4:7]), From: lawDay(r[7]), Until: lawDay(r[8])}
		if e.Code == "" || e.From.IsZero() {
			panic(fmt.Sprintf("law/environments.csv: %q lacks its code or first day", r))
		}
		all = append(all, e)
	}
	return all
})

// Environment says whether b is the code of an environment, whose operators
// alone have it.
func (b Body) Environment() bool {
	_, known := environmentOf(string(b))
	return known
}

// Operates says whether a receives what is addressed to the environment.
func (a Actor) Operates(code string) bool {
	return code != "" && a.ID != "" && a.Has(Operator) && string(a.Body) == code && a.Body.Environment()
}
