package permits

import (
	"sync"

	"tietolupa/registers"
)

// A Fee is one row of law/fees.csv. Its kind settles the remedy: "public-law"
// and "34" (JulkL 34 §) are rectified within six months, "market" is a matter
// of the district court (14.4).
type Fee struct {
	Code       string
	Kind       string
	Cents      int
	Unit       string
	Withdrawal int // per cent of the fee at withdrawal
	Source     string
	registers.Period
}

var fees = sync.OnceValue(func() (all []Fee) {
	for _, r := range lawRows("law/fees.csv", 9) {
		all = append(all, Fee{r[2], r[3], lawNumber(r[4]), r[5], lawNumber(r[6]), r[7], lawPeriod(r[:2])})
	}
	return all
})

// FeeOn is the fee of code by the day on which the case became pending (14.4);
// known is false when the table has no row, and then nothing is charged.
func FeeOn(code string, pending registers.Day) (f Fee, known bool) {
	for _, f := range fees() {
		if f.Code == code && f.Has(pending) {
			return f, true
		}
	}
	return Fee{}, false
}

// A FeeLine is one line of an estimate or a bill, in cents.
type FeeLine struct {
	Code     string
	Quarters int // of an hour; 0 for a fee by piece
	Cents    int
}

// An Estimate is what a decision and its data cost, and the most that may be
// charged without asking again.
type Estimate struct {
	Lines   []FeeLine
	Cents   int
	Ceiling int
	Waiver  string // why retrieval is free; empty when charged
}

// EstimateFee prices the decision and the retrieval of c's data: hours is how
// long it is expected to take, waiver why it is free (reciprocity or general
// practice, research or teaching). The ceiling is a fifth above. Statutory
// disclosures are free and have no estimate. A change is priced by what it changes.
func (c Case) EstimateFee(hours float64, waiver string) Estimate {
	pending := registers.DayOf(c.Submitted)
	if c.Submitted.IsZero() {
		pending = registers.DayOf(c.Created)
	}
	e := Estimate{Waiver: waiver}
	if c.OfChange > 0 {
		e.Lines, _ = c.ChangeFee(c.Life.Changes[c.OfChange-1].priced(), pending)
	} else if f, known := FeeOn(c.feeCode(), pending); known {
		e.Lines = append(e.Lines, FeeLine{Code: f.Code, Cents: f.Cents})
	}
	if f, known := FeeOn("retrieval", pending); known && waiver == "" && hours > 0 {
		quarters := int(hours*4 + 0.999)
		e.Lines = append(e.Lines, FeeLine{Code: f.Code, Quarters: quarters, Cents: f.Cents * quarters / 4})
	}
	for _, l := range e.Lines {
		e.Cents += l.Cents
	}
	e.Ceiling = e.Cents + e.Cents/5
	return e
}

// feeCode is the row of law/fees.csv by which c's decision is charged.
func (c Case) feeCode() string {
	if c.Renews != "" {
		return "renewal"
	}
	return "decision"
}

// DecisionFee is the fee of c's decision by the table of day; known is false when
// nothing is charged.
func (c Case) DecisionFee(day registers.Day) (Fee, bool) { return FeeOn(c.feeCode(), day) }

// ChangeFee prices a change by what it changes.
func (c Case) ChangeFee(d Delta, asked registers.Day) (lines []FeeLine, cents int) {
	for _, k := range d.Kinds() {
		if f, known := FeeOn("change-"+k, asked); known {
			lines, cents = append(lines, FeeLine{Code: f.Code, Cents: f.Cents}), cents+f.Cents
		}
	}
	return lines, cents
}

// WithdrawalFee is the share of the table's fee that a withdrawn application
// costs; nothing without a row.
func (c Case) WithdrawalFee() int {
	if c.Submitted.IsZero() {
		return 0
	}
	f, _ := FeeOn(c.feeCode(), registers.DayOf(c.Submitted))
	return f.Cents * f.Withdrawal / 100
}

// A keeping is one row of law/case_retention.csv.
type keeping struct {
	registers.Period
	kind, ending string
	years        int
	archive      bool
	source       string
}

var keepings = sync.OnceValue(func() (all []keeping) {
	for _, r := range lawRows("law/case_retention.csv", 8) {
		all = append(all, keeping{lawPeriod(r[:2]), r[2], r[3], lawNumber(r[4]), r[5] == "yes", r[6]})
	}
	return all
})

// A Retention is how long a closed case is kept.
type Retention struct {
	Until   registers.Day
	Archive bool // decision and letters stay
	Source  string
}

// RetentionOf is how long a case of kind ("permit", "request", "breach") that
// ended so on day is kept; known is false when the table is silent, and then
// nothing is removed.
func RetentionOf(kind, ending string, day registers.Day) (r Retention, known bool) {
	for _, k := range keepings() {
		if k.Has(day) && k.kind == kind && k.ending == ending {
			return Retention{day.AddDate(k.years, 0, 0), k.archive, k.source}, true
		}
	}
	return Retention{}, false
}

// Retention is how long c is kept; known is false while it is open.
func (c Case) Retention() (r Retention, known bool) {
	switch {
	case c.State == Withdrawn:
		return RetentionOf("permit", "withdrawn", registers.DayOf(c.EndedAt))
	case c.State == Transferred:
		return RetentionOf("permit", "transferred", registers.DayOf(c.EndedAt))
	case c.State == Destroyed:
		return RetentionOf("permit", "decided", registers.DayOf(c.Life.Destroyed.At))
	case c.State == Ended && !c.wasUsable():
		return RetentionOf("permit", "decided", registers.DayOf(c.EndedAt))
	case c.State == Served && !c.Decision.Grants() && len(c.OpenRemedies()) == 0:
		return RetentionOf("permit", "decided", registers.DayOf(c.ServedAt))
	}
	return Retention{}, false
}

// Retention is how long r is kept; known is false while it is open.
func (r Request) Retention() (kept Retention, known bool) {
	if r.Closed.IsZero() {
		return Retention{}, false
	}
	return RetentionOf("request", "closed", registers.DayOf(r.Closed))
}

// Retention is how long b is kept in the register of breaches (GDPR 33.5); known
// is false while it is open.
func (b Breach) Retention() (kept Retention, known bool) {
	if b.State != BreachIsClosed {
		return Retention{}, false
	}
	return RetentionOf("breach", "closed", registers.DayOf(b.Closed))
}
