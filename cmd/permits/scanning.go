package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/web"
)

// scanning says how files that people attach are looked through for malware
// (TiHL 13 §). Without a command none are taken, unless it is said that they are
// taken unscanned; every page then says so of each file. The pages and the workers
// are given the same.
type scanning struct {
	ScanCommand []string      `name:"scan-command" sep:" " help:"Command that scans an attachment, its words apart by blanks: the file on its standard input, exit code 0 clean, 1 malware, any other a failure." env:"PERMITS_SCAN_COMMAND"`
	ScanTime    time.Duration `name:"scan-time" default:"2m" help:"How long one scan may take." env:"PERMITS_SCAN_TIME"`
	Unscanned   bool          `help:"Take attachments without a scan, and say so of each." env:"PERMITS_UNSCANNED"`
	FileMB      int64         `name:"attachment-mb" default:"20" help:"Megabytes of one attachment." env:"PERMITS_ATTACHMENT_MB"`
	CaseMB      int64         `name:"case-mb" default:"200" help:"Megabytes of all attachments of a case." env:"PERMITS_CASE_MB"`
	CaseFiles   int           `name:"case-files" default:"100" help:"Attachments of a case, every version counted." env:"PERMITS_CASE_FILES"`
}

// demoScan is what the demonstration scans with: it finds the test file of the
// makers of scanners (EICAR), which harms nobody.
func demoScan() scanning {
	return scanning{FileMB: 20, CaseMB: 200, CaseFiles: 100, ScanTime: time.Minute, ScanCommand: []string{"sh", "-c",
		`grep -qaF EICAR-STANDARD-ANTIVIRUS-TEST-FILE; case $? in 0) exit 1;; 1) exit 0;; *) exit 2;; esac`}}
}

// check finds a configuration that contradicts itself, or names no command.
func (c scanning) check() error {
	switch {
	case len(c.ScanCommand) > 0 && c.Unscanned:
		return errors.New("scan: --scan-command and --unscanned exclude each other; leave one out")
	case c.FileMB < 1 || c.CaseMB < c.FileMB || c.CaseFiles < 1:
		return errors.New("scan: an attachment needs a megabyte at least, and a case room for one attachment")
	case len(c.ScanCommand) > 0:
		if _, err := exec.LookPath(c.ScanCommand[0]); err != nil {
			return fmt.Errorf("scan: find the command: %w", err)
		}
	}
	return nil
}

// attachments are what the pages need to know; files arrive in dir.
func (c scanning) attachments(dir string) web.Attachments {
	a := web.Attachments{Dir: dir, Limits: permits.AttachLimits{Bytes: c.FileMB << 20, Total: c.CaseMB << 20, Files: c.CaseFiles}}
	switch {
	case len(c.ScanCommand) > 0:
		a.Scan = permits.ScanPending
	case c.Unscanned:
		a.Scan = permits.NotScanned
	}
	return a
}

// scan runs the command on one content. Only 0 is clean and only 1 is malware: a
// command that is not there, is killed or takes too long has not told.
func (c scanning) scan(ctx context.Context, content io.Reader) (clean bool, err error) {
	if len(c.ScanCommand) == 0 {
		return false, errors.New("scan: no command is configured")
	}
	ctx, cancel := context.WithTimeout(ctx, c.ScanTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.ScanCommand[0], c.ScanCommand[1:]...)
	cmd.Stdin, cmd.WaitDelay = content, time.Second
	err = cmd.Run()
	if err == nil {
		return true, nil
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 1 {
		return false, nil
	}
	return false, fmt.Errorf("scan: the command did not tell: %w", err)
}

// scans is the work of one job in the queue.
func (c scanning) scans(db *postgres.DB) func(context.Context, json.RawMessage) error {
	return func(ctx context.Context, args json.RawMessage) error { return db.Scan(ctx, args, c.scan) }
}
