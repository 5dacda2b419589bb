package synthetic

import "tietolupa/registers"

// codesPerBirth is how many artificial codes there are for those of one sex
// born on one day: individual numbers 900–999, of which half are each sex's,
// with every separator of the century (decree 128/2010 2 §, as amended by
// 690/2022).
const codesPerBirth = 50 * 6

// henkilotunnus is the ordinal-th artificial code (from 1) of those of one sex
// born on a day: the first separator while it lasts, then those of 2023. All
// arguments come from the plan, which keeps the ordinal within codesPerBirth.
func henkilotunnus(birth Date, female bool, ordinal uint16) string {
	n, day := int(ordinal)-1, birth.Day()
	// The step of 7 keeps neighbours of one birth date apart; 50 has no factor 7.
	individual := 900 + 2*((n%50*7+int(birth))%50)
	if !female {
		individual++
	}
	code, err := registers.NewArtificialHetu(day, individual, registers.Separators(day.Time().Year())[n/50])
	if err != nil {
		panic(err) // a fault of the plan, and no person's
	}
	return code.Reveal()
}

// businessID is the n-th Y-tunnus (from 0) that can be issued from base on, a
// multiple of ten. Within ten numbers the last digit alone changes, and with it
// the remainder, so at most one of them has the remainder 1 that is never
// issued: nine are taken of each ten.
func businessID(base, n int) string {
	left := n % 9
	for number := base + n/9*10; ; number++ {
		id, err := registers.NewBusinessID(number)
		if err != nil {
			continue
		}
		if left == 0 {
			return string(id)
		}
		left--
	}
}

func (l *life) identify() {
	o, f := l.outline, &l.file
	first := f.Clientships[0].Start
	now := Identifier{Code: henkilotunnus(o.birth, o.female, o.ordinal), From: o.birth}
	if o.earlier > 0 {
		temporary := Identifier{Code: henkilotunnus(o.birth, o.female, o.earlier), Temporary: true, From: first}
		changed := first + Date(l.dice.between(20, 240))
		if changed < CountDay {
			temporary.To, now.From = changed-1, changed
			temporary.Entry = l.entry(first)
			f.Identifiers = append(f.Identifiers, temporary)
		} else { // the permanent code has not come yet
			now = temporary
		}
	}
	now.Entry = l.entry(max(first, now.From))
	f.Identifiers = append(f.Identifiers, now)
}
