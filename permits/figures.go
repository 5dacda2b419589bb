package permits

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"tietolupa/registers"
)

// Figures leave as bands of counts that were moved at random first. The move is
// two-sided geometric with parameter epsilon: whether one person is among those
// counted changes the probability of any answer by a factor of at most
// e^epsilon. A question's measures share out pointEpsilon for each of its points,
// so all that a project can ask changes it by at most e^(ProjectPoints ·
// pointEpsilon), in whatever way the questions overlap (docs/decisions/0025).
const pointEpsilon = 0.05

// How a risk question shares out its 2 · pointEpsilon.
const (
	personsEpsilon = 0.020
	classesEpsilon = 0.020
	aloneEpsilon   = 0.020
	smallEpsilon   = 0.015
	stepEpsilon    = 0.005 // of each of the measures over the whole register
	mostSteps      = 4     // and the measure that they are compared with
)

// SmallClass is below how many persons a class is called small.
const SmallClass = 5

// leastForRisk is the size below which shares of a population would be noise.
const leastForRisk = 1000

// A Band is what is told of a count, or in per cent of a share: at least From and
// below To. To is 0 where there is no end.
type Band struct {
	From int64 `json:"from"`
	To   int64 `json:"to,omitempty"`
}

// Least is the end of the lowest band: smaller counts are not told.
const Least = 100

// BandOf is the band of n: below 100, then 100, 150, 200, 300, 400, 500, 750,
// 1,000 and so on in each power of ten.
func BandOf(n int64) Band {
	if n < Least {
		return Band{0, Least}
	}
	steps := []int64{20, 30, 40, 60, 80, 100, 150, 200} // fifths of a unit
	for unit := int64(5); ; unit *= 10 {
		for i, s := range steps[:len(steps)-1] {
			if n < steps[i+1]*unit {
				return Band{s * unit, steps[i+1] * unit}
			}
		}
	}
}

var shares = []int64{0, 1, 2, 5, 10, 20, 35, 50, 65, 80, 100}

// ShareOf is the band of part in whole, in per cent.
func ShareOf(part, whole int64) Band {
	percent := 0.0
	if whole > 0 {
		percent = 100 * float64(part) / float64(whole)
	}
	for i, from := range shares[:len(shares)-1] {
		if percent < float64(shares[i+1]) || i == len(shares)-2 {
			return Band{from, shares[i+1]}
		}
	}
	panic("unreachable: the last share has no end")
}

// Measured is what a worker counted: exact, and never stored or shown.
type Measured struct {
	Persons int64 // of the population
	Classes int64 // into which the detail sorts them
	Alone   int64 // classes of one
	Small   int64 // classes of fewer than SmallClass
	// Register is how many of all persons of the registers would be alone, as
	// chosen and with each of Steps instead.
	Everybody     int64
	RegisterAlone int64
	Steps         []int64 // of StepsOf, in its order
}

// Figures are an answer.
type Figures struct {
	Persons Band         `json:"persons"`
	Risk    *RiskFigures `json:"risk,omitempty"`
}

// RiskFigures say how far the chosen detail sets persons apart.
type RiskFigures struct {
	TooSmall bool   `json:"too_small,omitempty"` // for shares of the population
	Classes  Band   `json:"classes"`
	Alone    Band   `json:"alone"`    // per cent of the population's persons
	Small    Band   `json:"small"`    // per cent of its classes
	Register Band   `json:"register"` // per cent of all persons of the registers who are alone
	Steps    []Step `json:"steps,omitempty"`
}

// A Step is one variable shown a step coarser, and what is left of the persons
// of the registers who are alone.
type Step struct {
	Variable string               `json:"variable"`
	To       registers.Protection `json:"to"`
	Alone    Band                 `json:"alone"`
}

// StepsOf lists what may be coarsened of a detail, that of the most values first.
// The order follows from the catalogue, not from anybody's data.
func StepsOf(detail []ScopeVariable, cat *registers.Catalogue) (all []ScopeVariable) {
	values := map[string]int{}
	for _, sv := range detail {
		v, _ := cat.Variable(sv.ID)
		steps := v.Ladder.Steps()
		i := slices.Index(steps, sv.Protection)
		if i < 0 || i+1 >= len(steps) {
			continue
		}
		all = append(all, ScopeVariable{ID: sv.ID, Protection: steps[i+1]})
		values[sv.ID] = len(cat.Codes(v.Codes))
		if v.Ladder == registers.DateLadder {
			values[sv.ID] = map[registers.Protection]int{registers.Exact: 20000, registers.Month: 800, registers.Year: 65}[sv.Protection]
		}
	}
	slices.SortStableFunc(all, func(a, b ScopeVariable) int { return cmp.Compare(values[b.ID], values[a.ID]) })
	return all[:min(len(all), mostSteps)]
}

// Disclose turns what was measured for q into what may be told. draw gives 64
// uniform bits for a measure of q, always the same for the same summary of the
// registers and unknown to everybody outside: without it nothing is told.
func Disclose(q Question, m Measured, cat *registers.Catalogue, draw func(measure string) (uint64, error)) (Figures, error) {
	var failed error
	moved := func(measure string, n int64, epsilon float64) int64 {
		bits, err := draw(measure)
		if err != nil && failed == nil {
			failed = fmt.Errorf("answer a question: %w", err)
		}
		return max(0, perturb(n, epsilon, bits))
	}
	if q.Kind == SizeQuestion {
		f := Figures{Persons: BandOf(moved("persons", m.Persons, pointEpsilon))}
		return f, failed
	}
	persons, classes := moved("persons", m.Persons, personsEpsilon), moved("classes", m.Classes, classesEpsilon)
	alone, small := moved("alone", m.Alone, aloneEpsilon), moved("small", m.Small, smallEpsilon)
	risk := &RiskFigures{TooSmall: persons < leastForRisk}
	if !risk.TooSmall {
		risk.Classes, risk.Alone, risk.Small = BandOf(classes), ShareOf(alone, persons), ShareOf(small, classes)
	}
	risk.Register = ShareOf(moved("register", m.RegisterAlone, stepEpsilon), m.Everybody)
	for i, s := range StepsOf(q.Detail, cat) {
		if i < len(m.Steps) {
			left := ShareOf(moved("step "+s.ID, m.Steps[i], stepEpsilon), m.Everybody)
			risk.Steps = append(risk.Steps, Step{s.ID, s.Protection, left})
		}
	}
	slices.SortStableFunc(risk.Steps, func(a, b Step) int { return cmp.Compare(a.Alone.From, b.Alone.From) })
	return Figures{Persons: BandOf(persons), Risk: risk}, failed
}

// perturb moves n by a two-sided geometric variable with parameter epsilon, made
// of 64 uniform bits by the inverse of its distribution: P(k) is proportional to
// e^(−epsilon·|k|). Bits resolve 2^−53, beyond which there is no tail.
func perturb(n int64, epsilon float64, bits uint64) int64 {
	u := (float64(bits>>11) + 0.5) / (1 << 53)
	a := math.Exp(-epsilon)
	if low := u * (1 + a); low <= a { // below zero
		return n - int64(math.Floor(math.Log(low)/-epsilon))
	}
	return n + max(0, int64(math.Ceil(math.Log((1-u)*(1+a))/-epsilon))-1)
}
