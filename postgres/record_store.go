package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"tietolupa/registers"
)

// What a Write did: in the history and in the audit log.
const (
	entered   = "entered"
	corrected = "corrected"
	ended     = "ended" // only the end of a spell was entered
)

// healthItems are the items of 3 § (and of 9 § of 1369/2014) that take the two tests.
var healthItems = []string{"3.1.7", "joint.5"}

// store checks and stores the row that prepare found.
func (w *writing) store(ctx context.Context) (Written, error) {
	merged := maps.Clone(w.stands)
	if merged == nil {
		merged = map[string]string{}
	}
	for c, value := range w.Values {
		if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
			return Written{}, refused("bytes", w.Table+"."+c)
		}
		merged[c] = value
	}
	changed, err := w.check(merged)
	if err != nil {
		return Written{}, err
	}
	written := Written{Table: w.Table, Subject: w.Subject, Version: w.Version, Key: w.Key}
	for _, v := range changed {
		written.Changed = append(written.Changed, v.Column)
	}
	if w.stands != nil && len(changed) == 0 {
		return written, nil
	}
	if err := w.look(ctx, merged, changed); err != nil {
		return Written{}, err
	}
	act := entered
	if w.stands == nil {
		err = w.insert(ctx, merged, &written)
	} else {
		act = w.act(changed)
		err = w.correct(ctx, act, merged, changed, &written)
	}
	switch {
	case violates(err, "23505"): // unique_violation
		return Written{}, refused("exists", w.Table)
	case violatesConstraint(err, "joint_service_has_begun"): // 9 § of 1369/2014
		return Written{}, refused("joint", w.Table)
	case err != nil:
		return Written{}, err
	}
	if err := w.wind(ctx, act); err != nil {
		return Written{}, err
	}
	return written, w.log(ctx, act, changed)
}

// check holds the whole row, as it is going to stand, to the rules. What stands
// unchanged was checked when it was entered: a code may have ended since.
func (w *writing) check(merged map[string]string) (changed []registers.Variable, err error) {
	whole := w.Record
	whole.Values = map[string]string{}
	for c, value := range w.Values { // unknown columns too, so that they are refused
		whole.Values[c] = value
	}
	health := false
	for _, v := range w.columns(w.table) {
		if kept(v) {
			continue
		}
		value, given := merged[v.Column]
		if w.stands == nil && given || w.stands != nil && value != w.stands[v.Column] {
			changed = append(changed, v)
			health = health || slices.Contains(healthItems, v.Item)
			continue
		}
		if value == "" || w.stands == nil {
			continue
		}
		switch _, inForce := w.cat.CodeOn(v.Codes, value, w.day); {
		case !w.cat.Valid(v, w.day):
			continue
		case v.Type == registers.Code && !inForce:
			value = anyCode(w.cat, v.Codes, w.day)
		case v.Type == registers.ID && value == "0": // whom it led to has been removed
			value = "1"
		}
		whole.Values[v.Column] = value
	}
	if w.stands != nil && !health {
		whole.Health = registers.Health{AffectsEmployment: true, Indispensable: true}
	}
	return changed, registers.Check(w.cat, whole, w.day)
}

func anyCode(cat *registers.Catalogue, list string, day registers.Day) string {
	for _, c := range cat.Codes(list) {
		if c.Valid(day) {
			return c.Code
		}
	}
	return ""
}

// look asks the database for what a row alone does not tell: whether what it
// links to is there, and whether its identifier is nobody else's.
func (w *writing) look(ctx context.Context, merged map[string]string, changed []registers.Variable) error {
	merged[w.table.SubjectKey()] = fmt.Sprint(w.Subject)
	if err := w.answer(ctx, merged); err != nil {
		return err
	}
	for _, v := range changed {
		value := merged[v.Column]
		if value == "" {
			continue
		}
		if target, key, ok := w.target(v); ok {
			where, args := column(key)+" = $1::text::bigint", []any{value}
			if owner := merged[target.SubjectKey()]; owner != "" && key != target.SubjectKey() {
				where, args = where+" and "+column(target.SubjectKey())+" = $2::text::bigint", append(args, owner)
			}
			if there, err := w.exists(ctx, registerTable(target.Name), where, args...); err != nil || !there {
				return errors.Join(err, refused("link", v.ID))
			}
		}
		if !identifies(w.table, v) {
			continue
		}
		if _, err := w.tx.Exec(ctx, "select pg_advisory_xact_lock(hashtextextended($1, 0))", w.Table+value); err != nil {
			return err
		}
		taken, err := w.exists(ctx, registerTable(w.Table), fmt.Sprintf("%s = $1 and %s <> $2",
			column(v.Column), column(w.table.SubjectKey())), value, w.Subject)
		if err != nil {
			return err
		}
		if taken {
			return refused("identifier", v.ID)
		}
	}
	return nil
}

// answer holds an answer about consent to the client's earlier ones (6.1b).
func (w *writing) answer(ctx context.Context, merged map[string]string) error {
	if w.Table != registers.ConsentTable || w.stands != nil && merged["state"] == w.stands["state"] {
		return nil
	}
	if w.stands != nil {
		if err := registers.CheckAnswer(registers.ConsentAnswer(merged["state"]), registers.ConsentAnswer(w.stands["state"])); err != nil {
			return err
		}
	}
	rows, _ := w.tx.Query(ctx, "select state from registers.consent where person_id = $1 and category = $2", w.Subject, merged["category"])
	earlier, err := pgx.CollectRows(rows, pgx.RowTo[registers.ConsentAnswer])
	if err != nil {
		return err
	}
	return registers.CheckAnswer(registers.ConsentAnswer(merged["state"]), earlier...)
}

// identifies says whether v is what a client is known by outside: the
// henkilötunnus of a person, the Y-tunnus of an employer or provider.
func identifies(t registers.Table, v registers.Variable) bool {
	return v.Rules["format"] == "hetu" && slices.Contains(t.Keys, v.Column) ||
		v.Rules["format"] == "business_id" && t.Name == t.Subject
}

func (w *writing) exists(ctx context.Context, table, where string, args ...any) (there bool, err error) {
	err = w.tx.QueryRow(ctx, "select exists (select from "+table+" where "+where+")", args...).Scan(&there)
	return there, err
}

func (w *writing) insert(ctx context.Context, merged map[string]string, written *Written) error {
	all := w.columns(w.table)
	values := make([]string, len(all))
	var args []any
	for i, v := range all {
		switch {
		case v.Column == "recorded_at":
			values[i] = "permits.moment()"
			continue
		case v.Role == "key" && v.Kind == registers.Technical && merged[v.Column] == "":
			values[i] = "nextval('permits.record_number')"
			continue
		}
		args = append(args, w.value(v, merged))
		values[i] = fmt.Sprintf("$%d::text::%s", len(args), storedTypes[v.Type])
	}
	keys := make([]string, len(w.table.Keys))
	for i, k := range w.table.Keys {
		keys[i] = column(k) + "::text"
	}
	rows, _ := w.tx.Query(ctx, fmt.Sprintf("insert into %s (%s) values (%s) returning %s, %s", registerTable(w.Table),
		names("", all), strings.Join(values, ", "), versionOf(""), strings.Join(keys, ", ")), args...)
	back, err := collectOne(rows)
	if err != nil {
		return err
	}
	written.Version, written.Key = back[0], back[2:]
	return nil
}

// value is what goes into v's column; nil is null.
func (w *writing) value(v registers.Variable, merged map[string]string) any {
	switch v.Column {
	case w.table.SubjectKey():
		return fmt.Sprint(w.Subject)
	case "office":
		return w.Office
	case "source":
		return w.Source
	case "recorder":
		return w.Recorder
	}
	if value := merged[v.Column]; value != "" {
		return value
	}
	return nil
}

// correct keeps the version that stands and writes the next one over it.
func (w *writing) correct(ctx context.Context, act string, merged map[string]string, changed []registers.Variable, written *Written) error {
	keys := len(w.table.Keys)
	if _, err := w.tx.Exec(ctx, fmt.Sprintf(`insert into %[1]s (%[2]s, superseded_at, superseded_by, superseded_kind)
		select %[2]s, $%[5]d::text::timestamptz, $%[6]d, $%[7]d from %[3]s where %[4]s`,
		historyTable(w.Table), names("", w.columns(w.table)), registerTable(w.Table), w.keyed("", 1), keys+1, keys+2, keys+3),
		append(w.keyValues(), w.recorded, string(w.Actor), act)...); err != nil {
		return err
	}
	args := append(w.keyValues(), w.recorded)
	var sets []string
	for _, v := range append(slices.Clone(changed), w.provenance()...) {
		args = append(args, w.value(v, merged))
		sets = append(sets, fmt.Sprintf("%s = $%d::text::%s", column(v.Column), len(args), storedTypes[v.Type]))
	}
	returned := make([]string, keys)
	for i, k := range w.table.Keys {
		returned[i] = column(k) + "::text"
	}
	rows, _ := w.tx.Query(ctx, fmt.Sprintf("update %s set %s, recorded_at = $%d::text::timestamptz where %s returning %s, %s",
		registerTable(w.Table), strings.Join(sets, ", "), keys+1, w.keyed("", 1), versionOf(""), strings.Join(returned, ", ")), args...)
	back, err := collectOne(rows)
	if err != nil {
		return err
	}
	written.Version, written.Key = back[0], back[2:]
	return nil
}

// provenance are the columns that say whose the row is and where it came from.
func (w *writing) provenance() (all []registers.Variable) {
	for _, v := range w.columns(w.table) {
		if v.Column == "office" || v.Column == "source" || v.Column == "recorder" {
			all = append(all, v)
		}
	}
	return all
}

func (w *writing) act(changed []registers.Variable) string {
	if len(changed) == 1 && w.table.End != "" && changed[0].Column == w.table.End && w.stands[w.table.End] == "" {
		return ended
	}
	return corrected
}

// log enters the writing into the audit log: what kind of data, never the data.
func (w *writing) log(ctx context.Context, act string, changed []registers.Variable) error {
	token, err := subjectToken(ctx, w.tx, w.table.Subject, w.Subject)
	if err != nil {
		return err
	}
	var columns, items []string
	tests := false
	for _, v := range changed {
		columns = append(columns, v.Column)
		items = append(items, v.Item)
		tests = tests || slices.Contains(healthItems, v.Item)
	}
	slices.Sort(items)
	detail := map[string]string{"act": act, "table": w.Table, "office": w.Office,
		"columns": strings.Join(columns, " "), "items": strings.Join(slices.Compact(items), " ")}
	if tests && w.Health.AffectsEmployment && w.Health.Indispensable { // 3.1.7: recorded per entry
		detail["tests"] = "affects-employment indispensable"
	}
	return record(ctx, w.tx, Entry{Actor: w.Actor, OnBehalf: w.OnBehalf, Purpose: w.Purpose, Grant: w.Grant, Kind: "record-write", Subject: token,
		PersonToken: token, Detail: detail})
}

// keepTests puts the outcome of the two tests of 3.1.7, when it stands beside the
// record, into the columns of a table that has them, with the health datum.
func (w *writing) keepTests() {
	if _, own := w.cat.Column(w.Table, "indispensable"); !own || !w.Health.AffectsEmployment || !w.Health.Indispensable {
		return
	}
	about := slices.ContainsFunc(w.cat.TableVariables(w.Table), func(v registers.Variable) bool {
		value := w.Values[v.Column]
		return slices.Contains(healthItems, v.Item) && value != "" && value != "false"
	})
	if !about {
		return
	}
	w.Values = maps.Clone(w.Values)
	for _, column := range []string{"affects_employment", "indispensable"} {
		if w.Values[column] == "" {
			w.Values[column] = "true"
		}
	}
}
