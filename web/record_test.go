package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tietolupa/registers"
)

// link is the first address on a page that matches.
func (p *person) link(path, pattern string) string {
	p.t.Helper()
	_, body := p.get(path)
	m := regexp.MustCompile(`href="(` + regexp.QuoteMeta(path) + pattern + `)"`).FindStringSubmatch(body)
	if m == nil {
		p.t.Fatalf("%s has no address like %s", path, pattern)
	}
	return m[1]
}

// typed is the form of a page as it stands: what a browser would send.
func (p *person) typed(path string) url.Values {
	p.t.Helper()
	status, body := p.get(path)
	if status != http.StatusOK {
		p.t.Fatalf("GET %s: %d", path, status)
	}
	return fieldsIn(body)
}

// fieldsIn reads the values of the fields on a page.
func fieldsIn(body string) url.Values {
	v := url.Values{}
	_, body, _ = strings.Cut(body, `<main`)
	for _, m := range regexp.MustCompile(`<input[^>]*>`).FindAllString(body, -1) {
		name, value, kind := attribute(m, "name"), attribute(m, "value"), attribute(m, "type")
		if name == "" || (kind == "radio" || kind == "checkbox") && !strings.Contains(m, " checked") {
			continue
		}
		v.Add(name, value)
	}
	for _, m := range regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>`).FindAllStringSubmatch(body, -1) {
		v.Set(m[1], m[2])
	}
	for _, m := range regexp.MustCompile(`(?s)<select[^>]*name="([^"]*)".*?</select>`).FindAllStringSubmatch(body, -1) {
		v.Set(m[1], "")
		if chosen := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(m[0]); chosen != nil {
			v.Set(m[1], chosen[1])
		}
	}
	return v
}

func attribute(tag, name string) string {
	_, after, ok := strings.Cut(tag, " "+name+`="`)
	if !ok {
		return ""
	}
	value, _, _ := strings.Cut(after, `"`)
	return value
}

func TestAddingARecord(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	p := s.atDesk(virkailija)
	path := p.open("person", hetuAino)
	t.Run("every table's form", func(t *testing.T) {
		cat, err := registers.Load()
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range cat.Tables() {
			want := http.StatusOK
			if table.Subject != "person" || table.Name == "person" {
				want = http.StatusNotFound
			}
			if status, _ := p.get(path + "/add/" + table.Name); status != want {
				t.Errorf("the form of %s: %d, want %d", table.Name, status, want)
			}
		}
	})
	t.Run("a row", func(t *testing.T) {
		to := p.must(path+"/add/employment_code", form("employment_code.code", "07", "employment_code.start_date", "1.10.2020", "source", "office"))
		_, body := p.get(to)
		if !strings.HasPrefix(to, path+"#") || !strings.Contains(body, "1.10.2020") || !strings.Contains(body, "TE-toimisto") || !strings.Contains(body, "Tieto on tallennettu.") {
			t.Error("the row is not in the record with where it came from")
		}
	})
	t.Run("a code is searched in a long list by name", func(t *testing.T) {
		f := form("work_history.start_date", "1.1.2015", "work_history.occupation", "tuntematon", "source", "person")
		if status, _, body := p.post(path+"/add/work_history", f); status != http.StatusUnprocessableEntity || !strings.Contains(body, `<datalist id="work_history.occupation-list">`) {
			t.Errorf("%d", status)
		}
	})
	for _, c := range []struct {
		rule, table string
		form        url.Values
		field       string
		keeps       string
	}{
		{"required", "employment_code", form("employment_code.start_date", "1.10.2020", "source", "office"), "employment_code.code", "1.10.2020"},
		{"form: a day that is none", "employment_code", form("employment_code.code", "07", "employment_code.start_date", "31.2.2020", "source", "office"), "employment_code.start_date", "31.2.2020"},
		{"4.1b", "employment_code", form("employment_code.code", "07", "employment_code.start_date", "1.10.2020"), "source", "1.10.2020"},
		{"spell", "employment_code", form("employment_code.code", "07", "employment_code.start_date", "1.10.2020", "employment_code.end_date", "1.9.2020", "source", "office"), "employment_code.end_date", "1.9.2020"},
		{"code", "employment_code", form("employment_code.code", "99", "employment_code.start_date", "1.10.2020", "source", "office"), "employment_code.code", "1.10.2020"},
		{"3.1.7", "health_entry", form("health_entry.start_date", "1.10.2020", "health_entry.kind", "01", "health_entry.affects_employment", "true", "health_entry.indispensable", "false", "health_entry.ground_text", "Peruste, joka ei katoa.", "source", "person"), "health_entry.affects_employment", "Peruste, joka ei katoa."},
	} {
		t.Run(c.rule, func(t *testing.T) {
			status, _, body := p.post(path+"/add/"+c.table, c.form)
			if status != http.StatusUnprocessableEntity {
				t.Fatalf("%d, want 422", status)
			}
			if !strings.Contains(body, `href="#`+c.field+`"`) || !strings.Contains(body, `id="`+c.field+`"`) {
				t.Errorf("no way from the summary to %s: %s", c.field, wrongsIn(body))
			}
			if !strings.Contains(body, c.keeps) {
				t.Errorf("%q was lost", c.keeps)
			}
		})
	}
	t.Run("joint: only after the joint service has begun", func(t *testing.T) {
		if status, _, body := p.post(path+"/add/joint_client", p.typed(path+"/add/joint_client")); status != http.StatusUnprocessableEntity || !strings.Contains(body, `role="alert"`) {
			t.Errorf("%d", status)
		}
	})
	t.Run("another office does not write", func(t *testing.T) {
		if status, _, _ := s.atDesk(pohjoinen).post(path+"/add/employment_code", form("source", "office")); status != http.StatusNotFound {
			t.Errorf("%d", status)
		}
	})
}

func TestLinkToAnotherClient(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	employer := s.put(entry(virkailija, "employer", 0, "business_id", "9100002-1", "name", "Höyläämö Oy", "industry", "01", "municipality", "091", "start_date", "2019-01-01"))
	s.put(entry(virkailija, "vacancy", employer, "notice_number", "N-1", "occupation", "2512", "municipality", "091", "reported_on", "2020-10-01",
		"positions", "1", "working_time", "01", "duration", "01", "relation", "01", "summer_job", "false", "apprenticeship", "false"))
	p := s.atDesk(virkailija)
	add := p.open("person", hetuAino) + "/add/introduction"
	f := p.typed(add)
	f.Set("introduction.employer_id", "9100002-1")
	f.Set("lookup", "introduction.employer_id")
	status, _, body := p.post(add, f)
	if status != http.StatusOK || !strings.Contains(body, "Höyläämö Oy") || !strings.Contains(body, "N-1") {
		t.Fatalf("looking an employer up: %d %s", status, wrongsIn(body))
	}
	f.Set("introduction.employer_id", "9100003-3")
	if _, _, body := p.post(add, f); !strings.Contains(body, "Tunnuksella ei löydy ketään") {
		t.Error("a code that is nobody's is taken")
	}
}

func TestCorrectingARecord(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	p := s.atDesk(virkailija)
	path := p.open("person", hetuAino)
	row := p.link(path, `/rows/[a-z2-7]+`)
	f := p.typed(row)
	other := s.atDesk(virkailija)
	first := other.link(other.open("person", hetuAino), `/rows/[a-z2-7]+`)
	g := other.typed(first)
	g.Set("person.phone", "050 111 1111")
	other.must(first, g)
	t.Run("the second writer is told and loses nothing", func(t *testing.T) {
		f.Set("person.email", "aino@esimerkki.invalid")
		status, _, body := p.post(row, f)
		if status != http.StatusConflict {
			t.Fatalf("%d, want 409", status)
		}
		for _, want := range []string{"aino@esimerkki.invalid", "040 000 0000", "Rekisterissä on nyt:", "050 111 1111"} {
			if !strings.Contains(body, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		again := fieldsIn(body)
		again.Set("person.phone", "050 111 1111")
		p.must(row, again)
		if _, body := p.get(path); !strings.Contains(body, "aino@esimerkki.invalid") || !strings.Contains(body, "050 111 1111") {
			t.Error("one of the two changes is lost")
		}
	})
	t.Run("nothing new", func(t *testing.T) {
		if _, body := p.get(p.must(row, p.typed(row))); !strings.Contains(body, "Mikään ei muuttunut") {
			t.Error("it is said to have been saved")
		}
	})
	t.Run("history", func(t *testing.T) {
		status, body := p.get(row + "/history/phone")
		if status != http.StatusOK || !strings.Contains(body, "040 000 0000") || !strings.Contains(body, "050 111 1111") {
			t.Errorf("%d", status)
		}
		for _, column := range []string{"none", "office", "person_id"} {
			if status, _ := p.get(row + "/history/" + column); status != http.StatusNotFound {
				t.Errorf("the history of %s: %d", column, status)
			}
		}
		if status, _ := s.atDesk(pohjoinen).get(row + "/history/phone"); status != http.StatusNotFound {
			t.Errorf("by another office: %d", status)
		}
	})
	t.Run("what is masked is neither shown nor cleared", func(t *testing.T) {
		masked := p.link(p.open("person", "030390-922A"), `/rows/[a-z2-7]+`)
		f := p.typed(masked)
		if f.Has("person.street_address") || f.Has("person.municipality") {
			t.Fatal("the form has what is masked")
		}
		f.Set("person.education", "3")
		if status, _, body := p.post(masked, f); status != http.StatusSeeOther && !strings.Contains(body, "person.education") {
			t.Errorf("%d %s", status, wrongsIn(body))
		}
		if status, _ := p.get(masked + "/history/phone"); status != http.StatusNotFound {
			t.Errorf("the history of what is masked: %d", status)
		}
	})
	t.Run("a spell ends", func(t *testing.T) {
		end := p.link(path, `/rows/[a-z2-7]+/end`)
		f := p.typed(end)
		to := p.must(end, f)
		if _, body := p.get(to); !strings.Contains(body, "2.11.2020") {
			t.Error("the last day is not in the record")
		}
		if status, _ := p.get(end); status != http.StatusNotFound {
			t.Errorf("a spell that has ended is ended again: %d", status)
		}
	})
}

func TestAddingAClient(t *testing.T) {
	s := newSite(t, true)
	p := s.atDesk(virkailija)
	f := form("person.family_name", "Uusi", "person.given_names", "Asiakas", "person.birth_date", "2.2.1985", "person.sex", "1", "person.mother_tongue", "fi suomi",
		"person.citizenship", "246 Suomi", "person.municipality", "Helsinki", "person.protected_address", "false", "person.disability", "true", "person.fund_member", "false",
		"person_identifier.code", "020285-9117", "person_identifier.temporary", "true", "person_identifier.valid_from", "1.1.2020", "clientship.start_date", "1.11.2020", "source", "person")
	t.Run("3.1.7", func(t *testing.T) {
		status, _, body := p.post("/registers/new/person", f)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#person.disability"`) || !strings.Contains(body, `name="person.indispensable"`) {
			t.Errorf("%d %s", status, wrongsIn(body))
		}
	})
	f.Set("person.affects_employment", "true")
	f.Set("person.indispensable", "true")
	if _, body := p.get(p.must("/registers/new/person", f)); !strings.Contains(body, "Uusi, Asiakas") || !strings.Contains(body, "020285-9117") {
		t.Error("the new client's record does not open")
	}
	t.Run("identifier", func(t *testing.T) {
		status, _, body := p.post("/registers/new/person", f)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#person_identifier.code"`) {
			t.Errorf("the same henkilötunnus again: %d %s", status, wrongsIn(body))
		}
	})
	e := form("employer.business_id", "9100002-1", "employer.name", "Höyläämö Oy", "employer.industry", "01", "employer.municipality", "091", "employer.start_date", "1.1.2019", "source", "employer")
	if _, body := p.get(p.must("/registers/new/employer", e)); !strings.Contains(body, "Höyläämö Oy") {
		t.Error("the new employer's record does not open")
	}
	if status, _ := p.get("/registers/new/none"); status != http.StatusNotFound {
		t.Errorf("a client of no kind: %d", status)
	}
}
