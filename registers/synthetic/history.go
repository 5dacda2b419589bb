package synthetic

// extend makes the rows of the tables without a type of their own. It has dice
// of its own, so that it changes nothing of what was made before.
func (l *life) extend() {
	l.dice = newDice(l.population.seed, diceRows, l.number)
	l.file.Rows.reset(l.file.Person.ID)
	l.came()
	l.learned()
	l.worked()
	l.served()
	l.skilled()
	l.speak()
	l.dealings()
	l.needs()
	l.introduced()
	l.assisted()
	l.ill()
	l.secured()
	l.consented()
	l.filed()
	l.join()
}

// put adds a row of the person, told by the person.
func (l *life) put(table *Table, on Date, values ...Value) int64 {
	return l.putFrom(sources.draw(&l.dice), table, on, values...)
}

// putFrom adds a row of the person, told by a source of list source. When the
// file has no room for another row of the table there is none.
func (l *life) putFrom(source string, table *Table, on Date, values ...Value) int64 {
	if !l.file.Rows.room(table) {
		return 0
	}
	e := newEntry(l.home.office, source, l.recorders[l.dice.below(2)], on, l.population.day, &l.dice)
	return l.file.Rows.put(table, l.file.Person.ID, e, values...)
}

// begun is the first day of the first clientship.
func (l *life) begun() Date { return l.file.Clientships[0].Start }

// clientship is the clientship of a day on which there is one.
func (l *life) clientship(on Date) *Clientship {
	all := l.file.Clientships
	for i := range all {
		if all[i].Start <= on && on <= ended(all[i].End) {
			return &all[i]
		}
	}
	return &all[len(all)-1]
}

// ended is the last day of a span, the count day while it is open.
func ended(end Date) Date {
	if end == 0 {
		return CountDay
	}
	return end
}

// during is a day of the span.
func (l *life) during(start, end Date) Date {
	return start + Date(l.dice.below(int(ended(end)-start)+1))
}

func (l *life) age(on Date) int { return int(float64(on-l.outline.birth) / 365.25) }

// abroad says whether the person's mother tongue is of abroad.
func (l *life) abroad() bool {
	t := l.file.Person.MotherTongue
	return l.outline.foreign || t != "fi" && t != "sv"
}

// came makes the history of mother tongue and citizenship: of one who became a
// citizen during the clientship, two rows.
func (l *life) came() {
	d, p, on := &l.dice, &l.file.Person, l.begun()
	if until := ended(l.file.Clientships[0].End); !l.outline.foreign && l.abroad() && until-on > 300 && d.chance(0.4) {
		changed := on + 100 + Date(d.below(int(until-on-200)))
		l.putFrom("person", backgroundTable, on, day(on), day(changed-1), text(p.MotherTongue), text(originOf(p.MotherTongue)))
		on = changed
	}
	l.putFrom("person", backgroundTable, on, day(on), Value{}, text(p.MotherTongue), text(p.Citizenship))
}

// originOf is the first country of origin where a language is spoken.
func originOf(language string) string {
	for _, o := range origins {
		if o.language == language {
			return o.country
		}
	}
	return finland
}

var (
	fields = newMix("00", 3, "01", 3, "02", 6, "03", 3, "04", 19, "05", 2, "06", 5, "07", 30, "08", 4, "09", 13, "10", 11, "99", 1)
	titles = map[string]string{"01": "lastenohjaaja", "02": "artesaani", "04": "merkonomi", "05": "laborantti", "06": "datanomi",
		"07": "asentaja", "08": "maaseutuyrittäjä", "09": "lähihoitaja", "10": "kokki"}
	higherTitles = map[string]string{"01": "kasvatustieteen kandidaatti", "02": "medianomi", "03": "valtiotieteiden kandidaatti",
		"04": "tradenomi", "05": "luonnontieteiden kandidaatti", "06": "tietojenkäsittelyn tradenomi", "07": "insinööri",
		"08": "agrologi", "09": "sairaanhoitaja", "10": "restonomi"}
)

// learned makes the degrees: the highest one, and for some the one before it.
func (l *life) learned() {
	d, p := &l.dice, &l.file.Person
	if p.Education == "" {
		return
	}
	row := func(level string, age int) {
		on := l.outline.birth + Date(float64(age)*365.25) - Date(d.below(300))
		if on >= CountDay {
			return
		}
		field, title := fields.draw(d), ""
		switch {
		case level == basicEducation:
			field = "00"
		case level >= "6":
			title = higherTitles[field]
		default:
			title = titles[field]
		}
		l.put(degreeTable, max(l.begun(), on), day(on), text(level), text(field), text(title), flag(l.outline.foreign && d.chance(0.8)))
	}
	level := p.Education
	if level > "3" && d.chance(0.35) {
		row("3", 19)
	}
	ages := map[string]int{"2": 16, "3": 19, "4": 23, "5": 23, "6": 25, "7": 27, "8": 34, "9": 20}
	age := ages[level]
	if age == 0 {
		age = 19
	}
	if most := l.age(CountDay); level != basicEducation && most > age+2 {
		age += d.below(min(most-age, 9))
	}
	if level != basicEducation || d.chance(0.4) {
		row(level, age)
	}
}

// worked makes the work history: jobs before the first clientship, the last of
// them ending shortly before it.
func (l *life) worked() {
	d := &l.dice
	at := l.begun() - Date(d.below(60))
	if l.age(at) < 19 {
		return
	}
	occupation := l.file.JobSearches[0].Occupation
	for n := 0; n < 4 && d.chance(0.62); n++ {
		length := Date(40 + d.exponential(600))
		start := at - length
		if start < l.outline.birth+Date(workingAge*365.25) {
			break
		}
		if d.chance(0.3) {
			occupation = l.population.facts.occupation(d)
		}
		name := ""
		if d.chance(0.8) {
			name = firmName(firmTrades, l.home.language == "2", d)
		}
		l.put(workHistoryTable, l.begun(), day(start), day(at), text(occupation), text(industries.draw(d)), text(name))
		at = start - Date(10+d.exponential(200))
	}
}

var (
	service          = newMix("01", 82, "02", 7, "04", 6, "05", 5)
	voluntaryService = newMix("03", 100)
)

// served makes the military or civilian service: of men, and of the few women
// who have served of their own will.
func (l *life) served() {
	d, on := &l.dice, l.begun()
	var status string
	switch {
	case l.file.Person.Citizenship != finland || l.age(on) < 18:
		return
	case l.outline.female && d.chance(0.006):
		status = voluntaryService.draw(d)
	case !l.outline.female && d.chance(0.8):
		status = service.draw(d)
	default:
		return
	}
	var done Date
	if status <= "03" {
		if done = l.outline.birth + 7122 + Date(d.below(700)); done >= on { // at nineteen and a half
			status, done = "04", 0
		}
	}
	l.put(militaryServiceTable, on, day(on), text(status), day(done))
}

var skillKinds = newMix("01", 44, "02", 7, "03", 4, "04", 14, "05", 10, "06", 5, "07", 3, "08", 3, "09", 6, "10", 4)

var skillTexts = map[string][]string{
	"09": {"Taulukkolaskenta ja tekstinkäsittely sujuvat.", "Osaa käyttää taloushallinnon ohjelmia.", "Tekee verkkosivuja."},
	"10": {"Toivoo osa-aikaista työtä.", "Toivoo vuorotyötä.", "Osaa hitsata eri menetelmillä.", "Kokemusta asiakaspalvelusta.", "Haluaa vaihtaa alaa."},
}

// skilled makes the skills, permits and wishes; a card runs out in five years.
func (l *life) skilled() {
	d, c := &l.dice, l.file.Clientships
	seen := ""
	for n := 0; n < 3 && d.chance(0.5); n++ {
		kind := skillKinds.draw(d)
		if kind == seen {
			continue
		}
		seen = kind
		on := l.during(c[0].Start, min(ended(c[0].End), c[0].Start+200))
		var until Date
		if kind >= "05" && kind <= "08" {
			until = on + Date(d.between(200, 1800))
		}
		l.put(skillTable, on, day(on), day(until), text(kind), text(oneOf(skillTexts[kind], d)))
	}
}

func oneOf(list []string, d *dice) string {
	if len(list) == 0 {
		return ""
	}
	return list[d.below(len(list))]
}

var (
	cefr   = []string{"A1.1", "A1.2", "A1.3", "A2.1", "A2.2", "B1.1", "B1.2", "B2.1", "B2.2"}
	levels = newMix("02", 25, "03", 40, "04", 25, "05", 10)
)

// speak makes the language skills: of one whose mother tongue is of abroad,
// Finnish (or Swedish) as it was tested at first and after courses; of the
// others, here and there, English and the other national language.
func (l *life) speak() {
	d, p, on := &l.dice, &l.file.Person, l.begun()
	skill := func(from, to Date, language, general, level string) {
		l.put(languageSkillTable, from, day(from), day(to), text(language), text(general), text(level), text(level))
	}
	if !l.abroad() {
		if d.chance(0.25) {
			skill(on, 0, p.MotherTongue, "", "01")
			skill(on, 0, "en", "", levels.draw(d))
		}
		if d.chance(0.12) {
			skill(on, 0, map[string]string{"fi": "sv"}[p.MotherTongue]+map[string]string{"sv": "fi"}[p.MotherTongue], "", levels.draw(d))
		}
		return
	}
	skill(on, 0, p.MotherTongue, "", "01")
	here := "fi"
	if l.home.language == "2" {
		here = "sv"
	}
	if here == p.MotherTongue {
		return
	}
	if d.chance(0.06) {
		skill(on, 0, here, "X", "")
		return
	}
	at, from, until := d.below(5), on, ended(l.clientship(on).End)
	for at < len(cefr)-1 && until-from > 300 && d.chance(0.6) {
		to := from + Date(d.between(150, 299))
		skill(from, to-1, here, cefr[at], "")
		from, at = to, at+1+d.below(2)
	}
	skill(from, 0, here, cefr[min(at, len(cefr)-1)], "")
	if d.chance(0.4) && p.MotherTongue != "en" {
		skill(on, 0, "en", "", levels.draw(d))
	}
}
