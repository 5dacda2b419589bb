package permits

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tietolupa/registers"
)

// paper is a document that came to c.
func paper(c Case) Case {
	c.Attached = []Attachment{{Case: c.ID, No: 1, To: ToArrival, Name: "tahto.pdf", SHA256: strings.Repeat("a", 64), Scan: ScanClean}}
	return c
}

func came(day registers.Day) Received { return Received{Day: day, Way: "post", Attachment: 1} }

// writtenDown has päivi write down what aino did by do, as it came on day.
func writtenDown(c Case, by, party Actor, command Command, r Received, do func(c Case, party Actor, now time.Time) (Case, Event, error), now time.Time) (Case, Event, error) {
	return c.Record(by, party, command, r, do, now)
}

func accepting(c Case, party Actor, now time.Time) (Case, Event, error) {
	return c.AcceptConditions(party, c.ConditionsSHA256(), now)
}

func withdrawing(c Case, party Actor, now time.Time) (Case, Event, error) {
	return c.Withdraw(party, c.Version, now)
}

func init() {
	day := registers.DayOf(hours(9))
	tries := func(s State, by, party Actor, command Command, r Received) func(*testing.T) error {
		return doing(s, func(c Case) error {
			return last(writtenDown(paper(c), by, party, command, r, withdrawing, hours(9)))
		})
	}
	breaches = append(breaches,
		breach{"not-on-paper key", tries(InForce, paivi, aino, DoProve, came(day))},
		breach{"not-on-paper another", tries(InReview, paivi, aino, DoMessage, came(day))}, // it withdraws
		breach{"not-the-party", tries(InReview, paivi, liisa, DoWithdraw, came(day))},
		breach{"arrival-day tomorrow", tries(InReview, paivi, aino, DoWithdraw, came(day.AddDate(0, 0, 1)))},
		breach{"arrival-day none", tries(InReview, paivi, aino, DoWithdraw, came(registers.Day{}))},
		breach{"arrival-before", tries(InReview, paivi, aino, DoWithdraw, came(day.AddDate(0, 0, -30)))},
		breach{"no-such-way", tries(InReview, paivi, aino, DoWithdraw, Received{Day: day, Way: "dove", Attachment: 1})},
		breach{"no-arrived-document", tries(InReview, paivi, aino, DoWithdraw, Received{Day: day, Way: "post", Attachment: 2})},
		breach{"not-a-presenter record", tries(InReview, aino, aino, DoWithdraw, came(day))},
		breach{"disqualified record", doing(InReview, func(c Case) error {
			c.Handling.Bars = []Bar{{User: mika.ID}}
			return last(writtenDown(paper(c), mika, aino, DoWithdraw, came(day), withdrawing, hours(9)))
		})},
		breach{"nothing-recorded dispute", doing(InReview, func(c Case) error { return last(c.DisputeRecord(aino, c.Version, 1, "Ei.", hours(9))) })},
		breach{"nothing-recorded settle", doing(InReview, func(c Case) error { return last(c.SettleRecord(mika, c.Version, 1, true, "Kyllä.", hours(9))) })},
		breach{"same-recorder", func(t *testing.T) error {
			c := must[Case](t)(writtenDown(paper(at(t, Served)), paivi, aino, DoAccept, came(registers.DayOf(hours(200))), accepting, hours(200)))
			c = must[Case](t)(c.DisputeRecord(aino, c.Version, 1, "En allekirjoittanut.", hours(201)))
			return last(c.SettleRecord(paivi, c.Version, 1, true, "Kyllä.", hours(202)))
		}},
		breach{"nothing-to-correct", doing(InReview, func(c Case) error { return last(c.CorrectRecord(mika, c.Version, 1, "Korjattu.", hours(9))) })},
		breach{"nothing-to-correct record", tries(InReview, paivi, aino, DoWithdraw, Received{Day: day, Way: "post", Attachment: 1, Corrects: 1})},
		breach{"not-corrected-yet", func(t *testing.T) error {
			c := foundWrong(t)
			return last(c.CorrectRecord(paivi, c.Version, 1, "Korjattu.", hours(203)))
		}},
	)
}

// foundWrong is a case of which a paper act was found to be written down wrongly.
func foundWrong(t *testing.T) Case {
	ok := must[Case](t)
	c := ok(writtenDown(paper(at(t, Served)), paivi, aino, DoMessage, came(registers.DayOf(hours(200))), messaging, hours(200)))
	c = ok(c.DisputeRecord(aino, c.Version, 1, "En kirjoittanut näin.", hours(201)))
	return ok(c.SettleRecord(mika, c.Version, 1, false, "Kirjaus oli väärä.", hours(202)))
}

func messaging(c Case, party Actor, now time.Time) (Case, Event, error) {
	return c.Message(party, c.Version, "", 0, "Hei.", now)
}

// TestDisputeOfARecordIsInTheQueue: from the dispute to the answer, and from an
// answer that it is wrong to a new act that corrects it, a case is at work with a
// clock; the party is told of both, and nothing of what happened is taken away (HL
// 23, 51 §).
func TestDisputeOfARecordIsInTheQueue(t *testing.T) {
	ok := must[Case](t)
	c := ok(writtenDown(paper(at(t, Served)), paivi, aino, DoMessage, came(registers.DayOf(hours(200))), messaging, hours(200)))
	queued := func(c Case, want bool, shelf Shelf) {
		t.Helper()
		item, _ := c.Item(hours(210))
		clock := slices.ContainsFunc(item.Clocks, func(k Clock) bool {
			return k.Name == "record-1" && k.Due == registers.DayOf(hours(200)).AddDate(0, 0, 14)
		})
		if clock != want || item.Shelf != shelf || (item.Party == WaitsPresenter) != want {
			t.Errorf("on %s, waits for %q, %+v", item.Shelf, item.Party, item.Clocks)
		}
	}
	was, _ := c.Item(hours(210))
	queued(c, false, was.Shelf)
	queued(ok(c.DisputeRecord(aino, c.Version, 1, "En kirjoittanut näin.", hours(201))), true, ShelfWork)
	wrong := foundWrong(t)
	queued(wrong, true, ShelfWork)
	for name, corrected := range map[string]func() (Case, Event, error){
		"written down anew": func() (Case, Event, error) {
			r := came(registers.DayOf(hours(203)))
			r.Corrects = 1
			return writtenDown(paper(wrong), paivi, aino, DoMessage, r, messaging, hours(203))
		},
		"by another act": func() (Case, Event, error) {
			c := ok(wrong.Message(paivi, wrong.Version, "", 0, "Tämä on oikein.", hours(203)))
			return c.CorrectRecord(paivi, c.Version, 1, "Kirjoitimme viestin uudelleen.", hours(204))
		},
	} {
		c, e, err := corrected()
		if err != nil {
			t.Fatal(name, err)
		}
		queued(c, false, was.Shelf)
		a := c.Handling.Arrived[0]
		if a.Corrected.IsZero() || a.Command != DoMessage || len(c.OwedCorrections()) != 0 || !slices.Equal(c.MailedTo(ToRecorded, e), []UserID{aino.ID}) || len(MailsAbout(e)) == 0 {
			t.Errorf("%s: %+v, %+v", name, a, e)
		}
	}
	if c, e, _ := wrong.SettleRecord(mika, wrong.Version, 1, true, "Kyllä.", hours(203)); c.ID != "" || e.Kind != "" {
		t.Error("answered twice")
	}
	var old Case // an answer from before corrections were followed
	if old.Handling.Arrived = []ArrivedAct{{No: 1, Disputed: hours(1), Settled: hours(2)}}; len(old.recordClocks()) != 0 {
		t.Error("an old answer comes back to the queue")
	}
}

// TestWrittenDownAsItArrived: what came on paper is the party's act, of the day it
// came; the event is the official's and keeps the document in the place of a strong
// identification; the party may dispute it, and another official answers (HL 18 §,
// SAsL 9–10 §).
func TestWrittenDownAsItArrived(t *testing.T) {
	ok := must[Case](t)
	now := hours(24 * 20)
	day := registers.DayOf(now).AddDate(0, 0, -2)
	c := at(t, Served)
	c, e, err := writtenDown(paper(c), paivi, weakly(aino), DoAccept, came(day), accepting, now)
	if err != nil {
		t.Fatal(err)
	}
	if c.Accepted.By != aino.ID || registers.DayOf(c.Accepted.At) != day {
		t.Errorf("accepted %+v", c.Accepted)
	}
	for name, want := range map[string]string{"for": "aino", "arrived": day.String(), "way": "post", "attachment": "1", "document": strings.Repeat("a", 64), "identified": bySignedDocument} {
		if e.Detail[name] != want {
			t.Errorf("the event's %s is %q, want %q", name, e.Detail[name], want)
		}
	}
	if e.By != paivi.ID || !e.At.Equal(now) || len(c.Handling.Arrived) != 1 || c.Handling.Arrived[0].Version != c.Version {
		t.Errorf("by %s at %s, %+v", e.By, e.At, c.Handling.Arrived)
	}
	if !slices.ContainsFunc(MailsAbout(e), func(m Mail) bool { return m.To == ToRecorded }) || !slices.Equal(c.MailedTo(ToRecorded, e), []UserID{aino.ID}) {
		t.Error("the party is not told")
	}
	c = ok(c.DisputeRecord(aino, c.Version, 1, "En allekirjoittanut tätä.", now))
	if c.May(DoDisputeRecord, aino, now) || len(c.OpenDisputes()) != 1 || !c.May(DoSettleRecord, mika, now) {
		t.Error("a disputed act waits for no answer")
	}
	if c = ok(c.SettleRecord(mika, c.Version, 1, false, "Kirjaus oli väärä.", now)); len(c.OpenDisputes()) != 0 || c.Handling.Arrived[0].Stands {
		t.Errorf("settled: %+v", c.Handling.Arrived[0])
	}
}

// TestPaperIsJudgedByItsDay: a demand is late by the day it came, whenever it is
// written down (HL 18, 49 c §).
func TestPaperIsJudgedByItsDay(t *testing.T) {
	for _, tt := range []struct {
		name string
		over int // days after the last one
		late bool
	}{{"on the last day", 0, false}, {"the day after", 1, true}} {
		t.Run(tt.name, func(t *testing.T) {
			c := at(t, Served)
			last := c.LastDayAgainst("", time.Time{})
			now := last.AddDate(0, 0, 10).Time().Add(9 * time.Hour)
			c, _, err := writtenDown(paper(c), paivi, aino, DoRectify, came(last.AddDate(0, 0, tt.over)), func(c Case, party Actor, now time.Time) (Case, Event, error) {
				return c.RectifyOf(party, c.Version, "", time.Time{}, "Vaadin oikaisua.", now)
			}, now)
			if err != nil || c.Life.Remedies[0].Late != tt.late || c.Life.Remedies[0].By != aino.ID {
				t.Errorf("%v, %+v", err, c.Life.Remedies)
			}
		})
	}
}

// TestEveryPaperActHasARow: what may come on paper is a party's command, and nothing
// that proves who holds a key or opened a letter is among it.
func TestEveryPaperActHasARow(t *testing.T) {
	for _, do := range ArrivedActs() {
		if _, known := guardOf(do); !known {
			t.Errorf("%s is no command", do)
		}
	}
	for _, do := range []Command{DoChallenge, DoProve, DoFetch, DoSubmit, DoJoin, DoOrder, DoDecide} {
		if slices.Contains(ArrivedActs(), do) {
			t.Errorf("%s may come on paper", do)
		}
	}
}

// TestChangeOnPaper: a change, such as an extension, that came on paper is the
// applicant's and is of the day it came: in time when the permit was in force then.
func TestChangeOnPaper(t *testing.T) { // HL 18, 20 §; JulkL 28.2 §
	c := at(t, InForce)
	now := hours(24 * 30)
	day := registers.DayOf(now).AddDate(0, 0, -5)
	longer := func(c Case, party Actor, now time.Time) (Case, Event, error) {
		return c.AskChange(party, c.Version, Delta{Until: c.PermitTerm().To.AddDate(1, 0, 0)}, "Tutkimus jatkuu.", nil, now)
	}
	c, e, err := writtenDown(paper(c), paivi, aino, DoAskChange, came(day), longer, now)
	if err != nil {
		t.Fatal(err)
	}
	change, open := c.InChange()
	if !open || registers.DayOf(change.Submitted) != day || c.Life.Changes[0].By != aino.ID || e.By != paivi.ID || e.Kind != ChangeAsked {
		t.Errorf("open %v, of %s, %+v, %+v", open, registers.DayOf(change.Submitted), c.Life.Changes, e)
	}
	late := last(writtenDown(paper(at(t, InForce)), paivi, aino, DoAskChange, came(registers.DayOf(at(t, InForce).PermitTerm().To.AddDate(0, 0, 2).Time())), longer, at(t, InForce).PermitTerm().To.AddDate(0, 0, 3).Time()))
	if rule(late) != "already-over" {
		t.Errorf("asked for after its end: %v", late)
	}
}
