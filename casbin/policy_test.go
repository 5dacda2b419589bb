package casbin

import (
	"errors"
	"flag"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/permits"
)

var update = flag.Bool("update", false, "write docs/authorization.md anew")

func load(t testing.TB) *Policy {
	t.Helper()
	p, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTableIsTheDocumentedOne(t *testing.T) {
	const file = "../docs/authorization.md"
	const routes = "\n## Every route\n" // the second part, written by package web
	got := load(t).Table()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, rest, more := strings.Cut(string(text), routes)
	if *update {
		if more {
			got += routes + rest
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("run go test ./casbin -update and review the change of power (-documented +policy):\n%s", diff)
	}
}

func TestBrokenPolicyStopsTheStart(t *testing.T) {
	for name, c := range map[string]struct{ policy, want string }{
		"unknown-role":   {"anyone, catalogue.view\nking, case.decide", "policy.csv:2: \"king\" is no role"},
		"unknown-action": {"decider, case.decied", "policy.csv:1: \"case.decied\" is no action"},
		"short-line":     {"decider", "policy.csv:1: \"decider\" has 1 fields"},
		"empty-field":    {"decider,", "policy.csv:1: \"\" is no action"},
		"long-line":      {"decider, case.decide, allow", "has 3 fields"},
		"deny":           {"decider, case.decide, deny", "only allows"},
		"denied":         {"decider, case.decide, denied", "only allows"},
		"negated":        {"!decider, case.decide", "only allows"},
		"stray-quote":    {`decider, "case.decide`, "is no action"},
		"twice":          {"decider, case.decide\n\ndecider,case.decide", "policy.csv:3: \"decider,case.decide\" is said on line 1 already"},
		"other-case":     {"Decider, case.decide", "is no role"},
		"group-line":     {"g, decider", "is no role"},
		"nothing":        {"# nothing\n", "allows nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parse("policy.csv", c.policy)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("parse = %v, want an error with %q", err, c.want)
			}
		})
	}
}

func TestEveryBrokenLineIsNamed(t *testing.T) {
	_, err := parse("policy.csv", "king, case.view\ndecider\nanyone, catalogue.view\nanalyst, nothing")
	for _, want := range []string{"policy.csv:1:", "policy.csv:2:", "policy.csv:4:"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v lacks %s", err, want)
		}
	}
}

func TestMay(t *testing.T) {
	p := load(t)
	for name, c := range map[string]struct {
		actor  permits.Actor
		action Action
		want   bool
	}{
		"nobody views the catalogue":       {permits.Actor{}, CatalogueView, true},
		"nobody drafts":                    {permits.Actor{}, CaseDraft, false},
		"researcher drafts":                {permits.Actor{Duties: []permits.Duty{permits.Researcher}}, CaseDraft, true},
		"researcher decides":               {permits.Actor{Duties: []permits.Duty{permits.Researcher}}, CaseDecide, false},
		"presenter decides":                {permits.Actor{Body: permits.KEHA, Duties: []permits.Duty{permits.Presenter}}, CaseDecide, false},
		"decider decides":                  {permits.Actor{Body: permits.KEHA, Duties: []permits.Duty{permits.Decider}}, CaseDecide, true},
		"decider of another body decides":  {permits.Actor{Body: permits.TEM, Duties: []permits.Duty{permits.Decider}}, CaseDecide, false},
		"officer downloads":                {permits.Actor{Body: permits.KEHA, Duties: []permits.Duty{permits.Presenter, permits.Decider}}, OrderDownload, false},
		"analyst of ELY orders":            {permits.Actor{Body: "ELY13", Duties: []permits.Duty{permits.Analyst}}, DisclosureOrder, true},
		"analyst without a body orders":    {permits.Actor{Duties: []permits.Duty{permits.Analyst}}, DisclosureOrder, false},
		"analyst confirms":                 {permits.Actor{Body: permits.TEM, Duties: []permits.Duty{permits.Analyst}}, DisclosureConfirm, false},
		"second duty counts":               {permits.Actor{Body: permits.KEHA, Duties: []permits.Duty{permits.Presenter, permits.Decider}}, CaseDecide, true},
		"official of an office reads":      {permits.Actor{Body: "TE05", Duties: []permits.Duty{permits.Official}}, RegisterRead, true},
		"official of the ministry reads":   {permits.Actor{Body: permits.TEM, Duties: []permits.Duty{permits.Official}}, RegisterRead, true}, // what, the right says
		"official of FIONA reads":          {permits.Actor{Body: "FIONA", Duties: []permits.Duty{permits.Official}}, RegisterRead, false},
		"official without an office reads": {permits.Actor{Duties: []permits.Duty{permits.Official}}, RegisterRead, false},
		"presenter reads the registers":    {permits.Actor{Body: permits.KEHA, Duties: []permits.Duty{permits.Presenter}}, RegisterRead, false},
		"official sees the case queue":     {permits.Actor{Body: "TE05", Duties: []permits.Duty{permits.Official}}, QueueView, false},
		"analyst of an office orders":      {permits.Actor{Body: "TE05", Duties: []permits.Duty{permits.Analyst}}, DisclosureOrder, false},
		"operator of FIONA receives":       {permits.Actor{Body: "FIONA", Duties: []permits.Duty{permits.Operator}}, OrderReceive, true},
		"operator of KEHA receives":        {permits.Actor{Body: permits.KEHA, Duties: []permits.Duty{permits.Operator}}, OrderReceive, false},
		"operator without a body receives": {permits.Actor{Duties: []permits.Duty{permits.Operator}}, OrderReceive, false},
		"operator sees a case":             {permits.Actor{Body: "FIONA", Duties: []permits.Duty{permits.Operator}}, CaseView, false},
		"operator sees an order's page":    {permits.Actor{Body: "FIONA", Duties: []permits.Duty{permits.Operator}}, OrderView, false},
		"analyst of an environment orders": {permits.Actor{Body: "FIONA", Duties: []permits.Duty{permits.Analyst}}, DisclosureOrder, false},
		"official answers a request":       {permits.Actor{Body: "TE05", Duties: []permits.Duty{permits.Official}}, RequestAnswer, true},
		"researcher answers a request":     {permits.Actor{Duties: []permits.Duty{permits.Researcher}}, RequestAnswer, false},
		"official writes an assessment":    {permits.Actor{Body: "TE05", Duties: []permits.Duty{permits.Official}}, AssessmentWrite, false},
		"presenter writes an assessment":   {permits.Actor{Body: permits.KEHA, Duties: []permits.Duty{permits.Presenter}}, AssessmentWrite, true},
		"presenter imports":                {permits.Actor{Body: permits.KEHA, Duties: []permits.Duty{permits.Presenter}}, RegisterImport, false},
		"official removes":                 {permits.Actor{Body: "TE05", Duties: []permits.Duty{permits.Official}}, RemovalCarryOut, false},
		"presenter removes":                {permits.Actor{Body: permits.KEHA, Duties: []permits.Duty{permits.Presenter}}, RemovalCarryOut, false},
		"decider removes":                  {permits.Actor{Body: permits.KEHA, Duties: []permits.Duty{permits.Decider}}, RemovalCarryOut, true},
		"access officer grants":            {permits.Actor{Body: permits.KEHA, Duties: []permits.Duty{permits.AccessOfficer}}, AccessDecide, true},
		"access officer of an office":      {permits.Actor{Body: "TE05", Duties: []permits.Duty{permits.AccessOfficer}}, AccessDecide, false},
		"contact applies":                  {permits.Actor{Body: "TE05", Duties: []permits.Duty{permits.Contact}}, AccessApply, true},
		"contact without a body applies":   {permits.Actor{Duties: []permits.Duty{permits.Contact}}, AccessApply, false},
		"contact grants":                   {permits.Actor{Body: "TE05", Duties: []permits.Duty{permits.Contact}}, AccessDecide, false},
		"contact sees the queue of all":    {permits.Actor{Body: "TE05", Duties: []permits.Duty{permits.Contact}}, AccessQueue, false},
		"official removes a right":         {permits.Actor{Body: "TE05", Duties: []permits.Duty{permits.Official}}, RightRemove, false},
		"commissioned reads the registers": {permits.Actor{Duties: []permits.Duty{permits.Commissioned}}, RegisterRead, true}, // what, the right says (5.3)
		"commissioned writes to them":      {permits.Actor{Duties: []permits.Duty{permits.Commissioned}}, RegisterWrite, false},
		"unknown duty":                     {permits.Actor{Duties: []permits.Duty{"root"}}, CaseView, false},
		"anyone written as a duty is none": {permits.Actor{Duties: []permits.Duty{"anyone"}}, CaseView, false},
		"unknown action":                   {permits.Actor{Body: permits.KEHA, Duties: []permits.Duty{permits.Decider}}, "case.burn", false},
		"empty action":                     {permits.Actor{Body: permits.KEHA, Duties: []permits.Duty{permits.Decider}}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			err := p.May(c.actor, c.action)
			if (err == nil) != c.want {
				t.Fatalf("May = %v, want allowed %v", err, c.want)
			}
			if rule, ok := errors.AsType[*permits.RuleError](err); err != nil && (!ok || rule.Rule != "not-allowed" || !errors.Is(err, ErrNotAllowed)) {
				t.Errorf("May = %#v, want the rule not-allowed", err)
			}
		})
	}
}

func TestEveryActionIsSomebodys(t *testing.T) {
	p := load(t)
	for _, a := range Actions() {
		some := false
		for _, role := range roles {
			some = some || p.allows(role, a)
		}
		if !some {
			t.Errorf("nobody may do %s", a)
		}
	}
}

func TestPresentersDoNotDecide(t *testing.T) {
	p := load(t)
	for _, a := range []Action{CaseDecide, CaseReturn, CaseRevoke} {
		if p.allows(string(permits.Presenter), a) {
			t.Errorf("a presenter may %s", a)
		}
	}
	for _, role := range []permits.Duty{permits.Presenter, permits.Decider} {
		if p.allows(string(role), OrderDownload) {
			t.Errorf("a %s may download", role)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	p := load(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if p.May(permits.Actor{Duties: []permits.Duty{permits.Researcher}}, CaseDraft) != nil {
					t.Error("a researcher was refused a draft")
					return
				}
			}
		})
	}
	wg.Wait()
}

// FuzzParsePolicy: whatever is read, it is either refused whole or holds only
// known roles and actions, each once, and as many as there are lines.
func FuzzParsePolicy(f *testing.F) {
	f.Add(policyText)
	f.Add("decider, case.decide, deny")
	f.Add("decider\x00, case.decide")
	f.Add("decider, case.decide\r\nanyone, catalogue.view")
	f.Fuzz(func(t *testing.T, text string) {
		lines, err := parsePolicy("policy.csv", text)
		if err != nil {
			if lines != nil {
				t.Fatal("lines came with an error")
			}
			return
		}
		meant := 0
		for raw := range strings.SplitSeq(text, "\n") {
			if row := strings.TrimSpace(raw); row != "" && row[0] != '#' {
				meant++
			}
		}
		if meant != len(lines) {
			t.Fatalf("%d lines were meant, %d read", meant, len(lines))
		}
		p, err := parse("policy.csv", text)
		if err != nil {
			t.Fatal(err)
		}
		allowed := 0
		for _, role := range roles {
			for _, a := range actions {
				if p.allows(role, a) {
					allowed++
				}
			}
		}
		if allowed != len(lines) {
			t.Fatalf("%d permissions from %d lines", allowed, len(lines))
		}
	})
}
