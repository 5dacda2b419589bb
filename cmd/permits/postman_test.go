package main

import "testing"

func TestMailLeadsToThePage(t *testing.T) {
	for about, want := range map[string]string{
		"KEHA-17-2020": "/cases/KEHA-17-2020", "KEHA-L3-2020": "/disclosures/KEHA-L3-2020", "T-2-2020": "/orders/T-2-2020",
		"KEHA-A4-2020": "/document-requests/KEHA-A4-2020", "KEHA-T1-2020": "/breaches/KEHA-T1-2020",
	} {
		if got := pageOf(about); got != want {
			t.Errorf("%s: %s, want %s", about, got, want)
		}
	}
}
