package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"tietolupa/extracts"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// archiveInto makes a removal of that day archive into the folder dir what the
// archives act keeps (4.4), sealed to the public key that the file key holds.
// The archive is to be closed after the removal, however it ended: that writes
// its checksums and their signature.
func archiveInto(ctx context.Context, p *place, r *postgres.Registers, day registers.Day, dir, key string, opts *postgres.RemovalOptions) (*extracts.Archive, error) {
	public, err := os.ReadFile(key)
	if err != nil {
		return nil, err
	}
	signer, err := openSigner(filepath.Join(p.dir, "keys", "signer"))
	if err != nil {
		return nil, err
	}
	today := law.On(day)
	a, err := extracts.OpenArchive(extracts.ArchiveInput{
		Dir: dir, Key: strings.TrimSpace(string(public)), Signer: signer,
		Columns: func(table string) []string {
			order, _ := today.Archived(table)
			return order.Columns
		},
		CarriedOut: func(batch string) (bool, error) { return r.RemovalCarriedOut(ctx, batch) },
	})
	if err != nil {
		return nil, err
	}
	opts.Archive = a
	opts.Archives = func(t registers.Table) bool { _, kept := today.Archived(t.Name); return kept }
	return a, nil
}
