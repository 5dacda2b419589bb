package web

import (
	"fmt"
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A feasibilityMoney is the forecast as text.
type feasibilityMoney struct {
	Total, Ceiling, Decision string
	Lines                    []moneyLine
}

type moneyLine struct {
	Item, Hours string
	Count       int
}

// A bar is a share told as a band: drawn from Least to Most per cent.
type bar struct {
	Label       string
	Least, Most int64
	Now         bool // as the draft has it now
}

// Width is how much of the bar is between its ends.
func (b bar) Width() int64 { return b.Most - b.Least }

// Says is the band as text.
func (b bar) Says() string { return fmt.Sprintf("%d–%d", b.Least, b.Most) }

// sayBand says a band of a count: under 100, 1 000–1 500.
func (s *server) sayBand(lang string, b permits.Band) string {
	if b.From == 0 {
		return s.texts.in(lang, "feasibility.under", number(b.To))
	}
	return s.texts.in(lang, "feasibility.between", number(b.From), number(b.To))
}

// sayPoints says a price in points.
func (s *server) sayPoints(lang string, points int) string {
	if points == 1 {
		return s.texts.in(lang, "feasibility.ask.point")
	}
	return s.texts.in(lang, "feasibility.ask.points", number(points))
}

// quarters writes quarters of an hour as hours.
func quarters(lang string, n int) string {
	text := strconv.FormatFloat(float64(n)/4, 'f', -1, 64)
	if lang != "en" {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// bars are what the picture of risk shows, and its table says.
func (s *server) bars(v *visit, q askedView) (all []bar) {
	risk := q.Figures.Risk
	text := func(key string, parameters ...string) string { return s.texts.in(v.Lang, key, parameters...) }
	if !risk.TooSmall {
		all = append(all, bar{text("feasibility.bar.alone"), risk.Alone.From, risk.Alone.To, true},
			bar{text("feasibility.bar.small", fmt.Sprint(permits.SmallClass)), risk.Small.From, risk.Small.To, true})
	}
	all = append(all, bar{text("feasibility.bar.register"), risk.Register.From, risk.Register.To, true})
	for _, step := range risk.Steps {
		all = append(all, bar{s.sayStep(v, step.Variable, step.To), step.Alone.From, step.Alone.To, false})
	}
	return all
}

// coarsening keeps the steps that leave fewer alone than there are now.
func coarsening(bars []bar, risk *permits.RiskFigures) (all []bar) {
	for _, b := range bars {
		if !b.Now && b.Least < risk.Register.From {
			all = append(all, b)
		}
	}
	return all
}

func money(lang string, f permits.Forecast, free string) feasibilityMoney {
	m := feasibilityMoney{Total: euros(lang, f.Fee.Cents), Ceiling: euros(lang, f.Fee.Ceiling), Decision: free}
	for _, l := range f.Fee.Lines {
		if l.Quarters == 0 && l.Cents > 0 {
			m.Decision = euros(lang, l.Cents)
		}
	}
	for _, w := range f.Work {
		m.Lines = append(m.Lines, moneyLine{w.Item, quarters(lang, w.Quarters), w.Count})
	}
	return m
}

// sayStep says what would be coarsened to what.
func (s *server) sayStep(v *visit, id string, to registers.Protection) string {
	known, _ := s.Catalogue.Variable(id)
	name := orID(known.Name.In(v.Lang), id)
	if to == registers.Drop {
		return s.texts.in(v.Lang, "feasibility.bar.drop", name)
	}
	return s.texts.in(v.Lang, "feasibility.bar.step", name, s.texts.in(v.Lang, "protection."+string(to)))
}
