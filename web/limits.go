package web

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/httprate"
)

// errTooOften says that somebody has asked more in a minute than people do.
var errTooOften = errors.New("too many requests")

// How many requests a minute, in this process. An office stands behind one
// address, so an address may do what many people do; a session what one does.
const (
	addressLimit = 12000
	sessionLimit = 900
	searchLimit  = 120 // of one session
	signInLimit  = 300 // of one address: a morning at an office
	tokenLimit   = 60  // of one address
	limitWindow  = time.Minute

	byAddress = "address"
	bySession = "session"
)

// limit refuses what goes over n a minute of one address, or of one session; who
// has no session is counted by address.
func (s *server) limit(n int, by string) func(http.Handler) http.Handler {
	return httprate.LimitBy(n, limitWindow, func(r *http.Request) (string, error) {
		if by == bySession {
			if token := s.sessions.Token(r.Context()); token != "" {
				return token, nil
			}
		}
		return clientAddress(r), nil
	}, httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			s.answerProblem(w, r, errTooOften)
			return
		}
		s.explain(w, r, errTooOften)
	}))
}

// behindProxies makes a request's address that of the client, when it comes
// through proxies of ours: the last address of X-Forwarded-For that is none of
// theirs. What anybody else writes there counts for nothing.
func behindProxies(proxies []netip.Prefix) func(http.Handler) http.Handler {
	ours := func(at netip.Addr) bool {
		return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(at.Unmap()) })
	}
	return func(next http.Handler) http.Handler {
		if len(proxies) == 0 {
			return next
		}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if ours(remoteAddress(r)) {
				said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
				for i := len(said) - 1; i >= 0; i-- {
					at, err := netip.ParseAddr(strings.TrimSpace(said[i]))
					if err != nil {
						break
					}
					r.RemoteAddr = net.JoinHostPort(at.Unmap().String(), "0")
					if !ours(at) {
						break
					}
				}
			}
			next.ServeHTTP(w, r)
		})
	}
}
