package registers

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
)

// ConsentTable is the table of consents, and HealthConsents its category of
// health data; every other category is an item of 6.2.
const (
	ConsentTable   = "consent"
	HealthConsents = "6.3"
)

// healthData are the variables that the codes of list health_datum name.
var healthData = map[string]string{
	"disability": "person.disability", "kind": "health_entry.kind", "work_capacity": "health_entry.work_capacity",
}

// ConsentOfRow reads one row of the table of consents: values by column, as in
// Record. A value that is missing or malformed is left out, so that CheckConsent
// refuses what needs it.
func ConsentOfRow(values map[string]string) Consent {
	c := Consent{Answer: ConsentAnswer(values["state"]), Written: values["written"] == "true"}
	if c.Answer == NotAsked {
		return c
	}
	c.On, _ = ParseDay(values["recorded_on"])
	c.Withdrawn, _ = ParseDay(values["withdrawn_on"])
	if c.Answer != ConsentGiven {
		return c
	}
	if values["category"] != HealthConsents {
		c.Items = []string{values["category"]}
		return c
	}
	h := HealthConsent{Field: values["occupation"], Need: HealthNeed(values["health_need"])}
	h.Employer, _ = strconv.ParseInt(values["employer_id"], 10, 64)
	h.Vacancy, _ = strconv.ParseInt(values["vacancy_id"], 10, 64)
	if id, ok := healthData[values["health_datum"]]; ok {
		h.Variables = []string{id}
	}
	c.Health = []HealthConsent{h}
	return c
}

// CheckConsentRow says whether a row of the table of consents may stand on day
// (6.1a, 6.1b, 6.2, 6.3), and otherwise by which rule not, as a *RuleError about
// the column to correct. A consent given once may be withdrawn; anything else
// has nothing to withdraw.
func CheckConsentRow(values map[string]string, day Day) error {
	c := ConsentOfRow(values)
	if c.Answer != ConsentGiven && values["withdrawn_on"] != "" {
		return refuseConsent("record consent", "6.1b-none", ConsentTable+".withdrawn_on")
	}
	if day.Before(c.Withdrawn) {
		return refuseConsent("record consent", "6.1b", ConsentTable+".withdrawn_on")
	}
	c.Withdrawn = Day{}
	err := CheckConsent(c, day)
	if err == nil && len(c.Health) > 0 && values["text_reference"] == "" { // the document in which it is individualised
		return refuseConsent("record consent", "6.3", ConsentTable+".text_reference")
	}
	if rule, ok := errors.AsType[*RuleError](err); ok {
		column := map[string]string{"6.1a": "written", "6.2": "category", "6.3": "health_datum"}[rule.Rule]
		about := *rule
		about.About = ConsentTable + "." + cmp.Or(column, "state")
		return &about
	}
	return err
}

// CheckAnswer refuses an answer that takes back what earlier rows of the same
// category say: whoever has given or refused consent has been asked (6.1b). An
// answer is changed by a new one, or by withdrawing it.
func CheckAnswer(answer ConsentAnswer, earlier ...ConsentAnswer) error {
	if answer == NotAsked && slices.ContainsFunc(earlier, func(a ConsentAnswer) bool { return a == ConsentGiven || a == Refused }) {
		return refuseConsent("record consent", "6.1b", ConsentTable+".state")
	}
	return nil
}
