package main

import (
	"net/url"
	"slices"
	"sync/atomic"

	"tietolupa/permits"
)

// A caseAsk is one thing that somebody does at the pages.
type caseAsk struct {
	name    string
	by      permits.UserID
	path    func() string
	command string // the form's address on the page at path; empty for a page alone
	fields  url.Values
}

// asks are every list and search page, and commands of both sides.
func (c benchCases) asks(made []permits.Case) []caseAsk {
	those := func(fits func(k permits.Case) bool) (of []permits.CaseID) {
		for _, k := range made {
			if fits(k) {
				of = append(of, k.ID)
			}
		}
		return of
	}
	pick := func(suffix string, fits func(k permits.Case) bool) func() string { // each in its turn, so that two rarely act on one
		of, turn := those(fits), new(atomic.Int64)
		if len(of) == 0 {
			return nil
		}
		return func() string { return "/cases/" + string(of[int(turn.Add(1)-1)%len(of)]) + suffix }
	}
	once := func(suffix string, fits func(k permits.Case) bool) func() string { // each case at most once, since the command moves it; empty when all have been
		of, turn := those(fits), new(atomic.Int64)
		return func() string {
			if n := int(turn.Add(1)); n <= len(of) {
				return "/cases/" + string(of[n-1]) + suffix
			}
			return ""
		}
	}
	at := func(path string) func() string { return func() string { return path } }
	in := func(suffix string, states ...permits.State) func() string {
		return pick(suffix, func(k permits.Case) bool { return slices.Contains(states, k.State) })
	}
	all := func(suffix string, state permits.State) func() string {
		return once(suffix, func(k permits.Case) bool { return k.State == state })
	}
	part := func(command string, by permits.UserID, n, of int) func() string { // of those with by that nothing was asked in, each for one command alone
		at := 0
		return once("/acts/"+command, func(k permits.Case) bool {
			if k.State != permits.InReview || k.Presenter != by || len(k.Handling.Supplements) > 0 {
				return false
			}
			at++
			return at%of == n
		})
	}
	sent := func(k permits.Case) bool { return k.State != permits.Draft }
	title := atomic.Int64{}
	asks := []caseAsk{
		{name: "queue", by: presenterID, path: at("/queue")},
		{name: "queue, all, a late page", by: secondID, path: at("/queue?state=all&page=40")},
		{name: "queue, late", by: deciderID, path: at("/queue?state=late")},
		{name: "queue, mine", by: presenterID, path: at("/queue?state=mine")},
		{name: "queue, search", by: presenterID, path: func() string {
			return "/queue?state=all&q=" + url.QueryEscape(made[int(title.Add(31))%len(made)].Application.Title)
		}},
		{name: "queue, limits", by: secondID, path: at("/queue?state=all&party=holder&purpose=research&language=sv&due=31.12.2023")},
		{name: "register of permits", path: at("/permits")},
		{name: "register of permits, search", path: at("/permits?q=pohjolan+yliopisto&purpose=statistics")},
		{name: "statistics", path: at("/permits/statistics")},
		{name: "calendar", by: presenterID, path: at("/calendar")},
		{name: "calendar of a holder", by: researcherID, path: at("/calendar")},
		{name: "own cases", by: researcherID, path: at("/cases")},
		{name: "case", by: presenterID, path: pick("", sent)},
		{name: "case, application", by: deciderID, path: pick("/application", sent)},
		{name: "note", by: presenterID, path: in("/acts/note", permits.InReview, permits.InForce, permits.Served), command: "/acts/note", fields: url.Values{"note_text": {"Hakija soitti."}}},
		{name: "message", by: secondID, path: in("/acts/message", permits.InReview, permits.InForce), command: "/acts/message", fields: url.Values{"message_text": {"Voisitteko tarkentaa?"}}},
		{name: "promise", by: deciderID, path: in("/acts/promise", permits.Submitted, permits.InReview), command: "/acts/promise", fields: url.Values{"promised": {"15.8.2023"}, "promise_reason": {"Ruuhka."}}},
		{name: "take", by: secondID, path: all("", permits.Submitted), command: "/take"},
		{name: "pause", by: presenterID, path: part("pause", presenterID, 0, 2), command: "/acts/pause", fields: url.Values{"pause_reason": {"Odotetaan lausuntoa."}}},
		{name: "supplement", by: presenterID, path: part("supplement", presenterID, 1, 2), command: "/acts/supplement",
			fields: url.Values{"lack.abstract": {"Tiivistelmästä puuttuu aineiston käyttö."}, "needed.abstract": {"yes"}, "term": {"30.6.2023"}}},
		{name: "ask-statement", by: secondID, path: part("ask-statement", secondID, 0, 1), command: "/acts/ask-statement",
			fields: url.Values{"statement_kind": {"dpo"}, "statement_from": {"Tietosuojavastaava"}, "question": {"Ovatko suojatoimet riittävät?"}, "term": {"30.6.2023"}}},
		{name: "decide", by: deciderID, path: all("", permits.Proposed), command: "/decide", fields: url.Values{"unbiased": {"yes"}}},
		{name: "draft", by: researcherID, path: pick("/edit/security", func(k permits.Case) bool { return k.State == permits.Draft && k.Applicant == researcherID }), command: "/edit/security", fields: url.Values{"security": {"Suojattu palvelin, salatut levyt."}}},
	}
	return slices.DeleteFunc(asks, func(a caseAsk) bool { return a.path == nil }) // a few cases are not in every state
}
