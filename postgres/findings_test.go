package postgres_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// The database finds what the rules find in each client's rows (4.1a).
func TestFindingsEqualNaiveEvaluation(t *testing.T) {
	db, r := newRegisters(t)
	if err := postgres.Load(t.Context(), db.Pool(), population(t, 400), nil); err != nil {
		t.Fatal(err)
	}
	// What the invented offices have not forgotten is forgotten here.
	for _, sql := range []string{
		"update registers.person set phone = null, email = null, street_address = null where person_id % 7 = 0",
		"delete from registers.plan where person_id % 5 = 0", "delete from registers.degree where person_id % 11 = 0",
		"delete from registers.service_need where person_id % 3 = 0", "delete from registers.clientship where person_id % 40 = 1",
		"update registers.person_identifier set valid_to = '2020-10-01' where person_id % 13 = 0 and valid_to is null",
		"delete from registers.employment_code where person_id % 17 = 0", "delete from registers.joint_plan_step",
		"delete from registers.joint_plan", "update registers.joint_service set start_date = '2020-05-01', end_date = null", "delete from registers.joint_client", "delete from registers.joint_need where person_id % 4 = 1",
		"delete from registers.employer_need where employer_id % 3 = 0", "delete from registers.contract where provider_id % 2 = 0",
	} {
		if _, err := db.Pool().Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	cat, _ := registers.Load()
	for _, at := range []string{"2020-11-02", "2022-06-01"} {
		today := dayOf(t, at)
		rules := law.On(today).Storing()
		naive := map[string][]int64{} // rule and office → clients
		for _, subject := range []string{"person", "employer", "provider"} {
			ids := collect(t, db.Pool(), pgx.RowTo[int64], fmt.Sprintf("select %[1]s_id from registers.%[1]s", subject))
			for _, id := range ids {
				client, err := r.Client(t.Context(), look, subject, id)
				if err != nil {
					t.Fatal(err)
				}
				var rows []registers.StoredRow
				for _, row := range client.Rows {
					row.Values["office"] = row.Office
					rows = append(rows, registers.StoredRow{Table: row.Table, Values: row.Values})
				}
				for _, m := range registers.FindMissing(cat, rows, rules, today) {
					key := m.Rule.ID + " " + m.Office
					if table, _ := cat.Table(m.Rule.Tie); table.Subject == subject && !slices.Contains(naive[key], id) {
						naive[key] = append(naive[key], id)
					}
				}
			}
		}
		found, err := r.Findings(t.Context(), today, rules, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, listed := map[string]int64{}, map[string][]int64{}
		seen := map[string]bool{}
		for _, f := range found {
			key := f.Rule.ID + " " + f.Office
			got[key], seen[f.Rule.ID] = f.Clients, true
			in := look
			in.Offices = []string{f.Office}
			for after := int64(0); ; {
				page, err := r.FindingClients(t.Context(), in, today, f.Rule, after, 3)
				if err != nil {
					t.Fatal(err)
				}
				for _, one := range page {
					listed[key], after = append(listed[key], one.ID), one.ID
				}
				if len(page) < 3 {
					break
				}
			}
		}
		want := map[string]int64{}
		for key, ids := range naive {
			want[key] = int64(len(ids))
			slices.Sort(ids)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: counts: %s", at, diff)
		}
		if diff := cmp.Diff(naive, listed); diff != "" {
			t.Errorf("%s: lists: %s", at, diff)
		}
		for _, rule := range rules {
			if !seen[rule.ID] {
				t.Errorf("%s: nothing lacks %s: the test proves nothing of it", at, rule.ID)
			}
		}
		one, err := r.Findings(t.Context(), today, rules, []string{"TE01"})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range one {
			if f.Office != "TE01" || f.Clients != got[f.Rule.ID+" TE01"] {
				t.Errorf("of TE01 alone: %s %s %d", f.Rule.ID, f.Office, f.Clients)
			}
		}
	}
}

// Whose data are missing is told to whom may see them, and logged.
func TestFindingClientsAreLogged(t *testing.T) {
	db, r := newRegisters(t)
	put(t, r, append(newPerson("010190-900P"), write("clientship", 0, "start_date", "2020-10-01"))...)
	rules := law.On(dayOf(t, "2020-11-02")).Storing()
	i := slices.IndexFunc(rules, func(rule registers.StoringRule) bool { return rule.ID == "contact-details" })
	if _, err := db.Pool().Exec(t.Context(), "update registers.person set phone = null, email = null, street_address = null"); err != nil {
		t.Fatal(err)
	}
	found, err := r.FindingClients(t.Context(), look, dayOf(t, "2020-11-02"), rules[i], 0, 0)
	if err != nil || len(found) != 1 || !strings.Contains(found[0].Name, ",") {
		t.Fatalf("%+v, %v", found, err)
	}
	logged := collect(t, db.Pool(), pgx.RowTo[string], "select detail->>'finding' from audit.entries where kind = 'record-read'")
	if diff := cmp.Diff([]string{"contact-details"}, logged); diff != "" {
		t.Error(diff)
	}
	elsewhere := look
	elsewhere.Offices = []string{"TE02"}
	if found, err := r.FindingClients(t.Context(), elsewhere, dayOf(t, "2020-11-02"), rules[i], 0, 0); err != nil || len(found) > 0 {
		t.Errorf("another office: %+v, %v", found, err)
	}
	elsewhere.Purpose = "curiosity"
	if _, err := r.FindingClients(t.Context(), elsewhere, dayOf(t, "2020-11-02"), rules[i], 0, 0); err == nil {
		t.Error("read for no purpose")
	}
}

var findingsPersons = flag.Int("findings.persons", 2_000, "persons of whom BenchmarkFindings counts what is missing")

// BenchmarkFindings counts the findings of every office:
//
//	go test ./postgres -run '^$' -bench Findings -benchtime 1x -findings.persons 100000
func BenchmarkFindings(b *testing.B) {
	_, r := populated(b, *findingsPersons)
	today := dayOf(b, "2020-11-02")
	rules := law.On(today).Storing()
	for b.Loop() {
		if _, err := r.Findings(b.Context(), today, rules, nil); err != nil {
			b.Fatal(err)
		}
	}
	for _, rule := range rules { // the page that is longest in coming
		begun := time.Now()
		in := look
		in.Offices = []string{"TE15"}
		if _, err := r.FindingClients(b.Context(), in, today, rule, 0, 20); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(time.Since(begun).Milliseconds()), rule.ID+"-page-ms")
	}
}
