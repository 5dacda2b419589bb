package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tietolupa/casbin"
	"tietolupa/extracts"
	"tietolupa/permits"
	"tietolupa/permits/letters"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// subjectCommand answers data subjects.
type subjectCommand struct {
	Report subjectReportCommand `cmd:"" help:"Write everything that is held on a person, who processed it, and which extracts they were in (GDPR 15)."`
}

// subjectReportCommand is one answer to a request for access. A henkilötunnus is
// never on the command line, which every user of the machine can read.
type subjectReportCommand struct {
	where
	Person   string `help:"Internal id of the client. A henkilötunnus goes to --code-file."`
	CodeFile string `name:"code-file" help:"File with the henkilötunnus or Y-tunnus on its first line, or - for standard input."`
	Subject  string `default:"person" enum:"person,employer,provider" help:"Whose data."`
	Request  string `help:"Number of the request for access that it answers, R-1-2020."`
	As       string `required:"" help:"Your user id: the reading is logged in your name."`
	Purpose  string `default:"service" help:"Purpose of the reading, of those of 1 §."`
	Out      string `required:"" type:"path" help:"New folder for the report, as PDF and JSON."`
	Lang     string `default:"fi" enum:"fi,sv,en" env:"PERMITS_LANG" help:"Language of the PDF."`
}

// Run writes the report and says what an official has to weigh before giving it.
func (c subjectReportCommand) Run(ctx context.Context, out io.Writer) (err error) {
	if (c.Person == "") == (c.CodeFile == "") {
		return errors.New("report on a data subject: give --person with an internal id, or --code-file")
	}
	var id int64
	var code string
	if c.CodeFile == "" {
		if id, err = strconv.ParseInt(c.Person, 10, 64); err != nil || id <= 0 {
			return errors.New("report on a data subject: --person is an internal id; put a henkilötunnus in a file or on standard input for --code-file")
		}
	} else if code, err = readCode(c.CodeFile); err != nil {
		return err
	}
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	who, err := p.mayDo(ctx, permits.UserID(c.As), casbin.RequestAnswer)
	if err != nil {
		return fmt.Errorf("report on a data subject: %w", err)
	}
	cat, err := registers.Load()
	if err != nil {
		return err
	}
	subjects := p.work.Registers(cat, law.RetentionRules()).Subjects(extracts.InCohort)
	look := postgres.Look{Actor: permits.UserID(c.As), Purpose: registers.Purpose(c.Purpose), Contacts: true, Whole: true}
	if who.Body.Office() { // 2.3b: its own clients
		look.Offices = []string{string(who.Body)}
	}
	if code != "" {
		found, err := subjects.FindClients(ctx, look, postgres.Search{Subject: c.Subject, Code: code})
		if err != nil {
			return err
		}
		if len(found) != 1 {
			return fmt.Errorf("report on a data subject: %w", postgres.ErrNoRecord)
		}
		id = found[0].ID
	}
	report, err := subjects.Report(ctx, postgres.SubjectAsk{Look: look, Subject: c.Subject, ID: id, Request: c.Request})
	if err != nil {
		return err
	}
	now, err := p.work.Now(ctx)
	if err != nil {
		return err
	}
	pdf, err := letters.SubjectReport(cat, report, c.Lang, now)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if err := os.Mkdir(c.Out, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("make the folder of the report: %w", err)
	}
	if err := writeNew(filepath.Join(c.Out, "subject-report.pdf"), pdf, 0o600); err != nil {
		return err
	}
	if err := writeNew(filepath.Join(c.Out, "subject-report.json"), append(text, '\n'), 0o600); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d rows, %d acts of processing, %d extracts: subject-report.pdf and subject-report.json in %s\n",
		len(report.Held), len(report.Readings), len(report.Extracts), c.Out)
	if len(report.Consider) > 0 {
		fmt.Fprintf(out, "Weigh before giving it whether section 34 of the Data Protection Act withholds: %s\n", strings.Join(report.Consider, ", "))
	}
	return nil
}

// readCode reads the first line of a file, or of standard input. Its errors do
// not repeat what it read.
func readCode(name string) (string, error) {
	f := os.Stdin
	if name != "-" {
		var err error
		if f, err = os.Open(name); err != nil {
			return "", fmt.Errorf("read the code: %w", err)
		}
		defer f.Close()
	}
	line, err := bufio.NewReader(io.LimitReader(f, 64)).ReadString('\n')
	if line = strings.TrimSpace(line); line == "" {
		if err == nil || errors.Is(err, io.EOF) {
			err = errors.New("the first line is empty")
		}
		return "", fmt.Errorf("read the code: %w", err)
	}
	return line, nil
}
