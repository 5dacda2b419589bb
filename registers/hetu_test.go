package registers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var someDay = mustDay("2026-01-01")

func mustDay(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestParseHetu(t *testing.T) {
	for code, birth := range map[string]string{
		"010190-900P": "1990-01-01", "010190-901R": "1990-01-01", "311299-999E": "1999-12-31",
		"290200A902D": "2000-02-29", "150785Y951X": "1985-07-15", "240575X9107": "1975-05-24",
		"130366W955M": "1966-03-13", "050588V921N": "1988-05-05", "120358U978N": "1958-03-12",
		"010107B934C": "2007-01-01", "010107A934C": "2007-01-01", "010100C915Y": "2000-01-01",
		"070708D940J": "2008-07-07", "310504F911E": "2004-05-31", "010185+907M": "1885-01-01",
	} {
		h, err := ParseHetu(code, someDay)
		if err != nil {
			t.Errorf("%s: %v", code, err)
			continue
		}
		if h.Reveal() != code || h.BirthDate() != mustDay(birth) || !h.Temporary() {
			t.Errorf("%s: revealed %s, born %s, temporary %v", code, h.Reveal(), h.BirthDate(), h.Temporary())
		}
	}
	for name, code := range map[string]string{
		"check character": "010190-900A", "date in a common year": "290201A904R", "thirty-first of April": "310490-904L",
		"separator": "010190G900P", "separator in lower case": "010190a900P", "check character in lower case": "010190-900p",
		"born in the future": "280299E9019", "too short": "10190-900P", "empty": "", "too long": "010190-900P ",
		"letters for digits": "O10190-900P", "month thirteen": "011390-900X", "blank inside": "010190 900P",
	} {
		if _, err := ParseHetu(code, someDay); err == nil {
			t.Errorf("%s: accepted", name)
		} else if code != "" && strings.Contains(err.Error(), code) {
			t.Errorf("%s: the error repeats the code", name)
		}
	}
	if _, err := ParseHetu(CanonicalHetu(" 010190-900P\n"), someDay); err != nil {
		t.Errorf("blanks around: %v", err)
	}
	for _, never := range []string{"010190-000", "010190-001"} {
		code := never + string(checkCharacters[number(never)%31])
		if _, err := ParseHetu(code, someDay); err == nil {
			t.Errorf("%s: an individual number that is never issued was accepted", never)
		}
	}
	if h, err := ParseHetu("010190-002"+string(checkCharacters[number("010190-002")%31]), someDay); err != nil || h.Temporary() {
		t.Errorf("an ordinary number: temporary %v, %v", h.Temporary(), err)
	}
}

func number(code string) (n int) {
	for _, c := range []byte(code) {
		if c >= '0' && c <= '9' {
			n = n*10 + int(c-'0')
		}
	}
	return n
}

func TestHetuHidesItself(t *testing.T) {
	h, err := ParseHetu("010190-900P", someDay)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "hetu", h, "in", struct{ H Hetu }{h})
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "hetu", h, "in", struct{ H Hetu }{h})
	text, err := json.Marshal(map[string]any{"h": h, "p": &h, "in": []Hetu{h}})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		h.String(), fmt.Sprintf("%v %+v %#v %s %q %x %d", h, h, h, h, h, h, h), fmt.Sprint(struct{ H Hetu }{h}),
		fmt.Sprintf("%+v", []Hetu{h}), log.String(), string(text),
	} {
		if strings.Contains(s, "010190") || strings.Contains(s, "900P") || strings.Contains(s, "303130") {
			t.Errorf("shows the code: %s", s)
		}
	}
}

func artificial(t *rapid.T) Hetu {
	birth := mustDay("1800-01-01").AddDate(0, 0, rapid.IntRange(0, 82_500).Draw(t, "days"))
	seps := Separators(birth.Time().Year())
	h, err := NewArtificialHetu(birth, rapid.IntRange(900, 999).Draw(t, "individual"), seps[rapid.IntRange(0, len(seps)-1).Draw(t, "separator")])
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHetuProperties(t *testing.T) {
	t.Run("round trip", rapid.MakeCheck(func(t *rapid.T) {
		h := artificial(t)
		back, err := ParseHetu(h.Reveal(), someDay)
		if err != nil || back != h || !back.Temporary() {
			t.Fatalf("%s came back as %s: %v", h.Reveal(), back.Reveal(), err)
		}
	}))
	t.Run("one changed digit or check character is refused", rapid.MakeCheck(func(t *rapid.T) {
		h := artificial(t)
		at := rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5, 7, 8, 9, 10}).Draw(t, "at")
		allowed := "0123456789"
		if at == 10 {
			allowed = checkCharacters
		}
		c := allowed[rapid.IntRange(0, len(allowed)-1).Draw(t, "to")]
		code := []byte(h.Reveal())
		if code[at] == c {
			return
		}
		code[at] = c
		if _, err := ParseHetu(string(code), someDay); err == nil {
			t.Fatalf("%s accepted for %s", code, h.Reveal())
		}
	}))
	t.Run("a changed separator is refused or another person", rapid.MakeCheck(func(t *rapid.T) {
		h := artificial(t)
		code := []byte(h.Reveal())
		was := code[6]
		code[6] = rapid.Byte().Draw(t, "separator")
		if code[6] == was {
			return
		}
		if other, err := ParseHetu(string(code), someDay); err == nil && other == h {
			t.Fatalf("%s and %s are the same", code, h.Reveal())
		}
	}))
}

func TestNewArtificialHetu(t *testing.T) {
	birth := mustDay("1990-01-01")
	for name, c := range map[string]struct {
		birth      Day
		individual int
		separator  byte
	}{
		"a real person's number":     {birth, 899, '-'},
		"four digits":                {birth, 1000, '-'},
		"separator of the 2000s":     {birth, 900, 'A'},
		"no day":                     {Day{}, 900, '-'},
		"a year without a separator": {mustDay("2100-01-01"), 900, 'A'},
	} {
		if _, err := NewArtificialHetu(c.birth, c.individual, c.separator); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func FuzzParseHetu(f *testing.F) {
	for _, s := range []string{"010190-900P", "290200A902D", "010185+907M", "", "010190G900P", "ååååå-åååå"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h, err := ParseHetu(s, someDay)
		if err != nil {
			return
		}
		year := h.BirthDate().Time().Year()
		if h.Reveal() != s || !strings.ContainsRune(Separators(year), rune(s[6])) || someDay.Before(h.BirthDate()) {
			t.Fatalf("%q read as %q, born %s", s, h.Reveal(), h.BirthDate())
		}
	})
}
