package letters

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tietolupa/permits"
)

var update = flag.Bool("update", false, "write the golden texts anew")

// written runs pdftotext, of Debian's poppler-utils.
func written(t testing.TB, pdf []byte) string {
	t.Helper()
	return pdftext(t, pdf, "-layout", "-nopgbrk")
}

// read is the text in the order of the tags, as a screen reader gets it.
func read(t testing.TB, pdf []byte) string {
	t.Helper()
	return words(pdftext(t, pdf, "-raw", "-nopgbrk"))
}

func pdftext(t testing.TB, pdf []byte, how ...string) string {
	t.Helper()
	command := exec.Command("pdftotext", append(how, "-", "-")...)
	command.Stdin = bytes.NewReader(pdf)
	out, err := command.Output()
	if err != nil {
		t.Fatalf("pdftotext (Debian package poppler-utils): %v", err)
	}
	return string(out)
}

// words is the text with every run of white space as one space.
func words(s string) string { return strings.Join(strings.Fields(s), " ") }

var decisions = []struct {
	name    string
	lang    string
	outcome permits.Outcome
	at      time.Time
}{
	{"grant-fi", "fi", permits.GrantAll, autumn2020},
	{"partly-fi", "fi", permits.GrantPart, autumn2020},
	{"partly-sv", "sv", permits.GrantPart, autumn2020},
	{"refuse-fi", "fi", permits.RefuseAll, autumn2020},
	{"refuse-sv", "sv", permits.RefuseAll, autumn2020},
	{"appeal-fi", "fi", permits.GrantAll, spring2025},
	{"appeal-sv", "sv", permits.GrantAll, spring2025},
}

func TestDecisionText(t *testing.T) {
	for _, form := range decisions {
		t.Run(form.name, func(t *testing.T) {
			pdf, err := Decision(decided(t, form.lang, form.outcome, form.at))
			if err != nil {
				t.Fatal(err)
			}
			golden(t, form.name, written(t, pdf))
			if dir := os.Getenv("LETTERS"); dir != "" {
				if err := os.WriteFile(filepath.Join(dir, form.name+".pdf"), pdf, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(words(string(want)), words(got)); diff != "" {
		t.Errorf("the letter differs from %s (-golden +written); go test ./permits/letters -update after reading it:\n%s", file, diff)
	}
}

func TestLetterHoldsEverythingDecided(t *testing.T) {
	for _, lang := range []string{"fi", "sv"} {
		in := decided(t, lang, permits.GrantPart, autumn2020)
		in.Case.Registry = "KEHA/1234/2020" // of the agency's case system
		pdf, err := Decision(in)
		if err != nil {
			t.Fatal(err)
		}
		text := words(written(t, pdf))
		worded, err := in.Case.Conditions(lang)
		if err != nil {
			t.Fatal(err)
		}
		if len(worded) != 22 {
			t.Fatalf("%d conditions were chosen, want all 22", len(worded))
		}
		for _, w := range worded {
			for _, part := range []string{w.Heading, start(w.Text), ending(w.Text)} {
				if !strings.Contains(text, words(part)) && !strings.Contains(unbroken(text), unbroken(part)) {
					t.Errorf("%s: condition %d: %q is not in the letter", lang, w.No, part)
				}
			}
		}
		for _, r := range in.Case.Decision.Refusals {
			if !strings.Contains(text, r.Code+" ") {
				t.Errorf("%s: the code of %s is not in the letter", lang, r.Item)
			}
		}
		for _, id := range in.Case.Application.Scope.VariableIDs() {
			if !strings.Contains(unbroken(text), unbroken("("+id+")")) {
				t.Errorf("%s: %s is not in the letter", lang, id)
			}
		}
		for _, want := range []string{in.Case.ID.Printed(), in.Case.Registry, "2.11.2020", in.SignerFingerprint, presenter.Name, decider.Name, in.Case.Decision.Scope.Hash()[:20]} {
			if !strings.Contains(unbroken(text), unbroken(want)) {
				t.Errorf("%s: %q is not in the letter", lang, want)
			}
		}
	}
}

func start(s string) string  { return firstWords(s, 6) }
func ending(s string) string { f := strings.Fields(s); return strings.Join(f[len(f)-3:], " ") }
func firstWords(s string, n int) string {
	f := strings.Fields(s)
	return strings.Join(f[:min(n, len(f))], " ")
}

// unbroken leaves white space out: a line may end inside a long word.
func unbroken(s string) string { return strings.Join(strings.Fields(s), "") }

// TestOutcomeComesFirst: nobody reads pages before learning what was decided.
func TestOutcomeComesFirst(t *testing.T) {
	pdf, err := Decision(decided(t, "fi", permits.GrantPart, autumn2020))
	if err != nil {
		t.Fatal(err)
	}
	text := written(t, pdf)
	last := -1
	for _, heading := range []string{"1 Ratkaisu", "2 Myönnetyt tiedot", "3 Hylätyt tai karkeistetut", "5 Määräykset", "6 Muistutus laista", "7 Pyynnöt", "9 Täytäntöönpano", "11 Perustelut", "14 Muutoksenhaku", "18 Allekirjoitukset", "Liite 1.", "Liite 4."} {
		at := strings.Index(text, heading)
		if at <= last {
			t.Errorf("%q stands at %d, not after %d", heading, at, last)
		}
		last = at
	}
}

// TestOneLanguage: a letter is whole in one language (KieliL 19 §).
func TestOneLanguage(t *testing.T) {
	english := regexp.MustCompile(`(?i)\b(the|and|of|for|permit|decision|shall|may|application|annex|with)\b`)
	finnish := regexp.MustCompile(`(?i)\b(ja|on|tai|päätös|lupa|voimassa|liite|mukaan)\b`)
	swedish := regexp.MustCompile(`(?i)\b(och|eller|beslut|tillstånd|bilaga|enligt|som|inte)\b`)
	for _, form := range decisions {
		in := decided(t, form.lang, form.outcome, form.at)
		in.Case.Decision.Reasons, in.Case.Decision.Findings, in.Case.Decision.Refusals, in.Case.Decision.Clauses = "X", nil, nil, nil
		in.Case.Decision.Considered, in.Case.Decision.Necessity = nil, nil
		for i := range in.Case.Decision.Conditions {
			in.Case.Decision.Conditions[i].Reason = ""
		}
		in.Case.Application.Title, in.Case.Application.Abstract, in.Case.Application.Security, in.Case.Application.Article9 = "X", "X", "X", ""
		pdf, err := Decision(in)
		if err != nil {
			t.Fatal(err)
		}
		text := regexp.MustCompile(`[^\x00-\x7f]`).ReplaceAllString(written(t, pdf), "x") // \b knows ASCII only
		if m := english.FindString(text); m != "" {
			t.Errorf("%s: English: %q", form.name, m)
		}
		other := map[string]*regexp.Regexp{"fi": swedish, "sv": finnish}[form.lang]
		if m := other.FindString(text); m != "" {
			t.Errorf("%s: the other language: %q in %s", form.name, m, around(text, m))
		}
	}
}

func around(text, m string) string {
	i := strings.Index(text, m)
	return text[max(0, i-40):min(len(text), i+40)]
}

// TestRouteSettlesThree: instruction, enforcement clause and delivery gate
// change together (14.1).
func TestRouteSettlesThree(t *testing.T) {
	for name, c := range map[string]struct {
		at            time.Time
		with, without []string
	}{
		"O": {autumn2020, []string{"Oikaisuvaatimusohje", "Päätös voidaan panna täytäntöön oikaisuvaatimuksesta", "14 luvun 2 § (1133/2014)"},
			[]string{"Valitusosoitus", "lainvoimainen", "euroa; maksua ei peritä"}},
		"V": {spring2025, []string{"Valitusosoitus", "päätös on lainvoimainen", "310 euroa", "Itä-Suomen hallinto-oikeus", "119 §:n 2 momentti"},
			[]string{"Oikaisuvaatimusohje", "Päätös voidaan panna täytäntöön"}},
	} {
		t.Run(name, func(t *testing.T) {
			pdf, err := Decision(decided(t, "fi", permits.GrantAll, c.at))
			if err != nil {
				t.Fatal(err)
			}
			text := words(written(t, pdf))
			for _, s := range c.with {
				if !strings.Contains(text, s) {
					t.Errorf("%q is missing", s)
				}
			}
			for _, s := range c.without {
				if strings.Contains(text, s) {
					t.Errorf("%q is there", s)
				}
			}
		})
	}
}

// TestInstructionContents: what HL 47 §, 49 c § and HOL 15–16 § demand.
func TestInstructionContents(t *testing.T) {
	for _, c := range []struct {
		lang string
		at   time.Time
		want []string
	}{
		{"fi", autumn2020, []string{"30 päivän kuluessa", "tiedoksisaantipäivää ei lueta", "kolmantena päivänä", "millaista oikaisua", "millä perusteilla", "nimi ja yhteystiedot", "valtakirja", "kirjaamo.keha@ely-keskus.fi", "hallinto-oikeuteen"}},
		{"sv", autumn2020, []string{"30 dagar från delfåendet", "räknas inte med", "tredje dagen", "hurdan omprövning", "vilka grunder", "fullmakt", "kirjaamo.keha@ely-keskus.fi", "förvaltningsdomstolen"}},
		{"fi", spring2025, []string{"päätös, johon haetaan muutosta", "miltä kohdin", "perustelut", "mihin valitusoikeus perustuu", "prosessiosoite", "selvitys tiedoksisaannin päivästä", "valtakirja", "Oikeudenkäyntimaksu"}},
		{"sv", spring2025, []string{"det beslut i vilket ändring söks", "till vilka delar", "grunderna för yrkandena", "processadress", "utredning om dagen för delfåendet", "fullmakt", "Rättegångsavgift"}},
	} {
		pdf, err := Decision(decided(t, c.lang, permits.GrantAll, c.at))
		if err != nil {
			t.Fatal(err)
		}
		text := words(written(t, pdf))
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s %d: %q is missing", c.lang, c.at.Year(), want)
			}
		}
	}
}

func TestLastDayOnceServed(t *testing.T) {
	in := decided(t, "fi", permits.GrantAll, autumn2020)
	for _, by := range []permits.Actor{presenter, decider} {
		signed, _, err := in.Case.SignLetter(by, in.Case.Version, true, strings.Repeat("a", 64), autumn2020.Add(5*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		in.Case = signed
	}
	served, _, err := in.Case.Serve(presenter, time.Date(2020, 11, 6, 0, 0, 0, 0, time.UTC), autumn2020.Add(5*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	in.Case = served
	pdf, err := Decision(in)
	if err != nil {
		t.Fatal(err)
	}
	// the thirtieth day, 6 December 2020, is a Sunday and Independence Day
	if text := words(written(t, pdf)); !strings.Contains(text, "viimeinen päivä on 7.12.2020") {
		t.Error("the last day is not 7.12.2020")
	}
}

func TestEqualInputEqualBytes(t *testing.T) {
	in := decided(t, "fi", permits.GrantPart, autumn2020)
	first, err := Decision(in)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Decision(in)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("two letters of one decision differ")
	}
}

func TestUnreadyInputIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Input){
		"not-decided":   func(in *Input) { in.Case.Decision = nil },
		"no-catalogue":  func(in *Input) { in.Catalogue = nil },
		"nameless":      func(in *Input) { delete(in.People, "henrik") },
		"no-language":   func(in *Input) { in.Language, in.Case.Application.Language = "en", "en" },
		"no-law":        func(in *Input) { in.Case.Decision.LawDay = day("2020-06-30") },
		"unknown-code":  func(in *Input) { in.Case.Decision.Refusals[0].Code = "R99" },
		"unknown-field": func(in *Input) { in.Case.Decision.Refusals[0].Item = "person.hetu" },
		"parameter":     func(in *Input) { in.Case.Decision.Conditions = []permits.Condition{{No: 14}} },
	} {
		t.Run(name, func(t *testing.T) {
			in := decided(t, "fi", permits.GrantPart, autumn2020)
			spoil(&in)
			if pdf, err := Decision(in); err == nil || pdf != nil {
				t.Errorf("Decision = %d bytes, %v; want an error", len(pdf), err)
			}
		})
	}
}

func TestConditionsLetter(t *testing.T) {
	for _, lang := range []string{"fi", "sv"} {
		in := decided(t, lang, permits.GrantAll, autumn2020)
		pdf, err := Conditions(in)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "conditions-"+lang, written(t, pdf))
	}
	if _, err := Conditions(decided(t, "fi", permits.RefuseAll, autumn2020)); err == nil {
		t.Error("a refusal has conditions")
	}
}

// TestEnvironmentReceives: the letter names the environment and its operator,
// and prints no key, since that of the day of the order counts.
func TestEnvironmentReceives(t *testing.T) {
	for lang, name := range map[string]string{"fi": "FIONA-etäkäyttöympäristö (Tilastokeskus)", "sv": "Distansanvändningsmiljön FIONA (Statistikcentralen)"} {
		in := decided(t, lang, permits.GrantAll, autumn2020)
		in.Case.Application.Recipient = permits.Recipient{Kind: permits.EnvironmentRecipient, Environment: "FIONA", Key: "age1registered"}
		pdf, err := Decision(in)
		if err != nil {
			t.Fatal(err)
		}
		if text := unbroken(written(t, pdf)); !strings.Contains(text, unbroken(name)) || strings.Contains(text, "age1registered") {
			t.Errorf("%s: the annex does not name the environment, or prints a key", lang)
		}
	}
}
