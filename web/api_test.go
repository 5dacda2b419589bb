package web

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// call sends JSON and reads the answer.
func (p *person) call(method, path string, body any) (status int, answer map[string]any, kind string) {
	p.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	req, err := http.NewRequest(method, p.site.server.URL+path, bytes.NewReader(text))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := p.client.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := json.Unmarshal(got, &answer); err != nil {
		p.t.Fatalf("%s %s: %d %.200s", method, path, res.StatusCode, got)
	}
	return res.StatusCode, answer, res.Header.Get("Content-Type")
}

type object = map[string]any

func TestRegistersByAPI(t *testing.T) {
	s := newSite(t, true)
	s.clients()
	_, vacancy := s.jobs()
	p := s.as(virkailija)
	const base = "/api/registers"
	problem := func(t *testing.T, status, want int, kind string, answer object, rule string) {
		t.Helper()
		if status != want || kind != "application/problem+json" || answer["title"] == "" || answer["status"] != float64(want) {
			t.Errorf("%d %s %v, want %d", status, kind, answer, want)
		}
		if rule != "" && answer["rule"] != rule {
			t.Errorf("rule %v, want %s", answer["rule"], rule)
		}
	}
	t.Run("1.1", func(t *testing.T) {
		for _, purpose := range []string{"", "curiosity"} {
			status, answer, kind := p.call(http.MethodPost, base+"/search", object{"purpose": purpose, "subject": "person", "code": hetuAino})
			problem(t, status, http.StatusUnprocessableEntity, kind, answer, "1.1")
		}
	})
	status, answer, _ := p.call(http.MethodPost, base+"/search", object{"purpose": "service", "subject": "person", "code": hetuAino})
	found := answer["clients"].([]any)
	if status != http.StatusOK || len(found) != 1 || found[0].(object)["name"] != "Äijälä, Aino Maria" {
		t.Fatalf("%d %v", status, answer)
	}
	client := base + "/clients/" + found[0].(object)["client"].(string)
	var row object
	status, answer, _ = p.call(http.MethodGet, client, nil)
	if status != http.StatusOK {
		t.Fatalf("%d %v\n%s", status, answer, s.log.String())
	}
	for _, r := range answer["rows"].([]any) {
		if r.(object)["table"] == "person" {
			row = r.(object)
		}
	}
	if status != http.StatusOK || row["source"] != "person" || row["recorder"] != string(virkailija.ID) || row["office"] != "TE01" {
		t.Fatalf("%d %v", status, row)
	}
	change := func(values object, version any) (int, object, string) {
		return p.call(http.MethodPatch, client+"/rows/"+row["row"].(string), object{"rows": []object{{"version": version, "values": values, "source": "person"}}})
	}
	t.Run("a correction, its history, and the second writer", func(t *testing.T) {
		status, answer, _ := change(object{"phone": "050 222 2222"}, row["version"])
		if status != http.StatusOK {
			t.Fatalf("%d %v", status, answer)
		}
		status, answer, kind := change(object{"phone": "050 333 3333"}, row["version"])
		problem(t, status, http.StatusConflict, kind, answer, "version")
		status, answer, _ = p.call(http.MethodGet, client+"/rows/"+row["row"].(string)+"/history/phone", nil)
		if versions := answer["versions"].([]any); status != http.StatusOK || len(versions) != 2 || versions[1].(object)["kind"] != "corrected" {
			t.Errorf("%d %v", status, answer)
		}
	})
	t.Run("rows are stored all or none", func(t *testing.T) {
		good := object{"table": "employment_code", "values": object{"code": "07", "start_date": "2020-10-01"}, "source": "office"}
		bad := object{"table": "employment_code", "values": object{"code": "99", "start_date": "2020-10-01"}, "source": "office"}
		status, answer, kind := p.call(http.MethodPost, client+"/rows", object{"rows": []object{good, bad}})
		problem(t, status, http.StatusUnprocessableEntity, kind, answer, "code")
		if answer["about"] != "employment_code.code" {
			t.Errorf("about %v", answer["about"])
		}
		status, answer, _ = p.call(http.MethodPost, client+"/rows", object{"rows": []object{good}})
		if rows, ok := answer["rows"].([]any); status != http.StatusOK || !ok || len(rows) != 1 {
			t.Errorf("%d %v", status, answer)
		}
	})
	for rule, r := range map[string]object{
		"4.1b":  {"table": "employment_code", "values": object{"code": "07", "start_date": "2020-10-01"}},
		"3":     {"table": "employment_code", "values": object{"code": "07", "start_date": "2020-10-01", "religion": "x"}, "source": "office"},
		"1.2a":  {"table": "neighbours", "values": object{}, "source": "office"},
		"6.1a":  {"table": "consent", "values": object{"category": "6.2.1", "state": "given", "written": "false", "recorded_on": "2020-11-01"}, "source": "person"},
		"3.1.7": {"table": "health_entry", "values": object{"start_date": "2020-10-01", "kind": "01", "affects_employment": "true", "indispensable": "false", "ground_text": "x"}, "source": "person"},
	} {
		t.Run(rule, func(t *testing.T) {
			status, answer, kind := p.call(http.MethodPost, client+"/rows", object{"rows": []object{r}})
			problem(t, status, http.StatusUnprocessableEntity, kind, answer, rule)
		})
	}
	t.Run("6 §", func(t *testing.T) {
		asked := object{"employer": "9100002-1", "vacancy": vacancy, "variables": []string{"person.family_name"}, "why": object{"6.2.1": "Haastattelu."}}
		_, answer, _ := p.call(http.MethodPost, client+"/disclosures", asked)
		if answer["allowed"] != false || strings.Contains(toText(answer), "Äijälä") {
			t.Errorf("without consent: %v", answer)
		}
		p.call(http.MethodPost, client+"/rows", object{"rows": []object{{"table": "consent", "values": object{"category": "6.2.1", "state": "given", "written": "true", "recorded_on": "2020-11-01"}, "source": "person"}}})
		_, answer, _ = p.call(http.MethodPost, client+"/disclosures", asked)
		if answer["allowed"] != true || !strings.Contains(toText(answer), "Äijälä") {
			t.Errorf("with consent: %v", answer)
		}
	})
	t.Run("a new client", func(t *testing.T) {
		status, answer, _ := p.call(http.MethodPost, base+"/clients", object{"rows": []object{{"table": "employer", "source": "employer",
			"values": object{"business_id": "9100004-8", "name": "Veistämö Oy", "industry": "01", "municipality": "091", "start_date": "2019-01-01"}}}})
		if client, _ := answer["client"].(string); status != http.StatusOK || len(client) != 26 {
			t.Errorf("%d %v", status, answer)
		}
	})
	t.Run("what one may not see is not found", func(t *testing.T) {
		north := s.atDesk(pohjoinen)
		for _, path := range []string{client, client + "/rows/aaaaaaaaaaaaaaaa/history/phone", base + "/none", base + "/clients/x"} {
			status, answer, kind := north.call(http.MethodGet, path, nil)
			problem(t, status, http.StatusNotFound, kind, answer, "")
		}
		status, answer, kind := north.call(http.MethodPost, client+"/rows", object{"rows": []object{}})
		problem(t, status, http.StatusNotFound, kind, answer, "")
	})
	t.Run("others have no business here", func(t *testing.T) {
		status, answer, kind := s.as(tutkija).call(http.MethodGet, client, nil)
		problem(t, status, http.StatusForbidden, kind, answer, "")
		status, answer, kind = s.visitor().call(http.MethodGet, client, nil)
		problem(t, status, http.StatusUnauthorized, kind, answer, "")
	})
	t.Run("what cannot be read", func(t *testing.T) {
		status, answer, kind := p.call(http.MethodPost, base+"/search", object{"purpose": "service", "hetu": hetuAino})
		problem(t, status, http.StatusBadRequest, kind, answer, "")
	})
}

func toText(v any) string { b, _ := json.Marshal(v); return string(b) }
