package permits

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/registers"
)

// The events of an environment's keys.
const (
	EnvironmentKeyChallenged EventKind = "environment-key-challenged"
	EnvironmentKeyRegistered EventKind = "environment-key-registered" // proved
	EnvironmentKeyRevoked    EventKind = "environment-key-revoked"
)

// What is done to an environment's key. One registered before proofs were asked
// for is unproved: nothing is sealed to it before its operator has proved it.
const (
	KeyIsUnproved   = "unproved"
	KeyIsChallenged = "challenged"
	KeyIsRegistered = "registered"
	KeyIsRevoked    = "revoked"
)

// An EnvironmentKey is one act on a public key of an environment, by its operator.
// The first version is 1; the zero value is no key.
type EnvironmentKey struct {
	Environment string
	Version     int
	Act         string
	Key         string // age1… or ssh-ed25519 …: public
	Fingerprint string
	By          UserID
	At          time.Time
	Sealed      string // of a challenge: the code, encrypted to the key
	SHA256      string // of the code
	Why         string // of a revocation
}

// EnvironmentKeys are the acts on the keys of one environment, oldest first.
type EnvironmentKeys []EnvironmentKey

// Present is the key that orders are sealed to now: the last one whose operator
// has shown to hold it (TiHL 14 §). The zero value when there is none, or it was
// revoked.
func (ks EnvironmentKeys) Present() EnvironmentKey {
	for _, k := range slices.Backward(ks) {
		switch k.Act {
		case KeyIsRegistered:
			return k
		case KeyIsRevoked:
			return EnvironmentKey{}
		}
	}
	return EnvironmentKey{}
}

// Unproved is a key that was registered before proofs were asked for, while no
// other has been registered or revoked; otherwise the zero value.
func (ks EnvironmentKeys) Unproved() EnvironmentKey {
	for _, k := range slices.Backward(ks) {
		switch k.Act {
		case KeyIsUnproved:
			return k
		case KeyIsRegistered, KeyIsRevoked:
			return EnvironmentKey{}
		}
	}
	return EnvironmentKey{}
}

// OpenChallenge is the challenge that waits for its code, or nil. It is open for
// the hours of law/terms.csv.
func (ks EnvironmentKeys) OpenChallenge(now time.Time) *EnvironmentKey {
	if n := len(ks); n > 0 && ks[n-1].Act == KeyIsChallenged && challengeOpen(ks[n-1].At, now) {
		return &ks[n-1]
	}
	return nil
}

// Revoked says whether the key was revoked: what is sealed to it leaves no more.
func (ks EnvironmentKeys) Revoked(key string) bool {
	return slices.ContainsFunc(ks, func(k EnvironmentKey) bool { return k.Act == KeyIsRevoked && k.Key == strings.TrimSpace(key) })
}

// operating returns the rule that keeps by from the keys of the environment now.
func operating(by Actor, code string, now time.Time) error {
	if _, known := EnvironmentOn(code, registers.DayOf(now)); !known {
		return denyAbout("no-such-environment", code)
	}
	if !by.Operates(code) {
		return deny("not-the-operator")
	}
	return nil
}

// next is the act that follows those of ks, and its event.
func (ks EnvironmentKeys) next(kind EventKind, k EnvironmentKey, by Actor, now time.Time) (EnvironmentKey, Event, error) {
	k.Version, k.By, k.At = 1, by.ID, now
	if n := len(ks); n > 0 {
		k.Version = ks[n-1].Version + 1
	}
	return k, Event{Subject: k.Environment, Version: k.Version, Kind: kind, By: by.ID, At: now,
		Detail: map[string]string{"fingerprint": k.Fingerprint, "version": strconv.Itoa(k.Version)}}, nil
}

// Challenge is the challenge that a key has to open before it becomes the
// environment's. A later challenge takes an earlier one's place; the key in use
// stays in use meanwhile.
func (ks EnvironmentKeys) Challenge(by Actor, environment string, ch Challenge, now time.Time) (EnvironmentKey, Event, error) {
	if err := operating(by, environment, now); err != nil {
		return EnvironmentKey{}, Event{}, err
	}
	ch.Key = strings.TrimSpace(ch.Key)
	if err := checkKey(ch.Key); err != nil {
		return EnvironmentKey{}, Event{}, err
	}
	switch {
	case ch.Fingerprint == "" || empty(ch.Sealed) || len(ch.SHA256) != sha256.Size*2:
		return EnvironmentKey{}, Event{}, deny("recipient-key") // nobody has tried it
	case ks.Present().Fingerprint == ch.Fingerprint:
		return EnvironmentKey{}, Event{}, deny("same-key")
	case ks.Revoked(ch.Key):
		return EnvironmentKey{}, Event{}, deny("key-revoked")
	}
	return ks.next(EnvironmentKeyChallenged, EnvironmentKey{Environment: environment, Act: KeyIsChallenged, Key: ch.Key,
		Fingerprint: ch.Fingerprint, Sealed: ch.Sealed, SHA256: ch.SHA256}, by, now)
}

// Prove is the code that the challenge holds, read with the private key. From
// then on orders are sealed to the key; earlier ones keep theirs.
func (ks EnvironmentKeys) Prove(by Actor, environment, code string, now time.Time) (EnvironmentKey, Event, error) {
	if err := operating(by, environment, now); err != nil {
		return EnvironmentKey{}, Event{}, err
	}
	k := ks.OpenChallenge(now)
	switch {
	case k == nil:
		return EnvironmentKey{}, Event{}, deny("no-challenge")
	case !opened(code, k.SHA256):
		return EnvironmentKey{}, Event{}, deny("wrong-code")
	}
	return ks.next(EnvironmentKeyRegistered, EnvironmentKey{Environment: environment, Act: KeyIsRegistered, Key: k.Key, Fingerprint: k.Fingerprint}, by, now)
}

// Revoke takes the key out of use at once, as when the private key is lost or
// somebody else may have it: nothing is sealed to it, and what was sealed to it
// and has not been received is ordered anew.
func (ks EnvironmentKeys) Revoke(by Actor, environment, why string, now time.Time) (EnvironmentKey, Event, error) {
	if err := operating(by, environment, now); err != nil {
		return EnvironmentKey{}, Event{}, err
	}
	k := ks.Present()
	switch {
	case k.Key == "":
		return EnvironmentKey{}, Event{}, deny("no-key-in-use")
	case empty(why):
		return EnvironmentKey{}, Event{}, deny("no-reasons")
	}
	return ks.next(EnvironmentKeyRevoked, EnvironmentKey{Environment: environment, Act: KeyIsRevoked, Key: k.Key, Fingerprint: k.Fingerprint,
		Why: strings.TrimSpace(why)}, by, now)
}
