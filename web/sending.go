package web

import (
	"slices"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/permits/letters"
	"tietolupa/registers"
)

// A sendingView is what leaves when a decision is served, as the officer who
// confirms it reads it.
type sendingView struct {
	To          []sendingTo
	Informed    []string // by the contact
	Pieces      []sendingPiece
	Manners     []permits.DispatchManner
	Mode        permits.ServiceMode
	Unconfirmed []string // contacts and fees that the authority has not confirmed
	LawChanged  bool     // another version of the law has come into force since the decision
}

type sendingTo struct {
	Name, Organisation, Email string
	Leader                    bool
}

// informed names the parties whom the contact informs (HL 56.2 §): those of the
// application and its co-applicants who are sent nothing themselves.
func (a *acting) informed(to []permits.UserID) (names []string) {
	for _, u := range a.c.Parties() {
		if name := a.person(string(u)).Name; name != "" && !slices.Contains(to, u) {
			names = append(names, name)
		}
	}
	return names
}

type sendingPiece struct {
	permits.DispatchPiece
	Address string
	To      []string
}

// sendingActs is the service of a decision: what is sent is shown first.
func sendingActs() []caseAct {
	return []caseAct{sending(permits.DoServe, func(c permits.Case, d permits.Dispatch) permits.Dispatch { return d }, permits.Case.Send),
		sending(permits.DoSendCorrected, permits.Case.DispatchCorrected, permits.Case.SendCorrected)}
}

// sending is an act that sends what it shows: of all that may be sent, what
// narrowed leaves.
func sending(command permits.Command, narrowed func(permits.Case, permits.Dispatch) permits.Dispatch,
	send func(c permits.Case, by permits.Actor, d permits.Dispatch, shown, manner string, now time.Time) (permits.Case, permits.Event, error),
) caseAct {
	return caseAct{Command: command, action: casbin.CaseServe, signs: func(a *acting) (*signing, error) { return sendingShown(a, narrowed) },
		fields: func(a *acting) []actField {
			f := a.field("radio", "manner")
			f.Closed = true
			for _, m := range permits.Manners(dayOf(a.v)) {
				if m.Key == "electronic" && !a.c.Application.EService {
					continue // with the party's consent only (SAsL 19 §)
				}
				chosen := f.Value == m.Key || f.Value == "" && m.Key == a.c.Manner(permits.DecisionLetter)
				f.Options = append(f.Options, formOption{Name: "manner", Value: m.Key, Label: a.s.texts.in(a.v.Lang, "manner."+m.Key), Checked: chosen})
			}
			return []actField{f}
		},
		do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			manner := a.chosen("manner")
			d, err := c.Dispatch(a.made, a.s.Catalogue, now)
			if err != nil {
				return permits.Case{}, permits.Event{}, err
			}
			return send(c, a.v.Actor, narrowed(c, d), a.text("sha256"), manner, now)
		}}
}

// sendingShown gathers what is sent, and the hash of it.
func sendingShown(a *acting, narrowed func(permits.Case, permits.Dispatch) permits.Dispatch) (*signing, error) {
	all, err := a.s.DB.Letters(a.r.Context(), a.c.ID)
	if err != nil {
		return nil, err
	}
	a.made = nil
	for _, l := range all {
		a.made = append(a.made, l.Letter)
	}
	d, err := a.c.Dispatch(a.made, a.s.Catalogue, a.v.Now)
	if err != nil {
		return nil, err
	}
	d = narrowed(a.c, d)
	view := sendingView{Manners: d.Manners, Mode: d.Mode, Unconfirmed: letters.Unconfirmed(a.c, a.s.Catalogue, registers.DayOf(a.c.DecidedAt))}
	people := map[permits.UserID]permits.Actor{}
	for _, p := range a.people {
		people[p.ID] = p
	}
	for _, u := range d.To {
		view.To = append(view.To, sendingTo{Name: people[u].Name, Organisation: people[u].Organisation, Email: people[u].Email, Leader: u == a.c.Leader()})
	}
	view.Informed = a.informed(d.To)
	for _, piece := range d.Pieces {
		one := sendingPiece{DispatchPiece: piece, Address: letterPath(a.c.ID, piece.No)}
		for _, u := range piece.To {
			one.To = append(one.To, people[u].Name)
		}
		view.Pieces = append(view.Pieces, one)
	}
	then, err := permits.LawOn(registers.DayOf(a.c.DecidedAt))
	if err != nil {
		return nil, err
	}
	now, err := permits.LawOn(dayOf(a.v))
	if err != nil {
		return nil, err
	}
	view.LawChanged = then.From != now.From
	return &signing{Sending: &view, Language: d.Language, SHA256: d.SHA256()}, nil
}
