package permits

import (
	"strings"
	"testing"
	"time"

	"tietolupa/registers"
)

// weakly is a as whoever signs in without a strong identification.
func weakly(a Actor) Actor {
	a.Identified = ""
	return a
}

// sent is a grant whose decision was sent by manner, hours(9).
func sent(t testing.TB, manner string) Case {
	t.Helper()
	c := signed(t, at(t, Granted), hours(8))
	s := Service{Manner: manner, Sent: hours(9)}
	s.Deemed, _ = DeemedServed(manner, hours(9))
	return must[Case](t)(c.ServeBy(paivi, s, hours(9)))
}

func init() {
	add := func(name string, try func(t *testing.T) error) { breaches = append(breaches, breach{name, try}) }
	waits := func(t *testing.T) Case { return sent(t, "fetched") }
	deemed := func(t *testing.T) Case { return sent(t, "electronic") }
	add("nothing-to-send", func(t *testing.T) error { return at(t, Served).opens(DoSendCorrected, paivi, hours(20)) })
	add("already-sent", func(t *testing.T) error { return last(waits(t).Serve(paivi, hours(10), hours(10))) })
	add("already-served fetch", func(t *testing.T) error { return last(deemed(t).Fetch(aino, 0, hours(10))) })
	add("already-served post", func(t *testing.T) error {
		return last(at(t, Revoked).PostLetter(paivi, at(t, Revoked).Version, 9, hours(24*40)))
	})
	add("already-served record", func(t *testing.T) error {
		return last(waits(t).RecordService(paivi, waits(t).Version, 9, "receipt", on("2020-11-03"), "1", hours(24*40)))
	})
	add("weak-identification fetch", func(t *testing.T) error { return last(waits(t).Fetch(weakly(aino), 0, hours(10))) })
	add("not-your-letter", func(t *testing.T) error { return last(waits(t).Fetch(eero, 0, hours(10))) })
	add("fetch-time-runs", func(t *testing.T) error { return last(waits(t).PostLetter(paivi, waits(t).Version, 0, hours(24*7))) })
	add("no-proof kind", func(t *testing.T) error {
		return last(waits(t).RecordService(paivi, waits(t).Version, 0, "kuulopuhe", on("2020-11-03"), "1", hours(24*40)))
	})
	add("no-proof note", func(t *testing.T) error {
		return last(waits(t).RecordService(paivi, waits(t).Version, 0, "receipt", on("2020-11-03"), " ", hours(24*40)))
	})
	for name, day := range map[string]string{"before it was sent": "2020-11-01", "to come": "2021-11-01"} {
		add("no-such-service-day "+name, func(t *testing.T) error {
			return last(waits(t).RecordService(paivi, waits(t).Version, 0, "receipt", on(day), "1", hours(24*40)))
		})
	}
	add("not-presumed claim", func(t *testing.T) error {
		c := must[Case](t)(waits(t).Fetch(aino, 0, hours(10)))
		return last(c.ClaimArrival(aino, c.Version, 0, on("2020-11-08"), "Myöhemmin.", false, hours(24*10)))
	})
	add("not-presumed settle", func(t *testing.T) error {
		c := must[Case](t)(waits(t).Fetch(aino, 0, hours(10)))
		return last(c.SettleArrival(paivi, c.Version, 0, true, on("2020-11-08"), "Myöhemmin.", false, hours(24*10)))
	})
	claim := func(t *testing.T, c Case, day string) (Case, Event, error) {
		return c.ClaimArrival(aino, c.Version, 0, on(day), "Viesti tuli vasta silloin.", false, hours(24*10))
	}
	add("arrival-claimed", func(t *testing.T) error {
		return last(claim(t, must[Case](t)(claim(t, deemed(t), "2020-11-08")), "2020-11-08"))
	})
	add("not-later", func(t *testing.T) error { return last(claim(t, deemed(t), "2020-11-04")) })
	add("no-such-service-day claim", func(t *testing.T) error { return last(claim(t, deemed(t), "2020-12-24")) })
	add("known-by-then", func(t *testing.T) error {
		c := deemed(t)
		c = must[Case](t)(c.AcceptConditions(aino, c.ConditionsSHA256(), hours(24*5)))
		return last(claim(t, c, "2020-11-10"))
	})
}

// TestServedByFetching: what is sent to be fetched is served when one of its
// receivers fetches it after a strong identification, and every time that runs from
// the service runs from then (SAsL 18 §).
func TestServedByFetching(t *testing.T) {
	c := sent(t, "fetched")
	if c.State != Granted || !c.ServedAt.IsZero() || !c.DeliveryFrom().IsZero() || !c.LastAppealDay().IsZero() {
		t.Fatalf("it is served by being sent: %s, %v, %v", c.State, c.ServedAt, c.LastAppealDay())
	}
	if err := last(c.AcceptConditions(aino, c.ConditionsSHA256(), hours(10))); rule(err) != "not-served" {
		t.Errorf("conditions are accepted before service: %v", err)
	}
	letter := Letter{Kind: SecretAnnex, At: c.DecidedAt}
	for who, opens := range map[UserID]bool{"aino": true, "eero": false, "paivi": false} {
		if s, got := c.Fetches(who, letter); got != opens || s.No != 0 {
			t.Errorf("opened by %s: %v", who, got)
		}
	}
	if clock := clockOf(c, "fetch", hours(10)); clock != "2020-11-09" || c.party() != WaitsApplicant {
		t.Errorf("to be fetched by %s; it waits for %s", clock, c.party())
	}
	fetched, e, err := c.Fetch(aino, 0, hours(48))
	if err != nil || e.Kind != CaseServed || e.By != "aino" || e.Detail["proof"] != "fetched" {
		t.Fatalf("fetching: %+v, %v", e, err)
	}
	if fetched.State != Served || !fetched.ServedAt.Equal(hours(48)) || fetched.LastAppealDay() != LastDayFrom(hours(48)) || !fetched.DeliveryFrom().Equal(hours(48)) {
		t.Errorf("served %v, last day %v", fetched.ServedAt, fetched.LastAppealDay())
	}
	if len(fetched.LettersOf(e)) != 0 || fetched.Sends(e) || !c.Sends(Event{Kind: DecisionSent}) {
		t.Error("fetching sends the decision once more")
	}
	again := must[Case](t)(fetched.again("court", henrik, hours(50), map[string]string{}))
	if again.Life.Service != nil {
		t.Error("a decision made anew has been sent")
	}
}

// TestUnfetched: after seven days the letter is to be served on paper: the queue
// says so, it is posted with a receipt, and the day of the receipt is that of
// service (SAsL 18 §, HL 60 §).
func TestUnfetched(t *testing.T) {
	ok := must[Case](t)
	c := sent(t, "fetched")
	var reminded []string
	for day := 1; day <= 9; day++ {
		now := hours(24*day + 9)
		for {
			do, key := c.LifeDue(now)
			if do == "" {
				break
			}
			next, e, err := c.Live(do, key, now)
			if err != nil {
				t.Fatal(err)
			}
			c, reminded = next, append(reminded, string(e.Kind)+" "+e.At.Format("2.1."))
		}
	}
	want := []string{"reminder-sent 5.11.", "reminder-sent 7.11.", "letter-unfetched 10.11."}
	if len(reminded) != 3 || reminded[0] != want[0] || reminded[1] != want[1] || reminded[2] != want[2] {
		t.Errorf("by itself: %q, want %q", reminded, want)
	}
	item, _ := c.Item(hours(24 * 9))
	if item.Shelf != ShelfServe || item.Party != WaitsPresenter {
		t.Errorf("the queue: %s, waits for %s", item.Shelf, item.Party)
	}
	c = ok(c.PostLetter(paivi, c.Version, 0, hours(24*9)))
	if c.party() != WaitsApplicant || clockOf(c, "fetch", hours(24*9)) != "" {
		t.Errorf("once posted it waits for %s", c.party())
	}
	c = ok(c.RecordService(paivi, c.Version, 0, "receipt", on("2020-11-16"), "Saantitodistus JJFI123.", hours(24*20)))
	if c.State != Served || c.LastAppealDay() != LastDayFrom(on("2020-11-16").Time()) || c.Life.Service.Proof != "receipt" {
		t.Errorf("served %v, last day %v", c.ServedAt, c.LastAppealDay())
	}
}

// TestRevocationServed: a revocation holds at once, and its time for appeal runs
// from when it was fetched, or without consent from the receipt (HL 60 §).
func TestRevocationServed(t *testing.T) {
	ok := must[Case](t)
	for _, consent := range []bool{true, false} {
		c := at(t, InForce)
		c.Application.EService = consent
		c = ok(revoking(c, henrik, "Tietoja hävitettäisiin.", hours(29)))
		if _, known := c.ServiceAbout(RevocationRemedy); known {
			t.Fatal("a letter that waits for its signatures was sent")
		}
		for _, by := range []Actor{paivi, henrik} {
			c = ok(c.SignLetter(by, c.Version, true, strings.Repeat("b", 64), hours(30)))
		}
		s, known := c.ServiceAbout(RevocationRemedy)
		if manner := map[bool]string{true: "fetched", false: "receipt"}[consent]; !known || !s.Waits() || s.Manner != manner || s.FetchBy().IsZero() == consent {
			t.Fatalf("consent %v: %+v", consent, s)
		}
		if last := c.LastDayAgainst(RevocationRemedy, time.Time{}); !last.IsZero() {
			t.Errorf("its time ends on %v before it is served", last)
		}
		if consent {
			c = ok(c.Fetch(aino, s.No, hours(72)))
		} else {
			c = ok(c.RecordService(paivi, c.Version, s.No, "bailiff", on("2020-11-05"), "Haastemies.", hours(100)))
		}
		if c.State != Revoked || c.LastDayAgainst(RevocationRemedy, time.Time{}) != LastDayFrom(hours(72)) {
			t.Errorf("consent %v: %s, %v", consent, c.State, c.LastDayAgainst(RevocationRemedy, time.Time{}))
		}
	}
}

// TestCorrectedLetterIsServed: the letter that a correction made is sent once both
// have signed it, to those who got the first, and when its instruction was wrong the
// time for appeal runs anew from its service (HL 49, 51, 54 §).
func TestCorrectedLetterIsServed(t *testing.T) {
	ok := must[Case](t)
	for _, anew := range []bool{false, true} {
		c := ok(sent(t, "fetched").Fetch(aino, 0, hours(10)))
		was := c.LastAppealDay()
		c = ok(c.Correct(henrik, c.Version, "Nimi oli väärin.", "Virhe on ilmeinen.", anew, time.Time{}, hours(24*10)))
		if c.LastAppealDay() != was || rule(c.opens(DoSendCorrected, paivi, hours(24*10))) != "half-signed" {
			t.Errorf("corrected and not sent: %v, %v", c.LastAppealDay(), c.opens(DoSendCorrected, paivi, hours(24*10)))
		}
		c = signed(t, c, hours(24*10))
		letter := Letter{Case: c.ID, No: 7, Kind: DecisionLetter, Version: 2, Language: "fi", At: hours(24 * 10)}
		d, err := c.Dispatch([]Letter{letter, {Case: c.ID, No: 2, Kind: SecretAnnex, Language: "fi", At: c.DecidedAt}}, theCat, hours(24*11))
		if err != nil {
			t.Fatal(err)
		}
		d = c.DispatchCorrected(d)
		if len(d.Pieces) != 1 || d.Pieces[0].No != 7 || len(d.To) == 0 {
			t.Fatalf("sent: %+v", d)
		}
		if err := last(c.SendCorrected(paivi, d, "muu", "fetched", hours(24*11))); rule(err) != "sending-changed" {
			t.Errorf("what was not shown is sent: %v", err)
		}
		c = ok(c.SendCorrected(paivi, d, d.SHA256(), "fetched", hours(24*11)))
		s, fetches := c.Fetches("aino", letter)
		if !fetches || s.No == 0 || c.LastAppealDay() != was {
			t.Fatalf("it waits: %+v, %v", s, c.LastAppealDay())
		}
		if rule(c.opens(DoSendCorrected, paivi, hours(24*11))) != "nothing-to-send" {
			t.Error("it may be sent twice")
		}
		c = ok(c.Fetch(aino, s.No, hours(24*12)))
		want := map[bool]registers.Day{false: was, true: LastDayFrom(hours(24 * 12))}[anew]
		if c.LastAppealDay() != want || c.State != Served {
			t.Errorf("wrong instruction %v: the time ends on %v, want %v", anew, c.LastAppealDay(), want)
		}
	}
}

// TestChangeServed: a decision on a change is served as one of its own, and its
// time for appeal runs from there (HL 59 §, SAsL 19 §).
func TestChangeServed(t *testing.T) {
	c := at(t, InForce)
	c = must[Case](t)(c.AskChange(aino, c.Version, Delta{Until: c.PermitTerm().To.AddDate(1, 0, 0)}, "Aineisto tarvitaan.", theCatalogue(t), hours(20)))
	c = must[Case](t)(c.Propose(paivi, c.Version, true, changing(c, GrantAll), theCat, hours(21)))
	c = must[Case](t)(c.Dissent(paivi, c.Version, "Jatkolle ei ole tarvetta.", hours(21)))
	c = must[Case](t)(c.Decide(both, c.Version, true, hours(22)))
	if _, known := c.ServiceAbout("change-1"); known || !c.LastDayAgainst("change-1", time.Time{}).IsZero() {
		t.Error("an unsigned letter was sent")
	}
	m := c.Life.Measures[0]
	if m.Kind != ChangeMeasure || m.Change != 1 || m.Dissent.IsZero() || MaySeeLetter(aino, c, ChangeLetter, m.Draft) || !MaySeeLetter(paivi, c, ChangeLetter, m.Draft) {
		t.Errorf("%+v", m)
	}
	if _, _, err := c.SignLetter(mika, c.Version, true, strings.Repeat("c", 64), hours(23)); rule(err) != "already-signed" && rule(err) != "not-your-case" {
		t.Errorf("signed by another: %v", err)
	}
	c = changeSigned(t, c, hours(30))
	s, known := c.ServiceAbout("change-1")
	if !known || s.Kind != ChangeLetter || !s.Presumed() || !s.Sent.Equal(hours(30)) || !MaySeeLetter(aino, c, ChangeLetter, c.Version) {
		t.Fatalf("%+v, %v", s, known)
	}
	if last := c.LastDayAgainst("change-1", time.Time{}); last != LastDayFrom(s.Deemed) {
		t.Errorf("its time ends on %v", last)
	}
}

// TestShownOtherwise: what was served ordinarily came when it is shown to have
// come, later to a party and on the day of arrival to an authority; the authority
// finds it, and remedies are looked at again (HL 59.2 §, SAsL 19 §).
func TestShownOtherwise(t *testing.T) {
	ok := must[Case](t)
	c := sent(t, "electronic") // deemed served on 5.11.
	c = ok(c.Rectify(aino, c.Version, "Vaadin oikaisua.", on("2020-12-09").Time()))
	if !c.Life.Remedies[0].Late {
		t.Fatal("a demand after the last day is in time")
	}
	c = ok(c.ClaimArrival(aino, c.Version, 0, on("2020-11-09"), "Posti oli rikki.", false, on("2020-12-09").Time()))
	if c.party() != WaitsPresenter || c.LastAppealDay() != on("2020-12-07") {
		t.Errorf("a claim alone moves the day: %v", c.LastAppealDay())
	}
	no := ok(c.SettleArrival(paivi, c.Version, 0, false, registers.Day{}, "Lokista ilmenee toisin.", false, on("2020-12-10").Time()))
	if no.LastAppealDay() != on("2020-12-07") || !no.Life.Remedies[0].Late || len(no.OpenArrivals()) > 0 {
		t.Errorf("a claim not believed: %v", no.LastAppealDay())
	}
	yes := ok(c.SettleArrival(paivi, c.Version, 0, true, on("2020-11-09"), "Näytetty.", false, on("2020-12-10").Time()))
	if yes.LastAppealDay() != on("2020-12-09") || yes.Life.Remedies[0].Late || !yes.Life.Service.Arrivals[0].Was.Equal(c.ServedAt) {
		t.Errorf("a claim believed: %v, late %v", yes.LastAppealDay(), yes.Life.Remedies[0].Late)
	}
	authority := sent(t, "post")
	authority = ok(authority.SettleArrival(paivi, authority.Version, 0, true, on("2020-11-04"), "Saapumisleima.", true, hours(24*12)))
	if authority.LastAppealDay() != on("2020-12-04") {
		t.Errorf("an authority is served on %v", authority.ServedAt)
	}
}

// clockOf is the day of the clock of that name; empty when it does not run.
func clockOf(c Case, name string, now time.Time) string {
	for _, k := range c.Clocks(now) {
		if k.Name == name {
			return k.Due.String()
		}
	}
	return ""
}

// TestLapseIsServed: from the letter of a lapse runs the time for appeal, like from
// any other decision.
func TestLapseIsServed(t *testing.T) { // HL 59–60 §
	c, e, err := at(t, InReview).Withdraw(aino, at(t, InReview).Version, hours(20))
	if err != nil {
		t.Fatal(err)
	}
	l := Letter{Kind: LapseLetter, Event: e.Version, At: e.At}
	s, sent := c.ServiceOf(l)
	if !sent || s.About != string(LapseLetter) {
		t.Fatalf("how it was sent: %+v, %t", s, sent)
	}
	if last := c.LastDayOf(l); s.Waits() != last.IsZero() || !s.Waits() && last != LastDayFrom(s.Deemed) {
		t.Errorf("sent %s, deemed %s, the last day is %s", s.Manner, s.Deemed, last)
	}
	if s.Waits() {
		t.Errorf("an electronic letter waits: %+v", s)
	}
	if last := c.LastDayOf(Letter{Kind: SupplementLetter, Event: e.Version, At: e.At}); !last.IsZero() {
		t.Errorf("from what is no decision runs a time until %s", last)
	}
}
