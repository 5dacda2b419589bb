package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

func TestSessionsEnd(t *testing.T) {
	s := newSite(t, true)
	in := func(p *person) bool {
		status, _ := p.get("/queue")
		return status == http.StatusOK
	}
	desk, phone, other := s.as(esittelija), s.as(esittelija), s.as(ratkaisija)
	if status, body := desk.get("/sessions"); status != http.StatusOK || strings.Count(body, "<tr>") != 3 {
		t.Errorf("the sessions of two browsers: %d, %d rows", status, strings.Count(body, "<tr>")-1)
	}
	if _, to, _ := phone.post("/sign-out", nil); !strings.Contains(to, "/officials/end_session?") || !strings.Contains(to, "id_token_hint=") {
		t.Errorf("signing out leads to %q, not to the issuer", to)
	} else if res, err := phone.client.Get(to); err != nil || res.Header.Get("Location") != s.server.URL+"/" {
		t.Errorf("the issuer answers %v, %v", res, err)
	} else {
		res.Body.Close()
	}
	if in(phone) || !in(desk) {
		t.Error("signing out of one browser")
	}
	phone = s.as(esittelija)
	if status, _, _ := desk.post("/sign-out/everywhere", nil); status != http.StatusSeeOther {
		t.Errorf("signing out everywhere: %d", status)
	}
	if in(phone) || in(desk) || !in(other) {
		t.Error("signing out everywhere did not end just one person's sessions")
	}
	if got := s.entriesOf("signed-out"); !cmp.Equal(got, []string{"u-esittelija done chosen", "u-esittelija done everywhere"}) {
		t.Errorf("the log says %q", got)
	}
}

func TestSessionsHaveLimits(t *testing.T) {
	if o, r := OfficialsIssuer.limits(), ResearchersIssuer.limits(); o.whole >= r.whole || o.idle >= r.idle {
		t.Error("officials' sessions are not shorter than researchers'")
	}
	s := newSite(t, true)
	p := s.as(esittelija)
	if _, err := s.db.Pool().Exec(t.Context(), `alter table permits.sign_ins disable trigger sign_in_keeps`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.Pool().Exec(t.Context(), `update permits.sign_ins set begun_at = begun_at - interval '9 hours', ends_at = ends_at - interval '9 hours'`); err != nil {
		t.Fatal(err)
	}
	if status, _ := p.get("/queue"); status != http.StatusSeeOther {
		t.Errorf("after the absolute limit: %d", status)
	}
}

// idle makes every session look as if nothing had been asked in it for a while.
func (s *site) idle(last time.Duration) {
	s.t.Helper()
	type kept struct {
		Token string
		Data  []byte
	}
	rows, _ := s.db.Pool().Query(s.t.Context(), "select token, data from public.sessions")
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[kept])
	if err != nil {
		s.t.Fatal(err)
	}
	for _, k := range all {
		ends, values, err := scs.GobCodec{}.Decode(k.Data)
		if err != nil {
			s.t.Fatal(err)
		}
		values[seenInSession] = time.Now().Add(-last)
		if k.Data, err = (scs.GobCodec{}).Encode(ends, values); err != nil {
			s.t.Fatal(err)
		}
		if _, err := s.db.Pool().Exec(s.t.Context(), "update public.sessions set data = $2 where token = $1", k.Token, k.Data); err != nil {
			s.t.Fatal(err)
		}
	}
}

func TestIdleSessionsEnd(t *testing.T) {
	s := newSite(t, true)
	official, researcher := OfficialsIssuer.limits().idle, ResearchersIssuer.limits().idle
	for name, c := range map[string]struct {
		who  permits.Actor
		page string
		idle time.Duration
		in   bool
	}{
		"an official within the limit": {esittelija, "/queue", official - time.Minute, true},
		"an official past it":          {esittelija, "/queue", official + time.Second, false},
		"a researcher within theirs":   {tutkija, "/cases", official + time.Minute, true},
		"a researcher past it":         {tutkija, "/cases", researcher + time.Second, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := s.as(c.who)
			ended := len(s.entriesOf("signed-out"))
			s.idle(c.idle)
			if status, _ := p.get(c.page); (status == http.StatusOK) != c.in {
				t.Errorf("answers %d", status)
			}
			if now := s.entriesOf("signed-out"); !c.in && (len(now) != ended+1 || now[ended] != string(c.who.ID)+" done idle") {
				t.Errorf("the log says %q", now[ended:])
			}
			if status, _ := p.get(c.page); (status == http.StatusOK) != c.in {
				t.Errorf("then answers %d", status)
			}
		})
	}
}

// A token that was there before signing in is worth nothing after it.
func TestTokenIsNewAfterSigningIn(t *testing.T) {
	s := newSite(t, true)
	p := s.visitor()
	back := p.choose(OfficialsIssuer, string(esittelija.ID), "")
	u, _ := url.Parse(s.server.URL)
	before := p.client.Jar.Cookies(u)
	p.comeBack(back)
	thief := s.visitor()
	thief.client.Jar.SetCookies(u, before)
	if status, _ := thief.get("/queue"); status != http.StatusSeeOther {
		t.Errorf("the token of before: %d", status)
	}
	for _, c := range before {
		if c.Name == "tietolupa" {
			for _, now := range p.client.Jar.Cookies(u) {
				if now.Name == c.Name && now.Value == c.Value {
					t.Error("the token is the same after signing in")
				}
			}
		}
	}
}
