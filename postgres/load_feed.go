package postgres

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// filesAtOnce is how many files are made between two hand-overs: about 2 MB of rows.
const filesAtOnce = 1024

// feedPersons makes the person files on all cores and hands them to their
// tables in order, so that a table's rows lie as its key does.
func (l *loader) feedPersons(ctx context.Context) error {
	persons := l.population.Persons()
	makers := runtime.GOMAXPROCS(0)
	ready := make(chan chan *personRows, makers+1) // in order of the files
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(makers + 2)
	group.Go(func() error {
		for made := range ready {
			var rows *personRows
			select {
			case rows = <-made:
			case <-ctx.Done():
				return ctx.Err()
			}
			for name, chunk := range rows.chunks() {
				if err := l.table(name).feed(ctx, chunk); err != nil {
					return err
				}
			}
			l.done.Add(int64(rows.files))
		}
		for name := range (&personRows{}).chunks() {
			close(l.table(name).chunks)
		}
		return nil
	})
	group.Go(func() error {
		defer close(ready)
		for from := 0; from < persons; from += filesAtOnce {
			to := min(from+filesAtOnce, persons)
			made := make(chan *personRows, 1)
			select {
			case ready <- made:
			case <-ctx.Done():
				return ctx.Err()
			}
			group.Go(func() error {
				rows := &personRows{files: to - from}
				for f := range l.population.Files(from, to) {
					rows.add(f)
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
	rows := &firmRows{}
	hand := func(files int) error {
		for name, chunk := range rows.chunks() {
			if err := l.table(name).feed(ctx, chunk); err != nil {
				return err
			}
		}
		l.done.Add(int64(files))
		*rows = firmRows{}
		return nil
	}
	for from := 0; from < l.population.Employers(); from += filesAtOnce {
		to := min(from+filesAtOnce, l.population.Employers())
		for f := range l.population.EmployerFiles(from, to) {
			rows.addEmployer(f)
		}
		if err := hand(to - from); err != nil {
			return err
		}
	}
	for f := range l.population.ProviderFiles(0, l.population.Providers()) {
		rows.addProvider(f)
	}
	if err := hand(l.population.Providers()); err != nil {
		return err
	}
	for name := range rows.chunks() {
		close(l.table(name).chunks)
	}
	return nil
}

func (l *loader) table(name string) *tableLoad {
	for _, t := range l.tables {
		if t.name == name {
			return t
		}
	}
	panic("load: no table " + name) // names stand in the code only
}
