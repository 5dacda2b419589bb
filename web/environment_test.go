package web

import (
	"net/http"
	"strings"
	"testing"

	"tietolupa/permits"
)

// registeredKey gives FIONA its first key, as its operator does.
func registeredKey(s *site) *person {
	s.t.Helper()
	o := s.as(yllapitaja)
	proveFIONA(o, testKey)
	return o
}

// proveFIONA registers a key of FIONA: the challenge of the tests is open to all.
func proveFIONA(o *person, key string) {
	o.t.Helper()
	o.must("/environment/key", form("environment_key", key))
	_, challenge := o.get("/environment/challenge")
	_, code, _ := strings.Cut(challenge, "\n")
	o.must("/environment/key/proof", form("key_code", code))
}

// toEnvironment is a permit in force whose extracts FIONA receives.
func toEnvironment(s *site) (string, *person) {
	s.t.Helper()
	path, p := drafted(s)
	p.must(path+"/edit/key", form("version", p.version(path+"/edit/key"), "recipient_kind", "environment", "recipient_environment", "FIONA"))
	p.must(path+"/submit", form("version", p.version(path+"/edit/review")))
	return granted(s, path, p), p
}

func TestEnvironmentsJourney(t *testing.T) {
	s := newSite(t, true)
	draft, p := drafted(s)
	choose := func(code string) (int, string) {
		status, _, body := p.post(draft+"/edit/key", form("version", p.version(draft+"/edit/key"), "recipient_kind", "environment",
			"recipient_environment", code, "recipient_name", "FIONA", "recipient_key", nextKey))
		return status, body
	}
	if status, body := choose("FIONA"); status != http.StatusUnprocessableEntity || !strings.Contains(body, (&permits.RuleError{Rule: "environment-without-key"}).In("fi")) {
		t.Errorf("an environment without a key is chosen: %d", status)
	}
	if status, body := choose("CLOUD"); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#recipient_environment"`) {
		t.Errorf("an environment that is none is chosen: %d", status)
	}
	operator := registeredKey(s)
	if _, body := p.get(draft + "/edit/key"); !strings.Contains(body, "SHA256:"+testKey[len(testKey)-6:]) {
		t.Error("the form does not show the fingerprint of the environment's key")
	}
	path, p := toEnvironment(s)
	c, err := s.db.Case(t.Context(), permits.CaseID(strings.TrimPrefix(path, "/cases/")))
	if err != nil || c.Application.Recipient != (permits.Recipient{Kind: "environment", Environment: "FIONA", Key: testKey}) {
		t.Fatalf("the recipient is %+v, %v", c.Application.Recipient, err)
	}
	proveFIONA(operator, nextKey)
	order := p.must(path+"/orders", nil)
	id := permits.OrderID(strings.TrimPrefix(order, "/orders/"))
	parcel := "/environment" + order
	if o, err := s.db.Order(t.Context(), id); err != nil || o.Recipient.Key != nextKey {
		t.Errorf("the order is sealed to %s, %v; want the key registered when it was made", o.Recipient.Key, err)
	}
	if status, _ := operator.get(order + "/package"); status != http.StatusNotFound {
		t.Errorf("a package that is not ready: %d", status)
	}
	seal(s, id)

	// The researcher downloads nothing; the operator sees the package and no more.
	for _, who := range []*person{p, s.as(apulainen)} {
		if status, _ := who.get(order + "/package"); status != http.StatusNotFound {
			t.Errorf("a researcher downloads an environment's package: %d", status)
		}
		if status, body := who.get(order); status != http.StatusOK || strings.Contains(body, "/package") || !strings.Contains(body, "FIONA-etäkäyttöympäristö (Tilastokeskus)") {
			t.Errorf("the researcher's page of the order: %d", status)
		}
	}
	status, body := operator.get(parcel)
	if status != http.StatusOK || !strings.Contains(body, c.ID.Printed()) || !strings.Contains(body, "Esimerkkiyliopisto") || !strings.Contains(body, order+"/package") {
		t.Errorf("the operator's page: %d", status)
	}
	content := string(s.packages[string(id)+".tar.age"])
	for _, secret := range []string{tutkija.Name, apulainen.Name, c.Application.Title, "employment_code", sum([]byte(content))} {
		if strings.Contains(body, secret) {
			t.Errorf("the operator reads %q", secret)
		}
	}
	for _, hidden := range []string{path, path + "/application", path + "/letter", order, order + "/progress", "/cases", "/queue"} {
		if status, _ := operator.get(hidden); status != http.StatusNotFound && status != http.StatusForbidden {
			t.Errorf("GET %s by an operator: %d", hidden, status)
		}
	}
	req, _ := http.NewRequest(http.MethodGet, s.server.URL+order+"/package", nil)
	req.Header.Set("Range", "bytes=3-")
	res, err := operator.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusPartialContent || res.ContentLength != int64(len(content)-3) {
		t.Errorf("a resumed download by the operator: %d", res.StatusCode)
	}

	status, _, body = operator.post(parcel+"/receipt", form("sha256", sum([]byte("something else"))))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, (&permits.RuleError{Rule: "other-package"}).In("fi")) || !strings.Contains(body, `href="#sha256"`) {
		t.Errorf("a receipt of another file: %d", status)
	}
	if status, _, _ := p.post(parcel+"/receipt", form("sha256", sum([]byte(content)))); status != http.StatusForbidden && status != http.StatusNotFound {
		t.Errorf("a researcher gives the receipt: %d", status)
	}
	operator.must(parcel+"/receipt", form("sha256", sum([]byte(content))+"  "+string(id)+".tar.age"))
	if status, _, _ := operator.post(parcel+"/receipt", form("sha256", sum([]byte(content)))); status != http.StatusUnprocessableEntity {
		t.Errorf("a second receipt: %d", status)
	}
	if _, body := p.get(order); !strings.Contains(body, "on ottanut paketin vastaan") || !strings.Contains(body, yllapitaja.Name) {
		t.Error("the researcher does not see the receipt")
	}
	if status, _ := p.get(order + "/package"); status != http.StatusNotFound {
		t.Errorf("a researcher downloads what was received: %d", status)
	}
	events, err := s.db.Events(t.Context(), string(id))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, e := range events {
		kinds = append(kinds, string(e.Kind))
	}
	if got := strings.Join(kinds, " "); got != "extract-ordered extract-sealed extract-downloaded extract-received" {
		t.Errorf("events %s", got)
	}

	p.must(path+"/end", nil)
	if status, _ := operator.get(order + "/package"); status == http.StatusOK {
		t.Error("the package of an ended permit is downloaded")
	}
}

func TestOperatorsKeyIsTried(t *testing.T) {
	s := newSite(t, true)
	o := s.as(yllapitaja)
	private := "AGE-SECRET-KEY-1" + strings.Repeat("Q", 58)
	for key, rule := range map[string]string{"": "no-recipient", "age1x": "recipient-key", "ssh-rsa AAAA": "recipient-key", private: "private-key"} {
		status, _, body := o.post("/environment/key", form("environment_key", key))
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, (&permits.RuleError{Rule: rule}).In("fi")) {
			t.Errorf("the key %.10s: %d", key, status)
		}
		if strings.Contains(body, private) {
			t.Error("a private key came back in the page")
		}
	}
	registeredKey(s)
	if status, _, _ := o.post("/environment/key", form("environment_key", testKey)); status != http.StatusUnprocessableEntity {
		t.Errorf("the same key again: %d", status)
	}
	for _, who := range []permits.Actor{tutkija, esittelija, analyytik} {
		if status, _, _ := s.as(who).post("/environment/key", form("environment_key", nextKey)); status != http.StatusForbidden {
			t.Errorf("%s registers an environment's key: %d", who.ID, status)
		}
		if status, _ := s.as(who).get("/environment"); status != http.StatusForbidden {
			t.Errorf("%s sees the operator's pages: %d", who.ID, status)
		}
	}
}

// TestOperatorProvesAndRevokes: nobody chooses the environment before its
// operator has opened the challenge; what was sealed to a revoked key is not
// fetched, and is ordered anew to the next one.
func TestOperatorProvesAndRevokes(t *testing.T) { // TiHL 14 §
	s := newSite(t, true)
	o := s.as(yllapitaja)
	if status, _ := o.get("/environment/challenge"); status != http.StatusUnprocessableEntity {
		t.Errorf("a challenge that nobody made: %d", status)
	}
	o.must("/environment/key", form("environment_key", testKey))
	if keys, err := s.db.Environments(t.Context()); err != nil || len(keys) != 0 {
		t.Errorf("an unproved key is in use: %+v, %v", keys, err)
	}
	status, _, body := o.post("/environment/key/proof", form("key_code", "AAAA"))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, (&permits.RuleError{Rule: "wrong-code"}).In("fi")) {
		t.Errorf("a wrong code: %d", status)
	}
	for _, who := range []permits.Actor{tutkija, esittelija} {
		if status, _, _ := s.as(who).post("/environment/key/revoke", form("key_revoked_why", "Katosi.")); status != http.StatusForbidden {
			t.Errorf("%s revokes an environment's key: %d", who.ID, status)
		}
	}
	registeredKey(s)
	path, p := toEnvironment(s)
	first := p.must(path+"/orders", nil)
	seal(s, permits.OrderID(strings.TrimPrefix(first, "/orders/")))
	if status, _, _ := o.post("/environment/key/revoke", form("key_revoked_why", " ")); status != http.StatusUnprocessableEntity {
		t.Errorf("a revocation without a reason: %d", status)
	}
	o.must("/environment/key/revoke", form("key_revoked_why", "Yksityinen avain katosi."))
	if status, _ := o.get(first + "/package"); status == http.StatusOK {
		t.Error("what is sealed to a revoked key is fetched")
	}
	if _, body := o.get("/environment" + first); !strings.Contains(body, (&permits.RuleError{Rule: "key-revoked"}).In("fi")) {
		t.Error("the operator is not told that the package cannot be fetched")
	}
	if _, body := p.get(first); !strings.Contains(body, "Tilaa aineisto uudelleen") {
		t.Error("the researcher is not told to order anew")
	}
	if status, _, _ := p.post(path+"/orders", nil); status == http.StatusSeeOther {
		t.Error("an order is sealed to no key")
	}
	proveFIONA(o, nextKey)
	second := p.must(path+"/orders", nil)
	if o, err := s.db.Order(t.Context(), permits.OrderID(strings.TrimPrefix(second, "/orders/"))); err != nil || o.Recipient.Key != nextKey {
		t.Errorf("ordered anew to %q, %v", o.Recipient.Key, err)
	}
}
