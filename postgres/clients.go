package postgres

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// A Scope of a client says what it may do. The set is closed.
type ClientScope string

const (
	OrdersRead   ClientScope = "orders.read"   // list the body's sealed packages
	PackagesRead ClientScope = "packages.read" // fetch them
)

// A Client is a program of a body that receives by a statutory disclosure. It
// fetches sealed packages; it is no person, and no register is open to it (4a.1a).
type Client struct {
	ID        string
	Body      permits.Body
	Name      string
	Scopes    []ClientScope
	Addresses []netip.Prefix // where it may come from; none is nowhere
	Expires   time.Time      // real time, as all of a client's
	MadeBy    permits.UserID
	MadeAt    time.Time
	Revoked   time.Time // zero while it is good
}

var (
	// ErrNoClient says that there is no such client, or none any longer.
	ErrNoClient = errors.New("no such client")
	// ErrClientRefused says that a client, its secret, its token or the address it
	// comes from is not good; which, stands in the log alone.
	ErrClientRefused = errors.New("the client is refused")
	// ErrClientScope says that a client asks for more than it may do.
	ErrClientScope = errors.New("the client may not do that")
)

const (
	secretLives = 365 * 24 * time.Hour

	// ClientTokenLives is how long a token is good.
	ClientTokenLives = 10 * time.Minute
)

// newSecret is a new secret of 260 bits and its hash: what is random needs no
// slow hash.
func newSecret() (secret string, hash [32]byte) {
	secret = rand.Text() + rand.Text()
	return secret, sha256.Sum256([]byte(secret))
}

// AddClient makes a client and its first secret, which is shown once and kept by
// nobody here. c.ID, MadeAt and Revoked are given to it. by has to be an account.
func (db *DB) AddClient(ctx context.Context, c Client, by permits.UserID) (_ Client, secret string, err error) {
	c.ID, c.MadeBy = strings.ToLower(string(c.Body))+"-"+strings.ToLower(rand.Text()[:10]), by
	secret, hash := newSecret()
	err = db.command(ctx, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, `
			insert into permits.clients (client_id, body, name, scopes, addresses, expires_at, made_by, made_at)
			values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp()) returning made_at`,
			c.ID, c.Body, c.Name, c.Scopes, c.Addresses, c.Expires, by).Scan(&c.MadeAt); err != nil {
			return err
		}
		if err := insertSecret(ctx, tx, c.ID, hash); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: by, Kind: "client-made", Subject: c.ID, Unit: string(c.Body)})
	})
	if err != nil {
		return Client{}, "", fmt.Errorf("add a client of %s: %w", c.Body, err)
	}
	return c, secret, nil
}

func insertSecret(ctx context.Context, tx pgx.Tx, client string, hash [32]byte) error {
	_, err := tx.Exec(ctx, `
		insert into permits.client_secrets (secret_hash, client_id, made_at, expires_at)
		values ($1, $2, clock_timestamp(), clock_timestamp() + $3)`, hash[:], client, secretLives)
	return err
}

// RotateClient gives a client a new secret. The ones before are good for overlap
// more, so that the program can be changed meanwhile.
func (db *DB) RotateClient(ctx context.Context, id string, overlap time.Duration, by permits.UserID) (secret string, err error) {
	secret, hash := newSecret()
	err = db.command(ctx, func(tx pgx.Tx) error {
		if err := lockClient(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			update permits.client_secrets set expires_at = least(expires_at, clock_timestamp() + $2) where client_id = $1`, id, overlap); err != nil {
			return err
		}
		if err := insertSecret(ctx, tx, id, hash); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: by, Kind: "client-rotated", Subject: id})
	})
	if err != nil {
		return "", fmt.Errorf("rotate the secret of client %s: %w", id, err)
	}
	return secret, nil
}

// RevokeClient ends a client with its secrets and tokens, at once.
func (db *DB) RevokeClient(ctx context.Context, id string, by permits.UserID) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		if err := lockClient(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update permits.clients set revoked_at = clock_timestamp() where client_id = $1`, id); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: by, Kind: "client-revoked", Subject: id})
	})
	if err != nil {
		return fmt.Errorf("revoke client %s: %w", id, err)
	}
	return nil
}

func lockClient(ctx context.Context, tx pgx.Tx, id string) error {
	var good bool
	err := tx.QueryRow(ctx, `
		select revoked_at is null and expires_at > clock_timestamp() from permits.clients where client_id = $1 for no key update`, id).Scan(&good)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !good {
		return ErrNoClient
	}
	return err
}

const clientColumns = "c.client_id, c.body, c.name, c.scopes, c.addresses, c.expires_at, c.made_by, c.made_at, c.revoked_at"

// Clients lists all clients, revoked ones too, by body and name.
func (db *DB) Clients(ctx context.Context) ([]Client, error) {
	rows, _ := db.pool.Query(ctx, `select `+clientColumns+` from permits.clients c order by body, name, client_id`)
	all, err := pgx.CollectRows(rows, scanClient)
	if err != nil {
		return nil, fmt.Errorf("list clients: %w", err)
	}
	return all, nil
}

func scanClient(row pgx.CollectableRow) (Client, error) { return scanClientAnd(row) }

// scanClientAnd reads a client, and more from the columns after it.
func scanClientAnd(row pgx.CollectableRow, more ...any) (c Client, err error) {
	var revoked *time.Time
	err = row.Scan(append([]any{&c.ID, &c.Body, &c.Name, &c.Scopes, &c.Addresses, &c.Expires, &c.MadeBy, &c.MadeAt, &revoked}, more...)...)
	c.Revoked = or(revoked)
	return c, err
}
