package web

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestClaimsFilesAreStrict(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"no header":             {"officials,id,sub,,\n", "first line"},
		"a short line":          {"issuer,takes,claim,value,gives\no,id,sub\n", "wrong number of fields"},
		"no id":                 {"issuer,takes,claim,value,gives\no,email,email,,\n", "has no id"},
		"taken twice":           {"issuer,takes,claim,value,gives\no,id,sub,,\no,id,oid,,\n", "line 3: it is taken twice"},
		"an unknown thing":      {"issuer,takes,claim,value,gives\no,duty,roles,decider,decider\n", "line 2: what is taken"},
		"an unknown body":       {"issuer,takes,claim,value,gives\no,id,sub,,\no,body,org,x,ELY16\n", "line 3: there is no such body"},
		"a value twice":         {"issuer,takes,claim,value,gives\no,id,sub,,\no,body,org,x,TEM\no,body,org,x,KEHA\n", "line 4: the value stands twice"},
		"after a comment":       {"# ours\nissuer,takes,claim,value,gives\no,id,sub,,\n# and\no,id,oid,,\n", "line 5: it is taken twice"},
		"an id that gives":      {"issuer,takes,claim,value,gives\no,id,sub,x,KEHA\n", "only body"},
		"a henkilötunnus as id": {"issuer,takes,claim,value,gives\no,id,nationalIdentificationNumber,,\n", "personal identity code"},
		"strong of any value":   {"issuer,takes,claim,value,gives\no,id,sub,,\no,strong,acr,,\n", "line 3: strong takes a value"},
		"strong twice":          {"issuer,takes,claim,value,gives\no,id,sub,,\no,strong,acr,loa3,\no,strong,acr,loa3,\n", "line 4: the value stands twice"},
		"a claim with blanks":   {"issuer,takes,claim,value,gives\no,id,my sub,,\n", "not a name"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ParseClaims(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func TestIssuersFilesAreStrict(t *testing.T) {
	const header = "name,kind,url,client,secret_file,fi,sv,en\n"
	for name, c := range map[string]struct{ text, want string }{
		"none":           {header, "there is none"},
		"another kind":   {header + "a,admins,https://a.invalid,c,s,x,y,z\n", "line 2: the kind"},
		"without TLS":    {header + "a,officials,http://a.invalid,c,s,x,y,z\n", "not https"},
		"twice":          {header + "a,officials,https://a.invalid,c,s,x,y,z\na,officials,https://b.invalid,c,s,x,y,z\n", "line 3: the name or the address"},
		"without a name": {header + "a,officials,https://a.invalid,c,s,x,,z\n", "is empty"},
		"no secret":      {header + "a,officials,https://a.invalid,c,empty,x,y,z\n", "the secret is empty"},
		"a bad name":     {header + "../a,officials,https://a.invalid,c,s,x,y,z\n", "the name is not"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseIssuers(strings.NewReader(c.text), func(file string) (string, error) {
				if file == "empty" {
					return "\n", nil
				}
				return "secret\n", nil
			})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func TestClaimsFitTheIssuers(t *testing.T) {
	officials, researchers := Issuer{Name: "o", Kind: OfficialsIssuer}, Issuer{Name: "r", Kind: ResearchersIssuer}
	for name, c := range map[string]struct {
		text string
		of   Issuer
		want string
	}{
		"not mapped":                  {"x,id,sub,,\n", officials, "not mapped"},
		"officials without a body":    {"o,id,sub,,\n", officials, "no claim gives a body"},
		"researchers with a body":     {"r,id,sub,,\nr,name,name,,\nr,email,email,,\nr,body,org,x,KEHA\n", researchers, "a claim gives a body"},
		"researchers without a name":  {"r,id,sub,,\nr,email,email,,\n", researchers, "are not taken"},
		"an issuer that is not there": {"r,id,sub,,\nr,name,name,,\nr,email,email,,\nx,id,sub,,\n", researchers, "which is not there"},
	} {
		t.Run(name, func(t *testing.T) {
			claims, err := ParseClaims(strings.NewReader("issuer,takes,claim,value,gives\n" + c.text))
			if err != nil {
				t.Fatal(err)
			}
			if err := claims.fit([]Issuer{c.of}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func FuzzParseClaims(f *testing.F) {
	f.Add(testClaims())
	f.Add("issuer,takes,claim,value,gives\n\"a\nb\",id,sub,,\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseClaims(strings.NewReader(text))
		if err != nil {
			return
		}
		for name, m := range c.issuers {
			if m.id == "" || !issuerName.MatchString(name) {
				t.Errorf("issuer %q without an id was read", name)
			}
			for _, values := range m.bodies {
				for value, body := range values {
					if value == "" || !knownBody(body) {
						t.Errorf("%q gives %q", value, body)
					}
				}
			}
		}
	})
}

// FuzzReadClaims: whatever an issuer says, a person is of a body only by a value
// that the file names, a researcher is of none, and no id is missing or a code.
func FuzzReadClaims(f *testing.F) {
	for _, text := range []string{
		`{"sub":"a","organisation_code":"KEHA"}`, `{"sub":"a","organisation_code":["KEHA","TEM"]}`, `{"sub":1,"email":"a@b","name":"c"}`,
		`{"sub":"131052-308T","email":"a@b","name":"c"}`, `{"sub":"a","email":"a@b","name":"c","email_verified":false}`, `{"sub":["a"],"organisation_code":{"KEHA":1}}`,
	} {
		f.Add(text)
	}
	claims, err := ParseClaims(strings.NewReader(testClaims()))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		said := map[string]any{}
		if json.Unmarshal([]byte(text), &said) != nil {
			return
		}
		for _, kind := range []IssuerKind{OfficialsIssuer, ResearchersIssuer} {
			c, err := claims.issuers[string(kind)].read(kind, said)
			if err != nil {
				if c.Subject != "" || c.Body != "" {
					t.Errorf("%v, and yet %+v", err, c)
				}
				continue
			}
			if c.Subject == "" || looksLikeCode(c.Subject) || c.Researcher != (kind == ResearchersIssuer) {
				t.Errorf("%+v", c)
			}
			if c.Researcher && (c.Body != "" || c.Name == "") || !c.Researcher && !knownBody(c.Body) {
				t.Errorf("%s: %+v", kind, c)
			}
		}
	})
}

// TestStrongIdentificationIsSaid: what no line calls strong is weak.
func TestStrongIdentificationIsSaid(t *testing.T) {
	claims, err := ParseClaims(strings.NewReader("issuer,takes,claim,value,gives\nsuomi,id,sub,,\nsuomi,strong,acr,loa3,\nsuomi,strong,amr,card,\nhaka,id,sub,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		issuer string
		claims map[string]any
		want   bool
	}{
		{"suomi", map[string]any{"acr": "loa3"}, true},
		{"suomi", map[string]any{"amr": []any{"pin", "card"}}, true},
		{"suomi", map[string]any{"acr": "loa1"}, false},
		{"suomi", map[string]any{"acr": 3}, false},
		{"suomi", map[string]any{}, false},
		{"haka", map[string]any{"acr": "loa3"}, false},
	} {
		if got := claims.issuers[c.issuer].strongBy(c.claims) != ""; got != c.want {
			t.Errorf("%s with %v is strong: %v", c.issuer, c.claims, got)
		}
	}
}
