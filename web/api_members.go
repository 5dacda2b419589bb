package web

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// Who applies together, what two of them wrote at once, and the letters that a
// case has brought, in JSON.

type membersJSON struct {
	Applicant   personJSON       `json:"applicant"`
	Members     []memberJSON     `json:"members"`
	Invitations []invitationJSON `json:"invitations" doc:"that wait for an answer; the applicant sees them"`
}

type memberJSON struct {
	personJSON
	Role permits.MemberRole `json:"role"`
	At   time.Time          `json:"at"`
}

type invitationJSON struct {
	Invitation int                `json:"invitation"`
	Email      string             `json:"email"`
	Role       permits.MemberRole `json:"role"`
	Until      registers.Day      `json:"until" doc:"last day of its link"`
	Sent       time.Time          `json:"sent,omitzero"`
}

type acceptJSON struct {
	Token string `json:"token" doc:"of the link in the message"`
}

type settleJSON struct {
	Choice string `json:"choice" doc:"present, other or both"`
}

type conflictJSON struct {
	Conflict int        `json:"conflict"`
	Part     string     `json:"part" doc:"of the application"`
	By       personJSON `json:"by" doc:"whose value is kept aside"`
	At       time.Time  `json:"at"`
	Other    string     `json:"other" doc:"the value kept aside; empty when they emptied the part"`
}

type conflictList struct {
	Conflicts []conflictJSON `json:"conflicts"`
}

type letterJSON struct {
	Letter    int                `json:"letter"`
	Kind      permits.LetterKind `json:"kind"`
	Language  string             `json:"language"`
	Made      time.Time          `json:"made"`
	Bytes     int                `json:"bytes"`
	SHA256    string             `json:"sha256"`
	Signature string             `json:"signature" doc:"minisign, by the service's key; empty until it is signed"`
	Sent      []letterSentJSON   `json:"sent"`
	Content   string             `json:"content"`
}

type letterSentJSON struct {
	To      personJSON `json:"to"`
	Manner  string     `json:"manner"`
	Deemed  time.Time  `json:"deemed,omitzero" doc:"served then"`
	Fetched bool       `json:"fetched" doc:"opened by the receiver"`
}

type letterList struct {
	Letters []letterJSON `json:"letters"`
	Next    string       `json:"next,omitempty"`
}

func (s *server) memberOperations() []operation {
	return []operation{
		{Route: duty("POST", "/api"+aCase+"/copy", casbin.CaseDraft, OfOwners), ID: "copyCase", Tag: "cases", Summary: "Begin a draft with what was written, and attached, in another application", Status: http.StatusCreated, Idempotent: true,
			Answer: reflect.TypeFor[caseJSON](), do: s.apiCopy},
		{Route: duty("POST", "/api"+aCase+"/renew", casbin.CaseDraft, OfOwners), ID: "command-renew", Tag: "cases", Summary: "Begin a renewal of a permit: all of it as it stands, with the same pseudonyms once granted", Status: http.StatusCreated, Idempotent: true,
			Answer: reflect.TypeFor[caseJSON](), do: s.apiRenew},
		{Route: duty("GET", "/api"+aCase+"/members", casbin.CaseDraft, OfOwners), ID: "listMembers", Tag: "members", Summary: "Who applies together, and who has been invited", Answer: reflect.TypeFor[membersJSON](), do: s.apiMembers},
		{Route: duty("POST", "/api/invitations", casbin.CaseView, OfAll), ID: "command-join", Tag: "members", Summary: "Accept an invitation by the token of its link", Idempotent: true,
			Body: reflect.TypeFor[acceptJSON](), Answer: reflect.TypeFor[caseJSON](), do: s.apiJoin},
		{Route: duty("GET", "/api"+aCase+"/conflicts", casbin.CaseDraft, OfApplicant), ID: "listConflicts", Tag: "members", Summary: "What two persons wrote at once and nobody has settled", Answer: reflect.TypeFor[conflictList](), do: s.apiConflicts},
		{Route: duty("POST", "/api"+aCase+"/conflicts/{conflict}", casbin.CaseDraft, OfApplicant), ID: "settleConflict", Tag: "members", Summary: "Settle what two persons wrote at once", Versioned: true, Idempotent: true,
			Body: reflect.TypeFor[settleJSON](), Answer: reflect.TypeFor[caseJSON](), do: s.apiSettle},
		{Route: duty("GET", "/api"+aCase+"/letters", casbin.LetterView, OfParties), ID: "listLetters", Tag: "letters", Summary: "The letters of a case that the visitor may read, in their order", Query: listParams, Answer: reflect.TypeFor[letterList](), do: s.apiLetters},
		{Route: duty("GET", "/api"+aCase+"/letters/{letter}", casbin.LetterView, OfParties), ID: "openLetter", Tag: "letters", Summary: "One letter; that it was read is logged, and one that waits is fetched and so served", Gives: "application/pdf",
			raw: func(s *server) http.HandlerFunc { return s.rawly(s.getCaseLetter) }},
		{Route: duty("GET", "/api"+aCase+"/key-challenge", casbin.PermitUse, OfParties), ID: "readChallenge", Tag: "commands", Summary: "The challenge that proves possession of a key, encrypted to it with age", Gives: "text/plain",
			raw: func(s *server) http.HandlerFunc { return s.rawly(s.getChallenge) }},
	}
}

// memberActs are the commands of co-applicants, for their own page and for
// programs.
func memberActs() []caseAct {
	return []caseAct{
		{Command: permits.DoInvite, action: casbin.CaseDraft,
			fields: func(*acting) []actField {
				return []actField{programField("input", "invite_email"), programField("radio", "invite_role", texted(permits.MemberRoles())...)}
			},
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Invite(a.v.Actor, a.seen, permits.MemberRole(a.text("invite_role")), a.text("invite_email"), a.v.Lang, now)
			}},
		{Command: permits.DoUninvite, action: casbin.CaseDraft, fields: func(*acting) []actField { return []actField{programField("digits", "invitation")} },
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.Uninvite(a.v.Actor, a.seen, a.whole("invitation"), now)
			}},
		{Command: permits.DoRemoveMember, action: casbin.CaseDraft, fields: func(*acting) []actField { return []actField{programField("input", "member")} },
			do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
				return c.RemoveMember(a.v.Actor, a.seen, permits.UserID(a.text("member")), now)
			}},
	}
}

// changeActs ask for a change of a permit: what is not said stays as it is.
func changeActs() []caseAct {
	return []caseAct{{Command: permits.DoAskChange, action: casbin.PermitUse,
		fields: func(*acting) []actField {
			return []actField{programField("day", "new_until"), programField("input", "new_leader"), programField("area", "change_why"), programField("area", "third_countries"), programField("input", "new_place"),
				programField("input", "linked_name"), programField("input", "linked_holder"), programField("input", "linked_state"), programField("input", "linked_permit"),
				programField("day", "period_from"), programField("day", "period_to"), programField("list", "var"), programField("area", "protection.x"), programField("area", "reason.x")}
		},
		before: func(a *acting) error {
			scope, tables := a.c.Granted(), []string{}
			for name, day := range map[string]registers.Day{"period_from": scope.Period.From, "period_to": scope.Period.To} {
				if a.text(name) == "" {
					a.r.PostForm.Set(name, day.String())
				}
			}
			for _, id := range a.r.PostForm["var"] {
				if table, _, _ := strings.Cut(id, "."); !slices.Contains(tables, table) {
					tables = append(tables, table)
				}
			}
			a.wanted = a.delta(tables)
			return nil
		},
		do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.AskChange(a.v.Actor, a.seen, a.wanted, a.text("change_why"), a.s.Catalogue, now)
		}}}
}

func (s *server) apiCopy(r *http.Request) (any, error) { return s.apiBegin(r, s.DB.CopyCase) }

func (s *server) apiRenew(r *http.Request) (any, error) { return s.apiBegin(r, s.DB.RenewCase) }

// apiBegin begins a draft from another case of the visitor's.
func (s *server) apiBegin(r *http.Request, begin func(context.Context, permits.Actor, permits.CaseID) (permits.Case, error)) (any, error) {
	v, of, err := s.apiCaseFor(r, casbin.CaseDraft)
	if err != nil {
		return nil, err
	}
	if !of.Party(v.Actor.ID) {
		return nil, errNotFound
	}
	if err := emptyJSON(r); err != nil {
		return nil, err
	}
	c, err := begin(r.Context(), v.Actor, of.ID)
	if err != nil {
		return nil, err
	}
	return s.caseAnswer(r, v, c, http.StatusCreated)
}

func (s *server) apiMembers(r *http.Request) (any, error) {
	v, c, err := s.membersFor(r)
	if err != nil {
		return nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	j := membersJSON{Applicant: personJSON{c.Applicant, people[c.Applicant]}, Members: []memberJSON{}, Invitations: []invitationJSON{}}
	for _, m := range c.Drafting.Members {
		j.Members = append(j.Members, memberJSON{personJSON{m.User, people[m.User]}, m.Role, m.At})
	}
	if c.Applicant == v.Actor.ID {
		waiting, err := s.DB.Invitations(r.Context(), c)
		if err != nil {
			return nil, err
		}
		for _, i := range waiting {
			j.Invitations = append(j.Invitations, invitationJSON{i.No, i.Email, i.Role, i.Until, i.Sent})
		}
	}
	return answers{Version: c.Version, Body: j}, nil
}

// apiJoin is postInvitation: whoever has the token is bound to the case.
func (s *server) apiJoin(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.CaseView)
	if err != nil {
		return nil, err
	}
	var in acceptJSON
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	c, err := s.join(r, v, strings.TrimSpace(in.Token))
	if errors.Is(err, postgres.ErrNoInvitation) {
		return nil, &permits.RuleError{Rule: "invitation-over"}
	}
	if err != nil {
		return nil, err
	}
	return s.caseAnswer(r, v, c, http.StatusOK)
}

func (s *server) apiConflicts(r *http.Request) (any, error) {
	_, c, err := s.draftFor(r)
	if err != nil {
		return nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	texts, err := s.DB.Texts(r.Context(), string(c.ID))
	if err != nil {
		return nil, err
	}
	list := conflictList{Conflicts: []conflictJSON{}}
	for _, x := range c.OpenConflicts() {
		list.Conflicts = append(list.Conflicts, conflictJSON{x.No, x.Part, personJSON{x.By, people[x.By]}, x.At, bodyOf(texts, x.Text)})
	}
	return answers{Version: c.Version, Body: list}, nil
}

func (s *server) apiSettle(r *http.Request) (any, error) {
	v, c, err := s.draftFor(r)
	if err != nil {
		return nil, err
	}
	seen, err := seenBy(r)
	if err != nil {
		return nil, err
	}
	var in settleJSON
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	no, _ := strconv.Atoi(chi.URLParam(r, "conflict")) // of none, 0
	if c, err = s.settle(r, v, c, seen, no, in.Choice); err != nil {
		return nil, err
	}
	return s.caseAnswer(r, v, c, http.StatusOK)
}

func (s *server) apiLetters(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.LetterView)
	if err != nil {
		return nil, err
	}
	return s.letterPage(r, c.ID, "/cases/"+string(c.ID), func(l postgres.SentLetter) bool { return permits.MayOpenLetter(v.Actor, c, l.Letter) })
}

// letterPage is one page of a matter's letters that are shown; path is the
// matter's own.
func (s *server) letterPage(r *http.Request, of permits.CaseID, path string, shown func(postgres.SentLetter) bool) (any, error) {
	all, err := s.DB.Letters(r.Context(), of)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(l postgres.SentLetter) bool { return !shown(l) })
	page, next, err := pageOf(r, all, func(l postgres.SentLetter) string { return strconv.Itoa(l.No) })
	if err != nil {
		return nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	list := letterList{Letters: []letterJSON{}, Next: next}
	for _, l := range page {
		one := letterJSON{l.No, l.Kind, l.Language, l.At, l.Size, l.SHA256, l.Signature, []letterSentJSON{}, "/api" + path + "/letters/" + strconv.Itoa(l.No)}
		for _, to := range l.To {
			one.Sent = append(one.Sent, letterSentJSON{personJSON{to.User, people[to.User]}, to.Manner, to.Deemed, to.Fetched})
		}
		list.Letters = append(list.Letters, one)
	}
	return list, nil
}
