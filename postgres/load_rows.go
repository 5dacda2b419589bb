package postgres

import (
	"encoding/binary"

	"tietolupa/registers/synthetic"
)

// fileRows are the rows of some files, encoded for binary COPY, by the table's
// place in loadTables.
type fileRows struct {
	files int
	of    []copyRows
}

func newRows(files int) *fileRows { return &fileRows{files, make([]copyRows, len(loadTables))} }

func (r *fileRows) addPerson(f *synthetic.File) {
	p, id := &f.Person, f.Person.ID
	r.of[personAt].row(22).id(id).text(p.FamilyName).text(p.GivenNames).date(p.Birth).text(p.Sex).text(p.MotherTongue).
		text(p.Citizenship).text(p.Municipality).maybe(p.StreetAddress).maybe(p.Phone).maybe(p.Email).
		flag(p.ProtectedAddress).maybe(p.Education).flag(p.Disability).only(p.Disability).only(p.Disability).flag(p.FundMember).entry(&p.Entry)
	for i := range f.Identifiers {
		v := &f.Identifiers[i]
		r.of[identifierAt].row(10).id(id).text(v.Code).flag(v.Temporary).date(v.From).date(v.To).entry(&v.Entry)
	}
	for i := range f.Clientships {
		v := &f.Clientships[i]
		r.of[clientshipAt].row(13).id(id).id(v.ID).date(v.Start).date(v.End).maybe(v.ServiceLine).date(v.ServiceOn).
			maybe(v.ContactMode).date(v.ContactOn).entry(&v.Entry)
	}
	for i := range f.JobSearches {
		v := &f.JobSearches[i]
		r.of[searchAt].row(10).id(id).id(v.ID).date(v.Start).date(v.End).maybe(v.Occupation).entry(&v.Entry)
	}
	for i := range f.Spells {
		v := &f.Spells[i]
		r.of[spellAt].row(11).id(id).id(v.ID).text(v.Code).date(v.Start).date(v.End).maybe(v.EndReason).entry(&v.Entry)
	}
	for i := range f.Plans {
		v := &f.Plans[i]
		r.of[planAt].row(10).id(id).id(v.ID).text(v.Kind).date(v.Signed).date(v.ReviewOn).entry(&v.Entry)
	}
	for i := range f.Offers {
		v := &f.Offers[i]
		r.of[offerAt].row(11).id(id).id(v.ID).id(v.Employer).id(v.Vacancy).date(v.Offered).text(v.Result).entry(&v.Entry)
	}
	for i := range f.Services {
		v := &f.Services[i]
		r.of[periodAt].row(12).id(id).id(v.ID).text(v.Kind).date(v.Start).date(v.End).link(v.Provider).link(v.Service).entry(&v.Entry)
	}
	r.addRows(&f.Rows)
}

func (r *fileRows) addEmployer(f *synthetic.EmployerFile) {
	e := &f.Employer
	r.of[employerAt].row(12).id(e.ID).text(e.BusinessID).text(e.Name).text(e.Industry).text(e.Municipality).
		date(e.Start).date(e.End).entry(&e.Entry)
	for i := range f.Vacancies {
		v := &f.Vacancies[i]
		r.of[vacancyAt].row(18).id(e.ID).id(v.ID).text(v.NoticeNumber).text(v.Occupation).text(v.Municipality).
			date(v.Reported).date(v.Closed).integer(v.Positions).text(v.WorkingTime).text(v.Duration).text(v.Relation).
			flag(v.SummerJob).flag(v.Apprenticeship).entry(&v.Entry)
	}
	r.addRows(&f.Rows)
}

func (r *fileRows) addProvider(f *synthetic.ProviderFile) {
	p := &f.Provider
	r.of[providerAt].row(11).id(p.ID).text(p.BusinessID).text(p.Name).text(p.Municipality).date(p.Start).date(p.End).entry(&p.Entry)
	for i := range f.Services {
		v := &f.Services[i]
		r.of[procuredAt].row(13).id(p.ID).id(v.ID).text(v.Kind).text(v.ContractNumber).date(v.Start).date(v.End).
			price(v.Cents).integer(v.Places).entry(&v.Entry)
	}
	r.addRows(&f.Rows)
}

// addRows adds the rows of all other tables.
func (r *fileRows) addRows(rows *synthetic.Rows) {
	for row := range rows.All() {
		c := r.of[typedTables+row.Table.Index].row(int16(len(row.Table.Columns) + 5)).id(row.Subject)
		for i := range row.Values {
			c.value(&row.Values[i])
		}
		c.entry(&row.Entry)
	}
}

// copyRows encodes rows for binary COPY: a count of fields, then each with its
// length. Its methods take the fields in the order of the columns.
type copyRows struct{ b []byte }

func (c *copyRows) row(fields int16) *copyRows {
	c.b = binary.BigEndian.AppendUint16(c.b, uint16(fields))
	return c
}

func (c *copyRows) length(n uint32) { c.b = binary.BigEndian.AppendUint32(c.b, n) }

func (c *copyRows) null() *copyRows { c.length(0xffffffff); return c }

func (c *copyRows) id(n int64) *copyRows {
	c.length(8)
	c.b = binary.BigEndian.AppendUint64(c.b, uint64(n))
	return c
}

// value is a value of a kind that it tells itself.
func (c *copyRows) value(v *synthetic.Value) {
	switch v.Kind {
	case synthetic.Text:
		c.text(v.Text)
	case synthetic.Day:
		c.date(synthetic.Date(v.Number))
	case synthetic.Integer:
		c.integer(int(v.Number))
	case synthetic.ID:
		c.id(v.Number)
	case synthetic.Flag:
		c.flag(v.Number == 1)
	case synthetic.Cents:
		c.price(v.Number)
	default:
		c.null()
	}
}

// link is an id of which 0 is none.
func (c *copyRows) link(n int64) *copyRows {
	if n == 0 {
		return c.null()
	}
	return c.id(n)
}

func (c *copyRows) integer(n int) *copyRows {
	c.length(4)
	c.length(uint32(int32(n)))
	return c
}

func (c *copyRows) text(s string) *copyRows {
	c.length(uint32(len(s)))
	c.b = append(c.b, s...)
	return c
}

// maybe is a text of which the empty one is none.
func (c *copyRows) maybe(s string) *copyRows {
	if s == "" {
		return c.null()
	}
	return c.text(s)
}

// only writes a yes, or nothing.
func (c *copyRows) only(yes bool) *copyRows {
	if !yes {
		return c.null()
	}
	return c.flag(true)
}

func (c *copyRows) flag(yes bool) *copyRows {
	c.length(1)
	if yes {
		c.b = append(c.b, 1)
	} else {
		c.b = append(c.b, 0)
	}
	return c
}

const daysTo2000 = 10957 // from 1970 to where PostgreSQL counts from

func (c *copyRows) date(d synthetic.Date) *copyRows {
	if d == 0 {
		return c.null()
	}
	return c.integer(d.Unix() - daysTo2000)
}

// price is a numeric with two decimals: digits to the base 10,000, the last of
// them holding the cents.
func (c *copyRows) price(cents int64) *copyRows {
	whole := cents / 100
	var digits []uint16
	for ; whole > 0; whole /= 10_000 {
		digits = append([]uint16{uint16(whole % 10_000)}, digits...)
	}
	weight := len(digits) - 1
	digits = append(digits, uint16(cents%100*100))
	c.length(uint32(8 + 2*len(digits)))
	for _, n := range append([]uint16{uint16(len(digits)), uint16(int16(weight)), 0, 2}, digits...) {
		c.b = binary.BigEndian.AppendUint16(c.b, n)
	}
	return c
}

func (c *copyRows) entry(e *synthetic.Entry) {
	c.text(e.Office).text(e.Source).text(e.Recorder).
		id((e.Recorded - daysTo2000*86400) * 1_000_000). // timestamptz is microseconds in eight bytes
		date(e.RemovableFrom)
}
