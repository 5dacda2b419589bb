package main

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"os"
	"slices"
	"testing"
	"time"

	"tietolupa/extracts"
	"tietolupa/internal/provider"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// TestRenewalHasTheSamePseudonyms builds an extract on a permit, ends it, renews
// it, and builds another on the renewal: every person of both has one pseudonym,
// so that rows link.
func TestRenewalHasTheSamePseudonyms(t *testing.T) { // conditions 9, 17
	r, shop := newRenewing(t)
	p := r.p
	first, err := p.owner.CreateCase(t.Context(), r.people[researcherID])
	if err != nil {
		t.Fatal(err)
	}
	was := r.permit(first.ID, r.application())
	before := r.pseudonyms(shop, r.order(was.ID))

	now, err := p.owner.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.owner.SetClock(t.Context(), was.PermitTerm().To.Time().AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	if run, err := shop.live(t.Context()); err != nil || run.Ended != 1 {
		t.Fatalf("the night: %+v, %v", run, err)
	}
	second, err := p.owner.RenewCase(t.Context(), r.people[researcherID], was.ID)
	if err != nil {
		t.Fatal(err)
	}
	a := second.Application
	a.Until = registers.DayOf(now).AddDate(3, 0, 0)
	renewal := r.permit(second.ID, a)
	after := r.pseudonyms(shop, r.order(renewal.ID))
	// A year later some are no longer in the registers (4 §); nobody is new.
	strange := slices.DeleteFunc(slices.Clone(after), func(one string) bool { return slices.Contains(before, one) })
	if len(after) < len(before)/2 || len(strange) > 0 {
		t.Errorf("of %d persons before and %d after the renewal, %d have another pseudonym", len(before), len(after), len(strange))
	}
}

type renewing struct {
	t      *testing.T
	p      *place
	cat    *registers.Catalogue
	people map[permits.UserID]permits.Actor
	shop   *workshop
}

// newRenewing is a place of 300 invented persons with its workshop, and who acts.
func newRenewing(t *testing.T) (renewing, *workshop) {
	t.Helper()
	p, err := where{Dir: t.TempDir()}.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := p.furnish(t.Context(), 300, 1, os.Stderr); err != nil {
		t.Fatal(err)
	}
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	shop, err := newWorkshop(p, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	r := renewing{t: t, p: p, cat: cat, people: map[permits.UserID]permits.Actor{}, shop: shop}
	for _, id := range []permits.UserID{researcherID, presenterID, deciderID} {
		if r.people[id], err = p.owner.User(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		who := r.people[id]
		who.Identified = provider.Assurance
		r.people[id] = who
	}
	return r, shop
}

func (r renewing) application() permits.Application {
	_, public, err := extracts.NewIdentity()
	if err != nil {
		r.t.Fatal(err)
	}
	who := r.people[researcherID]
	a := permits.Application{
		Title: "Työllisyyspolut", Purpose: permits.Research, Organisation: "Yliopisto", Abstract: "Lyhyesti.", Plan: "Suunnitelma.", Security: "Suljettu ympäristö.",
		Disposal: "Hävitetään.", Article6: "e", Language: "fi", Contact: who.Name, ContactEmail: who.Email, Control: permits.OwnControl,
		People: []permits.Participant{{User: who.ID, Name: who.Name, Email: who.Email, Leader: true}},
		Scope: permits.Scope{Version: permits.ScopeVersion, Cadence: permits.Once, Tables: []permits.ScopeTable{{Table: "person", Variables: []permits.ScopeVariable{
			{ID: "person.sex", Protection: registers.Exact}, {ID: "person.municipality", Protection: registers.Region}}}}},
		Reasons:   map[string]string{"person.sex": "Erot.", "person.municipality": "Alueet."},
		Recipient: permits.Recipient{Kind: permits.PersonRecipient, Name: who.Name, Key: public},
	}
	a.Scope.Period.From, _ = registers.ParseDay("2018-01-01")
	a.Scope.Period.To, _ = registers.ParseDay("2020-10-31")
	a.Until, _ = registers.ParseDay("2021-10-31")
	return a
}

// permit takes a draft to a permit in force.
func (r renewing) permit(id permits.CaseID, a permits.Application) (c permits.Case) {
	who, presenter, decider := r.people[researcherID], r.people[presenterID], r.people[deciderID]
	sign := func(by permits.Actor) func(permits.Case, time.Time) (permits.Case, permits.Event, error) {
		return func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			pdf, err := r.p.owner.Letter(r.t.Context(), c.ID, permits.DecisionLetter, "fi")
			if err != nil {
				return permits.Case{}, permits.Event{}, err
			}
			sum := sha256.Sum256(pdf)
			return c.SignLetter(by, c.Version, true, hex.EncodeToString(sum[:]), now)
		}
	}
	code := sha256.Sum256([]byte("KOODI"))
	var trials []permits.Trial
	for i, step := range []func(permits.Case, time.Time) (permits.Case, permits.Event, error){
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Save(who, c.Version, a, nil, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Submit(who, c.Version, r.cat, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Take(presenter, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			d := permits.Decision{Outcome: permits.GrantAll, Scope: c.Application.Scope, Reasons: "Edellytykset täyttyvät.", Necessity: map[string]string{},
				Term: registers.Period{From: registers.DayOf(now), To: c.Application.Until}}
			for _, g := range d.Scope.Grounds(r.cat) {
				d.Findings = append(d.Findings, permits.Finding{Ground: g, Text: "Ilmeistä, koska tiedot ovat karkeita."})
			}
			for _, topic := range permits.Topics() {
				d.Considered = append(d.Considered, permits.Considered{Topic: topic.Key, Text: "Tämä on todettu hakemuksesta."})
			}
			for _, v := range d.Scope.VariableIDs() {
				d.Necessity[v] = permits.AsApplied
			}
			return c.Propose(presenter, c.Version, true, c.Rests(d, trials, r.cat), r.cat, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Decide(decider, c.Version, true, now)
		},
		sign(decider), sign(presenter),
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Serve(presenter, now, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.AcceptConditions(who, c.ConditionsSHA256(), now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			_, text := permits.Undertaking("fi")
			return c.Sign(who, text, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.ChallengeKey(who, c.Version, permits.Challenge{Key: c.Recipient().Key, Fingerprint: "SHA256:x", Sealed: "age", SHA256: hex.EncodeToString(code[:])}, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.ProveKey(who, c.Version, "koodi", now)
		},
	} {
		if i == 3 { // before the proposal
			trials = r.tried(id, a.Scope)
		}
		var err error
		if c, err = r.p.owner.ChangeCase(r.t.Context(), id, step); err != nil {
			r.t.Fatal(err)
		}
	}
	return c
}

// tried has the workshop make a dry run of scope for a case in review.
func (r renewing) tried(id permits.CaseID, scope permits.Scope) []permits.Trial {
	ordered, err := r.p.owner.OrderTrial(r.t.Context(), id, func(c permits.Case, earlier []permits.Trial, now time.Time) (permits.Trial, error) {
		return c.Try(r.people[presenterID], scope, earlier, r.cat, now)
	})
	if err != nil {
		r.t.Fatal(err)
	}
	args, err := json.Marshal(map[string]any{"case": id, "number": ordered.No})
	if err == nil {
		err = r.shop.tryOut(r.t.Context(), args)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	trials, err := r.p.owner.Trials(r.t.Context(), id)
	if err != nil {
		r.t.Fatal(err)
	}
	return trials
}

func (r renewing) order(id permits.CaseID) permits.Order {
	o, err := r.p.owner.OrderOnCase(r.t.Context(), id, func(c permits.Case, o permits.OrderID, made []permits.Made, now time.Time) (permits.Order, permits.Event, error) {
		return c.Order(o, r.people[researcherID], made, r.cat, now)
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return o
}

// pseudonyms builds the extract of an order and gives its persons', sorted.
func (r renewing) pseudonyms(shop *workshop, o permits.Order) (all []string) {
	key, err := shop.key(r.t.Context(), o)
	if err != nil {
		r.t.Fatal(err)
	}
	snapshot, err := postgres.OpenSnapshot(r.t.Context(), shop.db.Pool(), r.cat, o.At)
	if err != nil {
		r.t.Fatal(err)
	}
	defer snapshot.Close()
	built, err := extracts.Build(r.t.Context(), extracts.Input{Order: o, Catalogue: r.cat, Snapshot: snapshot, Key: key, Dir: shop.scratch, Threads: 2})
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() {
		if err := built.Remove(); err != nil {
			r.t.Error(err)
		}
	}()
	db, err := sql.Open("duckdb", built.Path+"?access_mode=read_only")
	if err != nil {
		r.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(r.t.Context(), "select cast(hid_e as varchar) from person order by 1")
	if err != nil {
		r.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			r.t.Fatal(err)
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		r.t.Fatal(err)
	}
	return all
}
