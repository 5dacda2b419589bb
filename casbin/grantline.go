package casbin

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/registers"
)

// What the fields of a grant and of a request may hold. None of them can hold a
// separator of sets, of casbin's lines, or a blank.
var (
	rightForm  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,39}$`)
	holderForm = regexp.MustCompile(`^[^\s,;"\\\x00-\x1f\x7f]{1,200}$`)
	groundForm = regexp.MustCompile(`^(5\.2\.[1-8]|5\.3[ab]|1\.2b)$`)
	itemForm   = regexp.MustCompile(`^[a-z0-9][a-z0-9.]{0,15}$`)
	placeForm  = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,11}$`)
)

// The fields of p in grants.conf, in its order.
const (
	fieldRight = iota
	fieldHolder
	fieldGround
	fieldPowers
	fieldItems
	fieldOffices
	fieldAreas
	fieldUses
	fieldFrom
	fieldUntil
	fields
)

// grantLine writes a right as a line of the policy. It fails when any part of
// it is not of its closed form: such a right is not a smaller or larger one, it
// is none.
func grantLine(r rights.Right) ([]string, error) {
	powers, err := setOf("power", r.Powers, func(p string) bool { return slices.Contains(rights.Powers(), rights.Power(p)) })
	if err != nil {
		return nil, err
	}
	uses, err := setOf("use", r.Uses, func(u string) bool { return slices.Contains(rights.Uses(), rights.Use(u)) })
	if err != nil {
		return nil, err
	}
	items, err := setOf("item", r.Items, itemForm.MatchString)
	if err != nil {
		return nil, err
	}
	offices, err := setOf("office", r.Offices, placeForm.MatchString)
	if err != nil {
		return nil, err
	}
	areas, err := setOf("area", r.Areas, placeForm.MatchString)
	if err != nil {
		return nil, err
	}
	until := r.Ends()
	line := []string{r.ID, string(r.Holder), string(r.Ground), powers, items, offices, areas, uses, r.From.String(), until.String()}
	if until.Before(r.From) { // a commission that ended before the right began
		return nil, fmt.Errorf("right %q ends before it begins", r.ID)
	}
	return line, checkLine(line)
}

// checkLine says whether a line is one that grantLine writes.
func checkLine(line []string) error {
	if len(line) != fields {
		return fmt.Errorf("a grant has %d fields, not %d", len(line), fields)
	}
	id := line[fieldRight]
	switch {
	case !rightForm.MatchString(id):
		return fmt.Errorf("%q is no right", id)
	case !holderForm.MatchString(line[fieldHolder]):
		return fmt.Errorf("right %s is of nobody that can be named", id)
	case !groundForm.MatchString(line[fieldGround]):
		return fmt.Errorf("right %s: %q is no ground", id, line[fieldGround])
	case line[fieldPowers] == "" || line[fieldItems] == "" || line[fieldUses] == "" || line[fieldOffices]+line[fieldAreas] == "":
		return fmt.Errorf("right %s lacks one of its limits", id)
	}
	for _, day := range line[fieldFrom:fields] {
		if d, err := registers.ParseDay(day); err != nil || d.IsZero() || len(day) != len("2006-01-02") {
			return fmt.Errorf("right %s: %q is no day", id, day)
		}
	}
	return nil
}

// setOf writes a set as ;a;b; and an empty one as nothing. A part that is not
// known, or is said twice, is an error.
func setOf[T ~string](what string, parts []T, known func(string) bool) (string, error) {
	if len(parts) == 0 {
		return "", nil
	}
	var b strings.Builder
	b.WriteByte(';')
	for i, p := range parts {
		if !known(string(p)) || strings.ContainsAny(string(p), ";,") {
			return "", fmt.Errorf("%q is no %s", p, what)
		}
		if slices.Contains(parts[:i], p) {
			return "", fmt.Errorf("%s %q is said twice", what, p)
		}
		b.WriteString(string(p))
		b.WriteByte(';')
	}
	return b.String(), nil
}

// holds says whether a set written by setOf has a part. Nothing is in no set.
func holds(set, part string) bool {
	if part == "" || strings.IndexByte(part, ';') >= 0 {
		return false
	}
	for at := 0; ; {
		i := strings.Index(set[at:], part)
		if i < 0 {
			return false
		}
		begin, end := at+i, at+i+len(part)
		if begin > 0 && set[begin-1] == ';' && end < len(set) && set[end] == ';' {
			return true
		}
		at = begin + 1
	}
}

// check says whether a request is whole and of its closed forms.
func (q Request) check() error {
	switch {
	case !holderForm.MatchString(string(q.Holder)):
		return fmt.Errorf("a request of nobody that can be named")
	case !slices.Contains(rights.Powers(), q.Power):
		return fmt.Errorf("%q is no power", q.Power)
	case !slices.Contains(rights.Uses(), q.Use):
		return fmt.Errorf("%q is no use", q.Use)
	case !itemForm.MatchString(q.Item):
		return fmt.Errorf("%q is no item", q.Item)
	case q.Office != "" && !placeForm.MatchString(string(q.Office)):
		return fmt.Errorf("%q is no office", q.Office)
	case q.Area != "" && !placeForm.MatchString(q.Area):
		return fmt.Errorf("%q is no area", q.Area)
	case q.Ground != "" && !groundForm.MatchString(string(q.Ground)):
		return fmt.Errorf("%q is no ground", q.Ground)
	case q.Day.IsZero():
		return fmt.Errorf("a request without a day")
	}
	return nil
}

// ErrNoRight is the rule "no-right": no personal right reaches that, for that
// use. It may be shown (it is a *permits.RuleError); of a client, what one may
// not see is not found.
var ErrNoRight error = &permits.RuleError{Rule: "no-right"}
