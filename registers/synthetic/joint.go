package synthetic

var (
	bodies         = newMix("te_office", 50, "municipality", 38, "kela", 12)
	carers         = newMix("municipality", 78, "te_office", 22) // who enters social and health data
	jointEnds      = newMix("01", 26, "02", 10, "03", 12, "04", 22, "05", 20, "06", 10)
	jointNeeds     = newMix("01", 26, "02", 22, "03", 18, "04", 14, "05", 10, "06", 10)
	situations     = newMix("01", 12, "02", 30, "03", 18, "04", 12, "05", 16, "06", 12)
	outcomes       = newMix("01", 46, "02", 26, "03", 16, "04", 12)
	jointModes     = newMix("01", 18, "31", 16, "35", 46, "20", 4, "05", 8, "95", 8)
	jointDocuments = newMix("01", 14, "02", 18, "03", 34, "04", 10, "06", 20, "07", 4)
	responsible    = map[string]string{"01": "te_office", "02": "municipality", "03": "municipality", "04": "kela", "05": "kela", "06": "te_office"}
)

var (
	jointTexts = []string{"Tavattiin kunnan ja Kelan kanssa.", "Sovittiin vastuista.", "Käytiin läpi tilanne ja seuraavat vaiheet.",
		"Asiakas saapui sovitusti.", "Tarkistettiin suunnitelman toteutuminen."}
	backgroundTexts = []string{"Työkokemusta useilta aloilta.", "Koulutus on vanhentunut.", "Viimeisin työ oli määräaikainen.", ""}
	socialTexts     = []string{"Tilanne vaikeuttaa säännöllistä työntekoa.", "Tuki on järjestetty.", "Asiaa selvitetään kunnassa.", ""}
)

// jointShare is the share of long spells of unemployment that lead to the
// multi-sectoral joint service.
const jointShare = 0.10

// join makes the joint service of a long-term unemployed person and all that
// hangs on it; nothing of it is before the day on which the service began.
func (l *life) join() {
	d, f := &l.dice, &l.file
	for _, s := range f.Spells {
		length := int(ended(s.End) - s.Start)
		if s.Code != unemployedCode || length < 420 || !d.chance(jointShare) {
			continue
		}
		begin := s.Start + 200 + Date(d.below(length-260))
		end := begin + Date(60+d.exponential(420))
		if last := l.clientship(begin).End; end >= ended(last) {
			end = last
		}
		l.joint(begin, end)
		return
	}
}

// together adds a row of the sub-register, entered by one of the bodies.
func (l *life) together(body string, table *Table, on Date, values ...Value) int64 {
	source := "authority"
	if body == "te_office" {
		source = sources.draw(&l.dice)
	}
	return l.putFrom(source, table, on, append(values, text(body))...)
}

func (l *life) joint(begin, end Date) {
	d, p := &l.dice, &l.file.Person
	body, reason := bodies.draw(d), ""
	if end != 0 {
		reason = jointEnds.draw(d)
	}
	until := ended(end)
	room := int(until - begin + 1)
	after := func(least, most int) Date { return begin + Date(min(d.between(least, most), room-1)) }
	service := l.together(body, jointServiceTable, begin, day(begin), day(end), text(reason))
	own := link(service)
	l.together(body, jointClientTable, begin, text(p.FamilyName), text(p.GivenNames),
		text(l.file.Identifiers[len(l.file.Identifiers)-1].Code), text(p.Municipality), text(p.Phone))
	for on, n := begin, 0; on <= until && n < 25; n++ {
		arrangement, note := "", ""
		if d.chance(0.1) {
			arrangement = arranges.draw(d)
			if l.abroad() {
				arrangement = "01"
			}
		}
		if d.chance(0.5) {
			note = oneOf(jointTexts, d)
		}
		l.together(bodies.draw(d), jointContactTable, on, own, day(on), text(jointModes.draw(d)), text(arrangement), text(note))
		on += 10 + Date(d.exponential(55))
	}
	on, gone := after(0, 20), int(begin-l.file.Spells[0].Start)/365
	l.together(body, jointBackgroundTable, on, own, day(on), text(p.Education), text(l.file.JobSearches[0].Occupation),
		text([]string{"01", "02", "03", "03", "03", "04", "05"}[min(gone+d.below(3), 6)]), text(oneOf(backgroundTexts, d)))
	for range d.between(1, 2) {
		on := after(0, 60)
		l.together(carers.draw(d), jointSocialSituationTable, on, own, day(on), day(end), text(situations.draw(d)), flag(true), text(oneOf(socialTexts, d)))
	}
	if p.Disability || d.chance(0.35) {
		on, kind, diagnosis := after(0, 60), healthKinds.draw(d), ""
		if kind <= "02" {
			diagnosis = diagnoses.draw(d)
		}
		l.together(carers.draw(d), jointHealthTable, on, own, day(on), day(end), text(kind), text(diagnosis),
			text(capacities.draw(d)), flag(true), flag(true), text(oneOf(healthGrounds, d)))
	}
	for range d.between(1, 3) {
		on, need := after(0, 40), jointNeeds.draw(d)
		l.together(body, jointNeedTable, on, own, day(on), text(need), text(responsible[need]))
	}
	l.jointPlans(own, body, begin, until)
	if d.chance(0.5) {
		on := after(0, 90)
		l.together(body, jointDocumentTable, on, own, day(on), text(jointDocuments.draw(d)), text(l.reference(on, 90)), text(oneOf(keptAt, d)))
	}
}

// jointPlans makes the plan and its revisions, every half a year or so, with
// the steps agreed on and how they came out.
func (l *life) jointPlans(own Value, body string, begin, until Date) {
	d := &l.dice
	for on, n := begin+Date(d.between(20, 80)), 0; on <= until && n < 8; n++ {
		review := on + Date(d.between(150, 220))
		plan := l.together(body, jointPlanTable, on, own, day(on), day(review), flag(n > 0))
		for range d.between(1, 3) {
			kind, due := jointNeeds.draw(d), on+Date(d.between(30, 140))
			followed, outcome := due+Date(d.below(30)), ""
			if followed > until || d.chance(0.1) {
				followed = 0
			} else {
				outcome = outcomes.draw(d)
			}
			l.together(responsible[kind], jointPlanStepTable, on, own, link(plan), day(on), text(kind), day(due), day(followed), text(outcome))
		}
		on = review + Date(d.below(30))
	}
}
