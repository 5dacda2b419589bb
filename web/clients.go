package web

import (
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// The technical interface for machine clients: a token by client credentials
// (RFC 6749 4.4), the list of the body's sealed packages, and the packages. A
// client is no person: no page and no address of the registers knows its token
// (4a.1a).

func (s *server) clientRoutes(r chi.Router) {
	r.With(s.limit(tokenLimit, byAddress)).Post("/api/token", s.postToken)
	r = r.With(s.limit(addressLimit, byAddress))
	r.Get("/api/orders", s.api(s.apiOrders))
	r.Get("/api/orders/{order}/package", s.asClient(s.apiPackage))
}

// tokenError is the answer to a request for a token that is refused (RFC 6749
// 5.2): nothing tells an unknown client from a wrong secret.
func tokenError(w http.ResponseWriter, status int, code string) {
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="tietolupa", charset="UTF-8"`)
	}
	writeJSON(w, status, "application/json", map[string]string{"error": code})
}

func (s *server) postToken(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil || r.URL.RawQuery != "" {
		tokenError(w, http.StatusBadRequest, "invalid_request")
		return
	}
	if r.PostForm.Get("grant_type") != "client_credentials" {
		tokenError(w, http.StatusBadRequest, "unsupported_grant_type")
		return
	}
	id, secret, ok := clientCredentials(r)
	if !ok {
		tokenError(w, http.StatusUnauthorized, "invalid_client")
		return
	}
	var scopes []postgres.ClientScope
	for scope := range strings.FieldsSeq(r.PostForm.Get("scope")) {
		scopes = append(scopes, postgres.ClientScope(scope))
	}
	r = withOrigin(r, "", "") // a client has no session
	token, given, err := s.DB.IssueToken(r.Context(), id, secret, scopes, remoteAddress(r))
	switch {
	case errors.Is(err, postgres.ErrClientRefused):
		tokenError(w, http.StatusUnauthorized, "invalid_client")
		return
	case errors.Is(err, postgres.ErrClientScope):
		tokenError(w, http.StatusBadRequest, "invalid_scope")
		return
	case err != nil:
		s.answerProblem(w, r, err)
		return
	}
	names := make([]string, len(given))
	for i, scope := range given {
		names[i] = string(scope)
	}
	writeJSON(w, http.StatusOK, "application/json", tokenJSON{token, "Bearer", int(postgres.ClientTokenLives / time.Second), strings.Join(names, " ")})
}

// clientCredentials are those of the header (client_secret_basic) or of the form
// (client_secret_post), not of both.
func clientCredentials(r *http.Request) (id, secret string, ok bool) {
	id, secret, basic := r.BasicAuth()
	inForm := r.PostForm.Has("client_id") || r.PostForm.Has("client_secret")
	switch {
	case basic && inForm, !basic && r.Header.Get("Authorization") != "":
		return "", "", false
	case inForm:
		id, secret = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	case basic:
		var err error
		if id, err = url.QueryUnescape(id); err != nil {
			return "", "", false
		}
		if secret, err = url.QueryUnescape(secret); err != nil {
			return "", "", false
		}
	}
	return id, secret, id != "" && secret != ""
}

// remoteAddress is where r comes from; what cannot be read is nowhere.
func remoteAddress(r *http.Request) netip.Addr {
	at, err := netip.ParseAddr(clientAddress(r))
	if err != nil {
		return netip.Addr{}
	}
	return at
}

// client finds out whose token a request carries, and makes the log's entries say
// so.
func (s *server) client(r *http.Request, scope postgres.ClientScope) (postgres.Client, *http.Request, error) {
	kind, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(kind, "Bearer") || token == "" {
		return postgres.Client{}, r, errSignIn
	}
	c, err := s.DB.ClientOf(r.Context(), token, scope, remoteAddress(r))
	if errors.Is(err, postgres.ErrClientRefused) {
		err = errSignIn
	}
	if err != nil {
		return postgres.Client{}, r, err
	}
	v := visitOf(r.Context())
	v.Lang, v.Actor = browserLanguage(r), permits.Actor{ID: c.UserID()} // for the program's own log
	if v.Now, err = s.DB.Now(r.Context()); err != nil {
		return postgres.Client{}, r, err
	}
	return c, withOrigin(r, string(c.Body), ""), nil
}

// asClient is page for clients: what goes wrong is a problem document.
func (s *server) asClient(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.answerProblem(w, r, err)
		}
	}
}

// orderJSON is one package that a client may fetch.
type orderJSON struct {
	Order      string    `json:"order"`
	Disclosure string    `json:"disclosure"`
	Number     int       `json:"number"`
	OrderedAt  time.Time `json:"ordered_at"`
	SealedAt   time.Time `json:"sealed_at"`
	Bytes      int64     `json:"bytes"`
	SHA256     string    `json:"sha256"`
	DestroyBy  string    `json:"destroy_by"`
	Package    string    `json:"package"`
}

// apiOrders lists the packages that lie ready for the client's body, of
// disclosures that are in force.
func (s *server) apiOrders(r *http.Request) (any, error) {
	c, r, err := s.client(r, postgres.OrdersRead)
	if err != nil {
		return nil, err
	}
	ready, err := s.ready(r, c)
	if err != nil {
		return nil, err
	}
	all := make([]orderJSON, 0, len(ready))
	for _, o := range ready {
		all = append(all, orderJSON{string(o.ID), o.BasisID, o.Number, o.At, o.Delivery.SealedAt, o.Delivery.Bytes, o.Delivery.SHA256,
			o.DestroyBy.String(), "/api/orders/" + url.PathEscape(string(o.ID)) + "/package"})
	}
	return clientOrders{all}, nil
}

// ready lists what client c may fetch now.
func (s *server) ready(r *http.Request, c postgres.Client) ([]permits.Order, error) {
	orders, err := s.DB.BodyOrders(r.Context(), c.Body)
	if err != nil {
		return nil, err
	}
	inForce := map[string]bool{}
	for _, o := range orders {
		if _, asked := inForce[o.BasisID]; asked {
			continue
		}
		err := s.stillInForce(r, o.Kind, o.BasisID, visitOf(r.Context()).Now)
		_, over := errors.AsType[*permits.RuleError](err)
		if err != nil && !over {
			return nil, err
		}
		inForce[o.BasisID] = err == nil
	}
	return slices.DeleteFunc(orders, func(o permits.Order) bool { return !inForce[o.BasisID] || o.Delivery == nil }), nil
}

// apiPackage sends a sealed package to a client of the body it was disclosed to.
// What is another's, or is not there, is not found.
func (s *server) apiPackage(w http.ResponseWriter, r *http.Request) error {
	c, r, err := s.client(r, postgres.PackagesRead)
	if err != nil {
		return err
	}
	ready, err := s.ready(r, c)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(ready, func(o permits.Order) bool { return string(o.ID) == chi.URLParam(r, "order") })
	if at < 0 {
		return errNotFound
	}
	return s.sendPackage(w, r, ready[at], c.UserID())
}

// personsOnly refuses whoever comes with a token of a client: the registers are
// open to named persons alone (4a.1a).
func (s *server) personsOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			s.answerProblem(w, r, errSignIn)
			return
		}
		next.ServeHTTP(w, r)
	})
}
