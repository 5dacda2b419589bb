package letters

import (
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// feeAnnex reckons what the decision and the data cost (maksulaskelma): each row
// of the fee decree of the day on which the case became pending.
func (l *letter) feeAnnex() {
	l.annex("annex.fee")
	pending := registers.DayOf(l.Case.Submitted)
	l.paragraph(l.say("fee.decree", "day", l.day(pending)))
	priced := l.decision.Fee
	if priced == nil {
		priced = &permits.DecidedFee{}
	}
	e := l.Case.EstimateFee(priced.Hours, priced.Waiver)
	var rows [][]string
	for _, line := range e.Lines {
		amount := "1"
		if line.Quarters > 0 {
			amount = l.say("fee.hours", "hours", hours(float64(line.Quarters)/4))
		}
		rows = append(rows, []string{l.say("fee.line." + line.Code), amount, euro(line.Cents)})
	}
	hour, known := permits.FeeOn("retrieval", pending)
	switch {
	case !known:
	case priced.Waiver != "":
		rows = append(rows, []string{l.say("fee.line.retrieval"), l.say("fee.waived"), euro(0)})
	case priced.Hours == 0:
		rows = append(rows, []string{l.say("fee.line.retrieval"), l.say("fee.per-hour"), euro(hour.Cents)})
	}
	rows = append(rows, []string{l.say("fee.sum"), "", euro(e.Cents)}, []string{l.say("fee.ceiling"), "", euro(e.Ceiling)})
	l.table([]string{l.say("fee.head.what"), l.say("fee.head.amount"), l.say("fee.head.euro")}, rows, []float64{0.55, 0.25, 0.2})
	l.paragraph(l.say("fee.invoice"))
}

// feeRemedyAnnex instructs on the fee (MPL 11 b §, JulkL 33.1 §): the kind of fee
// settles the remedy, so that is told which the fees of this case have.
func (l *letter) feeRemedyAnnex(annex string) {
	l.newPage()
	l.heading(1, l.say("annex.fee-remedy", "annex", annex))
	rectified, disputed := remediesOf(l.feeKinds())
	if rectified {
		l.lead(l.say("fee.rectify"))
		l.lead(l.say("fee.rectify.how", "registry", l.registry()))
	}
	if disputed {
		l.lead(l.say("fee.market"))
	}
}

// feeKinds are the kinds of the fees that the decision states or may bring: its own,
// and that of the retrieval of what it gives.
func (l *letter) feeKinds() (kinds []string) {
	pending := registers.DayOf(l.Case.Submitted)
	if f, known := l.Case.DecisionFee(pending); known {
		kinds = append(kinds, f.Kind)
	}
	if f, known := permits.FeeOn("retrieval", pending); known && l.decision.Grants() && (l.decision.Fee == nil || l.decision.Fee.Waiver == "") {
		kinds = append(kinds, f.Kind)
	}
	return kinds
}

// remediesOf says which remedies fees of kinds have: rectification, and for a price
// of the market a dispute before the district court (MPL 11 b.3 §).
func remediesOf(kinds []string) (rectified, disputed bool) {
	for _, kind := range kinds {
		if kind == "market" {
			disputed = true
		} else {
			rectified = true
		}
	}
	return rectified || !disputed, disputed
}

// hours writes a number of hours as people read it.
func hours(h float64) string {
	return strings.ReplaceAll(strconv.FormatFloat(h, 'f', -1, 64), ".", ",")
}

// registry is where things are sent to the authority.
func (l *letter) registry() string {
	return l.authority.name.In(l.lang) + ", " + l.authority.address.In(l.lang) + ", " + l.authority.email
}
