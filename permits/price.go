package permits

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// A Price is what the retrieval of one delivery costs by a decision (JulkL 34 §), in
// cents, by the price of the day on which the matter became pending.
type Price struct {
	Hour   int    // of one hour of work; 0: no price is in force
	Cents  int    // of the hours that the decision estimates; 0: it estimates none
	Most   int    // that one delivery may cost without asking again; 0: by the hour alone
	Waiver string // a WaiverGrounds key: it is free
}

// Charged says whether there is something to accept.
func (p Price) Charged() bool { return p.Hour > 0 && p.Waiver == "" }

// RetrievalPrice is the price of retrieval that c's decision states; none before it.
func (c Case) RetrievalPrice() (p Price) {
	if c.Decision == nil || !c.Decision.Grants() {
		return p
	}
	hour, _ := FeeOn("retrieval", registers.DayOf(c.Submitted))
	p.Hour, p.Most = hour.Cents, c.RetrievalMost()
	if fee := c.Decision.Fee; fee != nil {
		p.Waiver = fee.Waiver
		for _, l := range c.EstimateFee(fee.Hours, "").Lines {
			if l.Code == "retrieval" {
				p.Cents = l.Cents
			}
		}
	}
	return p
}

// priceUnaccepted says whether c was accepted before the price was a part of the
// acceptance, and its price is charged: the leader accepts it anew.
func (c Case) priceUnaccepted() bool {
	return c.State == InForce && c.Accepted != nil && c.Accepted.Price == "" && c.RetrievalPrice().Charged()
}

// PriceToAccept says whether by, the leader of c, is to accept its price anew.
func (c Case) PriceToAccept(by Actor) bool {
	return by.ID != "" && c.Leader() == by.ID && c.priceUnaccepted()
}

// priceWaits says whether the gate of c is closed by that alone: nothing else keeps
// its data in.
func (c Case) priceWaits(now time.Time) bool {
	return c.priceUnaccepted() && !slices.ContainsFunc(c.GateConditions(now), func(g GateCondition) bool {
		return g.Open != nil && !g.Order && g.Name != "price"
	})
}

// key names the price that an acceptance covers; it follows from its figures alone.
func (p Price) key() string { return fmt.Sprintf("%d/%d/%d", p.Hour, p.Cents, p.Most) }

// In words p as it is accepted, in fi, sv or en; empty when nothing is charged.
func (p Price) In(lang string) string {
	if !p.Charged() {
		return ""
	}
	euros := func(cents int) string {
		if lang == "en" {
			return strings.ReplaceAll(WriteCents(cents), ",", ".")
		}
		return WriteCents(cents)
	}
	text := registers.Names{
		FI: "Tietojen poiminta maksaa {hour} euroa työtunnilta.",
		SV: "Uttaget av uppgifterna kostar {hour} euro per arbetstimme.",
		EN: "The retrieval of the data costs {hour} euros an hour of work.",
	}
	if p.Most > 0 {
		text = registers.Names{
			FI: text.FI + " Työ on arvioitu {cents} euroksi toimitusta kohden, eikä siitä laskuteta kysymättä enempää kuin {most} euroa.",
			SV: text.SV + " Arbetet uppskattas till {cents} euro per leverans, och för det faktureras utan ny förfrågan högst {most} euro.",
			EN: text.EN + " The work is estimated at {cents} euros a delivery, and no more than {most} euros is charged for it without asking.",
		}
	}
	return strings.NewReplacer("{hour}", euros(p.Hour), "{cents}", euros(p.Cents), "{most}", euros(p.Most)).Replace(text.In(lang))
}

// declarations word what the leader declares with the acceptance.
var declarations = map[string]registers.Names{
	DPIASent: {
		FI: "Jos rekisteröidyn oikeuksista poiketaan tietosuojalain 31 §:n 3 momentin mukaisesti, vaikutustenarviointi on toimitettu tietosuojavaltuutetulle.",
		SV: "Om avvikelse görs från den registrerades rättigheter enligt 31 § 3 mom. i dataskyddslagen har konsekvensbedömningen lämnats till dataombudsmannen.",
		EN: "If the data subject's rights are derogated from under section 31(3) of the Data Protection Act, the impact assessment has been sent to the Data Protection Ombudsman.",
	},
	LinkedPermits: {
		FI: "Yhdistettävien aineistojen luvat on saatu niiden haltijoilta.",
		SV: "Tillstånden för de material som länkas har beviljats av deras innehavare.",
		EN: "The holders of the data that are linked have given their permits.",
	},
}

// Accepts words, in lang, what the acceptance of c's decision covers besides its
// conditions: the price of retrieval, and what is declared to have been done.
func (c Case) Accepts(lang string) (all []string) {
	if price := c.RetrievalPrice().In(lang); price != "" {
		all = append(all, price)
	}
	for _, name := range c.BeforeDelivery() {
		all = append(all, declarations[name].In(lang))
	}
	return all
}
