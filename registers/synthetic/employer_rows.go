package synthetic

var (
	employerModes  = newMix("01", 34, "05", 26, "20", 4, "31", 16, "34", 14, "95", 6)
	employerNeeds  = newMix("01", 58, "02", 8, "03", 7, "04", 15, "05", 8, "06", 2, "07", 2)
	otherData      = newMix("01", 32, "02", 30, "03", 26, "04", 4, "05", 8)
	placeDurations = newMix("00", 84, "01", 13, "02", 3)
	firmDocuments  = newMix("01", 30, "02", 28, "05", 34, "07", 8)

	employerTexts = []string{"Kerrottiin rekrytointipalveluista.", "Sovittiin haastattelupäivästä.", "Paikan kuvausta täydennettiin.",
		"Työnantaja etsii osaajia lähikuukausille.", "Keskusteltiin palkkatuen ehdoista."}
	needTextsOfFirms = []string{"Kasvua odotetaan ensi vuonna.", "Henkilöstön määrä pysyy ennallaan.", "Osaajista on pulaa.", ""}
	serviceTexts     = []string{"Järjestettiin rekrytointitilaisuus.", "Annettiin neuvontaa.", "Koottiin ehdokkaat.", ""}
	otherTexts       = map[string][]string{
		"01": {"Alan kysyntä on vakaata.", "Alan kysyntä kasvaa.", "Alan kysyntä heikkenee."},
		"02": {"Sesonki on kesällä.", "Sesonki on joulun alla.", "Kausivaihtelu on vähäistä."},
		"03": {"Toimipaikkoja on useita.", "Yksi toimipaikka."},
		"04": {"Palvelua on saatavilla koko maakunnassa.", "Palvelun saatavuus vaihtelee kausittain."},
		"05": {"Toimitilat ovat hyvien yhteyksien varrella.", "Tuotantolaitos on uusi."},
	}
)

// firmSpan is the clientship of an employer: from before its first vacancy, to
// some time after its last for the few that have gone; 0 for the others.
func (p *Population) firmSpan(number int) (start, end Date) {
	d, f := newDice(p.seed, diceFirm, number), p.firms[number]
	own := p.openings[f.from:f.to]
	first, last, open := own[0].reported, Date(0), false
	for _, v := range own {
		open = open || v.closed == 0
		last = max(last, v.closed)
		first = min(first, v.reported)
	}
	start = first - Date(d.below(2500))
	if !open && d.chance(0.06) {
		end = min(last+Date(d.below(60)), CountDay-1)
	}
	return start, end
}

// hasPlace says whether a pay-subsidy place was reported with a vacancy.
func (p *Population) hasPlace(vacancy int) bool {
	d := newDice(p.seed, dicePlace, vacancy)
	return d.chance(0.15)
}

// serveEmployer makes the rows of an employer that concern no person.
func (p *Population) serveEmployer(number int, file *EmployerFile, d *dice, entry func(on Date) Entry) {
	e, rows := &file.Employer, &file.Rows
	rows.reset(e.ID)
	until := ended(e.End)
	from := max(e.Start, countDays[0]-300)
	put := func(table *Table, on Date, values ...Value) {
		if rows.room(table) {
			rows.put(table, e.ID, entry(on), values...)
		}
	}
	for on, n := from, 0; on <= until && n < 30; n++ {
		note, person := "", ""
		if d.chance(0.4) {
			note = oneOf(employerTexts, d)
		}
		if d.chance(0.5) {
			person = finnishNames.given(d.chance(0.5), d) + " " + finnishNames.family(d)
		}
		put(employerContactTable, on, day(on), text(employerModes.draw(d)), text(person), text(note))
		on += 10 + Date(d.exponential(420))
	}
	for on, n := from+Date(d.below(60)), 0; on <= until && n < 6; n++ {
		put(employerNeedTable, on, day(on), text(employerNeeds.draw(d)), integer(staff(d)), text(oneOf(needTextsOfFirms, d)))
		if d.chance(0.5) {
			done := on + Date(d.between(5, 90))
			if done > until {
				done = 0
			}
			put(employerServiceTable, on, day(on), day(done), text(employerNeeds.draw(d)), text(oneOf(serviceTexts, d)))
		}
		on += 200 + Date(d.exponential(700))
	}
	for i, v := range file.Vacancies {
		if v.Closed != 0 && d.chance(0.4) {
			on := v.Closed
			put(vacancyFillingTable, on, link(v.ID), Value{}, day(on), text(fillings.draw(d)), integer(1+d.below(v.Positions)))
		}
		if p.hasPlace(int(v.ID - firstVacancy)) {
			rows.putAs(subsidyPlaceTable, e.ID, v.ID, entry(v.Reported), day(v.Reported), day(v.Closed), text(v.Occupation),
				text(v.Municipality), text(v.WorkingTime), text(placeDurations.draw(d)))
		}
		if d.chance(0.08) {
			put(employerDocumentTable, v.Reported, day(v.Reported), text(firmDocuments.draw(d)),
				text(documentMark(e.Office, v.Reported, number, i)), text(oneOf(keptAt, d)))
		}
	}
	if d.chance(0.2) {
		on := from + Date(d.below(int(until-from)+1))
		other(rows, employerOtherDataTable, e.ID, entry(on), on, otherData.draw(d), d)
	}
}

func staff(d *dice) int { return 1 + int(d.exponential(12)) }

// other adds other data (3 § 4 mom), checked on the day to be nobody's.
func other(rows *Rows, table *Table, subject int64, e Entry, on Date, kind string, d *dice) {
	amount := Value{}
	if kind == "03" {
		amount = integer(1 + d.below(9))
	}
	rows.put(table, subject, e, day(on), text(kind), amount, text(oneOf(otherTexts[kind], d)), flag(true), text(e.Recorder), day(on))
}
