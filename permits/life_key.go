package permits

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// A KeyProof is a recipient's public key and the proof that whoever registered
// it can open what is sealed to it (avaimen hallussapidon osoitus, TiHL 14 §): a
// code is encrypted to the key, and typed back.
type KeyProof struct {
	No          int       `json:"no"`
	Base        string    `json:"base"` // the recipient's key as decided, which this one stands for
	Key         string    `json:"key"`
	Fingerprint string    `json:"fingerprint"`
	By          UserID    `json:"by"`
	At          time.Time `json:"at"`
	Sealed      string    `json:"sealed"` // the code, encrypted to the key: says nothing without it
	SHA256      string    `json:"sha256"` // of the code
	Proved      time.Time `json:"proved,omitzero"`
}

// A Challenge is the code that a key has to open: Key is the key, Sealed the
// code encrypted to it, SHA256 the code's hash.
type Challenge struct{ Key, Fingerprint, Sealed, SHA256 string }

// challengeOpen says whether a challenge made at is still open.
func challengeOpen(at, now time.Time) bool {
	hours := TermDays("key-challenge", registers.DayOf(now))
	return !now.After(at.Add(time.Duration(hours) * time.Hour))
}

// opened says whether code is the one whose hash a challenge keeps.
func opened(code, hash string) bool {
	sum := sha256.Sum256([]byte(strings.ToUpper(strings.TrimSpace(code))))
	return hex.EncodeToString(sum[:]) == hash
}

// NeedsProof says whether packages of c go to a person whose key nobody has yet
// shown to hold. An environment's key is its operator's to register.
func (c Case) NeedsProof() bool {
	r := c.Recipient()
	return r.Kind == PersonRecipient && !slices.ContainsFunc(c.Life.Keys, func(k KeyProof) bool { return k.Key == strings.TrimSpace(r.Key) && !k.Proved.IsZero() })
}

// proofs are the guards of both commands: packages that go to a person.
func proofs(c Case, _ Actor, _ time.Time) error {
	if !c.Decision.Grants() {
		return deny("not-in-force")
	}
	if c.Recipient().Kind != PersonRecipient {
		return deny("key-of-environment")
	}
	return nil
}

// OpenChallenge is the challenge that waits for its code, or nil. It is open for
// the hours of law/terms.csv.
func (c Case) OpenChallenge(now time.Time) *KeyProof {
	n := len(c.Life.Keys)
	if n == 0 || !c.Life.Keys[n-1].Proved.IsZero() {
		return nil
	}
	if !challengeOpen(c.Life.Keys[n-1].At, now) {
		return nil
	}
	return &c.Life.Keys[n-1]
}

// ChallengeKey registers a key on the permit and the challenge that it has to
// open. A key other than the one decided on is the leader's to bring: it takes
// that one's place once proved. A later challenge takes an earlier one's place.
func (c Case) ChallengeKey(by Actor, seen int, ch Challenge, now time.Time) (Case, Event, error) {
	if err := c.ready(DoChallenge, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	ch.Key = strings.TrimSpace(ch.Key)
	if err := checkKey(ch.Key); err != nil {
		return Case{}, Event{}, err
	}
	r := c.Recipient()
	switch {
	case ch.Key != strings.TrimSpace(r.Key) && c.Leader() != by.ID:
		return Case{}, Event{}, deny("not-the-leader")
	case empty(ch.Sealed) || len(ch.SHA256) != sha256.Size*2:
		return Case{}, Event{}, deny("recipient-key")
	}
	k := KeyProof{No: len(c.Life.Keys) + 1, Base: c.decidedRecipient().Key, Key: ch.Key, Fingerprint: ch.Fingerprint, By: by.ID, At: now, Sealed: ch.Sealed, SHA256: ch.SHA256}
	c.Life.Keys = append(slices.Clone(c.Life.Keys), k)
	return c.step(KeyChallenged, by, now, map[string]string{"no": number(k.No), "key": k.Fingerprint})
}

// ProveKey is the code that the challenge holds, read by whoever has the private
// key. From then on packages are sealed to the key.
func (c Case) ProveKey(by Actor, seen int, code string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoProve, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if !opened(code, c.OpenChallenge(now).SHA256) {
		return Case{}, Event{}, deny("wrong-code")
	}
	c.Life.Keys = slices.Clone(c.Life.Keys)
	k := &c.Life.Keys[len(c.Life.Keys)-1]
	k.Proved = now
	return c.step(KeyProved, by, now, map[string]string{"no": number(k.No), "key": k.Fingerprint})
}

// provedFor is the key that has been proved in the place of r's, or r's own.
func (c Case) provedFor(r Recipient) string {
	for _, k := range slices.Backward(c.Life.Keys) {
		if k.Base == r.Key && !k.Proved.IsZero() {
			return k.Key
		}
	}
	return r.Key
}
