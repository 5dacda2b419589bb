package synthetic

import (
	"fmt"
	"iter"
	"strconv"
)

// A Kind is how a Value is stored.
type Kind uint8

// The kinds of value.
const (
	None    Kind = iota // no value
	Text                // text
	Day                 // date
	Integer             // integer
	ID                  // bigint
	Flag                // boolean; 1 is true
	Cents               // numeric with two decimals
)

// A Value is one value of a Row: Text holds a text, Number all else.
type Value struct {
	Kind   Kind
	Number int64
	Text   string
}

func text(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{Kind: Text, Text: s}
}

func day(d Date) Value {
	if d == 0 {
		return Value{}
	}
	return Value{Kind: Day, Number: int64(d)}
}

// link is an id of which 0 is none.
func link(n int64) Value {
	if n == 0 {
		return Value{}
	}
	return Value{Kind: ID, Number: n}
}

func integer(n int) Value { return Value{Kind: Integer, Number: int64(n)} }
func cents(n int) Value   { return Value{Kind: Cents, Number: int64(n)} }
func euros(n int) Value   { return cents(n * 100) }

func flag(yes bool) Value {
	v := Value{Kind: Flag}
	if yes {
		v.Number = 1
	}
	return v
}

// String is v in the text form of a registers.Record.
func (v Value) String() string {
	switch v.Kind {
	case None:
		return ""
	case Text:
		return v.Text
	case Day:
		return Date(v.Number).String()
	case Flag:
		return strconv.FormatBool(v.Number == 1)
	case Cents:
		return fmt.Sprintf("%d.%02d", v.Number/100, v.Number%100)
	default:
		return strconv.FormatInt(v.Number, 10)
	}
}

// A Row is a row of a table that has no type of its own here: its subject and
// the values of its table's columns, in their order.
type Row struct {
	Table   *Table
	Subject int64
	Values  []Value
	Entry
}

// Rows are the rows of a file besides those with a type of their own. A row may
// be of another register than the file: what an employer and a person have
// between them is made with the person.
type Rows struct {
	first  int64 // the id of the first row of every table
	made   [64]uint8
	heads  []head
	values []Value
}

type head struct {
	table   *Table
	subject int64
	to      int // values up to here
	entry   Entry
}

// All yields the rows in the order in which they were made. The values are
// those of the file: copy what is to be kept.
func (r *Rows) All() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		from := 0
		for i := range r.heads {
			h := &r.heads[i]
			if !yield(Row{h.table, h.subject, r.values[from:h.to], h.entry}) {
				return
			}
			from = h.to
		}
	}
}

// Len is the number of rows.
func (r *Rows) Len() int { return len(r.heads) }

// reset empties r for the file of a subject.
func (r *Rows) reset(subject int64) {
	*r = Rows{first: subject * rowsEach, heads: r.heads[:0], values: r.values[:0]}
}

// put adds a row and gives it an id, which it returns; values are those of the
// table's columns after subject and key.
func (r *Rows) put(table *Table, subject int64, entry Entry, values ...Value) int64 {
	id := r.first + int64(r.made[table.Index])
	r.made[table.Index]++
	r.putAs(table, subject, id, entry, values...)
	return id
}

// putAs adds a row under an id that the plan gives it, so that other files can
// know it.
func (r *Rows) putAs(table *Table, subject, id int64, entry Entry, values ...Value) {
	if table.keyed {
		r.values = append(r.values, link(id))
	}
	r.values = append(r.values, values...)
	r.heads = append(r.heads, head{table, subject, len(r.values), entry})
}

// room says whether a table has room for another row of the file.
func (r *Rows) room(table *Table) bool { return r.made[table.Index] < rowsEach-1 }

// mark writes into the rows of the file's own subject from which day they are
// to be removed.
func (r *Rows) mark(subject int64, removable Date) {
	for i := range r.heads {
		if r.heads[i].subject == subject {
			r.heads[i].entry.RemovableFrom = removable
		}
	}
}
