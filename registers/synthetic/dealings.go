package synthetic

import "strconv"

var (
	subjects   = newMix("01", 40, "02", 14, "03", 16, "04", 16, "05", 6, "06", 2, "07", 6)
	modes      = newMix("01", 26, "02", 7, "03", 5, "04", 6, "05", 9, "20", 1, "31", 13, "32", 1, "33", 1, "34", 6, "35", 7, "36", 2, "95", 2, "97", 14)
	interprets = newMix("01", 88, "04", 5, "05", 4, "06", 3)
	arranges   = newMix("02", 16, "03", 24, "04", 20, "05", 14, "06", 18, "07", 8)
)

var contactTexts = []string{
	"Keskusteltiin työnhaun tavoitteista.", "Sovittiin seuraavasta yhteydenotosta.", "Kerrottiin tarjolla olevista palveluista.",
	"Päivitettiin työnhakutiedot.", "Käytiin läpi avoimia paikkoja.", "Neuvottiin hakemuksen tekemisessä.",
	"Ei tavoitettu, yritetään uudelleen.", "Asiakas kertoi hakeneensa töitä.", "Sovittiin suunnitelman tarkistamisesta.",
}

// contactsApart is the mean time between two dealings, in days.
const contactsApart = 400

// dealings makes the contacts of each clientship and the arrangements for them.
func (l *life) dealings() {
	d := &l.dice
	for _, c := range l.file.Clientships {
		on := c.Start
		for n := 0; on <= ended(c.End) && n < 25; n++ {
			note := ""
			if d.chance(0.4) {
				note = oneOf(contactTexts, d)
			}
			subject := "01"
			if n > 0 {
				subject = subjects.draw(d)
			}
			l.put(contactTable, on, day(on), text(modes.draw(d)), text(subject), text(note))
			on += 5 + Date(d.exponential(contactsApart))
		}
	}
	c := l.file.Clientships[len(l.file.Clientships)-1]
	switch {
	case l.abroad() && d.chance(0.14):
		l.put(specialArrangementTable, c.Start, text(interprets.draw(d)), day(c.Start), day(c.End), text(oneOf([]string{"", "Tulkki varataan etukäteen."}, d)))
	case !l.abroad() && d.chance(0.015):
		l.put(specialArrangementTable, c.Start, text(arranges.draw(d)), day(c.Start), day(c.End), text(""))
	}
}

var (
	clarifications = newMix("01", 12, "02", 26, "03", 11, "04", 16, "05", 8, "06", 10, "07", 16, "08", 1)
	contents       = map[string]mix{"08": newMix("06", 80, "04", 20), "07": newMix("01", 70, "04", 30), "04": newMix("01", 55, "04", 45), "05": newMix("01", 60, "04", 40)}
	unreasoned     = newMix("01", 52, "02", 38, "03", 10)
)

var clarificationTexts = map[string][]string{
	"01": {"Työmatka olisi ollut liian pitkä.", "Työaika ei sopinut lastenhoitoon.", "Paikka oli jo täytetty."},
	"02": {"Työsuhde päättyi koeajalla.", "Määräaikainen työ päättyi.", "Irtisanomisen syy oli tuotannollinen.", "Asiakas irtisanoutui itse."},
	"03": {"Palvelu ei sopinut elämäntilanteeseen.", "Palvelu keskeytyi poissaolojen vuoksi."},
	"04": {"Opinnot ovat sivutoimisia.", "Opinnot ovat päättyneet.", "Opinnot ovat päätoimisia."},
	"05": {"Yritystoiminta on lopetettu.", "Toiminta on pienimuotoista.", "Toiminta on päätoimista."},
	"06": {"Asiakas ei saapunut sovittuun tapaamiseen.", "Suunnitelman tehtävä jäi tekemättä."},
	"07": {"Asiakas toimitti työtodistukset.", "Työnhaku on ollut voimassa keskeytyksettä."},
	"08": {"Asiakas toimitti vuorotteluvapaasopimuksen."},
}

// secured makes the clarifications of unemployment security, the statements
// given on them, job alternation leaves and the benefits of services.
func (l *life) secured() {
	d, f := &l.dice, &l.file
	payer := "01"
	if f.Person.FundMember {
		payer = "02"
	}
	for _, s := range f.Spells {
		if s.Code == workingCode && d.chance(0.002) {
			l.putFrom("person", jobAlternationTable, s.Start, link(l.anEmployer(s.Start)), day(s.Start), day(s.End), text("01"))
		}
		if s.Code != unemployedCode || !d.chance(0.22) {
			continue
		}
		kind, on := clarifications.draw(d), s.Start+Date(d.below(min(int(ended(s.End)-s.Start)+1, 40)))
		received := on + Date(d.between(2, 28))
		if received > CountDay || d.chance(0.08) {
			received = 0
		}
		content := ""
		if received != 0 && d.chance(0.5) {
			content = oneOf(clarificationTexts[kind], d)
		}
		l.put(clarificationTable, on, day(on), day(received), text(kind), text(content))
		given := received + Date(d.between(3, 25))
		if received == 0 || given > CountDay {
			continue
		}
		m, known := contents[kind]
		if !known {
			m = unreasoned
		}
		c := m.draw(d)
		var until Date
		if c == "02" {
			until = on + []Date{15, 30, 60, 90}[d.below(4)] - 1
		}
		l.putFrom("office", policyStatementTable, given, day(given), day(on), day(until), text(c), text(payer))
	}
	l.benefits(payer)
}

// benefits makes the benefits that belong to the service periods, and the
// statements by which the payer knows of them.
func (l *life) benefits(payer string) {
	d := &l.dice
	for _, s := range l.file.Services {
		days := int(ended(s.End) - s.Start + 1)
		put := func(kind, payer string, amount int) {
			l.putFrom("office", benefitTable, s.Start, day(s.Start), day(s.End), text(kind), euros(amount), text(payer))
		}
		switch s.Kind {
		case trainingKind, integrationKind, "02", "03", "06":
			if d.chance(0.75) {
				put("01", payer, 9*(1+d.below(2))*(days*5/7+1))
			}
			if d.chance(0.3) {
				l.putFrom("office", policyStatementTable, s.Start, day(s.Start), day(s.Start), day(s.End), text("05"), text(payer))
			}
		case "09":
			put("04", "03", 705*(days/30+1))
		case "05":
			l.putFrom("person", jobAlternationTable, s.Start, link(l.anEmployer(s.Start)), day(s.Start), day(s.End), text("02"))
		case "04":
			if d.chance(0.05) {
				put("03", payer, d.between(300, 2_000))
			}
			if d.chance(0.02) || l.file.Person.Disability && d.chance(0.1) {
				put("05", "03", d.between(400, 4_000))
			}
		default:
			if d.chance(0.06) {
				put("06", "04", d.between(20, 400))
			}
		}
		if d.chance(0.04) {
			put("02", "01", d.between(15, 250))
		}
	}
}

// anEmployer is an employer who had a vacancy nearby; 0 when none is found.
func (l *life) anEmployer(on Date) int64 {
	if _, v, found := l.population.vacancyNear(l.home.area, on, &l.dice); found {
		return employerID(int(v.firm))
	}
	return 0
}

var consentItems = []string{"6.2.1", "6.2.2", "6.2.3", "6.2.4", "6.2.5", "6.2.6"}

// consented makes the answers of those who were asked whether their data may go
// to employers: most agree to several items, some to none; of health few are asked.
func (l *life) consented() {
	d, on := &l.dice, min(l.begun()+Date(l.dice.below(30)), ended(l.file.Clientships[0].End))
	if !d.chance(0.38) {
		return
	}
	given := func() bool { return d.chance(0.86) }
	all := given()
	for i, item := range consentItems {
		if i == 3 && l.outline.female || i > 0 && d.chance(0.35) || i == 5 && d.chance(0.6) {
			continue
		}
		state, written := "given", true
		var withdrawn Date
		switch {
		case d.chance(0.03):
			state, written = "not_asked", false
		case !all && d.chance(0.9) || d.chance(0.04):
			state, written = "refused", d.chance(0.5)
		case d.chance(0.03) && CountDay-on > 40:
			withdrawn = on + Date(d.between(10, int(CountDay-on)))
		}
		l.putFrom("person", consentTable, on, text(item), text(state), flag(written), day(on), day(withdrawn), text(""),
			Value{}, Value{}, Value{}, Value{}, Value{})
	}
	if d.chance(0.012) || l.file.Person.Disability && d.chance(0.12) {
		l.healthConsent(on)
	}
}

var (
	healthNeeds = newMix("requirement", 30, "promotion", 70)
	healthData  = newMix("disability", 40, "kind", 15, "work_capacity", 45)
)

// healthConsent makes the answer about health data: individualised to an item,
// an employer and its vacancy or a field of work, and a need (6 § 3 mom).
func (l *life) healthConsent(on Date) {
	d := &l.dice
	n, v, found := l.population.vacancyNear(l.home.area, on, d)
	if on = max(on, v.reported); !found || on > ended(l.file.Clientships[0].End) || v.closed != 0 && on >= v.closed {
		return
	}
	vacancy, occupation := link(vacancyID(n)), ""
	if d.chance(0.4) {
		vacancy, occupation = Value{}, l.population.facts.occupations[v.occupation]
	}
	state, reference := "given", l.reference(on, 1)
	if d.chance(0.3) {
		state, reference = "refused", ""
	}
	l.putFrom("person", consentTable, on, text("6.3"), text(state), flag(true), day(on), Value{}, text(reference),
		link(employerID(int(v.firm))), vacancy, text(occupation), text(healthNeeds.draw(d)), text(healthData.draw(d)))
}

// reference is the mark of a document of the person's office.
func (l *life) reference(on Date, n int) string {
	return documentMark(l.home.office, on, l.number, n)
}

func documentMark(office string, on Date, number, n int) string {
	return office + "/" + strconv.Itoa(number) + "-" + strconv.Itoa(n) + "/" + strconv.Itoa(on.Time().Year())
}

var (
	documentKinds = newMix("01", 20, "02", 15, "03", 18, "04", 26, "05", 9, "06", 5, "07", 7)
	keptAt        = []string{"asianhallinta", "asianhallinta", "asianhallinta", "toimipaikan arkisto", "päätearkisto"}
)

// filed makes the references to documents kept elsewhere (3.4b).
func (l *life) filed() {
	d := &l.dice
	for i, c := range l.file.Clientships {
		if d.chance(0.3) {
			on := l.during(c.Start, c.End)
			l.put(personDocumentTable, on, day(on), text(documentKinds.draw(d)), text(l.reference(on, i+2)), text(oneOf(keptAt, d)))
		}
	}
}
