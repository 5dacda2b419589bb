package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"tietolupa/permits"
	"tietolupa/registers"
)

// SubjectReportJob is the kind of the job that finds out which extracts the
// person of a request was in; its arguments are {"request": "R-3-2020"}.
const SubjectReportJob = "subject-report"

// subjectAttempts bounds how often one job is tried; a person may ask again.
const subjectAttempts = 5

type subjectArgs struct {
	Request string `json:"request"`
}

// An ExtractLookup says how far the search for a request's extracts is.
type ExtractLookup struct {
	AskedAt  time.Time // zero when nobody has asked
	FoundAt  time.Time // zero while the worker looks
	Later    int64     // packages delivered since: the list no longer tells everything
	Extracts []registers.WasInside
}

// Ready says whether the list is there and tells everything.
func (l ExtractLookup) Ready() bool { return !l.FoundAt.IsZero() && l.Later == 0 }

// Live says whether a worker has been asked and has not answered.
func (l ExtractLookup) Live() bool { return !l.AskedAt.IsZero() && l.FoundAt.IsZero() }

// AskExtracts has a worker look, again when it has looked before. Refused for a
// request that is closed, and for somebody the registers do not know.
func (s *Subjects) AskExtracts(ctx context.Context, by permits.UserID, id string) error {
	err := s.db.command(ctx, func(tx pgx.Tx) error {
		q, err := oneRequest(ctx, tx, id, " for no key update of r")
		if err != nil {
			return err
		}
		if q.Client == 0 || !q.Open() {
			return refusedRequest("request-closed")
		}
		return s.askExtracts(ctx, tx, by, q)
	})
	if err != nil {
		return fmt.Errorf("have the extracts of request %s looked up: %w", id, err)
	}
	return nil
}

func (s *Subjects) askExtracts(ctx context.Context, tx pgx.Tx, by permits.UserID, q SubjectRequest) error {
	if _, err := tx.Exec(ctx, `
		insert into permits.subject_lookups (request_id, asked_by, asked_at) values ($1, $2, permits.moment())
		on conflict (request_id) do update set asked_by = excluded.asked_by, asked_at = excluded.asked_at`, q.ID, by); err != nil {
		return err
	}
	args, err := json.Marshal(subjectArgs{q.ID})
	if err != nil {
		return err
	}
	if _, err := s.db.queue.InsertTx(ctx, tx, job{kind: SubjectReportJob, args: args}, &river.InsertOpts{MaxAttempts: subjectAttempts}); err != nil {
		return fmt.Errorf("queue the search: %w", err)
	}
	return nil
}

// FindExtracts is the worker's part: it looks into every kept set for the person
// of one request, and stores the list for that request alone, with a line in the
// log. Nothing happens when the request, or its person, is no longer there.
func (s *Subjects) FindExtracts(ctx context.Context, id string) error {
	err := s.db.command(ctx, func(tx pgx.Tx) error {
		q, err := oneRequest(ctx, tx, id, "")
		if errors.Is(err, ErrNoRequest) || err == nil && q.Client == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		var by permits.UserID
		var deliveries int64 // counted first: what comes meanwhile is asked for again
		err = tx.QueryRow(ctx, `
			select asked_by, (select count(*) from permits.deliveries) from permits.subject_lookups where request_id = $1`, id).Scan(&by, &deliveries)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		found, err := s.extractsWith(ctx, tx, q.Subject, q.Client)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			update permits.subject_lookups set found_at = permits.moment(), deliveries = $2, extracts = $3 where request_id = $1`,
			id, deliveries, found); err != nil {
			return err
		}
		return s.logRequest(ctx, tx, Service, "request-extracts", q, map[string]string{"for": string(by), "extracts": fmt.Sprint(len(found))})
	})
	if err != nil {
		return fmt.Errorf("find the extracts of request %s: %w", id, err)
	}
	return nil
}

// Extracts says how far the search for a request's extracts is, and what it
// found. The zero ExtractLookup means that nobody has asked.
func (s *Subjects) Extracts(ctx context.Context, id string) (ExtractLookup, error) {
	var l ExtractLookup
	err := pgx.BeginTxFunc(ctx, s.db.pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) (err error) {
		l, err = lookup(ctx, tx, id)
		return err
	})
	if err != nil {
		return ExtractLookup{}, fmt.Errorf("read the extracts of request %s: %w", id, err)
	}
	return l, nil
}

func lookup(ctx context.Context, tx pgx.Tx, id string) (l ExtractLookup, err error) {
	var found *time.Time
	var seen *int64
	var now int64
	err = tx.QueryRow(ctx, `
		select asked_at, case when found_at >= asked_at then found_at end, deliveries, (select count(*) from permits.deliveries), extracts
		  from permits.subject_lookups where request_id = $1`, id).Scan(&l.AskedAt, &found, &seen, &now, &l.Extracts)
	if errors.Is(err, pgx.ErrNoRows) {
		return ExtractLookup{}, nil
	}
	if err != nil {
		return ExtractLookup{}, err
	}
	if found == nil {
		l.Extracts = nil
		return l, nil
	}
	l.FoundAt, l.Later = *found, now-or(seen)
	return l, nil
}

// inExtracts lists the extracts a client was in: out of the sets where those may
// be read, otherwise out of what a worker found for the request.
func (s *Subjects) inExtracts(ctx context.Context, tx pgx.Tx, request, subject string, id int64) ([]registers.WasInside, error) {
	if s.member != nil {
		return s.extractsWith(ctx, tx, subject, id)
	}
	l, err := lookup(ctx, tx, request)
	if err != nil {
		return nil, err
	}
	if !l.Ready() {
		return nil, refusedRequest("request-extracts")
	}
	return l.Extracts, nil
}
