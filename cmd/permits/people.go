package main

import (
	"strings"

	"tietolupa/permits"
)

// The demonstration's people: invented, one for each part of the journeys.
const (
	researcherID permits.UserID = "aino.virtanen"
	colleagueID  permits.UserID = "eero.lindqvist"
	presenterID  permits.UserID = "paivi.korhonen"
	secondID     permits.UserID = "mika.saarinen"
	deciderID    permits.UserID = "henrik.nyman"
	ministryID   permits.UserID = "sanna.makela"
	elyAnalystID permits.UserID = "oskari.heikkinen"
	outsiderID   permits.UserID = "liisa.ranta"
	officialID   permits.UserID = "tuula.niemi"
	northernID   permits.UserID = "jari.kinnunen"
	dpoID        permits.UserID = "outi.rautio"
	fionaID      permits.UserID = "fiina.aalto"
	sdDesktopID  permits.UserID = "samuel.dahl"

	accessOfficerID   permits.UserID = "kaisa.lehtonen"
	southContactID    permits.UserID = "ritva.laaksonen"
	northContactID    permits.UserID = "antti.pelkonen"
	ministryContactID permits.UserID = "johanna.wikstrom"
	elyContactID      permits.UserID = "markku.hyvonen"

	demoDirectory = "example.org" // reserved: no mail can reach anybody
)

// demoPeople are who can be chosen at the demonstration's sign-in.
func demoPeople() []permits.Actor {
	person := func(id permits.UserID, name, organisation string, body permits.Body, language string, duties ...permits.Duty) permits.Actor {
		return permits.Actor{
			ID: id, Name: name, Email: string(id) + "@" + demoDirectory,
			Organisation: organisation, Body: body, Language: language, Duties: duties,
		}
	}
	return []permits.Actor{
		person(researcherID, "Aino Virtanen", "Pohjolan yliopisto", "", "fi", permits.Researcher),
		person(colleagueID, "Eero Lindqvist", "Pohjolan yliopisto", "", "sv", permits.Researcher),
		person(outsiderID, "Liisa Ranta", "Saimaan tutkimuslaitos", "", "en", permits.Researcher),
		person(presenterID, "Päivi Korhonen", "KEHA-keskus", permits.KEHA, "fi", permits.Presenter),
		person(secondID, "Mika Saarinen", "KEHA-keskus", permits.KEHA, "fi", permits.Presenter),
		person(deciderID, "Henrik Nyman", "KEHA-keskus", permits.KEHA, "sv", permits.Decider),
		person(ministryID, "Sanna Mäkelä", "Työ- ja elinkeinoministeriö", permits.TEM, "fi", permits.Analyst),
		person(elyAnalystID, "Oskari Heikkinen", "Pohjois-Pohjanmaan ELY-keskus", "ELY13", "fi", permits.Analyst),
		person(officialID, "Tuula Niemi", "Uudenmaan TE-toimisto", "TE01", "fi", permits.Official),
		person(northernID, "Jari Kinnunen", "Pohjois-Pohjanmaan TE-toimisto", "TE13", "fi", permits.Official),
		person(accessOfficerID, "Kaisa Lehtonen", "KEHA-keskus", permits.KEHA, "fi", permits.AccessOfficer),
		person(southContactID, "Ritva Laaksonen", "Uudenmaan TE-toimisto", "TE01", "fi", permits.Contact),
		person(northContactID, "Antti Pelkonen", "Pohjois-Pohjanmaan TE-toimisto", "TE13", "fi", permits.Contact),
		person(ministryContactID, "Johanna Wikström", "Työ- ja elinkeinoministeriö", permits.TEM, "sv", permits.Contact),
		person(elyContactID, "Markku Hyvönen", "Pohjois-Pohjanmaan ELY-keskus", "ELY13", "fi", permits.Contact),
		person(dpoID, "Outi Rautio", "KEHA-keskus", permits.KEHA, "fi", permits.ProtectionOfficer),
		person(fionaID, "Fiina Aalto", "Tilastokeskus, FIONA", "FIONA", "fi", permits.Operator),
		person(sdDesktopID, "Samuel Dahl", "CSC, SD Desktop", "SDDESKTOP", "sv", permits.Operator),
	}
}

// titles are what the demonstration's provider says beside a name, by duty.
var titles = map[permits.Duty][3]string{
	permits.Researcher:        {"Tutkija", "Forskare", "Researcher"},
	permits.Presenter:         {"Esittelijä", "Föredragande", "Presenting officer"},
	permits.Decider:           {"Ratkaisija", "Beslutsfattare", "Deciding officer"},
	permits.Analyst:           {"Analyytikko", "Analytiker", "Analyst"},
	permits.Official:          {"Virkailija", "Tjänsteman", "Official"},
	permits.Contact:           {"Käyttöoikeuksien yhteyshenkilö", "Kontaktperson för åtkomsträttigheter", "Contact person for access rights"},
	permits.AccessOfficer:     {"Käyttöoikeuksien myöntäjä", "Beviljare av åtkomsträttigheter", "Access officer"},
	permits.ProtectionOfficer: {"Tietosuojavastaava", "Dataskyddsombud", "Data protection officer"},
	permits.Operator:          {"Ympäristön ylläpitäjä", "Miljöns förvaltare", "Operator of the environment"},
}

// titleOf is the title of somebody with these duties, by language.
func titleOf(a permits.Actor) map[string]string {
	title := map[string]string{}
	for i, lang := range []string{"fi", "sv", "en"} {
		var all []string
		for _, d := range a.Duties {
			if t, known := titles[d]; known {
				all = append(all, t[i])
			}
		}
		title[lang] = strings.Join(all, ", ")
	}
	return title
}
