package web

import (
	"net/http"
	"reflect"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// A breachBrief is a personal data breach in a list.
type breachBrief struct {
	Breach  string              `json:"breach"`
	Number  string              `json:"number" doc:"as letters print it"`
	State   permits.BreachState `json:"state"`
	Version int                 `json:"version"`
	Basis   string              `json:"basis" doc:"permit or disclosure; empty for none"`
	Kinds   []string            `json:"kinds"`
	Aware   time.Time           `json:"aware" doc:"the 72 hours run from then"`
	Due     time.Time           `json:"due" doc:"of the notice to the ombudsman"`
	Late    bool                `json:"late"`
	Handler *personJSON         `json:"handler"`
	Closed  time.Time           `json:"closed,omitzero"`
}

type breachList struct {
	Breaches []breachBrief `json:"breaches"`
	Next     string        `json:"next,omitempty"`
}

type breachJSON struct {
	breachBrief
	ToldBy    personJSON         `json:"told_by"`
	Happened  string             `json:"happened"`
	What      string             `json:"what"`
	Extracts  []permits.OrderID  `json:"extracts"`
	Persons   int                `json:"persons" doc:"touched, as far as it is known: each once, however many extracts hold them"`
	Counting  bool               `json:"counting"`
	Risk      permits.BreachRisk `json:"risk"`
	Exemption string             `json:"exemption"`
	Owes      []string           `json:"owes" doc:"whom a notice is still owed to"`
	Notices   []noticeJSON       `json:"notices"`
	Suspended time.Time          `json:"suspended,omitzero" doc:"the permit, because of this"`
	Texts     []textJSON         `json:"texts"`
	Events    []eventJSON        `json:"events"`
	Commands  []permits.Command  `json:"commands" doc:"open to the reader now"`
}

type noticeJSON struct {
	To   string     `json:"to"`
	Name string     `json:"name"`
	By   personJSON `json:"by"`
	At   time.Time  `json:"at"`
	Late bool       `json:"late"`
	Text string     `json:"text"`
}

// A newBreachJSON is a notice of a breach as a program gives it.
type newBreachJSON struct {
	Basis    string    `json:"basis,omitempty" doc:"permit, disclosure or order of the visitor's; empty for KEHA's own"`
	Kinds    []string  `json:"kinds" doc:"confidentiality, integrity, availability"`
	Happened string    `json:"happened,omitempty"`
	What     string    `json:"what"`
	Aware    time.Time `json:"aware,omitzero" doc:"when KEHA became aware, as an officer records it; now when absent"`
}

// breachAPI gives breaches in JSON. Who told of one sees no more than on its page.
func (s *server) breachAPI() matterAPI[permits.Breach] {
	return matterAPI[permits.Breach]{matterKind: s.breachKind(), tag: "breaches", one: "breach", view: casbin.BreachView, whose: OfBreach, answer: reflect.TypeFor[breachJSON](),
		specimens: []permits.Breach{{ID: "KEHA-T0-2020", Basis: "KEHA-0-2020"}},
		sees1: func(v *visit, b permits.Breach) func(permits.Text) bool {
			return func(t permits.Text) bool { return permits.MaySeeBreachText(v.Actor, b, t) }
		},
		inside: insideBreach, json: func(v *visit, b permits.Breach, m matterView, people map[permits.UserID]string) any {
			return breachOf(v, b, m, people)
		}}
}

func (s *server) breachOperations() []operation {
	return append([]operation{
		{Route: duty("GET", "/api/breaches", casbin.BreachView, OfAll), ID: "listBreaches", Tag: "breaches", Summary: "The register of breaches to officers; to others what they told of", Query: listParams, Answer: reflect.TypeFor[breachList](), do: s.apiBreaches},
		{Route: duty("POST", "/api/breaches", casbin.BreachTell, OfAll), ID: "tellBreach", Tag: "breaches", Summary: "Tell of a personal data breach (GDPR 33)", Status: http.StatusCreated, Idempotent: true,
			Body: reflect.TypeFor[newBreachJSON](), Answer: reflect.TypeFor[breachJSON](), do: s.apiTellBreach},
	}, s.breachAPI().operations(s)...)
}

func breachBriefOf(v *visit, b permits.Breach, people map[permits.UserID]string) breachBrief {
	return breachBrief{b.ID, caseNumber(b.ID), b.State, b.Version, b.Basis, b.Kinds, b.Aware, b.Due(), b.Late(v.Now), someoneJSON(b.Handler, people), b.Closed}
}

func breachOf(v *visit, b permits.Breach, m matterView, people map[permits.UserID]string) breachJSON {
	j := breachJSON{breachBrief: breachBriefOf(v, b, people), ToldBy: personJSON{b.By, people[b.By]}, Happened: b.Happened, What: m.Says(b.What), Suspended: b.Suspended,
		Owes: []string{}, Notices: []noticeJSON{}, Texts: m.written(people), Events: m.done(people), Commands: append([]permits.Command{}, m.Acts...)}
	if !v.officer() {
		return j
	}
	j.Extracts, j.Persons, j.Counting, j.Risk, j.Exemption = b.Extracts, b.Persons(), b.Counting(), b.Risk, b.Exemption
	j.Owes = append(j.Owes, b.Owes()...)
	for _, n := range b.Notices {
		j.Notices = append(j.Notices, noticeJSON{n.To, n.Name, personJSON{n.By, people[n.By]}, n.At, n.Late, m.Says(n.Text)})
	}
	return j
}

func (s *server) apiBreaches(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.BreachView)
	if err != nil {
		return nil, err
	}
	all, err := s.breachesFor(r, v)
	if err != nil {
		return nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(r, all, func(b permits.Breach) string { return b.ID })
	if err != nil {
		return nil, err
	}
	list := breachList{Breaches: []breachBrief{}, Next: next}
	for _, b := range page {
		list.Breaches = append(list.Breaches, breachBriefOf(v, b, people))
	}
	return list, nil
}

func (s *server) apiTellBreach(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.BreachTell)
	if err != nil {
		return nil, err
	}
	var in newBreachJSON
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	src, _, err := s.breachSource(r, v, in.Basis)
	if err != nil {
		return nil, err
	}
	n := permits.BreachNotice{Kinds: in.Kinds, Happened: in.Happened, What: in.What}
	if v.officer() {
		if n.Aware = in.Aware; n.Aware.IsZero() {
			n.Aware = v.Now
		}
	}
	b, err := s.DB.TellBreach(r.Context(), func(id string, now time.Time) (permits.Breach, permits.Event, error) {
		return permits.TellBreach(id, v.Actor, src, n, now)
	})
	if err != nil {
		return nil, err
	}
	return s.breachAPI().answered(s, r, v, b, http.StatusCreated)
}
