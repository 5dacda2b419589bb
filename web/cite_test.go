package web

import "testing"

func TestProvisionsInTheReadersLanguage(t *testing.T) {
	for _, c := range []struct{ lang, provision, want string }{
		{"fi", "JulkL 13.2 §", "JulkL 13.2 §"},
		{"sv", "JulkL 13.2 §", "OffentlighetsL 13 § 2 mom."},
		{"sv", "HOL 13 §; HL 49 c §", "LRF 13 §; FL 49 c §"},
		{"en", "HL 22 §", "Administrative Procedure Act 22 §"},
		{"sv", "TiHL 14 §", "informationshanteringslagen 14 §"},
		{"sv", "GDPR 5.1 e", "GDPR 5.1 e"},
		{"sv", "DGA 9", "DGA 9"},
	} {
		if got := cite(c.lang, c.provision); got != c.want {
			t.Errorf("%s in %s is %q, not %q", c.provision, c.lang, got, c.want)
		}
	}
}
