package registers_test

import (
	"testing"

	"pgregory.net/rapid"

	"tietolupa/registers"
)

var wholeConsent = registers.Consent{
	Answer: registers.ConsentGiven, Written: true, Items: []string{"6.2.1", "6.2.2", "6.2.6"}, On: on("2020-10-01"),
	Health: []registers.HealthConsent{{Variables: []string{"person.disability"}, Employer: 7, Vacancy: 12, Need: registers.Promotion}},
}

func TestMayDisclose(t *testing.T) {
	name := registers.Variable{ID: "person.family_name", Consent: "6.2.1", Item: "3.1.1", Class: registers.Direct}
	months := registers.Variable{ID: "person.unemployed", Consent: "6.2.6", Item: "3.1.2", Class: registers.Secret}
	health := registers.Variable{ID: "person.disability", Consent: "6.3", Item: "3.1.7", Class: registers.Special}
	vacancy := registers.EmployerDisclosure{
		Employer: 7, Vacancy: 12, Occupation: "2512", FixedTerm: true, Unemployed: 12, Health: registers.Promotion,
		Necessary: map[string]string{name.ID: "yhteydenotto", months.ID: "määräaikainen sopimus", health.ID: "työpaikan järjestelyt", "person.hetu": "x", "person.skills": "x"},
	}
	for _, c := range []struct {
		name   string
		v      registers.Variable
		answer func(*registers.Consent)
		ask    func(*registers.EmployerDisclosure)
		day    string
		rule   string
	}{
		{name: "6.1a name with written consent", v: name},
		{name: "6.1a not in writing", v: name, answer: func(c *registers.Consent) { c.Written = false }, rule: "6.1a"},
		{name: "6.1a no vacancy", v: name, ask: func(d *registers.EmployerDisclosure) { d.Vacancy = 0 }, rule: "6.1a-need"},
		{name: "6.1a no necessity", v: name, ask: func(d *registers.EmployerDisclosure) { d.Necessary = nil }, rule: "6.1a-need"},
		{name: "6.1b not asked", v: name, answer: func(c *registers.Consent) { *c = registers.Consent{Answer: registers.NotAsked} }, rule: "6.1b-not-asked"},
		{name: "6.1b unknown answer", v: name, answer: func(c *registers.Consent) { c.Answer = "maybe" }, rule: "6.1b-not-asked"},
		{name: "6.1b refused", v: name, answer: func(c *registers.Consent) {
			*c = registers.Consent{Answer: registers.Refused, On: on("2020-10-01")}
		}, rule: "6.1b-refused"},
		{name: "6.1b given later", v: name, day: "2020-09-30", rule: "6.1b-not-asked"},
		{name: "6.1b withdrawn", v: name, answer: func(c *registers.Consent) { c.Withdrawn = on("2020-11-02") }, rule: "6.1b-refused"},
		{name: "6.1b withdrawn tomorrow", v: name, answer: func(c *registers.Consent) { c.Withdrawn = on("2020-11-03") }},
		{name: "6.2 not on the list", v: registers.Variable{ID: "person.hetu", Item: "3.1.1"}, rule: "6.2"},
		{name: "6.2.5 beyond the consent", v: registers.Variable{ID: "person.skills", Consent: "6.2.5", Item: "3.1.3"}, rule: "6.2-extent"},
		{name: "6.2.6 twelve months for a fixed term", v: months},
		{name: "6.2.6 not for a permanent contract", v: months, ask: func(d *registers.EmployerDisclosure) { d.FixedTerm = false }, rule: "6.2.6"},
		{name: "6.2.6 eleven months", v: months, ask: func(d *registers.EmployerDisclosure) { d.Unemployed = 11 }, rule: "6.2.6"},
		{name: "6.3b individualised and necessary", v: health},
		{name: "6.3a another need than consented to", v: health, ask: func(d *registers.EmployerDisclosure) { d.Health = registers.JobRequirement }, rule: "6.3"},
		{name: "6.3a for the requirements of the job", v: health, ask: func(d *registers.EmployerDisclosure) { d.Health = registers.JobRequirement }, answer: func(c *registers.Consent) {
			c.Health = []registers.HealthConsent{{Variables: []string{health.ID}, Employer: 7, Field: "2512", Need: registers.JobRequirement}}
		}},
		{name: "6.3 another vacancy", v: health, ask: func(d *registers.EmployerDisclosure) { d.Vacancy = 13 }, rule: "6.3"},
		{name: "6.3 another employer", v: health, ask: func(d *registers.EmployerDisclosure) { d.Employer = 8 }, rule: "6.3"},
		{name: "6.3 another field", v: health, ask: func(d *registers.EmployerDisclosure) { d.Occupation = "9112" }, answer: func(c *registers.Consent) {
			c.Health = []registers.HealthConsent{{Variables: []string{health.ID}, Employer: 7, Field: "2512", Need: registers.Promotion}}
		}, rule: "6.3"},
		{name: "6.3 no need stated", v: health, ask: func(d *registers.EmployerDisclosure) { d.Health = "" }, rule: "6.3-need"},
		{name: "6.3 general consent is not individualised", v: health, answer: func(c *registers.Consent) { c.Health = nil }, rule: "6.3"},
		{name: "6.3 special data under another item of the list", v: registers.Variable{ID: "person.disability", Consent: "6.2.1", Class: registers.Special}, answer: func(c *registers.Consent) { c.Health = nil }, rule: "6.3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			consent, d, day := wholeConsent, vacancy, "2020-11-02"
			if c.answer != nil {
				c.answer(&consent)
			}
			if c.ask != nil {
				c.ask(&d)
			}
			if c.day != "" {
				day = c.day
			}
			err := registers.MayDisclose(consent, c.v, d, on(day))
			if c.rule != "" {
				broken(t, err, c.rule)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCheckConsent(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*registers.Consent)
		rule   string
	}{
		{"6.1b given", func(*registers.Consent) {}, ""},
		{"6.1b refused", func(c *registers.Consent) {
			*c = registers.Consent{Answer: registers.Refused, On: on("2020-11-01")}
		}, ""},
		{"6.1b not asked", func(c *registers.Consent) { *c = registers.Consent{Answer: registers.NotAsked} }, ""},
		{"6.1b no fourth state", func(c *registers.Consent) { c.Answer = "" }, "6.1b"},
		{"6.1b refused, and yet items", func(c *registers.Consent) { c.Answer = registers.Refused }, "6.1b"},
		{"6.1b not asked, and yet a day", func(c *registers.Consent) {
			*c = registers.Consent{Answer: registers.NotAsked, On: on("2020-11-01")}
		}, "6.1b"},
		{"6.1b given tomorrow", func(c *registers.Consent) { c.On = on("2020-11-03") }, "6.1b"},
		{"6.1b given without a day", func(c *registers.Consent) { c.On = registers.Day{} }, "6.1b"},
		{"6.1a by word of mouth", func(c *registers.Consent) { c.Written = false }, "6.1a"},
		{"6.2 beyond the list", func(c *registers.Consent) { c.Items = []string{"6.2.7"} }, "6.2"},
		{"6.2 to nothing", func(c *registers.Consent) { c.Items, c.Health = nil, nil }, "6.2"},
		{"6.3 health in general", func(c *registers.Consent) {
			c.Health = []registers.HealthConsent{{Employer: 1, Need: registers.Promotion}}
		}, "6.3"},
		{"6.3 to no employer", func(c *registers.Consent) {
			c.Health = []registers.HealthConsent{{Variables: []string{"x"}, Vacancy: 1, Need: registers.Promotion}}
		}, "6.3"},
		{"6.3 for no purpose", func(c *registers.Consent) {
			c.Health = []registers.HealthConsent{{Variables: []string{"x"}, Employer: 1, Vacancy: 1}}
		}, "6.3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			consent := wholeConsent
			c.change(&consent)
			err := registers.CheckConsent(consent, on("2020-11-02"))
			if c.rule != "" {
				broken(t, err, c.rule)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWithdraw(t *testing.T) {
	c, err := registers.Withdraw(wholeConsent, on("2020-11-02"))
	if err != nil || c.StateOn(on("2020-11-01")) != registers.ConsentGiven || c.StateOn(on("2020-11-02")) != registers.Refused {
		t.Fatalf("%+v, %v", c, err)
	}
	_, err = registers.Withdraw(c, on("2020-11-03"))
	broken(t, err, "6.1b-none")
	_, err = registers.Withdraw(registers.Consent{Answer: registers.NotAsked}, on("2020-11-03"))
	broken(t, err, "6.1b-none")
}

// Less consent never allows more: an answer without one of its items, unwritten
// or withdrawn allows nothing that the whole one refused.
func TestLessConsentNeverAllowsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		item := rapid.SampledFrom([]string{"", "6.2.1", "6.2.2", "6.2.3", "6.2.4", "6.2.5", "6.2.6", "6.3"}).Draw(t, "item")
		v := registers.Variable{ID: "person.disability", Consent: item}
		d := registers.EmployerDisclosure{
			Employer: 7, Vacancy: int64(rapid.IntRange(11, 13).Draw(t, "vacancy")), FixedTerm: rapid.Bool().Draw(t, "fixed"), Unemployed: rapid.IntRange(10, 14).Draw(t, "months"),
			Health: rapid.SampledFrom([]registers.HealthNeed{"", registers.JobRequirement, registers.Promotion}).Draw(t, "need"), Necessary: map[string]string{v.ID: "x"},
		}
		day := on("2020-11-02")
		less := wholeConsent
		switch rapid.IntRange(0, 4).Draw(t, "less") {
		case 0:
			less.Items = less.Items[1:]
		case 1:
			less.Written = false
		case 2:
			less.Withdrawn = day
		case 3:
			less.Health = nil
		case 4:
			less.Answer = registers.Refused
		}
		if registers.MayDisclose(wholeConsent, v, d, day) != nil && registers.MayDisclose(less, v, d, day) == nil {
			t.Fatal("less consent allowed more")
		}
	})
}
