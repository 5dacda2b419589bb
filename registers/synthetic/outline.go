package synthetic

import (
	"fmt"
	"math"
)

// An ageBand is a share of a status between two ages, the upper not included.
type ageBand struct {
	share    float64
	from, to int
}

// Ages on the count day: of the unemployed 13 % under 25 and a third over 50.
var ages = [statuses][]ageBand{
	unemployed: {{0.01, 17, 19}, {0.12, 19, 25}, {0.125, 25, 30}, {0.235, 30, 40}, {0.18, 40, 50}, {0.18, 50, 60}, {0.15, 60, 66}},
	seeking:    {{0.02, 17, 19}, {0.15, 19, 25}, {0.14, 25, 30}, {0.26, 30, 40}, {0.20, 40, 50}, {0.17, 50, 60}, {0.06, 60, 66}},
	former:     {{0.01, 17, 19}, {0.17, 19, 25}, {0.17, 25, 30}, {0.25, 30, 40}, {0.18, 40, 50}, {0.14, 50, 60}, {0.08, 60, 67}},
}

var men = [statuses]float64{0.56, 0.49, 0.51}

// workingAge is the age from which a person may be a jobseeker here.
const workingAge = 16

// foreignShare is the share of foreign citizens by region; 0.07 elsewhere.
var foreignShare = map[string]float64{"01": 0.19, "02": 0.13, "06": 0.10, "09": 0.10, "15": 0.17, "21": 0.16}

// outlinePeople gives each person a municipality, status, birth date, sex and
// place in the row of henkilötunnus. Municipalities and statuses are counted
// exactly and then shuffled, so that nothing follows from the order of files.
func (p *Population) outlinePeople(persons int) error {
	f := p.facts
	cells := make([]int, 0, len(f.municipalities)*int(statuses))
	for s := range statuses {
		for _, m := range f.municipalities {
			cells = append(cells, headcount(m, s))
		}
	}
	parts := byStatus(cells, persons)
	p.people = make([]outline, 0, persons)
	for i, n := range parts {
		o := outline{municipality: uint16(i % len(f.municipalities)), status: status(i / len(f.municipalities))}
		for range n {
			p.people = append(p.people, o)
		}
	}
	d := newDice(p.seed, diceShuffle, 0)
	for i := len(p.people) - 1; i > 0; i-- {
		j := d.below(i + 1)
		p.people[i], p.people[j] = p.people[j], p.people[i]
	}
	var bands [statuses]wheel
	for s, list := range ages {
		weights := make([]float64, len(list))
		for i, b := range list {
			weights[i] = b.share
		}
		bands[s] = newWheel(weights)
	}
	used := map[int32]uint16{}
	take := func(o *outline) (uint16, error) {
		key := int32(o.birth) * 2
		if o.female {
			key++
		}
		used[key]++
		if n := used[key]; int(n) <= codesPerBirth {
			return n, nil
		}
		return 0, fmt.Errorf("more than %d persons of one sex born on one day: no artificial henkilötunnus is left", codesPerBirth)
	}
	for i := range p.people {
		o := &p.people[i]
		d := newDice(p.seed, diceOutline, i)
		band := ages[o.status][bands[o.status].turn(&d)]
		o.birth = CountDay - Date(float64(band.from)*365.25+d.float()*float64(band.to-band.from)*365.25) - 2
		o.female = !d.chance(men[o.status])
		share, known := foreignShare[f.municipalities[o.municipality].region]
		if !known {
			share = 0.07
		}
		o.foreign = d.chance(share)
		var err error
		if o.foreign && d.chance(0.15) || d.chance(0.01) {
			if o.earlier, err = take(o); err != nil {
				return err
			}
		}
		if o.ordinal, err = take(o); err != nil {
			return err
		}
	}
	return nil
}

// byStatus scales full-scale cells: each status keeps its share of the persons,
// and within it each municipality.
func byStatus(cells []int, persons int) []int {
	per := len(cells) / int(statuses)
	sums := make([]int, statuses)
	for i, c := range cells {
		sums[i/per] += c
	}
	parts := make([]int, 0, len(cells))
	for s, n := range apportion(persons, sums) {
		parts = append(parts, apportion(n, cells[s*per:(s+1)*per])...)
	}
	return parts
}

// grown is the share of persons who have reached working age by each count day.
func (p *Population) grown() *[months]float64 {
	var born [months]int // persons who reach it between count day m−1 and m
	for _, o := range p.people {
		at := o.birth + Date(math.Ceil(workingAge*365.25))
		for m, day := range countDays {
			if at <= day {
				born[m]++
				break
			}
		}
	}
	var shares [months]float64
	sum := 0
	for m, n := range born {
		sum += n
		shares[m] = max(float64(sum)/float64(max(len(p.people), 1)), 0.5)
	}
	return &shares
}
