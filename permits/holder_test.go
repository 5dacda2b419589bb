package permits

import (
	"strings"
	"testing"
)

// TestUserAskedForAnew: who was declined or removed, an original user too, comes
// back by a new undertaking and the authority's answer, never at once.
func TestUserAskedForAnew(t *testing.T) { // conditions 2–3, JulkL 28.2 §
	ok := must[Case](t)
	_, sha := Undertaking("fi")
	ask := func(c Case, u Actor, hour int) Case {
		t.Helper()
		return ok(c.AddUser(aino, c.Version, Participant{User: u.ID, Name: u.Name}, hours(hour)))
	}
	answer := func(c Case, u Actor, approve bool, hour int) Case {
		t.Helper()
		c = ok(c.SignAdded(u, c.Version, sha, hours(hour)))
		if open := c.DownloadsOpen(u.ID, hours(hour)); rule(open) != "not-a-named-user" {
			t.Errorf("%s fetches before the answer: %v", u.ID, open)
		}
		return ok(c.ApproveUser(paivi, c.Version, u.ID, approve, "Syy.", hours(hour+1)))
	}
	for name, test := range map[string]struct {
		user Actor
		gone func(c Case) Case
	}{
		"declined": {liisa, func(c Case) Case { return answer(ask(c, liisa, 20), liisa, false, 21) }},
		"added and removed": {liisa, func(c Case) Case {
			c = answer(ask(c, liisa, 20), liisa, true, 21)
			return ok(c.RemoveUser(aino, c.Version, "liisa", hours(23)))
		}},
		"an original user removed": {eero, func(c Case) Case { return ok(c.RemoveUser(aino, c.Version, "eero", hours(23))) }},
	} {
		t.Run(name, func(t *testing.T) {
			c := test.gone(at(t, InForce))
			u := test.user
			c = ask(c, u, 30)
			if _, _, err := c.AddUser(aino, c.Version, Participant{User: u.ID, Name: u.Name}, hours(30)); rule(err) != "participant-twice" {
				t.Errorf("asked for twice at once: %v", err)
			}
			if got := rule(c.DownloadsOpen(u.ID, hours(30))); got != "not-a-named-user" {
				t.Errorf("asked for, the gate says %s", got)
			}
			declined := answer(c, u, false, 31)
			if got := rule(declined.DownloadsOpen(u.ID, hours(33))); got != "not-a-named-user" {
				t.Errorf("declined, the gate says %s", got)
			}
			c = answer(c, u, true, 31)
			if err := c.DownloadsOpen(u.ID, hours(33)); err != nil {
				t.Errorf("approved, the gate says %v", err)
			}
			n := ok(Renew("KEHA-2-2020", aino, c, hours(34)))
			if users := n.Application.Users(); len(users) != len(c.Users()) {
				t.Errorf("a renewal names %v, the permit %v", users, c.Users())
			}
		})
	}
}

// TestDissentBeforeTheLetterIsSigned: a dissent is annexed to the letter; once an
// official has signed it there is no paper to annex it to.
func TestDissentBeforeTheLetterIsSigned(t *testing.T) { // PL 118 §, SAsL 16 §
	ok := must[Case](t)
	c := at(t, Granted)
	ok(c.Dissent(paivi, c.Version, "Olen eri mieltä.", hours(6)))
	c = ok(c.SignLetter(henrik, c.Version, true, strings.Repeat("a", 64), hours(6)))
	if _, _, err := c.Dissent(paivi, c.Version, "Olen eri mieltä.", hours(7)); rule(err) != "letter-signed" {
		t.Errorf("after the letter: %v", err)
	}
	c = ok(c.Correct(henrik, c.Version, "Nimi.", "Virhe on ilmeinen.", false, hours(8), hours(8)))
	ok(c.Dissent(paivi, c.Version, "Olen eri mieltä.", hours(9)))
}
