package web

import (
	"net/http"
	"reflect"
	"time"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// What the interfaces to the registers and of machine clients are sent and answer.
// Other parts mount these; here they are described.

type clientSearch struct {
	Purpose registers.Purpose `json:"purpose"`
	Use     rights.Use        `json:"use,omitempty" doc:"customer, matter or oversight; customer service when nothing was chosen"`
	Subject string            `json:"subject"`
	Code    string            `json:"code,omitempty" doc:"henkilötunnus or Y-tunnus"`
	Name    string            `json:"name,omitempty"`
}

type clientsFound struct {
	Clients []foundJSON `json:"clients"`
}

type recordJSON struct {
	Client     string    `json:"client" doc:"token of the visit"`
	Subject    string    `json:"subject"`
	Protected  bool      `json:"protected"`
	Masked     bool      `json:"masked"`
	Restricted bool      `json:"restricted" doc:"nothing else is told (GDPR 18)"`
	Rows       []rowJSON `json:"rows"`
}

type rowsToWrite struct {
	Rows []writeJSONRow `json:"rows"`
}

type writtenRow struct {
	Row     string   `json:"row"`
	Table   string   `json:"table"`
	Version string   `json:"version"`
	Changed []string `json:"changed"`
}

type writtenRows struct {
	Client string       `json:"client"`
	Rows   []writtenRow `json:"rows"`
}

type versionJSON struct {
	Value        string    `json:"value"`
	Office       string    `json:"office"`
	Source       string    `json:"source"`
	Recorder     string    `json:"recorder"`
	RecordedAt   time.Time `json:"recorded_at"`
	SupersededAt time.Time `json:"superseded_at,omitzero"`
	SupersededBy string    `json:"superseded_by,omitempty"`
	Kind         string    `json:"kind,omitempty"`
}

type valueHistory struct {
	Versions []versionJSON `json:"versions"`
}

type employerAsks struct {
	Employer   string            `json:"employer" doc:"Y-tunnus"`
	Vacancy    string            `json:"vacancy"`
	FixedTerm  bool              `json:"fixed_term,omitempty"`
	HealthNeed string            `json:"health_need,omitempty" doc:"requirement or promotion"`
	Variables  []string          `json:"variables"`
	Why        map[string]string `json:"why,omitempty" doc:"by item"`
}

type toldToEmployer struct {
	Allowed   bool       `json:"allowed"`
	Variables []toldJSON `json:"variables"`
}

type clientOrders struct {
	Orders []orderJSON `json:"orders"`
}

type tokenJSON struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in" doc:"seconds"`
	Scope       string `json:"scope"`
}

// describedOperations are those that other parts mount.
func describedOperations() []operation {
	const client = "/api" + aClient
	rows, written := reflect.TypeFor[rowsToWrite](), reflect.TypeFor[writtenRows]()
	return []operation{
		{Route: right("POST", "/api/registers/search", casbin.RegisterSearch, rights.Search, OfAll), ID: "findClients", Tag: "registers", Summary: "Find clients of the visitor's rights, for a purpose", Body: reflect.TypeFor[clientSearch](), Answer: reflect.TypeFor[clientsFound]()},
		{Route: right("POST", "/api/registers/clients", casbin.RegisterWrite, rights.Write, OfAll), ID: "addClient", Tag: "registers", Summary: "Enter a new client", Body: rows, Answer: written},
		{Route: right("GET", client, casbin.RegisterRead, rights.Read, OfReach), ID: "readClient", Tag: "registers", Summary: "The whole record of a client", Answer: reflect.TypeFor[recordJSON]()},
		{Route: right("POST", client+"/rows", casbin.RegisterWrite, rights.Write, OfReach), ID: "addRows", Tag: "registers", Summary: "Enter rows, all or none", Body: rows, Answer: written},
		{Route: right("PATCH", "/api"+aRow, casbin.RegisterWrite, rights.Write, OfReach), ID: "correctRow", Tag: "registers", Summary: "Correct a row over the version seen", Body: rows, Answer: written},
		{Route: right("GET", "/api"+aRow+"/history/{column}", casbin.RegisterRead, rights.Read, OfReach), ID: "readHistory", Tag: "registers", Summary: "Earlier values, newest first", Answer: reflect.TypeFor[valueHistory]()},
		{Route: right("POST", client+"/disclosures", casbin.RegisterDisclose, rights.Disclose, OfReach), ID: "discloseToEmployer", Tag: "registers", Summary: "Disclose to an employer by consent", Body: reflect.TypeFor[employerAsks](), Answer: reflect.TypeFor[toldToEmployer]()},
		{Route: right("POST", importPath, casbin.RegisterImport, rights.Write, OfOffice), ID: "importFile", Tag: "registers", Summary: "Load a file of an office's system, all or nothing", Sends: "text/csv", Answer: reflect.TypeFor[importAnswer](),
			Query: []queryParam{{Name: "table", About: "of the catalogue", Needed: true}, {Name: "origin", About: "of the file", Needed: true}, {Name: "purpose", About: "1.1", Needed: true}, {Name: "official", About: "who answers for the import", Needed: true},
				{Name: "source", About: "for rows that do not say"}, {Name: "most_bad", About: "bad rows listed"}}},
		{Route: Route{Method: "POST", Path: "/api/token", Asks: AsksSecret}, ID: "issueToken", Tag: "machine clients", Summary: "A token by client credentials (RFC 6749 4.4)", Sends: "application/x-www-form-urlencoded", Answer: reflect.TypeFor[tokenJSON]()},
		{Route: Route{Method: "GET", Path: "/api/orders", Asks: AsksClient, Whose: OfOwnBody, Scope: postgres.OrdersRead}, ID: "listPackages", Tag: "machine clients", Summary: "The sealed packages of the client's body", Answer: reflect.TypeFor[clientOrders]()},
		{Route: Route{Method: "GET", Path: "/api/orders/{order}/package", Asks: AsksClient, Whose: OfOwnBody, Scope: postgres.PackagesRead}, ID: "fetchBodyPackage", Tag: "machine clients", Summary: "A sealed package; Range resumes", Gives: "application/octet-stream"},
	}
}

// documentOperations are the interface's description of itself.
func (s *server) documentOperations() []operation {
	return []operation{
		{Route: anybody("GET", "/api/openapi.json"), ID: "readDocument", Tag: "document", Summary: "This document", Gives: "application/json", raw: func(s *server) http.HandlerFunc { return s.getOpenAPI }},
		{Route: anybody("GET", "/api"), ID: "readPage", Tag: "document", Summary: "This document as a page", Gives: "text/html", raw: func(s *server) http.HandlerFunc { return s.page(s.getAPI) }},
	}
}
