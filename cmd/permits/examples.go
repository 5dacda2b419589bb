package main

import (
	"context"
	"fmt"
	"io"

	"tietolupa/extracts"
)

// examples leaves an application and a request for a disclosure on the officers'
// desks of a new demonstration, through the pages like everything else, so that
// whoever opens it finds work waiting.
func (s *service) examples(ctx context.Context, p *place, address string) error {
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
