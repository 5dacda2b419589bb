package registers

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// An AssessmentKind is one of KEHA's two duties of 2.2(3)–(4).
type AssessmentKind string

const (
	ImpactAssessment  AssessmentKind = "dpia"         // vaikutustenarviointi (2.2.3, GDPR 35)
	PriorConsultation AssessmentKind = "consultation" // ennakkokuuleminen (2.2.4, GDPR 36)
)

// An AssessmentState is where a version stands.
type AssessmentState string

const (
	AssessmentDraft    AssessmentState = "draft"
	AssessmentApproved AssessmentState = "approved" // an impact assessment
	ConsultationSent   AssessmentState = "sent"     // to the Data Protection Ombudsman
	ConsultationClosed AssessmentState = "answered" // with the Ombudsman's answer
)

// Covered is what an assessment was made of: when either changes, it is asked
// for anew.
type Covered struct {
	Catalogue string `json:"catalogue"` // Catalogue.Hash
	Profile   string `json:"profile"`   // Catalogue.ProfileHash
}

// ProfileHash is the SHA-256, in hexadecimal, of the protection profile: how
// revealing each variable is and how finely it may be given. It changes when a
// class, a ladder, a default or a finest step does, and not with a name.
func (c *Catalogue) ProfileHash() string {
	sum := sha256.New()
	for _, v := range c.variables {
		fmt.Fprintf(sum, "%q %q %q %q %q %q %t %q\n", v.ID, v.Class, v.Ground, v.Ladder, v.Default, v.Finest, v.Clause, v.Rules["masked"])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Covered is what an assessment of today would be made of.
func (c *Catalogue) Covered() Covered { return Covered{c.Hash(), c.ProfileHash()} }

// An Assessment is one version of an impact assessment or of a prior
// consultation. A later version replaces an earlier one, which stays.
type Assessment struct {
	Number  int64
	Version int
	Kind    AssessmentKind
	State   AssessmentState
	Covers  Covered

	// Of an impact assessment: GDPR 35(7)(a)–(d) and 35(2).
	Description string // of the processing and its purposes
	Necessity   string // necessity and proportionality
	Risks       string // to the rights and freedoms of data subjects
	Measures    string // to address them
	Advice      string // of the data protection officer
	HighRisk    bool   // the residual risk is high: prior consultation is due (GDPR 36(1))

	// Of a prior consultation.
	Of     int64  // number of the impact assessment that it is about
	OfAt   int    // and its version
	Answer string // of the Ombudsman
	SentOn Day

	By string // who wrote this version
	On Day
}

// AssessmentDue says what is asked for, and why.
type AssessmentDue struct {
	Kind    AssessmentKind
	Reason  string // none, catalogue, profile, high-risk or late
	Number  int64  // of the assessment to be revised or consulted on; 0 for a new one
	Version int
	By      Day // the Ombudsman's last day to answer (GDPR 36(2)); zero for the rest
}

// AssessmentsDue says what KEHA has to do so that today's catalogue and
// protection profile are assessed (2.2.3) and, where a high risk remains,
// consulted on (2.2.4). versions are those of every assessment, in any order; of
// each only the newest counts, and of impact assessments only approved ones.
func AssessmentsDue(now Covered, versions []Assessment, day Day) (due []AssessmentDue) {
	var newest *Assessment // approved impact assessment
	for i, a := range versions {
		if a.Kind == ImpactAssessment && a.State == AssessmentApproved && (newest == nil || later(a, *newest)) {
			newest = &versions[i]
		}
	}
	if newest == nil {
		return []AssessmentDue{{Kind: ImpactAssessment, Reason: "none"}}
	}
	switch {
	case newest.Covers.Profile != now.Profile:
		due = append(due, AssessmentDue{Kind: ImpactAssessment, Reason: "profile", Number: newest.Number, Version: newest.Version})
	case newest.Covers.Catalogue != now.Catalogue:
		due = append(due, AssessmentDue{Kind: ImpactAssessment, Reason: "catalogue", Number: newest.Number, Version: newest.Version})
	}
	if !newest.HighRisk {
		return due
	}
	var about *Assessment
	for i, a := range versions {
		if a.Kind == PriorConsultation && a.Of == newest.Number && a.OfAt == newest.Version && a.State != AssessmentDraft && (about == nil || later(a, *about)) {
			about = &versions[i]
		}
	}
	switch {
	case about == nil:
		due = append(due, AssessmentDue{Kind: PriorConsultation, Reason: "high-risk", Number: newest.Number, Version: newest.Version})
	case about.State == ConsultationSent && about.SentOn.AddDate(0, 0, 14*7).Before(day):
		due = append(due, AssessmentDue{Kind: PriorConsultation, Reason: "late", Number: about.Number, Version: about.Version, By: about.SentOn.AddDate(0, 0, 14*7)})
	}
	return due
}

// later says whether a is newer than b: of one assessment the higher version,
// of two the one of the later day.
func later(a, b Assessment) bool {
	if a.Number != b.Number && a.On != b.On {
		return b.On.Before(a.On)
	}
	if a.Number != b.Number {
		return a.Number > b.Number
	}
	return a.Version > b.Version
}

// AssessmentSteps lists the states that the version after one that stands at from
// may have; from is empty for a first version.
func AssessmentSteps(kind AssessmentKind, from AssessmentState) []AssessmentState {
	switch {
	case kind == ImpactAssessment:
		return []AssessmentState{AssessmentDraft, AssessmentApproved}
	case kind != PriorConsultation || from == ConsultationClosed:
		return nil
	case from == ConsultationSent:
		return []AssessmentState{ConsultationClosed}
	}
	return []AssessmentState{AssessmentDraft, ConsultationSent}
}

// NextAssessment is next as the version after previous, written by by on day;
// previous is the zero Assessment for a first version. It fails with a
// *RuleError when a part that the GDPR asks for is missing before approval or
// sending, when a consultation is about nothing, or when the step does not
// follow from where previous stands.
func NextAssessment(previous, next Assessment, by string, day Day) (Assessment, error) {
	const act = "store assessment"
	refuse := func(rule string) (Assessment, error) {
		return previous, &RuleError{Rule: rule, Text: assessmentTexts[rule], Act: act}
	}
	if by == "" || day.IsZero() || next.Covers.Catalogue == "" || next.Covers.Profile == "" {
		return refuse("35-covers")
	}
	if previous.Version > 0 && (next.Kind != previous.Kind || next.Of != previous.Of && next.Kind == PriorConsultation) {
		return refuse("35-step")
	}
	blank := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" })
	}
	switch {
	case next.Kind == ImpactAssessment && next.State == AssessmentDraft:
		if blank(next.Description) {
			return refuse("35-parts")
		}
	case next.Kind == ImpactAssessment && next.State == AssessmentApproved:
		if blank(next.Description, next.Necessity, next.Risks, next.Measures) {
			return refuse("35-parts") // GDPR 35(7)
		}
		if blank(next.Advice) {
			return refuse("35-advice") // GDPR 35(2)
		}
	case next.Kind == PriorConsultation:
		if next.Of == 0 || next.OfAt == 0 || blank(next.Description) {
			return refuse("36-about")
		}
		if !slices.Contains(AssessmentSteps(next.Kind, previous.State), next.State) {
			return refuse("35-step")
		}
		switch next.State {
		case ConsultationSent:
			next.SentOn = day
		case ConsultationClosed:
			if blank(next.Answer) {
				return refuse("36-answer")
			}
			next.SentOn = previous.SentOn
		}
	default:
		return refuse("35-step")
	}
	next.Number, next.Version, next.By, next.On = previous.Number, previous.Version+1, by, day
	return next, nil
}

// assessmentTexts say what is wrong and what to do.
var assessmentTexts = map[string]Names{
	"35-covers": {
		"Arvioinnista puuttuu, mitä se koskee tai kuka sen on tehnyt. Avaa sivu uudelleen ja tallenna sitten.",
		"Bedömningen saknar uppgift om vad den gäller eller vem som har gjort den. Öppna sidan på nytt och spara sedan.",
		"The assessment does not say what it covers or who made it. Open the page again, then save.",
	},
	"35-parts": {
		"Arvioinnista puuttuu osa. Kuvaa käsittely, arvioi tarpeellisuus ja oikeasuhteisuus sekä riskit ja kerro toimenpiteistä.",
		"En del av bedömningen saknas. Beskriv behandlingen, bedöm behovet, proportionaliteten och riskerna och ange åtgärderna.",
		"A part of the assessment is missing. Describe the processing, assess necessity, proportionality and risks, and give the measures.",
	},
	"35-advice": {
		"Tietosuojavastaavan neuvo puuttuu. Pyydä se ja kirjaa se ennen hyväksymistä.",
		"Dataskyddsombudets råd saknas. Be om det och anteckna det före godkännandet.",
		"The data protection officer's advice is missing. Ask for it and record it before approval.",
	},
	"35-step": {
		"Arviointi ei ole siinä vaiheessa, että tämän voisi tehdä. Tarkista uusin versio.",
		"Bedömningen är inte i ett sådant skede att detta kan göras. Kontrollera den senaste versionen.",
		"The assessment is not at a stage where this can be done. Check its newest version.",
	},
	"36-about": {
		"Ennakkokuulemisesta puuttuu, mitä vaikutustenarviointia se koskee ja mitä kysytään. Täydennä molemmat.",
		"Förhandssamrådet saknar uppgift om vilken konsekvensbedömning det gäller och vad som frågas. Fyll i båda.",
		"The consultation does not say which assessment it is about or what is asked. Fill in both.",
	},
	"36-answer": {
		"Tietosuojavaltuutetun vastaus puuttuu. Kirjaa se ennen sulkemista.",
		"Dataombudsmannens svar saknas. Anteckna det före avslutandet.",
		"The Ombudsman's answer is missing. Record it before closing.",
	},
}
