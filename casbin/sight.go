package casbin

import (
	"context"
	"fmt"
	"slices"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/registers"
)

// A Sight is all that a person may do one thing to, for one use on one day: for
// building queries and forms. It agrees with May on every item and client.
type Sight struct {
	Rights []Seen
}

// Seen is what one right reaches: each of its items, of the clients of its
// offices and of whoever lives in its areas.
type Seen struct {
	Right   string
	Ground  rights.Ground
	Items   []string
	Offices []permits.Body
	Areas   []string // rights.WholeCountry among them: everybody
}

// Sight gives what holder may use power on. A person without such a right has
// an empty one, and no error.
func (r *Rights) Sight(ctx context.Context, holder permits.UserID, power rights.Power, use rights.Use, day registers.Day) (Sight, error) {
	version, err := r.grants.GrantVersion(ctx, holder)
	if err != nil {
		return Sight{}, fmt.Errorf("read version of grants: %w", err)
	}
	return r.SightAt(ctx, version, holder, power, use, day)
}

// SightAt is Sight for a caller that has read the version itself in this
// request.
func (r *Rights) SightAt(ctx context.Context, version int64, holder permits.UserID, power rights.Power, use rights.Use, day registers.Day) (Sight, error) {
	if err := (Request{Holder: holder, Power: power, Use: use, Item: "3.1.1", Day: day}).check(); err != nil {
		return Sight{}, fmt.Errorf("ask for sight: %w", err)
	}
	c, err := r.of(ctx, holder, version, day)
	if err != nil {
		return Sight{}, err
	}
	var s Sight
	for _, right := range c.rights {
		if right.InForce(day) && len(right.Items) > 0 && right.Reaches(right.Items[0], power, use) {
			s.Rights = append(s.Rights, Seen{
				Right: right.ID, Ground: right.Ground,
				Items: slices.Clone(right.Items), Offices: slices.Clone(right.Offices), Areas: slices.Clone(right.Areas),
			})
		}
	}
	return s, nil
}

// Empty says whether nothing at all is seen.
func (s Sight) Empty() bool { return len(s.Rights) == 0 }

// Reaches gives the id of a right that reaches an item of a client of an office
// who lives in an area, as May does.
func (s Sight) Reaches(item string, office permits.Body, area string) (string, bool) {
	for _, r := range s.Rights {
		if slices.Contains(r.Items, item) && r.client(office, area) {
			return r.Right, true
		}
	}
	return "", false
}

// Client gives the items that are seen of such a client, sorted: what a page of
// theirs may show.
func (s Sight) Client(office permits.Body, area string) (items []string) {
	for _, r := range s.Rights {
		if r.client(office, area) {
			items = append(items, r.Items...)
		}
	}
	slices.Sort(items)
	return slices.Compact(items)
}

// Items are all that are seen of somebody, sorted.
func (s Sight) Items() (items []string) {
	for _, r := range s.Rights {
		items = append(items, r.Items...)
	}
	slices.Sort(items)
	return slices.Compact(items)
}

// Of says whose clients an item is seen of: of these offices, of those who live
// in these areas, or of everybody.
func (s Sight) Of(item string) (offices []permits.Body, areas []string, everybody bool) {
	for _, r := range s.Rights {
		if !slices.Contains(r.Items, item) {
			continue
		}
		if slices.Contains(r.Areas, rights.WholeCountry) {
			return nil, nil, true
		}
		offices, areas = append(offices, r.Offices...), append(areas, r.Areas...)
	}
	slices.Sort(offices)
	slices.Sort(areas)
	return slices.Compact(offices), slices.Compact(areas), false
}

func (r Seen) client(office permits.Body, area string) bool {
	return office != "" && slices.Contains(r.Offices, office) ||
		area != "" && slices.Contains(r.Areas, area) || slices.Contains(r.Areas, rights.WholeCountry)
}
