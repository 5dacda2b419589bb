package extracts

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2/roaring64"

	"tietolupa/permits"
	"tietolupa/pseudonymize"
	"tietolupa/registers"
)

// smallCell is the number of persons under which a value is counted as small:
// the cell that published employment statistics hide.
const smallCell = 5

// classSizes are the bands of the distribution of k, by their first size.
var classSizes = []int64{1, 2, 3, 5, 10, 50, 100, 1000}

// DryRun builds what t asks for as any order is built, with a key that nobody
// keeps, measures the risk of the file and removes it: nothing leaves. The
// report counts persons and names variables and holds no value. in needs
// catalogue, snapshot and folder alone.
func DryRun(ctx context.Context, t permits.Trial, in Input) (report permits.RiskReport, taken time.Time, err error) {
	in.Order = permits.Order{ID: permits.OrderID(fmt.Sprintf("%s/%d", t.Case, t.No)), Scope: t.Scope, LawDay: t.LawDay, Language: "fi"}
	if in.Key, err = pseudonymize.NewPermitKey(rand.Reader); err != nil {
		return report, taken, fmt.Errorf("dry run: %w", err)
	}
	built, err := Build(ctx, in)
	if err != nil {
		return report, taken, fmt.Errorf("dry run: %w", err)
	}
	defer func() { err = errors.Join(err, built.Remove()) }()
	db, err := openSealed(ctx, built.Path, filepath.Dir(built.Path))
	if err != nil {
		return report, taken, fmt.Errorf("dry run: %w", err)
	}
	defer db.Close()
	report, err = assess(ctx, db, built, in.Catalogue)
	return report, built.Taken, err
}

// assess measures a built file.
func assess(ctx context.Context, db *sql.DB, built Built, cat *registers.Catalogue) (r permits.RiskReport, err error) {
	risk, err := measureRisk(ctx, db, built.Tables, cat)
	if err != nil {
		return r, err
	}
	if bitmap := built.Cohorts[riskTable]; bitmap != nil {
		of := roaring64.New()
		if err := of.UnmarshalBinary(bitmap); err != nil {
			return r, fmt.Errorf("assess the dry run: read the cohort: %w", err)
		}
		r.Persons = int64(of.GetCardinality())
	}
	a := assessment{ctx: ctx, db: db, cat: cat}
	if m := risk.Measures; m != nil {
		r.Quasi, r.Classes, r.SmallestClass, r.Uniques = m.Quasi, m.Classes, m.SmallestClass, m.Uniques
		for _, id := range m.Quasi {
			v, _ := cat.Variable(id)
			a.quasi = append(a.quasi, "p."+sqlName(v.DeliveredName()))
		}
		if r.Sizes, err = a.sizes(); err != nil {
			return r, err
		}
	}
	for _, t := range built.Tables {
		subject, _ := cat.SubjectVariable(t.Name)
		one := permits.TrialTable{Name: t.Name, Rows: t.Rows}
		if one.Subjects, err = a.count(`select count(distinct ` + sqlName(subject.DeliveredName()) + `) from ` + sqlName(t.Name)); err != nil {
			return r, err
		}
		r.Tables = append(r.Tables, one)
		table, _ := cat.Table(t.Name)
		for _, c := range t.Columns {
			v, _ := cat.Variable(c.ID)
			switch {
			case c.Protection == registers.Pseudonym || table.Subject != riskTable:
				continue
			case v.Class == registers.Quasi:
				cells, err := a.cells(t.Name, subject.DeliveredName(), c)
				if err != nil {
					return r, err
				}
				r.Cells = append(r.Cells, cells)
			case v.Class == registers.Special && len(a.quasi) > 0:
				told, err := a.sensitive(t.Name, subject.DeliveredName(), c)
				if err != nil {
					return r, err
				}
				r.Sensitive = append(r.Sensitive, told)
			}
		}
	}
	return r, nil
}

type assessment struct {
	ctx   context.Context
	db    *sql.DB
	cat   *registers.Catalogue
	quasi []string // columns of the person table, as p."name"
}

func (a assessment) count(query string) (n int64, err error) {
	if err = a.db.QueryRowContext(a.ctx, query).Scan(&n); err != nil {
		return 0, fmt.Errorf("assess the dry run: %w", spaceError(err))
	}
	return n, nil
}

// sizes counts the classes, and the persons in them, by the bands of classSizes.
func (a assessment) sizes() (all []permits.ClassSizes, err error) {
	for i, from := range classSizes {
		band := permits.ClassSizes{From: from}
		having := fmt.Sprintf("n >= %d", from)
		if i+1 < len(classSizes) {
			band.To = classSizes[i+1] - 1
			having += fmt.Sprintf(" and n <= %d", band.To)
		}
		err := a.db.QueryRowContext(a.ctx, `select count(*), coalesce(sum(n), 0)::bigint
			from (select count(*) as n from `+sqlName(riskTable)+` p group by `+strings.Join(a.quasi, ", ")+`) where `+having).
			Scan(&band.Classes, &band.Persons)
		if err != nil {
			return nil, fmt.Errorf("assess the dry run: %w", spaceError(err))
		}
		all = append(all, band)
	}
	return all, nil
}

// cells counts the values of one column that few persons have.
func (a assessment) cells(table, subject string, c BuiltColumn) (permits.SmallCells, error) {
	s := permits.SmallCells{Variable: c.ID, Protection: c.Protection, Threshold: smallCell}
	err := a.db.QueryRowContext(a.ctx, fmt.Sprintf(`select count(*), count(*) filter (n < %d), coalesce(sum(n) filter (n < %[1]d), 0)::bigint
		from (select count(distinct %s) as n from %s where %s is not null group by %[4]s)`, smallCell, sqlName(subject), sqlName(table), sqlName(c.Name))).
		Scan(&s.Values, &s.Small, &s.Persons)
	if err != nil {
		return s, fmt.Errorf("assess the dry run: %w", spaceError(err))
	}
	return s, nil
}

// sensitive says what the classes of the person table tell of a column with
// special categories, be it in that table or in another of the same persons. A
// person without a value has the value of having none.
func (a assessment) sensitive(table, subject string, c BuiltColumn) (permits.SensitiveClass, error) {
	s := permits.SensitiveClass{Variable: c.ID, Protection: c.Protection}
	person, _ := a.cat.SubjectVariable(riskTable)
	key := "p." + sqlName(person.DeliveredName())
	from := `(select ` + key + ` as id, p.` + sqlName(c.Name) + `::varchar as v, hash(` + strings.Join(a.quasi, ", ") + `) as class from ` + sqlName(riskTable) + ` p)`
	if table != riskTable {
		from = `(select ` + key + ` as id, t.` + sqlName(c.Name) + `::varchar as v, hash(` + strings.Join(a.quasi, ", ") + `) as class
			from ` + sqlName(riskTable) + ` p left join ` + sqlName(table) + ` t on t.` + sqlName(subject) + ` = ` + key + `)`
	}
	err := a.db.QueryRowContext(a.ctx, `select coalesce(min(d), 0), count(*) filter (d = 1 and n > 1), coalesce(sum(n) filter (d = 1 and n > 1), 0)::bigint
		from (select count(distinct coalesce(v, '')) as d, count(distinct id) as n from `+from+` group by class)`).
		Scan(&s.Diversity, &s.Told, &s.Persons)
	if err != nil {
		return s, fmt.Errorf("assess the dry run: %w", spaceError(err))
	}
	return s, nil
}
