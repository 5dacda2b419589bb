package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// The commands of co-applicants, and the events they leave.
const (
	DoInvite       Command = "invite"
	DoUninvite     Command = "uninvite"
	DoJoin         Command = "join"
	DoRemoveMember Command = "remove-member"

	MemberInvited    EventKind = "member-invited"
	HandoverOffered  EventKind = "handover-offered"
	MemberUninvited  EventKind = "member-uninvited"
	MemberJoined     EventKind = "member-joined"
	MemberRemoved    EventKind = "member-removed"
	ApplicantChanged EventKind = "applicant-changed"
	ConflictSettled  EventKind = "conflict-settled"
)

// A MemberRole is what somebody who was invited may do with an application.
type MemberRole string

const (
	EditRole        MemberRole = "edit"
	ReadRole        MemberRole = "read"
	ResponsibleRole MemberRole = "responsible" // becomes the applicant in place of the present one
)

// MemberRoles lists them in the order of the form.
func MemberRoles() []MemberRole { return []MemberRole{EditRole, ReadRole, ResponsibleRole} }

// A Member is a co-applicant: somebody who accepted an invitation.
type Member struct {
	User UserID     `json:"user"`
	Role MemberRole `json:"role"` // edit or read
	At   time.Time  `json:"at"`
}

// An Invite is an invitation. Its address and the hash of its token are kept by
// the store alone, and only while it is open.
type Invite struct {
	No     int           `json:"no"`
	Role   MemberRole    `json:"role"`
	By     UserID        `json:"by"`
	At     time.Time     `json:"at"`
	Until  registers.Day `json:"until"` // last day of its link
	Closed time.Time     `json:"closed,omitzero"`
	User   UserID        `json:"user,omitempty"` // who accepted it
}

// Open says whether the invitation waits for an answer on day.
func (i Invite) Open(day registers.Day) bool { return i.Closed.IsZero() && !i.Until.Before(day) }

// An Address is where an invitation goes, for the store to keep beside it.
type Address struct {
	No       int
	Question string // whose link it is; empty: an invitation to the application
	Email    string
	Language string // of the message
}

// mostInvites bounds how many invitations wait at once.
const mostInvites = 20

// Invite asks somebody, by e-mail, to write or read the application, or to
// become its applicant. The link is used once and lasts for as many days as
// law/terms.csv says.
func (c Case) Invite(by Actor, seen int, role MemberRole, email, language string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoInvite, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	day := registers.DayOf(now)
	open := 0
	for _, i := range c.Drafting.Invites {
		if i.Open(day) {
			open++
		}
	}
	email = strings.TrimSpace(email)
	switch {
	case !slices.Contains(MemberRoles(), role):
		return Case{}, Event{}, deny("no-such-role")
	case !plainAddress(email):
		return Case{}, Event{}, deny("no-address")
	case open >= mostInvites:
		return Case{}, Event{}, deny("many-invitations")
	}
	i := Invite{No: len(c.Drafting.Invites) + 1, Role: role, By: by.ID, At: now, Until: day.AddDate(0, 0, TermDays("invitation", day))}
	c.Drafting.Invites = append(slices.Clone(c.Drafting.Invites), i)
	c.Invited = append(slices.Clone(c.Invited), Address{No: i.No, Email: email, Language: language})
	kind := MemberInvited
	if role == ResponsibleRole {
		kind = HandoverOffered
	}
	return c.step(kind, by, now, map[string]string{"no": number(i.No), "role": string(role)})
}

// plainAddress says whether text is one e-mail address and nothing that a
// message's head could be forged by.
func plainAddress(text string) bool {
	name, host, ok := strings.Cut(text, "@")
	return ok && name != "" && strings.Contains(host, ".") && !strings.Contains(host, "@") && len(text) <= 254 &&
		!strings.ContainsAny(text, " \t\r\n<>,;:\"()[]\\")
}

// Uninvite takes an open invitation back.
func (c Case) Uninvite(by Actor, seen, no int, now time.Time) (Case, Event, error) {
	if err := c.ready(DoUninvite, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	i := slices.IndexFunc(c.Drafting.Invites, func(i Invite) bool { return i.No == no && i.Closed.IsZero() })
	if i < 0 {
		return Case{}, Event{}, deny("invitation-over")
	}
	c.Drafting.Invites = slices.Clone(c.Drafting.Invites)
	c.Drafting.Invites[i].Closed = now
	return c.step(MemberUninvited, by, now, map[string]string{"no": number(no)})
}

// Join accepts invitation no: whoever proved its link is bound to the case, and
// the link is used. An invitation to answer for the application makes by its
// applicant, and its responsible leader as well where the one before was; they
// stay as one who may edit.
func (c Case) Join(by Actor, no int, now time.Time) (Case, Event, error) {
	if err := c.opens(DoJoin, by, now); err != nil {
		return Case{}, Event{}, err
	}
	i := slices.IndexFunc(c.Drafting.Invites, func(i Invite) bool { return i.No == no && i.Open(registers.DayOf(now)) })
	if i < 0 {
		return Case{}, Event{}, deny("invitation-over")
	}
	invite := c.Drafting.Invites[i]
	switch by.ID {
	case c.Applicant:
		return Case{}, Event{}, deny("already-applicant")
	case c.Presenter, c.Decider: // HL 28 §
		return Case{}, Event{}, deny("own-case")
	}
	c.Drafting.Invites = slices.Clone(c.Drafting.Invites)
	c.Drafting.Invites[i].Closed, c.Drafting.Invites[i].User = now, by.ID
	kind, detail := MemberJoined, map[string]string{"no": number(no), "role": string(invite.Role)}
	if invite.Role == ResponsibleRole {
		kind, detail["was"] = ApplicantChanged, string(c.Applicant)
		c = c.handedTo(by, now)
	} else {
		c.Drafting.Members = withMember(c.Drafting.Members, Member{User: by.ID, Role: invite.Role, At: now})
	}
	return c.step(kind, by, now, detail)
}

// handedTo makes by the applicant, and the leader where the applicant was and
// nothing has been decided: a decided permit's leader changes by a change of
// the permit.
func (c Case) handedTo(by Actor, now time.Time) Case {
	was := c.Applicant
	c.Applicant = by.ID
	c.Drafting.Members = withMember(c.Drafting.Members, Member{User: was, Role: EditRole, At: now})
	c.Drafting.Members = slices.DeleteFunc(c.Drafting.Members, func(m Member) bool { return m.User == by.ID })
	if c.Decision != nil || c.Application.Leader() != was {
		return c
	}
	people, there := slices.Clone(c.Application.People), false
	for i := range people {
		people[i].Leader = people[i].User == by.ID
		there = there || people[i].Leader
	}
	if !there {
		people = append(people, Participant{User: by.ID, Name: by.Name, Email: by.Email, Organisation: by.Organisation, Leader: true})
	}
	c.Application.People = people
	return c
}

func withMember(members []Member, m Member) []Member {
	members = slices.DeleteFunc(slices.Clone(members), func(x Member) bool { return x.User == m.User })
	return append(members, m)
}

// RemoveMember ends a co-applicant's part in the application: the applicant
// removes anybody, everybody themselves.
func (c Case) RemoveMember(by Actor, seen int, user UserID, now time.Time) (Case, Event, error) {
	if err := c.ready(DoRemoveMember, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if by.ID != c.Applicant && by.ID != user {
		return Case{}, Event{}, deny("not-your-application")
	}
	if !c.member(user, EditRole) && !c.member(user, ReadRole) {
		return Case{}, Event{}, deny("not-a-member")
	}
	c.Drafting.Members = slices.DeleteFunc(slices.Clone(c.Drafting.Members), func(m Member) bool { return m.User == user })
	return c.step(MemberRemoved, by, now, map[string]string{"member": string(user)})
}

// member says whether u is a co-applicant in role.
func (c Case) member(u UserID, role MemberRole) bool {
	return u != "" && slices.ContainsFunc(c.Drafting.Members, func(m Member) bool { return m.User == u && m.Role == role })
}

// MayWrite says whether by may write in the draft.
func (c Case) MayWrite(by Actor) bool { return c.mayWrite(by) == nil }

// Party says whether u is a party: applicant, co-applicant or named user.
func (c Case) Party(u UserID) bool { return c.involves(u) }

// memberGuards are the rows of the commands of co-applicants.
func memberGuards() []guard {
	until := slices.Concat([]State{Draft}, undecided(), decidedOn(), []State{Served, InForce})
	own := func(c Case, by Actor, _ time.Time) error {
		if by.ID == "" || c.Applicant != by.ID {
			return deny("not-your-application")
		}
		return nil
	}
	party := func(c Case, by Actor, _ time.Time) error {
		if !c.involves(by.ID) {
			return deny("not-your-application")
		}
		return nil
	}
	return []guard{
		{Command: DoInvite, In: until, Events: []EventKind{MemberInvited, HandoverOffered}, Law: "HL 12, 16 §", Rule: "members-closed", who: own},
		{Command: DoUninvite, In: until, Events: []EventKind{MemberUninvited}, Law: "HL 12 §", Rule: "members-closed", who: own},
		{Command: DoJoin, In: until, Events: []EventKind{MemberJoined, ApplicantChanged}, Law: "HL 11, 12 §", Rule: "invitation-over",
			who: func(_ Case, by Actor, _ time.Time) error {
				if by.ID == "" || !by.Has(Researcher) {
					return deny("not-an-applicant")
				}
				return nil
			},
			when: func(c Case, _ Actor, now time.Time) error {
				if !slices.ContainsFunc(c.Drafting.Invites, func(i Invite) bool { return i.Open(registers.DayOf(now)) }) {
					return deny("invitation-over")
				}
				return nil
			}},
		{Command: DoRemoveMember, In: until, Events: []EventKind{MemberRemoved}, Law: "HL 12 §", Rule: "members-closed", who: party,
			when: func(c Case, by Actor, _ time.Time) error {
				if len(c.Drafting.Members) == 0 {
					return deny("not-a-member")
				}
				return nil
			}},
	}
}
