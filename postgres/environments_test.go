package postgres_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

var (
	operator = permits.Actor{ID: "u-fiina", Name: "Fiina Ylläpitäjä", Email: "fiina@fiona.example", Organisation: "Tilastokeskus",
		Body: "FIONA", Duties: []permits.Duty{permits.Operator}, Language: "fi"}
	stranger = permits.Actor{ID: "u-kaapo", Name: "Kaapo Ylläpitäjä", Email: "kaapo@kapseli.example", Organisation: "Findata",
		Body: "KAPSELI", Duties: []permits.Duty{permits.Operator}, Language: "sv"}
)

// registerKey challenges a key and opens the challenge, whose code is "koodi".
func registerKey(t *testing.T, db *postgres.DB, by permits.Actor, key, fingerprint string) error {
	t.Helper()
	sum := sha256.Sum256([]byte("KOODI"))
	ch := permits.Challenge{Key: key, Fingerprint: fingerprint, Sealed: "age", SHA256: hex.EncodeToString(sum[:])}
	if _, err := db.ChangeKeys(t.Context(), "FIONA", func(ks permits.EnvironmentKeys, now time.Time) (permits.EnvironmentKey, permits.Event, error) {
		return ks.Challenge(by, "FIONA", ch, now)
	}); err != nil {
		return err
	}
	_, err := db.ChangeKeys(t.Context(), "FIONA", func(ks permits.EnvironmentKeys, now time.Time) (permits.EnvironmentKey, permits.Event, error) {
		return ks.Prove(by, "FIONA", "koodi", now)
	})
	return err
}

// toFIONA is a permit in force whose extract FIONA receives.
func toFIONA(t *testing.T, db *postgres.DB) permits.Case {
	t.Helper()
	c := inForce(t, db)
	if _, err := db.Pool().Exec(t.Context(), `
		update permits.cases set version = version + 1, application = jsonb_set(application, '{recipient}',
		       '{"kind": "environment", "environment": "FIONA", "name": "", "key": "age1old"}')
		 where case_id = $1`, c.ID); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestEnvironmentReceives: the order takes the key of its moment, the wrong hash
// is refused, and the receipt is given once; by the pages' own role.
func TestEnvironmentReceives(t *testing.T) {
	dsn := pgtest.DSN(t)
	owner, web := openAs(t, dsn, postgres.LoginRole), openAs(t, dsn, postgres.WebRole)
	furnish(t, owner)
	for _, a := range []permits.Actor{operator, stranger} {
		if err := web.PutUser(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	c := toFIONA(t, owner)
	ctx := t.Context()
	_, err := web.OrderOnCase(ctx, c.ID, func(c permits.Case, id permits.OrderID, made []permits.Made, now time.Time) (permits.Order, permits.Event, error) {
		return c.Order(id, researcher, made, catalogue(t), now)
	})
	rule(t, err, "environment-without-key")
	if n := count(t, owner.Pool(), jobs); n != 0 {
		t.Errorf("%d jobs for an order that was refused", n)
	}

	rule(t, registerKey(t, web, stranger, "age1one", "one"), "not-the-operator")
	for _, k := range []string{"one", "two"} {
		if err := registerKey(t, web, operator, "age1"+k, k); err != nil {
			t.Fatal(err)
		}
	}
	rule(t, registerKey(t, web, operator, "age1two", "two"), "same-key")
	keys, err := web.Environments(ctx)
	if err != nil || len(keys) != 1 || keys["FIONA"].Key != "age1two" || keys["FIONA"].Version != 4 || keys["FIONA"].By != operator.ID {
		t.Errorf("%+v, %v", keys, err)
	}
	if es := events(t, owner, "FIONA"); len(es) != 4 || es[2].Kind != permits.EnvironmentKeyChallenged || es[3].Kind != permits.EnvironmentKeyRegistered {
		t.Errorf("events %+v", es)
	}

	o := placeOrder(t, web, c.ID)
	if o.Recipient.Key != "age1two" {
		t.Errorf("sealed to %q", o.Recipient.Key)
	}
	if err := registerKey(t, web, operator, "age1three", "three"); err != nil {
		t.Fatal(err)
	}
	if stored, err := web.Order(ctx, o.ID); err != nil || stored.Recipient.Key != "age1two" {
		t.Errorf("a new key changed an earlier order: %q, %v", stored.Recipient.Key, err)
	}
	rule(t, web.ReceiveOrder(ctx, o.ID, operator, delivery.SHA256), "not-sealed")
	sealed := delivery
	sealed.SealedAt = demoDay
	if _, err := owner.BeginBuild(ctx, o.ID); err != nil {
		t.Fatal(err)
	}
	if err := owner.SealOrder(ctx, o.ID, sealed, nil); err != nil {
		t.Fatal(err)
	}
	rule(t, web.ReceiveOrder(ctx, o.ID, stranger, delivery.SHA256), "not-the-operator")
	rule(t, web.ReceiveOrder(ctx, o.ID, researcher, delivery.SHA256), "not-the-operator")
	rule(t, web.ReceiveOrder(ctx, o.ID, operator, "00"), "other-package")
	if n := count(t, owner.Pool(), "select count(*) from permits.receipts"); n != 0 {
		t.Errorf("%d receipts of refused ones", n)
	}
	if err := web.ReceiveOrder(ctx, o.ID, operator, delivery.SHA256); err != nil {
		t.Fatal(err)
	}
	rule(t, web.ReceiveOrder(ctx, o.ID, operator, delivery.SHA256), "already-received")
	stored, err := web.Order(ctx, o.ID)
	if err != nil || stored.Receipt == nil || stored.Receipt.By != operator.ID || stored.Receipt.SHA256 != delivery.SHA256 {
		t.Errorf("receipt %+v, %v", stored.Receipt, err)
	}
	if n := count(t, owner.Pool(), "select count(*) from audit.entries where kind in ('extract-received', 'environment-key-registered') and actor = 'u-fiina'"); n != 4 {
		t.Errorf("%d lines in the log, want 4", n)
	}

	revoke := func() error {
		_, err := web.ChangeKeys(ctx, "FIONA", func(ks permits.EnvironmentKeys, now time.Time) (permits.EnvironmentKey, permits.Event, error) {
			return ks.Revoke(operator, "FIONA", "Yksityinen avain katosi.", now)
		})
		return err
	}
	if err := revoke(); err != nil {
		t.Fatal(err)
	}
	rule(t, revoke(), "no-key-in-use")
	rule(t, registerKey(t, web, operator, "age1three", "three"), "key-revoked")
	if keys, err := web.Environments(ctx); err != nil || len(keys) != 0 {
		t.Errorf("a revoked key is in use: %+v, %v", keys, err)
	}

	parcels, err := web.OrdersFor(ctx, "FIONA")
	if err != nil {
		t.Fatal(err)
	}
	want := []permits.Parcel{{Order: o.ID, Kind: permits.PermitBasis, BasisID: string(c.ID), Body: "Yliopisto", Provision: o.Provision,
		DestroyBy: o.DestroyBy, State: permits.OrderSealed, Bytes: sealed.Bytes, SealedAt: sealed.SealedAt, Receipt: stored.Receipt}}
	if diff := cmp.Diff(want, parcels, sameCase); diff != "" {
		t.Errorf("the operator sees:\n%s", diff)
	}
	if others, err := web.OrdersFor(ctx, "KAPSELI"); err != nil || len(others) != 0 {
		t.Errorf("another environment sees %+v, %v", others, err)
	}
}

// TestReceiptsStand: the database itself refuses a receipt of another file, a
// changed one, and a key that is changed or private.
func TestReceiptsStand(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	if err := db.PutUser(t.Context(), operator); err != nil {
		t.Fatal(err)
	}
	if err := registerKey(t, db, operator, "age1one", "one"); err != nil {
		t.Fatal(err)
	}
	o := placeOrder(t, db, toFIONA(t, db).ID)
	for statement, constraint := range map[string]string{
		"insert into permits.receipts values ('" + string(o.ID) + "', 'u-fiina', now(), 'ff')": "receipt_is_of_the_package",
		"update permits.environment_keys set key = 'age1other'":                                "insert_only",
		"delete from permits.environment_keys":                                                 "insert_only",
		"delete from permits.receipts":                                                         "insert_only",
		"insert into permits.environment_keys values ('FIONA', 3, 'AGE-SECRET-KEY-1', 'f', 'u-fiina', now(), 'challenged', 'age', repeat('a', 64))":                                                                          "environment_key_is_public",
		"insert into permits.environment_keys values ('FIONA', 1, 'age1two', 'f', 'u-fiina', now(), 'challenged', 'age', repeat('a', 64))":                                                                                   "environment_key_pk",
		"insert into permits.environment_keys values ('FIONA', 3, 'age1two', 'f', 'u-fiina', now(), 'registered')":                                                                                                           "environment_key_follows",
		"insert into permits.environment_keys values ('FIONA', 3, 'age1two', 'f', 'u-fiina', now(), 'unproved')":                                                                                                             "environment_key_follows",
		"insert into permits.environment_keys values ('FIONA', 3, 'age1one', 'f', 'u-fiina', now(), 'revoked')":                                                                                                              "environment_key_revoked_for_a_reason",
		"insert into permits.environment_keys values ('FIONA', 3, 'age1two', 'f', 'u-fiina', now(), 'challenged')":                                                                                                           "environment_key_challenge_whole",
		"insert into permits.orders select 'T-99-2020', case_id, disclosure_id, basis_version, provision, scope, recipient - 'key', ordered_by, ordered_at, law_day, destroy_by, language, 99, 'queued' from permits.orders": "order_to_a_proved_key",
	} {
		_, err := db.Pool().Exec(t.Context(), statement)
		refused(t, err, constraint)
	}
}
