package postgres_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/postgres"
	"tietolupa/registers"
)

func newSealKey(t *testing.T) (ed25519.PublicKey, ed25519.PrivateKey) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return public, private
}

// logged writes n entries, some of them together in one transaction.
func logged(t *testing.T, db *postgres.DB, n int) {
	t.Helper()
	ctx := postgres.WithOrigin(t.Context(), postgres.Origin{Address: "192.0.2.7", Session: "abcDEF123456", Unit: "TE02", Request: "r-1"})
	for i := range n {
		e := postgres.Entry{Actor: "V00101", OnBehalf: "V00102", Purpose: registers.PublicService, Grant: "G-1", Kind: "record-read",
			Subject: fmt.Sprint("subject-", i), PersonToken: "7d444840-9dc0-11d1-b245-5ffdce74fad2", Detail: map[string]string{"shown": "page"}}
		if err := db.Record(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
}

// sealed waits until all that was logged is sealed, as the worker does.
func sealed(t *testing.T, db *postgres.DB, key ed25519.PrivateKey) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := db.SealRest(ctx, key); err != nil {
		t.Fatal(err)
	}
}

func verifyLog(t *testing.T, db *postgres.DB, with postgres.LogCheck) postgres.LogReport {
	t.Helper()
	r, err := db.VerifyLog(t.Context(), with)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// intruder runs SQL as the superuser whom no trigger and no constraint stops.
func intruder(t *testing.T, db *postgres.DB, sql string, args ...any) {
	t.Helper()
	err := pgx.BeginFunc(t.Context(), db.Pool(), func(tx pgx.Tx) error {
		if _, err := tx.Exec(t.Context(), "set local session_replication_role = replica"); err != nil {
			return err
		}
		_, err := tx.Exec(t.Context(), sql, args...)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func pick(t *testing.T, n int64) int64 {
	t.Helper()
	i, err := rand.Int(rand.Reader, big.NewInt(n))
	if err != nil {
		t.Fatal(err)
	}
	return i.Int64()
}

func found(r postgres.LogReport, kind string, what int64) bool {
	return slices.ContainsFunc(r.Findings, func(f postgres.Finding) bool { return f.Kind == kind && (f.What == what || f.With == what) })
}

// A tampered log is one whose sealed state can be restored.
type tampered struct {
	*testing.T
	db      *postgres.DB
	ids     []int64
	columns map[string]string // of each table
}

var sealedTables = []string{"seal_keys", "seals", "checkpoints", "entries"}

// keepState notes the log as it is, and takes the constraints away that an
// intruder would.
func keepState(t *testing.T, db *postgres.DB) *tampered {
	x := &tampered{T: t, db: db, columns: map[string]string{}}
	intruder(t, db, "create schema kept")
	intruder(t, db, "alter table audit.entries alter entry_id drop identity")
	for _, constraint := range collect(t, db.Pool(), pgx.RowTo[string], `select format('alter table %s drop constraint %I cascade', conrelid::regclass, conname)
		from pg_constraint where connamespace = 'audit'::regnamespace and contype in ('c', 'u', 'f')`) {
		intruder(t, db, constraint)
	}
	for _, table := range sealedTables {
		intruder(t, db, "create table kept."+table+" as table audit."+table)
		x.columns[table] = strings.Join(collect(t, db.Pool(), pgx.RowTo[string], `select column_name::text from information_schema.columns
			where table_schema = 'audit' and table_name = $1 order by ordinal_position`, table), ", ")
	}
	x.ids = collect(t, db.Pool(), pgx.RowTo[int64], "select entry_id from audit.entries order by transaction, entry_id")
	return x
}

func (x *tampered) restore() {
	for _, table := range sealedTables {
		intruder(x.T, x.db, "delete from audit."+table)
		intruder(x.T, x.db, "insert into audit."+table+" ("+x.columns[table]+") select "+x.columns[table]+" from kept."+table)
	}
}

// some gives n different entries.
func (x *tampered) some(n int) []int64 {
	left, got := slices.Clone(x.ids), []int64{}
	for range n {
		i := pick(x.T, int64(len(left)))
		got, left = append(got, left[i]), slices.Delete(left, int(i), int(i)+1)
	}
	return got
}

// TestTamperingIsFound does to a sealed log what a superuser can, one kind at a
// time, to entries chosen at random.
func TestTamperingIsFound(t *testing.T) {
	db := newDB(t)
	public, key := newSealKey(t)
	for range 3 {
		logged(t, db, 30)
		sealed(t, db, key)
	}
	// Entries of one transaction too, as a search writes them.
	err := pgx.BeginFunc(t.Context(), db.Pool(), func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), `insert into audit.entries (at, actor, kind, subject, result) select now(), 'V00101', 'record-read', n::text, 'done' from generate_series(1, 20) n`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	sealed(t, db, key)
	outside, err := db.LastCheckpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	x := keepState(t, db)
	with := postgres.LogCheck{Trusted: public, Checkpoint: &outside}
	if r := verifyLog(t, db, with); len(r.Findings) != 0 || r.Entries != int64(len(x.ids)) {
		t.Fatalf("untouched: %+v", r)
	}
	entry := func(kind string, n int, sql string) func(t *testing.T) {
		return func(t *testing.T) {
			defer x.restore()
			ids := x.some(n)
			for _, id := range ids {
				intruder(t, db, sql, id)
			}
			r := verifyLog(t, db, with)
			for _, id := range ids {
				if !found(r, kind, id) {
					t.Errorf("%s of entry %d is not found: %v", kind, id, r.Findings)
				}
			}
			if len(r.Findings) > 2*n {
				t.Errorf("more is found than was done: %v", r.Findings)
			}
		}
	}
	// Every field of an entry, by another value of its type.
	fields := map[string]string{
		"at": "at + interval '1 microsecond'", "written_at": "written_at - interval '1 s'", "actor": "actor || 'x'",
		"on_behalf": "coalesce(on_behalf, '') || 'y'", "unit": "case when unit = 'TE03' then null else 'TE03' end", "purpose": "'integration'",
		"grant_id": "'G-2'", "kind": "'record-write'", "subject": "subject || ' '", "person_token": "gen_random_uuid()",
		"detail": "detail || '{\"shown\": \"pages\"}'", "result": "'refused'", "address": "'192.0.2.8'", "session": "'ABC'", "request": "''",
	}
	for name := range strings.SplitSeq(x.columns["entries"], ", ") {
		value, known := fields[name]
		switch name {
		case "entry_id":
			t.Run("field entry_id", entry(postgres.EntryDeleted, 3, "update audit.entries set entry_id = entry_id + 1000000 where entry_id = $1"))
			t.Run("field entry_id, inserted", func(t *testing.T) {
				defer x.restore()
				id := x.ids[5]
				intruder(t, db, "update audit.entries set entry_id = entry_id + 1000000 where entry_id = $1", id)
				if r := verifyLog(t, db, with); !found(r, postgres.EntryInserted, id+1000000) {
					t.Errorf("%v", r.Findings)
				}
			})
		case "transaction":
			t.Run("field transaction", entry(postgres.EntryMoved, 3, "update audit.entries set transaction = (transaction::text::bigint - 1)::text::xid8 where entry_id = $1"))
			t.Run("a future transaction", entry(postgres.EntryMoved, 3, "update audit.entries set transaction = '9000000000' where entry_id = $1"))
			t.Run("an unsealed transaction", entry(postgres.EntryMoved, 3, "update audit.entries set transaction = pg_current_xact_id() where entry_id = $1"))
		default:
			if !known {
				t.Errorf("column %s of the entries is not flipped", name)
				continue
			}
			t.Run("field "+name, entry(postgres.EntryChanged, 3, "update audit.entries set "+name+" = "+value+" where entry_id = $1"))
		}
	}
	t.Run("deleted", entry(postgres.EntryDeleted, 5, "delete from audit.entries where entry_id = $1"))
	t.Run("all deleted", func(t *testing.T) {
		defer x.restore()
		intruder(t, db, "truncate audit.entries")
		if r := verifyLog(t, db, with); len(r.Findings) != len(x.ids) {
			t.Errorf("%d found of %d", len(r.Findings), len(x.ids))
		}
	})
	t.Run("inserted", func(t *testing.T) {
		defer x.restore()
		for i, id := range x.some(4) {
			intruder(t, db, `insert into audit.entries (entry_id, transaction, at, actor, kind, subject, result)
				select $2, transaction, at, actor, kind, subject, result from audit.entries where entry_id = $1`, id, 5_000_000+i)
		}
		r := verifyLog(t, db, with)
		for i := range int64(4) {
			if !found(r, postgres.EntryInserted, 5_000_000+i) {
				t.Errorf("entry %d is not found: %v", 5_000_000+i, r.Findings)
			}
		}
	})
	t.Run("swapped", func(t *testing.T) {
		defer x.restore()
		two := x.some(2)
		rest := strings.TrimPrefix(x.columns["entries"], "entry_id, transaction, ")
		intruder(t, db, "update audit.entries e set ("+rest+") = (select "+rest+` from audit.entries o
			where o.entry_id in ($1, $2) and o.entry_id <> e.entry_id) where entry_id in ($1, $2)`, two[0], two[1])
		r := verifyLog(t, db, with)
		if len(r.Findings) != 1 || !found(r, postgres.EntriesSwapped, two[0]) || !found(r, postgres.EntriesSwapped, two[1]) {
			t.Errorf("%v: %v", two, r.Findings)
		}
	})
	t.Run("numbers swapped", func(t *testing.T) {
		defer x.restore()
		a, b := x.ids[3], x.ids[44]
		intruder(t, db, "update audit.entries set entry_id = -entry_id where entry_id in ($1, $2)", a, b)
		intruder(t, db, "update audit.entries set entry_id = case when entry_id = -$1::bigint then $2 else $1 end where entry_id < 0", a, b)
		if r := verifyLog(t, db, with); !found(r, postgres.EntryMoved, a) || !found(r, postgres.EntryMoved, b) {
			t.Errorf("%v", r.Findings)
		}
	})

	// What the seals, checkpoints and keys themselves say.
	flips := []struct {
		table, id, kind string
		fields          map[string]string
	}{
		{"seals", "seal_id", postgres.SealChanged, map[string]string{
			"version": "version + 1", "sealed_at": "sealed_at - interval '1 s'", "before": "before + 1", "entries": "entries + 1",
			"newest_at": "newest_at + interval '1 s'", "last_transaction": "'7'", "last_entry": "last_entry - 1", "horizon": "'3'",
			"leaves": "overlay(leaves placing '\\x00'::bytea from 20 for 1) || '\\x01'::bytea", "previous": "sha256(previous)", "hash": "sha256(hash)"}},
		{"checkpoints", "checkpoint_id", postgres.CheckpointChanged, map[string]string{
			"seal_id": "seal_id + 1", "entries": "entries - 1", "hash": "sha256(hash)", "made_at": "made_at + interval '1 s'",
			"key_id": "'0000'", "signature": "sha512(signature)"}},
		{"seal_keys", "number", postgres.KeyChanged, map[string]string{
			"key_id": "'0000'", "public": "sha256(public)", "made_at": "made_at + interval '1 s'", "signed_by": "'0000'",
			"signature": "sha512(signature)", "own": "sha512(own)"}},
	}
	for _, f := range flips {
		for name := range strings.SplitSeq(x.columns[f.table], ", ") {
			if name == f.id {
				continue
			}
			value, known := f.fields[name]
			if !known {
				t.Errorf("column %s of the %s is not flipped", name, f.table)
				continue
			}
			t.Run(f.table+" "+name, func(t *testing.T) {
				defer x.restore()
				which := int64(1)
				if f.table != "seal_keys" {
					which = 1 + pick(t, 4)
				}
				intruder(t, db, "update audit."+f.table+" set "+name+" = "+value+" where "+f.id+" = $1", which)
				if r := verifyLog(t, db, with); !found(r, f.kind, which) {
					t.Errorf("%s %d is not found: %v", f.kind, which, r.Findings)
				}
			})
		}
	}
	for _, cut := range []struct {
		what, sql, kind string
		where           int64
	}{
		{"a seal deleted", "delete from audit.seals where seal_id = 2", postgres.SealMissing, 2},
		{"the first seal deleted", "delete from audit.seals where seal_id = 1", postgres.SealMissing, 1},
		{"the last seal deleted", "delete from audit.seals where seal_id = 4", postgres.CheckpointOther, 4},
		{"a seal renumbered", "update audit.seals set seal_id = 9 where seal_id = 4", postgres.SealChanged, 9},
		{"a checkpoint deleted", "delete from audit.checkpoints where checkpoint_id = 2", postgres.CheckpointMissing, 2},
		{"the last checkpoint deleted", "delete from audit.checkpoints where checkpoint_id = 4", postgres.SealUncovered, 4},
		{"a checkpoint renumbered", "update audit.checkpoints set checkpoint_id = 7 where checkpoint_id = 4", postgres.CheckpointChanged, 7},
		{"all keys deleted", "delete from audit.seal_keys", postgres.CheckpointChanged, 1},
	} {
		t.Run(cut.what, func(t *testing.T) {
			defer x.restore()
			intruder(t, db, cut.sql)
			if r := verifyLog(t, db, with); !found(r, cut.kind, cut.where) {
				t.Errorf("%v", r.Findings)
			}
		})
	}
	t.Run("inserted among sealed ones before the next seal", func(t *testing.T) {
		defer x.restore()
		intruder(t, db, `insert into audit.entries (entry_id, transaction, at, actor, kind, subject, result)
			select 8000000, max(transaction::text::bigint)::text::xid8, now(), 'x', 'x', '', 'done' from audit.entries`)
		if r := verifyLog(t, db, with); !found(r, postgres.EntryInserted, 8_000_000) {
			t.Errorf("unsealed: %v", r.Findings)
		}
		sealed(t, db, key)
		if r := verifyLog(t, db, with); !found(r, postgres.EntryInserted, 8_000_000) {
			t.Errorf("sealed late: %v", r.Findings)
		}
	})
	// A tail cut with all that tells of it is found by a checkpoint kept elsewhere.
	cutTail := func() {
		intruder(t, db, "delete from audit.entries where (transaction, entry_id) > (select last_transaction, last_entry from audit.seals where seal_id = 3)")
		intruder(t, db, "delete from audit.seals where seal_id > 3")
		intruder(t, db, "delete from audit.checkpoints where seal_id > 3")
	}
	t.Run("tail cut", func(t *testing.T) {
		defer x.restore()
		cutTail()
		if r := verifyLog(t, db, with); !found(r, postgres.TailCut, 4) {
			t.Errorf("%v", r.Findings)
		}
	})
	t.Run("tail cut and grown again", func(t *testing.T) {
		defer x.restore()
		cutTail()
		intruder(t, db, "insert into audit.entries (entry_id, at, actor, kind, subject, result) values (7000000, now(), 'x', 'x', '', 'done')")
		sealed(t, db, key)
		if r := verifyLog(t, db, with); !found(r, postgres.HistoryRewritten, 4) {
			t.Errorf("%v", r.Findings)
		}
	})
	t.Run("the whole chain written anew with another key", func(t *testing.T) {
		defer x.restore()
		for _, table := range []string{"seals", "checkpoints", "seal_keys"} {
			intruder(t, db, "delete from audit."+table)
		}
		intruder(t, db, "update audit.entries set actor = 'V00999' where entry_id = $1", x.ids[0])
		stranger, forged := newSealKey(t)
		sealed(t, db, forged)
		if r := verifyLog(t, db, postgres.LogCheck{Trusted: stranger}); len(r.Findings) != 0 {
			t.Fatalf("the forgery is not whole: %v", r.Findings)
		}
		if r := verifyLog(t, db, postgres.LogCheck{Trusted: public}); !found(r, postgres.KeyUntrusted, 1) {
			t.Errorf("by the key: %v", r.Findings)
		}
		if r := verifyLog(t, db, postgres.LogCheck{Checkpoint: &outside}); !found(r, postgres.HistoryRewritten, outside.ID) {
			t.Errorf("by the checkpoint: %v", r.Findings)
		}
	})
	if r := verifyLog(t, db, with); len(r.Findings) != 0 {
		t.Errorf("restored: %v", r.Findings)
	}
}
