package registers_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tietolupa/registers"
	"tietolupa/registers/law"
)

func opened(t *testing.T, kind registers.RequestKind, register, arrived string) registers.Request {
	t.Helper()
	r, err := registers.OpenRequest(kind, register, on(arrived))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Article 12(3): the month, its extension, and the clock that stands while
// identity is in doubt.
func TestTheMonthOfArticle12(t *testing.T) {
	for arrived, due := range map[string]string{
		"2020-11-02": "2020-12-02", "2021-01-31": "2021-02-28", "2024-01-31": "2024-02-29", "2020-12-31": "2021-01-31",
	} {
		if got := opened(t, registers.Access, "person", arrived).Due(); got != on(due) {
			t.Errorf("arrived %s: due %s, want %s", arrived, got, due)
		}
	}
	r := opened(t, registers.Access, "person", "2020-11-30")
	if r.Late(on("2020-12-30")) || !r.Late(on("2020-12-31")) {
		t.Error("late on the wrong day")
	}
	_, err := registers.Extend(r, " ", on("2020-12-01"))
	broken(t, err, "12-reason")
	_, err = registers.Extend(r, "laaja pyyntö", on("2020-12-31"))
	broken(t, err, "12.3-extend")
	longer, err := registers.Extend(r, "laaja pyyntö", on("2020-12-30"))
	if err != nil || longer.Due() != on("2021-02-28") {
		t.Errorf("extended to %s, %v", longer.Due(), err)
	}
	_, err = registers.Extend(longer, "vielä laajempi", on("2020-12-30"))
	broken(t, err, "12.3-extend")

	_, err = registers.AskIdentity(r, "", on("2020-12-01"))
	broken(t, err, "12-reason")
	asked, err := registers.AskIdentity(r, "nimi ja osoite eivät täsmää", on("2020-12-01"))
	if err != nil || !asked.Due().IsZero() || asked.Late(on("2022-01-01")) {
		t.Errorf("the clock runs while identity is asked about: %s, %v", asked.Due(), err)
	}
	_, err = registers.Extend(asked, "laaja pyyntö", on("2020-12-02"))
	broken(t, err, "12-state")
	known, err := registers.ConfirmIdentity(asked, on("2020-12-15"))
	if err != nil || known.Due() != on("2021-01-15") {
		t.Errorf("due %s, %v", known.Due(), err)
	}
	_, err = registers.AskIdentity(known, "uudelleen", on("2020-12-16"))
	broken(t, err, "12-state")
	gone, err := registers.WithdrawRequest(known, on("2020-12-20"))
	if err != nil || gone.State != registers.RequestWithdrawn {
		t.Errorf("%+v, %v", gone, err)
	}
	_, err = registers.ConfirmIdentity(gone, on("2020-12-21"))
	broken(t, err, "12-state")
	_, err = registers.WithdrawRequest(gone, on("2020-12-21"))
	broken(t, err, "12-state")
	_, err = registers.OpenRequest("22", "person", on("2020-12-21"))
	broken(t, err, "12-kind")
	_, err = registers.OpenRequest(registers.Access, "", on("2020-12-21"))
	broken(t, err, "1.2a")
}

func TestAnswer(t *testing.T) {
	granted := registers.Reply{Outcome: registers.RequestGranted}
	refused := registers.Reply{Outcome: registers.RequestRefused, Reasons: "tieto on oikein", Provision: "GDPR 16", Remedies: true}
	full := registers.Reply{Outcome: registers.RequestGranted, Parts: registers.AccessParts()}
	recipients := []string{"Kela", "TE05", "Kela"}
	for _, c := range []struct {
		name     string
		kind     registers.RequestKind
		register string
		reply    registers.Reply
		to       []string
		rule     string
	}{
		{"15 everything told", registers.Access, "person", full, nil, ""},
		{"15 no source", registers.Access, "person", registers.Reply{Outcome: registers.RequestGranted, Parts: registers.AccessParts()[:6]}, nil, "15"},
		{"15 withheld in part without a reason", registers.Access, "person", registers.Reply{Outcome: registers.RequestPartly, Parts: registers.AccessParts()}, nil, "12-reason"},
		{"15 withheld in part (TSL 34 §)", registers.Access, "person", registers.Reply{Outcome: registers.RequestPartly, Parts: registers.AccessParts(), Reasons: "rikoksen selvittäminen", Provision: "1050/2018 34 §", Remedies: true}, nil, ""},
		{"12.5 a fee", registers.Access, "person", registers.Reply{Outcome: registers.RequestGranted, Parts: registers.AccessParts(), Fee: true}, nil, "12.5"},
		{"12.5 a fee for an excessive request", registers.Access, "person", registers.Reply{Outcome: registers.RequestGranted, Parts: registers.AccessParts(), Fee: true, FeeReason: "kymmenes sama pyyntö"}, nil, ""},
		{"16 not corrected yet", registers.Rectification, "person", granted, nil, "16"},
		{"16 corrected", registers.Rectification, "person", registers.Reply{Outcome: registers.RequestGranted, Corrected: true}, nil, ""},
		{"16 refused with reasons", registers.Rectification, "person", refused, nil, ""},
		{"12.4 refused without remedies", registers.Rectification, "person", registers.Reply{Outcome: registers.RequestRefused, Reasons: "oikein", Provision: "GDPR 16"}, nil, "12.4"},
		{"12 refused without reasons", registers.Rectification, "person", registers.Reply{Outcome: registers.RequestRefused, Provision: "GDPR 16", Remedies: true}, nil, "12-reason"},
		{"12 refused without provision", registers.Rectification, "person", registers.Reply{Outcome: registers.RequestRefused, Reasons: "oikein", Remedies: true}, nil, "12-reason"},
		{"12 no outcome", registers.Access, "person", registers.Reply{}, nil, "12-outcome"},
		{"19 a recipient not told", registers.Rectification, "person", registers.Reply{Outcome: registers.RequestGranted, Corrected: true, Notified: []string{"Kela"}}, recipients, "19"},
		{"19 all told", registers.Rectification, "person", registers.Reply{Outcome: registers.RequestGranted, Corrected: true, Notified: []string{"TE05", "Kela"}}, recipients, ""},
		{"19 impossible", registers.Erasure, "person", registers.Reply{Outcome: registers.RequestGranted, Erased: true, Impossible: "vastaanottaja on lakannut"}, recipients, ""},
		{"17 granted with nothing to erase", registers.Erasure, "person", registers.Reply{Outcome: registers.RequestGranted, Impossible: "vastaanottaja on lakannut"}, recipients, "17-nothing"},
		{"17 refused with reasons", registers.Erasure, "person", registers.Reply{Outcome: registers.RequestRefused, Reasons: "säilytysaika", Provision: "GDPR 17(3)(b)", Remedies: true}, nil, ""},
		{"4.2 restriction in the person register", registers.Restriction, "person", granted, nil, "4.2"},
		{"4.2 in part", registers.Restriction, "person", registers.Reply{Outcome: registers.RequestPartly, Reasons: "x", Provision: "x", Remedies: true}, nil, "4.2"},
		{"4.2 refused by another ground", registers.Restriction, "person", refused, nil, "4.2"},
		{"4.2 in the joint service's register", registers.Restriction, "joint", granted, nil, "4.2"},
		{"18 in the employers' register", registers.Restriction, "employer", granted, nil, ""},
		{"18 in the providers' register", registers.Restriction, "provider", granted, nil, ""},
		{"18 and 19 together", registers.Restriction, "employer", granted, recipients, "19"},
		{"20 there is none", registers.Portability, "employer", granted, nil, "20"},
		{"21 granted", registers.Objection, "person", granted, nil, ""},
		{"21 refused with reasons", registers.Objection, "person", registers.Reply{Outcome: registers.RequestRefused, Reasons: "lakisääteinen tehtävä", Provision: "GDPR 21(1)", Remedies: true}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			right, err := law.On(on("2020-11-20")).Right(c.kind, c.register)
			if err != nil {
				t.Fatal(err)
			}
			got, err := registers.Answer(opened(t, c.kind, c.register, "2020-11-02"), c.reply, right, c.to, on("2020-11-20"))
			if c.rule != "" {
				broken(t, err, c.rule)
				return
			}
			if err != nil || got.State != registers.RequestAnswered || got.ClosedOn != on("2020-11-20") {
				t.Errorf("%+v, %v", got, err)
			}
			_, err = registers.Answer(got, c.reply, right, c.to, on("2020-11-21"))
			broken(t, err, "12-state")
		})
	}
	right, err := law.On(on("2020-11-20")).Right(registers.Access, "employer")
	if err != nil {
		t.Fatal(err)
	}
	_, err = registers.Answer(opened(t, registers.Access, "person", "2020-11-02"), full, right, nil, on("2020-11-20"))
	broken(t, err, "12-kind")
}

func TestToNotify(t *testing.T) {
	to := []string{"Kela", "TE05", "Kela"}
	for _, c := range []struct {
		kind    registers.RequestKind
		outcome registers.Outcome
		want    []string
	}{
		{registers.Rectification, registers.RequestGranted, []string{"Kela", "TE05"}},
		{registers.Erasure, registers.RequestPartly, []string{"Kela", "TE05"}},
		{registers.Restriction, registers.RequestGranted, []string{"Kela", "TE05"}},
		{registers.Rectification, registers.RequestRefused, nil},
		{registers.Access, registers.RequestGranted, nil},
		{registers.Objection, registers.RequestGranted, nil},
	} {
		if got := registers.ToNotify(c.kind, c.outcome, to); !slices.Equal(got, c.want) {
			t.Errorf("%s %s: %v, want %v", c.kind, c.outcome, got, c.want)
		}
	}
}

// No sequence of acts moves an answer further than three months from when the
// person was known, nor reopens what is closed.
func TestRequestsEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := on("2020-07-01").AddDate(0, 0, rapid.IntRange(0, 800).Draw(t, "arrived"))
		r, err := registers.OpenRequest(registers.Access, "person", start)
		if err != nil {
			t.Fatal(err)
		}
		right, err := law.On(start).Right(registers.Access, "person")
		if err != nil {
			t.Fatal(err)
		}
		day, known := start, start
		for range rapid.IntRange(0, 12).Draw(t, "acts") {
			day = day.AddDate(0, 0, rapid.IntRange(0, 40).Draw(t, "days"))
			closed := r.State == registers.RequestAnswered || r.State == registers.RequestWithdrawn
			before := r.State
			switch rapid.IntRange(0, 4).Draw(t, "act") {
			case 0:
				r, _ = registers.Extend(r, "x", day)
			case 1:
				r, _ = registers.AskIdentity(r, "x", day)
			case 2:
				var err error
				if r, err = registers.ConfirmIdentity(r, day); err == nil {
					known = day
				}
			case 3:
				r, _ = registers.Answer(r, registers.Reply{Outcome: registers.RequestGranted, Parts: registers.AccessParts()}, right, nil, day)
			case 4:
				r, _ = registers.WithdrawRequest(r, day)
			}
			if closed && r.State != before {
				t.Fatalf("%s became %s", before, r.State)
			}
			if due := r.Due(); !due.IsZero() && known.AddDate(0, 3, 0).Before(due) {
				t.Fatalf("known on %s, due %s", known, due)
			}
		}
	})
}
