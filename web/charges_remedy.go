package web

import (
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// feeRemedyActs is the demand for rectification of a fee (MPL 11 b §).
func feeRemedyActs() []caseAct {
	return []caseAct{{Command: permits.DoRectifyFee, action: casbin.PermitUse,
		quotes: func(a *acting) (all []quote) {
			for _, k := range a.c.FeesToRectify() {
				until, _ := date(k.RemedyUntil().Time())
				all = append(all, quote{Heading: a.s.sayCharge(a.v.Lang, k) + ", " + euros(a.v.Lang, k.Cents), Text: a.s.texts.in(a.v.Lang, "charges.remedy", until)})
			}
			return all
		},
		fields: func(a *acting) []actField {
			f := a.field("radio", "fee_charge")
			for _, k := range a.c.FeesToRectify() {
				a.option(&f, strconv.Itoa(k.No), a.s.sayCharge(a.v.Lang, k)+", "+euros(a.v.Lang, k.Cents))
			}
			if len(f.Options) == 1 {
				f.Options[0].Checked = true
			}
			return []actField{f, a.field("tall", "demand")}
		},
		do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.RectifyFee(a.v.Actor, a.seen, a.chosenNumber("fee_charge"), a.text("demand"), now)
		}}}
}

// rulingFields ask how a demand for rectification ends: of a fee how much is given
// back, of a revocation what of it stays.
func rulingFields(a *acting) []actField {
	fields := []actField{a.field("tall", "ruling")}
	open := a.c.OpenOf(permits.RectificationRemedy)
	described := len(open) == 0 // for the description of the interface
	fee, revoked := described, ""
	for _, r := range open {
		if _, of := a.c.RevocationAgainst(r.Against); of {
			revoked = r.Against
		}
		fee = fee || r.Kind == permits.FeeRemedy
	}
	if fee {
		fields = append(fields, a.field("input", "credit"))
	}
	if revoked != "" || described {
		kept := *a
		kept.c = a.c.AsIfKept(revoked)
		for _, f := range kept.partFields() {
			if f.Kind != "box" {
				f.Label = a.s.texts.in(a.v.Lang, "ruling.stays") + " " + f.Label
			} else {
				f.Options[0].Label = a.s.texts.in(a.v.Lang, "ruling.stays") + " " + f.Options[0].Label
			}
			fields = append(fields, f)
		}
	}
	return append(a.endedBy(permits.RectificationRemedy, fields...), unbiased(a)...)
}

// proposeRuling reads the proposal of a ruling.
func proposeRuling(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
	p := permits.Ruled{Remedy: a.remedyChosen(permits.RectificationRemedy), Outcome: a.chosen("remedy_outcome"), Reasons: a.text("ruling"), Unbiased: a.text("unbiased") == "yes"}
	if part := a.partChosen(); part.Data() || len(part.Users) > 0 {
		p.Stays = &part
	}
	p.Credit = a.credited()
	return c.ProposeRuling(a.v.Actor, a.seen, p, a.s.Catalogue, now)
}

// credited is what is given back of a fee, in cents; 0 when nothing was written.
func (a *acting) credited() int {
	typed := a.text("credit")
	if typed == "" {
		return 0
	}
	cents, right := centsOf(typed)
	if !right {
		a.wrong.add("credit", a.s.texts.in(a.v.Lang, "wrong.euros"))
	}
	return cents
}

// centsOf reads euros with at most two decimals, by comma or point.
func centsOf(typed string) (cents int, right bool) {
	whole, part, _ := strings.Cut(strings.Replace(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(typed), "€")), ".", ",", 1), ",")
	if len(part) > 2 || len(whole) > 7 {
		return 0, false
	}
	n, err := strconv.ParseUint(whole+(part + "00")[:2], 10, 32)
	return int(n), err == nil && whole != ""
}
