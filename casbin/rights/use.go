package rights

import (
	"fmt"
	"slices"

	"tietolupa/permits"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// carried says what may be done for each use of 5.1c: an employer is served in
// customer service (6 §), statistics are made from extracts, and access and logs
// are administered as supervision or in a pending matter of the controller.
var carried = map[Use][]Power{
	CustomerService: {Search, Read, Write, Disclose},
	PendingMatter:   {Search, Read, Write, Administer},
	Oversight:       {Search, Read, Extract, Administer},
}

// Carries says whether a power may be used for u at all; whether the ground of
// a right allows u is asked of the law (registers/law/access_grounds.csv).
func (u Use) Carries(p Power) bool { return slices.Contains(carried[u], p) }

// UsesOf lists the uses that a ground allows on a day; it fails when the law of
// that day does not know the ground.
func UsesOf(g Ground, day registers.Day) ([]Use, error) {
	in, err := law.On(day).AccessGround(string(g))
	if err != nil {
		return nil, fmt.Errorf("uses of a right: %w", err)
	}
	uses := make([]Use, len(in.Uses))
	for i, u := range in.Uses {
		uses[i] = Use(u)
	}
	return uses, nil
}

// Lawful returns the rule that keeps r from being used on a day whatever its
// term: its ground is not in the law that day, or its body may no longer apply
// for it (5.1a, 5.2, 5.3). The right has then to be removed (5a.1).
func (r Right) Lawful(day registers.Day) error {
	today := law.On(day)
	g, err := today.AccessGround(string(r.Ground))
	if err != nil {
		return denyAbout("no-such-ground", string(r.Ground))
	}
	if r.Commission != nil && !partyOf(today, r.Commission.By, g.Commissioners) {
		return denyAbout("no-such-commissioner", string(r.Commission.By))
	}
	if !partyOf(today, r.Body, g.Parties) {
		return denyAbout("ground-of-another-body", string(r.Ground))
	}
	return nil
}

// partyOf says whether a body is of one of the kinds that day.
func partyOf(today law.Law, body permits.Body, kinds []registers.Party) bool {
	o, err := today.Organisation(string(body))
	return err == nil && slices.Contains(kinds, o.Party)
}

func deny(rule string) error             { return &permits.RuleError{Rule: rule} }
func denyAbout(rule, about string) error { return &permits.RuleError{Rule: rule, About: about} }
