package web

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestAPIDocumentation runs the examples of docs/api.md as they stand, one after
// another in one shell.
func TestAPIDocumentation(t *testing.T) { // 7.4
	text, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	script := "set -e\n"
	examples := regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	for _, example := range examples {
		script += example[1]
	}
	s := newSite(t, true)
	p := s.as(tutkija)
	at, err := url.Parse(s.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	jar := "# Netscape HTTP Cookie File\n"
	for _, c := range p.client.Jar.Cookies(at) {
		jar += strings.Join([]string{at.Hostname(), "FALSE", "/", "FALSE", "0", c.Name, c.Value}, "\t") + "\n"
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "jar"), []byte(jar), 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "sh", "-xc", script)
	run.Dir, run.Env = dir, append(os.Environ(), "SERVICE="+s.server.URL, "JAR="+filepath.Join(dir, "jar"))
	if out, err := run.CombinedOutput(); err != nil || len(examples) < 8 {
		t.Errorf("%d examples: %v\n%s", len(examples), err, out)
	}
}
