package permits

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"tietolupa/registers"
)

// Advice says that a variable asked for seems not to be needed, and why. It is
// never more than advice: nothing is refused by it.
type Advice struct {
	Variable string
	Kind     AdviceKind
	Theme    string               // of AdviceTheme: a row of themes.csv
	To       registers.Protection // of AdviceCoarser: what is usually enough
}

// An AdviceKind is why a variable seems not to be needed.
type AdviceKind string

const (
	AdviceTheme   AdviceKind = "theme"   // nothing written speaks of what the variable is about
	AdviceCoarser AdviceKind = "coarser" // it is finer than usual, and the reason does not say why
	AdviceTwice   AdviceKind = "twice"   // the same is asked for in another form
	AdvicePurpose AdviceKind = "purpose" // statistics and planning seldom need it
)

// A theme is a subject matter: which variables are of it, and the stems of words
// that speak of it in Finnish, Swedish and English.
type theme struct {
	name      string
	variables []string // ids, or the names of whole tables
	stems     []string
	research  bool // seldom needed for statistics and planning
}

var themes = sync.OnceValue(func() (all []theme) {
	for _, r := range lawRows("themes.csv", 4) {
		all = append(all, theme{r[0], strings.Fields(r[1]), strings.Fields(r[2]), r[3] == "yes"})
	}
	return all
})

func (t theme) holds(v registers.Variable) bool {
	return slices.Contains(t.variables, v.ID) || slices.Contains(t.variables, v.Table)
}

// words is what is written, as stems are looked for in it.
func words(texts ...string) []string {
	return strings.FieldsFunc(strings.ToLower(strings.Join(texts, " ")), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
}

func (t theme) spokenOf(in []string) bool {
	return slices.ContainsFunc(in, func(w string) bool {
		return slices.ContainsFunc(t.stems, func(stem string) bool {
			return strings.HasPrefix(w, stem) || strings.Contains(w, stem) && len(stem) > 4
		})
	})
}

// Advise goes through the variables that a asks for, in their order, and says of
// which the purpose does not seem to speak. What is written as the variable's own
// reason counts. An application without a word about its purpose gets no advice
// on themes: there is nothing to hold a variable against.
func (a Application) Advise(cat *registers.Catalogue) (all []Advice) {
	purpose := words(a.Title, a.Abstract, a.Questions, a.Methods, a.Plan)
	for _, t := range a.Scope.Tables {
		for _, sv := range t.Variables {
			v, ok := cat.Variable(sv.ID)
			if !ok || sv.Protection == registers.Drop || v.Role == "subject" || v.Role == "key" {
				continue
			}
			reason := words(a.Reasons[sv.ID])
			for _, th := range themes() {
				if !th.holds(v) || th.spokenOf(reason) || th.spokenOf(purpose) {
					continue
				}
				if len(purpose) > 0 {
					all = append(all, Advice{Variable: v.ID, Kind: AdviceTheme, Theme: th.name})
				} else if th.research && (a.Purpose == Statistics || a.Purpose == Planning) {
					all = append(all, Advice{Variable: v.ID, Kind: AdvicePurpose, Theme: th.name})
				}
				break
			}
			if finer, err := v.Ladder.Finer(sv.Protection, v.Default); err == nil && finer && v.Default != registers.Drop && len(reason) < 6 {
				all = append(all, Advice{Variable: v.ID, Kind: AdviceCoarser, To: v.Default})
			}
			if v.Kind == registers.Derived && v.Derive.By != registers.Pseudonym {
				if stored, ok := cat.Column(v.Table, v.Derive.Column); ok && a.Scope.Protection(stored.ID) != registers.Drop {
					all = append(all, Advice{Variable: v.ID, Kind: AdviceTwice})
				}
			}
		}
	}
	return all
}
