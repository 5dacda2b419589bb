package registers

import (
	"slices"
	"strings"
)

// A WithholdingGround is why a data subject is not told something: the closed
// list of section 34(1) of the Data Protection Act (tietosuojalaki 1050/2018).
type WithholdingGround string

const (
	WithheldSecurity    WithholdingGround = "34.1.1" // security, or preventing and solving crime
	WithheldHealth      WithholdingGround = "34.1.2" // grave danger to health, care, or the rights of anybody
	WithheldSupervision WithholdingGround = "34.1.3" // supervision that protects weighty economic interests
)

// WithholdingGrounds lists them in the order of the act.
func WithholdingGrounds() []WithholdingGround {
	return []WithholdingGround{WithheldSecurity, WithheldHealth, WithheldSupervision}
}

// A Withholding leaves a column, or with no Column the rows of a table, out of
// what a data subject is given. The rest is given (34.2), the reason is told
// unless telling would defeat the purpose (34.3), and what was left out is given
// to the Data Protection Ombudsman when the person asks (34.4).
type Withholding struct {
	Table  string            `json:"table"`
	Column string            `json:"column,omitempty"`
	Ground WithholdingGround `json:"ground"`
	Reason string            `json:"reason"`
	Silent bool              `json:"silent,omitempty"` // the reason is not told (34.3)
}

// CheckWithholding refuses what is not one of the three grounds, has no reason,
// or names nothing of the catalogue.
func CheckWithholding(c *Catalogue, w Withholding) error {
	const act = "withhold"
	if _, ok := c.Table(w.Table); !ok {
		return &RuleError{Rule: "34-about", About: w.Table, Text: withholdingTexts["34-about"], Act: act}
	}
	if w.Column != "" {
		if v, ok := c.Column(w.Table, w.Column); !ok || v.Kind != Stored {
			return &RuleError{Rule: "34-about", About: w.Table, Text: withholdingTexts["34-about"], Act: act}
		}
	}
	if !slices.Contains(WithholdingGrounds(), w.Ground) || strings.TrimSpace(w.Reason) == "" {
		return &RuleError{Rule: "34-ground", About: w.Table, Text: withholdingTexts["34-ground"], Act: act}
	}
	return nil
}

// ToConsider says whether an official has to weigh section 34(1) item 2 before v
// is given: what somebody wrote, and health, may endanger the person's care or
// somebody else's rights. It decides nothing.
func ToConsider(v Variable) bool {
	return v.Kind == Stored && (v.Class == FreeText || v.Class == Special || v.Ground == "29")
}

var withholdingTexts = map[string]Names{
	"34-about": {
		"Rekisterissä ei ole tällaista tietoa. Tarkista taulu ja sarake.",
		"Registret innehåller ingen sådan uppgift. Kontrollera tabellen och kolumnen.",
		"The register has no such data. Check the table and the column.",
	},
	"34-ground": {
		"Tiedon saa jättää antamatta vain tietosuojalain 34 §:n perusteella. Valitse peruste ja kirjoita, miksi se täyttyy.",
		"En uppgift får lämnas bort endast med stöd av 34 § i dataskyddslagen. Välj grunden och skriv varför den är uppfylld.",
		"Data may be withheld only under section 34 of the Data Protection Act. Choose the ground and write why it is met.",
	},
}
