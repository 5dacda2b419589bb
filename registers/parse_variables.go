package registers

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	// registerNames are the registers of 1 § 2 mom: three, and the sub-register
	// of the joint service (1.2a).
	registerNames = []string{"person", "employer", "provider", "joint"}
	// ownItems are what each register may hold: the items of 3 § 1–3 mom, those
	// of 9 § of act 1369/2014, and what 3 § 4 mom adds: other data that are not
	// personal (3.4a), documents kept elsewhere (3.4b). Of a person 3.4a allows
	// nothing, for whatever is tied to a person is personal; consents stand in
	// the person register (6.1b).
	ownItems = map[string][]string{
		"person":   append(numbered("3.1.", 9), "3.4b", "6.1b"),
		"employer": append(numbered("3.2.", 7), "3.4a", "3.4b"),
		"provider": append(numbered("3.3.", 7), "3.4a", "3.4b"),
		"joint":    append(numbered("joint.", 7), "3.4b"),
	}
	contentItems = slices.Concat(ownItems["person"], ownItems["employer"], ownItems["provider"], ownItems["joint"])
	// technicalItems are where a technical column comes from.
	technicalItems = []string{"2.3b", "4.1a", "4.1b", "4.3a"}
	// grounds are the items of 24.1 § of the Publicity Act that a register's
	// content may fall under; empty when it is public.
	grounds  = []string{"", "20", "23", "24", "25", "26", "28", "29", "31", "32"}
	consents = append([]string{"", "6.3"}, numbered("6.2.", 6)...)
	roles    = []string{"subject", "key", "link", "start", "end", "value", "record"}
	ruleKeys = []string{"band", "min", "max", "format", "masked"}
	formats  = []string{"hetu", "business_id", "email"}

	derivation = regexp.MustCompile(`^([a-z]+)\(([a-z][a-z0-9_]*)\)$`)
)

func numbered(prefix string, n int) []string {
	items := make([]string, n)
	for i := range items {
		items[i] = prefix + strconv.Itoa(i+1)
	}
	return items
}

// variable reads a line of catalogue.csv.
func (p *parser) variable(r row) {
	c := p.catalogue
	v := Variable{
		ID:       r.must("id"),
		Register: oneOf(r, "register", registerNames...),
		Table:    r.must("table"),
		Column:   r.text("column"),
		Kind:     oneOf(r, "kind", Stored, Technical, Derived),
		Type:     oneOf(r, "type", ID, Text, Code, Date, Timestamp, Integer, Decimal, Flag),
		Codes:    r.text("codes"),
		Unit:     r.text("unit"),
		Role:     oneOf(r, "role", roles...),
		Required: oneOf(r, "required", "yes", "no") == "yes",
		Item:     oneOf(r, "item", append(slices.Clone(contentItems), technicalItems...)...),
		Ground:   oneOf(r, "ground", grounds...),
		Class:    oneOf(r, "class", Direct, Quasi, Special, Secret, Plain, FreeText),
		Ladder:   oneOf(r, "ladder", DirectLadder, KeyLadder, DateLadder, AreaLadder, NumberLadder, CodeLadder),
		Rules:    r.pairs("rules", ruleKeys...),
		Consent:  oneOf(r, "consent", consents...),
		URA:      r.list("ura"),
		URAFiles: r.list("ura_files"),
		Name:     r.names("fi", "sv", "en"),
		Text:     r.names("fi_text", "sv_text", "en_text"),
	}
	v.From, v.Until = r.validity()
	v.RowsFrom, v.LongerHistory = r.year("rows_from"), r.text("longer_history")
	if _, ok := c.Code(historyList, v.LongerHistory); v.LongerHistory != "" && !ok {
		r.bad("longer_history %q is not a code of list %s: add it or correct it", v.LongerHistory, historyList)
	}
	finest, clause := strings.CutSuffix(r.must("finest"), " clause")
	v.Finest, v.Clause, v.Default = Protection(finest), clause, Protection(r.must("default"))

	if _, twice := c.variable[v.ID]; twice {
		r.bad("variable %q twice: keep one line", v.ID)
		return
	}
	name, ok := strings.CutPrefix(v.ID, v.Table+".")
	if !ok {
		r.bad("id %q: write the table, a dot and the name: %s.…", v.ID, v.Table)
		return
	}
	r.name("id", name)
	if t, ok := c.Table(v.Table); !ok {
		r.bad("table %q is not in tables.csv: add it or correct it", v.Table)
	} else if t.Register != v.Register {
		r.bad("register %q: table %q belongs to %q", v.Register, v.Table, t.Register)
	}
	r.kind(&v, name)
	r.coded(v)
	r.classed(v)
	r.protected(v)
	r.ruled(v)
	for _, s := range []string{v.Text.FI, v.Text.SV, v.Text.EN} {
		if s != "" && !strings.HasSuffix(s, ".") {
			r.bad("description %q: write whole sentences that end with a full stop", s)
		}
	}
	if len(v.URAFiles) > 0 && len(v.URA) == 0 {
		r.bad("ura_files without ura: name the variable that stands in them")
	}
	c.variable[v.ID] = len(c.variables)
	c.byTable[v.Table] = append(c.byTable[v.Table], len(c.variables))
	c.variables = append(c.variables, v)
	p.varLines = append(p.varLines, r.line)
}

// kind checks what a stored, technical or derived variable must and must not have.
func (r row) kind(v *Variable, name string) {
	derive := r.text("derive")
	if v.Kind == Derived {
		m := derivation.FindStringSubmatch(derive)
		if m == nil {
			r.bad("derive %q: write protection(column), such as pseudonym(person_id)", derive)
			return
		}
		v.Derive = Derivation{Protection(m[1]), m[2]}
		if !slices.Contains([]Protection{Pseudonym, Year, Month, Region}, v.Derive.By) {
			r.bad("derive by %q: write pseudonym, year, month or region", v.Derive.By)
		}
		if v.Finest != v.Derive.By {
			r.bad("finest %q of a derived variable: write %q, by which it is derived", v.Finest, v.Derive.By)
		}
		if v.Column != "" {
			r.bad("column %q of a derived variable: leave it empty", v.Column)
		}
		return
	}
	if derive != "" {
		r.bad("derive %q of a %s variable: leave it empty", derive, v.Kind)
	}
	if v.Column != name {
		r.bad("column %q: write the name that the id has, %q", v.Column, name)
	}
	key := v.Table + "." + v.Column
	if line, twice := r.columns[key]; twice {
		r.bad("column %q already described on line %d: keep one", key, line)
	}
	r.columns[key] = r.line
	if v.Kind == Stored && slices.Contains(technicalItems, v.Item) {
		r.bad("item %q of a stored variable: name the item of 3 § that allows it", v.Item)
	}
	if v.Kind == Stored && v.Type == ID {
		r.bad("type id of a stored variable: an internal id is technical, deliver it as a derived pseudonym")
	}
	if v.Kind == Technical && v.Ladder != DirectLadder {
		r.bad("ladder %q of a technical variable: write direct, it is never delivered", v.Ladder)
	}
}

// coded checks that codes are named exactly when the type is code.
func (r row) coded(v Variable) {
	switch {
	case v.Type == Code && v.Codes == "":
		r.bad("type code without codes: name the list of codes.csv")
	case v.Type != Code && v.Codes != "":
		r.bad("codes %q of type %s: leave it empty or make the type code", v.Codes, v.Type)
	case v.Codes != "" && r.catalogue.codes[v.Codes] == nil:
		r.bad("codes %q is not a list of codes.csv: add it or correct it", v.Codes)
	}
}

// classed checks class against register, item, ground and ladder.
func (r row) classed(v Variable) {
	if (v.Class == Secret || v.Class == Special) && v.Ground == "" {
		r.bad("class %s without a ground: name the item of 24.1 §", v.Class)
	}
	if (v.Register == "person" || v.Register == "joint") && v.Ground == "" {
		r.bad("person register without a ground: being a client is secret in itself, write 25 or a nearer item")
	}
	if (v.Class == Direct || v.Class == FreeText) && v.Ladder != DirectLadder {
		r.bad("class %s on ladder %q: write direct", v.Class, v.Ladder)
	}
	if own := ownItems[v.Register]; own != nil && slices.Contains(contentItems, v.Item) && !slices.Contains(own, v.Item) {
		r.bad("item %q in the %s register: its items begin with %s", v.Item, v.Register, own[0][:len(own[0])-1])
	}
	if v.Kind == Stored && slices.Contains(HealthItems(), v.Item) && v.Class != Special {
		r.bad("item %s of class %s: health and capacity are special", v.Item, v.Class)
	}
	if v.Kind == Stored && v.Item == "joint.4" && v.Class == Plain {
		r.bad("item joint.4 of class plain: a social situation is secret")
	}
}

// protected checks default and finest against the ladder, and the ladder
// against the type.
func (r row) protected(v Variable) {
	for _, p := range []Protection{v.Default, v.Finest} {
		if !v.Ladder.Has(p) {
			r.bad("protection %q is not on ladder %q: write one of %q", p, v.Ladder, v.Ladder.Steps())
			return
		}
	}
	if finer, _ := v.Ladder.Finer(v.Default, v.Finest); finer {
		r.bad("default %q is finer than finest %q: propose nothing that cannot be granted", v.Default, v.Finest)
	}
	suits := true
	switch v.Ladder {
	case KeyLadder:
		suits = v.Kind == Derived && v.Type == ID
	case DateLadder:
		suits = v.Type == Date || v.Type == Timestamp || v.Kind == Derived && v.Type == Integer
	case AreaLadder:
		suits = v.Type == Code && r.catalogue.raises(v.Codes, "region")
	case NumberLadder:
		suits = (v.Type == Integer || v.Type == Decimal) && v.Rules["band"] != ""
	case CodeLadder:
		suits = v.Type == Code || v.Type == Flag
	}
	if !suits {
		r.bad("ladder %q does not suit type %s: a key is derived, an area has codes with regions, a number has rules band=…", v.Ladder, v.Type)
	}
	if v.Type == Timestamp && v.Finest == Exact {
		r.bad("finest exact of a timestamp: deliver month or coarser, the time of day is nobody's need")
	}
}

// ruled checks the rules' values.
func (r row) ruled(v Variable) {
	for _, key := range sortedKeys(v.Rules) {
		if key == "masked" {
			r.mask(v)
			continue
		}
		if key == "format" {
			if !slices.Contains(formats, v.Rules[key]) {
				r.bad("format %q: write one of %q", v.Rules[key], formats)
			}
			continue
		}
		n, err := strconv.Atoi(v.Rules[key])
		if err != nil || n < 0 || key == "band" && n == 0 {
			r.bad("rule %s=%s: write a whole number", key, v.Rules[key])
		}
		if v.Type != Integer && v.Type != Decimal {
			r.bad("rule %s of type %s: only numbers have it", key, v.Type)
		}
	}
}

// mask notes a rule masked=flag, whose flag is looked for when all tables are read.
func (r row) mask(v Variable) {
	if v.Ladder != AreaLadder || v.Kind != Stored {
		r.bad("rule masked of ladder %s: only a stored area is masked", v.Ladder)
	}
}

// year is a cell with a year of four digits.
func (r row) year(name string) int {
	s := r.must(name)
	n, err := strconv.Atoi(s)
	if s != "" && (err != nil || n < 1900 || n > 2200) {
		r.bad("%s %q is no year: write yyyy", name, s)
	}
	return n
}

// HealthItems are the items under which health, work and functional capacity
// may be entered, and only when both tests hold: 3.1.7, and 9 § 1 mom 5 of act
// 1369/2014 for the joint service.
func HealthItems() []string { return []string{"3.1.7", "joint.5"} }

// historyList says where longer histories than the registers' own are.
const historyList = "longer_history"
