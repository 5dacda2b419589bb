package casbin

import (
	"errors"
	"fmt"

	"github.com/casbin/casbin/v2/model"
	"github.com/casbin/casbin/v2/persist"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/registers"
)

// errReadOnly: rights change by commands on their rows, never through casbin.
var errReadOnly = errors.New("the policy of grants is read-only: change the right itself")

// An adapter hands one person's rights to casbin, once. It reads nothing else
// and writes nothing.
type adapter struct {
	rights []rights.Right
	day    registers.Day // whose law decides which of them may be used at all
}

var _ persist.FilteredAdapter = adapter{}

// LoadFilteredPolicy loads the rights of the person that the filter, a
// permits.UserID, names. It fails whole when one of them is broken or somebody
// else's.
func (a adapter) LoadFilteredPolicy(m model.Model, filter any) error {
	holder, ok := filter.(permits.UserID)
	if !ok {
		return fmt.Errorf("load grants: the filter is a %T, not a person", filter)
	}
	seen := make(map[string]bool, len(a.rights))
	for _, r := range a.rights {
		if r.Holder != holder || seen[r.ID] {
			return fmt.Errorf("load grants: right %q is twice there or not the person's", r.ID)
		}
		seen[r.ID] = true
		if !r.RemovedAt.IsZero() || r.Lawful(a.day) != nil {
			continue
		}
		line, err := grantLine(r)
		if err != nil {
			return fmt.Errorf("load grants: %w", err)
		}
		if err := persist.LoadPolicyArray(append([]string{"p"}, line...), m); err != nil {
			return fmt.Errorf("load grants: right %s: %w", r.ID, err)
		}
	}
	return nil
}

// LoadPolicy refuses: nobody's enforcer holds everybody's rights.
func (a adapter) LoadPolicy(model.Model) error {
	return errors.New("load grants: a person has to be named")
}

// IsFiltered is always so.
func (a adapter) IsFiltered() bool { return true }

func (a adapter) SavePolicy(model.Model) error                              { return errReadOnly }
func (a adapter) AddPolicy(string, string, []string) error                  { return errReadOnly }
func (a adapter) RemovePolicy(string, string, []string) error               { return errReadOnly }
func (a adapter) RemoveFilteredPolicy(string, string, int, ...string) error { return errReadOnly }
