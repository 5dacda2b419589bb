package postgres

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

const caseColumns = `case_id, applicant, application, state, version, created_at, submitted_at, presenter,
	proposal, decision, decider, decided_at, served_at, accepted, undertakings, ended_at, end_reasons,
	handling, life, texts, drafting, renews, key_of,
	coalesce((select n.number from permits.registry_numbers n where n.subject = case_id), '')`

func lockCase(ctx context.Context, tx pgx.Tx, id permits.CaseID) (permits.Case, error) {
	rows, _ := tx.Query(ctx, `select `+caseColumns+` from permits.cases where case_id = $1 for no key update`, id)
	c, err := oneCase(rows)
	if err == nil {
		c.Attached, err = attachmentsOf(ctx, tx, id)
	}
	if err == nil {
		err = related(ctx, tx, &c)
	}
	return c, err
}

func oneCase(rows pgx.Rows) (permits.Case, error) {
	return oneOf(rows, scanCase, ErrNoCase)
}

func scanCase(row pgx.CollectableRow) (c permits.Case, err error) {
	var presenter, decider *permits.UserID
	var renews, keyOf *permits.CaseID
	var submitted, decided, served, ended *time.Time
	err = row.Scan(&c.ID, &c.Applicant, &c.Application, &c.State, &c.Version, &c.Created, &submitted, &presenter,
		&c.Proposal, &c.Decision, &decider, &decided, &served, &c.Accepted, &c.Undertakings, &ended, &c.EndReasons,
		&c.Handling, &c.Life, &c.Texts, &c.Drafting, &renews, &keyOf, &c.Registry)
	c.Renews, c.KeyOf = or(renews), or(keyOf)
	c.Presenter, c.Decider = or(presenter), or(decider)
	c.Submitted, c.DecidedAt, c.ServedAt, c.EndedAt = or(submitted), or(decided), or(served), or(ended)
	if len(c.Undertakings) == 0 {
		c.Undertakings = nil
	}
	return c, err
}

func insertCase(ctx context.Context, tx pgx.Tx, c permits.Case) error {
	_, err := tx.Exec(ctx, `
		insert into permits.cases (case_id, applicant, application, state, version, created_at, drafting, renews, key_of)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, c.ID, c.Applicant, c.Application, c.State, c.Version, c.Created, c.Drafting,
		caseOr(c.Renews), caseOr(c.KeyOf))
	return err
}

// updateCase stores c over was, the version that was locked. What a command left
// as it was is not written again: an application is long, and few commands touch
// it. Commands change nothing of the case they are given (TestLifeOfACase), so
// that both can be compared.
func updateCase(ctx context.Context, tx pgx.Tx, c, was permits.Case) error {
	undertakings := c.Undertakings
	if undertakings == nil {
		undertakings = map[permits.UserID]permits.Signature{}
	}
	sets := []string{"state = $3", "version = $4", "submitted_at = $5", "presenter = $6", "decider = $7", "decided_at = $8", "served_at = $9", "ended_at = $10",
		"end_reasons = $11", "applicant = $12", "texts = $13"}
	values := []any{c.ID, was.Version, c.State, c.Version, instant(c.Submitted), text(c.Presenter), text(c.Decider), instant(c.DecidedAt), instant(c.ServedAt), instant(c.EndedAt),
		c.EndReasons, c.Applicant, c.Texts}
	for _, part := range []struct {
		column         string
		next, was, set any
	}{
		{"application", c.Application, was.Application, c.Application},
		{"proposal", c.Proposal, was.Proposal, c.Proposal},
		{"decision", c.Decision, was.Decision, c.Decision},
		{"accepted", c.Accepted, was.Accepted, c.Accepted},
		{"undertakings", c.Undertakings, was.Undertakings, undertakings},
		{"handling", c.Handling, was.Handling, c.Handling},
		{"life", c.Life, was.Life, c.Life},
		{"drafting", c.Drafting, was.Drafting, c.Drafting},
	} {
		if !reflect.DeepEqual(part.next, part.was) {
			values = append(values, part.set)
			sets = append(sets, fmt.Sprintf("%s = $%d", part.column, len(values)))
		}
	}
	tag, err := tx.Exec(ctx, `update permits.cases set `+strings.Join(sets, ", ")+` where case_id = $1 and version = $2`, values...)
	if err := overLocked(tag, err); err != nil {
		return err
	}
	if err := putInvitations(ctx, tx, c); err != nil {
		return err
	}
	return putTexts(ctx, tx, c.Written)
}

// updateLife stores what the service does to c by itself, over was, the version
// that was locked: it decides nothing, and a worker may write nothing else of a case.
func updateLife(ctx context.Context, tx pgx.Tx, c, was permits.Case) error {
	return overLocked(tx.Exec(ctx, `
		update permits.cases set state = $3, version = $4, ended_at = $5, life = $6 where case_id = $1 and version = $2`,
		c.ID, was.Version, c.State, c.Version, instant(c.EndedAt), c.Life))
}
