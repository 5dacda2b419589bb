package main

import (
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// caseRegisterCommand writes the case register of law.md section 5 (TiHL 25–26 §).
type caseRegisterCommand struct {
	where
	Out string         `required:"" type:"path" help:"New folder for cases.csv, documents.csv, measures.csv and register.xml."`
	As  permits.UserID `required:"" help:"User id of the officer who takes it out; the log names you."`
}

// The organisation and the task of every matter, as the register tells them.
const (
	registerOrganisation = "2296962-1" // KEHA's business id
	registerAuthority    = "KEHA"
	registerProcess      = "tietoluvat ja tietopyynnöt"
)

// Run writes the four files; docs/operations.md describes their columns.
func (c caseRegisterCommand) Run(ctx context.Context, out io.Writer) (err error) {
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	by, err := p.mayDo(ctx, c.As, casbin.QueueView)
	if err != nil {
		return fmt.Errorf("cases register: %w", err)
	}
	if err := p.owner.NoteExport(ctx, by.ID, "case-register", "csv+xml", nil); err != nil {
		return err
	}
	if err := os.Mkdir(c.Out, 0o700); err != nil {
		return fmt.Errorf("cases register: %w", err)
	}
	w := registerWriter{dir: c.Out}
	moment := func(t time.Time) string { return t.In(helsinki).Format(time.RFC3339) }
	err = w.xml(func(x *xml.Encoder) error {
		err := w.csv("cases.csv", []string{"organisation", "authority", "process", "id", "number", "kind", "initiated", "party", "handler", "state"}, func(row func(...string) error) error {
			return p.owner.RegisterCases(ctx, func(m postgres.RegisterCase) error {
				return errors.Join(x.EncodeElement(m, xml.StartElement{Name: xml.Name{Local: "case"}}),
					row(registerOrganisation, registerAuthority, registerProcess, m.Subject, m.Number, m.Kind, moment(m.Initiated), m.Party, m.Handler, m.State))
			})
		})
		if err != nil {
			return err
		}
		err = w.csv("documents.csv", []string{"case", "id", "kind", "manner", "by", "at", "sha256"}, func(row func(...string) error) error {
			return p.owner.RegisterDocuments(ctx, func(d postgres.RegisterDocument) error {
				return errors.Join(x.EncodeElement(d, xml.StartElement{Name: xml.Name{Local: "document"}}), row(d.Subject, d.ID, d.Kind, d.Manner, d.By, moment(d.At), d.SHA256))
			})
		})
		if err != nil {
			return err
		}
		return w.csv("measures.csv", []string{"case", "number", "kind", "by", "at"}, func(row func(...string) error) error {
			return p.owner.RegisterMeasures(ctx, func(m postgres.RegisterMeasure) error {
				return errors.Join(x.EncodeElement(m, xml.StartElement{Name: xml.Name{Local: "measure"}}), row(m.Subject, strconv.Itoa(m.Number), m.Kind, m.By, moment(m.At)))
			})
		})
	})
	if err != nil {
		return fmt.Errorf("cases register: %w", err)
	}
	_, err = fmt.Fprintln(out, "Written to", c.Out)
	return err
}

// A registerWriter writes the files of one register.
type registerWriter struct{ dir string }

func (w registerWriter) csv(name string, head []string, fill func(row func(...string) error) error) (err error) {
	file, err := os.OpenFile(filepath.Join(w.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	to := csv.NewWriter(file)
	to.UseCRLF = true
	if err := to.Write(head); err != nil {
		return err
	}
	if err := fill(func(cells ...string) error { return to.Write(cells) }); err != nil {
		return err
	}
	to.Flush()
	return to.Error()
}

func (w registerWriter) xml(fill func(x *xml.Encoder) error) (err error) {
	file, err := os.OpenFile(filepath.Join(w.dir, "register.xml"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := io.WriteString(file, xml.Header); err != nil {
		return err
	}
	x := xml.NewEncoder(file)
	x.Indent("", " ")
	root := xml.StartElement{Name: xml.Name{Local: "register"}, Attr: []xml.Attr{
		{Name: xml.Name{Local: "organisation"}, Value: registerOrganisation}, {Name: xml.Name{Local: "authority"}, Value: registerAuthority}, {Name: xml.Name{Local: "process"}, Value: registerProcess}}}
	if err := x.EncodeToken(root); err != nil {
		return err
	}
	if err := fill(x); err != nil {
		return err
	}
	if err := x.EncodeToken(root.End()); err != nil {
		return err
	}
	return x.Close()
}
