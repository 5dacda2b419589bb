package extracts

import (
	"math/bits"

	"github.com/RoaringBitmap/roaring/v2/roaring64"
)

// denseLimit is up to which width of ids a set is kept as plain bits too: 2^28
// ids are 32 MiB, and asking is a few times as fast.
const denseLimit = 1 << 28

// A membership answers whether an id belongs to a cohort. It is safe for
// concurrent use.
type membership struct {
	set   *roaring64.Bitmap
	base  uint64   // the id of the first bit of dense, a multiple of 64
	dense []uint64 // nil when the ids lie too far apart
}

func newMembership(set *roaring64.Bitmap) membership {
	m := membership{set: set}
	if set.IsEmpty() {
		return m
	}
	m.base = set.Minimum() &^ 63
	if set.Maximum()-m.base >= denseLimit {
		return m
	}
	m.dense = make([]uint64, (set.Maximum()-m.base)/64+1)
	var ids [1024]uint64
	for it := set.ManyIterator(); ; {
		n := it.NextMany(ids[:])
		if n == 0 {
			return m
		}
		for _, id := range ids[:n] {
			m.dense[(id-m.base)/64] |= 1 << (id % 64)
		}
	}
}

func (m membership) has(id int64) bool {
	if m.dense == nil {
		return id > 0 && m.set.Contains(uint64(id))
	}
	bit := uint64(id) - m.base // below the base, or negative, it is huge
	return bit/64 < uint64(len(m.dense)) && m.dense[bit/64]>>(bit%64)&1 == 1
}

// A sighting collects which members one worker has met. Not for concurrent use.
type sighting struct {
	base   uint64
	dense  []uint64
	sparse []uint64 // ids not yet in set
	set    *roaring64.Bitmap
}

func (m membership) sighting() *sighting {
	s := &sighting{set: roaring64.New(), base: m.base}
	if m.dense != nil {
		s.dense = make([]uint64, len(m.dense))
	}
	return s
}

// saw records a member.
func (s *sighting) saw(id int64) {
	if s.dense != nil {
		bit := uint64(id) - s.base
		s.dense[bit/64] |= 1 << (bit % 64)
		return
	}
	if s.sparse = append(s.sparse, uint64(id)); len(s.sparse) == 1<<14 {
		s.flush()
	}
}

func (s *sighting) flush() {
	s.set.AddMany(s.sparse)
	s.sparse = s.sparse[:0]
}

// all is everything seen.
func (s *sighting) all() *roaring64.Bitmap {
	for w, word := range s.dense {
		for ; word != 0; word &= word - 1 {
			if s.sparse = append(s.sparse, s.base+uint64(w)*64+uint64(bits.TrailingZeros64(word))); len(s.sparse) == 1<<14 {
				s.flush()
			}
		}
	}
	s.flush()
	s.dense = nil
	return s.set
}
