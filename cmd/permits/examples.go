package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"tietolupa/extracts"
)

// examples leaves an application and a request for a disclosure on the officers'
// desks of a new demonstration, through the pages like everything else, so that
// whoever opens it finds work waiting.
func (s *service) examples(ctx context.Context, p *place, address string) error {
	if err := s.registerFIONA(ctx, p, address); err != nil {
		return fmt.Errorf("prepare the demonstration: %w", err)
	}
	j := &journey{service: s, place: p, base: "http://" + address, out: io.Discard}
	_, public, err := extracts.NewIdentity()
	if err != nil {
		return err
	}
	liisa, err := j.visitor(ctx, outsiderID)
	if err != nil {
		return fmt.Errorf("prepare the demonstration: %w", err)
	}
	if err := apply(ctx, liisa, applicant{
		id: outsiderID, name: "Liisa Ranta", organisation: "Saimaan tutkimuslaitos", businessID: "9000001-1",
		title: "Palvelujen vaikutus työllistymiseen kunnittain",
	}, public); err != nil {
		return fmt.Errorf("prepare the demonstration: %w", err)
	}
	if _, _, err := j.request(ctx, public); err != nil {
		return fmt.Errorf("prepare the demonstration: %w", err)
	}
	return nil
}

// fionaIdentity is where the demonstration keeps the private key of its FIONA.
// Elsewhere an environment's private key never leaves the environment.
func fionaIdentity(p *place) string { return filepath.Join(p.dir, "keys", "environments", "FIONA.txt") }

// registerFIONA makes a key for FIONA and has its operator register the public
// one in the page, so that the environment can be chosen at once.
func (s *service) registerFIONA(ctx context.Context, p *place, address string) error {
	identity, public, err := extracts.NewIdentity()
	if err != nil {
		return err
	}
	if _, err := p.folder(filepath.Join("keys", "environments")); err != nil {
		return err
	}
	if err := os.WriteFile(fionaIdentity(p), []byte(identity), 0o600); err != nil {
		return err
	}
	j := &journey{service: s, place: p, base: "http://" + address, out: io.Discard}
	fiina, err := j.visitor(ctx, fionaID)
	if err != nil {
		return err
	}
	if err := fiina.open(ctx, "open the environment's page", "/environment"); err != nil {
		return err
	}
	return fiina.post(ctx, "register the environment's key", "/environment/key", fields("environment_key", public))
}
