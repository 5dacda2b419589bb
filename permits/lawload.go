package permits

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
)

// LoadLaw reads every dated table of the law that this package was built with,
// its messages and the texts of its rules. An error means that the program itself is broken
// and must not start; without the call the first who needs the table panics.
func LoadLaw() error {
	return loadTables(lawFiles, func() { laws() }, func() { tasks() }, func() { clauses() }, func() { environments() },
		func() { reasonCodes() }, func() { roadTerms() }, func() { manners() }, func() { fees() },
		func() { terms() }, func() { holders() }, func() { delegations() }, func() { keepings() }, func() { publicity() }, func() { annexRules() }, func() { mails() }, func() { Rules() })
}

// loadTables reads the files as CSV, whichever they are, and then each table by
// its own reader, which panics over a broken line.
func loadTables(files fs.FS, readers ...func()) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("read the law: %v", broken)
		}
	}()
	names, err := fs.Glob(files, "law/*.csv")
	if err != nil {
		return fmt.Errorf("read the law: %w", err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return fmt.Errorf("read the law: %w", err)
		}
		if _, err := csv.NewReader(bytes.NewReader(text)).ReadAll(); err != nil { // every line as long as the heading
			return fmt.Errorf("read the law: %s: %w", name, err)
		}
	}
	for _, read := range readers {
		read()
	}
	return nil
}
