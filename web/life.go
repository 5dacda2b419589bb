package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// A handlingView is what a case waits for, and what was written in it.
type handlingView struct {
	Party     permits.Party
	Since     time.Time
	Clocks    []clockView
	Promise   registers.Day
	Reason    string     // of the promise
	Paused    string     // why the handling stands still
	Published int        // days of handling that are promised to everybody
	Acts      []string   // open to the visitor
	Groups    []actGroup // the same, as they are shown
	Reminders int
	Texts     []textView
}

type clockView struct {
	permits.Clock
	Key string // of its text, whichever of its kind it is
}

func viewClock(c permits.Clock) clockView {
	key, _, _ := strings.Cut(c.Name, "-")
	return clockView{c, key}
}

type textView struct {
	permits.Text
	Name  string
	About string // field of the application that it is about
	Path  string // where that field is read
}

func textViews(texts []permits.Text, people map[permits.UserID]string) (views []textView) {
	for _, t := range texts {
		views = append(views, textView{Text: t, Name: people[t.By]})
	}
	return views
}

// An actGroup is a kind of what one may do to a case, with its commands.
type actGroup struct {
	Key  string
	Acts []string
}

// actGroups order the commands that have a page: what waits for the visitor comes
// first, what ends the case last.
var actGroups = []struct {
	key  string
	acts []permits.Command
}{
	{"turn", []permits.Command{permits.DoFetch, permits.DoPostLetter, permits.DoSendCorrected, permits.DoReply, permits.DoAnswerOffer, permits.DoAnswer, permits.DoSignLetter, permits.DoAcceptChange, permits.DoSignAdded, permits.DoProve, permits.DoGiveOpinion,
		permits.DoApproveUser, permits.DoSettleError, permits.DoProposeRuling, permits.DoRule, permits.DoReturnRuling, permits.DoRevoke, permits.DoReturnRevocation, permits.DoProposeStatement, permits.DoGiveStatement, permits.DoReturnStatement, permits.DoSendStatement, permits.DoJudgment, permits.DoDestroy, permits.DoSettleRecord}},
	{"contact", []permits.Command{permits.DoMessage, permits.DoNote, permits.DoSupplement, permits.DoExtend, permits.DoOffer, permits.DoHear, permits.DoAsk, permits.DoInviteAnswerer, permits.DoTakeBack, permits.DoRemind, arrivedPath, permits.DoDisputeRecord}},
	{"progress", []permits.Command{permits.DoComplete, permits.DoPromise, permits.DoPause, permits.DoResume, permits.DoAssign, permits.DoSubstitute, permits.DoDeclare, permits.DoTransfer}},
	{"use", []permits.Command{permits.DoChallenge, permits.DoAskChange, permits.DoDropChange, permits.DoAddUser, permits.DoRemoveUser, permits.DoReportError, permits.DoFile, permits.DoBill}},
	{"decision", []permits.Command{permits.DoDecideOther, permits.DoReturn, permits.DoDissent, permits.DoRecordService, permits.DoClaimArrival, permits.DoSettleArrival, permits.DoRectify, permits.DoRectifyFee, permits.DoAppeal, permits.DoCourtRequest, permits.DoInterim, permits.DoCorrect, permits.DoReopen}},
	{"end", []permits.Command{permits.DoSuspend, permits.DoLift, permits.DoProposeRevocation, permits.DoDestroyKey}},
}

// grouped puts the open commands in their groups; one that no group names is
// about the case's progress. A key that nobody has proved waits for its proof.
func grouped(open []string, c permits.Case) (groups []actGroup) {
	of := map[string]string{}
	for _, g := range actGroups {
		for _, act := range g.acts {
			of[string(act)] = g.key
		}
	}
	if c.State == permits.InForce && c.NeedsProof() {
		of[string(permits.DoChallenge)] = actGroups[0].key
	}
	for _, g := range actGroups {
		group := actGroup{Key: g.key}
		for _, act := range open {
			if of[act] == g.key || of[act] == "" && g.key == "progress" {
				group.Acts = append(group.Acts, act)
			}
		}
		if len(group.Acts) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// handlingOf gathers whom c waits for, since when, every clock, the promised
// day with its reason, and the commands open to the visitor.
func (s *server) handlingOf(r *http.Request, v *visit, c permits.Case, events []permits.Event, people map[permits.UserID]string) (h handlingView, err error) {
	h.Party, h.Since = c.WaitsFor(events)
	for _, clock := range c.Clocks(v.Now) {
		h.Clocks = append(h.Clocks, viewClock(clock))
	}
	texts, err := s.readable(r, v, c)
	if err != nil {
		return h, err
	}
	h.Texts = textViews(texts, people)
	for i, t := range h.Texts {
		if h.Texts[i].About = s.fieldName(v, t.Anchor); h.Texts[i].About != "" {
			h.Texts[i].Path = fieldPath(c.ID, t.Anchor)
		}
	}
	of, _ := c.InChange() // what a permit waits for is its change
	if n := len(of.Handling.Pauses); n > 0 && of.Handling.Pauses[n-1].To.IsZero() {
		h.Paused = bodyOf(texts, of.Handling.Pauses[n-1].Reason)
	}
	if !of.Submitted.IsZero() {
		h.Published = permits.TermDays("expected", registers.DayOf(of.Submitted))
	}
	if n := len(of.Handling.Promises); n > 0 {
		last := of.Handling.Promises[n-1]
		h.Promise, h.Reason = last.Day, bodyOf(texts, last.Reason)
	}
	for _, act := range caseActs() {
		if c.May(act.Command, v.Actor, v.Now) && s.Policy.May(v.Actor, act.action) == nil {
			h.Acts = append(h.Acts, string(act.Command))
		}
	}
	if c.May(permits.DoAskChange, v.Actor, v.Now) && s.Policy.May(v.Actor, casbin.PermitUse) == nil {
		h.Acts = append(h.Acts, string(permits.DoAskChange))
	}
	open := h.Acts
	if c.MayRecord(v.Actor, permits.Actor{ID: c.Applicant}, permits.DoMessage, v.Now) == nil && s.Policy.May(v.Actor, casbin.CaseRecord) == nil {
		open = append(slices.Clone(open), arrivedPath)
	}
	h.Groups = grouped(open, c)
	h.Reminders = len(c.Life.Reminded)
	return h, nil
}
