package web

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the service keeps Finnish time wherever it runs

	"tietolupa/registers"
)

var helsinki = func() *time.Location {
	l, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(fmt.Sprintf("load the time zone: %v", err)) // embedded above
	}
	return l
}()

const finnishDate = "2.1.2006"

// date writes d.m.yyyy of a time or a day; nothing for none.
func date(d any) (string, error) {
	switch d := d.(type) {
	case time.Time:
		if d.IsZero() {
			return "", nil
		}
		return d.In(helsinki).Format(finnishDate), nil
	case registers.Day:
		if d.IsZero() {
			return "", nil
		}
		return d.Time().Format(finnishDate), nil
	}
	return "", fmt.Errorf("write a date: %T is none", d)
}

// machineDate is what the datetime attribute wants.
func machineDate(t time.Time) string { return t.In(helsinki).Format("2006-01-02T15:04-07:00") }

func moment(lang string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(helsinki)
	switch lang {
	case "sv":
		return t.Format("2.1.2006 kl. 15.04")
	case "en":
		return t.Format("2.1.2006 at 15:04")
	}
	return t.Format("2.1.2006 klo 15.04")
}

// readDay reads d.m.yyyy; 2006-01-02 is understood too. Nothing is no day.
func readDay(s string) (registers.Day, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return registers.Day{}, nil
	}
	t, err := time.Parse(finnishDate, s)
	if err != nil {
		t, err = time.Parse(time.DateOnly, s)
	}
	if err != nil {
		return registers.Day{}, err
	}
	return registers.DayOf(t), nil
}

const thinSpace = "\u202f"

// number groups thousands with a thin space that does not break.
func number[N int | int64](n N) string {
	s := strconv.FormatInt(int64(n), 10)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + thinSpace + s[i:]
	}
	return sign + s
}

// size writes a number of bytes as people read it.
func size(lang string, n int64) string {
	units, comma := []string{"t", "kt", "Mt", "Gt"}, ","
	switch lang {
	case "sv":
		units = []string{"byte", "kB", "MB", "GB"}
	case "en":
		units, comma = []string{"bytes", "kB", "MB", "GB"}, "."
	}
	v, i := float64(n), 0
	for v >= 1000 && i < len(units)-1 {
		v, i = v/1000, i+1
	}
	if i == 0 {
		return number(n) + "\u00a0" + units[0]
	}
	return strings.Replace(strconv.FormatFloat(v, 'f', 1, 64), ".", comma, 1) + "\u00a0" + units[i]
}

// caseNumber prints a case's number as letters do, with slashes.
func caseNumber[ID ~string](id ID) string { return strings.ReplaceAll(string(id), "-", "/") }

// shownNumber is the number of a matter as it is shown: the agency's, or else ours.
func shownNumber(number, id string) string { return cmp.Or(number, caseNumber(id)) }

func percent(done, total int64) int {
	if total <= 0 {
		return 0
	}
	return int(min(100, done*100/total))
}

// euros writes an amount of cents: 1 234,50 €.
func euros(lang string, cents int) string {
	mark := ","
	if lang == "en" {
		mark = "."
	}
	if cents < 0 {
		return "−" + euros(lang, -cents)
	}
	return number(cents/100) + mark + fmt.Sprintf("%02d", cents%100) + "\u00a0€"
}
