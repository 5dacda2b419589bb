package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"tietolupa/registers/synthetic"
)

// ErrRegistersInUse is returned by Load when the registers already hold rows.
var ErrRegistersInUse = errors.New("the registers already hold rows")

// loadLock names the advisory lock that keeps two loads apart.
const loadLock = 28_916_2013

// A loadTable is a table of the registers as Load writes it.
type loadTable struct{ name, columns string }

const entryColumns = "office, source, recorder, recorded_at, removable_from"

// The tables whose rows have a type of their own, by their place in loadTables;
// the others come after them.
const (
	employerAt = iota
	vacancyAt
	providerAt
	procuredAt
	personAt
	identifierAt
	clientshipAt
	searchAt
	spellAt
	planAt
	offerAt
	periodAt
	typedTables
)

var loadTables = func() []loadTable {
	all := []loadTable{
		employerAt:   {"employer", "employer_id, business_id, name, industry, municipality, start_date, end_date"},
		vacancyAt:    {"vacancy", "employer_id, vacancy_id, notice_number, occupation, municipality, reported_on, closed_on, positions, working_time, duration, relation, summer_job, apprenticeship"},
		providerAt:   {"provider", "provider_id, business_id, name, municipality, start_date, end_date"},
		procuredAt:   {"procured_service", "provider_id, procured_service_id, kind, contract_number, start_date, end_date, price, places"},
		personAt:     {"person", "person_id, family_name, given_names, birth_date, sex, mother_tongue, citizenship, municipality, street_address, phone, email, protected_address, education, disability, affects_employment, indispensable, fund_member"},
		identifierAt: {"person_identifier", "person_id, code, temporary, valid_from, valid_to"},
		clientshipAt: {"clientship", "person_id, clientship_id, start_date, end_date, service_line, service_line_on, contact_mode, contact_on"},
		searchAt:     {"job_search", "person_id, job_search_id, start_date, end_date, occupation"},
		spellAt:      {"employment_code", "person_id, spell_id, code, start_date, end_date, end_reason"},
		planAt:       {"plan", "person_id, plan_id, kind, signed_on, review_on"},
		offerAt:      {"job_offer", "person_id, offer_id, employer_id, vacancy_id, offered_on, result"},
		periodAt:     {"service_period", "person_id, service_period_id, kind, start_date, end_date, provider_id, procured_service_id"},
	}
	for _, t := range synthetic.Tables() {
		all = append(all, loadTable{t.Name, strings.Join(t.Columns, ", ")})
	}
	return all
}()

// Load fills empty registers with an invented population, by binary COPY over
// six connections besides the pool's own. Keys and indexes are taken away
// before and made again after, and the planner's statistics are gathered.
//
// It is all or nothing: when it fails or ctx ends, the registers are empty and
// their keys in place. A load whose process was killed leaves no persons and no
// key on registers.person, by which the next Load knows it and starts over.
// Load refuses with ErrRegistersInUse when the registers hold rows already, and
// fails when another Load is at work. The user must own the registers.
//
// progress, which may be nil, is told how many files of persons, employers and
// providers are done, from one goroutine at a time; done is total only when
// everything is committed.
func Load(ctx context.Context, pool *pgxpool.Pool, population *synthetic.Population, progress func(done, total int64)) error {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	if err := load(ctx, pool, population, progress); err != nil {
		return fmt.Errorf("load the registers: %w", err)
	}
	return nil
}

func load(ctx context.Context, pool *pgxpool.Pool, population *synthetic.Population, progress func(done, total int64)) (err error) {
	guard, err := pgx.ConnectConfig(ctx, pool.Config().ConnConfig.Copy())
	if err != nil {
		return err
	}
	defer guard.Close(context.WithoutCancel(ctx))
	if err := beginLoad(ctx, guard); err != nil {
		return err
	}
	l := &loader{config: pool.Config().ConnConfig, population: population}
	l.total = int64(population.Persons() + population.Employers() + population.Providers())
	defer func() {
		l.close()
		if err == nil {
			progress(l.total, l.total)
			return
		}
		// The guard's own connection may have ended with ctx; this one has time of its own.
		clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		err = errors.Join(err, abandonLoad(clean, l.config))
	}()
	told := make(chan struct{})
	stop := l.tell(progress, told)
	err = l.run(ctx)
	close(stop)
	<-told
	return err
}

// beginLoad takes the lock, sees that the registers are empty, and marks the
// load as begun by taking the key of registers.person away.
func beginLoad(ctx context.Context, conn *pgx.Conn) error {
	var alone, marked bool
	if err := conn.QueryRow(ctx, "select pg_try_advisory_lock($1)", loadLock).Scan(&alone); err != nil {
		return err
	}
	if !alone {
		return errors.New("another load is at work")
	}
	if err := conn.QueryRow(ctx, `select not exists (select from pg_constraint
		where conrelid = 'registers.person'::regclass and conname = 'person_pk')`).Scan(&marked); err != nil {
		return err
	}
	for _, t := range loadTables {
		if marked && t.name != "person" {
			continue
		}
		var used bool
		if err := conn.QueryRow(ctx, "select exists (select from registers."+t.name+")").Scan(&used); err != nil {
			return err
		}
		if used {
			return fmt.Errorf("%w: table %s", ErrRegistersInUse, t.name)
		}
	}
	_, err := conn.Exec(ctx, "alter table registers.person drop constraint if exists person_pk")
	return err
}

const addPersonKey = "alter table registers.person add constraint person_pk primary key (person_id)"

// abandonLoad empties every table and puts the key of registers.person back.
func abandonLoad(ctx context.Context, config *pgx.ConnConfig) error {
	conn, err := pgx.ConnectConfig(ctx, config.Copy())
	if err != nil {
		return fmt.Errorf("empty the registers again: %w", err)
	}
	defer conn.Close(ctx)
	names := make([]string, len(loadTables))
	for i, t := range loadTables {
		names[i] = "registers." + t.name
	}
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "truncate "+strings.Join(names, ", ")); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, addPersonKey)
		return err
	})
	if err != nil {
		return fmt.Errorf("empty the registers again: %w", err)
	}
	return nil
}

// lanesAtOnce is over how many connections a load writes.
const lanesAtOnce = 6

// A loader runs one load: each of its lanes has a connection, a transaction and
// a share of the tables.
type loader struct {
	config     *pgx.ConnConfig
	population *synthetic.Population
	lanes      []*lane
	done       atomic.Int64
	total      int64
}

func (l *loader) run(ctx context.Context) error {
	l.lanes = make([]*lane, lanesAtOnce)
	opening, step := errgroup.WithContext(ctx)
	for i := range l.lanes {
		opening.Go(func() (err error) {
			l.lanes[i], err = openLane(step, l.config, i)
			return err
		})
	}
	if err := opening.Wait(); err != nil {
		return err
	}
	if err := l.write(ctx); err != nil {
		return err
	}
	// Two at a time: each index is built in the memory of one maintenance_work_mem or more.
	finishing, step := errgroup.WithContext(ctx)
	finishing.SetLimit(2)
	for _, lane := range l.lanes {
		finishing.Go(func() error { return lane.finish(step) })
	}
	if err := finishing.Wait(); err != nil {
		return err
	}
	// The lane of registers.person last, so that a register with persons is a whole one.
	last := l.lanes[personAt%lanesAtOnce]
	committing, step := errgroup.WithContext(ctx)
	for _, lane := range l.lanes {
		if lane != last {
			committing.Go(func() error { return lane.commit(step) })
		}
	}
	if err := committing.Wait(); err != nil {
		return err
	}
	return last.commit(ctx)
}

// write makes the files and copies their rows.
func (l *loader) write(ctx context.Context) error {
	copying, step := errgroup.WithContext(ctx)
	for _, lane := range l.lanes {
		copying.Go(func() error { return lane.copy(step) })
	}
	copying.Go(func() error {
		feeding, step := errgroup.WithContext(step)
		feeding.Go(func() error { return l.feedPersons(step) })
		feeding.Go(func() error { return l.feedFirms(step) })
		if err := feeding.Wait(); err != nil {
			return err
		}
		for _, lane := range l.lanes {
			close(lane.chunks)
		}
		return nil
	})
	return copying.Wait()
}

// close ends the connections; what was not committed is rolled back.
func (l *loader) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for _, lane := range l.lanes {
		if lane != nil {
			_ = lane.conn.Close(ctx) // the server rolls back what the goodbye does not reach
		}
	}
}

// tell reports four times a second until the channel it returns is closed.
func (l *loader) tell(progress func(done, total int64), told chan<- struct{}) (stop chan struct{}) {
	stop = make(chan struct{})
	go func() {
		defer close(told)
		tick := time.NewTicker(250 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				progress(min(l.done.Load(), l.total-1), l.total)
			}
		}
	}()
	return stop
}
