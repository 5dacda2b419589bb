package postgres

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// An Answering is how a document request is answered: what is decided, how the
// marking of secrecy is written on a file, and the letter that tells the asker.
type Answering struct {
	Decide func(r permits.Request, now time.Time) (permits.Request, permits.Event, error)
	Mark   func(r permits.Request, f permits.RequestFile, pdf []byte) ([]byte, error)
	Letter func(r permits.Request, texts []permits.Text, at time.Time) ([]byte, error)
}

// AnswerRequest is ChangeDocumentRequest for what is told by a letter: the files
// that leave are marked on each page (JulkL 25 §) and kept as they leave, and the
// letter is written, kept and sent to the asker in the same transaction. Without
// its letter there is no answer. Decide may be called twice, the second time with
// the marked copies among the request's files.
func (db *DB) AnswerRequest(ctx context.Context, id string, do Answering) (permits.Request, error) {
	var next permits.Request
	err := db.command(ctx, func(tx pgx.Tx) (err error) {
		var at time.Time
		next, err = changeRequestIn(ctx, tx, id, func(r permits.Request, now time.Time) (permits.Request, permits.Event, error) {
			at = now
			answered, e, err := do.Decide(r, now)
			if err != nil {
				return answered, e, err
			}
			marked, err := db.markFiles(ctx, tx, answered, do.Mark, now)
			if err != nil || len(marked) == 0 {
				return answered, e, err
			}
			r.Attached = append(r.Attached, marked...)
			return do.Decide(r, now)
		})
		if err != nil {
			return err
		}
		return db.answerLetter(ctx, tx, next, do.Letter, at)
	})
	if err != nil {
		return permits.Request{}, fmt.Errorf("answer request %s: %w", id, err)
	}
	next.Written = nil
	return next, nil
}

// markFiles keeps a marked copy of each file that leaves by r's last answer.
func (db *DB) markFiles(ctx context.Context, tx pgx.Tx, r permits.Request, mark func(permits.Request, permits.RequestFile, []byte) ([]byte, error), now time.Time) (all []permits.Attachment, err error) {
	for _, f := range r.ToMark() {
		original, known := r.File(f.No)
		if !known {
			return nil, errors.New("a file to be marked is not the request's")
		}
		var content bytes.Buffer
		if err := copyParts(ctx, tx, original, &content); err != nil {
			return nil, err
		}
		pdf, err := mark(r, f, content.Bytes())
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(pdf)
		a := r.Marks(original, f, int64(len(pdf)), hex.EncodeToString(sum[:]), now)
		if err := db.putAttachment(ctx, tx, a, func() error { return putParts(ctx, tx, a, bytes.NewReader(pdf)) }); err != nil {
			return nil, err
		}
		all, r.Attached = append(all, a), append(r.Attached, a)
	}
	return all, nil
}

// answerLetter writes and keeps the letter of r's last answer, and sends it to
// the asker in the service.
func (db *DB) answerLetter(ctx context.Context, tx pgx.Tx, r permits.Request, write func(permits.Request, []permits.Text, time.Time) ([]byte, error), now time.Time) error {
	id := permits.CaseID(r.ID)
	texts, err := textsOf(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	pdf, err := write(r, texts, now)
	if err != nil {
		return err
	}
	l := permits.Letter{Case: id, Kind: permits.AnswerLetter, Version: 1, Language: r.Language, Event: r.Version, At: now}
	if !r.ServedAt.IsZero() {
		l.Version = 2 // the decision with the last day of appeal
	}
	if l.No, err = nextLetter(ctx, tx, id); err != nil {
		return err
	}
	if _, err := keepLetter(ctx, tx, l, pdf); err != nil {
		return err
	}
	if r.Asker == "" || !r.Effective(*r.Answer()) {
		return nil // sent by other means, or when the decision is served
	}
	deemed, _ := permits.DeemedServed("electronic", now)
	return sendLetter(ctx, tx, l, []permits.Receiver{{User: r.Asker, Manner: "electronic", Deemed: deemed}})
}
