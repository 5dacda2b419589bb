package registers

import "encoding/json"

// variableJSON is a variable as the technical interface shows it. Fields are
// added, never renamed.
type variableJSON struct {
	ID          string            `json:"id"`
	Register    string            `json:"register"`
	Table       string            `json:"table"`
	Column      string            `json:"column"`
	Kind        Kind              `json:"kind"`
	Type        Type              `json:"type"`
	Codes       string            `json:"codes"`
	Unit        string            `json:"unit"`
	Role        string            `json:"role"`
	Required    bool              `json:"required"`
	Item        string            `json:"item"`
	Ground      string            `json:"ground"`
	Class       Class             `json:"class"`
	Ladder      Ladder            `json:"ladder"`
	Steps       []Protection      `json:"steps"`
	Default     Protection        `json:"default"`
	Finest      Protection        `json:"finest"`
	Clause      bool              `json:"clause"`
	Deliverable bool              `json:"deliverable"`
	Rules       map[string]string `json:"rules"`
	Consent     string            `json:"consent"`
	Derive      string            `json:"derive"`
	URA         []string          `json:"ura"`
	URAFiles    []string          `json:"ura_files"`
	Name        namesJSON         `json:"name"`
	Text        namesJSON         `json:"text"`
	From        Day               `json:"from"`
	Until       Day               `json:"until"`
	RowsFrom    int               `json:"rows_from"`
	Longer      string            `json:"longer_history"`
}

type namesJSON struct {
	FI string `json:"fi"`
	SV string `json:"sv"`
	EN string `json:"en"`
}

// MarshalJSON writes v with a list, never null, where there may be several.
func (v Variable) MarshalJSON() ([]byte, error) {
	j := variableJSON{
		ID: v.ID, Register: v.Register, Table: v.Table, Column: v.Column, Kind: v.Kind, Type: v.Type,
		Codes: v.Codes, Unit: v.Unit, Role: v.Role, Required: v.Required, Item: v.Item, Ground: v.Ground,
		Class: v.Class, Ladder: v.Ladder, Steps: v.Ladder.Steps(), Default: v.Default, Finest: v.Finest,
		Clause: v.Clause, Deliverable: v.Deliverable(), Rules: v.Rules, Consent: v.Consent,
		URA: some(v.URA), URAFiles: some(v.URAFiles),
		Name: namesJSON(v.Name), Text: namesJSON(v.Text), From: DayOf(v.From), Until: until(v.Until),
		RowsFrom: v.RowsFrom, Longer: v.LongerHistory,
	}
	if v.Kind == Derived {
		j.Derive = string(v.Derive.By) + "(" + v.Derive.Column + ")"
	}
	if j.Rules == nil {
		j.Rules = map[string]string{}
	}
	return json.Marshal(j)
}

// MarshalJSON writes the catalogue as the list of its variables.
func (c *Catalogue) MarshalJSON() ([]byte, error) { return json.Marshal(c.variables) }

// JSON is the indented form of MarshalJSON, with a line break at its end: what
// permits catalogue --json prints.
func (c *Catalogue) JSON() ([]byte, error) {
	text, err := json.MarshalIndent(c.variables, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(text, '\n'), nil
}

func some(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
