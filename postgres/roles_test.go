package postgres_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

func TestRolesAreTheSecondLock(t *testing.T) {
	dsn := pgtest.DSN(t)
	furnish(t, openAs(t, dsn, postgres.LoginRole))
	every := []postgres.Role{postgres.WebRole, postgres.WorkRole} // the owner of the tables can do anything
	for _, act := range []struct {
		sql     string
		allowed []postgres.Role
	}{
		{"select wrapped from permits.wrapped_keys", []postgres.Role{postgres.WorkRole}},
		{"select kcv from permits.wrapped_keys", []postgres.Role{postgres.WebRole, postgres.WorkRole}},
		{"select members from permits.cohorts", []postgres.Role{postgres.WorkRole}},
		{"select birth_date from registers.person", every},
		{"select code from registers.person_identifier", every},
		{"select phone from registers_history.person", every},
		{"update registers.person set phone = '' where false", []postgres.Role{postgres.WebRole}},
		{"insert into registers.plan (person_id) select 1 where false", []postgres.Role{postgres.WebRole}},
		{"update registers_history.person set phone = '' where false", nil},
		{"delete from registers_history.person", nil},
		{"delete from permits.holds", nil},
		{"delete from permits.subject_tokens", nil},
		{"delete from registers.person", nil},
		{"update permits.cases set end_reasons = '' where false", []postgres.Role{postgres.WebRole}},
		{"update permits.cases set life = '{}' where false", every},
		{"update permits.cases set decision = null where false", []postgres.Role{postgres.WebRole}},
		{"delete from permits.cases where false", nil},
		{"update permits.orders set state = 'sealed' where false", every},
		{"update permits.orders set scope = '{}' where false", nil},
		{"insert into permits.orders (order_id) select '' where false", []postgres.Role{postgres.WebRole}},
		{"insert into permits.deliveries (order_id) select '' where false", []postgres.Role{postgres.WorkRole}},
		{"insert into permits.environment_keys (environment) select '' where false", []postgres.Role{postgres.WebRole}},
		{"update permits.environment_keys set key = '' where false", nil},
		{"insert into permits.receipts (order_id) select '' where false", []postgres.Role{postgres.WebRole}},
		{"delete from permits.receipts where false", nil},
		{"delete from permits.rights where false", nil},
		{"update permits.rights set holder = '' where false", nil},
		{"update permits.rights set removed_at = null where false", []postgres.Role{postgres.WebRole}},
		{"insert into permits.rights_versions (right_id) select '' where false", nil},
		{"update permits.grant_versions set version = 0 where false", nil},
		{"update permits.access_applications set request = '{}' where false", nil},
		{"delete from permits.right_notices where false", nil},
		{"select * from permits.rights_in_force('', '2020-11-02')", every},
		{"update permits.events set by_user = '' where false", nil},
		{"update audit.entries set actor = '' where false", nil},
		{"delete from audit.entries where false", nil},
		{"truncate audit.entries", nil},
		{"select actor from audit.entries", nil},
		{"select actor from audit.unsealed(1)", []postgres.Role{postgres.WorkRole}},
		{"select entries from audit.unsealed_window()", every},
		{"select hash from audit.seals", []postgres.Role{postgres.WorkRole}},
		{"insert into audit.seals (seal_id) select 1 where false", []postgres.Role{postgres.WorkRole}},
		{"insert into audit.checkpoints (checkpoint_id) select 1 where false", []postgres.Role{postgres.WorkRole}},
		{"insert into audit.seal_keys (number) select 1 where false", []postgres.Role{postgres.WorkRole}},
		{"update audit.seals set hash = '' where false", nil},
		{"delete from audit.seals where false", nil},
		{"update audit.checkpoints set hash = '' where false", nil},
		{"delete from audit.checkpoints where false", nil},
		{"update audit.seal_keys set public = '' where false", nil},
		{"delete from audit.seal_keys where false", nil},
		{"insert into audit.closings (seal_id) select 1 where false", nil},
		{"delete from audit.closings where false", nil},
		{"update permits.clock set offset_seconds = 0 where false", nil},
		{"insert into permits.clients (client_id) select '' where false", nil},
		{"insert into permits.client_secrets (client_id) select '' where false", nil},
		{"update permits.client_secrets set expires_at = now() where false", nil},
		{"insert into permits.client_tokens (client_id) select '' where false", []postgres.Role{postgres.WebRole}},
		{"update permits.identities set user_id = '' where false", nil},
		{"update permits.sign_ins set user_id = '' where false", nil},
		{"update permits.sign_ins set ended_at = now() where false", []postgres.Role{postgres.WebRole}},
		{"select data from public.sessions", []postgres.Role{postgres.WebRole}},
		{"delete from public.river_job where false", []postgres.Role{postgres.WorkRole}},
		{"create table permits.mine ()", nil},
		{"alter table audit.entries disable trigger all", nil},
	} {
		for _, role := range every {
			db := openAs(t, dsn, role)
			tx, err := db.Pool().Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			_, err = tx.Exec(t.Context(), act.sql)
			_ = tx.Rollback(t.Context())
			allowed := false
			for _, a := range act.allowed {
				allowed = allowed || a == role
			}
			if allowed != (err == nil) {
				t.Errorf("%s as %s: %v, want allowed %v", act.sql, role, err, allowed)
			}
			db.Close()
		}
	}
}

// The programs do all their work with their own roles and no more.
func TestJourneyWithTheProgramsOwnRoles(t *testing.T) {
	dsn := pgtest.DSN(t)
	owner := openAs(t, dsn, postgres.LoginRole)
	web, work := openAs(t, dsn, postgres.WebRole), openAs(t, dsn, postgres.WorkRole)
	furnish(t, owner)
	if err := web.PutUser(t.Context(), researcher); err != nil {
		t.Error(err)
	}
	c := proposed(t, web, work)
	change(t, web, c.ID,
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Decide(decider, c.Version, true, now)
		},
		signs(t, web, decider), signs(t, web, presenter),
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Serve(presenter, now, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.AcceptConditions(researcher, c.ConditionsSHA256(), now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			_, sha := permits.Undertaking("fi")
			return c.Sign(researcher, sha, now)
		}, challenges, proves)
	if err := owner.SetClock(t.Context(), demoDay.AddDate(0, 3, 0)); err != nil { // past any appeal period
		t.Fatal(err)
	}
	if _, err := web.PutLetter(t.Context(), c.ID, permits.DecisionLetter, "fi", []byte("%PDF")); err != nil {
		t.Error(err)
	}
	o := placeOrder(t, web, c.ID)
	sessions := web.Sessions()
	if err := sessions.Commit("hash", []byte("data"), time.Now().Add(time.Hour)); err != nil {
		t.Error(err)
	}

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	err := work.Work(ctx, map[string]func(context.Context, json.RawMessage) error{
		postgres.BuildJob: func(ctx context.Context, _ json.RawMessage) error {
			defer stop()
			ctx = context.WithoutCancel(ctx)
			if _, err := work.BeginBuild(ctx, o.ID); err != nil {
				return err
			}
			if err := work.PutWrappedKey(ctx, string(c.ID), []byte{1}, "kcv"); err != nil {
				return err
			}
			if _, _, err := work.WrappedKey(ctx, string(c.ID)); err != nil {
				return err
			}
			if err := work.RecordKeyUse(ctx, o.ID, "kcv"); err != nil {
				return err
			}
			if err := work.Progress(ctx, o.ID, "seal", 1, 1); err != nil {
				return err
			}
			if _, err := work.PreviousDelivery(ctx, string(c.ID)); err != nil {
				return err
			}
			d := delivery
			d.SealedAt = demoDay
			return work.SealOrder(ctx, o.ID, d, map[string][]byte{"person": {1}})
		},
	}, postgres.WorkOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := web.RecordDownload(t.Context(), o.ID, researcher.ID, 0); err != nil {
		t.Error(err)
	}
	if _, _, err := web.WrappedKey(t.Context(), string(c.ID)); err == nil {
		t.Error("the pages read a key")
	}
	if _, exists, err := sessions.Find("hash"); err != nil || !exists {
		t.Errorf("session %v, %v", exists, err)
	}
}
