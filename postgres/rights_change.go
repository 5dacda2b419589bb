package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
)

// A Newcomer is a person whom an application names and the service may not know
// yet. Their account has no duty before a right is granted: signing in tells who
// somebody is, a right what they may do.
type Newcomer struct {
	Name         string
	Email        string
	Organisation string
	Body         permits.Body // empty for a person of an outside body
	Language     string
}

// FileAccess stores the application that file makes for a person under the next
// number (KEHA-H<number>-<year>), its event and a line in the audit log. Who is
// not known by their e-mail address gets an account without duties in the same
// transaction. It fails with file's own error, a *permits.RuleError among them.
func (db *DB) FileAccess(
	ctx context.Context, who Newcomer,
	file func(id string, person permits.Actor, now time.Time) (rights.Application, permits.Event, error),
) (a rights.Application, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		id, err := nextNumber(ctx, tx, "access_application_number", "KEHA-H%d-%d", now.Year())
		if err != nil {
			return err
		}
		person, isNew, err := applicantFor(ctx, tx, who)
		if err != nil {
			return err
		}
		var e permits.Event
		if a, e, err = file(id, person, now); err != nil {
			return err
		}
		if a.ID != id || a.Request.Person != person.ID {
			return errors.New("another number or person than the one given was used")
		}
		if isNew {
			if err := putUser(ctx, tx, person, e.By); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `
			insert into permits.access_applications (application_id, applicant, filed_by, filed_at, person, request, state, version)
			values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			a.ID, a.Applicant, a.FiledBy, a.FiledAt, a.Request.Person, a.Request, a.State, a.Version); err != nil {
			return err
		}
		return happened(ctx, tx, concerning(e, a.Request.Person, a.Right), a.ID, a.Version)
	})
	if err != nil {
		return rights.Application{}, fmt.Errorf("file an application for an access right: %w", err)
	}
	return a, nil
}

// applicantFor finds who an application is for, or makes them an account that
// is not stored yet.
func applicantFor(ctx context.Context, tx pgx.Tx, who Newcomer) (person permits.Actor, isNew bool, err error) {
	rows, _ := tx.Query(ctx, `select `+userColumns+` from permits.users where lower(email) = lower($1)`, who.Email)
	person, err = oneUser(rows, "find whom the application is for")
	if !errors.Is(err, ErrNoUser) {
		return person, false, err
	}
	return permits.Actor{
		ID: permits.UserID("u-" + strings.ToLower(rand.Text()[:16])), Name: who.Name, Email: who.Email,
		Organisation: who.Organisation, Body: who.Body, Language: who.Language,
	}, true, nil
}

// concerning has the event of an act on access say also whose access it concerns
// and which right.
func concerning(e permits.Event, holder permits.UserID, right string) permits.Event {
	detail := map[string]string{"holder": string(holder)}
	if right != "" {
		detail["right"] = right
	}
	maps.Copy(detail, e.Detail)
	e.Detail = detail
	return e
}

// ChangeAccess stores what decide makes of an application, its event and a line
// in the audit log: all or nothing, one at a time. It fails with ErrNoAccess and
// with decide's own error. Granting is GrantAccess.
func (db *DB) ChangeAccess(
	ctx context.Context, id string,
	decide func(a rights.Application, now time.Time) (rights.Application, permits.Event, error),
) (next rights.Application, err error) {
	next, err = changed(ctx, db, id,
		func(was rights.Application, now time.Time) (rights.Application, permits.Event, error) {
			next, e, err := decide(was, now)
			return next, concerning(e, next.Request.Person, next.Right), err
		},
		func(tx pgx.Tx) (rights.Application, error) { return lockAccess(ctx, tx, id) },
		func(tx pgx.Tx, next, was rights.Application, _ permits.Event) (int, error) {
			return next.Version, updateAccess(ctx, tx, next, was.Version)
		})
	if err != nil {
		return rights.Application{}, fmt.Errorf("change application %s: %w", id, err)
	}
	return next, nil
}

// A Grant is what granting an application makes: both in one transaction.
type Grant struct {
	Application rights.Application
	Right       rights.Right
	Events      []permits.Event // of the application, then of the right
}

// GrantAccess stores the right that grant makes of an application under the next
// number (KEHA-K<number>-<year>), the application as decided, both events and
// lines in the audit log, and gives the holder the duties that go with the
// right: all or nothing. It fails with ErrNoAccess and with grant's own error.
func (db *DB) GrantAccess(
	ctx context.Context, id string,
	grant func(a rights.Application, right string, holder permits.Actor, now time.Time) (Grant, error),
) (g Grant, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		was, err := lockAccess(ctx, tx, id)
		if err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		number, err := nextNumber(ctx, tx, "right_number", "KEHA-K%d-%d", now.Year())
		if err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, `select `+userColumns+` from permits.users where user_id = $1 for no key update`, was.Request.Person)
		holder, err := oneUser(rows, "read whom the right is for")
		if err != nil {
			return err
		}
		if g, err = grant(was, number, holder, now); err != nil {
			return err
		}
		if g.Right.ID != number || g.Application.Right != number || g.Right.Holder != holder.ID || len(g.Events) != 2 {
			return errors.New("another right or holder than the one given was used")
		}
		decided, given := g.Events[0], g.Events[1]
		if err := insertRight(ctx, tx, g.Right, given, g.Application.Reasons); err != nil {
			return err
		}
		if err := updateAccess(ctx, tx, g.Application, was.Version); err != nil {
			return err
		}
		for _, duty := range g.Right.Duties(holder) {
			if holder.Has(duty) {
				continue
			}
			holder.Duties = append(holder.Duties, duty)
			if err := putUser(ctx, tx, holder, given.By); err != nil {
				return err
			}
		}
		if err := happened(ctx, tx, concerning(decided, holder.ID, number), id, g.Application.Version); err != nil {
			return err
		}
		return happened(ctx, tx, concerning(given, holder.ID, number), number, g.Right.Version)
	})
	if err != nil {
		return Grant{}, fmt.Errorf("grant application %s: %w", id, err)
	}
	return g, nil
}

// ChangeRight stores what decide makes of a right, with its reasons: changed,
// removed or reviewed. The row, its version in the history, the holder's grant
// version, the event and a line in the audit log are one transaction, and it
// holds from that moment in every process. It fails with ErrNoRight and with
// decide's own error.
func (db *DB) ChangeRight(
	ctx context.Context, id, reasons string,
	decide func(r rights.Right, now time.Time) (rights.Right, permits.Event, error),
) (next rights.Right, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		next, err = changeRight(ctx, tx, id, reasons, decide)
		return err
	})
	if err != nil {
		return rights.Right{}, fmt.Errorf("change right %s: %w", id, err)
	}
	return next, nil
}

func changeRight(
	ctx context.Context, tx pgx.Tx, id, reasons string,
	decide func(r rights.Right, now time.Time) (rights.Right, permits.Event, error),
) (rights.Right, error) {
	return changedIn(ctx, tx, id,
		func(was rights.Right, now time.Time) (rights.Right, permits.Event, error) {
			next, e, err := decide(was, now)
			return next, concerning(e, next.Holder, id), err
		},
		func(tx pgx.Tx) (rights.Right, error) { return lockRight(ctx, tx, id) },
		func(tx pgx.Tx, next, was rights.Right, e permits.Event) (int, error) {
			return next.Version, updateRight(ctx, tx, next, was.Version, e, reasons)
		})
}
