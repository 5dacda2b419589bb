package extracts

import (
	"fmt"
	"strings"

	"tietolupa/registers"
)

// say gives a text of verifyTexts in a language, filled in.
func say(lang, id string, args ...any) string {
	return fmt.Sprintf(verifyTexts[id].In(lang), args...)
}

// size writes bytes as people do.
func size(n int64, lang string) string {
	unit, f := "kB", float64(n)/1e3
	switch {
	case n >= 1e9:
		unit, f = "GB", float64(n)/1e9
	case n >= 1e6:
		unit, f = "MB", float64(n)/1e6
	}
	s := fmt.Sprintf("%.1f %s", f, unit)
	if lang != "en" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// verifyTexts are the lines that Verify gives, one for each thing it checks and
// one for each way in which it fails.
var verifyTexts = map[string]registers.Names{
	"decrypt": {
		FI: "paketti on salattu annetulle avaimelle ja aukeaa sillä",
		SV: "paketet är krypterat för den angivna nyckeln och öppnas med den",
		EN: "the package is encrypted to the given key and opens with it",
	},
	"decrypt-other": {
		FI: "pakettia ei ole salattu tälle avaimelle: anna se yksityinen avain, jonka julkinen puoli on tilauksella",
		SV: "paketet är inte krypterat för den här nyckeln: ange den privata nyckel vars publika del finns i beställningen",
		EN: "the package is not encrypted to this key: give the private key whose public half is in the order",
	},
	"decrypt-broken": {
		FI: "tiedosto ei ole ehjä age-paketti: lataa se uudelleen",
		SV: "filen är inte ett helt age-paket: ladda ner den på nytt",
		EN: "the file is not a whole age package: download it again",
	},
	"archive": {
		FI: "paketti on ehjä: kansio %s, %d tiedostoa, ei mitään muuta",
		SV: "paketet är helt: mappen %s, %d filer, inget annat",
		EN: "the package is whole: folder %s, %d files, nothing else",
	},
	"archive-cut": {
		FI: "paketti on katkennut tai sitä on muutettu sinetöinnin jälkeen: lataa se uudelleen",
		SV: "paketet är avbrutet eller har ändrats efter förseglingen: ladda ner det på nytt",
		EN: "the package is cut short or was changed after sealing: download it again",
	},
	"archive-more": {
		FI: "paketissa on jotain arkiston lopun jälkeen",
		SV: "paketet innehåller något efter arkivets slut",
		EN: "something follows the end of the archive in the package",
	},
	"archive-entry": {
		FI: "paketissa on muutakin kuin tavallisia tiedostoja yhdessä kansiossa",
		SV: "paketet innehåller annat än vanliga filer i en mapp",
		EN: "the package holds something else than plain files in one folder",
	},
	"too-large": {
		FI: "%s on suurempi kuin se saa olla",
		SV: "%s är större än den får vara",
		EN: "%s is larger than it may be",
	},
	"signature": {
		FI: "SHA256SUMS on allekirjoitettu annetulla avaimella %s",
		SV: "SHA256SUMS är undertecknad med den angivna nyckeln %s",
		EN: "SHA256SUMS is signed with the given key %s",
	},
	"signature-broken": {
		FI: "SHA256SUMS.minisig ei ole minisign-allekirjoitus",
		SV: "SHA256SUMS.minisig är inte en minisign-underskrift",
		EN: "SHA256SUMS.minisig is not a minisign signature",
	},
	"signature-other": {
		FI: "paketin on allekirjoittanut avain %s eikä annettu avain %s: vertaa sitä kirjeeseen painettuun",
		SV: "paketet är undertecknat med nyckeln %s och inte med den angivna nyckeln %s: jämför med den som står i brevet",
		EN: "the package is signed with key %s and not with the given key %s: compare it with the one in the letter",
	},
	"signature-wrong": {
		FI: "SHA256SUMS ei vastaa avaimen %s allekirjoitusta: tarkisteita on muutettu",
		SV: "SHA256SUMS motsvarar inte underskriften med nyckeln %s: kontrollsummorna har ändrats",
		EN: "SHA256SUMS does not match the signature of key %s: the checksums were changed",
	},
	"sums-broken": {
		FI: "SHA256SUMS ei ole luettelo tiedostojen tarkisteista",
		SV: "SHA256SUMS är inte en förteckning över filernas kontrollsummor",
		EN: "SHA256SUMS is not a list of checksums of files",
	},
	"file": {
		FI: "%s vastaa allekirjoitettua tarkistetta (%s)",
		SV: "%s motsvarar den undertecknade kontrollsumman (%s)",
		EN: "%s matches its signed checksum (%s)",
	},
	"file-changed": {
		FI: "%s ei vastaa allekirjoitettua tarkistetta: tiedostoa on muutettu",
		SV: "%s motsvarar inte den undertecknade kontrollsumman: filen har ändrats",
		EN: "%s does not match its signed checksum: the file was changed",
	},
	"file-missing": {
		FI: "%s puuttuu paketista",
		SV: "%s saknas i paketet",
		EN: "%s is missing from the package",
	},
	"file-unsigned": {
		FI: "%s ei kuulu pakettiin: sitä ei ole allekirjoitettu",
		SV: "%s hör inte till paketet: den är inte undertecknad",
		EN: "%s does not belong to the package: it is not signed",
	},
	"manifest": {
		FI: "manifesti vastaa pakettia: toimitus %s, perusteen %d. toimitus, %d tiedostoa",
		SV: "manifestet motsvarar paketet: leverans %s, grundens leverans nummer %d, %d filer",
		EN: "the manifest agrees with the package: delivery %s, number %d of its basis, %d files",
	},
	"manifest-broken": {
		FI: "manifest.json ei ole kelvollinen (%s)",
		SV: "manifest.json är inte giltig (%s)",
		EN: "manifest.json is not valid (%s)",
	},
	"manifest-file": {
		FI: "manifesti ja paketti ovat eri mieltä tiedostosta %s",
		SV: "manifestet och paketet är oense om filen %s",
		EN: "the manifest and the package disagree about the file %s",
	},
	"manifest-order": {
		FI: "manifesti kuuluu toiseen toimitukseen kuin kansio tai allekirjoitus",
		SV: "manifestet hör till en annan leverans än mappen eller underskriften",
		EN: "the manifest belongs to another delivery than the folder or the signature",
	},
	"manifest-signer": {
		FI: "manifesti nimeää toisen allekirjoittajan (%s)",
		SV: "manifestet anger en annan undertecknare (%s)",
		EN: "the manifest names another signer (%s)",
	},
	"database": {
		FI: "aineisto.duckdb aukeaa, ja siinä on %d taulua eikä mitään muuta",
		SV: "aineisto.duckdb öppnas och innehåller %d tabeller och inget annat",
		EN: "aineisto.duckdb opens and holds %d tables and nothing else",
	},
	"database-broken": {
		FI: "aineisto.duckdb ei ole ehjä DuckDB-tiedosto",
		SV: "aineisto.duckdb är inte en hel DuckDB-fil",
		EN: "aineisto.duckdb is not a sound DuckDB file",
	},
	"database-objects": {
		FI: "tiedostossa aineisto.duckdb on muuta kuin manifestin taulut",
		SV: "filen aineisto.duckdb innehåller annat än manifestets tabeller",
		EN: "aineisto.duckdb holds something else than the tables of the manifest",
	},
	"table": {
		FI: "taulu %s vastaa manifestia: %s riviä, %d saraketta, sama sisällön tiiviste",
		SV: "tabellen %s motsvarar manifestet: %s rader, %d kolumner, samma kontrollsumma för innehållet",
		EN: "table %s agrees with the manifest: %s rows, %d columns, the same hash of its content",
	},
	"table-counted": {
		FI: "taulu %s vastaa manifestia: %s riviä, %d saraketta",
		SV: "tabellen %s motsvarar manifestet: %s rader, %d kolumner",
		EN: "table %s agrees with the manifest: %s rows, %d columns",
	},
	"table-columns": {
		FI: "taulun %s sarakkeet eivät ole manifestin sarakkeet",
		SV: "kolumnerna i tabellen %s är inte manifestets kolumner",
		EN: "the columns of table %s are not those of the manifest",
	},
	"table-rows": {
		FI: "taulussa %s on %s riviä, manifestissa %s",
		SV: "tabellen %s har %s rader, manifestet %s",
		EN: "table %s has %s rows, the manifest says %s",
	},
	"table-hash": {
		FI: "taulun %s sisältö ei ole se, joka manifestissa on",
		SV: "innehållet i tabellen %s är inte det som manifestet anger",
		EN: "the content of table %s is not the one of the manifest",
	},
	"basis-permit": {
		FI: "peruste: lupa %s (versio %d), %s; %s",
		SV: "grund: tillstånd %s (version %d), %s; %s",
		EN: "basis: permit %s (version %d), %s; %s",
	},
	"basis-disclosure": {
		FI: "peruste: lakisääteinen luovutus %s (versio %d), %s; %s",
		SV: "grund: lagstadgat utlämnande %s (version %d), %s; %s",
		EN: "basis: statutory disclosure %s (version %d), %s; %s",
	},
	"destroy": {
		FI: "hävitettävä viimeistään %s",
		SV: "ska förstöras senast %s",
		EN: "to be destroyed by %s",
	},
	"destroy-passed": {
		FI: "hävitettävä viimeistään %s: se päivä on mennyt, hävitä aineisto ja anna hävittämisilmoitus",
		SV: "ska förstöras senast %s: den dagen har passerat, förstör materialet och lämna en anmälan om förstöring",
		EN: "to be destroyed by %s: that day has passed, destroy the data and declare it",
	},
}
