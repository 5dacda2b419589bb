package synthetic_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tietolupa/registers"
	"tietolupa/registers/synthetic"
)

// A survey is what one reading of the whole full-scale population counts.
type survey struct {
	population                       *synthetic.Population
	rows, histories, laterSeparators int
	jobseekers, removable            int
	unemployed                       map[string]int // by municipality on the count day
	levels                           map[string]int // by month and region, as "2020-10 01"
	of                               map[string]int // of the unemployed on the count day: how many are …
	vacancies                        map[string]int // open positions by municipality
	fault                            error
}

var fullScale = sync.OnceValue(func() *survey {
	s := &survey{unemployed: map[string]int{}, levels: map[string]int{}, of: map[string]int{}, vacancies: map[string]int{}}
	if s.population, s.fault = synthetic.Generate(synthetic.Config{Seed: 1}); s.fault == nil {
		s.take()
	}
	return s
})

func (s *survey) take() {
	regions := column("data/municipalities.csv", 3)
	count := s.population.Day()
	days := countDays()
	codes := make(map[string]bool, s.population.Persons())
	levels := map[string]*[58]int{}
	for f := range s.population.Files(0, s.population.Persons()) {
		s.rows += rowsOf(f)
		if err := s.identify(f, codes, count); err != nil && s.fault == nil {
			s.fault = fmt.Errorf("person %d: %w", f.Person.ID, err)
		}
		if r := f.Person.RemovableFrom; r != 0 && !count.Before(r.Day()) {
			s.removable++
		}
		valid := f.JobSearches[len(f.JobSearches)-1].End == 0
		if valid {
			s.jobseekers++
		}
		region := regions[f.Person.Municipality]
		if levels[region] == nil {
			levels[region] = new([58]int)
		}
		m := 0
		var since synthetic.Date // from which the person has been unemployed without a break
		for i, spell := range f.Spells {
			if !spell.Unemployed() {
				continue
			}
			if i == 0 || !f.Spells[i-1].Unemployed() || f.Spells[i-1].End+1 != spell.Start {
				since = spell.Start
			}
			for ; m < len(days) && days[m] < spell.Start; m++ {
			}
			for ; m < len(days) && spell.On(days[m]); m++ {
				levels[region][m]++
			}
			if valid && spell.On(synthetic.CountDay) {
				s.unemployed[f.Person.Municipality]++
				s.describe(f, spell, since, region)
			}
		}
	}
	for region, list := range levels {
		for m, n := range list {
			s.levels[fmt.Sprintf("%d-%02d %s", 2016+m/12, m%12+1, region)] = n
		}
	}
	for f := range s.population.EmployerFiles(0, s.population.Employers()) {
		s.rows += 1 + len(f.Vacancies) + f.Rows.Len()
		for _, v := range f.Vacancies {
			if v.Open(synthetic.CountDay) {
				s.vacancies[v.Municipality] += v.Positions
			}
		}
		if id, err := registers.ParseBusinessID(f.Employer.BusinessID); s.fault == nil && (err != nil || id < "9000000" || codes[string(id)]) {
			s.fault = fmt.Errorf("employer %d: Y-tunnus %s: %w", f.Employer.ID, f.Employer.BusinessID, err)
		}
		codes[f.Employer.BusinessID] = true
	}
	for f := range s.population.ProviderFiles(0, s.population.Providers()) {
		s.rows += 1 + len(f.Services) + f.Rows.Len()
		if id, err := registers.ParseBusinessID(f.Provider.BusinessID); s.fault == nil && (err != nil || id < "9900000" || codes[string(id)]) {
			s.fault = fmt.Errorf("provider %d: Y-tunnus %s: %w", f.Provider.ID, f.Provider.BusinessID, err)
		}
		codes[f.Provider.BusinessID] = true
	}
}

func rowsOf(f *synthetic.File) int {
	return 1 + len(f.Identifiers) + len(f.Clientships) + len(f.JobSearches) + len(f.Spells) + len(f.Plans) + len(f.Offers) + len(f.Services) + f.Rows.Len()
}

// identify holds the codes of one person against the rules: valid, of the
// artificial range, of the person's birth date and sex, nobody else's.
func (s *survey) identify(f *synthetic.File, codes map[string]bool, today registers.Day) error {
	if len(f.Identifiers) > 1 {
		s.histories++
	}
	for i, id := range f.Identifiers {
		hetu, err := registers.ParseHetu(id.Code, today)
		switch last := i == len(f.Identifiers)-1; {
		case err != nil:
			return err
		case !hetu.Temporary():
			return fmt.Errorf("code %d is outside the artificial range", i)
		case hetu.BirthDate() != f.Person.Birth.Day():
			return fmt.Errorf("code %d is of another birth date", i)
		case (id.Code[9]-'0')%2 == 1 != (f.Person.Sex == "1"):
			return fmt.Errorf("code %d is of the other sex", i)
		case last != (id.To == 0):
			return fmt.Errorf("code %d is valid to %s", i, id.To)
		case codes[id.Code]:
			return fmt.Errorf("code %d is another's too", i)
		}
		codes[id.Code] = true
		if id.Code[6] != '-' && id.Code[6] != 'A' {
			s.laterSeparators++
		}
	}
	return nil
}

func (s *survey) describe(f *synthetic.File, spell synthetic.Spell, since synthetic.Date, region string) {
	p := f.Person
	add := func(what string, is bool) {
		if is {
			s.of[what]++
		}
	}
	add("men", p.Sex == "1")
	add("under 25", p.Birth.Day().AddDate(25, 0, 0).String() > "2020-10-30")
	add("over 50", p.Birth.Day().AddDate(50, 0, 0).String() <= "2020-10-30")
	add("16–66", p.Birth.Day().AddDate(16, 0, 0).String() <= "2020-10-30" && p.Birth.Day().AddDate(67, 0, 0).String() > "2020-10-30")
	add("laid off", spell.Code == "03")
	add("long-term", since.Day().AddDate(1, 0, 0).String() <= "2020-10-30")
	add("under three months", since.Day().AddDate(0, 3, 0).String() > "2020-10-30")
	add("foreign", p.Citizenship != "246")
	add("Swedish", p.MotherTongue == "sv")
	add("of Åland", region == "21")
	add("Swedish of Åland", region == "21" && p.MotherTongue == "sv")
	add("fund members", p.FundMember)
	add("disabled", p.Disability)
	occupation := f.JobSearches[len(f.JobSearches)-1].Occupation
	add("occupation "+occupation, true)
}

func countDays() (days [58]synthetic.Date) {
	for m := range days {
		t := time.Date(2016, time.January+time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC)
		for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
			t = t.AddDate(0, 0, -1)
		}
		days[m] = synthetic.DateOf(registers.DayOf(t))
	}
	return days
}

// column reads one column of a table by its first.
func column(file string, n int) map[string]string {
	f, err := os.Open(file)
	if err != nil {
		panic(err) // a fault of the checkout
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(err)
	}
	cells := map[string]string{}
	for _, r := range lines[1:] {
		cells[r[0]] = r[n]
	}
	return cells
}

// published reads a column of the municipalities; a hidden cell is −1.
func published(n int) map[string]int {
	cells := map[string]int{}
	for m, s := range column("data/municipalities.csv", n) {
		cells[m] = -1
		if s != "" {
			cells[m], _ = strconv.Atoi(s)
		}
	}
	return cells
}

func TestFullScaleEqualsThePublishedTable(t *testing.T) {
	s := fullScale()
	want := published(6)
	const sottunga = "766"
	if want[sottunga] != -1 {
		t.Fatal("the hidden cell is another")
	}
	want[sottunga] = 1 // what Åland's 1,407 leaves
	sum := 0
	for _, n := range want {
		sum += n
	}
	if sum != 312_312 {
		t.Fatalf("the table comes to %d", sum)
	}
	if diff := cmp.Diff(want, s.population.Unemployed()); diff != "" {
		t.Errorf("plan: %s", diff)
	}
	if diff := cmp.Diff(want, s.unemployed); diff != "" {
		t.Errorf("files: %s", diff)
	}
}

func TestFullScaleVacanciesEqualThePublishedTable(t *testing.T) {
	s := fullScale()
	regions, byRegion := column("data/municipalities.csv", 3), map[string]int{}
	for m, n := range published(7) {
		got := s.vacancies[m]
		byRegion[regions[m]] += got
		if n >= 0 && got != n || n < 0 && (got < 1 || got > 4) {
			t.Errorf("municipality %s: %d open, published %d (−1: hidden)", m, got, n)
		}
	}
	if byRegion["21"] != 110 || byRegion["01"] != 14_018 {
		t.Errorf("Åland %d, Uusimaa %d open", byRegion["21"], byRegion["01"])
	}
}

// TestLevelsFollowTheMonths: every month of 2016–2020 the country is within 1 %
// of the published number of unemployed and each region within 12 %, or 5 %
// where it is 5,000 or more (a small region's draws are few).
func TestLevelsFollowTheMonths(t *testing.T) {
	s := fullScale()
	f, err := os.Open("data/months.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	country := map[string][2]int{}
	for _, r := range lines[1:] {
		want, _ := strconv.Atoi(r[2])
		got := s.levels[r[0]+" "+r[1]]
		sum := country[r[0]]
		country[r[0]] = [2]int{sum[0] + got, sum[1] + want}
		limit := 0.12
		if want >= 5000 {
			limit = 0.05
		}
		if off := float64(got)/float64(want) - 1; off > limit || off < -limit {
			t.Errorf("%s region %s: %d unemployed, published %d", r[0], r[1], got, want)
		}
	}
	for month, sum := range country {
		if off := float64(sum[0])/float64(sum[1]) - 1; off > 0.01 || off < -0.01 {
			t.Errorf("%s: %d unemployed in the country, published %d", month, sum[0], sum[1])
		}
	}
}

func TestFullScaleIsPlausible(t *testing.T) {
	s := fullScale()
	for _, c := range []struct {
		what        string
		of          string
		least, most float64
	}{
		{"men", "", 0.55, 0.57},
		{"under 25", "", 0.12, 0.14},
		{"over 50", "", 0.31, 0.35},
		{"16–66", "", 1, 1},
		{"laid off", "", 0.16, 0.19},  // 55,000
		{"long-term", "", 0.29, 0.34}, // 100,000
		{"under three months", "", 0.2, 0.4},
		{"foreign", "", 0.11, 0.14},
		{"Swedish", "", 0.035, 0.05},
		{"Swedish of Åland", "of Åland", 0.75, 0.95},
		{"fund members", "", 0.45, 0.65},
		{"disabled", "", 0.07, 0.13},
		{"occupation 5223", "", 0.02, 0.08}, // shop sales assistants: the July table's commonest real occupation
		{"occupation 1111", "", 0, 0.0001},  // legislators: hidden
	} {
		whole := 312_312
		if c.of != "" {
			whole = s.of[c.of]
		}
		if share := float64(s.of[c.what]) / float64(whole); share < c.least || share > c.most {
			t.Errorf("%s: %.4f of the unemployed, expected %.4f–%.4f", c.what, share, c.least, c.most)
		}
	}
	if s.jobseekers < 470_000 || s.jobseekers > 490_000 {
		t.Errorf("%d jobseekers", s.jobseekers)
	}
	if n := s.population.Persons(); s.rows < 20_000_000 || n < 1_195_000 || n > 1_205_000 {
		t.Errorf("%d persons with %d rows", n, s.rows)
	}
	if s.removable < 100 || s.removable > 5_000 {
		t.Errorf("%d persons are to be removed on the day: a few, and some", s.removable)
	}
}

func TestIdentifiersAreValidUniqueAndArtificial(t *testing.T) {
	s := fullScale()
	if s.fault != nil {
		t.Error(s.fault)
	}
	if share := float64(s.histories) / float64(s.population.Persons()); share < 0.02 || share > 0.05 {
		t.Errorf("%.3f of persons have had two codes", share)
	}
	if s.laterSeparators == 0 {
		t.Error("no separator of 2023 was needed")
	}
}
