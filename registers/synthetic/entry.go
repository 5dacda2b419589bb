package synthetic

import (
	"fmt"
	"sync"
)

// Internal ids: far apart by register, small enough for 32 bits, and so large
// that they are taken for nothing else.
const (
	firstPerson   = 1_000_000_000
	firstEmployer = 500_000_000
	firstVacancy  = 600_000_000
	firstProvider = 700_000_000
	firstService  = 800_000_000
)

// PersonID is the internal id of the number-th person.
func PersonID(number int) int64 { return firstPerson + int64(number) }

func employerID(number int) int64 { return firstEmployer + int64(number) }
func vacancyID(number int) int64  { return firstVacancy + int64(number) }
func providerID(number int) int64 { return firstProvider + int64(number) }
func serviceID(number int) int64  { return firstService + int64(number) }

// rowsEach is the room for rows of one table in the ids of one person.
const rowsEach = 100

// id is the id of the person's n-th row of a table.
func (l *life) id(n int) int64 { return PersonID(l.number)*rowsEach + int64(n) }

// officials are the recorders of each office: V and five digits.
var officials = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for o := 1; o <= 15; o++ {
		for n := range 80 {
			office := fmt.Sprintf("TE%02d", o)
			all[office] = append(all[office], fmt.Sprintf("V%05d", o*100+n))
		}
	}
	return all
})

func recordersOf(office string, d *dice) [2]string {
	list := officials()[office]
	return [2]string{list[d.below(len(list))], list[d.below(len(list))]}
}

var sources = newMix("person", 93, "office", 7)

// entry is of a row about something that began on a day: entered in office
// hours of that day or one of the next three, never after the registers' day.
func (l *life) entry(on Date) Entry {
	return newEntry(l.home.office, sources.draw(&l.dice), l.recorders[l.dice.below(2)], on, l.population.day, &l.dice)
}

func newEntry(office, source, recorder string, on, last Date, d *dice) Entry {
	day := min(on+Date(d.below(4)), last)
	return Entry{Office: office, Source: source, Recorder: recorder, Recorded: int64(day.Unix())*86400 + 6*3600 + int64(d.below(8*3600))}
}
