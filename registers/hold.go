package registers

import (
	"slices"
	"strings"
)

// A HoldGround is why something is kept after its years have run: the closed
// list of 4 § 3 mom.
type HoldGround string

const (
	ForTask   HoldGround = "task"    // (i) säännöksiin perustuva tehtävä: a task based on provisions
	ForMatter HoldGround = "pending" // (ii) vireillä oleva asia: a pending matter
)

// A Hold keeps a client's or provider's data from removal (4.3b). It lasts until
// it is lifted, not until its review day: what is needed in a pending matter is
// not lost because somebody was late.
type Hold struct {
	Ground    HoldGround
	Reference string // the provision that gives the task, or the number of the matter
	PlacedBy  string
	PlacedOn  Day
	ReviewOn  Day // when the need is looked at again
	LiftedOn  Day // zero while in force
}

// InForce says whether h keeps from removal on day.
func (h Hold) InForce(day Day) bool {
	return !day.Before(h.PlacedOn) && (h.LiftedOn.IsZero() || day.Before(h.LiftedOn))
}

// Overdue says whether h should have been reviewed by day.
func (h Hold) Overdue(day Day) bool { return h.InForce(day) && !day.Before(h.ReviewOn) }

// PlaceHold is h as placed on day. It fails with a *RuleError of rule 4.3b when
// the ground is not one of the two, or provision or matter, who places it, or a
// later review day is missing.
func PlaceHold(h Hold, day Day) (Hold, error) {
	switch {
	case h.Ground != ForTask && h.Ground != ForMatter:
		return Hold{}, refuseHold("4.3b-ground", "place hold")
	case strings.TrimSpace(h.Reference) == "" || strings.TrimSpace(h.PlacedBy) == "":
		return Hold{}, refuseHold("4.3b-reference", "place hold")
	case !day.Before(h.ReviewOn):
		return Hold{}, refuseHold("4.3b-review", "place hold")
	}
	h.PlacedOn, h.LiftedOn = day, Day{}
	return h, nil
}

// ReviewHold is h found still needed on day, to be looked at again on next. It
// fails when h is not in force or next is not later than day.
func ReviewHold(h Hold, day, next Day) (Hold, error) {
	if !h.InForce(day) {
		return h, refuseHold("4.3b-lifted", "review hold")
	}
	if !day.Before(next) {
		return h, refuseHold("4.3b-review", "review hold")
	}
	h.ReviewOn = next
	return h, nil
}

// LiftHold is h ended on day: from that day on the clock decides alone. It fails
// when h is not in force.
func LiftHold(h Hold, day Day) (Hold, error) {
	if !h.InForce(day) {
		return h, refuseHold("4.3b-lifted", "lift hold")
	}
	h.LiftedOn = day
	return h, nil
}

func inForce(holds []Hold, day Day) []Hold {
	return slices.DeleteFunc(slices.Clone(holds), func(h Hold) bool { return !h.InForce(day) })
}

func refuseHold(rule, act string) error {
	return &RuleError{Rule: rule, Text: holdTexts[rule], Act: act}
}

var holdTexts = map[string]Names{
	"4.3b-ground": {
		"Tiedot saa säilyttää pidempään vain säännöksiin perustuvaa tehtävää tai vireillä olevaa asiaa varten. Valitse jompikumpi peruste.",
		"Uppgifter får bevaras längre endast för en uppgift som grundar sig på bestämmelser eller för ett anhängigt ärende. Välj någondera grunden.",
		"Data may be kept longer only for a task based on provisions or for a pending matter. Choose one of the two grounds.",
	},
	"4.3b-reference": {
		"Säilyttämisen peruste on yksilöitävä. Anna säännös tai asian numero ja se, kuka säilyttämisestä päättää.",
		"Grunden för bevarandet ska preciseras. Ange bestämmelsen eller ärendets nummer och vem som beslutar om bevarandet.",
		"The ground must be specific. Give the provision or the number of the matter, and who decides on keeping the data.",
	},
	"4.3b-review": {
		"Säilyttämisen tarve on arvioitava uudelleen. Anna tarkistuspäivä, joka on tätä päivää myöhempi.",
		"Behovet av att bevara uppgifterna ska prövas på nytt. Ange en granskningsdag som infaller senare än i dag.",
		"The need to keep the data must be looked at again. Give a review day later than today.",
	},
	"4.3b-lifted": {
		"Säilyttämisperuste ei ole voimassa. Kirjaa uusi peruste, jos tietoja edelleen tarvitaan.",
		"Grunden för bevarandet är inte i kraft. Anteckna en ny grund om uppgifterna fortfarande behövs.",
		"The hold is not in force. Place a new one if the data are still needed.",
	},
}
