package permits

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"

	"tietolupa/registers"
)

//go:embed mails.csv
var mailsFile string

// A MailTo is the part of somebody who is written to.
type MailTo string

const (
	ToApplicant MailTo = "applicant" // who submitted the application
	ToUsers     MailTo = "users"     // every named user but the applicant
	ToPresenter MailTo = "presenter"
	ToRequester MailTo = "requester" // of a disclosure
	ToOrderer   MailTo = "orderer"   // of an extract
)

// A Mail is one message to be sent because something happened. It says that
// something waits in the service, never what: of the case it holds the number.
type Mail struct {
	Event   EventKind
	To      MailTo
	Subject registers.Names // with %s for the number
	Body    registers.Names
}

// MailsOf lists the messages that an event brings; none for most kinds.
func MailsOf(kind EventKind) (of []Mail) {
	for _, m := range mails() {
		if m.Event == kind {
			of = append(of, m)
		}
	}
	return of
}

// Written gives the subject and the text in a language, with the number as
// letters print it and the address of the page to open.
func (m Mail) Written(lang, number, address string) (subject, body string) {
	closing := registers.Names{
		FI: "Kirjaudu palveluun: %s\n\nTähän viestiin ei voi vastata.",
		SV: "Logga in i tjänsten: %s\n\nDet här meddelandet kan inte besvaras.",
		EN: "Sign in to the service: %s\n\nThis message cannot be replied to.",
	}
	return strings.Replace(m.Subject.In(lang), "%s", number, 1),
		m.Body.In(lang) + "\n\n" + strings.Replace(closing.In(lang), "%s", address, 1) + "\n"
}

// MailedTo lists who m goes to of c's people; nobody for another part.
func (c Case) MailedTo(to MailTo) []UserID {
	switch to {
	case ToApplicant:
		return someone(c.Applicant)
	case ToPresenter:
		return someone(c.Presenter)
	case ToUsers:
		return slices.DeleteFunc(c.Application.Users(), func(u UserID) bool { return u == c.Applicant })
	}
	return nil
}

// MailedTo lists who m goes to of d's people; nobody for another part.
func (d Disclosure) MailedTo(to MailTo) []UserID {
	if to == ToRequester {
		return someone(d.RequestedBy)
	}
	return nil
}

// MailedTo lists who m goes to of o's people; nobody for another part.
func (o Order) MailedTo(to MailTo) []UserID {
	if to == ToOrderer {
		return someone(o.By)
	}
	return nil
}

func someone(u UserID) []UserID {
	if u == "" {
		return nil
	}
	return []UserID{u}
}

var mails = sync.OnceValue(func() (all []Mail) {
	r := csv.NewReader(strings.NewReader(mailsFile))
	r.FieldsPerRecord = 8
	rows, err := r.ReadAll()
	if err != nil {
		panic(fmt.Sprintf("read mails.csv: %v", err))
	}
	for _, row := range rows[1:] {
		all = append(all, Mail{Event: EventKind(row[0]), To: MailTo(row[1]), Subject: names(row[2:5]), Body: names(row[5:8])})
	}
	return all
})
