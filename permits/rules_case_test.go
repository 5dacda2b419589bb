package permits

import (
	"strings"
	"testing"
	"time"

	"tietolupa/registers"
)

func init() {
	v := func(c Case) int { return c.Version }
	ok := func(c Case, _ Event, err error) Case {
		if err != nil {
			panic(err)
		}
		return c
	}
	lack := []Lack{{"plan", "HL 22 §", "Puuttuu.", true}}
	year := func(c Case) *Delta { return &Delta{Until: on("2024-11-02")} }
	supplement := func(c Case) Case { return ok(c.Supplement(paivi, v(c), lack, registers.Day{}, "", hours(9))) }
	rectify := func(c Case) Case { return ok(c.Rectify(aino, v(c), "Vaadin.", hours(20))) }
	suspend := func(c Case) Case { return ok(c.Suspend(paivi, v(c), "Epäily.", hours(20))) }
	bar := func(c Case, who Actor) Case { return ok(c.DeclareInterest(who, v(c), who.ID, "4", "", hours(9))) }
	add := func(name string, s State, try func(Case) error) {
		breaches = append(breaches, breach{name, doing(s, try)})
	}
	add("already-complete", InReview, func(c Case) error {
		c = ok(c.Complete(paivi, v(c), hours(9)))
		return last(c.Complete(paivi, v(c), hours(9)))
	})
	add("already-ended", Withdrawn, func(c Case) error { return last(c.DeclareInterest(paivi, v(c), "paivi", "4", "", hours(9))) })
	add("already-redacted", Draft, func(Case) error { _, err := Text{Redacted: "Syy."}.Redact(paivi, "Syy."); return err })
	add("already-suspended", InForce, func(c Case) error { c = suspend(c); return last(c.Suspend(paivi, v(c), "Epäily.", hours(21))) })
	add("trial-stale", InReview, func(c Case) error {
		d := proposal(c)
		d.Trial = &Trialled{No: 1, Scope: "another"}
		return last(c.Propose(paivi, v(c), true, d, anyCatalogue, hours(9)))
	})
	add("letter-signed", Granted, func(c Case) error {
		c = ok(c.SignLetter(henrik, v(c), true, strings.Repeat("a", 64), hours(6)))
		return last(c.Dissent(paivi, v(c), "Eri mieltä.", hours(7)))
	})
	add("change-pending", InForce, func(c Case) error {
		c = ok(c.AskChange(aino, v(c), *year(c), "Kesken.", anyCatalogue, hours(20)))
		return last(c.AskChange(aino, v(c), *year(c), "Kesken.", anyCatalogue, hours(20)))
	})
	add("not-reopened", InReview, func(c Case) error {
		c = ok(c.Supplement(paivi, v(c), []Lack{{"title", "HL 22 §", "Tarkenna.", true}}, registers.Day{}, "", hours(9)))
		a := c.Application
		a.Security = "Muualla."
		return last(c.Save(aino, v(c), a, nil, hours(10)))
	})
	add("change-takes-away", InForce, func(c Case) error {
		c = ok(c.AskChange(aino, v(c), Delta{Leader: "eero"}, "Vastuu siirtyy.", anyCatalogue, hours(20)))
		d := changing(c, GrantAll)
		d.Term.To = d.Term.To.AddDate(0, -1, 0)
		return last(c.Propose(paivi, v(c), true, d, anyCatalogue, hours(21)))
	})
	add("departure-unexplained", InReview, func(c Case) error {
		p := Precedent{Variable: "person.sex", Applied: registers.Exact, Granted: registers.Drop}
		return last(c.Propose(paivi, v(c), true, proposal(c), anyCatalogue, hours(9), Practice{Variables: []Precedent{p}}))
	})
	add("disqualified handle", InReview, func(c Case) error {
		c = bar(c, paivi)
		return last(c.Propose(paivi, v(c), true, proposal(c), anyCatalogue, hours(9)))
	})
	add("disqualified presenter", Proposed, func(c Case) error { c = bar(c, paivi); return last(c.Decide(henrik, v(c), true, hours(9))) })
	add("gate-closed", InForce, func(c Case) error {
		c = ok(c.Interim(henrik, v(c), "court", true, "Kielto.", hours(20)))
		return c.Gate(hours(21))
	})
	add("half-signed", Granted, func(c Case) error {
		c = ok(c.SignLetter(henrik, v(c), true, strings.Repeat("a", 64), hours(9)))
		return last(c.Serve(paivi, hours(9), hours(9)))
	})
	add("half-signed none", Granted, func(c Case) error { return last(c.Serve(paivi, hours(9), hours(9))) })
	add("key-of-environment", InForce, func(c Case) error {
		c.Application.Recipient = Recipient{Kind: EnvironmentRecipient, Environment: "FIONA", Key: "age1fiona"}
		ch, _ := codeOf("age1fiona")
		return last(c.ChallengeKey(aino, v(c), ch, hours(20)))
	})
	add("key-unproved", InForce, func(c Case) error {
		c.Life.Keys = nil
		return last(c.Order("T-1-2020", aino, nil, anyCatalogue, hours(20)))
	})
	add("no-challenge", InForce, func(c Case) error { return last(c.ProveKey(aino, v(c), "koodi", hours(20))) })
	add("no-challenge over", InForce, func(c Case) error {
		ch, code := codeOf("age1next")
		c = ok(c.ChallengeKey(aino, v(c), ch, hours(20)))
		return last(c.ProveKey(aino, v(c), code, hours(45)))
	})
	add("wrong-code", InForce, func(c Case) error {
		ch, _ := codeOf("age1next")
		c = ok(c.ChallengeKey(aino, v(c), ch, hours(20)))
		return last(c.ProveKey(aino, v(c), "arvaus", hours(20)))
	})
	reopened := func(c Case, consents, detriment bool, own string) error {
		c = ok(c.Hear(paivi, v(c), "correction", "Päätös perustui puutteelliseen selvitykseen.", registers.Day{}, hours(20)))
		c = ok(c.Answer(aino, v(c), "Käy.", consents, hours(21)))
		_, _, err := c.Reopen(henrik, v(c), "1", "Selvitys oli puutteellinen.", detriment, own, hours(22))
		return err
	}
	add("no-consent", InForce, func(c Case) error { return reopened(c, false, true, "") })
	add("no-such-error", InForce, func(c Case) error {
		_, _, err := c.Reopen(henrik, v(c), "5", "Syy.", false, "", hours(22))
		return err
	})
	add("not-heard-on-correction", InForce, func(c Case) error {
		_, _, err := c.Reopen(henrik, v(c), "1", "Syy.", false, "", hours(22))
		return err
	})
	add("not-heard-on-correction letter", InForce, func(c Case) error {
		_, _, err := c.Correct(henrik, v(c), "Kirjoitusvirhe.", "", false, time.Time{}, hours(22))
		return err
	})
	add("nothing-to-overturn", Refused, func(c Case) error {
		c = ok(ok(ok(c.SignLetter(henrik, v(c), true, strings.Repeat("a", 64), hours(8))).SignLetter(paivi, v(c)+1, true, strings.Repeat("a", 64), hours(8))).Serve(paivi, hours(9), hours(9)))
		c = ok(c.Rectify(aino, v(c), "Vaadin.", hours(20)))
		return last(ruling(c, both, 0, RemedyOverturned, hours(22)))
	})
	add("hearing-open", InForce, func(c Case) error {
		c = ok(c.Hear(paivi, v(c), "revocation", "Seikat.", registers.Day{}, hours(20)))
		return last(c.Hear(paivi, v(c), "revocation", "Seikat.", registers.Day{}, hours(20)))
	})
	add("key-destroyed", Ended, func(c Case) error { c.Life.KeyGone = hours(20); return last(c.DestroyKey(henrik, v(c), hours(21))) })
	add("key-needed", Ended, func(c Case) error { return last(c.DestroyKey(henrik, v(c), hours(21))) })
	add("no-such-decision", InForce, func(c Case) error {
		return last(c.RectifyOf(aino, v(c), RevocationRemedy, time.Time{}, "Vaadin.", hours(20)))
	})
	add("decision-undone", InForce, func(c Case) error { return c.LetsOut(Order{At: start}, "aino", hours(20)) })
	add("change-annulled", InForce, func(c Case) error {
		c.Life.Changes = []Change{{No: 1, State: ChangeIsAnnulled, Granted: &Delta{Scope: &c.Application.Scope}, Closed: hours(11), Annulled: hours(15)}}
		return c.LetsOut(Order{Cause: "change-1", At: hours(12)}, "aino", hours(20))
	})
	add("renewal-pending", InForce, func(c Case) error {
		n := ok(Renew("KEHA-2-2020", aino, c, hours(20)))
		c.Kin = []Case{n}
		return last(Renew("KEHA-3-2020", aino, c, hours(21)))
	})
	add("too-late-to-renew", Ended, func(c Case) error { return last(Renew("KEHA-2-2020", aino, c, hours(10+24*91))) })
	add("no-change", InForce, func(c Case) error { return last(c.DropChange(aino, v(c), hours(21))) })
	add("no-deficiency", InReview, func(c Case) error { return last(c.Supplement(paivi, v(c), nil, registers.Day{}, "", hours(9))) })
	add("no-reminder-due", InForce, func(c Case) error { return last(c.Remind(paivi, v(c), "end", hours(21))) })
	add("no-remedy", InForce, func(c Case) error { return last(ruling(c, henrik, 0, RemedyRejected, hours(21))) })
	add("no-such-disqualification", InReview, func(c Case) error { return last(c.DeclareInterest(paivi, v(c), "paivi", "8", "", hours(9))) })
	add("no-such-order", InForce, func(c Case) error { return last(c.Interim(henrik, v(c), "police", true, "Ei.", hours(21))) })
	add("no-such-purpose-of-hearing", InReview, func(c Case) error {
		return last(c.Hear(paivi, v(c), "revocation", "Seikat.", registers.Day{}, hours(9)))
	})
	add("no-such-statement", InReview, func(c Case) error {
		return last(c.Ask(paivi, v(c), "gossip", "Kela", "Mitä?", registers.Day{}, hours(9), Asking{}))
	})
	add("no-such-transfer", InReview, func(c Case) error { return last(c.Transfer(paivi, v(c), "half", "Kela", "Osa.", hours(9))) })
	add("not-delegated", Draft, func(Case) error { return Delegated("revoke", mika, on("2020-11-02")) })
	add("not-ended", InForce, func(c Case) error {
		return last(c.DeclareDestruction(aino, v(c), "Tehty.", on("2021-01-01"), hours(21)))
	})
	add("not-heard", InForce, func(c Case) error { return last(revoking(c, henrik, "", hours(21))) })
	add("not-narrower", InReview, func(c Case) error {
		return last(c.Offer(paivi, v(c), c.Application.Scope, "Syy.", anyCatalogue, hours(9)))
	})
	add("not-short", InReview, func(c Case) error {
		d := partial(c)
		d.Short = true
		return last(c.Propose(paivi, v(c), true, d, anyCatalogue, hours(9)))
	})
	add("not-submitted", Draft, func(c Case) error { return last(c.Note(paivi, v(c), "", "Soitto.", hours(9))) })
	add("not-suspended", InForce, func(c Case) error { return last(c.Lift(henrik, v(c), hours(21))) })
	add("not-waiting", InReview, func(c Case) error { return last(c.Resume(paivi, v(c), hours(9))) })
	add("nothing-answered", Supplementing, func(c Case) error { return last(c.Reply(aino, v(c), nil, nil, anyCatalogue, hours(10))) })
	add("nothing-asked", InReview, func(c Case) error { return last(c.Reply(aino, v(c), nil, nil, anyCatalogue, hours(10))) })
	add("nothing-changed", InForce, func(c Case) error { return last(c.AskChange(aino, v(c), Delta{}, "Syy.", anyCatalogue, hours(21))) })
	add("one-request", InReview, func(c Case) error {
		c = ok(supplement(c).Reply(aino, v(c)+1, map[string]string{"plan": "Tässä."}, nil, anyCatalogue, hours(10)))
		return last(c.Supplement(paivi, v(c), lack, registers.Day{}, "", hours(11)))
	})
	add("other-route", InForce, func(c Case) error { return last(c.RecordAppeal(paivi, v(c), "HAO", "1", "Valitus.", hours(21))) })
	add("remedy-pending", InForce, func(c Case) error { c = rectify(c); return last(c.Rectify(aino, v(c), "Taas.", hours(21))) })
	add("same-decider", InForce, func(c Case) error {
		c = rectify(c)
		return last(ruling(c, henrik, 0, RemedyRejected, hours(21)))
	})
	on1 := func(c Case, change func(d *Decision)) error {
		d := proposal(c)
		change(&d)
		return last(c.Propose(paivi, v(c), true, d, anyCatalogue, hours(9)))
	}
	add("no-consideration", InReview, func(c Case) error { return on1(c, func(d *Decision) { d.Considered = nil }) })
	add("no-consideration of a refusal", InReview, func(c Case) error {
		return last(c.Propose(paivi, v(c), true, Decision{Outcome: RefuseAll, Reasons: "Ei täyty."}, anyCatalogue, hours(9)))
	})
	add("necessity-not-found", InReview, func(c Case) error { return on1(c, func(d *Decision) { d.Necessity = nil }) })
	add("no-reason-for-order", InReview, func(c Case) error {
		return on1(c, func(d *Decision) {
			d.Conditions = []Condition{{No: 4, Parameters: map[string]string{"days": "1"}}}
		})
	})
	add("not-anonymous", InReview, func(c Case) error {
		return on1(c, func(d *Decision) {
			d.Findings[0].Text = "Aineisto on anonymisoitu, joten on ilmeistä, ettei etu loukkaannu."
		})
	})
	add("template-only topic", InReview, func(c Case) error {
		return on1(c, func(d *Decision) { d.Considered[0].Text = "Tietoja käytetään tilastointiin." })
	})
	add("template-only code", InReview, func(c Case) error {
		d := partial(c)
		d.Refusals[0].Text = "Karkeampi taso riittää"
		return last(c.Propose(paivi, v(c), true, d, anyCatalogue, hours(9)))
	})
	add("template-only signed", Granted, func(c Case) error {
		d := *c.Decision
		d.Findings = []Finding{{Ground: "25", Text: "Suojattava etu on asiakkaan yksityiselämä."}}
		c.Decision = &d
		return last(c.SignLetter(henrik, v(c), true, strings.Repeat("a", 64), hours(9)))
	})
	add("price-not-accepted", InForce, func(c Case) error { c.Accepted = &Signature{Price: "0/0/0"}; return c.Gate(hours(21)) })
	add("not-declared", InForce, func(c Case) error { c.Application.Article9 = "6"; return c.Gate(hours(21)) })
	add("trial-missing", InReview, func(c Case) error { return on1(c, func(d *Decision) { d.Trial = nil }) })
	add("trial-open", InReview, func(c Case) error {
		trial, err := c.Try(paivi, c.Application.Scope, nil, anyCatalogue, hours(9))
		if err != nil {
			return err
		}
		_, err = c.Try(paivi, c.Application.Scope, []Trial{trial}, anyCatalogue, hours(9))
		return err
	})
	add("statement-missing dpo", InReview, func(c Case) error {
		c.Application.ThirdCountries = "Sveitsi"
		return last(c.Propose(paivi, v(c), true, proposal(c), anyCatalogue, hours(9)))
	})
	add("statement-missing small cohort", InReview, func(c Case) error {
		return on1(c, func(d *Decision) {
			d.Trial = &Trialled{Scope: d.Scope.WithKeys(anyCatalogue).Hash(), Report: RiskReport{Persons: 12}}
		})
	})
	add("suspended", InForce, func(c Case) error { return suspend(c).Gate(hours(21)) })
	add("template-only", InReview, func(c Case) error {
		d := proposal(c)
		d.Findings = []Finding{{Ground: "25", Text: "Suojattava etu on asiakkaan yksityiselämä."}}
		return last(c.Propose(paivi, v(c), true, d, anyCatalogue, hours(9)))
	})
	add("term-runs", Supplementing, func(c Case) error { return last(c.Resume(paivi, v(c), hours(10))) })
	add("too-late-to-correct", InForce, func(c Case) error {
		return last(c.Correct(henrik, v(c), "Virhe.", "Ilmeinen.", false, start, start.AddDate(6, 0, 0)))
	})
}

// TestSilenceLapsesNothing: when the term to answer passes, the case stays where
// it is until its presenter goes on with what there is (HL 33.2 §).
func TestSilenceLapsesNothing(t *testing.T) {
	c := at(t, Supplementing)
	late := c.Term().AddDate(0, 0, 1).Time().Add(12 * time.Hour)
	if c.State != Supplementing || !c.May(DoResume, paivi, late) || c.May(DoResume, aino, late) {
		t.Error("only the presenter goes on, and only after the term")
	}
	c = must[Case](t)(c.Resume(paivi, c.Version, late))
	if c.State != InReview || !c.Handling.Supplements[0].Deficiencies[0].Reply.IsZero() {
		t.Errorf("state %s", c.State)
	}
}

// TestNarrowedIsGrantedInFull: an accepted offer becomes the application, so
// that granting it refuses nothing.
func TestNarrowedIsGrantedInFull(t *testing.T) {
	c, cat := at(t, InReview), theCatalogue(t)
	narrow := c.Application.Scope
	narrow.Period.From = on("2019-01-01")
	c = must[Case](t)(c.Offer(paivi, c.Version, narrow, "Vanhempi aika on poistettu.", cat, hours(5)))
	c = must[Case](t)(c.AnswerOffer(aino, c.Version, true, "Sopii.", hours(6)))
	if len(c.Handling.Versions) != 1 || c.Application.Scope.Hash() != narrow.WithKeys(cat).Hash() {
		t.Fatal("the offer is not the application")
	}
	c = must[Case](t)(c.Propose(paivi, c.Version, true, proposal(c), cat, hours(7)))
	if c.Proposal.Outcome != GrantAll || len(c.Proposal.Refusals) != 0 {
		t.Error("something is refused")
	}
}

// TestGateByRoute: rectification leaves the gate open, an appeal by route V
// closes it, and interim orders move it both ways (14.1).
func TestGateByRoute(t *testing.T) {
	c := at(t, InForce)
	c = must[Case](t)(c.Rectify(aino, c.Version, "Vaadin.", hours(20)))
	if err := c.Gate(hours(21)); err != nil {
		t.Errorf("route O: %v", err)
	}
	d := *c.Decision
	d.Route = Appeal
	c.Decision = &d
	final := c.DeliveryFrom().Add(time.Hour)
	if got := rule(c.Gate(final)); got != "not-final" {
		t.Errorf("route V with an appeal: %s", got)
	}
	c = must[Case](t)(c.Interim(henrik, c.Version, "court", false, "Saa panna täytäntöön.", final))
	if err := c.Gate(final); err != nil {
		t.Errorf("opened by the court: %v", err)
	}
	c = must[Case](t)(ruling(c, both, 0, RemedyChanged, final))
	if c.State != InReview || len(c.Handling.Earlier) != 1 || c.DownloadsOpen("aino", final) == nil {
		t.Error("a returned case is handled again and its downloads closed")
	}
}

// TestChangeIsADelta: only the difference is decided, priced and extracted.
func TestChangeIsADelta(t *testing.T) {
	c, cat := at(t, InForce), theCatalogue(t)
	wider := c.Granted()
	wider.Tables = append([]ScopeTable(nil), wider.Tables...)
	wider.Tables[0].Variables = append(append([]ScopeVariable(nil), wider.Tables[0].Variables...), ScopeVariable{"person.citizenship", registers.Exact})
	d := Delta{Scope: &wider, Until: on("2024-11-02")}
	before := c.Granted().Hash()
	c = must[Case](t)(c.AskChange(aino, c.Version, d, "Uusi kysymys.", cat, hours(20)))
	c = granting(t, c, henrik, hours(21))
	if c.Granted().Hash() != before {
		t.Error("a change is in force before it is accepted")
	}
	c = must[Case](t)(c.AcceptChange(aino, c.Version, agreed(c), anyCatalogue, hours(23)))
	if c.Granted().Protection("person.citizenship") != registers.Exact || c.PermitTerm().To.String() != "2024-11-02" {
		t.Error("the change is not in force")
	}
	added := Added(c.Decision.Scope, c.Granted(), cat)
	if ids := added.VariableIDs(); len(ids) != 2 || ids[1] != "person.citizenship" {
		t.Errorf("added: %v", ids)
	}
}

// TestClocks computes each term.
func TestClocks(t *testing.T) {
	c := at(t, Submitted) // Monday 2 November 2020
	for name, got := range map[string][2]string{
		"completeness":  {c.CompletenessDue().String(), "2020-11-16"},
		"expected":      {c.Expected(hours(3)).String(), "2020-12-02"},
		"outer":         {c.OuterDay().String(), "2021-02-01"},
		"summer":        {SupplementTerm(on("2020-06-15")).String(), "2020-07-15"},
		"before summer": {SupplementTerm(on("2020-06-12")).String(), "2020-06-26"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %s, want %s", name, got[0], got[1])
		}
	}
	c = at(t, Supplementing)
	if got := c.Expected(hours(4 + 24*10)).String(); got != "2020-12-14" { // 12 December is a Saturday
		t.Errorf("ten days of waiting move the expected day to %s", got)
	}
	if e := at(t, Submitted).EstimateFee(2.1, ""); e.Cents != 5200*9/4 || e.Ceiling <= e.Cents {
		t.Errorf("estimate %+v", e)
	}
	if r, known := at(t, Withdrawn).Retention(); !known || r.Until.String() != "2022-11-02" {
		t.Errorf("retention %+v", r)
	}
}

// TestErrorOfSubstance: the decision is taken away to be made anew, to the party's
// detriment with their consent only.
func TestErrorOfSubstance(t *testing.T) { // HL 50, 52 §
	for name, consents := range map[string]bool{"with consent": true, "of the party's own making": false} {
		c := at(t, InForce)
		c = must[Case](t)(c.Hear(paivi, c.Version, "correction", "Päätös perustui virheelliseen selvitykseen.", registers.Day{}, hours(20)))
		c = must[Case](t)(c.Answer(aino, c.Version, "Vastaus.", consents, hours(21)))
		own := ""
		if !consents {
			own = "Hakija salasi seikan."
		}
		c = must[Case](t)(c.Reopen(henrik, c.Version, "1", "Selvitys oli virheellinen.", true, own, hours(22)))
		if c.State != InReview || len(c.Handling.Earlier) != 1 || c.Handling.Earlier[0].Undone != "correction" || c.Gate(hours(23)) == nil {
			t.Errorf("%s: the case is %s", name, c.State)
		}
	}
}

// TestAnnulledGrant: what a court takes away without sending back is over.
func TestAnnulledGrant(t *testing.T) { // HOL 81 §
	c := at(t, InForce)
	c = must[Case](t)(c.Rectify(aino, c.Version, "Vaadin.", hours(20)))
	c = must[Case](t)(ruling(c, both, 0, RemedyOverturned, hours(21)))
	if c.State != Revoked || c.Gate(hours(22)) == nil || c.DestructionDue(hours(22)).IsZero() {
		t.Errorf("an annulled grant is %s", c.State)
	}
}
