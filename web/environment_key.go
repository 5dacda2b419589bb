package web

import (
	"net/http"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// changedKeys carries out one act on the keys of the operator's environment, read
// from field of the form. What was refused comes back, unless it is a secret.
func (s *server) changedKeys(
	w http.ResponseWriter, r *http.Request, field, done string,
	change func(v *visit, e permits.Environment, ks permits.EnvironmentKeys, typed string, now time.Time) (permits.EnvironmentKey, permits.Event, error),
) error {
	v, err := s.allowed(r, casbin.EnvironmentKey)
	if err != nil {
		return err
	}
	e, err := operated(v)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	typed := trimmed(r, field)
	_, err = s.DB.ChangeKeys(r.Context(), e.Code, func(ks permits.EnvironmentKeys, now time.Time) (permits.EnvironmentKey, permits.Event, error) {
		return change(v, e, ks, typed, now)
	})
	if rule, ok := broken(err); ok {
		if rule.Rule == "private-key" {
			typed = ""
		}
		return s.showEnvironment(w, r, http.StatusUnprocessableEntity, v, map[string]string{field: typed}, wrongs{{field, rule.In(v.Lang)}})
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/environment#key", s.texts.in(v.Lang, done))
}

// postEnvironmentKey challenges the environment's first or next key. A private
// one is not kept.
func (s *server) postEnvironmentKey(w http.ResponseWriter, r *http.Request) error {
	return s.changedKeys(w, r, "environment_key", "environment.key.challenged",
		func(v *visit, e permits.Environment, ks permits.EnvironmentKeys, key string, now time.Time) (permits.EnvironmentKey, permits.Event, error) {
			ch, err := s.challenge(key)
			if err != nil {
				ch = permits.Challenge{Key: key} // the rule says what is wrong with it
			}
			return ks.Challenge(v.Actor, e.Code, ch, now)
		})
}

// postEnvironmentProof takes the code that the challenge holds: the key is the
// environment's from then on.
func (s *server) postEnvironmentProof(w http.ResponseWriter, r *http.Request) error {
	return s.changedKeys(w, r, "key_code", "environment.key.done",
		func(v *visit, e permits.Environment, ks permits.EnvironmentKeys, code string, now time.Time) (permits.EnvironmentKey, permits.Event, error) {
			return ks.Prove(v.Actor, e.Code, code, now)
		})
}

// postEnvironmentRevoke takes the environment's key out of use.
func (s *server) postEnvironmentRevoke(w http.ResponseWriter, r *http.Request) error {
	return s.changedKeys(w, r, "key_revoked_why", "environment.key.revoked",
		func(v *visit, e permits.Environment, ks permits.EnvironmentKeys, why string, now time.Time) (permits.EnvironmentKey, permits.Event, error) {
			return ks.Revoke(v.Actor, e.Code, why, now)
		})
}

// getEnvironmentChallenge gives the challenge as a file, for the program that
// opens it.
func (s *server) getEnvironmentChallenge(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.EnvironmentKey)
	if err != nil {
		return err
	}
	e, err := operated(v)
	if err != nil {
		return err
	}
	ks, err := s.DB.EnvironmentKeys(r.Context(), e.Code)
	if err != nil {
		return err
	}
	k := ks.OpenChallenge(v.Now)
	if k == nil {
		return s.showEnvironment(w, r, http.StatusUnprocessableEntity, v, nil, wrongs{{"environment_key", (&permits.RuleError{Rule: "no-challenge"}).In(v.Lang)}})
	}
	return writeChallenge(w, k.Sealed)
}
