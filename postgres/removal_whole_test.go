package postgres_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"tietolupa/postgres"
	"tietolupa/registers"
)

// No sequence of writes, corrections, ends, holds and removals leaves a row of a
// removed person anywhere, or removes a held one or one whose years run.
func TestNothingOfTheRemovedIsLeft(t *testing.T) {
	db, r := newRegisters(t)
	ctx := t.Context()
	ledger := openLedger(t, &memory{})
	serial := 0
	rapid.Check(t, func(rt *rapid.T) {
		type client struct {
			id      int64
			subject postgres.Written
			ties    map[int]postgres.Written // open
			ends    []string
			hold    int64
		}
		must := func(ws ...postgres.Write) []postgres.Written {
			done, err := r.WriteRecords(ctx, ws...)
			if err != nil {
				rt.Fatal(err)
			}
			return done
		}
		employer := must(newEmployer(businessID(&serial)))[0]
		vacancy := must(write("vacancy", employer.Subject, "notice_number", "1", "occupation", "5120", "municipality", "091", "reported_on", "2019-05-01",
			"positions", "1", "working_time", "01", "duration", "06", "relation", "01", "summer_job", "false", "apprenticeship", "false"))[0]
		var clients []*client
		for range 3 {
			person := newPerson("")[0]
			clients = append(clients, &client{subject: must(person)[0], ties: map[int]postgres.Written{}})
			clients[len(clients)-1].id = clients[len(clients)-1].subject.Subject
		}
		var removed []int64
		gone := func(c *client) bool { return slices.Contains(removed, c.id) }
		removalDay := "2020-11-02"
		rt.Repeat(map[string]func(*rapid.T){
			"write": func(rt *rapid.T) {
				c := rapid.SampledFrom(clients).Draw(rt, "client")
				if gone(c) {
					return
				}
				switch rapid.IntRange(0, 3).Draw(rt, "kind") {
				case 0:
					must(write("plan", c.id, "kind", "01", "signed_on", "2019-01-01"))
				case 1:
					must(write("job_offer", c.id, "employer_id", strconv.FormatInt(employer.Subject, 10), "vacancy_id", vacancy.Key[0], "offered_on", "2019-06-01", "result", "51"))
				case 2:
					must(write("vacancy_filling", employer.Subject, "vacancy_id", vacancy.Key[0], "person_id", strconv.FormatInt(c.id, 10), "filled_on", "2019-07-01", "way", anyCode("filling_way"), "positions", "1"))
				case 3:
					spell := must(write("employment_code", c.id, "code", "02", "start_date", "2019-01-01"))[0]
					must(correction(spell, "end_date", "2019-02-01"))
				}
			},
			"correct": func(rt *rapid.T) {
				c := rapid.SampledFrom(clients).Draw(rt, "client")
				if !gone(c) {
					serial++
					c.subject = must(correction(c.subject, "phone", fmt.Sprint("040 ", serial)))[0]
				}
			},
			"begin": func(rt *rapid.T) {
				c := rapid.SampledFrom(clients).Draw(rt, "client")
				if !gone(c) {
					serial++
					c.ties[serial] = must(write("clientship", c.id, "start_date", "2010-01-01"))[0]
				}
			},
			"end": func(rt *rapid.T) {
				c := rapid.SampledFrom(clients).Draw(rt, "client")
				for n, tie := range c.ties {
					if gone(c) {
						break
					}
					end := rapid.SampledFrom([]string{"2014-01-31", "2016-11-01", "2016-11-02", "2016-11-03", "2020-01-01"}).Draw(rt, "end")
					must(correction(tie, "end_date", end))
					delete(c.ties, n)
					c.ends = append(c.ends, end)
					break
				}
			},
			"read": func(rt *rapid.T) { // leaves a token and entries in the log
				c := rapid.SampledFrom(clients).Draw(rt, "client")
				if _, err := r.Client(ctx, look, "person", c.id); (err == nil) == gone(c) {
					rt.Fatalf("removed %v, read: %v", gone(c), err)
				}
			},
			"ask": func(rt *rapid.T) { // a data subject's request
				c := rapid.SampledFrom(clients).Draw(rt, "client")
				if gone(c) {
					return
				}
				if _, err := r.Subjects(inList).OpenRequest(ctx, look, postgres.Arrival{Kind: registers.Access, Register: "person", Subject: "person",
					Client: c.id, Office: "TE01"}); err != nil {
					rt.Fatal(err)
				}
			},
			"hold": func(rt *rapid.T) {
				c := rapid.SampledFrom(clients).Draw(rt, "client")
				if gone(c) || c.hold != 0 {
					return
				}
				h, err := r.PutHold(ctx, "person", c.id, registers.Hold{Ground: registers.ForTask, Reference: "§", PlacedBy: "V00101", ReviewOn: day(t, "2021-11-02")})
				if err != nil {
					rt.Fatal(err)
				}
				c.hold = h.Number
			},
			"lift": func(rt *rapid.T) {
				c := rapid.SampledFrom(clients).Draw(rt, "client")
				if c.hold == 0 {
					return
				}
				if err := r.EndHold(ctx, c.hold, "V00101"); err != nil {
					rt.Fatal(err)
				}
				c.hold = 0
			},
			"remove": func(rt *rapid.T) {
				if _, err := r.Remove(ctx, day(t, removalDay), postgres.RemovalOptions{Ledger: ledger, Batch: rapid.IntRange(1, 3).Draw(rt, "batch")}); err != nil {
					rt.Fatal(err)
				}
				for _, c := range clients {
					due := len(c.ties) == 0 && len(c.ends) > 0 && c.hold == 0 && slices.Max(c.ends) <= "2016-11-02"
					if due && !gone(c) {
						removed = append(removed, c.id)
					}
				}
			},
			"": func(rt *rapid.T) {
				for _, c := range clients {
					if n := countOf(ctx, rt, db, "select count(*) from registers.person where person_id = $1", c.id); gone(c) != (n == 0) {
						rt.Fatalf("removed %v, rows %d", gone(c), n)
					}
				}
				if len(removed) > 0 {
					if where := holdsAnywhere(rt, db, removed, nil); len(where) > 0 {
						rt.Fatalf("a removed person is still in %v", where)
					}
				}
			},
		})
	})
}

func countOf(ctx context.Context, t interface{ Fatal(...any) }, db *postgres.DB, sql string, args ...any) (n int) {
	if err := db.Pool().QueryRow(ctx, sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func anyCode(list string) string {
	cat, err := registers.Load()
	if err != nil || len(cat.Codes(list)) == 0 {
		return ""
	}
	return cat.Codes(list)[0].Code
}

// businessID makes the next valid artificial Y-tunnus.
func businessID(serial *int) string {
	for {
		*serial++
		for check := range 10 {
			id := fmt.Sprintf("9%06d-%d", *serial, check)
			if _, err := registers.ParseBusinessID(id); err == nil {
				return id
			}
		}
	}
}
