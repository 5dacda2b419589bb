package postgres

import "tietolupa/registers"

// refused is a refusal by what the database holds; about is a table or variable.
func refused(rule, about string) error {
	return &registers.RuleError{Rule: rule, About: about, Text: refusals[rule]}
}

var refusals = map[string]registers.Names{
	"client": {
		FI: "Rekisterissä ei ole tätä asiakasta. Hae asiakas uudelleen tai lisää hänet ensin.",
		SV: "Kunden finns inte i registret. Sök kunden på nytt eller lägg till kunden först.",
		EN: "The register does not hold this client. Search again, or add the client first.",
	},
	"version": {
		FI: "Joku muu on muuttanut tietoa sillä välin. Avaa tieto uudelleen ja tee muutos sen päälle.",
		SV: "Någon annan har ändrat uppgiften under tiden. Öppna uppgiften på nytt och gör ändringen på nytt.",
		EN: "Somebody else has changed this meanwhile. Open it again and make the change anew.",
	},
	"17-linked": {
		FI: "Muut kirjaukset nojaavat tähän tietoon. Poista ensin ne.",
		SV: "Andra anteckningar bygger på denna uppgift. Radera dem först.",
		EN: "Other entries rest on this one. Erase them first.",
	},
	"exists": {
		FI: "Tämä tieto on rekisterissä jo. Korjaa olemassa olevaa tietoa uuden lisäämisen sijaan.",
		SV: "Uppgiften finns redan i registret. Rätta den befintliga uppgiften i stället för att lägga till en ny.",
		EN: "The register holds this already. Correct what is there instead of adding it again.",
	},
	"link": {
		FI: "Tieto viittaa sellaiseen, jota rekisterissä ei ole. Tarkista työnantaja, palveluntuottaja tai muu kohde.",
		SV: "Uppgiften hänvisar till något som inte finns i registret. Kontrollera arbetsgivaren, serviceproducenten eller det andra målet.",
		EN: "It refers to something that the register does not hold. Check the employer, the provider or whatever else it names.",
	},
	"identifier": {
		FI: "Tunnus on jo toisella asiakkaalla. Tarkista tunnus; jos asiakas on kahteen kertaan, korjaa se rekisterinpitäjän kanssa.",
		SV: "Beteckningen hör redan till en annan kund. Kontrollera den; om kunden finns i två exemplar, rätta det med den personuppgiftsansvarige.",
		EN: "Another client has this code already. Check it; when one client is there twice, put it right with the controller.",
	},
	"bytes": {
		FI: "Teksti sisältää merkkejä, joita ei voi tallettaa. Kirjoita se uudelleen.",
		SV: "Texten innehåller tecken som inte kan lagras. Skriv den på nytt.",
		EN: "The text holds characters that cannot be stored. Write it again.",
	},
	"joint": { // 1369/2014 9 §
		FI: "Monialaisen yhteispalvelun rekisteriin saa merkitä vain sen jälkeen, kun yhteispalvelu on alkanut. Kirjaa ensin yhteispalvelun alku.",
		SV: "I registret för sektorsövergripande samservice får uppgifter föras in först när samservicen har börjat. Anteckna först dess början.",
		EN: "The register of the joint service takes entries only after the joint service has begun. Enter its beginning first.",
	},
	"rule": { // 4 § 3 mom
		FI: "Rekisterille ei ole sinä päivänä voimassa olevaa säilytyssääntöä. Tarkista päivä.",
		SV: "Registret har ingen gällande förvaringsregel den dagen. Kontrollera dagen.",
		EN: "The register has no retention rule in force on that day. Check the day.",
	},
	"name": {
		FI: "Haku on liian väljä. Anna ainakin kaksi kirjainta sukunimestä tai nimestä, henkilötunnus tai Y-tunnus.",
		SV: "Sökningen är för vid. Ange minst två bokstäver av efternamnet eller namnet, en personbeteckning eller ett FO-nummer.",
		EN: "The search is too wide. Give at least two letters of the family name or name, an identity code or a business id.",
	},
	"header": {
		FI: "Sarake ei kuulu tauluun, on kahteen kertaan tai puuttuu. Tarkista tiedoston otsikkorivi.",
		SV: "Kolumnen hör inte till tabellen, förekommer två gånger eller saknas. Kontrollera filens rubrikrad.",
		EN: "The column does not belong to the table, is there twice, or is missing. Check the first line of the file.",
	},
	"csv": {
		FI: "Riviä ei voi lukea: sarakkeita on väärä määrä tai lainausmerkki on jäänyt auki. Korjaa rivi.",
		SV: "Raden kan inte läsas: antalet kolumner är fel eller ett citattecken är öppet. Rätta raden.",
		EN: "The line cannot be read: it has a wrong number of columns, or a quotation mark was left open. Correct the line.",
	},
	"official": {
		FI: "Tuonnilla on oltava virkamies, joka vastaa siitä. Anna hänen käyttöoikeutensa tunnus.",
		SV: "Importen ska ha en tjänsteman som svarar för den. Ange tjänstemannens åtkomstbeteckning.",
		EN: "An import must have an official who answers for it. Give the identifier of the official's access right.",
	},
	"1.4": { // 293/2017
		FI: "Yrityspalvelujen asiakastietojärjestelmän (293/2017) tietoja ei saa tuoda tähän järjestelmään. Anna tiedosto, joka on peräisin muualta.",
		SV: "Uppgifter ur kundinformationssystemet för företagstjänster (293/2017) får inte föras in i detta system. Ange en fil som härrör från annat håll.",
		EN: "Data of the customer information system of business services (293/2017) may not be brought into this system. Give a file that comes from elsewhere.",
	},
	"1.4-unknown": {
		FI: "Tiedoston lähdejärjestelmä puuttuu tai on tuntematon. Ilmoita, mistä järjestelmästä tiedot ovat.",
		SV: "Filens källsystem saknas eller är okänt. Ange från vilket system uppgifterna kommer.",
		EN: "The system that the file comes from is missing or unknown. Say which system the data are from.",
	},
}
