package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// The variables that the simple builder limits a population by.
const (
	municipalityVariable = "person.municipality"
	birthYearVariable    = "person.syntyv"
	employmentVariable   = "employment_code.code"
)

// A populationForm is who and when, as typed.
type populationForm struct {
	Regions        []string
	Municipalities string
	BornFrom       string
	BornTo         string
	Employment     []string
	EmploymentFrom string
	EmploymentTo   string
	PeriodFrom     string
	PeriodTo       string
	Sample         string
	Cadence        string
	Comparison     string // of an application: controls and relatives
}

// A builder is what there is to choose from.
type builder struct {
	Regions    []registers.CodeValue
	Employment []registers.CodeValue
}

func (s *server) builder(v *visit) (b builder) {
	day := registers.DayOf(v.Now)
	for _, c := range s.Catalogue.Codes("region") {
		if c.Valid(day) && len(s.Catalogue.Under("municipality", "region", c.Code, day)) > 0 {
			b.Regions = append(b.Regions, c)
		}
	}
	e, _ := s.Catalogue.Variable(employmentVariable)
	for _, c := range s.Catalogue.Codes(e.Codes) {
		if c.Valid(day) {
			b.Employment = append(b.Employment, c)
		}
	}
	return b
}

// populationOf reads a scope back into the form: a region whose every
// municipality is in the scope is shown as the region.
func (s *server) populationOf(scope permits.Scope, v *visit) *populationForm {
	f := &populationForm{Cadence: string(scope.Cadence)}
	if f.Cadence == "" {
		f.Cadence = string(permits.Once)
	}
	f.PeriodFrom, _ = date(scope.Period.From)
	f.PeriodTo, _ = date(scope.Period.To)
	if scope.Sample > 0 {
		f.Sample = strconv.Itoa(scope.Sample)
	}
	for _, p := range scope.Population {
		switch p.ID {
		case municipalityVariable:
			f.Regions, f.Municipalities = s.areasOf(p.In, v)
		case birthYearVariable:
			f.BornFrom, f.BornTo = p.From, p.To
		case employmentVariable:
			f.Employment = p.In
			if p.During != nil {
				f.EmploymentFrom, _ = date(p.During.From)
				f.EmploymentTo, _ = date(p.During.To)
			}
		}
	}
	return f
}

// areasOf splits municipalities into whole regions and the names of the rest.
func (s *server) areasOf(codes []string, v *visit) (regions []string, rest string) {
	day := registers.DayOf(v.Now)
	left := slices.Clone(codes)
	for _, r := range s.Catalogue.Codes("region") {
		of := s.Catalogue.Under("municipality", "region", r.Code, day)
		if len(of) == 0 || !r.Valid(day) || slices.ContainsFunc(of, func(m string) bool { return !slices.Contains(left, m) }) {
			continue
		}
		regions = append(regions, r.Code)
		left = slices.DeleteFunc(left, func(m string) bool { return slices.Contains(of, m) })
	}
	names := make([]string, len(left))
	for i, code := range left {
		names[i] = code
		if c, ok := s.Catalogue.Code("municipality", code); ok {
			names[i] = c.Name.In(v.Lang)
		}
	}
	return regions, strings.Join(names, ", ")
}

func readPopulation(r *http.Request) *populationForm {
	return &populationForm{
		Regions: r.PostForm["region"], Municipalities: trimmed(r, "municipality"), BornFrom: trimmed(r, "born_from"),
		BornTo: trimmed(r, "born_to"), Employment: r.PostForm["employment_code"], EmploymentFrom: trimmed(r, "employment_from"),
		EmploymentTo: trimmed(r, "employment_to"), PeriodFrom: trimmed(r, "period_from"), PeriodTo: trimmed(r, "period_to"),
		Sample: trimmed(r, "sample"), Cadence: trimmed(r, "cadence"),
	}
}

func (f *populationForm) into(s *server, r *http.Request, a *permits.Application) (wrongs, error) {
	a.Comparison = f.Comparison
	scope, wrong := f.scope(s, visitOf(r.Context()), a.Scope)
	if len(wrong) == 0 {
		a.Scope = scope
	}
	return wrong, nil
}

// scope writes the form in a scope. Conditions that the builder does not know
// are left as they are.
func (f *populationForm) scope(s *server, v *visit, scope permits.Scope) (_ permits.Scope, wrong wrongs) {
	population := slices.DeleteFunc(slices.Clone(scope.Population), func(p registers.Predicate) bool {
		return slices.Contains([]string{municipalityVariable, birthYearVariable, employmentVariable}, p.ID)
	})
	if codes := f.areas(s, v, &wrong); len(codes) > 0 {
		population = append(population, registers.Predicate{ID: municipalityVariable, In: codes})
	}
	if f.BornFrom != "" || f.BornTo != "" {
		for _, end := range []struct{ field, value string }{{"born_from", f.BornFrom}, {"born_to", f.BornTo}} {
			if n, err := strconv.Atoi(end.value); end.value != "" && (err != nil || n < 1880 || n > v.Now.Year()) {
				wrong.add(end.field, s.texts.in(v.Lang, "wrong.year"))
			}
		}
		population = append(population, registers.Predicate{ID: birthYearVariable, From: f.BornFrom, To: f.BornTo})
	}
	during := f.period(s, v, "employment_from", f.EmploymentFrom, "employment_to", f.EmploymentTo, &wrong)
	switch {
	case len(f.Employment) > 0:
		p := registers.Predicate{ID: employmentVariable, In: f.Employment}
		if !during.From.IsZero() && !during.To.IsZero() {
			p.During = &during
		} else if !during.From.IsZero() || !during.To.IsZero() {
			wrong.add("employment_from", s.texts.in(v.Lang, "wrong.bothdays"))
		}
		population = append(population, p)
	case f.EmploymentFrom != "" || f.EmploymentTo != "":
		wrong.add("employment_code", s.texts.in(v.Lang, "wrong.codefirst"))
	}
	scope.Version, scope.Population = permits.ScopeVersion, population
	scope.Period = f.period(s, v, "period_from", f.PeriodFrom, "period_to", f.PeriodTo, &wrong)
	if f.PeriodFrom == "" || f.PeriodTo == "" {
		wrong.add("period_from", s.texts.in(v.Lang, "wrong.period"))
	}
	scope.Sample = 0
	if f.Sample != "" {
		n, err := strconv.Atoi(strings.Join(strings.FieldsFunc(f.Sample, func(c rune) bool { return c == ' ' || c == '\u00a0' || c == '\u202f' }), ""))
		if err != nil || n < 1 {
			wrong.add("sample", s.texts.in(v.Lang, "wrong.number"))
		}
		scope.Sample = n
	}
	scope.Cadence = permits.Cadence(f.Cadence)
	return scope, wrong
}

// areas gives the municipalities of the regions ticked and of the names or
// numbers written.
func (f *populationForm) areas(s *server, v *visit, wrong *wrongs) (codes []string) {
	day := registers.DayOf(v.Now)
	for _, region := range f.Regions {
		of := s.Catalogue.Under("municipality", "region", region, day)
		if len(of) == 0 {
			wrong.add("region", s.texts.in(v.Lang, "wrong.choose"))
		}
		codes = append(codes, of...)
	}
	for name := range strings.FieldsFuncSeq(f.Municipalities, func(c rune) bool { return c == ',' || c == '\n' || c == ';' }) {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		code, ok := s.municipality(name, day)
		if !ok {
			wrong.add("municipality", s.texts.in(v.Lang, "wrong.municipality", name))
			continue
		}
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// municipality finds a municipality by its number or its name in any language.
func (s *server) municipality(name string, day registers.Day) (string, bool) {
	for _, c := range s.Catalogue.Codes("municipality") {
		if c.Valid(day) && (c.Code == name || strings.EqualFold(c.Name.FI, name) || strings.EqualFold(c.Name.SV, name) || strings.EqualFold(c.Name.EN, name)) {
			return c.Code, true
		}
	}
	return "", false
}

func (f *populationForm) period(s *server, v *visit, fromField, from, toField, to string, wrong *wrongs) (p registers.Period) {
	var err error
	if p.From, err = readDay(from); err != nil {
		wrong.add(fromField, s.texts.in(v.Lang, "wrong.day"))
	}
	if p.To, err = readDay(to); err != nil {
		wrong.add(toField, s.texts.in(v.Lang, "wrong.day"))
	}
	if !p.From.IsZero() && !p.To.IsZero() && p.To.Before(p.From) {
		wrong.add(toField, s.texts.in(v.Lang, "wrong.reversed"))
	}
	return p
}

func dayOf(v *visit) registers.Day { return registers.DayOf(v.Now) }
