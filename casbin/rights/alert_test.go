package rights

import (
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

func TestAlertRules(t *testing.T) { // 4a.1b
	if err := LoadAlerts(); err != nil {
		t.Fatal(err)
	}
	day, _ := registers.ParseDay("2020-11-02")
	rules := map[AlertKind]AlertRule{}
	for _, r := range AlertRules(day) {
		rules[r.Kind] = r
	}
	monday := time.Date(2020, 11, 2, 9, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		kind     AlertKind
		reading  Reading
		concerns bool
	}{
		"every reading counts towards a bulk": {BulkReading, Reading{At: monday}, true},
		"one's own record":                    {OwnReading, Reading{At: monday, Own: true}, true},
		"somebody else's record":              {OwnReading, Reading{At: monday}, false},
		"a colleague's record":                {ColleagueReading, Reading{At: monday, Colleague: true}, true},
		"one's own is not a colleague's":      {ColleagueReading, Reading{At: monday, Colleague: true, Own: true}, false},
		"another office's client":             {OfficeReading, Reading{At: monday, Elsewhere: true}, true},
		"one's own office's client":           {OfficeReading, Reading{At: monday}, false},
		"in the morning of a working day":     {HoursReading, Reading{At: monday}, false},
		"before six":                          {HoursReading, Reading{At: monday.Add(-4 * time.Hour)}, true},
		"at six":                              {HoursReading, Reading{At: monday.Add(-3 * time.Hour)}, false},
		"at eight in the evening":             {HoursReading, Reading{At: monday.Add(11 * time.Hour)}, true},
		"on a Sunday":                         {HoursReading, Reading{At: monday.AddDate(0, 0, -1)}, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := rules[c.kind].Concerns(c.reading); got != c.concerns {
				t.Errorf("%v, want %v", got, c.concerns)
			}
		})
	}
	if before, _ := registers.ParseDay("2020-06-30"); len(AlertRules(before)) != 0 {
		t.Error("rules before the register had its law")
	}
	if AlertText(OwnReading).EN == "" || AlertText("none").EN != "none" {
		t.Error("texts of alerts")
	}
}

// A rule counts each client once, within its time alone.
func TestBrokenByDifferentClients(t *testing.T) { // 4a.1b
	rule := AlertRule{Kind: BulkReading, Amount: 3, Within: time.Hour}
	start := time.Date(2020, 11, 2, 9, 0, 0, 0, time.UTC)
	type at struct {
		client  string
		minutes int
	}
	for name, c := range map[string]struct {
		readings    []at
		clients     int
		first, last int
	}{
		"nobody":                     {nil, 0, 0, 0},
		"one client often":           {[]at{{"a", 0}, {"a", 1}, {"a", 2}, {"a", 3}}, 0, 0, 0},
		"three within the hour":      {[]at{{"a", 0}, {"b", 20}, {"c", 59}}, 3, 0, 59},
		"the third an hour later":    {[]at{{"a", 0}, {"b", 20}, {"c", 60}}, 0, 0, 0},
		"the first again in between": {[]at{{"a", 0}, {"b", 20}, {"a", 30}, {"c", 60}}, 3, 20, 60},
		"the most of several":        {[]at{{"a", 0}, {"b", 1}, {"c", 2}, {"d", 100}, {"e", 101}, {"f", 102}, {"g", 103}}, 4, 100, 103},
	} {
		t.Run(name, func(t *testing.T) {
			var readings []Reading
			for _, r := range c.readings {
				readings = append(readings, Reading{At: start.Add(time.Duration(r.minutes) * time.Minute), Client: r.client})
			}
			clients, first, last := rule.Broken(readings)
			if clients != c.clients || clients > 0 && (first.Sub(start).Minutes() != float64(c.first) || last.Sub(start).Minutes() != float64(c.last)) {
				t.Errorf("%d clients from %v to %v", clients, first, last)
			}
		})
	}
}

func TestNobodyHandlesTheirOwnAlert(t *testing.T) { // 4a.1b
	for name, c := range map[string]struct{ by, reader, note, rule string }{
		"oneself":          {"a", "a", "Syy.", "own-alert"},
		"without a reason": {"a", "b", "", "no-reasons"},
		"somebody else":    {"a", "b", "Syy.", ""},
	} {
		rule := ""
		if err := MayHandleAlert(permits.UserID(c.by), permits.UserID(c.reader), c.note); err != nil {
			rule = err.Error()
		}
		if rule != c.rule {
			t.Errorf("%s: %q, want %q", name, rule, c.rule)
		}
	}
}

func TestBrokenAlertRules(t *testing.T) {
	const head = "rule,days,amount,minutes,from_hour,until_hour,from,until,fi,sv,en,comment\n"
	for name, line := range map[string]string{
		"unknown kind":            "loud,,,,,,2020-07-01,,a,b,c,",
		"amount without its time": "bulk,,60,,,,2020-07-01,,a,b,c,",
		"time without an amount":  "bulk,,,60,,,2020-07-01,,a,b,c,",
		"negative amount":         "bulk,,-6,60,,,2020-07-01,,a,b,c,",
		"hours without days":      "hours,,,,6,20,2020-07-01,,a,b,c,",
		"hours backwards":         "hours,1,,,20,6,2020-07-01,,a,b,c,",
		"an eighth day":           "hours,8,,,6,20,2020-07-01,,a,b,c,",
		"no first day":            "own,,,,,,,,a,b,c,",
		"no sentence in Swedish":  "own,,,,,,2020-07-01,,a,,c,",
		"short line":              "own,,",
	} {
		if rules, err := readAlertRules(head + line + "\n"); err == nil {
			t.Errorf("%s: %+v", name, rules)
		}
	}
	if _, err := readAlertRules(""); err == nil {
		t.Error("an empty table is taken")
	}
}

func FuzzAlertRules(f *testing.F) {
	f.Add(alertsFile)
	f.Add(strings.ReplaceAll(alertsFile, "60", "9999999999"))
	f.Fuzz(func(t *testing.T, text string) {
		rules, err := readAlertRules(text)
		if err != nil {
			return
		}
		for _, r := range rules {
			if r.Amount < 1 || r.Within < 0 || r.Text.FI == "" || r.From.IsZero() {
				t.Errorf("taken: %+v", r)
			}
		}
	})
}
