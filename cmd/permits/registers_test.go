package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// office is a place with the demonstration's people and, with clients, a person
// whose clientship ended on ended.
func office(t *testing.T, ended string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	p, err := where{Dir: dir}.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = furnishOffice(t.Context(), p, ended)
	if err = errors.Join(err, p.Close()); err != nil {
		t.Fatal(err)
	}
	return dir
}

func furnishOffice(ctx context.Context, p *place, ended string) error {
	if err := p.owner.SetClock(ctx, demoDay); err != nil {
		return err
	}
	for _, a := range demoPeople() {
		if err := p.owner.PutUser(ctx, a); err != nil {
			return err
		}
	}
	if ended == "" {
		return nil
	}
	cat, err := registers.Load()
	if err != nil {
		return err
	}
	write := func(table string, values map[string]string) postgres.Write {
		return postgres.Write{Actor: officialID, Record: registers.Record{Table: table, Purpose: registers.PublicService, Office: "TE01",
			Source: "person", Recorder: string(officialID), Values: values}}
	}
	_, err = p.web.Registers(cat, law.RetentionRules()).WriteRecords(ctx,
		write("person", map[string]string{"family_name": "Äijälä", "given_names": "Aino", "birth_date": "1990-01-01", "sex": "2", "mother_tongue": "fi",
			"citizenship": "246", "municipality": "091", "protected_address": "false", "disability": "false", "fund_member": "false"}),
		write("clientship", map[string]string{"start_date": "2015-01-01", "end_date": ended}))
	return err
}

func TestImportCommand(t *testing.T) {
	dir := office(t, "")
	args := func(file string, more ...string) []string {
		return append([]string{"registers", "import", "--dir", dir, "--table", "employer", "--official", string(officialID), "--origin", "office",
			"--source", "employer", "--lang", "en", filepath.Join("testdata", "import", file)}, more...)
	}
	t.Run("every bad row is told, with line, column and reason, and no value", func(t *testing.T) {
		exit, text := said(t, args("bad.csv")...)
		if exit == 0 || !strings.Contains(text, "3 of 4 rows are bad, so nothing was loaded") {
			t.Fatalf("%d: %s", exit, text)
		}
		for _, want := range []string{"line 3\tbusiness_id\t", "line 4\tindustry\tcode\t", "line 5\tstart_date\tform\t"} {
			if !strings.Contains(text, want) {
				t.Errorf("lacks %q: %s", want, text)
			}
		}
		if strings.Contains(text, "Salainen") || strings.Contains(text, "9100006") {
			t.Errorf("tells what the rows hold: %s", text)
		}
	})
	t.Run("loaded", func(t *testing.T) {
		if exit, text := said(t, args("employers.csv")...); exit != 0 || !strings.Contains(text, "Loaded 3 rows into employer") {
			t.Fatalf("%d: %s", exit, text)
		}
		if exit, text := said(t, args("employers.csv")...); exit == 0 || !strings.Contains(text, "line 2") {
			t.Errorf("the same file again: %d: %s", exit, text)
		}
	})
	for name, c := range map[string]struct {
		change [2]string
		want   string
	}{
		"1.4":                 {[2]string{"office", "business_services"}, "293/2017"},
		"an unknown origin":   {[2]string{"office", "elsewhere"}, "system"},
		"1.1":                 {[2]string{"--lang", "--purpose=curiosity"}, "--lang"},
		"no official":         {[2]string{string(officialID), string(presenterID)}, "no official of an office"},
		"a table of no kind":  {[2]string{"employer", "neighbour"}, "register"},
		"a file of no format": {[2]string{filepath.Join("testdata", "import", "employers.csv"), "employers.txt"}, ".csv"},
	} {
		t.Run(name, func(t *testing.T) {
			line := args("employers.csv")
			for i := range line {
				if line[i] == c.change[0] {
					line[i] = c.change[1]
					break
				}
			}
			if name == "1.1" {
				line, c.want = append(args("employers.csv"), "--purpose", "curiosity"), "purpose"
			}
			if exit, text := said(t, line...); exit == 0 || !strings.Contains(text, c.want) {
				t.Errorf("%d: %s, want %q", exit, text, c.want)
			}
		})
	}
}

func TestRetentionCommand(t *testing.T) {
	dir := office(t, "2016-10-31")
	retention := func(more ...string) (int, string) {
		return said(t, append([]string{"retention", "--dir", dir}, more...)...)
	}
	t.Run("dry by default", func(t *testing.T) {
		for range 2 {
			exit, text := retention()
			if exit != 0 || !strings.Contains(text, "1 clients") || !strings.Contains(text, "Nothing was changed") || !strings.Contains(text, "4 years") || strings.Contains(text, "Äijälä") {
				t.Fatalf("%d: %s", exit, text)
			}
		}
	})
	t.Run("what becomes of the archive has to be said", func(t *testing.T) {
		for _, more := range [][]string{{"--do"}, {"--do", "--archive", filepath.Join(dir, "a")}, {"--replay"}} {
			if exit, text := retention(more...); exit == 0 || !strings.Contains(text, "--no-archive") && !strings.Contains(text, "--archive-key") {
				t.Errorf("%q: %d: %s", more, exit, text)
			}
		}
	})
	t.Run("4.3a the duty of whoever is named is checked", func(t *testing.T) {
		for _, who := range []string{string(officialID), string(researcherID), "nobody"} {
			if exit, text := retention("--do", "--no-archive", "--as", who); exit == 0 {
				t.Errorf("%s removes: %s", who, text)
			}
		}
		if exit, text := retention("--do", "--no-archive", "--as", string(presenterID)); exit == 0 {
			t.Errorf("a presenter removes: %s", text)
		}
		if exit, text := retention("--as", string(presenterID)); exit != 0 {
			t.Errorf("a presenter looks: %d: %s", exit, text)
		}
	})
	ledger := filepath.Join(t.TempDir(), "removals.ledger")
	t.Run("--do removes", func(t *testing.T) {
		exit, text := retention("--do", "--no-archive", "--ledger", ledger)
		if exit != 0 || !strings.Contains(text, "removed") || strings.Contains(text, "Äijälä") {
			t.Fatalf("%d: %s", exit, text)
		}
		if exit, text := retention(); exit != 0 || strings.Contains(text, "1 clients") {
			t.Errorf("afterwards %d: %s", exit, text)
		}
		if info, err := os.Stat(ledger); err != nil || info.Mode().Perm() != 0o600 || info.Size() == 0 {
			t.Errorf("the ledger: %v, %v", info, err)
		}
	})
	t.Run("a restored database is replayed first", func(t *testing.T) {
		restored := office(t, "2016-10-31")
		said := func(more ...string) (int, string) {
			return said(t, append([]string{"retention", "--dir", restored, "--do", "--no-archive", "--ledger", ledger}, more...)...)
		}
		if exit, text := said(); exit == 0 || !strings.Contains(text, "--replay") {
			t.Errorf("%d: %s", exit, text)
		}
		if exit, text := said("--replay"); exit != 0 {
			t.Errorf("%d: %s", exit, text)
		}
	})
}
