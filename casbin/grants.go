package casbin

import (
	"context"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/registers"
)

// Grants is where the rights of a person are kept. The version of a person's
// rights goes up in the transaction of every change to one of them, so that
// equal versions mean equal rights.
type Grants interface {
	// GrantVersion is the present version; 0 of a person who never had a right.
	GrantVersion(ctx context.Context, holder permits.UserID) (int64, error)
	// Grants gives every right of a person that is not removed, of whatever
	// days, and the version that they are of, read together.
	Grants(ctx context.Context, holder permits.UserID) ([]rights.Right, int64, error)
}

// A Request asks for one act on one kind of data of one client.
type Request struct {
	Holder permits.UserID
	Power  rights.Power
	Item   string       // of 3 §, such as "3.1.7"
	Office permits.Body // whose client it is
	Area   string       // where the client lives, such as "ELY13"; empty when unknown
	Use    rights.Use
	Ground rights.Ground // empty for any
	Day    registers.Day
}
