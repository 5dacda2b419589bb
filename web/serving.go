package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// servingActs are the commands by which a letter comes to be served: it is fetched,
// goes on paper, or is shown to have come (HL 59–60 §, SAsL 18–19 §).
func servingActs() []caseAct {
	return []caseAct{
		{Command: permits.DoFetch, action: casbin.LetterView, quotes: unservedQuotes,
			fields: func(a *acting) []actField { return a.services(permits.Service.Waits) },
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Fetch(a.v.Actor, a.service(permits.Service.Waits), now)
			}},
		{Command: permits.DoPostLetter, action: casbin.CaseServe, quotes: unservedQuotes,
			fields: func(a *acting) []actField { return a.services(unfetched) },
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.PostLetter(a.v.Actor, a.seen, a.service(unfetched), now)
			}},
		{Command: permits.DoRecordService, action: casbin.CaseServe, quotes: unservedQuotes,
			fields: func(a *acting) []actField {
				var proofs []string
				for _, p := range permits.Proofs() {
					proofs = append(proofs, "proof."+p)
				}
				return append(a.services(permits.Service.Waits), a.proposed("service_proof", proofs...), a.field("day", "day"), a.field("input", "service_note"))
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.RecordService(a.v.Actor, a.seen, a.service(permits.Service.Waits), a.chosen("service_proof"), a.day("day"), a.text("service_note"), now)
			}},
		{Command: permits.DoClaimArrival, action: casbin.PermitUse, quotes: arrivalQuotes,
			fields: func(a *acting) []actField {
				return append(a.services(permits.Service.Presumed), a.field("day", "day"), a.box("to_authority"), a.field("area", "arrival_why"))
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.ClaimArrival(a.v.Actor, a.seen, a.service(permits.Service.Presumed), a.day("day"), a.text("arrival_why"), a.text("to_authority") == "yes", now)
			}},
		{Command: permits.DoSettleArrival, action: casbin.CaseServe, quotes: arrivalQuotes,
			fields: func(a *acting) []actField {
				return append(a.services(permits.Service.Presumed), a.choice("arrival_found", "arrival.yes", "arrival.no"), a.field("day", "day"), a.box("to_authority"), a.field("area", "arrival_answer"))
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.SettleArrival(a.v.Actor, a.seen, a.service(permits.Service.Presumed), a.chosen("arrival_found") == "yes", a.day("day"), a.text("arrival_answer"), a.text("to_authority") == "yes", now)
			}},
	}
}

// unfetched says whether s could have been fetched and was not posted.
func unfetched(s permits.Service) bool { return !s.FetchBy().IsZero() }

// services is the choice of a letter, when there are several to choose of.
func (a *acting) services(of func(permits.Service) bool) []actField {
	f := a.field("radio", "service")
	for _, s := range a.c.Services() {
		if no := strconv.Itoa(s.No); of(s) {
			f.Options = append(f.Options, formOption{Name: f.Name, Value: no, Label: a.sayService(s), Checked: f.Value == no || f.Value == "" && len(f.Options) == 0})
		}
	}
	if len(f.Options) < 2 && len(a.c.Services()) > 0 {
		return nil
	}
	return []actField{f}
}

// service is the number of the letter that was chosen, or of the only one.
func (a *acting) service(of func(permits.Service) bool) int {
	if no, err := strconv.Atoi(a.text("service")); err == nil {
		return no
	}
	for _, s := range a.c.Services() {
		if of(s) {
			return s.No
		}
	}
	return 0
}

// sayService names the letter of a service by its kind and the day it was sent.
func (a *acting) sayService(s permits.Service) string {
	day, _ := date(s.Sent)
	return a.s.texts.in(a.v.Lang, "letter-kind."+string(cmp.Or(s.Kind, permits.DecisionLetter))) + ", " + day
}

// unservedQuotes say what waits, since when and how long.
func unservedQuotes(a *acting) (all []quote) {
	say := func(key string, parameters ...string) string { return a.s.texts.in(a.v.Lang, key, parameters...) }
	for _, s := range a.c.Unserved() {
		lines := []string{say("manner." + s.Manner)}
		if by, _ := date(s.FetchBy()); !s.FetchBy().IsZero() {
			lines = append(lines, say("serving.fetch", by))
		}
		if posted, _ := date(s.Paper); !s.Paper.IsZero() {
			lines = append(lines, say("serving.posted", posted))
		}
		all = append(all, quote{Heading: a.sayService(s), Text: strings.Join(lines, "\n")})
	}
	return all
}

// arrivalQuotes say when each letter is deemed to have come, and what is claimed.
func arrivalQuotes(a *acting) (all []quote) {
	for _, s := range a.c.Services() {
		if !s.Presumed() {
			continue
		}
		deemed, _ := date(s.Deemed)
		all = append(all, quote{Heading: a.sayService(s), Text: a.s.texts.in(a.v.Lang, "letters.deemed", deemed)})
		for _, claim := range s.Arrivals {
			day, _ := date(claim.Day)
			if claim.Settled.IsZero() {
				all = append(all, quote{Heading: a.s.texts.in(a.v.Lang, "serving.claimed", day), Text: a.body(claim.Why)})
			}
		}
	}
	return all
}

// toFetch leads a party who opens a letter that waits for them to the page on which
// they fetch it: what that means is said before it is done.
func (s *server) toFetch(w http.ResponseWriter, r *http.Request, v *visit, c permits.Case, l permits.Letter) (led bool, err error) {
	waits, fetches := c.Fetches(v.Actor.ID, l)
	if !fetches || strings.HasPrefix(r.URL.Path, "/api/") { // a program that reads it fetches it
		return false, nil
	}
	return true, s.done(w, r, "/cases/"+string(c.ID)+"/acts/"+string(permits.DoFetch)+"?service="+strconv.Itoa(waits.No), "")
}

// fetchDecision gives a program the decision that waits for it, in the language in
// which it was sent: the letter is fetched by being read.
func (s *server) fetchDecision(w http.ResponseWriter, r *http.Request, v *visit, c permits.Case) error {
	all, err := s.DB.Letters(r.Context(), c.ID)
	if err != nil {
		return err
	}
	for _, l := range slices.Backward(all) {
		if _, fetches := c.Fetches(v.Actor.ID, l.Letter); fetches && l.Kind == permits.DecisionLetter && len(l.To) > 0 {
			return s.giveLetter(w, r, v, l.Letter)
		}
	}
	return errNotFound
}
