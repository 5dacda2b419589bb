package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"

	"tietolupa/extracts"
	"tietolupa/permits"
	"tietolupa/permits/letters"
	"tietolupa/postgres"
	"tietolupa/pseudonymize"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// A workshop makes what has been ordered. It alone holds keys: the one that
// wraps the permits' keys, the one that signs packages and the one that seals the
// log.
type workshop struct {
	db        *postgres.DB
	catalogue *registers.Catalogue
	kek       pseudonymize.KEK
	signer    *extracts.Signer
	store     extracts.Store
	scratch   string
	sealer    *sealer
	counting  *countingRoom
	practices extracts.Store // invented files
	log       *slog.Logger
	scanning  scanning
	keyLedger string // file of the ledger of destroyed keys
	// connections read side by side in one build; each costs a core of
	// PostgreSQL and one of ours.
	connections int
	watch       func(permits.Order) extracts.Progress // nil when nobody watches
}

// keyVersion is the version of a permit's key; a new one would be made only
// after a compromise.
const keyVersion = 1

func newWorkshop(p *place, log *slog.Logger) (*workshop, error) {
	cat, err := registers.Load()
	if err != nil {
		return nil, err
	}
	keys, err := p.folder("keys")
	if err != nil {
		return nil, err
	}
	kek, err := openKEK(filepath.Join(keys, "kek"))
	if err != nil {
		return nil, err
	}
	signer, err := openSigner(filepath.Join(keys, "signer"))
	if err != nil {
		return nil, err
	}
	logSealer, err := newSealer(p, log)
	if err != nil {
		return nil, err
	}
	store, err := p.packages()
	if err != nil {
		return nil, err
	}
	scratch, err := p.folder("work")
	if err != nil {
		return nil, err
	}
	if err := extracts.Sweep(scratch); err != nil { // what a killed worker left
		return nil, err
	}
	counting, err := newCountingRoom(p, cat, kek, keys, scratch)
	if err != nil {
		return nil, err
	}
	practices, err := p.practices()
	if err != nil {
		return nil, err
	}
	return &workshop{
		counting: counting, practices: practices,
		db: p.work, catalogue: cat, kek: kek, signer: signer, sealer: logSealer, store: store,
		scratch: scratch, log: log, scanning: p.scanning, keyLedger: p.keys.file(p), connections: 2,
	}, nil
}

// packages is the sealed store of the place.
func (p *place) packages() (extracts.Store, error) {
	dir, err := p.folder("packages")
	if err != nil {
		return nil, err
	}
	return extracts.NewFolderStore(dir)
}

// practices is the store of invented practice files.
func (p *place) practices() (extracts.Store, error) {
	dir, err := p.folder("practice")
	if err != nil {
		return nil, err
	}
	return extracts.NewFolderStore(dir)
}

func openKEK(file string) (pseudonymize.KEK, error) {
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return pseudonymize.CreateKEK(file, rand.Reader)
	}
	return pseudonymize.LoadKEK(file, rand.Reader)
}

func openSigner(dir string) (*extracts.Signer, error) {
	s, err := extracts.LoadSigner(dir)
	if errors.Is(err, os.ErrNotExist) {
		return extracts.CreateSigner(dir)
	}
	return s, err
}

// work takes orders from the queue until ctx ends, then finishes none of those
// begun: an order cut off is begun again at the next start. Meanwhile it keeps
// the log sealed.
func (w *workshop) work(ctx context.Context, workers int) error {
	return w.sealer.keep(ctx, func(ctx context.Context) error {
		return beside(ctx, w.lookOut, func(ctx context.Context) error {
			return beside(ctx, w.nightly, func(ctx context.Context) error {
				return beside(ctx, w.signLetters, func(ctx context.Context) error { return w.queue(ctx, workers) })
			})
		})
	})
}

func (w *workshop) queue(ctx context.Context, workers int) error {
	jobs := map[string]func(context.Context, json.RawMessage) error{
		"build": func(ctx context.Context, args json.RawMessage) error {
			var job struct {
				Order permits.OrderID `json:"order"`
			}
			if err := json.Unmarshal(args, &job); err != nil {
				return fmt.Errorf("read build job: %w", err)
			}
			return w.build(ctx, job.Order)
		},
		postgres.LifeJob: func(ctx context.Context, _ json.RawMessage) error {
			_, err := w.live(ctx)
			return err
		},
		postgres.ScanJob:  w.scanning.scans(w.db),
		postgres.TrialJob: w.tryOut,
		postgres.SubjectReportJob: func(ctx context.Context, args json.RawMessage) error {
			var job struct {
				Request string `json:"request"`
			}
			if err := json.Unmarshal(args, &job); err != nil {
				return fmt.Errorf("read the job of a request: %w", err)
			}
			return w.db.Registers(w.catalogue, law.RetentionRules()).Subjects(extracts.InCohort).FindExtracts(ctx, job.Request)
		},
		postgres.BreachCountJob: func(ctx context.Context, args json.RawMessage) error {
			var job struct {
				Breach string `json:"breach"`
			}
			if err := json.Unmarshal(args, &job); err != nil {
				return fmt.Errorf("read the job of a breach: %w", err)
			}
			return w.db.CountBreach(ctx, job.Breach, extracts.CountCohorts)
		},
	}
	maps.Copy(jobs, w.countingJobs())
	return w.db.Work(ctx, jobs, postgres.WorkOptions{Workers: workers, Logger: w.log})
}

// build makes, seals and delivers one order. A failure becomes the order's
// state with one sentence for the person who waits; the cause goes to the log.
func (w *workshop) build(ctx context.Context, id permits.OrderID) error {
	order, err := w.db.BeginBuild(ctx, id)
	if err != nil {
		return err
	}
	err = w.make(ctx, order)
	if err == nil || ctx.Err() != nil { // cut off: the queue hands it out again
		return err
	}
	w.log.Error("build failed", "extract", id, "cause", err)
	return w.db.FailOrder(ctx, id, failure(err))
}

func (w *workshop) make(ctx context.Context, order permits.Order) (err error) {
	key, err := w.key(ctx, order)
	if err != nil {
		return err
	}
	progress := w.progress(ctx, order)
	now, err := w.db.Now(ctx)
	if err != nil {
		return err
	}
	snapshot, err := postgres.OpenSnapshot(ctx, w.db.Pool(), w.catalogue, now)
	if err != nil {
		return err
	}
	built, err := extracts.Build(ctx, extracts.Input{
		Order: order, Catalogue: w.catalogue, Snapshot: snapshot, Key: key, Dir: w.scratch,
		Threads: w.connections, Progress: progress,
	})
	defer func() { err = errors.Join(err, built.Remove()) }()
	if err = errors.Join(err, snapshot.Close()); err != nil {
		return err
	}
	return w.seal(ctx, order, &built, progress)
}

func (w *workshop) seal(ctx context.Context, order permits.Order, built *extracts.Built, progress extracts.Progress) error {
	previous, err := w.db.PreviousDelivery(ctx, order.BasisID)
	if err != nil {
		return err
	}
	now, err := w.db.Now(ctx)
	if err != nil {
		return err
	}
	in := extracts.SealInput{
		Order: order, Built: built, Catalogue: w.catalogue, Signer: w.signer, Store: w.store, Now: now, Progress: progress,
	}
	if in.Issuer.Name, in.Issuer.Email, err = letters.Authority(registers.DayOf(now)); err != nil {
		return err
	}
	if in.Extra, err = w.conditions(ctx, order); err != nil {
		return err
	}
	if previous != nil {
		in.Previous = previous.Manifest
	}
	delivery, err := extracts.Seal(ctx, in)
	if err != nil {
		return err
	}
	return w.db.SealOrder(ctx, order.ID, delivery, built.Cohorts)
}

// conditionsFile is the name of the permit's conditions in the package.
const conditionsFile = "maaraykset.pdf"

// conditions of the permit, so that whoever opens the data has them at hand. A
// statutory disclosure has none (14.6).
func (w *workshop) conditions(ctx context.Context, order permits.Order) (map[string][]byte, error) {
	if order.Kind != permits.PermitBasis {
		return nil, nil
	}
	c, err := w.db.Case(ctx, permits.CaseID(order.BasisID))
	if err != nil {
		return nil, err
	}
	in, err := letterInput(ctx, w.db, w.catalogue, w.signer.Fingerprint(), c.AsItStands())
	if err != nil {
		return nil, err
	}
	pdf, err := letters.Conditions(in)
	return map[string][]byte{conditionsFile: pdf}, err
}

// key of the order's permit, of the first that it renews, or of its disclosure: made and wrapped at its first order,
// unwrapped at every later one. Each use is noted in the log.
func (w *workshop) key(ctx context.Context, order permits.Order) (pseudonymize.PermitKey, error) {
	basis, err := w.db.KeyBasis(ctx, order.BasisID)
	if err != nil {
		return pseudonymize.PermitKey{}, err
	}
	wrapped, check, err := w.db.WrappedKey(ctx, basis)
	if errors.Is(err, postgres.ErrNoKey) {
		wrapped, check, err = w.newKey(ctx, basis)
	}
	if err != nil {
		return pseudonymize.PermitKey{}, err
	}
	key, err := w.kek.Unwrap(wrapped, basis, keyVersion)
	if err != nil {
		return pseudonymize.PermitKey{}, err
	}
	if key.Check() != check {
		return pseudonymize.PermitKey{}, fmt.Errorf("use the key of %s: its check value is not the recorded one", basis)
	}
	return key, w.db.RecordKeyUse(ctx, order.ID, check)
}

func (w *workshop) newKey(ctx context.Context, basis string) (wrapped []byte, check string, err error) {
	key, err := pseudonymize.NewPermitKey(rand.Reader)
	if err != nil {
		return nil, "", err
	}
	if wrapped, err = w.kek.Wrap(key, basis, keyVersion); err != nil {
		return nil, "", err
	}
	if err := w.db.PutWrappedKey(ctx, basis, wrapped, key.Check()); err != nil {
		return nil, "", err
	}
	return w.db.WrappedKey(ctx, basis) // another worker may have been first
}

// progress tells the pages, and whoever watches in the terminal, how far the
// build is. A page that cannot be told stops no build.
func (w *workshop) progress(ctx context.Context, order permits.Order) extracts.Progress {
	tell := func(stage string, done, total int64) {
		if err := w.db.Progress(ctx, order.ID, stage, done, total); err != nil {
			w.log.Warn("progress not noted", "extract", order.ID, "cause", err)
		}
	}
	if w.watch == nil {
		return tell
	}
	seen := w.watch(order)
	return func(stage string, done, total int64) { tell(stage, done, total); seen(stage, done, total) }
}

// failure is the sentence that the person who ordered reads; nothing of the
// inside is in it.
func failure(err error) string {
	switch unmapped := new(pseudonymize.Unmapped); {
	case errors.Is(err, extracts.ErrNoSpace):
		return "no-space"
	case errors.As(err, unmapped):
		return "unmapped"
	}
	return "broken"
}
