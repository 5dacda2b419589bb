package registers

import "slices"

// A Party is a kind of body that the act gives a part in the registers.
type Party string

const (
	Keha              Party = "keha"               // KEHA-keskus
	Ministry          Party = "tem"                // työ- ja elinkeinoministeriö
	ELYCentre         Party = "ely"                // ELY-keskus
	Office            Party = "office"             // työ- ja elinkeinotoimisto
	ServiceCentre     Party = "service_centre"     // asiakaspalvelukeskus
	Municipality      Party = "municipality"       // kunta
	JointMunicipal    Party = "joint_municipal"    // kuntayhtymä
	SocialInsurance   Party = "kela"               // Kansaneläkelaitos
	Authority         Party = "authority"          // työvoimaviranomainen (380/2023)
	WellbeingCounty   Party = "county"             // hyvinvointialue
	VitalityCentre    Party = "vitality_centre"    // elinvoimakeskus (531/2025)
	SupervisoryAgency Party = "supervisory_agency" // Lupa- ja valvontavirasto
)

// Parties lists the kinds of bodies.
func Parties() []Party {
	return []Party{
		Keha, Ministry, ELYCentre, Office, ServiceCentre, Municipality, JointMunicipal, SocialInsurance,
		Authority, WellbeingCounty, VitalityCentre, SupervisoryAgency,
	}
}

// A ControllerRole is what a party is to the data: rekisterinpitäjä or
// henkilötietojen käsittelijä.
type ControllerRole string

const (
	JointController ControllerRole = "controller" // 2.1a
	Processor       ControllerRole = "processor"  // 2.1b
)

// A Controller is a party's part in one register during one period (2 §).
type Controller struct {
	Register    string
	Party       Party
	Role        ControllerRole
	OwnClients  bool // answers for its own clients alone (2.3b)
	From, Until Day
	Source      string
}

// A Duty is a controller's duty and whom it lies on (2.2–2.3).
type Duty struct {
	Code      string // such as "gdpr-15"; "other" stands for what no other line names
	Rule      string // 2.2.1 … 2.2.5, 2.3a or 2.3b
	Provision string
	Name      Names
	Parties   []Party // who answers; several when each answers for its own clients
	Source    string
}

// A Clientship is a spell of being an office's client.
type Clientship struct {
	Office     string // code of the office, authority or other body
	Start, End Day    // End zero while open
}

// OfficeOf is the office whose client the person is on day: the office of the
// clientship that began last among the open ones, or, when none is open, of the
// one that ended last (2.3b). It fails with a *RuleError when the person is and
// was nobody's client.
func OfficeOf(spells []Clientship, day Day) (string, error) {
	begun := slices.DeleteFunc(slices.Clone(spells), func(c Clientship) bool {
		return c.Office == "" || c.Start.IsZero() || day.Before(c.Start)
	})
	if len(begun) == 0 {
		return "", refuseRequest("route request", "2.3b-none", "")
	}
	return slices.MaxFunc(begun, func(a, b Clientship) int {
		openA, openB := a.End.IsZero() || !a.End.Before(day), b.End.IsZero() || !b.End.Before(day)
		if openA != openB {
			if openA {
				return 1
			}
			return -1
		}
		if !openA {
			if c := compareDays(a.End, b.End); c != 0 {
				return c
			}
		}
		if c := compareDays(a.Start, b.Start); c != 0 {
			return c
		}
		if a.Office < b.Office { // two on one day: the lower code, so that the answer is always one
			return 1
		}
		if a.Office > b.Office {
			return -1
		}
		return 0
	}).Office, nil
}

// A Route says who answers a data subject's request.
type Route struct {
	Party Party
	Body  string // code of the office whose client the person is; empty when Party is one body
	Rule  string
}

// RouteRequest says who answers for duty towards the person: KEHA where the
// duty is its own (2.2), otherwise the office whose client the person is (2.3b).
// arrivedAt is the office that got the request; it answers when the person is
// and was nobody's client, for then it alone can say so. It fails when duty lies
// on nobody.
func RouteRequest(duty Duty, spells []Clientship, arrivedAt string, day Day) (Route, error) {
	if len(duty.Parties) == 0 {
		return Route{}, refuseRequest("route request", "2.3a", duty.Code)
	}
	if slices.Equal(duty.Parties, []Party{Keha}) || slices.Equal(duty.Parties, []Party{Ministry}) {
		return Route{Party: duty.Parties[0], Rule: duty.Rule}, nil
	}
	office, err := OfficeOf(spells, day)
	if err != nil {
		if arrivedAt == "" {
			return Route{}, err
		}
		office = arrivedAt
	}
	return Route{Party: duty.Parties[0], Body: office, Rule: "2.3b"}, nil
}
