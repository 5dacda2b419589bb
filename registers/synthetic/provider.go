package synthetic

import (
	"fmt"
	"iter"
)

// A supplier is the plan of a provider.
type supplier struct {
	municipality uint16
	from, to     int32 // bought[from:to]
	start        Date
}

// A purchase is the plan of a procured service.
type purchase struct {
	supplier   int32
	kind       string
	start, end Date
}

// planProviders plans one provider for seven hundred persons, at least three,
// each with one to eight procured services.
func (p *Population) planProviders(persons int) {
	d := newDice(p.seed, diceProvider, -1)
	weights := make([]float64, len(p.facts.municipalities))
	for i, m := range p.facts.municipalities {
		weights[i] = float64(m.unemployed)
	}
	where := newWheel(weights)
	p.onOffer = map[string][]int32{}
	for i := range min(max(persons/700, 3), mostProviders) {
		s := supplier{municipality: uint16(where.turn(&d)), from: int32(len(p.bought)), start: countDays[0] - Date(d.below(2000))}
		for range d.between(1, 8) {
			start := countDays[0] - 300 + Date(d.below(int(CountDay-countDays[0])+200))
			start = max(start, s.start)
			end := start + Date(d.between(300, 1300))
			if end > CountDay && d.chance(0.3) {
				end = 0 // until further notice
			}
			b := purchase{int32(i), boughtKinds.draw(&d), start, end}
			p.onOffer[b.kind] = append(p.onOffer[b.kind], int32(len(p.bought)))
			p.bought = append(p.bought, b)
		}
		s.to = int32(len(p.bought))
		p.suppliers = append(p.suppliers, s)
	}
}

// supply draws the procured service through which a service period of a kind
// is given; none when the kind is not bought or nothing drawn is in force.
func (p *Population) supply(kind string, on Date, d *dice) (provider, service int64) {
	as := suppliedAs[kind]
	if len(as) == 0 {
		return 0, 0
	}
	list := p.onOffer[as[d.below(len(as))]]
	for range min(len(list), 6) {
		n := list[d.below(len(list))]
		if b := p.bought[n]; b.start <= on && (b.end == 0 || b.end >= on) {
			return providerID(int(b.supplier)), serviceID(int(n))
		}
	}
	return 0, 0
}

// ProviderFiles makes the provider files from, from+1, … to−1. The file is
// used again for the next one: copy what is to be kept.
func (p *Population) ProviderFiles(from, to int) iter.Seq[*ProviderFile] {
	return func(yield func(*ProviderFile) bool) {
		var file ProviderFile
		for i := from; i < to; i++ {
			p.provider(i, &file)
			if !yield(&file) {
				return
			}
		}
	}
}

func (p *Population) provider(number int, file *ProviderFile) {
	d, s := newDice(p.seed, diceProvider, number), p.suppliers[number]
	home := &p.facts.municipalities[s.municipality]
	recorders := recordersOf(home.office, &d)
	entry := func(on, removable Date) Entry {
		e := newEntry(home.office, "provider", recorders[d.below(2)], on, p.day, &d)
		e.RemovableFrom = removable
		return e
	}
	ended := p.supplierEnd(number)
	var removable Date
	if ended != 0 {
		removable = ended.addYears(4)
	}
	file.Provider = Provider{ID: providerID(number), BusinessID: businessID(providersFrom, number), Municipality: home.code,
		Name: firmName(providerWords, home.language == "2" || home.language == "3", &d), Start: s.start, End: ended,
		Entry: entry(s.start, removable)}
	file.Services = file.Services[:0]
	for n := s.from; n < s.to; n++ {
		b := p.bought[n]
		file.Services = append(file.Services, ProcuredService{ID: serviceID(int(n)), Kind: b.kind, Start: b.start, End: b.end,
			ContractNumber: fmt.Sprintf("H-%d-%05d", b.start.Time().Year(), n), Cents: int64(d.between(2_000, 250_000)) * 100,
			Places: d.between(8, 300), Entry: entry(b.start, removable)})
	}
	p.serveProvider(number, file, &d, func(on Date) Entry { return entry(on, removable) })
}
