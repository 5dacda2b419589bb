package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// Nobody is who acts before it is known who they are.
const Nobody permits.UserID = "nobody"

// Why a person whom an issuer vouched for is not let in.
var (
	// ErrNoAccount says that no account was made for the person: claims identify
	// and grant nothing (4a.1a).
	ErrNoAccount = errors.New("no account was made for this person")
	// ErrOtherAccount says that the account is another's: of another person of the
	// issuer, or of another kind or body than the issuer vouches for.
	ErrOtherAccount = errors.New("the account is not one that this issuer vouches for")
	// ErrEmailTaken says that the address belongs to an account already.
	ErrEmailTaken = errors.New("the e-mail address belongs to another account")
)

// Claimed is what an issuer says of a person, read by the configuration.
type Claimed struct {
	Issuer       string // name of the issuer
	Subject      string // the person, at the issuer
	Body         permits.Body
	Name         string
	Email        string
	Organisation string
	Language     string    // of a researcher's new account
	Strong       string    // level of a strong identification, as the issuer calls it; empty of a weak one
	StrongAt     time.Time // when that was
	Researcher   bool      // the issuer vouches for researchers, who may be new
}

// A SignedIn is one session of a person.
type SignedIn struct {
	ID      string
	Issuer  string
	Address string
	Begun   time.Time
	Ends    time.Time
}

// SignIn finds the account of a person and opens a session of theirs that lasts
// no longer than lasts, by real time. An official's account has to be there, of
// the body that the issuer names; its id is the subject at the first sign-in,
// and from then on the two are bound. A researcher without an account gets one
// with that duty and no other. The sign-in is in the audit log or has not
// happened. It fails with ErrNoAccount, ErrOtherAccount or ErrEmailTaken; the
// caller records a refusal (RefuseSignIn).
func (db *DB) SignIn(ctx context.Context, c Claimed, lasts time.Duration) (a permits.Actor, id string, err error) {
	id = rand.Text()
	err = db.command(ctx, func(tx pgx.Tx) error {
		// Two first sign-ins of a person make one account.
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended($1, 70))`, c.Issuer+" "+c.Subject); err != nil {
			return err
		}
		if a, err = accountOf(ctx, tx, c); err != nil {
			return err
		}
		if !vouchedFor(a, c) {
			return ErrOtherAccount
		}
		if _, err := tx.Exec(ctx, `
			insert into permits.sign_ins (sign_in_id, user_id, issuer, address, ends_at)
			values ($1, $2, $3, $4, clock_timestamp() + $5)`,
			id, a.ID, c.Issuer, OriginOf(ctx).Address, lasts); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: a.ID, Kind: "signed-in", Subject: string(a.ID), Detail: map[string]string{"issuer": c.Issuer}})
	})
	if err != nil {
		return permits.Actor{}, "", fmt.Errorf("sign in: %w", err)
	}
	return a, id, nil
}

// vouchedFor says whether the issuer may vouch for the account: an official's of
// the body that it names, or one outside the authorities that is a researcher's or
// of somebody commissioned, and nothing else.
func vouchedFor(a permits.Actor, c Claimed) bool {
	if !c.Researcher {
		return a.Body != "" && a.Body == c.Body
	}
	for _, d := range a.Duties {
		if d != permits.Researcher && d != permits.Commissioned {
			return false
		}
	}
	return a.Body == ""
}

func accountOf(ctx context.Context, tx pgx.Tx, c Claimed) (permits.Actor, error) {
	rows, _ := tx.Query(ctx, `
		select `+userColumns+` from permits.users
		 where user_id = (select user_id from permits.identities where issuer = $1 and subject = $2)`, c.Issuer, c.Subject)
	a, err := oneUser(rows, "find the account")
	if !errors.Is(err, ErrNoUser) {
		return a, err
	}
	rows, _ = tx.Query(ctx, `
		select `+userColumns+` from permits.users u
		 where user_id = $2 and not exists (select from permits.identities i where i.user_id = u.user_id and i.issuer = $1)`, c.Issuer, c.Subject)
	switch a, err = oneUser(rows, "find the account"); {
	case err == nil && (!vouchedFor(a, c) || c.Researcher && !strings.EqualFold(a.Email, c.Email)):
		return a, ErrOtherAccount
	case err == nil:
		return a, bind(ctx, tx, c, a.ID)
	case !errors.Is(err, ErrNoUser):
		return a, err
	case !c.Researcher:
		return a, ErrNoAccount
	}
	return newResearcher(ctx, tx, c)
}

func bind(ctx context.Context, tx pgx.Tx, c Claimed, id permits.UserID) error {
	if _, err := tx.Exec(ctx, `
		insert into permits.identities (issuer, subject, user_id, bound_at) values ($1, $2, $3, permits.moment())`,
		c.Issuer, c.Subject, id); err != nil {
		return err
	}
	return record(ctx, tx, Entry{Actor: id, Kind: "account-bound", Subject: string(id), Detail: map[string]string{"issuer": c.Issuer}})
}

// newResearcher makes an account whose id says nothing of the person.
func newResearcher(ctx context.Context, tx pgx.Tx, c Claimed) (permits.Actor, error) {
	if c.Name == "" || c.Email == "" {
		return permits.Actor{}, ErrNoAccount
	}
	var taken bool
	if err := tx.QueryRow(ctx, `select exists (select from permits.users where lower(email) = lower($1))`, c.Email).Scan(&taken); err != nil {
		return permits.Actor{}, err
	}
	if taken {
		return permits.Actor{}, ErrEmailTaken
	}
	a := permits.Actor{ID: permits.UserID("r-" + strings.ToLower(rand.Text()[:16])), Name: c.Name, Email: c.Email, Organisation: c.Organisation,
		Duties: []permits.Duty{permits.Researcher}, Language: c.Language}
	if err := putUser(ctx, tx, a, a.ID); err != nil {
		return permits.Actor{}, err
	}
	return a, bind(ctx, tx, c, a.ID)
}

// RefuseSignIn records that somebody was not let in by issuer, and why. who is a
// hash of what the issuer calls them, or empty.
func (db *DB) RefuseSignIn(ctx context.Context, issuer, who, why string) error {
	return db.Record(ctx, Entry{Actor: Nobody, Kind: "signed-in", Subject: who, Result: Refused,
		Detail: map[string]string{"issuer": issuer, "why": why}})
}
