package postgres

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// A keyLine is one destroyed key in the ledger. It names nobody and holds nothing
// of the key: by its check value alone a restored one is known.
type keyLine struct {
	Case  permits.CaseID `json:"case"`
	Check string         `json:"kcv"`
	Made  time.Time      `json:"made"`
	At    time.Time      `json:"destroyed"`
}

// LedgerKeys writes to ledger the destroyed keys that it does not hold yet, and
// notes in the database that it does: so a backup that is restored can be made to
// forget them again (ReplayKeys). It is written after the destruction has been
// committed, since a line of one that was undone would destroy a living key; what
// a crash leaves out, the next call writes, and a line may stand there twice.
// Several processes may append to one file.
func (db *DB) LedgerKeys(ctx context.Context, ledger LedgerFile) (written int, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `
			select case_id, kcv, made_at, destroyed_at from permits.destroyed_keys where ledgered_at is null
			 order by destroyed_at, case_id for update skip locked`)
		lines, err := pgx.CollectRows(rows, pgx.RowToStructByPos[keyLine])
		if err != nil || len(lines) == 0 {
			return err
		}
		var text bytes.Buffer
		for _, l := range lines {
			l.Made, l.At = l.Made.UTC(), l.At.UTC()
			line, err := json.Marshal(l)
			if err != nil {
				return err
			}
			text.WriteByte('\n') // ends a line that a fall of the machine cut off
			text.Write(line)
		}
		text.WriteByte('\n')
		if _, err := ledger.Write(text.Bytes()); err != nil {
			return err
		}
		if err := ledger.Sync(); err != nil {
			return err
		}
		written = len(lines)
		for _, l := range lines {
			if _, err := tx.Exec(ctx, "update permits.destroyed_keys set ledgered_at = permits.moment() where case_id = $1", l.Case); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("write the destroyed keys to the ledger: %w", err)
	}
	return written, nil
}

// ReplayKeys destroys again every key that ledger says was destroyed, after a
// backup has been restored and before anything else is done. A key with another
// check value is another key, and stays. The permit says from then on that its
// key is gone, whatever state the backup has it in, and lets no data out. It
// may be called any number of times; a line that cannot be read is an error,
// for a destruction may stand in it, unless it was cut off in the middle.
func (db *DB) ReplayKeys(ctx context.Context, ledger io.Reader) (again int, err error) {
	lines, err := keyLines(ledger)
	if err != nil {
		return 0, fmt.Errorf("replay the ledger of keys: %w", err)
	}
	for _, l := range lines {
		did := false
		err := db.command(ctx, func(tx pgx.Tx) error {
			did, err = destroyAgain(ctx, tx, l)
			return err
		})
		if err != nil {
			return again, fmt.Errorf("replay the ledger of keys: %s: %w", l.Case, err)
		}
		if did {
			again++
		}
	}
	return again, nil
}

func keyLines(ledger io.Reader) (lines []keyLine, err error) {
	text, err := io.ReadAll(ledger)
	if err != nil {
		return nil, err
	}
	for i, line := range bytes.Split(text, []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		var l keyLine
		err := json.Unmarshal(line, &l)
		switch {
		case err == nil && l.Case != "" && l.Check != "" && !l.At.IsZero():
			lines = append(lines, l)
		case err != nil && !bytes.HasSuffix(line, []byte("}")): // cut off: it was written anew
		default:
			return nil, fmt.Errorf("line %d cannot be read", i+1)
		}
	}
	return lines, nil
}

// destroyAgain deletes the key of one line when it is back.
func destroyAgain(ctx context.Context, tx pgx.Tx, l keyLine) (did bool, err error) {
	c, err := lockCase(ctx, tx, l.Case)
	if errors.Is(err, ErrNoCase) {
		return false, nil // nor has it a key
	}
	if err != nil {
		return false, err
	}
	var check string
	err = tx.QueryRow(ctx, "select kcv from permits.wrapped_keys where basis_id = $1", l.Case).Scan(&check)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		check = ""
	case err != nil:
		return false, err
	case check != l.Check:
		return false, nil
	}
	known := !c.Life.KeyGone.IsZero()
	if check == "" && known {
		return false, nil
	}
	// Before the key goes: the certificate keeps it from being made anew.
	if _, err := tx.Exec(ctx, `
		insert into permits.destroyed_keys (case_id, kcv, made_at, destroyed_at, destroyed_by, ledgered_at)
		values ($1, $2, $3, $4, $5, permits.moment()) on conflict (case_id) do nothing`, l.Case, l.Check, l.Made, l.At, Service); err != nil {
		return false, err
	}
	if _, err := tx.Exec(ctx, "delete from permits.wrapped_keys where basis_id = $1", l.Case); err != nil {
		return false, err
	}
	for _, k := range append([]permits.Case{c}, c.Kin...) { // the chain of renewals shared it
		had := k.ID == l.Case || k.Decision != nil && k.Decision.Grants()
		if had && k.Life.KeyGone.IsZero() {
			if err := keyIsGone(ctx, tx, k.ID, l.At); err != nil {
				return false, err
			}
		}
	}
	return true, record(ctx, tx, Entry{Actor: Service, Kind: "key-destruction-replayed", Subject: string(l.Case), Detail: map[string]string{"kcv": l.Check}})
}

// keyIsGone has a restored case say that its key was destroyed.
func keyIsGone(ctx context.Context, tx pgx.Tx, id permits.CaseID, at time.Time) error {
	_, err := changedIn(ctx, tx, string(id),
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.KeyWasDestroyed(at, now)
		},
		func(tx pgx.Tx) (permits.Case, error) { return lockCase(ctx, tx, id) },
		func(tx pgx.Tx, next, was permits.Case, e permits.Event) (int, error) {
			if err := updateLife(ctx, tx, next, was); err != nil {
				return 0, err
			}
			return next.Version, followCase(ctx, tx, next, e)
		})
	return err
}
