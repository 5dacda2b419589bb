package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// ErrNoAttachment says that the case has no attachment of that number.
var ErrNoAttachment = errors.New("no such attachment")

const attachmentColumns = `case_id, number, kind, goes_with, replaces, redacts, name, type, bytes, sha256,
	added_by, added_at, visible, scan, scanned_at, deleted_at, secrecy, passages, marked, question`

// partBytes is the size of one part of a content; the table's own bound.
const partBytes = 256 << 10

// Attach adds a file to a case: decide, called once under the case's lock with
// every attachment in c.Attached, says what it becomes, and content is kept in
// parts, never whole in memory. A scan is put in the queue in the same
// transaction. It fails with ErrNoCase, with a *permits.RuleError, and when
// content is not what decide said by size or hash.
func (db *DB) Attach(
	ctx context.Context, id permits.CaseID, content io.Reader,
	decide func(c permits.Case, now time.Time) (permits.Attachment, error),
) (a permits.Attachment, err error) {
	return attach(ctx, db, id, content, lockCase, decide)
}

// AttachToRequest is Attach for the documents of a request; it fails with
// ErrNoDocumentRequest when there is none of that number.
func (db *DB) AttachToRequest(
	ctx context.Context, id string, content io.Reader,
	decide func(r permits.Request, now time.Time) (permits.Attachment, error),
) (permits.Attachment, error) {
	return attach(ctx, db, permits.CaseID(id), content, lockRequest, decide)
}

func attach[T any](
	ctx context.Context, db *DB, id permits.CaseID, content io.Reader,
	lock func(ctx context.Context, tx pgx.Tx, id permits.CaseID) (T, error),
	decide func(t T, now time.Time) (permits.Attachment, error),
) (a permits.Attachment, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		t, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		if a, err = decide(t, now); err != nil {
			return err
		}
		if a.Case != id {
			return errors.New("the attachment is of another case")
		}
		return db.putAttachment(ctx, tx, a, func() error { return putParts(ctx, tx, a, content) })
	})
	if err != nil {
		return permits.Attachment{}, fmt.Errorf("attach to %s: %w", id, err)
	}
	return a, nil
}

// putAttachment inserts the row of a, has its content put, and queues its scan.
func (db *DB) putAttachment(ctx context.Context, tx pgx.Tx, a permits.Attachment, content func() error) error {
	if _, err := tx.Exec(ctx, `insert into permits.attachments (`+attachmentColumns+`)
		values ($1, $2, $3, $4, nullif($5, 0), nullif($6, 0), $7, $8, $9, $10, $11, $12, $13, $14, $15, null, coalesce($16::text[], '{}'), $17, $18, $19)`,
		a.Case, a.No, a.Kind, a.To, a.Replaces, a.Redacts, a.Name, a.Type, a.Size, a.SHA256, a.By, a.At, a.Visible, a.Scan,
		instant(a.Scanned), a.Secrecy, passagesOf(a), a.Marked, a.Question); err != nil {
		return err
	}
	if err := content(); err != nil {
		return err
	}
	if a.Scan == permits.ScanPending {
		if err := db.queueScan(ctx, tx, a.Case, a.No); err != nil {
			return err
		}
	}
	return record(ctx, tx, attachmentEntry("attachment-added", a.By, a))
}

// passagesOf are the covered passages of a as they are kept; none is an empty list.
func passagesOf(a permits.Attachment) []permits.Passage {
	if a.Passages == nil {
		return []permits.Passage{}
	}
	return a.Passages
}

// copyAttachment puts a file of case of into the case of a, content and all.
func (db *DB) copyAttachment(ctx context.Context, tx pgx.Tx, of permits.CaseID, a permits.CopiedAttachment) error {
	return db.putAttachment(ctx, tx, a.Attachment, func() error {
		_, err := tx.Exec(ctx, `
			insert into permits.attachment_parts (case_id, number, part, content)
			select $3, $4, part, content from permits.attachment_parts where case_id = $1 and number = $2`, of, a.Of, a.Case, a.No)
		return err
	})
}

func putParts(ctx context.Context, tx pgx.Tx, a permits.Attachment, content io.Reader) error {
	sum, part, size := sha256.New(), make([]byte, partBytes), int64(0)
	for no := 0; ; no++ {
		n, err := io.ReadFull(content, part)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("read the content: %w", err)
		}
		if size += int64(n); size > a.Size {
			break
		}
		sum.Write(part[:n])
		if _, err := tx.Exec(ctx, `insert into permits.attachment_parts (case_id, number, part, content) values ($1, $2, $3, $4)`,
			a.Case, a.No, no, part[:n]); err != nil {
			return err
		}
	}
	if size != a.Size || hex.EncodeToString(sum.Sum(nil)) != a.SHA256 {
		return errors.New("the content changed while it was kept")
	}
	return nil
}

// Attachments lists every version of every file of a case, oldest first; nothing
// for an unknown case. permits.MaySeeAttachment says who may know of which.
func (db *DB) Attachments(ctx context.Context, id permits.CaseID) ([]permits.Attachment, error) {
	all, err := attachmentsOf(ctx, db.pool, id)
	if err != nil {
		return nil, fmt.Errorf("list the attachments of case %s: %w", id, err)
	}
	return all, nil
}

func attachmentsOf(ctx context.Context, at interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}, id permits.CaseID) ([]permits.Attachment, error) {
	rows, _ := at.Query(ctx, `select `+attachmentColumns+` from permits.attachments where case_id = $1 order by number`, id)
	return pgx.CollectRows(rows, scanAttachment)
}

// Attachment is one of a case, by its number; ErrNoAttachment when there is none.
func (db *DB) Attachment(ctx context.Context, id permits.CaseID, no int) (permits.Attachment, error) {
	rows, _ := db.pool.Query(ctx, `select `+attachmentColumns+` from permits.attachments where case_id = $1 and number = $2`, id, no)
	a, err := oneOf(rows, scanAttachment, ErrNoAttachment)
	if err != nil {
		return permits.Attachment{}, fmt.Errorf("read attachment %d of case %s: %w", no, id, err)
	}
	return a, nil
}

func scanAttachment(row pgx.CollectableRow) (a permits.Attachment, err error) {
	var replaces, redacts *int
	var scanned, deleted *time.Time
	err = row.Scan(&a.Case, &a.No, &a.Kind, &a.To, &replaces, &redacts, &a.Name, &a.Type, &a.Size, &a.SHA256,
		&a.By, &a.At, &a.Visible, &a.Scan, &scanned, &deleted, &a.Secrecy, &a.Passages, &a.Marked, &a.Question)
	a.Replaces, a.Redacts, a.Scanned, a.Deleted = or(replaces), or(redacts), or(scanned), or(deleted)
	return a, err
}

// CopyAttachment writes the content of an attachment to w, part by part. Whether
// it may be opened is asked before (permits.Attachment.Opens). It fails when what
// is kept is not the content by its size.
func (db *DB) CopyAttachment(ctx context.Context, a permits.Attachment, w io.Writer) error {
	return copyParts(ctx, db.pool, a, w)
}

func copyParts(ctx context.Context, from querier, a permits.Attachment, w io.Writer) error {
	rows, err := from.Query(ctx, `select content from permits.attachment_parts where case_id = $1 and number = $2 order by part`, a.Case, a.No)
	if err != nil {
		return fmt.Errorf("copy attachment %d of %s: %w", a.No, a.Case, err)
	}
	var part []byte
	var size int64
	_, err = pgx.ForEachRow(rows, []any{&part}, func() error {
		n, err := w.Write(part)
		size += int64(n)
		return err
	})
	if err == nil && size != a.Size {
		err = errors.New("a part is missing")
	}
	if err != nil {
		return fmt.Errorf("copy attachment %d of %s: %w", a.No, a.Case, err)
	}
	return nil
}

// OpenedAttachment notes in the log that by is given the content of a; it is
// called before the first byte goes.
func (db *DB) OpenedAttachment(ctx context.Context, by permits.Actor, a permits.Attachment) error {
	return db.Record(ctx, attachmentEntry("attachment-opened", by.ID, a))
}

// Detach takes the content of an attachment away; its row stays with the hash.
// may is asked under the case's lock. It fails with ErrNoAttachment or with may's
// error.
func (db *DB) Detach(ctx context.Context, id permits.CaseID, no int, by permits.Actor, may func(c permits.Case, by permits.Actor, a permits.Attachment, now time.Time) error) error {
	return changeAttachment(ctx, db, "detach", id, no, lockCase, attachedToCase, func(tx pgx.Tx, c permits.Case, a permits.Attachment, now time.Time) error {
		if err := may(c, by, a, now); err != nil {
			return err
		}
		return detach(ctx, tx, by, a, now)
	})
}

// A RequestFileRule keeps by from what is done to document a of a request, or not.
type RequestFileRule func(r permits.Request, by permits.Actor, a permits.Attachment, now time.Time) error

// DetachFromRequest is Detach for a document of a request.
func (db *DB) DetachFromRequest(ctx context.Context, id string, no int, by permits.Actor, may RequestFileRule) error {
	return changeAttachment(ctx, db, "detach", permits.CaseID(id), no, lockRequest, attachedToRequest, func(tx pgx.Tx, r permits.Request, a permits.Attachment, now time.Time) error {
		if err := may(r, by, a, now); err != nil {
			return err
		}
		return detach(ctx, tx, by, a, now)
	})
}

func detach(ctx context.Context, tx pgx.Tx, by permits.Actor, a permits.Attachment, now time.Time) error {
	if _, err := tx.Exec(ctx, `delete from permits.attachment_parts where case_id = $1 and number = $2`, a.Case, a.No); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update permits.attachments set deleted_at = $3 where case_id = $1 and number = $2`, a.Case, a.No, now); err != nil {
		return err
	}
	return record(ctx, tx, attachmentEntry("attachment-deleted", by.ID, a))
}

// Rescan puts an attachment whose scan failed in the queue again. may is asked
// under the case's lock.
func (db *DB) Rescan(ctx context.Context, id permits.CaseID, no int, by permits.Actor, may func(c permits.Case, by permits.Actor, a permits.Attachment) error) error {
	return changeAttachment(ctx, db, "rescan", id, no, lockCase, attachedToCase, func(tx pgx.Tx, c permits.Case, a permits.Attachment, _ time.Time) error {
		if err := may(c, by, a); err != nil {
			return err
		}
		return db.rescan(ctx, tx, by, a)
	})
}

// RescanOfRequest is Rescan for a document of a request.
func (db *DB) RescanOfRequest(ctx context.Context, id string, no int, by permits.Actor, may RequestFileRule) error {
	return changeAttachment(ctx, db, "rescan", permits.CaseID(id), no, lockRequest, attachedToRequest, func(tx pgx.Tx, r permits.Request, a permits.Attachment, now time.Time) error {
		if err := may(r, by, a, now); err != nil {
			return err
		}
		return db.rescan(ctx, tx, by, a)
	})
}

func (db *DB) rescan(ctx context.Context, tx pgx.Tx, by permits.Actor, a permits.Attachment) error {
	if _, err := tx.Exec(ctx, `update permits.attachments set scan = 'pending', scanned_at = null where case_id = $1 and number = $2`, a.Case, a.No); err != nil {
		return err
	}
	if err := db.queueScan(ctx, tx, a.Case, a.No); err != nil {
		return err
	}
	return record(ctx, tx, attachmentEntry("attachment-rescanned", by.ID, a))
}

func attachedToCase(c permits.Case) []permits.Attachment       { return c.Attached }
func attachedToRequest(r permits.Request) []permits.Attachment { return r.Attached }

func changeAttachment[T any](
	ctx context.Context, db *DB, what string, id permits.CaseID, no int,
	lock func(ctx context.Context, tx pgx.Tx, id permits.CaseID) (T, error), of func(T) []permits.Attachment,
	do func(tx pgx.Tx, t T, a permits.Attachment, now time.Time) error,
) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		t, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		for _, a := range of(t) {
			if a.No == no {
				return do(tx, t, a, now)
			}
		}
		return ErrNoAttachment
	})
	if err != nil {
		return fmt.Errorf("%s attachment %d of %s: %w", what, no, id, err)
	}
	return nil
}

// attachmentEntry is a line of the log: number and hash, never the file's name.
func attachmentEntry(kind string, by permits.UserID, a permits.Attachment) Entry {
	return Entry{Actor: by, Kind: kind, Subject: string(a.Case), Detail: map[string]string{"attachment": strconv.Itoa(a.No), "sha256": a.SHA256}}
}
