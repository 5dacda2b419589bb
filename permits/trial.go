package permits

import (
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
	Report RiskReport `json:"report"`
}

// persons is the size of the cohort that t found; 0 without a dry run. An extract
// of nobody counts as one, so that it is never taken for unknown.
func (t *Trialled) persons() int {
	if t == nil {
		return 0
	}
	return int(max(t.Report.Persons, 1))
}

// Rests gives d with the dry run it rests on: the latest that is done, nil when
// there is none. What d says itself is not believed.
func (d Decision) Rests(trials []Trial) Decision {
	d.Trial = nil
	for _, t := range trials {
		if t.State == TrialDone && t.Report != nil && (d.Trial == nil || t.No > d.Trial.No) {
			d.Trial = &Trialled{No: t.No, Scope: t.Scope.Hash(), Taken: t.Taken, Report: *t.Report}
		}
	}
	return d
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
