package permits

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"tietolupa/registers"
)

// loa3 is how the people of the tests have been identified.
const loa3 = "loa3"

// The people of the tests.
var (
	aino    = Actor{ID: "aino", Identified: loa3, Name: "Aino Virtanen", Duties: []Duty{Researcher}, Language: "fi"}
	eero    = Actor{ID: "eero", Identified: loa3, Name: "Eero Lindqvist", Duties: []Duty{Researcher}, Language: "sv"}
	liisa   = Actor{ID: "liisa", Identified: loa3, Name: "Liisa Ranta", Duties: []Duty{Researcher}}
	paivi   = Actor{ID: "paivi", Identified: loa3, Name: "Päivi Korhonen", Body: KEHA, Duties: []Duty{Presenter}}
	mika    = Actor{ID: "mika", Identified: loa3, Name: "Mika Saarinen", Body: KEHA, Duties: []Duty{Presenter}}
	henrik  = Actor{ID: "henrik", Identified: loa3, Name: "Henrik Nyman", Body: KEHA, Duties: []Duty{Decider}}
	both    = Actor{ID: "both", Identified: loa3, Name: "Kaksi Tehtävää", Body: KEHA, Duties: []Duty{Presenter, Decider}}
	foreign = Actor{ID: "foreign", Identified: loa3, Name: "Toinen Virasto", Body: TEM, Duties: []Duty{Presenter, Decider}}
	sanna   = Actor{ID: "sanna", Identified: loa3, Name: "Sanna Mäkelä", Body: TEM, Duties: []Duty{Analyst}}
	oskari  = Actor{ID: "oskari", Identified: loa3, Name: "Oskari Heikkinen", Body: "ELY13", Duties: []Duty{Analyst}}
)

var start = time.Date(2020, 11, 2, 9, 0, 0, 0, time.UTC)

func hours(n int) time.Time { return start.Add(time.Duration(n) * time.Hour) }

func on(s string) registers.Day {
	d, err := registers.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func theCatalogue(t testing.TB) *registers.Catalogue {
	t.Helper()
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// application is one that may be submitted on the tests' day.
func application() Application {
	a := Application{
		Title: "Työttömyyden kesto", Purpose: Research, Organisation: "Pohjolan yliopisto", Abstract: "Tiivistelmä.",
		Plan: "Suunnitelma.", Security: "Suojattu ympäristö.", Disposal: "Hävitetään.", Article6: "e",
		Until: on("2023-11-02"), Language: "fi", EService: true, Contact: "Aino Virtanen", ContactEmail: "aino@esimerkki.fi", Control: OwnControl,
		People:    []Participant{{User: "eero", Name: "Eero Lindqvist"}, {User: "aino", Name: "Aino Virtanen", Leader: true}},
		Recipient: Recipient{Kind: PersonRecipient, Name: "Aino Virtanen", Key: "age1recipient"},
		Reasons:   map[string]string{},
		Scope: Scope{
			Version: ScopeVersion,
			Tables: []ScopeTable{
				{Table: "person", Variables: []ScopeVariable{
					{ID: "person.birth_date", Protection: registers.Year}, {ID: "person.sex", Protection: registers.Exact},
					{ID: "person.municipality", Protection: registers.Exact},
				}},
				{Table: "employment_code", Variables: []ScopeVariable{
					{ID: "employment_code.code", Protection: registers.Exact}, {ID: "employment_code.start_date", Protection: registers.Month},
				}},
			},
			Population: []registers.Predicate{{ID: "person.municipality", In: []string{"564", "889"}}},
			Period:     registers.Period{From: on("2018-01-01"), To: on("2020-09-30")},
		},
	}
	for _, id := range a.Scope.VariableIDs() {
		a.Reasons[id] = "Kysymys 1."
	}
	return a
}

// proposal grants all that c asks for.
func proposal(c Case) Decision {
	return tried(Decision{
		Outcome: GrantAll, Scope: c.Application.Scope, Reasons: "Edellytykset täyttyvät.",
		Term:       registers.Period{From: on("2020-11-02"), To: on("2023-11-02")},
		Findings:   []Finding{{Ground: "25", Text: "On ilmeistä, koska rivit ovat pseudonyymejä."}},
		Conditions: StandardConditions(), Considered: considered(), Necessity: needed(c.Application.Scope),
	})
}

// ran is dry run no of s, that the service made an hour before the tests' own first
// and that found so many persons.
func ran(no int, s Scope, persons int64) Trial {
	at := hours(-1)
	return Trial{No: no, Scope: s.WithKeys(theCat), LawDay: registers.DayOf(at), At: at, Taken: at, Done: at, State: TrialDone, Report: &RiskReport{Persons: persons}}
}

// tried gives d the dry run of what it grants, of a cohort that is not small.
func tried(d Decision) Decision { return Case{}.Rests(d, []Trial{ran(1, d.Scope, 5000)}, theCat) }

// considered is found on every topic of a grant to research.
func considered() []Considered {
	return []Considered{
		{"purpose", "Hanke vastaa avoimeen tutkimuskysymykseen."}, {"freedom", "Tutkimus voidaan toteuttaa suunnitellusti."},
		{"basis", "Yliopistolla on tutkimukseen lakisääteinen tehtävä."}, {"necessity", "Muuttujat vastaavat kumpaankin kysymykseen."},
		{"dpia", "Arviointi on tehty ja toimitettu."}, {"claims", "Vastaus ei muuta ratkaisua mitenkään."},
	}
}

// needed finds every variable needed as the applicant says.
func needed(s Scope) map[string]string {
	all := map[string]string{}
	for _, id := range s.VariableIDs() {
		all[id] = AsApplied
	}
	return all
}

// changing is a decision of outcome on the change that c waits for.
func changing(c Case, outcome Outcome) Decision {
	v, _ := c.InChange()
	d := proposal(v)
	if outcome == RefuseAll {
		d = refusal("Tarvetta ei ole osoitettu.")
	}
	d.Outcome, d.Term.To = outcome, v.Application.Until
	d.Considered = append(d.Considered, Considered{"consent", "Suostumusta ei pyydetä tähän käyttöön."})
	for _, n := range SecrecyNeeds(v.Application.Scope, theCat) {
		if n.Must && n.Ground != "25" {
			d.Findings = append(d.Findings, Finding{Ground: n.Ground, Category: n.Category, Text: "Ilmeistä tälläkin tarkkuudella."})
		}
	}
	return d
}

// granting proposes all of the change that c waits for, grants it an hour later, and
// has both officials sign its letter.
func granting(t testing.TB, c Case, by Actor, now time.Time) Case {
	t.Helper()
	c = must[Case](t)(c.Propose(paivi, c.Version, true, changing(c, GrantAll), theCat, now))
	c = must[Case](t)(c.Decide(by, c.Version, true, now.Add(time.Hour)))
	return changeSigned(t, c, now.Add(time.Hour))
}

// changeSigned has both officials sign the letters of a change, and of any measure
// before it.
func changeSigned(t testing.TB, c Case, now time.Time) Case {
	t.Helper()
	for _, m := range c.UnsignedMeasures() {
		for _, id := range []UserID{m.Presenter, m.Decider} {
			by := Actor{ID: id, Identified: loa3, Body: KEHA, Duties: []Duty{Presenter, Decider}}
			c = must[Case](t)(c.SignLetter(by, c.Version, true, strings.Repeat("c", 64), now))
		}
	}
	return c
}

// refusal refuses all that is applied for.
func refusal(reasons string) Decision {
	return Decision{Outcome: RefuseAll, Reasons: reasons, Considered: append(considered(),
		Considered{"alternatives", "Mikään määräys ei korvaisi suunnitelmaa."}, Considered{"advice", "Liittäkää uuteen hakemukseen suunnitelma."})}
}

// partial grants less of the period than c asks for.
func partial(c Case) Decision {
	d := proposal(c)
	d.Outcome = GrantPart
	d.Scope.Period.From = on("2019-01-01")
	d.Refusals = []Refusal{{Item: "period", Code: "R4", Text: "Tiedot on poistettu."}}
	return tried(d)
}

// signed has both officials sign the decision's letter.
func signed(t testing.TB, c Case, now time.Time) Case {
	t.Helper()
	for _, by := range []Actor{paivi, henrik} {
		c = must[Case](t)(c.SignLetter(by, c.Version, true, strings.Repeat("a", 64), now))
	}
	return c
}

// codeOf is the challenge of the tests to a key, and the code that it holds.
func codeOf(key string) (Challenge, string) {
	sum := sha256.Sum256([]byte("KOODI"))
	return Challenge{Key: key, Fingerprint: "SHA256:" + key, Sealed: "age-encryption.org/v1", SHA256: hex.EncodeToString(sum[:])}, "koodi"
}

// proved has the leader prove the recipient's key.
func proved(t testing.TB, c Case, now time.Time) Case {
	t.Helper()
	ch, code := codeOf(c.Recipient().Key)
	c = must[Case](t)(c.ChallengeKey(aino, c.Version, ch, now))
	return must[Case](t)(c.ProveKey(aino, c.Version, code, now))
}

// agreed is the hash of what the acceptance of c's open change covers.
func agreed(c Case) string {
	a, _ := c.Agreement(theCat)
	return a.SHA256
}

func must[T any](t testing.TB) func(T, Event, error) T {
	return func(v T, _ Event, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// at gives a case in state s, taken there by the commands themselves.
func at(t testing.TB, s State) Case {
	t.Helper()
	cat, ok := theCatalogue(t), must[Case](t)
	c := ok(NewCase("KEHA-1-2020", aino, start))
	c = ok(c.Save(aino, c.Version, application(), nil, hours(1)))
	if s == Draft {
		return c
	}
	c = ok(c.Submit(aino, c.Version, cat, hours(2)))
	if s == Submitted {
		return c
	}
	if s == Withdrawn {
		return ok(c.Withdraw(aino, c.Version, hours(3)))
	}
	c = ok(c.Take(paivi, hours(3)))
	if s == InReview {
		return c
	}
	if s == Supplementing {
		return ok(c.Supplement(paivi, c.Version, []Lack{{"plan", "HL 22 §", "Suunnitelma on vajaa.", true}}, registers.Day{}, "", hours(4)))
	}
	d := proposal(c)
	switch s {
	case PartlyGranted:
		d = partial(c)
	case Refused:
		d = refusal("Tutkimussuunnitelma puuttuu.")
	}
	c = ok(c.Propose(paivi, c.Version, true, d, cat, hours(4)))
	if s == Proposed {
		return c
	}
	c = ok(c.Decide(henrik, c.Version, true, hours(5)))
	if s == Granted || s == PartlyGranted || s == Refused {
		return c
	}
	c = signed(t, c, hours(5))
	c = ok(c.Serve(paivi, hours(6), hours(6)))
	if s == Served {
		return c
	}
	c = ok(c.AcceptConditions(aino, c.ConditionsSHA256(), hours(7)))
	_, fi := Undertaking("fi")
	_, sv := Undertaking("sv")
	c = ok(c.Sign(aino, fi, hours(8)))
	c = ok(c.Sign(eero, sv, hours(9)))
	c = proved(t, c, hours(9))
	switch s {
	case InForce:
		return c
	case Ended:
		return ok(c.End(aino, hours(10)))
	case Revoked:
		c = ok(revoking(c, henrik, "Tietoja hävitettäisiin.", hours(10)))
		for _, by := range []Actor{paivi, henrik} {
			c = ok(c.SignLetter(by, c.Version, true, strings.Repeat("b", 64), hours(10)))
		}
		return c
	}
	t.Fatalf("no case is in state %q", s)
	return Case{}
}

func request() DisclosureRequest {
	a := application()
	return DisclosureRequest{
		Task: "tem-steering", Provision: "916/2012", Necessity: "Palvelujen ohjaus edellyttää tietoja.", Scope: a.Scope,
		Term: registers.Period{From: on("2020-11-02"), To: on("2021-11-02")}, Recipient: a.Recipient,
	}
}

// disclosed gives a disclosure to the ministry in state s.
func disclosed(t testing.TB, s DisclosureState) Disclosure {
	t.Helper()
	cat, ok := theCatalogue(t), must[Disclosure](t)
	d := ok(RequestDisclosure("KEHA-L1-2020", sanna, request(), cat, hours(1)))
	if s == DisclosureIsRequested {
		return d
	}
	d = ok(d.Prepare(paivi, d.Version, d.Scope, cat, hours(2)))
	if s == DisclosureIsPrepared {
		return d
	}
	return ok(d.Confirm(mika, d.Version, hours(3)))
}

// rule is the name of the rule that err is, or what else it is.
func rule(err error) string {
	if err == nil {
		return "nothing"
	}
	if r, ok := errors.AsType[*RuleError](err); ok {
		return r.Rule
	}
	return "no rule: " + err.Error()
}
