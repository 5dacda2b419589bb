package main

import (
	"context"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"tietolupa/extracts"
	"tietolupa/permits"
)

// fields makes form fields of name and value in turn; a name may come again.
func fields(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

func newReader(s string) io.Reader { return strings.NewReader(s) }

// researcher: a permit from the first draft to the verified download, by three
// persons.
func (j *journey) researcher(ctx context.Context) error {
	j.tell("a researcher applies, a presenter proposes, a decider decides")
	identity, public, err := extracts.NewIdentity()
	if err != nil {
		return err
	}
	aino, err := j.visitor(ctx, researcherID)
	if err != nil {
		return err
	}
	if err := apply(ctx, aino, applicant{
		id: researcherID, name: "Aino Virtanen", organisation: "Pohjolan yliopisto", businessID: "9000000-3",
		title: "Työttömyyden kesto ja palveluihin ohjaus syksyllä 2020",
	}, public); err != nil {
		return err
	}
	id := filepath.Base(aino.at.Path)
	j.tell("application %s is submitted", id)
	if err := j.decide(ctx, id); err != nil {
		return err
	}
	return j.use(ctx, aino, id, identity)
}

// An applicant is who applies, and for what project.
type applicant struct {
	id                                    permits.UserID
	name, organisation, businessID, title string
}

// apply drafts an application section by section and submits it.
func apply(ctx context.Context, v *visitor, by applicant, key string) error {
	if err := v.open(ctx, "browse the catalogue", "/catalogue"); err != nil {
		return err
	}
	if err := v.open(ctx, "open my applications", "/cases"); err != nil {
		return err
	}
	if err := v.post(ctx, "begin an application", "/cases", nil); err != nil {
		return err
	}
	id := caseOf(v.at.Path)
	edit := "/cases/" + id + "/edit/"
	for _, section := range []struct {
		name   string
		fields url.Values
	}{
		{"basics", fields("title", by.title, "title_sv", "Arbetslöshetens längd och hänvisning till service hösten 2020", "purpose", "research",
			"abstract", "Tutkimme, miten työttömyysjaksojen kesto ja ohjaus palveluihin erosivat alueittain.",
			"questions", "Lyheneekö työttömyys, kun palvelu alkaa varhain?", "methods", "Elinaika-analyysi ja monitasomallit.",
			"plan", "Hanke kestää kaksi vuotta. Aineistoa analysoidaan vain yliopiston suojatussa ympäristössä. Tulokset julkaistaan avoimesti.",
			"publication", "Kaksi vertaisarvioitua artikkelia.", "until", "31.12.2022")},
		{"applicant", fields("organisation", by.organisation, "business_id", by.businessID, "country", "246", "role", "leader",
			"contact_name", by.name, "contact_email", string(by.id)+"@"+demoDirectory, "contact_tie", "Työsuhde.",
			"funding", "Yliopiston perusrahoitus.", "interests", "Ei sidonnaisuuksia.", "billing", "Verkkolasku yliopiston osoitteeseen, viite TKP-20.",
			"language", "fi", "e_service", "yes")},
		{"people", fields("person.0.name", by.name, "person.0.email", string(by.id)+"@"+demoDirectory, "leader", "0")},
		{"data/person", fields("var", "person.syntyv", "var", "person.sex", "var", "person.municipality",
			"protection.person.municipality", "region",
			"reason.person.syntyv", "Ikä selittää työttömyyden kestoa.", "reason.person.sex", "Sukupuolten erot ovat tutkimuskysymys.",
			"reason.person.municipality", "Vertaamme alueita toisiinsa.")},
		{"data/employment_code", fields("var", "employment_code.code", "var", "employment_code.start_date", "var", "employment_code.end_date",
			"protection.employment_code.start_date", "exact", "protection.employment_code.end_date", "month",
			"reason.employment_code.code", "Työttömyys tunnistetaan koodista.", "reason.employment_code.start_date", "Keston alku.",
			"reason.employment_code.end_date", "Keston loppu.")},
		{"data/service_period", fields("var", "service_period.kind", "var", "service_period.start_date",
			"protection.service_period.start_date", "month",
			"reason.service_period.kind", "Palvelun laji on selittävä muuttuja.", "reason.service_period.start_date", "Ohjauksen ajankohta.")},
		{"population", fields("born_from", "1956", "born_to", "2002", "period_from", "1.1.2019", "period_to", "31.10.2020", "cadence", "once")},
		{"protection", fields("control", "own", "article6", "e", "identifiability", "pseudonymised", "consent", "no")},
		{"security", fields("security", "Yliopiston suojattu analyysipalvelin, kaksivaiheinen tunnistautuminen, salatut levyt.",
			"disposal", "Aineisto hävitetään luvan päättyessä ja hävityksestä ilmoitetaan.")},
		{"key", fields("recipient_kind", "person", "recipient_name", by.name, "recipient_key", key)},
	} {
		if err := v.open(ctx, "open section "+section.name, edit+section.name); err != nil {
			return err
		}
		if err := v.post(ctx, "fill in section "+section.name, edit+section.name, section.fields); err != nil {
			return err
		}
	}
	if err := v.open(ctx, "read the whole application", edit+"review"); err != nil {
		return err
	}
	return v.post(ctx, "submit the application", "/submit", nil)
}

// caseOf is the case in an address /cases/ID/….
func caseOf(path string) string { return strings.Split(strings.TrimPrefix(path, "/cases/"), "/")[0] }

// decide is the officers' part: one proposes to grant the start day by month
// only, another decides, and the decision is served.
func (j *journey) decide(ctx context.Context, id string) error {
	at := "/cases/" + id
	paivi, err := j.visitor(ctx, presenterID)
	if err != nil {
		return err
	}
	if err := paivi.open(ctx, "look at the queue", "/queue"); err != nil {
		return err
	}
	if err := paivi.open(ctx, "open the case", at); err != nil {
		return err
	}
	if err := paivi.post(ctx, "take the case", "/take", nil); err != nil {
		return err
	}
	if err := paivi.open(ctx, "open the presenter's desk", at+"/review"); err != nil {
		return err
	}
	gives := fields("outcome", "partly",
		"reasons", "Hanke on tieteellistä tutkimusta. Muuttujat ovat tarpeen, kun alkupäivä annetaan kuukauden tarkkuudella.",
		"granted.employment_code.start_date", "month", "refusal_code.employment_code.start_date", "R2",
		"refusal.employment_code.start_date", "Kuukausi riittää keston mittaamiseen, ja päivä lisäisi tunnistamisen riskiä.",
		"finding.25", "On ilmeistä, ettei tiedon antaminen loukkaa asiakkaiden etuja: rivit ovat pseudonymisoituja, päivät ja alueet karkeistettuja ja käyttäjä on nimetty.",
		"topic.purpose", "Hanke on tieteellistä tutkimusta: suunnitelma, aikataulu ja pätevä vastuullinen johtaja on esitetty.",
		"topic.freedom", "Tutkimus voidaan toteuttaa suunnitellusti, ja tulokset saa julkaista vapaasti.",
		"topic.basis", "Yliopiston lakisääteinen tutkimustehtävä riittää perusteeksi, ja suojatoimet on kuvattu.",
		"topic.necessity", "Ikä, sukupuoli, alue, jaksot ja palvelut vastaavat kukin yhteen tutkimuskysymykseen.",
		"need.person.syntyv", "applied", "need.person.sex", "applied", "need.person.municipality", "applied",
		"need.employment_code.code", "applied", "need.employment_code.start_date", "applied", "need.employment_code.end_date", "applied",
		"need.service_period.kind", "applied", "need.service_period.start_date", "applied",
	)
	if err := j.tryOut(ctx, paivi, at, gives); err != nil {
		return err
	}
	gives.Set("unbiased", "yes")
	if err := paivi.post(ctx, "propose a decision", "/propose", gives); err != nil {
		return err
	}
	henrik, err := j.visitor(ctx, deciderID)
	if err != nil {
		return err
	}
	if err := henrik.open(ctx, "read the proposal", at); err != nil {
		return err
	}
	if err := henrik.post(ctx, "decide the case", "/decide", fields("unbiased", "yes")); err != nil {
		return err
	}
	j.tell("granted in part by another person than who proposed it")
	for _, official := range []*visitor{henrik, paivi} {
		if err := official.open(ctx, "read the letter to sign", at+"/acts/sign-letter"); err != nil {
			return err
		}
		if err := official.post(ctx, "sign the letter", "/acts/sign-letter", fields("accept", "yes", "unbiased", "yes")); err != nil {
			return err
		}
	}
	if err := paivi.open(ctx, "open the decided case", at); err != nil {
		return err
	}
	if err := paivi.open(ctx, "check what is sent", at+"/acts/serve"); err != nil {
		return err
	}
	return paivi.post(ctx, "serve the decision", "/acts/serve", fields("manner", "electronic", "accept", "yes"))
}

// use is the permit holder's part: letter, conditions, undertaking, order,
// download.
func (j *journey) use(ctx context.Context, v *visitor, id, identity string) error {
	if err := j.wait(ctx, 4, "an ordinary electronic notice counts as served on the third day"); err != nil {
		return err
	}
	at := "/cases/" + id
	if err := v.open(ctx, "open my case", at); err != nil {
		return err
	}
	if err := j.download(ctx, v, "read the decision", at+"/letter", filepath.Join(j.dir, "paatos.pdf")); err != nil {
		return err
	}
	if err := j.signedLetter(ctx, v, at); err != nil {
		return err
	}
	for _, text := range []string{"conditions", "undertaking"} {
		if err := v.open(ctx, "read the "+text, at+"/"+text); err != nil {
			return err
		}
		if err := v.post(ctx, "sign the "+text, "/"+text, fields("accept", "yes")); err != nil {
			return err
		}
	}
	if err := j.prove(ctx, v, at, identity); err != nil {
		return err
	}
	if err := v.open(ctx, "open the permit in force", at); err != nil {
		return err
	}
	if err := v.post(ctx, "order the extract", "/orders", nil); err != nil {
		return err
	}
	return j.collect(ctx, v, j.dir, identity)
}

// prove shows that the researcher holds the private key of the recipient: the
// service's challenge is opened with it.
func (j *journey) prove(ctx context.Context, v *visitor, at, identity string) error {
	if err := v.open(ctx, "open the recipient's key", at+"/acts/challenge-key"); err != nil {
		return err
	}
	if err := v.post(ctx, "ask for a challenge", "/acts/challenge-key", nil); err != nil {
		return err
	}
	file := filepath.Join(j.dir, "haaste.age")
	if err := j.download(ctx, v, "download the challenge", at+"/key-challenge", file); err != nil {
		return err
	}
	sealed, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := os.Remove(file); err != nil {
		return err
	}
	code, err := extracts.OpenChallenge(identity, string(sealed))
	if err != nil {
		return err
	}
	return v.post(ctx, "type the code of the challenge", "/acts/prove-key", fields("key_code", code))
}
