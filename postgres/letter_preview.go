package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// errPreviewed takes back what was done to see its letter.
var errPreviewed = errors.New("previewed")

// PreviewLetter gives the letter that change would owe, as it would be written and
// sent now, and takes everything back: nothing is done and nobody is told. That by
// looked is an entry of the log. ErrNoLetter when change owes none, and what
// ChangeCase fails with.
func (db *DB) PreviewLetter(
	ctx context.Context, by permits.UserID, id permits.CaseID,
	change func(c permits.Case, now time.Time) (permits.Case, permits.Event, error),
) (pdf []byte, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		next, err := db.changeCaseIn(ctx, tx, id, change, updateCase)
		if err != nil {
			return err
		}
		err = tx.QueryRow(ctx, `
			select pdf from permits.letters where case_id = $1 and event = $2 order by number limit 1`, id, next.Version).Scan(&pdf)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNoLetter
		}
		if err != nil {
			return err
		}
		return errPreviewed
	})
	if !errors.Is(err, errPreviewed) {
		return nil, fmt.Errorf("preview a letter of case %s: %w", id, err)
	}
	err = db.command(ctx, func(tx pgx.Tx) error {
		return record(ctx, tx, Entry{Actor: by, Kind: "letter-previewed", Subject: string(id)})
	})
	return pdf, err
}
