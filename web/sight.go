package web

import (
	"context"
	"net/http"
	"slices"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// Rights say what a person's own access rights reach (4 a §). Any error is a no.
type Rights interface {
	Sight(ctx context.Context, holder permits.UserID, power rights.Power, use rights.Use, day registers.Day) (casbin.Sight, error)
}

const useInSession = "use"

// powerFor is what a right has to give for an act at the registers: of searching,
// unless another is named.
var powerFor = map[casbin.Action]rights.Power{
	casbin.RegisterRead: rights.Read, casbin.RequestOpen: rights.Read, casbin.RegisterWrite: rights.Write,
	casbin.RegisterImport: rights.Write, casbin.RegisterDisclose: rights.Disclose,
}

// sight gives what the visitor's rights let them do to whose data, for a use; a
// visitor without a right in force has none, also in a session that was open
// when the right ended.
func (s *server) sight(ctx context.Context, v *visit, action casbin.Action, use rights.Use) (casbin.Sight, error) {
	power, known := powerFor[action]
	if !known {
		power = rights.Search
	}
	sight, err := s.Rights.Sight(ctx, v.Actor.ID, power, use, dayOf(v))
	if err == nil && sight.Empty() {
		err = casbin.ErrNoRight
	}
	return sight, err
}

// useOf is the use that the visit has chosen: customer service before it has.
func (s *server) useOf(r *http.Request) rights.Use {
	if use := rights.Use(s.sessions.GetString(r.Context(), useInSession)); slices.Contains(rights.Uses(), use) {
		return use
	}
	return rights.CustomerService
}

// chooseUse takes a use from a form or an interface; an empty one leaves what was
// chosen, an unknown one is not taken.
func (s *server) chooseUse(r *http.Request, use rights.Use) {
	if slices.Contains(rights.Uses(), use) {
		s.sessions.Put(r.Context(), useInSession, string(use))
	}
}

// reached gives the items of c that a sight reaches: of the client's own office,
// of each office that has had a clientship with them, and of where they live.
func reached(c postgres.ClientRecord, sight casbin.Sight, day registers.Day) (items []string) {
	for _, row := range c.Rows {
		area := ""
		switch {
		case row.Table == c.Subject:
			if a, err := law.On(day).Area(row.Values["municipality"]); err == nil && a.ELY != "" {
				area = "ELY" + a.ELY
			}
		case row.Table != "clientship":
			continue
		}
		items = append(items, sight.Client(permits.Body(row.Office), area)...)
	}
	slices.Sort(items)
	return slices.Compact(items)
}

// keepReached keeps of c what the desk's own reading right reaches too: the handler
// asks the rights by itself, whatever the database has shown. A client of whom
// nothing is left is not found.
func (s *server) keepReached(ctx context.Context, d desk, c *postgres.ClientRecord) error {
	if c.Restricted != "" && len(c.Rows) == 0 {
		return nil // nothing is shown of them but that
	}
	sight, err := s.sight(ctx, d.visit, casbin.RegisterRead, d.Look.Use)
	if err != nil {
		return err
	}
	items := reached(*c, sight, dayOf(d.visit))
	c.Items = slices.DeleteFunc(c.Items, func(item string) bool { return !slices.Contains(items, item) })
	if len(c.Items) == 0 {
		return errNotFound
	}
	return nil
}

// mayWrite refuses rows of which an item is beyond the desk's right to write. A
// new client becomes the visitor's own office's. It notes in each row by which
// right it is written.
func (s *server) mayWrite(d desk, c postgres.ClientRecord, writes []postgres.Write) error {
	for i, w := range writes {
		columns := make([]string, 0, len(w.Values))
		for column := range w.Values {
			columns = append(columns, column)
		}
		slices.Sort(columns)
		for _, column := range columns {
			v, ok := s.Catalogue.Column(w.Table, column)
			if !ok || v.Kind != registers.Stored {
				continue // the registers refuse what they do not know
			}
			right, ok := s.writingRight(d, c, v.Item)
			if !ok {
				return casbin.ErrNoRight
			}
			writes[i].Grant = right
		}
	}
	return nil
}

// writingRight gives the right by which the desk writes an item of a client.
func (s *server) writingRight(d desk, c postgres.ClientRecord, item string) (string, bool) {
	if c.ID == 0 {
		return d.Sight.Reaches(item, d.Actor.Body, "")
	}
	for _, row := range c.Rows {
		area := ""
		switch {
		case row.Table == c.Subject:
			if a, err := law.On(dayOf(d.visit)).Area(row.Values["municipality"]); err == nil && a.ELY != "" {
				area = "ELY" + a.ELY
			}
		case row.Table != "clientship":
			continue
		}
		if right, ok := d.Sight.Reaches(item, permits.Body(row.Office), area); ok {
			return right, true
		}
	}
	return "", false
}

// mayImport refuses a file for a table of which the visitor's right to write does
// not reach an item, of the clients of the visitor's own office.
func (s *server) mayImport(ctx context.Context, v *visit, table string) error {
	sight, err := s.sight(ctx, v, casbin.RegisterImport, rights.CustomerService)
	if err != nil {
		return err
	}
	for _, column := range s.Catalogue.TableVariables(table) {
		if _, ok := sight.Reaches(column.Item, v.Actor.Body, ""); column.Kind == registers.Stored && !ok {
			return casbin.ErrNoRight
		}
	}
	return nil
}
