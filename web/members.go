package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// A membersPage is who applies together: the applicant, co-applicants and those
// who have been invited.
type membersPage struct {
	page
	Case        permits.Case
	Applicant   permits.Actor
	Members     []memberView
	Invitations []postgres.Invitation
	Mine        bool // the visitor is the applicant
	May         bool // the visitor may invite now
	Leave       bool // the visitor may leave
	Email, Role string
	Roles       []formOption
}

type memberView struct {
	permits.Member
	Person permits.Actor
}

// membersFor gives the case of the address to a party of it.
func (s *server) membersFor(r *http.Request) (*visit, permits.Case, error) {
	v, c, err := s.openCase(r, casbin.CaseDraft)
	if err != nil {
		return nil, permits.Case{}, err
	}
	if !c.Party(v.Actor.ID) {
		return nil, permits.Case{}, errNotFound
	}
	return v, c, nil
}

func (s *server) getMembers(w http.ResponseWriter, r *http.Request) error {
	_, c, err := s.membersFor(r)
	if err != nil {
		return err
	}
	return s.showMembers(w, r, http.StatusOK, c, nil)
}

func (s *server) showMembers(w http.ResponseWriter, r *http.Request, status int, c permits.Case, wrong wrongs) error {
	v := visitOf(r.Context())
	p := membersPage{Case: c, Mine: c.Applicant == v.Actor.ID, May: c.May(permits.DoInvite, v.Actor, v.Now),
		Email: trimmed(r, "invite_email"), Role: trimmed(r, "invite_role")}
	p.page = s.frame(r, s.texts.in(v.Lang, "members.title"), crumb{s.texts.in(v.Lang, "menu.cases"), "/cases"}, crumb{caseNumber(c.ID), "/cases/" + string(c.ID)})
	p.Wrong, p.Path = wrong, "/cases/"+string(c.ID)+"/members"
	users, err := s.DB.Users(r.Context())
	if err != nil {
		return err
	}
	people := map[permits.UserID]permits.Actor{}
	for _, u := range users {
		people[u.ID] = u
	}
	p.Applicant = people[c.Applicant]
	for _, m := range c.Drafting.Members {
		p.Members = append(p.Members, memberView{m, people[m.User]})
		p.Leave = p.Leave || m.User == v.Actor.ID
	}
	if p.Mine {
		if p.Invitations, err = s.DB.Invitations(r.Context(), c); err != nil {
			return err
		}
	}
	for _, role := range permits.MemberRoles() {
		name := "invite_role." + string(role)
		p.Roles = append(p.Roles, formOption{Name: "invite_role", Value: string(role), Checked: string(role) == p.Role, Label: s.texts.in(v.Lang, name), Hint: s.texts.hint(v.Lang, name)})
	}
	return s.render(w, r, status, "members", &p)
}

// changeMembers does one of memberActs as their page posts it, and returns to the
// page, or to what remains for somebody who left.
func (s *server) changeMembers(command permits.Command, done string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, c, err := s.membersFor(r)
		if err != nil {
			return err
		}
		if err := posted(r); err != nil {
			return err
		}
		acts := memberActs()
		act := acts[slices.IndexFunc(acts, func(act caseAct) bool { return act.Command == command })]
		a := &acting{s: s, r: r, v: v, seen: seen(r)}
		next, err := s.DB.ChangeCase(r.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return act.do(a, c, now)
		})
		if rule, ok := broken(err); ok {
			return s.showMembers(w, r, http.StatusUnprocessableEntity, c, s.ruleWrong(r, rule))
		}
		if err != nil {
			return err
		}
		if !permits.MaySee(v.Actor, next) {
			return s.done(w, r, "/cases", s.texts.in(v.Lang, done))
		}
		return s.done(w, r, "/cases/"+string(c.ID)+"/members", s.texts.in(v.Lang, done))
	}
}

// An invitationPage is what an invitation's link opens.
type invitationPage struct {
	page
	Over   bool // the link opens nothing
	Invite permits.Invite
	Case   permits.CaseID
	From   string // who invited
	Token  string
}

func (s *server) getInvitation(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.allowed(r, casbin.CaseView); err != nil {
		return err
	}
	if token := strings.TrimSpace(r.URL.Query().Get("token")); token != "" {
		s.sessions.Put(r.Context(), invitationInSession, token) // so that it leaves the address
		return s.done(w, r, "/invitation", "")
	}
	return s.showInvitation(w, r, http.StatusOK, s.sessions.GetString(r.Context(), invitationInSession), nil)
}

const invitationInSession = "invitation"

// showInvitation tells who invites and to what, and of the application no more
// than its number: it is read once the invitation has been accepted.
func (s *server) showInvitation(w http.ResponseWriter, r *http.Request, status int, token string, wrong wrongs) error {
	v := visitOf(r.Context())
	p := invitationPage{Token: token}
	p.page = s.frame(r, s.texts.in(v.Lang, "invitation.title"))
	p.Wrong, p.Path = wrong, "/invitation"
	c, invite, err := s.DB.Invited(r.Context(), token)
	switch {
	case errors.Is(err, postgres.ErrNoInvitation):
		p.Over = true
	case err != nil:
		return err
	default:
		people, err := s.names(r)
		if err != nil {
			return err
		}
		p.Over, p.Invite, p.Case, p.From = !invite.Open(dayOf(v)), invite, c.ID, people[invite.By]
	}
	return s.render(w, r, status, "invitation", &p)
}

// join binds the visitor to the case that token invites to. It fails with
// postgres.ErrNoInvitation or a *permits.RuleError.
func (s *server) join(r *http.Request, v *visit, token string) (permits.Case, error) {
	c, invite, err := s.DB.Invited(r.Context(), token)
	if err != nil {
		return permits.Case{}, err
	}
	return s.DB.ChangeCase(r.Context(), c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Join(v.Actor, invite.No, now)
	})
}

// postInvitation accepts an invitation: it binds whoever has signed in.
func (s *server) postInvitation(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.CaseView)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	token := trimmed(r, "token")
	c, err := s.join(r, v, token)
	if errors.Is(err, postgres.ErrNoInvitation) {
		return s.showInvitation(w, r, http.StatusUnprocessableEntity, token, nil)
	}
	if rule, ok := broken(err); ok {
		return s.showInvitation(w, r, http.StatusUnprocessableEntity, token, wrongs{{"", rule.In(v.Lang)}})
	}
	if err != nil {
		return err
	}
	s.sessions.Remove(r.Context(), invitationInSession)
	return s.done(w, r, "/cases/"+string(c.ID), s.texts.in(v.Lang, "invitation.done"))
}
