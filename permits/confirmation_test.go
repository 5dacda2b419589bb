package permits

import (
	"slices"
	"testing"
	"time"

	"tietolupa/registers"
)

// confirmedOn is a lawyer's choice for the version of the law of 2020.
func confirmedOn(t testing.TB, change func(by *Actor, from *registers.Day, route *Route, lawyer, memo *string, day *registers.Day)) (Confirmation, error) {
	t.Helper()
	by, from, route, lawyer, memo, day := henrik, on("2020-07-01"), Rectification, "Leena Lakimies, lakimies", "KEHA/1/2020", on("2020-10-01")
	if change != nil {
		change(&by, &from, &route, &lawyer, &memo, &day)
	}
	return Confirm(by, from, route, lawyer, memo, day, nil, start)
}

// confirming breaks a confirmation in one place.
func confirming(change func(by *Actor, from *registers.Day, route *Route, lawyer, memo *string, day *registers.Day)) func(*testing.T) error {
	return func(t *testing.T) error {
		_, err := confirmedOn(t, change)
		return err
	}
}

func init() {
	type field = func(by *Actor, from *registers.Day, route *Route, lawyer, memo *string, day *registers.Day)
	for name, change := range map[string]field{
		"not-a-decider confirm": func(by *Actor, _ *registers.Day, _ *Route, _, _ *string, _ *registers.Day) { *by = paivi },
		"no-such-law": func(_ *Actor, from *registers.Day, _ *Route, _, _ *string, _ *registers.Day) {
			*from = on("2020-08-01")
		},
		"other-route-in-table": func(_ *Actor, _ *registers.Day, r *Route, _, _ *string, _ *registers.Day) { *r = Appeal },
		"no-lawyer":            func(_ *Actor, _ *registers.Day, _ *Route, lawyer, _ *string, _ *registers.Day) { *lawyer = "Leena" },
		"no-memo":              func(_ *Actor, _ *registers.Day, _ *Route, _, memo *string, _ *registers.Day) { *memo = " " },
		"confirmed-later":      func(_ *Actor, _ *registers.Day, _ *Route, _, _ *string, day *registers.Day) { *day = on("2021-10-01") },
		"no-law-that-day before": func(_ *Actor, from *registers.Day, _ *Route, _, _ *string, _ *registers.Day) {
			*from = on("2019-01-01")
		},
	} {
		breaches = append(breaches, breach{name, confirming(change)})
	}
	breaches = append(breaches,
		breach{"already-confirmed", func(t *testing.T) error {
			c, err := confirmedOn(t, nil)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Confirm(henrik, c.From, c.Route, c.Lawyer, c.Memo, c.Day, []Confirmation{c}, start)
			return err
		}},
		breach{"route-unconfirmed", leaving(nil, CaseServed, "x")},
		breach{"no-letter", leaving(func(c Confirmation) []Confirmation { return []Confirmation{c} }, CaseServed, "")},
		breach{"other-text letter", leaving(func(c Confirmation) []Confirmation { return []Confirmation{c} }, LetterSigned, "y")},
		breach{"route-unconfirmed changed", leaving(func(c Confirmation) []Confirmation {
			c.SHA256 = "another"
			return []Confirmation{c}
		}, LetterSigned, "x")},
		breach{"no-e-consent", doing(Granted, func(c Case) error {
			c.Application.EService = false
			return last(c.ServeBy(paivi, Service{Manner: "electronic", Sent: hours(6), Deemed: hours(80)}, hours(6)))
		})},
		breach{"hetu-in-letter", func(*testing.T) error { return MayPrint("Asiakas 131052-308T kertoi.") }},
	)
}

// leaving tries to sign or serve a decision with those confirmations recorded.
func leaving(recorded func(Confirmation) []Confirmation, kind EventKind, letter string) func(*testing.T) error {
	return func(t *testing.T) error {
		c, err := confirmedOn(t, nil)
		if err != nil {
			t.Fatal(err)
		}
		var all []Confirmation
		if recorded != nil {
			all = recorded(c)
		}
		return at(t, Granted).MayLeave(Event{Kind: kind, Detail: map[string]string{"letter": "x"}}, all, letter)
	}
}

// TestConfirmedRouteLetsDecisionsLeave: with the confirmation, the letter and the
// hash as they should be, nothing stands in the way.
func TestConfirmedRouteLetsDecisionsLeave(t *testing.T) {
	for _, kind := range []EventKind{CaseServed, LetterSigned, CaseTaken} {
		if err := leaving(func(c Confirmation) []Confirmation { return []Confirmation{c} }, kind, "x")(t); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if err := MayPrint("Tarkiste 131052308 ja puhelin 0295 020 900."); err != nil {
		t.Error(err)
	}
}

// TestLettersOwed: every command that tells a party something owes a letter, and
// each letter is seen by those it is for.
func TestLettersOwed(t *testing.T) {
	c := at(t, InForce)
	for kind, want := range map[EventKind][]LetterKind{
		CaseGranted: {DecisionLetter, SecretAnnex}, CaseRefused: {DecisionLetter}, SupplementAsked: {SupplementLetter},
		CaseRevoked: {RevocationLetter}, LetterCorrected: {DecisionLetter}, CaseTaken: nil, CaseReopened: {ReopenedLetter},
	} {
		got := c.LettersOf(Event{Kind: kind})
		if len(got) != len(want) || len(want) > 0 && got[0] != want[0] {
			t.Errorf("%s owes %v, want %v", kind, got, want)
		}
	}
	if got := c.LettersOf(Event{Kind: LetterSigned}); len(got) != 1 || got[0] != DecisionLetter {
		t.Errorf("the second signature owes %v", got)
	}
	if got := at(t, Granted).LettersOf(Event{Kind: LetterSigned}); got != nil {
		t.Errorf("the first signature owes %v", got)
	}
	c.Life.Remedies = []Remedy{{No: 1, Kind: CourtRemedy}, {No: 2, Kind: RectificationRemedy}}
	for no, want := range map[string]LetterKind{"1": CourtLetter, "2": RulingLetter} {
		for _, kind := range []EventKind{RemedyRuled, CaseReopened, CaseAnnulled, RevocationAnnulled, ChangeAnnulled} {
			if got := c.LettersOf(Event{Kind: kind, Detail: map[string]string{"no": no}}); got[0] != want {
				t.Errorf("%s of remedy %s owes %v, want %s", kind, no, got, want)
			}
		}
	}
	for _, k := range LetterKinds() {
		if seen := MaySeeLetter(aino, c, k, 99); seen != (k != StatementLetter) {
			t.Errorf("the applicant sees the %s letter: %v", k, seen)
		}
		if !MaySeeLetter(paivi, c, k, 99) {
			t.Errorf("an officer does not see the %s letter", k)
		}
	}
	if granted := at(t, Granted); MaySeeLetter(aino, granted, DecisionLetter, 99) {
		t.Error("the applicant sees a decision that has not been sent")
	}
}

// TestReceivers: by consent electronically, otherwise by post, and what burdens
// is fetched with strong identification.
func TestReceivers(t *testing.T) {
	c := at(t, InForce)
	sent := time.Date(2020, 11, 9, 9, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		kind   LetterKind
		agrees bool
		manner string
		deemed string
	}{
		{ChangeLetter, true, "electronic", "2020-11-12"}, {ChangeLetter, false, "post", "2020-11-16"}, {RevocationLetter, true, "fetched", ""},
	} {
		c.Application.EService = test.agrees
		to := c.Receivers(test.kind, sent)
		if len(to) != 1 || to[0].User != "aino" || to[0].Manner != test.manner {
			t.Fatalf("%s: %+v", test.kind, to)
		}
		if deemed := to[0].Deemed; test.deemed == "" && !deemed.IsZero() || test.deemed != "" && registers.DayOf(deemed).String() != test.deemed {
			t.Errorf("%s is deemed served %v, want %q", test.kind, deemed, test.deemed)
		}
	}
	if to := c.Receivers(StatementLetter, sent); to != nil {
		t.Errorf("a request for a statement goes to %v", to)
	}
}

// TestMannerOfService: electronic by consent, else by post; what burdens waits to
// be fetched, or goes with a receipt. The contact is sent it, the co-applicants are informed (letters.md
// 0.3).
func TestMannerOfService(t *testing.T) { // HL 56.2, 59–60 §, SAsL 18–19 §
	c := at(t, InForce)
	for _, test := range []struct {
		kind    LetterKind
		consent bool
		want    string
	}{
		{DecisionLetter, true, "electronic"}, {DecisionLetter, false, "post"}, {SupplementLetter, true, "electronic"},
		{HearingLetter, false, "post"}, {RevocationLetter, true, "fetched"}, {RevocationLetter, false, "receipt"},
	} {
		c.Application.EService = test.consent
		if got := c.Manner(test.kind); got != test.want || c.Receivers(test.kind, start)[0].Manner != test.want {
			t.Errorf("%s, consent %v: %s, want %s", test.kind, test.consent, got, test.want)
		}
	}
	c.Drafting.Members = []Member{{User: "eero", Role: EditRole}, {User: "lukija", Role: ReadRole}}
	if got := c.Parties(); !slices.Contains(got, "eero") || slices.Contains(got, "lukija") || got[0] != c.Applicant {
		t.Errorf("parties %v", got)
	}
}
