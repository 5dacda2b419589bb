package permits

import (
	"slices"
	"strings"
	"testing"
	"time"
)

const legacyHead = "number,decided,organisation,purpose,title,title_public,people,tables,variables,conditions,from,to,ended,destroyed,language\n"

const legacyGood = `TEM/1/2019,2019-03-14,Pohjolan yliopisto,research,"Työn polut, osa 1",no,Aino Virtanen|Eero Lindqvist,person|employment_code,12,Vain tutkimukseen.|Hävitettävä.,2019-04-01,2021-03-31,,,fi` + "\n"

// V.2: permits of the ministry are imported whole or not at all, each fault with
// its line, column and reason.
func TestReadLegacy(t *testing.T) {
	cat := theCatalogue(t)
	all, bad, err := ReadLegacy(strings.NewReader("\ufeff"+legacyHead+legacyGood), cat)
	if err != nil || len(bad) > 0 || len(all) != 1 {
		t.Fatal(all, bad, err)
	}
	l := all[0]
	if l.Title != "Työn polut, osa 1" || len(l.People) != 2 || len(l.Tables) != 2 || len(l.Conditions) != 2 || l.Term.To != on("2021-03-31") {
		t.Errorf("read %+v", l)
	}
	for name, x := range map[string]struct {
		text, column string
		line         int
	}{
		"empty":              {"", "", 1},
		"column missing":     {"number\nx\n", "decided", 1},
		"column unknown":     {strings.Replace(legacyHead, "language", "kieli", 1), "kieli", 1},
		"short line":         {legacyHead + "TEM/1/2019\n", "", 2},
		"decided by KEHA":    {legacyHead + strings.Replace(legacyGood, "2019-03-14", "2020-07-01", 1), "decided", 2},
		"no such day":        {legacyHead + strings.Replace(legacyGood, "2019-03-14", "2019-02-30", 1), "decided", 2},
		"no such purpose":    {legacyHead + strings.Replace(legacyGood, "research", "tutkimus", 1), "purpose", 2},
		"no such table":      {legacyHead + strings.Replace(legacyGood, "employment_code", "palkat", 1), "tables", 2},
		"ends before":        {legacyHead + strings.Replace(legacyGood, "2021-03-31", "2019-03-31", 1), "to", 2},
		"number twice":       {legacyHead + legacyGood + legacyGood, "number", 3},
		"quote not closed":   {legacyHead + `TEM/1/2019,"2019`, "", 2},
		"no whole number":    {legacyHead + strings.Replace(legacyGood, ",12,", ",-1,", 1), "variables", 2},
		"destroyed too soon": {legacyHead + strings.Replace(legacyGood, "2021-03-31,,,", "2021-03-31,,2020-01-01,", 1), "destroyed", 2},
	} {
		t.Run(name, func(t *testing.T) {
			all, bad, err := ReadLegacy(strings.NewReader(x.text), cat)
			if err != nil || len(all) > 0 {
				t.Fatal(all, err)
			}
			if !slices.ContainsFunc(bad, func(b BadLegacy) bool { return b.Column == x.column && b.Line == x.line && b.Reason != "" }) {
				t.Errorf("told %v", bad)
			}
		})
	}
	later := time.Date(2021, 6, 1, 9, 0, 0, 0, time.UTC)
	if l.State(on("2021-03-31")) != InForce || l.State(on("2021-04-01")) != Ended {
		t.Error("the term does not end the permit")
	}
	if e := l.Entry(later); e.Title != "" || e.Organisation != "Pohjolan yliopisto" || e.Authority != "TEM" {
		t.Errorf("in the public register: %+v", e)
	}
	for day, want := range map[string]Shelf{"2021-03-31": ShelfForce, "2021-04-01": ShelfClosed, "2021-04-30": ShelfClosed, "2021-05-01": ShelfOverdue} {
		if i := l.Item(on(day).Time().Add(9 * time.Hour)); i.Shelf != want || (i.Party == WaitsHolder) != (want != ShelfForce) {
			t.Errorf("in the queue on %s: %s, %s", day, i.Shelf, i.Party)
		}
	}
	if _, err := l.DeclareDestroyed(aino, on("2021-04-20"), later); rule(err) != "not-a-presenter" {
		t.Errorf("the holder records: %v", err)
	}
	if _, err := l.DeclareDestroyed(paivi, on("2021-07-01"), later); rule(err) != "legacy-day" {
		t.Errorf("a day to come: %v", err)
	}
	l, err = l.DeclareDestroyed(paivi, on("2021-04-20"), later)
	if i := l.Item(later); err != nil || l.State(on("2021-06-01")) != Destroyed || len(l.Dates()) != 0 || i.Shelf != ShelfClosed || l.Overdue(later) {
		t.Errorf("destroyed: %v", err)
	}
	if _, err := l.DeclareDestroyed(paivi, on("2021-04-20"), later); rule(err) != "legacy-destroyed" {
		t.Errorf("twice: %v", err)
	}
}

func FuzzReadLegacy(f *testing.F) {
	cat := theCatalogue(f)
	f.Add(legacyHead + legacyGood)
	f.Add(legacyHead + `"` + "\n")
	f.Add("number\n")
	f.Fuzz(func(t *testing.T, text string) {
		all, bad, err := ReadLegacy(strings.NewReader(text), cat)
		if err != nil || len(all) > 0 && len(bad) > 0 {
			t.Fatal("permits beside faults, or an error of the reader", err)
		}
		for _, l := range all {
			if l.Number == "" || l.Term.To.Before(l.Term.From) || !l.Decided.Before(keha) || len(l.Tables) == 0 || len(l.Conditions) == 0 {
				t.Errorf("let through: %+v", l)
			}
		}
		for _, b := range bad {
			if b.Line < 1 || b.Reason == "" {
				t.Errorf("a fault nowhere: %+v", b)
			}
		}
	})
}
