package synthetic

var (
	procedures     = newMix("01", 52, "02", 10, "03", 8, "04", 18, "05", 12)
	trainingKinds  = newMix("01", 58, "02", 22, "03", 12, "04", 8)
	trainingTitles = map[string][]string{
		"01": {"Rakennusalan perusteet", "Logistiikan ammattikoulutus", "Hoiva-avustajan koulutus", "Keittiötyön koulutus", "Metallialan jatkokoulutus"},
		"02": {"Suunta työhön", "Digitaidot työelämässä", "Työelämävalmiudet"},
		"03": {"Rekrytointikoulutus teollisuuteen", "Täsmäkoulutus myyntityöhön"},
		"04": {"Yrittäjän alku", "Liikeidea toimeksi"},
		"05": {"Suomen kieli ja yhteiskunta", "Kotoutujan polku"},
	}
	providerTexts = []string{"Palvelun toteutus etenee sovitusti.", "Sovittiin laskutuksesta.", "Käytiin läpi palautetta.", "Aloituspäivä tarkistettiin.", ""}
	otherOfThem   = newMix("04", 64, "03", 16, "05", 20)
)

// supplierEnd is the end of a provider's contractual relation: that of its last
// contract when it is long past and no new one is waited for; else 0.
func (p *Population) supplierEnd(number int) (end Date) {
	s := p.suppliers[number]
	for _, b := range p.bought[s.from:s.to] {
		if end = max(end, b.end); b.end == 0 || b.end > CountDay-300 {
			return 0
		}
	}
	return end
}

// trainingsEach is how many trainings one purchase has at most.
const trainingsEach = 8

// trainingSpan is the n-th training of a purchase of training; none when the
// purchase is of something else, or ends or lies ahead before it begins.
func (p *Population) trainingSpan(purchase, n int) (start, end Date, given bool) {
	b := p.bought[purchase]
	if b.kind != "01" && b.kind != "05" {
		return 0, 0, false
	}
	d := newDice(p.seed, diceTraining, purchase*trainingsEach+n)
	start = b.start + Date(n*150+d.below(40))
	end = start + Date(d.between(40, 180))
	if b.end != 0 {
		end = min(end, b.end)
	}
	return start, end, start <= CountDay && (b.end == 0 || start+20 <= b.end)
}

func trainingID(purchase, n int) int64 { return serviceID(purchase)*trainingsEach + int64(n) }

// trainingAt is the training of a purchase that begins last by a day or soon
// after it; 0 when there is none.
func (p *Population) trainingAt(purchase int, on Date) (id int64) {
	for n := range trainingsEach {
		if start, _, given := p.trainingSpan(purchase, n); given && start <= on+30 {
			id = trainingID(purchase, n)
		}
	}
	return id
}

// serveProvider makes the rows of a provider that concern no person.
func (p *Population) serveProvider(number int, file *ProviderFile, d *dice, entry func(on Date) Entry) {
	rows, own, s := &file.Rows, file.Provider.ID, p.suppliers[number]
	rows.reset(own)
	until := ended(file.Provider.End)
	put := func(table *Table, on Date, values ...Value) {
		if on <= CountDay && rows.room(table) {
			rows.put(table, own, entry(on), values...)
		}
	}
	from := max(file.Provider.Start, countDays[0]-300)
	for on, n := from, 0; on <= until && n < 40; n++ {
		put(providerContactTable, on, day(on), text(employerModes.draw(d)),
			text(finnishNames.given(d.chance(0.5), d)+" "+finnishNames.family(d)), text(oneOf(providerTexts, d)))
		on += 20 + Date(d.exponential(150))
	}
	for i := range file.Services {
		v, n := &file.Services[i], int(s.from)+i
		put(contractTable, v.Start, link(v.ID), day(v.Start), day(v.End), text(v.ContractNumber), text(procedures.draw(d)), flag(d.chance(0.4)))
		quarters := int(ended(v.End)-v.Start)/91 + 1
		for q := range quarters {
			if paid := v.Start + Date(60+q*91); paid <= min(ended(v.End)+90, CountDay) {
				put(contractPaymentTable, paid, link(v.ID), day(paid), cents(int(v.Cents)/quarters-d.below(5_000)))
			}
		}
		for year := v.Start + 365; year <= min(ended(v.End), CountDay); year += 365 {
			started, completed, employed := d.follow(v.Places)
			put(serviceFollowupTable, year, link(v.ID), day(year), integer(started), integer(completed), integer(employed))
		}
		put(providerCapacityTable, v.Start, day(v.Start), day(v.End), text(v.Kind), text(file.Provider.Municipality), integer(v.Places))
		p.giveTrainings(n, v, put, rows, own, entry, d)
		if d.chance(0.3) {
			put(providerDocumentTable, v.Start, day(v.Start), text(firmDocuments.draw(d)),
				text(documentMark(file.Provider.Office, v.Start, number, i)), text(oneOf(keptAt, d)))
		}
	}
	if d.chance(0.5) {
		on := from + Date(d.below(int(until-from)+1))
		other(rows, providerOtherDataTable, own, entry(on), on, otherOfThem.draw(d), d)
	}
}

// giveTrainings makes the trainings of a purchase and their follow-up.
func (p *Population) giveTrainings(purchase int, v *ProcuredService, put func(*Table, Date, ...Value), rows *Rows, own int64, entry func(Date) Entry, d *dice) {
	for n := range trainingsEach {
		start, end, given := p.trainingSpan(purchase, n)
		if !given {
			continue
		}
		kind, field, places := "05", "00", d.between(8, 24)
		if v.Kind == "01" {
			kind, field = trainingKinds.draw(d), fields.draw(d)
		}
		where := p.facts.municipalities[p.suppliers[p.bought[purchase].supplier].municipality].code
		rows.putAs(trainingTable, own, trainingID(purchase, n), entry(start), link(v.ID), day(start), day(end),
			text(oneOf(trainingTitles[kind], d)), text(kind), text(field), text(where), integer(places))
		if after := end + 90; after <= CountDay {
			started, completed, employed := d.follow(places)
			put(trainingFollowupTable, after, link(trainingID(purchase, n)), day(after), integer(started), integer(completed), integer(employed))
		}
	}
}

// follow draws how many of so many places were taken, how many of those came
// through, and how many of those found work.
func (d *dice) follow(places int) (started, completed, employed int) {
	started = places * d.between(70, 100) / 100
	completed = started * d.between(65, 95) / 100
	return started, completed, completed * d.between(20, 60) / 100
}
