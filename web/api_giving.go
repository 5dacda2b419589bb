package web

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// Disclosures, orders and deliveries of a named person, and the texts that are
// signed and served.

type disclosureJSON struct {
	Disclosure  permits.DisclosureID      `json:"disclosure"`
	Number      string                    `json:"number"`
	State       permits.DisclosureState   `json:"state"`
	Version     int                       `json:"version"`
	Request     permits.DisclosureRequest `json:"request"`
	Scope       permits.Scope             `json:"scope" doc:"what is disclosed: as requested, or less"`
	RequestedBy personJSON                `json:"requested_by"`
	RequestedAt time.Time                 `json:"requested_at"`
	PreparedBy  *personJSON               `json:"prepared_by"`
	ConfirmedBy *personJSON               `json:"confirmed_by"`
	ConfirmedAt time.Time                 `json:"confirmed_at,omitzero"`
	EndedAt     time.Time                 `json:"ended_at,omitzero"`
	Reasons     string                    `json:"reasons"`
	Commands    []string                  `json:"commands" doc:"open to the reader now"`
}

type disclosureList struct {
	Disclosures []disclosureJSON `json:"disclosures"`
	Next        string           `json:"next,omitempty"`
}

type deliveryJSON struct {
	Order     permits.OrderID    `json:"order"`
	Kind      permits.BasisKind  `json:"kind"`
	Basis     string             `json:"basis"`
	Number    int                `json:"number"`
	State     permits.OrderState `json:"state"`
	Stage     string             `json:"stage" doc:"of the build"`
	Done      int64              `json:"done" doc:"rows of total"`
	Total     int64              `json:"total"`
	Reason    string             `json:"reason" doc:"of a failure or a hold"`
	By        permits.UserID     `json:"by"`
	OrderedAt time.Time          `json:"ordered_at"`
	DestroyBy registers.Day      `json:"destroy_by"`
	SealedAt  time.Time          `json:"sealed_at,omitzero"`
	Bytes     int64              `json:"bytes,omitempty"`
	SHA256    string             `json:"sha256,omitempty"`
	Package   string             `json:"package,omitempty" doc:"where the sealed package is, for who receives it"`
}

type deliveryList struct {
	Deliveries []deliveryJSON `json:"deliveries"`
	Next       string         `json:"next,omitempty"`
}

// A signedText is a text that is accepted or signed by its hash.
type signedText struct {
	Language   string   `json:"language"`
	Paragraphs []string `json:"paragraphs"`
	SHA256     string   `json:"sha256"`
}

type narrowedJSON struct {
	Scope permits.Scope `json:"scope"`
}

type reasonsJSON struct {
	Reasons string `json:"reasons"`
}

const aDelivery = "/api/deliveries/{order}"

func (s *server) givingOperations() []operation {
	all := []operation{
		{Route: duty("GET", "/api"+aCase+"/letter", casbin.LetterView, OfParties), ID: "readLetter", Tag: "letters", Summary: "The decision's letter", Query: []queryParam{{Name: "language", About: "fi or sv", Values: []string{"fi", "sv"}}},
			Gives: "application/pdf", raw: func(s *server) http.HandlerFunc { return s.rawly(s.getLetter) }},
		{Route: duty("GET", "/api"+aCase+"/conditions", casbin.CaseView, OfParties), ID: "readConditions", Tag: "letters", Summary: "The conditions, with the hash that accepts them", Answer: reflect.TypeFor[signedText](), do: s.apiConditions},
		{Route: duty("GET", "/api"+aCase+"/undertaking", casbin.CaseView, OfParties), ID: "readUndertaking", Tag: "letters", Summary: "The undertaking of secrecy in the signer's language, with the hash that signs it", Query: []queryParam{{Name: "language", About: "of the text; the visitor's own when absent", Values: permits.UndertakingLanguages()}}, Answer: reflect.TypeFor[signedText](), do: s.apiUndertaking},
		{Route: duty("GET", "/api"+aCase+"/orders", casbin.OrderView, OfParties), ID: "listCaseOrders", Tag: "orders", Summary: "The orders on a permit", Query: listParams, Answer: reflect.TypeFor[deliveryList](), do: s.apiCaseOrders},
		{Route: duty("POST", "/api"+aCase+"/orders", casbin.OrderCreate, OfParties), ID: "command-order", Tag: "orders", Summary: "Order the extract of a permit in force", Status: http.StatusCreated, Idempotent: true, Answer: reflect.TypeFor[deliveryJSON](), do: s.apiOrderOnCase},
		{Route: duty("GET", "/api/disclosures", casbin.DisclosureView, OfAll), ID: "listDisclosures", Tag: "disclosures", Summary: "The statutory disclosures that the visitor may see", Query: listParams, Answer: reflect.TypeFor[disclosureList](), do: s.apiDisclosures},
		{Route: duty("POST", "/api/disclosures", casbin.DisclosureRequest, OfAll), ID: "requestDisclosure", Tag: "disclosures", Summary: "Request a disclosure", Status: http.StatusCreated, Idempotent: true,
			Body: reflect.TypeFor[permits.DisclosureRequest](), Answer: reflect.TypeFor[disclosureJSON](), do: s.apiRequestDisclosure},
		{Route: duty("GET", "/api"+aGiving, casbin.DisclosureView, OfBody), ID: "readDisclosure", Tag: "disclosures", Summary: "One disclosure", Answer: reflect.TypeFor[disclosureJSON](), do: s.apiDisclosure},
		{Route: duty("GET", "/api"+aGiving+"/orders", casbin.OrderView, OfBody), ID: "listDisclosureOrders", Tag: "orders", Summary: "The orders on a disclosure", Query: listParams, Answer: reflect.TypeFor[deliveryList](), do: s.apiDisclosureOrders},
		{Route: duty("POST", "/api"+aGiving+"/orders", casbin.DisclosureOrder, OfBody), ID: "orderOnDisclosure", Tag: "orders", Summary: "Order an extract within a confirmed disclosure", Status: http.StatusCreated, Idempotent: true, Answer: reflect.TypeFor[deliveryJSON](), do: s.apiOrderOnDisclosure},
		{Route: duty("GET", "/api/deliveries", casbin.OrderView, OfAll), ID: "listDeliveries", Tag: "deliveries", Summary: "The orders that the visitor may see, newest first", Query: listParams, Answer: reflect.TypeFor[deliveryList](), do: s.apiDeliveries},
		{Route: duty("GET", aDelivery, casbin.OrderView, OfBasis), ID: "readDelivery", Tag: "deliveries", Summary: "One order and how far it is", Answer: reflect.TypeFor[deliveryJSON](), do: s.apiDelivery},
		{Route: duty("POST", aDelivery+"/retry", casbin.OrderView, OfFailed), ID: "retryOrder", Tag: "deliveries", Summary: "Have a failed order built again", Idempotent: true, Answer: reflect.TypeFor[deliveryJSON](), do: s.apiRetry},
		{Route: duty("GET", aDelivery+"/manifest", casbin.OrderView, OfBasis), ID: "readManifest", Tag: "deliveries", Summary: "The manifest of a sealed package", Gives: "application/json", raw: func(s *server) http.HandlerFunc { return s.rawly(s.apiManifest) }},
		{Route: duty("GET", aDelivery+"/package", casbin.OrderDownload, OfRecipient), ID: "fetchPackage", Tag: "deliveries", Summary: "The sealed package, to who receives it; Range resumes", Gives: "application/octet-stream", slow: true,
			raw: func(s *server) http.HandlerFunc { return s.rawly(s.getPackage) }},
	}
	for _, c := range []struct {
		name, about string
		action      casbin.Action
		body        reflect.Type
		do          func(d permits.Disclosure, v *visit, seen int, in givingIn, now time.Time) (permits.Disclosure, permits.Event, error)
	}{
		{"prepare", "Prepare what is disclosed: as requested, or less", casbin.DisclosurePrepare, reflect.TypeFor[narrowedJSON](), func(d permits.Disclosure, v *visit, seen int, in givingIn, now time.Time) (permits.Disclosure, permits.Event, error) {
			return d.Prepare(v.Actor, seen, in.Scope, s.Catalogue, now)
		}},
		{"confirm", "Confirm what another officer has prepared", casbin.DisclosureConfirm, nil, func(d permits.Disclosure, v *visit, seen int, _ givingIn, now time.Time) (permits.Disclosure, permits.Event, error) {
			return d.Confirm(v.Actor, seen, now)
		}},
		{"decline", "Decline a request", casbin.DisclosureDecline, reflect.TypeFor[reasonsJSON](), func(d permits.Disclosure, v *visit, seen int, in givingIn, now time.Time) (permits.Disclosure, permits.Event, error) {
			return d.Decline(v.Actor, seen, in.Reasons, now)
		}},
		{"end", "End a disclosure early", casbin.DisclosureEnd, reflect.TypeFor[reasonsJSON](), func(d permits.Disclosure, v *visit, seen int, in givingIn, now time.Time) (permits.Disclosure, permits.Event, error) {
			return d.End(v.Actor, seen, in.Reasons, now)
		}},
	} {
		all = append(all, operation{Route: duty("POST", "/api"+aGiving+"/commands/"+c.name, c.action, OfBody), ID: "disclosure-" + c.name, Tag: "disclosures", Summary: c.about, Versioned: true, Idempotent: true,
			Body: c.body, Answer: reflect.TypeFor[disclosureJSON](), do: func(r *http.Request) (any, error) { return s.apiChangeDisclosure(r, c.action, c.body, c.do) }})
	}
	return all
}

// givingIn is what a command on a disclosure may be sent.
type givingIn struct {
	narrowedJSON
	reasonsJSON
}

func (s *server) apiConditions(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.CaseView)
	if err != nil {
		return nil, err
	}
	if c.Decision == nil || !c.Decision.Grants() || !permits.MaySeeLetter(v.Actor, c, permits.DecisionLetter, 0) {
		return nil, errNotFound
	}
	c = c.AsItStands()
	worded, err := c.Conditions(c.Application.Language)
	if err != nil {
		return nil, err
	}
	t := signedText{Language: c.Application.Language, SHA256: c.ConditionsSHA256()}
	for _, w := range worded {
		t.Paragraphs = append(t.Paragraphs, w.Text)
	}
	t.Paragraphs = append(t.Paragraphs, c.Accepts(t.Language)...)
	return t, nil
}

func (s *server) apiUndertaking(r *http.Request) (any, error) {
	v, _, err := s.apiCaseFor(r, casbin.CaseView)
	if err != nil {
		return nil, err
	}
	lang := v.Lang
	if asked := r.URL.Query().Get("language"); slices.Contains(permits.UndertakingLanguages(), asked) {
		lang = asked
	}
	text, sha := permits.Undertaking(lang)
	return signedText{Language: lang, Paragraphs: []string{text}, SHA256: sha}, nil
}

func (s *server) disclosureAnswer(r *http.Request, v *visit, d permits.Disclosure, status int) (any, error) {
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	return answers{Status: status, Version: d.Version, Location: "/api/disclosures/" + string(d.ID), Body: s.disclosureJSON(v, d, people)}, nil
}

func (s *server) disclosureJSON(v *visit, d permits.Disclosure, people map[permits.UserID]string) disclosureJSON {
	j := disclosureJSON{d.ID, caseNumber(d.ID), d.State, d.Version, d.Request, d.Scope, personJSON{d.RequestedBy, people[d.RequestedBy]}, d.RequestedAt,
		someoneJSON(d.PreparedBy, people), someoneJSON(d.ConfirmedBy, people), d.ConfirmedAt, d.EndedAt, d.Reasons, []string{}}
	may := s.mayDisclose(v, d, 0)
	for _, command := range []string{"prepare", "confirm", "decline", "end", "order"} {
		if may[command] {
			j.Commands = append(j.Commands, command)
		}
	}
	return j
}

func (s *server) apiDisclosures(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.DisclosureView)
	if err != nil {
		return nil, err
	}
	all, err := s.disclosuresFor(r, v)
	if err != nil {
		return nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(r, all, func(d permits.Disclosure) string { return string(d.ID) })
	if err != nil {
		return nil, err
	}
	list := disclosureList{Disclosures: []disclosureJSON{}, Next: next}
	for _, d := range page {
		list.Disclosures = append(list.Disclosures, s.disclosureJSON(v, d, people))
	}
	return list, nil
}

// disclosuresFor lists those that the visitor may see.
func (s *server) disclosuresFor(r *http.Request, v *visit) (all []permits.Disclosure, err error) {
	if v.officer() && v.Actor.Body == permits.KEHA {
		all, err = s.DB.Disclosures(r.Context())
	} else {
		all, err = s.DB.DisclosuresOf(r.Context(), v.Actor.Body)
	}
	return slices.DeleteFunc(all, func(d permits.Disclosure) bool { return !permits.MaySeeDisclosure(v.Actor, d) }), err
}

func (s *server) apiRequestDisclosure(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.DisclosureRequest)
	if err != nil {
		return nil, err
	}
	var in permits.DisclosureRequest
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	d, err := s.DB.CreateDisclosure(r.Context(), func(id permits.DisclosureID, now time.Time) (permits.Disclosure, permits.Event, error) {
		return permits.RequestDisclosure(id, v.Actor, in, s.Catalogue, now)
	})
	if err != nil {
		return nil, err
	}
	return s.disclosureAnswer(r, v, d, http.StatusCreated)
}

func (s *server) apiDisclosure(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.DisclosureView)
	if err != nil {
		return nil, err
	}
	d, err := s.disclosureFor(r, v)
	if err != nil {
		return nil, err
	}
	return s.disclosureAnswer(r, v, d, http.StatusOK)
}

func (s *server) apiChangeDisclosure(r *http.Request, action casbin.Action, body reflect.Type, do func(d permits.Disclosure, v *visit, seen int, in givingIn, now time.Time) (permits.Disclosure, permits.Event, error)) (any, error) {
	v, err := s.allowed(r, action)
	if err != nil {
		return nil, err
	}
	d, err := s.disclosureFor(r, v)
	if err != nil {
		return nil, err
	}
	seen, err := seenBy(r)
	if err != nil {
		return nil, err
	}
	var in givingIn
	switch body {
	case nil:
		err = emptyJSON(r)
	case reflect.TypeFor[narrowedJSON]():
		err = readJSON(r, &in.narrowedJSON)
	default:
		err = readJSON(r, &in.reasonsJSON)
	}
	if err != nil {
		return nil, err
	}
	if d, err = s.DB.ChangeDisclosure(r.Context(), d.ID, func(d permits.Disclosure, now time.Time) (permits.Disclosure, permits.Event, error) {
		return do(d, v, seen, in, now)
	}); err != nil {
		return nil, err
	}
	return s.disclosureAnswer(r, v, d, http.StatusOK)
}

func deliveryOf(o permits.Order, receives bool) deliveryJSON {
	j := deliveryJSON{Order: o.ID, Kind: o.Kind, Basis: o.BasisID, Number: o.Number, State: o.State, Stage: o.Stage, Done: o.Done, Total: o.Total,
		Reason: o.Reason, By: o.By, OrderedAt: o.At, DestroyBy: o.DestroyBy}
	if o.Delivery != nil {
		j.SealedAt, j.Bytes, j.SHA256 = o.Delivery.SealedAt, o.Delivery.Bytes, o.Delivery.SHA256
		if receives {
			j.Package = "/api/deliveries/" + url.PathEscape(string(o.ID)) + "/package"
		}
	}
	return j
}
