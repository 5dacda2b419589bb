package letters

import (
	"testing"

	"tietolupa/registers"
)

// TestDeficiencyNamesItsVariable: a request to supplement names the variable that a
// deficiency concerns, in the letter's language.
func TestDeficiencyNamesItsVariable(t *testing.T) { // HL 22 §
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	v, _ := cat.Variable("person.municipality")
	for _, lang := range []string{"fi", "sv"} {
		l := &letter{lang: lang}
		l.Catalogue = cat
		if got := l.fieldName("variable.person.municipality"); got != v.Name.In(lang) {
			t.Errorf("in %s it is called %q", lang, got)
		}
		if other := l.say("field.other"); l.fieldName("variable.none") != other || l.fieldName("nothing") != other {
			t.Errorf("what is not known is called otherwise than %q", other)
		}
	}
}
