package extracts

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// SAsL 16 §: a letter is signed so that this program and Debian's minisign verify
// it, and neither does once a byte of it is another.
func TestLetterIsVerifiedByOthers(t *testing.T) {
	dir := t.TempDir()
	signer, err := CreateSigner(dir)
	if err != nil {
		t.Fatal(err)
	}
	letter := []byte("%PDF-1.7 päätös")
	about := "KEHA/1/2020 letter 1 decision; Päivi Korhonen, presenter, 2020-11-02T12:00:00Z"
	signature := signer.SignLetter(letter, about)
	if got, err := VerifyLetter(signer.Public(), letter, signature); err != nil || got != about {
		t.Errorf("VerifyLetter = %q, %v", got, err)
	}
	other, err := CreateSigner(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	changed := append([]byte(nil), letter...)
	changed[9] ^= 1
	annotated := []byte(strings.Replace(string(signature), "Päivi", "Piiavi", 1))
	for name, err := range map[string]error{
		"changed":   second(VerifyLetter(signer.Public(), changed, signature)),
		"comment":   second(VerifyLetter(signer.Public(), letter, annotated)),
		"other key": second(VerifyLetter(other.Public(), letter, signature)),
		"garbage":   second(VerifyLetter(signer.Public(), letter, []byte("x"))),
	} {
		if !errors.Is(err, ErrLetterNotVerified) {
			t.Errorf("%s: %v", name, err)
		}
	}
	file := filepath.Join(dir, "kirje.pdf")
	for name, content := range map[string][]byte{file: letter, file + ".minisig": signature} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command("minisign", "-V", "-m", file, "-p", filepath.Join(dir, SignerPublicFile)).CombinedOutput()
	if err != nil || !strings.Contains(string(out), about) {
		t.Errorf("minisign (Debian package minisign): %v\n%s", err, out)
	}
	if err := os.WriteFile(file, changed, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("minisign", "-V", "-m", file, "-p", filepath.Join(dir, SignerPublicFile)).CombinedOutput(); err == nil {
		t.Errorf("minisign takes a changed letter\n%s", out)
	}
}

func second[T any](_ T, err error) error { return err }
