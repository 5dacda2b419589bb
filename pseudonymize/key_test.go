package pseudonymize

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWrap(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "kek")
	kek, err := CreateKEK(file, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, err := CreateKEK(filepath.Join(dir, "other"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := CreateKEK(file, rand.Reader); !errors.Is(err, os.ErrExist) {
		t.Errorf("a key-encryption key was overwritten: %v", err)
	}
	loaded, err := LoadKEK(file, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if loaded.Epoch() != kek.Epoch() || other.Epoch() == kek.Epoch() {
		t.Error("epochs do not tell keys apart")
	}
	rapid.Check(t, func(t *rapid.T) {
		key := drawKey(t, "key")
		basis := rapid.String().Draw(t, "basis")
		version := rapid.IntRange(0, 99).Draw(t, "version")
		wrapped, err := kek.Wrap(key, basis, version)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(wrapped, key.secret[:]) {
			t.Fatal("the key is readable in its wrapping")
		}
		if got, err := loaded.Unwrap(wrapped, basis, version); err != nil || got != key {
			t.Fatalf("unwrap: %v", err)
		}
		again, _ := kek.Wrap(key, basis, version)
		if bytes.Equal(again, wrapped) {
			t.Fatal("two wrappings are equal: the nonce repeats")
		}
		tampered := bytes.Clone(wrapped)
		tampered[rapid.IntRange(0, len(wrapped)-1).Draw(t, "at")] ^= byte(rapid.IntRange(1, 255).Draw(t, "by"))
		for rule, try := range map[string]func() (PermitKey, error){
			"tampered":        func() (PermitKey, error) { return kek.Unwrap(tampered, basis, version) },
			"cut":             func() (PermitKey, error) { return kek.Unwrap(wrapped[:len(wrapped)-1], basis, version) },
			"another basis":   func() (PermitKey, error) { return kek.Unwrap(wrapped, basis+"x", version) },
			"another version": func() (PermitKey, error) { return kek.Unwrap(wrapped, basis, version+1) },
			"another key":     func() (PermitKey, error) { return other.Unwrap(wrapped, basis, version) },
		} {
			if got, err := try(); !errors.Is(err, ErrWrapped) || !got.IsZero() {
				t.Fatalf("%s: %v", rule, err)
			}
		}
	})
	if _, err := kek.Wrap(PermitKey{}, "K-1", 1); err == nil {
		t.Error("no key was wrapped")
	}
	if _, err := (KEK{}).Unwrap(nil, "K-1", 1); err == nil {
		t.Error("unwrapped without a key-encryption key")
	}
}

func TestLoadKEKRefuses(t *testing.T) {
	dir := t.TempDir()
	for rule, c := range map[string]struct {
		text string
		mode os.FileMode
	}{
		"empty":               {"", 0o600},
		"not ours":            {"AGE-SECRET-KEY-1", 0o600},
		"short":               {kekPrefix + "AAAA\n", 0o600},
		"readable for others": {kekPrefix + strings.Repeat("A", 43) + "=\n", 0o640},
	} {
		file := filepath.Join(dir, strings.ReplaceAll(rule, " ", "-"))
		if err := os.WriteFile(file, []byte(c.text), c.mode); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadKEK(file, rand.Reader); err == nil {
			t.Errorf("%s: loaded", rule)
		}
	}
	if _, err := LoadKEK(filepath.Join(dir, "absent"), rand.Reader); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("absent: %v", err)
	}
	if info, err := os.Stat(filepath.Join(dir, "empty")); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(err)
	}
}

func TestKeysDoNotPrintThemselves(t *testing.T) {
	key := fixedKey(t, "a secret that nobody may read")
	kek, err := CreateKEK(filepath.Join(t.TempDir(), "kek"), strings.NewReader(strings.Repeat("another secret, just as well", 4)))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []any{key, &key, kek, &kek, struct{ K PermitKey }{key}} {
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("key", "key", v)
		texts := []string{log.String()}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			texts = append(texts, fmt.Sprintf(verb, v))
		}
		for _, text := range texts {
			for _, secret := range []string{"secret that", "another", "7365637265", "[115 101", "115 101 99"} {
				if strings.Contains(text, secret) {
					t.Errorf("%T prints %q", v, text)
				}
			}
		}
		if b, err := json.Marshal(v); err == nil {
			t.Errorf("%T marshals to %s", v, b)
		}
	}
}
