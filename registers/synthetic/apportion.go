package synthetic

import (
	"cmp"
	"slices"
)

// apportion divides total over shares by the largest remainder (Hamilton's
// method): every part is its exact share rounded down or up, and the parts sum
// to total. Equal remainders go to the earlier share. When total is the sum of
// the shares, the parts are the shares.
func apportion(total int, shares []int) []int {
	parts := make([]int, len(shares))
	var sum int
	for _, s := range shares {
		sum += s
	}
	if sum == 0 {
		return parts
	}
	order := make([]int, len(shares))
	rest := make([]int, len(shares))
	left := total
	for i, s := range shares {
		parts[i], rest[i] = total*s/sum, total*s%sum
		left -= parts[i]
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}
