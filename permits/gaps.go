package permits

import (
	"slices"
	"strings"

	"tietolupa/registers"
)

// A Weight says what a gap means for sending the application.
type Weight string

const (
	Missing Weight = "missing" // a required part is empty
	Faulty  Weight = "faulty"  // a part breaks a rule
	Advised Weight = "advice"  // may be sent so, but the decision will take longer
)

// A Gap is one thing that an application lacks, at the part that mends it.
type Gap struct {
	Rule   *RuleError
	Part   string // of the application: "plan", "reason.person.sex", "people"
	Weight Weight
}

// Gaps lists everything that a lacks on day, in the order of the form: what
// Complete demands first, what the form asks for besides (HL 16.2 §; JulkL
// 13.2, 16.3, 28 §), and advice.
func (a Application) Gaps(cat *registers.Catalogue, day registers.Day) (gaps []Gap) {
	add := func(weight Weight, part string, broken error) {
		gaps = append(gaps, Gap{brokenBy(broken), part, weight})
	}
	missing := func(part string) { add(Missing, part, denyAbout("field-missing", part)) }
	lacks := func(part string) bool { return empty(*a.TextPart(part)) }

	if _, err := LawOn(day); err != nil {
		add(Faulty, "title", err)
	}
	for _, part := range []string{"title", "organisation", "abstract", "plan", "security", "disposal", "contact_name", "contact_email"} {
		if lacks(part) {
			missing(part)
		}
	}
	if !slices.Contains(Purposes(), a.Purpose) { // 7.3
		add(weightOf(a.Purpose == ""), "purpose", deny("no-such-purpose"))
	}
	if a.Language != "fi" && a.Language != "sv" { // KieliL 19 §
		add(weightOf(a.Language == ""), "language", deny("no-such-language"))
	}
	if a.Article6 != "e" && a.Article6 != "c" { // JulkL 16.3 §
		add(weightOf(a.Article6 == ""), "article6", deny("article-six"))
	}
	if a.ContactEmail != "" && !plainAddress(a.ContactEmail) {
		add(Faulty, "contact_email", deny("no-address"))
	}
	if a.Abroad() && lacks("address") { // HL 16.2 §
		missing("address")
	}
	if a.Control != OwnControl && lacks("controllers") { // JulkL 16.3 §
		missing("controllers")
	}
	if a.Identifiability == Identified && lacks("identified_why") { // TSL 29 §
		missing("identified_why")
	}
	if a.Consent == "yes" && lacks("consent_terms") { // JulkL 28.1 §
		missing("consent_terms")
	}
	gaps = append(gaps, a.peopleGaps()...)
	if !day.Before(a.Until) {
		add(weightOf(a.Until.IsZero()), "until", deny("already-over"))
	}
	if rule := brokenBy(a.Recipient.check(PermitBasis, day)); rule != nil {
		gaps = append(gaps, Gap{rule, RecipientPart, weightOf(a.Recipient.Key == "")})
	}
	gaps = append(gaps, a.scopeGaps(cat, day)...)
	gaps = append(gaps, a.competence(day)...)
	for _, part := range []string{"questions", "methods", "publication", "funding", "interests", "billing", "identifiability", "consent"} {
		if lacks(part) && (a.Purpose == Research || part != "questions" && part != "methods") {
			add(Advised, part, denyAbout("field-advised", part))
		}
	}
	return gaps
}

// Gaps lists everything that keeps c from being sent: what the application
// lacks, the annexes that its answers demand, and what two persons wrote at
// once.
func (c Case) Gaps(cat *registers.Catalogue, day registers.Day) []Gap {
	gaps := c.Application.Gaps(cat, day)
	for _, h := range Standing(c.Attached) {
		if h.Scan == ScanInfected {
			gaps = append(gaps, Gap{brokenBy(denyAbout("attachment-infected", h.Name)), AnnexesPart, Faulty})
		}
	}
	for _, d := range AnnexesMissing(c.Application, c.Attached, day) {
		gaps = append(gaps, Gap{brokenBy(denyAbout("annex-missing", string(d.Kind))), AnnexesPart, Missing})
	}
	for _, x := range c.OpenConflicts() {
		gaps = append(gaps, Gap{brokenBy(denyAbout("conflict-open", x.Part)), x.Part, Faulty})
	}
	return gaps
}

// AnnexesPart is where the annexes of an application stand.
const AnnexesPart = "annexes"

func weightOf(untouched bool) Weight {
	if untouched {
		return Missing
	}
	return Faulty
}

// peopleGaps: one leader, and everybody with an account of their own.
func (a Application) peopleGaps() (gaps []Gap) {
	if n := a.leaders(); n != 1 {
		gaps = append(gaps, Gap{brokenBy(deny("one-leader")), "people", weightOf(n == 0)})
	}
	named := map[UserID]bool{}
	for _, p := range a.People {
		switch {
		case p.User == "":
			gaps = append(gaps, Gap{brokenBy(denyAbout("participant-unknown", p.Email)), "people", Faulty})
		case named[p.User]:
			gaps = append(gaps, Gap{brokenBy(denyAbout("participant-twice", p.Name)), "people", Faulty})
		}
		named[p.User] = true
	}
	return gaps
}

// scopeGaps: what is asked for is in the catalogue, and each variable has its
// reason.
func (a Application) scopeGaps(cat *registers.Catalogue, day registers.Day) (gaps []Gap) {
	if rule := brokenBy(a.Scope.Check(cat, day)); rule != nil {
		part, weight := VariablePart+rule.About, Faulty
		switch rule.Rule {
		case "empty-scope":
			part, weight = "data", Missing
		case "no-period":
			part, weight = PeriodPart, weightOf(a.Scope.Period == registers.Period{})
		case "negative-sample", "no-such-cadence", "set-or-interval", "day-or-period", "no-such-code", "no-such-date", "no-such-number", "interval-reversed":
			part = PopulationPart + rule.About
		}
		gaps = append(gaps, Gap{rule, part, weight})
	}
	special := false
	for _, id := range a.Scope.VariableIDs() {
		v, _ := cat.Variable(id)
		if v.Role != "subject" && v.Role != "key" && empty(a.Reasons[id]) {
			gaps = append(gaps, Gap{brokenBy(denyAbout("no-reason-for-variable", id)), ReasonPart + id, Missing})
		}
		if v.Class == registers.Special && empty(a.Article9) && !special { // TSL 6 §
			special = true
			gaps = append(gaps, Gap{brokenBy(denyAbout("article-nine", id)), "article9", Missing})
		}
	}
	return gaps
}

// brokenBy is the rule that err is about; nil for none.
func brokenBy(err error) *RuleError {
	rule, _ := err.(*RuleError) //nolint:errorlint // a rule of this package, never wrapped
	return rule
}

// Secret lists the variables of s that stand apart by their class, special
// categories and secret ones, in its order (JulkL 24.1 §; GDPR 9).
func (s Scope) Secret(cat *registers.Catalogue) (vs []registers.Variable) {
	for _, id := range s.VariableIDs() {
		if v, ok := cat.Variable(id); ok && (v.Class == registers.Special || v.Class == registers.Secret) {
			vs = append(vs, v)
		}
	}
	return vs
}

// Alike says whether two applications may be the same one made twice, and by
// what: "title" when most words of their names are the same, "variables" when
// most of what they ask for is.
func Alike(a, b Application) (by string) {
	switch {
	case overlap(titleWords(a.Title), titleWords(b.Title)) >= 0.7:
		return "title"
	case overlap(sorted(a.Scope.VariableIDs()), sorted(b.Scope.VariableIDs())) >= 0.8:
		return "variables"
	}
	return ""
}

// titleWords are those of a title, each once, in the order of the alphabet.
func titleWords(text string) (all []string) {
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r > 127) }) {
		all = append(all, w)
	}
	return sorted(all)
}

func sorted(all []string) []string {
	slices.Sort(all)
	return slices.Compact(all)
}

// overlap is how much of two sets together, each in order, is in both; nothing
// when one is empty.
func overlap(a, b []string) float64 {
	both := common(a, b)
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// common counts what is in both of two sets, each in order.
func common(a, b []string) (both int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := strings.Compare(a[i], b[j]); {
		case c == 0:
			both++
			i++
			j++
		case c < 0:
			i++
		default:
			j++
		}
	}
	return both
}
