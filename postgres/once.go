package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// ErrRepeated says that a request of the same key has been carried out already,
// or is being carried out: nothing was done again.
var ErrRepeated = errors.New("the request has been carried out already")

// A Once is one request that must not be carried out twice: who asks, the key
// that they chose, and a hash of what is asked.
type Once struct {
	Actor permits.UserID
	Key   string
	Hash  string // SHA-256 in hexadecimal
	noted bool
}

// Noted says whether a command was carried out under o.
func (o *Once) Noted() bool { return o.noted }

// An Answer is what was answered to a request, to be given again.
type Answer struct {
	Status  int
	Headers map[string]string
	Body    []byte
}

type onceKey struct{}

// WithOnce makes the first command under the returned context note o in its own
// transaction: done and noted are one. When o's key is there already, the command
// fails with ErrRepeated and does nothing.
func WithOnce(ctx context.Context, o *Once) context.Context {
	return context.WithValue(ctx, onceKey{}, o)
}

// once notes the request of the context, and says which, if any, to mark as noted
// after the transaction.
func once(ctx context.Context, tx pgx.Tx) (*Once, error) {
	o, ok := ctx.Value(onceKey{}).(*Once)
	if !ok || o.noted {
		return nil, nil
	}
	_, err := tx.Exec(ctx, `insert into permits.api_requests (actor, key, request) values ($1, $2, $3)`, o.Actor, o.Key, o.Hash)
	if violatesConstraint(err, "api_request_pk") {
		return nil, ErrRepeated
	}
	return o, err
}

// Answered is the answer that was given to a request of that key before, and the
// hash of what was asked; hash is empty when there was none, and the answer nil
// while it is not known: it is being carried out, or its answer was lost.
func (db *DB) Answered(ctx context.Context, by permits.UserID, key string) (hash string, given *Answer, err error) {
	var status *int
	var headers []byte
	var a Answer
	err = db.pool.QueryRow(ctx, `select request, status, headers, answer from permits.api_requests where actor = $1 and key = $2`, by, key).
		Scan(&hash, &status, &headers, &a.Body)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return "", nil, nil
	case err != nil:
		return "", nil, fmt.Errorf("read the answer to a request: %w", err)
	case status == nil:
		return hash, nil, nil
	}
	a.Status = *status
	if err := json.Unmarshal(headers, &a.Headers); err != nil {
		return "", nil, fmt.Errorf("read the answer to a request: %w", err)
	}
	return hash, &a, nil
}

// Answer keeps what is answered to a request that was noted.
func (db *DB) Answer(ctx context.Context, o *Once, a Answer) error {
	if a.Headers == nil {
		a.Headers = map[string]string{}
	}
	if _, err := db.pool.Exec(ctx, `update permits.api_requests set status = $3, headers = $4, answer = $5 where actor = $1 and key = $2`,
		o.Actor, o.Key, a.Status, a.Headers, a.Body); err != nil {
		return fmt.Errorf("keep the answer to a request: %w", err)
	}
	return nil
}

// forgetRequests removes what was asked more than a day ago.
func forgetRequests(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, `delete from permits.api_requests where begun_at < now() - interval '1 day'`); err != nil {
		return fmt.Errorf("forget old requests: %w", err)
	}
	return nil
}
