package registers

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// A Purpose is why registers are read or written: the closed list of 1 §.
type Purpose string

const (
	PublicService      Purpose = "service"        // arranging and producing the public employment and business service
	Integration        Purpose = "integration"    // tasks under the integration act
	UnemploymentCover  Purpose = "unemployment"   // tasks under the unemployment security act
	JobAlternation     Purpose = "alternation"    // tasks under the job alternation leave act
	RehabilitativeWork Purpose = "rehabilitation" // tasks under the rehabilitative work act
	VocationalTraining Purpose = "vocational"     // tasks under the vocational education act
	SocialEnterprises  Purpose = "social"         // the ministry's tasks under the social enterprises act
)

// Purposes lists the purposes of 1.1 in the order of the provision.
func Purposes() []Purpose {
	return []Purpose{
		PublicService, Integration, UnemploymentCover, JobAlternation,
		RehabilitativeWork, VocationalTraining, SocialEnterprises,
	}
}

// A Record is one row to be written to the registers. Values are by column and
// in text form: a date as 2006-01-02, a number with a point, a flag as true or
// false. An empty text is no value.
type Record struct {
	Table    string
	Subject  int64
	Values   map[string]string
	Purpose  Purpose
	Office   string // whose the row is (2 §)
	Source   string // where it came from (4.1b): a code of list source
	Recorder string // who enters it (4.1b)
	Health   Health // how the tests of 3.1.7 came out, when the record holds health data
}

// Health is the recorded outcome of the two tests of 3.1.7: health and capacity
// may be entered only when both hold.
type Health struct {
	AffectsEmployment bool
	Indispensable     bool
}

// Check says whether r may be written on day, and otherwise by which rule not,
// as a *RuleError. The first broken rule is told: purpose, content, origin, then
// the form of each value, and of a consent the rules of 6 §. It does not look at
// the database: whether the subject exists is the store's to know.
func Check(c *Catalogue, r Record, day Day) error {
	if !slices.Contains(Purposes(), r.Purpose) { // 1.1
		return refuse("1.1", "")
	}
	table, ok := c.Table(r.Table)
	if !ok { // 1.2a
		return refuse("1.2a", r.Table)
	}
	if err := checkContent(c, table, r, day); err != nil {
		return err
	}
	if err := checkOrigin(c, r, day); err != nil {
		return err
	}
	for _, v := range c.TableVariables(r.Table) {
		if v.Kind == Technical && v.Role == "link" && v.Required && r.Values[v.Column] == "" {
			return refuse("required", v.ID)
		}
		if v.Kind == Stored {
			if err := checkValue(c, v, r.Values[v.Column], day); err != nil {
				return err
			}
		}
	}
	if table.End != "" && r.Values[table.End] != "" && r.Values[table.End] < r.Values[table.Start] {
		return refuse("spell", r.Table+"."+table.End) // both are days by now
	}
	if r.Table == ConsentTable { // 6 §
		return CheckConsentRow(r.Values, day)
	}
	return nil
}

// checkContent refuses what 3 § does not list.
func checkContent(c *Catalogue, t Table, r Record, day Day) error {
	if r.Subject <= 0 {
		return refuse("subject", t.Name)
	}
	for _, column := range sortedKeys(r.Values) {
		v, ok := c.Column(t.Name, column)
		technicalKey := ok && v.Kind == Technical && (v.Role == "key" || v.Role == "link")
		if !ok || v.Kind != Stored && !technicalKey || !c.Valid(v, day) {
			return refuse("3", t.Name+"."+column)
		}
		if technicalKey && r.Values[column] != "" {
			if n, err := strconv.ParseInt(r.Values[column], 10, 64); err != nil || n <= 0 {
				return refuse("form", v.ID)
			}
		}
		// An ordinary "no" tells nothing of health; anything else does.
		if slices.Contains(HealthItems(), v.Item) && r.Values[column] != "" && r.Values[column] != "false" && !tested(c, r) {
			return refuse("3.1.7", v.ID)
		}
		if v.Item == "joint.4" && column == affects && r.Values[column] != "true" { // 9 § 1 mom 4 of 1369/2014
			return refuse("joint.4", v.ID)
		}
		if v.Item == "3.4a" && personal(v, r, day) {
			return refuse("3.4a", v.ID)
		}
	}
	return nil
}

// The columns in which a table keeps the outcome of a test of its own.
const (
	affects       = "affects_employment"
	indispensable = "indispensable"
	nonPersonal   = "non_personal"
)

// tested says whether both tests of 3.1.7 hold: in the entry's own columns
// where its table has them, else beside the record.
func tested(c *Catalogue, r Record) bool {
	if _, own := c.Column(r.Table, indispensable); own {
		return r.Values[affects] == "true" && r.Values[indispensable] == "true"
	}
	return r.Health.AffectsEmployment && r.Health.Indispensable
}

// personal says whether a record of other data (3 § 4 mom) is not marked as
// impersonal, or a value of it betrays a person after all: a henkilötunnus or
// an e-mail address within its text. It cannot know a name from a word; that is
// for whoever checked it.
func personal(v Variable, r Record, day Day) bool {
	if r.Values[nonPersonal] != "true" {
		return true
	}
	if v.Class != FreeText {
		return false
	}
	for word := range strings.FieldsFuncSeq(r.Values[v.Column], func(c rune) bool {
		return unicode.IsSpace(c) || strings.ContainsRune(",;:()[]<>\"'/", c)
	}) {
		if _, err := ParseHetu(strings.Trim(word, ".!?"), day); err == nil || strings.Contains(word, "@") {
			return true
		}
	}
	return false
}

// checkOrigin asks for the controller, the source and the recorder. The act
// wants the last two of what comes from elsewhere than the data subject; here
// every row has them, so that "from the person" is a statement too.
func checkOrigin(c *Catalogue, r Record, day Day) error {
	if _, ok := c.CodeOn("office", r.Office, day); !ok {
		return refuse("2.3b", r.Table)
	}
	if strings.TrimSpace(r.Recorder) == "" {
		return refuse("4.1b", r.Table+".recorder")
	}
	if _, ok := c.CodeOn("source", r.Source, day); !ok {
		return refuse("4.1b", r.Table+".source")
	}
	return nil
}

// checkValue checks one value against its variable.
func checkValue(c *Catalogue, v Variable, s string, day Day) error {
	if s == "" {
		if v.Required {
			return refuse("required", v.ID)
		}
		return nil
	}
	if v.Type == Code {
		if _, ok := c.CodeOn(v.Codes, s, day); !ok {
			return refuse("code", v.ID)
		}
		return nil
	}
	if !formed(v, s, day) {
		return refuse("form", v.ID)
	}
	return nil
}

// formed says whether s is a value of v's type and keeps its rules.
func formed(v Variable, s string, day Day) bool {
	switch v.Type {
	case Date:
		if _, err := ParseDay(s); err != nil {
			return false
		}
	case Flag:
		return s == "true" || s == "false"
	case Integer, Decimal:
		return counted(v, s)
	}
	switch v.Rules["format"] {
	case "hetu":
		_, err := ParseHetu(s, day)
		return err == nil
	case "business_id":
		id, err := ParseBusinessID(s)
		return err == nil && string(id) == s
	case "email":
		name, domain, ok := strings.Cut(s, "@")
		return ok && name != "" && strings.Contains(domain, ".") && !strings.ContainsAny(s, " \t\r\n")
	}
	return strings.TrimSpace(s) != ""
}

// counted says whether s is a number of v's type within its bounds. A decimal
// has at most ten digits before the point and two after it, as numeric(12,2).
func counted(v Variable, s string) bool {
	whole, fraction, point := strings.Cut(s, ".")
	if point && (v.Type == Integer || len(fraction) < 1 || len(fraction) > 2 || !digits(fraction)) {
		return false
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || !digits(strings.TrimPrefix(whole, "-")) {
		return false
	}
	negative := strings.HasPrefix(whole, "-")
	if bits := int64(1) << 31; v.Type == Integer && (n >= bits || n < -bits) || n <= -10_000_000_000 || n >= 10_000_000_000 {
		return false
	}
	if least, ok := v.Rules["min"]; ok {
		bound, _ := strconv.ParseInt(least, 10, 64) // a whole number since Parse
		if n < bound || negative && bound >= 0 && strings.Trim(s, "-0.") != "" {
			return false
		}
	}
	if most, ok := v.Rules["max"]; ok {
		bound, _ := strconv.ParseInt(most, 10, 64)
		if n > bound || n == bound && strings.Trim(fraction, "0") != "" {
			return false
		}
	}
	return true
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
