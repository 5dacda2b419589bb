package casbin

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	engine "github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/registers"
)

//go:embed grants.conf
var grantsModel string

// people is how many persons' enforcers are remembered unless NewRights is told
// otherwise, at some 50 kB each.
const people = 2000

// Rights decides by personal rights (4 a §). Each person's are an enforcer that
// does not change; every request compares its version with the store's, so that
// a change holds at once in every process. Any error is a no. It is safe for
// concurrent use.
type Rights struct {
	grants Grants
	model  model.Model
	most   int64
	known  sync.Map // permits.UserID → *person
	count  atomic.Int64
}

// remembered is how many answers are kept with a person's enforcer: a page asks
// for the same items of client after client.
const remembered = 64

// A person is where one person's present enforcer hangs.
type person struct {
	present atomic.Pointer[compiled]
	build   sync.Mutex // one request builds, the others wait for it
}

// compiled are a person's rights of one version under one day's law. They do not
// change, so that neither do the answers, of which it keeps the first ones.
type compiled struct {
	version int64
	day     registers.Day
	engine  *engine.Enforcer
	rights  []rights.Right
	answers sync.Map // Request → id of the right, empty for none
	kept    atomic.Int64
}

// NewRights reads the rights of grants. At most some thousand persons are
// remembered, or as many as most says when it is above zero; whoever is
// forgotten is read again. An error is a fault of the program: do not start.
func NewRights(grants Grants, most int) (*Rights, error) {
	m, err := model.NewModelFromString(grantsModel)
	if err != nil {
		return nil, fmt.Errorf("load model of grants: %w", err)
	}
	if most <= 0 {
		most = people
	}
	return &Rights{grants: grants, model: m, most: int64(most)}, nil
}

// May gives the id of a right by which the holder may do what q asks, or
// ErrNoRight. It asks the store for the version of the holder's rights.
func (r *Rights) May(ctx context.Context, q Request) (string, error) {
	version, err := r.grants.GrantVersion(ctx, q.Holder)
	if err != nil {
		return "", fmt.Errorf("read version of grants: %w", err)
	}
	return r.MayAt(ctx, version, q)
}

// MayAt is May for a caller that has read the version itself in this request,
// such as with the session.
func (r *Rights) MayAt(ctx context.Context, version int64, q Request) (string, error) {
	if err := q.check(); err != nil {
		return "", fmt.Errorf("ask for a right: %w", err)
	}
	c, err := r.of(ctx, q.Holder, version, q.Day)
	if err != nil {
		return "", err
	}
	return c.may(q)
}

func (c *compiled) may(q Request) (string, error) {
	if right, known := c.answers.Load(q); known {
		return answered(right.(string))
	}
	right, err := c.decide(q)
	if err != nil {
		return "", err
	}
	if c.kept.Add(1) <= remembered {
		c.answers.Store(q, right)
	}
	return answered(right)
}

func answered(right string) (string, error) {
	if right == "" {
		return "", ErrNoRight
	}
	return right, nil
}

// decide asks casbin: the id of the right that allows it, or nothing.
func (c *compiled) decide(q Request) (string, error) {
	if len(c.rights) == 0 {
		return "", nil
	}
	ok, line, err := c.engine.EnforceEx(string(q.Holder), string(q.Power), q.Item, string(q.Office), q.Area, string(q.Use), string(q.Ground), q.Day.String())
	switch {
	case err != nil:
		return "", fmt.Errorf("decide on a right: %w", err)
	case !ok:
		return "", nil
	case len(line) != fields || line[fieldRight] == "":
		return "", errors.New("decide on a right: allowed by no right")
	}
	return line[fieldRight], nil
}

// Warm reads a person's rights before they are asked for, as a notification of
// a change may do. Nothing depends on it.
func (r *Rights) Warm(ctx context.Context, holder permits.UserID, day registers.Day) error {
	version, err := r.grants.GrantVersion(ctx, holder)
	if err != nil {
		return fmt.Errorf("read version of grants: %w", err)
	}
	_, err = r.of(ctx, holder, version, day)
	return err
}

// of gives the person's rights of that version, or of a later one, under the
// day's law.
func (r *Rights) of(ctx context.Context, holder permits.UserID, version int64, day registers.Day) (*compiled, error) {
	p := r.person(holder)
	if c := p.present.Load(); c != nil && c.version == version && c.day == day {
		return c, nil
	}
	p.build.Lock()
	defer p.build.Unlock()
	if c := p.present.Load(); c != nil && c.version == version && c.day == day {
		return c, nil
	}
	all, read, err := r.grants.Grants(ctx, holder)
	switch {
	case err != nil:
		p.present.Store(nil)
		return nil, fmt.Errorf("read grants: %w", err)
	case read < version:
		p.present.Store(nil)
		return nil, fmt.Errorf("read grants: version %d was read when %d was known already", read, version)
	}
	c, err := r.compile(holder, all, read, day)
	p.present.Store(c)
	return c, err
}

// compile builds the enforcer; nil with an error.
func (r *Rights) compile(holder permits.UserID, all []rights.Right, version int64, day registers.Day) (*compiled, error) {
	e, err := engine.NewEnforcer(r.model.Copy(), false)
	if err != nil {
		return nil, fmt.Errorf("start enforcer of grants: %w", err)
	}
	e.AddFunction("client", func(args ...any) (any, error) { return ask(args, 4, client) })
	e.AddFunction("content", func(args ...any) (any, error) { return ask(args, 6, content) })
	e.SetAdapter(adapter{all, day})
	if err := e.LoadFilteredPolicy(holder); err != nil {
		return nil, err
	}
	c := &compiled{version: version, day: day, engine: e}
	for _, right := range all {
		if right.RemovedAt.IsZero() && right.Lawful(day) == nil {
			c.rights = append(c.rights, right)
		}
	}
	return c, nil
}

// ask gives the texts of a matcher to a question; anything else is an error.
func ask(args []any, want int, question func([6]string) bool) (any, error) {
	if len(args) != want {
		return false, fmt.Errorf("%d arguments, not %d", len(args), want)
	}
	var texts [6]string
	for i, arg := range args {
		text, ok := arg.(string)
		if !ok {
			return false, errors.New("an argument is no text")
		}
		texts[i] = text
	}
	return question(texts), nil
}

// client says whether a right reaches clients of an office or of an area.
func client(a [6]string) bool {
	offices, office, areas, area := a[0], a[1], a[2], a[3]
	return holds(offices, office) || holds(areas, area) || holds(areas, rights.WholeCountry)
}

// content says whether a right reaches an item, by a power that the use carries.
func content(a [6]string) bool {
	items, item, powers, power, uses, use := a[0], a[1], a[2], a[3], a[4], a[5]
	return holds(items, item) && holds(powers, power) && holds(uses, use) && rights.Use(use).Carries(rights.Power(power))
}

// person finds where a person's enforcer hangs, and forgets another when there
// are too many.
func (r *Rights) person(holder permits.UserID) *person {
	if p, ok := r.known.Load(holder); ok {
		return p.(*person)
	}
	p, known := r.known.LoadOrStore(holder, &person{})
	if !known && r.count.Add(1) > r.most {
		r.known.Range(func(other, _ any) bool {
			if other == holder {
				return true
			}
			if _, was := r.known.LoadAndDelete(other); was {
				r.count.Add(-1)
			}
			return false
		})
	}
	return p.(*person)
}
