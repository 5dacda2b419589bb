package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// changeRequest locks a request, lets change decide, and stores it with its line
// in the log: all or nothing.
func (s *Subjects) changeRequest(ctx context.Context, by permits.UserID, id string, seen int,
	change func(tx pgx.Tx, q *SubjectRequest, day registers.Day) error) (SubjectRequest, error) {
	var q SubjectRequest
	err := s.db.command(ctx, func(tx pgx.Tx) error {
		var err error
		if q, err = oneRequest(ctx, tx, id, " for no key update of r"); err != nil {
			return err
		}
		if q.Version != seen {
			return refused("version", "")
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		before := q.State
		if err := change(tx, &q, registers.DayOf(now)); err != nil {
			return err
		}
		q.Version++
		var reply *registers.Reply
		if q.State == registers.RequestAnswered {
			reply = &q.Reply
		}
		if _, err := tx.Exec(ctx, `
			update permits.subject_requests
			   set state = $2, asked_who = nullif($3, '')::date, confirmed_by = nullif($4, '')::date, extended_on = nullif($5, '')::date,
			       extended_for = $6, closed_on = nullif($7, '')::date, reply = $8, decision = $9, version = $10,
			       lifted_on = nullif($11, '')::date, lifted_for = $12, lift_told = nullif($13, '')::date
			 where request_id = $1`, q.ID, q.State, q.AskedWho.String(), q.ConfirmedBy.String(), q.ExtendedOn.String(), q.ExtendedFor,
			q.ClosedOn.String(), reply, q.Decision, q.Version, q.LiftedOn.String(), q.LiftedFor, q.LiftTold.String()); err != nil {
			return err
		}
		detail := map[string]string{"article": string(q.Kind), "register": q.Register, "from": string(before), "to": string(q.State)}
		if reply != nil {
			detail["outcome"] = string(reply.Outcome)
		}
		if q.Decision != "" {
			detail["decision"] = q.Decision
		}
		if !q.LiftedOn.IsZero() {
			detail["lifted"] = q.LiftedOn.String()
		}
		return s.logRequest(ctx, tx, by, "request-changed", q, detail)
	})
	if err != nil {
		return SubjectRequest{}, fmt.Errorf("change request %s: %w", id, err)
	}
	return q, nil
}

func (s *Subjects) logRequest(ctx context.Context, tx pgx.Tx, by permits.UserID, kind string, q SubjectRequest, detail map[string]string) error {
	e := Entry{Actor: by, Kind: kind, Subject: q.ID, Detail: detail}
	if q.Client != 0 {
		var err error
		if e.PersonToken, err = subjectToken(ctx, tx, q.Subject, q.Client); err != nil {
			return err
		}
	}
	return record(ctx, tx, e)
}

// Withhold leaves something out of what a request for access is answered with
// (TSL 34 §). registers.CheckWithholding decides.
func (s *Subjects) Withhold(ctx context.Context, by permits.UserID, id string, w registers.Withholding) error {
	err := s.db.command(ctx, func(tx pgx.Tx) error {
		q, err := oneRequest(ctx, tx, id, " for no key update of r")
		if err != nil {
			return err
		}
		if err := registers.CheckWithholding(s.cat, w); err != nil {
			return err
		}
		if q.Kind != registers.Access || q.State != registers.Received {
			return refusedRequest("request-decision")
		}
		if _, err := tx.Exec(ctx, `
			insert into permits.subject_withholdings (request_id, number, table_name, column_name, ground, reason, silent, decided_by, decided_at)
			select $1, count(*) + 1, $2, $3, $4, $5, $6, $7, permits.moment() from permits.subject_withholdings where request_id = $1`,
			id, w.Table, w.Column, w.Ground, w.Reason, w.Silent, by); err != nil {
			return err
		}
		return s.logRequest(ctx, tx, by, "request-withheld", q, map[string]string{"table": w.Table, "column": w.Column, "ground": string(w.Ground)})
	})
	if err != nil {
		return fmt.Errorf("withhold from request %s: %w", id, err)
	}
	return nil
}

// Request is the request of that number; ErrNoRequest when there is none.
func (s *Subjects) Request(ctx context.Context, id string) (q SubjectRequest, err error) {
	err = pgx.BeginTxFunc(ctx, s.db.pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		q, err = oneRequest(ctx, tx, id, "")
		return err
	})
	if err != nil {
		return SubjectRequest{}, fmt.Errorf("read request %s: %w", id, err)
	}
	return q, nil
}

// Requests lists what one body answers, or with an empty body everything: what
// waits first, by arrival, then what is closed, the newest first. With an empty
// body and a party, that party's.
func (s *Subjects) Requests(ctx context.Context, party registers.Party, body string) ([]SubjectRequest, error) {
	rows, _ := s.db.pool.Query(ctx, selectRequests+`
		 where ($1 = '' or r.party = $1) and ($2 = '' or r.body = $2)
		 order by r.state in ('answered', 'withdrawn'), case when r.closed_on is null then r.arrived end, r.closed_on desc, r.request_id`,
		string(party), body)
	all, err := pgx.CollectRows(rows, scanRequest)
	if err != nil {
		return nil, fmt.Errorf("list requests: %w", err)
	}
	return all, nil
}

func oneRequest(ctx context.Context, tx pgx.Tx, id, lock string) (SubjectRequest, error) {
	rows, _ := tx.Query(ctx, selectRequests+" where r.request_id = $1"+lock, id)
	q, err := oneOf(rows, scanRequest, ErrNoRequest)
	if err != nil {
		return q, err
	}
	rows, _ = tx.Query(ctx, `
		select table_name, column_name, ground, reason, silent from permits.subject_withholdings where request_id = $1 order by number`, id)
	q.Withholds, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (w registers.Withholding, err error) {
		err = row.Scan(&w.Table, &w.Column, &w.Ground, &w.Reason, &w.Silent)
		return w, err
	})
	return q, err
}

const selectRequests = `
	select r.request_id, r.kind, r.register, r.subject, coalesce(k.subject_id, 0), r.received_by, r.arrived_at, r.arrived::text, r.party, r.body,
	       r.rule, r.state, coalesce(r.asked_who::text, ''), coalesce(r.confirmed_by::text, ''), coalesce(r.extended_on::text, ''),
	       r.extended_for, coalesce(r.closed_on::text, ''), r.reply, r.decision, r.version,
	       coalesce(r.lifted_on::text, ''), r.lifted_for, coalesce(r.lift_told::text, '')
	  from permits.subject_requests r left join permits.subject_tokens k on k.token = r.person_token`

func scanRequest(row pgx.CollectableRow) (q SubjectRequest, err error) {
	var arrived, asked, confirmed, extended, closed, lifted, told string
	var reply *registers.Reply
	if err := row.Scan(&q.ID, &q.Kind, &q.Register, &q.Subject, &q.Client, &q.ReceivedBy, &q.ArrivedAt, &arrived, &q.Route.Party, &q.Route.Body,
		&q.Route.Rule, &q.State, &asked, &confirmed, &extended, &q.ExtendedFor, &closed, &reply, &q.Decision, &q.Version,
		&lifted, &q.LiftedFor, &told); err != nil {
		return q, err
	}
	q.Reply = or(reply)
	return q, errors.Join(q.Arrived.UnmarshalText([]byte(arrived)), q.AskedWho.UnmarshalText([]byte(asked)),
		q.ConfirmedBy.UnmarshalText([]byte(confirmed)), q.ExtendedOn.UnmarshalText([]byte(extended)), q.ClosedOn.UnmarshalText([]byte(closed)),
		q.LiftedOn.UnmarshalText([]byte(lifted)), q.LiftTold.UnmarshalText([]byte(told)))
}

// refusedRequest is a refusal of something about a request.
func refusedRequest(rule string) error {
	return &registers.RuleError{Rule: rule, Text: requestRefusals[rule], Act: "handle request"}
}

var requestRefusals = map[string]registers.Names{
	"request-day": {
		FI: "Pyyntö ei voi saapua tulevaisuudessa. Tarkista saapumispäivä.",
		SV: "Begäran kan inte komma in i framtiden. Kontrollera ankomstdagen.",
		EN: "A request cannot arrive in the future. Check the day of arrival.",
	},
	"request-closed": {
		FI: "Pyyntö on jo päättynyt, tai rekisterit eivät tunne pyytäjää. Tarkista pyyntö.",
		SV: "Begäran är redan avslutad, eller så finns den som begär inte i registren. Kontrollera begäran.",
		EN: "The request is closed, or the registers do not know who asks. Check the request.",
	},
	"request-extracts": {
		FI: "Vielä ei tiedetä, missä aineistoissa henkilö on ollut. Odota haun valmistumista tai tee haku uudelleen.",
		SV: "Det är ännu inte känt i vilka material personen har ingått. Vänta tills sökningen är klar eller sök på nytt.",
		EN: "It is not yet known which extracts the person was in. Wait for the search, or search again.",
	},
	"request-decision": {
		FI: "Tämän voi tehdä vain avoimelle pyynnölle saada pääsy tietoihin, ja päätöksen numero on annettava. Tarkista pyyntö.",
		SV: "Detta kan göras bara för en öppen begäran om tillgång till uppgifter, och beslutets nummer ska anges. Kontrollera begäran.",
		EN: "This can be done only for an open request for access, and the decision must have a number. Check the request.",
	},
}
