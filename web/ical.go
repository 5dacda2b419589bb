package web

import (
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"tietolupa/postgres"
)

// writeICal writes days as an iCalendar (RFC 5545): an event of a whole day for
// each. It names cases by their numbers and nobody at all. say gives the text of
// a kind of day; host makes the ids of events the service's own.
func writeICal(w io.Writer, name, host string, now time.Time, days []postgres.CalendarDate, say func(kind string) string) error {
	var b strings.Builder
	line := func(name, value string) { foldLine(&b, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//KEHA//Tietolupa//FI")
	line("CALSCALE", "GREGORIAN")
	line("X-WR-CALNAME", icalText(name))
	line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H")
	for _, d := range days {
		number := d.Number
		if number == "" {
			number = caseNumber(d.Subject)
		}
		day := d.Day.Time()
		line("BEGIN", "VEVENT")
		line("UID", strings.ToLower(d.Subject)+"-"+d.Kind+"-"+day.Format("20060102")+"@"+host)
		line("DTSTAMP", now.UTC().Format("20060102T150405Z"))
		line("DTSTART;VALUE=DATE", day.Format("20060102"))
		line("DTEND;VALUE=DATE", d.Day.AddDate(0, 0, 1).Time().Format("20060102"))
		line("SUMMARY", icalText(number+": "+say(d.Kind)))
		line("TRANSP", "TRANSPARENT")
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	_, err := io.WriteString(w, b.String())
	return err
}

// icalText is a value of type TEXT (RFC 5545).
func icalText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`).Replace(s)
}

// foldLine writes one content line in pieces of at most 75 octets, never cut
// within a character (RFC 5545, content lines).
func foldLine(b *strings.Builder, s string) {
	room := 75
	for len(s) > room {
		cut := room
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		b.WriteString(s[:cut] + "\r\n ")
		s, room = s[cut:], 74
	}
	b.WriteString(s + "\r\n")
}
