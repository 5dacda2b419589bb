package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

func (s *server) ordersAnswer(r *http.Request, orders []permits.Order) (any, error) {
	page, next, err := pageOf(r, orders, func(o permits.Order) string { return string(o.ID) })
	if err != nil {
		return nil, err
	}
	list := deliveryList{Deliveries: []deliveryJSON{}, Next: next}
	for _, o := range page {
		list.Deliveries = append(list.Deliveries, deliveryOf(o, false))
	}
	return list, nil
}

func (s *server) apiCaseOrders(r *http.Request) (any, error) {
	_, c, err := s.apiCaseFor(r, casbin.OrderView)
	if err != nil {
		return nil, err
	}
	orders, err := s.DB.OrdersOf(r.Context(), string(c.ID))
	if err != nil {
		return nil, err
	}
	return s.ordersAnswer(r, orders)
}

func (s *server) apiDisclosureOrders(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.OrderView)
	if err != nil {
		return nil, err
	}
	d, err := s.disclosureFor(r, v)
	if err != nil {
		return nil, err
	}
	orders, err := s.DB.OrdersOf(r.Context(), string(d.ID))
	if err != nil {
		return nil, err
	}
	return s.ordersAnswer(r, orders)
}

func (s *server) apiOrderOnCase(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.OrderCreate)
	if err != nil {
		return nil, err
	}
	if err := emptyJSON(r); err != nil {
		return nil, err
	}
	o, err := s.DB.OrderOnCase(r.Context(), c.ID, func(c permits.Case, id permits.OrderID, previous int, now time.Time) (permits.Order, permits.Event, error) {
		return c.Order(id, v.Actor, previous, now)
	})
	return answers{Location: "/api/deliveries/" + string(o.ID), Body: deliveryOf(o, false)}, err
}

func (s *server) apiOrderOnDisclosure(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.DisclosureOrder)
	if err != nil {
		return nil, err
	}
	d, err := s.disclosureFor(r, v)
	if err != nil {
		return nil, err
	}
	if err := emptyJSON(r); err != nil {
		return nil, err
	}
	o, err := s.DB.OrderOnDisclosure(r.Context(), d.ID, func(d permits.Disclosure, id permits.OrderID, previous int, now time.Time) (permits.Order, permits.Event, error) {
		return d.Order(id, v.Actor, previous, now)
	})
	return answers{Location: "/api/deliveries/" + string(o.ID), Body: deliveryOf(o, false)}, err
}

// apiDeliveries lists the orders of the visitor's own cases and of the disclosures
// that they may see; an officer's are those of disclosures and of nobody's case
// but by its number.
func (s *server) apiDeliveries(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.OrderView)
	if err != nil {
		return nil, err
	}
	var bases []string
	cases, err := s.DB.CasesOf(r.Context(), v.Actor.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		if permits.MaySee(v.Actor, c) && c.Decision != nil {
			bases = append(bases, string(c.ID))
		}
	}
	if s.Policy.May(v.Actor, casbin.DisclosureView) == nil {
		given, err := s.disclosuresFor(r, v)
		if err != nil {
			return nil, err
		}
		for _, d := range given {
			bases = append(bases, string(d.ID))
		}
	}
	var all []permits.Order
	for _, basis := range bases {
		orders, err := s.DB.OrdersOf(r.Context(), basis)
		if err != nil {
			return nil, err
		}
		all = append(all, orders...)
	}
	slices.SortStableFunc(all, func(a, b permits.Order) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	return s.ordersAnswer(r, all)
}

func (s *server) apiDelivery(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.OrderView)
	if err != nil {
		return nil, err
	}
	o, receives, err := s.orderFor(r, v)
	return deliveryOf(o, receives), err
}

func (s *server) apiRetry(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.OrderView)
	if err != nil {
		return nil, err
	}
	o, receives, err := s.orderFor(r, v)
	if err != nil {
		return nil, err
	}
	if o.State != permits.OrderFailed || o.By != v.Actor.ID && !v.officer() {
		return nil, casbin.ErrNotAllowed
	}
	if err := s.DB.RetryOrder(r.Context(), o.ID, v.Actor); err != nil {
		return nil, err
	}
	if o, err = s.DB.Order(r.Context(), o.ID); err != nil {
		return nil, err
	}
	return deliveryOf(o, receives), nil
}

// apiManifest gives the manifest as it was sealed, byte by byte.
func (s *server) apiManifest(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.OrderView)
	if err != nil {
		return err
	}
	o, _, err := s.orderFor(r, v)
	if err != nil {
		return err
	}
	if o.Delivery == nil {
		return errNotFound
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_, err = w.Write(o.Delivery.Manifest)
	return err
}
