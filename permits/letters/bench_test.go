package letters

import "testing"

func BenchmarkDecision(b *testing.B) {
	in := decided(b, "fi", "partly", autumn2020)
	for b.Loop() {
		if _, err := Decision(in); err != nil {
			b.Fatal(err)
		}
	}
}
