package permits

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/registers"
)

// Check returns the first rule that s breaks against the catalogue of day:
// nothing outside 3 §, no step that the ladder lacks or that is finer than may
// be granted, no empty selection, no predicate that is not a set or an
// interval.
func (s Scope) Check(cat *registers.Catalogue, day registers.Day) error {
	if len(s.VariableIDs()) == 0 {
		return deny("empty-scope")
	}
	seen := map[string]bool{}
	for _, t := range s.Tables {
		if _, ok := cat.Table(t.Table); !ok || seen[t.Table] {
			return denyAbout("outside-catalogue", t.Table)
		}
		seen[t.Table] = true
		for _, v := range t.Variables {
			if seen[v.ID] {
				return denyAbout("variable-twice", v.ID)
			}
			seen[v.ID] = true
			if err := checkVariable(cat, t.Table, v, day); err != nil {
				return err
			}
		}
	}
	for _, p := range s.Population {
		if err := checkPredicate(cat, p); err != nil {
			return err
		}
	}
	switch {
	case s.Period.From.IsZero() || s.Period.To.IsZero() || s.Period.To.Before(s.Period.From):
		return deny("no-period")
	case s.Sample < 0:
		return deny("negative-sample")
	case !slices.Contains([]Cadence{"", Once, Monthly, Yearly}, s.Cadence):
		return deny("no-such-cadence")
	}
	return nil
}

func checkVariable(cat *registers.Catalogue, table string, v ScopeVariable, day registers.Day) error {
	c, ok := cat.Variable(v.ID)
	switch {
	case !ok || c.Table != table || !c.Deliverable() || !cat.Valid(c, day):
		return denyAbout("outside-catalogue", v.ID)
	case !c.Ladder.Has(v.Protection):
		return denyAbout("no-such-protection", v.ID)
	}
	if finer, err := c.Ladder.Finer(v.Protection, c.Finest); err != nil || finer {
		return denyAbout("too-fine", v.ID)
	}
	return nil
}

func checkPredicate(cat *registers.Catalogue, p registers.Predicate) error {
	c, ok := cat.Variable(p.ID)
	if !ok || c.Kind == registers.Technical || c.Ladder == registers.DirectLadder {
		return denyAbout("outside-catalogue", p.ID)
	}
	interval := p.From != "" || p.To != ""
	if (len(p.In) > 0) == interval {
		return denyAbout("set-or-interval", p.ID)
	}
	if p.At != nil && p.During != nil {
		return denyAbout("day-or-period", p.ID)
	}
	if d := p.During; d != nil && (d.From.IsZero() || d.To.IsZero() || d.To.Before(d.From)) {
		return denyAbout("no-period", p.ID)
	}
	for _, code := range p.In {
		if _, ok := cat.Code(c.Codes, code); c.Type == registers.Code && !ok {
			return denyAbout("no-such-code", p.ID+" "+code)
		}
	}
	for _, value := range append([]string{p.From, p.To}, p.In...) {
		if err := checkValue(c, value); err != nil {
			return err
		}
	}
	if p.From != "" && p.To != "" && compare(c, p.From, p.To) > 0 {
		return denyAbout("interval-reversed", p.ID)
	}
	return nil
}

// checkValue returns the rule that value breaks as a value of c; the empty
// string, an open end, breaks none.
func checkValue(c registers.Variable, value string) error {
	if value == "" {
		return nil
	}
	switch c.Type {
	case registers.Date, registers.Timestamp:
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return denyAbout("no-such-date", c.ID)
		}
	case registers.Integer, registers.Decimal:
		if _, err := strconv.ParseFloat(value, 64); err != nil {
			return denyAbout("no-such-number", c.ID)
		}
	case registers.Flag:
		if value != "true" && value != "false" {
			return denyAbout("no-such-code", c.ID+" "+value)
		}
	}
	return nil
}

// compare orders two values of c: numbers by size, dates and codes by text.
func compare(c registers.Variable, a, b string) int {
	if c.Type == registers.Integer || c.Type == registers.Decimal {
		x, _ := strconv.ParseFloat(a, 64)
		y, _ := strconv.ParseFloat(b, 64)
		return cmp.Compare(x, y)
	}
	return strings.Compare(a, b)
}

// Covers returns the first way in which t shows more than s: a variable not in
// s or finer than in s, a population without one of s's conditions, a longer
// period, a larger sample, a denser cadence. Nil means t is within s.
func (s Scope) Covers(t Scope, cat *registers.Catalogue) error {
	for _, table := range t.Tables {
		for _, v := range table.Variables {
			c, ok := cat.Variable(v.ID)
			if !ok {
				return denyAbout("outside-catalogue", v.ID)
			}
			finer, err := c.Ladder.Finer(v.Protection, s.Protection(v.ID))
			if err != nil || finer {
				return denyAbout("beyond-application", v.ID)
			}
		}
	}
	for _, p := range s.Population {
		c, ok := cat.Variable(p.ID)
		if !ok || !slices.ContainsFunc(t.Population, func(q registers.Predicate) bool { return narrower(c, q, p) }) {
			return denyAbout("beyond-application", p.ID)
		}
	}
	switch {
	case t.Period.From.Before(s.Period.From) || later(t.Period.To, s.Period.To):
		return denyAbout("beyond-application", "period")
	case s.Sample > 0 && (t.Sample == 0 || t.Sample > s.Sample):
		return denyAbout("beyond-application", "sample")
	case t.Cadence.rank() < 0 || t.Cadence.rank() > max(s.Cadence.rank(), Once.rank()):
		return denyAbout("beyond-application", "cadence")
	}
	return nil
}

// rank orders cadences by how much they give; none stated is once.
func (c Cadence) rank() int { return slices.Index([]Cadence{"", Once, Yearly, Monthly}, c) }

// due is how many extracts may have been ordered by day on a basis whose term
// began on from: one, or one for each month or year begun.
func (c Cadence) due(from, day registers.Day) int {
	a, b := from.Time(), day.Time()
	months := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	switch {
	case from.IsZero() || months < 0:
		return 1
	case c == Monthly:
		return 1 + months
	case c == Yearly:
		return 1 + months/12
	}
	return 1
}

// later says whether end a is after end b; a zero end is open.
func later(a, b registers.Day) bool { return !b.IsZero() && (a.IsZero() || b.Before(a)) }

// narrower says whether q lets in no more than p does, both being conditions
// on c.
func narrower(c registers.Variable, q, p registers.Predicate) bool {
	if q.ID != p.ID || !sameTime(q, p) {
		return false
	}
	if len(p.In) > 0 {
		return len(q.In) > 0 && !slices.ContainsFunc(q.In, func(code string) bool { return !slices.Contains(p.In, code) })
	}
	return len(q.In) == 0 && (p.From == "" || q.From != "" && compare(c, q.From, p.From) >= 0) &&
		(p.To == "" || q.To != "" && compare(c, q.To, p.To) <= 0)
}

func sameTime(q, p registers.Predicate) bool {
	a, _ := json.Marshal([]any{q.At, q.During})
	b, _ := json.Marshal([]any{p.At, p.During})
	return bytes.Equal(a, b)
}

// Grounds lists the secrecy grounds of what s delivers, in order, without
// repetition.
func (s Scope) Grounds(cat *registers.Catalogue) (grounds []string) {
	for _, id := range s.VariableIDs() {
		v, _ := cat.Variable(id)
		for g := range strings.FieldsSeq(v.Ground) {
			if !slices.Contains(grounds, g) {
				grounds = append(grounds, g)
			}
		}
	}
	slices.Sort(grounds)
	return grounds
}

func strictJSON(b []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the value")
	}
	return nil
}
