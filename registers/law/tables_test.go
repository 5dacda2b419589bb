package law

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"tietolupa/registers"
)

// Every item, ground and consent that the catalogue names is in the law, and
// consent covers the content it is written beside (6.2).
func TestCatalogueFollowsTheLaw(t *testing.T) {
	c, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	l := On(day("2020-11-02"))
	list, err := l.ConsentItems()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range c.Variables() {
		if v.Kind == registers.Stored {
			if i, err := l.Item(v.Item); err != nil || i.Register != "" && i.Register != v.Register {
				t.Errorf("%s: item %s of register %q, %v", v.ID, v.Item, i.Register, err)
			}
		}
		if v.Ground != "" {
			if _, err := l.Ground(v.Ground); err != nil {
				t.Errorf("%s: %v", v.ID, err)
			}
		}
		if v.Consent == "" {
			continue
		}
		covered := false
		for _, item := range list {
			for _, content := range item.Content {
				covered = covered || item.Item == v.Consent && content == v.Item
			}
		}
		if !covered {
			t.Errorf("%s of item %s: consent %s does not cover it", v.ID, v.Item, v.Consent)
		}
	}
}

// Organisations have a name in three languages whenever they exist.
func TestOrganisationsAreNamed(t *testing.T) {
	tables, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range tables.organisations {
		if o.Name.FI == "" || o.Name.SV == "" || o.Name.EN == "" {
			t.Errorf("%s from %s has no name in some language", o.Code, o.From)
		}
	}
	for party, want := range map[registers.Party]map[string]int{
		registers.Office:          {"2024-12-31": 15, "2025-01-01": 0},
		registers.ELYCentre:       {"2025-12-31": 15, "2026-01-01": 0},
		registers.VitalityCentre:  {"2025-12-31": 0, "2026-01-01": 10},
		registers.WellbeingCounty: {"2024-12-31": 0, "2025-01-01": 21},
	} {
		for on, n := range want {
			if got := len(On(day(on)).Organisations(party)); got != n {
				t.Errorf("%s on %s: %d, want %d", party, on, got, n)
			}
		}
	}
	for _, m := range registersMunicipalities(t) {
		a, err := On(day("2026-01-01")).Area(m)
		if err != nil || a.VitalityCentre == "" || a.ELY != "" || a.Office != "" {
			t.Errorf("municipality %s in 2026: %+v, %v", m, a, err)
		}
	}
}

func registersMunicipalities(t *testing.T) (all []string) {
	c, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range c.Codes("municipality") {
		if v.Parents["region"] != "99" && v.Until.IsZero() {
			all = append(all, v.Code)
		}
	}
	return all
}

// On every day of 2020–2026 since the act came into force, whatever must always
// have an answer has exactly one.
func TestNoDayIsWithoutLaw(t *testing.T) {
	first := day("2020-07-01")
	rapid.Check(t, func(t *rapid.T) {
		l := On(first.AddDate(0, 0, rapid.IntRange(0, 2373).Draw(t, "days")))
		for _, kind := range BasisKinds() {
			if _, err := l.Basis(kind); err != nil {
				t.Fatal(err)
			}
		}
		for _, register := range Registers() {
			rules, err := l.Retention(register)
			if err != nil || len(rules) != 1 {
				t.Fatalf("%d retention rules of %s, %v", len(rules), register, err)
			}
			cs, err := l.Controllers(register)
			if err != nil {
				t.Fatal(err)
			}
			joint := 0
			for _, c := range cs {
				if c.Role == registers.JointController {
					joint++
				}
			}
			if joint < 2 { // GDPR 26: joint controllers are several
				t.Fatalf("%d controllers of %s on %s", joint, register, l.Day())
			}
			if n := len(l.Duties(register)); n < 19 {
				t.Fatalf("%d duties of %s on %s", n, register, l.Day())
			}
			for _, kind := range registers.RequestKinds() {
				right, err := l.Right(kind, register)
				if err != nil {
					t.Fatal(err)
				}
				if wants := register == "person" || register == "joint"; kind == registers.Restriction && wants != (right.Extent == registers.None) { // 4.2
					t.Fatalf("restriction in %s on %s: %s", register, l.Day(), right.Extent)
				}
			}
			if _, err := l.Applicants(register); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := l.Organisation("KEHA"); err != nil {
			t.Fatal(err)
		}
	})
}

func TestZeroDayHasNoLaw(t *testing.T) {
	if _, err := On(registers.Day{}).Basis(SystemAct); !errors.Is(err, ErrUnknown) {
		t.Error(err)
	}
}

// A broken line stops the program with its file and line.
func TestBrokenTablesAreRefused(t *testing.T) {
	c, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]struct{ file, old, new, says string }{
		"header":    {"purposes.csv", "code,fi", "codes,fi", "wrong header"},
		"overlap":   {"bases.csv", "2022-05-22,1.2a", "2022-05-24,1.2a", "overlaps"},
		"gap":       {"bases.csv", "2022-05-22,1.2a", "2022-05-20,1.2a", "gap"},
		"party":     {"controllers.csv", ",tem,", ",vero,", "unknown party"},
		"event":     {"retention.csv", "joint_service_end", "death", "unknown events"},
		"years":     {"retention.csv", ",5,", ",0,", "above zero"},
		"day":       {"retention.csv", "2013-01-01", "1.1.2013", "no day"},
		"source":    {"purposes.csv", "1290/2002", "", "empty source"},
		"language":  {"purposes.csv", "Uppgifter enligt lagen om utkomstskydd för arbetslösa", "", "empty sv"},
		"body":      {"areas.csv", "EVK04", "EVK44", "no body"},
		"code":      {"organisations.csv", "TE05,", "TE55,", "not a code"},
		"secrecy":   {"grounds.csv", "absolute", "total", "unknown secrecy"},
		"cells":     {"rights.csv", "15,person", "15,x,person", "cells"},
		"backwards": {"purposes.csv", "2023-06-30", "2019-06-30", "before from"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := fstest.MapFS{}
			names, err := fs.Glob(files, "*.csv")
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range names {
				text, err := fs.ReadFile(files, n)
				if err != nil {
					t.Fatal(err)
				}
				if n == change.file {
					if !strings.Contains(string(text), change.old) {
						t.Fatalf("%s has no %q", n, change.old)
					}
					text = []byte(strings.Replace(string(text), change.old, change.new, 1))
				}
				dir[n] = &fstest.MapFile{Data: text}
			}
			if _, err := Parse(dir, c); err == nil || !strings.Contains(err.Error(), change.says) {
				t.Errorf("got %v, want %q", err, change.says)
			}
		})
	}
	if _, err := Parse(fstest.MapFS{}, c); err == nil {
		t.Error("no tables at all were accepted")
	}
}

// The law's tables are read from text: no input may make the reader panic, and
// what it accepts has no two rules for one register and one day.
func FuzzRetention(f *testing.F) {
	whole, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	text, err := fs.ReadFile(files, "retention.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	header, _, _ := strings.Cut(string(text), "\n")
	f.Add(header + "\nx,person;joint,,entry,1,2020-01-01,,4.3a,s,\n")
	f.Fuzz(func(t *testing.T, text string) {
		p := &reader{files: fstest.MapFS{"retention.csv": {Data: []byte(text)}}, periods: map[string][]placed{}}
		tables := &Tables{catalogue: whole.catalogue, items: whole.items}
		if err := p.file("retention.csv", header, tables.retain); err != nil {
			t.Fatal(err)
		}
		if p.follow(); len(p.problems) > 0 {
			return
		}
		for _, a := range tables.retention {
			rules, err := tables.On(a.From).Retention(a.Register)
			if err != nil {
				t.Fatal(err)
			}
			for i, b := range rules {
				for _, c := range rules[:i] {
					if strings.Join(b.Items, ";") == strings.Join(c.Items, ";") {
						t.Fatalf("two rules on %s: %s and %s", a.From, b.ID, c.ID)
					}
				}
			}
		}
	})
}
