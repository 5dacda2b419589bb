package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// chargeRoutes show what may be invoiced, and gather it into batches for the
// agency's own system of invoices.
func (s *server) chargeRoutes(get, post func(path string, h handler)) {
	get("/charges", s.getCharges)
	post("/charges", s.postCharges)
	s.exports(get, "/charges", s.chargeListing)
}

var chargeRouteTable = append(exported("/charges", chargesOwn), chargesOwn("GET", "/charges"), duty("POST", "/charges", casbin.ChargeBatch, OfAll))

func chargesOwn(method, path string) Route { return duty(method, path, casbin.ChargeView, OfAll) }

// chargesShown is how many charges, and batches, one page shows at most; the files
// hold every one.
const chargesShown = 200

type chargesPage struct {
	page
	Search  chargeSearch
	Views   []chargeView
	Rows    []chargeRow
	Count   int
	Sum     string
	Most    int
	Batches []batchRow
	May     bool // gather a batch of what waits
	Export  string
}

// A chargeSearch is what the form of the charges holds.
type chargeSearch struct{ State, From, To string }

type chargeView struct {
	Key, Path string
	Here      bool
}

type chargeRow struct {
	postgres.ChargeLine
	Shown string // number of its matter: the agency's, or ours
	What  string
	Price string
}

type batchRow struct {
	postgres.ChargeBatch
	Sum  string
	Here bool
}

// readChargeSearch reads the form out of the address: "waiting", "all" or the
// number of a batch.
func readChargeSearch(of url.Values) chargeSearch {
	q := chargeSearch{"waiting", strings.TrimSpace(of.Get("charged_from")), strings.TrimSpace(of.Get("charged_to"))}
	if no, err := strconv.Atoi(of.Get("state")); of.Get("state") == "all" || err == nil && no > 0 {
		q.State = of.Get("state")
	}
	return q
}

func (q chargeSearch) values() string {
	v := url.Values{"state": {q.State}}
	for name, day := range map[string]string{"charged_from": q.From, "charged_to": q.To} {
		if day != "" {
			v.Set(name, day)
		}
	}
	return v.Encode()
}

func (s *server) chargeQuery(q chargeSearch, v *visit, w *wrongs) postgres.ChargeQuery {
	query := postgres.ChargeQuery{Waiting: q.State == "waiting"}
	query.Batch, _ = strconv.Atoi(q.State) // of a view, 0
	if q.From != "" {
		query.From = s.dayTyped(v, "charged_from", q.From, w)
	}
	if q.To != "" {
		query.To = s.dayTyped(v, "charged_to", q.To, w)
	}
	return query
}

func (s *server) getCharges(w http.ResponseWriter, r *http.Request) error {
	return s.showCharges(w, r, http.StatusOK, nil)
}

func (s *server) showCharges(w http.ResponseWriter, r *http.Request, status int, wrong wrongs) error {
	v, err := s.allowed(r, casbin.ChargeView)
	if err != nil {
		return err
	}
	q := readChargeSearch(r.URL.Query())
	p := chargesPage{page: s.frame(r, s.texts.in(v.Lang, "charges.title"), crumb{s.texts.in(v.Lang, "menu.queue"), "/queue"}), Search: q, Most: chargesShown, Export: "?" + q.values()}
	p.Path, p.Wrong = "/charges?"+q.values(), wrong
	lines, count, cents, err := s.DB.Charges(r.Context(), s.chargeQuery(q, v, &p.Wrong), chargesShown)
	if err != nil {
		return err
	}
	for _, l := range lines {
		p.Rows = append(p.Rows, s.chargeRow(l, v.Lang))
	}
	p.Count, p.Sum = count, euros(v.Lang, cents)
	p.May = q == (chargeSearch{State: "waiting"}) && count > 0 && s.Policy.May(v.Actor, casbin.ChargeBatch) == nil
	for _, state := range []string{"waiting", "all"} {
		p.Views = append(p.Views, chargeView{state, "/charges?state=" + state, q.State == state})
	}
	batches, err := s.DB.ChargeBatches(r.Context(), chargesShown)
	if err != nil {
		return err
	}
	for _, b := range batches {
		p.Batches = append(p.Batches, batchRow{b, euros(v.Lang, b.Cents), q.State == strconv.Itoa(b.No)})
	}
	return s.render(w, r, status, "charges", &p)
}

func (s *server) chargeRow(l postgres.ChargeLine, lang string) chargeRow {
	return chargeRow{ChargeLine: l, Shown: shownNumber(l.Number, l.Subject), What: s.sayCharge(lang, l.Charge), Price: euros(lang, l.Cents)}
}

// sayCharge is what a charge is for.
func (s *server) sayCharge(lang string, c permits.Charge) string {
	said := s.texts.in(lang, "charge."+c.Code)
	if c.Credits > 0 {
		said = s.texts.in(lang, "charges.credit", said)
	}
	if c.Order != "" {
		said += ", " + caseNumber(string(c.Order))
	}
	if c.Quarters > 0 {
		said += ", " + s.texts.in(lang, "charges.hours", quarters(lang, c.Quarters))
	}
	return said
}

// postCharges gathers what waits into a batch, whose files are then offered.
func (s *server) postCharges(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.ChargeBatch)
	if err != nil {
		return err
	}
	b, err := s.DB.BatchCharges(r.Context(), v.Actor.ID)
	if rule, ok := broken(err); ok {
		return s.showCharges(w, r, http.StatusUnprocessableEntity, wrongs{{"", s.sentence(r, rule)}})
	}
	if err != nil {
		return err
	}
	no := strconv.Itoa(b.No)
	return s.done(w, r, "/charges?state="+no, s.texts.in(v.Lang, "charges.batched", no, strconv.Itoa(b.Count), euros(v.Lang, b.Cents)))
}

// chargeListing is the whole of the list as a system of invoices reads it: one
// line a charge, the price in euros with two decimals.
func (s *server) chargeListing(r *http.Request) (listing, error) {
	v, err := s.allowed(r, casbin.ChargeView)
	if err != nil {
		return listing{}, err
	}
	q := readChargeSearch(r.URL.Query())
	in := func(key string) string { return s.texts.in(v.Lang, key) }
	var ignored wrongs
	query := s.chargeQuery(q, v, &ignored)
	var heads []string
	for _, head := range []string{"number", "own", "no", "what", "kind", "delivery", "hours", "price", "arose", "remedy", "credits", "payer", "business", "billing", "batch", "contested"} {
		heads = append(heads, in("chargehead."+head))
	}
	return listing{Name: "charges", Title: in("charges.title"), Limits: map[string]string{"state": q.State, "from": q.From, "to": q.To}, Heads: heads,
		Each: func(give func(row []any) error) error {
			return s.DB.EachCharge(r.Context(), query, func(l postgres.ChargeLine) error {
				row := s.chargeRow(l, v.Lang)
				batch, credits, contested := "", "", ""
				if l.Contested != "" {
					contested = in("charge-contested." + l.Contested)
				}
				if l.Batch > 0 {
					batch = strconv.Itoa(l.Batch)
				}
				if l.Credits > 0 {
					credits = strconv.Itoa(l.Credits)
				}
				return give([]any{row.Shown, caseNumber(l.Subject), l.No, in("charge." + l.Code), in("chargekind." + l.Kind), caseNumber(string(l.Order)), hoursOf(l.Quarters), permits.WriteCents(l.Cents),
					registers.DayOf(l.At), l.RemedyUntil(), credits, l.Payer, l.BusinessID, l.Billing, batch, contested})
			})
		}}, nil
}

// hoursOf writes quarters of an hour as hours with two decimals; empty for none.
func hoursOf(quarters int) string {
	if quarters == 0 {
		return ""
	}
	return permits.WriteCents(quarters * 25)
}

// chargedOf are the charges of a case as its parties and officers see them.
func (s *server) chargedOf(c permits.Case, lang string) (rows []chargeRow) {
	for _, charge := range c.Charges() {
		rows = append(rows, s.chargeRow(postgres.ChargeLine{Charge: charge, Subject: string(c.ID), Contested: c.ContestedCharge(charge.No)}, lang))
	}
	return rows
}

// billActs is the command on the work of a delivery.
func billActs() []caseAct {
	return []caseAct{{Command: permits.DoBill, action: casbin.PermitHandle,
		quotes: func(a *acting) (all []quote) {
			f, _ := permits.FeeOn("retrieval", registers.DayOf(a.c.Submitted))
			all = append(all, quote{Heading: a.s.texts.in(a.v.Lang, "charges.hour"), Text: euros(a.v.Lang, f.Cents)})
			if most := a.c.RetrievalMost(); most > 0 {
				all = append(all, quote{Heading: a.s.texts.in(a.v.Lang, "charges.most"), Text: euros(a.v.Lang, most)})
			}
			return all
		},
		fields: func(a *acting) []actField {
			var billed []permits.OrderID
			for _, b := range a.c.Life.Billed {
				billed = append(billed, b.Order)
			}
			f := a.delivered("radio", "bill_order", billed...)
			if len(f.Options) == 0 {
				f.Hint = a.s.texts.in(a.v.Lang, "charges.allbilled")
			}
			return []actField{f, a.field("digits", "bill_quarters")}
		},
		do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Bill(a.v.Actor, a.seen, a.orderChosen("bill_order"), a.whole("bill_quarters"), now)
		}}}
}
