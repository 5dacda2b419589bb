package extracts

import (
	"bytes"
	"testing"

	"github.com/RoaringBitmap/roaring/v2/roaring64"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestClearBits clears of the very bytes that a build keeps.
func TestClearBits(t *testing.T) { // 4.3a
	in := input(t, smallRegister(t), granted(t, "person.hid_e=pseudonym", "person.sex=exact"))
	b := build(t, in)
	defer func() {
		if err := b.Remove(); err != nil {
			t.Error(err)
		}
	}()
	kept := b.Cohorts["person"]
	in101 := func(members []byte) bool {
		t.Helper()
		is, err := InCohort(members, 101)
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	if !in101(kept) {
		t.Fatal("101 is not in the extract")
	}
	for _, c := range []struct {
		rule string
		ids  []int64
		same bool
		left []uint64
	}{
		{"one of them", []int64{101}, false, []uint64{102, 103, 5000000000}},
		{"the same twice, and an id over 32 bits", []int64{101, 101, 5000000000}, false, []uint64{102, 103}},
		{"all", []int64{103, 102, 101, 5000000000, 7}, false, nil},
		{"strangers leave the bytes alone", []int64{7, 0, -101, 1 << 62}, true, []uint64{101, 102, 103, 5000000000}},
		{"nobody leaves the bytes alone", nil, true, []uint64{101, 102, 103, 5000000000}},
	} {
		t.Run(c.rule, func(t *testing.T) {
			cleared, err := ClearBits(kept, c.ids)
			if err != nil || bytes.Equal(cleared, kept) != c.same {
				t.Fatalf("same %v, %v", bytes.Equal(cleared, kept), err)
			}
			set := roaring64.New()
			if err := set.UnmarshalBinary(cleared); err != nil {
				t.Fatal(err)
			}
			var left []uint64
			if !set.IsEmpty() {
				left = set.ToArray()
			}
			if diff := cmp.Diff(c.left, left); diff != "" {
				t.Error(diff)
			}
		})
	}
	if !in101(kept) {
		t.Error("the bytes given were changed")
	}
	for _, broken := range [][]byte{nil, {1, 2, 3}, kept[:len(kept)/2]} {
		if _, err := ClearBits(broken, []int64{101}); err == nil {
			t.Errorf("%v was read", broken)
		}
	}
}

// TestClearedIsOutOthersStay, whatever the set.
func TestClearedIsOutOthersStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfN(rapid.Int64Range(1, 1<<40), 1, 200).Draw(t, "members")
		set := roaring64.New()
		for _, id := range ids {
			set.Add(uint64(id))
		}
		members, err := set.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		gone := map[int64]bool{}
		out := rapid.SliceOf(rapid.SampledFrom(ids)).Draw(t, "cleared")
		for _, id := range out {
			gone[id] = true
		}
		cleared, err := ClearBits(members, out)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if is, err := InCohort(cleared, id); err != nil || is == gone[id] {
				t.Fatalf("%d: in %v, cleared %v, %v", id, is, gone[id], err)
			}
		}
	})
}

func TestCountCohorts(t *testing.T) { // GDPR 33.3
	set := func(ids ...uint64) []byte {
		b, err := roaring64.BitmapOf(ids...).MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, c := range []struct {
		rule string
		sets [][]byte
		want int
	}{
		{"none", nil, 0},
		{"one", [][]byte{set(1, 2, 5_000_000_000)}, 3},
		{"who is in several counts once", [][]byte{set(1, 2), set(2, 3), set()}, 3},
	} {
		if n, err := CountCohorts(c.sets); err != nil || n != c.want {
			t.Errorf("%s: %d, %v", c.rule, n, err)
		}
	}
	if _, err := CountCohorts([][]byte{[]byte("no set")}); err == nil {
		t.Error("bytes that are no set are counted")
	}
}
