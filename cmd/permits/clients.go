package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"text/tabwriter"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// clientsCommand looks after the machine clients of the technical interface. It
// works with the rights of the database's owner: the pages' role cannot make a
// client.
type clientsCommand struct {
	Add    clientsAddCommand    `cmd:"" help:"Make a client of a body, and print its id and its secret, once."`
	Rotate clientsRotateCommand `cmd:"" help:"Give a client a new secret; the one before stays good for a while."`
	Revoke clientsRevokeCommand `cmd:"" help:"End a client with its secrets and tokens, at once."`
	List   clientsListCommand   `cmd:"" help:"List the clients."`
}

type clientsAddCommand struct {
	where
	As      string   `required:"" help:"Your user id: it is logged in your name."`
	Body    string   `required:"" help:"Whose packages it fetches: TEM, or ELY01 to ELY15."`
	Name    string   `required:"" help:"What the body calls it."`
	Scope   []string `default:"orders.read,packages.read" enum:"orders.read,packages.read" help:"What it may do."`
	Address []string `required:"" help:"Network it comes from (CIDR); repeat it for more."`
	Until   string   `required:"" help:"Its last day, 2021-12-31."`
}

// Run makes the client.
func (c clientsAddCommand) Run(ctx context.Context, out io.Writer) (err error) {
	client := postgres.Client{Body: permits.Body(c.Body), Name: strings.TrimSpace(c.Name)}
	if client.Name == "" {
		return errors.New("add a client: name it")
	}
	for _, scope := range c.Scope {
		client.Scopes = append(client.Scopes, postgres.ClientScope(scope))
	}
	for _, text := range c.Address {
		network, err := netip.ParsePrefix(text)
		if err != nil || network.Bits() == 0 {
			return fmt.Errorf("add a client: %s is not a network such as 192.0.2.0/24, and nobody comes from everywhere", text)
		}
		client.Addresses = append(client.Addresses, network.Masked())
	}
	last, err := time.ParseInLocation(time.DateOnly, c.Until, helsinki)
	if err != nil {
		return errors.New("add a client: --until is not a day such as 2021-12-31")
	}
	if client.Expires = last.AddDate(0, 0, 1); !client.Expires.After(time.Now()) {
		return errors.New("add a client: its last day is over already")
	}
	return c.named(ctx, c.As, func(p *place, by permits.UserID) error {
		day, err := p.today(ctx)
		if err != nil {
			return err
		}
		law, err := permits.LawOn(day)
		if err != nil {
			return err
		}
		if !law.MayReceive(client.Body) {
			return fmt.Errorf("add a client: its body is TEM or one of ELY01 to ELY15, as the law on %s has them", day)
		}
		made, secret, err := p.owner.AddClient(ctx, client, by)
		if err != nil {
			return err
		}
		return tellSecret(out, made.ID, secret)
	})
}

func tellSecret(out io.Writer, id, secret string) error {
	_, err := fmt.Fprintf(out, "client_id      %s\nclient_secret  %s\n\nThe secret is shown this once. It is good for a year; rotate it before that.\n", id, secret)
	return err
}

// named opens the database and does what somebody of the service asks for in
// their own name.
func (w where) named(ctx context.Context, as string, do func(p *place, by permits.UserID) error) (err error) {
	p, err := w.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	by, err := p.owner.User(ctx, permits.UserID(as))
	if err != nil {
		return fmt.Errorf("act as %s: %w", as, err)
	}
	if by.Body != permits.KEHA {
		return fmt.Errorf("act as %s: clients are looked after by KEHA's own", as)
	}
	return do(p, by.ID)
}

type clientsRotateCommand struct {
	where
	As      string        `required:"" help:"Your user id: it is logged in your name."`
	Overlap time.Duration `default:"168h" help:"How long the secret before stays good; 0s when it has leaked."`
	Client  string        `arg:"" help:"Its id."`
}

// Run rotates the secret.
func (c clientsRotateCommand) Run(ctx context.Context, out io.Writer) error {
	if c.Overlap < 0 {
		return errors.New("rotate a client's secret: --overlap is before now")
	}
	return c.named(ctx, c.As, func(p *place, by permits.UserID) error {
		secret, err := p.owner.RotateClient(ctx, c.Client, c.Overlap, by)
		if err != nil {
			return err
		}
		return tellSecret(out, c.Client, secret)
	})
}

type clientsRevokeCommand struct {
	where
	As     string `required:"" help:"Your user id: it is logged in your name."`
	Client string `arg:"" help:"Its id."`
}

// Run revokes the client.
func (c clientsRevokeCommand) Run(ctx context.Context, out io.Writer) error {
	return c.named(ctx, c.As, func(p *place, by permits.UserID) error {
		if err := p.owner.RevokeClient(ctx, c.Client, by); err != nil {
			return err
		}
		_, err := fmt.Fprintf(out, "%s is revoked.\n", c.Client)
		return err
	})
}

type clientsListCommand struct{ where }

// Run lists the clients.
func (c clientsListCommand) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	all, err := p.owner.Clients(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "client\tbody\tname\tscopes\taddresses\tuntil\trevoked")
	for _, client := range all {
		revoked := ""
		if !client.Revoked.IsZero() {
			revoked = client.Revoked.Format(time.DateOnly)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%v\t%v\t%s\t%s\n", client.ID, client.Body, client.Name, client.Scopes, client.Addresses,
			client.Expires.Add(-time.Second).In(helsinki).Format(time.DateOnly), revoked)
	}
	return w.Flush()
}
