package main

import (
	"context"
	"path/filepath"

	"tietolupa/extracts"
)

// analyst: a statutory disclosure to an ELY centre, requested, prepared by one
// officer, confirmed by another, ordered and verified.
func (j *journey) analyst(ctx context.Context) error {
	j.tell("an ELY centre's analyst asks for its own area; one officer prepares, another confirms")
	identity, public, err := extracts.NewIdentity()
	if err != nil {
		return err
	}
	oskari, at, err := j.request(ctx, public)
	if err != nil {
		return err
	}
	paivi, err := j.visitor(ctx, presenterID)
	if err != nil {
		return err
	}
	if err := paivi.open(ctx, "open the preparation", at+"/prepare"); err != nil {
		return err
	}
	if err := paivi.post(ctx, "prepare the disclosure", "/prepare", nil); err != nil {
		return err
	}
	mika, err := j.visitor(ctx, secondID)
	if err != nil {
		return err
	}
	if err := mika.open(ctx, "open the prepared disclosure", at); err != nil {
		return err
	}
	if err := mika.post(ctx, "confirm the disclosure", "/confirm", nil); err != nil {
		return err
	}
	if err := oskari.open(ctx, "open the disclosure in force", at); err != nil {
		return err
	}
	if err := oskari.post(ctx, "order the extract", "/orders", nil); err != nil {
		return err
	}
	return j.collect(ctx, oskari, filepath.Join(j.dir, "analyst"), identity)
}

// request has the ELY centre's analyst ask for a disclosure, and says where it
// stands.
func (j *journey) request(ctx context.Context, public string) (_ *visitor, at string, err error) {
	oskari, err := j.visitor(ctx, elyAnalystID)
	if err != nil {
		return nil, "", err
	}
	if err := oskari.open(ctx, "open the request", "/disclosures/new"); err != nil {
		return nil, "", err
	}
	task := oskari.firstValue("task")
	if err := oskari.post(ctx, "request a disclosure", "/disclosures", fields("task", task,
		"necessity", "Alueen työttömyyden rakenteen kuukausittainen seuranta ei onnistu julkaistuista tilastoista.",
		"var", "person.syntyv", "var", "person.sex", "var", "person.municipality", "protection.person.municipality", "exact",
		"var", "job_search.start_date", "var", "job_search.end_date", "var", "job_search.occupation",
		"period_from", "1.1.2020", "period_to", "31.10.2020", "cadence", "monthly",
		"term_from", "2.11.2020", "term_to", "31.12.2021",
		"recipient_kind", "body", "recipient_name", "Pohjois-Pohjanmaan ELY-keskuksen analyysiympäristö", "recipient_key", public,
	)); err != nil {
		return nil, "", err
	}
	return oskari, "/disclosures/" + filepath.Base(oskari.at.Path), nil
}
