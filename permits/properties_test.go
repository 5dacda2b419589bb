package permits

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tietolupa/registers"
)

// scopes draws scopes over the real catalogue that keep every rule.
func scopes(cat *registers.Catalogue) *rapid.Generator[Scope] {
	return rapid.Custom(func(t *rapid.T) Scope {
		s := Scope{Version: ScopeVersion}
		for _, table := range []string{"person", "employment_code", "employer"} {
			st := ScopeTable{Table: table}
			for _, v := range cat.TableVariables(table) {
				if !v.Deliverable() {
					continue
				}
				var open []registers.Protection
				for _, p := range v.Ladder.Steps() {
					if finer, err := v.Ladder.Finer(p, v.Finest); err == nil && !finer {
						open = append(open, p)
					}
				}
				if rapid.Bool().Draw(t, v.ID) {
					st.Variables = append(st.Variables, ScopeVariable{v.ID, rapid.SampledFrom(open).Draw(t, v.ID+" protection")})
				}
			}
			if len(st.Variables) > 0 {
				s.Tables = append(s.Tables, st)
			}
		}
		if rapid.Bool().Draw(t, "codes") {
			s.Population = append(s.Population, registers.Predicate{ID: "employment_code.code",
				In: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"00", "01", "02", "03"}), 1, 4, rapid.ID).Draw(t, "in")})
		}
		if rapid.Bool().Draw(t, "born") {
			years := []string{"1950-01-01", "1960-01-01", "1970-01-01", "1980-01-01"}
			p := registers.Predicate{ID: "person.birth_date", From: rapid.SampledFrom(years[:2]).Draw(t, "from")}
			if rapid.Bool().Draw(t, "closed") {
				p.To = rapid.SampledFrom(years[2:]).Draw(t, "to")
			}
			s.Population = append(s.Population, p)
		}
		year := rapid.IntRange(2016, 2018).Draw(t, "year")
		s.Period = registers.Period{From: registers.DayOf(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)), To: registers.DayOf(time.Date(year+rapid.IntRange(0, 3).Draw(t, "years"), 12, 31, 0, 0, 0, 0, time.UTC))}
		s.Sample = rapid.SampledFrom([]int{0, 100, 1000}).Draw(t, "sample")
		s.Cadence = rapid.SampledFrom([]Cadence{"", Once, Yearly, Monthly}).Draw(t, "cadence")
		return s
	})
}

func TestCovers(t *testing.T) {
	cat := theCatalogue(t)
	t.Run("reflexive", rapid.MakeCheck(func(t *rapid.T) {
		s := scopes(cat).Draw(t, "s")
		if err := s.Covers(s, cat); err != nil {
			t.Fatalf("a scope is not within itself: %v", err)
		}
	}))
	t.Run("transitive", rapid.MakeCheck(func(t *rapid.T) {
		a := scopes(cat).Draw(t, "a")
		b := within(t, a, cat, "b")
		c := within(t, within(t, b, cat, "c1"), cat, "c2")
		for _, p := range [][2]Scope{{a, b}, {b, c}} {
			if p[0].Covers(p[1], cat) != nil {
				return
			}
		}
		if err := a.Covers(c, cat); err != nil {
			t.Fatalf("a covers b and b covers c, but not a c: %v", err)
		}
	}))
	t.Run("less-is-within", rapid.MakeCheck(func(t *rapid.T) {
		a := scopes(cat).Draw(t, "a")
		b := within(t, a, cat, "b")
		if err := a.Covers(b, cat); err != nil {
			t.Fatalf("less than a scope is not within it: %v", err)
		}
		if finer(b, a, cat) {
			t.Fatal("something covered shows more")
		}
	}))
	t.Run("json", rapid.MakeCheck(func(t *rapid.T) {
		s := scopes(cat).Draw(t, "s")
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ParseScope(b)
		if err != nil || back.Hash() != s.Hash() {
			t.Fatalf("a scope does not survive its JSON: %v", err)
		}
	}))
}

// within draws a scope that shows less than s, or as much.
func within(t *rapid.T, s Scope, cat *registers.Catalogue, label string) Scope {
	tables := s.Tables
	s.Tables, s.Population = nil, slices.Clone(s.Population)
	for _, table := range tables {
		less := ScopeTable{Table: table.Table}
		for _, v := range table.Variables {
			c, _ := cat.Variable(v.ID)
			steps := c.Ladder.Steps()
			at := slices.Index(steps, v.Protection)
			v.Protection = steps[rapid.IntRange(at, len(steps)-1).Draw(t, label+" "+v.ID)]
			less.Variables = append(less.Variables, v)
		}
		s.Tables = append(s.Tables, less)
	}
	for i, p := range s.Population {
		if len(p.In) > 1 && rapid.Bool().Draw(t, label+" fewer codes") {
			s.Population[i].In = p.In[:1]
		}
	}
	s.Period.From = s.Period.From.AddDate(0, rapid.IntRange(0, 11).Draw(t, label+" later"), 0)
	if s.Sample > 0 {
		s.Sample -= rapid.IntRange(0, s.Sample-1).Draw(t, label+" smaller")
	}
	return s
}

// finer says whether a shows some variable in more detail than b does, told by
// the ladders alone.
func finer(a, b Scope, cat *registers.Catalogue) bool {
	return slices.ContainsFunc(a.VariableIDs(), func(id string) bool {
		v, _ := cat.Variable(id)
		steps := v.Ladder.Steps()
		return slices.Index(steps, a.Protection(id)) < slices.Index(steps, b.Protection(id))
	})
}

// TestLifeOfACase takes a case through random commands by random people and
// holds what must be true of every case that ever exists.
func TestLifeOfACase(t *testing.T) {
	cat := theCatalogue(t)
	people := []Actor{aino, eero, liisa, paivi, mika, henrik, both, foreign, sanna, {ID: ServiceID}, weakly(aino), weakly(henrik)}
	renewals := []Case{at(t, Submitted), at(t, Refused), at(t, Served), at(t, InForce), at(t, Ended)}
	barred := Case{}
	arrows := Diagram()
	rapid.Check(t, func(t *rapid.T) {
		c, _, err := NewCase("KEHA-1-2020", aino, start)
		if err != nil {
			t.Fatal(err)
		}
		if c, _, err = c.Save(aino, c.Version, application(), nil, start); err != nil {
			t.Fatal(err)
		}
		now, version := start, c.Version
		for range rapid.IntRange(1, 60).Draw(t, "commands") {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{1, 1, 1, 1, 24 * 40}).Draw(t, "hours")) * time.Hour)
			open := map[Command][]Actor{}
			for _, a := range people {
				for _, command := range c.Commands(a, now) {
					open[command] = append(open[command], a)
				}
			}
			command := rapid.SampledFrom(AllCommands()).Draw(t, "command")
			by := rapid.SampledFrom(people).Draw(t, "by")
			if sensible := forward(open); len(sensible) > 0 && rapid.IntRange(0, 7).Draw(t, "sensible") > 0 {
				command = rapid.SampledFrom(sensible).Draw(t, "open command")
				by = rapid.SampledFrom(open[command]).Draw(t, "who may")
			}
			before := c
			barred = c
			stood := written(t, c)
			next, event, err := do(c, command, by, now, cat, t)
			if got := written(t, c); got != stood {
				t.Fatalf("%s changed the case it was given:\n%s\n%s", command, stood, got) // what is stored is what differs from it
			}
			if err != nil {
				if next.ID != "" || event.Kind != "" {
					t.Fatalf("%s failed (%v) and still gave a case or an event", command, err)
				}
				if rule(err)[:3] == "no " {
					t.Fatalf("%s fails by no rule: %v", command, err)
				}
				continue
			}
			if NeedsStrong(command) && by.Identified == "" && by.ID != ServiceID {
				t.Fatalf("%s by %s, identified weakly", command, by.ID)
			}
			if !slices.ContainsFunc(open[command], func(a Actor) bool { return a.ID == by.ID }) && command != DoTake && command != DoEnd && command != DoAppeal {
				t.Fatalf("%s by %s was not open and went through", command, by.ID)
			}
			if !slices.Contains(arrows, Move{before.State, command, next.State}) {
				t.Fatalf("%s leads from %s to %s, which the diagram lacks", command, before.State, next.State)
			}
			c = next
			if n := len(c.Kin); n > 0 && rapid.Bool().Draw(t, "the renewal goes on") {
				k := rapid.SampledFrom(renewals).Draw(t, "renewal")
				k.ID, k.Renews, k.KeyOf, k.Created = c.Kin[n-1].ID, c.ID, c.ID, c.Kin[n-1].Created
				c.Kin = append(slices.Clone(c.Kin[:n-1]), k)
			}
			if command == DoDestroyKey {
				keptLongEnough(t, before, now)
			}
			if command == DoOrder || command == DoRenew {
				continue
			}
			if c.Version != version+1 || event.Version != c.Version || event.Subject != string(c.ID) || event.By != by.ID {
				t.Fatalf("%s: version %d after %d, event %+v", command, c.Version, version, event)
			}
			version = c.Version
			if barred.Barred(by.ID) && command != DoDeclare {
				t.Fatalf("%s by %s, who is disqualified", command, by.ID)
			}
			if g, known := guardOf(command); !known || !slices.Contains(g.Events, event.Kind) {
				t.Fatalf("%s leaves the event %s, which its row lacks", command, event.Kind)
			}
			if len(before.Handling.Earlier) > len(c.Handling.Earlier) || before.Texts > c.Texts || len(before.Handling.Bars) > len(c.Handling.Bars) {
				t.Fatalf("%s undid what had happened", command)
			}
			c.Written = nil
			holds(t, c, now)
		}
	})
}

func written(t *rapid.T, c Case) string {
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// forward lists the open commands that lead a case on; all, when there is none.
func forward(open map[Command][]Actor) []Command {
	on := []Command{DoSubmit, DoPropose, DoDecide, DoSignLetter, DoServe, DoFetch, DoRecordService, DoAccept, DoSign}
	if len(open[DoPropose]) == 0 {
		on = append(on, DoTake)
	}
	on = slices.DeleteFunc(on, func(c Command) bool { return len(open[c]) == 0 })
	if len(on) == 0 {
		return slices.Sorted(maps.Keys(open))
	}
	return on
}

// do tries one command, with what a sensible person would give it.
func do(c Case, command Command, by Actor, now time.Time, cat *registers.Catalogue, t *rapid.T) (Case, Event, error) {
	_, sha := Undertaking("fi")
	seen := c.Version
	if rapid.IntRange(0, 9).Draw(t, "stale") == 0 {
		seen--
	}
	switch command {
	case DoEdit:
		return c.Save(by, seen, application(), nil, now)
	case DoSubmit:
		return c.Submit(by, seen, cat, now)
	case DoWithdraw:
		return c.Withdraw(by, seen, now)
	case DoTake:
		return c.Take(by, now)
	case DoPropose:
		d := rapid.SampledFrom([]Decision{proposal(c), partial(c), refusal("Ei täyty.")}).Draw(t, "proposal")
		if _, change := c.InChange(); change {
			d = changing(c, rapid.SampledFrom([]Outcome{GrantAll, GrantAll, RefuseAll}).Draw(t, "change"))
		}
		return c.Propose(by, seen, true, d, cat, now)
	case DoReturn:
		return c.Return(by, seen, "Perustele tarpeellisuus.", now)
	case DoDecide:
		return c.Decide(by, seen, true, now)
	case DoServe:
		s := Service{Manner: rapid.SampledFrom([]string{"electronic", "fetched", "receipt"}).Draw(t, "manner"), Sent: now}
		if s.Manner == "electronic" {
			s.Deemed = now // shown to have come at once
		}
		return c.ServeBy(by, s, now)
	case DoAccept:
		return c.AcceptConditions(by, c.ConditionsSHA256(), now)
	case DoSign:
		return c.Sign(by, sha, now)
	case DoRevoke:
		return c.Revoke(by, seen, true, now)
	case DoEnd:
		return c.End(by, now)
	case DoRenew:
		n, event, err := Renew("KEHA-2-2020", by, c, now)
		if err != nil {
			return Case{}, event, err
		}
		if n.KeyOf != c.ID || n.Application.Scope.Hash() != c.Granted().Hash() {
			t.Fatal("a renewal has another key or another scope")
		}
		c.Kin = append(slices.Clone(c.Kin), n)
		return c, event, nil
	case DoOrder:
	default:
		return doMore(c, command, by, seen, now, cat, t)
	}
	o, event, err := c.Order("T-1-2020", by, nil, anyCatalogue, now)
	if err != nil {
		return Case{}, event, err
	}
	if c.State != InForce && !c.stayed() || o.Scope.Hash() != c.Granted().Hash() || o.Kind != PermitBasis {
		t.Fatalf("an order of %s is not of what was granted", c.State)
	}
	return c, event, nil
}

// keptLongEnough is what was true of a permit whose key has just been destroyed:
// nothing can need it any more.
func keptLongEnough(t *rapid.T, c Case, now time.Time) {
	day := registers.DayOf(now)
	switch {
	case c.EndedAt.IsZero():
		t.Fatal("the key of a permit that stands was destroyed")
	case slices.ContainsFunc(c.Life.Remedies, func(r Remedy) bool { return r.Outcome == "" }):
		t.Fatal("a key was destroyed while an appeal was open")
	case !c.LastAppealDay().Before(day):
		t.Fatal("a key was destroyed within the time for appeal")
	case day.Before(registers.DayOf(c.EndedAt).AddDate(0, 0, TermDays("key-error", day))):
		t.Fatal("a key was destroyed within the days of errors and renewals")
	case slices.ContainsFunc(c.Kin, func(k Case) bool {
		return k.Undecided() || k.Decision != nil && k.Decision.Grants() && k.EndedAt.IsZero()
	}):
		t.Fatal("a key was destroyed that a renewal needs")
	}
}

// holds is what is true of every case.
func holds(t *rapid.T, c Case, now time.Time) {
	decided := c.Decision != nil
	if s := c.Life.Service; s != nil && (s.Waits() != c.ServedAt.IsZero() || !s.Waits() && !s.Deemed.Equal(c.ServedAt) || s.Waits() && !c.ToServe()) {
		t.Fatalf("%s, served %v, and its letter %+v", c.State, c.ServedAt, s)
	}
	if decided && (c.Presenter == "" || c.Decider == "" || c.Presenter == c.Decider) {
		t.Fatalf("decided by %q on the proposal of %q", c.Decider, c.Presenter)
	}
	if decided && (c.involves(c.Presenter) || c.involves(c.Decider)) {
		t.Fatal("an official decided their own case")
	}
	for _, m := range c.Life.Measures {
		if !m.DecidedAt.IsZero() && (m.Presenter == "" || m.Decider == "" || m.Presenter == m.Decider || c.involves(m.Presenter) || c.involves(m.Decider)) {
			t.Fatalf("%s decided by %q on the proposal of %q", m.Kind, m.Decider, m.Presenter)
		}
		if m.DecidedAt.IsZero() && m.BothSigned() || len(m.Letter) == 2 && m.Letter[0].By == m.Letter[1].By {
			t.Fatalf("the letter of a %s is signed by one, or before it was decided", m.Kind)
		}
	}
	for _, r := range c.Life.Revocations {
		if m := c.Life.Measures[r.Measure-1]; m.Kind != RevocationMeasure || !m.DecidedAt.Equal(r.At) || m.Milder.IsZero() || m.Heard == 0 && m.Unheard.IsZero() {
			t.Fatalf("revoked without a proposal, a hearing or a word on milder means: %+v", m)
		}
		if r.Part != nil && r.Annulled.IsZero() && !r.At.Before(c.DecidedAt) && c.Decision != nil {
			for _, o := range []Order{{ID: "T-1-2020", Recipient: c.Recipient(), Scope: c.Decision.Scope, At: c.DecidedAt}} {
				if r.Part.touches(o) && c.LetsOut(o, c.Leader(), now) == nil {
					t.Fatal("a package that was revoked is let out")
				}
			}
		}
	}
	for _, r := range c.Life.Remedies {
		if ruled := slices.ContainsFunc(c.Life.Measures, func(m Measure) bool {
			return m.Kind == RulingMeasure && m.Remedy == r.No && m.DecidedAt.Equal(r.Ruled) && m.Decider == r.RuledBy
		}); r.Kind == RectificationRemedy && r.Outcome != "" && !ruled {
			t.Fatal("a demand was ruled on without a proposal")
		}
	}
	if c.State == InForce {
		if c.ServedAt.IsZero() || c.Accepted == nil || c.Decision.Outcome == RefuseAll {
			t.Fatal("in force without service, acceptance or a grant")
		}
		for _, u := range c.Application.Users() {
			if slices.Contains(c.Life.Removed, u) || c.lostUser(u) {
				continue
			}
			if _, signed := c.Undertakings[u]; !signed {
				t.Fatalf("in force without the undertaking of %s", u)
			}
		}
	}
	if basis, err := c.Basis(now); err == nil {
		if c.State != InForce && !c.stayed() || now.Before(c.DeliveryFrom()) || basis.Scope().Hash() != c.Granted().Hash() {
			t.Fatal("there is a basis that the case does not give")
		}
	}
	for _, u := range []UserID{"aino", "eero", "liisa"} {
		open := c.DownloadsOpen(u, now) == nil
		if open && (c.State != InForce && !c.stayed() || c.Life.Suspension != nil || c.PermitTerm().To.Before(registers.DayOf(now)) || !c.HasSigned(u)) {
			t.Fatalf("downloads are open to %s of a permit that is over, suspended or unsigned", u)
		}
	}
	if decided && c.Decision.Grants() {
		if err := c.Application.Scope.Covers(c.Decision.Scope, theCat); err != nil {
			t.Fatalf("granted beyond what was applied for: %v", err)
		}
	}
	if !slices.Contains(AllStates(), c.State) {
		t.Fatalf("state %q is not in the diagram", c.State)
	}
}

// FuzzParseScope: what is read survives its own JSON, and reading does not fail
// in another way than by an error.
func FuzzParseScope(f *testing.F) {
	b, err := json.Marshal(application().Scope)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"version":1,"tables":[]} {}`))
	f.Add([]byte(`{"version":2}`))
	f.Add([]byte(`{"version":1,"sql":"select 1"}`))
	cat, err := registers.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := ParseScope(b)
		if err != nil {
			return
		}
		again, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ParseScope(again)
		if err != nil || back.Hash() != s.Hash() {
			t.Fatalf("%s does not survive its JSON: %v", again, err)
		}
		_ = s.WithKeys(cat).Check(cat, on("2020-11-02"))
		_ = s.Covers(s, cat)
	})
}
