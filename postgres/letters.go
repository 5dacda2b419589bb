package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// DecisionLetter is the kind of the letter that gives a decision.
const DecisionLetter = "decision"

// PutLetter keeps a letter and returns its SHA-256 in hexadecimal. The first one
// of a case, kind and language stands: a later one is not kept, and the hash
// returned is the first one's, so that two who make it at once agree. It fails
// with ErrNoCase, and for a kind or language that is not known.
func (db *DB) PutLetter(ctx context.Context, id permits.CaseID, kind, lang string, pdf []byte) (string, error) {
	sum := sha256.Sum256(pdf)
	hash := hex.EncodeToString(sum[:])
	err := db.command(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			insert into permits.letters (case_id, kind, lang, pdf, sha256, made_at)
			values ($1, $2, $3, $4, $5, permits.moment())
			on conflict (case_id, kind, lang) do nothing`, id, kind, lang, pdf, hash)
		if violates(err, "23503") { // foreign_key_violation
			return ErrNoCase
		}
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return tx.QueryRow(ctx, `
				select sha256 from permits.letters where case_id = $1 and kind = $2 and lang = $3`,
				id, kind, lang).Scan(&hash)
		}
		return record(ctx, tx, Entry{Actor: Service, Kind: "letter-made", Subject: string(id),
			Detail: map[string]string{"kind": kind, "lang": lang, "sha256": hash}})
	})
	if err != nil {
		return "", fmt.Errorf("keep the %s letter of case %s: %w", kind, id, err)
	}
	return hash, nil
}

// Letter is the letter that was kept; ErrNoLetter when there is none.
func (db *DB) Letter(ctx context.Context, id permits.CaseID, kind, lang string) ([]byte, error) {
	var pdf []byte
	err := db.pool.QueryRow(ctx, `
		select pdf from permits.letters where case_id = $1 and kind = $2 and lang = $3`, id, kind, lang).Scan(&pdf)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoLetter
	}
	if err != nil {
		return nil, fmt.Errorf("read the %s letter of case %s: %w", kind, id, err)
	}
	return pdf, nil
}

// A KeptLetter is what is known of a letter without its text.
type KeptLetter struct {
	Case     permits.CaseID
	Kind     string
	Language string
	SHA256   string
	At       time.Time
}

// LetterByHash finds the letter whose SHA-256 is hash, in hexadecimal;
// ErrNoLetter when the authority has given no such letter.
func (db *DB) LetterByHash(ctx context.Context, hash string) (l KeptLetter, err error) {
	err = db.pool.QueryRow(ctx, `
		select case_id, kind, lang, sha256, made_at from permits.letters where sha256 = $1 order by made_at limit 1`, hash).
		Scan(&l.Case, &l.Kind, &l.Language, &l.SHA256, &l.At)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoLetter
	}
	if err != nil {
		return KeptLetter{}, fmt.Errorf("find a letter by its hash: %w", err)
	}
	return l, nil
}

// DecisionLetterNo is the kind of the decision letter of that number
// (permits.Case.LetterNo): the first one's is DecisionLetter.
func DecisionLetterNo(no int) string {
	if no <= 1 {
		return DecisionLetter
	}
	return DecisionLetter + "-" + strconv.Itoa(no)
}
