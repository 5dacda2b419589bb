package law

import (
	"errors"
	"testing"

	"tietolupa/registers"
)

// 2.3b: the office whose client the person is; KEHA's own duties go to KEHA (2.2).
func TestRoute(t *testing.T) {
	spell := func(office, start, end string) registers.Clientship {
		c := registers.Clientship{Office: office, Start: day(start)}
		if end != "" {
			c.End = day(end)
		}
		return c
	}
	open := []registers.Clientship{spell("TE01", "2015-01-01", "2017-05-31"), spell("TE05", "2020-02-01", "")}
	for _, c := range []struct {
		name, on, register, municipality, arrived string
		spells                                    []registers.Clientship
		party                                     registers.Party
		body                                      string
		fails                                     bool
	}{
		{name: "the open clientship's office", on: "2020-11-02", register: "person", spells: open, party: registers.Office, body: "TE05"},
		{name: "an employer's too", on: "2020-11-02", register: "employer", spells: open, party: registers.Office, body: "TE05"},
		{name: "nobody's client", on: "2020-11-02", register: "person", arrived: "TE03", party: registers.Office, body: "TE03"},
		{name: "nobody's client, arrived nowhere", on: "2020-11-02", register: "person", fails: true},
		{name: "the office is no more", on: "2025-01-01", register: "person", municipality: "091", spells: open, party: registers.Authority, body: "TVV091"},
		{name: "its successor is not entered", on: "2025-01-01", register: "person", municipality: "020", spells: open, fails: true},
		{name: "a trial municipality's client", on: "2022-01-01", register: "person", spells: []registers.Clientship{spell("M091", "2021-03-01", "")}, party: registers.Municipality, body: "M091"},
		{name: "the municipality's trial is over", on: "2023-07-01", register: "person", municipality: "091", spells: []registers.Clientship{spell("M091", "2021-03-01", "")}, party: registers.Office, body: "TE01"},
		{name: "a body that is no controller", on: "2020-11-02", register: "person", spells: []registers.Clientship{spell("ELY01", "2019-01-01", "")}, fails: true},
		{name: "before the act", on: "2020-06-30", register: "person", spells: open, fails: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := On(day(c.on)).Route(registers.Access, c.register, c.spells, c.municipality, c.arrived)
			if (err != nil) != c.fails {
				t.Fatal(err)
			}
			if err == nil && (got.Party != c.party || got.Body != c.body) {
				t.Errorf("got %+v, want %s %s", got, c.party, c.body)
			}
		})
	}
	for _, code := range []string{"gdpr-25", "gdpr-32", "gdpr-35", "gdpr-36", "gdpr-12", "security"} { // 2.2(1)–(5)
		d, err := On(day("2020-11-02")).Duty(code, "person")
		if err != nil {
			t.Fatal(err)
		}
		route, err := registers.RouteRequest(d, open, "", day("2020-11-02"))
		if err != nil || route.Party != registers.Keha || route.Body != "" {
			t.Errorf("%s: %+v, %v", code, route, err)
		}
	}
	d, err := On(day("2020-11-02")).Duty("gdpr-26", "person") // no line of its own: 2.3a
	if err != nil || d.Rule != "2.3a" || d.Parties[0] != registers.Office {
		t.Errorf("a duty not named: %+v, %v", d, err)
	}
}

// 4.2: every refusal that the tables lead to has its text and its provision.
func TestRightsThatAreNotThere(t *testing.T) {
	for _, on := range []string{"2020-07-01", "2022-05-23", "2025-01-01"} {
		for _, register := range Registers() {
			right, err := On(day(on)).Right(registers.Restriction, register)
			if err != nil {
				t.Fatal(err)
			}
			r, err := registers.OpenRequest(registers.Restriction, register, day(on))
			if err != nil {
				t.Fatal(err)
			}
			_, err = registers.Answer(r, registers.Reply{Outcome: registers.RequestGranted}, right, nil, day(on))
			reply, barred := registers.Refusal(right, "sv")
			if register == "employer" || register == "provider" {
				if err != nil || barred {
					t.Errorf("%s on %s: %v", register, on, err)
				}
				continue
			}
			var rule *registers.RuleError
			if !errors.As(err, &rule) || rule.Rule != "4.2" || rule.In("sv") == "" {
				t.Errorf("%s on %s: granted, or refused by %v", register, on, err)
			}
			if _, err := registers.Answer(r, reply, right, nil, day(on)); !barred || err != nil {
				t.Errorf("%s on %s: its own refusal is not accepted: %v", register, on, err)
			}
		}
	}
}

// 6.2: consent under the law of the day refuses what the list does not cover.
func TestMayDisclose(t *testing.T) {
	c := registers.Consent{Answer: registers.ConsentGiven, Written: true, Items: []string{"6.2.2"}, On: day("2020-10-01")}
	d := registers.EmployerDisclosure{Employer: 1, Vacancy: 2, Necessary: map[string]string{"x.education": "vaaditaan tehtävässä"}}
	v := registers.Variable{ID: "x.education", Item: "3.1.3", Consent: "6.2.2"}
	if err := On(day("2020-11-02")).MayDisclose(c, v, d); err != nil {
		t.Error(err)
	}
	if err := On(day("2020-06-30")).MayDisclose(c, v, d); !errors.Is(err, ErrUnknown) {
		t.Errorf("before the act: %v", err)
	}
	v.Item = "3.1.9" // a benefit called education does not become disclosable
	var rule *registers.RuleError
	if err := On(day("2020-11-02")).MayDisclose(c, v, d); !errors.As(err, &rule) || rule.Rule != "6.2" {
		t.Errorf("beyond the list: %v", err)
	}
}
