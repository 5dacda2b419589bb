package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

const findSubjectToken = "select token::text from permits.subject_tokens where subject = $1 and subject_id = $2"

// subjectToken is how the audit log knows a client: a random token made when it
// is first needed, whose line the client's removal destroys.
func subjectToken(ctx context.Context, tx pgx.Tx, subject string, id int64) (token string, err error) {
	rows, _ := tx.Query(ctx, `with made as (
			insert into permits.subject_tokens (subject, subject_id)
			select $1, $2 where not exists (select from permits.subject_tokens where subject = $1 and subject_id = $2)
			on conflict do nothing returning token)
		select token::text from made union all `+findSubjectToken, subject, id)
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err == nil && len(found) == 0 { // another reader made it in the meantime
		err = tx.QueryRow(ctx, findSubjectToken, subject, id).Scan(&token)
		return token, err
	}
	if err != nil {
		return "", fmt.Errorf("find the token of a %s: %w", subject, err)
	}
	return found[0], nil
}

// SubjectToken is the token by which the audit log knows a client; empty when
// the log does not know them, or they have been removed.
func (r *Registers) SubjectToken(ctx context.Context, subject string, id int64) (string, error) {
	rows, _ := r.db.pool.Query(ctx, findSubjectToken, subject, id)
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

func historyTable(name string) string { return pgx.Identifier{"registers_history", name}.Sanitize() }

// shownTable and shownHistory are a table and its history as a reader's rights
// show them of the record that is open.
func shownTable(name string) string   { return pgx.Identifier{"shown", name}.Sanitize() }
func shownHistory(name string) string { return pgx.Identifier{"shown", name + "_before"}.Sanitize() }

// collectOne is the only row, as text.
func collectOne(rows pgx.Rows) ([]string, error) { return pgx.CollectExactlyOneRow(rows, textRow) }
