package web

import (
	"errors"
	"html/template"
	"slices"
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// functions are what templates may call, for one language.
func functions(t *texts, a *assets, cat *registers.Catalogue, lang string) template.FuncMap {
	return template.FuncMap{
		"t":    func(key string, parameters ...string) string { return t.in(lang, key, parameters...) },
		"name": func(group string, value any) (string, error) { return t.named(lang, group, value) },
		"in":   func(n registers.Names) string { return n.In(lang) },
		"failure": func(reason string) string {
			if !t.has("failure." + reason) {
				reason = "broken"
			}
			return t.in(lang, "failure."+reason)
		},
		"lang": func() string { return lang },

		"asset":  a.path,
		"date":   date,
		"moment": func(at time.Time) string { return moment(lang, at) },
		"atom":   machineDate,
		"number": func(n any) (string, error) {
			switch n := n.(type) {
			case int:
				return number(n), nil
			case int64:
				return number(n), nil
			}
			return "", errors.New("write a number: it is none")
		},
		"size":    func(n int64) string { return size(lang, n) },
		"percent": percent,
		"days":    days,
		"month":   func(t time.Time) string { return t.Format("1/2006") },
		"marking": permits.MarkingIn,
		"slashes": func(id any) string { return caseNumber(text(id)) },
		"rule":    func(e *permits.RuleError) string { return e.In(lang) },
		"table":   func(name string) string { t, _ := cat.Table(name); return orID(t.Name3.In(lang), name) },
		"code": func(list, value string) string {
			c, _ := cat.Code(list, value)
			return orID(c.Name.In(lang), value)
		},
		"variable": func(id string) string { v, _ := cat.Variable(id); return orID(v.Name.In(lang), id) },
		"field": func(name string, value any, w wrongs) formField {
			return formField{Name: name, Value: text(value), Wrong: w.Of(name), Label: t.in(lang, "field."+name), Hint: t.hint(lang, "field."+name), Why: t.why(lang, "field."+name)}
		},
		"option": func(name, value, chosen string) formOption {
			key := name + "." + value
			return formOption{Name: name, Value: value, Checked: value == chosen, Label: t.in(lang, key), Hint: t.hint(lang, key)}
		},
		"pair":  func(a, b any) [2]any { return [2]any{a, b} },
		"list3": func(a, b, c any) [3]any { return [3]any{a, b, c} },
		"has":   slices.Contains[[]string],
		"inc":   func(i int) int { return i + 1 },
		"step":  func(p registers.Protection) string { return t.in(lang, "protection."+string(p)) },
		"tone":  tone,
		"stage": func(o permits.Order) string {
			if o.State == permits.OrderQueued {
				return t.in(lang, "stage-text.waiting")
			}
			if known, ok := cat.Table(o.Stage); ok {
				return t.in(lang, "stage-text.table", known.Name3.In(lang))
			}
			if t.has("stage-text." + o.Stage) {
				return t.in(lang, "stage-text."+o.Stage)
			}
			return t.in(lang, "stage-text.building")
		},
		"called":     func(r permits.Recipient) string { return r.Called(lang) },
		"item":       func(item string) string { return t.item(lang, item) },
		"grounds":    strings.Fields,
		"euros":      func(cents int) string { return euros(lang, cents) },
		"draftfield": func(field string) string { return t.draftField(lang, field, cat) },
		"cite":       func(provision string) string { return cite(lang, provision) },
		"topic":      func(key string) string { t, _ := permits.TopicOf(key); return orID(t.Name.In(lang), key) },
		"join":       func(all []string) string { return strings.Join(all, "; ") },
	}
}

func orID(name, id string) string {
	if name == "" {
		return id
	}
	return name
}

// openGroups hold what the catalogue may add to before the texts do; until then
// the value itself is shown. A test says which are missing.
var openGroups = []string{"item", "register", "register-text", "unit", "retention", "ground", "type", "duty"}

// named gives the text of a value of a closed set: state "draft" is the text
// case.draft. A value without a text fails the page.
func (t *texts) named(lang, group string, value any) (string, error) {
	key := group + "." + text(value)
	if !t.has(key) && slices.Contains(openGroups, group) {
		return text(value), nil
	}
	if !t.has(key) {
		return "", errors.New("name a value: no text " + key)
	}
	return t.in(lang, key), nil
}

// hint is the text under a label; not every field has one.
func (t *texts) hint(lang, key string) string {
	if !t.has(key + ".hint") {
		return ""
	}
	return t.in(lang, key+".hint")
}

// why is the text that tells why a field is asked for; not every field has one.
func (t *texts) why(lang, key string) string {
	if !t.has(key + ".why") {
		return ""
	}
	return t.in(lang, key+".why")
}

// tone is the colour of a state's tag.
func tone(state any) string {
	switch text(state) {
	case "in-force", "granted", "sealed", "confirmed", "plain", "given", "closed":
		return "good"
	case "submitted", "proposed", "prepared", "requested", "queued", "building", "served", "in-review", "partly-granted", "taken", "handled", "demanded", "decided", "partly-given":
		return "go"
	case "open", "specifying", "estimated", "held", "quasi", "supplementing", "offered", "heard", "paused":
		return "warn"
	case "refused", "dismissed", "revoked", "failed", "declined", "direct", "secret", "special":
		return "bad"
	}
	return ""
}

// item writes an item of 3 §, "3.1.2", as the section, subsection and point of
// the act; what is no such item is given as it is.
func (t *texts) item(lang, item string) string {
	switch item {
	case "6.1b":
		return t.in(lang, "variable.item.6.1b")
	case "3.4a", "3.4b":
		return t.in(lang, "variable.item.3.4")
	}
	parts := strings.Split(item, ".")
	if parts[0] == "joint" && len(parts) == 2 {
		return t.in(lang, "variable.item.joint", parts[1])
	}
	if len(parts) != 3 {
		return item
	}
	return t.in(lang, "variable.item.text", parts...)
}
