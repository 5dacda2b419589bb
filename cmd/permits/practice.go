package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"tietolupa/extracts"
	"tietolupa/permits"
	"tietolupa/permits/letters"
	"tietolupa/postgres"
	"tietolupa/registers"
)

const (
	practicePersons = 1000
	// practiceSeed is not one that anybody's registers are invented with: the
	// people of a practice file are nowhere else.
	practiceSeed = 0x7a726a6f69747573
	// practiceMost times as many are invented, at most, to find enough persons who
	// fulfil the conditions of a draft.
	practiceMost = 16
)

// practiceDay is the day that practice registers stand on: the conditions of a
// draft are mostly about the years before its own.
func practiceDay(now time.Time) time.Time {
	if first := demoDay; now.Before(first) {
		return first
	}
	return now
}

// practiceRegisters invents registers in which about so many persons belong to
// the population of a scope: more are invented until they are found. When hardly
// anybody fulfils its conditions, everybody is taken.
func practiceRegisters(ctx context.Context, cat *registers.Catalogue, scope permits.Scope, persons int, seed uint64, now time.Time) (*postgres.PracticeRegisters, permits.Scope, error) {
	for invent := persons; ; invent *= 4 {
		p, err := postgres.NewPracticeRegisters(cat, invent, seed, practiceDay(now), persons)
		if err != nil {
			return nil, scope, err
		}
		members, err := practiceMembers(ctx, p, cat, scope, registers.DayOf(now))
		switch {
		case err != nil:
			return nil, scope, err
		case members >= persons:
			return p, scope, nil
		case invent*4 > practiceMost*persons:
			if members < persons/20 {
				scope.Population = nil
			}
			return p, scope, nil
		}
	}
}

func practiceMembers(ctx context.Context, p *postgres.PracticeRegisters, cat *registers.Catalogue, scope permits.Scope, day registers.Day) (n int, _ error) {
	var where []registers.Predicate
	for _, c := range scope.Population {
		v, _ := cat.Variable(c.ID)
		if t, _ := cat.Table(v.Table); t.Subject == "person" {
			where = append(where, c)
		}
	}
	for _, err := range p.Cohort(ctx, "person", where, day) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// practice makes the practice file that a draft's people ordered.
func (w *workshop) practice(ctx context.Context, id int64) error {
	f, wanted, err := w.db.BeginPractice(ctx, id)
	if err != nil || !wanted {
		return err
	}
	tell := func(stage string, done, total int64) {
		if err := w.db.PracticeProgress(ctx, id, stage, done, total); err != nil {
			w.log.Warn("progress not noted", "practice", id, "cause", err)
		}
	}
	now, err := w.db.Now(ctx)
	if err != nil {
		return err
	}
	tell("invent", 0, 0)
	delivery, err := w.makePractice(ctx, practiceOrder{string(f.Case), f.Scope, f.Language, practicePersons, practiceSeed}, now, tell)
	if err != nil {
		return err
	}
	f.File, f.Bytes, f.SHA256 = delivery.File, delivery.Bytes, delivery.SHA256
	return w.db.EndPractice(ctx, f)
}

// A practiceOrder is a practice file to make.
type practiceOrder struct {
	name     string
	scope    permits.Scope
	language string
	persons  int
	seed     uint64
}

func (w *workshop) makePractice(ctx context.Context, o practiceOrder, now time.Time, tell extracts.Progress) (permits.Delivery, error) {
	return makePractice(ctx, o, now, extracts.PracticeInput{
		Catalogue: w.catalogue, Dir: w.scratch, Signer: w.signer, Store: w.practices, Progress: tell,
	})
}

// makePractice invents the registers and builds, describes and packs what the
// scope asks of them.
func makePractice(ctx context.Context, o practiceOrder, now time.Time, in extracts.PracticeInput) (none permits.Delivery, err error) {
	if o.language == "" {
		o.language = "fi"
	}
	snapshot, scope, err := practiceRegisters(ctx, in.Catalogue, o.scope, o.persons, o.seed, now)
	if err != nil {
		return none, err
	}
	in.Case, in.Scope, in.Language, in.Snapshot, in.Now = permits.CaseID(o.name), scope, o.language, snapshot, now
	if in.Issuer.Name, in.Issuer.Email, err = letters.Authority(registers.DayOf(now)); err != nil {
		return none, err
	}
	d, err := extracts.MakePractice(ctx, in)
	return d, errors.Join(err, snapshot.Close())
}

// practiceCommand makes a practice file without a service: of a scope's JSON, or
// of a draft in a place.
type practiceCommand struct {
	Scope   string `arg:"" help:"File of the scope, as JSON." type:"existingfile"`
	Out     string `required:"" help:"Folder for the package and the public key that it is signed with." type:"path"`
	Name    string `default:"OMA" help:"Name of the package, letters, digits and hyphens."`
	Persons int    `default:"1000" help:"About how many invented persons."`
	Seed    uint64 `default:"1" help:"The same seed invents the same people."`
	Lang    string `default:"fi" enum:"fi,sv,en" env:"PERMITS_LANG" help:"First language of the texts."`
}

// Run needs neither a database nor a key.
func (c practiceCommand) Run(ctx context.Context, out io.Writer) (err error) {
	if c.Persons < 1 {
		return errors.New("practice: --persons is at least 1")
	}
	text, err := os.ReadFile(c.Scope)
	if err != nil {
		return err
	}
	scope, err := permits.ParseScope(text)
	if err != nil {
		return err
	}
	cat, err := registers.Load()
	if err != nil {
		return err
	}
	now := time.Now().In(helsinki)
	scope = scope.WithKeys(cat)
	if err := scope.Check(cat, registers.DayOf(now)); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "tietolupa-practice-")
	if err != nil {
		return fmt.Errorf("practice: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	store, err := extracts.NewFolderStore(c.Out)
	if err != nil {
		return err
	}
	signer, err := extracts.CreateSigner(filepath.Join(work, "signer"))
	if err != nil {
		return err
	}
	bar := newBar(out, fmt.Sprintf("Inventing %d persons", c.Persons))
	d, err := makePractice(ctx, practiceOrder{c.Name, scope, c.Lang, c.Persons, c.Seed}, now, extracts.PracticeInput{
		Catalogue: cat, Dir: work, Signer: signer, Store: store,
		Progress: func(_ string, done, total int64) { bar.show(done, max(total, 1)) },
	})
	bar.finish()
	if err != nil {
		return err
	}
	public, err := os.ReadFile(filepath.Join(work, "signer", extracts.SignerPublicFile))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Out, extracts.SignerPublicFile), public, 0o644); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s (%d bytes, SHA-256 %s). Nobody in it exists.\n", filepath.Join(c.Out, d.File), d.Bytes, d.SHA256)
	return err
}
