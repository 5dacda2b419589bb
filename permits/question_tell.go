package permits

import (
	"cmp"
	"slices"
	"strings"

	"tietolupa/registers"
)

// QuestionAbout is the question that e is about; false for any other event.
func QuestionAbout(e Event) (QuestionID, bool) {
	switch e.Kind {
	case StatementAsked, StatementGiven, AnswererInvited, QuestionTakenBack, QuestionOpened:
		return ParseQuestionID(strings.TrimPrefix(cmp.Or(e.Detail["change"], "0")+"."+e.Detail["no"], "0."))
	}
	return QuestionID{}, false
}

// Reminds lists the questions of c that reminder e is about.
func (c Case) Reminds(e Event) (all []Inquiry) {
	if e.Kind != QuestionReminded {
		return nil
	}
	_, term, known := ReminderOf(e.Detail["reminder"])
	if !known {
		return nil
	}
	for _, q := range c.Questions() {
		if q.inService() && q.Term == term {
			all = append(all, q)
		}
	}
	return all
}

// inService says whether q waits for an answer in the service.
func (q Inquiry) inService() bool {
	i := q.Invite()
	return q.Answerable() && (q.Kind == DPOStatement || i != nil && i.Closed.IsZero())
}

// questionTerms are the last days to answer what waits for an answer in the service.
func (c Case) questionTerms() (days []registers.Day) {
	for _, q := range c.Questions() {
		if q.inService() && !slices.Contains(days, q.Term) {
			days = append(days, q.Term)
		}
	}
	return days
}

// answersTo lists those of c's people who answer what e is about: the persons whom
// its questions are bound to.
func (c Case) answersTo(e Event) (all []UserID) {
	if e.Kind == QuestionTakenBack {
		return someone(UserID(e.Detail["answerer"]))
	}
	questions := c.Reminds(e)
	if id, about := QuestionAbout(e); about {
		if q, known := c.Question(id); known {
			questions = append(questions, q)
		}
	}
	for _, q := range questions {
		if u := q.Answerer(); u != "" && !slices.Contains(all, u) {
			all = append(all, u)
		}
	}
	return all
}

// TellsProtectionOfficer says whether e is about a question to the authority's own
// data protection officer that nobody has answered.
func (c Case) TellsProtectionOfficer(e Event) bool {
	questions := c.Reminds(e)
	if id, about := QuestionAbout(e); about && e.Kind == StatementAsked {
		if q, known := c.Question(id); known {
			questions = append(questions, q)
		}
	}
	return slices.ContainsFunc(questions, func(q Inquiry) bool { return q.Kind == DPOStatement && q.Open() })
}
