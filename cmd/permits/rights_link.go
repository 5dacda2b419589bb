package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// rightsLinkCommand notes that a user is a client of the registers too.
type rightsLinkCommand struct {
	where
	User     permits.UserID `required:"" help:"User id of the official."`
	CodeFile string         `default:"-" help:"File whose first line is the official's henkilötunnus; - for standard input. It is never an argument."`
	Officer  permits.UserID `required:"" help:"User id of the access officer who says so."`
}

// Run makes the log see when the official, or a colleague, reads the official's
// own record. Only the log's token of the client is kept with the user.
func (c rightsLinkCommand) Run(ctx context.Context, out io.Writer) (err error) {
	code, err := readCode(c.CodeFile)
	if err != nil {
		return err
	}
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if _, err := p.mayDo(ctx, c.Officer, casbin.AlertHandle); err != nil {
		return err
	}
	cat, err := registers.Load()
	if err != nil {
		return err
	}
	r := p.web.Registers(cat, law.RetentionRules())
	id, err := r.PersonByCode(ctx, code)
	if err != nil {
		return err
	}
	if err := r.LinkUser(ctx, c.User, id, c.Officer); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is a client too: readings of that record by themselves or by a colleague are pointed out.\n", c.User)
	return nil
}
