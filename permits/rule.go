package permits

import (
	"embed"
	"encoding/csv"
	"fmt"
	"sync"

	"tietolupa/registers"
)

//go:embed rules.csv
var rulesFile embed.FS

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
	f, err := rulesFile.Open("rules.csv")
	if err != nil {
		panic(fmt.Sprintf("open rules.csv: %v", err))
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("read rules.csv: %v", err))
	}
	rules := make(map[string]Rule, len(rows))
	for _, r := range rows[1:] {
		rules[r[0]] = Rule{Name: r[0], Requirement: r[1], Text: registers.Names{FI: r[2], SV: r[3], EN: r[4]}}
	}
	return rules
})

func deny(rule string) error             { return &RuleError{Rule: rule} }
func denyAbout(rule, about string) error { return &RuleError{Rule: rule, About: about} }
