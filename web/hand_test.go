package web

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// A hand is a person at a browser of their own, in one language. It finds what it
// presses and fills in as people and screen readers do: by its name.
type hand struct {
	t    *testing.T
	ctx  context.Context
	s    *site
	text *texts
	lang string
	who  permits.Actor
}

// hands gives each of the people a browser with a session of its own, and the
// language as theirs.
func hands(t *testing.T, ctx context.Context, s *site, lang string, people ...permits.Actor) (all []*hand) {
	t.Helper()
	text, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	for i, who := range people {
		who.Language = lang
		if err := s.db.PutUser(t.Context(), who); err != nil {
			t.Fatal(err)
		}
		own := ctx
		if i > 0 {
			var leaves context.CancelFunc
			own, leaves = chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
			t.Cleanup(leaves)
		}
		signInWith(t, own, s, who)
		all = append(all, &hand{t, own, s, text, lang, who})
	}
	return all
}

// say is the text of key in the language of the hand.
func (h *hand) say(key string, with ...string) string { return h.text.in(h.lang, key, with...) }

// opens goes to an address; the page answers in the language of its reader.
func (h *hand) opens(path string) {
	h.t.Helper()
	open(h.t, h.ctx, h.s, path+"?lang="+h.lang, `html[lang="`+h.lang+`"] main h1`)
}

// finding marks what has a name among the links and buttons, the fields or the
// choices of the page, and says which names there are when none has it. What is
// folded is unfolded, as a reader would.
const finding = `((kind, name) => {
	const of = {press: 'main a, main button', field: 'main textarea, main select, main input:not([type=hidden], [type=radio], [type=checkbox], [type=file])', choice: 'main input[type=radio], main input[type=checkbox]'}
	const words = e => (e.innerText || e.textContent).replace(/\s+/g, ' ').trim()
	const named = e => e.getAttribute('aria-label') || [...(e.labels || [])].map(words).join(' ') || words(e)
	document.querySelectorAll('[data-hand]').forEach(e => e.removeAttribute('data-hand'))
	const all = [...document.querySelectorAll(of[kind])].filter(e => !e.closest('[aria-hidden=true], [hidden]'))
	const found = all.find(e => named(e) === name) || all.find(e => named(e).startsWith(name + ' '))
	if (!found) return JSON.stringify([...new Set(all.map(named))])
	for (let e = found.closest('details:not([open])'); e; e = e.parentElement.closest('details:not([open])')) e.open = true
	const at = kind === 'choice' ? found.labels[0] : found
	at.setAttribute('data-hand', '')
	return ''
})`

func (h *hand) finds(kind, name string) {
	h.t.Helper()
	given, _ := json.Marshal([]string{kind, name})
	names, err := chromedp.Run(h.ctx, chromedp.Evaluate[string](finding+"(..."+string(given)+")"))
	if err != nil {
		h.t.Fatal(err)
	}
	if names != "" {
		page, _ := chromedp.Run(h.ctx, chromedp.Text("main"))
		h.t.Fatalf("%s: no %s is named %q; there are %.1500s\n%.1200s", h.who.ID, kind, name, names, page)
	}
}

// presses presses the link or button of a name, and waits for the page it leads to.
func (h *hand) presses(key string, with ...string) {
	h.t.Helper()
	h.finds("press", h.say(key, with...))
	leave(h.t, h.ctx, chromedp.Click("[data-hand]"))
	wait(h.t, h.ctx, `html[lang="`+h.lang+`"] main h1`)
}

// writes fills in the field that a text names.
func (h *hand) writes(key, value string) { h.t.Helper(); h.fills(h.say(key), value) }

func (h *hand) fills(name, value string) {
	h.t.Helper()
	h.finds("field", name)
	if err := chromedp.Do(h.ctx, chromedp.SetValue("[data-hand]", value)); err != nil {
		h.t.Fatalf("write in %s: %v", name, err)
	}
}

// chooses chooses the radio button or ticks the box that a text names.
func (h *hand) chooses(key string, with ...string) { h.t.Helper(); h.ticks(h.say(key, with...)) }

func (h *hand) ticks(name string) {
	h.t.Helper()
	h.finds("choice", name)
	if err := chromedp.Do(h.ctx, chromedp.Click("[data-hand]")); err != nil {
		h.t.Fatal(err)
	}
}

// reads is the text of the page.
func (h *hand) reads() string {
	h.t.Helper()
	page, err := chromedp.Run(h.ctx, chromedp.Text("main"))
	if err != nil {
		h.t.Fatal(err)
	}
	return strings.Join(strings.Fields(page), " ")
}

// sees fails for each of the texts that is not on the page.
func (h *hand) sees(all ...string) {
	h.t.Helper()
	page := strings.ToLower(h.reads())
	for _, want := range all {
		if !strings.Contains(page, strings.ToLower(strings.Join(strings.Fields(want), " "))) {
			h.t.Errorf("%s does not see %q in\n%.2500s", h.who.ID, want, page)
		}
	}
}

// told fails when the page does not tell, in a notice that has the focus, what was
// done or what is wrong.
func (h *hand) told(role string, want ...string) {
	h.t.Helper()
	notice, err := chromedp.Run(h.ctx, chromedp.Evaluate[string](`document.activeElement.getAttribute("role") + ": " + document.activeElement.innerText`))
	if err != nil {
		h.t.Fatal(err)
	}
	for _, w := range append([]string{role + ": "}, want...) {
		if !strings.Contains(notice, w) {
			h.t.Errorf("%s: the notice that has the focus is %q; it lacks %q", h.who.ID, notice, w)
		}
	}
}

// does opens the page of a command by its name, fills it in and sends it, and sees
// that it was done.
func (h *hand) does(command permits.Command, fill func(), event permits.EventKind) {
	h.t.Helper()
	h.presses("command." + string(command))
	if fill != nil {
		fill()
	}
	h.presses("command." + string(command))
	h.told("status", h.say("event."+string(event)))
}

// stands sees where the case is: its state, whom it waits for, its clocks.
func (h *hand) stands(path string, state permits.State, party permits.Party, clocks ...string) {
	h.t.Helper()
	h.opens(path)
	waits := h.say("waits.who") + " " + h.say("waits.nobody")
	if party != "" {
		waits = h.say("waits.who") + " " + h.say("party."+string(party))
	}
	h.sees(h.say("case."+string(state)), waits)
	for _, key := range clocks {
		h.sees(h.say("clock." + key))
	}
}

// mailed gives the messages sent since the last look, each as its event and the
// address it went to.
func (s *site) mailed() (sent []string) {
	s.t.Helper()
	if _, err := s.db.SendMails(s.t.Context(), func(_ context.Context, m postgres.Mailing) error {
		for _, lang := range languages {
			if subject, body := m.Message.Written(lang, m.About, "https://esimerkki.invalid"+m.Path); subject == "" || body == "" {
				return fmt.Errorf("%s has no words in %s", m.Message.Event, lang)
			}
		}
		sent = append(sent, string(m.Message.Event)+" "+m.To.Email+" "+m.To.Language)
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
	return sent
}

// mailedTo fails when somebody was not written to in the language of the journey.
func (h *hand) mailedTo(sent []string, event permits.EventKind) {
	h.t.Helper()
	want := string(event) + " " + h.who.Email + " " + h.lang
	for _, one := range sent {
		if one == want {
			return
		}
	}
	h.t.Errorf("no mail %q among %q", want, sent)
}
