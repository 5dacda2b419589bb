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
	var jars []string
	for _, jar := range []string{"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "jaxb-api", "javax.activation"} {
		jars = append(jars, "/usr/share/java/"+jar+".jar")
	}
	out, err := exec.Command("java", "-cp", strings.Join(jars, ":"), "org.apache.pdfbox.preflight.Validator_A1b", "batch", dir).CombinedOutput()
	if valid := strings.Count(string(out), "is a valid PDF/A-1b file"); err != nil || valid != len(names) {
		t.Errorf("preflight (Debian packages libpdfbox2-java and default-jre-headless): %v; %d of %d letters are valid\n%s", err, valid, len(names), out)
	}
}

func TestTagsAreComplete(t *testing.T) {
	pdf, err := Decision(decided(t, "fi", permits.GrantPart, autumn2020))
	if err != nil {
		t.Fatal(err)
	}
	out, err := pdfinfo(pdf, "-struct-text")
	if err != nil {
		t.Fatalf("pdfinfo (Debian package poppler-utils): %v", err)
	}
	for _, want := range []string{"H1", "H2", "H3", "P (block)", "L (block)", "LI (block)", "LBody", "Table", "TH", "TD", "1 Ratkaisu"} {
		if !strings.Contains(out, want) {
			t.Errorf("the structure tree lacks %q", want)
		}
	}
	if about, err := pdfinfo(pdf); err != nil || !strings.Contains(about, "Tagged:          yes") {
		t.Errorf("pdfinfo says %v\n%s", err, about)
	}
}

func pdfinfo(pdf []byte, flags ...string) (string, error) {
	command := exec.Command("pdfinfo", append(flags, "-")...)
	command.Stdin = bytes.NewReader(pdf)
	out, err := command.CombinedOutput()
	return string(out), err
}
