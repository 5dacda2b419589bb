package web

import (
	"net/http"
	"reflect"
	"strconv"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// A chargeJSON is one amount to invoice as programs see it.
type chargeJSON struct {
	Subject    string          `json:"subject" doc:"case or document request"`
	Number     string          `json:"number" doc:"of the agency's case system; empty when it has given none"`
	Charge     int             `json:"charge" doc:"number among those of the subject"`
	Code       string          `json:"code" doc:"row of the table of fees, or the ground of JulkL 34 §"`
	Kind       string          `json:"kind" doc:"public-law, 34 or market: settles the remedy"`
	Order      permits.OrderID `json:"order" doc:"of whose delivery it is the work; empty otherwise"`
	Quarters   int             `json:"quarters" doc:"begun quarters of an hour; 0 for a fee by piece"`
	Cents      int             `json:"cents"`
	Arose      time.Time       `json:"arose"`
	Remedy     registers.Day   `json:"remedy_until" doc:"last day to demand its rectification; empty for a market price"`
	Credits    int             `json:"credits,omitempty" doc:"number of the charge that this gives back of, below zero; absent of one to be paid"`
	Payer      string          `json:"payer"`
	BusinessID string          `json:"business_id"`
	Billing    string          `json:"billing" doc:"where the invoice goes, as the application said"`
	Batch      int             `json:"batch,omitempty" doc:"absent while it waits"`
	Contested  string          `json:"contested,omitempty" doc:"fee while its rectification is pending, court while an appeal is; absent when nothing is"`
}

type chargeList struct {
	Charges []chargeJSON `json:"charges"`
	Next    string       `json:"next,omitempty"`
}

type chargeBatchJSON struct {
	Batch   int       `json:"batch"`
	Made    time.Time `json:"made"`
	Count   int       `json:"count"`
	Cents   int       `json:"cents"`
	Charges string    `json:"charges" doc:"where they are"`
}

func (s *server) chargeOperations() []operation {
	return []operation{
		{Route: duty("GET", "/api/charges", casbin.ChargeView, OfAll), ID: "listCharges", Tag: "charges", Summary: "What may be invoiced, in the order in which it arose",
			Query:  append([]queryParam{{Name: "state", About: "waiting, all, or the number of a batch"}}, listParams...),
			Answer: reflect.TypeFor[chargeList](), do: s.apiCharges},
		{Route: duty("POST", "/api/charge-batches", casbin.ChargeBatch, OfAll), ID: "batchCharges", Tag: "charges", Summary: "Gather every charge that waits into a batch for the system of invoices", Status: http.StatusCreated, Idempotent: true,
			Answer: reflect.TypeFor[chargeBatchJSON](), do: s.apiBatchCharges},
	}
}

func (s *server) apiCharges(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.ChargeView)
	if err != nil {
		return nil, err
	}
	var ignored wrongs
	var all []postgres.ChargeLine
	err = s.DB.EachCharge(r.Context(), s.chargeQuery(readChargeSearch(r.URL.Query()), v, &ignored), func(l postgres.ChargeLine) error {
		all = append(all, l)
		return nil
	})
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(r, all, func(l postgres.ChargeLine) string { return l.Subject + "/" + strconv.Itoa(l.No) })
	if err != nil {
		return nil, err
	}
	list := chargeList{Charges: []chargeJSON{}, Next: next}
	for _, l := range page {
		list.Charges = append(list.Charges, chargeJSON{l.Subject, l.Number, l.No, l.Code, l.Kind, l.Order, l.Quarters, l.Cents, l.At, l.RemedyUntil(), l.Credits, l.Payer, l.BusinessID, l.Billing, l.Batch, l.Contested})
	}
	return list, nil
}

func (s *server) apiBatchCharges(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.ChargeBatch)
	if err != nil {
		return nil, err
	}
	b, err := s.DB.BatchCharges(r.Context(), v.Actor.ID)
	if err != nil {
		return nil, err
	}
	where := "/api/charges?state=" + strconv.Itoa(b.No)
	return answers{Status: http.StatusCreated, Location: where, Body: chargeBatchJSON{b.No, b.At, b.Count, b.Cents, where}}, nil
}
