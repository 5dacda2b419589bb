package permits

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"tietolupa/registers"
)

// A Dispatch is what leaves when a decision is served (lähetettävä): who gets
// which paper, what of it is secret and by what ground, and what each manner of
// service would mean. An officer confirms the whole of it, by its hash.
type Dispatch struct {
	Case     CaseID           `json:"case"`
	Version  int              `json:"version"` // of the case: anything that happens makes it another
	Language string           `json:"language"`
	Mode     ServiceMode      `json:"mode"` // how a decision has to be served at the least
	To       []UserID         `json:"to"`   // the contact first
	Pieces   []DispatchPiece  `json:"pieces"`
	Manners  []DispatchManner `json:"manners"`
}

// A DispatchPiece is one paper: who gets it, and the items of 24.1 § by which it
// is marked secret (JulkL 25 §).
type DispatchPiece struct {
	No      int        `json:"no"`
	Kind    LetterKind `json:"kind"`
	Size    int        `json:"size"`
	SHA256  string     `json:"sha256"`
	Grounds []string   `json:"grounds"`
	To      []UserID   `json:"to"`
}

// A DispatchManner is what service by one manner today would mean.
type DispatchManner struct {
	Key    string        `json:"key"`
	Served registers.Day `json:"served,omitzero"` // no day when service has to be shown
	Last   registers.Day `json:"last,omitzero"`   // of the period of appeal
	Fetch  registers.Day `json:"fetch,omitzero"`  // last day to fetch it
}

// SHA256 is the hash of all that d says.
func (d Dispatch) SHA256() string {
	b, err := json.Marshal(d)
	if err != nil {
		panic(err) // plain values
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Allows says whether a letter of kind k may be served by the manner: what has to
// be served verifiably is fetched, or goes with a receipt (letters 0.3).
func (k LetterKind) Allows(manner string) bool {
	return k.Mode() != VerifiableService || manner == "fetched" || manner == "receipt"
}

// Dispatch gathers what is sent when the decision of c is served at now, of the
// letters made in the case. Each check of letters 10 that concerns sending is a
// rule: the decision's letter exists and is whole in the case's language, and an
// annex that is secret in part stands apart from it.
func (c Case) Dispatch(made []Letter, cat *registers.Catalogue, now time.Time) (Dispatch, error) {
	d := Dispatch{Case: c.ID, Version: c.Version, Language: c.LetterLanguage(), Mode: DecisionLetter.Mode()}
	for _, r := range c.Receivers(DecisionLetter, now) {
		d.To = append(d.To, r.User)
	}
	for _, kind := range []LetterKind{DecisionLetter, SecretAnnex} {
		var latest *Letter
		other := false
		for i, l := range made {
			switch {
			case l.Kind != kind || l.At.Before(c.DecidedAt):
			case l.Language != d.Language:
				other = true
			default:
				latest = &made[i]
			}
		}
		switch {
		case latest != nil:
			d.Pieces = append(d.Pieces, DispatchPiece{No: latest.No, Kind: kind, Size: latest.Size, SHA256: latest.SHA256,
				Grounds: c.SecretGrounds(kind, cat), To: d.To})
		case other:
			return Dispatch{}, deny("letter-other-language")
		case kind == DecisionLetter:
			return Dispatch{}, deny("no-letter")
		case c.Decision != nil && c.Decision.Grants():
			return Dispatch{}, deny("annex-not-apart")
		}
	}
	for _, m := range Manners(registers.DayOf(now)) {
		if !c.mayBeSent(m.Key) || !DecisionLetter.Allows(m.Key) {
			continue
		}
		one := DispatchManner{Key: m.Key, Fetch: Service{Manner: m.Key, Sent: now}.FetchBy()}
		if served, _ := DeemedServed(m.Key, now); !served.IsZero() {
			one.Served, one.Last = registers.DayOf(served), LastDayFrom(served)
		}
		d.Manners = append(d.Manners, one)
	}
	return d, nil
}

// mayBeSent says whether letters of c may be sent by manner: into the service with
// the party's consent only (SAsL 18–19 §).
func (c Case) mayBeSent(manner string) bool {
	return c.Application.EService || manner != "electronic" && manner != "fetched"
}

// confirmed returns the rule that keeps d from being sent by the manner: what was
// shown, by its hash, is no longer what d is, or it may not be sent so.
func (c Case) confirmed(d Dispatch, shown, manner string) error {
	switch {
	case shown != d.SHA256() || d.Case != c.ID || d.Version != c.Version:
		return deny("sending-changed")
	case !DecisionLetter.Allows(manner):
		return deny("service-mode")
	case !c.mayBeSent(manner):
		return deny("no-e-consent")
	case !slices.ContainsFunc(d.Manners, func(m DispatchManner) bool { return m.Key == manner }):
		return deny("service-mode")
	}
	return nil
}

// Send serves the decision of c by the manner: what is confirmed, by its hash, has
// to be what d is now. What has changed since it was shown is confirmed anew.
func (c Case) Send(by Actor, d Dispatch, shown, manner string, now time.Time) (Case, Event, error) {
	if err := c.mayServe(by, now); err != nil {
		return Case{}, Event{}, err
	}
	if err := c.confirmed(d, shown, manner); err != nil {
		return Case{}, Event{}, err
	}
	served, _ := DeemedServed(manner, now)
	next, e, err := c.ServeBy(by, Service{Manner: manner, Sent: now, Deemed: served}, now)
	if err == nil {
		e.Detail["confirmed"] = shown
	}
	return next, e, err
}
