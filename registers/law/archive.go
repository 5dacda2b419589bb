package law

import (
	"slices"

	"tietolupa/registers"
)

// An ArchiveLevel is how much of a row an archive order keeps.
type ArchiveLevel string

const (
	// StatisticalLevel keeps what was decided and when, and nothing that says
	// about whom: neither an id, an identifier nor free text.
	StatisticalLevel ArchiveLevel = "statistical"
	// RecordLevel keeps the record with its person (pysyvästi säilytettävä).
	RecordLevel ArchiveLevel = "record"
)

// An ArchiveOrder says what of a table's rows is kept permanently when they are
// removed (arkistolaki 831/1994 8 §). What no order names is not kept.
type ArchiveOrder struct {
	Table   string
	Level   ArchiveLevel
	Columns []string
	Version
}

// Archived finds the order for a table that day; false means that nothing of it
// is kept.
func (l Law) Archived(table string) (ArchiveOrder, bool) { // 4.4
	for _, o := range l.tables.archive {
		if o.Table == table && o.On(l.day) {
			o.Columns = slices.Clone(o.Columns)
			return o, true
		}
	}
	return ArchiveOrder{}, false
}

func (t *Tables) archived(r *row) {
	o := ArchiveOrder{Table: r.must("table"), Level: oneOf(r, "level", StatisticalLevel, RecordLevel), Columns: r.list("columns")}
	o.Version = r.version(o.Table)
	if len(o.Columns) == 0 {
		r.bad("empty columns: name what is kept")
	}
	for _, column := range o.Columns {
		v, known := t.catalogue.Column(o.Table, column)
		switch {
		case !known:
			r.bad("%s.%s is not in the catalogue: correct it", o.Table, column)
		case o.Level == StatisticalLevel && (v.Class == registers.Direct || v.Class == registers.FreeText):
			r.bad("%s.%s may tell who it is about: leave it out, or keep the table at the level record", o.Table, column)
		}
	}
	t.archive = append(t.archive, o)
}
