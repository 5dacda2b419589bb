package permits

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"tietolupa/registers"
)

// An Obligation says what a condition is: only an order's breach is punishable
// under 35.2 § of the Publicity Act, so the three are never mixed (14.6).
type Obligation string

const (
	Ordered   Obligation = "M" // määräys under JulkL 28.2 §
	Reminded  Obligation = "I" // muistutus of a duty that follows from law
	Requested Obligation = "P" // pyyntö, without sanction
)

// A Clause is one of the 22 conditions as law/conditions.csv words it.
type Clause struct {
	No         int
	Obligation Obligation
	Standard   bool // proposed for every permit
	Parameters []Parameter
	Ground     string
	Heading    registers.Names
	Text       registers.Names // with {parameters}; a [part] is left out when a parameter in it is empty
}

// A Parameter is a detail of a Clause.
type Parameter struct {
	Name     string
	Default  string // start value; "@fact" is taken from the case
	Required bool   // has no start value: somebody writes it
}

// Clauses lists the 22 conditions in their order. The slice is the caller's own.
func Clauses() []Clause { return slices.Clone(clauses()) }

// ClauseOf finds a condition by its number.
func ClauseOf(no int) (Clause, bool) {
	if no < 1 || no > len(clauses()) {
		return Clause{}, false
	}
	return clauses()[no-1], true
}

// StandardConditions are those proposed for every permit, with their start
// values.
func StandardConditions() (standard []Condition) {
	for _, c := range clauses() {
		if c.Standard {
			standard = append(standard, Condition{No: c.No})
		}
	}
	return standard
}

var clauses = sync.OnceValue(func() (all []Clause) {
	for i, r := range lawRows("law/conditions.csv", 11) {
		no, err := strconv.Atoi(r[0])
		if err != nil || no != i+1 {
			panic(fmt.Sprintf("law/conditions.csv: condition %q stands on row %d", r[0], i+1))
		}
		c := Clause{No: no, Obligation: Obligation(r[1]), Standard: r[2] == "yes", Ground: r[4], Heading: names(r[5:8]), Text: names(r[8:11])}
		for p := range strings.SplitSeq(r[3], ";") {
			if p != "" {
				name, value, hasDefault := strings.Cut(p, "=")
				c.Parameters = append(c.Parameters, Parameter{Name: name, Default: value, Required: !hasDefault})
			}
		}
		all = append(all, c)
	}
	return all
})

// A Worded condition is what a person reads: parameters filled in.
type Worded struct {
	No            int
	Obligation    Obligation
	Heading, Text string
}

// Conditions words the decision's conditions in lang. It fails with
// "condition-parameter" when one lacks a detail, "no-such-condition" for a
// number beyond the list, and "not-decided" before a proposal.
func (c Case) Conditions(lang string) ([]Worded, error) {
	d := c.Decision
	if d == nil {
		d = c.Proposal
	}
	if d == nil {
		return nil, deny("not-decided")
	}
	return c.word(*d, lang)
}

func (c Case) word(d Decision, lang string) (all []Worded, err error) {
	facts := c.facts(d, lang)
	for _, chosen := range d.Conditions {
		clause, known := ClauseOf(chosen.No)
		if !known {
			return nil, denyAbout("no-such-condition", strconv.Itoa(chosen.No))
		}
		text, err := clause.fill(chosen.Parameters, facts, lang)
		if err != nil {
			return nil, err
		}
		all = append(all, Worded{No: clause.No, Obligation: clause.Obligation, Heading: clause.Heading.In(lang), Text: text})
	}
	return all, nil
}

// Unusual says whether c is an order that is not imposed as a rule, or with
// another value than the one it starts from: the usual reason does not carry
// it (JulkL 17.1 §, HL 6 §).
func (c Condition) Unusual() bool {
	clause, known := ClauseOf(c.No)
	if !known || clause.Obligation != Ordered {
		return false
	}
	return !clause.Standard || imposed(true, c.No, c.Parameters) != number(c.No)
}

// checkConditions returns the first rule that the chosen conditions break.
func (c Case) checkConditions(d Decision) error {
	seen := map[int]bool{}
	for _, chosen := range d.Conditions {
		if seen[chosen.No] {
			return denyAbout("condition-twice", strconv.Itoa(chosen.No))
		}
		seen[chosen.No] = true
	}
	if _, err := c.word(d, c.Application.Language); err != nil {
		return err
	}
	for _, chosen := range d.Conditions {
		switch {
		case chosen.Unusual() && empty(chosen.Reason):
			return denyAbout("no-reason-for-order", strconv.Itoa(chosen.No))
		case unfilled(chosen.Reason):
			return denyAbout("template-left", "order-"+strconv.Itoa(chosen.No))
		}
	}
	return nil
}

var (
	optionalPart = regexp.MustCompile(`\[[^\[\]]*\]`)
	place        = regexp.MustCompile(`\{(\w+)\}`)
)

// fill words the clause. What the officer wrote comes first, then the start
// value, then the fact of the case.
func (c Clause) fill(written, facts map[string]string, lang string) (string, error) {
	values := map[string]string{}
	for _, p := range c.Parameters {
		v := strings.TrimSpace(written[p.Name])
		if fact, ok := strings.CutPrefix(p.Default, "@"); v == "" && ok {
			v = facts[fact]
		} else if v == "" {
			v = p.Default
		}
		if v == "" && (p.Required || strings.HasPrefix(p.Default, "@")) {
			return "", denyAbout("condition-parameter", fmt.Sprintf("%d %s", c.No, p.Name))
		}
		values[p.Name] = v
	}
	for name := range maps.Keys(written) {
		if _, known := values[name]; !known {
			return "", denyAbout("condition-parameter", fmt.Sprintf("%d %s", c.No, name))
		}
	}
	text := optionalPart.ReplaceAllStringFunc(c.Text.In(lang), func(part string) string {
		for _, m := range place.FindAllStringSubmatch(part, -1) {
			if values[m[1]] == "" {
				return ""
			}
		}
		return part[1 : len(part)-1]
	})
	return place.ReplaceAllStringFunc(text, func(m string) string { return values[m[1:len(m)-1]] }), nil
}

// facts are what the case itself settles in its conditions.
func (c Case) facts(d Decision, lang string) map[string]string {
	environment := c.Application.Recipient.Called(lang)
	if environment == "" || c.Application.Recipient.Kind == PersonRecipient {
		environment = c.Application.Organisation
	}
	citation := registers.Names{
		FI: "KEHA-keskus, työ- ja elinkeinotoimiston asiakastietojärjestelmä",
		SV: "UF-centret, arbets- och näringsbyråns kundinformationssystem",
		EN: "KEHA, client information system of the employment office",
	}
	return map[string]string{
		"project": c.Application.Title, "purpose": c.Application.Purpose.Name().In(lang),
		"from": WriteDay(d.Term.From), "to": WriteDay(d.Term.To), "key_day": WriteDay(d.Term.To.AddDate(0, 0, TermDays("key-error", d.Term.To))),
		"environment": environment, "citation": citation.In(lang), "case": c.ID.Printed(),
	}
}

// ConditionsSHA256 is the hash of the conditions, the price and the declarations in
// the case's language: what the leader accepts. It is empty while there is nothing to
// accept.
func (c Case) ConditionsSHA256() string {
	worded, err := c.Conditions(c.Application.Language)
	if err != nil {
		return ""
	}
	h := sha256.New()
	for _, w := range worded {
		fmt.Fprintf(h, "%d %s %s\n%s\n", w.No, w.Obligation, w.Heading, w.Text)
	}
	for _, line := range c.Accepts(c.Application.Language) {
		fmt.Fprintln(h, line)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Undertaking is the undertaking of secrecy (salassapitositoumus) in lang and the
// hash of that very text, which a signature keeps: each signs what they have read,
// in their own language (KieliL 10 §). The English text says that the Finnish and
// the Swedish one bind.
func Undertaking(lang string) (text, sha string) {
	if !slices.Contains(UndertakingLanguages(), lang) {
		lang = "fi"
	}
	text = lawText("law/undertaking_" + lang + ".txt")
	h := sha256.Sum256([]byte(text))
	return text, hex.EncodeToString(h[:])
}

// UndertakingLanguages are those that it may be signed in.
func UndertakingLanguages() []string { return []string{"fi", "sv", "en"} }

// undertakingIn is the language of the undertaking whose text has that hash; empty
// when no text has.
func undertakingIn(sha string) string {
	for _, lang := range UndertakingLanguages() {
		if _, known := Undertaking(lang); known == sha {
			return lang
		}
	}
	return ""
}
