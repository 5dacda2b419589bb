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
	t.Run("a variable", func(t *testing.T) { // HL 22 §
		const field = "variable.person.municipality"
		e.must(path+"/take", nil)
		e.act(path, "note", form("note_kind", "internal", "about", field, "note_text", "Riittäisikö maakunta?"))
		e.act(path, "supplement", form("lack."+field, "Perustele, miksi kunta tarvitaan.", "needed."+field, "yes", "term", "20.11.2020"))
		for _, side := range []*person{p, e} {
			side.sees(path+"/application", `id="field-`+field+`"`, "Perustele, miksi kunta tarvitaan.")
		}
		p.sees(path+"/application", `href="`+path+`/acts/reply#reply.`+field+`"`)
		p.sees(path, "Perustele, miksi kunta tarvitaan.")
		s.cleanAs(t, ctx, tutkija, path+"/application", path+"/acts/reply")
		p.act(path, "reply", form("reply."+field, "Vaikutus on paikallinen."))
		e.sees(path+"/application", "Vaikutus on paikallinen.", "Riittäisikö maakunta?")
		if _, body := p.get(path + "/application"); strings.Contains(body, "Riittäisikö maakunta?") || strings.Contains(body, "/acts/reply#") {
			t.Error("a party reads a note of a variable, or is still asked")
		}
		program := s.program(esittelija, describe(t, s))
		program.must("POST", "/api"+path+"/commands/message", map[string]any{"about": "variable.person.syntyv", "message_text": "Syntymävuosi riittää."}, "If-Match", program.must("GET", "/api"+path, nil).Header.Get("ETag"))
		var list textList
		program.must("GET", "/api"+path+"/texts", nil).into(t, &list)
		if last := list.Texts[len(list.Texts)-1]; last.Anchor != "variable.person.syntyv" || list.Texts[len(list.Texts)-2].Anchor != field {
			t.Errorf("%+v", list.Texts)
		}
	})
	s.cleanAs(t, ctx, esittelija, path+"/acts/supplement", path+"/application", path+"/acts/note?about=people")
	s.cleanAs(t, ctx, tutkija, path+"/application", path)
}
