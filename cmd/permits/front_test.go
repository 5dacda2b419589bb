package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestServeNeedsIssuers(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	defer gone.Close()
	file("secret", "s\n")
	issuers := file("issuers.csv", "name,kind,url,client,secret_file,fi,sv,en\nofficials,officials,"+gone.URL+",tietolupa,secret,a,b,c\n")
	noSecret := file("nosecret.csv", "name,kind,url,client,secret_file,fi,sv,en\nofficials,officials,"+gone.URL+",tietolupa,missing,a,b,c\n")
	claims := file("claims.csv", "issuer,takes,claim,value,gives\nofficials,id,sub,,\nofficials,body,org,x,KEHA\n")
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no issuers":         {nil, "nobody could sign in"},
		"no claims":          {[]string{"--issuers", issuers}, "nobody could sign in"},
		"a secret not there": {[]string{"--issuers", noSecret, "--claims", claims}, "line 2: the secret cannot be read"},
		"claims for issuers": {[]string{"--issuers", issuers, "--claims", issuers}, "read the claims: "},
		"an issuer not there": {[]string{"--issuers", issuers, "--claims", claims, "--wait-issuers", "300ms"},
			"issuer officials is not found"},
		"an address without TLS": {[]string{"--issuers", issuers, "--claims", claims, "--address", "http://tietolupa.invalid"}, "is not https://host"},
		"a proxy that is none":   {[]string{"--issuers", issuers, "--claims", claims, "--proxy", "proxy"}, "not a network"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, said bytes.Buffer
			code := run(t.Context(), append([]string{"serve", "--dir", filepath.Join(dir, "state")}, c.args...), &out, &said)
			if code == 0 || !strings.Contains(said.String(), c.want) {
				t.Errorf("exits %d and says %q, want %q", code, said.String(), c.want)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(dir, "state")); !os.IsNotExist(err) {
		t.Error("a database was made for a service that nobody could sign in to")
	}
}

func TestClientsCommand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	p, err := where{Dir: dir}.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range demoPeople() {
		if err := p.owner.PutUser(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	call := func(args ...string) (code int, out, said string) {
		var o, e bytes.Buffer
		code = run(t.Context(), append([]string{"clients", args[0], "--dir", dir}, args[1:]...), &o, &e)
		return code, o.String(), e.String()
	}
	add := func(change ...string) []string {
		return append([]string{"add", "--as", string(deciderID), "--body", "TEM", "--name", "Siirto", "--address", "192.0.2.0/24", "--until", "2099-12-31"}, change...)
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"an office":          {add("--body", "TE01"), "TEM or one of ELY01"},
		"from everywhere":    {add("--address", "0.0.0.0/0"), "not a network"},
		"over already":       {add("--until", "2020-01-01"), "over already"},
		"an analyst":         {add("--as", string(ministryID)), "KEHA's own"},
		"another scope":      {add("--scope", "registers.read"), "must be one of"},
		"no such client":     {[]string{"revoke", "--as", string(deciderID), "tem-x"}, "no such client"},
		"rotation of nobody": {[]string{"rotate", "--as", string(deciderID), "tem-x"}, "no such client"},
	} {
		if code, _, said := call(c.args...); code == 0 || !strings.Contains(said, c.want) {
			t.Errorf("%s: exits %d and says %q, want %q", name, code, said, c.want)
		}
	}
	code, out, said := call(add()...)
	if code != 0 || !strings.Contains(out, "client_secret") {
		t.Fatalf("exits %d: %s%s", code, out, said)
	}
	id := strings.Fields(out)[1]
	if code, again, said := call("rotate", "--as", string(deciderID), id); code != 0 || again == out || !strings.Contains(again, id) {
		t.Errorf("rotate exits %d: %s%s", code, again, said)
	}
	if code, _, said := call("revoke", "--as", string(deciderID), id); code != 0 {
		t.Errorf("revoke exits %d: %s", code, said)
	}
	if code, list, said := call("list"); code != 0 || !strings.Contains(list, id) || !strings.Contains(list, "2099-12-31") {
		t.Errorf("list exits %d: %s%s", code, list, said)
	}
}
