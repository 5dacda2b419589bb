package registers

import (
	"slices"
	"strings"
)

// An Outcome is how a request ends.
type Outcome string

const (
	RequestGranted Outcome = "granted"
	RequestPartly  Outcome = "partly"
	RequestRefused Outcome = "refused"
)

// A Reply answers a data subject's request.
type Reply struct {
	Outcome    Outcome  `json:"outcome"`
	Reasons    string   `json:"reasons"`              // why not, or why not all; why against the objection (art. 12(4), 21(1))
	Provision  string   `json:"provision"`            // by which provision it was refused or withheld
	Remedies   bool     `json:"remedies"`             // tells of complaint to the Data Protection Ombudsman and of a judicial remedy (art. 12(4))
	Parts      []string `json:"parts,omitempty"`      // what an answer to art. 15 tells: codes of AccessParts
	Corrected  bool     `json:"corrected,omitempty"`  // for art. 16: the corrected entry stands in the register, the old one in its history
	Erased     bool     `json:"erased,omitempty"`     // for art. 17: the rows to erase have been chosen
	Notified   []string `json:"notified,omitempty"`   // recipients told of a correction, removal or restriction (art. 19)
	Impossible string   `json:"impossible,omitempty"` // why a recipient could not be told (art. 19)
	Fee        bool     `json:"fee,omitempty"`        // something was charged
	FeeReason  string   `json:"fee_reason,omitempty"` // that the request is manifestly unfounded or excessive (art. 12(5))
}

// AccessParts are what an answer to a request for access tells, beside the copy
// of the data (art. 15(1)–(3)).
func AccessParts() []string {
	return []string{"purposes", "categories", "recipients", "retention", "rights", "complaint", "source", "automated", "copy"}
}

// Answer closes r on day with reply. It fails with a *RuleError that says what
// the reply lacks, or that the right does not exist in the register: restriction
// is never granted in the person register (4.2). recipients are those to whom
// the data were disclosed; after a correction, removal or restriction each is
// told, or the reply says why that was impossible (art. 19).
func Answer(r Request, reply Reply, right Right, recipients []string, day Day) (Request, error) {
	const act = "answer request"
	if right.Kind != r.Kind || right.Register != r.Register {
		return r, refuseRequest(act, "12-kind", r.Register)
	}
	if r.State != Received || day.Before(r.Arrived) {
		return r, refuseRequest(act, "12-state", "")
	}
	granted := reply.Outcome == RequestGranted || reply.Outcome == RequestPartly
	switch {
	case !granted && reply.Outcome != RequestRefused:
		return r, refuseRequest(act, "12-outcome", "")
	case granted && right.Extent == None:
		return r, refuseRequest(act, right.Rule, r.Register)
	case reply.Fee && (strings.TrimSpace(reply.FeeReason) == "" || r.Kind == Portability):
		return r, refuseRequest(act, "12.5", "")
	case reply.Outcome != RequestGranted && (strings.TrimSpace(reply.Reasons) == "" || strings.TrimSpace(reply.Provision) == ""):
		return r, refuseRequest(act, "12-reason", "")
	case reply.Outcome != RequestGranted && !reply.Remedies:
		return r, refuseRequest(act, "12.4", "")
	case right.Extent == None && reply.Provision != right.Provision:
		return r, refuseRequest(act, right.Rule, r.Register)
	}
	if granted {
		if err := complete(r.Kind, reply, recipients); err != nil {
			return r, err
		}
	}
	r.State, r.ClosedOn, r.Reply = RequestAnswered, day, reply
	return r, nil
}

// complete checks what a granted request asks of its reply.
func complete(kind RequestKind, reply Reply, recipients []string) error {
	const act = "answer request"
	switch kind {
	case Access:
		for _, part := range AccessParts() {
			if !slices.Contains(reply.Parts, part) {
				return refuseRequest(act, "15", part)
			}
		}
		return nil
	case Rectification:
		if !reply.Corrected {
			return refuseRequest(act, "16", "")
		}
	case Erasure:
		if !reply.Erased {
			return refuseRequest(act, "17-nothing", "")
		}
	case Restriction:
	default:
		return nil
	}
	if strings.TrimSpace(reply.Impossible) != "" {
		return nil
	}
	for _, to := range ToNotify(kind, reply.Outcome, recipients) {
		if !slices.Contains(reply.Notified, to) {
			return refuseRequest(act, "19", "")
		}
	}
	return nil
}

// Notifies says whether recipients are told of what is granted (art. 19).
func (k RequestKind) Notifies() bool {
	return slices.Contains([]RequestKind{Rectification, Erasure, Restriction}, k)
}

// TellsOfExtracts says whether the answer to r rests on the extracts that the
// person was in: what is told of them (15), and who is told of it (19).
func (r Request) TellsOfExtracts() bool { return r.Kind == Access || r.Kind.Notifies() }

// ToNotify lists, each once and in order, the recipients who are told of a
// granted correction, removal or restriction (art. 19); nobody for the rest.
func ToNotify(kind RequestKind, outcome Outcome, recipients []string) []string {
	if outcome == RequestRefused || !kind.Notifies() {
		return nil
	}
	return slices.Compact(slices.Sorted(slices.Values(recipients)))
}

// Refusal is the reply to a request that the register's law leaves no room for,
// in lang: restriction in the person register with 4.2 as its ground. ok is
// false when the right exists and the request has to be weighed.
func Refusal(right Right, lang string) (_ Reply, ok bool) {
	if right.Extent != None {
		return Reply{}, false
	}
	return Reply{Outcome: RequestRefused, Reasons: right.Why.In(lang), Provision: right.Provision, Remedies: true}, true
}

func refuseRequest(act, rule, about string) error {
	text, ok := requestTexts[rule]
	if !ok {
		text = ruleTexts[rule]
	}
	return &RuleError{Rule: rule, About: about, Text: text, Act: act}
}
