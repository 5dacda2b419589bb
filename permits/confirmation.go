package permits

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"time"

	"tietolupa/registers"
)

// A Confirmation is a lawyer's recorded choice for one version of the law: the
// appeal route, and with it the clause on enforcement and the delivery gate
// (law.md 14.1). It is of the row as it stood, by its hash: a row that is
// changed needs another.
type Confirmation struct {
	From     registers.Day // of the version
	Route    Route
	SHA256   string        // of the row, Law.SHA256
	Lawyer   string        // name and title of who confirmed it
	Day      registers.Day // when they did
	Memo     string        // reference of the written opinion
	By       UserID        // official who recorded it
	Recorded time.Time
}

// SHA256 is the hash of what a lawyer confirms of l: its dates, route and
// provisions.
func (l Law) SHA256() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{
		l.From.String(), l.To.String(), string(l.Route), l.Permit.FI, l.Permit.SV, l.Rectification.FI, l.Rectification.SV,
		l.Enforcement.FI, l.Enforcement.SV,
	}, "\n")))
	return hex.EncodeToString(sum[:])
}

// Confirm makes a lawyer's choice for the version of the law that begins on
// from into a confirmation, recorded by a decider. route is what the lawyer
// chose: another than the table's is refused, since the letters, the clause and
// the gate follow the table alone, which has to be changed first.
// recorded are the confirmations there are: one as the row stands is enough.
func Confirm(by Actor, from registers.Day, route Route, lawyer, memo string, day registers.Day, recorded []Confirmation, now time.Time) (Confirmation, error) {
	if err := by.officer("not-a-decider", Decider); err != nil {
		return Confirmation{}, err
	}
	law, err := LawOn(from)
	if err != nil {
		return Confirmation{}, err
	}
	switch {
	case law.From != from:
		return Confirmation{}, deny("no-such-law")
	case len(strings.Fields(lawyer)) < 2:
		return Confirmation{}, deny("no-lawyer")
	case empty(memo):
		return Confirmation{}, deny("no-memo")
	case day.IsZero() || registers.DayOf(now).Before(day):
		return Confirmation{}, deny("confirmed-later")
	case route != law.Route:
		return Confirmation{}, deny("other-route-in-table")
	}
	if _, already := Confirmed(recorded, from); already {
		return Confirmation{}, denyAbout("already-confirmed", WriteDay(from))
	}
	return Confirmation{From: from, Route: route, SHA256: law.SHA256(), Lawyer: strings.TrimSpace(lawyer), Day: day,
		Memo: strings.TrimSpace(memo), By: by.ID, Recorded: now}, nil
}

// Confirmed finds the confirmation of the version of the law in force on day
// among all; false when there is none, or the row has been changed since.
func Confirmed(all []Confirmation, day registers.Day) (Confirmation, bool) {
	law, err := LawOn(day)
	if err != nil {
		return Confirmation{}, false
	}
	for i := len(all) - 1; i >= 0; i-- {
		if c := all[i]; c.From == law.From && c.SHA256 == law.SHA256() && c.Route == law.Route {
			return c, true
		}
	}
	return Confirmation{}, false
}

// MayLeave returns the rule that keeps the decision of c from being signed or
// served by e: nobody named has confirmed the route of its version of the law
// (law.md 14.1), there is no letter of it, or what is signed is another text.
// letter is the hash of the decision's latest letter, or of that of the measure
// which e signs; empty when there is none.
// Other events it does not concern.
func (c Case) MayLeave(e Event, recorded []Confirmation, letter string) error {
	if !c.Sends(e) && e.Kind != LetterSigned {
		return nil
	}
	decided := c.DecidedAt
	if m, of := c.MeasureOf(e); of {
		decided = m.DecidedAt
	}
	_, confirmed := Confirmed(recorded, registers.DayOf(decided))
	switch {
	case !confirmed:
		return deny("route-unconfirmed")
	case letter == "":
		return deny("no-letter")
	case e.Kind == LetterSigned && e.Detail["letter"] != letter:
		return deny("other-text")
	}
	return nil
}

var maybeHetu = regexp.MustCompile(`[0-3][0-9][01][0-9]{3}[-+A-FU-Y][0-9]{3}[0-9A-FHJ-NPR-Y]`)

// farDay is a day by which everybody with an identity code has been born.
var farDay, _ = registers.ParseDay("2999-12-31")

// hasDigits says whether n digits of s follow each other.
func hasDigits(s string, n int) bool {
	run := 0
	for i := range len(s) {
		if run++; s[i] < '0' || s[i] > '9' {
			run = 0
		}
		if run == n {
			return true
		}
	}
	return false
}

// MayPrint returns the rule that keeps s out of a letter: it holds a personal
// identity code, henkilötunnus (TSL 29.4 §). A run of digits that is no code is
// none.
func MayPrint(s string) error {
	if !hasDigits(s, 6) { // as most texts, and looking through them costs more than reading them
		return nil
	}
	for _, code := range maybeHetu.FindAllString(s, -1) {
		if _, err := registers.ParseHetu(code, farDay); err == nil {
			return deny("hetu-in-letter")
		}
	}
	return nil
}
