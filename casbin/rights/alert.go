package rights

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

//go:embed alerts.csv
var alertsFile string

// An AlertKind is a way in which readings of the registers may be abnormal
// (4a.1b). Its text is stored.
type AlertKind string

const (
	BulkReading      AlertKind = "bulk"
	OwnReading       AlertKind = "own"       // one's own record
	ColleagueReading AlertKind = "colleague" // of somebody of the same body
	OfficeReading    AlertKind = "office"    // clients of other offices than one's own
	HoursReading     AlertKind = "hours"     // outside working hours
)

// An AlertRule is one line of alerts.csv: which readings make somebody look.
type AlertRule struct {
	Kind        AlertKind
	Days        []time.Weekday // working days, of HoursReading
	Amount      int            // of different clients, within Within; 1 when the first tells
	Within      time.Duration  // 0 when the first tells
	First, Last int            // the working hours, of HoursReading: from First until before Last
	From, Until registers.Day
	Text        registers.Names
}

// A Reading is one reading of one client, as the log tells it and the registers
// place it.
type Reading struct {
	At        time.Time // in the place of the law
	Client    string    // whose it was: the token by which the log knows them
	Own       bool      // the reader is the client
	Colleague bool      // the client is a user of the reader's body
	Elsewhere bool      // the client is of other offices than the reader's unit
}

// AlertRules lists the rules in force on a day, in the order of the file.
func AlertRules(on registers.Day) (in []AlertRule) {
	for _, r := range builtIn() {
		if (registers.Period{From: r.From, To: r.Until}).Has(on) {
			in = append(in, r)
		}
	}
	return in
}

// AlertText is the sentence of a kind of alert.
func AlertText(kind AlertKind) registers.Names {
	for _, r := range builtIn() {
		if r.Kind == kind {
			return r.Text
		}
	}
	return registers.Names{FI: string(kind), SV: string(kind), EN: string(kind)}
}

// Concerns says whether a reading counts towards the rule's amount.
func (r AlertRule) Concerns(x Reading) bool {
	switch r.Kind {
	case BulkReading:
		return true
	case OwnReading:
		return x.Own
	case ColleagueReading:
		return x.Colleague && !x.Own
	case OfficeReading:
		return x.Elsewhere
	case HoursReading:
		return !slices.Contains(r.Days, x.At.Weekday()) || x.At.Hour() < r.First || x.At.Hour() >= r.Last
	}
	return false
}

// Broken says how many different clients the rule concerns, at the most within
// its time, and from when to when; none when it is not broken. The readings are
// one person's, the earliest first.
func (r AlertRule) Broken(readings []Reading) (clients int, first, last time.Time) {
	var concerned []Reading
	for _, x := range readings {
		if r.Concerns(x) {
			concerned = append(concerned, x)
		}
	}
	window := map[string]int{} // client → readings within the time
	from := 0
	for _, x := range concerned {
		window[x.Client]++
		for r.Within > 0 && x.At.Sub(concerned[from].At) >= r.Within {
			if old := concerned[from].Client; window[old] > 1 {
				window[old]--
			} else {
				delete(window, old)
			}
			from++
		}
		if len(window) >= r.Amount && len(window) > clients {
			clients, first, last = len(window), concerned[from].At, x.At
		}
	}
	return clients, first, last
}

// An AlertFinding is what whoever looked at an alert found. Its text is stored.
type AlertFinding string

const (
	FoundJustified AlertFinding = "justified" // the work needed it
	FoundExplained AlertFinding = "explained" // it should not have happened, and there is an explanation
	FoundMisuse    AlertFinding = "misuse"    // against 4 a § 3 mom: the right may be removed (5a.2)
)

// AlertFindings lists what may be found.
func AlertFindings() []AlertFinding {
	return []AlertFinding{FoundJustified, FoundExplained, FoundMisuse}
}

// MayHandleAlert refuses a finding about one's own readings ("own-alert") and one
// without a reason ("no-reasons").
func MayHandleAlert(by, reader permits.UserID, note string) error {
	switch {
	case by == reader:
		return deny("own-alert")
	case note == "":
		return deny("no-reasons")
	}
	return nil
}

var loadAlerts = sync.OnceValues(func() ([]AlertRule, error) { return readAlertRules(alertsFile) })

// LoadAlerts reads the table that the program was built with. An error means
// that the program itself is broken and must not start.
func LoadAlerts() error {
	_, err := loadAlerts()
	return err
}

func builtIn() []AlertRule {
	rules, err := loadAlerts()
	if err != nil {
		panic(err) // the program does not start with it
	}
	return rules
}

// readAlertRules reads the table strictly: a kind that is not known, an amount
// without its time or hours that end before they begin are errors.
func readAlertRules(text string) (all []AlertRule, err error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = 12
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read alerts.csv: %w", err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("read alerts.csv: the heading is missing")
	}
	for i, row := range rows[1:] {
		rule, err := readAlertRule(row)
		if err != nil {
			return nil, fmt.Errorf("read alerts.csv: line %d: %w", i+2, err)
		}
		all = append(all, rule)
	}
	return all, nil
}

func readAlertRule(row []string) (r AlertRule, err error) {
	r = AlertRule{Kind: AlertKind(row[0]), Amount: 1, Text: registers.Names{FI: row[8], SV: row[9], EN: row[10]}}
	if !slices.Contains([]AlertKind{BulkReading, OwnReading, ColleagueReading, OfficeReading, HoursReading}, r.Kind) {
		return r, fmt.Errorf("%q is no kind of alert", row[0])
	}
	for day := range strings.FieldsSeq(row[1]) {
		n, err := strconv.Atoi(day)
		if err != nil || n < 1 || n > 7 {
			return r, fmt.Errorf("%q is no day of the week", day)
		}
		r.Days = append(r.Days, time.Weekday(n%7))
	}
	minutes := 0
	for _, field := range []struct {
		text string
		into *int
		most int
	}{{row[2], &r.Amount, 1 << 20}, {row[3], &minutes, 60 * 24 * 31}, {row[4], &r.First, 24}, {row[5], &r.Last, 24}} {
		if field.text == "" {
			continue
		}
		if *field.into, err = strconv.Atoi(field.text); err != nil || *field.into < 0 || *field.into > field.most {
			return r, fmt.Errorf("%q is no number from 0 to %d", field.text, field.most)
		}
	}
	r.Within = time.Duration(minutes) * time.Minute
	if r.From, err = registers.ParseDay(row[6]); err != nil {
		return r, err
	}
	if row[7] != "" {
		if r.Until, err = registers.ParseDay(row[7]); err != nil {
			return r, err
		}
	}
	switch {
	case r.Amount < 1, (r.Amount > 1) != (r.Within > 0):
		return r, fmt.Errorf("an amount above one and its minutes go together")
	case r.Kind == HoursReading && (len(r.Days) == 0 || r.Last <= r.First):
		return r, fmt.Errorf("working hours need their days, a beginning and a later end")
	case r.Text.FI == "" || r.Text.SV == "" || r.Text.EN == "":
		return r, fmt.Errorf("the sentence is missing in a language")
	}
	return r, nil
}
