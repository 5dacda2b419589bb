package letters

import (
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

var (
	applicant = permits.Actor{ID: "aino", Identified: "loa3", Name: "Aino Virtanen", Email: "aino@example.org", Organisation: "Pohjolan yliopisto", Duties: []permits.Duty{permits.Researcher}}
	colleague = permits.Actor{ID: "eero", Identified: "loa3", Name: "Eero Lindqvist", Organisation: "Pohjolan yliopisto", Duties: []permits.Duty{permits.Researcher}}
	presenter = permits.Actor{ID: "paivi", Identified: "loa3", Name: "Päivi Korhonen", Email: "paivi@example.org", Body: permits.KEHA, Duties: []permits.Duty{permits.Presenter}}
	decider   = permits.Actor{ID: "henrik", Identified: "loa3", Name: "Henrik Nyman", Body: permits.KEHA, Duties: []permits.Duty{permits.Decider}}
)

func day(s string) registers.Day {
	d, err := registers.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func catalogue(t testing.TB) *registers.Catalogue {
	t.Helper()
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// decided takes a case from draft to decision on the day of at, through the
// rules.
func decided(t testing.TB, lang string, outcome permits.Outcome, at time.Time) Input {
	t.Helper()
	cat := catalogue(t)
	var events []permits.Event
	must := func(c permits.Case, e permits.Event, err error) permits.Case {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
		return c
	}
	c := must(permits.NewCase("KEHA-17-2020", applicant, at))
	until := registers.DayOf(at).AddDate(3, 0, 0)
	a := permits.Application{
		Title: "Työttömyyden kesto ja palveluun ohjaus", Purpose: permits.Research, Organisation: "Pohjolan yliopisto", BusinessID: "9000000-3",
		Abstract: "Tutkimus selvittää, miten palveluun ohjaus vaikuttaa työttömyyden kestoon eri maakunnissa.",
		Plan:     "Suunnitelma on liitteenä.", Security: "Tutkimushanke käyttää yliopiston suojattua etätyöpöytää, josta tietoja ei voi kopioida.",
		Disposal: "Hävitetään.", Article6: "e", Article9: "tietosuojalain 6 § 1 mom. 7 kohta", Until: until, Language: lang, EService: true,
		People: []permits.Participant{
			{User: "aino", Name: "Aino Virtanen", Leader: true}, {User: "eero", Name: "Eero Lindqvist"},
		},
		Scope: permits.Scope{
			Version: permits.ScopeVersion,
			Tables: []permits.ScopeTable{
				{Table: "person", Variables: []permits.ScopeVariable{
					{ID: "person.birth_date", Protection: registers.Month}, {ID: "person.sex", Protection: registers.Exact},
					{ID: "person.municipality", Protection: registers.Exact}, {ID: "person.disability", Protection: registers.Exact},
				}},
				{Table: "employment_code", Variables: []permits.ScopeVariable{
					{ID: "employment_code.code", Protection: registers.Exact}, {ID: "employment_code.start_date", Protection: registers.Month},
					{ID: "employment_code.end_date", Protection: registers.Month}, {ID: "employment_code.end_reason", Protection: registers.Exact},
				}},
			},
			Population: []registers.Predicate{{ID: "person.municipality", In: []string{"564", "889"}}},
			Period:     registers.Period{From: day("2017-01-01"), To: day("2020-09-30")},
		},
		Reasons:  map[string]string{},
		Domicile: "564", Role: permits.LeadRole, ContactTie: "tutkimusjohtaja", Contact: "Aino Virtanen", ContactEmail: "aino.virtanen@example.org", Control: permits.OwnControl,
		Recipient: permits.Recipient{Kind: permits.PersonRecipient, Name: "Aino Virtanen", Key: "age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqsw5h6d3"},
	}
	for _, id := range a.Scope.VariableIDs() {
		a.Reasons[id] = "Kysymys 1."
	}
	c = must(c.Save(applicant, c.Version, a, nil, at))
	c.Attached = annexes(c.Application, at)
	c = must(c.Submit(applicant, c.Version, cat, at.Add(time.Hour)))
	c = must(c.Take(presenter, at.Add(2*time.Hour)))
	c = must(c.Ask(presenter, c.Version, permits.DPOStatement, "Tietosuojavastaava", "Ovatko suojatoimet riittävät?", registers.Day{}, at.Add(2*time.Hour), permits.Asking{}))
	c = must(c.GiveStatement(presenter, c.Version, 1, "post", "Ovat.", at.Add(2*time.Hour)))
	d := permits.Decision{
		Outcome: outcome, Scope: c.Application.Scope, Term: registers.Period{From: registers.DayOf(at), To: until},
		Reasons: "Hanke on tieteellinen tutkimus, jolla on asianmukainen suunnitelma ja pätevä vastuullinen johtaja.\n\nTulokset julkaistaan.",
		Findings: []permits.Finding{{Ground: "25", Text: "Tiedot osoittavat työhallinnon henkilöasiakkuuden. Suojattava etu on asiakkaan yksityiselämä. " +
			"Tunnisteet on korvattu pseudonyymeillä, ja aineistoa käsittelee kaksi nimettyä henkilöä suojatussa ympäristössä. Määräykset 2, 4, 5, 6, 10 ja 13 huomioon ottaen on ilmeistä, ettei tiedon antaminen loukkaa suojattavaa etua."}},
		Conditions: append(permits.StandardConditions(), permits.Condition{No: 14, Parameters: map[string]string{"checker": "tietoarkisto@example.org"},
			Reason: "Tulokset viedään ympäristöstä, jota KEHA-keskus ei ylläpidä."}),
		Considered: []permits.Considered{
			{Topic: "purpose", Text: "Hanke vastaa avoimeen tutkimuskysymykseen."}, {Topic: "freedom", Text: "Tutkimus voidaan toteuttaa suunnitellusti."},
			{Topic: "basis", Text: "Yliopistolla on tutkimukseen lakisääteinen tehtävä."}, {Topic: "necessity", Text: "Muuttujat vastaavat kumpaankin kysymykseen."},
			{Topic: "dpia", Text: "Vaikutustenarviointi on tehty ja toimitettu."}, {Topic: "claims", Text: "Tietosuojavastaavan lausunto tukee ratkaisua."},
			{Topic: "alternatives", Text: "Mikään määräys ei korvaisi suunnitelmaa."}, {Topic: "consent", Text: "Suostumus koskee vain luovutusta työnantajalle."}, {Topic: "advice", Text: "Liittäkää uuteen hakemukseen suunnitelma."},
		},
		Necessity: map[string]string{},
	}
	for _, id := range a.Scope.VariableIDs() {
		d.Necessity[id] = permits.AsApplied
	}
	d.Necessity["person.disability"] = "Vajaakuntoisuus on tutkimuksen keskeinen selittäjä."
	if v, _ := cat.Variable("person.disability"); outcome == permits.GrantAll {
		d.Findings = append(d.Findings, permits.Finding{Ground: "25", Category: v.Item, Text: "Terveyttä koskeva tieto annetaan vain ilmaisimena kyllä tai ei."})
	}
	switch outcome {
	case permits.GrantAll:
		d.Clauses = map[string]string{"person.birth_date": "Ikä kuukauden tarkkuudella on tutkimuskysymyksen kannalta välttämätön.", "person.disability": "Vajaakuntoisuus on tutkimuksen keskeinen selittäjä."}
	case permits.GrantPart:
		d.Scope.Tables = []permits.ScopeTable{
			{Table: "person", Variables: []permits.ScopeVariable{
				{ID: "person.hid_e", Protection: registers.Pseudonym}, {ID: "person.birth_date", Protection: registers.Year}, {ID: "person.sex", Protection: registers.Exact},
				{ID: "person.municipality", Protection: registers.Region},
			}},
			c.Application.Scope.Tables[1],
		}
		d.Scope.Period.From = day("2018-01-01")
		d.Refusals = []permits.Refusal{
			{Item: "person.birth_date", Code: "R2", Text: "Syntymävuosi riittää ikäryhmien vertailuun."},
			{Item: "person.municipality", Code: "R3", Text: "Pienissä kunnissa 14 prosenttia tutkittavista olisi ainutkertaisia."},
			{Item: "person.disability", Code: "R1", Text: "Vajaakuntoisuus ei sisälly tutkimuskysymyksiin."},
			{Item: "period", Code: "R4", Text: "Vuoden 2017 tiedot on pääosin poistettu."},
		}
	}
	c = must(c.Propose(presenter, c.Version, true, c.Rests(d, dryRun(c, d, cat, at.Add(2*time.Hour)), cat), cat, at.Add(3*time.Hour)))
	c = must(c.Decide(decider, c.Version, true, at.Add(4*time.Hour)))
	return Input{
		Case: c, Catalogue: cat, Events: events, SignerFingerprint: "RWQf6LRCGA9i53ml", Language: lang,
		People: map[permits.UserID]permits.Actor{"aino": applicant, "eero": colleague, "paivi": presenter, "henrik": decider},
	}
}

// annexes are those that the answers of a demand.
func annexes(a permits.Application, at time.Time) (all []permits.Attachment) {
	for i, d := range permits.AnnexesDemanded(a, registers.DayOf(at)) {
		all = append(all, permits.Attachment{No: i + 1, Kind: d.Kind, To: permits.ToApplication, Name: "liite.pdf"})
	}
	return all
}

var (
	autumn2020 = time.Date(2020, 11, 2, 9, 0, 0, 0, time.UTC)
	spring2025 = time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC)
)

// dryRun is the dry run of what d grants, as the service keeps it; none of a refusal.
func dryRun(c permits.Case, d permits.Decision, cat *registers.Catalogue, at time.Time) []permits.Trial {
	if !d.Grants() {
		return nil
	}
	return []permits.Trial{{Case: c.ID, No: 1, Scope: d.Scope.WithKeys(cat), LawDay: registers.DayOf(at), At: at, Taken: at, Done: at, State: permits.TrialDone,
		Report: &permits.RiskReport{
			Persons: 2710, Classes: 484, SmallestClass: 2, Quasi: []string{"person.birth_date", "person.municipality", "person.sex"},
			Cells: []permits.SmallCells{{Variable: "employment_code.end_reason", Protection: registers.Exact, Values: 11, Small: 2, Persons: 5, Threshold: 5}},
		}}}
}
