package extracts

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/RoaringBitmap/roaring/v2/roaring64"

	"tietolupa/permits"
	"tietolupa/pseudonymize"
	"tietolupa/registers"
)

// Input is everything that a build needs. Nothing else decides what comes out.
type Input struct {
	Order     permits.Order
	Catalogue *registers.Catalogue
	Snapshot  Snapshot
	Key       pseudonymize.PermitKey
	Dir       string // work folder; the build makes a private folder of its own in it
	// Threads read and write side by side: 0 for one per processor.
	Threads int
	// MemoryLimit is DuckDB's own, "300MB" when empty; the process takes about
	// 110 MB more. What does not fit is spilled beside the file.
	MemoryLimit string
	Progress    Progress // may be nil; never called by two at once
}

// Build makes the DuckDB file of an order: the tables and variables of its
// scope, each shown as granted, of those who belong to its population and are
// not removable on the law's day, sorted by pseudonym. Two builds over
// unchanged registers with one key have equal table hashes.
//
// It fails, and leaves nothing behind, when the scope asks for what the
// catalogue does not allow, when a stored value cannot be mapped
// (pseudonymize.Unmapped), when a check of the result fails, when the disk is
// full (ErrNoSpace) or ctx ends. The file holds nothing that is not delivered,
// not even in freed blocks; the caller removes it with Remove.
func Build(ctx context.Context, in Input) (_ Built, err error) {
	in = in.withDefaults()
	made, err := pseudonymize.New(in.Key)
	if err != nil {
		return Built{}, fmt.Errorf("build order %s: %w", in.Order.ID, err)
	}
	plans, err := makePlan(in.Order.Scope, in.Catalogue, in.Order.LawDay)
	if err != nil {
		return Built{}, fmt.Errorf("build order %s: %w", in.Order.ID, err)
	}
	folder, err := newWorkFolder(in.Dir)
	if err != nil {
		return Built{}, fmt.Errorf("build order %s: %w", in.Order.ID, spaceError(err))
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("build order %s: %w", in.Order.ID, err), removeWorkFolder(folder))
		}
	}()
	in.Progress("cohort", 0, 0)
	cohorts, err := findCohorts(ctx, &in, plans, made)
	if err != nil {
		return Built{}, err
	}
	b := builder{in: &in, made: made, cohorts: cohorts, seen: map[string]*roaring64.Bitmap{}}
	built := Built{
		Path: filepath.Join(folder, DataFile), Taken: in.Snapshot.Taken(), Snapshot: in.Snapshot.ID(),
		Cohorts: map[string][]byte{},
	}
	if built.Tables, err = b.run(ctx, built.Path, filepath.Join(folder, "spill"), plans); err != nil {
		return Built{}, spaceError(err)
	}
	for subject, seen := range b.seen {
		seen.RunOptimize()
		if built.Cohorts[subject], err = seen.ToBytes(); err != nil {
			return Built{}, fmt.Errorf("keep the cohort of %s: %w", subject, err)
		}
	}
	return built, nil
}

// Remove deletes the file with its folder.
func (b Built) Remove() error {
	if filepath.Base(b.Path) != DataFile {
		return nil // nothing was built
	}
	if err := removeWorkFolder(filepath.Dir(b.Path)); err != nil {
		return fmt.Errorf("remove a built file: %w", err)
	}
	return nil
}

func (in Input) withDefaults() Input {
	if in.Threads <= 0 {
		in.Threads = runtime.GOMAXPROCS(0)
	}
	if in.MemoryLimit == "" {
		in.MemoryLimit = "300MB"
	}
	if in.Progress == nil {
		in.Progress = func(string, int64, int64) {}
	}
	return in
}

type builder struct {
	in      *Input
	made    pseudonymize.Pseudonymizer
	cohorts map[string]*roaring64.Bitmap
	seen    map[string]*roaring64.Bitmap // by subject: who is in the extract
	duck    *instance
}

// run writes the file and leaves it detached.
func (b *builder) run(ctx context.Context, file, spill string, plans []tablePlan) (tables []BuiltTable, err error) {
	if err := os.Mkdir(spill, 0o700); err != nil {
		return nil, fmt.Errorf("make the spill folder: %w", err)
	}
	if b.duck, err = openInstance(ctx, file, spill, b.in.MemoryLimit, b.in.Threads); err != nil {
		return nil, err
	}
	defer func() {
		err = errors.Join(err, b.duck.close(), os.RemoveAll(spill))
	}()
	for i := range plans {
		t, err := b.table(ctx, &plans[i])
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	for _, statement := range []string{"CHECKPOINT " + attached, "DETACH " + attached} {
		if err := b.duck.exec(ctx, statement); err != nil {
			return nil, fmt.Errorf("finish the file: %w", cause(ctx, err))
		}
	}
	if err := os.Chmod(file, 0o600); err != nil {
		return nil, fmt.Errorf("finish the file: %w", err)
	}
	return tables, nil
}

// table makes, fills, describes and checks one table.
func (b *builder) table(ctx context.Context, plan *tablePlan) (BuiltTable, error) {
	name := plan.table.Name
	cohort := b.cohorts[plan.table.Subject]
	reading := registers.Reading{
		Table: plan.table, Columns: plan.reads, Period: b.in.Order.Scope.Period, LawDay: b.in.Order.LawDay,
	}
	if cohort.GetCardinality() <= smallCohort {
		reading.Subjects = []int64{}
		for it := cohort.Iterator(); it.HasNext(); {
			reading.Subjects = append(reading.Subjects, int64(it.Next()))
		}
	}
	parts, estimate, err := b.in.Snapshot.Split(ctx, reading, 8*b.in.Threads)
	if err != nil {
		return BuiltTable{}, err
	}
	src, err := newSource(ctx, b.in, plan, b.made, newMembership(cohort), parts)
	if err != nil {
		return BuiltTable{}, err
	}
	b.in.Progress(name, 0, estimate)
	src.progress = func(read int64) { b.in.Progress(name, read, max(read, estimate)) }
	defer func() { // workers may still be telling when another has failed
		src.telling.Lock()
		defer src.telling.Unlock()
		src.progress = func(int64) {}
	}()

	defs, columns := make([]string, len(plan.columns)), make([]string, len(plan.columns))
	for i, c := range plan.columns {
		columns[i] = sqlName(c.name())
		defs[i] = columns[i] + " " + c.sqlType()
	}
	sorts := make([]string, len(plan.sorts))
	for i, s := range plan.sorts {
		sorts[i] = sqlName(s)
	}
	target := attached + "." + sqlName(name)
	if err := b.duck.exec(ctx, "CREATE TABLE "+target+" ("+strings.Join(defs, ", ")+")"); err != nil {
		return BuiltTable{}, fmt.Errorf("make table %s: %w", name, cause(ctx, err))
	}
	function := "read_" + name
	if err := b.duck.register(function, src); err != nil {
		return BuiltTable{}, fmt.Errorf("make table %s: %w", name, err)
	}
	err = b.duck.exec(ctx, "INSERT INTO "+target+" SELECT "+strings.Join(columns, ", ")+
		" FROM "+sqlName(function)+"() ORDER BY "+strings.Join(sorts, ", "))
	seen, failed := src.end()
	switch {
	case failed != nil:
		return BuiltTable{}, failed
	case err != nil:
		return BuiltTable{}, fmt.Errorf("fill table %s: %w", name, cause(ctx, err))
	}
	if all := b.seen[plan.table.Subject]; all != nil {
		all.Or(seen)
	} else {
		b.seen[plan.table.Subject] = seen.Clone()
	}
	b.in.Progress(name, src.rows, src.rows)
	if err := b.describe(ctx, target, plan); err != nil {
		return BuiltTable{}, err
	}
	return b.check(ctx, target, plan, src, seen.GetCardinality())
}

// describe writes the catalogue's names and descriptions into the file, in the
// order's language.
func (b *builder) describe(ctx context.Context, target string, plan *tablePlan) error {
	language := b.in.Order.Language
	statements := []string{"COMMENT ON TABLE " + target + " IS " + sqlText(plan.table.Name3.In(language))}
	for _, c := range plan.columns {
		text := c.variable.Name.In(language)
		if more := c.variable.Text.In(language); more != "" {
			text += ". " + more
		}
		statements = append(statements, "COMMENT ON COLUMN "+target+"."+sqlName(c.name())+" IS "+sqlText(text))
	}
	for _, s := range statements {
		if err := b.duck.exec(ctx, s); err != nil {
			return fmt.Errorf("describe table %s: %w", plan.table.Name, cause(ctx, err))
		}
	}
	return nil
}

// cause prefers the reason that ctx ended for to DuckDB's words for it.
func cause(ctx context.Context, err error) error {
	if ctxErr := ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	return err
}
