package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// rightsCommand is for KEHA's access officers.
type rightsCommand struct {
	Import rightsImportCommand `cmd:"" help:"Take in the access rights given before 1 July 2020: all of a file, or nothing."`
	Link   rightsLinkCommand   `cmd:"" help:"Note that an official is a client too, so that reading their record is seen."`
}

// rightsImportCommand takes in a file of legacy rights (V.2).
type rightsImportCommand struct {
	where
	File      string         `arg:"" help:"CSV file: email,body,ground,items,offices,areas,powers,uses,from,until,granted_at; lists by ;, days yyyy-mm-dd." type:"path"`
	GrantedBy string         `required:"" help:"Who gave the rights: TEM or an ELY centre, such as ELY01."`
	Officer   permits.UserID `required:"" help:"User id of the access officer who takes them in."`
}

const rightsHeader = "email,body,ground,items,offices,areas,powers,uses,from,until,granted_at"

// Run takes in the file, or names every bad line and takes in nothing.
func (c rightsImportCommand) Run(ctx context.Context, out io.Writer) (err error) {
	file, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("import rights: %w", err)
	}
	defer file.Close()
	lines, err := c.read(file)
	if err != nil {
		return fmt.Errorf("import rights: %w", err)
	}
	p, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	officer, err := p.owner.User(ctx, c.Officer)
	if err != nil {
		return err
	}
	made, err := p.owner.ImportRights(ctx, lines, func(holder permits.Actor, r rights.Right, now time.Time) (rights.Right, permits.Event, error) {
		return rights.Import(officer, holder, r, now)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Imported %d rights given by %s; each waits for its review.\n", len(made), c.GrantedBy)
	return nil
}

// read reads the lines; every one that cannot be read is named.
func (c rightsImportCommand) read(file io.Reader) (lines []postgres.LegacyRight, _ error) {
	r := csv.NewReader(file)
	header, err := r.Read()
	if err != nil {
		return nil, err
	}
	if strings.Join(header, ",") != rightsHeader {
		return nil, errors.New("the first line must be " + rightsHeader)
	}
	var bad []error
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return lines, errors.Join(bad...)
		}
		number, _ := r.FieldPos(0)
		if err != nil {
			if !errors.Is(err, csv.ErrFieldCount) {
				return nil, err
			}
			bad = append(bad, postgres.BadLine{Line: number, Err: err})
			continue
		}
		l, err := c.line(row)
		if l.Line = number; err != nil {
			bad = append(bad, postgres.BadLine{Line: number, Err: err})
			continue
		}
		lines = append(lines, l)
	}
}

func (c rightsImportCommand) line(row []string) (postgres.LegacyRight, error) {
	from, err1 := registers.ParseDay(row[8])
	until, err2 := registers.ParseDay(row[9])
	at, err3 := registers.ParseDay(row[10])
	r := rights.Right{Body: permits.Body(row[1]), Ground: rights.Ground(row[2]), Uses: split[rights.Use](row[7]), GrantedBy: c.GrantedBy,
		GrantedAt: at.Time(), Extent: rights.Extent{Items: split[string](row[3]), Offices: split[permits.Body](row[4]),
			Areas: split[string](row[5]), Powers: split[rights.Power](row[6]), From: from, Until: until}}
	return postgres.LegacyRight{Email: row[0], Right: r}, errors.Join(err1, err2, err3)
}

func split[T ~string](list string) (all []T) {
	for _, s := range strings.Split(list, ";") {
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, T(s))
		}
	}
	return all
}
