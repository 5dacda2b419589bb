package permits

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"tietolupa/registers"
)

// A MailTo is the part of somebody who is written to.
type MailTo string

const (
	ToApplicant MailTo = "applicant" // who submitted the application
	ToUsers     MailTo = "users"     // every named user but the applicant
	ToPresenter MailTo = "presenter"
	ToRequester MailTo = "requester" // of a disclosure
	ToOrderer   MailTo = "orderer"   // of an extract
	ToAsker     MailTo = "asker"     // of a document request, when it was made in the service
	ToHandler   MailTo = "handler"   // of a request
	ToReader    MailTo = "reader"    // who reads for another authority
	ToTeller    MailTo = "teller"    // who told of a breach
	ToDesk      MailTo = "desk"      // every officer of the authority
	ToLeader    MailTo = "leader"    // the responsible person, when not the applicant
	ToInvited   MailTo = "invited"   // by its address: the person may have no account
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
	case ToLeader:
		if leader := c.Leader(); leader != c.Applicant {
			return someone(leader)
		}
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

// MailedTo lists who m goes to of r's people; nobody for another part.
func (r Request) MailedTo(to MailTo) []UserID {
	switch to {
	case ToAsker:
		return someone(r.Asker)
	case ToHandler:
		return someone(r.Handler)
	case ToReader:
		return someone(r.Reader)
	}
	return nil
}

// MailedTo lists who m goes to of b's people; nobody for another part.
func (b Breach) MailedTo(to MailTo) []UserID {
	if to == ToTeller {
		return someone(b.By)
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
	for _, r := range lawRows("mails.csv", 8) {
		m := Mail{Event: EventKind(r[0]), To: MailTo(r[1]), Subject: names(r[2:5]), Body: names(r[5:8])}
		if !slices.Contains([]MailTo{ToApplicant, ToUsers, ToPresenter, ToRequester, ToOrderer, ToAsker, ToHandler, ToReader, ToTeller, ToDesk, ToLeader, ToInvited}, m.To) {
			panic(fmt.Sprintf("mails.csv: %q is nobody's part", m.To))
		}
		all = append(all, m)
	}
	return all
})
