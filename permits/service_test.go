package permits_test

import (
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// HL 59 §, SAsL 18–19 §: when a decision is deemed served.
func TestDeemedServed(t *testing.T) {
	helsinki, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", s, helsinki)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for name, c := range map[string]struct {
		manner, sent, want string // no want: not known that day
	}{
		"electronic: the third day":         {"electronic", "2020-11-02 14:30", "2020-11-05 00:00"},
		"by post: the seventh day":          {"post", "2020-11-02 14:30", "2020-11-09 00:00"},
		"over the end of summer time":       {"post", "2020-10-23 23:30", "2020-10-30 00:00"},
		"over a leap day":                   {"electronic", "2024-02-27 00:00", "2024-03-01 00:00"},
		"no manner of service":              {"pigeon", "2020-11-02 14:30", ""},
		"before KEHA decided":               {"post", "2020-06-30 12:00", ""},
		"an employment authority's day too": {"electronic", "2025-01-07 08:00", "2025-01-10 00:00"},
	} {
		t.Run(name, func(t *testing.T) {
			got, known := permits.DeemedServed(c.manner, at(c.sent))
			if known != (c.want != "") || known && !got.Equal(at(c.want)) {
				t.Errorf("%v, %v; want %s", got, known, c.want)
			}
		})
	}
	for _, manner := range []string{"fetched", "receipt"} {
		if got, known := permits.DeemedServed(manner, at("2020-11-02 14:30")); !known || !got.IsZero() {
			t.Errorf("%s: %v, %v: served when it is shown", manner, got, known)
		}
	}
	var keys string
	for _, m := range permits.Manners(registers.DayOf(at("2020-11-02 09:00"))) {
		if keys += m.Key + " "; m.Provision == "" {
			t.Errorf("%s has no provision", m.Key)
		}
	}
	if keys != "fetched electronic post receipt " {
		t.Errorf("manners %q", keys)
	}
}
