package postgres

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// filesAtOnce is how many files are made between two hand-overs: about 4 MB of rows.
const filesAtOnce = 1024

// feedPersons makes the person files on all cores and hands them to their
// tables in order, so that a table's rows lie as its key does.
func (l *loader) feedPersons(ctx context.Context) error {
	persons := l.population.Persons()
	makers := runtime.GOMAXPROCS(0)
	ready := make(chan chan *fileRows, makers+1) // in order of the files
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(makers + 2)
	group.Go(func() error {
		for made := range ready {
			var rows *fileRows
			select {
			case rows = <-made:
			case <-ctx.Done():
				return ctx.Err()
			}
			if err := l.hand(ctx, rows); err != nil {
				return err
			}
			l.done.Add(int64(rows.files))
		}
		return nil
	})
	group.Go(func() error {
		defer close(ready)
		for from := 0; from < persons; from += filesAtOnce {
			to := min(from+filesAtOnce, persons)
			made := make(chan *fileRows, 1)
			select {
			case ready <- made:
			case <-ctx.Done():
				return ctx.Err()
			}
			group.Go(func() error {
				rows := newRows(to - from)
				for f := range l.population.Files(from, to) {
					rows.addPerson(f)
				}
				made <- rows
				return nil
			})
		}
		return nil
	})
	return group.Wait()
}

// feedFirms makes the employer and the provider files.
func (l *loader) feedFirms(ctx context.Context) error {
	for from := 0; from < l.population.Employers(); from += filesAtOnce {
		to := min(from+filesAtOnce, l.population.Employers())
		rows := newRows(to - from)
		for f := range l.population.EmployerFiles(from, to) {
			rows.addEmployer(f)
		}
		if err := l.hand(ctx, rows); err != nil {
			return err
		}
		l.done.Add(int64(rows.files))
	}
	for from := 0; from < l.population.Providers(); from += filesAtOnce {
		to := min(from+filesAtOnce, l.population.Providers())
		rows := newRows(to - from)
		for f := range l.population.ProviderFiles(from, to) {
			rows.addProvider(f)
		}
		if err := l.hand(ctx, rows); err != nil {
			return err
		}
		l.done.Add(int64(rows.files))
	}
	return nil
}

// hand gives rows to the lanes of their tables, which own them from then on.
func (l *loader) hand(ctx context.Context, rows *fileRows) error {
	for i, r := range rows.of {
		if len(r.b) == 0 {
			continue
		}
		select {
		case l.lanes[i%lanesAtOnce].chunks <- chunk{i, r.b}:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
