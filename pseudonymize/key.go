package pseudonymize

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

const (
	keyBytes = 32
	redacted = "[key]"
)

// A PermitKey is the random key of one permit or disclosure (luvan avain), from
// which all of its pseudonyms follow. Destroying its wrapped form ends the
// ability to link the deliveries with the registers. It never prints itself and
// refuses to be marshalled. The zero PermitKey is no key.
type PermitKey struct{ secret [keyBytes]byte }

// NewPermitKey draws a key from random, crypto/rand.Reader outside tests.
func NewPermitKey(random io.Reader) (PermitKey, error) {
	var k PermitKey
	if _, err := io.ReadFull(random, k.secret[:]); err != nil {
		return PermitKey{}, fmt.Errorf("draw a permit key: %w", err)
	}
	return k, nil
}

// IsZero says whether k is no key.
func (k PermitKey) IsZero() bool { return k == PermitKey{} }

// Check is the key check value of k: 8 bytes in hexadecimal that tell whether
// two deliveries were made with one key and nothing else about it. It is stored
// and logged.
func (k PermitKey) Check() string {
	return hex.EncodeToString(k.derive("check", "key")[:8])
}

// derive is HKDF-SHA-256 below k, one key for each purpose and entity.
func (k PermitKey) derive(purpose, entity string) []byte {
	derived, err := hkdf.Key(sha256.New, k.secret[:], nil, "tietolupa/1/"+purpose+"/"+entity, keyBytes)
	if err != nil {
		panic(fmt.Sprintf("derive a key: %v", err)) // the lengths are constant and legal
	}
	return derived
}

func (PermitKey) String() string   { return redacted }
func (PermitKey) GoString() string { return redacted }

// Format keeps every verb of fmt from printing the key.
func (PermitKey) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue keeps the key out of logs.
func (PermitKey) LogValue() slog.Value { return slog.StringValue(redacted) }

var errKeyIsSecret = errors.New("marshal a key: it is secret and leaves only wrapped")

// MarshalJSON refuses.
func (PermitKey) MarshalJSON() ([]byte, error) { return nil, errKeyIsSecret }

// MarshalText refuses.
func (PermitKey) MarshalText() ([]byte, error) { return nil, errKeyIsSecret }
