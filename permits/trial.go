package permits

import (
	"cmp"
	"slices"
	"time"

	"tietolupa/registers"
)

// A TrialState says how far a dry run is.
type TrialState string

const (
	TrialQueued  TrialState = "queued"
	TrialRunning TrialState = "running"
	TrialDone    TrialState = "done"
	TrialFailed  TrialState = "failed"
)

// A Trial is a dry run of an extract (koepoiminta): it is built by the builder
// of extracts on the registers as they are, measured and thrown away. No file
// leaves, and no key is kept.
type Trial struct {
	Case   CaseID
	No     int
	Scope  Scope
	LawDay registers.Day
	By     UserID
	At     time.Time
	State  TrialState
	Reason string // of a failure
	Taken  time.Time
	Done   time.Time
	Report *RiskReport // of one that is done
}

// Open says whether t still waits for its result.
func (t Trial) Open() bool { return t.State == TrialQueued || t.State == TrialRunning }

// Stale says whether t was run on another scope than scope.
func (t Trial) Stale(scope Scope) bool { return t.Scope.Hash() != scope.Hash() }

// A RiskReport is what a dry run measured of the danger that somebody in the
// extract is recognised. It counts and names variables; it holds no value.
type RiskReport struct {
	Tables        []TrialTable     `json:"tables"`
	Persons       int64            `json:"persons"`
	Quasi         []string         `json:"quasi"` // the variables that classes are formed by
	Classes       int64            `json:"classes"`
	SmallestClass int64            `json:"smallest_class"` // k
	Uniques       int64            `json:"uniques"`        // persons alone in their class
	Sizes         []ClassSizes     `json:"sizes,omitempty"`
	Cells         []SmallCells     `json:"cells,omitempty"`
	Sensitive     []SensitiveClass `json:"sensitive,omitempty"`
}

// A TrialTable is how many rows a table would have, of how many subjects.
type TrialTable struct {
	Name     string `json:"name"`
	Rows     int64  `json:"rows"`
	Subjects int64  `json:"subjects"`
}

// ClassSizes counts the classes of a size from From to To (0: no end), and the
// persons in them.
type ClassSizes struct {
	From    int64 `json:"from"`
	To      int64 `json:"to,omitempty"`
	Classes int64 `json:"classes"`
	Persons int64 `json:"persons"`
}

// SmallCells counts the values of one variable, at the step it is shown, that
// fewer than Threshold persons have.
type SmallCells struct {
	Variable   string               `json:"variable"`
	Protection registers.Protection `json:"protection"`
	Values     int64                `json:"values"`
	Small      int64                `json:"small"`
	Persons    int64                `json:"persons"` // who have a small value
	Threshold  int64                `json:"threshold"`
}

// A SensitiveClass says of a variable with special categories how much a class
// tells of it: a class all of whose persons have one value tells it of each.
type SensitiveClass struct {
	Variable   string               `json:"variable"`
	Protection registers.Protection `json:"protection"`
	Diversity  int64                `json:"diversity"` // fewest values in a class (l)
	Told       int64                `json:"told"`      // classes of two or more with one value
	Persons    int64                `json:"persons"`   // in them
}

// Trialled is the dry run that a decision rests on.
type Trialled struct {
	No     int        `json:"no"`
	Scope  string     `json:"scope"` // hash of what it was run on
	Taken  time.Time  `json:"taken"`
	Small  time.Time  `json:"small,omitzero"` // when a dry run of the same rows first found a small cohort
	Report RiskReport `json:"report"`
}

// smallSince is when the cohort granted was found to be small, and whether it is on
// day: the data protection officer is asked about it after that, not before. A
// nil t has found nothing.
func (t *Trialled) smallSince(day registers.Day) (since time.Time, small bool) {
	if t == nil || !t.Report.small(day) {
		return time.Time{}, false
	}
	return cmp.Or(t.Small, t.Taken), true
}

// small says whether r's cohort is under the threshold of day (law/terms.csv). An
// extract of nobody is.
func (r RiskReport) small(day registers.Day) bool {
	return r.Persons < int64(TermDays("small-cohort", day))
}

// Rests gives d, a decision in c or on its open change, with the dry run it rests
// on: the latest that is done of the scope that d grants, else the latest that is
// done of another; nil when there is none. One made before a change was asked for
// is not the change's. What d says itself is not believed.
func (c Case) Rests(d Decision, trials []Trial, cat *registers.Catalogue) Decision {
	if change, of := c.For(DoPropose); of {
		c = change
	}
	d.Trial, d.Scope = nil, d.Scope.WithKeys(cat)
	done := slices.DeleteFunc(slices.Clone(trials), func(t Trial) bool {
		return t.State != TrialDone || t.Report == nil || c.OfChange > 0 && t.At.Before(c.Submitted)
	})
	if len(done) == 0 {
		return d
	}
	var small time.Time
	for _, t := range done {
		if rowsOf(t.Scope) == rowsOf(d.Scope) && t.Report.small(t.LawDay) && (small.IsZero() || t.Done.Before(small)) {
			small = t.Done
		}
	}
	best := slices.MaxFunc(done, func(a, b Trial) int {
		switch stale := a.Stale(d.Scope); {
		case stale == b.Stale(d.Scope):
			return cmp.Compare(a.No, b.No)
		case stale:
			return -1
		}
		return 1
	})
	d.Trial = &Trialled{No: best.No, Scope: best.Scope.Hash(), Taken: best.Taken, Small: small, Report: *best.Report}
	return d
}

// tried returns the rule that keeps d from being the decision of c without a dry
// run of what it grants: nobody knows then whom its rows would tell of, nor
// whether the data protection officer has to be asked. What gives no rows needs
// none.
func (c Case) tried(d Decision) error {
	switch {
	case !d.Grants() || !d.GivesData(c):
		return nil
	case d.Trial == nil:
		return deny("trial-missing") // GDPR 35, 25.1
	case d.Trial.Scope != d.Scope.Hash():
		return deny("trial-stale") // it says nothing of the cohort that is granted
	}
	return nil
}

// Try is a dry run of scope ordered by the official who handles c. trials are
// the earlier ones: one at a time is run.
func (c Case) Try(by Actor, scope Scope, trials []Trial, cat *registers.Catalogue, now time.Time) (Trial, error) {
	if change, of := c.For(DoPropose); of {
		return change.Try(by, scope, trials, cat, now)
	}
	if err := theHandler(c, by, now); err != nil {
		return Trial{}, err
	}
	if c.State != InReview {
		return Trial{}, deny("not-in-review")
	}
	scope = scope.WithKeys(cat)
	if err := scope.Check(cat, registers.DayOf(now)); err != nil {
		return Trial{}, err
	}
	if err := c.Application.Scope.Covers(scope, cat); err != nil {
		return Trial{}, err
	}
	no := 1
	for _, t := range trials {
		if t.Open() {
			return Trial{}, deny("trial-open")
		}
		no = max(no, t.No+1)
	}
	return Trial{Case: c.ID, No: no, Scope: scope, LawDay: registers.DayOf(now), By: by.ID, At: now, State: TrialQueued}, nil
}

// DecidedFee is the retrieval that a decision prices (JulkL 34 §): hours of work,
// and why it is free.
type DecidedFee struct {
	Hours  float64 `json:"hours,omitempty"`
	Waiver string  `json:"waiver,omitempty"` // a WaiverGrounds key; empty: charged
}

// WaiverGrounds are why retrieval may be free by the fee decree: national
// disclosure for research or teaching by reciprocity or general practice.
var WaiverGrounds = []string{"reciprocity", "practice"}
