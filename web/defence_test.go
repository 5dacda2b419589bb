package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tietolupa/permits"
)

func TestPostsFromElsewhereAreRefused(t *testing.T) {
	s := newSite(t, true)
	p := s.as(tutkija)
	for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.invalid"} {
		req, _ := http.NewRequest(http.MethodPost, s.server.URL+"/cases", nil)
		req.Header.Set(header, value)
		res, err := p.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("a post with %s: %d, want 403", header, res.StatusCode)
		}
	}
}

func TestPagesAreDefended(t *testing.T) {
	s := newSite(t, true)
	res, err := s.visitor().client.Get(s.server.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	policy := res.Header.Get("Content-Security-Policy")
	if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'") || res.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers of a page: %v", res.Header)
	}
	p := s.as(tutkija)
	status, _, _ := p.post(strings.TrimSuffix(p.must("/cases", nil), "/basics")+"/security", url.Values{"security": {strings.Repeat("x", bodyLimit+1)}})
	if status != http.StatusRequestEntityTooLarge {
		t.Errorf("a form over the limit: %d", status)
	}
}

func TestLogHoldsNoWordOfPeopleOrForms(t *testing.T) {
	s := newSite(t, true)
	path, p := drafted(s)
	p.post(path+"/edit/key", form("version", "1", "recipient_key", "AGE-SECRET-KEY-1XYZ"))
	p.get("/catalogue?q=salainen")
	log := s.log.String()
	for _, secret := range []string{tutkija.Name, tutkija.Email, "Elinaikamallit", "AGE-SECRET", "salainen", "Alueelliset"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if !strings.Contains(log, `"route":"/cases/{case}/edit/{section}"`) || !strings.Contains(log, `"actor":"`+string(tutkija.ID)+`"`) {
		t.Errorf("the log does not say who asked for what:\n%.600s", log)
	}
}

func TestDownloadIsRecordedBeforeTheFirstByte(t *testing.T) {
	s := newSite(t, true)
	path, p := inForce(s)
	order, content := sealedOrder(s, p, path)
	id := strings.TrimPrefix(order, "/orders/")
	downloads := func() (n int) {
		events, err := s.db.Events(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Kind == permits.ExtractDownloaded {
				n++
			}
		}
		return n
	}
	ask := func(method string, headers ...string) *http.Response {
		req, _ := http.NewRequest(method, s.server.URL+order+"/package", nil)
		for i := 0; i < len(headers); i += 2 {
			req.Header.Set(headers[i], headers[i+1])
		}
		res, err := p.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res
	}
	etag := `"` + sum(content) + `"`
	for _, c := range []struct {
		name    string
		res     *http.Response
		status  int
		counted int
	}{
		{"whole", ask(http.MethodGet), http.StatusOK, 1},
		{"the rest", ask(http.MethodGet, "Range", "bytes=10-", "If-Range", etag), http.StatusPartialContent, 2},
		{"the rest of another", ask(http.MethodGet, "Range", "bytes=10-", "If-Range", `"other"`), http.StatusOK, 3},
		{"nothing new", ask(http.MethodGet, "If-None-Match", etag), http.StatusNotModified, 3},
	} {
		if c.res.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", c.name, c.res.StatusCode, c.status)
		}
	}
	if n := downloads(); n != 3 {
		t.Errorf("%d downloads were recorded, want 3", n)
	}
	delete(s.packages, id+".tar.age")
	if res := ask(http.MethodGet); res.StatusCode != http.StatusInternalServerError || downloads() != 3 {
		t.Errorf("a package that is not there: %d, %d recorded", res.StatusCode, downloads())
	}
}
