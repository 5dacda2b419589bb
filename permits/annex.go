package permits

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"tietolupa/registers"
)

// An AnnexDemand is an annex that an answer of an application requires, and why.
type AnnexDemand struct {
	Kind      AnnexKind
	Answer    string // field of the application whose answer requires it
	Provision string
	Why       registers.Names // one sentence for the applicant
}

// An annexRule is one row of law/annexes.csv: while it is in force, the annex is
// demanded of whoever has answered so.
type annexRule struct {
	registers.Period
	AnnexDemand
	values []string // answers that require it; none stands for any answer at all
}

// annexRules reads "field" or "field=value|value" of the application's JSON; of a
// list "field.member=value" asks the member of each of its objects.
var annexRules = sync.OnceValue(func() (all []annexRule) {
	for _, r := range lawRows("law/annexes.csv", 9) {
		rule := annexRule{Period: lawPeriod(r[:2]), AnnexDemand: AnnexDemand{Kind: AnnexKind(r[2]), Provision: r[4], Why: names(r[5:8])}}
		field, values, chosen := strings.Cut(r[3], "=")
		if rule.Answer = field; chosen {
			rule.values = strings.Split(values, "|")
		}
		if !slices.Contains(AnnexKinds(), rule.Kind) || rule.Answer == "" {
			panic(fmt.Sprintf("law/annexes.csv: %q of %q is no annex of an answer", r[2], r[3]))
		}
		all = append(all, rule)
	}
	return all
})

// AnnexesDemanded lists the annexes that a's answers require on day, each once, in
// the order of law/annexes.csv: none is demanded without an answer that requires
// it, so that a study of registers alone brings no statement on ethics (HL 22 §).
func AnnexesDemanded(a Application, day registers.Day) (demands []AnnexDemand) {
	answers := a.answers()
	for _, rule := range annexRules() {
		if !rule.Has(day) || !rule.asked(answerTo(answers, rule.Answer)) ||
			slices.ContainsFunc(demands, func(d AnnexDemand) bool { return d.Kind == rule.Kind }) {
			continue
		}
		demands = append(demands, rule.AnnexDemand)
	}
	return demands
}

// AnnexesMissing lists those of AnnexesDemanded that none of the attachments
// standing with the application answers.
func AnnexesMissing(a Application, have []Attachment, day registers.Day) (missing []AnnexDemand) {
	standing := Standing(have)
	for _, d := range AnnexesDemanded(a, day) {
		if !slices.ContainsFunc(standing, func(h Attachment) bool { return h.Kind == d.Kind && h.Redacts == 0 && h.Scan != ScanInfected }) {
			missing = append(missing, d)
		}
	}
	return missing
}

// asked says whether an answer is one that requires the annex.
func (r annexRule) asked(answer any) bool {
	said := strings.TrimSpace(fmt.Sprint(answer))
	switch v := answer.(type) {
	case nil:
		return false
	case []any:
		if len(r.values) == 0 {
			return len(v) > 0
		}
		return slices.ContainsFunc(v, func(one any) bool { return slices.Contains(r.values, fmt.Sprint(one)) })
	case map[string]any:
		return len(v) > 0
	case bool:
		return len(r.values) == 0 && v || slices.Contains(r.values, said)
	}
	if len(r.values) == 0 {
		return said != ""
	}
	return slices.Contains(r.values, said)
}

// answerTo is the answer of a field, or those of the members of a list's objects.
func answerTo(answers map[string]any, field string) any {
	name, member, within := strings.Cut(field, ".")
	list, _ := answers[name].([]any)
	if !within {
		return answers[name]
	}
	all := []any{}
	for _, one := range list {
		if object, ok := one.(map[string]any); ok && object[member] != nil {
			all = append(all, object[member])
		}
	}
	return all
}

// answers are the fields of a by their names in JSON.
func (a Application) answers() (answers map[string]any) {
	b, err := json.Marshal(a)
	if err == nil {
		err = json.Unmarshal(b, &answers)
	}
	if err != nil {
		panic(fmt.Sprintf("read the answers of an application: %v", err)) // texts, numbers and days only
	}
	return answers
}
