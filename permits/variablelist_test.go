package permits

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// TestMatchList: rows are found by id, by the name researchers know and by label;
// unknown and ambiguous ones are told with their line.
func TestMatchList(t *testing.T) { // JulkL 13.2 §
	cat := theCatalogue(t)
	code, _ := cat.Variable("employment_code.code")
	text := "Muuttuja;Perustelu\n" +
		"person.municipality;Alueelliset erot.\n" +
		"\n" +
		"PERSON.SYNTYV;\"Ikä; selittää\"\n" +
		code.Name.FI + ";Tila\n" +
		"kuntaa\n" +
		"start_date;Alku\n" +
		"person.municipality;Toisen kerran\n" +
		"person.family_name;Nimi\n"
	got := MatchList(ReadList(text), cat, on("2020-11-02"))
	if len(got) != 7 {
		t.Fatalf("%d rows: %+v", len(got), got)
	}
	type row struct {
		Line   int
		IDs    string
		Reason string
		Twice  int
	}
	var have []row
	for _, l := range got {
		ids := strings.Join(l.IDs, " ")
		if len(l.IDs) > 1 {
			ids = "many"
		}
		have = append(have, row{l.Line, ids, l.Reason, l.Twice})
	}
	want := []row{{2, "person.municipality", "Alueelliset erot.", 0}, {4, "person.syntyv", "Ikä; selittää", 0}, {5, "employment_code.code", "Tila", 0},
		{6, "", "", 0}, {7, "many", "Alku", 0}, {8, "person.municipality", "Toisen kerran", 2}, {9, "", "Nimi", 0}}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Error(diff)
	}
	if s := got[3].Similar; len(s) == 0 || !strings.Contains(strings.Join(s, " "), "municipality") {
		t.Errorf("kuntaa may mean %v", s)
	}
}

// TestMatchListByURA: each name that researchers know finds its variable.
func TestMatchListByURA(t *testing.T) {
	cat := theCatalogue(t)
	tried := 0
	for _, v := range cat.Variables() {
		if !v.Deliverable() || v.Role == "subject" || !cat.Valid(v, on("2020-11-02")) {
			continue
		}
		for _, name := range v.URA {
			tried++
			l := MatchList([]ListRow{{1, []string{strings.ToUpper(name), "Syy."}}}, cat, on("2020-11-02"))
			if len(l) != 1 || !contains(l[0].IDs, v.ID) {
				t.Errorf("%s is not found by %s: %+v", v.ID, name, l)
			}
		}
	}
	if tried < 30 {
		t.Errorf("only %d names tried", tried)
	}
}

func contains(all []string, x string) bool {
	return strings.Contains(" "+strings.Join(all, " ")+" ", " "+x+" ")
}

// FuzzReadList: any text becomes rows with rising lines inside the text, and
// each row a listed one, without a failure.
func FuzzReadList(f *testing.F) {
	for _, seed := range []string{"", "a,b\nc", "\"a\n\"b;c", "\ufeffMuuttuja\tSyy\nsukup\tErot", "a;\"b\nc\";d\n\n\nx", "\xff\xfe", "\"", strings.Repeat("a\n", 3000)} {
		f.Add(seed)
	}
	cat := theCatalogue(f)
	f.Fuzz(func(t *testing.T, text string) {
		rows := ReadList(text)
		if len(rows) > MostRows {
			t.Fatalf("%d rows", len(rows))
		}
		last := 0
		for _, r := range rows {
			if r.Line <= last || r.Line > strings.Count(text, "\n")+1 || strings.Join(r.Cells, "") == "" {
				t.Fatalf("row %+v after line %d", r, last)
			}
			for _, c := range r.Cells {
				if !utf8.ValidString(c) {
					t.Fatalf("%q is no text", c)
				}
			}
			last = r.Line
		}
		for _, l := range MatchList(rows[:min(len(rows), 20)], cat, on("2020-11-02")) {
			for _, id := range append(l.IDs, l.Similar...) {
				if v, ok := cat.Variable(id); !ok || !v.Deliverable() {
					t.Fatalf("line %d means %s", l.Line, id)
				}
			}
		}
	})
}
