package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// A DeskDraft is one version of the form on which a proposal is drawn up.
type DeskDraft struct {
	Case    permits.CaseID
	No      int
	Officer permits.UserID
	Desk    string // the open page that it was written on
	Base    int    // version that the writer had before them
	Form    url.Values
	At      time.Time
}

// KeepDraft keeps d as the next version of its case's drafts, whatever others
// have kept meanwhile, and gives every version that is newer than d.Base and was
// written on another page, the oldest first. What is as the latest version of
// its own page is not kept again. It fails with ErrNoCase.
func (db *DB) KeepDraft(ctx context.Context, d DeskDraft) (kept DeskDraft, others []DeskDraft, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		var there bool
		err := tx.QueryRow(ctx, `select true from permits.cases where case_id = $1 for no key update`, d.Case).Scan(&there)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNoCase
		}
		if err != nil {
			return err
		}
		newer, err := draftsAfter(ctx, tx, d.Case, d.Base)
		if err != nil {
			return err
		}
		last := DeskDraft{No: d.Base}
		for _, n := range newer {
			last.No = n.No
			if n.Desk != d.Desk {
				others = append(others, n)
			} else {
				kept = n
			}
		}
		if kept.No > 0 && reflect.DeepEqual(kept.Form, d.Form) {
			return nil
		}
		kept = d
		kept.No = last.No + 1
		err = tx.QueryRow(ctx, `
			insert into permits.desk_drafts (case_id, number, officer, desk, base, form, saved_at)
			values ($1, $2, $3, $4, $5, $6, permits.moment()) returning saved_at`,
			d.Case, kept.No, d.Officer, d.Desk, d.Base, d.Form).Scan(&kept.At)
		if err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: d.Officer, Kind: "draft-kept", Subject: string(d.Case), Detail: map[string]string{"no": strconv.Itoa(kept.No)}})
	})
	if err != nil {
		return DeskDraft{}, nil, fmt.Errorf("keep a draft of case %s: %w", d.Case, err)
	}
	return kept, others, nil
}

// Drafts lists the versions of a case's drafts, the oldest first.
func (db *DB) Drafts(ctx context.Context, id permits.CaseID) ([]DeskDraft, error) {
	ds, err := draftsAfter(ctx, db.pool, id, 0)
	if err != nil {
		return nil, fmt.Errorf("list the drafts of case %s: %w", id, err)
	}
	return ds, nil
}

func draftsAfter(ctx context.Context, at interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}, id permits.CaseID, base int) ([]DeskDraft, error) {
	rows, _ := at.Query(ctx, `select case_id, number, officer, desk, base, form, saved_at from permits.desk_drafts
		where case_id = $1 and number > $2 order by number`, id, base)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (d DeskDraft, err error) {
		err = row.Scan(&d.Case, &d.No, &d.Officer, &d.Desk, &d.Base, &d.Form, &d.At)
		return d, err
	})
}
