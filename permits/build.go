package permits

import "slices"

// ExtractRetried is the event of a failed order that is queued again.
const ExtractRetried EventKind = "extract-retried"

// Begin takes the order for building. One being built can be begun again, since
// its worker may have been cut off.
func (o Order) Begin() (Order, error) {
	if o.State != OrderQueued && o.State != OrderBuilding {
		return Order{}, deny("not-queued")
	}
	o.State, o.Reason = OrderBuilding, ""
	o.Stage, o.Done, o.Total = "begin", 0, 0
	return o, nil
}

// Seal makes d the order's delivery. Of two workers the first one's stands.
func (o Order) Seal(d Delivery) (Order, error) {
	if o.State != OrderBuilding {
		return Order{}, deny("not-building")
	}
	o.State, o.Delivery = OrderSealed, &d
	return o, nil
}

// Fail ends the build for a reason that people see.
func (o Order) Fail(reason string) (Order, error) {
	switch {
	case o.State != OrderQueued && o.State != OrderBuilding:
		return Order{}, deny("not-building")
	case reason == "":
		return Order{}, deny("no-reasons")
	}
	o.State, o.Reason = OrderFailed, reason
	return o, nil
}

// Retry queues a failed order again: for whoever ordered it, or an officer of
// the authority.
func (o Order) Retry(by Actor) (Order, error) {
	switch {
	case o.By != by.ID && by.officer("not-a-presenter", Presenter, Decider) != nil:
		return Order{}, deny("not-a-named-user")
	case o.State != OrderFailed:
		return Order{}, deny("not-failed")
	}
	o.State, o.Reason = OrderQueued, ""
	return o, nil
}

// Downloadable returns the rule that keeps the package from leaving, or nil.
func (o Order) Downloadable() error {
	if o.State != OrderSealed || o.Delivery == nil {
		return deny("not-sealed")
	}
	if o.KeyRevoked {
		return deny("key-revoked")
	}
	return nil
}

// Waits says whether a worker still has to build the order.
func (o Order) Waits() bool {
	return slices.Contains([]OrderState{OrderQueued, OrderBuilding}, o.State)
}
