package permits

import (
	"slices"
	"strings"
	"sync"

	"tietolupa/registers"
)

// When a topic is written about.
const (
	WhenGranting = "grant"
	WhenResearch = "research" // granted or refused
	WhenConsent  = "consent"  // the data rest on somebody's consent
	WhenSpecial  = "special"  // special categories are granted
	WhenHeard    = "heard"    // the party or somebody else was heard or gave a statement
	WhenOwing    = "owing"    // a duty of an earlier permit is overdue
	WhenRefusing = "refuse"
)

// A Topic is one of the findings that the reasons of a decision are made of,
// besides those on the grounds of secrecy (letters 2, 12.1–12.11). Purpose,
// freedom of research, terms of consent, the recipient's right to process, the
// impact assessment, necessity, and of a refusal what else was considered and
// what would help.
type Topic struct {
	Key       string // "purpose"
	When      string
	Provision string
	Name      registers.Names
}

// Topics lists law/findings.csv in the order of the letter. The slice is the
// caller's own.
func Topics() []Topic { return slices.Clone(topics()) }

var topics = sync.OnceValue(func() (all []Topic) {
	for _, r := range lawRows("law/findings.csv", 6) {
		all = append(all, Topic{Key: r[0], When: r[1], Provision: r[2], Name: names(r[3:6])})
	}
	return all
})

// TopicOf finds a topic.
func TopicOf(key string) (Topic, bool) {
	i := slices.IndexFunc(topics(), func(t Topic) bool { return t.Key == key })
	if i < 0 {
		return Topic{}, false
	}
	return topics()[i], true
}

// A Considered is what was found on a topic.
type Considered struct {
	Topic string `json:"topic"`
	Text  string `json:"text"`
}

// On is what d finds on a topic; empty when nothing.
func (d Decision) On(topic string) string {
	i := slices.IndexFunc(d.Considered, func(x Considered) bool { return x.Topic == topic })
	if i < 0 {
		return ""
	}
	return d.Considered[i].Text
}

// AsApplied is the finding that a variable is needed for the reason that the
// applicant gives.
const AsApplied = "applied"

// A Need is one finding that a decision waits for: on a ground of secrecy, on
// one data category under it, or on a topic.
type Need struct {
	Ground    string   // item of 24.1 § of the Publicity Act
	Category  string   // item of 3 §: the data category; empty of the whole ground
	Topic     string   // empty of a ground
	Variables []string // that it is about
	Must      bool     // the decision is refused without
}

// Key names the finding: "25", "25/3.1.7" or "purpose".
func (n Need) Key() string {
	switch {
	case n.Topic != "":
		return n.Topic
	case n.Category != "":
		return n.Ground + "/" + n.Category
	}
	return n.Ground
}

// SecrecyNeeds lists the findings that scope needs under 28.1 § of the
// Publicity Act: one on each ground of 24.1 § that a variable of it carries,
// and under the ground one on each data category of 3 §. The ground's own is
// always owed; a category's is owed when it holds special categories of
// personal data, and may otherwise stand under the ground's.
func SecrecyNeeds(scope Scope, cat *registers.Catalogue) (needs []Need) {
	for _, ground := range scope.Grounds(cat) {
		whole := Need{Ground: ground, Must: true}
		var categories []Need
		for _, id := range scope.VariableIDs() {
			v, _ := cat.Variable(id)
			if !slices.Contains(strings.Fields(v.Ground), ground) {
				continue
			}
			whole.Variables = append(whole.Variables, id)
			i := slices.IndexFunc(categories, func(n Need) bool { return n.Category == v.Item })
			if i < 0 {
				i, categories = len(categories), append(categories, Need{Ground: ground, Category: v.Item})
			}
			categories[i].Variables = append(categories[i].Variables, id)
			categories[i].Must = categories[i].Must || v.Class == registers.Special
		}
		slices.SortStableFunc(categories, func(a, b Need) int { return strings.Compare(a.Category, b.Category) })
		needs = append(append(needs, whole), categories...)
	}
	return needs
}

// Needs lists the findings that a decision of outcome on scope needs in c: the
// grounds' and categories', then the topics' in the order of the letter. A
// dismissal needs none but its reasons.
func (c Case) Needs(outcome Outcome, scope Scope, cat *registers.Catalogue) (needs []Need) {
	granting := outcome == GrantAll || outcome == GrantPart
	if granting {
		needs = SecrecyNeeds(scope, cat)
	}
	of := map[string][]string{}
	for _, id := range scope.VariableIDs() {
		v, _ := cat.Variable(id)
		if v.Class == registers.Special {
			of[WhenSpecial] = append(of[WhenSpecial], id)
		}
		if v.Consent != "" {
			of[WhenConsent] = append(of[WhenConsent], id)
		}
	}
	for _, t := range topics() {
		owed := false
		if !c.touches(t.Key) && t.When != WhenHeard && t.When != WhenRefusing {
			continue
		}
		switch t.When {
		case WhenGranting:
			owed = granting
		case WhenResearch:
			owed = outcome != Dismiss && c.Application.Purpose == Research
		case WhenSpecial, WhenConsent:
			owed = granting && len(of[t.When]) > 0
		case WhenHeard:
			owed = outcome != Dismiss && c.claimed()
		case WhenOwing:
			owed = granting && len(c.Owing) > 0
		case WhenRefusing:
			owed = outcome == RefuseAll
		}
		if owed {
			needs = append(needs, Need{Topic: t.Key, Variables: of[t.When], Must: true})
		}
	}
	return needs
}

// touched are the topics that a change of a kind is judged by anew; a change of
// data by all of them.
var touched = map[string][]string{"time": {"purpose", "basis", "necessity", "duties"}, "place": {"basis"}, "people": {"basis"}, "transfer": {"basis"}, "linked": {"basis"}}

// touches says whether the finding on a topic is made anew in c: in a change, when
// what it changes bears on it.
func (c Case) touches(topic string) bool {
	return c.OfChange == 0 || len(c.Application.Scope.Tables) > 0 ||
		slices.ContainsFunc(c.Life.Changes[c.OfChange-1].Asked.Kinds(), func(kind string) bool { return slices.Contains(touched[kind], topic) })
}

// claimed says whether somebody has said something that the decision answers
// (letters 12.11): in a hearing, in a statement, or against a narrower scope.
func (c Case) claimed() bool {
	return slices.ContainsFunc(c.Handling.Hearings, func(h Hearing) bool { return !h.Answer.IsZero() }) ||
		slices.ContainsFunc(c.Handling.Statements, func(s Statement) bool { return !s.Given.IsZero() }) ||
		slices.ContainsFunc(c.Handling.Offers, func(o Offer) bool { return o.Answer == "declined" && !o.Text.IsZero() })
}

// considered returns the first finding that d owes and lacks, or that is only
// the model's text.
func (c Case) considered(d Decision, cat *registers.Catalogue) error {
	for _, n := range c.Needs(d.Outcome, d.Scope, cat) {
		if n.Topic == "" || !n.Must {
			continue
		}
		if empty(d.On(n.Topic)) {
			return denyAbout("no-consideration", n.Topic)
		}
		if err := own(n.Topic, d.On(n.Topic)); err != nil {
			return err
		}
	}
	if !d.Grants() {
		return nil
	}
	for _, id := range d.Scope.VariableIDs() {
		v, _ := cat.Variable(id)
		text := d.Necessity[id]
		switch {
		case v.Role == "subject" || v.Role == "key":
		case empty(text), text == AsApplied && v.Class == registers.Special: // minimisation is found variable by variable
			return denyAbout("necessity-not-found", id)
		case unfilled(text):
			return denyAbout("template-left", id)
		}
	}
	return nil
}

// own returns the rule that a text breaks that has to be its writer's own: with
// a place of the model left to fill in, or nothing but the model.
func own(about, text string) error {
	switch {
	case unfilled(text):
		return denyAbout("template-left", about)
	case TemplateOnly(text):
		return denyAbout("template-only", about)
	}
	return nil
}

// findings demands a written conclusion on every secrecy ground in the scope
// (JulkL 28.1 §: ilmeistä), and of every data category that holds special
// categories of personal data.
func (d Decision) findings(cat *registers.Catalogue) error {
	for _, n := range SecrecyNeeds(d.Scope, cat) {
		text := d.Found(n.Ground, n.Category)
		switch {
		case empty(text) && n.Must:
			return denyAbout("no-finding", n.Key())
		case empty(text):
			continue
		}
		if err := own(n.Key(), text); err != nil {
			return err
		}
		if claimsAnonymous(text) {
			return denyAbout("not-anonymous", n.Key())
		}
	}
	return nil
}

// Found is what d finds on a ground, or on one data category under it.
func (d Decision) Found(ground, category string) string {
	i := slices.IndexFunc(d.Findings, func(f Finding) bool { return f.Ground == ground && f.Category == category })
	if i < 0 {
		return ""
	}
	return d.Findings[i].Text
}

// claimsAnonymous says whether a finding rests on the data being anonymous: that
// shortcut of KHO:2013:181 is for anonymised data, not for pseudonymised rows
// (14.9). To say that they are not anonymous is right.
func claimsAnonymous(text string) bool {
	for _, sentence := range sentences(text) {
		i := strings.Index(sentence, "anonym")
		if i < 0 {
			i = strings.Index(sentence, "anonyym")
		}
		if i < 0 {
			continue
		}
		before := strings.Fields(sentence[:i])
		if !slices.ContainsFunc(before, func(w string) bool { return slices.Contains([]string{"ei", "eivät", "eikä", "inte", "ej", "not"}, w) }) {
			return true
		}
	}
	return false
}

// FoundBefore is what was found on a ground of secrecy when the permit, or its
// latest change, was decided: the finding on the next change begins from it.
func (c Case) FoundBefore(ground string) string {
	var all []Finding
	if c.Decision != nil {
		all = c.Decision.Findings
	}
	for _, ch := range c.Life.Changes {
		if ch.State == ChangeIsInForce && ch.Decision != nil && slices.ContainsFunc(ch.Decision.Findings, func(f Finding) bool { return f.Ground == ground }) {
			all = ch.Decision.Findings
		}
	}
	var texts []string
	for _, f := range all {
		if f.Ground == ground && !slices.Contains(texts, f.Text) {
			texts = append(texts, f.Text)
		}
	}
	return strings.Join(texts, "\n\n")
}
