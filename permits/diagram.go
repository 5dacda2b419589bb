package permits

import (
	"slices"
	"time"

	"tietolupa/registers"
)

// A Command is what somebody does to a case. Its text is the page's and the
// interface's name for it.
type Command string

const (
	DoEdit     Command = "edit"
	DoSubmit   Command = "submit"
	DoWithdraw Command = "withdraw"
	DoTake     Command = "take"
	DoPropose  Command = "propose"
	DoReturn   Command = "return"
	DoDecide   Command = "decide"
	DoServe    Command = "serve"
	DoAccept   Command = "accept"
	DoSign     Command = "sign"
	DoOrder    Command = "order"
	DoRevoke   Command = "revoke"
	DoEnd      Command = "end"
)

// AllCommands lists the commands in the order of a case's life.
func AllCommands() []Command {
	return []Command{DoEdit, DoSubmit, DoWithdraw, DoTake, DoPropose, DoReturn, DoDecide, DoServe, DoAccept, DoSign, DoOrder, DoRevoke, DoEnd}
}

// AllStates lists the states in the order of a case's life.
func AllStates() []State {
	return []State{Draft, Submitted, InReview, Proposed, Granted, PartlyGranted, Refused, Served, InForce, Ended, Revoked, Withdrawn}
}

// A Move is one arrow of the diagram of states.
type Move struct {
	From    State
	Command Command
	To      State
}

// Diagram is every arrow that a case may take; no command leads elsewhere.
func Diagram() []Move {
	moves := []Move{
		{Draft, DoEdit, Draft}, {Draft, DoSubmit, Submitted},
		{Submitted, DoTake, InReview}, {InReview, DoTake, InReview},
		{InReview, DoPropose, Proposed}, {Proposed, DoReturn, InReview},
		{Proposed, DoDecide, Granted}, {Proposed, DoDecide, PartlyGranted}, {Proposed, DoDecide, Refused},
		{Granted, DoServe, Served}, {PartlyGranted, DoServe, Served}, {Refused, DoServe, Served},
		{Served, DoAccept, Served}, {Served, DoSign, Served}, {Served, DoAccept, InForce}, {Served, DoSign, InForce},
		{Served, DoRevoke, Revoked}, {InForce, DoRevoke, Revoked},
		{InForce, DoOrder, InForce}, {InForce, DoEnd, Ended},
	}
	for _, s := range []State{Draft, Submitted, InReview, Proposed} {
		moves = append(moves, Move{s, DoWithdraw, Withdrawn})
	}
	return moves
}

// Commands lists what by may do to c now, in the order of AllCommands. It
// settles who and when; what somebody writes, such as an incomplete
// application, is judged by the command itself.
func (c Case) Commands(by Actor, now time.Time) (open []Command) {
	for _, command := range AllCommands() {
		if c.opens(command, by, now) == nil {
			open = append(open, command)
		}
	}
	return open
}

// May says whether by may do command to c now.
func (c Case) May(command Command, by Actor, now time.Time) bool {
	return slices.Contains(c.Commands(by, now), command)
}

// opens returns the rule that closes command to by, or nil. It asks the guards
// themselves, with the present version and the text that would be right.
func (c Case) opens(command Command, by Actor, now time.Time) (err error) {
	switch command {
	case DoEdit, DoSubmit:
		return c.mayEdit(by, c.Version)
	case DoWithdraw:
		_, _, err = c.Withdraw(by, c.Version, now)
	case DoTake:
		if c.State == InReview && c.Presenter == by.ID {
			return deny("not-in-review") // nothing to take: it is theirs
		}
		_, _, err = c.Take(by, now)
	case DoPropose:
		return c.mayHandle(by, c.Version)
	case DoReturn, DoDecide:
		return c.mayDecide(by, c.Version)
	case DoServe:
		_, _, err = c.Serve(by, c.DecidedAt, now)
	case DoAccept:
		_, _, err = c.AcceptConditions(by, c.ConditionsSHA256(), now)
	case DoSign:
		_, sha := Undertaking(c.Application.Language)
		_, _, err = c.Sign(by, sha, now)
	case DoOrder:
		_, _, err = c.Order("", by, 0, now)
	case DoRevoke:
		_, _, err = c.Revoke(by, "–", now)
	case DoEnd:
		over := c.Decision != nil && c.Decision.Term.To.Before(registers.DayOf(now))
		if over && !by.Has(Presenter) && !by.Has(Decider) && c.Application.Leader() != by.ID {
			return deny("not-the-leader") // when the term is over the service ends it by itself
		}
		_, _, err = c.End(by, now)
	default:
		return deny("not-allowed")
	}
	return err
}
