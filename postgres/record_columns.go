package postgres

import (
	"strings"

	"github.com/jackc/pgx/v5"

	"tietolupa/registers"
)

// storedTypes are PostgreSQL's types of the catalogue's.
var storedTypes = map[registers.Type]string{
	registers.ID: "bigint", registers.Text: "text", registers.Code: "text", registers.Date: "date",
	registers.Timestamp: "timestamptz", registers.Integer: "integer", registers.Decimal: "numeric(12,2)",
	registers.Flag: "boolean",
}

// columns are the variables that stand in a table's columns, in the order of
// the catalogue.
func (r *Registers) columns(t registers.Table) []registers.Variable {
	all := r.cat.TableVariables(t.Name)
	stored := all[:0]
	for _, v := range all {
		if v.Kind != registers.Derived {
			stored = append(stored, v)
		}
	}
	return stored
}

// tablesOf lists the tables with rows about a subject.
func (r *Registers) tablesOf(subject string) []registers.Table {
	all := r.cat.Tables()
	own := all[:0]
	for _, t := range all {
		if t.Subject == subject {
			own = append(own, t)
		}
	}
	return own
}

// subjects lists what the registers are about: person, employer, provider.
func (r *Registers) subjects() (all []string) {
	for _, t := range r.cat.Tables() {
		if t.Name == t.Subject {
			all = append(all, t.Subject)
		}
	}
	return all
}

// kept says whether v is a column that the service fills by itself: the
// client's id, the controller, the source, the recorder and the times.
func kept(v registers.Variable) bool {
	return v.Kind == registers.Technical && v.Role != "key" && v.Role != "link"
}

// target is the table that a link leads to: the subject's own for its id, or
// the one whose second key it is.
func (r *Registers) target(v registers.Variable) (t registers.Table, key string, ok bool) {
	if v.Role != "link" {
		return t, "", false
	}
	for _, t := range r.cat.Tables() {
		if t.Name == t.Subject && t.SubjectKey() == v.Column {
			return t, v.Column, true
		}
	}
	for _, t := range r.cat.Tables() {
		if len(t.Keys) == 2 && t.Keys[1] == v.Column && t.Name != v.Table {
			return t, v.Column, true
		}
	}
	return t, "", false
}

// asText selects columns in the text form of registers.Record; null is empty.
func asText(alias string, columns []registers.Variable) string {
	parts := make([]string, len(columns))
	for i, v := range columns {
		parts[i] = "coalesce(" + alias + column(v.Column) + "::text, '')"
	}
	return strings.Join(parts, ", ")
}

func names(alias string, columns []registers.Variable) string {
	parts := make([]string, len(columns))
	for i, v := range columns {
		parts[i] = alias + column(v.Column)
	}
	return strings.Join(parts, ", ")
}

// versionOf tells a row's present form from its others: when it was recorded,
// in microseconds. Every change of content is recorded later than the one
// before; the day of removal may move without one.
func versionOf(alias string) string {
	return "(extract(epoch from " + alias + "recorded_at) * 1000000)::bigint::text"
}

func textRow(row pgx.CollectableRow) ([]string, error) {
	values := make([]string, len(row.FieldDescriptions()))
	to := make([]any, len(values))
	for i := range values {
		to[i] = &values[i]
	}
	return values, row.Scan(to...)
}
