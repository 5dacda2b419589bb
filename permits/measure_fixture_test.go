package permits

import "time"

// whole is a revocation of the whole permit, as its presenter writes it.
func whole(unheard string) Revoking {
	return Revoking{Reasons: "Määräystä 5 on rikottu.", Milder: "Huomautus ei estäisi rikkomuksen toistumista.", Unheard: unheard, Unbiased: true}
}

// revoking has Päivi propose the revocation of c and by decide it.
func revoking(c Case, by Actor, unheard string, now time.Time) (Case, Event, error) {
	c, _, err := c.ProposeRevocation(paivi, c.Version, whole(unheard), theCat, now)
	if err != nil {
		return Case{}, Event{}, err
	}
	return c.Revoke(by, c.Version, true, now)
}

// ruling ends remedy no of c, or the only one that is open: a demand by Päivi's
// proposal and by's ruling, an appeal by the judgment that by records.
func ruling(c Case, by Actor, no int, outcome string, now time.Time) (Case, Event, error) {
	if open := c.OpenRemedies(); no == 0 && len(open) == 1 {
		no = open[0].No
	}
	if r := c.remedyNo(no); r != nil && r.Kind == CourtRemedy {
		return c.RecordJudgment(by, c.Version, no, outcome, "Perustelut.", now)
	}
	c, _, err := c.ProposeRuling(paivi, c.Version, Ruled{Remedy: no, Outcome: outcome, Reasons: "Perustelut.", Unbiased: true}, nil, now)
	if err != nil {
		return Case{}, Event{}, err
	}
	return c.Rule(by, c.Version, true, now)
}
