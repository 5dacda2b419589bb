package synthetic_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/registers"
	"tietolupa/registers/synthetic"
)

var update = flag.Bool("update", false, "write the golden files")

type values = map[string]string

func record(table string, subject int64, e synthetic.Entry, v values) registers.Record {
	return registers.Record{Table: table, Subject: subject, Values: v, Purpose: registers.PublicService, Office: e.Office,
		Source: e.Source, Recorder: e.Recorder, Health: registers.Health{AffectsEmployment: true, Indispensable: true}}
}

func id(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// rest are the records of a file's rows without a type of their own.
func rest(rows *synthetic.Rows) (all []registers.Record) {
	for r := range rows.All() {
		v := values{}
		for i, column := range r.Table.Columns[1:] {
			v[column] = r.Values[i].String()
		}
		all = append(all, record(r.Table.Name, r.Subject, r.Entry, v))
	}
	return all
}

// recordsOf are the rows of a person's file as an official would write them.
func recordsOf(f *synthetic.File) []registers.Record {
	p, subject, flag := f.Person, f.Person.ID, strconv.FormatBool
	all := []registers.Record{record("person", subject, p.Entry, values{"family_name": p.FamilyName, "given_names": p.GivenNames,
		"birth_date": p.Birth.String(), "sex": p.Sex, "mother_tongue": p.MotherTongue, "citizenship": p.Citizenship,
		"municipality": p.Municipality, "street_address": p.StreetAddress, "phone": p.Phone, "email": p.Email,
		"protected_address": flag(p.ProtectedAddress), "education": p.Education, "disability": flag(p.Disability), "fund_member": flag(p.FundMember)})}
	if p.Disability { // 3.1.7
		all[0].Values["affects_employment"], all[0].Values["indispensable"] = "true", "true"
	}
	for _, r := range f.Identifiers {
		all = append(all, record("person_identifier", subject, r.Entry, values{"code": r.Code, "temporary": flag(r.Temporary),
			"valid_from": r.From.String(), "valid_to": r.To.String()}))
	}
	for _, r := range f.Clientships {
		all = append(all, record("clientship", subject, r.Entry, values{"clientship_id": id(r.ID), "start_date": r.Start.String(),
			"end_date": r.End.String(), "service_line": r.ServiceLine, "service_line_on": r.ServiceOn.String(),
			"contact_mode": r.ContactMode, "contact_on": r.ContactOn.String()}))
	}
	for _, r := range f.JobSearches {
		all = append(all, record("job_search", subject, r.Entry, values{"job_search_id": id(r.ID), "start_date": r.Start.String(),
			"end_date": r.End.String(), "occupation": r.Occupation}))
	}
	for _, r := range f.Spells {
		all = append(all, record("employment_code", subject, r.Entry, values{"spell_id": id(r.ID), "code": r.Code,
			"start_date": r.Start.String(), "end_date": r.End.String(), "end_reason": r.EndReason}))
	}
	for _, r := range f.Plans {
		all = append(all, record("plan", subject, r.Entry, values{"plan_id": id(r.ID), "kind": r.Kind,
			"signed_on": r.Signed.String(), "review_on": r.ReviewOn.String()}))
	}
	for _, r := range f.Offers {
		all = append(all, record("job_offer", subject, r.Entry, values{"offer_id": id(r.ID), "employer_id": id(r.Employer),
			"vacancy_id": id(r.Vacancy), "offered_on": r.Offered.String(), "result": r.Result}))
	}
	for _, r := range f.Services {
		all = append(all, record("service_period", subject, r.Entry, values{"service_period_id": id(r.ID), "kind": r.Kind,
			"start_date": r.Start.String(), "end_date": r.End.String(), "provider_id": id(r.Provider), "procured_service_id": id(r.Service)}))
	}
	return append(all, rest(&f.Rows)...)
}

func employerRecords(f *synthetic.EmployerFile) []registers.Record {
	e, flag := f.Employer, strconv.FormatBool
	all := []registers.Record{record("employer", e.ID, e.Entry, values{"business_id": e.BusinessID, "name": e.Name,
		"industry": e.Industry, "municipality": e.Municipality, "start_date": e.Start.String(), "end_date": e.End.String()})}
	for _, r := range f.Vacancies {
		all = append(all, record("vacancy", e.ID, r.Entry, values{"vacancy_id": id(r.ID), "notice_number": r.NoticeNumber,
			"occupation": r.Occupation, "municipality": r.Municipality, "reported_on": r.Reported.String(), "closed_on": r.Closed.String(),
			"positions": strconv.Itoa(r.Positions), "working_time": r.WorkingTime, "duration": r.Duration, "relation": r.Relation,
			"summer_job": flag(r.SummerJob), "apprenticeship": flag(r.Apprenticeship)}))
	}
	return append(all, rest(&f.Rows)...)
}

func providerRecords(f *synthetic.ProviderFile) []registers.Record {
	p := f.Provider
	all := []registers.Record{record("provider", p.ID, p.Entry, values{"business_id": p.BusinessID, "name": p.Name,
		"municipality": p.Municipality, "start_date": p.Start.String(), "end_date": p.End.String()})}
	for _, r := range f.Services {
		all = append(all, record("procured_service", p.ID, r.Entry, values{"procured_service_id": id(r.ID), "kind": r.Kind,
			"contract_number": r.ContractNumber, "start_date": r.Start.String(), "end_date": r.End.String(),
			"price": fmt.Sprintf("%d.%02d", r.Cents/100, r.Cents%100), "places": strconv.Itoa(r.Places)}))
	}
	return append(all, rest(&f.Rows)...)
}

// each gives every record of a population to take.
func each(p *synthetic.Population, take func(registers.Record)) {
	for f := range p.Files(0, p.Persons()) {
		for _, r := range recordsOf(f) {
			take(r)
		}
	}
	for f := range p.EmployerFiles(0, p.Employers()) {
		for _, r := range employerRecords(f) {
			take(r)
		}
	}
	for f := range p.ProviderFiles(0, p.Providers()) {
		for _, r := range providerRecords(f) {
			take(r)
		}
	}
}

// TestEveryRowCouldHaveBeenWritten holds each row against the rules of 3 § and
// 4 §: the catalogue's columns, its code lists, forms, origin and controller.
func TestEveryRowCouldHaveBeenWritten(t *testing.T) {
	catalogue, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	day, _ := registers.ParseDay("2020-11-02")
	faults := map[string]int{}
	used := map[string]map[string]bool{}
	each(generate(t, 6_000, 2), func(r registers.Record) {
		if err := registers.Check(catalogue, r, day); err != nil {
			faults[err.Error()]++
		}
		for column, value := range r.Values {
			if v, _ := catalogue.Column(r.Table, column); v.Codes != "" && value != "" {
				if used[v.ID] == nil {
					used[v.ID] = map[string]bool{}
				}
				used[v.ID][value] = true
			}
		}
	})
	for fault, n := range faults {
		t.Errorf("%d rows: %s", n, fault)
	}
	for _, v := range catalogue.Variables() {
		if v.Kind == registers.Stored && v.Codes != "" && len(used[v.ID]) < 2 {
			t.Errorf("%s: only the codes %v are used", v.ID, slices.Collect(maps.Keys(used[v.ID])))
		}
	}
}

func TestOfficeIsTheMunicipalitys(t *testing.T) {
	catalogue, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	for f := range generate(t, 5_000, 2).Files(0, 5_000) {
		m, _ := catalogue.Code("municipality", f.Person.Municipality)
		want := "TE" + m.Parents["ely"]
		if want == "TE16" {
			want = "TE02"
		}
		if f.Person.Office != want {
			t.Fatalf("municipality %s: office %s, its ELY centre is %s", f.Person.Municipality, f.Person.Office, m.Parents["ely"])
		}
	}
}

func TestSmallPopulationIsAsBefore(t *testing.T) {
	var text strings.Builder
	each(generate(t, 12, 2020), func(r registers.Record) {
		fmt.Fprintf(&text, "%s %d %s %s %s\n", r.Table, r.Subject, r.Office, r.Source, r.Recorder)
		for _, column := range slices.Sorted(maps.Keys(r.Values)) {
			if r.Values[column] != "" {
				fmt.Fprintf(&text, "    %s: %s\n", column, r.Values[column])
			}
		}
	})
	const golden = "testdata/population-12.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(text.String(), "\n")); diff != "" {
		t.Errorf("the rows have changed; look at them and write them with -update:\n%s", diff)
	}
}
