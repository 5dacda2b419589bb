package permits

import "tietolupa/registers"

// What somebody may not see does not exist for them: callers answer "not
// found" when these say no, so that numbers cannot be probed.

// MaySee says whether by may read case c: its applicant, those invited to it
// and, once it has been sent, every named user; the authority's presenters and deciders from then on,
// never a draft (HL 28 §: not in a case of their own as officials).
func MaySee(by Actor, c Case) bool {
	switch {
	case c.Applicant == by.ID && by.ID != "", c.member(by.ID, EditRole), c.member(by.ID, ReadRole):
		return true
	case c.State == Draft:
		return false
	case c.involves(by.ID):
		return true
	}
	return by.officer("", Presenter, Decider) == nil
}

// MaySeeDisclosure says whether by may read disclosure d: the person it names
// and analysts of the same body, and the authority's officers.
func MaySeeDisclosure(by Actor, d Disclosure) bool {
	if by.officer("", Presenter, Decider) == nil {
		return true
	}
	return by.Has(Analyst) && by.Body != "" && by.Body == d.Request.Body
}

// AnswersRequest says whether a data subject's request on a route is by's to
// answer (2.3b): their own body's, or KEHA's own for its officers. Whether a right
// of theirs reaches the person's data is asked beside it (4a.3).
func AnswersRequest(by Actor, route registers.Route) bool {
	if route.Body != "" {
		return route.Body == string(by.Body)
	}
	return route.Party == registers.Keha && by.officer("", Presenter, Decider) == nil
}

// MaySeeOrder says whether by may read order o of case c: the permit's named
// users and the authority's officers.
func MaySeeOrder(by Actor, o Order, c Case) bool {
	return o.Kind == PermitBasis && o.BasisID == string(c.ID) && MaySee(by, c)
}

// MaySeeDisclosureOrder says whether by may read order o of disclosure d.
func MaySeeDisclosureOrder(by Actor, o Order, d Disclosure) bool {
	return o.Kind == DisclosureBasis && o.BasisID == string(d.ID) && MaySeeDisclosure(by, d)
}

// MayDownload says whether by may fetch the package of order o: only what is
// sealed, and only one of users, the named users of the permit or the person of
// the disclosure, or, when an environment receives it, only that environment's
// operators. Officers see orders but fetch no packages. Whether the permit or
// disclosure is still in force is asked of its Basis.
func MayDownload(by Actor, o Order, users []UserID) bool {
	return o.State == OrderSealed && !o.KeyRevoked && mayFetch(by, o, users)
}
