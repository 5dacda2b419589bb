package permits

import (
	"errors"
	"time"
)

// ErrNothingDue says that the service has nothing to do on a permit by itself.
var ErrNothingDue = errors.New("nothing is due")

// LifeDue is the first thing that the service does by itself on c now, empty
// when nothing is: DoEnd when the term is over, DoRemind with the reminder's key,
// or DoDestroyKey when its time has come and the data have been declared
// destroyed, or were never given.
func (c Case) LifeDue(now time.Time) (do Command, reminder string) {
	if c.RunsOut(now) {
		return DoEnd, ""
	}
	if due := c.dueReminders(now); len(due) > 0 && c.opens(DoRemind, Actor{ID: ServiceID}, now) == nil {
		return DoRemind, due[0].key()
	}
	held := c.wasUsable() && c.State != Destroyed
	if !held && c.opens(DoDestroyKey, Actor{ID: ServiceID}, now) == nil {
		return DoDestroyKey, ""
	}
	return "", ""
}

// Live does what LifeDue told, as the service. It fails with ErrNothingDue when
// do is empty.
func (c Case) Live(do Command, reminder string, now time.Time) (Case, Event, error) {
	service := Actor{ID: ServiceID}
	switch do {
	case DoEnd:
		return c.End(service, now)
	case DoRemind:
		return c.Remind(service, c.Version, reminder, now)
	case DoDestroyKey:
		return c.DestroyKey(service, c.Version, now)
	}
	return Case{}, Event{}, ErrNothingDue
}
