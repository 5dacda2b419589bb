package web

import "tietolupa/registers"

// A tableShape is what pages of records need of a table, taken out of the
// catalogue once.
type tableShape struct {
	registers.Table
	stored map[string][]registers.Variable // content, by item of 3 §
	main   string                          // the item that most of the content belongs to
	links  []linkShape
}

// A linkShape is a column that leads to a row of the record or to another client.
type linkShape struct {
	registers.Variable
	target registers.Table
	client bool // leads to a client, not to a row
}

func shapesOf(cat *registers.Catalogue) map[string]*tableShape {
	all := map[string]*tableShape{}
	for _, t := range cat.Tables() {
		shape := &tableShape{Table: t, stored: map[string][]registers.Variable{}}
		for _, v := range cat.TableVariables(t.Name) {
			if v.Kind == registers.Stored {
				if shape.stored[v.Item] = append(shape.stored[v.Item], v); len(shape.stored[v.Item]) > len(shape.stored[shape.main]) {
					shape.main = v.Item
				}
			}
			if target, ok := targetOf(cat, v); ok {
				shape.links = append(shape.links, linkShape{v, target, target.SubjectKey() == v.Column})
			}
		}
		all[t.Name] = shape
	}
	return all
}

// targetOf is the table that a link leads to: a client's own, or the one whose
// rows the column numbers.
func targetOf(cat *registers.Catalogue, v registers.Variable) (registers.Table, bool) {
	if v.Role != "link" || v.Kind != registers.Technical {
		return registers.Table{}, false
	}
	var numbered registers.Table
	for _, t := range cat.Tables() {
		if t.Name == t.Subject && t.SubjectKey() == v.Column {
			return t, true
		}
		if len(t.Keys) == 2 && t.Keys[1] == v.Column && t.Name != v.Table {
			numbered = t
		}
	}
	return numbered, numbered.Name != ""
}
