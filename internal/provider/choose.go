package provider

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"slices"
)

//go:embed choose.css
var style string

//go:embed choose.html
var pageText string

var page = template.Must(template.New("choose").Parse(pageText))

// stylePolicy allows the one style that the page holds, by its hash.
var stylePolicy = func() string {
	sum := sha256.Sum256([]byte(style))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}()

type words struct{ Title, Lead, Label, Demo, Weak string }

var texts = map[string]words{
	"fi": {"Kuka olet?", "Esittelyssä kirjaudutaan valitsemalla henkilö. Kaikki henkilöt ovat keksittyjä.", "Kieli", "Tämä sivu on esittelyn tunnistuspalvelu. Käytössä sen tilalla on organisaatiosi oma tai kansallinen tunnistuspalvelu.", "Kirjaudu heikosti tunnistautuneena (salasana)"},
	"sv": {"Vem är du?", "I demonstrationen loggar du in genom att välja en person. Alla personer är påhittade.", "Språk", "Den här sidan är demonstrationens identifieringstjänst. I drift ersätts den av din organisations egen eller en nationell identifieringstjänst.", "Logga in med svag identifiering (lösenord)"},
	"en": {"Who are you?", "In the demonstration you sign in by choosing a person. All of them are invented.", "Language", "This page is the demonstration's identity provider. In production your organisation's own or a national one takes its place.", "Sign in with a weak identification (password)"},
}

type chooseData struct {
	words
	Issuer, Lang, ID, Action string
	Style                    template.CSS
	People                   []chosen
	Languages                []languageLink
	Strongly                 bool // a weak identification is not enough
}

type chosen struct{ ID, Name, Title, Organisation string }

type languageLink struct{ Code, Name string }

var languages = []languageLink{{"fi", "Suomeksi"}, {"sv", "På svenska"}, {"en", "In English"}}

// getChoose shows whom one can be. A request that is not there, or was used, is
// not found.
func (s *store) getChoose(w http.ResponseWriter, r *http.Request) {
	asked, err := s.copied(r.URL.Query().Get("id"))
	if err != nil || asked.Done() {
		http.Error(w, "no such request", http.StatusNotFound)
		return
	}
	people, err := s.issuer.People(r.Context())
	if err != nil {
		http.Error(w, "the list of people cannot be read", http.StatusInternalServerError)
		return
	}
	lang := "fi"
	for _, l := range asked.asked.UILocales {
		if base, _ := l.Base(); texts[base.String()].Title != "" {
			lang = base.String()
			break
		}
	}
	if chosen := r.URL.Query().Get("lang"); slices.ContainsFunc(languages, func(l languageLink) bool { return l.Code == chosen }) {
		lang = chosen
	}
	d := chooseData{words: texts[lang], Issuer: s.issuer.Title[lang], Lang: lang, ID: asked.id, Action: "/" + s.issuer.Name + "/choose",
		Style: template.CSS(style), Languages: languages, Strongly: asked.strongly()}
	for _, p := range people {
		d.People = append(d.People, chosen{p.ID, p.Name, p.Title[lang], p.Organisation})
	}
	var b bytes.Buffer
	if err := page.Execute(&b, d); err != nil {
		http.Error(w, "the page cannot be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src "+stylePolicy+
		"; form-action 'self' "+origin(s.issuer.Redirect)+"; base-uri 'none'; frame-ancestors 'none'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}

// postChoose takes the choice and sends the person on their way.
func (s *store) postChoose(w http.ResponseWriter, r *http.Request, callback func(ctx context.Context, id string) string) {
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "the form cannot be read", http.StatusBadRequest)
		return
	}
	id := r.PostForm.Get("id")
	p, err := s.person(r.Context(), r.PostForm.Get("user"))
	if err == nil {
		err = s.choose(id, p.ID, r.PostForm.Get("level") == "weak")
	}
	if err != nil {
		http.Error(w, "no such request or person", http.StatusNotFound)
		return
	}
	http.Redirect(w, r, callback(r.Context(), id), http.StatusSeeOther)
}
