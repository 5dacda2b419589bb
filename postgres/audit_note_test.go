package postgres

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func aCheckpoint() Checkpoint {
	return Checkpoint{ID: 7, Seal: 12, Entries: 4711, Hash: sha256.Sum256([]byte("seal")), Key: "0011223344556677",
		Made: time.Date(2020, 11, 2, 7, 0, 0, 123456000, time.UTC), Signature: bytes.Repeat([]byte{5}, ed25519.SignatureSize)}
}

func TestCheckpointIsReadAsWritten(t *testing.T) {
	want, err := aCheckpoint().MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	var c Checkpoint
	if err := c.UnmarshalText(want); err != nil {
		t.Fatal(err)
	}
	if got, _ := c.MarshalText(); !bytes.Equal(got, want) {
		t.Errorf("%s\nis read as\n%s", want, got)
	}
	for name, change := range map[string]func(string) string{
		"empty":        func(string) string { return "" },
		"another head": func(s string) string { return strings.Replace(s, "checkpoint 1", "checkpoint 2", 1) },
		"a line more":  func(s string) string { return s + "\n" },
		"a line less":  func(s string) string { return s[:strings.Index(s, "signature")] },
		"lines swapped": func(s string) string {
			return strings.Replace(s, "seal: 12\nentries: 4711", "entries: 4711\nseal: 12", 1)
		},
		"a number in words": func(s string) string { return strings.Replace(s, "seal: 12", "seal: +12", 1) },
		"a time elsewhere":  func(s string) string { return strings.Replace(s, "123456Z", "123456+00:00", 1) },
		"capitals":          func(s string) string { return strings.ToUpper(s) },
		"a hash cut":        func(s string) string { return strings.Replace(s, "hash: ", "hash: \n", 1) },
		"seal 0":            func(s string) string { return strings.Replace(s, "seal: 12", "seal: 0", 1) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := new(Checkpoint).UnmarshalText([]byte(change(string(want)))); err == nil {
				t.Error("it is read")
			}
		})
	}
}

func FuzzCheckpoint(f *testing.F) {
	text, _ := aCheckpoint().MarshalText()
	f.Add(text)
	f.Add([]byte(checkpointHead + "\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var c Checkpoint
		if c.UnmarshalText(text) != nil {
			return
		}
		if again, _ := c.MarshalText(); !bytes.Equal(again, text) {
			t.Errorf("%q is read as %q", text, again)
		}
	})
}

// An entry as its columns in binary.
func entryGen(id int64) *rapid.Generator[[][]byte] {
	return rapid.Custom(func(t *rapid.T) [][]byte {
		values := [][]byte{binary.BigEndian.AppendUint64(nil, uint64(id)), binary.BigEndian.AppendUint64(nil, rapid.Uint64Range(1, 1<<40).Draw(t, "transaction"))}
		for len(values) < len(sealedColumns) {
			var v []byte
			if rapid.Bool().Draw(t, "said") {
				v = append([]byte{}, rapid.SliceOfN(rapid.Byte(), 0, 12).Draw(t, "value")...)
			}
			values = append(values, v)
		}
		return values
	})
}

func sameEntry(a, b [][]byte) bool {
	return slices.EqualFunc(a, b, func(x, y []byte) bool { return (x == nil) == (y == nil) && bytes.Equal(x, y) })
}

// Two entries are written down alike only when they are the same, wherever the
// boundaries between their columns fall.
func TestNoTwoEntriesAreWrittenAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := entryGen(1).Draw(t, "a")
		b := slices.Clone(a)
		i := rapid.IntRange(2, len(a)-2).Draw(t, "column")
		switch rapid.IntRange(0, 3).Draw(t, "change") {
		case 0: // move the boundary
			if len(a[i]) > 0 {
				b[i], b[i+1] = a[i][:len(a[i])-1], append([]byte{a[i][len(a[i])-1]}, a[i+1]...)
			}
		case 1:
			b[i], b[i+1] = a[i+1], a[i]
		case 2:
			b[i] = nil
		case 3:
			b[i] = append(bytes.Clone(a[i]), 0)
		}
		if bytes.Equal(written(a), written(b)) != sameEntry(a, b) {
			t.Fatalf("%v and %v", a, b)
		}
	})
}

// Whatever is done to the entries of a seal, the comparison finds something, and
// it finds nothing when nothing was done.
func TestComparisonFindsWhatWasDone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "entries")
		var there []changedEntry
		for i := range n {
			values := entryGen(int64(i+1)).Draw(t, "entry")
			l, err := leafOf(values)
			if err != nil {
				t.Fatal(err)
			}
			there = append(there, changedEntry{leaf: l, values: values})
		}
		order := func(a, b changedEntry) int {
			if a.leaf.before(b.leaf.logPlace) {
				return -1
			}
			return 1
		}
		slices.SortFunc(there, order)
		leaves := make([]leaf, n)
		for i, e := range there {
			leaves[i] = e.leaf
		}
		what, want := rapid.SampledFrom([]string{"nothing", "change", "delete", "insert", "swap"}).Draw(t, "act"), ""
		i := rapid.IntRange(0, n-1).Draw(t, "which")
		switch what {
		case "change":
			there[i].values = slices.Clone(there[i].values)
			there[i].values[3], want = append(bytes.Clone(there[i].values[3]), 1), EntryChanged
		case "delete":
			there, want = slices.Delete(there, i, i+1), EntryDeleted
		case "insert":
			there, want = append(there, changedEntry{values: entryGen(int64(n+1)).Draw(t, "new")}), EntryInserted
		case "swap":
			j := rapid.IntRange(0, n-1).Draw(t, "with")
			a, b := there[i].values, there[j].values
			if i != j && !sameEntry(a[2:], b[2:]) {
				there[i].values, there[j].values = append(slices.Clone(a[:2]), b[2:]...), append(slices.Clone(b[:2]), a[2:]...)
				want = EntriesSwapped
			}
		}
		for k := range there {
			there[k].leaf, _ = leafOf(there[k].values)
		}
		slices.SortFunc(there, order)
		c := newComparison()
		for len(leaves) > 0 || len(there) > 0 {
			switch {
			case len(there) == 0 || len(leaves) > 0 && leaves[0].before(there[0].leaf.logPlace):
				c.missingEntry(leaves[0], 1)
				leaves = leaves[1:]
			case len(leaves) == 0 || there[0].leaf.before(leaves[0].logPlace):
				c.extraEntry(there[0].leaf, 1)
				there = there[1:]
			default:
				if there[0].leaf.Hash != leaves[0].Hash {
					c.changedEntry(leaves[0], there[0].values, 1)
				}
				leaves, there = leaves[1:], there[1:]
			}
		}
		found := c.named()
		if want == "" && len(found) != 0 || want != "" && (len(found) != 1 || found[0].Kind != want) {
			t.Fatalf("%s finds %v", what, found)
		}
	})
}

// Every field of a seal is in its hash.
func TestSealHashesEveryField(t *testing.T) {
	base := seal{ID: 3, Version: 1, Sealed: time.UnixMicro(5), Before: 7, Entries: 2, Newest: time.UnixMicro(9),
		Last: logPlace{11, 13}, Horizon: 17, Leaves: []byte{1, 2, 3}}
	for name, change := range map[string]func(*seal){
		"id": func(s *seal) { s.ID++ }, "version": func(s *seal) { s.Version++ }, "sealed": func(s *seal) { s.Sealed = s.Sealed.Add(time.Microsecond) },
		"before": func(s *seal) { s.Before++ }, "entries": func(s *seal) { s.Entries++ }, "newest": func(s *seal) { s.Newest = s.Newest.Add(time.Microsecond) },
		"transaction": func(s *seal) { s.Last.Transaction++ }, "entry": func(s *seal) { s.Last.Entry++ }, "horizon": func(s *seal) { s.Horizon++ },
		"leaves": func(s *seal) { s.Leaves = []byte{1, 2, 4} }, "previous": func(s *seal) { s.Previous[31]++ },
	} {
		other := base
		change(&other)
		if other.sum() == base.sum() {
			t.Errorf("%s is not in the hash", name)
		}
	}
}

// SealedColumns names the columns of an entry that its seal covers, for the tests
// that have a database.
func SealedColumns() []string { return slices.Clone(sealedColumns) }
