package synthetic

import "strconv"

// swedishShare is the share of Swedish speakers among citizens by language
// status of the municipality (0 Finnish, 1 bilingual with a Finnish majority,
// 2 Swedish, 3 bilingual with a Swedish majority).
var swedishShare = map[string]float64{"0": 0.008, "1": 0.075, "2": 0.93, "3": 0.58}

// describe makes the person's row.
func (l *life) describe() {
	d, o, home := &l.dice, l.outline, l.home
	p := Person{ID: PersonID(l.number), Birth: o.birth, Sex: "1", Municipality: home.code}
	if o.female {
		p.Sex = "2"
	}
	swedish := d.chance(swedishShare[home.language])
	names := finnishNames
	switch {
	case o.foreign:
		names = otherNames
		origin := origins[origin.turn(d)]
		if home.region == "21" && d.chance(0.6) {
			origin = sweden
			names = swedishNames
		}
		p.Citizenship, p.MotherTongue = origin.country, origin.language
		swedish = false
	case swedish:
		names = swedishNames
		p.Citizenship, p.MotherTongue = finland, "sv"
	case d.chance(0.03): // a citizen of another mother tongue
		names = otherNames
		p.Citizenship, p.MotherTongue = finland, origins[origin.turn(d)].language
	default:
		p.Citizenship, p.MotherTongue = finland, "fi"
	}
	p.FamilyName, p.GivenNames = names.family(d), names.given(o.female, d)
	if d.chance(0.97) {
		p.StreetAddress = address(home, swedish || home.language == "2", d)
	}
	if d.chance(0.93) {
		p.Phone = "050 000 " + strconv.Itoa(1000+d.below(9000))
	}
	if d.chance(0.85) {
		p.Email = "asiakas" + strconv.Itoa(l.number) + "@posti.example"
	}
	p.ProtectedAddress = d.chance(0.004)
	if d.chance(0.96) {
		p.Education = education.draw(d)
		if age := CountDay - o.birth; age < 19*366 {
			p.Education = basicEducation
		}
	}
	p.Disability = d.chance([statuses]float64{0.10, 0.11, 0.06}[o.status])
	p.FundMember = CountDay-o.birth > 22*366 && d.chance(0.58)
	p.Entry = l.entry(l.file.Clientships[0].Start)
	l.file.Person = p
}

// address is a street that every municipality might have, a number, and the
// municipality's name in the language of the address; there is no postal code.
func address(m *municipality, swedish bool, d *dice) string {
	streets, place := finnishStreets, m.fi
	if swedish {
		streets, place = swedishStreets, m.sv
	}
	s := streets[d.below(len(streets))] + " " + strconv.Itoa(1+d.below(90))
	if d.chance(0.55) {
		s += " " + string(rune('A'+d.below(8))) + " " + strconv.Itoa(1+d.below(80))
	}
	return s + ", " + place
}

func (f *facts) occupation(d *dice) string { return f.occupations[f.unemployed.turn(d)] }
