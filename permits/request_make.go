package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// A NewRequest is a request as its maker or the officer who records it writes
// it.
type NewRequest struct {
	Kind      RequestKind
	Channel   string
	Arrived   registers.Day // empty: now; an officer records an earlier day
	Language  string
	Title     string // a few words for lists
	What      string
	Contact   string // of an asker outside the service
	Authority string // JulkL 29 §
	Official  string
	Provision string
	Need      string
	Recurring bool // the same data again and again
}

// MakeRequest makes a request: by whoever asks in the service, or by an officer
// for somebody who wrote, called or came. Nobody is asked who they are or why
// they ask when they ask for a public document (JulkL 13.1 §). It fails with a
// *RuleError about the field to mend.
func MakeRequest(id string, by Actor, n NewRequest, now time.Time) (Request, Event, error) {
	recorded := by.officer("", Presenter, Decider) == nil && n.Channel != "service"
	if err := n.check(by, recorded, now); err != nil {
		return Request{}, Event{}, err
	}
	r := Request{ID: id, Kind: n.Kind, State: RequestIsOpen, By: by.ID, Arrived: now}
	r.Title, r.Channel, r.Language = strings.TrimSpace(n.Title), n.Channel, n.Language
	if recorded {
		if !n.Arrived.IsZero() && n.Arrived.Before(registers.DayOf(now)) {
			r.Arrived = n.Arrived.Time()
		}
		r.Contact = r.text(NoteText, "contact", by, false, n.Contact, now)
	} else {
		r.Asker = by.ID
	}
	r.What = r.text(RequestText, "what", by, true, n.What, now)
	if n.Kind == AuthorityRequest {
		r.Authority, r.Provision = strings.TrimSpace(n.Authority), n.Provision
		r.Official = r.text(NoteText, "official", by, true, n.Official, now)
		r.Need = r.text(ReasonText, "need", by, true, n.Need, now)
	}
	return r.step(RequestMade, by, now, r.What)
}

func (n NewRequest) check(by Actor, recorded bool, now time.Time) error {
	day := registers.DayOf(now)
	switch {
	case by.ID == "":
		return deny("not-your-application")
	case !slices.Contains(RequestKinds(), n.Kind):
		return deny("no-such-request")
	case n.Language != "fi" && n.Language != "sv":
		return deny("no-such-language")
	case empty(n.Title) || len([]rune(n.Title)) > 120:
		return denyAbout("request-field", "request_title")
	case empty(n.What):
		return denyAbout("request-field", "request_what")
	case !slices.Contains(requestChannels, n.Channel) || !recorded && n.Channel != "service":
		return denyAbout("request-field", "channel")
	case !n.Arrived.IsZero() && day.Before(n.Arrived):
		return denyAbout("request-field", "arrived_on")
	case n.Kind != AuthorityRequest:
		return nil
	}
	switch {
	case n.Recurring:
		return deny("recurring-by-interface") // TiHL 22 §
	case empty(n.Authority):
		return denyAbout("request-field", "authority")
	case empty(n.Official):
		return denyAbout("request-field", "official")
	case empty(n.Need):
		return denyAbout("request-field", "need")
	case n.Provision == "":
		return deny("no-provision")
	}
	if _, known := ProvisionOn(n.Provision, day); !known {
		return deny("no-such-provision")
	}
	return nil
}

func (r *Request) text(kind TextKind, anchor string, by Actor, visible bool, body string, now time.Time) TextRef {
	return r.write(Text{Subject: r.ID, Kind: kind, Anchor: anchor, By: by.ID, At: now, Visible: visible, Body: body})
}

func (r Request) step(kind EventKind, by Actor, now time.Time, text TextRef, detail ...string) (Request, Event, error) {
	told, err := by.vouched(kind, eventDetail(text, detail))
	if err != nil {
		return Request{}, Event{}, err
	}
	r.Version++
	return r, Event{Subject: r.ID, Version: r.Version, Kind: kind, By: by.ID, At: now, Detail: told}, nil
}
