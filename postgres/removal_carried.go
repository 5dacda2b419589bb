package postgres

import (
	"context"
	"fmt"
)

// RemovalCarriedOut says whether a batch of removals was committed: what an
// archive, or whatever else is told of a batch beforehand, asks after a stop.
func (r *Registers) RemovalCarriedOut(ctx context.Context, batch string) (bool, error) {
	var is bool
	err := r.db.pool.QueryRow(ctx, "select exists (select from permits.removals where batch_id::text = $1)", batch).Scan(&is)
	if err != nil {
		return false, fmt.Errorf("ask whether a batch was removed: %w", err)
	}
	return is, nil
}
