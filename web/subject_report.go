package web

import (
	"encoding/json"
	"fmt"
	"net/http"

	"tietolupa/casbin"
	"tietolupa/permits/letters"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/descriptions"
	"tietolupa/registers/law"
)

// A subjectReportPage is the answer to a request for access, as the person will
// read it.
type subjectReportPage struct {
	page
	ID       string
	Document descriptions.Document
	Consider []string // variables to weigh first (TSL 34 §)
	Open     bool
}

// subjectReport gathers the report for whoever answers the request; reading it
// is logged each time. Refused before a worker has found the extracts.
func (s *server) subjectReport(r *http.Request) (*visit, postgres.SubjectRequest, registers.SubjectReport, error) {
	v, q, answers, err := s.requestFor(r, casbin.RequestAnswer)
	if err != nil {
		return v, q, registers.SubjectReport{}, err
	}
	if !answers {
		return v, q, registers.SubjectReport{}, casbin.ErrNotAllowed
	}
	if q.Client == 0 || q.Kind != registers.Access {
		return v, q, registers.SubjectReport{}, errNotFound
	}
	report, err := s.asked.Report(r.Context(), postgres.SubjectAsk{Look: s.subjectLook(r, v), Subject: q.Subject, ID: q.Client, Request: q.ID})
	return v, q, report, err
}

// getSubjectReport shows everything held on the person, with provenance,
// readers, disclosures and extracts (GDPR 15).
func (s *server) getSubjectReport(w http.ResponseWriter, r *http.Request) error {
	v, q, report, err := s.subjectReport(r)
	if rule, ok := shownRule(err); ok && rule.Rule == "request-extracts" {
		return s.done(w, r, "/requests/"+q.ID, rule.In(v.Lang))
	}
	if err != nil {
		return err
	}
	contact, err := letters.RegistersContact(report.Day)
	if err != nil {
		return err
	}
	d, err := descriptions.Access(descriptions.Input{Catalogue: s.Catalogue, Law: law.On(report.Day), Contact: contact, Language: v.Lang}, report)
	if err != nil {
		return err
	}
	p := subjectReportPage{ID: q.ID, Document: d, Consider: report.Consider, Open: q.Open()}
	p.page = s.frame(r, d.Title, crumb{s.texts.in(v.Lang, "asks.title"), "/requests"},
		crumb{s.texts.in(v.Lang, "ask.title", caseNumber(q.ID)), "/requests/" + q.ID})
	return s.render(w, r, http.StatusOK, "subject-report", &p)
}

func (s *server) getSubjectReportPDF(w http.ResponseWriter, r *http.Request) error {
	v, q, report, err := s.subjectReport(r)
	if err != nil {
		return err
	}
	pdf, err := letters.SubjectReport(s.Catalogue, report, v.Lang, v.Now)
	if err != nil {
		return err
	}
	return giveFile(w, q.ID+".pdf", "application/pdf", pdf)
}

func (s *server) getSubjectReportJSON(w http.ResponseWriter, r *http.Request) error {
	_, q, report, err := s.subjectReport(r)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return giveFile(w, q.ID+".json", "application/json", append(text, '\n'))
}

// giveFile writes a file to be kept, which nothing on the way may keep.
func giveFile(w http.ResponseWriter, name, kind string, content []byte) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err := w.Write(content)
	return err
}
