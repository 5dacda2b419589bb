// Command permits runs Tietolupa: the registers of the public employment
// service, the permits under section 28 of the Publicity Act, and the extracts
// that follow from them. It holds subcommands, configuration and wiring, and
// no rules.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	// Dates of law are Finnish dates, also on a machine without a time zone
	// database.
	_ "time/tzdata"

	"github.com/alecthomas/kong"
)

// version is set when a release is linked.
var version = "dev"

// commands is the whole command line; its texts are the manual.
type commands struct {
	Demo      demoCommand      `cmd:"" help:"Run the whole service on this machine with invented people; nothing to configure."`
	Serve     serveCommand     `cmd:"" help:"Serve the pages, and work the queue unless --workers=0."`
	Practice  practiceCommand  `cmd:"" help:"Make an invented practice file of a scope, in the form of its extract; needs no database."`
	Summary   summaryCommand   `cmd:"" help:"Refresh the summary of the registers that drafts are counted from; workers do it every night."`
	Work      workCommand      `cmd:"" help:"Work the queue: build, seal and deliver what has been ordered."`
	Migrate   migrateCommand   `cmd:"" help:"Bring the database to the schema of this program."`
	Verify    verifyCommand    `cmd:"" help:"Check a received package offline, line by line."`
	Catalogue catalogueCommand `cmd:"" help:"Print the catalogue of the registers' variables."`
	Describe  describeCommand  `cmd:"" help:"Write the record of processing, the description for data subjects or the publicity description."`
	Registers registersCommand `cmd:"" help:"Bring data of the offices' own systems into the registers."`
	Rights    rightsCommand    `cmd:"" help:"Run the access rights to the registers."`
	Life      lifeCommand      `cmd:"" help:"Do by hand what workers do every night to permits after their decision, or show what is due."`
	Cases     casesCommand     `cmd:"" help:"Import the ministry's permits, write the case register, remove cases whose retention is over."`
	Letters   lettersCommand   `cmd:"" help:"Check the signature of a letter."`
	Law       lawCommand       `cmd:"" help:"Show and confirm the appeal route of each version of the law; decisions wait for it."`
	Retention retentionCommand `cmd:"" help:"Show what has to be removed from the registers and why; remove it with --do."`
	Clients   clientsCommand   `cmd:"" help:"Look after the programs of bodies that fetch their packages."`
	Subject   subjectCommand   `cmd:"" help:"Answer data subjects."`
	Audit     auditCommand     `cmd:"" help:"Verify the log, export a checkpoint of it, rotate its key, or remove what it need not keep."`
	Bench     benchCommand     `cmd:"" help:"Measure this program against bare PostgreSQL and an analyst's own pipeline."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

type versionCommand struct{}

func (versionCommand) Run(out io.Writer) error {
	_, err := fmt.Fprintln(out, "permits", version)
	return err
}

func main() {
	ctx, stop := interrupted()
	defer stop()
	collectLess()
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// collectLess lets the heap grow to five times what is in use before garbage is
// looked for, unless GOGC says otherwise: what is in use is some tens of
// megabytes, and looking for garbage took half of the service's processor time.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// interrupted ends with Ctrl-C or SIGTERM; a second one ends the program at once.
func interrupted() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// run carries out one command line and returns the program's exit code. Every
// error is one sentence on errors.
func run(ctx context.Context, args []string, out, errors io.Writer) int {
	ctx = fromThisMachine(ctx)
	var c commands
	exit := -1
	parser, err := kong.New(&c,
		kong.Name("permits"),
		kong.Description("Registers, permits and pseudonymised extracts of the public employment service."),
		kong.Writers(out, errors),
		kong.Exit(func(code int) { exit = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindTo(out, (*io.Writer)(nil)),
	)
	if err != nil {
		fmt.Fprintln(errors, "permits:", err)
		return 2
	}
	command, err := parser.Parse(args)
	if exit >= 0 {
		return exit
	}
	if err != nil {
		fmt.Fprintf(errors, "permits: %s; `permits --help` lists what there is\n", sentence(err))
		return 2
	}
	if err := command.Run(); err != nil {
		fmt.Fprintln(errors, "permits:", sentence(err))
		return 1
	}
	return 0
}

// sentence is err on one line.
func sentence(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// helsinki is where the law's days begin.
var helsinki = func() *time.Location {
	place, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(err) // embedded
	}
	return place
}()
