package law

import (
	"embed"
	"io/fs"
	"sync"

	"tietolupa/registers"
)

//go:embed *.csv
var files embed.FS

// Tables are all tables of the law, every period of them. They do not change
// after Parse and are safe for concurrent use.
type Tables struct {
	catalogue     *registers.Catalogue
	organisations []Organisation
	areas         []areaLine
	bases         []Basis
	precedence    []precedenceLine
	purposes      []Purpose
	items         []Item
	controllers   []registers.Controller
	duties        []dutyLine
	answers       []answerLine
	retention     []registers.RetentionRule
	grounds       []Ground
	consents      []ConsentItem
	rights        []rightLine
	access        []Applicant
	accessGrounds []AccessGround
	recipients    []Recipient
	measures      []Measure
	archive       []ArchiveOrder
	storing       []registers.StoringRule
	log           []LogRule
}

var load = sync.OnceValues(func() (*Tables, error) {
	c, err := registers.Load()
	if err != nil {
		return nil, err
	}
	return Parse(files, c)
})

// Load gives the tables that the program was built with. An error means that
// the program itself is broken and must not start.
func Load() (*Tables, error) { return load() }

// Parse reads the tables from their files. It is strict: a wrong header, a cell
// outside its closed set, a reference to nothing, periods of one thing that
// overlap or leave a gap make it fail with a *ParseError naming every broken
// line.
func Parse(dir fs.FS, c *registers.Catalogue) (*Tables, error) {
	t := &Tables{catalogue: c}
	p := &reader{files: dir, periods: map[string][]placed{}}
	for _, file := range []struct {
		name, header string
		do           func(*row)
	}{
		{"organisations.csv", "code,kind,list,fi,sv,en,from,until,rule,source,comment", t.organisation},
		{"areas.csv", "level,code,body,from,until,rule,source,comment", t.area},
		{"bases.csv", "kind,fi,sv,en,from,until,rule,source,comment", t.basis},
		{"precedence.csv", "register,rank,kind,from,until,rule,source,comment", t.precede},
		{"purposes.csv", "code,fi,sv,en,from,until,rule,source,comment", t.purpose},
		{"items.csv", "item,register,fi,sv,en,from,until,rule,source,comment", t.item},
		{"controllers.csv", "register,party,role,clients,from,until,rule,source,comment", t.controller},
		{"duties.csv", "duty,answers,rule,provision,fi,sv,en,from,until,source,comment", t.duty},
		{"answers.csv", "answers,register,parties,from,until,rule,source,comment", t.answer},
		{"retention.csv", "id,register,items,events,years,from,until,rule,source,comment", t.retain},
		{"grounds.csv", "item,secrecy,years,counted,otherwise,fi,sv,en,from,until,rule,source,comment", t.ground},
		{"consents.csv", "item,content,months,fi,sv,en,from,until,rule,source,comment", t.consent},
		{"rights.csv", "article,register,extent,rule,provision,fi,sv,en,from,until,source,comment", t.right},
		{"access.csv", "register,party,holder,grantor,from,until,rule,source,comment", t.applicant},
		{"access_grounds.csv", "ground,registers,items,parties,uses,powers,commissioners,tasks,months,unused,soon,legacy,fi,sv,en,from,until,rule,source,comment", t.accessGround},
		{"recipients.csv", "code,register,secret,fi,sv,en,from,until,rule,source,comment", t.recipient},
		{"measures.csv", "code,provision,fi,sv,en,from,until,rule,source,comment", t.measure},
		{"archive.csv", "table,level,columns,from,until,rule,source,comment", t.archived},
		{"storing.csv", "id,register,item,tie,stored,columns,match,days,fi,sv,en,from,until,rule,source,comment", t.store},
		{"log.csv", "id,years,from,until,rule,source,comment", t.keepLog},
	} {
		if err := p.file(file.name, file.header, file.do); err != nil {
			return nil, err
		}
	}
	p.follow()
	if len(p.problems) > 0 {
		return nil, &ParseError{p.problems}
	}
	return t, nil
}

// Registers names the registers of 1 § 2 mom: the three, and joint for the
// sub-register of the multi-sectoral joint service (1.2a).
func Registers() []string { return []string{"person", "employer", "provider", "joint"} }
