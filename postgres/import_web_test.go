package postgres_test

import (
	"strings"
	"testing"

	"tietolupa/postgres"
	"tietolupa/registers"
)

// TestImportWithThePagesRole: what an office's system sends over HTTP is loaded
// with the pages' own rights.
func TestImportWithThePagesRole(t *testing.T) {
	db, _ := newRegisters(t)
	furnish(t, db)
	web := registersOf(t, openAs(t, db.Pool().Config().ConnString(), postgres.WebRole))
	load := func(table, rows string) {
		t.Helper()
		report, err := web.Import(t.Context(), postgres.ImportInput{Table: table, Source: strings.NewReader(rows), Actor: official, Official: official,
			Purpose: registers.PublicService, Office: "TE01", From: "person", Origin: "office"})
		if err != nil || report.Loaded != 1 {
			t.Fatalf("%s: %+v, %v", table, report, err)
		}
	}
	load("person", "hetu,family_name,given_names,birth_date,sex,mother_tongue,citizenship,municipality,protected_address,disability,fund_member\n"+
		"010190-900P,Äijälä,Aino,1990-01-01,2,fi,246,091,false,false,false\n")
	load("clientship", "hetu,start_date\n010190-900P,2020-03-01\n")
	load("employer", "business_id,name,industry,municipality,start_date\n9100002-1,Höyläämö Oy,01,091,2019-01-01\n")
}
