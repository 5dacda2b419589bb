package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// ErrReplayFirst says that the ledger knows removals that the database does
// not: it has been restored, and ReplayLedger comes before anything else.
var ErrReplayFirst = errors.New("the ledger knows removals that the database does not: replay it first")

// RemovalOptions say how Remove works.
type RemovalOptions struct {
	Actor  permits.UserID // who runs it; empty for the service itself
	Batch  int            // clients in a transaction; 2,000 when 0
	Ledger *Ledger        // where removals are written down outside the database
	// ClearBits takes members out of a serialised cohort (roaring bitmap).
	// Without it Remove refuses to start while cohorts are kept.
	ClearBits func(bitmap []byte, ids []int64) ([]byte, error)
	// Archive gets, as lines of JSON, every row of the tables that Archives
	// names before it is removed (4.4). A batch is whole when a line
	// {"done": …} of its id follows; lines of a batch without one are to be
	// ignored, unless RemovalCarriedOut tells that the batch was committed. An
	// Archive with a method Sync() error is synced before each batch is
	// committed. Nothing is archived when either is nil.
	Archive  io.Writer
	Archives func(table registers.Table) bool
	// Progress is told after each batch; it may be nil.
	Progress func(RemovalReport)
}

// A RemovalReport counts what was done; it names nobody.
type RemovalReport struct {
	Batches  int              `json:"batches"`
	Clients  map[string]int64 `json:"clients"`  // by subject: all of their data
	Partly   map[string]int64 `json:"partly"`   // by register: data of that register, while another goes on
	Rows     map[string]int64 `json:"rows"`     // by table, its history included
	Shared   int64            `json:"shared"`   // rows that stay with the other party without the client
	Held     map[string]int64 `json:"held"`     // by subject: due, and kept by a hold (4.3b)
	Recount  int64            `json:"recount"`  // whose stored day was not what the rules give: set right, not removed
	Cohorts  int64            `json:"cohorts"`  // kept cohorts that lost members
	Archived int64            `json:"archived"` // rows written to the archive
	Erased   int64            `json:"erased"`   // rows that a request took (GDPR 17)
}

func newRemovalReport() RemovalReport {
	return RemovalReport{Clients: map[string]int64{}, Partly: map[string]int64{}, Rows: map[string]int64{}, Held: map[string]int64{}}
}

const removalBatch = 2000

// Remove takes away everything about the clients whose years have run on day
// (4.3a) and whom no hold keeps (4.3b), and before them each row that a request
// for erasure takes (GDPR 17; Subjects.DecideErasure). Of a client go the rows in
// every table of the registers and of their history, the holds and the token in
// the audit log, and the bit in every kept cohort. The stored day only finds them;
// the rules are asked again for each. A row that cannot be without another party,
// such as an offer of an employer's vacancy, stays with that party and names
// nobody; elsewhere a link to the client is emptied. When only one of a person's
// registers is due, that register's rows go; while the joint service's register
// goes on, the rows that say who the person is stay.
//
// It works in batches, each a transaction, while the service answers: a client
// whom somebody is just changing is left to the next run. When it fails or ctx
// ends, what was committed stays, the report says how far it came, and the next
// call goes on. Each batch is in the ledger, synced, before it is committed, and
// in the audit log with counts and a hash.
func (r *Registers) Remove(ctx context.Context, day registers.Day, opts RemovalOptions) (RemovalReport, error) {
	run, err := r.beginRemoval(ctx, day, opts)
	if err != nil {
		return newRemovalReport(), fmt.Errorf("remove: %w", err)
	}
	if err := run.erase(ctx); err != nil {
		return run.report, fmt.Errorf("remove: erase rows by request: %w", err)
	}
	for _, subject := range r.subjects() {
		plan, err := run.plan(ctx, subject)
		if err != nil {
			return run.report, fmt.Errorf("remove: %w", err)
		}
		for last, more := int64(0), true; more; {
			if last, more, err = run.batch(ctx, plan, last); err != nil {
				return run.report, fmt.Errorf("remove %ss: %w", subject, err)
			}
			if opts.Progress != nil {
				opts.Progress(run.report)
			}
		}
	}
	return run.report, nil
}

// A removalRun is one call of Remove or ReplayLedger.
type removalRun struct {
	*Registers
	day     registers.Day
	opts    RemovalOptions
	report  RemovalReport
	archive *json.Encoder
}

func (r *Registers) beginRemoval(ctx context.Context, day registers.Day, opts RemovalOptions) (*removalRun, error) {
	if day.IsZero() || opts.Ledger == nil {
		return nil, errors.New("a day and a ledger must be given")
	}
	if opts.Actor == "" {
		opts.Actor = Service
	}
	if opts.Batch <= 0 {
		opts.Batch = removalBatch
	}
	run := &removalRun{Registers: r, day: day, opts: opts, report: newRemovalReport()}
	if opts.Archive != nil && opts.Archives != nil {
		run.archive = json.NewEncoder(opts.Archive)
	}
	if opts.ClearBits == nil {
		var kept bool
		if err := r.db.pool.QueryRow(ctx, "select exists (select from permits.cohorts)").Scan(&kept); err != nil {
			return nil, err
		}
		if kept {
			return nil, errors.New("cohorts are kept, and nothing is given that clears their bits")
		}
	}
	if err := r.settle(ctx, opts.Ledger); err != nil {
		return nil, err
	}
	return run, nil
}

// settle makes the ledger and the database agree: what was written to the
// ledger and never committed is void.
func (r *Registers) settle(ctx context.Context, ledger *Ledger) error {
	rows, _ := r.db.pool.Query(ctx, "select batch_id::text from permits.removals")
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	carriedOut := map[string]bool{}
	for _, id := range ids {
		carriedOut[id] = true
	}
	for _, b := range ledger.batches {
		switch {
		case b.done && !carriedOut[b.Batch]:
			return ErrReplayFirst
		case !b.done && !b.void:
			if err := ledger.end(b, carriedOut[b.Batch]); err != nil {
				return err
			}
		}
	}
	return nil
}

// batch removes the next clients after last.
func (run *removalRun) batch(ctx context.Context, plan *removalPlan, last int64) (next int64, more bool, err error) {
	report := run.report.clone()
	var done *ledgerBatch
	var gone int64
	wholes := false
	err = run.db.command(ctx, func(tx pgx.Tx) error {
		if err := shutOutImports(ctx, tx); err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, plan.candidates, last, run.day.String(), run.opts.Batch)
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		if next, more = last, len(ids) == run.opts.Batch; len(ids) == 0 {
			return nil
		}
		next = ids[len(ids)-1]
		whole, parts, err := run.sort(ctx, tx, plan, ids, &report)
		if err != nil || len(whole)+len(parts) == 0 {
			return err
		}
		wholes = len(whole) > 0
		done, gone, err = run.carryOut(ctx, tx, plan, whole, parts, &report)
		return err
	})
	if err != nil {
		return last, false, err
	}
	run.report = report
	if run.archive != nil && gone > 0 {
		if err := run.archive.Encode(map[string]string{"done": done.Batch}); err != nil {
			return next, more, err
		}
	}
	if !wholes {
		return next, more, nil
	}
	run.report.Batches++
	return next, more, run.opts.Ledger.end(done, true)
}

// sort asks the rules again for each candidate: who goes as a whole, and of whom
// one register's rows go.
func (run *removalRun) sort(ctx context.Context, tx pgx.Tx, plan *removalPlan, ids []int64, report *RemovalReport) (whole []int64, parts map[string][]int64, err error) {
	all, err := run.standings(ctx, tx, plan.subject, ids, run.day)
	if err != nil {
		return nil, nil, err
	}
	parts = map[string][]int64{}
	var wrong []int64
	for _, id := range ids {
		due, held, goesOn := []string{}, false, false
		for register, removal := range all[id] {
			switch removal.State {
			case registers.Due:
				due = append(due, register)
			case registers.Held:
				held = true
			case registers.Open, registers.Running:
				goesOn = true
			}
		}
		switch {
		case held:
			report.Held[plan.subject]++
		case len(due) == 0:
			wrong = append(wrong, id)
		case !goesOn: // of a register without ties nothing is left to count from
			whole = append(whole, id)
		default:
			for _, register := range due {
				parts[register] = append(parts[register], id)
			}
		}
	}
	if len(wrong) > 0 {
		n, err := run.windAll(ctx, tx, plan.subject, wrong, run.day)
		if err != nil {
			return nil, nil, err
		}
		report.Recount += n
	}
	return whole, parts, nil
}

func (r RemovalReport) clone() RemovalReport {
	r.Clients, r.Partly = maps.Clone(r.Clients), maps.Clone(r.Partly)
	r.Rows, r.Held = maps.Clone(r.Rows), maps.Clone(r.Held)
	return r
}
