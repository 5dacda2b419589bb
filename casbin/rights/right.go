package rights

import (
	"slices"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A Power is what a holder may do with what the right reaches (valtuudet,
// 4a.2). Its text is stored.
type Power string

const (
	Search     Power = "search"
	Read       Power = "read"
	Write      Power = "write"
	Disclose   Power = "disclose"   // to an employer, by consent (6 §)
	Extract    Power = "extract"    // order extracts under a disclosure
	Administer Power = "administer" // access management and log collection
)

// Powers lists every power in the order of forms.
func Powers() []Power { return []Power{Search, Read, Write, Disclose, Extract, Administer} }

// A Use is what a holder may search and use data for despite secrecy (5.1c).
// Every search and reading carries one.
type Use string

const (
	CustomerService Use = "customer"  // (i) asiakaspalvelun järjestäminen
	PendingMatter   Use = "matter"    // (ii) vireillä olevan asian selvittäminen tai ratkaiseminen
	Oversight       Use = "oversight" // (iii) valvonta-, kehittämis-, seuranta-, tilastointi-, ennakointi- tai ohjaustehtävä
)

// Uses lists every use in the order of 5.1c.
func Uses() []Use { return []Use{CustomerService, PendingMatter, Oversight} }

// A Ground is the item of 5 § that a right rests on: "5.2.1" to "5.2.8" for an
// official of an authority, "5.3a" and "5.3b" for a person of an outside body,
// and "1.2b" for the joint service's own act (1369/2014).
type Ground string

// An Extent is the four mandatory limits of a right: content, extent, powers and
// duration (4a.2). Offices and Areas add up: a client is reached through one of
// either.
type Extent struct {
	Items   []string       `json:"items"`           // of 3 §, such as "3.1.7", or of the joint service, "joint.4"
	Offices []permits.Body `json:"offices"`         // whose clients
	Areas   []string       `json:"areas,omitempty"` // where the clients live: "ELY01" to "ELY15", or "FI" for the whole country
	Powers  []Power        `json:"powers"`
	From    registers.Day  `json:"from"`
	Until   registers.Day  `json:"until"` // the last day
}

// A Commission is the separate task of an outside body (5.3): whose, what and
// until when. The right ends with it.
type Commission struct {
	By        permits.Body  `json:"by"`        // TEM, an ELY centre or KEHA
	Body      string        `json:"body"`      // the outside body's name
	Task      string        `json:"task"`      // "evaluation", "audit", "study", "development" or "maintenance"
	Reference string        `json:"reference"` // of the contract or decision
	Until     registers.Day `json:"until"`
}

// A Right is a personal access right (4a.1a).
type Right struct {
	ID          string         `json:"id"`
	Application string         `json:"application"` // empty for a legacy one
	Holder      permits.UserID `json:"holder"`
	Body        permits.Body   `json:"body"` // that applied for it
	Ground      Ground         `json:"ground"`
	Commission  *Commission    `json:"commission,omitempty"`
	Uses        []Use          `json:"uses"`
	Extent
	GrantedBy string         `json:"granted_by"` // a user, or of a legacy right the ministry or the ELY centre (V.2)
	GrantedAt time.Time      `json:"granted_at"`
	Legacy    bool           `json:"legacy"`
	Reviewed  registers.Day  `json:"reviewed"` // of a legacy right; zero before
	RemovedAt time.Time      `json:"removed_at"`
	RemovedBy permits.UserID `json:"removed_by,omitempty"`
	Removal   string         `json:"removal,omitempty"` // the ground: 5a.1 (1), 5a.1 (2) or 5a.2, with its reasons elsewhere
	Version   int            `json:"version"`
}

// Ends is the last day of r: that of its term, or of the commission when it
// comes first (5.3).
func (r Right) Ends() registers.Day {
	if r.Commission != nil && r.Commission.Until.Before(r.Until) {
		return r.Commission.Until
	}
	return r.Until
}

// InForce says whether r may be used on a day. Whether its ground is still in
// the law is asked of Lawful.
func (r Right) InForce(on registers.Day) bool {
	return r.RemovedAt.IsZero() && !on.IsZero() && !on.Before(r.From) && !r.Ends().Before(on)
}

// Duties are those that the holder needs in the service for r: an official the
// registers' pages, an analyst of the ministry or an ELY centre the disclosures,
// somebody of an outside body the commission's.
func (r Right) Duties(holder permits.Actor) (all []permits.Duty) {
	if r.Commission != nil {
		return []permits.Duty{permits.Commissioned}
	}
	if slices.Contains(r.Powers, Administer) {
		all = append(all, permits.AccessOfficer)
	}
	if slices.ContainsFunc(r.Powers, func(p Power) bool { return p == Search || p == Read || p == Write || p == Disclose }) {
		all = append(all, permits.Official)
	}
	if slices.Contains(r.Powers, Extract) && holder.Body != permits.KEHA && !holder.Body.Office() {
		all = append(all, permits.Analyst)
	}
	return all
}

// Reaches says whether r covers an item of 3 §, for a power and a use. Whose
// client it is stays to be asked.
func (r Right) Reaches(item string, power Power, use Use) bool {
	return slices.Contains(r.Items, item) && slices.Contains(r.Powers, power) && slices.Contains(r.Uses, use) && use.Carries(power)
}
