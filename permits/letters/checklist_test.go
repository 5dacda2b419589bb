package letters

import (
	"encoding/csv"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// An element is something that has to be on the paper of some letters: how it is
// recognised in the text that a reader of the PDF gets, in both languages.
type element struct {
	id      string
	letters []string // names of stories; "*" is all, "-name" all but that
	route   permits.Route
	text    map[string]string // language → regular expression with {places}
}

func (e element) concerns(letter string, route permits.Route) bool {
	if e.route != "" && e.route != route || slices.Contains(e.letters, "-"+letter) {
		return false
	}
	return slices.Contains(e.letters, "*") || slices.Contains(e.letters, letter)
}

func checklist(t *testing.T) (all []element) {
	t.Helper()
	f, err := os.Open("testdata/checklist.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range rows[1:] {
		if seen[r[0]] || r[5] == "" {
			t.Fatalf("element %s stands twice or has no provision", r[0])
		}
		seen[r[0]] = true
		all = append(all, element{r[0], strings.Fields(r[1]), permits.Route(r[2]), map[string]string{"fi": r[3], "sv": r[4]}})
	}
	return all
}

// versions are a day under each version of the law, and what is reckoned by hand
// from it: the last day of the period when the decision is sent that day by
// e-mail, the same of a letter five days later, and the court's fee.
var versions = []struct {
	at          time.Time
	last, later string
	fee, late   string // court's fee, then and when a late demand is ruled on
}{
	{autumn2020, "7.12.2020", "10.12.2020", "260", "260"},                                     // the thirtieth day is a Saturday before Independence Day
	{time.Date(2021, 11, 22, 9, 0, 0, 0, time.UTC), "27.12.2021", "30.12.2021", "260", "270"}, // Christmas Day
	{time.Date(2024, 5, 20, 9, 0, 0, 0, time.UTC), "24.6.2024", "27.6.2024", "270", "270"},    // Midsummer
	{time.Date(2025, 3, 31, 9, 0, 0, 0, time.UTC), "5.5.2025", "8.5.2025", "310", "310"},
}

// later are the letters that the stories reach five days after the decision, or
// that are served then.
var later = []string{"corrected", "change", "ruling", "ruling-part", "ruling-refusal", "ruling-rejected"}

// TestEveryElementIsOnPaper reads each kind of letter as a reader does, in both
// languages, under every version of the law and, where an instruction belongs to
// it, by both routes (letters 1–8).
func TestEveryElementIsOnPaper(t *testing.T) {
	elements := checklist(t)
	for _, v := range versions {
		law, err := permits.LawOn(registers.DayOf(v.at))
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"fi", "sv"} {
			t.Run(v.at.Format("2006")+"-"+lang, func(t *testing.T) {
				t.Parallel()
				looks := func(last, fee string) (all [][]*regexp.Regexp) {
					places := strings.NewReplacer("{day}", `\d{1,2}\.\d{1,2}\.\d{4}`, "{last}", regexp.QuoteMeta(last), "{fee}", fee,
						"{permit}", regexp.QuoteMeta(law.Permit.In(lang)), "{rectification}", regexp.QuoteMeta(law.Rectification.In(lang)),
						"{enforcement}", regexp.QuoteMeta(law.Enforcement.In(lang)))
					for _, e := range elements {
						all = append(all, patternsOf(t, e, lang, places))
					}
					return all
				}
				soon, afterwards, late := looks(v.last, v.fee), looks(v.later, v.fee), looks(v.last, v.late)
				for name, story := range everyStory() {
					if strings.HasPrefix(name, "ruling") && name != "ruling-revocation" && law.Route != permits.Rectification {
						continue // nobody rules on rectification where none may be asked
					}
					kind, in := story(t, lang, v.at)
					for _, route := range []permits.Route{permits.Rectification, permits.Appeal} {
						if in.route = ""; route != law.Route {
							if !slices.Contains(instructed, name) {
								continue
							}
							in.route = route
						}
						pdf, err := Write(kind, in)
						if err != nil {
							t.Fatal(name, err)
						}
						text, parts := read(t, pdf), soon
						if slices.Contains(later, name) {
							parts = afterwards
						}
						if name == "ruling-late" {
							parts = late
						}
						for i, e := range elements {
							if e.concerns(name, route) && !onPaper(parts[i], text) {
								t.Errorf("%s lacks %s by route %s: no %q", name, e.id, route, e.text[lang])
							}
						}
					}
				}
			})
		}
	}
}

// instructed are the letters that are tried by the route, too, that their law
// version does not have: the switch alone settles it.
var instructed = []string{"grant", "refuse", "lapse", "revocation", "change"}

// patternsOf are the parts of what e looks like, which follow each other on
// paper with anything between.
func patternsOf(t *testing.T, e element, lang string, places *strings.Replacer) (parts []*regexp.Regexp) {
	t.Helper()
	all := []string{places.Replace(e.text[lang])}
	if !strings.Contains(all[0], "|") {
		all = strings.Split(all[0], ".*")
	}
	for _, part := range all {
		re, err := regexp.Compile(part)
		if err != nil {
			t.Fatalf("%s: %v", e.id, err)
		}
		parts = append(parts, re)
	}
	return parts
}

func onPaper(parts []*regexp.Regexp, text string) bool {
	for _, re := range parts {
		at := re.FindStringIndex(text)
		if at == nil {
			return false
		}
		text = text[at[1]:]
	}
	return true
}

// everyStory is the stories and the three outcomes of a decision.
func everyStory() map[string]func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
	all := maps.Clone(stories)
	for name, outcome := range map[string]permits.Outcome{"grant": permits.GrantAll, "partly": permits.GrantPart, "refuse": permits.RefuseAll} {
		all[name] = func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
			return permits.DecisionLetter, decided(t, lang, outcome, at)
		}
	}
	return all
}

// TestEveryLetterHasElements: no kind of letter is left out of the checklist.
func TestEveryLetterHasElements(t *testing.T) {
	elements := checklist(t)
	for name := range everyStory() {
		n := 0
		for _, e := range elements {
			if slices.Contains(e.letters, name) {
				n++
			}
		}
		if n < 2 {
			t.Errorf("%s has %d elements of its own", name, n)
		}
	}
	for _, e := range elements {
		for _, name := range e.letters {
			if name = strings.TrimPrefix(name, "-"); name != "*" && everyStory()[name] == nil {
				t.Errorf("%s concerns %q, which is no letter", e.id, name)
			}
		}
	}
}
