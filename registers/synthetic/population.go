package synthetic

import (
	"fmt"
	"iter"

	"tietolupa/registers"
)

// Config says which population is wanted.
type Config struct {
	Persons int           // 0: full scale
	Seed    uint64        // the same seed gives the same rows
	Day     registers.Day // the day the registers stand on, not before 30 October 2020; zero: 2 November 2020
}

// A status is where a person stands on the count day.
type status uint8

const (
	unemployed status = iota // työtön työnhakija
	seeking                  // jobseeker who is not unemployed
	former                   // clientship has ended
	statuses
)

// perUnemployed is how many persons of each status there are for a hundred
// unemployed: 480,000 jobseekers, as the statistics of October 2020 have them,
// and with those whose clientship has ended within the four years for which the
// registers keep them (4.3a) the 1.2 million persons that the service is sized
// for. The share of the former is a choice to that end; no published count of
// them is known.
var perUnemployed = [statuses]int{100, 54, 230}

// An outline is what must be known of a person before any file is made, so
// that counts are exact and no henkilötunnus is used twice.
type outline struct {
	birth        Date
	ordinal      uint16 // among those of the same birth date and sex
	earlier      uint16 // ordinal of a temporary code; 0 when there is none
	municipality uint16
	status       status
	female       bool
	foreign      bool
}

// A Population is a plan from which files are made when they are asked for.
// It holds about twenty bytes a person and as many a vacancy, and is safe to
// read from many goroutines.
type Population struct {
	seed      uint64
	day       Date
	facts     *facts
	people    []outline
	steps     steps
	firms     []firm
	openings  []opening
	reported  [][]int32 // vacancies by area and month of report
	suppliers []supplier
	bought    []purchase
	onOffer   map[string][]int32 // purchases by kind
}

// Generate plans a population. It fails when the day is before the count day,
// the size is negative, or there are more persons of one birth date than the
// artificial range has codes for.
func Generate(cfg Config) (*Population, error) {
	f, err := published()
	if err != nil {
		return nil, err
	}
	p := &Population{seed: cfg.Seed, day: DateOf(cfg.Day), facts: f}
	if cfg.Day.IsZero() {
		p.day = dateOf(2020, 11, 2)
	}
	if p.day < CountDay {
		return nil, fmt.Errorf("generate population: day %s is before the count day %s", p.day, CountDay)
	}
	if cfg.Persons < 0 {
		return nil, fmt.Errorf("generate population: %d persons", cfg.Persons)
	}
	persons := cfg.Persons
	if persons == 0 {
		persons = fullScale(f)
	}
	if err := p.outlinePeople(persons); err != nil {
		return nil, fmt.Errorf("generate population: %w", err)
	}
	p.steps = newSteps(f, areaHeads(f), p.grown())
	p.planProviders(persons)
	if err := p.planEmployers(persons); err != nil {
		return nil, fmt.Errorf("generate population: %w", err)
	}
	return p, nil
}

// headcount is the number of persons of a status in a municipality at full scale.
func headcount(m municipality, s status) int { return (m.unemployed*perUnemployed[s] + 50) / 100 }

func fullScale(f *facts) (n int) {
	for _, a := range areaHeads(f) {
		n += a
	}
	return n
}

func areaHeads(f *facts) []int {
	heads := make([]int, len(f.areas))
	for _, m := range f.municipalities {
		for s := range statuses {
			heads[m.area] += headcount(m, s)
		}
	}
	return heads
}

// Persons is the number of person files.
func (p *Population) Persons() int { return len(p.people) }

// Employers is the number of employer files.
func (p *Population) Employers() int { return len(p.firms) }

// Providers is the number of provider files.
func (p *Population) Providers() int { return len(p.suppliers) }

// Day is the day the registers stand on: nothing in them is recorded later.
func (p *Population) Day() registers.Day { return p.day.Day() }

// Files makes the person files from, from+1, … to−1. The File is used again
// for the next one: copy what is to be kept.
func (p *Population) Files(from, to int) iter.Seq[*File] {
	return func(yield func(*File) bool) {
		l := &life{population: p}
		for i := from; i < to; i++ {
			l.live(i)
			if !yield(&l.file) {
				return
			}
		}
	}
}

// Unemployed counts the unemployed jobseekers of each municipality on the
// count day, as the plan has them: the files hold the same.
func (p *Population) Unemployed() map[string]int {
	counts := map[string]int{}
	for _, o := range p.people {
		if o.status == unemployed {
			counts[p.facts.municipalities[o.municipality].code]++
		}
	}
	return counts
}
