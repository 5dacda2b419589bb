package extracts

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/RoaringBitmap/roaring/v2/roaring64"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tietolupa/postgres/pgtest"
	"tietolupa/pseudonymize"
	"tietolupa/registers"
)

// TestReadDecimal asks PostgreSQL for the bytes.
func TestReadDecimal(t *testing.T) {
	pool := pgtest.New(t)
	bytesOf := func(number string) []byte {
		var b []byte
		if err := pool.QueryRow(t.Context(), "select numeric_send($1::text::numeric)", number).Scan(&b); err != nil {
			t.Fatal(err)
		}
		return b
	}
	rapid.Check(t, func(rt *rapid.T) {
		want := rapid.OneOf(rapid.Int64Range(1-decimalLimit, decimalLimit-1), rapid.Int64Range(-100_000_000, 100_000_000)).Draw(rt, "hundredths")
		sign, n := "", want
		if n < 0 {
			sign, n = "-", -n
		}
		if got, err := readDecimal(bytesOf(fmt.Sprintf("%s%d.%02d", sign, n/100, n%100))); err != nil || got != want {
			rt.Fatalf("%d, %v, want %d", got, err, want)
		}
	})
	for _, number := range []string{"NaN", "Infinity", "-Infinity", "10000000000", "0.001", "1.2345", "-99999999999999"} {
		if got, err := readDecimal(bytesOf(number)); !errors.As(err, new(pseudonymize.Unmapped)) {
			t.Errorf("%s: %d, %v", number, got, err)
		}
	}
	for _, cut := range [][]byte{nil, make([]byte, 7), bytesOf("1.5")[:9]} {
		if _, err := readDecimal(cut); !errors.Is(err, errCopy) {
			t.Errorf("% x: %v", cut, err)
		}
	}
}

func TestDayOfATimestampIsFinlands(t *testing.T) {
	for at, want := range map[string]string{
		"2020-01-01T21:59:59Z": "2020-01-01", "2020-01-01T22:00:00Z": "2020-01-02",
		"2020-07-01T20:59:59Z": "2020-07-01", "2020-07-01T21:00:00Z": "2020-07-02",
		"1955-03-04T12:00:00Z": "1955-03-04",
	} {
		moment, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		f := binary.BigEndian.AppendUint64(nil, uint64(moment.UnixMicro()-postgresTime))
		days, err := readDay(f, registers.Timestamp)
		if got := time.Unix(int64(days)*86400, 0).UTC().Format(time.DateOnly); err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", at, got, err, want)
		}
	}
	for _, endless := range []uint64{math.MaxInt64, 1 << 63} {
		if _, err := readDay(binary.BigEndian.AppendUint64(nil, endless), registers.Timestamp); !errors.As(err, new(pseudonymize.Unmapped)) {
			t.Errorf("%x: %v", endless, err)
		}
	}
}

func TestIntegersOfAnyWidth(t *testing.T) {
	for want, f := range map[int64][]byte{
		-2: {0xff, 0xfe}, 70_000: {0, 1, 0x11, 0x70}, 1 << 40: {0, 0, 1, 0, 0, 0, 0, 0},
	} {
		if got, err := readInteger(f); err != nil || got != want {
			t.Errorf("% x: %d, %v", f, got, err)
		}
	}
	c := newChunkColumn(&columnPlan{do: toInteger}, nil)
	if err := c.put(0, []byte{0, 0, 1, 0, 0, 0, 0, 0}); !errors.As(err, new(pseudonymize.Unmapped)) {
		t.Errorf("more than an INTEGER holds: %v", err)
	}
	required := newChunkColumn(&columnPlan{do: toInteger, required: true}, nil)
	if err := required.put(0, nil); !errors.As(err, new(pseudonymize.Unmapped)) {
		t.Errorf("an empty required value: %v", err)
	}
}

func TestMembership(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.OneOf(rapid.Uint64Range(1, 500), rapid.Uint64Range(1<<30, 1<<30+5000), rapid.Uint64Range(1, 1<<62))
		members := rapid.SliceOf(id).Draw(t, "members")
		set := roaring64.BitmapOf(members...)
		m := newMembership(set)
		for _, other := range append(rapid.SliceOf(id).Draw(t, "others"), append(members, 0, 1, 1<<63)...) {
			if got := m.has(int64(other)); got != (set.Contains(other) && int64(other) > 0) {
				t.Fatalf("%d: %v", other, got)
			}
		}
		s := m.sighting()
		seen := roaring64.New()
		for _, member := range members {
			if member%3 > 0 {
				s.saw(int64(member))
				seen.Add(member)
			}
		}
		if diff := cmp.Diff(seen.ToArray(), s.all().ToArray()); diff != "" {
			t.Fatalf("seen (-want +got):\n%s", diff)
		}
	})
}

// TestVerifierHashesAsTheBuilder holds the two to one definition.
func TestVerifierHashesAsTheBuilder(t *testing.T) {
	b := build(t, input(t, smallRegister(t), whole(t)))
	db, err := openSealed(t.Context(), b.Path, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range b.Tables {
		rows, hash, err := tableHash(t.Context(), db, table.Name)
		if err != nil || rows != table.Rows || hash != table.Hash {
			t.Errorf("table %s: %d %s, %v, want %d %s", table.Name, rows, hash, err, table.Rows, table.Hash)
		}
		columns, err := columnsOf(t.Context(), db, table.Name)
		if err != nil || len(columns) != len(table.Columns) {
			t.Fatalf("table %s: %d columns, %v", table.Name, len(columns), err)
		}
		for i, c := range columns {
			if c.Name != table.Columns[i].Name || c.Type != table.Columns[i].Type {
				t.Errorf("table %s: column %s %s, want %s %s", table.Name, c.Name, c.Type, table.Columns[i].Name, table.Columns[i].Type)
			}
		}
	}
}
