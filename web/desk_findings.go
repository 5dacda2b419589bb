package web

import (
	"tietolupa/permits"
	"tietolupa/registers"
)

// A findingDesk is the part of a page where findings on the grounds of secrecy
// are written: one block a ground and one a data category under it, each with
// the variables it is about and what earlier decisions did with them. The
// template "findings" draws it; readFindings reads it.
type findingDesk struct {
	Prefix string // of the fields
	Blocks []findingBlock
	Models bool // a model text can be put in
}

// A findingBlock is one finding that is needed.
type findingBlock struct {
	permits.Need
	Field, Text string
	Wrong       string
	Variables   []registers.Variable
	Practice    practiceSum
	Focus       bool
}

// findingDesk makes the blocks of needs, with what texts hold of each.
func (s *server) findingDesk(prefix string, needs []permits.Need, texts map[string]string, practice permits.Practice, c permits.Case) findingDesk {
	desk := findingDesk{Prefix: prefix, Models: true}
	for _, n := range needs {
		b := findingBlock{Need: n, Field: prefix + n.Key(), Text: texts[n.Key()]}
		for _, id := range n.Variables {
			known, _ := s.Catalogue.Variable(id)
			b.Variables = append(b.Variables, known)
			if n.Category == "" {
				b.Practice.add(c.Application.Scope.Protection(id), id, practice)
			}
		}
		desk.Blocks = append(desk.Blocks, b)
	}
	return desk
}

// A topicView is one of the other findings: of purpose, freedom and so on.
type topicView struct {
	permits.Topic
	Text string
	Must bool
	IDs  []string
}

// topicViews are every topic that a decision of this case may need, by its key:
// those of a refusal too, so that the form needs no other page for it.
func (s *server) topicViews(c permits.Case, d permits.Decision, f *decisionForm) map[string]topicView {
	views := map[string]topicView{}
	outcome, scope := d.Outcome, d.Scope
	if outcome == "" || !d.Grants() {
		scope = c.Application.Scope
	}
	if outcome == "" {
		outcome = permits.GrantAll
	}
	add := func(needs []permits.Need, must bool) {
		for _, n := range needs {
			if t, ok := permits.TopicOf(n.Topic); ok {
				if _, there := views[t.Key]; !there {
					views[t.Key] = topicView{Topic: t, Text: f.Texts[t.Key], Must: must, IDs: n.Variables}
				}
			}
		}
	}
	add(c.Needs(outcome, scope, s.Catalogue), true)
	add(c.Needs(permits.GrantAll, c.Application.Scope, s.Catalogue), false)
	add(c.Needs(permits.RefuseAll, c.Application.Scope, s.Catalogue), false)
	return views
}
