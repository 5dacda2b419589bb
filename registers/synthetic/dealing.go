package synthetic

// enrol makes the clientships (asiakkuus): each holds one or more job
// searches, a long pause between two often ends it.
func (l *life) enrol() {
	d, f := &l.dice, &l.file
	for i, s := range l.searches {
		if i > 0 {
			before := &f.Clientships[len(f.Clientships)-1]
			if gap := s.start - l.searches[i-1].end; gap <= 90 || gap <= 400 && d.chance(0.5) {
				before.End = s.end
				continue
			}
			before.End = min(before.End+Date(d.below(45)), s.start-15)
		}
		start := s.start - Date(d.below(10))
		f.Clientships = append(f.Clientships, Clientship{Start: start, End: s.end})
	}
	if last := &f.Clientships[len(f.Clientships)-1]; last.End != 0 {
		last.End = min(last.End+Date(d.below(45)), CountDay-1)
	}
	l.recorders = recordersOf(l.home.office, d)
	for i := range f.Clientships {
		c := &f.Clientships[i]
		c.ID = l.id(i)
		c.Entry = l.entry(c.Start)
		until := c.End
		if until == 0 {
			until = CountDay
		}
		if d.chance(0.85) {
			c.ServiceLine, c.ServiceOn = serviceLines.draw(d), c.Start+Date(d.below(min(90, int(until-c.Start)+1)))
		}
		c.ContactMode, c.ContactOn = contactModes.draw(d), until-Date(d.below(min(120, int(until-c.Start)+1)))
	}
}

// record makes the job searches and employment-code spells of the tiles.
func (l *life) record() {
	d, f := &l.dice, &l.file
	occupation := l.population.facts.occupation(d)
	for i, s := range l.searches {
		if d.chance(0.15) {
			occupation = l.population.facts.occupation(d)
		}
		f.JobSearches = append(f.JobSearches, JobSearch{ID: l.id(i), Start: s.start, End: s.end, Occupation: occupation, Entry: l.entry(s.start)})
		parts := l.parts[s.from:s.to]
		for j, part := range parts {
			spell := Spell{ID: l.id(len(f.Spells)), Code: part.code, Start: part.start, End: part.end, Entry: l.entry(part.start)}
			if part.end != 0 && spell.Unemployed() {
				next := ""
				if j+1 < len(parts) {
					next = parts[j+1].code
				}
				spell.EndReason = endReasons[next].draw(d)
				if part.code == laidOffCode && (next == "" || next == workingCode) {
					spell.EndReason = "02"
				}
			}
			f.Spells = append(f.Spells, spell)
		}
	}
}

// serve makes the service periods: one for each spell in an
// employment-promoting service, and now and then a short one while unemployed.
func (l *life) serve() {
	d, f := &l.dice, &l.file
	add := func(kinds mix, from, to Date) {
		s := ServicePeriod{ID: l.id(len(f.Services)), Kind: kinds.draw(d), Start: from, End: to, Entry: l.entry(from)}
		if s.Kind == integrationKind && !l.outline.foreign {
			s.Kind = trainingKind
		}
		s.Provider, s.Service = l.population.supply(s.Kind, from, d)
		f.Services = append(f.Services, s)
	}
	for _, s := range f.Spells {
		length := s.End - s.Start
		if s.End == 0 {
			length = CountDay - s.Start
		}
		switch {
		case s.Code == serviceCode:
			add(serviceKinds, s.Start, s.End)
		case s.Code == placedCode:
			add(placingKinds, s.Start, s.End)
		case s.Code == unemployedCode && length > 100 && d.chance(0.25):
			from := s.Start + Date(d.between(30, 60))
			add(shortKinds, from, from+Date(d.between(4, 30)))
		}
	}
}

// plan makes the plans of each job search: one in its first weeks, the next
// when the one before is due for review.
func (l *life) plan() {
	d, f := &l.dice, &l.file
	for _, s := range f.JobSearches {
		until := s.End
		if until == 0 {
			until = CountDay
		}
		on := s.Start + Date(d.between(3, 30))
		for n := 0; on <= until && n < 4; n++ {
			kind := planKinds.draw(d)
			switch long := on-s.Start > 400; {
			case l.outline.foreign && d.chance(0.3):
				kind = "04"
			case long && d.chance(0.25):
				kind = "03"
			}
			review := on + Date(d.between(150, 260))
			f.Plans = append(f.Plans, Plan{ID: l.id(len(f.Plans)), Kind: kind, Signed: on, ReviewOn: review, Entry: l.entry(on)})
			on = review + Date(d.between(0, 200))
		}
	}
}

// offersApart is the mean time between two job offers of a search, in days.
const offersApart = 230

// offer makes the job offers: of vacancies reported in the person's region
// during the search, soon after the report.
func (l *life) offer() {
	d, f := &l.dice, &l.file
	for _, s := range f.JobSearches {
		until := s.End
		if until == 0 {
			until = CountDay
		}
		on := s.Start + Date(d.exponential(offersApart))
		for n := 0; on <= until && n < 12; n++ {
			number, v, found := l.population.vacancyNear(l.home.area, on, d)
			day := max(on, v.reported)
			if found && day <= until && (v.closed == 0 || day < v.closed) {
				o := Offer{ID: l.id(len(f.Offers)), Employer: employerID(int(v.firm)), Vacancy: vacancyID(number), Offered: day, Entry: l.entry(day)}
				o.Result = offerResult.draw(d)
				if CountDay-day < 25 && d.chance(0.8) {
					o.Result = offerPending.draw(d)
				}
				f.Offers = append(f.Offers, o)
				on = day
			}
			on += 3 + Date(d.exponential(offersApart))
		}
	}
}

// close writes into every row from which day it is to be removed: four years
// after the end of the latest clientship, and no day while one goes on (4.3a).
func (l *life) close() {
	f := &l.file
	var removable Date
	if end := f.Clientships[len(f.Clientships)-1].End; end != 0 {
		removable = end.addYears(4)
	}
	f.Person.RemovableFrom = removable
	f.Rows.mark(f.Person.ID, removable)
	mark(f.Identifiers, func(r *Identifier) *Entry { return &r.Entry }, removable)
	mark(f.Clientships, func(r *Clientship) *Entry { return &r.Entry }, removable)
	mark(f.JobSearches, func(r *JobSearch) *Entry { return &r.Entry }, removable)
	mark(f.Spells, func(r *Spell) *Entry { return &r.Entry }, removable)
	mark(f.Plans, func(r *Plan) *Entry { return &r.Entry }, removable)
	mark(f.Offers, func(r *Offer) *Entry { return &r.Entry }, removable)
	mark(f.Services, func(r *ServicePeriod) *Entry { return &r.Entry }, removable)
}

func mark[R any](rows []R, entry func(*R) *Entry, removable Date) {
	for i := range rows {
		entry(&rows[i]).RemovableFrom = removable
	}
}
