package registers

import (
	"errors"
	"maps"
	"slices"
	"testing"
)

// Every item of 3 §, of the sub-register and of 6 § has content: at least one
// stored variable in the register that it belongs to.
func TestEveryItemHasContent(t *testing.T) {
	stored := map[string]map[string]bool{}
	for _, v := range loaded(t).Variables() {
		if v.Kind == Stored {
			if stored[v.Register] == nil {
				stored[v.Register] = map[string]bool{}
			}
			stored[v.Register][v.Item] = true
		}
	}
	for register, items := range ownItems {
		for _, item := range items {
			if !stored[register][item] {
				t.Errorf("register %s holds nothing under %s", register, item)
			}
		}
	}
	if len(stored) != len(ownItems) {
		t.Errorf("registers %v", slices.Sorted(maps.Keys(stored)))
	}
}

// Every variable says from which year its rows exist: of what is overwritten
// only the present value, of other rows those that removal has left.
func TestRowsFromAndLongerHistory(t *testing.T) {
	c := loaded(t)
	for _, v := range c.Variables() {
		table, _ := c.Table(v.Table)
		if v.RowsFrom < 2016 || v.RowsFrom > 2020 || table.Start == "" && v.RowsFrom != 2020 {
			t.Errorf("%s has rows from %d", v.ID, v.RowsFrom)
		}
		if len(v.URA) > 0 && v.Type != ID && v.LongerHistory == "" {
			t.Errorf("%s is known as %v and names no longer history", v.ID, v.URA)
		}
	}
	if v, _ := c.Variable("employment_code.code"); v.LongerHistory != "folk" {
		t.Errorf("employment code: longer history %q", v.LongerHistory)
	}
}

// What tells of health, social situation or a psychological test is proposed to
// nobody, and granted only by a clause of its own.
func TestSpecialContentNeedsAClause(t *testing.T) {
	for _, v := range loaded(t).Variables() {
		if v.Class == Special && (v.Default != Drop && v.Ladder != DateLadder || v.Deliverable() && v.Ladder == CodeLadder && !v.Clause) {
			t.Errorf("%s: default %s, finest %s, clause %v", v.ID, v.Default, v.Finest, v.Clause)
		}
	}
}

// Every area of a person is masked by a protected address.
func TestEveryAreaOfAPersonIsMasked(t *testing.T) {
	c := loaded(t)
	for _, v := range c.Variables() {
		table, _ := c.Table(v.Table)
		if v.Kind == Stored && v.Ladder == AreaLadder && table.Subject == "person" && v.Rules["masked"] != "protected_address" {
			t.Errorf("%s is not masked", v.ID)
		}
	}
}

// The three registers and the sub-register keep their records apart (1.2a).
func TestRegisters(t *testing.T) {
	registers := map[string]int{}
	for _, table := range loaded(t).Tables() {
		registers[table.Register]++
		if table.Register == "joint" && table.Subject != "person" {
			t.Errorf("table %s of the joint service is about a %s", table.Name, table.Subject)
		}
	}
	for _, name := range registerNames {
		if registers[name] == 0 {
			t.Errorf("register %s has no table", name)
		}
	}
}

func healthRecord() Record {
	return Record{
		Table: "health_entry", Subject: 1, Purpose: PublicService, Office: "TE01", Source: "person", Recorder: "a1",
		Values: map[string]string{
			"start_date": "2020-10-01", "kind": "03", "work_capacity": "02", "affects_employment": "true",
			"indispensable": "true", "ground_text": "Nostorajoitus vaikuttaa varastotyöhön.",
		},
	}
}

func otherRecord() Record {
	return Record{
		Table: "employer_other_data", Subject: 1, Purpose: PublicService, Office: "TE01", Source: "employer", Recorder: "a1",
		Values: map[string]string{
			"recorded_on": "2020-10-01", "kind": "02", "content": "Sesonki on kesä–elokuussa.", "non_personal": "true",
			"checked_by": "a2", "checked_on": "2020-10-02",
		},
	}
}

func TestCheckOfTheContentInFull(t *testing.T) {
	social := Record{
		Table: "joint_social_situation", Subject: 1, Purpose: PublicService, Office: "TE01", Source: "authority", Recorder: "a1",
		Values: map[string]string{
			"joint_service_id": "1", "start_date": "2020-10-01", "kind": "01", "affects_employment": "true", "entering_body": "municipality",
		},
	}
	for _, test := range []struct {
		name          string
		rule          string // empty: accepted
		record        Record
		column, value string
	}{
		{"health with both tests", "", healthRecord(), "affects_employment", "true"},
		{"health that does not affect employment", "3.1.7", healthRecord(), "affects_employment", "false"},
		{"health that is not indispensable", "3.1.7", healthRecord(), "indispensable", "false"},
		{"health without the second test", "3.1.7", healthRecord(), "indispensable", ""},
		{"other data", "", otherRecord(), "kind", "02"},
		{"other data not marked", "3.4a", otherRecord(), "non_personal", ""},
		{"other data that are personal", "3.4a", otherRecord(), "non_personal", "false"},
		{"other data with an identity code", "3.4a", otherRecord(), "content", "Tiedustelut (010190-900P)."},
		{"other data with an e-mail address", "3.4a", otherRecord(), "content", "Tiedustelut aino@example.com"},
		{"other data that nobody checked", "required", otherRecord(), "checked_by", ""},
		{"a social situation", "", social, "kind", "02"},
		{"a social situation without effect", "joint.4", social, "affects_employment", "false"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.record.Values = maps.Clone(test.record.Values)
			test.record.Values[test.column] = test.value
			err := Check(loaded(t), test.record, mustDay("2020-11-02"))
			var broken *RuleError
			switch {
			case test.rule == "" && err != nil:
				t.Error(err)
			case test.rule != "" && (!errors.As(err, &broken) || broken.Rule != test.rule):
				t.Errorf("%v, want rule %s", err, test.rule)
			}
		})
	}
}
