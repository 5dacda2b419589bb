package permits

import (
	"encoding/json"
	"slices"
	"strings"

	"tietolupa/registers"
)

// A Sketch (hakemuksen piirteet) is what of an application is compared with
// others. The lists are in order and name each thing once.
type Sketch struct {
	Case       CaseID
	Chain      CaseID   // the first of its chain of renewals: those are alike by their nature
	Body       string   // business id, or the name of an organisation without one
	People     []string // the applicant and the named users
	Title      []string // words
	Purpose    Purpose
	Variables  []string
	Population []string // its conditions
	Period     registers.Period
}

// Sketch is that of c's application as it stands.
func (c Case) Sketch() Sketch {
	a := c.Application
	s := Sketch{Case: c.ID, Chain: c.KeyBasis(), Body: plainly(a.BusinessID), Title: titleWords(a.Title), Purpose: a.Purpose,
		Variables: sorted(a.Scope.VariableIDs()), Period: a.Scope.Period}
	if c.KeyOf == "" && c.Renews != "" { // whose key is gone
		s.Chain = c.Renews
	}
	if s.Body == "" {
		s.Body = plainly(a.Organisation)
	}
	for _, u := range append(a.Users(), c.Applicant) {
		s.People = append(s.People, string(u))
	}
	for _, p := range a.Scope.Population {
		p.In = sorted(slices.Clone(p.In))
		b, _ := json.Marshal(p) // strings and days
		s.Population = append(s.Population, string(b))
	}
	s.People, s.Population = sorted(s.People), sorted(s.Population)
	return s
}

func plainly(text string) string { return strings.ToLower(strings.TrimSpace(text)) }

// A Likeness says in what one case is like another (samankaltaisuus).
type Likeness struct {
	With         CaseID
	Score        int // of 100
	Organisation bool
	People       int // in both
	Shared       int // variables that both ask for
	Variables    int // that the one looked at asks for
	Cohort       bool
	Period       bool // they overlap
	Purpose      bool
	Named        bool // almost alike
}

// What each of them is worth; most is what is asked for.
const (
	variablesWeigh = 60
	cohortWeighs   = 15
	titleWeighs    = 15
	periodWeighs   = 5
	purposeWeighs  = 5

	// LikeEnough is the score from which a case is told of.
	LikeEnough = 50
	// LikestKept bounds how many are told of one case.
	LikestKept = 10
)

// Like says in what a is like b, for who handles a: whether the same matter may be
// pending twice, or is to be prepared together with it (HL 25 §). Only cases of one
// organisation or with a person in common are compared, and a renewal is not set
// beside what it goes on from.
func (a Sketch) Like(b Sketch) (l Likeness, alike bool) {
	if a.Case == b.Case || a.Chain == b.Chain || a.Chain == b.Case || a.Case == b.Chain {
		return Likeness{}, false
	}
	l = Likeness{With: b.Case, Organisation: a.Body != "" && a.Body == b.Body, People: common(a.People, b.People)}
	if !l.Organisation && l.People == 0 {
		return Likeness{}, false
	}
	l.Shared, l.Variables = common(a.Variables, b.Variables), len(a.Variables)
	l.Cohort, l.Purpose = slices.Equal(a.Population, b.Population), a.Purpose == b.Purpose
	l.Period = meets(a.Period, b.Period)
	l.Named = overlap(a.Title, b.Title) >= 0.7
	l.Score = int(variablesWeigh * overlap(a.Variables, b.Variables))
	for _, x := range []struct {
		is     bool
		weighs int
	}{{l.Cohort, cohortWeighs}, {l.Named, titleWeighs}, {l.Period, periodWeighs}, {l.Purpose, purposeWeighs}} {
		if x.is {
			l.Score += x.weighs
		}
	}
	return l, l.Score >= LikeEnough
}

// Likest lists those of others that a is like, the likest first.
func (a Sketch) Likest(others []Sketch) (all []Likeness) {
	for _, b := range others {
		if l, alike := a.Like(b); alike {
			all = append(all, l)
		}
	}
	slices.SortStableFunc(all, func(x, y Likeness) int { return y.Score - x.Score })
	return all[:min(len(all), LikestKept)]
}

// meets says whether two periods have a day in common; an open end has no last day.
func meets(a, b registers.Period) bool {
	return (a.To.IsZero() || !a.To.Before(b.From)) && (b.To.IsZero() || !b.To.Before(a.From))
}
