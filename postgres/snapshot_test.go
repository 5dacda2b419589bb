package postgres_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
)

func theCatalogue(t testing.TB) *registers.Catalogue {
	t.Helper()
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

var snapshotTime = time.Date(2020, 11, 2, 9, 0, 0, 0, time.UTC)

func openSnapshot(t testing.TB, pool *pgxpool.Pool) *postgres.Snapshot {
	t.Helper()
	s, err := postgres.OpenSnapshot(t.Context(), pool, theCatalogue(t), snapshotTime)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func reading(t testing.TB, table string, columns ...string) registers.Reading {
	t.Helper()
	found, ok := theCatalogue(t).Table(table)
	if !ok {
		t.Fatalf("no table %s", table)
	}
	return registers.Reading{Table: found, Columns: columns, LawDay: registers.DayOf(snapshotTime)}
}

// decode reads a binary COPY by the book: each row is its fields' bytes.
func decode(copied []byte) (rows [][][]byte, err error) {
	head := []byte("PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	b, ok := bytes.CutPrefix(copied, head)
	if !ok {
		return nil, errors.New("no head")
	}
	for {
		if len(b) < 2 {
			return nil, errors.New("cut")
		}
		n := int16(binary.BigEndian.Uint16(b))
		b = b[2:]
		if n < 0 {
			if len(b) > 0 {
				return nil, errors.New("something follows")
			}
			return rows, nil
		}
		row := make([][]byte, n)
		for i := range row {
			size := int32(binary.BigEndian.Uint32(b))
			if b = b[4:]; size >= 0 {
				row[i], b = b[:size], b[size:]
			}
		}
		rows = append(rows, row)
	}
}

// ids reads all parts of a reading on some sessions at a time and gives the
// first column, a bigint, sorted.
func ids(t testing.TB, s *postgres.Snapshot, r registers.Reading, n int) []int64 {
	t.Helper()
	parts, _, err := s.Split(t.Context(), r, n)
	if err != nil {
		t.Fatal(err)
	}
	if len(parts) > n {
		t.Errorf("%d parts for %d", len(parts), n)
	}
	var mu sync.Mutex
	all := []int64{}
	var g errgroup.Group
	g.SetLimit(3)
	for _, p := range parts {
		g.Go(func() error {
			from, err := s.Open(t.Context(), p)
			if err != nil {
				return err
			}
			defer from.Close()
			copied, err := io.ReadAll(from)
			if err != nil {
				return err
			}
			rows, err := decode(copied)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			for _, row := range rows {
				all = append(all, int64(binary.BigEndian.Uint64(row[0])))
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

func selected(t testing.TB, pool *pgxpool.Pool, sql string) []int64 {
	t.Helper()
	rows, err := pool.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		t.Fatal(err)
	}
	return append([]int64{}, all...)
}

func loaded(t *testing.T, persons int) *pgxpool.Pool {
	t.Helper()
	pool := pgtest.New(t)
	if err := postgres.Load(t.Context(), pool, population(t, persons), nil); err != nil {
		t.Fatal(err)
	}
	return pool
}

func TestPartsAreTheTableOnce(t *testing.T) {
	pool := loaded(t, 3000)
	s := openSnapshot(t, pool)
	if s.Taken() != snapshotTime || s.ID() == "" {
		t.Errorf("taken %v, id %q", s.Taken(), s.ID())
	}
	want := selected(t, pool, "select person_id from registers.employment_code where removable_from is null or removable_from > '2020-11-02' order by 1")
	for _, n := range []int{1, 2, 7, 16, 5000} {
		r := reading(t, "employment_code", "person_id", "code", "end_date")
		if diff := cmp.Diff(want, ids(t, s, r, n)); diff != "" {
			t.Errorf("%d parts (-want +got):\n%s", n, diff)
		}
	}
	some := want[:min(len(want), 900)]
	some = slices.Compact(slices.Clone(some))
	r := reading(t, "employment_code", "person_id")
	r.Subjects = some
	var wantSome []int64
	for _, id := range want {
		if slices.Contains(some, id) {
			wantSome = append(wantSome, id)
		}
	}
	if diff := cmp.Diff(wantSome, ids(t, s, r, 5)); diff != "" {
		t.Errorf("named subjects (-want +got):\n%s", diff)
	}
	r.Subjects = []int64{}
	if got := ids(t, s, r, 5); len(got) > 0 {
		t.Errorf("nobody has %d rows", len(got))
	}
	if _, rows, err := s.Split(t.Context(), reading(t, "person", "person_id"), 4); err != nil || rows < 2500 || rows > 3500 {
		t.Errorf("estimate of 3000 persons: %d, %v", rows, err)
	}
}

func TestSnapshotDoesNotMove(t *testing.T) {
	pool := loaded(t, 500)
	s := openSnapshot(t, pool)
	r := reading(t, "person", "person_id", "sex")
	want := selected(t, pool, "select person_id from registers.person where removable_from is null or removable_from > '2020-11-02' order by 1")
	for _, change := range []string{
		"delete from registers.person where person_id % 3 = 0",
		"update registers.person set person_id = person_id + 5000000000 where person_id % 3 = 1",
	} {
		if _, err := pool.Exec(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, ids(t, s, r, 4)); diff != "" {
			t.Errorf("rows after %s (-want +got):\n%s", change, diff)
		}
		var cohort []int64
		for id, err := range s.Cohort(t.Context(), "person", nil, r.LawDay) {
			if err != nil {
				t.Fatal(err)
			}
			cohort = append(cohort, id)
		}
		slices.Sort(cohort)
		if diff := cmp.Diff(want, cohort); diff != "" {
			t.Errorf("cohort after %s (-want +got):\n%s", change, diff)
		}
	}
}

func TestPeriodSelectsWhatOverlaps(t *testing.T) {
	pool := loaded(t, 1000)
	s := openSnapshot(t, pool)
	for rule, c := range map[string]struct {
		table, from, to, where string
	}{
		"spell":            {"employment_code", "2020-03-01", "2020-03-31", "start_date <= '2020-03-31' and coalesce(end_date, 'infinity') >= '2020-03-01'"},
		"spell, open end":  {"employment_code", "2020-03-01", "", "coalesce(end_date, 'infinity') >= '2020-03-01'"},
		"spell, open past": {"employment_code", "", "2019-03-01", "start_date <= '2019-03-01'"},
		"event":            {"plan", "2020-03-01", "2020-09-30", "signed_on between '2020-03-01' and '2020-09-30'"},
		"no time":          {"person", "2020-03-01", "2020-03-31", "true"},
	} {
		r := reading(t, c.table, "person_id")
		for text, to := range map[string]*registers.Day{c.from: &r.Period.From, c.to: &r.Period.To} {
			if err := to.UnmarshalText([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		want := selected(t, pool, fmt.Sprintf("select person_id from registers.%s where (removable_from is null or removable_from > '2020-11-02') and %s order by 1", c.table, c.where))
		if len(want) == 0 {
			t.Errorf("%s: nothing to compare", rule)
		}
		if diff := cmp.Diff(want, ids(t, s, r, 3)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", rule, diff)
		}
	}
}

func TestSplitRefuses(t *testing.T) {
	s := openSnapshot(t, pgtest.New(t))
	known := reading(t, "person", "person_id")
	for rule, change := range map[string]func(*registers.Reading){
		"unknown table":  func(r *registers.Reading) { r.Table.Name = "pg_authid" },
		"crafted table":  func(r *registers.Reading) { r.Table.Name = `person"; drop table registers.person; --` },
		"unknown column": func(r *registers.Reading) { r.Columns = []string{"person_id", "ctid"} },
		"crafted column": func(r *registers.Reading) {
			r.Columns = []string{`person_id" from registers.person) to program 'true'; --`}
		},
		"no column":    func(r *registers.Reading) { r.Columns = nil },
		"no law's day": func(r *registers.Reading) { r.LawDay = registers.Day{} },
	} {
		r := known
		change(&r)
		if parts, _, err := s.Split(t.Context(), r, 2); err == nil {
			t.Errorf("%s: %v", rule, parts)
		}
	}
}

func TestOpenFailsCleanly(t *testing.T) {
	pool := loaded(t, 3000)
	s := openSnapshot(t, pool)
	parts, _, err := s.Split(t.Context(), reading(t, "employment_code", "person_id", "office", "source"), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("refused by PostgreSQL", func(t *testing.T) {
		from, err := s.Open(t.Context(), registers.Part{SQL: "copy (select 'secret'::int) to stdout"})
		if err == nil {
			_, err = io.ReadAll(from)
			from.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "22P02") || strings.Contains(err.Error(), "secret") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("closed before the end", func(t *testing.T) {
		from, err := s.Open(t.Context(), parts[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := from.Read(make([]byte, 10)); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(from.Close(), from.Close()); err != nil {
			t.Error(err)
		}
		if _, err := from.Read(make([]byte, 10)); err == nil {
			t.Error("read after closing")
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		from, err := s.Open(ctx, parts[0])
		if err != nil {
			t.Fatal(err)
		}
		defer from.Close()
		if _, err := from.Read(make([]byte, 10)); err != nil {
			t.Fatal(err)
		}
		cancel()
		if n, err := io.Copy(io.Discard, from); !errors.Is(err, context.Canceled) {
			t.Errorf("%d bytes, %v", n, err)
		}
		if _, err := s.Open(ctx, parts[0]); !errors.Is(err, context.Canceled) {
			t.Errorf("opened: %v", err)
		}
	})
	t.Run("and the snapshot is as good as before", func(t *testing.T) {
		want := selected(t, pool, "select person_id from registers.employment_code where removable_from is null or removable_from > '2020-11-02' order by 1")
		if diff := cmp.Diff(want, ids(t, s, reading(t, "employment_code", "person_id"), 6)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("session ended by an administrator", func(t *testing.T) {
		own := openSnapshot(t, pool)
		from, err := own.Open(t.Context(), parts[0])
		if err != nil {
			t.Fatal(err)
		}
		defer from.Close()
		if _, err := from.Read(make([]byte, 10)); err != nil {
			t.Fatal(err)
		}
		if _, err := pool.Exec(t.Context(), "select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy (%' and pid <> pg_backend_pid()"); err != nil {
			t.Fatal(err)
		}
		copied, err := io.ReadAll(from)
		if _, whole := decode(copied); err == nil && whole == nil && len(copied) > 1<<21 {
			t.Error("a cut COPY looks whole")
		}
	})
	t.Run("closed snapshot", func(t *testing.T) {
		own := openSnapshot(t, pool)
		from, err := own.Open(t.Context(), parts[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := own.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(from); err == nil {
			t.Error("read on")
		}
		if _, err := own.Open(t.Context(), parts[0]); err == nil {
			t.Error("opened")
		}
	})
}

// TestReaderWithAnyBuffer reads one COPY through buffers of every size.
func TestReaderWithAnyBuffer(t *testing.T) {
	s := openSnapshot(t, loaded(t, 200))
	parts, _, err := s.Split(t.Context(), reading(t, "person", "person_id", "family_name", "birth_date", "education"), 1)
	if err != nil {
		t.Fatal(err)
	}
	var want []byte
	for _, size := range []int{1 << 20, 1, 2, 3, 19, 64, 1000} {
		from, err := s.Open(t.Context(), parts[0])
		if err != nil {
			t.Fatal(err)
		}
		var got []byte
		buf := make([]byte, size)
		for {
			n, err := from.Read(buf)
			got = append(got, buf[:n]...)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := from.Close(); err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = got
			if rows, err := decode(got); err != nil || len(rows) < 150 {
				t.Fatalf("%d rows, %v", len(rows), err)
			}
		}
		if !bytes.Equal(got, want) {
			t.Errorf("buffer of %d: other bytes", size)
		}
	}
}
