package synthetic_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"tietolupa/registers/synthetic"
)

// span is a spell from start to end, both days included; an end of 0 is open.
type span struct{ start, end synthetic.Date }

func (s span) last() synthetic.Date {
	if s.end == 0 {
		return synthetic.CountDay
	}
	return s.end
}

func (s span) holds(o span) bool {
	return s.start <= o.start && (s.end == 0 || o.end != 0 && o.end <= s.end)
}

// inOrder checks that spells begin before they end, lie in order and never overlap.
func inOrder(spans []span) error {
	for i, s := range spans {
		if s.end != 0 && s.end < s.start {
			return fmt.Errorf("spell %d ends %s before it begins %s", i, s.end, s.start)
		}
		if i > 0 && (spans[i-1].end == 0 || spans[i-1].end >= s.start) {
			return fmt.Errorf("spell %d begins %s when the one before lasts until %s", i, s.start, spans[i-1].end)
		}
		if s.last() > synthetic.CountDay {
			return fmt.Errorf("spell %d ends %s, after the count day", i, s.end)
		}
	}
	return nil
}

func within(outer []span, inner span) bool {
	for _, o := range outer {
		if o.holds(inner) {
			return true
		}
	}
	return false
}

// checkFile checks everything that holds within one person's file.
func checkFile(f *synthetic.File, vacancies map[int64]synthetic.Vacancy, services map[int64]span) error {
	var clientships, searches, spells, identifiers, periods []span
	for _, c := range f.Clientships {
		clientships = append(clientships, span{c.Start, c.End})
		if c.ServiceLine != "" && !(span{c.Start, c.End}).holds(span{c.ServiceOn, c.ServiceOn}) || c.ContactOn < c.Start || c.End != 0 && c.ContactOn > c.End {
			return fmt.Errorf("clientship %d: a service line or contact outside it", c.ID)
		}
	}
	for _, s := range f.JobSearches {
		searches = append(searches, span{s.Start, s.End})
	}
	for _, s := range f.Spells {
		spells = append(spells, span{s.Start, s.End})
		if ended := s.Unemployed() && s.End != 0; ended != (s.EndReason != "") {
			return fmt.Errorf("spell %d of code %s has end reason %q", s.ID, s.Code, s.EndReason)
		}
	}
	for _, s := range f.Identifiers {
		identifiers = append(identifiers, span{s.From, s.To})
	}
	for name, list := range map[string][]span{"clientships": clientships, "job searches": searches, "spells": spells, "identifiers": identifiers} {
		if len(list) == 0 {
			return fmt.Errorf("no %s", name)
		}
		if err := inOrder(list); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if clientships[0].start < f.Person.Birth+15*365 {
		return fmt.Errorf("clientship from %s, born %s", clientships[0].start, f.Person.Birth)
	}
	for _, s := range searches {
		if !within(clientships, s) {
			return fmt.Errorf("job search %s–%s is outside the clientships", s.start, s.end)
		}
		if err := tiles(s, spells); err != nil {
			return err
		}
	}
	for _, s := range spells {
		if !within(searches, s) {
			return fmt.Errorf("spell %s–%s is outside the job searches", s.start, s.end)
		}
	}
	for _, p := range f.Plans {
		if !within(searches, span{p.Signed, p.Signed}) || p.Signed > synthetic.CountDay || p.ReviewOn <= p.Signed {
			return fmt.Errorf("plan of %s, reviewed on %s", p.Signed, p.ReviewOn)
		}
	}
	for _, o := range f.Offers {
		v, known := vacancies[o.Vacancy]
		if !known || !v.Open(o.Offered) || !within(searches, span{o.Offered, o.Offered}) || o.Offered > synthetic.CountDay {
			return fmt.Errorf("offer of %s: vacancy known %t, %s–%s", o.Offered, known, v.Reported, v.Closed)
		}
	}
	for _, s := range f.Services {
		periods = append(periods, span{s.Start, s.End})
		if (s.Provider == 0) != (s.Service == 0) {
			return fmt.Errorf("service period %d has half a provider", s.ID)
		}
		if bought, known := services[s.Service]; s.Service != 0 && (!known || !bought.holds(span{s.Start, s.Start})) {
			return fmt.Errorf("service period from %s under a contract of %s–%s", s.Start, bought.start, bought.end)
		}
	}
	if err := inOrder(periods); err != nil {
		return fmt.Errorf("service periods: %w", err)
	}
	return checkRemoval(f, clientships[len(clientships)-1].end)
}

// tiles checks that the spells within a job search leave no day of it out.
func tiles(search span, spells []span) error {
	next := search.start
	for _, s := range spells {
		if !search.holds(s) {
			continue
		}
		if s.start != next {
			return fmt.Errorf("spell begins %s in a job search tiled until %s", s.start, next)
		}
		if s.end == search.end {
			return nil
		}
		next = s.end + 1
	}
	return fmt.Errorf("job search %s–%s is tiled until %s only", search.start, search.end, next)
}

// checkRemoval checks 4.3a on every row.
func checkRemoval(f *synthetic.File, end synthetic.Date) error {
	want := ""
	if end != 0 {
		want = end.Day().AddDate(4, 0, 0).String()
	}
	entries := []synthetic.Entry{f.Person.Entry}
	for _, r := range f.Identifiers {
		entries = append(entries, r.Entry)
	}
	for _, r := range f.Clientships {
		entries = append(entries, r.Entry)
	}
	for _, r := range f.JobSearches {
		entries = append(entries, r.Entry)
	}
	for _, r := range f.Spells {
		entries = append(entries, r.Entry)
	}
	for _, r := range f.Plans {
		entries = append(entries, r.Entry)
	}
	for _, r := range f.Offers {
		entries = append(entries, r.Entry)
	}
	for _, r := range f.Services {
		entries = append(entries, r.Entry)
	}
	for _, e := range entries {
		if got := e.RemovableFrom.String(); got != want {
			return fmt.Errorf("removable from %q, the clientship says %q", got, want)
		}
		if e.RecordedAt().Format("2006-01-02") > "2020-11-02" {
			return fmt.Errorf("recorded %s", e.RecordedAt())
		}
	}
	return nil
}

func vacanciesOf(p *synthetic.Population) map[int64]synthetic.Vacancy {
	all := map[int64]synthetic.Vacancy{}
	for f := range p.EmployerFiles(0, p.Employers()) {
		for _, v := range f.Vacancies {
			all[v.ID] = v
		}
	}
	return all
}

func servicesOf(p *synthetic.Population) map[int64]span {
	all := map[int64]span{}
	for f := range p.ProviderFiles(0, p.Providers()) {
		for _, s := range f.Services {
			all[s.ID] = span{s.Start, s.End}
		}
	}
	return all
}

func checkPopulation(p *synthetic.Population) error {
	vacancies, services := vacanciesOf(p), servicesOf(p)
	for f := range p.Files(0, p.Persons()) {
		if err := checkFile(f, vacancies, services); err != nil {
			return fmt.Errorf("person %d: %w", f.Person.ID, err)
		}
	}
	for f := range p.EmployerFiles(0, p.Employers()) {
		for _, v := range f.Vacancies {
			if v.Reported < f.Employer.Start || v.Closed != 0 && v.Closed <= v.Reported || f.Employer.End != 0 && (v.Closed == 0 || v.Closed > f.Employer.End) {
				return fmt.Errorf("vacancy %d of %s–%s, employer of %s–%s", v.ID, v.Reported, v.Closed, f.Employer.Start, f.Employer.End)
			}
		}
	}
	for f := range p.ProviderFiles(0, p.Providers()) {
		for _, s := range f.Services {
			if s.Start < f.Provider.Start || s.End != 0 && s.End < s.Start || f.Provider.End != 0 && (s.End == 0 || s.End > f.Provider.End) {
				return fmt.Errorf("procured service %d of %s–%s, provider of %s–%s", s.ID, s.Start, s.End, f.Provider.Start, f.Provider.End)
			}
		}
	}
	return nil
}

func TestFilesHoldTogether(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := generate(t, rapid.IntRange(1, 400).Draw(r, "persons"), rapid.Uint64().Draw(r, "seed"))
		if err := checkPopulation(p); err != nil {
			r.Fatal(err)
		}
	})
	t.Run("30,000 persons", func(t *testing.T) {
		if err := checkPopulation(generate(t, 30_000, 11)); err != nil {
			t.Error(err)
		}
	})
}
