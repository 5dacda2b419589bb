package web

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// wrongs are the faults of a form in the order they are shown: each names the
// field to mend.
type wrongs []wrong

type wrong struct{ Field, Text string }

func (w *wrongs) add(field, text string) { *w = append(*w, wrong{field, text}) }

// Of is what is wrong with a field; nothing when it is right.
func (w wrongs) Of(field string) string {
	for _, x := range w {
		if x.Field == field {
			return x.Text
		}
	}
	return ""
}

// mark tells each field what is wrong with it.
func (w wrongs) mark(fields []actField) {
	for i, f := range fields {
		fields[i].Wrong = w.Of(f.Name)
	}
}

// A formField is what the parts of templates/parts/form.html draw.
type formField struct {
	Name, Label, Hint, Value, Wrong string
	Why                             string   // it is asked for: the provision, and what it is used for
	Offered                         []string // what is usually written; anything may be
}

// Describes lists the ids that describe the field, for aria-describedby.
func (f formField) Describes() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hint")
	}
	if f.Wrong != "" {
		ids = append(ids, f.Name+"-wrong")
	}
	return strings.Join(ids, " ")
}

// A formOption is one radio button or box.
type formOption struct {
	Name, Value, Label, Hint string
	Checked                  bool
}

// ID of the option's element.
func (o formOption) ID() string { return o.Name + "-" + o.Value }

// text is a value of a form as it is written in it.
func text(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case fmt.Stringer:
		return v.String()
	}
	if v := reflect.ValueOf(value); v.Kind() == reflect.String {
		return v.String()
	}
	return fmt.Sprint(value)
}

// posted reads a form; a broken or too large one is the sender's fault.
func posted(r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return err
		}
		return errors.Join(errBadForm, err)
	}
	return nil
}

// seen is the version of the page that a form was on.
func seen(r *http.Request) int {
	n, err := strconv.Atoi(r.PostForm.Get("version"))
	if err != nil {
		return -1 // of no page
	}
	return n
}

// trimmed is a posted value without the space around it and with Unix lines.
func trimmed(r *http.Request, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(r.PostForm.Get(name), "\r\n", "\n"))
}

// dayTyped reads a day that has to be there, or notes what is wrong with its
// field.
func (s *server) dayTyped(v *visit, field, typed string, wrong *wrongs) registers.Day {
	day, err := readDay(typed)
	if err != nil || day.IsZero() {
		wrong.add(field, s.texts.in(v.Lang, "wrong.day"))
	}
	return day
}

// broken gives the rule that err is about, when it is one for the form to show;
// a stale page is not: what was typed there rests on what is no more. Nor is a weak
// identification: no form mends it, stepUp does.
func broken(err error) (*permits.RuleError, bool) {
	rule, ok := errors.AsType[*permits.RuleError](err)
	if !ok || rule.Rule == "stale-page" || weakly(err) {
		return nil, false
	}
	return rule, true
}
