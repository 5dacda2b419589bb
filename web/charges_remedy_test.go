package web

import (
	"net/http"
	"strings"
	"testing"

	"tietolupa/permits"
)

// TestCentsOf: euros as people write them.
func TestCentsOf(t *testing.T) {
	for typed, want := range map[string]int{"26": 2600, "26,5": 2650, "26.05 €": 2605, "0,01": 1} {
		if got, right := centsOf(typed); !right || got != want {
			t.Errorf("%q is %d %v", typed, got, right)
		}
	}
	for _, typed := range []string{"", "x", "1,234", "-3", "12345678", ",5"} {
		if got, right := centsOf(typed); right {
			t.Errorf("%q is %d", typed, got)
		}
	}
}

// TestFeeIsRectifiedOnPages: the party demands it, one proposes and another decides a
// ruling that both sign, and the credit is a line of the charges and of their files.
func TestFeeIsRectifiedOnPages(t *testing.T) { // MPL 11 b §
	s := newSite(t, true)
	path, p := inForce(s)
	e := s.as(esittelija)
	order, _ := sealedOrder(s, p, path)
	e.act(path, "bill", form("bill_order", strings.TrimPrefix(order, "/orders/"), "bill_quarters", "2"))
	if _, body := p.get(path); !strings.Contains(body, "/acts/rectify-fee") {
		t.Error("the party is not offered a demand")
	}
	p.act(path, "rectify-fee", form("fee_charge", "1", "demand", "Aikaa on kirjattu liikaa."))
	page := path + "/acts/propose-ruling"
	if status, _, body := e.post(page, form("version", e.version(page), "remedy_outcome", "changed-part", "credit", "x", "ruling", "Osin.", "unbiased", "yes")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#credit"`) {
		t.Errorf("no amount: %d %s", status, wrongsIn(body))
	}
	e.act(path, "propose-ruling", form("remedy_outcome", "changed-part", "credit", "13,00", "ruling", "Neljännes kirjattiin kahdesti.", "unbiased", "yes"))
	s.as(ratkaisija).act(path, "rule", form("unbiased", "yes"))
	signsMeasure(s, path, esittelija, ratkaisija)
	if s.stateOf(path) != permits.InForce {
		t.Errorf("the permit is %s", s.stateOf(path))
	}
	for _, who := range []*person{p, e} {
		if _, body := who.get(path); !strings.Contains(body, "Hyvitys") || !strings.Contains(body, "−13,00") {
			t.Error("the credit is not shown")
		}
	}
	if _, body := e.get("/charges.csv?state=all"); !strings.Contains(body, "-13,00") {
		t.Errorf("the credit is in no file: %s", body)
	}
}
