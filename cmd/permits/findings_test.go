package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestFindingsCommand(t *testing.T) {
	dir := office(t, "2021-12-31") // a client still, of whom little is stored
	exit, text := said(t, "registers", "findings", "--dir", dir, "--office", "TE01", "--json")
	var found []missingData
	if err := json.Unmarshal([]byte(text[strings.Index(text, "["):]), &found); exit != 0 || err != nil {
		t.Fatalf("%d, %v: %s", exit, err, text)
	}
	i := slices.IndexFunc(found, func(m missingData) bool { return m.Finding == "contact-details" })
	if i < 0 || found[i].Office != "TE01" || found[i].Clients != 1 || !slices.Contains(found[i].Duty, "office") || found[i].Source == "" {
		t.Errorf("%+v", found)
	}
	exit, text = said(t, "registers", "findings", "--dir", dir, "--lang", "en")
	if exit != 0 || !strings.Contains(text, "Contact details are missing") || strings.Contains(text, "Äijälä") {
		t.Errorf("%d: %s", exit, text)
	}
	if exit, text := said(t, "registers", "findings", "--dir", dir, "--office", "TE02"); exit != 0 || strings.Contains(text, "TE01") {
		t.Errorf("%d: %s", exit, text)
	}
	if exit, text := said(t, "registers", "findings", "--dir", dir, "--office", "XX"); exit == 0 || !strings.Contains(text, "TE01") {
		t.Errorf("%d: %s", exit, text)
	}
}
