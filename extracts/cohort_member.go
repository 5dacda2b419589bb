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
