package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The number comes from a real program, or from a real server, in time; what is
// no number is refused.
func TestCaseSystemIsAsked(t *testing.T) {
	program := filepath.Join(t.TempDir(), "number")
	script := "#!/bin/sh\nread about\ncase \"$about\" in *KEHA-9-2020*) sleep 30;; *KEHA-8-2020*) exit 3;; esac\necho \"KEHA/$(printf %s \"$about\" | wc -c)/2020\"\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var about struct {
			ID           string `json:"id"`
			Organisation string `json:"organisation"`
		}
		if err := json.NewDecoder(r.Body).Decode(&about); err != nil || about.Organisation != registerOrganisation {
			http.Error(w, "bad", http.StatusBadRequest)
			return
		}
		keys[r.Header.Get("Idempotency-Key")] = about.ID
		if about.ID == "KEHA-8-2020" {
			http.Error(w, "away", http.StatusServiceUnavailable)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"number": "VN/1/2020"})
	}))
	defer server.Close()
	about := func(id string) []byte {
		return []byte(`{"organisation":"` + registerOrganisation + `","id":"` + id + `"}` + "\n")
	}
	for name, n := range map[string]numbering{"program": {CaseCommand: program}, "server": {CaseURL: server.URL}} {
		ask, err := n.asker()
		if err != nil {
			t.Fatal(err)
		}
		number, err := askInTime(t.Context(), 10*time.Second, ask, about("KEHA-1-2020"), "KEHA-1-2020")
		if err != nil || !strings.HasSuffix(string(number), "/2020") {
			t.Errorf("%s: %q %v", name, number, err)
		}
		if _, err := askInTime(t.Context(), 10*time.Second, ask, about("KEHA-8-2020"), "KEHA-8-2020"); err == nil {
			t.Errorf("%s: a system that is away gave a number", name)
		}
	}
	if keys["KEHA-1-2020"] != "KEHA-1-2020" {
		t.Errorf("asked with keys %v", keys)
	}
	ask := commandAsker(program)
	begun := time.Now()
	if _, err := askInTime(t.Context(), 200*time.Millisecond, ask, about("KEHA-9-2020"), "KEHA-9-2020"); err == nil || time.Since(begun) > 10*time.Second {
		t.Errorf("a program that hangs is waited for: %v, %v", err, time.Since(begun))
	}
	for _, n := range []numbering{{CaseURL: "http://example.org/x"}, {CaseURL: "ftp://x"}, {CaseCommand: "a", CaseURL: "https://b"}} {
		if _, err := n.asker(); err == nil {
			t.Errorf("%+v is taken", n)
		}
	}
	if ask, err := (numbering{}).asker(); ask != nil || err != nil {
		t.Error("no system is asked all the same")
	}
}
