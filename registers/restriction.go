package registers

import "strings"

// A Use is what somebody wants to do with a client's data.
type Use string

const (
	Storing   Use = "store"    // tallettaa
	Answering Use = "answer"   // vastata rekisteröidyn pyyntöön
	Viewing   Use = "read"     // katsella
	Changing  Use = "change"   // korjata tai lisätä
	Telling   Use = "disclose" // luovuttaa
	Selecting Use = "extract"  // poimia aineistoon
)

// CheckRestriction says whether a use of a client's data is open when request
// has restricted their processing (GDPR 18(2)): they may be stored, and used to
// answer the client's own request, and nothing else. It fails with the
// *RuleError "18"; with an empty request nothing is restricted. In the person
// register no request restricts (4.2).
func CheckRestriction(request string, use Use) error { // GDPR 18
	if request == "" || use == Storing || use == Answering {
		return nil
	}
	return &RuleError{Rule: "18", Text: restrictedText, Act: string(use) + " restricted data"}
}

// Restricts says whether r is a granted request that restricts the processing of
// the client's data now.
func (r Request) Restricts() bool {
	return r.Kind == Restriction && r.State == RequestAnswered && r.Reply.Outcome != RequestRefused && r.LiftedOn.IsZero()
}

// Lift ends a granted restriction on day, for a reason, once the data subject has
// been told that it will be lifted (GDPR 18(3)): told is that day. It fails with
// a *RuleError.
func Lift(r Request, reason string, told, day Day) (Request, error) {
	const act = "lift restriction"
	switch {
	case !r.Restricts():
		return r, refuseRequest(act, "12-state", "")
	case strings.TrimSpace(reason) == "":
		return r, refuseRequest(act, "12-reason", "")
	case told.IsZero() || told.Before(r.ClosedOn) || day.Before(told):
		return r, refuseRequest(act, "18.3", "")
	}
	r.LiftedOn, r.LiftedFor, r.LiftTold = day, reason, told
	return r, nil
}

var restrictedText = Names{
	"Tietojen käsittelyä on rajoitettu rekisteröidyn pyynnöstä. Tietoja saa vain säilyttää; ota yhteyttä siihen, joka vastaa pyyntöön.",
	"Behandlingen av uppgifterna har begränsats på den registrerades begäran. Uppgifterna får endast lagras; kontakta den som besvarar begäran.",
	"The processing of the data is restricted at the data subject's request. They may only be stored; contact whoever answers the request.",
}
