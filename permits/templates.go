package permits

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"tietolupa/registers"
)

// A Model is a model text of a finding (malliteksti), with {places}. Those that
// the case itself fills are in modelFacts; the rest is the officer's to write.
type Model struct {
	registers.Period
	Key  string // of the finding: a ground, "ground" for any other, or a topic
	Of   Purpose
	Text registers.Names // Finnish and Swedish
}

var models = sync.OnceValue(func() (all []Model) {
	for _, r := range lawRows("law/models.csv", 6) {
		all = append(all, Model{Period: lawPeriod(r[2:4]), Key: r[0], Of: Purpose(r[1]), Text: registers.Names{FI: r[4], SV: r[5]}})
	}
	return all
})

// modelFacts are the places of a model that the case fills.
var modelFacts = []string{"applicant", "project", "users", "environment", "leader", "term"}

// ModelOf is the model text for finding key in c on day, in the case's
// language, with what the case itself knows filled in; empty when there is
// none. What is left in braces is the officer's.
func (c Case) ModelOf(key string, day registers.Day) string {
	ground, _, category := strings.Cut(key, "/")
	tries := []string{key}
	switch {
	case category:
		tries = []string{"category"}
	case ground != "" && ground[0] >= '0' && ground[0] <= '9':
		tries = append(tries, "ground")
	}
	for _, try := range tries {
		for _, m := range models() {
			if m.Key == try && m.Has(day) && (m.Of == "" || m.Of == c.Application.Purpose) {
				return c.fillModel(m.Text.In(c.Application.Language))
			}
		}
	}
	return ""
}

func (c Case) fillModel(text string) string {
	lang := c.Application.Language
	environment := c.Application.Recipient.Called(lang)
	if c.Application.Recipient.Kind == PersonRecipient {
		environment = c.Application.Organisation
	}
	leader := ""
	for _, p := range c.Application.People {
		if p.Leader {
			leader = p.Name
		}
	}
	facts := map[string]string{
		"applicant": c.Application.Organisation, "project": c.Application.Title, "users": number(len(c.Application.People)),
		"environment": environment, "leader": leader, "term": WriteDay(c.Application.Until),
	}
	return modelPlace.ReplaceAllStringFunc(text, func(m string) string {
		if fact := facts[m[1:len(m)-1]]; fact != "" {
			return fact
		}
		return m
	})
}

// TemplateOnly says whether a text holds nothing of its writer's own: every
// sentence is a sentence of a model, compared without case, space and
// punctuation and whatever the case filled into it, or is too short to say
// anything. A place of a model filled with at least three words is its
// writer's own.
func TemplateOnly(text string) bool {
	return !slices.ContainsFunc(sentences(text), func(s string) bool {
		return len(strings.Fields(modelPlace.ReplaceAllString(s, ""))) >= 3 && !slices.ContainsFunc(modelSentences(), func(m modelSentence) bool { return m.holds(s) })
	})
}

// codeOnly says whether a sentence on an item refused only repeats the text of
// a reason code.
func codeOnly(text string) bool {
	codes := map[string]bool{}
	for _, c := range reasonCodes() {
		for _, t := range []string{c.Text.FI, c.Text.SV, c.Text.EN} {
			codes[strings.Join(sentences(t), " ")] = true
		}
	}
	return codes[strings.Join(sentences(text), " ")]
}

// A modelSentence is one sentence of a model: its places are groups, those of
// the officer named o and a number.
type modelSentence struct{ words *regexp.Regexp }

var modelPlace = regexp.MustCompile(`\{([^{}]+)\}`)

// holds says whether s is the model's sentence with fewer than three words
// written in its places.
func (m modelSentence) holds(s string) bool {
	found := m.words.FindStringSubmatch(s)
	written := 0
	for i, name := range m.words.SubexpNames() {
		if found != nil && strings.HasPrefix(name, "o") {
			written += len(strings.Fields(modelPlace.ReplaceAllString(found[i], ""))) // a place left open is not written in
		}
	}
	return found != nil && written < 3
}

// modelSentences are the sentences of every model, in every language.
var modelSentences = sync.OnceValue(func() (all []modelSentence) {
	for _, m := range models() {
		for _, s := range append(sentences(m.Text.FI), sentences(m.Text.SV)...) {
			places := 0
			pattern := modelPlace.ReplaceAllStringFunc(s, func(p string) string {
				places++
				kind := "o"
				if slices.Contains(modelFacts, strings.Trim(p, "{}")) {
					kind = "f"
				}
				return "(?P<" + kind + number(places) + ">.+?)"
			})
			all = append(all, modelSentence{regexp.MustCompile("^" + pattern + "$")})
		}
	}
	return all
})

// sentences cuts a text at the marks that end a sentence and gives each in
// small letters, its words divided by one space and without punctuation; the
// places of a model stay.
func sentences(text string) (all []string) {
	var words []string
	end := func() {
		if len(words) > 0 {
			all = append(all, strings.Join(words, " "))
		}
		words = nil
	}
	for field := range strings.FieldsSeq(strings.ToLower(text)) {
		word := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '{' || r == '}' || r == '_' {
				return r
			}
			return -1
		}, field)
		if word != "" {
			words = append(words, word)
		}
		if strings.HasSuffix(field, ".") && !abbreviated(word) || strings.HasSuffix(field, "?") || strings.HasSuffix(field, "!") {
			end()
		}
	}
	end()
	return all
}

// abbreviated says whether the full stop after word ends no sentence: that of a
// provision, such as "1 mom. 25 k.", or of a number.
func abbreviated(word string) bool {
	return len(word) <= 3 && (slices.Contains([]string{"mom", "art", "k", "p", "kap", "ss"}, word) || word == strings.Trim(word, "abcdefghijklmnopqrstuvwxyzåäö"))
}
