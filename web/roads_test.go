package web

import (
	"net/http"
	"strings"
	"testing"
)

// The front page asks, and the answer names the lightest road first.
func TestRoads(t *testing.T) { // 14.10
	s := newSite(t, true)
	p := s.visitor()
	if _, body := p.get("/"); !strings.Contains(body, `action="/roads"`) || !strings.Contains(body, `name="want"`) {
		t.Error("the front page does not ask what is needed")
	}
	for query, c := range map[string]struct {
		first, then string
		none        bool
	}{
		"want=figures&cause=other":            {first: "A published table", then: "A tabulation made to order"},
		"want=rows&cause=research":            {first: "A data permit", then: "Statistics Finland"},
		"want=rows&cause=research&long=yes":   {first: "licence", then: "A data permit"},
		"want=rows&cause=statutory":           {first: "Disclosure for a statutory task", then: "A personal access right"},
		"want=clients&cause=service":          {first: "A personal access right"},
		"want=rows&cause=other":               {none: true},
		"want=clients&cause=research":         {none: true},
		"want=employers&cause=other&long=yes": {first: "A request for documents"},
	} {
		status, body := p.get("/roads?lang=en&" + query)
		if status != http.StatusOK {
			t.Errorf("%s: %d", query, status)
		}
		if none := strings.Contains(body, "cannot be had for this purpose"); none != c.none {
			t.Errorf("%s: no road %v, want %v", query, none, c.none)
		}
		_, answers, _ := strings.Cut(body, `class="answers"`)
		first, then := strings.Index(answers, c.first), strings.Index(answers, c.then)
		if !c.none && (first < 0 || c.then != "" && then < first) {
			t.Errorf("%s: %q at %d, %q at %d", query, c.first, first, c.then, then)
		}
	}
	for _, query := range []string{"", "want=rows", "want=all&cause=research", "want=rows&cause=<script>"} {
		if status, body := p.get("/roads?" + query); status != http.StatusOK || strings.Contains(body, `class="answers"`) || strings.Contains(body, "<script>") {
			t.Errorf("%s: %d with an answer", query, status)
		}
	}
}
