package registers

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParseBusinessID(t *testing.T) {
	for s, want := range map[string]BusinessID{
		"9000000-3": "9000000-3", "9000001-1": "9000001-1", "9000003-8": "9000003-8",
		"9999999-2": "9999999-2", "0112038-9": "0112038-9", "112038-9": "0112038-9",
	} {
		if got, err := ParseBusinessID(s); err != nil || got != want {
			t.Errorf("%s: %s, %v", s, got, err)
		}
	}
	for name, s := range map[string]string{
		"check digit": "9000000-4", "remainder 1": "9000002-1", "remainder 1, zero": "9000002-0", "letter": "9000002-x",
		"no hyphen": "90000003", "five digits": "12038-9", "eight digits": "00112038-9", "two check digits": "9000000-33",
		"blank": " 9000000-3", "empty": "", "zero": "0000000-0", "sign": "+112038-9",
	} {
		if got, err := ParseBusinessID(s); err == nil {
			t.Errorf("%s: accepted as %s", name, got)
		}
	}
}

func TestBusinessIDProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id, err := NewBusinessID(rapid.IntRange(1, 9_999_999).Draw(t, "number"))
		if err != nil {
			return // remainder 1
		}
		if back, err := ParseBusinessID(string(id)); err != nil || back != id {
			t.Fatalf("%s came back as %s: %v", id, back, err)
		}
		at := rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5, 6, 8}).Draw(t, "at")
		changed := []byte(id)
		changed[at] = byte('0' + rapid.IntRange(0, 9).Draw(t, "digit"))
		if string(changed) == string(id) {
			return
		}
		if _, err := ParseBusinessID(string(changed)); err == nil {
			t.Fatalf("%s accepted for %s", changed, id)
		}
	})
}

func FuzzParseBusinessID(f *testing.F) {
	for _, s := range []string{"9000000-3", "112038-9", "9000002-1", "-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseBusinessID(s)
		if err == nil && (len(id) != 9 || id != BusinessID(s) && id != BusinessID("0"+s)) {
			t.Fatalf("%q read as %q", s, id)
		}
	})
}
