package casbin

import (
	_ "embed"
	"fmt"

	engine "github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"

	"tietolupa/permits"
)

//go:embed model.conf
var modelText string

//go:embed policy.csv
var policyText string

// ErrNotAllowed is the rule "not-allowed": nobody with these duties may do
// that. It may be shown (it is a *permits.RuleError).
var ErrNotAllowed error = &permits.RuleError{Rule: "not-allowed"}

// A Policy says what duties may do. It does not change after Load and is safe
// for concurrent use.
type Policy struct {
	engine *engine.CachedEnforcer // a page asks of a dozen acts, and the answers do not change
}

// Load reads the policy that the program was built with. An error names every
// broken line as file:line; the program must then not start.
func Load() (*Policy, error) { return parse("casbin/policy.csv", policyText) }

func parse(name, text string) (*Policy, error) {
	lines, err := parsePolicy(name, text)
	if err != nil {
		return nil, fmt.Errorf("load access policy:\n%w", err)
	}
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, fmt.Errorf("load access model: %w", err)
	}
	e, err := engine.NewCachedEnforcer(m)
	if err != nil {
		return nil, fmt.Errorf("start access policy: %w", err)
	}
	for _, l := range lines {
		added, err := e.AddPolicy(l.role, l.action)
		if err != nil {
			return nil, fmt.Errorf("start access policy: %s, %s: %w", l.role, l.action, err)
		}
		if !added {
			return nil, fmt.Errorf("start access policy: %s, %s was not taken", l.role, l.action)
		}
	}
	return &Policy{engine: e}, nil
}

// May returns nil when one of actor's duties, or anyone, may do action, and
// ErrNotAllowed otherwise. An action outside the closed set and a failure of
// the engine are a no. Officers' duties count only within the authority.
func (p *Policy) May(actor permits.Actor, action Action) error {
	if p.allows(anyone, action) {
		return nil
	}
	for _, duty := range actor.Duties {
		if counts(actor, duty) && p.allows(string(duty), action) {
			return nil
		}
	}
	return ErrNotAllowed
}

// counts says whether actor's body can give the duty: KEHA alone has presenters
// and deciders (7.3), access officers (4a.1b) and its own data protection officer
// (GDPR 37), a contact is of a body that
// applies (5.1a), who works on a commission is of none (5.3), no analyst is without
// a body (7.2a), an official is of a body that a right may have been applied for
// by (5.1a, 1.2b), and an operator is of an environment of the list. Whose
// records an official or somebody commissioned reaches is their rights' business.
func counts(actor permits.Actor, duty permits.Duty) bool {
	switch duty {
	case permits.Presenter, permits.Decider, permits.AccessOfficer, permits.ProtectionOfficer:
		return actor.Body == permits.KEHA
	case permits.Analyst:
		return actor.Body != "" && actor.Body != permits.KEHA && !actor.Body.Office() && !actor.Body.Environment()
	case permits.Operator:
		return actor.Body.Environment()
	case permits.Contact:
		return actor.Body != "" && !actor.Body.Environment()
	case permits.Commissioned:
		return actor.Body == ""
	case permits.Official:
		return actor.Body != "" && !actor.Body.Environment()
	}
	return true
}

func (p *Policy) allows(role string, action Action) bool {
	ok, err := p.engine.Enforce(role, string(action))
	return err == nil && ok
}
