package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"tietolupa/internal/workbook"
	"tietolupa/permits/letters"
	"tietolupa/registers"
	"tietolupa/registers/descriptions"
	"tietolupa/registers/law"
	"tietolupa/web"
)

// describeCommand writes what the authority says of its registers; it needs no
// database.
type describeCommand struct {
	Kind     string `arg:"" enum:"processing,information,publicity" help:"processing: the record of processing activities (GDPR 30); information: the description for data subjects (GDPR 14); publicity: the publicity description (TiHL 28 §)."`
	Register string `default:"person" enum:"person,employer,provider,joint" help:"Which register the information is on."`
	Day      string `help:"Day of the law, yyyy-mm-dd; today by default."`
	Lang     string `default:"fi" enum:"fi,sv,en" env:"PERMITS_LANG" help:"Language of the document."`
	Out      string `required:"" type:"path" help:"File to write: its ending says how, .xlsx, .pdf or .json."`
}

// Run writes the document; it does not write over a file.
func (c describeCommand) Run(out io.Writer) error {
	day := registers.DayOf(time.Now().In(helsinki))
	if c.Day != "" {
		var err error
		if day, err = registers.ParseDay(c.Day); err != nil {
			return errors.New("read the day: write yyyy-mm-dd")
		}
	}
	cat, err := registers.Load()
	if err != nil {
		return err
	}
	contact, err := letters.RegistersContact(day)
	if err != nil {
		return err
	}
	in := descriptions.Input{Catalogue: cat, Law: law.On(day), Contact: contact, Language: c.Lang}
	var d descriptions.Document
	switch descriptions.Kind(c.Kind) {
	case descriptions.ProcessingRecord:
		d, err = descriptions.Processing(in)
	case descriptions.SubjectInformation:
		d, err = descriptions.Information(in, c.Register)
	default:
		d, err = descriptions.Publicity(in)
	}
	if err != nil {
		return err
	}
	var b bytes.Buffer
	switch ending := filepath.Ext(c.Out); ending {
	case ".xlsx":
		err = workbook.Write(&b, web.DescriptionBook(d))
	case ".pdf":
		var pdf []byte
		pdf, err = letters.Description(d, contact.Name.In(d.Language), day.Time())
		b.Write(pdf)
	case ".json":
		to := json.NewEncoder(&b)
		to.SetIndent("", "  ")
		err = to.Encode(d)
	default:
		return fmt.Errorf("write %s: end the name in .xlsx, .pdf or .json", filepath.Base(c.Out))
	}
	if err != nil {
		return err
	}
	if err := writeNew(c.Out, b.Bytes(), 0o644); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s, %s: %s\n", d.Title, day, c.Out)
	return err
}

// writeNew writes a file that is not there yet, whole or not at all.
func writeNew(name string, content []byte, mode os.FileMode) (err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(name), err)
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(name), errors.Join(err, os.Remove(name)))
	}
	return nil
}
