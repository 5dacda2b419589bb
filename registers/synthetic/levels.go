package synthetic

// A temper is how long a person tends to stay unemployed. With one temper for
// all, few would be unemployed for a year and many change every month.
const (
	shortTerm = iota
	longTerm
	tempers
)

const (
	longAmongUnemployed = 0.48 // on the count day
	longAmongOthers     = 0.14
)

// leaving is the least share of the unemployed of a temper who were not yet
// unemployed a month before.
var leaving = [tempers]float64{0.11, 0.008}

// A step takes one month backwards: unemployed at its end, fresh is the
// probability of not having been so at its start; not unemployed at its end,
// ended is that of having been so.
type step struct{ fresh, ended float64 }

// steps[area][temper][m] leads from the count day of month m to that of m−1.
type steps [][tempers][months]step

// longShape is the stock of the long-term temper against that of October 2020:
// high in 2016, lowest in 2019.
func longShape(m int) float64 {
	points := [...]struct {
		month int
		level float64
	}{{0, 1.25}, {24, 0.90}, {42, 0.74}, {50, 0.78}, {months - 1, 1}}
	for i := 1; i < len(points); i++ {
		if a, b := points[i-1], points[i]; m <= b.month {
			return a.level + (b.level-a.level)*float64(m-a.month)/float64(b.month-a.month)
		}
	}
	return 1
}

// newSteps finds the steps by which the expected number of unemployed of each
// area is the published one on every count day. The walk goes backwards, from
// the day on which the count is exact: with p the share of unemployed,
//
//	p(m−1) = p(m)·(1−fresh) + (1−p(m))·ended
//
// grown is the share of the population that has reached working age by each
// count day; persons counts each area at full scale.
func newSteps(f *facts, persons []int, grown *[months]float64) steps {
	all := make(steps, len(f.areas))
	const last = months - 1
	for a, area := range f.areas {
		final := float64(area.unemployed[last])
		others := float64(persons[a]) - final
		var heads [tempers]float64
		heads[longTerm] = longAmongUnemployed*final + longAmongOthers*others
		heads[shortTerm] = float64(persons[a]) - heads[longTerm]

		share := func(temper, m int) float64 {
			level := float64(area.unemployed[m])
			long := min(longAmongUnemployed*final*longShape(m), 0.6*level)
			if m == last {
				long = longAmongUnemployed * final
			}
			if temper == shortTerm {
				long = level - long
			}
			return min(long/(heads[temper]*grown[m]), 0.95)
		}
		for t := range tempers {
			for m := last; m > 0; m-- {
				now, before := share(t, m), share(t, m-1)
				fresh := max(leaving[t], 1-0.97*before/now)
				all[a][t][m] = step{fresh, min(max((before-now*(1-fresh))/(1-now), 0), 1)}
			}
		}
	}
	return all
}
