package postgres_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// inList is a set of ids as a text of these tests' own: "7,9".
func inList(cohort []byte, id int64) (bool, error) {
	return slices.Contains(strings.Split(string(cohort), ","), strconv.FormatInt(id, 10)), nil
}

// known is a person with a clientship, a plan's text replaced once, a work trial
// at an employer's, and a place in one of two delivered extracts.
func known(t *testing.T) (*postgres.DB, *postgres.Subjects, int64) {
	t.Helper()
	db, r := newRegisters(t)
	furnish(t, db)
	if err := db.PutUser(t.Context(), permits.Actor{ID: official, Name: "Oili Virkailija", Email: "oili@te.example", Organisation: "Uudenmaan TE-toimisto", Language: "fi"}); err != nil {
		t.Fatal(err)
	}
	person := put(t, r, newPerson("010190-900P")...)
	id := person[0].Subject
	put(t, r, write("clientship", id, "start_date", "2020-02-01"))
	put(t, r, correction(person[0], "mother_tongue", "sv"))
	employer := put(t, r, newEmployer("9000000-3"))[0].Subject
	put(t, r, write("work_trial", employer, "person_id", strconv.FormatInt(id, 10), "agreed_on", "2020-03-01", "start_date", "2020-03-02", "occupation", "2221"))
	c := inForce(t, db)
	for i, members := range []string{"1,2", "2," + strconv.FormatInt(id, 10)} {
		now, err := db.Now(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := db.SetClock(t.Context(), now.AddDate(0, 2*i, 0)); err != nil { // one extract a month
			t.Fatal(err)
		}
		o := placeOrder(t, db, c.ID)
		if _, err := db.BeginBuild(t.Context(), o.ID); err != nil {
			t.Fatal(err)
		}
		d := delivery
		d.SealedAt, d.File = now, "extract-"+strconv.Itoa(i)
		if err := db.SealOrder(t.Context(), o.ID, d, map[string][]byte{"person": []byte(members)}); err != nil {
			t.Fatal(err)
		}
	}
	return db, r.Subjects(inList), id
}

func rowsOf(r registers.SubjectReport, table string) (rows []registers.HeldRow) {
	for _, row := range r.Held {
		if row.Table == table {
			rows = append(rows, row)
		}
	}
	return rows
}

func TestSubjectReport(t *testing.T) {
	db, s, id := known(t)
	got, err := s.Report(t.Context(), postgres.SubjectAsk{Look: look, Subject: "person", ID: id})
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "Aino Maria Äijälä" || !slices.Equal(got.Codes, []string{"010190-900P"}) {
		t.Errorf("%q %q", got.Name, got.Codes)
	}
	t.Run("GDPR 15 every row, replaced ones and those of others too", func(t *testing.T) {
		if rows := rowsOf(got, "person"); len(rows) != 2 || rows[0].Replaced != nil || rows[1].Replaced == nil || rows[0].Source != "person" || rows[0].Office != "TE01" {
			t.Errorf("%+v", rows)
		}
		if len(rowsOf(got, "clientship")) != 1 || len(rowsOf(got, "work_trial")) != 1 || len(rowsOf(got, "employer")) != 0 {
			t.Errorf("%+v", got.Held)
		}
		// Nothing about the person in any table is missing: counted over the schema.
		var there int
		rows, _ := db.Pool().Query(t.Context(), `select format('select count(*) from %I.%I where person_id = $1', n.nspname, c.relname)
			from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
			where n.nspname in ('registers', 'registers_history') and c.relkind = 'r' and a.attname = 'person_id' and not a.attisdropped`)
		queries, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range queries {
			var n int
			if err := db.Pool().QueryRow(t.Context(), q, id).Scan(&n); err != nil {
				t.Fatal(err)
			}
			there += n
		}
		if len(got.Held) != there {
			t.Errorf("%d rows in the report, %d in the registers", len(got.Held), there)
		}
	})
	t.Run("C-579/21 readings by time, unit and purpose, without names", func(t *testing.T) {
		if len(got.Readings) < 3 || got.Readings[0].Unit != "Uudenmaan TE-toimisto" || got.Readings[0].Purpose != registers.PublicService {
			t.Errorf("%+v", got.Readings)
		}
		text, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte("Oili")) || bytes.Contains(text, []byte(official)) {
			t.Error("an official is named without a decision")
		}
	})
	t.Run("the extracts they were in, with the recipient itself", func(t *testing.T) {
		if len(got.Extracts) != 1 || got.Extracts[0].Recipient != "Yliopisto" || got.Extracts[0].Kind != "permit" || got.Extracts[0].Provision == "" ||
			!slices.Contains(got.Extracts[0].Variables, "person.sex") {
			t.Errorf("%+v", got.Extracts)
		}
	})
	t.Run("the report is itself a reading", func(t *testing.T) {
		again, err := s.Report(t.Context(), postgres.SubjectAsk{Look: look, Subject: "person", ID: id})
		if err != nil {
			t.Fatal(err)
		}
		if last := again.Readings[len(again.Readings)-1]; len(again.Readings) != len(got.Readings)+1 || last.What != "subject report" {
			t.Errorf("%+v", last)
		}
	})
	t.Run("nobody else's, and none without a purpose", func(t *testing.T) {
		if _, err := s.Report(t.Context(), postgres.SubjectAsk{Look: look, Subject: "person", ID: id + 1000}); !errors.Is(err, postgres.ErrNoRecord) {
			t.Error(err)
		}
		elsewhere := look
		elsewhere.Offices = []string{"TE15"}
		if _, err := s.Report(t.Context(), postgres.SubjectAsk{Look: elsewhere, Subject: "person", ID: id}); !errors.Is(err, postgres.ErrNoRecord) {
			t.Error(err)
		}
		_, err := s.Report(t.Context(), postgres.SubjectAsk{Look: postgres.Look{Actor: official, Purpose: "curiosity"}, Subject: "person", ID: id})
		refusedBy(t, err, "1.1")
	})
}

func TestSubjectRequestIsAnswered(t *testing.T) {
	db, s, id := known(t)
	ctx := t.Context()
	open := func(t *testing.T, kind registers.RequestKind, register string) postgres.SubjectRequest {
		t.Helper()
		q, err := s.OpenRequest(ctx, look, postgres.Arrival{Kind: kind, Register: register, Subject: "person", Client: id, Office: "TE05"})
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	t.Run("2.3b to the office whose client the person is", func(t *testing.T) {
		q := open(t, registers.Access, "person")
		if q.Route.Body != "TE01" || q.Route.Party != registers.Office || q.ArrivedAt != "TE05" || q.Due() != q.Arrived.AddDate(0, 1, 0) {
			t.Errorf("%+v", q)
		}
		all, err := s.Requests(ctx, registers.Office, "TE01")
		if err != nil || len(all) != 1 || all[0].ID != q.ID || all[0].Client != id {
			t.Errorf("%+v, %v", all, err)
		}
		if none, err := s.Requests(ctx, registers.Office, "TE05"); err != nil || len(none) != 0 {
			t.Errorf("%+v, %v", none, err)
		}
	})
	t.Run("2.3b unknown to the registers: the office it came to answers", func(t *testing.T) {
		q, err := s.OpenRequest(ctx, look, postgres.Arrival{Kind: registers.Access, Register: "person", Subject: "person", Office: "TE05"})
		if err != nil || q.Route.Body != "TE05" {
			t.Errorf("%+v, %v", q, err)
		}
	})
	t.Run("4.2 restriction is refused in the person register", func(t *testing.T) {
		q := open(t, registers.Restriction, "person")
		_, err := s.AnswerRequest(ctx, official, q.ID, q.Version, registers.Reply{Outcome: registers.RequestGranted})
		refusedBy(t, err, "4.2")
		right, err := law.On(registers.DayOf(demoDay)).Right(registers.Restriction, "person")
		if err != nil {
			t.Fatal(err)
		}
		reply, ok := registers.Refusal(right, "fi")
		if !ok {
			t.Fatal("the right exists")
		}
		done, err := s.AnswerRequest(ctx, official, q.ID, q.Version, reply)
		if err != nil || done.State != registers.RequestAnswered || done.Reply.Provision != "916/2012 13:4 § 2 mom (447/2020)" {
			t.Errorf("%+v, %v", done, err)
		}
		again, err := s.Request(ctx, q.ID)
		if err != nil || again.Reply.Reasons != reply.Reasons || again.ClosedOn != done.ClosedOn {
			t.Errorf("%+v, %v", again, err)
		}
		_, err = db.Pool().Exec(ctx, `update permits.subject_requests set reply = '{"outcome": "granted"}', version = version + 1 where request_id = $1`, q.ID)
		refused(t, err, "subject_request_no_restriction")
	})
	t.Run("12.3 extended once within the month, and a stale page is told", func(t *testing.T) {
		q := open(t, registers.Erasure, "person")
		extend := func(r registers.Request, day registers.Day) (registers.Request, error) {
			return registers.Extend(r, "Tietoja on paljon.", day)
		}
		next, err := s.ChangeRequest(ctx, official, q.ID, q.Version, extend)
		if err != nil || next.Due() != q.Arrived.AddDate(0, 3, 0) {
			t.Errorf("%v, %v", next.Due(), err)
		}
		_, err = s.ChangeRequest(ctx, official, q.ID, q.Version, extend)
		refusedBy(t, err, "version")
		_, err = s.ChangeRequest(ctx, official, q.ID, next.Version, extend)
		refusedBy(t, err, "12.3-extend")
		// GDPR 17: a reasoned answer.
		_, err = s.AnswerRequest(ctx, official, q.ID, next.Version, registers.Reply{Outcome: registers.RequestRefused, Remedies: true})
		refusedBy(t, err, "12-reason")
	})
	t.Run("16 and 19 a correction stands in the history and every recipient is told", func(t *testing.T) {
		q := open(t, registers.Rectification, "person")
		reply := registers.Reply{Outcome: registers.RequestGranted, Corrected: true, Notified: []string{"Yliopisto"}}
		_, err := s.AnswerRequest(ctx, official, q.ID, q.Version, reply)
		refusedBy(t, err, "16") // corrected only before the request arrived
		record, err := s.Client(ctx, look, "person", id)
		if err != nil {
			t.Fatal(err)
		}
		put(t, s.Registers, correction(postgres.Written{Table: "person", Subject: id, Version: record.Rows[0].Version}, "mother_tongue", "en"))
		to, err := s.Recipients(ctx, postgres.SubjectAsk{Look: look, Subject: "person", ID: id})
		if err != nil || !slices.Equal(to, []string{"Yliopisto"}) {
			t.Errorf("%q, %v", to, err)
		}
		_, err = s.AnswerRequest(ctx, official, q.ID, q.Version, registers.Reply{Outcome: registers.RequestGranted, Corrected: true})
		refusedBy(t, err, "19")
		if _, err := s.AnswerRequest(ctx, official, q.ID, q.Version, reply); err != nil {
			t.Error(err)
		}
	})
	t.Run("TSL 34 and C-579/21 what is withheld, and names on a decision", func(t *testing.T) {
		q := open(t, registers.Access, "person")
		w := registers.Withholding{Table: "person", Column: "street_address", Ground: registers.WithheldHealth, Reason: "Vakava vaara."}
		if err := s.Withhold(ctx, official, q.ID, w); err != nil {
			t.Fatal(err)
		}
		w.Ground = "none"
		refusedBy(t, s.Withhold(ctx, official, q.ID, w), "34-ground")
		if _, err := s.NameOfficials(ctx, official, q.ID, q.Version, "TE01/44/2020"); err != nil {
			t.Fatal(err)
		}
		report, err := s.Report(ctx, postgres.SubjectAsk{Look: look, Subject: "person", ID: id, Request: q.ID})
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(report)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte("Katu 1")) || len(report.Withheld) != 1 {
			t.Error("what is withheld is given")
		}
		if report.Readings[0].Official != "Oili Virkailija" || report.Decision != "TE01/44/2020" {
			t.Errorf("%+v", report.Readings[0])
		}
		other := put(t, s.Registers, newPerson("010190-901R")...)[0].Subject
		if _, err := s.Report(ctx, postgres.SubjectAsk{Look: look, Subject: "person", ID: other, Request: q.ID}); !errors.Is(err, postgres.ErrNoRequest) {
			t.Error("another's request", err)
		}
	})
	t.Run("18 possible for an employer", func(t *testing.T) {
		employer := put(t, s.Registers, newEmployer("9000001-1"))[0].Subject
		q, err := s.OpenRequest(ctx, look, postgres.Arrival{Kind: registers.Restriction, Register: "employer", Subject: "employer", Client: employer, Office: "TE01"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.AnswerRequest(ctx, official, q.ID, q.Version, registers.Reply{Outcome: registers.RequestGranted}); err != nil {
			t.Fatal(err)
		}
		if c, err := s.Client(ctx, look, "employer", employer); err != nil || c.Restricted != q.ID {
			t.Errorf("%q, %v", c.Restricted, err)
		}
	})
	t.Run("a removed person's requests keep no words", func(t *testing.T) {
		if _, err := db.Pool().Exec(ctx, "delete from permits.subject_tokens where subject = 'person' and subject_id = $1", id); err != nil {
			t.Fatal(err)
		}
		var words, links int
		if err := db.Pool().QueryRow(ctx, `select count(*) filter (where reply ? 'reasons' or extended_for <> ''), count(person_token)
			from permits.subject_requests where subject = 'person'`).Scan(&words, &links); err != nil || words != 0 || links != 0 {
			t.Errorf("%d with words, %d with a person, %v", words, links, err)
		}
		if err := db.Pool().QueryRow(ctx, `select count(*) from permits.subject_withholdings where reason <> ''`).Scan(&words); err != nil || words != 0 {
			t.Errorf("%d reasons, %v", words, err)
		}
	})
}

// TestSubjectsWithTheWorkersRole: the workers' role can answer, and nobody reads
// the log but by a person's token.
func TestSubjectsWithTheWorkersRole(t *testing.T) {
	db, _, id := known(t)
	dsn := db.Pool().Config().ConnString()
	work := openAs(t, dsn, postgres.WorkRole)
	s := registersOf(t, work).Subjects(inList)
	q, err := s.OpenRequest(t.Context(), look, postgres.Arrival{Kind: registers.Access, Register: "person", Subject: "person", Client: id, Office: "TE01"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Report(t.Context(), postgres.SubjectAsk{Look: look, Subject: "person", ID: id, Request: q.ID}); err != nil {
		t.Error(err)
	}
	reply := registers.Reply{Outcome: registers.RequestGranted, Parts: registers.AccessParts()}
	if _, err := s.AnswerRequest(t.Context(), official, q.ID, q.Version, reply); err != nil {
		t.Error(err)
	}
	web := openAs(t, dsn, postgres.WebRole)
	for _, sql := range []string{"select actor from audit.entries", "delete from permits.subject_requests", "update permits.subject_requests set arrived = arrived"} {
		if _, err := web.Pool().Exec(context.Background(), sql); err == nil {
			t.Errorf("the pages may: %s", sql)
		}
	}
}
