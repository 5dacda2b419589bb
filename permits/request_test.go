package permits

import (
	"slices"
	"strings"
	"testing"
)

// The requests of the tests.
func wish() NewRequest {
	return NewRequest{Kind: DocumentRequest, Channel: "service", Language: "fi", Title: "Päätös", What: "Tietoluvan KEHA/3/2020 päätös."}
}

func official29() NewRequest {
	return NewRequest{Kind: AuthorityRequest, Channel: "email", Language: "fi", Title: "Asiakkuus", What: "Asiakkuus lokakuussa 2020.", Authority: "Kansaneläkelaitos",
		Official: "Etuuskäsittelijä Eeva Esimerkki", Provision: "benefits", Need: "Etuusasia on vireillä."}
}

func aggregate() NewRequest {
	n := wish()
	n.Kind, n.What = AggregateRequest, "Työttömät kunnittain ja ikäryhmittäin."
	return n
}

func made(n NewRequest, by Actor) Request {
	r, _, err := MakeRequest("KEHA-A1-2020", by, n, start)
	if err != nil {
		panic(err)
	}
	return r
}

func going(r Request, _ Event, err error) Request {
	if err != nil {
		panic(err)
	}
	return r
}

// taken is a request that Päivi, or Henrik for an authority, handles.
func taken(n NewRequest) Request {
	by, handler := aino, paivi
	if n.Kind == AuthorityRequest {
		by, handler = mika, henrik
	}
	r := made(n, by)
	return going(r.Take(handler, r.Version, hours(1)))
}

func given(r Request) Reply {
	a := Reply{Outcome: "given", Basis: "public", Text: "Liitteenä.", Way: "electronic", Fee: "electronic", Smallest: 5}
	if r.Kind == AuthorityRequest {
		a.Basis, a.Way, a.Fee = "provision", "encrypted", ""
	}
	return a
}

// read is an authority's request for which somebody has read.
func read(t *testing.T) Request {
	r := taken(official29())
	r = going(r.NameReader(henrik, r.Version, liisa, true, hours(2)))
	return must[Request](t)(r.Read(liisa, "KO-1", []string{"clientship.start_date", "person.municipality"}, anyCatalogue, hours(3)))
}

func init() {
	add := func(name string, try func(*testing.T) error) { breaches = append(breaches, breach{name, try}) }
	bad := func(name string, by Actor, n func() NewRequest, change func(*NewRequest)) {
		add(name, func(*testing.T) error {
			it := n()
			change(&it)
			return last(MakeRequest("KEHA-A1-2020", by, it, start))
		})
	}
	giving := func(name string, n func() NewRequest, change func(*Reply)) {
		add(name, func(t *testing.T) error {
			r := taken(n())
			by := paivi
			if r.Kind == AuthorityRequest {
				r, by = read(t), henrik
			}
			a := given(r)
			change(&a)
			return last(r.Give(by, r.Version, a, hours(4)))
		})
	}
	bad("no-such-request", aino, wish, func(n *NewRequest) { n.Kind = "wish" })
	bad("no-such-language request", aino, wish, func(n *NewRequest) { n.Language = "en" })
	bad("request-field what", aino, wish, func(n *NewRequest) { n.What = " " })
	bad("request-field channel", aino, wish, func(n *NewRequest) { n.Channel = "letter" })
	bad("request-field day", paivi, wish, func(n *NewRequest) { n.Channel, n.Arrived = "letter", on("2020-11-03") })
	bad("recurring-by-interface", mika, official29, func(n *NewRequest) { n.Recurring = true })
	bad("request-field need", mika, official29, func(n *NewRequest) { n.Need = "" })
	bad("no-provision request", mika, official29, func(n *NewRequest) { n.Provision = "" })
	bad("no-such-provision", mika, official29, func(n *NewRequest) { n.Provision = "curiosity" })
	giving("secret-to-the-public", wish, func(a *Reply) { a.Secrecy = []string{"25"} })
	giving("no-secret-parts", wish, func(a *Reply) { a.Basis, a.Secrecy = "party", []string{"25"} })
	giving("no-ground part", wish, func(a *Reply) { a.Outcome = "partly" })
	giving("no-ground unknown", wish, func(a *Reply) { a.Outcome, a.Grounds = "partly", []string{"33"} })
	giving("small-cell", aggregate, func(a *Reply) { a.Smallest = 4 })
	giving("request-field basis", aggregate, func(a *Reply) { a.Basis = "party" })
	giving("request-field fee", wish, func(a *Reply) { a.Fee = "tip" })
	giving("no-reasons give", wish, func(a *Reply) { a.Text = "" })
	add("beyond-the-price", func(*testing.T) error {
		r := taken(aggregate())
		r = going(r.QuoteWork(paivi, r.Version, 4, on("2020-11-20"), "Tunti.", hours(2)))
		r = going(r.AnswerQuote(aino, r.Version, true, hours(3)))
		a := given(r)
		a.Fee, a.Quarters = "search", 5
		return last(r.Give(paivi, r.Version, a, hours(4)))
	})
	add("beyond-the-clock", func(*testing.T) error {
		r := taken(wish())
		return last(r.QuoteWork(paivi, r.Version, 4, on("2020-12-20"), "Tunti.", hours(2)))
	})
	add("no-price-for-authorities", func(*testing.T) error {
		r := taken(official29())
		return last(r.QuoteWork(henrik, r.Version, 4, on("2020-11-10"), "Tunti.", hours(2)))
	})
	add("no-need-to-know", func(*testing.T) error {
		r := taken(wish())
		return last(r.AskPrecision(paivi, r.Version, []string{"purpose"}, "", "Mihin?", hours(2)))
	})
	add("already-bulky", func(*testing.T) error {
		r := taken(wish())
		r = going(r.CallBulky(paivi, r.Version, "many", "Sata sivua.", hours(2)))
		return last(r.CallBulky(paivi, r.Version, "many", "Sata sivua.", hours(3)))
	})
	add("no-interface", func(t *testing.T) error {
		n := official29()
		n.Provision = "police"
		r := taken(n)
		r = going(r.NameReader(henrik, r.Version, liisa, true, hours(2)))
		r = going(r.Read(liisa, "KO-1", []string{"person.municipality"}, anyCatalogue, hours(3)))
		a := given(r)
		a.Way = "interface"
		return last(r.Give(henrik, r.Version, a, hours(4)))
	})
	add("nobody-has-read", func(*testing.T) error {
		r := taken(official29())
		return last(r.Give(henrik, r.Version, given(r), hours(2)))
	})
	add("not-delegated presenter", func(*testing.T) error {
		r := made(official29(), mika)
		r = going(r.Take(paivi, r.Version, hours(1)))
		return last(r.Give(paivi, r.Version, given(r), hours(2)))
	})
	add("reader-without-right", func(*testing.T) error {
		r := taken(official29())
		return last(r.NameReader(henrik, r.Version, liisa, false, hours(2)))
	})
	add("not-the-reader", func(*testing.T) error {
		return last(taken(official29()).Read(henrik, "KO-1", []string{"person.municipality"}, anyCatalogue, hours(2)))
	})
	add("outside-catalogue read", func(*testing.T) error {
		r := taken(official29())
		r = going(r.NameReader(henrik, r.Version, liisa, true, hours(2)))
		return last(r.Read(liisa, "KO-1", []string{"person.dream"}, anyCatalogue, hours(3)))
	})
	add("not-an-authority", func(*testing.T) error {
		r := taken(wish())
		return last(r.NameReader(paivi, r.Version, liisa, true, hours(2)))
	})
	add("nothing-refused", func(*testing.T) error { r := taken(wish()); return last(r.Demand(aino, r.Version, "", hours(2))) })
	add("same-presenter request", func(*testing.T) error {
		r := made(wish(), aino)
		r = going(r.Take(both, r.Version, hours(1)))
		r = going(r.Refuse(both, r.Version, []string{"25"}, "Salainen.", hours(2)))
		r = going(r.Demand(aino, r.Version, "", hours(3)))
		return last(r.Decide(both, r.Version, Reply{Outcome: "refused", Grounds: []string{"25"}, Text: "Sama."}, hours(4)))
	})
	add("own-case request", func(*testing.T) error {
		r := made(wish(), both)
		return last(r.Take(both, r.Version, hours(1)))
	})
	add("disqualified request", func(*testing.T) error {
		r := taken(wish())
		r = going(r.DeclareInterest(paivi, r.Version, "4", "Läheinen.", hours(2)))
		return last(r.Take(paivi, r.Version, hours(3)))
	})
}

// TestRequestClocks: two weeks, or a month when bulky (JulkL 14.4 §), from when
// the request is precise; and the marking of what leaves (25 §).
func TestRequestClocks(t *testing.T) {
	r := taken(wish())
	if got := r.Due().String(); got != "2020-11-16" {
		t.Errorf("two weeks end on %s", got)
	}
	r = going(r.AskPrecision(paivi, r.Version, []string{"document"}, "", "Mikä päätös?", hours(24)))
	if c := r.Clocks(hours(25)); len(c) != 1 || !c[0].Paused || r.WaitsFor() != WaitsApplicant {
		t.Errorf("while the asker thinks: %+v", c)
	}
	r = going(r.GivePrecise(aino, r.Version, "Viimeisin.", hours(48)))
	if got := r.Due().String(); got != "2020-11-18" {
		t.Errorf("two weeks from a precise request end on %s", got)
	}
	r = going(r.CallBulky(paivi, r.Version, "secret-parts", "Osia peitetään.", hours(49)))
	if got := r.Due().String(); got != "2020-12-04" {
		t.Errorf("a month ends on %s", got)
	}
	a := given(r)
	a.Outcome, a.Basis, a.Secrecy, a.Parts, a.Grounds = "partly", "party", []string{"32", "25", "25"}, "Sivut 3–4.", []string{"20"}
	r = going(r.Give(paivi, r.Version, a, hours(50)))
	if got := r.Answer().Marking(); got != "salassa pidettävä, JulkL 24 § 1 mom. 25 k., 32 k." || r.State != RequestIsPartlyGiven {
		t.Errorf("%s, %s", r.State, got)
	}
	if got := MarkingIn("sv", []string{"32", "25"}); got != "sekretessbelagd, OffentlighetsL 24 § 1 mom. 25, 32 punkten" {
		t.Error(got)
	}
	r = going(r.Demand(aino, r.Version, "Haluan päätöksen.", hours(72)))
	if got := r.Due().String(); got != "2020-12-07" { // the fifth is a Saturday
		t.Errorf("the authority's own month ends on %s", got)
	}
	r = going(r.Decide(henrik, r.Version, Reply{Outcome: "refused", Grounds: []string{"20"}, Text: "Liikesalaisuus."}, hours(80)))
	r = going(r.Serve(paivi, r.Version, hours(90), hours(81)))
	if c := r.Clocks(hours(91)); len(c) != 1 || c[0].Name != "appeal" || c[0].Due.String() != "2020-12-07" {
		t.Errorf("appeal: %+v", c)
	}
}

// TestRequestOfAnAuthority: what another authority is given is read with a
// named official's own right, and its secrecy follows from the catalogue.
func TestRequestOfAnAuthority(t *testing.T) {
	r := read(t)
	r = going(r.Give(henrik, r.Version, given(r), hours(4)))
	a := r.Answer()
	if !slices.Contains(a.Secrecy, "25") || a.Cents != 0 || r.Readings[0].Right != "KO-1" {
		t.Errorf("%+v", a)
	}
	if e := made(official29(), mika); e.Asker != "" || e.Provision != "benefits" {
		t.Errorf("%+v", e)
	}
	for _, p := range ProvisionsOn(on("2020-11-02")) {
		if p.Name.FI == "" || p.Name.SV == "" || p.Reach.EN == "" || p.Kind == "" {
			t.Errorf("%+v", p)
		}
	}
	if _, known := ProvisionOn("police", on("2019-01-01")); known {
		t.Error("a provision before its first day")
	}
}

// TestRequestAtAPrice: an aggregate is begun when its price is accepted, and its
// day is then the term (JulkL 21 §).
func TestRequestAtAPrice(t *testing.T) {
	r := taken(aggregate())
	if !r.Due().IsZero() {
		t.Error("an aggregate has a term before one is agreed")
	}
	r = going(r.QuoteWork(paivi, r.Version, 6, on("2020-12-15"), "Puolitoista tuntia.", hours(2)))
	if r.Quote.Cents != 7800 {
		t.Errorf("an hour and a half costs %d", r.Quote.Cents)
	}
	r = going(r.AnswerQuote(aino, r.Version, true, hours(3)))
	if c := r.Clocks(hours(4)); len(c) != 1 || c[0].Provision != "JulkL 21 §" || c[0].Due.String() != "2020-12-15" {
		t.Errorf("%+v", c)
	}
	no := taken(aggregate())
	no = going(no.QuoteWork(paivi, no.Version, 6, on("2020-12-15"), "Puolitoista tuntia.", hours(2)))
	if no = going(no.AnswerQuote(aino, no.Version, false, hours(3))); no.State != RequestIsWithdrawn {
		t.Error(no.State)
	}
}

// TestRequestsAreSeen by their asker and the officers, and notes by officers.
func TestRequestsAreSeen(t *testing.T) {
	r := taken(wish())
	r = going(r.Note(paivi, r.Version, "Soitti.", hours(2)))
	note := r.Written[len(r.Written)-1]
	for _, c := range []struct {
		by         Actor
		sees, note bool
	}{{aino, true, false}, {eero, false, false}, {paivi, true, true}, {foreign, false, false}, {Actor{}, false, false}} {
		if MaySeeRequest(c.by, r) != c.sees || MaySeeRequestText(c.by, r, note) != c.note {
			t.Errorf("%s: %v, %v", c.by.ID, MaySeeRequest(c.by, r), MaySeeRequestText(c.by, r, note))
		}
	}
}

// TestRequestFromOutside: an officer records what somebody wrote or said, on
// the day it came, and answers for them in the service.
func TestRequestFromOutside(t *testing.T) {
	n := wish()
	n.Channel, n.Arrived, n.Contact = "letter", on("2020-10-30"), "Matti, PL 1"
	r := made(n, paivi)
	if r.Asker != "" || r.Due().String() != "2020-11-13" {
		t.Errorf("%s, %s", r.Asker, r.Due())
	}
	r = going(r.Take(paivi, r.Version, hours(1)))
	r = going(r.AskPrecision(paivi, r.Version, []string{"document", "purpose"}, SecretGround, "Mikä?", hours(2)))
	r = going(r.GivePrecise(paivi, r.Version, "Soitti: viimeisin.", hours(3)))
	if r = going(r.Transfer(paivi, r.Version, "Tilastokeskus", "Asiakirja on siellä.", hours(4))); r.State != RequestIsTransferred || r.Sent.To != "Tilastokeskus" {
		t.Error(r.State)
	}
	if slices.ContainsFunc(r.Written, func(x Text) bool { return strings.Contains(x.Body, "PL 1") && x.Visible }) {
		t.Error("the contact is shown")
	}
}
