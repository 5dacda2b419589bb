package permits

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"tietolupa/registers"
)

// ScopeVersion is the version of the JSON shape of a Scope.
const ScopeVersion = 1

// A Scope is what is asked for or granted: the builder takes it and can produce
// nothing else. Its JSON is pinned; a decision keeps its hash.
type Scope struct {
	Version    int                   `json:"version"`
	Tables     []ScopeTable          `json:"tables"`
	Population []registers.Predicate `json:"population,omitempty"`
	Period     registers.Period      `json:"period"`
	Sample     int                   `json:"sample,omitempty"` // persons drawn; 0 for all
	Cadence    Cadence               `json:"cadence,omitempty"`
}

// A ScopeTable is one table of a scope.
type ScopeTable struct {
	Table     string          `json:"table"`
	Variables []ScopeVariable `json:"variables"`
}

// A ScopeVariable is one variable and how it is shown.
type ScopeVariable struct {
	ID         string               `json:"id"`
	Protection registers.Protection `json:"protection"`
}

// A Cadence says how often an extract of the scope may be ordered.
type Cadence string

const (
	Once    Cadence = "once"
	Monthly Cadence = "monthly"
	Yearly  Cadence = "yearly"
)

// ParseScope reads a scope's JSON. An unknown field or version is refused.
func ParseScope(b []byte) (Scope, error) {
	var s Scope
	if err := strictJSON(b, &s); err != nil {
		return Scope{}, fmt.Errorf("parse scope: %w", err)
	}
	if s.Version != ScopeVersion {
		return Scope{}, fmt.Errorf("parse scope: version %d is not known", s.Version)
	}
	return s, nil
}

// Hash is the SHA-256 of s's JSON, in hexadecimal.
func (s Scope) Hash() string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(fmt.Sprintf("marshal scope: %v", err)) // strings and numbers only
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// Protection of variable id in s; Drop when s does not hold it.
func (s Scope) Protection(id string) registers.Protection {
	for _, t := range s.Tables {
		for _, v := range t.Variables {
			if v.ID == id {
				return v.Protection
			}
		}
	}
	return registers.Drop
}

// VariableIDs lists the variables of s that are delivered, in its order.
func (s Scope) VariableIDs() (ids []string) {
	for _, t := range s.Tables {
		for _, v := range t.Variables {
			if v.Protection != registers.Drop {
				ids = append(ids, v.ID)
			}
		}
	}
	return ids
}

// WithKeys adds the subject's pseudonym to each table that lacks it, so that
// the tables of one extract can be joined. Tables that the catalogue does not
// know are left as they are.
func (s Scope) WithKeys(cat *registers.Catalogue) Scope {
	s.Tables = slices.Clone(s.Tables)
	for i, t := range s.Tables {
		key, ok := cat.SubjectVariable(t.Table)
		if !ok || slices.ContainsFunc(t.Variables, func(v ScopeVariable) bool { return v.ID == key.ID }) {
			continue
		}
		s.Tables[i].Variables = append([]ScopeVariable{{ID: key.ID, Protection: registers.Pseudonym}}, t.Variables...)
	}
	return s
}
