package extracts

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2/roaring64"
)

// InCohort says whether an internal id is in a stored set of those in an
// extract, as Built.Cohorts has them. It fails on bytes that are no such set.
func InCohort(members []byte, id int64) (bool, error) {
	set := roaring64.New()
	if err := set.UnmarshalBinary(members); err != nil {
		return false, fmt.Errorf("read who is in an extract: %w", err)
	}
	return id > 0 && set.Contains(uint64(id)), nil
}

// ClearBits takes ids out of a stored set of those in an extract: those whose
// data have been removed are no longer told to have been in it (4.3a). When none
// of them is in the set, the same bytes come back. It fails on bytes that are no
// such set.
func ClearBits(members []byte, ids []int64) ([]byte, error) {
	set := roaring64.New()
	if err := set.UnmarshalBinary(members); err != nil {
		return nil, fmt.Errorf("clear who is in an extract: %w", err)
	}
	changed := false
	for _, id := range ids {
		changed = id > 0 && set.CheckedRemove(uint64(id)) || changed
	}
	if !changed {
		return members, nil
	}
	set.RunOptimize()
	cleared, err := set.MarshalBinary()
	if err != nil {
		return nil, fmt.Errorf("clear who is in an extract: %w", err)
	}
	return cleared, nil
}

// CountCohorts says how many different ids stand in several stored sets of
// those in an extract. It fails on bytes that are no such set.
func CountCohorts(sets [][]byte) (int, error) {
	all := roaring64.New()
	for _, members := range sets {
		set := roaring64.New()
		if err := set.UnmarshalBinary(members); err != nil {
			return 0, fmt.Errorf("count who is in extracts: %w", err)
		}
		all.Or(set)
	}
	return int(all.GetCardinality()), nil
}
