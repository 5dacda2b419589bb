package registers

import (
	"slices"
	"time"
)

// A SubjectReport is everything that the service holds on a client and has done
// with it (GDPR 15). It holds no name of an official unless a decision says so.
type SubjectReport struct {
	Day       Day      `json:"day"`
	Subject   string   `json:"subject"` // person, employer or provider
	Register  string   `json:"register"`
	Name      string   `json:"name"`
	Codes     []string `json:"codes"`               // henkilötunnus, present and former, or Y-tunnus
	Protected bool     `json:"protected,omitempty"` // a non-disclosure order (turvakielto)
	Request   string   `json:"request,omitempty"`   // number of the request that it answers
	Decision  string   `json:"decision,omitempty"`  // number of the decision by which officials are named

	Held        []HeldRow     `json:"held"`
	Readings    []Processed   `json:"readings"`
	Disclosures []Disclosed   `json:"disclosures"`
	Extracts    []WasInside   `json:"extracts"`
	Withheld    []Withholding `json:"withheld"`
	Consider    []string      `json:"-"` // variables with a value that an official has to weigh first
}

// A HeldRow is one row of the registers with its provenance (4.1b).
type HeldRow struct {
	Register   string      `json:"register"`
	Table      string      `json:"table"`
	Values     []HeldValue `json:"values"`
	Office     string      `json:"office"` // controller
	Source     string      `json:"source"` // where it came from
	Recorder   string      `json:"recorder,omitempty"`
	RecordedAt time.Time   `json:"recorded_at"`
	Replaced   *time.Time  `json:"replaced_at,omitempty"` // of a version that a correction replaced
	Removable  Day         `json:"removable_from"`
}

// A HeldValue is one value by its variable.
type HeldValue struct {
	Variable string `json:"variable"`
	Value    string `json:"value"`
}

// A Processed is one act of processing that the log knows: when, by which unit and
// for what. Official is empty without a decision to name them (C-579/21).
type Processed struct {
	At       time.Time `json:"at"`
	Unit     string    `json:"unit"` // empty when it is not known
	Purpose  Purpose   `json:"purpose,omitempty"`
	Act      string    `json:"act"`            // kind of the log's entry
	What     string    `json:"what,omitempty"` // table, or what was shown
	Official string    `json:"official,omitempty"`
}

// A Disclosed is one disclosure of the person's own data, as to an employer.
type Disclosed struct {
	At        time.Time `json:"at"`
	Recipient string    `json:"recipient"`
	Basis     string    `json:"basis"`
	What      string    `json:"what,omitempty"`
}

// WasInside says that the person was in an extract, under which basis, and who
// got it (C-154/21: the recipient itself, not its kind).
type WasInside struct {
	Order     string    `json:"order"`
	Kind      string    `json:"kind"` // permit or disclosure
	Basis     string    `json:"basis"`
	Provision string    `json:"provision"`
	Recipient string    `json:"recipient"`
	Purpose   string    `json:"purpose"`
	Delivered time.Time `json:"delivered_at"`
	Tables    []string  `json:"tables"`
	Variables []string  `json:"variables"`
}

// Withhold is r without what ws leave out, told as withheld; the reason of a
// silent one is taken away (TSL 34 §).
func (r SubjectReport) Withhold(ws []Withholding) SubjectReport {
	left := func(table, column string) bool {
		return slices.ContainsFunc(ws, func(w Withholding) bool { return w.Table == table && (w.Column == "" || w.Column == column) })
	}
	var held []HeldRow
	for _, row := range r.Held {
		if left(row.Table, "") {
			continue
		}
		row.Values = slices.DeleteFunc(slices.Clone(row.Values), func(v HeldValue) bool { return left(row.Table, v.Variable[len(row.Table)+1:]) })
		held = append(held, row)
	}
	r.Held, r.Withheld = held, nil
	for _, w := range ws {
		if w.Silent {
			w.Reason = ""
		}
		r.Withheld = append(r.Withheld, w)
	}
	r.Consider = slices.DeleteFunc(slices.Clone(r.Consider), func(id string) bool {
		return slices.ContainsFunc(ws, func(w Withholding) bool {
			return id == w.Table+"."+w.Column || w.Column == "" && len(id) > len(w.Table) && id[:len(w.Table)+1] == w.Table+"."
		})
	})
	return r
}

// Recipients lists to whom the person's data were given, each once: whom a
// correction, removal or restriction is told to (GDPR 19).
func (r SubjectReport) Recipients() []string {
	all := []string{}
	for _, e := range r.Extracts {
		all = append(all, e.Recipient)
	}
	for _, d := range r.Disclosures {
		all = append(all, d.Recipient)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
