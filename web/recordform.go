package web

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tietolupa/postgres"
	"tietolupa/registers"
)

// A recordForm enters or corrects rows by what the catalogue says of them: it
// has a field for each column that may be written.
type recordForm struct {
	Tables  []formTable
	Source  string
	Sources []fieldOption
	Health  bool // asks for the two tests of 3.1.7 beside the values
	Affects bool
	Needed  bool
	Version string
	Lookup  bool // has links to be looked up
}

type formTable struct {
	Table  registers.Table
	Fields []recordField
}

// A recordField is one column in a form.
type recordField struct {
	Variable registers.Variable
	Name     string // of the field: table.column
	Kind     string // text, area, day, number, choice, search, flag, client or row
	Value    string // as typed
	Wrong    string
	Stands   string // what the register holds now, where it is not what was typed
	Must     bool
	Options  []fieldOption
	Found    string // whom a looked-up code names
}

type fieldOption struct {
	Value, Label string
	Chosen       bool
}

// Describes lists the ids that describe the field.
func (f recordField) Describes() string {
	return formField{Name: f.Name, Hint: f.Variable.Text.FI, Wrong: f.Wrong}.Describes()
}

// listAtOnce is how many codes a list may have to be chosen from; of a longer
// one a code is searched.
const listAtOnce = 40

// newForm is an empty form for a row of each table; with row it is the form that
// corrects it, and with only it has that column alone.
func (s *server) newForm(ctx context.Context, d desk, c postgres.ClientRecord, tables []string, row *postgres.RecordRow, only string) (*recordForm, error) {
	f := &recordForm{}
	for _, code := range s.Catalogue.Codes("source") {
		if code.Valid(dayOf(d.visit)) {
			f.Sources = append(f.Sources, fieldOption{Value: code.Code, Label: code.Name.In(d.Lang)})
		}
	}
	if row != nil {
		f.Source, f.Version = row.Source, row.Version
	}
	for _, name := range tables {
		t, ok := s.Catalogue.Table(name)
		if !ok {
			return nil, errNotFound
		}
		ft := formTable{Table: t}
		for _, v := range s.Catalogue.TableVariables(name) {
			if only != "" && v.Column != only || !s.writable(v, c, row) {
				continue
			}
			field := recordField{Variable: v, Name: name + "." + v.Column, Must: v.Required, Kind: s.fieldKind(v)}
			f.Lookup = f.Lookup || field.Kind == "client"
			f.Health = f.Health || slices.Contains(registers.HealthItems(), v.Item) && v.Kind == registers.Stored
			ft.Fields = append(ft.Fields, field)
		}
		if _, own := s.Catalogue.Column(name, "indispensable"); own {
			f.Health = false
		}
		f.Tables = append(f.Tables, ft)
	}
	if row != nil {
		if err := s.fill(ctx, d, f, *row); err != nil {
			return nil, err
		}
	}
	return f, s.options(ctx, d, c, f)
}

// writable says whether v has a field: content and links that are in force, but
// neither the key of a row that stands nor what is masked.
func (s *server) writable(v registers.Variable, c postgres.ClientRecord, row *postgres.RecordRow) bool {
	t, _ := s.Catalogue.Table(v.Table)
	key := slices.Contains(t.Keys, v.Column)
	switch {
	case v.Kind == registers.Technical:
		_, ok := s.linkTarget(v)
		return ok
	case v.Kind != registers.Stored:
		return false
	case row != nil && (key || c.Masked && postgres.TellsWhere(v)):
		return false
	}
	return true
}

func (s *server) fieldKind(v registers.Variable) string {
	if target, ok := s.linkTarget(v); ok {
		if target.SubjectKey() == v.Column {
			return "client"
		}
		return "row"
	}
	switch v.Type {
	case registers.Date:
		return "day"
	case registers.Flag:
		return "flag"
	case registers.Integer, registers.Decimal:
		return "number"
	case registers.Code:
		if len(s.Catalogue.Codes(v.Codes)) > listAtOnce {
			return "search"
		}
		return "choice"
	}
	if v.Class == registers.FreeText || v.Class == registers.Special {
		return "area"
	}
	return "text"
}

// fill writes the values of a row into a form as one would type them.
func (s *server) fill(ctx context.Context, d desk, f *recordForm, row postgres.RecordRow) error {
	for i := range f.Tables {
		for j := range f.Tables[i].Fields {
			field := &f.Tables[i].Fields[j]
			value, err := s.typedForm(ctx, d, *field, row.Values[field.Variable.Column])
			if err != nil {
				return err
			}
			field.Value = value
		}
	}
	return nil
}

// typedForm is a stored value as one would type it into the field.
func (s *server) typedForm(ctx context.Context, d desk, f recordField, value string) (string, error) {
	switch {
	case value == "":
	case f.Kind == "day":
		if day, err := registers.ParseDay(value); err == nil {
			return date(day)
		}
		return value, nil // shown as it is stored
	case f.Kind == "search":
		return value + " " + s.sayCodes(f.Variable.Codes, []string{value}, d.visit), nil
	case f.Variable.Type == registers.Decimal:
		return strings.Replace(value, ".", ",", 1), nil
	case f.Kind == "client":
		target, _ := s.linkTarget(f.Variable)
		id, _ := strconv.ParseInt(value, 10, 64)
		names, err := s.registers.ClientNames(ctx, target.Subject, []int64{id})
		return names[id].Code, err
	}
	return value, nil
}

// options fills what there is to choose from, and marks what is chosen.
func (s *server) options(ctx context.Context, d desk, c postgres.ClientRecord, f *recordForm) error {
	for i := range f.Sources {
		f.Sources[i].Chosen = f.Sources[i].Value == f.Source
	}
	for i := range f.Tables {
		fields := f.Tables[i].Fields
		for j := range fields {
			field := &fields[j]
			field.Options = nil
			switch field.Kind {
			case "choice", "search":
				for _, code := range s.Catalogue.Codes(field.Variable.Codes) {
					if code.Valid(dayOf(d.visit)) || code.Code == field.Value {
						field.Options = append(field.Options, fieldOption{code.Code, code.Name.In(d.Lang), code.Code == field.Value})
					}
				}
			case "row":
				rows, err := s.rowsToChoose(ctx, d, c, fields, field.Variable)
				if err != nil {
					return err
				}
				for _, row := range rows {
					field.Options = append(field.Options, fieldOption{row.Key[0], s.sayRow(&row, d.visit, c.Masked), row.Key[0] == field.Value})
				}
			}
		}
	}
	return nil
}

// rowsToChoose are the rows that a link may lead to: of the client, or of the
// other client that the same form names.
func (s *server) rowsToChoose(ctx context.Context, d desk, c postgres.ClientRecord, fields []recordField, v registers.Variable) (rows []postgres.RecordRow, err error) {
	target, _ := s.linkTarget(v)
	if target.Subject != c.Subject {
		id := int64(0)
		for i := range fields {
			if t, ok := s.linkTarget(fields[i].Variable); ok && t.Name == target.Subject && fields[i].Value != "" {
				if id, fields[i].Found, err = s.lookUp(ctx, d, t.Subject, fields[i].Value); err != nil {
					return nil, err
				}
			}
		}
		if id == 0 {
			return nil, nil
		}
		look := d.Look
		look.Offices, look.Shown = nil, target.Name // whom the row leads to may be another office's client
		if c, err = s.registers.Client(ctx, look, target.Subject, id); err != nil {
			return nil, err
		}
	}
	for _, row := range c.Rows {
		if row.Table == target.Name && len(row.Key) == 1 {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// lookUp finds whom a code names, of any office; no id when nobody.
func (s *server) lookUp(ctx context.Context, d desk, subject, code string) (id int64, name string, err error) {
	look := d.Look
	look.Offices = nil
	found, err := s.registers.FindClients(ctx, look, postgres.Search{Subject: subject, Code: strings.ToUpper(strings.TrimSpace(code))})
	if err != nil || len(found) != 1 {
		return 0, "", err
	}
	if subject != "person" {
		name = found[0].Name
	}
	return found[0].ID, name, nil
}
