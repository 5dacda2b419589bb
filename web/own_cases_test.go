package web

import (
	"strings"
	"testing"
)

// TestOwnCasesSayWhomTheyWaitFor: the list of one's own cases has first what
// waits for the applicant, and tells for each whose turn it is and what is due.
func TestOwnCasesSayWhomTheyWaitFor(t *testing.T) { // HL 23 §
	s := newSite(t, true)
	decided, p := sent(s)
	served(s, decided)
	newer, _ := sent(s)
	_, body := p.get("/cases")
	yours, theirs := strings.Index(body, decided+`"`), strings.Index(body, newer+`"`)
	if yours < 0 || theirs < yours {
		t.Fatalf("the case that waits for the applicant stands at %d, the newer one at %d", yours, theirs)
	}
	if row := body[yours:theirs]; !strings.Contains(row, "<b>sinua</b>") {
		t.Errorf("the row of the served decision does not say whose turn it is: %s", row)
	}
	row := body[theirs:]
	for _, want := range []string{"esittelijää", "16.11.2020", "Hakemuksen puutteet"} {
		if !strings.Contains(row, want) {
			t.Errorf("the row of the case under review does not say %q: %s", want, row)
		}
	}
}
