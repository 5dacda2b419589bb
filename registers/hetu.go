package registers

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// redactedHetu stands wherever a henkilötunnus would otherwise be printed.
const redactedHetu = "[henkilötunnus]"

// checkCharacters are those of the henkilötunnus: G, I, O, Q and Z are left out.
const checkCharacters = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// The separators of each century, as amended from 1 January 2023 (690/2022).
// The separator is no part of the check sum, so it alone may tell two persons
// apart.
var separators = map[int]string{18: "+", 19: "-YXWVU", 20: "ABCDEF"}

// A Hetu is a valid personal identity code (henkilötunnus; decree 128/2010
// 2 §, as amended by 690/2022). Printed, logged or marshalled it shows nothing:
// only Reveal gives the code. Two are equal when all eleven characters are; a
// person's code may change (661/2009), so a Hetu is no key of a person.
type Hetu struct {
	code  string
	birth Day
}

// CanonicalHetu is s without blanks around it. It changes nothing else: a code
// in lower case is a wrong code, not another spelling.
func CanonicalHetu(s string) string { return strings.TrimSpace(s) }

// ParseHetu reads a code of eleven characters. It fails on a wrong length,
// character, separator, date or check character, on a birth date after today,
// and on the individual numbers 000 and 001, which are never issued. The error
// does not repeat the code.
func ParseHetu(s string, today Day) (Hetu, error) {
	const act = "read henkilötunnus: "
	if len(s) != 11 {
		return Hetu{}, errors.New(act + "write eleven characters, such as ddmmyy-nnnc")
	}
	digits := s[:6] + s[7:10]
	number := 0
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return Hetu{}, errors.New(act + "write digits for the date and the individual number")
		}
		number = number*10 + int(c-'0')
	}
	century := 0
	for c, allowed := range separators {
		if strings.IndexByte(allowed, s[6]) >= 0 {
			century = c
		}
	}
	if century == 0 {
		return Hetu{}, errors.New(act + "the separator is none of + - Y X W V U A B C D E F")
	}
	day, month, year := number/10_000_000, number/100_000%100, century*100+number/1000%100
	birth, err := date(year, month, day)
	if err != nil {
		return Hetu{}, errors.New(act + "the birth date does not exist")
	}
	if today.Before(birth) {
		return Hetu{}, errors.New(act + "the birth date is in the future")
	}
	if number%1000 < 2 {
		return Hetu{}, errors.New(act + "the individual number is never issued")
	}
	if s[10] != checkCharacters[number%31] {
		return Hetu{}, errors.New(act + "the check character is wrong")
	}
	return Hetu{s, birth}, nil
}

// NewArtificialHetu makes a code of the range 900–999, which no person has for
// good: temporary codes and invented people. It fails outside that range, and
// on a separator that does not belong to the birth date's century.
func NewArtificialHetu(birth Day, individual int, separator byte) (Hetu, error) {
	if individual < 900 || individual > 999 {
		return Hetu{}, fmt.Errorf("make artificial henkilötunnus: individual number %d is not 900–999", individual)
	}
	year, month, day := birth.Time().Date()
	if birth.IsZero() || strings.IndexByte(Separators(year), separator) < 0 {
		return Hetu{}, fmt.Errorf("make artificial henkilötunnus: separator %q does not belong to year %d", separator, year)
	}
	number := ((day*100+int(month))*100+year%100)*1000 + individual
	code := fmt.Sprintf("%06d%c%03d%c", number/1000, separator, individual, checkCharacters[number%31])
	return Hetu{code, birth}, nil
}

// Separators are the separators of those born in a year, the oldest first;
// empty before 1800 and after 2099.
func Separators(birthYear int) string { return separators[birthYear/100] }

// BirthDate is the day that the code tells.
func (h Hetu) BirthDate() Day { return h.birth }

// Temporary says whether the code is of the range 900–999.
func (h Hetu) Temporary() bool { return len(h.code) == 11 && h.code[7] == '9' }

// IsZero says whether h is no code.
func (h Hetu) IsZero() bool { return h.code == "" }

// Reveal is the code itself: for storing and for showing it to somebody whose
// reading has been logged, and for nothing else.
func (h Hetu) Reveal() string { return h.code }

// String hides the code.
func (h Hetu) String() string { return redactedHetu }

// Format hides the code from every verb of fmt.
func (h Hetu) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redactedHetu)) }

// LogValue hides the code from logs.
func (h Hetu) LogValue() slog.Value { return slog.StringValue(redactedHetu) }

// MarshalText hides the code from JSON and every other text form.
func (h Hetu) MarshalText() ([]byte, error) { return []byte(redactedHetu), nil }

// date is a day that exists in the calendar.
func date(year, month, day int) (Day, error) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || t.Month() != time.Month(month) || t.Day() != day {
		return Day{}, fmt.Errorf("no day %d.%d.%d", day, month, year)
	}
	return Day{t}, nil
}
