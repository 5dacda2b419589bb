package main

import "tietolupa/permits"

// The demonstration's people: invented, one for each part of the journeys.
const (
	researcherID  permits.UserID = "aino.virtanen"
	colleagueID   permits.UserID = "eero.lindqvist"
	presenterID   permits.UserID = "paivi.korhonen"
	secondID      permits.UserID = "mika.saarinen"
	deciderID     permits.UserID = "henrik.nyman"
	ministryID    permits.UserID = "sanna.makela"
	elyAnalystID  permits.UserID = "oskari.heikkinen"
	outsiderID    permits.UserID = "liisa.ranta"
	officialID    permits.UserID = "tuula.niemi"
	northernID    permits.UserID = "jari.kinnunen"
	fionaID       permits.UserID = "fiina.aalto"
	sdDesktopID   permits.UserID = "samuel.dahl"
	demoDirectory                = "example.org" // reserved: no mail can reach anybody
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
		person(fionaID, "Fiina Aalto", "Tilastokeskus, FIONA", "FIONA", "fi", permits.Operator),
		person(sdDesktopID, "Samuel Dahl", "CSC, SD Desktop", "SDDESKTOP", "sv", permits.Operator),
	}
}
