package postgres_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tietolupa/postgres"
	"tietolupa/registers"
)

func newVacancy(employer int64) postgres.Write {
	return write("vacancy", employer, "notice_number", "1", "reported_on", "2020-10-01", "occupation", anyCode("occupation"), "municipality", "091",
		"positions", "1", "working_time", anyCode("working_time"), "duration", anyCode("work_duration"), "relation", anyCode("work_relation"),
		"summer_job", "false", "apprenticeship", "false")
}

// restrict has an employer's or provider's data restricted by a granted request.
func restrict(t *testing.T, r *postgres.Registers, subject string, id int64) (request string) {
	t.Helper()
	s := r.Subjects(func([]byte, int64) (bool, error) { return false, nil })
	q, err := s.OpenRequest(t.Context(), look, postgres.Arrival{Kind: registers.Restriction, Register: subject, Subject: subject, Client: id, Office: "TE01"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AnswerRequest(t.Context(), official, q.ID, q.Version, registers.Reply{Outcome: registers.RequestGranted}); err != nil {
		t.Fatal(err)
	}
	return q.ID
}

// GDPR 18: restricted data are stored, and read only to answer their subject.
func TestRestrictedDataAreNotRead(t *testing.T) {
	db, r := newRegisters(t)
	employer := put(t, r, newEmployer("9000001-1"))[0].Subject
	free := put(t, r, newEmployer("9000000-3"))[0].Subject
	person := put(t, r, newPerson("010190-900P")...)[0].Subject
	var vacancies []string
	for _, of := range []int64{employer, free} {
		vacancies = append(vacancies, put(t, r, newVacancy(of))[0].Key[0])
	}
	put(t, r, write("introduction", person, "introduced_on", "2020-10-02", "employer_id", fmt.Sprint(employer), "vacancy_id", vacancies[0], "result", anyCode("introduction_result")))
	request := restrict(t, r, "employer", employer)

	c, err := r.Client(t.Context(), look, "employer", employer)
	if err != nil || c.Restricted != request || len(c.Rows) != 0 {
		t.Errorf("%d rows, restricted by %q: %v", len(c.Rows), c.Restricted, err)
	}
	if _, err := historyOf(t, r, look, "employer", employer, "employer", "name"); err == nil {
		t.Error("a history is read")
	}
	answering := look
	answering.Request = request
	if c, err := r.Client(t.Context(), answering, "employer", employer); err != nil || len(c.Rows) == 0 {
		t.Errorf("whoever answers reads %d rows: %v", len(c.Rows), err)
	}
	if c, err := r.Client(t.Context(), answering, "employer", free); err != nil || len(c.Rows) == 0 || c.Restricted != "" {
		t.Errorf("another employer: %+v, %v", c, err)
	}
	found, err := r.FindClients(t.Context(), look, postgres.Search{Subject: "employer", Name: "Sorv"})
	if err != nil || len(found) != 2 {
		t.Fatal(found, err)
	}
	for _, f := range found {
		if f.Restricted != (f.ID == employer) || f.Restricted && f.Name+f.Code+f.Municipality != "" {
			t.Errorf("%+v", f)
		}
	}
	if names, err := r.ClientNames(t.Context(), "employer", []int64{employer, free}); err != nil || len(names) != 1 || names[free].Name == "" {
		t.Errorf("%v, %v", names, err)
	}
	if c, err := r.Client(t.Context(), look, "person", person); err != nil || len(c.Names["employer"]) != 0 {
		t.Errorf("a person's record names %v, %v", c.Names, err)
	}

	_, err = r.WriteRecord(t.Context(), newVacancy(employer))
	refusedBy(t, err, "18")
	const vacancyColumns = "y_tunnus,notice_number,reported_on,occupation,municipality,positions,working_time,duration,relation,summer_job,apprenticeship\n"
	row := func(code string) string {
		return fmt.Sprintf("%s,9,2020-10-01,%s,091,1,%s,%s,%s,false,false\n", code, anyCode("occupation"), anyCode("working_time"), anyCode("work_duration"), anyCode("work_relation"))
	}
	report, err := r.Import(t.Context(), importInput("vacancy", vacancyColumns+row("9000000-3")+row("9000001-1")))
	if !errors.Is(err, postgres.ErrImportRefused) || len(report.Bad) != 1 || report.Bad[0].Line != 3 || report.Bad[0].Rule != "18" {
		t.Errorf("an import: %+v, %v", report.Bad, err)
	}

	s, err := postgres.OpenSnapshot(t.Context(), db.Pool(), catalogue(t), demoDay)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, table := range []string{"employer", "vacancy"} {
		known, _ := catalogue(t).Table(table)
		got := ids(t, s, registers.Reading{Table: known, Columns: []string{"employer_id"}, LawDay: registers.DayOf(demoDay)}, 1)
		if !slices.Equal(got, []int64{free}) {
			t.Errorf("an extract of %s holds %v, want %d only", table, got, free)
		}
	}
	for id, err := range s.Cohort(t.Context(), "employer", nil, registers.DayOf(demoDay)) {
		if err != nil || id != free {
			t.Errorf("the cohort holds %d, %v", id, err)
		}
	}

	subjects := r.Subjects(func([]byte, int64) (bool, error) { return false, nil })
	q, err := subjects.Request(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if q, err = subjects.ChangeRequest(t.Context(), official, request, q.Version, func(q registers.Request, day registers.Day) (registers.Request, error) {
		return registers.Lift(q, "Tiedot on tarkistettu.", day, day)
	}); err != nil || q.Restricts() {
		t.Fatal(q.Restricts(), err)
	}
	if c, err := r.Client(t.Context(), look, "employer", employer); err != nil || c.Restricted != "" || len(c.Rows) == 0 {
		t.Errorf("lifted: %d rows, %q, %v", len(c.Rows), c.Restricted, err)
	}
	put(t, r, newVacancy(employer))
}

// 24.1 § 31 k: no area of a person under a non-disclosure order, nor what ties
// them to a place, in their own record, in another's, or in an extract.
func TestProtectedPersonIsTiedToNoPlace(t *testing.T) {
	db, r := newRegisters(t)
	employer := put(t, r, newEmployer("9000000-3"))[0].Subject
	vacancy := put(t, r, newVacancy(employer))[0].Key[0]
	people := map[string]int64{}
	for code, protected := range map[string]string{"010190-900P": "true", "010190-901R": "false"} {
		ws := newPerson(code)
		ws[0].Values["protected_address"] = protected
		people[protected] = put(t, r, ws...)[0].Subject
		put(t, r, write("introduction", people[protected], "introduced_on", "2020-10-02", "employer_id", fmt.Sprint(employer), "vacancy_id", vacancy, "result", anyCode("introduction_result")),
			write("vacancy_filling", employer, "vacancy_id", vacancy, "filled_on", "2020-10-10", "way", anyCode("filling_way"), "positions", "1", "person_id", fmt.Sprint(people[protected])))
	}
	c, err := r.Client(t.Context(), look, "employer", employer)
	if err != nil {
		t.Fatal(err)
	}
	fillings := 0
	for _, row := range c.Rows {
		if row.Table != "vacancy_filling" {
			if row.Masked {
				t.Errorf("%s is masked", row.Table)
			}
			continue
		}
		if fillings++; row.Masked != (row.Values["person_id"] == fmt.Sprint(people["true"])) {
			t.Errorf("%+v", row)
		}
	}
	if fillings != 2 {
		t.Errorf("%d fillings", fillings)
	}
	s, err := postgres.OpenSnapshot(t.Context(), db.Pool(), catalogue(t), demoDay)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for table, columns := range map[string][]string{"introduction": {"person_id", "employer_id", "vacancy_id"}, "vacancy_filling": {"person_id", "employer_id", "vacancy_id"}} {
		known, _ := catalogue(t).Table(table)
		parts, _, err := s.Split(t.Context(), registers.Reading{Table: known, Columns: columns, LawDay: registers.DayOf(demoDay)}, 1)
		if err != nil {
			t.Fatal(err)
		}
		var copied strings.Builder
		for _, p := range parts {
			copied.WriteString(readPart(t, s, p))
		}
		rows, err := decode([]byte(copied.String()))
		if err != nil || len(rows) != 2 {
			t.Fatal(len(rows), err)
		}
		tied := 0
		for _, row := range rows {
			if row[0] != nil && row[1] != nil {
				tied++
			}
		}
		if tied != 1 {
			t.Errorf("%s ties %d persons to a place, want the one without a protected address", table, tied)
		}
	}
}

func TestWarmingReadsNobody(t *testing.T) {
	db, r := newRegisters(t)
	put(t, r, newPerson("010190-900P")...)
	if err := r.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db.Pool(), "select count(*) from audit.entries where kind = 'record-read'"); n != 0 {
		t.Errorf("%d readings", n)
	}
}
