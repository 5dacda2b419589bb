package postgres

import (
	"fmt"
	"strings"

	"tietolupa/registers"
)

// A recordPlan is how everything about the clients of one kind is read: a few
// statements over all their tables, written once out of the catalogue. Every
// reading of a client's rows goes through it.
type recordPlan struct {
	tables       []planTable
	rows         string // the rows that stand: table's number, version, columns
	history      string // the versions before them, the newest first: table's number, columns
	shownRows    string // rows as a reader's rights show them
	shownHistory string // and history
	names        string // whom the rows link to: subject, id, name, Y-tunnus; empty when no row links to anybody
	protected    string // the persons that the rows link to whose address is protected; empty when none links to a person
}

type planTable struct {
	registers.Table
	number   int // in the plan
	columns  []registers.Variable
	kept     []bool       // which columns the service fills by itself
	numbered bool         // the last key is a number
	links    []linkColumn // to clients of another kind
}

type linkColumn struct{ column, subject string }

// plansOf writes the plan of every subject of the catalogue.
func plansOf(r *Registers) map[string]*recordPlan {
	all := map[string]*recordPlan{}
	for _, subject := range r.subjects() {
		p := &recordPlan{}
		linked := map[string][]string{}
		for i, t := range r.tablesOf(subject) {
			pt := planTable{Table: t, number: i, columns: r.columns(t)}
			key := column(t.SubjectKey())
			for _, v := range pt.columns {
				pt.kept = append(pt.kept, kept(v))
				pt.numbered = pt.numbered || v.Column == t.Keys[len(t.Keys)-1] && v.Type == registers.ID
				target, _, ok := r.target(v)
				if !ok || target.Name != target.Subject || target.Subject == subject {
					continue
				}
				pt.links = append(pt.links, linkColumn{v.Column, target.Subject})
				linked[target.Subject] = append(linked[target.Subject], fmt.Sprintf("select %s from %s where %s = $1", column(v.Column), registerTable(t.Name), key))
			}
			p.tables = append(p.tables, pt)
		}
		p.rows, p.history = p.reading(registerTable, historyTable)
		p.shownRows, p.shownHistory = p.reading(shownTable, shownHistory)
		var names []string
		for _, t := range r.cat.Tables() {
			of := strings.Join(linked[t.Subject], " union all ")
			switch {
			case t.Name != t.Subject || of == "":
			case t.Subject == "person": // named nowhere but in their own record
				p.protected = fmt.Sprintf("select person_id from %s where protected_address and person_id in (%s)", registerTable(t.Name), of)
			default:
				names = append(names, fmt.Sprintf("select '%[1]s', s.%[2]s, s.name, s.business_id from %[3]s s where s.%[2]s in (%[4]s) and not %[5]s",
					t.Subject, column(t.SubjectKey()), registerTable(t.Name), of, isRestricted(t.Subject, "s."+column(t.SubjectKey()))))
			}
		}
		p.names = strings.Join(names, " union all ")
		all[subject] = p
	}
	return all
}

// reading selects every table's rows of a client out of where they stand, and
// their versions out of where those before them do.
func (p *recordPlan) reading(stand, before func(table string) string) (rows, history string) {
	var now, then []string
	for _, t := range p.tables {
		key, values := column(t.SubjectKey()), "array["+asText("t.", t.columns)+"]"
		now = append(now, fmt.Sprintf("select %d, %s, %s from %s t where t.%s = $1", t.number, versionOf("t."), values, stand(t.Name), key))
		then = append(then, fmt.Sprintf("select %d, t.superseded_at, %s from %s t where t.%s = $1", t.number, values, before(t.Name), key))
	}
	return strings.Join(now, " union all "), strings.Join(then, " union all ") + " order by 2 desc"
}

// isRestricted is the condition that the processing of a client's data is
// restricted (GDPR 18).
func isRestricted(subject, id string) string {
	return fmt.Sprintf("(%s in (select subject_id from permits.restricted_subjects where subject = '%s'))", id, subject)
}
