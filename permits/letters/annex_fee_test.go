package letters

import "testing"

// TestFeesHaveTheirRemedy: a fee of public law and one of JulkL 34 § are rectified, a
// price of the market is disputed in the district court; each letter tells what its
// own fees have (MPL 11 b §).
func TestFeesHaveTheirRemedy(t *testing.T) {
	for _, test := range []struct {
		kinds               []string
		rectified, disputed bool
	}{
		{nil, true, false}, {[]string{"public-law"}, true, false}, {[]string{"34"}, true, false}, {[]string{"market"}, false, true}, {[]string{"public-law", "market"}, true, true},
	} {
		if r, d := remediesOf(test.kinds); r != test.rectified || d != test.disputed {
			t.Errorf("%v: rectified %v, disputed %v", test.kinds, r, d)
		}
	}
}
