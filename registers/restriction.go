package registers

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

var restrictedText = Names{
	"Tietojen käsittelyä on rajoitettu rekisteröidyn pyynnöstä. Tietoja saa vain säilyttää; ota yhteyttä siihen, joka vastaa pyyntöön.",
	"Behandlingen av uppgifterna har begränsats på den registrerades begäran. Uppgifterna får endast lagras; kontakta den som besvarar begäran.",
	"The processing of the data is restricted at the data subject's request. They may only be stored; contact whoever answers the request.",
}
