package web

import (
	"strings"
	"testing"

	"tietolupa/permits"
)

// TestRegistryNumberIsShown: the number that the agency's case system gave stands on
// the case's page, in the lists, in what is exported of them, and for programs; the
// lists leave as CSV with their own rows alone.
func TestRegistryNumberIsShown(t *testing.T) { // TiHL 25–26 §
	s := newSite(t, true)
	path, p := inForce(s)
	const number = "KEHA/1234/2020-KEHA"
	if err := s.db.PutRegistryNumber(t.Context(), last(path), number, "case-system"); err != nil {
		t.Fatal(err)
	}
	p.sees(path, "Diaarinumero", number)
	p.sees("/cases", number)
	s.as(esittelija).sees("/queue?state=all&q=1234", number)
	_, listed := p.download("/cases.csv")
	if !strings.Contains(listed, number) || !strings.Contains(listed, permits.CaseID(last(path)).Printed()) || !strings.Contains(listed, "\r\n") {
		t.Errorf("the list is %q", listed)
	}
	if _, book := p.download("/cases.xlsx"); !strings.HasPrefix(book, "PK") {
		t.Error("the workbook is none")
	}
	if _, other := s.as(ulkopuoli).download("/cases.csv"); strings.Count(other, "\r\n") != 1 {
		t.Errorf("a stranger's list is %q", other)
	}
	if _, body := p.get("/api/cases?q=1234"); !strings.Contains(body, `"registry":"`+number+`"`) {
		t.Errorf("a program finds %s", body)
	}
	given := confirmedDisclosure(s)
	if _, of := s.as(analyytik).download("/disclosures.csv"); !strings.Contains(of, permits.CaseID(last(given)).Printed()) {
		t.Errorf("the disclosures are %q", of)
	}
	if _, of := s.as(naapuri).download("/disclosures.csv"); strings.Contains(of, permits.CaseID(last(given)).Printed()) {
		t.Errorf("another body's disclosures are %q", of)
	}
}
