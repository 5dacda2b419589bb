package postgres_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"tietolupa/postgres"
)

// 6 §: the same rules refuse a consent whichever way it comes, alone or in a
// file; the page and the interface have no rule of their own.
func TestConsentsAreCheckedOnTheOnePath(t *testing.T) {
	_, r := newRegisters(t)
	id := put(t, r, newPerson("010190-900P")...)[0].Subject
	employer := put(t, r, newEmployer("9000000-3"))[0].Subject
	vacancy := put(t, r, write("vacancy", employer, "notice_number", "1", "occupation", "5120", "municipality", "091", "reported_on", "2020-05-01",
		"positions", "1", "working_time", "01", "duration", "06", "relation", "01", "summer_job", "false", "apprenticeship", "false"))[0].Key[0]
	put(t, r, write("consent", id, "category", "6.2.5", "state", "refused", "written", "false", "recorded_on", "2020-10-01"))
	given := map[string]string{"category": "6.2.1", "state": "given", "written": "true", "recorded_on": "2020-11-01"}
	health := map[string]string{"category": "6.3", "health_datum": "kind", "employer_id": fmt.Sprint(employer), "vacancy_id": vacancy, "health_need": "requirement", "text_reference": "S-1"}
	for name, c := range map[string]struct {
		change map[string]string
		health bool
		want   string
	}{
		"6.1a not in writing":              {map[string]string{"written": "false"}, false, "6.1a"},
		"6.1b of a day to come":            {map[string]string{"recorded_on": "2020-11-03"}, false, "6.1b"},
		"6.1b a refusal of a day to come":  {map[string]string{"state": "refused", "recorded_on": "2020-11-03"}, false, "6.1b"},
		"6.1b what was answered was asked": {map[string]string{"state": "not_asked", "category": "6.2.5"}, false, "6.1b"},
		"6.1b withdrawn on a day to come":  {map[string]string{"withdrawn_on": "2020-11-03"}, false, "6.1b"},
		"6.1b a refusal is not withdrawn":  {map[string]string{"state": "refused", "withdrawn_on": "2020-11-02"}, false, "6.1b-none"},
		"6.2 not on the closed list":       {map[string]string{"category": "6.2.7"}, false, "code"},
		"6.3 not individualised":           {map[string]string{"category": "6.3"}, false, "6.3"},
		"6.3 without the datum":            {map[string]string{"health_datum": ""}, true, "6.3"},
		"6.3 to no employer":               {map[string]string{"employer_id": ""}, true, "6.3"},
		"6.3 for no job":                   {map[string]string{"vacancy_id": ""}, true, "6.3"},
		"6.3 for a vacancy and a field":    {map[string]string{"occupation": "5120"}, true, "6.3"},
		"6.3 without its document":         {map[string]string{"text_reference": ""}, true, "6.3"},
		"6.3 for no need":                  {map[string]string{"health_need": ""}, true, "6.3"},
		"health data, individualised":      {nil, true, ""},
		"for a field of work":              {map[string]string{"vacancy_id": "", "occupation": "5120"}, true, ""},
		"given in writing":                 {nil, false, ""},
		"given and withdrawn since":        {map[string]string{"withdrawn_on": "2020-11-02"}, false, ""},
		"refused":                          {map[string]string{"state": "refused", "written": "false"}, false, ""},
		"not asked, of an item not asked":  {map[string]string{"state": "not_asked", "written": "false", "category": "6.2.4"}, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			values := maps.Clone(given)
			if c.health {
				maps.Copy(values, health)
			}
			maps.Copy(values, c.change)
			w := write("consent", id)
			w.Values = values
			_, err := r.WriteRecords(t.Context(), w)
			if c.want != "" {
				refusedBy(t, err, c.want)
			} else if err != nil {
				t.Error(err)
			}
			columns := slices.Sorted(maps.Keys(values))
			text := &strings.Builder{}
			file, line := csv.NewWriter(text), []string{"010190-900P"}
			for _, column := range columns {
				line = append(line, values[column])
			}
			_ = file.WriteAll([][]string{append([]string{"hetu"}, columns...), line})
			report, err := r.Import(t.Context(), importInput("consent", text.String()))
			switch {
			case c.want == "" && err != nil:
				t.Errorf("import: %+v, %v", report, err)
			case c.want != "" && (!errors.Is(err, postgres.ErrImportRefused) || len(report.Bad) != 1 || report.Bad[0].Rule != c.want || report.Bad[0].Line != 2):
				t.Errorf("import: %+v, %v, want the rule %s", report, err, c.want)
			}
		})
	}
	t.Run("6.1b asked and not asked in one file", func(t *testing.T) {
		report, err := r.Import(t.Context(), importInput("consent", "hetu,category,state,written,recorded_on\n"+
			"010190-900P,6.2.3,refused,false,2020-11-01\n010190-900P,6.2.3,not_asked,false,2020-11-01\n"))
		if !errors.Is(err, postgres.ErrImportRefused) || len(report.Bad) != 1 || report.Bad[0].Rule != "6.1b" || report.Bad[0].Line != 3 {
			t.Errorf("%+v, %v", report, err)
		}
	})
	t.Run("6.1b an answer is not taken back by a correction", func(t *testing.T) {
		done := put(t, r, write("consent", id, "category", "6.2.2", "state", "given", "written", "true", "recorded_on", "2020-11-01"))[0]
		_, err := r.WriteRecord(t.Context(), correction(done, "state", "not_asked"))
		refusedBy(t, err, "6.1b")
		put(t, r, correction(done, "withdrawn_on", "2020-11-02"))
	})
}
