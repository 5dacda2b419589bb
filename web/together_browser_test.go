package web

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// invitationTo is the link of the invitation that waits for somebody's address.
func (s *site) invitationTo(email string) (path string) {
	s.t.Helper()
	if _, err := s.db.SendMails(s.t.Context(), func(_ context.Context, m postgres.Mailing) error {
		if m.To.Email == email && strings.HasPrefix(m.Path, postgres.InvitationPage) {
			path = m.Path
		}
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
	if path == "" {
		s.t.Fatalf("no invitation goes to %s", email)
	}
	return path
}

// keyTo goes by the keyboard alone to what selector names, and presses Enter on it.
func keyTo(t *testing.T, ctx context.Context, selector string) {
	t.Helper()
	for range 150 {
		if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Tab)); err != nil {
			t.Fatal(err)
		}
		there, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("document.activeElement.matches(`"+selector+"`)"))
		if err != nil {
			t.Fatal(err)
		}
		if there {
			leave(t, ctx, chromedp.KeyEvent(kb.Enter))
			return
		}
	}
	t.Fatalf("the keyboard does not reach %s", selector)
}

// typeIn adds text to a field as fingers do, and waits for the page to say that it
// was saved, or what stands in its way.
func typeIn(t *testing.T, ctx context.Context, field, text, then string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector("[data-savestate]").className = "savestate"`), chromedp.SendKeys(field, text)); err != nil {
		t.Fatalf("type in %s: %v", field, err)
	}
	wait(t, ctx, then)
}

// TestTwoWriteOneApplicationInABrowser: one invites another, and both write at once in two
// browsers. Different parts merge without a word; of the same field both values
// are kept, shown beside each other and settled with the keyboard. The member is
// removed, and comes back as who answers for the application.
func TestTwoWriteOneApplicationInABrowser(t *testing.T) { // HL 11, 12, 16 §
	aino := browser(t)
	s := newSite(t, true)
	path, _ := drafted(s)
	signInWith(t, aino, s, tutkija)
	olli, leaves := chromedp.NewContext(aino, chromedp.WithNewBrowserContext())
	defer leaves()
	signInWith(t, olli, s, apulainen)

	invite := func(role string) {
		t.Helper()
		open(t, aino, s, path+"/members", `#invite_email`)
		write(t, aino, `#invite_email`, apulainen.Email)
		tick(t, aino, `input[name="invite_role"][value="`+role+`"]`)
		press(t, aino, `form[action$="/members"] .btn`, `.note.good[role=status]`)
	}
	invite("edit")
	for _, lang := range languages {
		open(t, aino, s, path+"/members?lang="+lang, `#invite_email`)
		examine(t, aino, "members-"+lang, "")
	}
	link := s.invitationTo(apulainen.Email)
	for _, lang := range languages {
		open(t, olli, s, link+"&lang="+lang, `form[action="/invitation"] .btn`)
		examine(t, olli, "invitation-"+lang, "")
	}
	press(t, olli, `form[action="/invitation"] .btn`, `.note.good[role=status]`)
	open(t, olli, s, link, `a[href="/cases"]`) // used: it binds nobody again
	if text, err := chromedp.Run(olli, chromedp.Text("main")); err != nil || strings.Contains(text, "Hyväksy kutsu") {
		t.Errorf("a used link: %v %s", err, text)
	}

	const saved, conflict = `.savestate.good`, `[data-conflict]:not([hidden])`
	open(t, aino, s, path+"/edit/basics?lang=fi", `#abstract`)
	open(t, olli, s, path+"/edit/basics?lang=fi", `#abstract`)
	typeIn(t, aino, `#methods`, " Elinaikamallit.", saved)
	typeIn(t, olli, `#publication`, " Väitöskirja.", saved)
	a := s.theCase(path).Application
	if !strings.Contains(a.Methods, "Elinaikamallit.") || !strings.Contains(a.Publication, "Väitöskirja.") || len(s.theCase(path).OpenConflicts()) != 0 {
		t.Errorf("different parts do not merge: %q %q", a.Methods, a.Publication)
	}
	if text, err := chromedp.Run(olli, chromedp.Text(`[data-savestate]`)); err != nil || !strings.Contains(text, "Toinen hakija on muuttanut: Menetelmät") {
		t.Errorf("what the other changed is not told: %v %s", err, text)
	}
	typeIn(t, olli, `#publication`, " Ja artikkeli.", saved) // the page still shows no methods
	if a := s.theCase(path).Application; !strings.Contains(a.Methods, "Elinaikamallit.") || !strings.Contains(a.Publication, "Ja artikkeli.") {
		t.Errorf("a second save takes what the other wrote: %q %q", a.Methods, a.Publication)
	}
	typeIn(t, aino, `#questions`, " Ainon kysymys.", saved)
	typeIn(t, olli, `#questions`, " Ollin kysymys.", conflict)
	examine(t, olli, "conflict-told", "")
	if a := s.theCase(path).Application; !strings.Contains(a.Questions, "Ainon") || strings.Contains(a.Questions, "Ollin") {
		t.Errorf("what was there first is lost: %q", a.Questions)
	}
	keyTo(t, olli, `button[name="stay"]`)
	wait(t, olli, `[id^="conflict-"] .versus`)
	if text, err := chromedp.Run(olli, chromedp.Text(`section[id^="conflict-"]`)); err != nil || !strings.Contains(text, "Ainon kysymys.") || !strings.Contains(text, "Ollin kysymys.") {
		t.Errorf("both values are not shown: %v %s", err, text)
	}
	for _, lang := range []string{"sv", "en", "fi"} {
		open(t, olli, s, path+"/edit/basics?lang="+lang, `section[id^="conflict-"]`)
		examine(t, olli, "conflict-"+lang, "")
	}
	keyTo(t, olli, `section[id^="conflict-"] button[value="both"]`)
	wait(t, olli, `.note.good[role=status]`)
	if c := s.theCase(path); !strings.Contains(c.Application.Questions, "Ainon kysymys.") || !strings.Contains(c.Application.Questions, "Ollin kysymys.") || !strings.Contains(c.Application.Methods, "Elinaikamallit.") || len(c.OpenConflicts()) != 0 {
		t.Errorf("settled as %q", c.Application.Questions)
	}

	open(t, aino, s, path+"/members", `form[action$="/members/remove"] .btn`)
	examine(t, aino, "members-two", "")
	press(t, aino, `form[action$="/members/remove"] .btn`, `.note.good[role=status]`)
	if status, _ := s.as(apulainen).get(path + "/edit/basics"); status != 404 {
		t.Errorf("who was removed still writes: %d", status)
	}
	invite("responsible")
	open(t, olli, s, s.invitationTo(apulainen.Email), `form[action="/invitation"] .btn`)
	examine(t, olli, "handover", "")
	press(t, olli, `form[action="/invitation"] .btn`, `.note.good[role=status]`)
	c := s.theCase(path)
	if c.Applicant != apulainen.ID || c.Application.Leader() != apulainen.ID || !c.MayWrite(tutkija) || c.May(permits.DoSubmit, tutkija, time.Now()) {
		t.Errorf("handed over: the applicant is %s, the leader %s", c.Applicant, c.Application.Leader())
	}
}
