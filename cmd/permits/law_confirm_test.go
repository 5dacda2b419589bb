package main

import (
	"strings"
	"testing"

	"tietolupa/permits"
)

// 14.1: a decider records what a named lawyer chose, once for each version of the
// law, and nobody else does.
func TestLawIsConfirmed(t *testing.T) {
	dir := office(t, "")
	l := permits.Laws()[0]
	var decider, other permits.UserID
	for _, a := range demoPeople() {
		switch {
		case a.Body == permits.KEHA && a.Has(permits.Decider):
			decider = a.ID
		case a.Has(permits.Researcher):
			other = a.ID
		}
	}
	if exit, text := said(t, "law", "show", "--dir", dir); exit != 0 || !strings.Contains(text, l.From.String()) || !strings.Contains(text, "not confirmed") {
		t.Fatalf("%d: %s", exit, text)
	}
	confirm := func(as permits.UserID, route permits.Route, day string) (int, string) {
		return said(t, "law", "confirm", "--dir", dir, "--as", string(as), "--from", l.From.String(), "--route", string(route),
			"--lawyer", "Leena Lakimies, johtava lakimies", "--memo", "KEHA/1/2020", "--day", day)
	}
	for name, c := range map[string]struct {
		as    permits.UserID
		route permits.Route
		day   string
	}{
		"by no decider":                  {other, l.Route, "2020-11-01"},
		"another route than the table's": {decider, "X", "2020-11-01"},
		"a day that has not come":        {decider, l.Route, "2030-01-01"},
		"a day that is none":             {decider, l.Route, "1.11.2020"},
	} {
		if exit, text := confirm(c.as, c.route, c.day); exit == 0 {
			t.Errorf("%s: %s", name, text)
		}
	}
	if exit, text := confirm(decider, l.Route, "2020-11-01"); exit != 0 || !strings.Contains(text, "is confirmed") {
		t.Fatalf("%d: %s", exit, text)
	}
	if exit, _ := confirm(decider, l.Route, "2020-11-01"); exit == 0 {
		t.Error("confirmed twice")
	}
	if exit, text := said(t, "law", "show", "--dir", dir); exit != 0 || !strings.Contains(text, "Leena Lakimies, johtava lakimies, 2020-11-01 (KEHA/1/2020)") {
		t.Errorf("%d: %s", exit, text)
	}
}
