package registers

import (
	"slices"
	"strings"
)

// A ConsentAnswer is what a person client has said of disclosure to employers
// (6.1b): there are three states, and not having been asked is one of them.
type ConsentAnswer string

const (
	NotAsked     ConsentAnswer = "not_asked" // ei kysytty
	ConsentGiven ConsentAnswer = "given"     // suostumus
	Refused      ConsentAnswer = "refused"   // kieltäytyminen
)

// A HealthNeed is what health data may be disclosed for (6 § 3 mom).
type HealthNeed string

const (
	JobRequirement HealthNeed = "requirement" // 6.3a: health requirements of the job or field
	Promotion      HealthNeed = "promotion"   // 6.3b: employing a person whose disability or illness hampers it
)

// A HealthConsent is the individualised (yksilöity) part of a consent: which
// health data, to whom, what for.
type HealthConsent struct {
	Variables []string // ids of the catalogue
	Employer  int64    // the employer it was given for
	Vacancy   int64    // the vacancy; zero when it was given for a field of work
	Field     string   // code of list occupation; empty when it was given for a vacancy
	Need      HealthNeed
}

// A Consent is a person client's recorded answer.
type Consent struct {
	Answer    ConsentAnswer
	Written   bool
	Items     []string // items of 6.2 it covers
	Health    []HealthConsent
	On        Day // when it was given or refused
	Withdrawn Day // zero while it stands
}

// StateOn is the answer that holds on day: a consent withdrawn by then is a
// refusal, and an answer of a later day has not been asked yet.
func (c Consent) StateOn(day Day) ConsentAnswer {
	switch {
	case c.Answer != ConsentGiven && c.Answer != Refused, day.Before(c.On):
		return NotAsked
	case c.Answer == ConsentGiven && !c.Withdrawn.IsZero() && !day.Before(c.Withdrawn):
		return Refused
	}
	return c.Answer
}

// CheckConsent says whether c may be recorded on day, and otherwise by which
// rule not. A consent is in writing, covers items of the closed list of 6 §
// 2 mom, and is individualised where it covers health.
func CheckConsent(c Consent, day Day) error {
	const act = "record consent"
	switch c.Answer {
	case NotAsked:
		if !c.On.IsZero() || len(c.Items)+len(c.Health) > 0 {
			return refuseConsent(act, "6.1b", "")
		}
		return nil
	case Refused:
		if c.On.IsZero() || day.Before(c.On) || len(c.Items)+len(c.Health) > 0 {
			return refuseConsent(act, "6.1b", "")
		}
		return nil
	case ConsentGiven:
	default:
		return refuseConsent(act, "6.1b", "")
	}
	if c.On.IsZero() || day.Before(c.On) || !c.Withdrawn.IsZero() {
		return refuseConsent(act, "6.1b", "")
	}
	if !c.Written {
		return refuseConsent(act, "6.1a", "")
	}
	for _, item := range c.Items {
		if !slices.Contains(numbered("6.2.", 6), item) {
			return refuseConsent(act, "6.2", item)
		}
	}
	for _, h := range c.Health {
		if !h.individual() {
			return refuseConsent(act, "6.3", "")
		}
	}
	if len(c.Items)+len(c.Health) == 0 {
		return refuseConsent(act, "6.2", "")
	}
	return nil
}

// individual says whether h names what, to whom, for which job and why.
func (h HealthConsent) individual() bool {
	return len(h.Variables) > 0 && h.Employer > 0 && (h.Vacancy > 0) != (h.Field != "") &&
		(h.Need == JobRequirement || h.Need == Promotion)
}

// Withdraw is c taken back on day (GDPR 7(3)). What was disclosed before stands.
// It fails when there is no consent to take back.
func Withdraw(c Consent, day Day) (Consent, error) {
	if c.StateOn(day) != ConsentGiven {
		return c, refuseConsent("withdraw consent", "6.1b-none", "")
	}
	c.Withdrawn = day
	return c, nil
}

// An EmployerDisclosure is what an official wants to give an employer to fill a
// vacancy.
type EmployerDisclosure struct {
	Employer   int64
	Vacancy    int64
	Occupation string            // the vacancy's code of list occupation
	FixedTerm  bool              // a fixed-term contract (6.2.6)
	Necessary  map[string]string // variable id → why it is needed to fill the vacancy
	Health     HealthNeed        // why health data are needed; empty when none are
	Unemployed int               // months of unbroken unemployment, for 6.2.6
}

// MayDisclose says whether v may be given to an employer on day, and otherwise
// by which rule not, as a *RuleError: the list of 6.2, the vacancy and necessity
// (6.1a), the person's answer (6.1b), its form and extent, then what 6.2.6 and
// 6.3 ask besides.
func MayDisclose(c Consent, v Variable, d EmployerDisclosure, day Day) error {
	const act = "disclose to employer"
	if v.Consent == "" {
		return refuseConsent(act, "6.2", v.ID)
	}
	if d.Vacancy <= 0 || d.Employer <= 0 || strings.TrimSpace(d.Necessary[v.ID]) == "" {
		return refuseConsent(act, "6.1a-need", v.ID)
	}
	switch c.StateOn(day) {
	case NotAsked:
		return refuseConsent(act, "6.1b-not-asked", v.ID)
	case Refused:
		return refuseConsent(act, "6.1b-refused", v.ID)
	}
	if !c.Written {
		return refuseConsent(act, "6.1a", v.ID)
	}
	if v.Consent == "6.3" || v.Class == Special {
		return mayDiscloseHealth(act, c, v, d)
	}
	if !slices.Contains(c.Items, v.Consent) {
		return refuseConsent(act, "6.2-extent", v.ID)
	}
	if v.Consent == "6.2.6" && (!d.FixedTerm || d.Unemployed < 12) {
		return refuseConsent(act, "6.2.6", v.ID)
	}
	return nil
}

// mayDiscloseHealth checks 6 § 3 mom: individualised consent and necessity.
func mayDiscloseHealth(act string, c Consent, v Variable, d EmployerDisclosure) error {
	if d.Health != JobRequirement && d.Health != Promotion {
		return refuseConsent(act, "6.3-need", v.ID)
	}
	if !slices.ContainsFunc(c.Health, func(h HealthConsent) bool {
		return h.individual() && slices.Contains(h.Variables, v.ID) && h.Need == d.Health && h.Employer == d.Employer &&
			(h.Vacancy == d.Vacancy || h.Vacancy == 0 && h.Field == d.Occupation)
	}) {
		return refuseConsent(act, "6.3", v.ID)
	}
	return nil
}

func refuseConsent(act, rule, about string) error {
	return &RuleError{Rule: rule, About: about, Text: consentTexts[rule], Act: act}
}
