package main

import (
	"fmt"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// loadLaw reads the catalogue and every dated table of the law, so that a broken
// one stops the start and not a request.
func loadLaw() error {
	if _, err := registers.Load(); err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if _, err := law.Load(); err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if err := permits.LoadLaw(); err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if err := rights.LoadAlerts(); err != nil {
		return fmt.Errorf("start: %w", err)
	}
	return nil
}
