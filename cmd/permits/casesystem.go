package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tietolupa/postgres"
)

// numbering is how cases get the number of the agency's own case system
// (asianhallinta, TiHL 26 §). Without one our own number is the only one.
type numbering struct {
	CaseSystem  string        `name:"case-system" help:"Name of the agency's case system, as the log tells it." default:"asianhallinta" env:"PERMITS_CASE_SYSTEM"`
	CaseCommand string        `name:"case-command" help:"Program that is given a case as JSON and prints the number that the agency's case system gives it." env:"PERMITS_CASE_COMMAND"`
	CaseURL     string        `name:"case-url" help:"Address that a case is posted to as JSON, and that answers {\"number\": …}; https, or this machine." env:"PERMITS_CASE_URL"`
	CaseTimeout time.Duration `name:"case-timeout" help:"How long one answer is waited for." default:"20s" env:"PERMITS_CASE_TIMEOUT"`
}

const (
	numberEvery  = 30 * time.Second
	numberLength = 64
	numbersAsked = 20 // in one round
)

// numberer is the loop that takes numbers, or nil when no system is configured.
// A case waits for its number and nothing else waits for it: one that cannot be
// had now is asked for again, with the same id, in the next round.
func (n numbering) numberer(db *postgres.DB, log *slog.Logger) (func(ctx context.Context) error, error) {
	ask, err := n.asker()
	if ask == nil || err != nil {
		return nil, err
	}
	return func(ctx context.Context) error {
		for {
			if err := takeNumbers(ctx, db, n.CaseSystem, n.CaseTimeout, ask); err != nil && ctx.Err() == nil {
				log.Warn("no number from the case system", "system", n.CaseSystem, "cause", err)
			}
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(numberEvery):
			}
		}
	}, nil
}

// asker is how the configured system is asked; nil when none is.
func (n numbering) asker() (func(ctx context.Context, about []byte, id string) ([]byte, error), error) {
	switch {
	case n.CaseCommand != "" && n.CaseURL != "":
		return nil, errors.New("give --case-command or --case-url, not both")
	case n.CaseCommand != "":
		return commandAsker(n.CaseCommand), nil
	case n.CaseURL != "":
		at, err := url.Parse(n.CaseURL)
		if err != nil || at.Host == "" || at.Scheme != "https" && (at.Scheme != "http" || at.Hostname() != "127.0.0.1" && at.Hostname() != "localhost") {
			return nil, errors.New("--case-url is no https address")
		}
		return urlAsker(n.CaseURL), nil
	}
	return nil, nil
}

// commandAsker runs program with the case on its input; the first line of its
// output is the number.
func commandAsker(program string) func(ctx context.Context, about []byte, id string) ([]byte, error) {
	return func(ctx context.Context, about []byte, _ string) ([]byte, error) {
		c := exec.CommandContext(ctx, program)
		c.Stdin, c.WaitDelay = bytes.NewReader(about), time.Second
		out, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("the case system's program: %w", err)
		}
		first, _, _ := bytes.Cut(out, []byte("\n"))
		return first, nil
	}
}

// urlAsker posts the case; the id keeps a repeated question from making two
// numbers.
func urlAsker(address string) func(ctx context.Context, about []byte, id string) ([]byte, error) {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return func(ctx context.Context, about []byte, id string) ([]byte, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(about))
		if err != nil {
			return nil, err
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", id)
		resp, err := client.Do(req)
		if err != nil {
			return nil, fmt.Errorf("the case system: %w", err)
		}
		defer resp.Body.Close()
		var answer struct {
			Number string `json:"number"`
		}
		if resp.StatusCode/100 != 2 {
			return nil, fmt.Errorf("the case system answered %d", resp.StatusCode)
		}
		if err := json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(&answer); err != nil {
			return nil, fmt.Errorf("the case system's answer: %w", err)
		}
		return []byte(answer.Number), nil
	}
}

// takeNumbers asks for the numbers that are missing, one after another. It stops
// at the first that cannot be had: the system is away, and the rest wait too.
func takeNumbers(ctx context.Context, db *postgres.DB, system string, timeout time.Duration, ask func(ctx context.Context, about []byte, id string) ([]byte, error)) error {
	waiting, err := db.Unnumbered(ctx, numbersAsked)
	if err != nil {
		return err
	}
	for _, u := range waiting {
		about, err := json.Marshal(struct {
			Organisation string `json:"organisation"`
			Authority    string `json:"authority"`
			Process      string `json:"process"`
			postgres.Unnumbered
		}{registerOrganisation, registerAuthority, registerProcess, u})
		if err != nil {
			return err
		}
		given, err := askInTime(ctx, timeout, ask, about, u.Subject)
		if err != nil {
			return err
		}
		number := strings.TrimSpace(string(given))
		if number == "" || len(number) > numberLength || !utf8.ValidString(number) || strings.ContainsFunc(number, unicode.IsControl) {
			return errors.New("the case system gave no number")
		}
		if err := db.PutRegistryNumber(ctx, u.Subject, number, system); err != nil {
			return err
		}
	}
	return nil
}

func askInTime(ctx context.Context, timeout time.Duration, ask func(ctx context.Context, about []byte, id string) ([]byte, error), about []byte, id string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return ask(ctx, about, id)
}
