package synthetic

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"
)

// A firm is the plan of an employer: where it is and which openings are its own.
type firm struct {
	municipality uint16
	from, to     int32 // openings[from:to]
}

// An opening is the plan of a vacancy.
type opening struct {
	firm             int32
	reported, closed Date
	municipality     uint16
	occupation       uint16
	positions        uint16
}

// reportedShare is how many of a month's open positions become a vacancy that
// has been reported in it and closed since.
const reportedShare = 0.12

// planEmployers plans the vacancies: on the count day the open positions of
// each municipality are the published number, scaled by persons; before it,
// vacancies follow each region's monthly level. Then it shares them out to
// employers of the same municipality.
func (p *Population) planEmployers(persons int) error {
	f, d := p.facts, newDice(p.seed, diceEmployer, -1)
	full := fullScale(f)
	published := make([]int, len(f.municipalities))
	sum := 0
	byArea := make([][]int, len(f.areas))
	for i, m := range f.municipalities {
		published[i] = m.openVacancies
		sum += m.openVacancies
		byArea[m.area] = append(byArea[m.area], i)
	}
	add := func(m int, reported, closed Date, positions int) {
		p.openings = append(p.openings, opening{reported: reported, closed: closed, municipality: uint16(m),
			occupation: uint16(f.openVacancies.turn(&d)), positions: uint16(positions)})
	}
	for m, left := range apportion((sum*persons+full/2)/full, published) {
		for left > 0 {
			n := min(positions(&d), left)
			add(m, CountDay-Date(min(d.exponential(30), 300)), 0, n)
			left -= n
		}
	}
	for a, area := range f.areas {
		weights := make([]float64, len(byArea[a]))
		for i, m := range byArea[a] {
			weights[i] = float64(f.municipalities[m].openVacancies) + 0.5
		}
		where := newWheel(weights)
		for month, level := range area.openVacancies {
			expected := float64(level) * reportedShare * float64(persons) / float64(full)
			n := int(expected)
			if d.chance(expected - float64(n)) {
				n++
			}
			for range n {
				reported := countDays[month] - Date(d.below(28))
				closed := min(reported+Date(d.between(7, 75)), CountDay-1)
				if closed > reported {
					add(byArea[a][where.turn(&d)], reported, closed, positions(&d))
				}
			}
		}
	}
	slices.SortStableFunc(p.openings, func(a, b opening) int { return cmp.Compare(a.municipality, b.municipality) })
	return p.shareOut(&d)
}

// shareOut makes an employer for every six vacancies of a municipality or part
// of six, and files the vacancies by area and month of report.
func (p *Population) shareOut(d *dice) error {
	for from := 0; from < len(p.openings); {
		to, m := from, p.openings[from].municipality
		for to < len(p.openings) && p.openings[to].municipality == m {
			to++
		}
		here, first := (to-from+5)/6, len(p.firms)
		for i := from; i < to; i++ {
			p.openings[i].firm = int32(first + d.below(here))
		}
		slices.SortStableFunc(p.openings[from:to], func(a, b opening) int {
			return cmp.Or(cmp.Compare(a.firm, b.firm), cmp.Compare(a.reported, b.reported))
		})
		for i := from; i < to; {
			f := firm{municipality: m, from: int32(i)}
			owner := p.openings[i].firm
			for i < to && p.openings[i].firm == owner {
				p.openings[i].firm = int32(len(p.firms))
				i++
			}
			f.to = int32(i)
			p.firms = append(p.firms, f)
		}
		from = to
	}
	if len(p.firms) > mostFirms {
		return fmt.Errorf("%d employers: more than there are invented Y-tunnus for", len(p.firms))
	}
	p.reported = make([][]int32, len(p.facts.areas)*months)
	for i, o := range p.openings {
		at := p.facts.municipalities[o.municipality].area*months + monthOf(o.reported)
		p.reported[at] = append(p.reported[at], int32(i))
	}
	return nil
}

// Y-tunnus: employers from 9000000, providers from 9900000.
const (
	employersFrom = 9_000_000
	providersFrom = 9_900_000
	mostFirms     = 800_000
	mostProviders = 80_000
)

func positions(d *dice) int {
	switch n := d.below(100); {
	case n < 76:
		return 1
	case n < 94:
		return d.between(2, 3)
	}
	return d.between(4, 10)
}

// monthOf is the month, counted from January 2016, whose count day is the
// first on or after d; a day outside the history has the nearest.
func monthOf(d Date) int {
	i, _ := slices.BinarySearch(countDays[:], d)
	return min(i, months-1)
}

// vacancyNear draws a vacancy of an area reported in the month of a day.
func (p *Population) vacancyNear(area int, on Date, d *dice) (int, opening, bool) {
	list := p.reported[area*months+monthOf(on)]
	if len(list) == 0 {
		return 0, opening{}, false
	}
	n := int(list[d.below(len(list))])
	return n, p.openings[n], true
}

// EmployerFiles makes the employer files from, from+1, … to−1. The file is
// used again for the next one: copy what is to be kept.
func (p *Population) EmployerFiles(from, to int) iter.Seq[*EmployerFile] {
	return func(yield func(*EmployerFile) bool) {
		var file EmployerFile
		for i := from; i < to; i++ {
			p.employer(i, &file)
			if !yield(&file) {
				return
			}
		}
	}
}

func (p *Population) employer(number int, file *EmployerFile) {
	d, f := newDice(p.seed, diceEmployer, number), p.firms[number]
	home := &p.facts.municipalities[f.municipality]
	recorders := recordersOf(home.office, &d)
	entry := func(on Date, removable Date) Entry {
		e := newEntry(home.office, employerSources.draw(&d), recorders[d.below(2)], on, p.day, &d)
		e.RemovableFrom = removable
		return e
	}
	start, end := p.firmSpan(number)
	var removable Date
	if end != 0 {
		removable = end.addYears(4)
	}
	e := Employer{ID: employerID(number), BusinessID: businessID(employersFrom, number), Municipality: home.code,
		Name: firmName(firmTrades, home.language == "2" || home.language == "3", &d), Industry: industries.draw(&d), Start: start, End: end}
	e.Entry = entry(e.Start, removable)
	file.Employer, file.Vacancies = e, file.Vacancies[:0]
	for i, o := range p.openings[f.from:f.to] {
		n := int(f.from) + i
		file.Vacancies = append(file.Vacancies, Vacancy{ID: vacancyID(n), NoticeNumber: strconv.Itoa(10_000_000 + n),
			Occupation: p.facts.occupations[o.occupation], Municipality: home.code, Reported: o.reported, Closed: o.closed,
			Positions: int(o.positions), WorkingTime: workingTimes.draw(&d), Duration: durations.draw(&d),
			Relation: relations.draw(&d), SummerJob: d.chance(0.05), Apprenticeship: d.chance(0.02),
			Entry: entry(o.reported, removable)})
	}
	p.serveEmployer(number, file, &d, func(on Date) Entry { return entry(on, removable) })
}
