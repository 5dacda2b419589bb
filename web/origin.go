package web

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5/middleware"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// fromHere makes the audit log's entries of a request say where it came from
// (4a.1b): identify calls it once it knows who asks.
func (s *server) fromHere(r *http.Request, actor permits.Actor) *http.Request {
	return withOrigin(r, unitOf(actor), s.sessionName(r.Context()))
}

// withOrigin makes the audit log's entries of a request say where it came from, for
// which unit and in which session; empty for none.
func withOrigin(r *http.Request, unit, session string) *http.Request {
	return r.WithContext(postgres.WithOrigin(r.Context(), postgres.Origin{Address: clientAddress(r), Unit: unit, Session: session,
		Request: plain(middleware.GetReqID(r.Context()))}))
}

// unitOf is the body or office that somebody acts for; outside the authorities
// the organisation they named.
func unitOf(a permits.Actor) string {
	if a.Body != "" {
		return string(a.Body)
	}
	return a.Organisation
}

// clientAddress is where r was sent from. Behind a proxy that is the proxy.
func clientAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	return host
}

// sessionName is the beginning of the hash under which the session is stored:
// enough to tie entries together, not enough to take the session over.
func (s *server) sessionName(ctx context.Context) string {
	token := s.sessions.Token(ctx)
	if token == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:12]
}

// plain is a request's name without what a client may have put into it.
func plain(name string) string {
	name = strings.Map(func(c rune) rune {
		if c > ' ' && c < 0x7f {
			return c
		}
		return -1
	}, name)
	return name[:min(len(name), 64)]
}
