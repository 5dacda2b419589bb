package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// said runs a command line and gives its exit code and what it printed.
func said(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out, errors bytes.Buffer
	code := run(t.Context(), args, &out, &errors)
	return code, out.String() + errors.String()
}

func TestSubjectReport(t *testing.T) {
	const hetu = "010190-900P"
	dir := t.TempDir()
	p, err := where{Dir: dir}.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	err = p.owner.SetClock(t.Context(), demoDay)
	if err == nil {
		err = p.owner.PutUser(t.Context(), permits.Actor{ID: "V00101", Name: "Oili Virkailija", Email: "oili@te.example", Organisation: "TE-toimisto", Language: "fi",
			Body: "TE01", Duties: []permits.Duty{permits.Official}})
	}
	for id, a := range map[permits.UserID]permits.Actor{
		"V01501": {Name: "Outi Pohjoinen", Email: "outi@te.example", Organisation: "TE-toimisto", Language: "fi", Body: "TE15", Duties: []permits.Duty{permits.Official}},
		"T00001": {Name: "Tiina Tutkija", Email: "tiina@yliopisto.example", Language: "fi", Duties: []permits.Duty{permits.Researcher}},
	} {
		if a.ID = id; err == nil {
			err = p.owner.PutUser(t.Context(), a)
		}
	}
	if err == nil {
		write := func(table string, values map[string]string) postgres.Write {
			return postgres.Write{Actor: "V00101", Record: registers.Record{Table: table, Purpose: registers.PublicService, Office: "TE01",
				Source: "person", Recorder: "V00101", Values: values}}
		}
		_, err = p.web.Registers(cat, law.RetentionRules()).WriteRecords(t.Context(),
			write("person", map[string]string{"family_name": "Äijälä", "given_names": "Aino", "birth_date": "1990-01-01", "sex": "2", "mother_tongue": "fi",
				"citizenship": "246", "municipality": "091", "street_address": "Katu 1", "protected_address": "false", "disability": "false", "fund_member": "false"}),
			write("person_identifier", map[string]string{"code": hetu, "temporary": "true", "valid_from": "2020-01-01"}))
	}
	if closed := p.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
	code := filepath.Join(dir, "code")
	if err := os.WriteFile(code, []byte(hetu+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(dir, "report")
	args := []string{"subject", "report", "--dir", dir, "--code-file", code, "--as", "V00101", "--out", report}
	if exit, text := said(t, args...); exit != 0 || !strings.Contains(text, "2 rows") || strings.Contains(text, hetu) {
		t.Fatalf("%d: %s", exit, text)
	}
	text, err := os.ReadFile(filepath.Join(report, "subject-report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got registers.SubjectReport
	if err := json.Unmarshal(text, &got); err != nil || got.Name != "Aino Äijälä" || len(got.Codes) != 1 || got.Codes[0] != hetu {
		t.Errorf("%+v, %v", got, err)
	}
	if pdf, err := os.ReadFile(filepath.Join(report, "subject-report.pdf")); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Errorf("%d bytes, %v", len(pdf), err)
	}
	for _, name := range []string{"", "subject-report.json", "subject-report.pdf"} {
		if info, err := os.Stat(filepath.Join(report, name)); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v, %v", name, info, err)
		}
	}
	if exit, text := said(t, args...); exit == 0 {
		t.Errorf("wrote over a report: %s", text)
	}
	for name, as := range map[string]string{"somebody unknown": "nobody", "an official of another office": "V01501", "a researcher": "T00001"} {
		if exit, text := said(t, "subject", "report", "--dir", dir, "--code-file", code, "--as", as, "--out", report+"2"); exit == 0 {
			t.Errorf("%s reads: %s", name, text)
		}
	}
}

func TestCodesAreNotOnTheCommandLine(t *testing.T) {
	exit, text := said(t, "subject", "report", "--person", "010190-900P", "--as", "V00101", "--out", filepath.Join(t.TempDir(), "x"))
	if exit == 0 || !strings.Contains(text, "--code-file") || strings.Contains(text, "900P") {
		t.Errorf("%d: %s", exit, text)
	}
}

func TestDescribe(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"processing", "--day", "2020-11-02", "--out", filepath.Join(dir, "a.xlsx")}, "Seloste käsittelytoimista, 2020-11-02"},
		{[]string{"information", "--register", "employer", "--lang", "sv", "--day", "2022-06-01", "--out", filepath.Join(dir, "b.pdf")}, "Arbetsgivarregistret"},
		{[]string{"publicity", "--lang", "en", "--day", "2026-02-01", "--out", filepath.Join(dir, "c.json")}, "Publicity description"},
	} {
		if exit, text := said(t, append([]string{"describe"}, c.args...)...); exit != 0 || !strings.Contains(text, c.want) {
			t.Errorf("%q: %d: %s", c.args, exit, text)
		}
	}
	for name, args := range map[string][]string{
		"written over":   {"publicity", "--out", filepath.Join(dir, "c.json")},
		"unknown ending": {"publicity", "--out", filepath.Join(dir, "d.doc")},
		"before the law": {"publicity", "--day", "2019-01-01", "--out", filepath.Join(dir, "e.json")},
		"no day":         {"publicity", "--day", "monday", "--out", filepath.Join(dir, "f.json")},
	} {
		if exit, text := said(t, append([]string{"describe"}, args...)...); exit == 0 {
			t.Errorf("%s: %s", name, text)
		}
	}
}
