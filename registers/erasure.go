package registers

import "strings"

// CheckErasure says whether a row of t may be taken away to answer r (tietojen
// poistaminen, GDPR 17(1)): r is an open request for erasure about t's register,
// and why the row should not be kept is told. Who the client is goes only with
// the client (4.3a): of identity, a row that tells it is corrected instead. It
// fails with a *RuleError.
func CheckErasure(r Request, t Table, identity bool, reason string) error { // GDPR 17
	const act = "erase row"
	switch {
	case r.Kind != Erasure || r.State != Received:
		return refuseRequest(act, "12-state", "")
	case t.Register != r.Register:
		return refuseRequest(act, "12-kind", t.Name)
	case identity:
		return refuseRequest(act, "17-identity", t.Name)
	case strings.TrimSpace(reason) == "":
		return refuseRequest(act, "12-reason", "")
	}
	return nil
}
