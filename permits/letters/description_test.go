package letters

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tietolupa/registers"
	"tietolupa/registers/descriptions"
	"tietolupa/registers/law"
)

// asked is a report with enough rows for several pages.
func asked() registers.SubjectReport {
	at := time.Date(2020, 11, 2, 11, 0, 0, 0, time.UTC)
	r := registers.SubjectReport{
		Day: day("2020-11-02"), Subject: "person", Register: "person", Name: "Aino Äijälä", Codes: []string{"010190-900P"},
		Held: []registers.HeldRow{{Register: "person", Table: "person", Office: "TE01", Source: "person", RecordedAt: at,
			Values: []registers.HeldValue{{Variable: "person.municipality", Value: "091"}, {Variable: "person.birth_date", Value: "1990-01-01"}}}},
		Extracts: []registers.WasInside{{Order: "T-1-2020", Kind: "permit", Basis: "KEHA-17-2020", Provision: "13:7 § 3 mom", Recipient: "Pohjolan yliopisto",
			Purpose: "research", Delivered: at, Tables: []string{"person"}}},
	}
	for i := range 120 {
		r.Readings = append(r.Readings, registers.Processed{At: at.AddDate(0, 0, i), Unit: "Uudenmaan TE-toimisto", Purpose: registers.PublicService, Act: "record-read"})
	}
	return r
}

func TestSubjectReportIsReadable(t *testing.T) {
	at := time.Date(2020, 11, 2, 0, 0, 0, 0, time.UTC)
	dir := t.TempDir()
	for lang, want := range map[string][]string{
		"fi": {"Rekisteröidyn tiedot", "Helsinki", "Pohjolan yliopisto", "1.3.2021 klo 11.00", "tietosuojavaltuutetulle"},
		"sv": {"Den registrerades uppgifter", "Helsingfors"}, "en": {"The data subject’s data", "1 March 2021"},
	} {
		pdf, err := SubjectReport(catalogue(t), asked(), lang, at)
		if err != nil {
			t.Fatal(err)
		}
		again, err := SubjectReport(catalogue(t), asked(), lang, at)
		if err != nil || !bytes.Equal(pdf, again) {
			t.Errorf("in %s equal input gave other bytes, %v", lang, err)
		}
		command := exec.Command("pdftotext", "-layout", "-", "-")
		command.Stdin = bytes.NewReader(pdf)
		text, err := command.Output()
		if err != nil {
			t.Fatalf("pdftotext (Debian package poppler-utils): %v", err)
		}
		joined := strings.ReplaceAll(strings.Join(strings.Fields(string(text)), " "), "'", "’")
		for _, w := range want {
			if !strings.Contains(joined, w) {
				t.Errorf("in %s the report lacks %q", lang, w)
			}
		}
		if about, err := pdfinfo(pdf); err != nil || !strings.Contains(about, "Tagged:          yes") {
			t.Errorf("pdfinfo says %v\n%s", err, about)
		}
		twin, err := subjectReport(catalogue(t), asked(), lang, at, edition{"1", "B"}) // for a validator that knows no other
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, lang+".pdf"), twin, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var jars []string
	for _, jar := range []string{"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "jaxb-api", "javax.activation"} {
		jars = append(jars, "/usr/share/java/"+jar+".jar")
	}
	out, err := exec.Command("java", "-cp", strings.Join(jars, ":"), "org.apache.pdfbox.preflight.Validator_A1b", "batch", dir).CombinedOutput()
	if valid := strings.Count(string(out), "is a valid PDF/A-1b file"); err != nil || valid != 3 {
		t.Errorf("preflight: %v; %d of 3 are valid\n%s", err, valid, out)
	}
}

// TestDescriptionsArePrinted: every document on the registers fits on paper.
func TestDescriptionsArePrinted(t *testing.T) {
	on := day("2020-11-02")
	contact, err := RegistersContact(on)
	if err != nil {
		t.Fatal(err)
	}
	in := descriptions.Input{Catalogue: catalogue(t), Law: law.On(on), Contact: contact, Language: "fi"}
	for name, write := range map[string]func() (descriptions.Document, error){
		"processing":  func() (descriptions.Document, error) { return descriptions.Processing(in) },
		"publicity":   func() (descriptions.Document, error) { return descriptions.Publicity(in) },
		"information": func() (descriptions.Document, error) { return descriptions.Information(in, "person") },
	} {
		d, err := write()
		if err != nil {
			t.Fatal(err)
		}
		if pdf, err := Description(d, contact.Name.FI, on.Time()); err != nil || len(pdf) < 10_000 {
			t.Errorf("%s: %d bytes, %v", name, len(pdf), err)
		}
	}
	if _, err := RegistersContact(day("2019-01-01")); err == nil {
		t.Error("an authority of a day without one")
	}
}
