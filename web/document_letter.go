package web

import (
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/permits/letters"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/descriptions"
)

// answering is how a request is answered by decide: its files are marked in the
// letter's language, and the letter is a tagged PDF/A in the language of the
// request: the cover letter of what was given, with its secrecy marking first
// (JulkL 25 §), the refusal (14.3 §), or the decision with its appeal
// instructions.
func (a *acting) answering(decide func(q permits.Request, now time.Time) (permits.Request, permits.Event, error)) postgres.Answering {
	return postgres.Answering{
		Decide: func(q permits.Request, now time.Time) (permits.Request, permits.Event, error) {
			next, e, err := decide(q, now)
			if len(a.wrong) > 0 {
				return q, permits.Event{}, errBadForm
			}
			return next, e, err
		},
		Mark: func(q permits.Request, f permits.RequestFile, pdf []byte) ([]byte, error) {
			marked, err := letters.Mark(pdf, permits.MarkingIn(q.Language, f.Secrecy))
			if err != nil {
				a.s.Logger.Warn("mark a file", "case", q.ID, "cause", err)
				return nil, &permits.RuleError{Rule: "mark-needs-pdf", About: f.Name}
			}
			return marked, nil
		},
		Letter: func(q permits.Request, texts []permits.Text, at time.Time) ([]byte, error) {
			contact, err := letters.RegistersContact(registers.DayOf(at))
			if err != nil {
				return nil, err
			}
			last := *q.Answer()
			return letters.Description(a.s.answerLetter(q, last, matterView{read: texts}, a.person(string(last.By)).Name, contact), contact.Name.In(q.Language), at)
		},
	}
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
	var files, covered []string
	for _, f := range a.Files {
		line := f.Name + " (SHA-256 " + f.SHA256 + ")"
		if f.Original != "" {
			line += ", " + in("docs.whole") + " " + f.Original
		}
		if mark := permits.MarkingIn(lang, f.Secrecy); mark != "" {
			line += ". " + mark
		}
		files = append(files, line)
		for _, p := range f.Passages {
			covered = append(covered, f.Name+", "+p.Where+": "+in("refusal."+p.Ground))
		}
	}
	if len(files) > 0 {
		if until, err := date(q.FilesUntil); err == nil && !q.FilesUntil.IsZero() && q.Asker != "" {
			files = append(files, in("reqfiles.until", until))
		}
		section(in("field.files"), files...)
	}
	if len(covered) > 0 {
		section(in("reqfiles.covered"), covered...)
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
