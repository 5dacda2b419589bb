package postgres_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

var (
	researcher = permits.Actor{ID: "u-aino", Identified: "loa3", Name: "Aino Tutkija", Email: "aino@yliopisto.example", Organisation: "Yliopisto",
		Duties: []permits.Duty{permits.Researcher}, Language: "fi"}
	presenter = permits.Actor{ID: "u-eero", Identified: "loa3", Name: "Eero Esittelijä", Email: "eero@keha.example", Organisation: "KEHA",
		Body: permits.KEHA, Duties: []permits.Duty{permits.Presenter}, Language: "fi"}
	decider = permits.Actor{ID: "u-raija", Identified: "loa3", Name: "Raija Ratkaisija", Email: "raija@keha.example", Organisation: "KEHA",
		Body: permits.KEHA, Duties: []permits.Duty{permits.Decider, permits.Presenter}, Language: "sv"}
	analyst = permits.Actor{ID: "u-tauno", Name: "Tauno Tilastoija", Email: "tauno@tem.example", Organisation: "TEM",
		Body: permits.TEM, Duties: []permits.Duty{permits.Analyst}, Language: "fi"}
)

// demoDay is a day on which the law of 2020 holds.
var demoDay = time.Date(2020, 11, 2, 9, 0, 0, 0, time.UTC)

const key = "age1wvl3awanrfhsr8gfrnst2v0mavp97ke7a3hmr5msy5pd24qtn4yqexample"

// furnish puts the people in and the clock on demoDay.
func furnish(t *testing.T, db *postgres.DB) {
	t.Helper()
	if err := db.SetClock(t.Context(), demoDay); err != nil {
		t.Fatal(err)
	}
	for _, a := range []permits.Actor{researcher, presenter, decider, analyst} {
		if err := db.PutUser(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	confirmLaws(t, db)
}

// confirmLaws records a lawyer's choice for every version of the law.
func confirmLaws(t *testing.T, db *postgres.DB) {
	t.Helper()
	for _, l := range permits.Laws() {
		if err := db.ConfirmLaw(t.Context(), func(recorded []permits.Confirmation, now time.Time) (permits.Confirmation, error) {
			return permits.Confirm(decider, l.From, l.Route, "Leena Lakimies, lakimies", "KEHA/1/2020", registers.DayOf(now), recorded, now)
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func catalogue(t *testing.T) *registers.Catalogue {
	t.Helper()
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func day(t *testing.T, s string) registers.Day {
	t.Helper()
	d, err := registers.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func scope(t *testing.T) permits.Scope {
	t.Helper()
	return permits.Scope{
		Version: permits.ScopeVersion,
		Tables: []permits.ScopeTable{{Table: "person", Variables: []permits.ScopeVariable{
			{ID: "person.sex", Protection: registers.Exact}, {ID: "person.municipality", Protection: registers.Region}}}},
		Period:  registers.Period{From: day(t, "2019-01-01"), To: day(t, "2019-12-31")},
		Cadence: permits.Monthly,
	}
}

func application(t *testing.T) permits.Application {
	t.Helper()
	return permits.Application{
		Title: "Työllisyyspolut", Purpose: permits.Research, Organisation: "Yliopisto", Abstract: "Lyhyesti.",
		Plan: "Suunnitelma.", Security: "FIONA", Disposal: "Hävitetään.", Article6: "e", Language: "fi", Contact: "Aino", ContactEmail: "aino@esimerkki.fi", Control: permits.OwnControl,
		People:  []permits.Participant{{User: researcher.ID, Name: researcher.Name, Email: researcher.Email, Leader: true}},
		Scope:   scope(t),
		Reasons: map[string]string{"person.sex": "Erot.", "person.municipality": "Alueet."},
		Until:   day(t, "2022-12-31"), Recipient: permits.Recipient{Kind: permits.PersonRecipient, Name: "Aino", Key: key},
	}
}

type step = func(c permits.Case, now time.Time) (permits.Case, permits.Event, error)

// change applies steps one after another, each a command of its own.
func change(t *testing.T, db *postgres.DB, id permits.CaseID, steps ...step) (c permits.Case) {
	t.Helper()
	for _, s := range steps {
		var err error
		if c, err = db.ChangeCase(t.Context(), id, s); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// taken is a case that its presenter handles.
func taken(t *testing.T, db *postgres.DB) permits.Case {
	t.Helper()
	cat := catalogue(t)
	c, err := db.CreateCase(t.Context(), researcher)
	if err != nil {
		t.Fatal(err)
	}
	return change(t, db, c.ID,
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Save(researcher, c.Version, application(t), nil, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Submit(researcher, c.Version, cat, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Take(presenter, now)
		})
}

// proposed is a case that waits for its decider. Its dry run is ended by worker, when
// db may not.
func proposed(t *testing.T, db *postgres.DB, worker ...*postgres.DB) permits.Case {
	t.Helper()
	cat, c := catalogue(t), taken(t, db)
	trials := tried(t, db, append(worker, db)[0], c.ID, application(t).Scope, 5000)
	return change(t, db, c.ID,
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			d := permits.Decision{
				Outcome: permits.GrantAll, Scope: c.Application.Scope, Reasons: "Edellytykset täyttyvät.",
				Term: registers.Period{From: day(t, "2020-11-02"), To: day(t, "2022-12-31")},
			}
			for _, g := range d.Scope.Grounds(cat) {
				d.Findings = append(d.Findings, permits.Finding{Ground: g, Text: "Ilmeistä, koska tiedot ovat karkeita."})
			}
			for _, topic := range permits.Topics() {
				d.Considered = append(d.Considered, permits.Considered{Topic: topic.Key, Text: "Tämä on todettu hakemuksesta."})
			}
			d.Necessity = map[string]string{}
			for _, id := range d.Scope.VariableIDs() {
				d.Necessity[id] = permits.AsApplied
			}
			return c.Propose(presenter, c.Version, true, c.Rests(d, trials, cat), cat, now)
		})
}

// tried has the presenter order a dry run of scope on a case in review, and worker end
// it as a worker does, with so many persons. It returns the case's dry runs.
func tried(t *testing.T, db, worker *postgres.DB, id permits.CaseID, scope permits.Scope, persons int64) []permits.Trial {
	t.Helper()
	ordered, err := db.OrderTrial(t.Context(), id, func(c permits.Case, earlier []permits.Trial, now time.Time) (permits.Trial, error) {
		return c.Try(presenter, scope, earlier, catalogue(t), now)
	})
	if err != nil {
		t.Fatal(err)
	}
	args, err := json.Marshal(map[string]any{"case": id, "number": ordered.No})
	if err != nil {
		t.Fatal(err)
	}
	begun, err := worker.BeginTrial(t.Context(), args)
	if err == nil {
		err = worker.EndTrial(t.Context(), begun, begun.At, &permits.RiskReport{Persons: persons}, "")
	}
	if err != nil {
		t.Fatal(err)
	}
	trials, err := db.Trials(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return trials
}

// inForce is a permit on which an extract can be ordered today.
func inForce(t *testing.T, db *postgres.DB) permits.Case {
	t.Helper()
	c := change(t, db, proposed(t, db).ID,
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Decide(decider, c.Version, true, now)
		},
		signs(t, db, decider), signs(t, db, presenter),
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Serve(presenter, now, now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.AcceptConditions(researcher, c.ConditionsSHA256(), now)
		},
		func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			_, sha := permits.Undertaking("fi")
			return c.Sign(researcher, sha, now)
		}, challenges, proves)
	if from := c.DeliveryFrom(); from.After(demoDay) {
		if err := db.SetClock(t.Context(), from.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// signs is an official's signature of the letter that was made when the case was
// decided.
func signs(t *testing.T, db *postgres.DB, by permits.Actor) step {
	return func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		pdf, err := db.Letter(t.Context(), c.ID, permits.DecisionLetter, "fi")
		if err != nil {
			return permits.Case{}, permits.Event{}, err
		}
		sum := sha256.Sum256(pdf)
		return c.SignLetter(by, c.Version, true, hex.EncodeToString(sum[:]), now)
	}
}

// challenges and proves show that the researcher holds the key of the packages.
func challenges(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
	sum := sha256.Sum256([]byte("KOODI"))
	return c.ChallengeKey(researcher, c.Version, permits.Challenge{Key: key, Fingerprint: "SHA256:x", Sealed: "age", SHA256: hex.EncodeToString(sum[:])}, now)
}

func proves(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
	return c.ProveKey(researcher, c.Version, "koodi", now)
}

func placeOrder(t *testing.T, db *postgres.DB, id permits.CaseID) permits.Order {
	t.Helper()
	o, err := db.OrderOnCase(t.Context(), id,
		func(c permits.Case, o permits.OrderID, made []permits.Made, now time.Time) (permits.Order, permits.Event, error) {
			return c.Order(o, researcher, made, catalogue(t), now)
		})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// rule demands that err is the refusal of that rule.
func rule(t *testing.T, err error, want string) {
	t.Helper()
	if r, is := errors.AsType[*permits.RuleError](err); !is || r.Rule != want {
		t.Errorf("got %v, want the rule %q", err, want)
	}
}
