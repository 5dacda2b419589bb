package web

import (
	"strconv"
	"strings"

	"tietolupa/postgres"
	"tietolupa/registers"
)

// linkTarget is the table that a link leads to: a client's own, or the one whose
// rows the column numbers.
func (s *server) linkTarget(v registers.Variable) (registers.Table, bool) {
	if v.Role != "link" || v.Kind != registers.Technical {
		return registers.Table{}, false
	}
	for _, link := range s.catalogue.shapes[v.Table].links {
		if link.Column == v.Column {
			return link.target, true
		}
	}
	return registers.Table{}, false
}

// sayLink names what a link of row leads to: an employer or provider by name, a
// row of the same record by its day. Another person is never named here, and no
// area where that of the person is masked (24.1 § 31 k).
func (s *server) sayLink(link *linkShape, row *postgres.RecordRow, c *postgres.ClientRecord, visit *visit) string {
	value := row.Values[link.Column]
	if value == "" || value == "0" {
		return ""
	}
	switch {
	case link.client && link.target.Subject == "person":
		return s.texts.in(visit.Lang, "client.person")
	case link.client:
		id, _ := strconv.ParseInt(value, 10, 64)
		n, known := c.Names[link.target.Subject][id]
		if !known {
			return ""
		}
		return n.Name + " (" + n.Code + ")"
	case link.target.Subject == c.Subject:
		for i := range c.Rows {
			if to := &c.Rows[i]; to.Table == link.target.Name && len(to.Key) == 1 && to.Key[0] == value {
				return s.sayRow(to, visit, row.Masked)
			}
		}
	}
	return ""
}

// sayRow tells a row from its neighbours: its day and the first things it says,
// no area among them when somebody's is masked.
func (s *server) sayRow(row *postgres.RecordRow, visit *visit, masked bool) string {
	var said []string
	if day, err := registers.ParseDay(row.Values[s.catalogue.shapes[row.Table].Start]); err == nil {
		text, _ := date(day)
		said = append(said, text)
	}
	for _, v := range s.Catalogue.TableVariables(row.Table) {
		if masked && postgres.TellsWhere(v) {
			continue
		}
		if v.Kind == registers.Stored && (v.Type == registers.Code || v.Type == registers.Text) && v.Role == "value" && row.Values[v.Column] != "" {
			said = append(said, s.sayValue(&v, row.Values[v.Column], visit))
			if len(said) == 3 {
				break
			}
		}
	}
	return strings.Join(said, " · ")
}
