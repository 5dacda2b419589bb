package synthetic

var (
	granted    = newMix("01", 88, "02", 12)
	notGranted = newMix("03", 78, "04", 22)
	percents   = []int{30, 40, 50, 50, 50, 100}
	findings   = newMix("01", 88, "02", 6, "03", 2, "04", 1, "05", 3)
	trialEnds  = newMix("01", 62, "02", 14, "03", 10, "04", 9, "05", 3, "06", 2)
	fillings   = newMix("03", 6, "04", 80, "05", 14)

	notChosen   = newMix("02", 18, "03", 58, "04", 24)
	offerOfElse = map[string]mix{"01": newMix("02", 100), "02": newMix("03", 80, "05", 20), "03": newMix("03", 100), "04": newMix("04", 90, "05", 10), "05": newMix("06", 100)}
)

// assisted makes what the person and employers or providers have between them:
// pay subsidies, work trials, filled vacancies, and applications to services
// and trainings. The employers' and the providers' part are rows of their own
// registers, with their office and their clock of removal.
func (l *life) assisted() {
	for i := range l.file.Services {
		switch s := &l.file.Services[i]; {
		case s.Kind == "04":
			l.subsidise(s)
		case s.Kind == "03" && s.Service == 0:
			l.tryOut(s)
		case s.Service != 0 && (s.Kind == trainingKind || s.Kind == integrationKind):
			l.train(s.Service, s.Start, "01")
		case s.Service != 0 && l.dice.chance(0.7):
			l.apply(s.Service, s.Start, "01")
		}
	}
	l.offeredElse()
	for i := range l.file.Offers {
		if o := &l.file.Offers[i]; o.Result == "01" {
			l.filled(o)
		}
	}
}

// between adds a row of an employer's register to the person's file; none when
// the employer was no client on the first or the last of the row's days.
func (l *life) between(firm int32, source string, table *Table, on, last Date, values ...Value) int64 {
	p, d := l.population, &l.dice
	start, end := p.firmSpan(int(firm))
	if on < start || end != 0 && end < last || !l.file.Rows.room(table) {
		return 0
	}
	office := p.facts.municipalities[p.firms[firm].municipality].office
	e := newEntry(office, source, recordersOf(office, d)[0], on, p.day, d)
	if end != 0 {
		e.RemovableFrom = end.addYears(4)
	}
	return l.file.Rows.put(table, employerID(int(firm)), e, values...)
}

// placeNear draws a pay-subsidy place, or at least an employer, nearby.
func (l *life) placeNear(on Date) (number int, v opening, place, found bool) {
	for range 10 {
		if number, v, found = l.population.vacancyNear(l.home.area, on, &l.dice); !found {
			return
		}
		if place = l.population.hasPlace(number); place && v.reported <= on && (v.closed == 0 || on < v.closed) {
			return
		}
	}
	return number, v, false, found
}

// subsidise makes a pay subsidy: the offer, the decision, the payments of each
// month, and the follow-up.
func (l *life) subsidise(s *ServicePeriod) {
	d := &l.dice
	offered := max(s.Start-Date(d.below(15)), l.clientship(s.Start).Start)
	number, v, place, found := l.placeNear(offered)
	if !found {
		return
	}
	var placeID int64
	if place {
		placeID = vacancyID(number)
		l.putFrom("office", subsidyOfferTable, offered, link(employerID(int(v.firm))), link(placeID), day(offered), text("01"))
	}
	last := ended(s.End)
	monthly, percent := d.between(450, 1_400), percents[d.below(len(percents))]
	most := monthly * (int(last-s.Start)/30 + 1)
	decided := max(s.Start-Date(d.below(8)), offered)
	decision := l.between(v.firm, "employer", subsidyDecisionTable, decided, last, link(placeID), link(l.file.Person.ID), day(decided),
		day(s.Start), day(s.End), text(granted.draw(d)), integer(percent), euros(most))
	if decision == 0 {
		return
	}
	for paid, n := s.Start+Date(d.between(32, 45)), 0; paid <= min(last+40, CountDay) && n < 14; n++ {
		l.between(v.firm, "office", subsidyPaymentTable, paid, last, link(decision), day(paid), cents(monthly*100-d.below(20_000)), text(""))
		paid += 30
	}
	if d.chance(0.3) && last > s.Start+30 {
		on, finding := s.Start+Date(d.below(int(last-s.Start))), findings.draw(d)
		reclaimed := Value{}
		if finding > "01" && finding < "05" {
			reclaimed = cents(monthly * (10 + d.below(90)))
		}
		l.between(v.firm, "office", subsidyFollowupTable, on, last, link(decision), day(on), text(finding), reclaimed)
	}
}

// tryOut makes the agreement of a work trial at a workplace.
func (l *life) tryOut(s *ServicePeriod) {
	d := &l.dice
	_, v, found := l.population.vacancyNear(l.home.area, s.Start, d)
	if !found {
		return
	}
	reason, agreed := "", max(s.Start-Date(d.below(10)), l.clientship(s.Start).Start)
	if s.End != 0 {
		reason = trialEnds.draw(d)
	}
	l.between(v.firm, "employer", workTrialTable, agreed, ended(s.End), link(l.file.Person.ID), day(agreed), day(s.Start), day(s.End),
		text(l.population.facts.occupations[v.occupation]), text(reason))
}

// filled makes the filling of a vacancy by the person to whom it was offered.
func (l *life) filled(o *Offer) {
	firm := int32(o.Employer - firstEmployer)
	if on := o.Offered + Date(l.dice.between(3, 30)); on <= CountDay {
		l.between(firm, "employer", vacancyFillingTable, on, on, link(o.Vacancy), link(l.file.Person.ID), day(on), text("01"), integer(1))
	}
}

// supplied adds a row of the register of the provider of a procured service.
func (l *life) supplied(service int64, table *Table, on Date, values ...Value) {
	p, d := l.population, &l.dice
	b := p.bought[service-firstService]
	if !l.file.Rows.room(table) {
		return
	}
	office := p.facts.municipalities[p.suppliers[b.supplier].municipality].office
	e := newEntry(office, "provider", recordersOf(office, d)[0], on, p.day, d)
	if end := p.supplierEnd(int(b.supplier)); end != 0 {
		e.RemovableFrom = end.addYears(4)
	}
	l.file.Rows.put(table, providerID(int(b.supplier)), e, values...)
}

// appliedOn are the days of an application and of the selection to what began
// on a day; none is before the clientship.
func (l *life) appliedOn(start Date, selection string) (applied, selected Date) {
	applied = max(start-Date(l.dice.between(12, 50)), l.clientship(start).Start)
	if selection != "05" {
		selected = max(applied, start-Date(l.dice.between(2, 12)))
	}
	return applied, min(selected, CountDay)
}

// apply makes the application to a procured service and its outcome.
func (l *life) apply(service int64, start Date, selection string) {
	applied, selected := l.appliedOn(start, selection)
	l.supplied(service, serviceApplicationTable, applied, link(service), link(l.file.Person.ID), day(applied), day(selected), text(selection))
}

// train makes the offer of a training and the application to it.
func (l *life) train(service int64, start Date, selection string) {
	d, n := &l.dice, int(service-firstService)
	training := l.population.trainingAt(n, start)
	if training == 0 {
		l.apply(service, start, selection)
		return
	}
	applied, selected := l.appliedOn(start, selection)
	result := "01"
	if selection != "01" || d.chance(0.03) {
		result = offerOfElse[selection].draw(d)
	}
	if d.chance(0.6) {
		l.putFrom("office", trainingOfferTable, applied, link(providerID(int(l.population.bought[n].supplier))), link(training), day(applied), text(result))
	}
	if result == "04" {
		return // the offer was not taken up
	}
	l.supplied(service, trainingApplicationTable, applied, link(training), link(l.file.Person.ID), day(applied), day(selected), text(selection))
}

// offeredElse makes the offers and applications that came to nothing.
func (l *life) offeredElse() {
	d := &l.dice
	for _, s := range l.file.Spells {
		if s.Code != unemployedCode || ended(s.End)-s.Start < 70 {
			continue
		}
		on := s.Start + Date(d.between(50, int(ended(s.End)-s.Start)))
		selection := notChosen.draw(d)
		if CountDay-on < 30 {
			selection = "05"
		}
		if d.chance(0.10) {
			if _, service := l.population.supply(trainingKind, on, d); service != 0 {
				l.train(service, on, selection)
			} else {
				l.putFrom("office", trainingOfferTable, on, Value{}, Value{}, day(on), text(offerOfElse[selection].draw(d)))
			}
		}
		if d.chance(0.08) {
			if _, service := l.population.supply("02", on, d); service != 0 {
				l.apply(service, on, selection)
			}
		}
		if d.chance(0.06) {
			if n, v, place, _ := l.placeNear(on); place {
				l.putFrom("office", subsidyOfferTable, on, link(employerID(int(v.firm))), link(vacancyID(n)), day(on), text(offerResult.draw(d)))
			}
		}
		if d.chance(0.012) {
			if _, v, found := l.population.vacancyNear(l.home.area, on, d); found {
				l.between(v.firm, "employer", subsidyDecisionTable, on, on, Value{}, link(l.file.Person.ID), day(on), day(on), Value{},
					text(notGranted.draw(d)), Value{}, Value{})
			}
		}
	}
}
