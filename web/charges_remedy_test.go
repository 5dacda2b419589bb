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
	// What the ruling left is appealed against: the court corrects the fee.
	page = path + "/acts/appeal"
	if _, body := e.get(page); !strings.Contains(body, `value="charge-1"`) || !strings.Contains(body, "appeal_day") {
		t.Error("the fee is not offered")
	}
	if status, _, body := e.post(page, form("version", e.version(page), "remedy_against", "charge-1", "court", "Itä-Suomen hallinto-oikeus", "appeal_day", "1.1.2020", "court_demand", "Maksu on poistettava.")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#appeal_day"`) {
		t.Errorf("before the ruling: %d %s", status, wrongsIn(body))
	}
	e.act(path, "appeal", form("remedy_against", "charge-1", "court", "Itä-Suomen hallinto-oikeus", "court_number", "77/2020", "appeal_day", "2.11.2020", "court_demand", "Maksu on poistettava."))
	for _, who := range []*person{p, e} {
		if _, body := who.get(path); !strings.Contains(body, "77/2020") || !strings.Contains(body, "Valitus hallinto-oikeudessa") {
			t.Error("the appeal is not shown at the case and its charge")
		}
	}
	if _, body := e.get("/charges?state=all"); !strings.Contains(body, "Valitus hallinto-oikeudessa") {
		t.Error("the charges do not show the appeal")
	}
	d := s.as(ratkaisija)
	page = path + "/acts/record-judgment"
	if status, _, body := d.post(page, form("version", d.version(page), "remedy_outcome", "changed", "credit", "999", "judgment", "Maksu poistetaan.")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#credit"`) {
		t.Errorf("more than the fee: %d %s", status, wrongsIn(body))
	}
	d.act(path, "record-judgment", form("remedy_outcome", "changed", "judgment", "Maksu poistetaan."))
	if _, body := p.get(path); !strings.Contains(body, "Valitus hyväksytään: maksusta hyvitetään") || strings.Contains(body, "Valitus hallinto-oikeudessa") || s.stateOf(path) != permits.InForce {
		t.Error("the judgment is not shown, or the permit does not stand as it stood")
	}
	if _, body := e.get("/charges.csv?state=all"); strings.Count(body, "-13,00") != 2 {
		t.Errorf("the rest is not given back: %s", body)
	}
}
