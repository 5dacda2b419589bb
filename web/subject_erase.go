package web

import (
	"net/http"
	"slices"
	"strings"

	"tietolupa/postgres"
	"tietolupa/registers"
)

// An erasableTable is a table with the rows of a client that may be taken away by
// a request for erasure (GDPR 17).
type erasableTable struct {
	registers.Table
	Rows []erasableRow
}

// An erasableRow is one of them, by its token, in the words of the record.
type erasableRow struct {
	Token, Says string
	row         postgres.RecordRow
}

// erasable lays out the rows of the client whose request is answered, without
// those that say who the client is.
func (s *server) erasable(r *http.Request, v *visit, q postgres.SubjectRequest) (all []erasableTable, err error) {
	look := s.subjectLook(r, v)
	look.Request = q.ID
	c, err := s.registers.Client(r.Context(), look, q.Subject, q.Client)
	if err != nil {
		return nil, err
	}
	d := desk{visit: v, Look: look}
	for _, t := range s.Catalogue.Tables() {
		if t.Subject != q.Subject || t.Register != q.Register || s.registers.TellsWho(t) {
			continue
		}
		one := erasableTable{Table: t}
		for i := range c.Rows {
			if row := &c.Rows[i]; row.Table == t.Name {
				one.Rows = append(one.Rows, erasableRow{s.rowToken(r.Context(), c, *row), s.saysRow(d, &c, row), *row})
			}
		}
		if len(one.Rows) > 0 {
			all = append(all, one)
		}
	}
	return all, nil
}

// saysRow is what a row says, in one line: its values of every item.
func (s *server) saysRow(d desk, c *postgres.ClientRecord, row *postgres.RecordRow) string {
	var says []string
	for item := range s.catalogue.shapes[row.Table].stored {
		for _, value := range s.rowView(d, c, row, item, "/").Values {
			says = append(says, value.Name.In(d.Lang)+": "+value.Text)
		}
	}
	slices.Sort(says)
	return strings.Join(says, " · ")
}

// erase decides that the chosen row is taken away.
func (s *server) erase(r *http.Request, v *visit, p *subjectActPage) error {
	for _, t := range p.Erasable {
		for _, row := range t.Rows {
			if row.Token == p.Typed.Row {
				return s.asked.DecideErasure(r.Context(), v.Actor.ID, p.Request.ID, t.Name, row.row.Key, p.Typed.Reasons)
			}
		}
	}
	p.Wrong.add("row", s.texts.in(v.Lang, "wrong.choose"))
	return nil
}
