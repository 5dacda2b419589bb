package postgres

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// practiceDepth is how many of the latest decisions on one item are read: what
// an official compares with is recent practice.
const practiceDepth = 25

// Practice is what the latest decisions did with the variables of scope, as much
// having been asked for the same purpose, and which orders they imposed: at most
// practiceDepth of each, the latest first, those of the case itself left out.
func (db *DB) Practice(ctx context.Context, of permits.CaseID, scope permits.Scope, purpose permits.Purpose) (p permits.Practice, err error) {
	var items, applied []string
	for _, t := range scope.Tables {
		for _, v := range t.Variables {
			items, applied = append(items, v.ID), append(applied, string(v.Protection))
		}
	}
	for _, c := range permits.Clauses() {
		items, applied = append(items, permits.OrderDeparts(c.No)), append(applied, "")
	}
	rows, _ := db.pool.Query(ctx, `
		select p.case_id, p.item, p.decided_on, p.applied, p.granted, p.code, p.reason, p.parameters
		  from unnest($1::text[], $2::text[]) asked (item, applied)
		 cross join lateral (
		       select *
		         from permits.practice
		        where item = asked.item and purpose = $3 and applied = asked.applied and case_id <> $4
		        order by decided_on desc, case_id
		        limit $5) p`, items, applied, purpose, of, practiceDepth)
	var (
		id           permits.CaseID
		item, code   string
		was, granted registers.Protection
		reason       string
		on           time.Time
		parameters   map[string]string
	)
	_, err = pgx.ForEachRow(rows, []any{&id, &item, &on, &was, &granted, &code, &reason, &parameters}, func() error {
		day := registers.DayOf(on)
		no, isOrder := strings.CutPrefix(item, "order-")
		if !isOrder {
			p.Variables = append(p.Variables, permits.Precedent{Case: id, Day: day, Purpose: purpose, Variable: item, Applied: was, Granted: granted, Code: code, Reason: reason})
			return nil
		}
		n, err := strconv.Atoi(no)
		p.Orders = append(p.Orders, permits.OrderPrecedent{Case: id, Day: day, Purpose: purpose, No: n, Imposed: granted == "yes", Parameters: parameters, Reason: reason})
		parameters = nil // the next row has a map of its own
		return err
	})
	if err != nil {
		return permits.Practice{}, fmt.Errorf("read earlier decisions for case %s: %w", of, err)
	}
	return p.Newest(), nil
}
