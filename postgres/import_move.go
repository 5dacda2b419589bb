package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"tietolupa/registers"
)

// resolve looks up, for all rows together, what a row alone does not tell: who
// and what it names, and whether it is there already.
func (im *importing) resolve(ctx context.Context, tx pgx.Tx) error {
	for i, c := range im.header {
		if c.target == "" {
			continue
		}
		codes, key := registerTable(c.target), "business_id"
		if c.target == "person" {
			codes, key = registerTable("person_identifier"), "code"
		}
		if _, err := tx.Exec(ctx, fmt.Sprintf(`create temporary table import_code_%[1]d on commit drop as
			select %[2]s as code, min(%[3]s) as id, count(distinct %[3]s) as n from %[4]s
			 where %[2]s in (select c%[1]d from import_rows) group by 1`, i, key, column(c.target+"_id"), codes)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, fmt.Sprintf("analyze import_code_%d", i)); err != nil {
			return err
		}
	}
	own := im.table.Name == im.table.Subject
	if own {
		if _, err := tx.Exec(ctx, `create temporary table import_new on commit drop as
			select line, nextval('permits.subject_id_number') as id from import_rows`); err != nil {
			return err
		}
	}
	for i, c := range im.header {
		about := im.table.Name + "." + c.name
		cell := fmt.Sprintf("s.c%d", i)
		var err error
		switch {
		case c.role == "client-code" && own: // a new person: nobody may have the code
			err = im.find(ctx, tx, "identifier", about, fmt.Sprintf("k%d.id is not null or %s in (select c%d from import_rows group by 1 having count(*) > 1)", i, cell, i))
		case c.role == "client-code":
			err = im.find(ctx, tx, "client", about, fmt.Sprintf("k%d.n is distinct from 1", i))
		case c.role == "link-code":
			err = im.find(ctx, tx, "link", about, fmt.Sprintf("%s is not null and k%d.n is distinct from 1", cell, i))
		case c.role == "client" && own:
			err = im.find(ctx, tx, "header", about, "true") // a new client's id is the service's to give
		case c.role == "client":
			err = im.find(ctx, tx, "client", about, fmt.Sprintf("not exists (select from %s o where o.%s = %s)",
				registerTable(im.table.Subject), column(im.table.SubjectKey()), cell))
		default:
			err = im.lookUp(ctx, tx, c, cell, about)
		}
		if err != nil {
			return err
		}
	}
	if im.bad.all > 0 {
		return nil
	}
	if err := im.answers(ctx, tx); err != nil {
		return err
	}
	if err := im.restricted(ctx, tx); err != nil {
		return err
	}
	return im.unique(ctx, tx)
}

// restricted finds rows of clients whose data may only be stored (GDPR 18).
func (im *importing) restricted(ctx context.Context, tx pgx.Tx) error {
	if im.table.Name == im.table.Subject { // new clients
		return nil
	}
	broken := registers.CheckRestriction("any", registers.Changing)
	return im.findBroken(ctx, tx, broken, isRestricted(im.table.Subject, im.filled(im.table.SubjectKey())))
}

// lookUp finds rows that link to nothing, or whose identifier is somebody else's.
func (im *importing) lookUp(ctx context.Context, tx pgx.Tx, c importColumn, cell, about string) error {
	if c.role != "value" {
		return nil
	}
	if target, key, link := im.target(c.variable); link {
		where := fmt.Sprintf("o.%s = %s", column(key), cell)
		if owner := im.filled(target.SubjectKey()); owner != "" && key != target.SubjectKey() {
			where += fmt.Sprintf(" and o.%s = %s", column(target.SubjectKey()), owner)
		}
		return im.find(ctx, tx, "link", about, fmt.Sprintf("%s is not null and not exists (select from %s o where %s)", cell, registerTable(target.Name), where))
	}
	if identifies(im.table, c.variable) {
		client := im.filled(im.table.SubjectKey())
		return im.find(ctx, tx, "identifier", about, fmt.Sprintf(`exists (select from %s o where o.%s = %s and o.%s <> %s)
			or %s in (select %s from import_rows s group by 1 having count(*) > 1)`,
			registerTable(im.table.Name), column(c.variable.Column), cell, column(im.table.SubjectKey()), client, cell, cell))
	}
	return nil
}

// answers finds consents "not asked" of clients who have answered (6.1b): in the
// table, or in the file.
func (im *importing) answers(ctx context.Context, tx pgx.Tx) error {
	if im.table.Name != registers.ConsentTable {
		return nil
	}
	client, category, state := im.filled(im.table.SubjectKey()), im.filled("category"), im.filled("state")
	return im.findBroken(ctx, tx, registers.CheckAnswer(registers.NotAsked, registers.ConsentGiven), fmt.Sprintf(`%[3]s = 'not_asked' and (exists (
		select from registers.consent o where o.person_id = %[1]s and o.category = %[2]s and o.state <> 'not_asked') or (%[1]s, %[2]s) in (
		select %[1]s, %[2]s from %[4]s where %[3]s <> 'not_asked'))`, client, category, state, im.from()))
}

// unique finds rows whose key is there already, in the file or in the table.
func (im *importing) unique(ctx context.Context, tx pgx.Tx) error {
	var keys, same []string
	for _, k := range im.table.Keys {
		filled := im.filled(k)
		if filled == "" || im.table.Name == im.table.Subject { // numbered on the way in
			return nil
		}
		keys = append(keys, filled)
		same = append(same, fmt.Sprintf("o.%s = %s", column(k), filled))
	}
	return im.find(ctx, tx, "exists", im.table.Name+"."+im.table.Keys[len(im.table.Keys)-1], fmt.Sprintf(
		"exists (select from %s o where %s) or s.line in (select line from (select s.line, count(*) over (partition by %s) as n from %s) d where n > 1)",
		registerTable(im.table.Name), strings.Join(same, " and "), strings.Join(keys, ", "), im.from()))
}

// find reports every row that fulfils the condition as one that breaks the rule.
func (im *importing) find(ctx context.Context, tx pgx.Tx, rule, about, condition string) error {
	return im.findBroken(ctx, tx, refused(rule, about), condition)
}

func (im *importing) findBroken(ctx context.Context, tx pgx.Tx, broken error, condition string) error {
	rule, is := errors.AsType[*registers.RuleError](broken)
	if !is {
		return broken
	}
	rows, err := tx.Query(ctx, fmt.Sprintf("select s.line, count(*) over () from %s where %s order by s.line limit %d",
		im.from(), condition, im.bad.most))
	if err != nil {
		return err
	}
	var line, all, n int64
	if _, err := pgx.ForEachRow(rows, []any{&line, &all}, func() error {
		n++
		im.bad.add(line, rule)
		return nil
	}); err != nil {
		return fmt.Errorf("look up %s: %w", rule.About, err)
	}
	im.bad.all += all - n
	return nil
}

// from are the rows with what their codes stand for.
func (im *importing) from() string {
	joins := "import_rows s"
	for i, c := range im.header {
		if c.target != "" {
			joins += fmt.Sprintf(" left join import_code_%[1]d k%[1]d on k%[1]d.code = s.c%[1]d", i)
		}
	}
	if im.table.Name == im.table.Subject {
		joins += " join import_new n on n.line = s.line"
	}
	return joins
}

// filled is what a column gets from the file; empty when it says nothing of it.
func (im *importing) filled(name string) string {
	if name == im.table.SubjectKey() && im.table.Name == im.table.Subject {
		return "n.id"
	}
	for i, c := range im.header {
		switch {
		case c.role == "client-code" && name == im.table.SubjectKey(), c.role == "link-code" && c.variable.Column == name:
			return fmt.Sprintf("k%d.id", i)
		case c.role == "client" && name == im.table.SubjectKey(), c.role == "value" && c.variable.Column == name:
			return fmt.Sprintf("s.c%d", i)
		}
	}
	return ""
}

// move inserts the rows and sets their day of removal.
func (im *importing) move(ctx context.Context, tx pgx.Tx) error {
	now, err := moment(ctx, tx)
	if err != nil {
		return err
	}
	t, own := im.table, im.table.Name == im.table.Subject
	_, ties := tieEvents[t.Name]
	ownTable, _ := im.cat.Table(t.Subject)
	ties = ties || own || t.Register != ownTable.Register
	all := im.columns(t)
	from, client := im.from(), im.filled(t.SubjectKey())
	if !own {
		from += fmt.Sprintf(" join %s o on o.%s = %s", registerTable(t.Subject), column(t.SubjectKey()), client)
	}
	values := make([]string, len(all))
	for i, v := range all {
		filled := im.filled(v.Column)
		switch {
		case v.Column == "office":
			values[i] = "$1"
		case v.Column == "source" || v.Column == "recorder":
			values[i] = "s." + v.Column
		case v.Column == "recorded_at":
			values[i] = "$2::timestamptz"
		case v.Column == "removable_from" && !own:
			values[i] = "o.removable_from"
		case filled != "":
			values[i] = filled
		case v.Role == "key" && v.Kind == registers.Technical:
			values[i] = "nextval('permits.record_number')"
		default:
			values[i] = "null"
		}
	}
	tag, err := tx.Exec(ctx, fmt.Sprintf("insert into %s (%s) select %s from %s", registerTable(t.Name), names("", all),
		strings.Join(values, ", "), from), im.in.Office, now)
	switch {
	case violatesConstraint(err, "joint_service_has_begun"):
		return refused("joint", t.Name)
	case violates(err, "23505"):
		return refused("exists", t.Name)
	case err != nil:
		return err
	}
	im.report.Loaded = tag.RowsAffected()
	if im.report.Loaded != im.report.Rows {
		return fmt.Errorf("%d of %d rows were moved", im.report.Loaded, im.report.Rows)
	}
	if i := slices.IndexFunc(im.header, func(c importColumn) bool { return c.role == "client-code" }); own && i >= 0 {
		if _, err := tx.Exec(ctx, fmt.Sprintf(`insert into registers.person_identifier
			(person_id, code, temporary, valid_from, office, source, recorder, recorded_at)
			select n.id, s.c%[1]d, substr(s.c%[1]d, 8, 1) = '9', $3::text::date, $1, s.source, s.recorder, $2 from import_rows s join import_new n on n.line = s.line`, i),
			im.in.Office, now, im.day.String()); err != nil {
			return err
		}
	}
	return im.wind(ctx, tx, client, ties)
}

// wind locks the clients, late, so that nobody waits long, and sets the day of
// removal where a tie began or ended, by these rows or by somebody meanwhile.
func (im *importing) wind(ctx context.Context, tx pgx.Tx, client string, ties bool) error {
	t := im.table
	key := column(t.SubjectKey())
	if _, err := tx.Exec(ctx, fmt.Sprintf("create temporary table import_clients on commit drop as select distinct %s as id from %s", client, im.from())); err != nil {
		return err
	}
	rows, _ := tx.Query(ctx, fmt.Sprintf("select o.%[1]s from %[2]s o where o.%[1]s in (select id from import_clients) order by 1 for no key update",
		key, registerTable(t.Subject)))
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	if !ties {
		_, err := tx.Exec(ctx, fmt.Sprintf(`update %[1]s t set removable_from = o.removable_from from %[2]s o
			where o.%[3]s = t.%[3]s and t.%[3]s in (select id from import_clients) and t.removable_from is distinct from o.removable_from`,
			registerTable(t.Name), registerTable(t.Subject), key))
		return err
	}
	for from := 0; from < len(ids); from += 20_000 {
		if _, err := im.windAll(ctx, tx, t.Subject, ids[from:min(from+20_000, len(ids))], im.day); err != nil {
			return err
		}
	}
	return nil
}
