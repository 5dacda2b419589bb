package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"tietolupa/postgres"
	"tietolupa/registers"
)

func TestAssessmentsAreKept(t *testing.T) {
	db, r := newRegisters(t)
	due := func() string {
		t.Helper()
		all, err := r.AssessmentsDue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var s []string
		for _, d := range all {
			s = append(s, string(d.Kind)+" "+d.Reason)
		}
		return strings.Join(s, "; ")
	}
	if got := due(); got != "dpia none" {
		t.Error(got)
	}
	a := registers.Assessment{Kind: registers.ImpactAssessment, State: registers.AssessmentDraft, Description: "Käsittely."}
	first, err := r.PutAssessment(t.Context(), presenter.ID, a, 0)
	if err != nil || first.Number == 0 || first.Version != 1 || first.Covers != catalogue(t).Covered() {
		t.Fatalf("%+v, %v", first, err)
	}
	a.Number, a.State = first.Number, registers.AssessmentApproved
	_, err = r.PutAssessment(t.Context(), presenter.ID, a, 1)
	refusedBy(t, err, "35-parts")
	a.Necessity, a.Risks, a.Measures, a.Advice, a.HighRisk = "n", "r", "m", "a", true
	if _, err = r.PutAssessment(t.Context(), presenter.ID, a, 1); err != nil {
		t.Fatal(err)
	}
	_, err = r.PutAssessment(t.Context(), presenter.ID, a, 1)
	refusedBy(t, err, "version")
	if got := due(); got != "consultation high-risk" {
		t.Error(got)
	}
	c := registers.Assessment{Kind: registers.PriorConsultation, State: registers.ConsultationSent, Description: "Kysymys.", Of: first.Number, OfAt: 1}
	_, err = r.PutAssessment(t.Context(), presenter.ID, c, 0)
	refusedBy(t, err, "36-about") // a draft is not consulted on
	c.OfAt = 2
	sent, err := r.PutAssessment(t.Context(), presenter.ID, c, 0)
	if err != nil || sent.SentOn.IsZero() {
		t.Fatal(sent, err)
	}
	if got := due(); got != "" {
		t.Error(got)
	}
	c.Number, c.State, c.Answer = sent.Number, registers.ConsultationClosed, "Vastaus."
	if _, err := r.PutAssessment(t.Context(), presenter.ID, c, 1); err != nil {
		t.Fatal(err)
	}
	all, err := r.Assessments(t.Context())
	if err != nil || len(all) != 4 || all[0].Answer != "Vastaus." || all[0].SentOn != sent.SentOn {
		t.Errorf("%+v, %v", all, err)
	}
	_, err = db.Pool().Exec(t.Context(), "update permits.assessments set description = ''")
	refused(t, err, "insert_only")
	if _, err := r.PutAssessment(t.Context(), presenter.ID, registers.Assessment{Number: 999, Kind: registers.ImpactAssessment}, 1); !errors.Is(err, postgres.ErrNoAssessment) {
		t.Error(err)
	}
}

// TestPagesAskAWorkerForExtracts: the pages' role never reads who was in an
// extract. A worker looks for one request, and the list is that request's alone.
func TestPagesAskAWorkerForExtracts(t *testing.T) {
	db, _, id := known(t)
	ctx, dsn := t.Context(), db.Pool().Config().ConnString()
	web, work := openAs(t, dsn, postgres.WebRole), openAs(t, dsn, postgres.WorkRole)
	pages, worker := registersOf(t, web).Subjects(nil), registersOf(t, work).Subjects(inList)
	q, err := pages.OpenRequest(ctx, look, postgres.Arrival{Kind: registers.Access, Register: "person", Subject: "person", Client: id, Office: "TE01"})
	if err != nil {
		t.Fatal(err)
	}
	ask := postgres.SubjectAsk{Look: look, Subject: "person", ID: id, Request: q.ID}
	if l, err := pages.Extracts(ctx, q.ID); err != nil || !l.Live() || l.Ready() {
		t.Fatalf("%+v, %v", l, err)
	}
	_, err = pages.Report(ctx, ask)
	refusedBy(t, err, "request-extracts")

	working, stop := context.WithCancel(ctx)
	defer stop()
	err = work.Work(working, map[string]func(context.Context, json.RawMessage) error{
		postgres.SubjectReportJob: func(ctx context.Context, args json.RawMessage) error {
			defer stop()
			var job struct{ Request string }
			if err := json.Unmarshal(args, &job); err != nil {
				return err
			}
			return worker.FindExtracts(context.WithoutCancel(ctx), job.Request)
		},
	}, postgres.WorkOptions{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := pages.Extracts(ctx, q.ID)
	if err != nil || !l.Ready() || len(l.Extracts) != 1 {
		t.Fatalf("%+v, %v", l, err)
	}
	report, err := pages.Report(ctx, ask)
	if err != nil || len(report.Extracts) != 1 || report.Extracts[0].Order != l.Extracts[0].Order {
		t.Fatalf("%+v, %v", report.Extracts, err)
	}
	if to, err := pages.Recipients(ctx, ask); err != nil || len(to) == 0 {
		t.Errorf("%q, %v", to, err)
	}
	t.Run("19 nobody is forgotten before the search", func(t *testing.T) {
		q, err := pages.OpenRequest(ctx, look, postgres.Arrival{Kind: registers.Rectification, Register: "person", Subject: "person", Client: id, Office: "TE01"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = pages.AnswerRequest(ctx, official, q.ID, q.Version, registers.Reply{Outcome: registers.RequestGranted, Corrected: true})
		refusedBy(t, err, "request-extracts")
	})
	t.Run("asked again the old list is no answer", func(t *testing.T) {
		if err := pages.AskExtracts(ctx, official, q.ID); err != nil {
			t.Fatal(err)
		}
		if l, err := pages.Extracts(ctx, q.ID); err != nil || !l.Live() || l.Extracts != nil {
			t.Errorf("%+v, %v", l, err)
		}
		if err := worker.FindExtracts(ctx, q.ID); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("the pages write no list and read no set", func(t *testing.T) {
		for _, sql := range []string{"select members from permits.cohorts", "update permits.subject_lookups set extracts = '[]'", "delete from permits.subject_lookups"} {
			if _, err := web.Pool().Exec(ctx, sql); err == nil {
				t.Errorf("the pages may: %s", sql)
			}
		}
	})
	t.Run("a removed person's list is destroyed", func(t *testing.T) {
		if _, err := db.Pool().Exec(ctx, "delete from permits.subject_tokens where subject = 'person' and subject_id = $1", id); err != nil {
			t.Fatal(err)
		}
		var left int
		if err := db.Pool().QueryRow(ctx, "select count(*) from permits.subject_lookups").Scan(&left); err != nil || left != 0 {
			t.Errorf("%d, %v", left, err)
		}
		if err := worker.FindExtracts(ctx, q.ID); err != nil {
			t.Error(err)
		}
	})
}
