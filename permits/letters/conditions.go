package letters

import (
	"errors"
	"fmt"

	"tietolupa/permits"
	"tietolupa/registers"
)

// Conditions writes the conditions of a granted permit by themselves, for the
// package: whoever opens the data has the orders at hand. It fails as Decision
// does, and for a refusal, which has none.
func Conditions(in Input) ([]byte, error) {
	if in.Case.Decision == nil {
		return nil, errors.New("write conditions: the case has not been decided")
	}
	l, err := begin(in, "conditions.title", "conditions.title", in.Case.DecidedAt)
	if err != nil {
		return nil, fmt.Errorf("write conditions: %w", err)
	}
	if l.decision.Outcome == permits.RefuseAll {
		return nil, fmt.Errorf("write conditions: the application was refused")
	}
	l.text(l.root.add("P"), l.authority.short.In(l.lang), "B", 12, left, 100, 6)
	l.skip(4)
	l.heading(1, l.say("conditions.title"))
	l.paragraph(l.say("conditions.case", "case", in.Case.ID.Printed(), "day", l.day(registers.DayOf(in.Case.DecidedAt))))
	l.paragraph(l.say("marking", "grounds", l.grounds()))
	l.conditions()
	b, err := l.finish()
	if err != nil {
		return nil, fmt.Errorf("write conditions: %w", err)
	}
	return b, nil
}
