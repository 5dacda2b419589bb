package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"tietolupa/permits"
)

// ScanJob is the kind of the job that scans an attachment for malware; its
// arguments are {"case": "KEHA-1-2020", "attachment": 3}.
const ScanJob = "scan"

// scanAttempts bounds how often a scan is tried; it has then failed, and a person
// may have it tried again.
const scanAttempts = 5

type scanArgs struct {
	Case       permits.CaseID `json:"case"`
	Attachment int            `json:"attachment"`
}

func (db *DB) queueScan(ctx context.Context, tx pgx.Tx, id permits.CaseID, no int) error {
	args, err := json.Marshal(scanArgs{id, no})
	if err != nil {
		return err
	}
	if _, err := db.queue.InsertTx(ctx, tx, job{kind: ScanJob, args: args}, &river.InsertOpts{MaxAttempts: scanAttempts}); err != nil {
		return fmt.Errorf("queue the scan of attachment %d of case %s: %w", no, id, err)
	}
	return nil
}

// queueDueScans queues the scans of attachments that wait for one and have no job
// that will make it.
func (db *DB) queueDueScans(ctx context.Context, tx pgx.Tx) error {
	rows, _ := tx.Query(ctx, `
		select a.case_id, a.number
		  from permits.attachments a
		 where a.scan = 'pending' and a.deleted_at is null
		   and not exists (
		       select from public.river_job j
		        where j.kind = $1
		          and j.args ->> 'case' = a.case_id
		          and (j.args ->> 'attachment')::integer = a.number
		          and j.state in ('available', 'pending', 'retryable', 'running', 'scheduled'))
		 order by a.added_at`, ScanJob)
	due, err := pgx.CollectRows(rows, pgx.RowToStructByPos[scanArgs])
	if err != nil {
		return fmt.Errorf("look for scans that are due: %w", err)
	}
	for _, d := range due {
		if err := db.queueScan(ctx, tx, d.Case, d.Attachment); err != nil {
			return err
		}
	}
	return nil
}

// Scan gives the content of the attachment that a job of ScanJob names to scan,
// which says whether it is clean, and keeps the answer. What has been scanned or
// taken away meanwhile is left alone. An error of scan is returned: the job is
// tried again.
func (db *DB) Scan(ctx context.Context, args json.RawMessage, scan func(ctx context.Context, content io.Reader) (clean bool, err error)) error {
	var of scanArgs
	if err := json.Unmarshal(args, &of); err != nil {
		return fmt.Errorf("read the job of a scan: %w", err)
	}
	a, err := db.Attachment(ctx, of.Case, of.Attachment)
	if err != nil {
		return err
	}
	if a.Scan != permits.ScanPending || !a.Deleted.IsZero() {
		return nil
	}
	from, to := io.Pipe()
	copied := make(chan error, 1)
	go func() {
		err := db.CopyAttachment(ctx, a, to)
		_ = to.CloseWithError(err) // never fails
		copied <- err
	}()
	clean, err := scan(ctx, from)
	_ = from.Close() // the writer, if any is left, stops
	if unread := <-copied; err == nil && clean && unread != nil {
		err = fmt.Errorf("scan attachment %d of case %s: not all of it was read: %w", a.No, a.Case, unread)
	}
	if err != nil {
		return err
	}
	result := permits.ScanInfected
	if clean {
		result = permits.ScanClean
	}
	return db.scanned(ctx, a, result)
}

// scanned keeps how a scan that was waited for went.
func (db *DB) scanned(ctx context.Context, a permits.Attachment, result permits.ScanState) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `update permits.attachments set scan = $3, scanned_at = permits.moment()
			where case_id = $1 and number = $2 and scan = 'pending' and deleted_at is null`, a.Case, a.No, result)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		e := attachmentEntry("attachment-scanned", Service, a)
		e.Detail["scan"] = string(result)
		return record(ctx, tx, e)
	})
	if err != nil {
		return fmt.Errorf("keep the scan of attachment %d of case %s: %w", a.No, a.Case, err)
	}
	return nil
}

// scanGaveUp notes that a scan failed every time it was tried.
func (db *DB) scanGaveUp(ctx context.Context, args json.RawMessage) error {
	var of scanArgs
	if err := json.Unmarshal(args, &of); err != nil {
		return fmt.Errorf("read which attachment was to be scanned: %w", err)
	}
	a, err := db.Attachment(ctx, of.Case, of.Attachment)
	if err != nil {
		return err
	}
	return db.scanned(ctx, a, permits.ScanFailed)
}
