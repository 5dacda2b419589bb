package web

import (
	"strings"
	"testing"

	"tietolupa/permits"
)

// TestFieldsAreTalkedAboutInABrowser: each field of a sent application leads to a
// message or a note about it; what was written is shown at the field, and the list
// names the field and leads back; a note stays inside the authority.
func TestFieldsAreTalkedAboutInABrowser(t *testing.T) {
	s := newSite(t, true)
	ctx := browser(t)
	path, p := sent(s)
	e := s.as(esittelija)
	p.sees(path+"/application", `href="`+path+`/acts/message?about=abstract"`, `id="field-abstract"`)
	e.sees(path+"/application", `href="`+path+`/acts/note?about=people"`)
	p.sees(path+"/acts/message?about=abstract", `<option value="abstract" selected>`)
	p.act(path, "message", form("about", "abstract", "message_text", "Riittääkö tämä tiivistelmä?"))
	e.act(path, "note", form("note_kind", "internal", "about", "people", "note_text", "Tarkista käyttäjät."))
	if status, _, _ := p.post(path+"/acts/message", form("version", p.version(path+"/acts/message"), "about", "nothing", "message_text", "Hei.")); status != 422 {
		t.Errorf("a message about no field: %d", status)
	}
	for _, side := range []*person{p, e} {
		side.sees(path, `href="`+path+`/application#field-abstract"`)
		side.sees(path+"/application", "Riittääkö tämä tiivistelmä?")
	}
	e.sees(path+"/application", "Tarkista käyttäjät.")
	if _, body := p.get(path + "/application"); strings.Contains(body, "Tarkista käyttäjät.") || strings.Contains(body, "/acts/note") {
		t.Error("a party reads, or may write, the authority's notes")
	}
	texts, err := s.db.Texts(t.Context(), last(path))
	if err != nil || len(texts) != 2 || texts[0].Anchor != "abstract" || texts[1].Kind != permits.NoteText {
		t.Errorf("%+v, %v", texts, err)
	}
	s.cleanAs(t, ctx, esittelija, path+"/application", path+"/acts/note?about=people")
	s.cleanAs(t, ctx, tutkija, path+"/application", path)
}
