package web

import (
	"slices"

	"tietolupa/permits"
	"tietolupa/registers"
)

// practiceShown is how many earlier decisions are linked beside one item.
const practiceShown = 3

// A practiceSum adds up what earlier decisions did with the variables of a
// finding.
type practiceSum struct {
	Decisions              int // variables decided on
	Same, Coarser, Refused int
	Cases                  []permits.CaseID // the latest
}

func (p *practiceSum) add(applied registers.Protection, id string, practice permits.Practice) {
	for _, x := range practice.Variables {
		if x.Variable != id || x.Applied != applied {
			continue
		}
		p.Decisions++
		switch x.Granted {
		case x.Applied:
			p.Same++
		case registers.Drop:
			p.Refused++
		default:
			p.Coarser++
		}
		if len(p.Cases) < practiceShown && !slices.Contains(p.Cases, x.Case) {
			p.Cases = append(p.Cases, x.Case)
		}
	}
}

// A departureView is what earlier decisions did with one variable or order, and
// whether what is on the desk departs from it.
type departureView struct {
	Key       string
	Field     string
	Departs   bool
	Text      string
	Decisions int
	As        int // how many did as usual
	Step      registers.Protection
	Imposed   bool
	Latest    []permits.Precedent
	Orders    []permits.OrderPrecedent
}

// Shown says whether there is anything to show.
func (d departureView) Shown() bool { return d.Decisions > 0 || d.Departs }

// A departing knows what the desk's decision does otherwise than the practice.
type departing struct {
	keys  []string
	texts map[string]string
}

func (s *server) departing(c permits.Case, d permits.Decision, practice permits.Practice, f *decisionForm) departing {
	return departing{permits.Departing(c.Application, d, practice, s.Catalogue), f.Departures}
}

func (x departing) view(key string) departureView {
	return departureView{Key: key, Field: "departure." + key, Departs: slices.Contains(x.keys, key), Text: x.texts[key]}
}

func (x departing) variable(v permits.ScopeVariable, practice permits.Practice, purpose permits.Purpose) departureView {
	view := x.view(v.ID)
	h := practice.Variable(v, purpose)
	view.Decisions, view.As, view.Step = h.Decisions, h.As, h.Usual
	for _, p := range practice.Variables {
		if p.Variable == v.ID && p.Applied == v.Protection && len(view.Latest) < practiceShown {
			view.Latest = append(view.Latest, p)
		}
	}
	return view
}

func (x departing) order(no int, practice permits.Practice, purpose permits.Purpose) departureView {
	view := x.view(permits.OrderDeparts(no))
	h := practice.Order(no, purpose)
	view.Decisions, view.As, view.Imposed = h.Decisions, h.As, h.Usual != ""
	for _, p := range practice.Orders {
		if p.No == no && len(view.Orders) < practiceShown {
			view.Orders = append(view.Orders, p)
		}
	}
	return view
}

func (x departing) refusal() departureView { return x.view(permits.RefusalDeparts) }
