package permits

import (
	"time"

	"tietolupa/registers"
)

// An OrderID is the number of one extract order, "T-12-2020".
type OrderID string

// An OrderState says where an order is, whatever the queue says of its job.
type OrderState string

const (
	OrderQueued   OrderState = "queued"
	OrderBuilding OrderState = "building"
	OrderHeld     OrderState = "held" // the risk gate holds it for an officer
	OrderSealed   OrderState = "sealed"
	OrderFailed   OrderState = "failed" // with a reason; can be run again
)

// A BasisKind says on what an extract rests.
type BasisKind string

const (
	PermitBasis     BasisKind = "permit"
	DisclosureBasis BasisKind = "disclosure"
)

// A Basis is proof that an extract may be made: it is got only from a case in
// force or a confirmed disclosure, never written by hand.
type Basis struct {
	kind      BasisKind
	id        string
	version   int
	provision string
	scope     Scope
	area      []string
	destroyBy registers.Day
}

// Kind, ID and Version name the case or disclosure; Provision is the rule it
// rests on that day.
func (b Basis) Kind() BasisKind   { return b.kind }
func (b Basis) ID() string        { return b.id }
func (b Basis) Version() int      { return b.version }
func (b Basis) Provision() string { return b.provision }

// Scope is what was granted or confirmed.
func (b Basis) Scope() Scope { return b.scope }

// DestroyBy is the day by which the recipient destroys the data.
func (b Basis) DestroyBy() registers.Day { return b.destroyBy }

// An Order is one extract ordered on a basis.
type Order struct {
	ID        OrderID
	Kind      BasisKind
	BasisID   string
	Version   int // of the basis
	Provision string
	Scope     Scope // the basis's scope, area included as a population condition
	Recipient Recipient
	By        UserID
	At        time.Time
	LawDay    registers.Day
	DestroyBy registers.Day
	Language  string // of the texts in the package
	Number    int    // first delivery of the basis is 1
	Cause     string // what brought it beside the cadence: "change-2", "error-1"; empty otherwise
	State     OrderState
	Stage     string // of the build, for the progress bar: "cohort", "person", …, "seal"
	Done      int64  // rows of Total
	Total     int64
	Reason    string // of a failure or a hold: one sentence without internals
	Delivery  *Delivery
	Receipt   *Receipt // of the environment that received it; nil until then, and for everybody else

	KeyRevoked bool // sealed to a key that its environment has revoked
}

// A Delivery is a sealed package.
type Delivery struct {
	File     string    `json:"file"` // name in the sealed store
	Bytes    int64     `json:"bytes"`
	SHA256   string    `json:"sha256"`
	SealedAt time.Time `json:"sealed_at"`
	Manifest []byte    `json:"manifest"`
}
