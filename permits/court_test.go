package permits

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tietolupa/registers"
)

// appealed is a case of that state with an appeal on its decision open.
func appealed(t testing.TB, s State) Case {
	ok := must[Case](t)
	c := at(t, s)
	if c.routeOf("") == Rectification {
		c = ok(c.Rectify(aino, c.Version, "Vaadin enemmän.", hours(20)))
		c = ok(ruling(c, both, 0, RemedyRejected, hours(21)))
		c = changeSigned(t, c, hours(21))
	}
	return ok(c.RecordAppeal(paivi, c.Version, "Itä-Suomen hallinto-oikeus", "1234/2020", "Valitus.", hours(22)))
}

// askedByCourt is appealed with a request for a statement, due 10 days later.
func askedByCourt(t testing.TB, s State) Case {
	c := appealed(t, s)
	day := registers.DayOf(hours(30))
	return must[Case](t)(c.RecordCourtRequest(paivi, c.Version, len(c.Life.Remedies), day, day.AddDate(0, 0, 10), "Lausukaa myös kuulemisesta.", "Päätös on kumottava.\n\n Asia on palautettava. ", hours(30)))
}

func answering(c Case) CourtStatement {
	return CourtStatement{Request: len(c.Life.CourtRequests), Demand: "Valitus on hylättävä.", Answers: []string{"Päätös on lainmukainen.", "Palauttamiseen ei ole syytä."},
		Grounds: "Asia on selvitetty.", Unbiased: true}
}

func init() {
	day := registers.DayOf(hours(30))
	add := func(name string, begin func(testing.TB, State) Case, try func(Case) error) {
		breaches = append(breaches, breach{name, func(t *testing.T) error { return try(begin(t, InForce)) }})
	}
	records := func(asked, term registers.Day, claims string) func(Case) error {
		return func(c Case) error {
			return last(c.RecordCourtRequest(paivi, c.Version, len(c.Life.Remedies), asked, term, "", claims, hours(30)))
		}
	}
	add("court-day asked", appealed, records(day.AddDate(0, 0, 1), day.AddDate(0, 0, 10), "Kumottava."))
	add("court-day term", appealed, records(day, day.AddDate(0, 0, -1), "Kumottava."))
	add("no-claims", appealed, records(day, day, " \n "))
	add("no-claims many", appealed, records(day, day, strings.Repeat("Kumottava.\n", 41)))
	add("no-remedy statement", func(t testing.TB, s State) Case { return at(t, s) }, records(day, day, "Kumottava."))
	add("no-court-request", appealed, func(c Case) error {
		return last(c.ProposeCourtStatement(paivi, c.Version, CourtStatement{}, hours(31)))
	})
	add("no-court-request other", askedByCourt, func(c Case) error {
		p := answering(c)
		p.Request = 2
		return last(c.ProposeCourtStatement(paivi, c.Version, p, hours(31)))
	})
	for name, change := range map[string]func(*CourtStatement){
		"claim-unanswered":     func(p *CourtStatement) { p.Answers = p.Answers[:1] },
		"no-reasons demand":    func(p *CourtStatement) { p.Demand = " " },
		"no-reasons grounds":   func(p *CourtStatement) { p.Grounds = "" },
		"interest-unanswered*": func(p *CourtStatement) { p.Unbiased = false },
	} {
		add(strings.Replace(name, "*", " statement", 1), askedByCourt, func(c Case) error {
			p := answering(c)
			change(&p)
			return last(c.ProposeCourtStatement(paivi, c.Version, p, hours(31)))
		})
	}
	add("nothing-to-send statement", askedByCourt, func(c Case) error {
		return last(c.SendCourtStatement(paivi, c.Version, 1, "service", day, "", hours(31)))
	})
}

// TestStatementToTheCourt: each demand of an appeal is answered, one writes and another
// approves, both sign, and it is under way by the court's own term until it has been
// sent (letters 7 I).
func TestStatementToTheCourt(t *testing.T) { // HOL 37 §, PL 118 §
	ok := must[Case](t)
	for _, state := range []State{Served, InForce} {
		c := askedByCourt(t, state)
		q := c.OpenCourtRequests()[0]
		if len(q.Claims) != 2 || len(c.Unanswered()) != 1 {
			t.Fatalf("%+v", q)
		}
		due := func(party Party) {
			t.Helper()
			if up := c.Upkeep(); len(up) != 1 || up[0].Name != "court-1" || up[0].Due != q.Term || up[0].Party != party || c.party() != party {
				t.Errorf("%s: %+v, waits for %s, want %s", state, up, c.party(), party)
			}
		}
		due(WaitsPresenter)
		if days := c.Dates(hours(31)); !slices.Contains(days, DueDate{"court", q.Term, false}) {
			t.Errorf("the calendar: %+v", days)
		}
		c = ok(c.ProposeCourtStatement(paivi, c.Version, answering(c), hours(31)))
		due(WaitsDecider)
		if !c.unsettled(c.Life.Measures[len(c.Life.Measures)-1].Answers[1].No) {
			t.Error("the party reads what is proposed")
		}
		c = ok(c.ReturnCourtStatement(henrik, c.Version, "Tarkenna.", hours(32)))
		due(WaitsPresenter)
		if m := c.ReturnedMeasure(CourtStatementMeasure); m == nil {
			t.Error("nothing came back")
		}
		c = ok(c.ProposeCourtStatement(paivi, c.Version, answering(c), hours(33)))
		if _, _, err := c.GiveCourtStatement(both.withID("paivi"), c.Version, true, hours(34)); rule(err) != "same-presenter" {
			t.Errorf("who wrote it approves it: %v", err)
		}
		c, e, err := c.GiveCourtStatement(henrik, c.Version, true, hours(34))
		if err != nil || !slices.Equal(c.LettersOf(e), []LetterKind{CourtStatementLetter}) {
			t.Fatalf("%v, %v", c.LettersOf(e), err)
		}
		due(WaitsPresenter)
		if _, _, err := c.SendCourtStatement(paivi, c.Version, 1, "service", registers.DayOf(hours(34)), "", hours(34)); rule(err) != "nothing-to-send" {
			t.Errorf("sent unsigned: %v", err)
		}
		c = changeSigned(t, c, hours(35))
		if len(c.Receivers(CourtStatementLetter, hours(35))) != 0 || slices.ContainsFunc(c.Services(), func(s Service) bool { return s.Kind == CourtStatementLetter }) {
			t.Error("it is sent to a party")
		}
		for _, wrong := range []struct {
			manner string
			day    registers.Day
			rule   string
		}{{"raven", registers.DayOf(hours(60)), "no-proof"}, {"email", registers.DayOf(hours(1)), "no-such-service-day"}, {"email", registers.DayOf(hours(90)), "no-such-service-day"}} {
			if _, _, err := c.SendCourtStatement(paivi, c.Version, 1, wrong.manner, wrong.day, "", hours(60)); rule(err) != wrong.rule {
				t.Errorf("%+v: %v", wrong, err)
			}
		}
		c = ok(c.SendCourtStatement(paivi, c.Version, 1, "service", registers.DayOf(hours(60)), "Kuittaus 7.", hours(60)))
		if len(c.Upkeep()) != 0 || c.Life.CourtRequests[0].Manner != "service" {
			t.Errorf("%+v", c.Upkeep())
		}
	}
}

// TestCourtTermIsRemindedOf: the officers are reminded before the court's term, nobody
// gets a letter of it, and what the court has ruled on it asks about no more.
func TestCourtTermIsRemindedOf(t *testing.T) {
	ok := must[Case](t)
	c := askedByCourt(t, InForce)
	term := c.Life.CourtRequests[0].Term
	remind := func(now time.Time) (kinds []EventKind) {
		for {
			due := slices.DeleteFunc(c.Reminders(now), func(key string) bool { return !strings.HasPrefix(key, "court-") })
			if len(due) == 0 {
				return kinds
			}
			next, e, err := c.Remind(Actor{ID: ServiceID}, c.Version, due[0], now)
			if err != nil {
				t.Fatal(err)
			}
			if c = next; len(c.LettersOf(e)) > 0 {
				t.Errorf("a letter of it: %v", c.LettersOf(e))
			}
			kinds = append(kinds, e.Kind)
		}
	}
	if got := remind(term.AddDate(0, 0, -8).Time()); len(got) != 0 {
		t.Errorf("more than a week before: %v", got)
	}
	if got := remind(term.AddDate(0, 0, -7).Time()); !slices.Equal(got, []EventKind{CourtTermNear}) {
		t.Errorf("a week before: %v", got)
	}
	if got := remind(term.AddDate(0, 0, -2).Time()); !slices.Equal(got, []EventKind{CourtTermNear}) {
		t.Errorf("two days before: %v", got)
	}
	c = ok(c.ProposeCourtStatement(paivi, c.Version, answering(c), hours(40)))
	c = ok(c.RecordJudgment(both, c.Version, len(c.Life.Remedies), RemedyWithdrawn, "Valitus peruttiin.", hours(41)))
	if len(c.OpenCourtRequests()) != 0 || c.ProposedMeasure(CourtStatementMeasure) != nil || c.measureWaits() != WaitsNobody || len(remind(term.AddDate(0, 0, 1).Time())) != 0 {
		t.Error("a request is under way though its appeal has ended")
	}
}

// withID is a as somebody else.
func (a Actor) withID(id UserID) Actor {
	a.ID = id
	return a
}
