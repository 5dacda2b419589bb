package synthetic

import "slices"

// A stretch is a time in one employment code; of 0 it is open.
type stretch struct {
	code       string
	start, end Date
}

// A search is a job search; parts[from:to] of its life tile it.
type search struct {
	start, end Date // end is 0 while open
	from, to   int
}

// A life makes one person's file after another.
type life struct {
	population *Population
	number     int
	outline    outline
	home       *municipality
	dice       dice
	file       File
	without    []stretch // spells of unemployment, layoffs included
	searches   []search
	parts      []stretch
	recorders  [2]string
}

func (l *life) live(number int) {
	p := l.population
	l.number, l.outline, l.dice = number, p.people[number], newDice(p.seed, diceLife, number)
	l.home = &p.facts.municipalities[l.outline.municipality]
	f := &l.file
	*f = File{Identifiers: f.Identifiers[:0], Clientships: f.Clientships[:0], JobSearches: f.JobSearches[:0],
		Spells: f.Spells[:0], Plans: f.Plans[:0], Offers: f.Offers[:0], Services: f.Services[:0], Rows: f.Rows}
	l.walkBack()
	l.tile()
	l.enrol()
	l.identify()
	l.describe()
	l.record()
	l.serve()
	l.plan()
	l.offer()
	l.extend()
	l.close()
}

// grownUp is the day the person reaches working age.
func (l *life) grownUp() Date { return l.outline.birth + Date(workingAge*365.25) + 1 }

// walkBack draws the spells of unemployment from the count day backwards, by
// the steps of the person's region and temper, and puts them in order of time.
func (l *life) walkBack() {
	d := &l.dice
	temper, now := shortTerm, l.outline.status == unemployed
	if now && d.chance(longAmongUnemployed) || !now && d.chance(longAmongOthers) {
		temper = longTerm
	}
	steps := &l.population.steps[l.home.area][temper]
	grown := l.grownUp()
	l.without = l.without[:0]
	end := Date(0)
	for m := months - 1; ; m-- {
		if m == 0 || countDays[m-1] < grown {
			if now {
				back := Date(d.exponential([tempers]float64{120, 700}[temper]))
				if m > 0 {
					back = Date(d.below(int(countDays[m] - countDays[m-1])))
				}
				l.without = append(l.without, stretch{"", max(countDays[m]-back, min(grown, countDays[m])), end})
			}
			break
		}
		before, today := countDays[m-1], countDays[m]
		switch s := steps[m]; {
		case now && d.chance(s.fresh):
			l.without = append(l.without, stretch{"", today - Date(d.below(int(today-before))), end})
			now = false
		case !now && d.chance(s.ended):
			end = before + Date(d.below(int(today-before)))
			now = true
		}
	}
	slices.Reverse(l.without)
	for i := range l.without {
		l.without[i].code = unemployedCode
		if l.laidOff(l.without[i]) {
			l.without[i].code = laidOffCode
		}
	}
}

var pandemic = dateOf(2020, 3, 10)

// laidOff draws whether a spell is a layoff (lomautus): rare before the spring
// of 2020, the rule in it, a third of what had begun since and still went on.
func (l *life) laidOff(s stretch) bool {
	switch {
	case s.start < pandemic && s.end == 0:
		return l.dice.chance(0.015)
	case s.start < pandemic:
		return l.dice.chance(0.09)
	case s.end == 0:
		return l.dice.chance(0.29)
	}
	return l.dice.chance(0.60)
}

// tile makes job searches of the spells of unemployment: what lies between two
// either belongs to the same search, under other codes, or ends it.
func (l *life) tile() {
	d := &l.dice
	l.searches, l.parts = l.searches[:0], l.parts[:0]
	for i, s := range l.without {
		var open bool // whether the search goes on from the spell before
		if i > 0 {
			gap := s.start - l.without[i-1].end - 1
			open = gap <= 45 || gap <= 500 && d.chance(0.62)
			if open {
				l.fill(l.without[i-1].end+1, s.start-1, occupied)
			} else {
				l.tail(l.without[i-1].end, s.start-30)
			}
		}
		if !open {
			l.begin()
			if lead := Date(d.between(5, 120)); d.chance(0.25) && s.start-lead >= l.grownUp() && l.free(s.start-lead) {
				l.fill(s.start-lead, s.start-1, occupied)
			}
		}
		l.unemployed(s)
	}
	last := Date(0)
	if n := len(l.without); n > 0 {
		last = l.without[n-1].end
	}
	switch l.outline.status {
	case seeking:
		l.seekOn(last)
	case former:
		l.goOut(last)
	}
}

// seekOn leaves a search open on the count day that is not unemployment.
func (l *life) seekOn(last Date) {
	d := &l.dice
	if last > 0 && (CountDay-last < 60 || CountDay-last < 400 && d.chance(0.7)) {
		l.fill(last+1, 0, occupied)
		return
	}
	if last > 0 {
		l.tail(last, CountDay-60)
		last = l.searches[len(l.searches)-1].end + 20
	}
	start := CountDay - Date(d.exponential(260))
	start = min(max(start, last+1, l.grownUp(), countDays[0]), CountDay)
	l.begin()
	l.fill(start, 0, occupied)
}

// goOut ends the last search, and sees to it that there is one within the four
// years for which the register keeps its clients; a few are left for removal.
func (l *life) goOut(last Date) {
	d := &l.dice
	if last > 0 {
		l.tail(last, CountDay-1)
		last = l.searches[len(l.searches)-1].end
	}
	kept := CountDay.addYears(-4) + 40
	if last >= kept || last > 0 && d.chance(0.03) {
		return
	}
	first := max(kept, l.grownUp(), last+30)
	end := max(first, CountDay-3) - Date(d.below(int(CountDay-3-first)))
	end = max(end, first)
	start := max(end-Date(15+d.exponential(150)), l.grownUp(), last+20)
	l.begin()
	l.fill(min(start, end), end, leftWork)
}

// begin starts a new search; add gives it its stretches.
func (l *life) begin() { l.searches = append(l.searches, search{}) }

// free says whether d is well after the search before the one just begun.
func (l *life) free(d Date) bool {
	n := len(l.searches)
	return n < 2 || l.searches[n-2].end+15 < d
}

func (l *life) add(s stretch) {
	it := &l.searches[len(l.searches)-1]
	if it.start == 0 {
		it.start, it.from = s.start, len(l.parts)
	}
	l.parts = append(l.parts, s)
	it.end, it.to = s.end, len(l.parts)
}

// unemployed adds a spell of unemployment; a long layoff may turn into
// unemployment on the way.
func (l *life) unemployed(s stretch) {
	length := CountDay - s.start
	if s.end != 0 {
		length = s.end - s.start
	}
	if s.code == laidOffCode && s.end != 0 && length > 90 && l.dice.chance(0.25) {
		turn := s.start + 60 + Date(l.dice.below(int(length-75)))
		l.add(stretch{laidOffCode, s.start, turn - 1})
		s.start, s.code = turn, unemployedCode
	}
	l.add(s)
}

// fill tiles from–to (open when to is 0) with other codes of a mix.
func (l *life) fill(from, to Date, codes mix) {
	last := ""
	for {
		code := codes.draw(&l.dice)
		if code == last {
			code = workingCode
			if last == workingCode {
				code = outsideCode
			}
		}
		last = code
		length := Date(20 + l.dice.exponential(130))
		until := to
		if until == 0 {
			until = CountDay
		}
		if until-from <= length+14 {
			l.add(stretch{code, from, to})
			return
		}
		l.add(stretch{code, from, from + length})
		from += length + 1
	}
}

// tail lets the search that ended in unemployment on last go on for a while
// under another code, at most to the limit.
func (l *life) tail(last, limit Date) {
	if length := Date(10 + l.dice.exponential(60)); l.dice.chance(0.35) && last+length <= limit {
		l.fill(last+1, last+length, leftWork)
	}
}
