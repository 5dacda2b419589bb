package web

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

// send posts a file to the import as an office's system would.
func (p *person) send(kind, content string, declared ...string) (status int, answer map[string]any) {
	p.t.Helper()
	q := url.Values{"table": {"employer"}, "origin": {"office"}, "source": {"employer"}, "purpose": {"service"}, "official": {string(virkailija.ID)}}
	for i := 0; i < len(declared); i += 2 {
		q.Set(declared[i], declared[i+1])
	}
	res, err := p.client.Post(p.site.server.URL+importPath+"?"+q.Encode(), kind, strings.NewReader(content))
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := json.Unmarshal(b, &answer); err != nil {
		p.t.Fatalf("%d: %s", res.StatusCode, b)
	}
	return res.StatusCode, answer
}

const employersCSV = "business_id,name,industry,municipality,start_date\n9100002-1,Sahala Oy,01,091,2019-01-01\n9100004-8,Mylly Oy,01,091,2019-02-01\n"

func TestImportByAPI(t *testing.T) {
	s := newSite(t, true)
	p := s.as(virkailija)
	t.Run("every bad row is told, with line, column and reason, and no value", func(t *testing.T) {
		status, answer := p.send("text/csv", employersCSV+"1,Salainen Oy,01,091,2019-01-01\n9100005-6,Salainen Oy,01,091,soon\n", "most_bad", "1")
		bad, _ := answer["bad"].([]any)
		if status != http.StatusUnprocessableEntity || len(bad) != 1 || answer["bad_all"] != 2.0 || answer["rows"] != 4.0 {
			t.Fatalf("%d %v", status, answer)
		}
		first, _ := bad[0].(map[string]any)
		if first["line"] != 4.0 || first["column"] != "business_id" || first["reason"] == "" || strings.Contains(toText(answer), "Salainen") {
			t.Errorf("%v", answer)
		}
	})
	t.Run("loaded, whole", func(t *testing.T) {
		status, answer := p.send("text/csv; charset=utf-8", employersCSV)
		if status != http.StatusOK || answer["loaded"] != 2.0 || len(toText(answer["sha256"])) != 66 {
			t.Fatalf("%d %v", status, answer)
		}
		if status, answer := p.send("text/csv", employersCSV); status != http.StatusUnprocessableEntity || answer["bad_all"] != 2.0 {
			t.Errorf("the same file again: %d %v", status, answer)
		}
	})
	for name, c := range map[string]struct {
		who    *person
		kind   string
		as     []string
		status int
		rule   string
	}{
		"1.4 the business services' system": {p, "text/csv", []string{"origin", "business_services"}, 422, "1.4"},
		"1.1 a purpose outside the list":    {p, "text/csv", []string{"purpose", "curiosity"}, 422, "1.1"},
		"4.1a an official of elsewhere":     {p, "text/csv", []string{"official", string(pohjoinen.ID)}, 403, ""},
		"4.1a no official":                  {p, "text/csv", []string{"official", ""}, 403, ""},
		"4a.3 a researcher":                 {s.as(tutkija), "text/csv", nil, 403, ""},
		"4a.3 nobody":                       {s.visitor(), "text/csv", nil, 401, ""},
		"a form of another page":            {p, "application/x-www-form-urlencoded", nil, 400, ""},
		"a Parquet file that is none":       {p, parquetType, nil, 422, ""},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer := c.who.send(c.kind, employersCSV, c.as...)
			rule, _ := answer["rule"].(string)
			if status != c.status || rule != c.rule {
				t.Errorf("%d %v", status, answer)
			}
		})
	}
	t.Run("larger than a form may be", func(t *testing.T) {
		var b bytes.Buffer
		b.WriteString("business_id,name,industry,municipality,start_date\n")
		for b.Len() < bodyLimit+1<<20 {
			b.WriteString("1,Sahala Oy,16,091,2019-01-01\n")
		}
		if status, answer := p.send("text/csv", b.String()); status != http.StatusUnprocessableEntity || answer["bad_all"].(float64) < 100_000 || len(answer["bad"].([]any)) != 100 {
			t.Errorf("%d", status)
		}
	})
	t.Run("larger than an import may be", func(t *testing.T) {
		if status, _ := p.send("text/csv", strings.Repeat("x", testImportLimit+1)); status != http.StatusRequestEntityTooLarge {
			t.Errorf("%d", status)
		}
	})
	t.Run("a sender who stops is cut off", func(t *testing.T) {
		conn, err := net.Dial("tcp", s.server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		at, _ := url.Parse(s.server.URL)
		var cookies []string
		for _, c := range p.client.Jar.Cookies(at) {
			cookies = append(cookies, c.Name+"="+c.Value)
		}
		_, err = io.WriteString(conn, "POST "+importPath+"?table=employer&origin=office&source=employer&purpose=service&official="+string(virkailija.ID)+
			" HTTP/1.1\r\nHost: "+at.Host+"\r\nCookie: "+strings.Join(cookies, "; ")+"\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\nbusiness_id")
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))
		b, _ := io.ReadAll(io.LimitReader(conn, 12))
		if string(b) != "HTTP/1.1 408" {
			t.Errorf("%q", b)
		}
	})
	if left, err := os.ReadDir(s.imports); err != nil || len(left) != 0 {
		t.Errorf("files are left behind: %v, %v", left, err)
	}
}
