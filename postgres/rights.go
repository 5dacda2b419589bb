package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/registers"
)

// What a caller of access rights tells apart.
var (
	ErrNoRight  = errors.New("no such access right")
	ErrNoAccess = errors.New("no such application for an access right")
	ErrNoNotice = errors.New("no such notice")
)

// GrantVersion is the number that goes up, in the same transaction, with every
// change of any right of a person; 0 of somebody who has had none. Equal
// numbers mean equal rights.
func (db *DB) GrantVersion(ctx context.Context, holder permits.UserID) (version int64, err error) {
	err = db.pool.QueryRow(ctx, "select coalesce((select version from permits.grant_versions where holder = $1), 0)", holder).Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("read the version of a person's rights: %w", err)
	}
	return version, nil
}

// Grants gives every right of a person that is not removed, of whatever days,
// and the version that they are of, read in one statement.
func (db *DB) Grants(ctx context.Context, holder permits.UserID) ([]rights.Right, int64, error) {
	rows, _ := db.pool.Query(ctx, `
		select coalesce(g.version, 0), r.right_id is not null, `+grantColumns+`
		  from (select $1::text as holder) h
		  left join permits.grant_versions g on g.holder = h.holder
		  left join permits.rights r on r.holder = h.holder and r.removed_at is null
		 order by r.right_id`, holder)
	var version int64
	var all []rights.Right
	_, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (_ struct{}, err error) {
		var r rights.Right
		var there bool
		f := newRightFields(&r)
		if err := row.Scan(append([]any{&version, &there}, f.targets()...)...); err != nil {
			return struct{}{}, err
		}
		if there {
			f.settle()
			all = append(all, r)
		}
		return struct{}{}, nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("read a person's rights: %w", err)
	}
	return all, version, nil
}

// grantColumns are rightColumns where there may be no right: a person without
// any still has a version.
const grantColumns = `coalesce(r.right_id, ''), r.application, coalesce(r.holder, ''), coalesce(r.body, ''), coalesce(r.ground, ''),
	r.commission_by, r.commission_body, r.commission_task, r.commission_reference, r.commission_until,
	r.items, r.offices, r.areas, r.powers, r.uses, coalesce(r.valid_from, 'epoch'), coalesce(r.valid_until, 'epoch'),
	coalesce(r.granted_by, ''), coalesce(r.granted_at, 'epoch'), coalesce(r.legacy, false), r.reviewed, r.removed_at, r.removed_by, r.removal,
	coalesce(r.version, 0)`

// GrantsChanged tells changed whose rights have changed until ctx ends or the
// connection breaks. It warms caches only: what a person may do follows from
// GrantVersion, whether or not a notification arrives.
func (db *DB) GrantsChanged(ctx context.Context, changed func(holder permits.UserID)) error {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("listen for changes of rights: %w", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "listen permits_grants"); err != nil {
		return fmt.Errorf("listen for changes of rights: %w", err)
	}
	for {
		n, err := conn.Conn().WaitForNotification(ctx)
		if ctx.Err() != nil {
			return nil // asked to stop
		}
		if err != nil {
			return fmt.Errorf("listen for changes of rights: %w", err)
		}
		changed(permits.UserID(n.Payload))
	}
}

// Right is the right of that number; ErrNoRight when there is none.
func (db *DB) Right(ctx context.Context, id string) (rights.Right, error) {
	rows, _ := db.pool.Query(ctx, `select `+rightColumns+` from permits.rights where right_id = $1`, id)
	r, err := oneRight(rows)
	if err != nil {
		return rights.Right{}, fmt.Errorf("read right %s: %w", id, err)
	}
	return r, nil
}

// A RightsQuery chooses rights. What is empty chooses all.
type RightsQuery struct {
	Holder  permits.UserID
	Name    string       // part of the holder's name or e-mail address
	Body    permits.Body // that applied
	Office  permits.Body // whose clients are reached
	Ground  rights.Ground
	InForce registers.Day // neither removed nor outside its term that day
	Limit   int           // 0 for no limit
}

// A HeldRight is a right and whose it is.
type HeldRight struct {
	rights.Right
	Name     string // of the holder
	Email    string
	Now      permits.Body  // the body the holder is of now
	LastUsed registers.Day // zero when never
}

// FindRights lists rights by their holders' names.
func (db *DB) FindRights(ctx context.Context, q RightsQuery) ([]HeldRight, error) {
	limit := &q.Limit
	if q.Limit == 0 {
		limit = nil
	}
	rows, _ := db.pool.Query(ctx, `
		select u.name, u.email, u.body, (select max(day) from permits.rights_used x where x.right_id = r.right_id), `+grantColumns+`
		  from permits.rights r
		  join permits.users u on u.user_id = r.holder
		 where ($1 = '' or r.holder = $1)
		   and ($2 = '' or position(lower($2) in lower(u.name)) > 0 or position(lower($2) in lower(u.email)) > 0)
		   and ($3 = '' or r.body = $3)
		   and ($4 = '' or $4 = any (r.offices))
		   and ($5 = '' or r.ground = $5)
		   and ($6::date is null or (r.removed_at is null and $6::date between r.valid_from and r.ends))
		 order by u.name collate "fi-x-icu", r.right_id
		 limit $7`, q.Holder, q.Name, q.Body, q.Office, q.Ground, dated(q.InForce), limit)
	all, err := pgx.CollectRows(rows, scanHeld)
	if err != nil {
		return nil, fmt.Errorf("find rights: %w", err)
	}
	return all, nil
}

func scanHeld(row pgx.CollectableRow) (h HeldRight, err error) {
	f := newRightFields(&h.Right)
	var used *time.Time
	if err := row.Scan(append([]any{&h.Name, &h.Email, &h.Now, &used}, f.targets()...)...); err != nil {
		return HeldRight{}, err
	}
	f.settle()
	h.LastUsed = dayOf(used)
	return h, nil
}

// A RightVersion is what a right was from one change to the next, as its row was.
type RightVersion struct {
	Version int               `json:"version"`
	At      time.Time         `json:"-"`
	By      permits.UserID    `json:"changed_by"`
	Change  permits.EventKind `json:"change"`
	Reasons string            `json:"reasons"`
	Items   []string          `json:"items"`
	Offices []string          `json:"offices"`
	Areas   []string          `json:"areas"`
	Powers  []string          `json:"powers"`
	Uses    []string          `json:"uses"`
	From    registers.Day     `json:"valid_from"`
	Until   registers.Day     `json:"valid_until"`
	Removal string            `json:"removal"`
}

// RightHistory lists the versions of a right, the newest first; nothing for an
// unknown one.
func (db *DB) RightHistory(ctx context.Context, id string) ([]RightVersion, error) {
	rows, _ := db.pool.Query(ctx, `
		select changed_at, content
		  from permits.rights_versions
		 where right_id = $1
		 order by version desc`, id)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (v RightVersion, err error) {
		var at time.Time
		err = row.Scan(&at, &v)
		v.At = at
		return v, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the history of right %s: %w", id, err)
	}
	return all, nil
}

// rightUsed notes that a right was used on the clock's day, in the transaction
// of the use. It costs one look-up when it is noted already.
func rightUsed(ctx context.Context, tx pgx.Tx, id string) error {
	_, err := tx.Exec(ctx, `
		insert into permits.rights_used (right_id, day)
		select right_id, (permits.moment() at time zone 'Europe/Helsinki')::date from permits.rights where right_id = $1
		on conflict do nothing`, id)
	return err
}
