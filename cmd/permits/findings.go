package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"tietolupa/registers"
	"tietolupa/registers/law"
)

// findingsCommand counts what the offices have not stored of their clients
// (4.1a); it names nobody.
type findingsCommand struct {
	where
	Office []string `help:"Only of these offices, such as TE01; every office without it."`
	JSON   bool     `name:"json" help:"Print JSON."`
	Lang   string   `default:"fi" enum:"fi,sv,en" env:"PERMITS_LANG" help:"Language of the names."`
}

// A missingData is one line of the findings.
type missingData struct {
	Finding string   `json:"finding"`
	Item    string   `json:"item"`
	Office  string   `json:"office"`
	Clients int64    `json:"clients"`
	Text    string   `json:"text"`
	Duty    []string `json:"duty"` // kinds of bodies that have to store it
	Days    int      `json:"days"`
	Source  string   `json:"source"`
}

// Run counts under the law of the service's day.
func (c findingsCommand) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	cat, err := registers.Load()
	if err != nil {
		return err
	}
	day, err := p.today(ctx)
	if err != nil {
		return err
	}
	today := law.On(day)
	for _, office := range c.Office {
		if _, known := cat.Code("office", office); !known {
			return fmt.Errorf("findings: %q is no office; give a code such as TE01", office)
		}
	}
	found, err := p.work.Registers(cat, law.RetentionRules()).Findings(ctx, day, today.Storing(), c.Office)
	if err != nil {
		return err
	}
	all := make([]missingData, 0, len(found))
	for _, f := range found {
		duty, err := today.Duty("store", f.Rule.Register)
		if err != nil {
			return err
		}
		m := missingData{Finding: f.Rule.ID, Item: f.Rule.Item, Office: f.Office, Clients: f.Clients, Text: f.Rule.Name.In(c.Lang),
			Days: f.Rule.Days, Source: f.Rule.Source}
		for _, party := range duty.Parties {
			m.Duty = append(m.Duty, string(party))
		}
		all = append(all, m)
	}
	if c.JSON {
		to := json.NewEncoder(out)
		to.SetIndent("", "  ")
		return to.Encode(all)
	}
	return c.show(out, day, all)
}

func (c findingsCommand) show(out io.Writer, day registers.Day, all []missingData) error {
	fmt.Fprintf(out, "Not stored on %s of current clients (%d findings):\n", day, len(all))
	to := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, m := range all {
		fmt.Fprintf(to, "%s\t%s\t%d clients\t%s\tto be stored by %s\t%s\n", m.Office, m.Finding, m.Clients, m.Text, strings.Join(m.Duty, ", "), m.Source)
	}
	return to.Flush()
}
