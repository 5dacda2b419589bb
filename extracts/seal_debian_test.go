package extracts

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDebianToolsAgree opens and checks a package by the commands that
// LUEMINUT.md gives, with the programs of Debian.
func TestDebianToolsAgree(t *testing.T) {
	for _, program := range []string{"age", "minisign", "sha256sum", "tar"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%s is not installed: run scripts/setup", program)
		}
	}
	s := newSealing(t)
	d, path := s.seal(t)
	dir := t.TempDir()
	write(t, filepath.Join(dir, d.File), read(t, path))
	write(t, filepath.Join(dir, "AVAIN"), []byte(s.identity.String()+"\n"))
	write(t, filepath.Join(dir, "minisign.pub"), s.Signer.PublicFile())

	readme := string(s.unpack(t, path)[ReadmeFile])
	_, after, ok := strings.Cut(readme, "age -d -i AVAIN")
	if !ok {
		t.Fatal("LUEMINUT.md gives no commands")
	}
	commands, _, _ := strings.Cut("age -d -i AVAIN"+after, "```")
	out := sh(t, dir, "set -e\n"+commands)
	for _, want := range []string{"Signature and comment signature verified", "aineisto.duckdb: OK", "koodikirja.xlsx: OK", "LUEMINUT.md: OK", "manifest.json: OK", "tietolupa T-12-2020 manifest "} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing from:\n%s", want, out)
		}
	}

	list := sh(t, dir, "tar --numeric-owner -tvf T-12-2020.tar")
	for line := range strings.Lines(list) {
		if !strings.Contains(line, " 0/0 ") || !strings.Contains(line, "2020-11-0") {
			t.Errorf("the archive tells of the machine: %s", line)
		}
	}
}

func sh(t *testing.T, dir, script string) string {
	t.Helper()
	cmd := exec.Command("sh", "-c", script)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t testing.TB, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
