package pseudonymize

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"regexp"
)

// A Pseudonym is 128 bits, all of them of the HMAC: no version or variant bits
// are set in it. As a UUID in DuckDB it prints as text in every client.
type Pseudonym [16]byte

// String writes p as DuckDB writes a UUID.
func (p Pseudonym) String() string {
	h := hex.EncodeToString(p[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// Kinds of id have short names, so that the input of a pseudonym stays within
// one block of SHA-256.
var entityName = regexp.MustCompile(`^[a-z][a-z_]{0,31}$`)

// A Pseudonymizer makes the pseudonyms of one permit. It is safe for concurrent
// use; the Makers that it gives are not.
type Pseudonymizer struct{ key PermitKey }

// New is the pseudonymizer of key. It fails without a key.
func New(key PermitKey) (Pseudonymizer, error) {
	if key.IsZero() {
		return Pseudonymizer{}, fmt.Errorf("pseudonymize: there is no permit key")
	}
	return Pseudonymizer{key}, nil
}

// Check is the key check value of the permit key.
func (p Pseudonymizer) Check() string { return p.key.Check() }

// For makes pseudonyms of entity ("person", "employer", "plan" …). Pseudonyms of
// two entities never agree but by chance, even for equal ids. It fails for a
// name that is not 1–20 lower-case letters and underscores.
func (p Pseudonymizer) For(entity string) (*Maker, error) { return p.maker("pseudonym", entity) }

// Order makes values that rows without a delivered pseudonym are sorted by, so
// that the order of the register is not delivered. They are not delivered.
func (p Pseudonymizer) Order(entity string) (*Maker, error) { return p.maker("order", entity) }

// Draw makes values of which the smallest are a sample: the same persons in
// every delivery, as long as they are in the population. They are not delivered.
func (p Pseudonymizer) Draw(entity string) (*Maker, error) { return p.maker("draw", entity) }

func (p Pseudonymizer) maker(purpose, entity string) (*Maker, error) {
	if !entityName.MatchString(entity) {
		return nil, fmt.Errorf("pseudonymize: %q is not a kind of id", entity)
	}
	return newMaker(p.key.derive(purpose, entity), entity), nil
}

// A Maker makes pseudonyms of one kind of id. It keeps the state of its hash, so
// each worker has its own: see Clone.
type Maker struct {
	key    []byte
	entity string
	mac    hash.Hash
	input  []byte // everything but the id, then the id
	sum    [sha256.Size]byte
	last   int64 // rows of one person tend to follow each other
	made   Pseudonym
}

func newMaker(key []byte, entity string) *Maker {
	m := &Maker{key: key, entity: entity, mac: hmac.New(sha256.New, key)}
	for _, part := range []string{Scheme, entity} {
		m.input = append(binary.BigEndian.AppendUint16(m.input, uint16(len(part))), part...)
	}
	m.input = binary.BigEndian.AppendUint16(m.input, 8)
	m.input = append(m.input, make([]byte, 8)...)
	return m
}

// Clone is a Maker of the same pseudonyms for another worker.
func (m *Maker) Clone() *Maker { return newMaker(m.key, m.entity) }

// Of is the pseudonym of an internal id: the first 128 bits of HMAC-SHA-256 over
// (scheme, entity, id), each with its length in two bytes before it, the id in
// eight, big-endian. It fails with Unmapped when id is not positive.
func (m *Maker) Of(id int64) (Pseudonym, error) {
	if id == m.last && id > 0 {
		return m.made, nil
	}
	if id <= 0 {
		return Pseudonym{}, Unmapped{"an id of kind " + m.entity}
	}
	binary.BigEndian.PutUint64(m.input[len(m.input)-8:], uint64(id))
	m.mac.Reset()
	m.mac.Write(m.input)
	m.mac.Sum(m.sum[:0])
	m.last, m.made = id, Pseudonym(m.sum[:16])
	return m.made, nil
}
