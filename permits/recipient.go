package permits

import (
	"strings"

	"tietolupa/registers"
)

// A Recipient is whom a package is sealed to: a person, an environment that
// receives it for them with a key and a receipt of its own (FIONA, Kapseli, SD
// Desktop), or, in a disclosure, the authority's own environment.
type Recipient struct {
	Kind        string `json:"kind"`                  // "person", "environment" or "body"
	Environment string `json:"environment,omitempty"` // code of law/environments.csv
	Name        string `json:"name"`                  // as typed; empty for an environment of the list
	Key         string `json:"key"`                   // age1… or ssh-ed25519 …: public; of an environment, the one registered
}

// The kinds of recipient.
const (
	PersonRecipient      = "person"      // a key typed by the applicant
	EnvironmentRecipient = "environment" // of the list; the key comes from its operator
	BodyRecipient        = "body"        // the authority's own environment, its key typed
)

// Called names the recipient in lang: an environment by the list.
func (r Recipient) Called(lang string) string {
	if e, known := environmentOf(r.Environment); known && r.Kind == EnvironmentRecipient {
		return e.Name.In(lang) + " (" + e.Operator.In(lang) + ")"
	}
	return r.Name
}

// check returns the first rule that r breaks as the recipient of a package on a
// basis of that kind on day. Whether the key can be sealed to is tried by the
// package that seals; here only what is plainly something else is refused (TiHL
// 14 §).
func (r Recipient) check(on BasisKind, day registers.Day) error {
	switch r.Kind {
	case EnvironmentRecipient:
		if _, known := EnvironmentOn(r.Environment, day); !known {
			return denyAbout("no-such-environment", r.Environment)
		}
		if strings.TrimSpace(r.Key) == "" {
			return denyAbout("environment-without-key", r.Environment)
		}
	case PersonRecipient:
	case BodyRecipient:
		if on != DisclosureBasis {
			return deny("recipient-kind")
		}
	default:
		return deny("recipient-kind")
	}
	return checkKey(r.Key)
}

// checkKey returns the rule that the text breaks as a public key.
func checkKey(text string) error {
	key := strings.TrimSpace(text)
	switch {
	case key == "":
		return deny("no-recipient")
	case strings.Contains(strings.ToUpper(key), "SECRET-KEY") || strings.Contains(key, "PRIVATE KEY"):
		return deny("private-key")
	case !strings.HasPrefix(key, "age1") && !strings.HasPrefix(key, "ssh-ed25519 "):
		return deny("recipient-key")
	}
	return nil
}
