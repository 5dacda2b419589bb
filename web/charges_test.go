package web

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
)

// billed is a permit in force whose delivery's work has been recorded.
func billed(s *site) (string, *person) {
	s.t.Helper()
	path, p := inForce(s)
	order, _ := sealedOrder(s, p, path)
	s.as(esittelija).act(path, "bill", form("bill_order", strings.TrimPrefix(order, "/orders/"), "bill_quarters", "6"))
	return path, p
}

// TestCharges: the work of a delivery is recorded once, its price stands on the
// case's page with the last day to demand rectification, and what waits is gathered
// into a batch that the system of invoices reads; each charge is in one.
func TestCharges(t *testing.T) { // JulkL 34 §, MPL 6, 11 b §
	s := newSite(t, true)
	path, p := billed(s)
	e := s.as(esittelija)
	p.sees(path, "78,00", "Tietojen kokoaminen", "2.5.2021")
	if status, _, body := e.post(path+"/acts/bill", form("version", e.version(path+"/acts/bill"), "bill_order", "T-7-2020", "bill_quarters", "6")); status != http.StatusUnprocessableEntity {
		t.Errorf("recorded twice: %d %s", status, wrongsIn(body))
	}
	if status, _ := p.get("/charges"); status != http.StatusForbidden && status != http.StatusNotFound {
		t.Errorf("a researcher sees every charge: %d", status)
	}
	e.sees("/queue", `href="/charges"`)
	e.sees("/charges", path, "Esimerkkiyliopisto", "78,00", "Kokoa odottavat")
	if status, _, body := e.post("/charges", nil); status != http.StatusSeeOther {
		t.Errorf("%d %s", status, wrongsIn(body))
	}
	e.sees("/charges?state=1", path, "78,00")
	res, file := e.download("/charges.csv?state=1")
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff"))).ReadAll()
	if err != nil || res.StatusCode != http.StatusOK || len(lines) != 2 {
		t.Fatalf("the batch's file: %d, %v, %q", res.StatusCode, err, file)
	}
	for _, cell := range []string{"78,00", "1,50", "1"} {
		if !strings.Contains(strings.Join(lines[1], "|")+"|", "|"+cell+"|") {
			t.Errorf("%q is not in %q", cell, lines[1])
		}
	}
	if status, _, body := e.post("/charges", nil); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Yhtään maksua ei odota") {
		t.Errorf("an empty batch: %d %s", status, wrongsIn(body))
	}
	if n := len(s.entriesOf("charges-batched")); n != 1 {
		t.Errorf("%d entries in the log", n)
	}
}

func TestChargesInABrowser(t *testing.T) {
	ctx := browser(t)
	s := newSite(t, true)
	path, _ := billed(s)
	s.cleanAs(t, ctx, esittelija, "/charges", path+"/acts/bill")
	s.as(esittelija).must("/charges", nil)
	s.cleanAs(t, ctx, esittelija, "/charges?state=1", "/charges")
	s.cleanAs(t, ctx, tutkija, path)
}
