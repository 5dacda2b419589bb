package law

// A LogRule says how many years the audit log is kept (lokitiedot).
type LogRule struct {
	Years int
	Version
}

// KeepingOfLog is the rule in force that day; false means that nothing of the
// log may be removed.
func (l Law) KeepingOfLog() (LogRule, bool) { // 4a.1b
	for _, r := range l.tables.log {
		if r.On(l.day) {
			return r, true
		}
	}
	return LogRule{}, false
}

func (t *Tables) keepLog(r *row) {
	rule := LogRule{Years: r.number("years", false)}
	rule.Version = r.version(r.must("id"))
	t.log = append(t.log, rule)
}
