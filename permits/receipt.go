package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// ExtractReceived is the event of an environment's receipt of a package.
const ExtractReceived EventKind = "extract-received"

// A Receipt says who received a package for an environment, and when. SHA256 is
// of the file as it arrived there.
type Receipt struct {
	By     UserID    `json:"by"`
	At     time.Time `json:"at"`
	SHA256 string    `json:"sha256"`
}

// AddressTo seals a new order to the key that its environment has registered
// now, whichever it was when the application was written. An order to anybody
// else stays as it is. It fails when the environment is not in use that day or
// k is not its key.
func (o Order) AddressTo(k EnvironmentKey) (Order, error) {
	if o.Recipient.Kind != EnvironmentRecipient {
		return o, nil
	}
	if k.Environment != o.Recipient.Environment {
		k = EnvironmentKey{}
	}
	o.Recipient.Key = k.Key
	if err := o.Recipient.check(o.Kind, o.LawDay); err != nil {
		return Order{}, err
	}
	return o, nil
}

// Lost says whether the package is sealed to a key that its environment revoked
// before receiving it: nobody fetches it, and it is ordered anew.
func (o Order) Lost() bool { return o.KeyRevoked && o.Receipt == nil }

// Receive records that the order's environment has received the package.
// sha256 is what its operator computed of the file that arrived, alone or as
// sha256sum prints it; any other than the package's is refused (TiHL 14 §).
func (o Order) Receive(by Actor, sha256 string, now time.Time) (Order, error) {
	if o.Recipient.Kind != EnvironmentRecipient || !by.Operates(o.Recipient.Environment) {
		return Order{}, deny("not-the-operator")
	}
	if err := o.Downloadable(); err != nil {
		return Order{}, err
	}
	sum, _, _ := strings.Cut(strings.TrimSpace(sha256), " ")
	switch {
	case o.Receipt != nil:
		return Order{}, deny("already-received")
	case !strings.EqualFold(sum, o.Delivery.SHA256):
		return Order{}, deny("other-package")
	}
	o.Receipt = &Receipt{By: by.ID, At: now, SHA256: o.Delivery.SHA256}
	return o, nil
}

// A Parcel is what the operator of an environment sees of an order addressed to
// it: nothing of the application, the decision or the people.
type Parcel struct {
	Order     OrderID
	Kind      BasisKind
	BasisID   string
	Body      string // the organisation or authority that the data are for
	Provision string
	DestroyBy registers.Day
	State     OrderState
	Bytes     int64     // of the package; zero until it is sealed
	SealedAt  time.Time // zero until then
	Revoked   bool      // sealed to a key that has been revoked: fetched no more
	Receipt   *Receipt
}

// MayReceive says whether by may see that order o is addressed to their
// environment, and receive it.
func MayReceive(by Actor, o Order) bool {
	return o.Recipient.Kind == EnvironmentRecipient && by.Operates(o.Recipient.Environment)
}

// mayFetch says who downloads: the operators when an environment receives, and
// otherwise the named users.
func mayFetch(by Actor, o Order, users []UserID) bool {
	if o.Recipient.Kind == EnvironmentRecipient {
		return MayReceive(by, o)
	}
	return by.ID != "" && slices.Contains(users, by.ID)
}
