package pseudonymize

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
)

const (
	kekPrefix   = "tietolupa-kek-1 "
	wrapVersion = 1
	epochBytes  = 8
)

// ErrWrapped means that a wrapped key does not open: it was changed, belongs to
// another basis or version, or was wrapped by another key-encryption key.
var ErrWrapped = errors.New("the wrapped key does not open")

// A KEK is a key-encryption key (avainten salausavain). It wraps permit keys
// with AES-256-GCM, bound to the basis, its version and the KEK's own epoch.
// Taking a new KEK into use is unwrapping with the old and wrapping with the
// new; pseudonyms do not change. It never prints itself.
type KEK struct {
	aead   cipher.AEAD
	epoch  [epochBytes]byte
	random io.Reader
}

// CreateKEK draws a key-encryption key and writes it to a new file that only
// the owner may read. It fails when the file exists.
func CreateKEK(file string, random io.Reader) (KEK, error) {
	secret := make([]byte, keyBytes)
	if _, err := io.ReadFull(random, secret); err != nil {
		return KEK{}, fmt.Errorf("create the key-encryption key: %w", err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return KEK{}, fmt.Errorf("create the key-encryption key: %w", err)
	}
	_, err = f.WriteString(kekPrefix + base64.StdEncoding.EncodeToString(secret) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		os.Remove(file)
		return KEK{}, fmt.Errorf("create the key-encryption key: %w", err)
	}
	return newKEK(secret, random)
}

// LoadKEK reads what CreateKEK wrote. It refuses a file that others than its
// owner may read or write, and anything that is not such a key.
func LoadKEK(file string, random io.Reader) (KEK, error) {
	info, err := os.Stat(file)
	if err != nil {
		return KEK{}, fmt.Errorf("load the key-encryption key: %w", err)
	}
	if info.Mode()&fs.ModeType != 0 || info.Mode().Perm()&0o077 != 0 {
		return KEK{}, fmt.Errorf("load the key-encryption key: %s may be read by others: chmod 600", file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return KEK{}, fmt.Errorf("load the key-encryption key: %w", err)
	}
	coded, ok := strings.CutPrefix(strings.TrimSuffix(string(text), "\n"), kekPrefix)
	secret, err := base64.StdEncoding.Strict().DecodeString(coded)
	if !ok || err != nil || len(secret) != keyBytes {
		return KEK{}, fmt.Errorf("load the key-encryption key: %s holds no such key", file)
	}
	return newKEK(secret, random)
}

func newKEK(secret []byte, random io.Reader) (KEK, error) {
	k := KEK{random: random}
	for _, part := range []struct {
		label string
		use   func([]byte) error
	}{
		{"tietolupa/1/kek/wrap", func(key []byte) error {
			block, err := aes.NewCipher(key)
			if err != nil {
				return err
			}
			k.aead, err = cipher.NewGCM(block)
			return err
		}},
		{"tietolupa/1/kek/epoch", func(key []byte) error { copy(k.epoch[:], key); return nil }},
	} {
		key, err := hkdf.Key(sha256.New, secret, nil, part.label, keyBytes)
		if err == nil {
			err = part.use(key)
		}
		if err != nil {
			return KEK{}, fmt.Errorf("prepare the key-encryption key: %w", err)
		}
	}
	return k, nil
}

// Epoch names k without telling it: 8 bytes in hexadecimal. It stands at the
// front of every key that k has wrapped.
func (k KEK) Epoch() string { return hex.EncodeToString(k.epoch[:]) }

// Wrap seals key to the basis (a permit's or disclosure's id) and its version.
func (k KEK) Wrap(key PermitKey, basis string, version int) ([]byte, error) {
	if key.IsZero() || k.aead == nil {
		return nil, errors.New("wrap a permit key: there is no key")
	}
	out := append([]byte{wrapVersion}, k.epoch[:]...)
	nonce := make([]byte, k.aead.NonceSize())
	if _, err := io.ReadFull(k.random, nonce); err != nil {
		return nil, fmt.Errorf("wrap a permit key: %w", err)
	}
	out = append(out, nonce...)
	return k.aead.Seal(out, nonce, key.secret[:], k.bound(basis, version)), nil
}

// Unwrap opens what Wrap sealed to the same basis and version. It fails with
// ErrWrapped for anything else.
func (k KEK) Unwrap(wrapped []byte, basis string, version int) (PermitKey, error) {
	if k.aead == nil {
		return PermitKey{}, errors.New("unwrap a permit key: there is no key-encryption key")
	}
	head := 1 + epochBytes
	if len(wrapped) != head+k.aead.NonceSize()+keyBytes+k.aead.Overhead() ||
		wrapped[0] != wrapVersion || [epochBytes]byte(wrapped[1:head]) != k.epoch {
		return PermitKey{}, fmt.Errorf("unwrap a permit key: %w", ErrWrapped)
	}
	nonce, sealed := wrapped[head:head+k.aead.NonceSize()], wrapped[head+k.aead.NonceSize():]
	secret, err := k.aead.Open(nil, nonce, sealed, k.bound(basis, version))
	if err != nil {
		return PermitKey{}, fmt.Errorf("unwrap a permit key: %w", ErrWrapped)
	}
	return PermitKey{[keyBytes]byte(secret)}, nil
}

// bound is the associated data: basis, version and epoch, the first
// length-prefixed so that no two triples look alike.
func (k KEK) bound(basis string, version int) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(basis)))
	b = append(b, basis...)
	b = binary.BigEndian.AppendUint64(b, uint64(version))
	return append(b, k.epoch[:]...)
}

func (KEK) String() string   { return redacted }
func (KEK) GoString() string { return redacted }

// Format keeps every verb of fmt from printing the key.
func (KEK) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue keeps the key out of logs.
func (KEK) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON refuses.
func (KEK) MarshalJSON() ([]byte, error) { return nil, errKeyIsSecret }

// MarshalText refuses.
func (KEK) MarshalText() ([]byte, error) { return nil, errKeyIsSecret }
