package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// ledgering is where destroyed keys are written down outside the database.
type ledgering struct {
	KeyLedger string `name:"key-ledger" type:"path" env:"PERMITS_KEY_LEDGER" help:"File of the ledger of destroyed keys; keep it apart from the database and its backups. Default: keys.ledger in the folder."`
}

// file is the path of the ledger in p.
func (l ledgering) file(p *place) string {
	if l.KeyLedger != "" {
		return l.KeyLedger
	}
	return filepath.Join(p.dir, "keys.ledger")
}

// ledgerKeys writes the keys destroyed since the last time into the ledger.
func (w *workshop) ledgerKeys(ctx context.Context) (err error) {
	file, err := os.OpenFile(w.keyLedger, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("open the ledger of keys: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	_, err = w.db.LedgerKeys(ctx, file)
	return err
}

type lifeReplayCommand struct {
	where
	ledgering
}

// Run destroys again the keys that a restored backup has brought back.
func (c lifeReplayCommand) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	file, err := os.Open(c.file(p))
	if err != nil {
		return fmt.Errorf("life replay: open the ledger of keys: %w", err)
	}
	defer file.Close()
	again, err := p.owner.ReplayKeys(ctx, file)
	_, told := fmt.Fprintf(out, "Keys destroyed again: %d\n", again)
	return errors.Join(err, told)
}
