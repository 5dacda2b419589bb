package extracts

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"tietolupa/registers"
)

// A Risk says what was measured of the danger that somebody in the file is
// recognised, and what came of it. Profile "none" with result "not assessed"
// means that there was nothing to measure by; "first-cut" with "measured",
// that the classes were counted and nobody was stopped by them.
type Risk struct {
	Profile  string        `json:"profile"`
	Result   string        `json:"result"`
	Measures *RiskMeasures `json:"measures,omitempty"`
}

// RiskMeasures count the classes that the persons of the file fall into by the
// quasi-identifiers that are delivered of them. They describe the file and not
// the population, and know nothing of what else a recipient knows.
type RiskMeasures struct {
	Table         string   `json:"table"`
	Quasi         []string `json:"quasi"` // variables
	Records       int64    `json:"records"`
	Classes       int64    `json:"classes"`
	SmallestClass int64    `json:"smallest_class"` // k
	Uniques       int64    `json:"sample_uniques"` // classes of one
}

// riskTable is the table whose rows are persons.
const riskTable = "person"

// measureRisk counts the classes of the person table of a built file.
func measureRisk(ctx context.Context, db *sql.DB, tables []BuiltTable, cat *registers.Catalogue) (Risk, error) {
	m := RiskMeasures{Table: riskTable}
	var columns []string
	for _, t := range tables {
		if t.Name != riskTable {
			continue
		}
		for _, c := range t.Columns {
			v, ok := cat.Variable(c.ID)
			if ok && v.Class == registers.Quasi && c.Protection != registers.Pseudonym {
				m.Quasi = append(m.Quasi, c.ID)
				columns = append(columns, sqlName(c.Name))
			}
		}
	}
	if len(columns) == 0 {
		return Risk{Profile: "none", Result: "not assessed"}, nil
	}
	by := strings.Join(columns, ", ")
	err := db.QueryRowContext(ctx, `select coalesce(sum(n), 0)::bigint, count(*), coalesce(min(n), 0), count(*) filter (n = 1)
		from (select count(*) as n from `+sqlName(riskTable)+` group by `+by+`)`).
		Scan(&m.Records, &m.Classes, &m.SmallestClass, &m.Uniques)
	if err != nil {
		return Risk{}, fmt.Errorf("measure risk: %w", spaceError(err))
	}
	return Risk{Profile: "first-cut", Result: "measured", Measures: &m}, nil
}
