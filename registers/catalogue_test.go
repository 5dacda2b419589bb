package registers

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func loaded(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// All 43 names of the variables that researchers know from URA and FOLK_JAKSOT
// (hid_e stands in every table of a person, yrtun_s in every one of an employer), and the variables under which they find them.
func TestURANames(t *testing.T) {
	got := map[string][]string{}
	for _, v := range loaded(t).Variables() {
		for _, name := range v.URA {
			if !v.Deliverable() {
				t.Errorf("%s is known as %s but can never be delivered", v.ID, name)
			}
			if name != "hid_e" && name != "yrtun_s" {
				got[name] = append(got[name], v.ID)
			}
		}
	}
	c := loaded(t)
	for _, table := range c.Tables() {
		id := map[string]string{"person": "hid_e", "employer": "yrtun_s"}[table.Subject]
		if v, ok := c.Variable(table.Name + "." + id); id != "" && (!ok || !slices.Equal(v.URA, []string{id})) {
			t.Errorf("table %s has no %s", table.Name, id)
		}
	}
	want := map[string][]string{
		"syntyv": {"person.syntyv"}, "sukup": {"person.sex"}, "aidinkielikoodi": {"person.mother_tongue"},
		"hakijanaidinkieli": {"person.mother_tongue"}, "kansalaisuus": {"person.citizenship"},
		"allekpvm": {"plan.signed_on"}, "toimsuunlaji": {"plan.kind"}, "toimviimpvm": {"plan.review_on"},
		"apvm": {"job_search.start_date"}, "lpvm": {"job_search.end_date"},
		"segmenttikoodi": {"clientship.service_line"}, "segmenttipvm": {"clientship.service_line_on"},
		"yhtottotapa": {"clientship.contact_mode", "contact.mode"}, "yhtottopvm": {"clientship.contact_on", "contact.contact_on"},
		"tyollkoodi": {"employment_code.code"}, "tjtyol": {"employment_code.code"},
		"tyok_apvm": {"employment_code.start_date"}, "alkupvm": {"employment_code.start_date"},
		"tyok_lpvm": {"employment_code.end_date"}, "loppupvm": {"employment_code.end_date"}, "psyy": {"employment_code.end_reason"},
		"osoitettupvm": {"job_offer.offered_on", "subsidy_offer.offered_on"}, "tuloskoodi": {"job_offer.result", "subsidy_offer.result"}, "toimiala": {"employer.industry"},
		"ammattikoodi": {"vacancy.occupation", "subsidy_place.occupation"}, "kuntakoodi": {"vacancy.municipality", "subsidy_place.municipality"}, "ilmoitusnumero": {"vacancy.vacancy"},
		"kielitaito": {"language_skill.language"}, "kieliyleinentaso": {"language_skill.general_level"},
		"kielisuulltaso": {"language_skill.oral_level"}, "kielikirjtaso": {"language_skill.written_level"},
		"toimikoodi": {"plan_task.task"}, "toimipvm": {"plan_task.due_on"}, "toimkasitelty": {"plan_task.done"},
		"sijmahdnumero": {"subsidy_offer.subsidy_place"}, "sijtyoaikakoodi": {"subsidy_place.working_time"},
		"tyoaikakoodi": {"vacancy.working_time"}, "tyonkestokoodi": {"vacancy.duration"}, "tyosuhttyyppi": {"vacancy.relation"},
		"kesatyo": {"vacancy.summer_job"}, "oppisopimus": {"vacancy.apprenticeship"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("URA names (-want +got):\n%s", diff)
	}
}

// Names, addresses, telephone numbers, codes of persons and of employers, and
// every column that the service needs for itself, stay in the registers.
func TestNeverDelivered(t *testing.T) {
	c := loaded(t)
	for _, v := range c.Variables() {
		if v.Kind == Technical && v.Deliverable() {
			t.Errorf("%s is technical and deliverable", v.ID)
		}
		if v.Type == Text && v.Deliverable() {
			t.Errorf("%s is text as somebody wrote it, and deliverable", v.ID)
		}
		if v.Kind == Stored && (v.Class == Direct || v.Class == FreeText) && v.Deliverable() {
			t.Errorf("%s identifies by itself and is deliverable", v.ID)
		}
	}
	for _, id := range []string{
		"person.family_name", "person.given_names", "person.street_address", "person.phone", "person.email",
		"person.protected_address", "person_identifier.code", "employer.business_id", "employer.name",
		"provider.business_id", "provider.name", "vacancy.notice_number", "procured_service.contract_number",
	} {
		if v, ok := c.Variable(id); !ok || v.Deliverable() || v.Kind != Stored {
			t.Errorf("%s: found %v, deliverable %v", id, ok, v.Deliverable())
		}
	}
	birth, _ := c.Variable("person.birth_date")
	if birth.Finest != Month || !birth.Clause || birth.Default != Year {
		t.Errorf("birth date: default %s, finest %s, clause %v", birth.Default, birth.Finest, birth.Clause)
	}
}

func TestLookup(t *testing.T) {
	c := loaded(t)
	day := mustDay("2020-11-02")
	if v, ok := c.SubjectVariable("plan"); !ok || v.ID != "plan.hid_e" || v.DeliveredName() != "hid_e" || v.Derive != (Derivation{Pseudonym, "person_id"}) {
		t.Errorf("subject of plan: %v %+v", ok, v)
	}
	if v, ok := c.SubjectVariable("vacancy"); !ok || v.ID != "vacancy.yrtun_s" {
		t.Errorf("subject of vacancy: %v %s", ok, v.ID)
	}
	for _, unknown := range []bool{
		second(c.Variable("person.shoe_size")), second(c.Table("people")), second(c.SubjectVariable("people")),
		second(c.Code("municipality", "999")), second(c.Code("towns", "091")), second(c.Column("person", "syntyv")),
	} {
		if unknown {
			t.Error("something unknown was found")
		}
	}
	if vs := c.TableVariables("person"); len(vs) == 0 || vs[0].ID != "person.person_id" {
		t.Errorf("variables of person: %d", len(vs))
	}
	if c.TableVariables("people") == nil || len(c.TableVariables("people")) != 0 {
		t.Error("an unknown table has variables")
	}
	helsinki, _ := c.CodeOn("municipality", "091", day)
	if diff := cmp.Diff(map[string]string{"region": "01", "ely": "01", "office": "TE01"}, helsinki.Parents); diff != "" {
		t.Error(diff)
	}
	if _, ok := c.CodeOn("municipality", "091", mustDay("2019-12-31")); ok {
		t.Error("a code before its first day")
	}
	v, _ := c.Variable("person.sex")
	if !c.Valid(v, mustDay("2020-07-01")) || c.Valid(v, mustDay("2020-06-30")) {
		t.Error("a variable is valid from the act's first day on")
	}
	v.Until = mustDay("2022-05-22").Time()
	if !c.Valid(v, mustDay("2022-05-22")) || c.Valid(v, mustDay("2022-05-23")) {
		t.Error("a variable is valid to its last day")
	}
	if len(c.Hash()) != 64 {
		t.Errorf("hash %q", c.Hash())
	}
	c.Variables()[0].ID = "changed"
	if c.Variables()[0].ID == "changed" {
		t.Error("a caller changed the catalogue")
	}
}

func second[T any](_ T, ok bool) bool { return ok }

// Two entries of one code follow each other: the municipality that changes its
// region keeps its code.
func TestCodeOnFollowsTime(t *testing.T) {
	const was = "municipality,152,region=15;ely=12;office=TE12,Isokyrö,Storkyro,Isokyrö,2020-01-01,"
	codes := strings.Replace(string(codesCSV), was, was+"2020-12-31\nmunicipality,152,region=14;ely=11;office=TE11,Isokyrö,Storkyro,Isokyrö,2021-01-01,", 1)
	if codes == string(codesCSV) {
		t.Fatal("codes.csv does not hold the line")
	}
	c, err := Parse(strings.NewReader(string(catalogueCSV)), strings.NewReader(string(tablesCSV)), strings.NewReader(codes))
	if err != nil {
		t.Fatal(err)
	}
	for day, region := range map[string]string{"2020-12-31": "15", "2021-01-01": "14"} {
		if v, ok := c.CodeOn("municipality", "152", mustDay(day)); !ok || v.Parents["region"] != region {
			t.Errorf("%s: %v %v", day, ok, v.Parents)
		}
	}
	if v, _ := c.Code("municipality", "152"); v.Parents["region"] != "14" {
		t.Errorf("the latest entry: %v", v.Parents)
	}
	if loaded(t).Hash() == c.Hash() {
		t.Error("another catalogue has the same hash")
	}
}

func TestCodeLists(t *testing.T) {
	c := loaded(t)
	count := func(list string) int { return len(c.Codes(list)) }
	for list, want := range map[string]int{
		"municipality": 313, "region": 20, "ely": 16, "office": 18, "occupation": 432, "section": 22, "industry": 89,
		"employment_code": 9, "end_reason": 14, "service_line": 6, "plan_kind": 6, "offer_result": 15, "working_time": 9,
		"work_duration": 6, "work_relation": 4, "contact_mode": 17,
	} {
		if count(list) != want {
			t.Errorf("list %s has %d codes, want %d", list, count(list), want)
		}
	}
	for _, list := range c.Lists() {
		seen := map[string]bool{}
		for _, v := range c.Codes(list) {
			for _, name := range []string{v.Name.FI, v.Name.SV, v.Name.EN} {
				if strings.Contains(name, "  ") || strings.HasSuffix(name, ".") && !strings.HasSuffix(name, "ym.") &&
					!strings.HasSuffix(name, "m.fl.") && !strings.HasSuffix(name, "m.m.") && !strings.HasSuffix(name, "o.d.") &&
					!strings.HasSuffix(name, "jne.") && !strings.HasSuffix(name, "yms.") && !strings.HasSuffix(name, "n.e.c.") {
					t.Errorf("%s %s: name %q", list, v.Code, name)
				}
			}
			seen[v.Name.FI] = true
		}
		if len(seen) != count(list) {
			t.Errorf("list %s: %d names for %d codes", list, len(seen), count(list))
		}
	}
}

func TestJSON(t *testing.T) {
	c := loaded(t)
	text, err := c.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]any
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != len(c.Variables()) {
		t.Fatalf("%d objects for %d variables", len(list), len(c.Variables()))
	}
	for i, object := range list {
		for _, key := range []string{"id", "item", "ground", "class"} {
			if _, ok := object[key].(string); !ok {
				t.Errorf("%d: %s is %v", i, key, object[key])
			}
		}
		if _, ok := object["ura"].([]any); !ok {
			t.Errorf("%d: ura is %v", i, object["ura"])
		}
	}
	i := slices.IndexFunc(list, func(o map[string]any) bool { return o["id"] == "person.syntyv" })
	if list[i]["derive"] != "year(birth_date)" || list[i]["until"] != "" || list[i]["from"] != time.Date(2020, 7, 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) {
		t.Errorf("%v", list[i])
	}
}
