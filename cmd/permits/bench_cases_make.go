package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"tietolupa/internal/provider"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// A caseMaker invents cases by the commands themselves: each is what the rules
// let happen, from its first draft on.
type caseMaker struct {
	cat        *registers.Catalogue
	random     *rand.Rand
	people     []permits.Actor // all of them, also those who act in no case
	applicants []permits.Actor
	presenters []permits.Actor
	decider    permits.Actor
	day        time.Time // the last on which something happens
}

// newCaseMaker has the people of the demonstration and as many more applicants as
// are asked.
func newCaseMaker(cat *registers.Catalogue, seed uint64, more int, day time.Time) *caseMaker {
	m := &caseMaker{cat: cat, random: rand.New(rand.NewPCG(seed, 28)), day: day}
	for _, a := range demoPeople() {
		a.Identified = provider.Assurance
		m.people = append(m.people, a)
		switch {
		case a.Has(permits.Researcher):
			m.applicants = append(m.applicants, a)
		case a.Has(permits.Presenter):
			m.presenters = append(m.presenters, a)
		case a.Has(permits.Decider):
			m.decider = a
		}
	}
	for n := range max(more, 1) {
		a := permits.Actor{
			ID: permits.UserID(fmt.Sprintf("hakija-%03d", n)), Name: fmt.Sprintf("Hakija %03d", n), Email: fmt.Sprintf("hakija-%03d@%s", n, demoDirectory),
			Organisation: benchPlaces[n%len(benchPlaces)], Duties: []permits.Duty{permits.Researcher}, Language: "fi", Identified: provider.Assurance,
		}
		m.people, m.applicants = append(m.people, a), append(m.applicants, a)
	}
	return m
}

// A caseLife is one case on its way, with what it leaves behind.
type caseLife struct {
	m      *caseMaker
	c      permits.Case
	events []permits.Event
	texts  []permits.Text
	trials []permits.Trial
	now    time.Time
	err    error
}

// ends are how far cases have come, in hundredths.
var caseEnds = []struct {
	state permits.State
	share int
}{
	{permits.Draft, 6}, {permits.Submitted, 4}, {permits.InReview, 9}, {permits.Supplementing, 4}, {permits.Paused, 2}, {permits.Proposed, 3},
	{permits.Granted, 2}, {permits.Served, 5}, {permits.InForce, 30}, {permits.Ended, 8}, {permits.Destroyed, 12}, {permits.Refused, 9}, {permits.Withdrawn, 4}, {permits.Revoked, 2},
}

// anEnd is how far the next case has come.
func (m *caseMaker) anEnd() permits.State {
	at := m.random.IntN(100)
	for _, e := range caseEnds {
		if at -= e.share; at < 0 {
			return e.state
		}
	}
	return permits.Draft
}

// make invents case number n, which comes to end by exactly events events.
func (m *caseMaker) make(n, events int, end permits.State) (postgres.CaseHistory, error) {
	who := m.applicants[n%len(m.applicants)]
	if who.ID == researcherID && m.random.IntN(2) == 0 { // somebody has drafts to go on with
		end = permits.Draft
	}
	begun := m.day.Add(-time.Duration(m.random.IntN(900)+60) * 24 * time.Hour)
	switch end {
	case permits.Draft, permits.Submitted, permits.InReview, permits.Supplementing, permits.Paused, permits.Proposed, permits.Granted:
		begun = m.day.Add(-time.Duration(m.random.IntN(40)+12) * 24 * time.Hour)
	}
	l := &caseLife{m: m, now: begun}
	l.do(permits.NewCase(permits.CaseID(fmt.Sprintf("KEHA-%d-%d", n, begun.Year())), who, begun))
	l.edit(who, m.application(n, who))
	l.live(who, end, events)
	if l.err != nil {
		return postgres.CaseHistory{}, fmt.Errorf("invent case %d to %s: %w", n, end, l.err)
	}
	if len(l.events) != events {
		return postgres.CaseHistory{}, fmt.Errorf("invent case %d to %s: %d events, not %d", n, end, len(l.events), events)
	}
	l.c.Written = nil
	return postgres.CaseHistory{Case: l.c, Events: l.events, Texts: l.texts, Trials: l.trials}, nil
}

// do takes the outcome of one command in.
func (l *caseLife) do(c permits.Case, e permits.Event, err error) {
	if l.err != nil {
		return
	}
	if l.err = err; err != nil {
		return
	}
	l.texts = append(l.texts, c.Written...)
	c.Written = nil
	l.c, l.events = c, append(l.events, e)
	l.now = l.now.Add(time.Duration(10+l.m.random.IntN(110)) * time.Minute)
}

// edit saves a page on which something has changed.
func (l *caseLife) edit(who permits.Actor, a permits.Application) {
	a.Funding = fmt.Sprintf("Rahoituspäätös %d.", len(l.events)+1)
	l.do(l.c.Save(who, l.c.Version, a, nil, l.now))
}

// live takes the case to end by events events: notes and messages fill what the
// road does not need.
func (l *caseLife) live(who permits.Actor, end permits.State, events int) {
	presenter, decider := l.m.presenters[l.m.random.IntN(len(l.m.presenters))], l.m.decider
	room := func(left int) bool { return l.err == nil && len(l.events) < events-left }
	if end == permits.Draft {
		for room(0) {
			l.edit(who, l.c.Application)
		}
		return
	}
	l.edit(who, l.c.Application)
	l.do(l.c.Submit(who, l.c.Version, l.m.cat, l.now))
	if end == permits.Submitted || end == permits.Withdrawn {
		for left := map[bool]int{true: 1}[end == permits.Withdrawn]; room(left); {
			l.do(l.c.Note(presenter, l.c.Version, "", "Hakija soitti ja kysyi käsittelyajasta.", l.now))
		}
		if end == permits.Withdrawn {
			l.do(l.c.Withdraw(who, l.c.Version, l.now))
		}
		return
	}
	l.do(l.c.Take(presenter, l.now))
	l.do(l.c.Complete(presenter, l.c.Version, l.now))
	if end != permits.Supplementing && l.m.random.IntN(2) == 0 {
		l.supplement(presenter)
		l.now = l.now.Add(time.Duration(1+l.m.random.IntN(8)) * 24 * time.Hour)
		l.do(l.c.Reply(who, l.c.Version, map[string]string{"plan": "Suunnitelman lukua 3 on täydennetty."}, nil, l.m.cat, l.now))
	}
	l.now = l.now.Add(time.Duration(l.m.random.IntN(72)) * time.Hour)
	tail := map[permits.State]int{permits.InReview: 0, permits.Supplementing: 1, permits.Paused: 1, permits.Proposed: 1, permits.Granted: 2, permits.Refused: 5, permits.Served: 5}
	left, known := tail[end]
	if !known { // signed by two, served, accepted, signed by both users, and the end; a revocation is proposed, decided and signed by two
		left = 8 + map[permits.State]int{permits.Ended: 1, permits.Revoked: 4, permits.Destroyed: 2}[end]
	}
	for i := 0; room(left); i++ {
		switch i % 3 {
		case 0:
			l.do(l.c.Note(presenter, l.c.Version, "plan", "Puhelu hakijan kanssa: muuttujien tarpeellisuus käytiin läpi.", l.now))
		case 1:
			l.do(l.c.Message(presenter, l.c.Version, "data", 0, "Voisiko alkupäivän antaa kuukauden tarkkuudella?", l.now))
		default:
			l.do(l.c.Message(who, l.c.Version, "data", 0, "Kuukausi riittää meille.", l.now))
		}
	}
	l.finish(who, presenter, decider, end)
}

// try orders a dry run by the rules and ends it with an invented report, as no
// registers stand behind these cases.
func (l *caseLife) try(presenter permits.Actor, scope permits.Scope) {
	if l.err != nil {
		return
	}
	t, err := l.c.Try(presenter, scope, l.trials, l.m.cat, l.now)
	if err != nil {
		l.err = err
		return
	}
	persons := int64(1000 + l.m.random.IntN(20_000))
	t.State, t.Taken, t.Done = permits.TrialDone, l.now, l.now
	t.Report = &permits.RiskReport{Persons: persons, Classes: persons / 40, SmallestClass: 3}
	l.trials = append(l.trials, t)
}

func (l *caseLife) supplement(presenter permits.Actor) {
	l.do(l.c.Supplement(presenter, l.c.Version, []permits.Lack{{Field: "plan", Provision: "HL 22 §", Text: "Tutkimussuunnitelmasta puuttuu aineiston säilytyksen kuvaus.", Mandatory: true}}, registers.Day{}, "", l.now))
}

// finish is the end of the road, which its states share.
func (l *caseLife) finish(who, presenter, decider permits.Actor, end permits.State) {
	switch end {
	case permits.InReview:
		return
	case permits.Supplementing:
		l.supplement(presenter)
		return
	case permits.Paused:
		l.do(l.c.Pause(presenter, l.c.Version, "Odotetaan rekisterin selvitystä muuttujan kattavuudesta.", l.now))
		return
	}
	d := l.m.decision(l.c, end, l.now)
	if d.Grants() {
		l.try(presenter, d.Scope)
	}
	l.do(l.c.Propose(presenter, l.c.Version, true, l.c.Rests(d, l.trials, l.m.cat), l.m.cat, l.now))
	if end == permits.Proposed {
		return
	}
	l.do(l.c.Decide(decider, l.c.Version, true, l.now))
	if end == permits.Granted {
		return
	}
	letter := strings.Repeat("5e", 32)
	l.do(l.c.SignLetter(presenter, l.c.Version, true, letter, l.now))
	l.do(l.c.SignLetter(decider, l.c.Version, true, letter, l.now))
	l.do(l.c.Serve(presenter, l.now, l.now))
	if end == permits.Served || end == permits.Refused {
		return
	}
	l.do(l.c.AcceptConditions(who, l.c.ConditionsSHA256(), l.now))
	_, text := permits.Undertaking("fi")
	for _, u := range l.c.Users() {
		l.do(l.c.Sign(l.m.actor(u), text, l.now))
	}
	switch end {
	case permits.Revoked:
		l.do(l.c.ProposeRevocation(presenter, l.c.Version, permits.Revoking{
			Reasons: "Aineistoa on käytetty muuhun kuin luvan tarkoitukseen.", Milder: "Huomautus ei estäisi käytön toistumista.",
			Unheard: "Kuuleminen olisi vaarantanut aineiston suojaamisen.", Unbiased: true,
		}, l.m.cat, l.now))
		l.do(l.c.Revoke(decider, l.c.Version, true, l.now))
		l.do(l.c.SignLetter(presenter, l.c.Version, true, letter, l.now))
		l.do(l.c.SignLetter(decider, l.c.Version, true, letter, l.now))
	case permits.Ended, permits.Destroyed:
		l.do(l.c.End(who, l.now))
		if end == permits.Destroyed {
			l.do(l.c.DeclareDestruction(who, l.c.Version, "Levyt tyhjennettiin ja varmuuskopiot vanhenivat.", registers.DayOf(l.now.AddDate(0, 1, 0)), l.now))
		}
	}
}

func (m *caseMaker) actor(u permits.UserID) permits.Actor {
	for _, a := range m.applicants {
		if a.ID == u {
			return a
		}
	}
	return permits.Actor{}
}

func (m *caseMaker) decision(c permits.Case, end permits.State, now time.Time) permits.Decision {
	d := permits.Decision{Outcome: permits.GrantAll, Scope: c.Application.Scope, Reasons: "Hanke on tieteellistä tutkimusta, ja muuttujat ovat sen kannalta tarpeen.",
		Term: registers.Period{From: registers.DayOf(now), To: c.Application.Until}, Conditions: permits.StandardConditions(), Necessity: map[string]string{}}
	if end == permits.Refused {
		d = permits.Decision{Outcome: permits.RefuseAll, Reasons: "Hakemuksesta ei ilmene, miksi tunnisteelliset tiedot ovat tarpeen hankkeen kannalta."}
	}
	for _, n := range c.Needs(d.Outcome, d.Scope, m.cat) {
		found := "Hankkeen " + c.Application.Title + " selvitys on riittävä: rivit ovat pseudonymisoituja ja käyttäjät nimettyjä."
		switch {
		case n.Topic != "":
			d.Considered = append(d.Considered, permits.Considered{Topic: n.Topic, Text: found})
		case n.Must:
			d.Findings = append(d.Findings, permits.Finding{Ground: n.Ground, Category: n.Category, Text: "On ilmeistä, ettei rivien antaminen loukkaa asiakkaiden etuja. " + found})
		}
	}
	for _, id := range d.Scope.VariableIDs() {
		d.Necessity[id] = "Vastaa kysymykseen 1."
	}
	return d
}

var benchTopics = []string{"Työttömyyden kesto", "Palkkatuen vaikutukset", "Nuorten polut työhön", "Osatyökykyisten palvelut", "Kotoutumisen poluilla", "Pitkäaikaistyöttömyys", "Työvoimakoulutuksen tulokset", "Alueiden työmarkkinat"}

var benchPlaces = []string{"Pohjolan yliopisto", "Saimaan tutkimuslaitos", "Rannikon ammattikorkeakoulu", "Tunturin tutkimuskeskus", "Järvi-Suomen yliopisto"}

// application is one of a usual size, by who with a colleague.
func (m *caseMaker) application(n int, who permits.Actor) permits.Application {
	colleague := m.applicants[(n+1)%len(m.applicants)]
	a := permits.Application{
		Title: fmt.Sprintf("%s %d", benchTopics[n%len(benchTopics)], n), Organisation: benchPlaces[n%len(benchPlaces)],
		Purpose:  []permits.Purpose{permits.Research, permits.Research, permits.Research, permits.Statistics, permits.Planning}[n%5],
		Abstract: strings.Repeat("Hanke selvittää, miten palvelut vaikuttavat työttömyyden kestoon eri alueilla. ", 8),
		Plan:     strings.Repeat("Aineisto muodostetaan rekisteristä, ja sitä verrataan kaltaistettuun joukkoon. ", 45), Methods: strings.Repeat("Elinaika-analyysi. ", 12),
		Questions: strings.Repeat("Miten kesto vaihtelee? ", 10), Security: "Suojattu analyysipalvelin, kaksivaiheinen tunnistautuminen.", Disposal: "Hävitetään luvan päättyessä.",
		Article6: "e", Language: []string{"fi", "fi", "fi", "sv"}[n%4], EService: true, Reasons: map[string]string{},
		Until:   registers.DayOf(m.day.AddDate(0, 3+n%30, 0)),
		People:  []permits.Participant{{User: who.ID, Name: who.Name, Email: who.Email, Leader: true}, {User: colleague.ID, Name: colleague.Name, Email: colleague.Email}},
		Contact: who.Name, ContactEmail: who.Email, Control: permits.OwnControl,
		Recipient: permits.Recipient{Kind: permits.PersonRecipient, Name: who.Name, Key: "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"},
	}
	to := registers.DayOf(m.day.AddDate(-3, 0, 0))
	a.Scope = permits.Scope{Version: permits.ScopeVersion, Period: registers.Period{From: to.AddDate(-2, 0, 0), To: to},
		Population: []registers.Predicate{{ID: "person.municipality", In: []string{"564", "889"}}},
		Tables: []permits.ScopeTable{
			{Table: "person", Variables: []permits.ScopeVariable{{ID: "person.birth_date", Protection: registers.Year}, {ID: "person.sex", Protection: registers.Exact}, {ID: "person.municipality", Protection: registers.Exact}}},
			{Table: "employment_code", Variables: []permits.ScopeVariable{{ID: "employment_code.code", Protection: registers.Exact}, {ID: "employment_code.start_date", Protection: registers.Month}, {ID: "employment_code.end_date", Protection: registers.Month}}},
		}}
	for _, id := range a.Scope.VariableIDs() {
		a.Reasons[id] = "Muuttujaa tarvitaan kysymyksen 1 vastaamiseen."
	}
	return a
}
