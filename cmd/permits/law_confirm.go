package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// lawCommand looks after the appeal route of each version of the law: no decision
// is signed or served before a named lawyer has confirmed it (14.1).
type lawCommand struct {
	Show    lawShowCommand    `cmd:"" help:"List the versions of the law, their appeal routes and who has confirmed each."`
	Confirm lawConfirmCommand `cmd:"" help:"Record a named lawyer's choice of the appeal route for a version of the law."`
}

type lawShowCommand struct{ where }

// Run lists the versions.
func (c lawShowCommand) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	all, err := p.owner.Confirmations(ctx)
	if err != nil {
		return err
	}
	to := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, l := range permits.Laws() {
		who := "not confirmed: no decision is signed or served"
		if is, ok := permits.Confirmed(all, l.From); ok {
			who = fmt.Sprintf("%s, %s (%s)", is.Lawyer, is.Day, is.Memo)
		}
		fmt.Fprintf(to, "%s\troute %s\t%s\n", l.From, l.Route, who)
	}
	return to.Flush()
}

type lawConfirmCommand struct {
	where
	As     permits.UserID `required:"" help:"Your user id: a decider of KEHA records it, and the log names you."`
	From   string         `required:"" help:"First day of the version of the law, as show lists it."`
	Route  permits.Route  `required:"" help:"The route that the lawyer chose, as show lists them."`
	Lawyer string         `required:"" help:"First and family name and title of the lawyer."`
	Memo   string         `required:"" help:"Reference of the lawyer's written opinion."`
	Day    string         `required:"" help:"Day of the opinion."`
}

// Run records the choice; permits.Confirm decides.
func (c lawConfirmCommand) Run(ctx context.Context, out io.Writer) (err error) {
	from, wrongFrom := registers.ParseDay(c.From)
	day, wrongDay := registers.ParseDay(c.Day)
	if wrongFrom != nil || wrongDay != nil {
		return errors.New("confirm the appeal route: write --from and --day as year-month-day")
	}
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	by, err := p.mayDo(ctx, c.As, casbin.CaseDecide)
	if err != nil {
		return fmt.Errorf("confirm the appeal route: %w", err)
	}
	err = p.owner.ConfirmLaw(ctx, func(recorded []permits.Confirmation, now time.Time) (permits.Confirmation, error) {
		return permits.Confirm(by, from, c.Route, c.Lawyer, c.Memo, day, recorded, now)
	})
	if rule, is := errors.AsType[*permits.RuleError](err); is {
		return fmt.Errorf("confirm the appeal route: %s", rule.In("en"))
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "The appeal route of the law from %s is confirmed: route %s.\n", from, c.Route)
	return err
}
