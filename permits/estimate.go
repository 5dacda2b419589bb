package permits

import (
	"slices"
	"sync"

	"tietolupa/registers"
)

// A WorkLine is one reason for hours of retrieval, and how many quarters of an
// hour it takes together.
type WorkLine struct {
	Item     string // a row of law/work.csv, such as "table"
	Count    int
	Quarters int
	Source   string
}

type workRow struct {
	registers.Period
	item, source string
	quarters     int
}

var workRows = sync.OnceValue(func() (all []workRow) {
	for _, r := range lawRows("law/work.csv", 6) {
		all = append(all, workRow{lawPeriod(r[:2]), r[2], r[4], lawNumber(r[3])})
	}
	return all
})

// Work estimates the hours that retrieving s takes, line by line, by the table of
// the day. Items of which s has none are left out.
func (s Scope) Work(cat *registers.Catalogue, day registers.Day) (lines []WorkLine, quarters int) {
	count := map[string]int{"base": 1}
	of := map[string]bool{}
	for _, t := range s.Tables {
		delivered := 0
		for _, sv := range t.Variables {
			v, ok := cat.Variable(sv.ID)
			if !ok || sv.Protection == registers.Drop {
				continue
			}
			delivered++
			if v.Class == registers.Special {
				count["special"]++
			}
			if v.Clause && sv.Protection == v.Finest {
				count["clause"]++
			}
		}
		if table, ok := cat.Table(t.Table); ok && delivered > 0 {
			count["table"]++
			of[table.Register] = true
		}
	}
	count["table"], count["register"] = max(0, count["table"]-1), max(0, len(of)-1)
	count["condition"] = max(0, len(s.Population)-1)
	if s.Sample > 0 {
		count["sample"] = 1
	}
	count["delivery"] = map[Cadence]int{Monthly: 11, Yearly: 0}[s.Cadence]
	for _, w := range workRows() {
		if n := count[w.item]; n > 0 && w.Has(day) {
			lines = append(lines, WorkLine{w.item, n, n * w.quarters, w.source})
			quarters += n * w.quarters
		}
	}
	return lines, quarters
}

// A Forecast is what a draft would cost and how long it would take, with what
// either follows from.
type Forecast struct {
	Fee      Estimate
	Work     []WorkLine
	Quarters int
	Sources  []string      // of the fees, each once
	Term     RoadTerm      // the published time to a decision
	Decision registers.Day // by when, were the draft sent on the day asked
	Route    Route         // of appeal: by V the data wait until the decision is final
	ByTerm   bool          // the published time is known
	Day      registers.Day // for which it was made
}

// Forecast prices c and says by when it would be decided were it sent on day. It
// fails with the rule of LawOn for a day without law.
func (c Case) Forecast(cat *registers.Catalogue, day registers.Day) (Forecast, error) {
	law, err := LawOn(day)
	if err != nil {
		return Forecast{}, err
	}
	f := Forecast{Route: law.Route, Day: day}
	f.Work, f.Quarters = c.Application.Scope.Work(cat, day)
	f.Fee = c.EstimateFee(float64(f.Quarters)/4, "")
	for _, l := range f.Fee.Lines {
		if fee, known := FeeOn(l.Code, day); known && !slices.Contains(f.Sources, fee.Source) {
			f.Sources = append(f.Sources, fee.Source)
		}
	}
	if f.Term, f.ByTerm = TermOf(PermitRoad, day); f.ByTerm && f.Term.Days >= 0 {
		f.Decision = WorkingDay(day.AddDate(0, 0, f.Term.Days)) // as Expected says once it is sent
	}
	return f, nil
}
