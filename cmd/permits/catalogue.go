package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"tietolupa/registers"
)

type catalogueCommand struct {
	JSON bool   `name:"json" help:"As a list of objects, one for each variable."`
	Lang string `default:"fi" enum:"fi,sv,en" help:"Language of the names."`
}

func (c catalogueCommand) Run(out io.Writer) error {
	cat, err := registers.Load()
	if err != nil {
		return err
	}
	if c.JSON {
		to := json.NewEncoder(out)
		to.SetIndent("", "  ")
		return to.Encode(cat)
	}
	to := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, v := range cat.Variables() {
		fmt.Fprintf(to, "%s\t%s\t%s\t%s\t%s\n", v.ID, v.Item, v.Class, v.Finest, v.Name.In(c.Lang))
	}
	return to.Flush()
}
