package permits

import "slices"

// A UserID is a person's stable id in the service: never a henkilötunnus.
type UserID string

// A Body is the code of an authority: "KEHA", "TEM", "ELY01" to "ELY15", or
// "TE01" to "TE15". Empty for everybody outside them.
type Body string

// Office says whether b is an office that holds registers (2 §): a TE office.
func (b Body) Office() bool {
	return len(b) == 4 && b[:2] == "TE" && b[2] >= '0' && b[2] <= '9' && b[3] >= '0' && b[3] <= '9'
}

const (
	KEHA Body = "KEHA"
	TEM  Body = "TEM"
)

// A Duty is what somebody does in the service. Its text is the role of
// casbin/policy.csv.
type Duty string

const (
	Researcher Duty = "researcher" // applies for permits and uses them
	Presenter  Duty = "presenter"  // esittelijä: handles the case and proposes
	Decider    Duty = "decider"    // ratkaisija: decides it
	Analyst    Duty = "analyst"    // of the ministry or an ELY centre
	Official   Duty = "official"   // virkailija of an office: its clients' records

	// Contact (yhteyshenkilö) applies for rights to the registers on behalf of a
	// body, and tells of grounds to change or remove them (5.1a, 5a.4).
	Contact Duty = "contact"
	// AccessOfficer (käyttöoikeusvastaava) grants, changes and removes rights to
	// the registers (4a.1b).
	AccessOfficer Duty = "access-officer"
	// Commissioned (toimeksiannon tekijä) is of an outside body that works on a
	// commission, and has no duty but what a personal right allows (5.3).
	Commissioned Duty = "commissioned"
	// ProtectionOfficer (tietosuojavastaava) is the authority's own data protection
	// officer (GDPR 37–39).
	ProtectionOfficer Duty = "data-protection-officer"
)

// An Actor is who acts, resolved before any rule is asked.
type Actor struct {
	ID           UserID
	Name         string
	Email        string
	Organisation string
	Body         Body
	Duties       []Duty
	Language     string // "fi", "sv" or "en"

	// Identified is how strongly the person was identified for this visit, as the
	// issuer of the identification calls it; empty when weakly.
	Identified string
}

// officer returns the rule that keeps a from acting as an official of the
// authority that decides: rule when a has none of the duties, or
// "not-of-the-authority" when a acts for another body (7.3).
func (a Actor) officer(rule string, duties ...Duty) error {
	if !slices.ContainsFunc(duties, a.Has) {
		return deny(rule)
	}
	if a.Body != KEHA {
		return deny("not-of-the-authority")
	}
	return nil
}

// Has says whether a has duty d.
func (a Actor) Has(d Duty) bool { return slices.Contains(a.Duties, d) }
