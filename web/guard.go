package web

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// contentPolicy lets a page load its own script, style and fonts, post to its
// own service, and nothing else. Signing out leads on to the issuer's end of
// sessions, which a browser counts as where the form goes.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

// transportSecurity keeps browsers to TLS for two years.
const transportSecurity = "max-age=63072000; includeSubDomains"

func (s *server) securityHeaders(next http.Handler) http.Handler {
	policy := contentPolicy + s.SignIn.endings()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if !s.Demo { // which has no TLS
			h.Set("Strict-Transport-Security", transportSecurity)
		}
		next.ServeHTTP(w, r)
	})
}

// endings lists the hosts where sessions end, each after a blank.
func (s *SignIn) endings() string {
	var hosts []string
	for _, i := range s.issuers {
		if u, err := url.Parse(i.ending); err == nil && u.Host != "" && !slices.Contains(hosts, " "+u.Scheme+"://"+u.Host) {
			hosts = append(hosts, " "+u.Scheme+"://"+u.Host)
		}
	}
	return strings.Join(hosts, "")
}

// ThisMachineOnly refuses whoever does not come from the machine itself.
func ThisMachineOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !fromThisMachine(r) {
			http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// limitBody bounds what is posted; a file to import has a limit of its own.
func limitBody(next http.Handler) http.Handler {
	limited := http.MaxBytesHandler(next, bodyLimit)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isImport(r) || isAttachment(r) {
			next.ServeHTTP(w, r)
			return
		}
		limited.ServeHTTP(w, r)
	})
}

func withTimeout(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), pageTimeout)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// fromThisMachine says whether r was sent from the machine itself, straight to
// the service and by a name of the machine itself. A proxy's header, another
// host's name (a page elsewhere may give our address a name of its own) or an
// address that cannot be read is a no.
func fromThisMachine(r *http.Request) bool {
	for _, h := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if r.Header.Get(h) != "" {
			return false
		}
	}
	from, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil || !loopback(from) {
		return false
	}
	if at, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		if host, _, err := net.SplitHostPort(at.String()); err != nil || !loopback(host) {
			return false
		}
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return host == "localhost" || loopback(strings.Trim(host, "[]"))
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// ownPath is next when it is a path of this service, and the front page when it
// would lead elsewhere.
func ownPath(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}
