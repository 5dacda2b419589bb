package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// An environmentPage is the operator's own: the environment's key and the
// packages addressed to it.
type environmentPage struct {
	page
	Environment permits.Environment
	Key         permits.EnvironmentKey
	Registrar   string // who registered the key
	Typed       string // a key as typed, when it was refused
	Parcels     []permits.Parcel
}

func (s *server) getEnvironment(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.EnvironmentView)
	if err != nil {
		return err
	}
	return s.showEnvironment(w, r, http.StatusOK, v, "", nil)
}

func (s *server) showEnvironment(w http.ResponseWriter, r *http.Request, status int, v *visit, typed string, wrong wrongs) error {
	e, err := operated(v)
	if err != nil {
		return err
	}
	p := environmentPage{page: s.frame(r, e.Name.In(v.Lang)), Environment: e, Typed: typed}
	p.Wrong, p.Path = wrong, "/environment"
	keys, err := s.DB.Environments(r.Context())
	if err != nil {
		return err
	}
	people, err := s.names(r)
	if err != nil {
		return err
	}
	p.Key = keys[e.Code]
	p.Registrar = people[p.Key.By]
	if p.Parcels, err = s.DB.OrdersFor(r.Context(), e.Code); err != nil {
		return err
	}
	return s.render(w, r, status, "environment", &p)
}

// operated is the environment whose operator visits; to everybody else the
// pages are not there.
func operated(v *visit) (permits.Environment, error) {
	e, known := permits.EnvironmentOn(string(v.Actor.Body), registers.DayOf(v.Now))
	if !known || !v.Actor.Operates(e.Code) {
		return permits.Environment{}, errNotFound
	}
	return e, nil
}

// postEnvironmentKey registers the environment's first or next key. It is tried
// as a package will be sealed to it; a private one is not kept.
func (s *server) postEnvironmentKey(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.EnvironmentKey)
	if err != nil {
		return err
	}
	e, err := operated(v)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	key := trimmed(r, "environment_key")
	fingerprint, err := s.Fingerprint(key)
	if err != nil {
		fingerprint = "" // the rule says what is wrong with it
	}
	_, err = s.DB.RegisterKey(r.Context(), e.Code, func(present permits.EnvironmentKey, now time.Time) (permits.EnvironmentKey, permits.Event, error) {
		return permits.RegisterKey(v.Actor, e.Code, present, key, fingerprint, now)
	})
	if rule, ok := broken(err); ok {
		if rule.Rule == "private-key" {
			key = ""
		}
		return s.showEnvironment(w, r, http.StatusUnprocessableEntity, v, key, wrongs{{"environment_key", rule.In(v.Lang)}})
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/environment", s.texts.in(v.Lang, "environment.key.done"))
}

// A parcelPage is one package addressed to the operator's environment.
type parcelPage struct {
	page
	Environment permits.Environment
	Parcel      permits.Parcel
	Receiver    string
	Closed      string // why it cannot be fetched now; empty when it can
	Typed       string
	SignerKey   string
}

func (s *server) getParcel(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.EnvironmentView)
	if err != nil {
		return err
	}
	return s.showParcel(w, r, http.StatusOK, v, "", nil)
}

func (s *server) showParcel(w http.ResponseWriter, r *http.Request, status int, v *visit, typed string, wrong wrongs) error {
	e, err := operated(v)
	if err != nil {
		return err
	}
	id := permits.OrderID(chi.URLParam(r, "parcel"))
	all, err := s.DB.OrdersFor(r.Context(), e.Code)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(p permits.Parcel) bool { return p.Order == id })
	if i < 0 {
		return errNotFound
	}
	people, err := s.names(r)
	if err != nil {
		return err
	}
	p := parcelPage{Environment: e, Parcel: all[i], Typed: typed, SignerKey: s.SignerKey}
	p.page = s.frame(r, s.texts.in(v.Lang, "order.title", caseNumber(id)), crumb{e.Name.In(v.Lang), "/environment"})
	p.Wrong = wrong
	if p.Parcel.Receipt != nil {
		p.Receiver = people[p.Parcel.Receipt.By]
	}
	err = s.stillInForce(r, all[i].Kind, all[i].BasisID, v.Now)
	if rule, ok := broken(err); ok {
		p.Closed = rule.In(v.Lang)
	} else if err != nil {
		return err
	}
	return s.render(w, r, status, "parcel", &p)
}

// postReceipt records that the file which arrived is the package.
func (s *server) postReceipt(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.OrderReceive)
	if err != nil {
		return err
	}
	id := permits.OrderID(chi.URLParam(r, "parcel"))
	o, err := s.DB.Order(r.Context(), id)
	if err != nil {
		return err
	}
	if !permits.MayReceive(v.Actor, o) {
		return errNotFound
	}
	if err := posted(r); err != nil {
		return err
	}
	sum := trimmed(r, "sha256")
	err = s.DB.ReceiveOrder(r.Context(), id, v.Actor, sum)
	if rule, ok := broken(err); ok {
		return s.showParcel(w, r, http.StatusUnprocessableEntity, v, strings.ToLower(sum), wrongs{{"sha256", rule.In(v.Lang)}})
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/environment/orders/"+string(id), s.texts.in(v.Lang, "parcel.received.done"))
}

// packageFor gives the order of the address to who downloads its package: a
// permit's signed user or a disclosure's person, or, when an environment
// receives it, that environment's operator alone. To the people of such a
// permit the package is not there: they download nothing.
func (s *server) packageFor(r *http.Request, v *visit) (permits.Order, error) {
	o, err := s.DB.Order(r.Context(), permits.OrderID(chi.URLParam(r, "order")))
	if err != nil {
		return permits.Order{}, err
	}
	if o.Recipient.Kind != permits.EnvironmentRecipient {
		o, receives, err := s.orderFor(r, v)
		if err == nil && !receives {
			err = casbin.ErrNotAllowed
		}
		return o, err
	}
	if !permits.MayDownload(v.Actor, o, nil) {
		return permits.Order{}, errNotFound
	}
	return o, s.stillInForce(r, o.Kind, o.BasisID, v.Now)
}

// stillInForce returns the rule that no more lets data leave on the permit or
// disclosure, or nil.
func (s *server) stillInForce(r *http.Request, kind permits.BasisKind, id string, now time.Time) error {
	if kind == permits.PermitBasis {
		c, err := s.DB.Case(r.Context(), permits.CaseID(id))
		if err != nil {
			return err
		}
		_, err = c.Basis(now)
		return err
	}
	d, err := s.DB.Disclosure(r.Context(), permits.DisclosureID(id))
	if err != nil {
		return err
	}
	_, err = d.Basis(now)
	return err
}
