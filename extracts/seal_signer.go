package extracts

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"aead.dev/minisign"
)

const (
	signerKeyFile = "minisign.key"
	// SignerPublicFile is the file of the public key, in the signer's folder
	// and wherever it is given out.
	SignerPublicFile = "minisign.pub"
)

// A Signer signs the checksums of packages. Its public key is given out apart
// from them, and its fingerprint stands in the letter.
type Signer struct {
	private minisign.PrivateKey
	public  minisign.PublicKey
}

// CreateSigner makes a key pair in dir: minisign.key (only for its owner) and
// minisign.pub. It never overwrites a key: when there is one, it fails with
// os.ErrExist.
func CreateSigner(dir string) (*Signer, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create signer: %w", spaceError(err))
	}
	_, private, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("create signer: %w", err)
	}
	text, err := private.MarshalText()
	if err != nil {
		return nil, fmt.Errorf("create signer: %w", err)
	}
	if err := writeOnce(filepath.Join(dir, signerKeyFile), append(text, '\n'), 0o600); err != nil {
		return nil, fmt.Errorf("create signer: %w", err)
	}
	return LoadSigner(dir)
}

// LoadSigner reads the key pair of dir. It refuses a private key that others
// can read, and a public key that is not its pair; a missing public key is
// written again. With no key pair it fails with os.ErrNotExist.
func LoadSigner(dir string) (*Signer, error) {
	path := filepath.Join(dir, signerKeyFile)
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("load signer: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("load signer: others can read %s: run chmod 600 on it", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("load signer: %w", err)
	}
	var s Signer
	if err := s.private.UnmarshalText([]byte(strings.TrimSpace(string(text)))); err != nil {
		return nil, fmt.Errorf("load signer: %s is not a private key of minisign without a password", path)
	}
	s.public = s.private.Public().(minisign.PublicKey)
	path = filepath.Join(dir, SignerPublicFile)
	text, err = os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		err = writeOnce(path, s.PublicFile(), 0o644)
		if errors.Is(err, os.ErrExist) { // somebody else wrote it just now
			err = nil
		}
		if err != nil {
			return nil, fmt.Errorf("load signer: %w", err)
		}
		return &s, nil
	}
	if err != nil {
		return nil, fmt.Errorf("load signer: %w", err)
	}
	if public, err := ParseSignerKey(text); err != nil || !public.Equal(s.public) {
		return nil, fmt.Errorf("load signer: %s is not the public key of %s: remove the one that does not belong there", path, signerKeyFile)
	}
	return &s, nil
}

// writeOnce writes a whole new file, on the disk before it has its name.
func writeOnce(path string, text []byte, mode os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-")
	if err != nil {
		return spaceError(err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(text)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return spaceError(err)
	}
	return os.Link(f.Name(), path)
}

// Public is the key that the signatures are checked with.
func (s *Signer) Public() minisign.PublicKey { return s.public }

// PublicFile is minisign.pub: what `minisign -V -p minisign.pub` reads.
func (s *Signer) PublicFile() []byte {
	return fmt.Appendf(nil, "untrusted comment: minisign public key %s\n%s\n", s.Fingerprint(), s.public.String())
}

// Fingerprint is the key ID that the letter prints and that minisign shows.
func (s *Signer) Fingerprint() string { return SignerFingerprint(s.public) }

// SignerFingerprint is a public key's ID in minisign's own writing.
func SignerFingerprint(key minisign.PublicKey) string { return fmt.Sprintf("%016X", key.ID()) }

// sign signs message so that minisign 0.11 verifies it: prehashed, with a
// trusted comment that is signed too.
func (s *Signer) sign(message []byte, trusted string) []byte {
	r := minisign.NewReader(bytes.NewReader(message))
	if _, err := io.Copy(io.Discard, r); err != nil {
		panic(fmt.Sprintf("read from memory: %v", err))
	}
	return r.SignWithComments(s.private, trusted, "signature from minisign key "+s.Fingerprint())
}

// ParseSignerKey reads a public key as minisign writes it: the file with its
// comment line, or the key alone.
func ParseSignerKey(text []byte) (minisign.PublicKey, error) {
	bad := errors.New("signer key: not a public key of minisign: give the file minisign.pub that KEHA published, or its second line")
	if len(text) > maxKey {
		return minisign.PublicKey{}, bad
	}
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")), "\n")
	if len(lines) == 2 && strings.HasPrefix(lines[0], "untrusted comment:") {
		lines = lines[1:]
	}
	if len(lines) != 1 {
		return minisign.PublicKey{}, bad
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSpace(lines[0]))
	if err != nil || len(raw) != 42 || binary.LittleEndian.Uint16(raw) != minisign.EdDSA {
		return minisign.PublicKey{}, bad
	}
	var key minisign.PublicKey
	if err := key.UnmarshalText([]byte(strings.TrimSpace(lines[0]))); err != nil {
		return minisign.PublicKey{}, bad
	}
	return key, nil
}
