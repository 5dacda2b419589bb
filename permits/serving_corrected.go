package permits

import (
	"slices"
	"strconv"
	"time"
)

// DoSendCorrected sends the letter that a correction made, once both have signed it.
const DoSendCorrected Command = "send-corrected"

// CorrectionSent is the event of a corrected letter that was sent.
const CorrectionSent EventKind = "correction-sent"

func correctionName(no int) string { return "correction-" + number(no) }

// unsentCorrection is the latest correction when its letter has not been sent, or
// nil. An earlier one that was not sent is within it.
func (c Case) unsentCorrection() *Correction {
	n := len(c.Life.Corrections)
	if n == 0 || c.ServedAt.IsZero() || c.Life.Corrections[n-1].At.Before(c.DecidedAt) {
		return nil // or the decision itself is still to be sent, with the correction in it
	}
	k := c.Life.Corrections[n-1]
	if _, sent := c.ServiceAbout(correctionName(k.No)); sent || k.At.Before(c.firstSent()) {
		return nil
	}
	return &k
}

// firstSent is when the decision that stands was sent; zero when that is not known.
func (c Case) firstSent() time.Time {
	if c.Life.Service == nil {
		return time.Time{}
	}
	return c.Life.Service.Sent
}

// DispatchCorrected gathers what is sent when a corrected letter of c is: the letter
// to those who got the first, and nothing that has not changed.
func (c Case) DispatchCorrected(d Dispatch) Dispatch {
	d.Pieces = slices.DeleteFunc(slices.Clone(d.Pieces), func(p DispatchPiece) bool { return p.Kind != DecisionLetter })
	return d
}

// SendCorrected sends the corrected letter by the manner: what is confirmed, by its
// hash, has to be what d is now (HL 51, 54 §). When the instruction for appeal was
// wrong, its time runs anew from the service of this letter (HL 49 §).
func (c Case) SendCorrected(by Actor, d Dispatch, shown, manner string, now time.Time) (Case, Event, error) {
	if err := c.opens(DoSendCorrected, by, now); err != nil {
		return Case{}, Event{}, err
	}
	if err := c.confirmed(d, shown, manner); err != nil {
		return Case{}, Event{}, err
	}
	if len(d.Pieces) != 1 {
		return Case{}, Event{}, deny("sending-changed")
	}
	k, letter := c.unsentCorrection(), d.Pieces[0].No
	c.sentBy(Service{Kind: DecisionLetter, About: correctionName(k.No), Letter: letter, Manner: manner, Sent: now})
	return c.step(CorrectionSent, by, now, map[string]string{"letter": number(letter), "manner": manner, "version": strconv.Itoa(k.No + 1), "confirmed": shown})
}

// servedAnew is when the letter that corrected the instruction for appeal was
// served; zero while it was not.
func (c Case) servedAnew(k Correction) time.Time {
	if s, sent := c.ServiceAbout(correctionName(k.No)); sent {
		return s.Deemed
	}
	return k.ServedAt
}
