package registers

import "time"

// A Kind says how a variable comes to be.
type Kind string

const (
	Stored    Kind = "stored"    // a column with content of 3 §
	Technical Kind = "technical" // a column that the service needs: ids, office, source, recorder, times
	Derived   Kind = "derived"   // no column of its own: computed from one (Derive)
)

// A Class says how much a variable reveals of whom it is about.
type Class string

const (
	Direct   Class = "direct"    // identifies by itself
	Quasi    Class = "quasi"     // identifies together with others
	Special  Class = "special"   // GDPR article 9
	Secret   Class = "secret"    // secret under 24.1 § of the Publicity Act
	Plain    Class = "plain"     // none of these
	FreeText Class = "free-text" // what somebody wrote
)

// A Type is how a variable is stored and delivered.
type Type string

const (
	ID        Type = "id"   // bigint
	Text      Type = "text" // text
	Code      Type = "code" // text, one of a code list
	Date      Type = "date"
	Timestamp Type = "timestamp"
	Integer   Type = "integer"
	Decimal   Type = "decimal" // numeric(12,2)
	Flag      Type = "flag"    // boolean
)

// Names is a text in the service's three languages.
type Names struct{ FI, SV, EN string }

// In gives the text in lang ("fi", "sv" or "en"); Finnish for any other.
func (n Names) In(lang string) string {
	switch lang {
	case "sv":
		return n.SV
	case "en":
		return n.EN
	}
	return n.FI
}

// A Variable is one row of the catalogue.
type Variable struct {
	ID       string // "<table>.<name in the extract>", such as "person.municipality"
	Register string // person, employer, provider, or joint: the sub-register of the joint service
	Table    string // table in schema registers
	Column   string // column of Table; for Derived the empty string
	Kind     Kind
	Type     Type   // of the stored value; for Derived of the delivered one
	Codes    string // code list, when Type is Code
	Unit     string
	Role     string // subject, key, link, start, end, value or record (technical)
	Required bool   // not null
	Item     string // item of 3 §, such as "3.1.2"
	Ground   string // item of 24.1 § of the Publicity Act; empty when public
	Class    Class
	Ladder   Ladder
	Default  Protection // what the form proposes
	Finest   Protection // the finest that may be granted
	Clause   bool       // Finest only with a clause of its own in the decision
	Rules    map[string]string
	Consent  string // item of 6.2 when disclosure to employers rests on consent
	Derive   Derivation
	URA      []string // names researchers know it by
	URAFiles []string
	Name     Names
	Text     Names     // description
	From     time.Time // first day of validity
	Until    time.Time // last day; zero while valid

	// RowsFrom is the first year whose rows are whole: what is older has been
	// removed (4.3a) but for clients who never left, and of a value that was
	// overwritten only the present one exists.
	RowsFrom int
	// LongerHistory is where an older history is: a code of list
	// longer_history, or empty when none is known.
	LongerHistory string
}

// Deliverable says whether any protection but Drop may be granted.
func (v Variable) Deliverable() bool {
	return v.Kind != Technical && v.Finest != Drop && v.Ladder != DirectLadder
}

// Name in the extract: what follows the dot of the ID.
func (v Variable) DeliveredName() string { return v.ID[len(v.Table)+1:] }

// A Derivation computes a derived variable from a column of its table, by the
// protection that does it: pseudonym(person_id), year(birth_date).
type Derivation struct {
	By     Protection
	Column string
}

// A Table is one kind of record.
type Table struct {
	Name      string
	Register  string
	Subject   string   // person, employer or provider
	Keys      []string // primary key, subject's id first
	Parent    string   // table the record hangs on; empty for a subject's own
	Start     string   // column by which a period selects; empty when the row has no time
	End       string   // end of the spell; empty for an event
	Office    string   // column of the controller
	Retention string   // event that starts the four years of 4.3a
	Name3     Names
}

// SubjectKey is the column of the subject's id.
func (t Table) SubjectKey() string { return t.Subject + "_id" }

var identification = map[string]string{"person": "3.1.1", "employer": "3.2.1", "provider": "3.3.1"}

// Identification is the item of 3 § by which a kind of client is found; empty
// for none that the registers have.
func Identification(subject string) string { return identification[subject] }

// A CodeValue is one code of a list.
type CodeValue struct {
	List    string
	Code    string
	Parents map[string]string // such as region → "06" for a municipality
	Name    Names
	From    time.Time
	Until   time.Time // zero while valid
}
