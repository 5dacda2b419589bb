package web

import (
	"encoding/gob"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"tietolupa/permits"
)

// Acts that bind ask for a strong identification in the session. permits says which
// (permits.NeedsStrong) and refuses the others; here is what follows, for pages and
// for programs: the person is sent to identify themselves and comes back to what
// they were doing, with what they had written (RFC 9470).

// held is what somebody posted before they were identified strongly enough.
type held struct {
	By    permits.UserID
	Path  string
	Form  url.Values
	Begun time.Time
}

const (
	heldInSession   = "held"
	heldMost        = 256 << 10 // bytes of what is held
	strongAtSession = "strong-at"
)

func init() { // what a session holds besides texts
	gob.Register(held{})
}

func (s *server) stepUpRoutes(get func(path string, h handler)) {
	get("/identification", s.getIdentification)
	get("/identification/continue", s.getContinue)
}

// weakly says whether err is that the session's identification is too weak.
func weakly(err error) bool {
	rule, ok := errors.AsType[*permits.RuleError](err)
	return ok && rule.Rule == "weak-identification"
}

// stepUp sends a person to be identified strongly, and holds what they posted.
func (s *server) stepUp(w http.ResponseWriter, r *http.Request) {
	next := r.URL.Path
	if r.Method == http.MethodGet {
		next = r.URL.RequestURI()
	} else if len(r.PostForm.Encode()) <= heldMost {
		s.sessions.Put(r.Context(), heldInSession, held{visitOf(r.Context()).Actor.ID, next, r.PostForm, time.Now()})
		next = "/identification/continue"
	}
	http.Redirect(w, r, "/identification?next="+url.QueryEscape(next), http.StatusSeeOther)
}

// An identificationPage leads to a strong identification, or says that the way in
// which the person came has none.
type identificationPage struct {
	page
	Issuer string // empty when it has none
	Next   string
	Kept   bool
}

func (s *server) getIdentification(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	if !v.signedIn() {
		return errSignIn
	}
	p := identificationPage{page: s.frame(r, s.texts.in(v.Lang, "identification.title")), Next: ownPath(r.URL.Query().Get("next"))}
	p.Kept = strings.HasPrefix(p.Next, "/identification/")
	if i, known := s.SignIn.issuer(s.sessions.GetString(r.Context(), issuerInSession)); known && len(i.claims.strong) > 0 {
		p.Issuer = i.Name
	}
	return s.render(w, r, http.StatusOK, "identification", &p)
}

// A continuePage posts once more what was held.
type continuePage struct {
	page
	Action string
	Fields []heldField
}

type heldField struct{ Name, Value string }

func (s *server) getContinue(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	if !v.signedIn() {
		return errSignIn
	}
	h, ok := s.sessions.Get(r.Context(), heldInSession).(held)
	if !ok || h.By != v.Actor.ID || time.Since(h.Begun) > pendingLives {
		return s.done(w, r, homeOf(v.Actor), s.texts.in(v.Lang, "identification.over"))
	}
	p := continuePage{page: s.frame(r, s.texts.in(v.Lang, "identification.continue")), Action: h.Path}
	for _, name := range slices.Sorted(maps.Keys(h.Form)) {
		for _, value := range h.Form[name] {
			p.Fields = append(p.Fields, heldField{name, value})
		}
	}
	return s.render(w, r, http.StatusOK, "identification-continue", &p)
}

// asksStrong says on a page whose act asks for a strong identification, as needed
// says by the lists of permits, that it does, before anything is written there.
func (s *server) asksStrong(p *page, r *http.Request, v *visit, needed bool) {
	if !needed || v.Actor.Identified != "" {
		return
	}
	next := p.Path
	if r.Method == http.MethodGet {
		next = r.URL.RequestURI()
	}
	p.Weak = "/identification?next=" + url.QueryEscape(next)
}

// challengeStrong tells a program how its session has to be identified (RFC 9470).
func (s *server) challengeStrong(w http.ResponseWriter, r *http.Request) {
	challenge := fmt.Sprintf(`Bearer error="insufficient_user_authentication", error_description="a strong identification is needed", max_age="%d"`,
		int(permits.IdentifiedFor(visitOf(r.Context()).Now).Seconds()))
	if i, known := s.SignIn.issuer(s.sessions.GetString(r.Context(), issuerInSession)); known {
		if levels := i.claims.levels(); levels != "" {
			challenge += fmt.Sprintf(`, acr_values="%s"`, levels)
		}
	}
	w.Header().Set("WWW-Authenticate", challenge)
}
