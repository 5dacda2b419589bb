package postgres_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"tietolupa/postgres"
	"tietolupa/registers"
)

// The joint service's register follows the clock of chapter 13 until 22.5.2022
// and four years from the end of the joint service from the day after (4.3a,
// 1.2b): in the stored day and in the removal.
func TestJointRegisterFollowsTheRuleOfTheDay(t *testing.T) {
	type client struct{ clientship, joint string }
	for name, c := range map[string]struct {
		client
		removable map[string]string // law of the day → first day of removal of the joint rows
		remove    string            // the day of the run
		left      []string          // tables with rows after it
	}{
		"the day before: four years from the clientship": {client{"2017-06-30", "2019-01-31"},
			map[string]string{"2020-11-02": "2021-06-30", "2022-05-22": "2021-06-30"}, "2022-05-22", nil},
		"the day itself: four years from the joint service": {client{"2017-06-30", "2019-01-31"},
			map[string]string{"2022-05-23": "2023-01-31"}, "2022-05-23", []string{"joint_client", "joint_service", "person", "person_identifier"}},
		"its years have run": {client{"2017-06-30", "2019-01-31"},
			map[string]string{"2022-05-23": "2023-01-31"}, "2023-01-31", nil},
		"due on the first day of the coming rule": {client{"2018-06-30", "2017-03-31"},
			map[string]string{"2020-11-02": "2022-05-23", "2022-05-23": "2021-03-31"}, "2022-05-23", []string{"clientship", "person", "person_identifier", "plan"}},
		"not a day earlier": {client{"2018-06-30", "2017-03-31"},
			map[string]string{"2022-05-22": "2022-05-23"}, "2022-05-22", []string{"clientship", "joint_client", "joint_service", "person", "person_identifier", "plan"}},
		"a clientship that goes on does not keep it": {client{"", "2017-03-31"},
			map[string]string{"2020-11-02": "2022-05-23", "2022-05-23": "2021-03-31"}, "2022-05-23", []string{"clientship", "person", "person_identifier", "plan"}},
		"a joint service that goes on does": {client{"2010-06-30", ""},
			map[string]string{"2022-05-22": "2014-06-30", "2022-05-23": ""}, "2022-05-23", []string{"joint_client", "joint_service", "person", "person_identifier"}},
	} {
		t.Run(name, func(t *testing.T) {
			db, r := newRegisters(t)
			id := put(t, r, newPerson("010190-900P")...)[0].Subject
			spell := func(table, end string, values ...string) {
				done := put(t, r, write(table, id, append([]string{"start_date", "2010-01-01"}, values...)...))[0]
				if end != "" {
					put(t, r, correction(done, "end_date", end))
				}
			}
			spell("joint_service", c.joint, "entering_body", anyCode("joint_body"))
			put(t, r, write("joint_client", id, jointClient()...), write("plan", id, "kind", "01", "signed_on", "2010-02-01"))
			spell("clientship", c.clientship)
			for law, want := range c.removable {
				if _, err := r.Recount(t.Context(), day(t, law)); err != nil {
					t.Fatal(err)
				}
				for _, table := range []string{"joint_client", "joint_service"} {
					got := collect(t, db.Pool(), pgx.RowTo[string], "select coalesce(removable_from::text, '') from registers."+table)
					if diff := cmp.Diff([]string{want}, got); diff != "" {
						t.Errorf("%s by the law of %s: %s", table, law, diff)
					}
				}
			}
			if _, err := r.Recount(t.Context(), day(t, c.remove)); err != nil {
				t.Fatal(err)
			}
			if _, err := r.Remove(t.Context(), day(t, c.remove), postgres.RemovalOptions{Ledger: openLedger(t, &memory{})}); err != nil {
				t.Fatal(err)
			}
			var left []string
			for _, table := range []string{"clientship", "joint_client", "joint_service", "person", "person_identifier", "plan"} {
				if count(t, db.Pool(), "select count(*) from registers."+table) > 0 {
					left = append(left, table)
				}
			}
			if diff := cmp.Diff(c.left, left); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What goes of a client who stays in another register is archived as the
// archives act keeps it (4.4), and loses the client's part only where it is
// shared with an employer.
func TestPartOfAClientIsArchived(t *testing.T) {
	db, r := newRegisters(t)
	id := put(t, r, newPerson("010190-900P")...)[0].Subject
	employer := put(t, r, newEmployer("9000000-3"))[0].Subject
	vacancy := put(t, r, write("vacancy", employer, "notice_number", "77", "occupation", "5120", "municipality", "091", "reported_on", "2019-05-01",
		"positions", "1", "working_time", "01", "duration", "06", "relation", "01", "summer_job", "false", "apprenticeship", "false"))[0].Key[0]
	put(t, r, write("joint_service", id, "start_date", "2015-01-01", "entering_body", anyCode("joint_body")))
	put(t, r, write("job_offer", id, "employer_id", strconv.FormatInt(employer, 10), "vacancy_id", vacancy, "offered_on", "2016-06-01", "result", "51"),
		write("plan", id, "kind", "01", "signed_on", "2016-01-01"),
		write("vacancy_filling", employer, "vacancy_id", vacancy, "person_id", strconv.FormatInt(id, 10), "filled_on", "2016-07-01", "way", anyCode("filling_way"), "positions", "1"))
	clientship := put(t, r, write("clientship", id, "start_date", "2015-01-01"))[0]
	put(t, r, correction(clientship, "end_date", "2017-06-01"))
	if _, err := r.Recount(t.Context(), day(t, "2022-06-01")); err != nil {
		t.Fatal(err)
	}
	archive := &bytes.Buffer{}
	opts := postgres.RemovalOptions{Ledger: openLedger(t, &memory{}), Archive: archive,
		Archives: func(t registers.Table) bool {
			return slices.Contains([]string{"job_offer", "clientship", "joint_service"}, t.Name)
		}}
	report, err := r.Remove(t.Context(), day(t, "2022-06-01"), opts)
	if err != nil || report.Partly["person"] != 1 || report.Clients["person"] != 0 || report.Archived != 2 || report.Shared != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	var kept []string
	batch := ""
	for line := range strings.Lines(archive.String()) {
		var l struct{ Batch, Table, Done string }
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		kept = append(kept, l.Table)
		if batch == "" {
			batch = l.Batch
		}
		if l.Done != "" && l.Done != batch || l.Batch != "" && l.Batch != batch {
			t.Errorf("another batch: %s", line)
		}
	}
	slices.Sort(kept)
	if diff := cmp.Diff([]string{"", "clientship", "job_offer"}, kept); diff != "" {
		t.Error(diff)
	}
	if is, err := r.RemovalCarriedOut(t.Context(), batch); err != nil || !is {
		t.Errorf("the batch is carried out: %v, %v", is, err)
	}
	for sql, want := range map[string]int{
		"registers.job_offer where person_id = 0":           1, // the employer's part
		"registers.job_offer where person_id <> 0":          0,
		"registers.vacancy_filling where person_id is null": 1,
		"registers.plan": 0,
		"registers.joint_service where person_id <> 0":         1,
		"audit.entries where kind = 'removal'":                 1,
		"permits.removals where subject = 'person' and rows=4": 1, // the offer, the plan, the clientship and its earlier version
	} {
		if n := count(t, db.Pool(), "select count(*) from "+sql); n != want {
			t.Errorf("%s: %d, want %d", sql, n, want)
		}
	}
	before := archive.Len()
	if report, err := r.Remove(t.Context(), day(t, "2022-06-01"), opts); err != nil || report.Partly["person"] != 0 || archive.Len() != before {
		t.Errorf("a second run: %+v, %v", report, err)
	}
}
