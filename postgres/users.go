package postgres

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

const userColumns = "user_id, name, email, organisation, body, duties, language"

// PutUser adds a or changes what is known of them; the id stays. It fails when
// another user has the same e-mail address. The change is in the audit log.
func (db *DB) PutUser(ctx context.Context, a permits.Actor) error {
	err := db.command(ctx, func(tx pgx.Tx) error { return putUser(ctx, tx, a, Service) })
	if err != nil {
		return fmt.Errorf("put user %s: %w", a.ID, err)
	}
	return nil
}

// putUser is PutUser in the transaction of what it follows from.
func putUser(ctx context.Context, tx pgx.Tx, a permits.Actor, by permits.UserID) error {
	if _, err := tx.Exec(ctx, `
		insert into permits.users (`+userColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (user_id) do update
		   set name = excluded.name, email = excluded.email, organisation = excluded.organisation,
		       body = excluded.body, duties = excluded.duties, language = excluded.language`,
		a.ID, a.Name, a.Email, a.Organisation, a.Body, array(a.Duties), a.Language); err != nil {
		return err
	}
	return record(ctx, tx, Entry{Actor: by, Kind: "user-put", Subject: string(a.ID), Result: Done})
}

// User is the user of that id; ErrNoUser when there is none.
func (db *DB) User(ctx context.Context, id permits.UserID) (permits.Actor, error) {
	rows, _ := db.pool.Query(ctx, `select `+userColumns+` from permits.users where user_id = $1`, id)
	return oneUser(rows, "read user "+string(id))
}

// UserByEmail is the user of that address, in whatever case it is written;
// ErrNoUser when there is none.
func (db *DB) UserByEmail(ctx context.Context, email string) (permits.Actor, error) {
	rows, _ := db.pool.Query(ctx, `select `+userColumns+` from permits.users where lower(email) = lower($1)`, email)
	return oneUser(rows, "read a user by e-mail") // the address is no business of the log
}

func oneUser(rows pgx.Rows, act string) (permits.Actor, error) {
	a, err := oneOf(rows, scanUser, ErrNoUser)
	if err != nil {
		return permits.Actor{}, fmt.Errorf("%s: %w", act, err)
	}
	return a, nil
}

// A directory is the people that were read last, and the number they had.
type directory struct {
	sync.Mutex
	version int64
	people  []permits.Actor
}

// Users lists everybody by name. They are kept, and read anew once an account has
// changed.
func (db *DB) Users(ctx context.Context) ([]permits.Actor, error) {
	var version int64
	if err := db.pool.QueryRow(ctx, "select version from permits.directory").Scan(&version); err != nil {
		return nil, fmt.Errorf("list users: %w", err)
	}
	db.directory.Lock()
	defer db.directory.Unlock()
	if db.directory.version == version {
		return slices.Clone(db.directory.people), nil
	}
	rows, _ := db.pool.Query(ctx, `select `+userColumns+` from permits.users order by name collate "fi-x-icu", user_id`)
	us, err := pgx.CollectRows(rows, scanUser)
	if err != nil {
		return nil, fmt.Errorf("list users: %w", err)
	}
	db.directory.version, db.directory.people = version, us // those of a later change are read again
	return slices.Clone(us), nil
}

func scanUser(row pgx.CollectableRow) (a permits.Actor, err error) {
	var duties []string
	err = row.Scan(&a.ID, &a.Name, &a.Email, &a.Organisation, &a.Body, &duties, &a.Language)
	for _, d := range duties {
		a.Duties = append(a.Duties, permits.Duty(d))
	}
	return a, err
}
