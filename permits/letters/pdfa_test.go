package letters

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tietolupa/permits"
)

// TestPDFA runs Debian's independent validator on every form.
func TestPDFA(t *testing.T) {
	dir := t.TempDir()
	var names []string
	for _, form := range decisions {
		in := decided(t, form.lang, form.outcome, form.at)
		in.edition = edition{"1", "B"}
		for kind, write := range map[string]func(Input) ([]byte, error){"decision": Decision, "conditions": Conditions} {
			if form.outcome == permits.RefuseAll && kind == "conditions" {
				continue
			}
			pdf, err := write(in)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Join(dir, fmt.Sprintf("%s-%s.pdf", kind, form.name))
			if err := os.WriteFile(name, pdf, 0o644); err != nil {
				t.Fatal(err)
			}
			names = append(names, name)
		}
	}
	out, err := exec.Command("java", "-cp", pdfbox(), "org.apache.pdfbox.preflight.Validator_A1b", "batch", dir).CombinedOutput()
	if valid := strings.Count(string(out), "is a valid PDF/A-1b file"); err != nil || valid != len(names) {
		t.Errorf("preflight (Debian packages libpdfbox2-java and default-jdk-headless): %v; %d of %d letters are valid\n%s", err, valid, len(names), out)
	}
}

// TestTagsAreComplete has PDFBox, which is not ours, read the tags of every kind
// of letter: title, language and the claim of PDF/UA; headings without a gap;
// lists and tables as they are built, with the scope of each TH; no text that
// belongs to no element; and words for each figure (ISO 14289-1).
func TestTagsAreComplete(t *testing.T) {
	dir := t.TempDir()
	n := 0
	for name, story := range everyStory() {
		lang := map[bool]string{true: "sv", false: "fi"}[n%2 == 1]
		kind, in := story(t, lang, autumn2020)
		pdf, err := Write(kind, in)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+"-"+lang+".pdf"), pdf, 0o600); err != nil {
			t.Fatal(err)
		}
		if name == "grant" { // and one that is not right, so that the reader is known to look
			broken := bytes.ReplaceAll(bytes.ReplaceAll(pdf, []byte("/Scope"), []byte("/Scopx")), []byte("/S /H2"), []byte("/S /H4"))
			if err := os.WriteFile(filepath.Join(dir, "broken.pdf"), broken, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		n++
	}
	out, err := exec.Command("java", "-cp", pdfbox(), "testdata/Tags.java", dir).CombinedOutput()
	var faults []string
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		if !strings.HasPrefix(line, "broken.pdf: ") {
			faults = append(faults, line)
		}
	}
	for _, want := range []string{"broken.pdf: a TH has no scope", "broken.pdf: a heading H4 follows H1"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("PDFBox does not say %q", want)
		}
	}
	if err != nil || strings.Join(faults, "\n") != fmt.Sprintf("read %d", n+1) {
		t.Errorf("PDFBox (Debian packages libpdfbox2-java and default-jdk-headless): %v\n%s", err, out)
	}
}

// pdfbox is the class path of Debian's PDFBox.
func pdfbox() string {
	var jars []string
	for _, jar := range []string{"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "jaxb-api", "javax.activation"} {
		jars = append(jars, "/usr/share/java/"+jar+".jar")
	}
	return strings.Join(jars, ":")
}

func pdfinfo(pdf []byte, flags ...string) (string, error) {
	command := exec.Command("pdfinfo", append(flags, "-")...)
	command.Stdin = bytes.NewReader(pdf)
	out, err := command.CombinedOutput()
	return string(out), err
}
