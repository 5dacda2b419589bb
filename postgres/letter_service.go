package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// mayLeave asks the rule by which the decision of c is signed and served.
func mayLeave(ctx context.Context, tx pgx.Tx, c permits.Case, e permits.Event) error {
	if e.Kind != permits.CaseServed && e.Kind != permits.LetterSigned {
		return nil
	}
	recorded, err := confirmations(ctx, tx)
	if err != nil {
		return err
	}
	_, hash, err := decisionLetter(ctx, tx, c, permits.DecisionLetter)
	if err != nil && !errors.Is(err, ErrNoLetter) {
		return err
	}
	return c.MayLeave(e, recorded, hash)
}

// decisionLetter is the number and hash of the latest letter of the decision that
// stands, or of its annex.
func decisionLetter(ctx context.Context, tx pgx.Tx, c permits.Case, kind permits.LetterKind) (no int, hash string, err error) {
	err = tx.QueryRow(ctx, `
		select number, sha256 from permits.letters
		 where case_id = $1 and kind = $2 and lang = $3 and made_at >= $4 order by number desc limit 1`,
		c.ID, kind, c.LetterLanguage(), c.DecidedAt).Scan(&no, &hash)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoLetter
	}
	return no, hash, err
}

// sendDecision records that the decision and its secret annex were sent, by the
// manner of the service that was recorded.
func sendDecision(ctx context.Context, tx pgx.Tx, c permits.Case, at time.Time) error {
	to := c.Receivers(permits.DecisionLetter, at)
	for i := range to {
		to[i].Deemed = c.ServedAt
		if c.Life.Service != nil {
			to[i].Manner = c.Life.Service.Manner
		}
	}
	for _, kind := range []permits.LetterKind{permits.DecisionLetter, permits.SecretAnnex} {
		no, _, err := decisionLetter(ctx, tx, c, kind)
		if errors.Is(err, ErrNoLetter) {
			continue // a refusal has no secret annex
		}
		if err != nil {
			return err
		}
		if err := sendLetter(ctx, tx, permits.Letter{Case: c.ID, No: no, At: at}, to); err != nil {
			return err
		}
	}
	return nil
}
