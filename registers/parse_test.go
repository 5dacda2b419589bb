package registers

import (
	"errors"
	"strings"
	"testing"
)

// brokenBy parses the program's own catalogue with one text replaced in one of
// its files.
func brokenBy(file, from, to string) (bool, error) {
	texts := map[string]string{
		"catalogue.csv": string(catalogueCSV), "tables.csv": string(tablesCSV), "codes.csv": string(codesCSV),
	}
	was := texts[file]
	texts[file] = strings.Replace(was, from, to, 1)
	_, err := Parse(strings.NewReader(texts["catalogue.csv"]), strings.NewReader(texts["tables.csv"]), strings.NewReader(texts["codes.csv"]))
	return texts[file] != was, err
}

func TestParseRefuses(t *testing.T) {
	const (
		sex       = "person.sex,person,person,sex,stored,code,sex,,value,yes,3.1.1,25,quasi,code,exact,exact,"
		syntyv    = "person.syntyv,person,person,,derived,integer,,year,value,yes,3.1.1,25,quasi,date,year,year,,,year(birth_date),"
		birth     = "person.birth_date,person,person,birth_date,stored,date,,,value,yes,3.1.1,25,quasi,date,year,month clause,"
		hid       = "plan.hid_e,person,plan,,derived,id,,,subject,yes,3.1.4,25,plain,key,pseudonym,pseudonym,,,pseudonym(person_id),"
		disabled  = "disability,stored,flag,,,value,yes,3.1.7,25,special,code,drop,exact clause,"
		positions = "positions,stored,integer,,positions,value,yes,3.2.4,20,plain,number,exact,exact,band=5;min=1,"
		person    = "person,person,person,person_id,,,,office,clientship_end,"
		plan      = "plan,person,person,person_id;plan_id,person,signed_on,,office,clientship_end,"
		helsinki  = "municipality,091,region=01;ely=01;office=TE01,Helsinki,Helsingfors,Helsinki,2020-01-01,"
	)
	swap := func(s, old, with string) string { return strings.Replace(s, old, with, 1) }
	for _, test := range []struct {
		name, file, from, to, says string
	}{
		{"header", "catalogue.csv", "id,register,", "id,registers,", "wrong header"},
		{"header of codes", "codes.csv", "list,code", "code,list", "wrong header"},
		{"a cell too few", "codes.csv", helsinki, swap(helsinki, "2020-01-01,", "2020-01-01"), "cells"},
		{"a stray quote", "tables.csv", person, swap(person, "person,person", `pers"on,person`), "not CSV"},
		{"not UTF-8", "codes.csv", "Helsingfors", "Hels\xffngfors", "not UTF-8"},
		{"blank around", "catalogue.csv", sex, swap(sex, "stored,", "stored ,"), "blanks"},
		{"unknown kind", "catalogue.csv", sex, swap(sex, "stored", "kept"), `unknown kind "kept"`},
		{"unknown type", "catalogue.csv", sex, swap(sex, ",code,sex,", ",enum,sex,"), "unknown type"},
		{"unknown register", "catalogue.csv", sex, swap(sex, ",person,person,", ",people,person,"), "unknown register"},
		{"register of another table", "catalogue.csv", sex, swap(sex, ",person,person,", ",employer,person,"), "belongs to"},
		{"unknown table", "catalogue.csv", sex, swap(sex, "person.sex,person,person,", "persons.sex,person,persons,"), "not in tables.csv"},
		{"id of another table", "catalogue.csv", sex, swap(sex, "person.sex", "plan.sex"), "write the table, a dot"},
		{"id of another column", "catalogue.csv", sex, swap(sex, "person.sex", "person.gender"), "write the name that the id has"},
		{"name with capitals", "catalogue.csv", sex, swap(sex, "person.sex", "person.Sex"), "a–z"},
		{"unknown role", "catalogue.csv", sex, swap(sex, ",value,", ",values,"), "unknown role"},
		{"required in other words", "catalogue.csv", sex, swap(sex, ",yes,", ",true,"), "unknown required"},
		{"item that there is not", "catalogue.csv", sex, swap(sex, "3.1.1", "3.1.10"), "unknown item"},
		{"item of another register", "catalogue.csv", sex, swap(sex, "3.1.1", "3.2.1"), "begin with 3.1."},
		{"technical item of a stored variable", "catalogue.csv", sex, swap(sex, "3.1.1", "4.1a"), "name the item of 3 §"},
		{"unknown ground", "catalogue.csv", sex, swap(sex, ",25,", ",27,"), "unknown ground"},
		{"no ground in the person register", "catalogue.csv", sex, swap(sex, ",25,", ",,"), "without a ground"},
		{"unknown class", "catalogue.csv", sex, swap(sex, "quasi", "public"), "unknown class"},
		{"direct class on another ladder", "catalogue.csv", sex, swap(sex, "quasi", "direct"), "write direct"},
		{"health that is not special", "catalogue.csv", disabled, swap(disabled, "special", "secret"), "are special"},
		{"unknown ladder", "catalogue.csv", sex, swap(sex, "quasi,code,", "quasi,codes,"), "unknown ladder"},
		{"ladder of another type", "catalogue.csv", sex, swap(sex, "quasi,code,", "quasi,date,"), "does not suit"},
		{"area without regions", "catalogue.csv", sex, swap(sex, "quasi,code,", "quasi,area,"), "does not suit"},
		{"number without a band", "catalogue.csv", positions, swap(positions, "band=5;", ""), "does not suit"},
		{"unknown protection", "catalogue.csv", sex, swap(sex, "exact,exact", "exact,precise"), "not on ladder"},
		{"default finer than finest", "catalogue.csv", birth, swap(birth, "year,month", "exact,month"), "finer than finest"},
		{"no code list", "catalogue.csv", sex, swap(sex, "code,sex", "code,"), "without codes"},
		{"unknown code list", "catalogue.csv", sex, swap(sex, "code,sex", "code,sexes"), "not a list"},
		{"codes of a number", "catalogue.csv", positions, swap(positions, "integer,,", "integer,sex,"), "leave it empty"},
		{"unknown rule", "catalogue.csv", positions, swap(positions, "band=5", "step=5"), "unknown key"},
		{"rule that is no number", "catalogue.csv", positions, swap(positions, "band=5", "band=five"), "whole number"},
		{"mask of what is no area", "catalogue.csv", sex, swap(sex, "exact,exact,", "exact,exact,masked=protected_address"), "only a stored area"},
		{"mask by no flag", "catalogue.csv", "masked=protected_address", "masked=secret_address", "has no such flag"},
		{"no year of rows", "catalogue.csv", "2020-07-01,,2020,\nperson.hid_e", "2020-07-01,,,\nperson.hid_e", "empty rows_from"},
		{"year of rows in words", "catalogue.csv", "2020-07-01,,2020,\nperson.hid_e", "2020-07-01,,long ago,\nperson.hid_e", "is no year"},
		{"longer history nowhere", "catalogue.csv", "2020,ura\n", "2020,kela\n", "not a code of list longer_history"},
		{"item of the joint service elsewhere", "catalogue.csv", sex, swap(sex, "3.1.1", "joint.4"), "begin with 3.1."},
		{"other data on a person", "catalogue.csv", sex, swap(sex, "3.1.1", "3.4a"), "begin with 3.1."},
		{"derivation in other words", "catalogue.csv", syntyv, swap(syntyv, "year(birth_date)", "year of birth_date"), "protection(column)"},
		{"derivation of nothing", "catalogue.csv", syntyv, swap(syntyv, "year(birth_date)", "year(born)"), "no such column"},
		{"derivation of another type", "catalogue.csv", syntyv, swap(syntyv, "year(birth_date)", "year(sex)"), "cannot give"},
		{"pseudonym of content", "catalogue.csv", hid, swap(hid, "pseudonym(person_id)", "pseudonym(kind)"), "cannot give"},
		{"subject by another id", "catalogue.csv", hid, swap(hid, "pseudonym(person_id)", "pseudonym(plan_id)"), "role subject"},
		{"no subject", "catalogue.csv", hid, swap(hid, "subject", "link"), "give exactly one"},
		{"column of a derived variable", "catalogue.csv", syntyv, swap(syntyv, "person,,derived", "person,syntyv,derived"), "leave it empty"},
		{"no day", "codes.csv", helsinki, swap(helsinki, "2020-01-01", "1.1.2020"), "is no day"},
		{"end before start", "codes.csv", helsinki, helsinki + "2019-12-31", "before from"},
		{"no Swedish name", "codes.csv", helsinki, swap(helsinki, "Helsingfors", ""), "empty sv"},
		{"parent that there is not", "codes.csv", helsinki, swap(helsinki, "region=01", "region=03"), "is not a code"},
		{"parent of another kind", "codes.csv", helsinki, swap(helsinki, "region=01", "province=01"), "unknown key"},
		{"code twice", "codes.csv", helsinki, helsinki + "\n" + helsinki, "twice for the same time"},
		{"table twice", "tables.csv", plan, plan + "a,b,c\n" + plan, "twice"},
		{"keys without the subject", "tables.csv", plan, swap(plan, "person_id;plan_id", "plan_id"), "begin with"},
		{"key that is no column", "tables.csv", plan, swap(plan, "plan_id", "plan_no"), "not in catalogue.csv"},
		{"start that is no column", "tables.csv", plan, swap(plan, "signed_on", "began_on"), "not in catalogue.csv"},
		{"parent that is no table", "tables.csv", plan, swap(plan, "plan_id,person", "plan_id,people"), "is not a table"},
		{"unknown retention event", "tables.csv", plan, swap(plan, "clientship_end", "plan_end"), "not a code of list retention_event"},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed, err := brokenBy(test.file, test.from, test.to)
			if !changed {
				t.Fatalf("%s does not hold %q", test.file, test.from)
			}
			var broken *ParseError
			if !errors.As(err, &broken) {
				t.Fatalf("accepted, or another error: %v", err)
			}
			for _, p := range broken.Problems {
				if strings.Contains(p.Text, test.says) && (p.Line > 0 || test.name == "not UTF-8") {
					return
				}
			}
			t.Errorf("no problem with a line says %q:\n%v", test.says, err)
		})
	}
}

func TestParseTellsFileAndLine(t *testing.T) {
	_, err := brokenBy("codes.csv", "region,01,,Uusimaa,Nyland,", "region,01,,Uusimaa,,")
	if err == nil || !strings.Contains(err.Error(), "codes.csv:2: empty sv: fill it in") {
		t.Errorf("%v", err)
	}
}

func FuzzParse(f *testing.F) {
	head := func(h []string) string { return strings.Join(h, ",") + "\n" }
	f.Add(
		head(catalogueHeader)+"t.hid_e,person,t,,derived,id,,,subject,yes,3.1.1,25,plain,key,pseudonym,pseudonym,,,pseudonym(person_id),,,a,b,c,A.,B.,C.,2020-07-01,\n",
		head(tablesHeader)+"t,person,person,person_id,,,,office,end,a,b,c\n",
		head(codesHeader)+"retention_event,end,,a,b,c,2020-07-01,\n",
	)
	f.Add("", "\"", "\xff")
	f.Fuzz(func(t *testing.T, catalogue, tables, codes string) {
		c, err := Parse(strings.NewReader(catalogue), strings.NewReader(tables), strings.NewReader(codes))
		if err != nil {
			var broken *ParseError
			if c != nil || !errors.As(err, &broken) || len(broken.Problems) == 0 {
				t.Fatalf("an error without problems: %v", err)
			}
			return
		}
		for _, v := range c.Variables() {
			if _, ok := c.Table(v.Table); !ok || !v.Ladder.Has(v.Finest) || v.Type == Code && len(c.Codes(v.Codes)) == 0 {
				t.Fatalf("accepted a variable that refers to nothing: %+v", v)
			}
		}
	})
}
