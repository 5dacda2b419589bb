package extracts

import (
	"path/filepath"
	"strings"
	"testing"

	"tietolupa/permits"
)

// TestBuiltExtractIsSealedAndVerified goes from the register to the verified
// package: what the builder says of its file is what verify finds in it.
func TestBuiltExtractIsSealedAndVerified(t *testing.T) {
	pool := smallRegister(t)
	in := input(t, pool, whole(t))
	in.Order.ID, in.Order.Kind, in.Order.BasisID, in.Order.Version = "T-1-2020", permits.DisclosureBasis, "KEHA-L1-2020", 2
	in.Order.Provision, in.Order.Number, in.Order.DestroyBy = "7 § 2 mom.", 1, dayOn(t, "2021-12-31")
	s := newSealing(t)
	in.Order.Recipient = s.Order.Recipient
	built := build(t, in)
	s.Order, s.Built = in.Order, &built
	d, path := s.seal(t)
	checks, err := s.verify(t, path)
	if err != nil {
		t.Fatal(err)
	}
	tables := 0
	for _, c := range checks {
		if c.Name == "table" && strings.HasSuffix(c.Text, "the same hash of its content") {
			tables++
		}
	}
	if tables != len(built.Tables) || tables < 2 {
		t.Errorf("%d tables of %d verified", tables, len(built.Tables))
	}
	m, err := ParseManifest(d.Manifest)
	if err != nil || m.Basis.Kind != permits.DisclosureBasis {
		t.Errorf("%+v, %v", m.Basis, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(built.Path), "*")); len(left) != 1 {
		t.Errorf("sealing left %v beside the file", left)
	}
}
