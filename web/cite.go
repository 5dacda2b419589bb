package web

import (
	"regexp"
	"strings"
)

// Laws are cited in the code by their Finnish abbreviations; readers of another
// language know them by other names.
var (
	citedAbroad = map[string]*strings.Replacer{
		"sv": strings.NewReplacer("JulkL", "OffentlighetsL", "TiHL", "informationshanteringslagen", "SAsL", "lagen om elektronisk kommunikation i myndigheternas verksamhet", "HOL", "LRF", "HL", "FL", "PL", "GL"),
		"en": strings.NewReplacer("JulkL", "Publicity Act", "TiHL", "Information Management Act", "SAsL", "Act on Electronic Services", "HOL", "Administrative Judicial Procedure Act", "HL", "Administrative Procedure Act", "PL", "Constitution"),
	}
	citedMoment = regexp.MustCompile(`(\d+(?: [a-z])?)\.(\d+) §`)
)

// cite writes a provision for readers of lang: "JulkL 13.2 §" is
// "OffentlighetsL 13 § 2 mom." in Swedish.
func cite(lang, provision string) string {
	names, ok := citedAbroad[lang]
	if !ok {
		return provision
	}
	if lang == "sv" {
		provision = citedMoment.ReplaceAllString(provision, "$1 § $2 mom.")
	}
	return names.Replace(provision)
}
