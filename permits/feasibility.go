package permits

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// What may be asked of the registers while an application is drafted
// (toteutettavuusarvio). Every question costs points of the project's budget;
// one that the project has asked before is answered again for nothing.
const (
	ProjectPoints = 20                  // of one application, shared by all of its people
	PersonPoints  = 60                  // of one person in all projects within PersonWindow
	PersonWindow  = 30 * 24 * time.Hour // so that many drafts are not many budgets
)

// A QuestionKind is what a question asks.
type QuestionKind string

const (
	SizeQuestion QuestionKind = "size" // how many persons belong to the population
	RiskQuestion QuestionKind = "risk" // how many of them the chosen detail sets apart
)

// A Question is one question in its canonical form: however a form was filled
// in, the same question is the same text, has one answer and is paid once.
type Question struct {
	Kind       QuestionKind          `json:"kind"`
	Population []registers.Predicate `json:"population,omitempty"`
	Detail     []ScopeVariable       `json:"detail,omitempty"` // quasi-identifiers and how they are shown
}

// Points is what a new question of the kind costs.
func (k QuestionKind) Points() int {
	if k == RiskQuestion {
		return 2
	}
	return 1
}

// Hash names q: the SHA-256 of its JSON, in hexadecimal.
func (q Question) Hash() string {
	b, err := json.Marshal(q)
	if err != nil {
		panic(fmt.Sprintf("marshal a question: %v", err)) // texts and days only
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// QuestionsOf gives what can be asked of a draft's scope: the size of its
// population and, when it delivers quasi-identifiers of persons, their risk.
// Conditions on employers and providers do not limit persons, and are left out.
// It fails with the rule that a condition breaks: "not-counted" for one on data
// that the summary does not hold, such as those of a special category.
func QuestionsOf(s Scope, cat *registers.Catalogue) ([]Question, error) {
	var population []registers.Predicate
	for _, p := range s.Population {
		if err := checkPredicate(cat, p); err != nil {
			return nil, err
		}
		v, _ := cat.Variable(p.ID)
		if t, _ := cat.Table(v.Table); t.Subject != "person" {
			continue
		}
		if !Counted(cat, v) {
			return nil, denyAbout("not-counted", v.ID)
		}
		population = append(population, canonical(p))
	}
	text := func(p registers.Predicate) string { b, _ := json.Marshal(p); return string(b) }
	slices.SortFunc(population, func(a, b registers.Predicate) int { return cmp.Compare(text(a), text(b)) })
	population = slices.CompactFunc(population, func(a, b registers.Predicate) bool { return text(a) == text(b) })

	all := []Question{{Kind: SizeQuestion, Population: population}}
	if detail := QuasiIdentifiers(s, cat); len(detail) > 0 {
		all = append(all, Question{Kind: RiskQuestion, Population: population, Detail: detail})
	}
	return all, nil
}

// Counted says whether the nightly summary of the registers holds v: what a
// population may be limited by, but nothing that names anybody, no text and
// nothing of a special category (GDPR 9), nor the rows whose very being there
// would tell of one.
func Counted(cat *registers.Catalogue, v registers.Variable) bool {
	special := func(v registers.Variable) bool { return v.Class == registers.Special }
	t, ok := cat.Table(v.Table)
	return ok && t.Subject == "person" && v.Kind != registers.Technical && v.Ladder != registers.DirectLadder &&
		v.Type != registers.ID && v.Type != registers.Text && v.Class != registers.FreeText && !special(v) &&
		(t.Name == t.Subject || !slices.ContainsFunc(cat.TableVariables(t.Name), special))
}

// QuasiIdentifiers lists the indirect identifiers of persons that s delivers, in
// the order of their ids: what is delivered as a pseudonym or dropped sets
// nobody apart.
func QuasiIdentifiers(s Scope, cat *registers.Catalogue) (all []ScopeVariable) {
	for _, t := range s.Tables {
		for _, sv := range t.Variables {
			v, ok := cat.Variable(sv.ID)
			if ok && v.Class == registers.Quasi && Counted(cat, v) && sv.Protection != registers.Drop && sv.Protection != registers.Pseudonym {
				all = append(all, sv)
			}
		}
	}
	slices.SortFunc(all, func(a, b ScopeVariable) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

func canonical(p registers.Predicate) registers.Predicate {
	p.In = slices.Compact(slices.Sorted(slices.Values(p.In)))
	p.From, p.To = strings.TrimSpace(p.From), strings.TrimSpace(p.To)
	return p
}

// Projects name what c belongs to when its questions are paid: the chain of
// copies that it is of, and, for each of its people, the studies of that name.
// Two applications with a name in common are one project with one budget, so
// that neither a copy nor a new draft of the same people buys questions. They
// are hashes, which tell nothing of anybody.
func (c Case) Projects() (names []string) {
	name := func(kind string, of ...string) {
		sum := sha256.Sum256([]byte(kind + "\n" + strings.Join(of, "\n")))
		names = append(names, hex.EncodeToString(sum[:16]))
	}
	name("chain", string(c.first()))
	title := strings.Join(titleWords(c.Application.Title), " ")
	people := append(c.Application.Users(), c.Applicant)
	for _, m := range c.Drafting.Members {
		people = append(people, m.User)
	}
	slices.Sort(people)
	for _, u := range slices.Compact(people) {
		if u != "" {
			name("study", string(u), title)
		}
	}
	slices.Sort(names)
	return names
}

// first is the application that c's chain of copies began with.
func (c Case) first() CaseID { return cmp.Or(c.Drafting.First, c.Drafting.CopiedOf, c.ID) }

// A Purse is what a project, and whoever asks, have spent.
type Purse struct {
	Project int // points spent by the project
	Person  int // points spent by the person in all projects within PersonWindow
}

// Left is how many points may still be spent.
func (p Purse) Left() int { return max(0, min(ProjectPoints-p.Project, PersonPoints-p.Person)) }

// Pay returns the rule that keeps q from being asked, or nil: the project's
// budget is one for all of its people.
func (p Purse) Pay(q Question) error {
	switch {
	case p.Project+q.Kind.Points() > ProjectPoints:
		return deny("budget-spent")
	case p.Person+q.Kind.Points() > PersonPoints:
		return deny("person-budget-spent")
	}
	return nil
}

// OfProject says whether by is of c's project: its applicant, or one whom it
// names. They share what is asked for it.
func (c Case) OfProject(by Actor) bool { return c.involves(by.ID) }

// MayAskFeasibility returns the rule that keeps by from asking on c: its people
// ask, while it is a draft, identified strongly.
func (c Case) MayAskFeasibility(by Actor) error {
	switch {
	case !c.OfProject(by):
		return deny("not-your-application")
	case c.State != Draft:
		return deny("not-a-draft")
	case by.Identified == "":
		return deny("weak-identification")
	}
	return nil
}

// NoSummary is the rule that is broken while there is no summary of the registers
// to ask.
func NoSummary() error { return deny("no-summary") }

// PracticeScope is the scope of c's practice file: what the draft asks for, with
// the keys of its tables. It fails with the first rule that the scope breaks, and
// for whoever is not of the project.
func (c Case) PracticeScope(by Actor, cat *registers.Catalogue, day registers.Day) (Scope, error) {
	if !c.OfProject(by) {
		return Scope{}, deny("not-your-application")
	}
	scope := c.Application.Scope.WithKeys(cat)
	return scope, scope.Check(cat, day)
}
