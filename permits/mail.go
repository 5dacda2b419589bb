package permits

import (
	"cmp"
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
	ToUsers     MailTo = "users"     // every named user as they stand, but the applicant
	ToAdded     MailTo = "added"     // the user whom the event is about
	ToPresenter MailTo = "presenter" // and who substitutes for them that day
	ToRequester MailTo = "requester" // of a disclosure
	ToOrderer   MailTo = "orderer"   // of an extract
	ToAsker     MailTo = "asker"     // of a document request, when it was made in the service
	ToHandler   MailTo = "handler"   // of a request
	ToReader    MailTo = "reader"    // who reads for another authority
	ToTeller    MailTo = "teller"    // who told of a breach
	ToDesk      MailTo = "desk"      // every officer of the authority
	ToDeciders  MailTo = "deciders"  // every decider of the authority who may decide the case
	ToLeader    MailTo = "leader"    // the responsible person, when not the applicant
	ToHolder    MailTo = "holder"    // the responsible person, whoever applied
	ToRecorded  MailTo = "recorded"  // whose act an official wrote down as it arrived
	ToInvited   MailTo = "invited"   // by its address: the person may have no account
	ToAnswerer  MailTo = "answerer"  // of whom a statement is asked, once they have opened the question

	ToProtectionOfficer MailTo = "data-protection-officer" // the authority's own
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

// MailsAbout lists the messages that e brings: those of its kind and, of an act
// that arrived, one to whose act it is.
func MailsAbout(e Event) []Mail {
	all := MailsOf(e.Kind)
	switch {
	case e.Kind == StatementGiven && e.Detail["way"] != ByService, e.Kind == QuestionOpened && e.Detail["other"] == "":
		return nil // typed by who knows of it, or opened by who was asked
	case e.Detail["for"] != "":
		all = append(all, MailsOf(ActRecorded)...)
	}
	return all
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

// MailedTo lists who a message about e goes to of c's people; nobody for another
// part.
func (c Case) MailedTo(to MailTo, e Event) []UserID {
	if e.Kind == LetterSigned {
		m, of := c.MeasureOf(e)
		if !of || !m.BothSigned() || !m.Letter[1].At.Equal(e.At) {
			return nil // the decision is told of when it is sent; a measure by its second signature
		}
	}
	switch to {
	case ToApplicant:
		return someone(c.Applicant)
	case ToPresenter:
		if e.Kind == RulingReturned || e.Kind == RevocationReturned || e.Kind == CourtStatementReturned {
			return someone(UserID(e.Detail["presenter"]))
		}
		people := someone(c.Presenter)
		for _, s := range c.Handling.Substitutes {
			if s.Term.Has(registers.DayOf(e.At)) && !slices.Contains(people, s.User) && !c.Barred(s.User) {
				people = append(people, s.User)
			}
		}
		return people
	case ToLeader:
		if leader := c.Leader(); leader != c.Applicant {
			return someone(leader)
		}
	case ToHolder:
		return someone(c.Leader())
	case ToUsers:
		return slices.DeleteFunc(c.Users(), func(u UserID) bool { return u == c.Applicant })
	case ToRecorded:
		return someone(UserID(cmp.Or(e.Detail["for"], e.Detail["party"])))
	case ToAdded:
		return someone(UserID(e.Detail["user"]))
	case ToAnswerer:
		return c.answersTo(e)
	}
	return nil
}

// MayBeDecidedBy says whether nothing in c itself keeps u from deciding what e
// proposed: u is neither who presented it nor a party nor disqualified (HL 28 §),
// and rules on no rectification of their own decision.
func (c Case) MayBeDecidedBy(u UserID, e Event) bool {
	presenter := c.Presenter
	if m, of := c.MeasureOf(e); of {
		presenter = m.Presenter
		if r := c.remedyNo(m.Remedy); r != nil && c.decidedItself(*r, Actor{ID: u}) {
			return false
		}
	}
	return presenter != u && !c.involves(u) && !c.Barred(u)
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
		if !slices.Contains([]MailTo{ToApplicant, ToUsers, ToPresenter, ToRequester, ToOrderer, ToAsker, ToHandler, ToReader, ToTeller, ToDesk, ToDeciders, ToAdded, ToLeader, ToHolder, ToRecorded, ToInvited, ToAnswerer, ToProtectionOfficer}, m.To) {
			panic(fmt.Sprintf("mails.csv: %q is nobody's part", m.To))
		}
		all = append(all, m)
	}
	return all
})
