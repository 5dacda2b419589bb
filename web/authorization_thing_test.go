package web

import (
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A thing is what an address is about: its parameters, and who sees it.
type thing struct {
	params map[string]string
	sees   []permits.UserID
}

func ids(all ...permits.Actor) (found []permits.UserID) {
	for _, a := range all {
		found = append(found, a.ID)
	}
	return found
}

// fail has an order's build begin and fail.
func (s *site) fail(id permits.OrderID) {
	s.t.Helper()
	if _, err := s.db.BeginBuild(s.t.Context(), id); err != nil {
		s.t.Fatal(err)
	}
	if err := s.db.FailOrder(s.t.Context(), id, "disk"); err != nil {
		s.t.Fatal(err)
	}
}

// things prepares one thing of each kind, all somebody's own.
func things(s *site, desk *person) map[Whose][]thing {
	s.t.Helper()
	one := func(param, path string, sees ...permits.Actor) thing {
		return thing{map[string]string{param: last(path)}, ids(sees...)}
	}
	registeredKey(s)
	draft, _ := drafted(s)
	inUse, p := inForce(s)
	order, _ := sealedOrder(s, p, inUse)
	p.act(inUse, "challenge-key", form("proved_key", testKey))
	delegated, q := toEnvironment(s)
	parcel := q.must(delegated+"/orders", nil)
	seal(s, permits.OrderID(last(parcel)))
	third, r := inForce(s)
	sealLetters(s)
	failed := r.must(third+"/orders", nil)
	s.fail(permits.OrderID(last(failed)))
	giving := confirmedDisclosure(s)
	given := s.as(analyytik).must(giving+"/orders", nil)
	seal(s, permits.OrderID(last(given)))

	contact, officer := s.as(yhteys), s.as(vastaava)
	waiting := contact.must("/access/new", accessForm1())
	granted := contact.must("/access/new", accessForm1())
	whole := accessForm1()
	whole["version"] = []string{"1"}
	officer.must(granted+"/grant", whole)
	a, err := s.db.Access(s.t.Context(), last(granted))
	if err != nil {
		s.t.Fatal(err)
	}
	held := "/access/rights/" + a.Right
	contact.must(held+"/notices", form("removal", "5a.1.1", "what", "Siirtyi toisiin tehtäviin."))
	notices, err := s.db.Notices(s.t.Context(), "")
	if err != nil || len(notices) != 1 {
		s.t.Fatal(notices, err)
	}

	p.attach(inUse, "kind", "other-annex", "to", "report", "Selvitys.txt", "Selvitys aineiston käytöstä.")
	s.scan(inUse, 1, true)
	used := one("case", inUse, tutkija, apulainen, esittelija, ratkaisija)
	used.params["attachment"] = "1"

	record := desk.open("person", hetuAino)
	client := one("client", record, virkailija)
	client.params["row"] = last(desk.link(record, `/rows/[a-z2-7]+`))
	asked := desk.asked(record, "15")
	s.found(asked)
	_, body := desk.get("/findings")
	client.params["spell"] = strings.Split(desk.link(record, `/rows/[a-z2-7]+/end`), "/")[5]
	doubted := desk.asked(record, "21")
	desk.must(doubted+"/identity", form("version", desk.version(doubted+"/identity"), "identity_doubt", "Osoite ei täsmää"))
	erased := desk.asked(record, "17")
	limited := s.restrict("employer", s.idOf("employer", ytunnus))
	assessment := s.as(esittelija).must("/assessments/new/dpia", form("version", "0", "assessment_description", "a", "assessment_necessity", "b",
		"assessment_risks", "c", "assessment_measures", "d", "assessment_advice", "e", "step", "approved"))
	_, front := desk.get("/")
	common := map[string]string{"assessment": last(assessment), "notice": notices[0].ID, "finding": last(findingLink.FindStringSubmatch(body)[1]),
		"*": staticFile.FindString(front), "permit": last(inUse), "calendar": "salainen-osoite"}
	old := permits.Legacy{Number: "TEM/1/2019", Title: "Vanha", Organisation: "Pohjolan yliopisto", Purpose: permits.Research, Language: "fi", People: []string{"Tiina Tutkija"},
		Decided: registers.DayOf(time.Date(2019, 3, 1, 12, 0, 0, 0, time.UTC)), Term: registers.Period{From: registers.DayOf(time.Date(2019, 4, 1, 12, 0, 0, 0, time.UTC)), To: registers.DayOf(time.Date(2020, 9, 1, 12, 0, 0, 0, time.UTC))}}
	if _, err := s.db.ImportLegacy(s.t.Context(), esittelija.ID, []permits.Legacy{old}, false); err != nil {
		s.t.Fatal(err)
	}
	common["legacy"] = "KEHA-M1-2019"
	if err := s.db.LinkCalendar(s.t.Context(), apulainen.ID, common["calendar"]); err != nil {
		s.t.Fatal(err)
	}
	return map[Whose][]thing{
		OfAll:         {{params: common, sees: ids(everybody...)}},
		OfParties:     {used},
		OfApplicant:   {one("case", draft, tutkija), one("case", inUse, tutkija)},
		OfSignatories: {one("case", inUse, tutkija, apulainen)},
		OfOwners:      {one("case", inUse, tutkija, apulainen)},
		OfBody:        {one("disclosure", giving, analyytik, esittelija, ratkaisija)},
		OfBasis:       {one("order", order, tutkija, apulainen, esittelija, ratkaisija), one("order", given, analyytik, esittelija, ratkaisija)},
		OfFailed:      {one("order", failed, tutkija, esittelija, ratkaisija)},
		OfRecipient:   {one("order", order, tutkija, apulainen), one("order", given, analyytik), one("order", parcel, yllapitaja)},
		OfEnvironment: {one("parcel", parcel, yllapitaja)},
		OfReach:       {client},
		OfAsking:      {one("request", asked, virkailija, esittelija, ratkaisija)},
		OfAnswering:   {one("request", asked, virkailija), one("request", doubted, virkailija), one("request", erased, virkailija), one("request", limited, virkailija)},
		OfOffice:      {{nil, ids(virkailija)}},
		OfApplying:    {{map[string]string{"access": last(waiting), "right": last(held)}, ids(yhteys, vastaava)}},
		OfHolder:      {one("right", held, yhteys, vastaava)},
		OfTelling:     {one("right", held, yhteys, vastaava)},
		OfOthers:      {{map[string]string{"rule": "bulk", "actor": string(vastaava.ID), "day": "2020-11-02"}, ids(vastaava)}},
		OfDocument:    {answeredDocument(s)},
		OfBreach:      {one("breach", toldBreach(s, inUse), tutkija, esittelija, ratkaisija)},
		OfAsked:       {askedOf(s, ulkopuoli), askedOfficer(s)},
		OfOwnBody:     {one("order", given)},
	}
}
