package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"tietolupa/extracts"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/pseudonymize"
	"tietolupa/registers"
)

// A counting room answers questions of drafts from the nightly summary of the
// registers. It alone sees exact counts: what leaves it has been moved and put
// in bands.
type countingRoom struct {
	db      *postgres.DB
	cat     *registers.Catalogue
	dir     string // of the summaries
	scratch string
	noise   pseudonymize.Pseudonymizer

	mu   sync.Mutex
	open map[int64]*extracts.SummaryFile // the one in use, and the one before while it is
}

func newCountingRoom(p *place, cat *registers.Catalogue, kek pseudonymize.KEK, keys, scratch string) (*countingRoom, error) {
	dir, err := p.folder("summary")
	if err != nil {
		return nil, err
	}
	key, err := openNoiseKey(filepath.Join(keys, "feasibility"), kek)
	if err != nil {
		return nil, err
	}
	noise, err := pseudonymize.New(key)
	if err != nil {
		return nil, err
	}
	return &countingRoom{db: p.work, cat: cat, dir: dir, scratch: scratch, noise: noise, open: map[int64]*extracts.SummaryFile{}}, nil
}

// noiseBasis is what the key of the answers' noise is bound to.
const noiseBasis = "feasibility"

// openNoiseKey reads the key that answers are moved by, or makes it: all workers
// that share the folder move a question alike.
func openNoiseKey(file string, kek pseudonymize.KEK) (none pseudonymize.PermitKey, _ error) {
	wrapped, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		if wrapped, err = makeNoiseKey(file, kek); err != nil {
			return none, err
		}
	}
	if err != nil {
		return none, err
	}
	return kek.Unwrap(wrapped, noiseBasis, keyVersion)
}

func makeNoiseKey(file string, kek pseudonymize.KEK) ([]byte, error) {
	key, err := pseudonymize.NewPermitKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	wrapped, err := kek.Wrap(key, noiseBasis, keyVersion)
	if err != nil {
		return nil, err
	}
	draft := file + "." + rand.Text()
	if err := os.WriteFile(draft, wrapped, 0o600); err != nil {
		return nil, err
	}
	defer os.Remove(draft)
	if err := os.Link(draft, file); err != nil && !errors.Is(err, os.ErrExist) { // another worker was first
		return nil, err
	}
	return os.ReadFile(file)
}

func numberIn(args json.RawMessage) (int64, error) {
	var job struct {
		ID int64 `json:"id"`
	}
	if err := json.Unmarshal(args, &job); err != nil || job.ID == 0 {
		return 0, fmt.Errorf("read the number of a job: %w", err)
	}
	return job.ID, nil
}

// file is where a summary stands.
func (r *countingRoom) file(id int64) string {
	return filepath.Join(r.dir, summaryPrefix+strconv.FormatInt(id, 10)+".duckdb")
}

const summaryPrefix = "summary-"

// summarize makes the summary of that number; watch may be nil.
func (r *countingRoom) summarize(ctx context.Context, id int64, connections int, watch func(done, total int64)) error {
	return r.db.MakeSummary(ctx, id, func(ctx context.Context, s postgres.RegisterSummary) (postgres.RegisterSummary, error) {
		now, err := r.db.Now(ctx)
		if err != nil {
			return s, err
		}
		snapshot, err := postgres.OpenSnapshot(ctx, r.db.Pool(), r.cat, now)
		if err != nil {
			return s, err
		}
		made, err := extracts.Summarize(ctx, extracts.SummaryInput{
			Catalogue: r.cat, Snapshot: snapshot, LawDay: s.Day, Dir: r.scratch, To: r.file(id), Threads: connections,
			Progress: func(_ string, done, total int64) {
				_ = r.db.SummaryProgress(ctx, id, done, total) // worth no more than a look
				if watch != nil {
					watch(done, total)
				}
			},
		})
		if err = errors.Join(err, snapshot.Close()); err != nil {
			return s, err
		}
		s.Taken, s.Persons, s.Rows, s.Bytes = now, made.Persons, made.Rows, made.Bytes
		return s, r.tidy(id)
	})
}

// tidy removes the summaries that nobody asks any more: all but this one and the
// one before, of which a question may be on its way.
func (r *countingRoom) tidy(newest int64) error {
	files, err := filepath.Glob(filepath.Join(r.dir, summaryPrefix+"*.duckdb"))
	if err != nil {
		return err
	}
	var ids []int64
	for _, f := range files {
		number := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(f), summaryPrefix), ".duckdb")
		if id, err := strconv.ParseInt(number, 10, 64); err == nil && id < newest {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for i, id := range ids {
		if i < len(ids)-1 {
			err = errors.Join(err, os.Remove(r.file(id)))
		}
	}
	return err
}

// summary opens the file of a summary, and keeps it open until two later ones
// have been asked.
func (r *countingRoom) summary(ctx context.Context, id int64) (*extracts.SummaryFile, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f := r.open[id]; f != nil {
		return f, nil
	}
	f, err := extracts.OpenSummary(ctx, r.file(id), r.scratch, r.cat)
	if err != nil {
		return nil, err
	}
	r.open[id] = f
	for old, f := range r.open {
		if old < id-1 {
			delete(r.open, old)
			if err := f.Close(); err != nil {
				return nil, err
			}
		}
	}
	return r.open[id], nil
}

// answer answers one question: measured exactly, moved, put in bands, stored.
func (r *countingRoom) answer(ctx context.Context, id int64) error {
	q, err := r.db.FeasibilityQuestion(ctx, id)
	if err != nil || !q.Waits() {
		return err
	}
	file, err := r.summary(ctx, q.Summary)
	if err != nil {
		return err
	}
	measured, err := file.Ask(ctx, q.Question)
	if err != nil {
		return err
	}
	figures, err := permits.Disclose(q.Question, measured, r.cat, r.draws(q))
	if err != nil {
		return err
	}
	return r.db.AnswerFeasibility(ctx, id, figures)
}

// draws gives the uniform bits of a question's measures: the same whoever asks,
// and others for every question and summary.
func (r *countingRoom) draws(q postgres.FeasibilityQuestion) func(measure string) (uint64, error) {
	return func(measure string) (uint64, error) {
		maker, err := r.noise.Draw("question")
		if err != nil {
			return 0, err
		}
		name := sha256.Sum256([]byte(strings.Join([]string{q.Hash, strconv.FormatInt(q.Summary, 10), measure}, "\x00")))
		bits, err := maker.Of(int64(binary.BigEndian.Uint64(name[:8])>>1 | 1))
		return binary.BigEndian.Uint64(bits[:8]), err
	}
}

// nightEvery is how often it is looked whether the night's work is due.
const nightEvery = time.Minute

// nightly has the summary made and the permits looked after when the service's
// day has changed, until ctx ends.
func (w *workshop) nightly(ctx context.Context) {
	for {
		if err := w.db.QueueDueSummary(ctx); err != nil && ctx.Err() == nil {
			w.log.Warn("summary of the registers not queued", "cause", err) // the next round does
		}
		if err := w.db.QueueDueLife(ctx); err != nil && ctx.Err() == nil {
			w.log.Warn("the day's work on permits not queued", "cause", err)
		}
		if err := w.ledgerKeys(ctx); err != nil && ctx.Err() == nil {
			w.log.Warn("destroyed keys not in the ledger", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(nightEvery):
		}
	}
}

// countingJobs are the jobs of the counting room. One that fails ends at once:
// whoever waits is told, and may ask again.
func (w *workshop) countingJobs() map[string]func(context.Context, json.RawMessage) error {
	prompt := func(do func(ctx context.Context, id int64) error, fail func(ctx context.Context, id int64) error) func(context.Context, json.RawMessage) error {
		return func(ctx context.Context, args json.RawMessage) error {
			id, err := numberIn(args)
			if err != nil {
				return err
			}
			err = do(ctx, id)
			if err == nil || ctx.Err() != nil { // cut off: the queue hands it out again
				return err
			}
			w.log.Error("a question or a file failed", "number", id, "cause", err)
			return fail(ctx, id)
		}
	}
	return map[string]func(context.Context, json.RawMessage) error{
		postgres.SummaryJob: prompt(func(ctx context.Context, id int64) error {
			return w.counting.summarize(ctx, id, w.connections, nil)
		}, w.db.FailSummary),
		postgres.FeasibilityJob: prompt(w.counting.answer, w.db.FailFeasibility),
		postgres.PracticeJob:    prompt(w.practice, w.db.FailPractice),
	}
}
