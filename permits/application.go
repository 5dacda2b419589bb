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

// An Application is what the applicant writes (law.md section 7, first cut).
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

	ThirdCountries string `json:"third_countries,omitempty"` // transfers outside the EEA, and their ground
}

// A Participant is a person named in an application.
type Participant struct {
	User   UserID `json:"user,omitempty"` // set when the person has an account
	Name   string `json:"name"`
	Email  string `json:"email"`
	Leader bool   `json:"leader,omitempty"` // vastuullinen johtaja
}
