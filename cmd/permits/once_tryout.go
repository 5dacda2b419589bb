package main

import (
	"context"
	"errors"
	"time"

	"net/url"

	"tietolupa/permits"
)

// tryOut has the dry run made of what the desk of paivi gives, waits for it, and asks
// the data protection officer when it finds the cohort to be small. It leaves paivi at
// the desk.
func (j *journey) tryOut(ctx context.Context, paivi *visitor, at string, gives url.Values) error {
	if err := paivi.post(ctx, "order a dry run", "/review/trial", gives); err != nil {
		return err
	}
	id := permits.CaseID(caseOf(at + "/"))
	for {
		trials, err := j.place.owner.Trials(ctx, id)
		switch {
		case err != nil:
			return err
		case len(trials) == 0:
			return errors.New("order a dry run: none stands on the case")
		case trials[0].State == permits.TrialFailed:
			return errors.New("the dry run failed: " + trials[0].Reason)
		}
		if trials[0].State == permits.TrialDone {
			j.tell("a dry run of what is granted: %d persons, the smallest class has %d", trials[0].Report.Persons, trials[0].Report.SmallestClass)
			break
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if err := paivi.open(ctx, "read what the dry run found", at+"/review"); err != nil {
		return err
	}
	if ask := paivi.link(at + "/acts/ask-statement?statement_kind=dpo"); ask != "" {
		return j.consult(ctx, paivi, at, ask)
	}
	return nil
}

// consult asks the data protection officer about a small cohort and records the
// answer.
func (j *journey) consult(ctx context.Context, paivi *visitor, at, ask string) error {
	if err := paivi.open(ctx, "ask the data protection officer", ask); err != nil {
		return err
	}
	if err := paivi.post(ctx, "send the question", "/acts/ask-statement", fields("statement_kind", "dpo", "statement_from", "Tietosuojavastaava",
		"question", "Koepoiminnan kohdejoukko on pieni. Riittävätkö karkeistukset ja suojatoimet?")); err != nil {
		return err
	}
	if err := paivi.open(ctx, "record the statement", at+"/acts/give-statement"); err != nil {
		return err
	}
	if err := paivi.post(ctx, "keep the statement", "/acts/give-statement", fields("statement_no", "1", "came_by", "email",
		"statement_text", "Suojatoimet riittävät, kun päivät ja alueet on karkeistettu.")); err != nil {
		return err
	}
	j.tell("the cohort is small, so the data protection officer is asked first")
	return paivi.open(ctx, "go back to the desk", at+"/review")
}
