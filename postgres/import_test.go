package postgres_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/registers"
	"tietolupa/registers/synthetic"
)

func importInput(table, csv string) postgres.ImportInput {
	return postgres.ImportInput{Table: table, Source: strings.NewReader(csv), Actor: "u-tuoja", Official: "V00101",
		Purpose: registers.PublicService, Office: "TE01", From: "office", Origin: registers.OfficeSystem}
}

func TestImportLoadsAFile(t *testing.T) {
	db, r := newRegisters(t)
	id := put(t, r, newPerson("010190-900P")...)[0].Subject
	employer := put(t, r, newEmployer("9000000-3"))[0]
	load := func(table, csv string) {
		t.Helper()
		report, err := r.Import(t.Context(), importInput(table, csv))
		if err != nil {
			t.Fatalf("%+v, %v", report, err)
		}
		if want := int64(strings.Count(strings.TrimSpace(csv), "\n")); report.Loaded != want || report.SHA256 == "" {
			t.Errorf("%+v, want %d rows", report, want)
		}
	}
	load("plan", "hetu,kind,signed_on\n010190-900P,01,2020-01-01\n010190-900P,03,2020-02-01\n")
	load("plan", "\xef\xbb\xbfperson_id;kind;signed_on;source;recorder\r\n"+fmt.Sprint(id)+";01;2020-03-01;person;V00777\r\n")
	load("clientship", "hetu,start_date,end_date\n010190-900P,2015-01-01,2019-05-31\n")
	load("person", "hetu,family_name,given_names,birth_date,sex,mother_tongue,citizenship,municipality,protected_address,disability,fund_member,street_address\n"+
		"010190-901R,\"Öhman, \"\"Åke\"\"\",Matti,1990-01-01,1,sv,246,091,false,false,true,\"Katu\\1\ttakapiha\"\n")
	load("vacancy", "y_tunnus,notice_number,occupation,municipality,reported_on,positions,working_time,duration,relation,summer_job,apprenticeship\n"+
		"9000000-3,1,5120,091,2020-05-01,2,01,06,01,false,false\n")
	vacancy, err := r.Client(t.Context(), look, "employer", employer.Subject)
	if err != nil || len(vacancy.Rows) != 2 {
		t.Fatal(vacancy, err)
	}
	load("job_offer", "hetu,employer_y_tunnus,vacancy_id,offered_on,result\n010190-901R,9000000-3,"+vacancy.Rows[1].Key[0]+",2020-06-01,51\n")
	got, err := r.FindClients(t.Context(), look, postgres.Search{Subject: "person", Code: "010190-901R"})
	if err != nil || len(got) != 1 || got[0].Name != `Öhman, "Åke", Matti` || got[0].Code != "010190-901R" {
		t.Errorf("%+v, %v", got, err)
	}
	if n := count(t, db.Pool(), "select count(*) from registers.person p join registers.plan l using (person_id) where p.removable_from = '2023-05-31' and l.removable_from = '2023-05-31'"); n != 3 {
		t.Errorf("the end of the clientship reached %d of 3 plans", n)
	}
	if n := count(t, db.Pool(), "select count(*) from registers.plan where recorder = 'V00777' and source = 'person'"); n != 1 {
		t.Errorf("%d rows with their own provenance", n)
	}
	if n := count(t, db.Pool(), "select count(*) from audit.entries where kind = 'import' and detail->>'official' = 'V00101' and result = 'done'"); n != 6 {
		t.Errorf("%d imports in the log", n)
	}
}

func TestImportTellsEveryBadRow(t *testing.T) {
	db, r := newRegisters(t)
	put(t, r, newPerson("010190-900P")...)
	put(t, r, newEmployer("9000000-3"))
	type bad struct {
		Line         int64
		Column, Rule string
	}
	for name, test := range map[string]struct {
		table, csv string
		want       []bad
	}{
		"values": {"plan", "hetu,kind,signed_on,origin\n010190-900P,01,2020-01-01,\n010190-900P,99,2020-01-01,\n010190-900P,01,1.1.2020,\n010190-900X,01,2020-01-01,\n010190-900P,01\n010190-900P,01,2020-01-01,business_services\n010190-900P,01,2020-01-01,office\n",
			[]bad{{3, "kind", "code"}, {4, "signed_on", "form"}, {5, "hetu", "client"}, {6, "", "csv"}, {7, "origin", "1.4"}}},
		"a health entry without its tests": {"person", "hetu,family_name,given_names,birth_date,sex,mother_tongue,citizenship,municipality,protected_address,disability,fund_member\n010190-901R,A,B,1990-01-01,1,fi,246,091,false,true,false\n",
			[]bad{{2, "disability", "3.1.7"}}},
		"nobody's code":     {"plan", "hetu,kind,signed_on\n010190-900P,01,2020-01-01\n010190-901R,01,2020-01-01\n", []bad{{3, "hetu", "client"}}},
		"nobody's id":       {"plan", "person_id,kind,signed_on\n77,01,2020-01-01\n", []bad{{2, "person_id", "client"}}},
		"no source":         {"plan", "hetu,kind,signed_on,source\n010190-900P,01,2020-01-01,taivas\n", []bad{{2, "source", "4.1b"}}},
		"a link to nothing": {"job_offer", "hetu,employer_y_tunnus,vacancy_id,offered_on,result\n010190-900P,9000000-3,5,2020-01-01,51\n", []bad{{2, "vacancy_id", "link"}}},
		"a client twice":    {"employer", "business_id,name,industry,municipality,start_date\n9000001-1,A,01,091,2020-01-01\n9000003-8,B,01,091,2020-01-01\n9000001-1,A,01,091,2020-01-01\n9000000-3,C,01,091,2020-01-01\n", []bad{{2, "business_id", "identifier"}, {4, "business_id", "identifier"}, {5, "business_id", "identifier"}}},
		"a key twice":       {"person_identifier", "person_id,code,temporary,valid_from\n2000000000,010190-900P,true,2020-01-01\n", []bad{{2, "code", "exists"}}},
	} {
		t.Run(name, func(t *testing.T) {
			before := content(t, db)
			report, err := r.Import(t.Context(), importInput(test.table, test.csv))
			if !errors.Is(err, postgres.ErrImportRefused) {
				t.Fatalf("%+v, %v", report, err)
			}
			var got []bad
			for _, b := range report.Bad {
				got = append(got, bad{b.Line, b.Column, b.Rule})
				if b.Text.FI == "" || b.Text.SV == "" || b.Text.EN == "" {
					t.Errorf("line %d has no sentence", b.Line)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" || report.BadAll != int64(len(test.want)) {
				t.Errorf("%d bad\n%s", report.BadAll, diff)
			}
			if diff := cmp.Diff(before, content(t, db)); diff != "" {
				t.Errorf("something was loaded:\n%s", diff)
			}
		})
	}
	t.Run("the list is bounded, the count is not", func(t *testing.T) {
		in := importInput("plan", "hetu,kind,signed_on\n"+strings.Repeat("010190-900P,99,2020-01-01\n", 5000))
		in.MostBad = 10
		report, err := r.Import(t.Context(), in)
		if !errors.Is(err, postgres.ErrImportRefused) || len(report.Bad) != 10 || report.BadAll != 5000 || report.Bad[0].Line != 2 || report.Bad[9].Line != 11 {
			t.Errorf("%d of %d, %v", len(report.Bad), report.BadAll, err)
		}
	})
	for name, test := range map[string]struct {
		rule   string
		change func(*postgres.ImportInput)
	}{
		"the business services' system": {"1.4", func(in *postgres.ImportInput) { in.Origin = registers.BusinessServiceSys }},
		"an unknown system":             {"1.4-unknown", func(in *postgres.ImportInput) { in.Origin = "excel" }},
		"nobody answers":                {"official", func(in *postgres.ImportInput) { in.Official = "" }},
		"a purpose outside 1 §":         {"1.1", func(in *postgres.ImportInput) { in.Purpose = "research" }},
		"a table outside 3 §":           {"1.2a", func(in *postgres.ImportInput) { in.Table = "users" }},
		"a column outside 3 §":          {"header", func(in *postgres.ImportInput) { in.Source = strings.NewReader("hetu,kind,signed_on,religion\n") }},
		"a column twice":                {"header", func(in *postgres.ImportInput) { in.Source = strings.NewReader("hetu,kind,kind\n") }},
		"no client":                     {"header", func(in *postgres.ImportInput) { in.Source = strings.NewReader("kind,signed_on\n") }},
		"nothing":                       {"header", func(in *postgres.ImportInput) { in.Source = strings.NewReader("") }},
	} {
		t.Run(name, func(t *testing.T) {
			in := importInput("plan", "hetu,kind,signed_on\n010190-900P,01,2020-01-01\n")
			test.change(&in)
			_, err := r.Import(t.Context(), in)
			refusedBy(t, err, test.rule)
		})
	}
	t.Run("a file that breaks off", func(t *testing.T) {
		in := importInput("plan", "")
		in.Source = io.MultiReader(strings.NewReader("hetu,kind,signed_on\n010190-900P,01,2020-01-01\n"), broken{})
		before := content(t, db)
		if _, err := r.Import(t.Context(), in); err == nil || errors.Is(err, postgres.ErrImportRefused) {
			t.Errorf("got %v", err)
		}
		if diff := cmp.Diff(before, content(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the line went dead") }

// Whatever bytes come, an import loads every row it was given or nothing, and
// tells a rule or a reader's error.
func FuzzImport(f *testing.F) {
	f.Add([]byte("hetu,kind,signed_on\n010190-900P,01,2020-01-01\n"))
	f.Add([]byte("hetu;kind;signed_on\n\"010190-900P\";\"01\n\";2020-01-01"))
	f.Add([]byte("hetu,kind,signed_on,review_on\n010190-900P,01,2020-01-01,\\N\n010190-900P,01,0001-01-01,9999-12-31\n"))
	f.Add([]byte("\xef\xbb\xbf\"hetu\",kind,signed_on\r\n\x00,\xff,\n"))
	db, r := newRegisters(f)
	if _, err := r.WriteRecords(f.Context(), newPerson("010190-900P")...); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		before := count(t, db.Pool(), "select count(*) from registers.plan")
		in := importInput("plan", "")
		in.Source = bytes.NewReader(file)
		report, err := r.Import(t.Context(), in)
		added := int64(count(t, db.Pool(), "select count(*) from registers.plan") - before)
		refusal, ruled := errors.AsType[*registers.RuleError](err)
		switch {
		case err == nil && (added != report.Loaded || added != report.Rows):
			t.Errorf("%d rows came in, %+v", added, report)
		case err != nil && added != 0:
			t.Errorf("%d rows came in with %v", added, err)
		case errors.Is(err, postgres.ErrImportRefused) && (report.BadAll == 0 || len(report.Bad) == 0):
			t.Errorf("refused without a reason: %+v", report)
		case err != nil && !errors.Is(err, postgres.ErrImportRefused) && !(ruled && refusal.Text.FI != ""):
			t.Errorf("not a rule's refusal: %v", err)
		}
	})
}

var (
	importRows    = flag.Int("import.rows", 20_000, "rows that BenchmarkImport imports")
	removePersons = flag.Int("remove.persons", 2_000, "persons that BenchmarkRemove removes, of twice as many")
)

func populated(b *testing.B, persons int) (*postgres.DB, *postgres.Registers) {
	db, err := postgres.Open(b.Context(), pgtest.DSN(b))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(db.Close)
	p, err := synthetic.Generate(synthetic.Config{Persons: persons, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	if err := postgres.Load(b.Context(), db.Pool(), p, nil); err != nil {
		b.Fatal(err)
	}
	if err := db.SetClock(b.Context(), demoDay); err != nil {
		b.Fatal(err)
	}
	return db, registersOf(b, db)
}

// BenchmarkImport imports spells by henkilötunnus into a loaded population:
//
//	go test ./postgres -run '^$' -bench Import -benchtime 1x -import.rows 1000000
func BenchmarkImport(b *testing.B) {
	db, r := populated(b, max(*importRows/10, 1000))
	rows, err := db.Pool().Query(b.Context(), "select code from registers.person_identifier where valid_to is null order by 1")
	if err != nil {
		b.Fatal(err)
	}
	var codes []string
	for rows.Next() {
		var code string
		if err := rows.Scan(&code); err != nil {
			b.Fatal(err)
		}
		codes = append(codes, code)
	}
	file := &bytes.Buffer{}
	file.WriteString("hetu,code,start_date,end_date,end_reason\n")
	for i := range *importRows {
		start := time.Date(2018, 1, 1+i%600, 0, 0, 0, 0, time.UTC)
		fmt.Fprintf(file, "%s,02,%s,%s,03\n", codes[i%len(codes)], start.Format(time.DateOnly), start.AddDate(0, 1, i%20).Format(time.DateOnly))
	}
	for b.Loop() {
		in := importInput("employment_code", "")
		in.Source = bytes.NewReader(file.Bytes())
		report, err := r.Import(b.Context(), in)
		if err != nil || report.Loaded != int64(*importRows) {
			b.Fatalf("%+v, %v", report, err)
		}
	}
}

// BenchmarkRemove removes persons with all their rows from a loaded population
// twice as large, and reads a client's record all the while:
//
//	go test ./postgres -run '^$' -bench Remove -benchtime 1x -remove.persons 100000
func BenchmarkRemove(b *testing.B) {
	db, r := populated(b, 2**removePersons)
	for b.Loop() {
		b.StopTimer()
		if _, err := db.Pool().Exec(b.Context(), fmt.Sprintf(`update registers.clientship set end_date = '2016-01-01', start_date = least(start_date, '2015-01-01')
			where person_id in (select person_id from registers.person order by person_id limit %d)`, *removePersons)); err != nil {
			b.Fatal(err)
		}
		if _, err := r.Recount(b.Context(), dayOf(b, "2020-11-02")); err != nil {
			b.Fatal(err)
		}
		var staying int64
		if err := db.Pool().QueryRow(b.Context(), "select max(person_id) from registers.person where removable_from is null").Scan(&staying); err != nil {
			b.Fatal(err)
		}
		done := make(chan []time.Duration)
		stop := make(chan struct{})
		go func() {
			var took []time.Duration
			for {
				select {
				case <-stop:
					done <- took
					return
				case <-time.After(100 * time.Millisecond):
					began := time.Now()
					if _, err := r.Client(b.Context(), look, "person", staying); err != nil {
						b.Error(err)
					}
					took = append(took, time.Since(began))
				}
			}
		}()
		b.StartTimer()
		report, err := r.Remove(b.Context(), dayOf(b, "2020-11-02"), postgres.RemovalOptions{Ledger: openLedger(b, &memory{})})
		b.StopTimer()
		close(stop)
		took := <-done
		if err != nil || report.Clients["person"] < int64(*removePersons) {
			b.Fatalf("%+v, %v", report, err)
		}
		rows := report.Shared
		for _, n := range report.Rows {
			rows += n
		}
		slowest := time.Duration(0)
		for _, d := range took {
			slowest = max(slowest, d)
		}
		b.ReportMetric(float64(rows), "rows")
		b.ReportMetric(float64(report.Clients["person"]), "persons")
		b.ReportMetric(slowest.Seconds()*1000, "slowest-read-ms")
		b.StartTimer()
	}
}

func dayOf(t testing.TB, s string) registers.Day {
	t.Helper()
	d, err := registers.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
