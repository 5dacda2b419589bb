package permits

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

// JulkL 24.1 §: what of a decided case stands in the public register.
func TestPublicEntry(t *testing.T) {
	now := hours(48)
	for _, s := range []State{Draft, Submitted, InReview, Proposed, Granted, Refused, Withdrawn} {
		if _, public := at(t, s).Entry(now); public {
			t.Errorf("%s is public", s)
		}
	}
	c := at(t, InForce)
	secret := func(what string, e Entry) {
		t.Helper()
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{"Virtanen", "Lindqvist", c.Application.Plan, c.Application.Security, c.Application.Abstract, "age1", "564"} {
			if strings.Contains(string(b), s) {
				t.Errorf("%s tells %q", what, s)
			}
		}
	}
	e, public := c.Entry(now)
	if !public || e.Title != "" || e.Organisation != "Pohjolan yliopisto" || e.Variables == 0 || e.State != "in-force" || e.Days != 1 {
		t.Errorf("%+v", e)
	}
	secret("the entry", e)
	if _, _, err := c.ShowTitle(liisa, c.Version, "Saa julkaista.", now); err == nil {
		t.Error("an outsider publishes the title")
	}
	if _, _, err := c.ShowTitle(aino, c.Version, " ", now); rule(err) != "no-reasons" {
		t.Error(err)
	}
	c = must[Case](t)(c.ShowTitle(aino, c.Version, "Saa julkaista.", now))
	if e, _ = c.Entry(now); e.Title != c.Application.Title {
		t.Error("the title let public is not shown")
	}
	secret("the entry with its title", e)
	c.Application.Organisation = "Tmi  aino virtanen"
	if e, _ = c.Entry(now); e.Organisation != "" {
		t.Errorf("a person's name stands as the organisation: %q", e.Organisation)
	}
	c = at(t, InForce)
	c.Application.Purpose = Planning
	if e, _ = c.Entry(now); e.Title == "" {
		t.Error("the name of an authority's inquiry is not shown")
	}
	if Public("shoe-size", Research, true, on("2020-11-02")) {
		t.Error("a field that the table does not name is public")
	}
	if Public("title", Research, true, on("2019-11-02")) {
		t.Error("public on a day without a rule")
	}
}

// HL 23 §: the time of handling, with the pauses left out, is what the events tell.
func TestHandlingTime(t *testing.T) {
	cat, ok := theCatalogue(t), must[Case](t)
	c := at(t, InReview)
	day := func(n int) time.Time { return c.Submitted.Add(time.Duration(n) * 24 * time.Hour) }
	if _, decided := c.HandlingTime(); decided {
		t.Error("an open case has a time")
	}
	c = ok(c.Supplement(paivi, c.Version, []Lack{{"plan", "HL 22 §", "Vajaa.", true}}, on("2020-12-30"), "", day(3)))
	c = ok(c.Reply(aino, c.Version, map[string]string{"plan": "Täydennetty."}, nil, cat, day(13)))
	c = ok(c.Pause(paivi, c.Version, "Selvitys.", day(15)))
	c = ok(c.Resume(paivi, c.Version, day(20)))
	c = ok(c.Propose(paivi, c.Version, true, proposal(c), cat, day(21)))
	c = ok(c.Decide(henrik, c.Version, true, day(22)))
	got, decided := c.HandlingTime()
	if !decided || got.Days != 7 || got.Paused != 15 || got.Outcome != GrantAll {
		t.Errorf("%+v", got)
	}
	if !got.InTime {
		t.Error("seven days are not in time")
	}
	asked := Request{Kind: DocumentRequest, Arrived: day(0), RequestDetails: RequestDetails{Answers: []RequestAnswer{{Outcome: "given", At: day(20)}}}}
	if got, answered := asked.HandlingTime(); !answered || got.Days != 20 || got.InTime {
		t.Errorf("a request answered late: %+v", got)
	}
	asked.Specified = day(10)
	if got, _ := asked.HandlingTime(); got.Days != 10 || !got.InTime || got.Outcome != GrantAll {
		t.Errorf("a request made precise: %+v", got)
	}
	if d := pausedWithin([]Pause{{From: day(2), To: day(6)}, {From: day(1), To: day(4)}, {From: day(30)}}, day(0), day(10)); d != 5*24*time.Hour {
		t.Errorf("overlapping pauses are counted as %v", d)
	}
}

// The line of the queue and the days of the calendar follow from the case.
func TestItemAndDates(t *testing.T) {
	now := hours(5)
	for s, want := range map[State]struct {
		shelf Shelf
		dates []string
	}{
		Submitted:     {ShelfNew, []string{"completeness", "expected", "outer"}},
		InReview:      {ShelfWork, []string{"completeness", "expected", "outer"}},
		Supplementing: {ShelfAsked, []string{"supplement", "outer", "reminder"}},
		Proposed:      {ShelfProposed, []string{"completeness", "expected", "outer"}},
		Refused:       {ShelfServe, nil},
		InForce:       {ShelfForce, []string{"appeal", "reminder", "reminder", "reminder", "end"}},
		Ended:         {ShelfClosed, []string{"destruction", "reminder", "reminder", "reminder", "reminder", "key"}},
		Withdrawn:     {ShelfClosed, []string{"retention"}},
	} {
		c := at(t, s)
		item, listed := c.Item(now)
		if !listed || item.Shelf != want.shelf || !strings.Contains(item.Sought(), "keha/1/2020") || !strings.Contains(item.Sought(), "aino") {
			t.Errorf("%s: %+v", s, item)
		}
		var kinds []string
		for _, d := range c.Dates(now) {
			if !slices.Contains(DateKinds(), d.Kind) {
				t.Errorf("%s: %s is no known kind of date", s, d.Kind)
			}
			kinds = append(kinds, d.Kind)
		}
		if !slices.Equal(kinds, want.dates) {
			t.Errorf("%s: dates %v, want %v", s, kinds, want.dates)
		}
	}
	if _, listed := at(t, Draft).Item(now); listed {
		t.Error("a draft is in the queue")
	}
	c := at(t, Supplementing)
	item, _ := c.Item(now)
	if next, due := item.Next(); !due || next.Name != "supplement" || item.PausedSince.IsZero() {
		t.Errorf("next of what is asked: %+v", next)
	}
}
