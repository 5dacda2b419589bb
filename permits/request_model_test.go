package permits

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tietolupa/registers"
)

var somebody = []Actor{aino, eero, paivi, mika, henrik, both, foreign, liisa, {}, {ID: ServiceID}}

// TestRequestModel: random commands by random people at random times never lead
// where the table has no arrow, and never break what holds of every request.
func TestRequestModel(t *testing.T) {
	arrows := arrowsOf(requestSteps())
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]NewRequest{wish(), aggregate(), official29()}).Draw(t, "kind")
		maker := rapid.SampledFrom([]Actor{aino, both}).Draw(t, "maker")
		if n.Kind == AuthorityRequest || rapid.Bool().Draw(t, "letter") {
			n.Channel, maker = "letter", mika
		}
		r := made(n, maker)
		r.Attached = askedFiles()
		for i, now := 0, start; i < 40; i++ {
			now = now.Add(time.Duration(rapid.IntRange(1, 60).Draw(t, "hours")) * time.Hour)
			by := rapid.SampledFrom(somebody).Draw(t, "by")
			do := rapid.SampledFrom(commandsOf(requestSteps())).Draw(t, "command")
			seen := r.Version - rapid.IntRange(0, 7).Draw(t, "behind")/7
			open := slices.Contains(r.Commands(by, now), do)
			next, e, err := tryRequest(t, r, do, by, seen, now)
			if err != nil {
				continue
			}
			switch {
			case !open:
				t.Fatalf("%s by %s in %s succeeded without being open", do, by.ID, r.State)
			case do != DoRead && seen != r.Version:
				t.Fatalf("%s on a stale page", do)
			case !arrows[fmt.Sprint(r.State, " ", do, " ", next.State)]:
				t.Fatalf("%s leads from %s to %s, which is no arrow", do, r.State, next.State)
			case next.Version != r.Version+1 || e.Version != next.Version || e.Subject != next.ID || e.By != by.ID || e.Kind == "":
				t.Fatalf("the event %+v does not tell of version %d", e, next.Version)
			case by.ID == r.Asker && by.officer("", Presenter, Decider) == nil && e.Kind != RequestMessage && e.Kind != RequestWithdrawn && e.Kind != PrecisionGiven && e.Kind != RequestAgreed && e.Kind != RequestDemanded && e.Kind != RequestBarred:
				t.Fatalf("%s handled a request of their own: %s", by.ID, e.Kind)
			}
			r = next
			invariantsOfRequest(t, r)
		}
	})
}

// invariantsOfRequest hold after any command.
func invariantsOfRequest(t *rapid.T, r Request) {
	for _, a := range r.Answers {
		if r.Kind == DocumentRequest && a.Basis == "public" && len(a.Secrecy) > 0 || r.Kind == AggregateRequest && len(a.Secrecy) > 0 {
			t.Fatal("what is secret left to the public")
		}
		if len(a.Secrecy) > 0 && a.Marking() == "" {
			t.Fatal("what is secret left without its marking")
		}
		if a.Outcome != "given" && len(a.Grounds) == 0 {
			t.Fatal("a refusal without a ground")
		}
		if r.Kind == AuthorityRequest && a.Outcome != "refused" && len(r.Readings) == 0 {
			t.Fatal("given to an authority though nobody read with a right")
		}
		for _, f := range a.Files {
			file, _ := attachmentOf(r.Attached, f.No)
			if f.No == 3 || file.Opens() != nil {
				t.Fatal("what is covered, or not scanned, left")
			}
			if slices.ContainsFunc(f.Secrecy, func(i string) bool { return !slices.Contains(a.Secrecy, i) }) || len(f.Secrecy) > 0 && file.Type != PDF {
				t.Fatal("a secret file left without its marking")
			}
			if len(f.Passages) > 0 && (a.Outcome == "given" || f.Original == "") {
				t.Fatal("covered passages are not told of")
			}
		}
		if a.Decision && slices.ContainsFunc(r.Answers, func(x RequestAnswer) bool { return !x.Decision && x.By == a.By }) {
			t.Fatal("one and the same refused and decided")
		}
	}
	for _, b := range r.Bars {
		if r.Handler == b.User && r.Undecided() && r.State != RequestIsDemanded {
			t.Fatal("a disqualified official has it")
		}
	}
	if r.State == RequestIsServed && r.ServedAt.IsZero() || !r.Closed.IsZero() && r.Undecided() {
		t.Fatalf("%s, closed %s, served %s", r.State, r.Closed, r.ServedAt)
	}
}

func tryRequest(t *rapid.T, r Request, do Command, by Actor, seen int, now time.Time) (Request, Event, error) {
	words := rapid.SampledFrom([]string{"Sanoja.", " "}).Draw(t, "words")
	grounds := rapid.SampledFrom([][]string{{"25"}, {"none"}, {"99"}, nil}).Draw(t, "grounds")
	reply := given(r)
	reply.Text, reply.Grounds = words, grounds
	reply.Outcome = rapid.SampledFrom([]string{"given", "partly", "refused"}).Draw(t, "outcome")
	reply.Secrecy = rapid.SampledFrom([][]string{nil, {"25"}, {"33"}}).Draw(t, "secrecy")
	if r.Kind == DocumentRequest {
		reply.Basis = rapid.SampledFrom([]string{"public", "party"}).Draw(t, "basis")
	}
	reply.Parts = words
	reply.Leaves = rapid.SampledFrom([][]int{nil, {1}, {2}, {4}, {1, 2, 4}, {3}, {5}}).Draw(t, "leaves")
	day := registers.DayOf(now).AddDate(0, 0, rapid.IntRange(-1, 20).Draw(t, "day"))
	switch do {
	case DoTake:
		return r.Take(by, seen, now)
	case DoDeclare:
		return r.DeclareInterest(by, seen, "4", words, now)
	case DoNote:
		return r.Note(by, seen, words, now)
	case DoMessage:
		return r.Message(by, seen, words, now)
	case DoAskPrecision:
		return r.AskPrecision(by, seen, []string{rapid.SampledFrom([]string{"document", "identity"}).Draw(t, "point")}, rapid.SampledFrom([]string{"", SecretGround}).Draw(t, "ground"), words, now)
	case DoGivePrecise:
		return r.GivePrecise(by, seen, words, now)
	case DoCallBulky:
		return r.CallBulky(by, seen, "many", words, now)
	case DoQuote:
		return r.QuoteWork(by, seen, 3, day, words, now)
	case DoAnswerQuote:
		return r.AnswerQuote(by, seen, rapid.Bool().Draw(t, "accept"), now)
	case DoNameReader:
		return r.NameReader(by, seen, liisa, rapid.Bool().Draw(t, "holds"), now)
	case DoRead:
		return r.Read(by, "KO-1", []string{"person.municipality"}, anyCatalogue, now)
	case DoGive:
		return r.Give(by, seen, reply, now)
	case DoRefuse:
		return r.Refuse(by, seen, grounds, words, now)
	case DoDemand:
		return r.Demand(by, seen, words, now)
	case DoDecideOn:
		return r.Decide(by, seen, reply, now)
	case DoServe:
		return r.Serve(by, seen, now, now)
	case DoTransfer:
		return r.Transfer(by, seen, "Tilastokeskus", words, now)
	}
	switch do {
	case DoHandOver:
		return r.HandOver(by, seen, registers.DayOf(now), words, now)
	case DoRetract:
		return r.Retract(by, seen, words, now)
	case DoRenewFiles:
		return r.RenewFiles(by, seen, now)
	}
	return r.Withdraw(by, seen, words, now)
}

// TestBreachModel does the same for breaches.
func TestBreachModel(t *testing.T) {
	arrows := arrowsOf(breachSteps())
	c := at(t, InForce)
	rapid.Check(t, func(t *rapid.T) {
		b := ongoing(TellBreach("KEHA-T1-2020", aino, BreachSource{Case: &c}, lost(), start))
		if rapid.Bool().Draw(t, "own") {
			b = ongoing(TellBreach("KEHA-T1-2020", both, BreachSource{}, lost(), start))
		}
		for i, now := 0, start; i < 40; i++ {
			now = now.Add(time.Duration(rapid.IntRange(1, 12).Draw(t, "hours")) * time.Hour)
			by := rapid.SampledFrom(somebody).Draw(t, "by")
			do := rapid.SampledFrom(commandsOf(breachSteps())).Draw(t, "command")
			seen := b.Version - rapid.IntRange(0, 7).Draw(t, "behind")/7
			open := slices.Contains(b.Commands(by, now), do)
			next, e, err := tryBreach(t, b, do, by, seen, now)
			if err != nil {
				continue
			}
			switch {
			case !open:
				t.Fatalf("%s by %s in %s succeeded without being open", do, by.ID, b.State)
			case !arrows[fmt.Sprint(b.State, " ", do, " ", next.State)]:
				t.Fatalf("%s leads from %s to %s, which is no arrow", do, b.State, next.State)
			case next.Version != b.Version+1 || e.Version != next.Version:
				t.Fatalf("the event %+v does not tell of version %d", e, next.Version)
			case !next.Aware.Equal(b.Aware) || !next.Due().Equal(b.Due()):
				t.Fatal("the 72 hours moved")
			case len(next.Notices) < len(b.Notices):
				t.Fatal("a notice is gone")
			}
			if b = next; b.State == BreachIsClosed {
				if b.Risk == "" || b.Measures.IsZero() || b.Risk != NoRisk && !b.Notified("ombudsman") ||
					b.Risk == HighRisk && b.Exemption == "" && !b.Notified("persons") || b.Exemption == "public" && !b.Notified("public") {
					t.Fatalf("closed though something is owed: %+v", b)
				}
			}
		}
	})
}

func tryBreach(t *rapid.T, b Breach, do Command, by Actor, seen int, now time.Time) (Breach, Event, error) {
	words := rapid.SampledFrom([]string{"Sanoja.", " "}).Draw(t, "words")
	switch do {
	case DoTake:
		return b.Take(by, seen, now)
	case DoDeclare:
		return b.DeclareInterest(by, seen, "4", words, now)
	case DoNote:
		return b.Note(by, seen, words, now)
	case DoMessage:
		return b.Message(by, seen, words, now)
	case DoTouch:
		return b.Touches(by, seen, []OrderID{"T-1-2020"}[:rapid.IntRange(0, 1).Draw(t, "extracts")], rapid.IntRange(0, 2).Draw(t, "others"), now)
	case DoCount:
		return b.Count(by, map[string]int{"person": 3}, now)
	case DoAssess:
		return b.Assess(by, seen, rapid.SampledFrom(BreachRisks()).Draw(t, "risk"), rapid.SampledFrom([]string{"", "public", "averted"}).Draw(t, "exemption"), words, now)
	case DoNotify:
		return b.Notify(by, seen, rapid.SampledFrom(NoticeReceivers()).Draw(t, "to"), words, words, words, now, now)
	case DoSuspendFor:
		return b.Suspend(by, seen, now)
	case DoCloseBreach:
		return b.Close(by, seen, words, now)
	}
	return b.Reopen(by, seen, words, now)
}

// arrowsOf is every "from command to" that the table draws.
func arrowsOf[T any, S ~string](steps []step[T, S]) map[string]bool {
	all := map[string]bool{}
	for _, m := range movesOf(steps) {
		all[fmt.Sprint(m[0], " ", m[1], " ", m[2])] = true
	}
	return all
}

func movesOf[T any, S ~string](steps []step[T, S]) (all [][3]string) {
	for _, s := range steps {
		for _, from := range s.Stays {
			all = append(all, [3]string{string(from), string(s.Command), string(from)})
		}
		for _, from := range s.In {
			if len(s.Leads) == 0 {
				all = append(all, [3]string{string(from), string(s.Command), string(from)})
			}
			for _, to := range s.Leads {
				all = append(all, [3]string{string(from), string(s.Command), string(to)})
			}
		}
	}
	return all
}
