package postgres

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/netip"
	"slices"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// UserID is what the log calls a client: no person has such an id.
func (c Client) UserID() permits.UserID { return permits.UserID("client:" + c.ID) }

// from says whether a client is good from an address.
func (c Client) from(at netip.Addr) bool {
	return slices.ContainsFunc(c.Addresses, func(p netip.Prefix) bool { return p.Contains(at.Unmap()) })
}

// IssueToken gives a client that shows its secret, from an address it may come
// from, a token for scopes; all of its own when none is asked for. The token and
// every refusal are in the audit log. It fails with ErrClientRefused, whatever
// was wrong, and with ErrClientScope.
func (db *DB) IssueToken(ctx context.Context, id, secret string, scopes []ClientScope, at netip.Addr) (token string, given []ClientScope, err error) {
	hash := sha256.Sum256([]byte(secret))
	rows, _ := db.pool.Query(ctx, `
		select `+clientColumns+` from permits.clients c
		 where client_id = $1 and revoked_at is null and expires_at > clock_timestamp()
		   and exists (select from permits.client_secrets s
		                where s.client_id = c.client_id and s.secret_hash = $2 and s.expires_at > clock_timestamp())`, id, hash[:])
	c, err := pgx.CollectExactlyOneRow(rows, scanClient)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return "", nil, db.refuseClient(ctx, Nobody, "", "secret", ErrClientRefused)
	case err != nil:
		return "", nil, fmt.Errorf("issue a token: %w", err)
	case !c.from(at):
		return "", nil, db.refuseClient(ctx, c.UserID(), c.ID, "address", ErrClientRefused)
	}
	if given = scopes; len(given) == 0 {
		given = c.Scopes
	}
	if slices.ContainsFunc(given, func(s ClientScope) bool { return !slices.Contains(c.Scopes, s) }) {
		return "", nil, db.refuseClient(ctx, c.UserID(), c.ID, "scope", ErrClientScope)
	}
	token, tokenHash := newSecret()
	err = db.command(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `
			insert into permits.client_tokens (token_hash, client_id, scopes, expires_at)
			values ($1, $2, $3, clock_timestamp() + $4)`, tokenHash[:], c.ID, given, ClientTokenLives); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: c.UserID(), Kind: "token-issued", Subject: c.ID, Unit: string(c.Body)})
	})
	if err != nil {
		return "", nil, fmt.Errorf("issue a token to client %s: %w", c.ID, err)
	}
	return token, given, nil
}

func (db *DB) refuseClient(ctx context.Context, who permits.UserID, subject, why string, err error) error {
	return errors.Join(err, db.Record(ctx, Entry{Actor: who, Kind: "token-issued", Subject: subject, Result: Refused, Detail: map[string]string{"why": why}}))
}

// ClientOf is the client whose token it is, when it may do scope from the address
// now: a client that was revoked has no token any longer. ErrClientRefused or
// ErrClientScope otherwise.
func (db *DB) ClientOf(ctx context.Context, token string, scope ClientScope, at netip.Addr) (Client, error) {
	hash := sha256.Sum256([]byte(token))
	var scopes []ClientScope
	rows, _ := db.pool.Query(ctx, `
		select `+clientColumns+`, t.scopes
		  from permits.clients c join permits.client_tokens t using (client_id)
		 where t.token_hash = $1 and t.expires_at > clock_timestamp() and c.revoked_at is null and c.expires_at > clock_timestamp()`, hash[:])
	c, err := pgx.CollectExactlyOneRow(rows, func(row pgx.CollectableRow) (Client, error) { return scanClientAnd(row, &scopes) })
	switch {
	case errors.Is(err, pgx.ErrNoRows), err == nil && !c.from(at):
		return Client{}, ErrClientRefused
	case err != nil:
		return Client{}, fmt.Errorf("find a client by its token: %w", err)
	case !slices.Contains(scopes, scope):
		return Client{}, ErrClientScope
	}
	return c, nil
}

// BodyOrders lists the sealed orders of a body's own disclosures, the newest
// first: what environments receive, and what is not sealed, is none of them.
func (db *DB) BodyOrders(ctx context.Context, body permits.Body) ([]permits.Order, error) {
	rows, _ := db.pool.Query(ctx, `
		select `+orderColumns+orderTables+`
		  join permits.disclosures b on b.disclosure_id = o.disclosure_id
		 where o.state = 'sealed' and o.recipient ->> 'kind' = 'body' and b.request ->> 'body' = $1
		 order by o.ordered_at desc, o.order_id desc`, body)
	all, err := pgx.CollectRows(rows, scanOrder)
	if err != nil {
		return nil, fmt.Errorf("list the orders of %s: %w", body, err)
	}
	return all, nil
}
