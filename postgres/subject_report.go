package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A SubjectAsk says whose report is made, for whom, and what it answers.
type SubjectAsk struct {
	Look    Look   // its Contacts are always shown: they are the person's own
	Subject string // person, employer or provider
	ID      int64
	Request string // number of the request for access that it answers; empty for none
}

// Report gathers everything that is held on a client and what was done with it
// (GDPR 15): every row, the versions that corrections replaced, the rows of
// others that name the person, who processed the data, disclosures, and the
// extracts they were in, logged in the same transaction. Officials are named only when the request carries a decision to
// do so, and what the request withholds is left out (TSL 34 §). ErrNoRecord when
// there is no such client; ErrNoRequest when the request is another's or not one
// for access.
func (s *Subjects) Report(ctx context.Context, ask SubjectAsk) (registers.SubjectReport, error) {
	r := registers.SubjectReport{Subject: ask.Subject, Register: ask.Subject, Request: ask.Request}
	err := s.reading(ctx, ask.Look, func(tx pgx.Tx, day registers.Day) error {
		r.Day = day
		if err := s.mayBeSeen(ctx, tx, ask.Look, ask.Subject, ask.ID); err != nil {
			return err
		}
		var withheld []registers.Withholding
		if ask.Request != "" {
			q, err := oneRequest(ctx, tx, ask.Request, "")
			if err != nil {
				return err
			}
			if q.Kind != registers.Access || q.Subject != ask.Subject || q.Client != ask.ID {
				return ErrNoRequest
			}
			r.Decision, withheld = q.Decision, q.Withholds
		}
		if err := s.held(ctx, tx, ask, &r); err != nil {
			return err
		}
		token, err := subjectToken(ctx, tx, ask.Subject, ask.ID)
		if err != nil {
			return err
		}
		if r.Readings, r.Disclosures, err = processingOf(ctx, tx, token, r.Decision != ""); err != nil {
			return err
		}
		if r.Extracts, err = s.inExtracts(ctx, tx, ask.Request, ask.Subject, ask.ID); err != nil {
			return err
		}
		r = r.Withhold(withheld)
		detail := map[string]string{"shown": "subject report", "request": ask.Request}
		if r.Decision != "" {
			detail["decision"] = r.Decision
		}
		return logReading(ctx, tx, ask.Look, ask.Subject, ask.ID, detail)
	})
	if err != nil {
		return registers.SubjectReport{}, fmt.Errorf("report on a data subject: %w", err)
	}
	return r, nil
}

// held reads every row about a client, present and replaced, and every row of
// another that links to them.
func (s *Subjects) held(ctx context.Context, tx pgx.Tx, ask SubjectAsk, r *registers.SubjectReport) error {
	batch := &pgx.Batch{}
	for _, t := range s.cat.Tables() {
		by := ""
		if t.Subject == ask.Subject {
			by = t.SubjectKey()
		} else if v, ok := s.cat.Column(t.Name, ask.Subject+"_id"); ok && v.Role == "link" {
			by = v.Column
		}
		if by == "" {
			continue
		}
		columns := asText("", s.columns(t))
		order := ""
		if t.Start != "" {
			order = column(t.Start) + " desc, "
		}
		order += column(t.Keys[len(t.Keys)-1])
		batch.Queue(fmt.Sprintf("select '', %s, %s from %s where %s = $1 order by %s", versionOf(""), columns, registerTable(t.Name), column(by), order), ask.ID).
			Query(s.heldRows(t, ask.Subject, r))
		batch.Queue(fmt.Sprintf("select (extract(epoch from superseded_at) * 1000000)::bigint::text, %s, %s from %s where %s = $1 order by superseded_at desc",
			versionOf(""), columns, historyTable(t.Name), column(by)), ask.ID).Query(s.heldRows(t, ask.Subject, r))
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("read what is held: %w", err)
	}
	s.headed(r)
	return nil
}

// heldRows reads rows of a table, its own or another's that names the client.
func (s *Subjects) heldRows(t registers.Table, subject string, r *registers.SubjectReport) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, textRow)
		if err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		for _, values := range found {
			row := registers.HeldRow{Register: t.Register, Table: t.Name}
			if row.RecordedAt, err = microTime(values[1]); err != nil {
				return err
			}
			if values[0] != "" {
				replaced, err := microTime(values[0])
				if err != nil {
					return err
				}
				row.Replaced = &replaced
			}
			for i, v := range s.columns(t) {
				value := values[i+2]
				switch {
				case v.Column == "office":
					row.Office = value
				case v.Column == "source":
					row.Source = value
				case v.Column == "recorder": // 4.1b; named only by a decision
					if r.Decision != "" {
						row.Recorder = value
					}
				case v.Column == "removable_from":
					if err := row.Removable.UnmarshalText([]byte(value)); err != nil {
						return err
					}
				case v.Kind == registers.Stored && value != "":
					row.Values = append(row.Values, registers.HeldValue{Variable: v.ID, Value: value})
					weigh := registers.ToConsider(v) || t.Subject != subject && strings.HasPrefix(v.Ground, "20") // somebody else's secret
					if weigh && !slices.Contains(r.Consider, v.ID) {
						r.Consider = append(r.Consider, v.ID)
					}
				}
			}
			r.Held = append(r.Held, row)
		}
		return nil
	}
}

// headed takes the name and the codes out of the rows.
func (s *Subjects) headed(r *registers.SubjectReport) {
	value := func(row registers.HeldRow, column string) string {
		for _, v := range row.Values {
			if v.Variable == row.Table+"."+column {
				return v.Value
			}
		}
		return ""
	}
	for _, row := range r.Held {
		if row.Replaced != nil {
			continue
		}
		switch row.Table {
		case "person":
			r.Name = strings.TrimSpace(value(row, "given_names") + " " + value(row, "family_name"))
			r.Protected = value(row, "protected_address") == "true"
		case "person_identifier":
			r.Codes = append(r.Codes, value(row, "code"))
		case "employer", "provider":
			if row.Table == r.Subject {
				r.Name, r.Codes = value(row, "name"), append(r.Codes, value(row, "business_id"))
			}
		}
	}
}

// processingOf reads what the log knows of a person: who processed their data,
// by unit and purpose, and to whom they were disclosed. An entry is a disclosure
// when its kind says so. Officials are named only when named is true (C-579/21).
func processingOf(ctx context.Context, tx pgx.Tx, token string, named bool) ([]registers.Processed, []registers.Disclosed, error) {
	acts, disclosures := []registers.Processed{}, []registers.Disclosed{}
	rows, err := tx.Query(ctx, `
		select p.at, p.actor, p.kind, p.detail, coalesce(u.organisation, p.unit, ''), coalesce(p.purpose, ''), coalesce(u.name, '')
		  from audit.processing_of($1) p left join permits.users u on u.user_id = p.actor`, token)
	if err != nil {
		return nil, nil, fmt.Errorf("read the log: %w", err)
	}
	var at time.Time
	var actor, kind, unit, purpose, name string
	var detail map[string]string
	_, err = pgx.ForEachRow(rows, []any{&at, &actor, &kind, &detail, &unit, &purpose, &name}, func() error {
		a := registers.Processed{At: at.In(helsinki), Unit: unit, Purpose: registers.Purpose(purpose), Act: kind, What: or(first(detail, "table", "shown"))}
		if named && permits.UserID(actor) != Service {
			if a.Official = name; a.Official == "" {
				a.Official = actor
			}
		}
		acts = append(acts, a)
		if to := first(detail, "recipient", "to", "employer"); strings.Contains(kind, "disclos") && to != nil {
			disclosures = append(disclosures, registers.Disclosed{At: a.At, Recipient: *to, Basis: or(first(detail, "basis", "rule", "consent")), What: or(first(detail, "variables", "table"))})
		}
		detail = nil
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read the log: %w", err)
	}
	return acts, disclosures, nil
}

func first(detail map[string]string, keys ...string) *string {
	for _, key := range keys {
		if v, ok := detail[key]; ok && v != "" {
			return &v
		}
	}
	return nil
}

// extractsWith lists the delivered extracts that a client was in, and who got
// them. One set is in memory at a time.
func (s *Subjects) extractsWith(ctx context.Context, tx pgx.Tx, subject string, id int64) ([]registers.WasInside, error) {
	all := []registers.WasInside{}
	if s.member == nil {
		return nil, errors.New("nothing tells who is in an extract")
	}
	rows, err := tx.Query(ctx, `
		select c.members, o.order_id, coalesce(o.case_id, o.disclosure_id), o.case_id is not null, o.provision, d.sealed_at, o.scope,
		       coalesce(k.application ->> 'organisation', l.request ->> 'body', ''),
		       coalesce(k.application ->> 'purpose', l.request ->> 'task', '')
		  from permits.cohorts c
		  join permits.orders o on o.order_id = c.order_id
		  join permits.deliveries d on d.order_id = c.order_id
		  left join permits.cases k on k.case_id = o.case_id
		  left join permits.disclosures l on l.disclosure_id = o.disclosure_id
		 where c.subject = $1
		 order by d.sealed_at, o.order_id`, subject)
	if err != nil {
		return nil, fmt.Errorf("read who was in extracts: %w", err)
	}
	var members []byte
	var e registers.WasInside
	var permit bool
	var scope permits.Scope
	_, err = pgx.ForEachRow(rows, []any{&members, &e.Order, &e.Basis, &permit, &e.Provision, &e.Delivered, &scope, &e.Recipient, &e.Purpose}, func() error {
		inside, err := s.member(members, id)
		if err != nil || !inside {
			return err
		}
		e.Kind = string(permits.DisclosureBasis)
		if permit {
			e.Kind = string(permits.PermitBasis)
		}
		e.Delivered, e.Tables, e.Variables = e.Delivered.In(helsinki), nil, nil
		for _, t := range scope.Tables {
			e.Tables = append(e.Tables, t.Table)
			for _, v := range t.Variables {
				if v.Protection != registers.Drop {
					e.Variables = append(e.Variables, v.ID)
				}
			}
		}
		all = append(all, e)
		scope = permits.Scope{}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read who was in extracts: %w", err)
	}
	return all, nil
}
