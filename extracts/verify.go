package extracts

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"aead.dev/minisign"
	"filippo.io/age"

	"tietolupa/registers"
)

// ErrNotVerified says that a check failed: the package must not be used.
var ErrNotVerified = errors.New("the package does not verify")

// A VerifyInput is a package and what it is checked against. The signer's key
// comes from outside the package.
type VerifyInput struct {
	Path       string // of the .tar.age
	Identities []age.Identity
	Signer     minisign.PublicKey
	Language   string        // of the checks' texts: "fi", "sv" or "en"
	Today      registers.Day // for the day of destruction
	Out        string        // folder to be made of the verified files; empty to keep nothing
	Progress   Progress      // told of stage "unpack" in bytes; may be nil
}

// A Check is one thing that was checked, in one line.
type Check struct {
	Name string `json:"name"` // stable: decrypt, archive, signature, file, manifest, database, table, basis, destruction
	OK   bool   `json:"ok"`
	Text string `json:"text"`
}

func (c Check) String() string {
	if c.OK {
		return "✓ " + c.Text
	}
	return "✗ " + c.Text
}

// Verify checks a package from its encryption to its rows, offline and without
// a database: what it returns are the checks in order. The first that fails is
// the last, and the error is then ErrNotVerified; any other error means that
// the checking itself could not be done (a missing file, ErrNoSpace).
//
// Nothing of the package is opened by DuckDB before its signature and hash are
// right. What is unpacked stands in a private folder that is removed, or that
// becomes Out when every check has passed; Out must not exist.
//
// It does not say that the signer is the right one: that is the comparison of
// the key with the one in the letter.
func Verify(ctx context.Context, in VerifyInput) ([]Check, error) {
	parent := ""
	if in.Out != "" {
		if _, err := os.Lstat(in.Out); err == nil {
			return nil, fmt.Errorf("verify: %s exists already: name a folder that does not", in.Out)
		}
		parent = filepath.Dir(in.Out)
	}
	folder, err := os.MkdirTemp(parent, ".verify-")
	if err != nil {
		return nil, fmt.Errorf("verify: %w", spaceError(err))
	}
	defer os.RemoveAll(folder)
	v := verifier{in: in, folder: folder}
	for _, step := range []func(context.Context) error{
		v.unpack, v.signature, v.hashes, v.readManifest, v.database, v.terms,
	} {
		if err := step(ctx); errors.Is(err, ErrNotVerified) {
			return v.checks, err
		} else if err != nil {
			return v.checks, fmt.Errorf("verify: %w", spaceError(err))
		}
	}
	if in.Out != "" {
		if err := os.Rename(filepath.Join(folder, v.top), in.Out); err != nil {
			return v.checks, fmt.Errorf("verify: keep the files: %w", err)
		}
	}
	return v.checks, nil
}

// A verifier gathers checks over what has been unpacked.
type verifier struct {
	in       VerifyInput
	folder   string
	top      string                // folder of the archive
	unpacked map[string]PackedFile // by name
	signed   map[string]string     // SHA256SUMS
	comment  string                // signed with it
	manifest Manifest
	checks   []Check
}

// pass and fail add a check; the text is the one of verifyTexts with args.
func (v *verifier) pass(check, text string, args ...any) {
	v.checks = append(v.checks, Check{check, true, say(v.in.Language, text, args...)})
}

func (v *verifier) fail(check, text string, args ...any) error {
	line := say(v.in.Language, text, args...)
	v.checks = append(v.checks, Check{check, false, line})
	return fmt.Errorf("%w: %s", ErrNotVerified, line)
}

// read gives a small unpacked file.
func (v *verifier) read(name string) ([]byte, error) {
	if v.unpacked[name].Bytes > maxText {
		return nil, v.fail("archive", "too-large", name)
	}
	return os.ReadFile(filepath.Join(v.folder, v.top, name))
}

// signature checks that SHA256SUMS was signed with the key that was given.
func (v *verifier) signature(context.Context) error {
	text, err := v.read(SumsFile)
	if err != nil {
		return err
	}
	signature, err := v.read(SignatureFile)
	if err != nil {
		return err
	}
	var s minisign.Signature
	if err := s.UnmarshalText(signature); err != nil {
		return v.fail("signature", "signature-broken")
	}
	if s.KeyID != v.in.Signer.ID() {
		return v.fail("signature", "signature-other", fmt.Sprintf("%016X", s.KeyID), SignerFingerprint(v.in.Signer))
	}
	if !minisign.Verify(v.in.Signer, text, signature) {
		return v.fail("signature", "signature-wrong", SignerFingerprint(v.in.Signer))
	}
	if v.signed, err = parseSums(text); err != nil {
		return v.fail("signature", "sums-broken")
	}
	v.comment = s.TrustedComment
	v.pass("signature", "signature", SignerFingerprint(v.in.Signer))
	return nil
}

// hashes checks that the files are exactly the signed ones.
func (v *verifier) hashes(context.Context) error {
	for _, name := range sorted(v.unpacked) {
		if _, ok := v.signed[name]; !ok && name != SumsFile && name != SignatureFile {
			return v.fail("file", "file-unsigned", name)
		}
	}
	for _, name := range sorted(v.signed) {
		f, ok := v.unpacked[name]
		if !ok {
			return v.fail("file", "file-missing", name)
		}
		if f.SHA256 != v.signed[name] {
			return v.fail("file", "file-changed", name)
		}
		v.pass("file", "file", name, size(f.Bytes, v.in.Language))
	}
	return nil
}

// readManifest checks that the manifest is well formed and agrees with the
// archive, the checksums and the signature.
func (v *verifier) readManifest(context.Context) error {
	if _, ok := v.unpacked[ManifestFile]; !ok {
		return v.fail("manifest", "file-missing", ManifestFile)
	}
	text, err := v.read(ManifestFile)
	if err != nil {
		return err
	}
	m, err := ParseManifest(text)
	if err != nil {
		return v.fail("manifest", "manifest-broken", strings.TrimPrefix(err.Error(), "parse manifest: "))
	}
	listed := map[string]bool{ManifestFile: true}
	for _, f := range m.Files {
		listed[f.Name] = true
		if v.unpacked[f.Name] != f {
			return v.fail("manifest", "manifest-file", f.Name)
		}
	}
	for _, name := range sorted(v.signed) {
		if !listed[name] {
			return v.fail("manifest", "manifest-file", name)
		}
	}
	if string(m.Order) != v.top || v.comment != trustedComment(m.Order, text) {
		return v.fail("manifest", "manifest-order")
	}
	if m.Signer != SignerFingerprint(v.in.Signer) {
		return v.fail("manifest", "manifest-signer", m.Signer)
	}
	v.manifest = m
	v.pass("manifest", "manifest", m.Order, m.Delivery, len(m.Files))
	return nil
}

// terms tells what the package rests on and until when it may be kept. A day of
// destruction that has passed is told and does not make the package false.
func (v *verifier) terms(context.Context) error {
	m := v.manifest
	kind := "basis-permit"
	if m.Basis.Kind == "disclosure" {
		kind = "basis-disclosure"
	}
	v.pass("basis", kind, m.Basis.ID, m.Basis.Version, m.Basis.Provision, m.Secrecy)
	text := "destroy"
	if m.DestroyBy.Before(v.in.Today) {
		text = "destroy-passed"
	}
	v.pass("destruction", text, date(m.DestroyBy, v.in.Language))
	return nil
}
