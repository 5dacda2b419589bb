package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tietolupa/postgres"
)

// audited runs a command on the log and gives its exit code and output.
func audited(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out, failed bytes.Buffer
	code := run(t.Context(), append([]string{"audit"}, args...), &out, &failed)
	return code, out.String() + failed.String()
}

// testSealedLog holds the log that a demonstration left in a folder to what
// permits audit promises.
func testSealedLog(t *testing.T, dir string) {
	key := filepath.Join(dir, "keys", "seal", sealPublicFile)
	point := filepath.Join(t.TempDir(), "checkpoint")
	if code, said := audited(t, "checkpoint", "--dir", dir, "--out", point); code != 0 {
		t.Fatalf("checkpoint exits %d: %s", code, said)
	}
	code, said := audited(t, "verify", "--dir", dir, "--checkpoint", point, "--key", key, "--json")
	var r postgres.LogReport
	if err := json.Unmarshal([]byte(said), &r); err != nil || code != 0 {
		t.Fatalf("verify exits %d: %s", code, said)
	}
	if r.Entries < 30 || r.Unsealed.Entries != 0 || !r.Trusted || len(r.Findings) != 0 {
		t.Errorf("%+v", r)
	}
	testCheckpointByOpenSSL(t, point, key)

	// A key rotated is introduced by the old one, which is still trusted.
	old := filepath.Join(t.TempDir(), "old.pub")
	text, err := os.ReadFile(key)
	if err == nil {
		err = os.WriteFile(old, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if code, said := audited(t, "rotate-key", "--dir", dir); code != 0 {
		t.Fatalf("rotate-key exits %d: %s", code, said)
	}
	for _, pub := range []string{old, key} {
		if code, said := audited(t, "verify", "--dir", dir, "--checkpoint", point, "--key", pub); code != 0 || !strings.HasPrefix(said, "✓") {
			t.Errorf("verify after the rotation exits %d: %s", code, said)
		}
	}
	// Nothing is old enough to remove.
	if code, said := audited(t, "remove", "--dir", dir); code != 0 || !strings.HasPrefix(said, "0 entries") {
		t.Errorf("remove exits %d: %s", code, said)
	}

	p, err := where{Dir: dir}.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.owner.Pool().Exec(t.Context(), `alter table audit.entries disable trigger all;
		update audit.entries set actor = 'u-nobody' where entry_id = (select min(entry_id) + 7 from audit.entries)`)
	if err != nil {
		t.Error(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if code, said := audited(t, "verify", "--dir", dir); code != 1 || !strings.Contains(said, "✗ entry changed: ") {
		t.Errorf("verify of a changed log exits %d: %s", code, said)
	}
}

// testCheckpointByOpenSSL checks a checkpoint's signature with a program that
// is not ours.
func testCheckpointByOpenSSL(t *testing.T, point, key string) {
	t.Helper()
	text, err := os.ReadFile(point)
	if err != nil {
		t.Fatal(err)
	}
	signed, signature, _ := strings.Cut(string(text), "signature: ")
	dir := t.TempDir()
	for name, content := range map[string]string{"signed": signed, "signature.b64": signature} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Fatal("openssl is missing: run scripts/setup, which installs what the tests need")
	}
	tool(t, dir, "openssl", "base64", "-d", "-A", "-in", "signature.b64", "-out", "signature")
	tool(t, dir, "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", "signed", "-sigfile", "signature")
}
