package registers_test

import (
	"testing"

	"tietolupa/registers"
	"tietolupa/registers/law"
)

// BenchmarkRemovableFrom counts one client with two ties, as a removal run does
// for each.
func BenchmarkRemovableFrom(b *testing.B) {
	rules, today := law.RetentionRules(), on("2020-11-02")
	k := registers.Kept{Register: "person", Ties: []registers.Tie{clientship("2010-01-01", "2014-05-31"), clientship("2015-01-01", "2018-05-31")}}
	for b.Loop() {
		if _, err := registers.RemovableFrom(k, rules, today); err != nil {
			b.Fatal(err)
		}
	}
}
