package web

import (
	"net/http"
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A handlingView is what a case waits for, and what was written in it.
type handlingView struct {
	Party     permits.Party
	Since     time.Time
	Clocks    []clockView
	Promise   registers.Day
	Reason    string // of the promise
	Acts      []string
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
	Name string
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
	for _, t := range texts {
		h.Texts = append(h.Texts, textView{t, people[t.By]})
	}
	if n := len(c.Handling.Promises); n > 0 {
		h.Promise = c.Handling.Promises[n-1].Day
		for _, t := range texts {
			if t.No == c.Handling.Promises[n-1].Reason.No {
				h.Reason = t.Body
			}
		}
	}
	for _, act := range caseActs() {
		if c.May(act.Command, v.Actor, v.Now) && s.Policy.May(v.Actor, act.action) == nil {
			h.Acts = append(h.Acts, string(act.Command))
		}
	}
	h.Reminders = len(c.Life.Reminded)
	return h, nil
}
