package extracts

import (
	"bytes"
	"container/heap"
	"context"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2/roaring64"

	"tietolupa/permits"
	"tietolupa/pseudonymize"
	"tietolupa/registers"
)

// smallCohort is up to how many members are named in the query, so that the
// register's index finds their rows; more are filtered while reading.
const smallCohort = 4000

// findCohorts finds whom the extract is about, per subject of its tables: who
// fulfils the population's conditions on that subject, and is not removable.
// An area limits employers and providers by their own municipality (7.2a). A
// sample is drawn of persons.
func findCohorts(ctx context.Context, in *Input, plans []tablePlan, made pseudonymize.Pseudonymizer) (map[string]*roaring64.Bitmap, error) {
	where, err := conditions(in.Order.Scope, in.Catalogue)
	if err != nil {
		return nil, err
	}
	cohorts := map[string]*roaring64.Bitmap{}
	for _, p := range plans {
		subject := p.table.Subject
		if cohorts[subject] != nil {
			continue
		}
		set, err := findCohort(ctx, in, subject, where[subject])
		if err != nil {
			return nil, err
		}
		if n := in.Order.Scope.Sample; n > 0 && subject == "person" {
			if set, err = draw(set, n, made); err != nil {
				return nil, err
			}
		}
		set.RunOptimize()
		cohorts[subject] = set
	}
	return cohorts, nil
}

// conditions sorts the population's conditions by the subject they are about.
func conditions(scope permits.Scope, cat *registers.Catalogue) (map[string][]registers.Predicate, error) {
	where := map[string][]registers.Predicate{}
	for _, p := range scope.Population {
		if p.ID == permits.AreaVariable {
			for subject, id := range areaVariables {
				q := p
				q.ID = id
				where[subject] = append(where[subject], q)
			}
			continue
		}
		v, ok := cat.Variable(p.ID)
		if !ok {
			return nil, fmt.Errorf("find the cohort: %q is not in the catalogue", p.ID)
		}
		t, _ := cat.Table(v.Table)
		where[t.Subject] = append(where[t.Subject], p)
	}
	return where, nil
}

// areaVariables say where each subject is, for an ELY centre's own area.
var areaVariables = map[string]string{
	"person":   permits.AreaVariable,
	"employer": "employer.municipality@ely",
	"provider": "provider.municipality@ely",
}

func findCohort(ctx context.Context, in *Input, subject string, where []registers.Predicate) (*roaring64.Bitmap, error) {
	set := roaring64.New()
	ids := make([]uint64, 0, 1<<14)
	for id, err := range in.Snapshot.Cohort(ctx, subject, where, in.Order.LawDay) {
		if err != nil {
			return nil, err
		}
		if id <= 0 {
			return nil, fmt.Errorf("find the cohort of %s: %w", subject, pseudonymize.Unmapped{What: "the id of a " + subject})
		}
		if ids = append(ids, uint64(id)); len(ids) == cap(ids) {
			slices.Sort(ids)
			set.AddMany(ids)
			ids = ids[:0]
			in.Progress("cohort", int64(set.GetCardinality()), 0)
		}
	}
	set.AddMany(ids)
	return set, ctx.Err()
}

// draw keeps the n members whose keyed value is the smallest. The same members
// are drawn in every delivery; one who leaves the population is followed by the
// next. With n or fewer members all are kept.
func draw(set *roaring64.Bitmap, n int, made pseudonymize.Pseudonymizer) (*roaring64.Bitmap, error) {
	if set.GetCardinality() <= uint64(n) {
		return set, nil
	}
	maker, err := made.Draw("person")
	if err != nil {
		return nil, err
	}
	var drawn lots
	for it := set.Iterator(); it.HasNext(); {
		id := it.Next()
		value, err := maker.Of(int64(id))
		if err != nil {
			return nil, err
		}
		switch {
		case len(drawn) < n:
			heap.Push(&drawn, lot{value, id})
		case bytes.Compare(value[:], drawn[0].value[:]) < 0:
			drawn[0] = lot{value, id}
			heap.Fix(&drawn, 0)
		}
	}
	out := roaring64.New()
	for _, l := range drawn {
		out.Add(l.id)
	}
	return out, nil
}

// lots is a heap with the largest value on top.
type lots []lot

type lot struct {
	value pseudonymize.Pseudonym
	id    uint64
}

func (l lots) Len() int           { return len(l) }
func (l lots) Less(i, j int) bool { return bytes.Compare(l[i].value[:], l[j].value[:]) > 0 }
func (l lots) Swap(i, j int)      { l[i], l[j] = l[j], l[i] }
func (l *lots) Push(x any)        { *l = append(*l, x.(lot)) }
func (l *lots) Pop() any {
	last := (*l)[len(*l)-1]
	*l = (*l)[:len(*l)-1]
	return last
}
