package permits

import (
	"sync"

	"tietolupa/registers"
)

// A RuleError names the rule that forbids a step. Its text, in three languages,
// stands in rules.csv and may be shown to whoever tried; no other error's text
// may.
type RuleError struct {
	Rule  string // a row of rules.csv, such as "own-case"
	About string // what it concerns, such as a variable's id; empty when plain
}

func (e *RuleError) Error() string {
	if e.About != "" {
		return e.Rule + ": " + e.About
	}
	return e.Rule
}

// In is the sentence for a person: what is wrong and what to do.
func (e *RuleError) In(lang string) string {
	r, ok := Rules()[e.Rule]
	if !ok {
		return e.Rule
	}
	s := r.Text.In(lang)
	if e.About != "" {
		s += " (" + e.About + ")"
	}
	return s
}

// A Rule is one row of rules.csv: its name, the requirement it carries out
// (docs/law.md) and its sentence in three languages.
type Rule struct {
	Name, Requirement string
	Text              registers.Names
}

// Rules gives every rule by its name.
var Rules = sync.OnceValue(func() map[string]Rule {
	rows := lawRows("rules.csv", 5)
	rules := make(map[string]Rule, len(rows))
	for _, r := range rows {
		rules[r[0]] = Rule{Name: r[0], Requirement: r[1], Text: names(r[2:])}
	}
	return rules
})

func deny(rule string) error             { return &RuleError{Rule: rule} }
func denyAbout(rule, about string) error { return &RuleError{Rule: rule, About: about} }
