package law

import (
	"slices"

	"tietolupa/registers"
)

type dutyLine struct {
	answers string
	duty    registers.Duty
	Version
}

type answerLine struct {
	answers, register string
	parties           []registers.Party
	Version
}

// Controllers lists the controllers and processors of a register that day
// (2.1a–b; for the joint service 1.2b, 339/2022, 381/2023). It fails for a day
// or register that the tables do not know.
func (l Law) Controllers(register string) ([]registers.Controller, error) {
	var all []registers.Controller
	for _, c := range l.tables.controllers {
		if c.Register == register && (Version{From: c.From, Until: c.Until}).On(l.day) {
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return nil, l.unknown("controllers of register", register)
	}
	return all, nil
}

// Duty says on whom a duty in a register lies that day (2.2–2.3, 4.1a, 4.3a). A
// duty that has no line of its own is one of the other duties of 2.3a. It fails
// when nobody answers.
func (l Law) Duty(code, register string) (registers.Duty, error) {
	i := slices.IndexFunc(l.tables.duties, func(d dutyLine) bool { return d.duty.Code == code && d.On(l.day) })
	if i < 0 {
		i = slices.IndexFunc(l.tables.duties, func(d dutyLine) bool { return d.duty.Code == "other" && d.On(l.day) })
	}
	if i < 0 {
		return registers.Duty{}, l.unknown("duty", code)
	}
	d := l.tables.duties[i]
	for _, a := range l.tables.answers {
		if a.answers == d.answers && a.register == register && a.On(l.day) {
			d.duty.Parties, d.duty.Source = slices.Clone(a.parties), a.Source
			return d.duty, nil
		}
	}
	return registers.Duty{}, l.unknown("duty in register "+register, code)
}

// Duties lists every duty of a register that day and on whom it lies, in the
// order of duties.csv.
func (l Law) Duties(register string) (all []registers.Duty) {
	for _, line := range l.tables.duties {
		if !line.On(l.day) {
			continue
		}
		if d, err := l.Duty(line.duty.Code, register); err == nil {
			all = append(all, d)
		}
	}
	return all
}

// Right says how far a right of the data subject reaches in a register (4.2,
// GDPR 15–21).
func (l Law) Right(kind registers.RequestKind, register string) (registers.Right, error) {
	for _, r := range l.tables.rights {
		if r.right.Kind == kind && r.right.Register == register && r.On(l.day) {
			return r.right, nil
		}
	}
	return registers.Right{}, l.unknown("right in register "+register, string(kind))
}

type rightLine struct {
	right registers.Right
	Version
}

// Route says who answers a data subject's request of a kind in a register:
// KEHA where the duty is its own, otherwise the office whose client the person
// is (2.3b). When that office has ceased to be, the one that serves the
// person's municipality has taken its place. arrivedAt is the office that got
// the request.
func (l Law) Route(kind registers.RequestKind, register string, spells []registers.Clientship, municipality, arrivedAt string) (registers.Route, error) {
	duty, err := l.Duty("gdpr-"+string(kind), register)
	if err != nil {
		return registers.Route{}, err
	}
	route, err := registers.RouteRequest(duty, spells, arrivedAt, l.day)
	if err != nil || route.Body == "" {
		return route, err
	}
	body, err := l.Organisation(route.Body)
	if err != nil {
		if route.Body, err = l.Serving(municipality); err != nil {
			return registers.Route{}, err
		}
		if body, err = l.Organisation(route.Body); err != nil {
			return registers.Route{}, err
		}
	}
	if !slices.Contains(duty.Parties, body.Party) {
		return registers.Route{}, l.unknown("controller", route.Body)
	}
	route.Party = body.Party
	return route, nil
}

// An Applicant is a kind of body that may apply for access rights to a register
// (5.1a; 448/2020, 424/2021, 337/2022, 380/2023).
type Applicant struct {
	Register string
	Party    registers.Party
	Holder   string // official, or person where the act no longer asks for an official
	Grantor  string // keha, or self where each authority grants its own
	Version
}

// Applicants lists who may apply for access to a register that day.
func (l Law) Applicants(register string) ([]Applicant, error) {
	var all []Applicant
	for _, a := range l.tables.access {
		if a.Register == register && a.On(l.day) {
			all = append(all, a)
		}
	}
	if len(all) == 0 {
		return nil, l.unknown("access to register", register)
	}
	return all, nil
}
