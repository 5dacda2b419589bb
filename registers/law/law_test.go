package law

import (
	"errors"
	"strings"
	"testing"

	"tietolupa/registers"
)

func day(s string) registers.Day {
	d, err := registers.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestTablesAreWhole(t *testing.T) {
	if _, err := Load(); err != nil {
		t.Fatal(err)
	}
}

// TestReplay goes through the changes of 2020–2026 by data alone: what the law
// answers on the day before and on the day of each.
func TestReplay(t *testing.T) {
	parties := func(cs []registers.Controller, err error) string {
		var s []string
		for _, c := range cs {
			s = append(s, string(c.Party))
		}
		return answer(strings.Join(s, " "), err)
	}
	controllers := func(register string) func(Law) string {
		return func(l Law) string { return parties(l.Controllers(register)) }
	}
	organisation := func(code string) func(Law) string {
		return func(l Law) string { o, err := l.Organisation(code); return answer(o.Name.FI, err) }
	}
	basis := func(kind BasisKind) func(Law) string {
		return func(l Law) string { b, err := l.Basis(kind); return answer(b.Source, err) }
	}
	section := func(kind BasisKind) func(Law) string {
		return func(l Law) string { b, err := l.Basis(kind); return answer(b.Name.EN, err) }
	}
	purpose := func(p registers.Purpose) func(Law) string {
		return func(l Law) string {
			if l.Allows(p) {
				return "yes"
			}
			return "no"
		}
	}
	retention := func(register string) func(Law) string {
		return func(l Law) string {
			rules, err := l.Retention(register)
			var s []string
			for _, r := range rules {
				s = append(s, r.ID)
			}
			return answer(strings.Join(s, " "), err)
		}
	}
	duty := func(code, register string) func(Law) string {
		return func(l Law) string {
			d, err := l.Duty(code, register)
			var s []string
			for _, p := range d.Parties {
				s = append(s, string(p))
			}
			return answer(strings.Join(s, " "), err)
		}
	}
	grounds := func(l Law) string {
		var s []string
		for _, g := range l.AccessGrounds() {
			s = append(s, g.Ground)
		}
		return strings.Join(s, " ")
	}
	access := func(register string) func(Law) string {
		return func(l Law) string {
			as, err := l.Applicants(register)
			var s []string
			for _, a := range as {
				s = append(s, string(a.Party)+"/"+a.Holder+"/"+a.Grantor)
			}
			return answer(strings.Join(s, " "), err)
		}
	}
	serving := func(municipality string) func(Law) string {
		return func(l Law) string { s, err := l.Serving(municipality); return answer(s, err) }
	}
	area := func(municipality string) func(Law) string {
		return func(l Law) string {
			a, err := l.Area(municipality)
			return answer(strings.Join([]string{a.Region, a.ELY, a.Office, a.VitalityCentre}, "/"), err)
		}
	}
	for _, change := range []struct {
		name string
		ask  func(Law) string
		on   map[string]string
	}{
		{name: "V.1 the seed act", ask: basis(SystemAct), on: map[string]string{
			"2020-06-30": unknown, "2020-07-01": "447/2020", "2022-05-22": "447/2020", "2022-05-23": "337/2022",
			"2024-12-31": "337/2022", "2025-01-01": "380/2023", "2026-11-22": "380/2023",
		}},
		{name: "1.2b the act on the joint service", ask: basis(JointAct), on: map[string]string{
			"2020-06-30": unknown, "2020-07-01": "448/2020", "2022-05-22": "448/2020", "2022-05-23": "339/2022",
			"2024-12-31": "339/2022", "2025-01-01": "381/2023",
		}},
		{name: "section on retention", ask: section(RetentionSection), on: map[string]string{
			"2020-07-01": "Act on Public Employment and Business Service (916/2012), chapter 13, section 4 (447/2020)",
			"2022-05-23": "Act on Public Employment and Business Service (916/2012), chapter 13, section 5 (337/2022)",
			"2025-01-01": "Act on the Organisation of Employment Services (380/2023), section 122",
		}},
		{name: "V.2 who decided permits", ask: duty("permit", "person"), on: map[string]string{
			"2012-12-31": unknown, "2020-06-30": "tem", "2020-07-01": "keha", "2025-01-01": "keha",
		}},
		{name: "2.1a controllers", ask: controllers("person"), on: map[string]string{
			"2020-06-30": "tem", "2020-07-01": "keha office service_centre", "2021-02-28": "keha office service_centre",
			"2021-03-01": "keha office service_centre municipality", "2023-06-30": "keha office service_centre municipality",
			"2023-07-01": "keha office service_centre", "2024-12-31": "keha office service_centre", "2025-01-01": "keha authority",
		}},
		{name: "1.2b controllers of the joint service", ask: controllers("joint"), on: map[string]string{
			"2020-06-30": unknown, "2020-07-01": "keha office service_centre", "2022-05-22": "keha office service_centre",
			"2022-05-23": "keha office municipality kela", "2024-12-31": "keha office municipality kela",
			"2025-01-01": "keha kela authority county",
		}},
		{name: "2.3b who answers for clients", ask: duty("gdpr-15", "employer"), on: map[string]string{
			"2020-06-30": unknown, "2020-07-01": "office", "2021-02-28": "office", "2021-03-01": "office municipality",
			"2023-06-30": "office municipality", "2023-07-01": "office", "2024-12-31": "office", "2025-01-01": "authority",
		}},
		{name: "2.2 KEHA's own duties", ask: duty("gdpr-32", "person"), on: map[string]string{
			"2020-06-30": unknown, "2020-07-01": "keha", "2022-05-23": "keha", "2026-01-01": "keha",
		}},
		{name: "4.1a who must store", ask: duty("store", "person"), on: map[string]string{
			"2020-07-01": "office service_centre keha", "2025-01-01": "authority keha",
		}},
		{name: "4.3a retention", ask: retention("person"), on: map[string]string{
			"2012-12-31": unknown, "2020-06-30": "2013-two-years 2013-five-years", "2020-07-01": "2020-four-years",
			"2022-05-22": "2020-four-years", "2022-05-23": "2022-four-years", "2024-12-31": "2022-four-years", "2025-01-01": "2025-four-years",
		}},
		{name: "retention of the joint service", ask: retention("joint"), on: map[string]string{
			"2020-06-30": unknown, "2020-07-01": "2020-joint", "2022-05-22": "2020-joint", "2022-05-23": "2022-joint", "2025-01-01": "2025-joint",
		}},
		{name: "1.1g social enterprises", ask: purpose(registers.SocialEnterprises), on: map[string]string{
			"2020-06-30": "no", "2020-07-01": "yes", "2023-06-30": "yes", "2023-07-01": "no",
		}},
		{name: "1.1d job alternation leave", ask: purpose(registers.JobAlternation), on: map[string]string{
			"2020-06-30": "no", "2020-07-01": "yes", "2024-07-31": "yes", "2024-08-01": "no",
		}},
		{name: "1.1a the service", ask: purpose(registers.PublicService), on: map[string]string{
			"2020-06-30": "no", "2020-07-01": "yes", "2024-12-31": "yes", "2025-01-01": "yes",
		}},
		{name: "5.1a applicants for access", ask: access("employer"), on: map[string]string{
			"2020-06-30": unknown,
			"2020-07-01": "office/official/keha service_centre/official/keha ely/official/keha tem/official/keha keha/official/keha",
			"2021-03-01": "office/official/keha service_centre/official/keha ely/official/keha tem/official/keha keha/official/keha municipality/official/keha",
			"2022-05-23": "municipality/official/keha office/person/keha service_centre/person/keha ely/person/keha tem/person/keha keha/person/keha",
			"2024-12-31": "office/person/keha service_centre/person/keha ely/person/keha tem/person/keha keha/person/keha",
			"2025-01-01": "authority/person/self keha/person/self tem/person/self",
		}},
		{name: "5.2 and 5.3 grounds of access", ask: grounds, on: map[string]string{
			"2020-06-30": "",
			"2020-07-01": "5.2.1 5.2.2 5.2.3 5.2.4 5.2.5 5.2.6 5.2.7 5.2.8 5.3a 5.3b 1.2b",
			"2023-07-01": "5.2.1 5.2.2 5.2.3 5.2.5 5.2.6 5.2.7 5.2.8 5.3a 5.3b 1.2b",
			"2024-08-01": "5.2.1 5.2.2 5.2.3 5.2.5 5.2.7 5.2.8 5.3a 5.3b 1.2b",
			"2025-01-01": "5.2.1 5.2.2 5.2.3 5.2.5 5.2.7 5.2.8 5.3a 5.3b 1.2b",
		}},
		{name: "424/2021", ask: access("joint"), on: map[string]string{
			"2021-05-31": "office/official/keha municipality/official/keha kela/official/keha",
			"2021-06-01": "office/person/keha municipality/person/keha joint_municipal/person/keha kela/person/keha",
			"2025-01-01": "authority/person/self county/person/self kela/person/self keha/person/self",
		}},
		{name: "KEHA's name", ask: organisation("KEHA"), on: map[string]string{
			"2014-12-31": unknown,
			"2020-07-01": "Elinkeino-, liikenne- ja ympäristökeskusten sekä työ- ja elinkeinotoimistojen kehittämis- ja hallintokeskus (KEHA-keskus)",
			"2024-12-31": "Elinkeino-, liikenne- ja ympäristökeskusten sekä työ- ja elinkeinotoimistojen kehittämis- ja hallintokeskus (KEHA-keskus)",
			"2025-01-01": "KEHA-keskus", "2025-12-31": "KEHA-keskus",
			"2026-01-01": "Työllisyys-, kehittämis- ja hallintokeskus (KEHA-keskus)",
		}},
		{name: "TE offices", ask: organisation("TE05"), on: map[string]string{
			"2012-12-31": unknown, "2020-07-01": "Pirkanmaan TE-toimisto", "2024-12-31": "Pirkanmaan TE-toimisto", "2025-01-01": unknown,
		}},
		{name: "ELY centres", ask: organisation("ELY04"), on: map[string]string{
			"2020-07-01": "Hämeen ELY-keskus", "2025-12-31": "Hämeen ELY-keskus", "2026-01-01": unknown,
		}},
		{name: "elinvoimakeskukset", ask: organisation("EVK04"), on: map[string]string{
			"2025-12-31": unknown, "2026-01-01": "Sisä-Suomen elinvoimakeskus",
		}},
		{name: "Lupa- ja valvontavirasto", ask: organisation("LVV"), on: map[string]string{
			"2025-12-31": unknown, "2026-01-01": "Lupa- ja valvontavirasto",
		}},
		{name: "area of Hämeenlinna", ask: area("109"), on: map[string]string{
			"2020-07-01": "05/04/TE04/", "2024-12-31": "05/04/TE04/", "2025-01-01": "05/04//", "2025-12-31": "05/04//", "2026-01-01": "05///EVK04",
		}},
		{name: "area of Lahti", ask: area("398"), on: map[string]string{"2025-12-31": "07/04//", "2026-01-01": "07///EVK03"}},
		{name: "who serves Helsinki", ask: serving("091"), on: map[string]string{
			"2021-02-28": "TE01", "2021-03-01": "M091", "2023-06-30": "M091", "2023-07-01": "TE01", "2024-12-31": "TE01", "2025-01-01": "TVV091",
		}},
		{name: "who serves Akaa, whose authority is not entered", ask: serving("020"), on: map[string]string{
			"2020-07-01": "TE05", "2024-12-31": "TE05", "2025-01-01": unknown,
		}},
	} {
		t.Run(change.name, func(t *testing.T) {
			for on, want := range change.on {
				if got := change.ask(On(day(on))); got != want {
					t.Errorf("on %s: %q, want %q", on, got, want)
				}
			}
		})
	}
}

const unknown = "unknown"

func answer(s string, err error) string {
	if errors.Is(err, ErrUnknown) {
		return unknown
	}
	if err != nil {
		return err.Error()
	}
	return s
}

// 1.2b, 1.3: the special act first, then the act on the system, then the general layer.
func TestPrecedence(t *testing.T) {
	for register, want := range map[string]string{
		"person": "system gdpr tsl publicity",
		"joint":  "joint system gdpr tsl publicity",
	} {
		for _, on := range []string{"2020-07-01", "2022-05-23", "2025-01-01"} {
			all, err := On(day(on)).Precedence(register)
			if err != nil {
				t.Fatal(err)
			}
			var kinds []string
			for _, b := range all {
				kinds = append(kinds, string(b.Kind))
			}
			if got := strings.Join(kinds, " "); got != want {
				t.Errorf("%s on %s: %s, want %s", register, on, got, want)
			}
		}
	}
	if _, err := On(day("2020-07-01")).Precedence("business"); !errors.Is(err, ErrUnknown) { // 1.4
		t.Errorf("register of another system: %v", err)
	}
}

// 3: every item of the provision is there, by register.
func TestItems(t *testing.T) {
	for register, want := range map[string]int{"person": 9 + 3, "employer": 7 + 2, "provider": 7 + 2, "joint": 7 + 2} {
		if got := len(On(day("2020-07-01")).Items(register)); got != want {
			t.Errorf("%s: %d items, want %d", register, got, want)
		}
	}
	if _, err := On(day("2020-06-30")).Item("3.1.1"); !errors.Is(err, ErrUnknown) {
		t.Errorf("before the act: %v", err)
	}
}

// 24.1 § and 31 § of the Publicity Act.
func TestGrounds(t *testing.T) {
	l := On(day("2020-07-01"))
	for _, c := range []struct {
		item, death string
		kind        Secrecy
		until       string
	}{
		{"25", "", Absolute, "2120-11-02"},
		{"25", "2030-05-01", Absolute, "2080-05-01"},
		{"24", "", PresumedSecret, "2120-11-02"},
		{"20", "", Absolute, "2045-11-02"},
		{"20b", "", PresumedPublic, "2045-11-02"},
		{"21", "", PresumedSecret, "2045-11-02"},
		{"29", "", Absolute, "2120-11-02"},
	} {
		g, err := l.Ground(c.item)
		if err != nil {
			t.Fatal(err)
		}
		var death registers.Day
		if c.death != "" {
			death = day(c.death)
		}
		if got := g.SecretUntil(day("2020-11-02"), death); g.Secrecy != c.kind || got != day(c.until) {
			t.Errorf("item %s: %s until %s, want %s until %s", c.item, g.Secrecy, got, c.kind, c.until)
		}
	}
	if _, err := l.Ground("99"); !errors.Is(err, ErrUnknown) {
		t.Errorf("unknown ground: %v", err)
	}
}
