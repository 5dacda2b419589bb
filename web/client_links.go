package web

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tietolupa/postgres"
	"tietolupa/registers"
)

// linkNames are the employers and providers that a record links to.
type linkNames map[string]map[int64]postgres.ClientName

func (s *server) linkNames(ctx context.Context, c postgres.ClientRecord) (linkNames, error) {
	ids := map[string][]int64{}
	for _, row := range c.Rows {
		for _, v := range s.Catalogue.TableVariables(row.Table) {
			t, ok := s.linkTarget(v)
			if !ok || t.SubjectKey() != v.Column {
				continue
			}
			if id, err := strconv.ParseInt(row.Values[v.Column], 10, 64); err == nil && !slices.Contains(ids[t.Subject], id) {
				ids[t.Subject] = append(ids[t.Subject], id)
			}
		}
	}
	names := linkNames{}
	for subject, of := range ids {
		found, err := s.registers.ClientNames(ctx, subject, of)
		if err != nil {
			return nil, err
		}
		names[subject] = found
	}
	return names, nil
}

// linkTarget is the table that a link leads to: a client's own, or the one whose
// rows the column numbers.
func (s *server) linkTarget(v registers.Variable) (registers.Table, bool) {
	if v.Role != "link" || v.Kind != registers.Technical {
		return registers.Table{}, false
	}
	var numbered registers.Table
	for _, t := range s.Catalogue.Tables() {
		if t.Name == t.Subject && t.SubjectKey() == v.Column {
			return t, true
		}
		if len(t.Keys) == 2 && t.Keys[1] == v.Column && t.Name != v.Table {
			numbered = t
		}
	}
	return numbered, numbered.Name != ""
}

// sayLink names what a link leads to: an employer or provider by name, a row of
// the same record by its day. Another person is never named here.
func (s *server) sayLink(v registers.Variable, value string, c postgres.ClientRecord, names linkNames, visit *visit) string {
	t, ok := s.linkTarget(v)
	if !ok || value == "" || value == "0" {
		return ""
	}
	id, _ := strconv.ParseInt(value, 10, 64)
	switch {
	case t.SubjectKey() == v.Column && t.Subject == "person":
		return s.texts.in(visit.Lang, "client.person")
	case t.SubjectKey() == v.Column:
		n, known := names[t.Subject][id]
		if !known {
			return ""
		}
		return n.Name + " (" + n.Code + ")"
	case t.Subject == c.Subject:
		for _, row := range c.Rows {
			if row.Table == t.Name && len(row.Key) == 1 && row.Key[0] == value {
				return s.sayRow(row, visit)
			}
		}
	}
	return ""
}

// sayRow tells a row from its neighbours: its day and the first thing it says.
func (s *server) sayRow(row postgres.RecordRow, visit *visit) string {
	t, _ := s.Catalogue.Table(row.Table)
	var said []string
	if day, err := registers.ParseDay(row.Values[t.Start]); err == nil {
		text, _ := date(day)
		said = append(said, text)
	}
	for _, v := range s.Catalogue.TableVariables(row.Table) {
		if v.Kind == registers.Stored && (v.Type == registers.Code || v.Type == registers.Text) && v.Role == "value" && row.Values[v.Column] != "" {
			said = append(said, s.sayValue(v, row.Values[v.Column], visit))
			if len(said) == 3 {
				break
			}
		}
	}
	return strings.Join(said, " · ")
}
