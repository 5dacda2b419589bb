package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// lifeCommand is what becomes of permits by itself.
type lifeCommand struct {
	Replay lifeReplayCommand `cmd:"" help:"After a restore: destroy again the keys that the ledger says were destroyed."`
	Run    lifeRunCommand    `cmd:"" help:"End what has run out, send the reminders that are due, bring overdue duties to the officers' queue, destroy the keys whose time has come. Done twice it does nothing twice."`
}

type lifeRunCommand struct {
	where
	ledgering
	Day string `help:"Show what is first due on each permit on that day (2021-12-31), and change nothing."`
}

// Run does the day's work as the nightly job does it.
func (c lifeRunCommand) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if c.Day != "" {
		day, err := registers.ParseDay(c.Day)
		if err != nil {
			return fmt.Errorf("life run: --day is not a day such as 2021-12-31: %w", err)
		}
		return showLife(ctx, out, p.owner, day)
	}
	p.keys = c.ledgering
	shop, err := newWorkshop(p, log)
	if err != nil {
		return err
	}
	run, err := shop.live(ctx)
	_, told := fmt.Fprintf(out, "Ended: %d. Reminders: %d. Brought back to the queue: %d. Keys destroyed: %d. Left for the next time: %d.\n",
		run.Ended, run.Reminded, run.Escalated, run.Keys, run.Failed)
	return errors.Join(err, told)
}

// showLife lists what the night of day would begin with, case by case.
func showLife(ctx context.Context, out io.Writer, db *postgres.DB, day registers.Day) error {
	cases, err := db.Reminded(ctx)
	if err != nil {
		return err
	}
	to := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	due := 0
	for _, c := range cases {
		do, reminder := c.LifeDue(day.Time().Add(12 * time.Hour))
		if do == "" {
			continue
		}
		due++
		what := map[permits.Command]string{permits.DoEnd: "ends", permits.DoRemind: "reminder " + reminder, permits.DoDestroyKey: "the key is destroyed"}[do]
		fmt.Fprintf(to, "%s\t%s\t%s\n", c.ID, c.State, what)
	}
	fmt.Fprintf(to, "%d permits have something due on %s. Nothing was changed.\n", due, day)
	return to.Flush()
}

// live does the day's work on permits.
func (w *workshop) live(ctx context.Context) (postgres.LifeRun, error) {
	run, err := w.db.RunLife(ctx)
	if err != nil {
		w.log.Error("the day's work on permits was left in part", "failed", run.Failed, "cause", err)
	}
	return run, errors.Join(err, w.ledgerKeys(ctx))
}
