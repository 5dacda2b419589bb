package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers/law"
)

type auditCommand struct {
	Verify     auditVerify     `cmd:"" help:"Recompute the seals of the log and say what was changed, deleted, inserted or put in another order, and where."`
	Checkpoint auditCheckpoint `cmd:"" help:"Write the newest checkpoint to a file; kept elsewhere, it later proves that the log was not cut."`
	RotateKey  auditRotate     `cmd:"" name:"rotate-key" help:"Make a new key for the checkpoints, introduced by the present one."`
	Remove     auditRemove     `cmd:"" help:"Show what of the log has been kept long enough; remove it with --do, closed by a checkpoint."`
}

type auditVerify struct {
	where
	Checkpoint string `type:"path" help:"Checkpoint kept elsewhere: finds a cut tail and a history written anew."`
	Key        string `type:"path" help:"Public key kept elsewhere; keys/seal/seal.pub of the folder by default."`
	JSON       bool   `name:"json" help:"Print one JSON object."`
}

// Run verifies; it fails when something is found.
func (c auditVerify) Run(ctx context.Context, out io.Writer) (err error) {
	var with postgres.LogCheck
	if c.Checkpoint != "" {
		text, err := os.ReadFile(c.Checkpoint)
		if err != nil {
			return fmt.Errorf("open the checkpoint: %w", err)
		}
		with.Checkpoint = new(postgres.Checkpoint)
		if err := with.Checkpoint.UnmarshalText(text); err != nil {
			return err
		}
	}
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	file := c.Key
	if file == "" {
		beside := filepath.Join(p.dir, "keys", "seal", sealPublicFile)
		if _, err := os.Stat(beside); err == nil {
			file = beside
		}
	}
	if file != "" {
		if with.Trusted, err = readSealPublic(file); err != nil {
			return err
		}
	}
	r, err := p.owner.VerifyLog(ctx, with)
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(out).Encode(r)
	} else {
		say(out, r, file, c.Checkpoint)
	}
	if err == nil && r.All > 0 {
		err = fmt.Errorf("audit verify: the log was tampered with: %d findings", r.All)
	}
	return err
}

func say(out io.Writer, r postgres.LogReport, key, checkpoint string) {
	for _, f := range r.Findings {
		fmt.Fprintln(out, "✗", f)
	}
	if more := r.All - int64(len(r.Findings)); more > 0 {
		fmt.Fprintf(out, "✗ and %d more\n", more)
	}
	mark := "✓"
	if r.All > 0 {
		mark = "✗"
	}
	fmt.Fprintf(out, "%s %d entries in %d seals under %d checkpoints, in %.1f s: %.0f entries/s\n",
		mark, r.Entries, r.Seals, r.Checkpoints, r.Seconds, r.PerSecond)
	if r.Removed > 0 {
		fmt.Fprintf(out, "  %d older entries have been removed and closed\n", r.Removed)
	}
	fmt.Fprintf(out, "  not sealed yet: %d entries, the oldest %.1f s old\n", r.Unsealed.Entries, r.Unsealed.Seconds)
	switch {
	case r.Key == "":
		fmt.Fprintln(out, "  nothing is sealed yet")
	case key == "":
		fmt.Fprintf(out, "  key %s by the database's own word: with --key a chain written anew as a whole is found too\n", r.Key)
	default:
		fmt.Fprintf(out, "  key %s, held to %s\n", r.Key, key)
	}
	if checkpoint == "" {
		fmt.Fprintln(out, "  without --checkpoint FILE a cut tail is not found")
	}
}

type auditCheckpoint struct {
	where
	Out string `required:"" type:"path" help:"File to write."`
}

// Run writes the newest checkpoint over nothing.
func (c auditCheckpoint) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	point, err := p.owner.LastCheckpoint(ctx)
	if err != nil {
		return err
	}
	text, err := point.MarshalText()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("write the checkpoint: %w", err)
	}
	if _, err = f.Write(text); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		fmt.Fprintf(out, "Checkpoint %d: %d entries are sealed. Keep %s elsewhere.\n", point.ID, point.Entries, c.Out)
	}
	return err
}

type auditRotate struct{ where }

// Run rotates the key in the workers' folder.
func (c auditRotate) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	s, err := newSealer(p, log)
	if err != nil {
		return err
	}
	id, err := s.rotate(ctx)
	if err == nil {
		fmt.Fprintf(out, "The log is sealed with key %s from now on. Copy keys/seal to every worker, and %s to whoever verifies.\n", id, sealPublicFile)
	}
	return err
}

type auditRemove struct {
	where
	Do bool           `help:"Remove it. Without this nothing changes."`
	As permits.UserID `help:"Your user id: your duty is checked and the log names you; the service itself without it."`
}

// Run removes what the rule in force need not keep.
func (c auditRemove) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	by := postgres.Service
	if c.As != "" {
		if _, err := p.mayDo(ctx, c.As, casbin.RemovalCarryOut); err != nil {
			return fmt.Errorf("audit remove: %w", err)
		}
		by = c.As
	}
	day, err := p.today(ctx)
	if err != nil {
		return err
	}
	rule, is := law.On(day).KeepingOfLog()
	if !is {
		return fmt.Errorf("audit remove: no rule says on %s how long the log is kept", day)
	}
	before := day.AddDate(-rule.Years, 0, 0)
	if !c.Do {
		due, err := p.owner.LogDue(ctx, before)
		if err == nil {
			fmt.Fprintf(out, "%d entries from before %s have been kept for %d years (%s). Remove them with --do.\n", due.Entries, before, rule.Years, rule.Source)
		}
		return err
	}
	s, err := newSealer(p, log)
	if err != nil {
		return err
	}
	key, err := s.key(ctx)
	if err != nil {
		return err
	}
	gone, err := p.owner.RemoveLog(ctx, before, rule.Source, by, key)
	if err == nil {
		fmt.Fprintf(out, "%d entries from before %s are removed; the rest verifies as before. Export a new checkpoint.\n", gone.Entries, before)
	}
	return err
}
