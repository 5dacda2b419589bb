package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// mayLeave asks the rule by which the decision of c is signed and served.
func mayLeave(ctx context.Context, tx pgx.Tx, c permits.Case, e permits.Event) error {
	if !c.Sends(e) && e.Kind != permits.LetterSigned {
		return nil
	}
	recorded, err := confirmations(ctx, tx)
	if err != nil {
		return err
	}
	hash, err := letterToSign(ctx, tx, c, e)
	if err != nil && !errors.Is(err, ErrNoLetter) {
		return err
	}
	return c.MayLeave(e, recorded, hash)
}

// letterToSign is the hash of the letter that e signs or serves: of a measure the
// one that its decision made, otherwise the decision's latest.
func letterToSign(ctx context.Context, tx pgx.Tx, c permits.Case, e permits.Event) (hash string, err error) {
	if m, of := c.MeasureOf(e); of {
		_, hash, err = oneLetter(ctx, tx, "case_id = $1 and kind = $2 and event = $3 order by number", c.ID, m.LetterKind(), m.Draft)
		return hash, err
	}
	_, hash, err = decisionLetter(ctx, tx, c, permits.DecisionLetter)
	return hash, err
}

// decisionLetter is the number and hash of the latest letter of the decision that
// stands, or of its annex.
func decisionLetter(ctx context.Context, tx pgx.Tx, c permits.Case, kind permits.LetterKind) (no int, hash string, err error) {
	return oneLetter(ctx, tx, "case_id = $1 and kind = $2 and lang = $3 and made_at >= $4 order by number desc", c.ID, kind, c.LetterLanguage(), c.DecidedAt)
}

// oneLetter is the number and hash of the first letter that is so; ErrNoLetter when
// none is.
func oneLetter(ctx context.Context, tx pgx.Tx, so string, args ...any) (no int, hash string, err error) {
	err = tx.QueryRow(ctx, "select number, sha256 from permits.letters where "+so+" limit 1", args...).Scan(&no, &hash)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoLetter
	}
	return no, hash, err
}

// sendCorrected records that a corrected letter was sent to those who got the first.
func sendCorrected(ctx context.Context, tx pgx.Tx, c permits.Case, e permits.Event) error {
	s := c.Life.Services[len(c.Life.Services)-1]
	to := c.Receivers(permits.DecisionLetter, e.At)
	for i := range to {
		to[i].Manner, to[i].Deemed = s.Manner, s.Deemed
	}
	return sendLetter(ctx, tx, permits.Letter{Case: c.ID, No: s.Letter, At: e.At}, to)
}

// markServed notes at the letters of a service when it came to be known that they
// had come: e fetched them, proved it or found another day.
func markServed(ctx context.Context, tx pgx.Tx, c permits.Case, e permits.Event) error {
	i := slices.IndexFunc(c.Services(), func(s permits.Service) bool { return strconv.Itoa(s.No) == e.Detail["service"] })
	if i < 0 {
		return nil // an event about something else
	}
	s := c.Services()[i]
	shown := e.Kind == permits.ArrivalSettled && e.Detail["found"] == "yes"
	if !shown && !slices.Contains([]permits.EventKind{permits.CaseServed, permits.LetterFetched, permits.ServiceProved}, e.Kind) {
		return nil
	}
	_, err := tx.Exec(ctx, `
		update permits.letter_receivers r
		   set deemed_at = case when $8 then r.deemed_at else $2 end, shown_at = case when $8 then $2 else r.shown_at end,
		       fetched_at = case when $3 and r.receiver = $4 then coalesce(r.fetched_at, $2) else r.fetched_at end
		  from permits.letters l
		 where r.case_id = $1 and (l.case_id, l.number) = (r.case_id, r.number)
		   and ($9 > 0 and l.number = $9 or $9 = 0 and $5 = '' and l.kind in ('decision', 'users-annex') and l.made_at >= $6 or $9 = 0 and $5 <> '' and l.kind = $5 and l.event = $7)`,
		c.ID, s.Deemed, e.Detail["proof"] == "fetched", e.By, s.Kind, instant(c.DecidedAt), s.Event, shown, s.Letter)
	if err != nil {
		return fmt.Errorf("mark the letter served: %w", err)
	}
	return nil
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
