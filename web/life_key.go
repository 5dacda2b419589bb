package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// challengeFile is the name under which a challenge is downloaded.
const challengeFile = "haaste.age"

// keyActs register a recipient's key on a permit and prove that somebody holds
// it (TiHL 14 §).
func keyActs() []caseAct {
	return []caseAct{
		{Command: permits.DoChallenge, action: casbin.PermitUse, next: permits.DoProve,
			fields: func(a *acting) []actField {
				f := a.field("key", "proved_key")
				if a.r.PostForm == nil {
					f.Value = a.c.Recipient().Key
				}
				return []actField{f}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				ch, err := a.s.challenge(a.text("proved_key"))
				if err != nil {
					a.wrong.add("proved_key", (&permits.RuleError{Rule: "recipient-key"}).In(a.v.Lang))
				}
				return c.ChallengeKey(a.v.Actor, a.seen, ch, now)
			}},
		{Command: permits.DoProve, action: casbin.PermitUse, quotes: challengeQuotes, fields: written("input", "key_code"),
			do: words("key_code", permits.Case.ProveKey)},
	}
}

// challenge makes a code that nobody can guess and encrypts it to key. The code
// itself is kept nowhere.
func (s *server) challenge(key string) (permits.Challenge, error) {
	fingerprint, err := s.Fingerprint(key)
	if err != nil {
		return permits.Challenge{Key: key}, err
	}
	drawn := make([]byte, 15)
	_, _ = rand.Read(drawn) // never fails
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(drawn)
	var groups []string
	for ; len(text) > 0; text = text[4:] {
		groups = append(groups, text[:4])
	}
	code := strings.Join(groups, "-")
	sealed, err := s.Challenge(key, code)
	sum := sha256.Sum256([]byte(code))
	return permits.Challenge{Key: key, Fingerprint: fingerprint, Sealed: sealed, SHA256: hex.EncodeToString(sum[:])}, err
}

// challengeQuotes show the challenge that waits, and how it is opened.
func challengeQuotes(a *acting) []quote {
	k := a.c.OpenChallenge(a.v.Now)
	if k == nil {
		return nil
	}
	say := func(key string) string { return a.s.texts.in(a.v.Lang, key) }
	return []quote{
		{Heading: say("key.fingerprint"), Text: k.Fingerprint},
		{Heading: say("key.challenge"), Code: k.Sealed, Link: "/cases/" + string(a.c.ID) + "/key-challenge", Text: challengeFile},
		{Heading: say("key.open"), Code: "age -d -i avain.txt " + challengeFile},
	}
}

// getChallenge gives the challenge as a file, for the program that opens it.
func (s *server) getChallenge(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.PermitUse)
	if err != nil {
		return err
	}
	k := c.OpenChallenge(v.Now)
	if k == nil {
		return errNotFound
	}
	return writeChallenge(w, k.Sealed)
}

func writeChallenge(w http.ResponseWriter, sealed string) error {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+challengeFile+`"`)
	h.Set("Cache-Control", "no-store")
	_, err := w.Write([]byte(sealed))
	return err
}

// A certificatePage says of a destroyed key what is known without it.
type certificatePage struct {
	page
	Case   permits.Case
	Key    postgres.DestroyedKey
	By     string
	Orders []permits.Order
}

// getKeyCertificate gives the certificate that the permit's key was deleted
// (condition 17).
func (s *server) getKeyCertificate(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.CaseView)
	if err != nil {
		return err
	}
	p := certificatePage{Case: c}
	if p.Key, err = s.DB.DestroyedKeyOf(r.Context(), c.ID); err != nil && !errors.Is(err, postgres.ErrNoKey) {
		return err
	}
	people, err := s.names(r)
	if err != nil {
		return err
	}
	if p.Orders, err = s.DB.OrdersOf(r.Context(), string(c.ID)); err != nil {
		return err
	}
	p.By = people[p.Key.By]
	p.page = s.frame(r, s.texts.in(v.Lang, "certificate.title"), crumb{caseNumber(c.ID), "/cases/" + string(c.ID)})
	return s.render(w, r, http.StatusOK, "key-certificate", &p)
}
