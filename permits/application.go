package permits

import "tietolupa/registers"

// A Purpose is one of the three of 28 § of the Publicity Act and 7 § 3 mom;
// there is no fourth (7.3).
type Purpose string

const (
	Statistics Purpose = "statistics" // tilastointi
	Research   Purpose = "research"   // tieteellinen tutkimus
	Planning   Purpose = "planning"   // viranomaisen suunnittelu- tai selvitystyö
)

// Purposes lists the three in the order of the form.
func Purposes() []Purpose { return []Purpose{Research, Statistics, Planning} }

// A Role is what the applicant is in the project (hakijan rooli).
type Role string

const (
	LeadRole    Role = "leader"  // vastuullinen johtaja
	TeamRole    Role = "member"  // tutkimusryhmän jäsen
	StudentRole Role = "student" // opinnäytteen tekijä
	AgentRole   Role = "agent"   // asiamies, with a power of attorney
)

// Roles lists them in the order of the form.
func Roles() []Role { return []Role{LeadRole, TeamRole, StudentRole, AgentRole} }

// The levels of identifiability that may be asked for (tunnisteellisuuden taso).
const (
	Anonymous     = "anonymous"     // nobody can be told apart: an aggregate or coarse rows
	Pseudonymised = "pseudonymised" // the usual one: a protected identifier of this permit
	Identified    = "identified"    // with direct identifiers, which needs its ground (TSL 29 §)
)

// Identifiabilities lists them in the order of the form.
func Identifiabilities() []string { return []string{Pseudonymised, Anonymous, Identified} }

// Who is the controller of the data once given (rekisterinpitäjä).
const (
	OwnControl   = "own"   // the applicant organisation
	JointControl = "joint" // it with others, who are named
	OtherControl = "other" // somebody else, who is named
)

// Controls lists them in the order of the form.
func Controls() []string { return []string{OwnControl, JointControl, OtherControl} }

// How a study gets its data beside the registers (tutkimusasetelma).
const (
	RegistersAlone   = "registers"    // pelkkä rekisteritutkimus: nobody is met, asked or measured
	WithParticipants = "participants" // people are met, asked, measured or treated
)

// Studies lists them in the order of the form.
func Studies() []string { return []string{RegistersAlone, WithParticipants} }

// Finland is the code of the country list that needs no address abroad.
const Finland = "246"

// An Application is what the applicant writes. What later versions of the form
// have added is empty in an older one.
type Application struct {
	Title        string            `json:"title"`
	Purpose      Purpose           `json:"purpose"`
	Organisation string            `json:"organisation"`
	BusinessID   string            `json:"business_id"`
	Abstract     string            `json:"abstract"`  // tiivistelmä
	Questions    string            `json:"questions"` // tutkimuskysymykset
	Methods      string            `json:"methods"`
	Plan         string            `json:"plan"` // tutkimussuunnitelma
	Publication  string            `json:"publication"`
	Funding      string            `json:"funding"`
	Security     string            `json:"security"` // käyttöympäristö ja suojaus
	Disposal     string            `json:"disposal"` // hävittäminen tai arkistointi
	Article6     string            `json:"article6"` // "e" or "c": GDPR 6(1)
	Article9     string            `json:"article9"` // TSL 6 § ground when special categories are asked for
	People       []Participant     `json:"people"`
	Scope        Scope             `json:"scope"`
	Reasons      map[string]string `json:"reasons"`   // variable id → why it is needed
	Until        registers.Day     `json:"until"`     // wished last day of the permit
	Language     string            `json:"language"`  // of the case: "fi" or "sv"
	EService     bool              `json:"e_service"` // consents to service by e-mail
	Recipient    Recipient         `json:"recipient"`
	Domicile     string            `json:"domicile,omitempty"` // kotipaikka: code of the municipality, by which the court is competent

	TitleSV string `json:"title_sv,omitempty"` // in a decision or a list in Swedish
	TitleEN string `json:"title_en,omitempty"`

	Study        string `json:"study,omitempty"` // registers or participants
	Role         Role   `json:"role,omitempty"`
	Country      string `json:"country,omitempty"`      // of the organisation, by the country list; empty in Finland
	Address      string `json:"address,omitempty"`      // postal; needed abroad
	Contact      string `json:"contact_name,omitempty"` // yhteyshenkilö
	ContactEmail string `json:"contact_email,omitempty"`
	ContactPhone string `json:"contact_phone,omitempty"`
	ContactTie   string `json:"contact_tie,omitempty"` // sidonnaisuus: what ties the contact to the applicant

	Control         string       `json:"control,omitempty"`     // own, joint or other
	Controllers     string       `json:"controllers,omitempty"` // rekisterinpitäjät, when there are others
	DPO             string       `json:"dpo,omitempty"`         // tietosuojavastaava
	Identifiability string       `json:"identifiability,omitempty"`
	IdentifiedWhy   string       `json:"identified_why,omitempty"`  // TSL 29 §
	Comparison      string       `json:"comparison,omitempty"`      // verrokit ja omaiset: how drawn
	Linked          []LinkedData `json:"linked,omitempty"`          // yhdistettävät aineistot
	Consent         string       `json:"consent,omitempty"`         // "yes" or "no": were the data given on consent
	ConsentTerms    string       `json:"consent_terms,omitempty"`   // its terms (28.1 §)
	ThirdCountries  string       `json:"third_countries,omitempty"` // transfers outside the EEA, and their ground
	Interests       string       `json:"interests,omitempty"`       // sidonnaisuudet, and what a funder may steer
	Billing         string       `json:"billing,omitempty"`         // laskutus: address, e-invoice, reference
}

// TitleIn is the project's name in a language, by its first name where it has
// no other.
func (a Application) TitleIn(lang string) string {
	switch {
	case lang == "sv" && a.TitleSV != "":
		return a.TitleSV
	case lang == "en" && a.TitleEN != "":
		return a.TitleEN
	}
	return a.Title
}

// Abroad says whether the applicant is an organisation of another country.
func (a Application) Abroad() bool { return a.Country != "" && a.Country != Finland }

// A Participant is a person named in an application.
type Participant struct {
	User         UserID `json:"user,omitempty"` // set when the person has an account
	Name         string `json:"name"`
	Email        string `json:"email"`
	Leader       bool   `json:"leader,omitempty"` // vastuullinen johtaja
	Organisation string `json:"organisation,omitempty"`
}

// LinkedData is one body of data that is to be joined to what is applied for.
type LinkedData struct {
	Name   string `json:"name"`
	Holder string `json:"holder"`           // code of law/holders.csv
	Permit string `json:"permit,omitempty"` // its number, when there is one
	State  string `json:"state"`
}

// How the right to linked data stands.
const (
	LinkedHeld    = "held"    // the applicant has it, or its permit
	LinkedPending = "pending" // applied for from its own holder
	LinkedHere    = "here"    // asked for with this application
)

// LinkedStates lists them in the order of the form.
func LinkedStates() []string { return []string{LinkedHeld, LinkedPending, LinkedHere} }
