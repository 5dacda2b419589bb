package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
)

// A ClientName is how a row that links to a client names them.
type ClientName struct{ Name, Code string }

// ClientNames gives the names and Y-tunnus of employers or providers, for the
// links of a record that has been read and logged. Persons have none here: who a
// person is, is read in their own record, and one whose data may only be stored is
// not named (GDPR 18).
func (r *Registers) ClientNames(ctx context.Context, subject string, ids []int64) (map[int64]ClientName, error) {
	names := map[int64]ClientName{}
	if subject == "person" || !slices.Contains(r.subjects(), subject) || len(ids) == 0 {
		return names, nil
	}
	rows, _ := r.db.pool.Query(ctx, fmt.Sprintf("select %[1]s, name, business_id from %[2]s where %[1]s = any ($1) and not %[3]s",
		column(subject+"_id"), registerTable(subject), isRestricted(subject, column(subject+"_id"))), ids)
	var id int64
	var n ClientName
	if _, err := pgx.ForEachRow(rows, []any{&id, &n.Name, &n.Code}, func() error { names[id] = n; return nil }); err != nil {
		return nil, fmt.Errorf("name %ss: %w", subject, err)
	}
	return names, nil
}
