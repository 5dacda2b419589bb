package synthetic

var (
	firstNeeds  = newMix("01", 34, "02", 28, "03", 8, "04", 14, "05", 3, "06", 4, "07", 1, "08", 4, "09", 1, "10", 3)
	laterNeeds  = newMix("01", 14, "02", 24, "03", 12, "04", 20, "05", 2, "06", 9, "08", 12, "09", 6, "10", 1)
	tasks       = newMix("A", 30, "B", 18, "C", 16, "D", 9, "E", 6, "F", 7, "G", 4, "I", 4, "J", 2, "K", 2, "L", 2)
	needTexts   = []string{"Työnhakutaidot ovat ajan tasalla.", "Tarvitsee tukea hakemusten tekemiseen.", "Ammattitaitoa päivitetään.", "Suunta on vielä avoin.", "Hakee ensisijaisesti oman alan työtä."}
	assessments = newMix("01", 45, "02", 30, "03", 15, "04", 7, "05", 3)
	recommends  = map[string]mix{"01": newMix("03", 40, "04", 50, "08", 10), "02": newMix("06", 45, "08", 35, "09", 20),
		"03": newMix("04", 80, "02", 20), "04": newMix("07", 70, "04", 30), "05": newMix("05", 75, "01", 25)}
	assessors = []string{"psykologi", "kuntoutusasiantuntija", "työkykykoordinaattori", "uraohjaaja", "kielitestaaja"}
	others    = newMix("01", 22, "02", 14, "03", 20, "04", 14, "05", 18, "06", 4, "07", 8)
	arrangers = map[string]mix{"01": newMix("01", 60, "05", 40), "02": newMix("01", 90, "05", 10), "03": newMix("02", 60, "03", 40),
		"04": newMix("01", 85, "05", 15), "05": newMix("05", 50, "01", 30, "04", 20), "06": newMix("04", 100), "07": newMix("06", 70, "05", 30)}
)

// needs makes the assessments of service need, the tasks of the plans, other
// services, and expert assessments.
func (l *life) needs() {
	d, f := &l.dice, &l.file
	for _, s := range f.JobSearches {
		on := s.Start + Date(d.between(0, 14))
		for n := 0; on <= ended(s.End) && n < 5; n++ {
			need, next := firstNeeds.draw(d), on+Date(d.between(90, 200))
			if n > 0 {
				need = laterNeeds.draw(d)
			}
			if l.outline.foreign && d.chance(0.4) {
				need = "07"
			}
			note := ""
			if d.chance(0.3) {
				note = oneOf(needTexts, d)
			}
			l.put(serviceNeedTable, on, day(on), text(need), day(next), text(note))
			on = next + Date(d.exponential(650))
		}
	}
	for i := range f.Plans {
		p := &f.Plans[i]
		if p.Kind != "03" && p.Kind != "04" && d.chance(0.4) {
			continue // no task beyond the ordinary search for work
		}
		last := ""
		for range d.between(1, 2) {
			task := tasks.draw(d)
			if l.outline.foreign && d.chance(0.3) {
				task = "H"
			}
			if task == last {
				continue
			}
			last = task
			due, done := p.Signed+Date(d.between(20, 120)), Value{}
			if due < CountDay-20 && d.chance(0.9) {
				done = flag(d.chance(0.74))
			}
			l.put(planTaskTable, p.Signed, link(p.ID), day(p.Signed), text(task), day(due), done)
		}
	}
	for _, s := range f.Spells {
		if s.Code != unemployedCode || ended(s.End)-s.Start < 150 {
			continue
		}
		if d.chance(0.06) {
			on, kind := s.Start+Date(d.between(60, 140)), others.draw(d)
			if l.age(on) > 29 && kind <= "02" || kind == "06" && !l.outline.foreign {
				kind = "05"
			}
			if l.outline.foreign && d.chance(0.3) {
				kind = "06"
			}
			end := on + Date(d.between(20, 180))
			if end > ended(s.End) {
				end = s.End
			}
			l.put(otherServiceTable, on, day(on), day(end), text(kind), text(arrangers[kind].draw(d)))
		}
	}
	for _, s := range f.Services {
		if s.Kind == "11" || s.Kind == "10" && d.chance(0.3) {
			kind := assessments.draw(d)
			l.putFrom("provider", expertAssessmentTable, s.Start, day(s.Start), text(kind), flag(kind == "01" && d.chance(0.5)),
				text(recommends[kind].draw(d)), text(assessors[int(kind[1]-'1')]), text("Arviointi on tehty ja käyty läpi asiakkaan kanssa."))
		}
	}
}

var (
	introduced    = newMix("01", 26, "02", 14, "03", 40, "04", 12, "05", 8)
	healthKinds   = newMix("01", 38, "02", 12, "03", 34, "04", 16)
	diagnoses     = newMix("05", 30, "13", 38, "06", 7, "09", 7, "10", 4, "04", 4, "02", 2, "11", 2, "12", 2, "19", 4)
	capacities    = newMix("02", 62, "04", 26, "03", 9, "01", 3)
	healthGrounds = []string{
		"Rajoite vaikuttaa siihen, mihin työhön asiakas voidaan ohjata, ja tieto tarvitaan palvelun valintaan.",
		"Tieto on välttämätön työkokeilun sovittamiseksi asiakkaan työkykyyn.",
		"Palkkatuen kesto arvioidaan työkyvyn perusteella, eikä sitä voi ratkaista ilman tietoa.",
		"Työolosuhteiden järjestelyä ei voi suunnitella ilman tietoa rajoitteesta.",
	}
)

// introduced makes the introductions to employers: of jobs offered nearby.
func (l *life) introduced() {
	d := &l.dice
	for _, s := range l.file.JobSearches {
		if !d.chance(0.10) {
			continue
		}
		on := l.during(s.Start, s.End)
		n, v, found := l.population.vacancyNear(l.home.area, on, d)
		if on = max(on, v.reported); !found || on > ended(s.End) || v.closed != 0 && on >= v.closed {
			continue
		}
		result := introduced.draw(d)
		if CountDay-on > 60 && result == "05" {
			result = "03"
		}
		l.putFrom("office", introductionTable, on, link(employerID(int(v.firm))), link(vacancyID(n)), day(on), text(result))
	}
}

// ill makes the health entries: few, only where a limit affects employment and
// the entry is indispensable, each with its ground (3.1.7).
func (l *life) ill() {
	d, f := &l.dice, &l.file
	chance := 0.012
	if f.Person.Disability {
		chance = 0.55
	}
	c := f.Clientships[len(f.Clientships)-1]
	if !d.chance(chance) || ended(c.End)-c.Start < 40 {
		return
	}
	on, kind := l.during(c.Start+5, c.End), healthKinds.draw(d)
	diagnosis := ""
	if kind <= "02" {
		diagnosis = diagnoses.draw(d)
	}
	l.putFrom("person", healthEntryTable, on, day(on), day(c.End), text(kind), text(diagnosis), text(capacities.draw(d)),
		flag(true), flag(true), text(oneOf(healthGrounds, d)))
}
