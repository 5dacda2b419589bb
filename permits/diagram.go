package permits

import (
	"slices"
	"time"
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
func AllCommands() (all []Command) {
	for _, g := range guards() {
		all = append(all, g.Command)
	}
	return all
}

// AllStates lists the states in the order of a case's life.
func AllStates() []State {
	return []State{
		Draft, Submitted, InReview, Supplementing, Offered, Heard, Paused, Proposed, Granted, PartlyGranted, Refused, Dismissed,
		Transferred, Served, InForce, Ended, Revoked, Destroyed, Withdrawn,
	}
}

// stays are the states in which g's command may leave a case as it was: of a
// permit in force, when it is about a change that is asked for.
func (g guard) stays() []State {
	if !g.Change || slices.Contains(g.Stays, InForce) {
		return g.Stays
	}
	return append(slices.Clone(g.Stays), InForce)
}

// A Move is one arrow of the diagram of states.
type Move struct {
	From    State
	Command Command
	To      State
}

// Diagram is every arrow that a case may take; no command leads elsewhere.
func Diagram() (moves []Move) {
	for _, g := range guards() {
		for _, from := range g.stays() {
			moves = append(moves, Move{from, g.Command, from})
		}
		moves = append(moves, g.Back...)
		for _, from := range g.In {
			if len(g.Leads) == 0 {
				moves = append(moves, Move{from, g.Command, from})
			}
			for _, to := range g.Leads {
				moves = append(moves, Move{from, g.Command, to})
			}
		}
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
	return c.opens(command, by, now) == nil
}
