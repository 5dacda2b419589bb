package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/permits/letters"
	"tietolupa/registers"
	"tietolupa/registers/descriptions"
)

// getAnswerLetter prints an answer as a tagged PDF/A in the language of the
// request: the cover letter of what was given, with its secrecy marking first
// (JulkL 25 §), the refusal (14.3 §), or the decision with its appeal
// instructions.
func (s *server) getAnswerLetter(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.DocumentView)
	if err != nil {
		return err
	}
	k := s.requestKind()
	q, err := k.of(r, v)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(chi.URLParam(r, "answer"))
	if err != nil || n < 1 || n > len(q.Answers) {
		return errNotFound
	}
	m, people, err := k.story(s, r, v, q, func(t permits.Text) bool { return permits.MaySeeRequestText(v.Actor, q, t) })
	if err != nil {
		return err
	}
	a := q.Answers[n-1]
	contact, err := letters.RegistersContact(registers.DayOf(a.At))
	if err != nil {
		return err
	}
	pdf, err := letters.Description(s.answerLetter(q, a, m, people[a.By], contact), contact.Name.In(q.Language), a.At)
	if err != nil {
		return err
	}
	return giveFile(w, q.ID+"-"+strconv.Itoa(n)+".pdf", "application/pdf", pdf)
}

// answerLetter is the letter's text.
func (s *server) answerLetter(q permits.Request, a permits.RequestAnswer, m matterView, by string, contact descriptions.Contact) descriptions.Document {
	lang := q.Language
	in := func(key string, with ...string) string { return s.texts.in(lang, key, with...) }
	title := "docs.answer"
	if a.Decision {
		title = "docs.decision"
	}
	day, _ := date(a.At)
	arrived, _ := date(q.Arrived)
	d := descriptions.Document{Language: lang, Title: in(title) + " " + caseNumber(q.ID), Lead: permits.MarkingIn(lang, a.Secrecy)}
	if d.Lead == "" {
		d.Lead = in("outcome-of." + a.Outcome)
	}
	fact := func(name, value string) {
		if value != "" {
			d.Facts = append(d.Facts, descriptions.Fact{Name: name, Value: value})
		}
	}
	fact(in("letter.authority"), contact.Name.In(lang))
	fact(in("letter.day"), day)
	fact(in("queue.arrived"), arrived)
	fact(in("field.request_what"), m.Says(q.What))
	fact(in("field.authority"), q.Authority)
	if p, known := permits.ProvisionOn(q.Provision, registers.DayOf(q.Arrived)); known {
		fact(in("field.provision29"), p.Name.In(lang))
	}
	fact(in("letter.outcome"), in("outcome-of."+a.Outcome))
	section := func(heading string, text ...string) {
		d.Sections = append(d.Sections, descriptions.Section{Level: 1, Heading: heading, Text: text})
	}
	section(in(title), strings.Split(m.Says(a.Text), "\n")...)
	if len(a.Grounds) > 0 {
		var grounds []string
		for _, g := range a.Grounds {
			grounds = append(grounds, in("refusal."+g))
		}
		section(in("field.refusal_grounds"), grounds...)
	}
	if len(a.Secrecy) > 0 {
		secret := []string{permits.MarkingIn(lang, a.Secrecy)}
		for _, item := range a.Secrecy {
			secret = append(secret, in("secrecy."+item))
		}
		if parts := m.Says(a.Parts); parts != "" {
			secret = append(secret, in("field.secret_parts")+": "+parts)
		}
		section(in("letter.secrecy"), append(secret, in("docs.duty"))...)
	}
	var files []string
	for _, f := range a.Files {
		line := f.Name + " (SHA-256 " + f.SHA256 + ")"
		if f.Original != "" {
			line += ", " + in("docs.whole") + " " + f.Original
		}
		files = append(files, line)
	}
	if len(files) > 0 {
		section(in("field.files"), files...)
	}
	if a.Cents > 0 {
		section(in("docs.fee"), euros(lang, a.Cents)+". "+in("feeground."+a.Fee)+".", in("docs.fee.rectify"))
	}
	switch {
	case a.Decision:
		text := []string{in("docs.appeal.text")}
		if !q.ServedAt.IsZero() {
			last, _ := date(permits.AppealDay(q.ServedAt))
			text = append(text, in("docs.appeal.last", last))
		}
		section(in("docs.appeal"), text...)
	case a.Outcome != "given":
		section(in("docs.refused.heading"), in("docs.refused.text"))
	}
	section(in("letter.contact"), by+", "+contact.Name.In(lang), contact.Email)
	return d
}
