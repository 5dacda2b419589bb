package web

import (
	"context"
	"maps"
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

// A place is where a right may reach a client: an office's, living in an area.
type place struct {
	office permits.Body
	area   string // empty when the client's home is not known there
}

// placesOf lists where c is reached: at the client's own office and home, and at
// each office that has had a clientship with them.
func placesOf(c postgres.ClientRecord, day registers.Day) (all []place) {
	for _, row := range c.Rows {
		p := place{office: permits.Body(row.Office)}
		switch row.Table {
		case c.Subject:
			if lives, err := law.On(day).Area(row.Values["municipality"]); err == nil {
				p.area = lives.Access()
			}
		case "clientship":
		default:
			continue
		}
		all = append(all, p)
	}
	return all
}

// reached gives the items of c that a sight reaches.
func reached(c postgres.ClientRecord, sight casbin.Sight, day registers.Day) (items []string) {
	for _, p := range placesOf(c, day) {
		items = append(items, sight.Client(p.office, p.area)...)
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
	places := []place{{office: d.Actor.Body}}
	if c.ID != 0 {
		places = placesOf(c, dayOf(d.visit))
	}
	for i, w := range writes {
		for _, column := range slices.Sorted(maps.Keys(w.Values)) {
			v, ok := s.Catalogue.Column(w.Table, column)
			if !ok || v.Kind != registers.Stored {
				continue // the registers refuse what they do not know
			}
			if writes[i].Grant, ok = rightTo(v.Item, d.Sight, places); !ok {
				return casbin.ErrNoRight
			}
		}
	}
	return nil
}

// rightTo gives the first right of a sight that reaches an item at one of the
// places.
func rightTo(item string, sight casbin.Sight, places []place) (string, bool) {
	for _, p := range places {
		if right, ok := sight.Reaches(item, p.office, p.area); ok {
			return right, true
		}
	}
	return "", false
}

// reachesOwn says whether the desk's rights reach an item of the clients of the
// visitor's own office.
func (d desk) reachesOwn(item string) bool {
	_, ok := d.Sight.Reaches(item, d.Actor.Body, "")
	return ok
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
