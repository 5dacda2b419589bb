package permits

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func init() {
	c := func(c Case) Case { // both have signed
		for _, by := range []Actor{henrik, paivi} {
			c, _, _ = c.SignLetter(by, c.Version, true, strings.Repeat("a", 64), hours(8))
		}
		return c
	}
	made := func(c Case, lang string, kinds ...LetterKind) (all []Letter) {
		for i, kind := range kinds {
			all = append(all, Letter{Case: c.ID, No: i + 1, Kind: kind, Language: lang, At: c.DecidedAt})
		}
		return all
	}
	send := func(x Case, shown, manner string) error {
		d, err := x.Dispatch(made(x, "fi", DecisionLetter, SecretAnnex), anyCatalogue, hours(9))
		if err != nil {
			return err
		}
		if shown == "" {
			shown = d.SHA256()
		}
		return last(x.Send(paivi, d, shown, manner, hours(9)))
	}
	for name, try := range map[string]func(x Case) error{
		"letter-other-language": func(x Case) error {
			_, err := x.Dispatch(made(x, "sv", DecisionLetter), anyCatalogue, hours(9))
			return err
		},
		"annex-not-apart": func(x Case) error {
			_, err := x.Dispatch(made(x, "fi", DecisionLetter), anyCatalogue, hours(9))
			return err
		},
		"sending-changed": func(x Case) error { return send(c(x), strings.Repeat("0", 64), "fetched") },
		"service-mode":    func(x Case) error { return send(c(x), "", "pigeon") },
	} {
		breaches = append(breaches, breach{name, doing(Granted, try)})
	}
}

// TestSending: what is confirmed is what is sent (HL 54, 59–60 §; JulkL 25 §;
// KieliL 19 §; letters 10).
func TestSending(t *testing.T) {
	cat, now := theCatalogue(t), hours(9)
	c := signed(t, at(t, Granted), hours(8))
	c.Application.Security, c.Application.EService = "Suojattu ympäristö.", true
	letter := func(no int, kind LetterKind, lang string) Letter {
		return Letter{Case: c.ID, No: no, Kind: kind, Language: lang, SHA256: strings.Repeat("a", 64), At: c.DecidedAt}
	}
	whole := []Letter{letter(1, DecisionLetter, "fi"), letter(2, SecretAnnex, "fi"), letter(3, DecisionLetter, "fi")}
	d, err := c.Dispatch(whole, cat, now)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Pieces) != 2 || d.Pieces[0].No != 3 || d.Pieces[0].Grounds != nil || !slices.Equal(d.Pieces[1].Grounds, []string{SecurityGround}) {
		t.Errorf("pieces %+v: want the latest letter, public, and the annex, secret by item 7", d.Pieces)
	}
	if len(d.To) == 0 || d.To[0] != aino.ID {
		t.Errorf("to %v: want the contact first", d.To)
	}
	silent := c
	silent.Application.EService = false
	if d, _ := silent.Dispatch(whole, cat, now); slices.ContainsFunc(d.Manners, func(m DispatchManner) bool { return m.Key == "electronic" }) {
		t.Error("the electronic manner is offered without consent")
	}
	for name, x := range map[string]struct {
		made []Letter
		rule string
	}{
		"no letter":             {nil, "no-letter"},
		"of an earlier":         {[]Letter{{Kind: DecisionLetter, Language: "fi", At: c.DecidedAt.Add(-1)}}, "no-letter"},
		"in the other language": {[]Letter{letter(1, DecisionLetter, "sv")}, "letter-other-language"},
		"annex not apart":       {whole[:1], "annex-not-apart"},
	} {
		var rule *RuleError
		if _, err := c.Dispatch(x.made, cat, now); !errors.As(err, &rule) || rule.Rule != x.rule {
			t.Errorf("%s: %v, want %s", name, err, x.rule)
		}
	}
	moved := c
	moved.Version++
	other := whole[2]
	other.SHA256 = strings.Repeat("b", 64)
	changed, _ := c.Dispatch([]Letter{other, whole[1]}, cat, now)
	for name, send := range map[string]struct {
		c      Case
		d      Dispatch
		manner string
		rule   string
	}{
		"sending-changed by an event": {moved, d, "fetched", "sending-changed"},
		"sending-changed by a letter": {c, changed, "fetched", "sending-changed"},
		"service-mode unknown":        {c, d, "pigeon", "service-mode"},
		"no-e-consent":                {silent, d, "electronic", "no-e-consent"},
		"half-signed":                 {at(t, Granted), d, "fetched", "half-signed"},
	} {
		var rule *RuleError
		if _, _, err := send.c.Send(paivi, send.d, d.SHA256(), send.manner, now); !errors.As(err, &rule) || rule.Rule != send.rule {
			t.Errorf("%s: %v", name, err)
		}
	}
	next, e, err := c.Send(paivi, d, d.SHA256(), "electronic", now)
	if err != nil || next.State != Served || e.Detail["confirmed"] != d.SHA256() || e.Detail["manner"] != "electronic" {
		t.Errorf("Send = %s, %+v, %v", next.State, e, err)
	}
	if RevocationLetter.Allows("post") || !RevocationLetter.Allows("fetched") || !DecisionLetter.Allows("post") {
		t.Error("what is served verifiably goes by another manner, or the other way")
	}
}

// TestOnlyCorrectionChangesASentLetter: of all commands that are open once a
// decision has been sent, only its correction, and the signatures under the
// corrected letter, make another letter of it (HL 50–52 §).
func TestOnlyCorrectionChangesASentLetter(t *testing.T) {
	sent := []State{Served, InForce, Ended, Revoked, Destroyed}
	whole := at(t, InForce)
	for _, g := range guards() {
		if !slices.ContainsFunc(g.In, func(s State) bool { return slices.Contains(sent, s) }) {
			continue
		}
		for _, kind := range g.Events {
			makes := slices.Contains(whole.LettersOf(Event{Kind: kind}), DecisionLetter)
			if allowed := g.Command == DoCorrect || g.Command == DoSignLetter; makes && !allowed {
				t.Errorf("%s makes another letter of a decision that has been sent", g.Command)
			}
		}
	}
	if _, _, err := whole.SignLetter(paivi, whole.Version, true, strings.Repeat("a", 64), hours(30)); err == nil {
		t.Error("a letter that both have signed is signed again without a correction")
	}
}
