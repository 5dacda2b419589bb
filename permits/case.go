package permits

import (
	"time"

	"tietolupa/registers"
)

// A CaseID is a case's number with hyphens, "KEHA-17-2020"; letters print it
// with slashes (asiatunnus).
type CaseID string

// A State says whose turn it is. Its text is stored and printed, so states are
// added but never renamed.
type State string

const (
	Draft         State = "draft"          // luonnos: the applicant is writing
	Submitted     State = "submitted"      // vireillä: nobody has taken it yet
	InReview      State = "in-review"      // käsittelyssä: the presenter handles it
	Proposed      State = "proposed"       // ratkaistavana: waits for the decider
	Granted       State = "granted"        // myönnetty
	PartlyGranted State = "partly-granted" // myönnetty osittain
	Refused       State = "refused"        // hylätty
	Served        State = "served"         // tiedoksiannettu: conditions and undertakings wait
	InForce       State = "in-force"       // voimassa
	Ended         State = "ended"          // päättynyt
	Revoked       State = "revoked"        // peruutettu
	Withdrawn     State = "withdrawn"      // rauennut
)

// A Case is one application under section 28 and what became of it.
type Case struct {
	ID           CaseID
	Registry     string // number of the agency's case system (diaarinumero); empty until it has given one
	Applicant    UserID // who drafted and submits it
	Application  Application
	State        State
	Version      int // counts changes, so that nobody acts from a stale page
	Created      time.Time
	Submitted    time.Time // arrival: zero in draft
	Presenter    UserID    // empty until taken
	Proposal     *Decision // what the presenter proposes; nil before
	Decision     *Decision // nil until decided
	Decider      UserID
	DecidedAt    time.Time
	ServedAt     time.Time            // when it is deemed served
	Accepted     *Signature           // conditions accepted by the leader
	Undertakings map[UserID]Signature // one of every named user
	EndedAt      time.Time
	EndReasons   string // of a revocation
	Handling     Handling
	Life         Life
	Attached     []Attachment // every version; there only while a command decides
	Drafting     Drafting
	Renews       CaseID    // the permit that it goes on from; empty when none
	KeyOf        CaseID    // the permit whose key it shares; empty: its own
	Kin          []Case    // the others that share the key; read, never written
	Owing        []Owing   // overdue duties of its people and organisation, while it is undecided; read, never written
	Made         []Made    // deliveries ordered on it, where a reminder of the next is asked about; read, never written
	Invited      []Address // by the last command, for the store to keep; empty in what is read
	OfChange     int       // the change whose handling this is (Case.For); 0: the case itself
	Amends       int       // the request to supplement that this draft answers (Case.Amending); 0: none
	Permit       *Case     // of a change: the permit that it changes
	Writer
}

// A Signature is who signed what, when: the hash is of the text that was shown.
type Signature struct {
	By       UserID    `json:"by"`
	At       time.Time `json:"at"`
	SHA256   string    `json:"sha256"`
	Language string    `json:"language,omitempty"` // of the undertaking that was signed; empty of what was signed before it was kept
	Price    string    `json:"price,omitempty"`    // of an acceptance: the figures of the price it covers
	Declared []string  `json:"declared,omitempty"` // of an acceptance: what of Case.BeforeDelivery it declares done

	Assessment int `json:"assessment,omitempty"` // number of the file that is the impact assessment declared
}

// An Outcome is how a case was decided.
type Outcome string

const (
	GrantAll  Outcome = "grant"
	GrantPart Outcome = "partly"
	RefuseAll Outcome = "refuse"
	Dismiss   Outcome = "dismiss" // tutkimatta jättäminen
)

// A Decision is what the presenter proposes and the decider makes. The granted
// scope is the specification of the extract.
type Decision struct {
	Outcome    Outcome           `json:"outcome"`
	Scope      Scope             `json:"scope"`
	Refusals   []Refusal         `json:"refusals,omitempty"` // one for each item less than applied for
	Findings   []Finding         `json:"findings"`
	Conditions []Condition       `json:"conditions"`
	Term       registers.Period  `json:"term"`
	Reasons    string            `json:"reasons"`
	Clauses    map[string]string `json:"clauses,omitempty"` // variable id → why its finest step is granted
	Route      Route             `json:"route"`             // appeal route of the law version
	LawDay     registers.Day     `json:"law_day"`
	Short      bool              `json:"short,omitempty"`      // without reasons (HL 45.2 § 4 k)
	Immediate  string            `json:"immediate,omitempty"`  // by route V: why it is carried out at once (HOL 122.3 § 2 k)
	Departures map[string]string `json:"departures,omitempty"` // variable, order or refusal → why it departs from earlier decisions (HL 6 §)
	Considered []Considered      `json:"considered,omitempty"` // purpose, freedom of research and the other topics of law/findings.csv
	Necessity  map[string]string `json:"necessity,omitempty"`  // variable → why it is needed, or AsApplied
	Fee        *DecidedFee       `json:"fee,omitempty"`        // nil: by the table alone
	Trial      *Trialled         `json:"trial,omitempty"`      // the dry run that the finding rests on
	Withheld   []string          `json:"withheld,omitempty"`   // of a change: the kinds of Delta.Kinds that it was asked for and does not give
}

// Grants says whether d grants anything.
func (d Decision) Grants() bool { return d.Outcome == GrantAll || d.Outcome == GrantPart }

// A Refusal is one item refused or coarsened and why (HL 45 §).
type Refusal struct {
	Item    string `json:"item"` // variable id, a ConditionKeys key, "population", "period", "sample" or "cadence"
	Applied string `json:"applied"`
	Granted string `json:"granted"`
	Code    string `json:"code"` // reason code of letters
	Text    string `json:"text"`
}

// A Finding is the presenter's written conclusion on one secrecy ground: why it
// is obvious (ilmeistä) that the interest it protects is not offended.
type Finding struct {
	Ground   string `json:"ground"`             // item of 24.1 §
	Category string `json:"category,omitempty"` // item of 3 §: one data category under the ground
	Text     string `json:"text"`
}

// A Condition is one of the 22 of the letters, with its parameters.
type Condition struct {
	No         int               `json:"no"`
	Parameters map[string]string `json:"parameters,omitempty"`
	Reason     string            `json:"reason,omitempty"` // why it is imposed here; empty: for the usual reason
}

// A Route is the way of appeal: it settles the instruction annexed, the clause
// on enforcement and the delivery gate together (law.md 14.1).
type Route string

const (
	Rectification Route = "O" // oikaisuvaatimus; enforceable at once
	Appeal        Route = "V" // valitus; delivery after finality
)
