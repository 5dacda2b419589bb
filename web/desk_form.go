package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A decisionForm is the presenter's decision as typed. It is read from what was
// posted or from a draft, which keeps the same fields.
type decisionForm struct {
	Outcome, Reasons             string
	Granted                      map[string]registers.Protection
	Refusals                     map[string]permits.Refusal // by item
	ClauseTexts                  map[string]string          // by variable
	Texts                        map[string]string          // of findings, by permits.Need's key
	Necessity                    map[string]string          // by variable
	Departures                   map[string]string
	Conditions                   []permits.Condition
	TermFrom, TermTo             string
	PeriodFrom, PeriodTo, Sample string
	Cadence                      string
	Kept                         []registers.Predicate // the conditions asked for, as they are kept
	Extra                        *populationForm       // conditions that were not asked for
	Short                        bool
	Immediate                    string
	FeeHours, FeeWaiver          string
	Withheld                     []string // of a change
}

// Text is what is written on a finding.
func (f *decisionForm) Text(key string) string { return f.Texts[key] }

// Refusal is what is written on an item that is granted less.
func (f *decisionForm) Refusal(item string) permits.Refusal { return f.Refusals[item] }

// Departure is why an item departs from earlier decisions.
func (f *decisionForm) Departure(key string) string { return f.Departures[key] }

// decisionOf is the form to begin from: the proposal that was returned, or all
// that was applied for with the standard conditions.
func (s *server) decisionOf(c permits.Case, v *visit) *decisionForm {
	d := permits.Decision{Scope: c.Application.Scope, Conditions: permits.StandardConditions(), Term: registers.Period{From: dayOf(v), To: c.Application.Until}}
	if c.OfChange > 0 { // what the permit orders stands, unless the change changes it
		stands := c.Permit.AsItStands().Decision
		d.Conditions, d.Departures = stands.Conditions, maps.Clone(stands.Departures)
		d.Term = registers.Period{From: stands.Term.From, To: c.Application.Until}
		for _, n := range permits.SecrecyNeeds(c.Application.Scope, s.Catalogue) {
			if text := c.Permit.FoundBefore(n.Ground); n.Category == "" && text != "" {
				d.Findings = append(d.Findings, permits.Finding{Ground: n.Ground, Text: text})
			}
		}
	}
	if c.Proposal != nil {
		d = *c.Proposal
	}
	f := &decisionForm{Outcome: string(d.Outcome), Reasons: d.Reasons, Granted: map[string]registers.Protection{}, Refusals: map[string]permits.Refusal{},
		ClauseTexts: d.Clauses, Texts: map[string]string{}, Conditions: d.Conditions, Cadence: string(d.Scope.Cadence),
		Necessity: d.Necessity, Departures: d.Departures, Short: d.Short, Immediate: d.Immediate, Withheld: d.Withheld}
	if f.Cadence == "" {
		f.Cadence = string(permits.Once)
	}
	if d.Fee != nil {
		f.FeeWaiver = d.Fee.Waiver
		if d.Fee.Hours > 0 {
			f.FeeHours = strings.ReplaceAll(strconv.FormatFloat(d.Fee.Hours, 'f', -1, 64), ".", ",")
		}
	}
	for _, t := range c.Application.Scope.Tables {
		for _, sv := range t.Variables {
			f.Granted[sv.ID] = d.Scope.Protection(sv.ID)
		}
	}
	for _, x := range d.Refusals {
		f.Refusals[x.Item] = x
	}
	for _, x := range d.Findings {
		f.Texts[permits.Need{Ground: x.Ground, Category: x.Category}.Key()] = x.Text
	}
	for _, x := range d.Considered {
		f.Texts[x.Topic] = x.Text
	}
	asked := c.Application.Scope.Population
	for i, p := range asked {
		if q, ok := permits.Counterpart(asked, d.Scope.Population, i); ok {
			p = q
		}
		f.Kept = append(f.Kept, p)
	}
	f.Extra = s.populationOf(permits.Scope{Population: permits.AddedConditions(asked, d.Scope.Population)}, v)
	f.TermFrom, _ = date(d.Term.From)
	f.TermTo, _ = date(d.Term.To)
	f.PeriodFrom, _ = date(d.Scope.Period.From)
	f.PeriodTo, _ = date(d.Scope.Period.To)
	if d.Scope.Sample > 0 {
		f.Sample = strconv.Itoa(d.Scope.Sample)
	}
	return f
}

// readDecision reads the fields that web/ROUTES.md lists, of a form or a draft.
func (s *server) readDecision(form url.Values, c permits.Case) *decisionForm {
	get := func(name string) string { return strings.TrimSpace(strings.ReplaceAll(form.Get(name), "\r\n", "\n")) }
	f := &decisionForm{Outcome: get("outcome"), Reasons: get("reasons"), Granted: map[string]registers.Protection{},
		Refusals: map[string]permits.Refusal{}, ClauseTexts: map[string]string{}, Texts: map[string]string{}, Necessity: map[string]string{}, Departures: map[string]string{},
		TermFrom: get("term_from"), TermTo: get("term_to"), PeriodFrom: get("period_from"), PeriodTo: get("period_to"), Sample: get("sample"), Cadence: get("cadence"),
		Short: get("short") == "yes", Immediate: get("immediate"), FeeHours: get("fee_hours"), FeeWaiver: get("fee_waiver"), Withheld: form["withheld"]}
	asked := c.Application.Scope
	items := slices.Concat([]string{"population", "period", "sample", "cadence"}, permits.ConditionKeys(asked.Population))
	keep := func(to map[string]string, key, name string) {
		if text := get(name); text != "" {
			to[key] = text
		}
	}
	for _, t := range asked.Tables {
		for _, sv := range t.Variables {
			items = append(items, sv.ID)
			f.Granted[sv.ID] = sv.Protection
			if form.Has("granted." + sv.ID) {
				f.Granted[sv.ID] = registers.Protection(form.Get("granted." + sv.ID))
			}
			keep(f.ClauseTexts, sv.ID, "clause."+sv.ID)
			if get("need."+sv.ID) == permits.AsApplied {
				f.Necessity[sv.ID] = permits.AsApplied
			}
			keep(f.Necessity, sv.ID, "need_text."+sv.ID)
			keep(f.Departures, sv.ID, "departure."+sv.ID)
		}
	}
	for _, item := range items {
		f.Refusals[item] = permits.Refusal{Item: item, Code: get("refusal_code." + item), Text: get("refusal." + item)}
	}
	for _, n := range permits.SecrecyNeeds(asked, s.Catalogue) {
		keep(f.Texts, n.Key(), "finding."+n.Key())
	}
	for _, t := range permits.Topics() {
		keep(f.Texts, t.Key, "topic."+t.Key)
	}
	keep(f.Departures, permits.RefusalDeparts, "departure."+permits.RefusalDeparts)
	for i, p := range asked.Population {
		f.Kept = append(f.Kept, readKept(form, i, p))
	}
	f.Extra = readPopulation(&http.Request{PostForm: form})
	f.readConditions(form, get)
	return f
}

// readKept reads the condition asked for as number i: codes that are kept of a
// set, or an interval's ends. A form without it keeps it as it was.
func readKept(form url.Values, i int, p registers.Predicate) registers.Predicate {
	no := strconv.Itoa(i)
	if !form.Has("condition_asked." + no) {
		return p
	}
	if len(p.In) > 0 {
		p.In = slices.DeleteFunc(slices.Clone(p.In), func(code string) bool { return !slices.Contains(form["keep."+no], code) })
		return p
	}
	p.From, p.To = strings.TrimSpace(form.Get("from."+no)), strings.TrimSpace(form.Get("to."+no))
	return p
}

func (f *decisionForm) readConditions(form url.Values, get func(string) string) {
	for _, clause := range permits.Clauses() {
		no := strconv.Itoa(clause.No)
		if text := get("departure." + permits.OrderDeparts(clause.No)); text != "" {
			f.Departures[permits.OrderDeparts(clause.No)] = text
		}
		if !slices.Contains(form["condition"], no) {
			continue
		}
		chosen := permits.Condition{No: clause.No, Reason: get("order_reason." + no)}
		for _, p := range clause.Parameters {
			if value := get("condition." + no + "." + p.Name); value != "" && value != p.Default {
				if chosen.Parameters == nil {
					chosen.Parameters = map[string]string{}
				}
				chosen.Parameters[p.Name] = value
			}
		}
		f.Conditions = append(f.Conditions, chosen)
	}
}

// decision writes the form as a decision, or says what cannot be read.
func (f *decisionForm) decision(s *server, v *visit, c permits.Case) (d permits.Decision, wrong wrongs) {
	day := func(field, value string) registers.Day { return s.dayTyped(v, field, value, &wrong) }
	d = permits.Decision{Outcome: permits.Outcome(f.Outcome), Reasons: f.Reasons, Departures: f.Departures}
	if f.Outcome == "" {
		wrong.add("outcome", s.texts.in(v.Lang, "wrong.choose"))
	}
	for _, t := range permits.Topics() {
		if text := f.Texts[t.Key]; text != "" {
			d.Considered = append(d.Considered, permits.Considered{Topic: t.Key, Text: text})
		}
	}
	if d.Outcome == permits.RefuseAll || d.Outcome == permits.Dismiss {
		return d, wrong
	}
	d.Conditions, d.Clauses, d.Necessity, d.Short, d.Immediate = f.Conditions, f.ClauseTexts, f.Necessity, f.Short, f.Immediate
	if c.OfChange > 0 {
		d.Withheld = f.Withheld
	}
	if d.GivesData(c) {
		d.Scope = f.scope(s, v, c.Application.Scope, &wrong)
	}
	d.Term = registers.Period{From: day("term_from", f.TermFrom), To: day("term_to", f.TermTo)}
	d.Fee = f.fee(s, v, &wrong)
	for _, n := range permits.SecrecyNeeds(d.Scope, s.Catalogue) {
		if text := f.Texts[n.Key()]; text != "" {
			d.Findings = append(d.Findings, permits.Finding{Ground: n.Ground, Category: n.Category, Text: text})
		}
	}
	if d.GivesData(c) {
		d.Refusals = s.refusals(f, c, d, v)
	}
	return d, wrong
}

// scope writes what is granted of what was asked.
func (f *decisionForm) scope(s *server, v *visit, asked permits.Scope, wrong *wrongs) permits.Scope {
	granted := asked
	granted.Tables, granted.Sample = nil, 0
	for _, t := range asked.Tables {
		of := permits.ScopeTable{Table: t.Table}
		for _, sv := range t.Variables {
			if at := f.Granted[sv.ID]; at != registers.Drop {
				of.Variables = append(of.Variables, permits.ScopeVariable{ID: sv.ID, Protection: at})
			}
		}
		if s.delivers(of) {
			granted.Tables = append(granted.Tables, of)
		}
	}
	granted.Period = registers.Period{From: s.dayTyped(v, "period_from", f.PeriodFrom, wrong), To: s.dayTyped(v, "period_to", f.PeriodTo, wrong)}
	if f.Sample != "" {
		n, err := strconv.Atoi(f.Sample)
		if err != nil || n < 1 {
			wrong.add("sample", s.texts.in(v.Lang, "wrong.number"))
		}
		granted.Sample = n
	}
	granted.Cadence = permits.Cadence(f.Cadence)
	if granted.Cadence == permits.Once && asked.Cadence == "" {
		granted.Cadence = ""
	}
	granted.Population = nil
	for i, p := range f.Kept {
		if len(p.In) == 0 && p.From == "" && p.To == "" {
			wrong.add("condition_asked."+strconv.Itoa(i), s.texts.in(v.Lang, "desk.nobody"))
		}
		granted.Population = append(granted.Population, p)
	}
	extra := *f.Extra
	extra.PeriodFrom, extra.PeriodTo, extra.Sample = f.PeriodFrom, f.PeriodTo, "" // read above
	more, bad := extra.scope(s, v, permits.Scope{})
	for _, w := range bad {
		if w.Field != "period_from" && w.Field != "period_to" {
			*wrong = append(*wrong, w)
		}
	}
	granted.Population = append(granted.Population, more.Population...)
	return granted
}

func (f *decisionForm) fee(s *server, v *visit, wrong *wrongs) *permits.DecidedFee {
	if f.FeeHours == "" && f.FeeWaiver == "" {
		return nil
	}
	fee := &permits.DecidedFee{Waiver: f.FeeWaiver}
	if f.FeeHours != "" {
		hours, err := strconv.ParseFloat(strings.ReplaceAll(f.FeeHours, ",", "."), 64)
		if err != nil || hours < 0 || hours > 2000 {
			wrong.add("fee_hours", s.texts.in(v.Lang, "wrong.number"))
		}
		fee.Hours = hours
	}
	if f.FeeWaiver != "" && !slices.Contains(permits.WaiverGrounds, f.FeeWaiver) {
		wrong.add("fee_waiver", s.texts.in(v.Lang, "wrong.choose"))
	}
	return fee
}

// delivers says whether a table holds anything but keys.
func (s *server) delivers(t permits.ScopeTable) bool {
	return slices.ContainsFunc(t.Variables, func(sv permits.ScopeVariable) bool {
		v, _ := s.Catalogue.Variable(sv.ID)
		return v.Role != "subject"
	})
}

// refusals lists every item granted less, with what was written on it.
func (s *server) refusals(f *decisionForm, c permits.Case, d permits.Decision, v *visit) (all []permits.Refusal) {
	less := func(item, applied, granted string) {
		x := f.Refusals[item]
		all = append(all, permits.Refusal{Item: item, Applied: applied, Granted: granted, Code: x.Code, Text: x.Text})
	}
	for _, t := range c.Application.Scope.Tables {
		for _, sv := range t.Variables {
			if known, _ := s.Catalogue.Variable(sv.ID); known.Role == "subject" && !slices.ContainsFunc(d.Scope.Tables, func(x permits.ScopeTable) bool { return x.Table == t.Table }) {
				x := f.Refusals[sv.ID]
				if x.Text == "" { // the whole table is refused: its key goes with what was written on the rest
					x = firstRefusal(f, t)
				}
				all = append(all, permits.Refusal{Item: sv.ID, Applied: string(sv.Protection), Granted: string(registers.Drop), Code: x.Code, Text: x.Text})
				continue
			}
			if at := d.Scope.Protection(sv.ID); at != sv.Protection {
				less(sv.ID, string(sv.Protection), string(at))
			}
		}
	}
	for _, i := range s.compareItems(c.Application.Scope, d.Scope, d, v) {
		if i.Less() {
			less(i.Item, i.Applied, i.Granted)
		}
	}
	return all
}

func firstRefusal(f *decisionForm, t permits.ScopeTable) permits.Refusal {
	for _, sv := range t.Variables {
		if x := f.Refusals[sv.ID]; x.Text != "" {
			return x
		}
	}
	return permits.Refusal{}
}
