package letters

import (
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// riskAnnex tells what the dry run measured of the danger that somebody is
// recognised (tunnistamisriskin arvio), or that the decision rests on none.
func (l *letter) riskAnnex() {
	l.annex("annex.risk")
	trial := l.decision.Trial
	if trial == nil {
		l.paragraph(l.say("risk.none"))
		return
	}
	r := trial.Report
	l.paragraph(l.say("risk.text", "no", strconv.Itoa(trial.No), "day", l.day(registers.DayOf(trial.Taken))))
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	l.facts([][2]string{
		{l.say("risk.persons"), number(r.Persons)}, {l.say("risk.classes"), number(r.Classes)},
		{l.say("risk.smallest"), number(r.SmallestClass)}, {l.say("risk.uniques"), number(r.Uniques)},
	})
	var by []string
	for _, id := range r.Quasi {
		by = append(by, l.variable(id))
	}
	if len(by) > 0 {
		l.paragraph(l.say("risk.quasi", "variables", strings.Join(by, "; ")))
	}
	var rows [][]string
	for _, c := range r.Cells {
		if c.Small > 0 {
			rows = append(rows, []string{l.variable(c.Variable), l.protection(c.Protection), number(c.Small), number(c.Threshold)})
		}
	}
	if len(rows) > 0 {
		l.table([]string{l.say("annex.data.head.variable"), l.say("annex.data.head.granted"), l.say("risk.head.small"), l.say("risk.head.threshold")},
			rows, []float64{0.45, 0.2, 0.2, 0.15})
	}
	l.paragraph(l.say("risk.means"))
}

// secrecyMark writes the grounds of a letter as the mark that JulkL 25 § demands;
// empty for a public one.
func (l *letter) secrecyMark(k permits.LetterKind) string {
	grounds := l.Case.SecretGrounds(k, l.Catalogue)
	if len(grounds) == 0 {
		return ""
	}
	return l.say("mark.secret", "grounds", l.listed(grounds))
}

// listed joins words as 7, 20 ja 25.
func (l *letter) listed(all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	last := len(all) - 1
	return strings.Join(all[:last], ", ") + " " + l.say("marking.and") + " " + all[last]
}
