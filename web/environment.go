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
	Key         permits.EnvironmentKey // in use
	Unproved    permits.EnvironmentKey // registered before proofs were asked for
	Challenge   *permits.EnvironmentKey
	Acts        permits.EnvironmentKeys // newest first
	People      map[permits.UserID]string
	Typed       map[string]string // what was refused, by field
	Parcels     []permits.Parcel
}

func (s *server) getEnvironment(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.EnvironmentView)
	if err != nil {
		return err
	}
	return s.showEnvironment(w, r, http.StatusOK, v, nil, nil)
}

func (s *server) showEnvironment(w http.ResponseWriter, r *http.Request, status int, v *visit, typed map[string]string, wrong wrongs) error {
	e, err := operated(v)
	if err != nil {
		return err
	}
	p := environmentPage{page: s.frame(r, e.Name.In(v.Lang)), Environment: e, Typed: typed}
	p.Wrong, p.Path = wrong, "/environment"
	ks, err := s.DB.EnvironmentKeys(r.Context(), e.Code)
	if err != nil {
		return err
	}
	if p.People, err = s.names(r); err != nil {
		return err
	}
	p.Key, p.Unproved, p.Challenge, p.Acts = ks.Present(), ks.Unproved(), ks.OpenChallenge(v.Now), ks
	slices.Reverse(p.Acts)
	if typed == nil && p.Key.Key == "" {
		p.Typed = map[string]string{"environment_key": p.Unproved.Key}
	}
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
	} else if p.Parcel.Revoked {
		p.Closed = (&permits.RuleError{Rule: "key-revoked"}).In(v.Lang)
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
