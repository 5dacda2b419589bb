package synthetic

// The artificial range: individual numbers 900–999, of which half are each
// sex's, with every separator of the century (decree 128/2010 2 §, as amended
// by 690/2022).
const (
	separators1900 = "-YXWVU"
	separators2000 = "ABCDEF"
	codesPerBirth  = 50 * len(separators1900) // of one sex
)

const checkCharacters = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// henkilotunnus is the ordinal-th artificial code (from 1) of those born on a
// day: the first separators while they last, then those of 2023.
func henkilotunnus(birth Date, female bool, ordinal uint16) string {
	n := int(ordinal) - 1
	separators, round := separators1900, n/50
	year, month, day := birth.Time().Date()
	if year >= 2000 {
		separators = separators2000
	}
	// The step of 7 keeps neighbours of one birth date apart; 50 has no factor 7.
	individual := 900 + 2*((n%50*7+int(birth))%50)
	if !female {
		individual++
	}
	var code [11]byte
	two := func(at, n int) { code[at], code[at+1] = byte('0'+n/10%10), byte('0'+n%10) }
	two(0, day)
	two(2, int(month))
	two(4, year%100)
	code[6] = separators[round]
	code[7] = byte('0' + individual/100)
	two(8, individual%100)
	code[10] = checkCharacters[(((day*100+int(month))*100+year%100)*1000+individual)%31]
	return string(code[:])
}

// businessID is the n-th Y-tunnus (from 0) that can be issued from base on:
// numbers whose remainder is 1 never are (decree 288/2001 3 §).
func businessID(base, n int) string {
	// Of eleven numbers in a row exactly one has the remainder 1, since the
	// last weight is 2: its place in the row follows from the first.
	number := base + n/10*11
	for left := n % 10; ; number++ {
		if remainder(number) == 1 {
			continue
		}
		if left == 0 {
			break
		}
		left--
	}
	var id [9]byte
	for i, n := 6, number; i >= 0; i, n = i-1, n/10 {
		id[i] = byte('0' + n%10)
	}
	id[7] = '-'
	check := remainder(number)
	if check != 0 {
		check = 11 - check
	}
	id[8] = byte('0' + check)
	return string(id[:])
}

func remainder(number int) int {
	sum := 0
	for _, w := range [7]int{2, 4, 8, 5, 10, 9, 7} {
		sum += number % 10 * w
		number /= 10
	}
	return sum % 11
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
