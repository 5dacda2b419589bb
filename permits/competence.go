package permits

import (
	"fmt"
	"slices"
	"sync"

	"tietolupa/registers"
)

// A Holder is an authority or another body that holds data which may be joined
// to what is applied for here: one of law/holders.csv, a closed list by date.
type Holder struct {
	Code        string
	Kind        HolderKind
	Name        registers.Names
	Way         registers.Names // where its data are applied for
	Provision   string
	From, Until registers.Day // Until is zero while it decides
}

// A HolderKind says who decides when a holder's data are asked for with ours.
type HolderKind string

const (
	OwnHolder      HolderKind = "own"      // the system of chapter 13: decided here (7.3)
	BusinessHolder HolderKind = "business" // the business-services system, act 293/2017 (1.4)
	BranchHolder   HolderKind = "branch"   // under the same ministry: the ministry decides (JulkL 28.1 §)
	OtherHolder    HolderKind = "other"    // decides itself
	PrivateHolder  HolderKind = "private"  // the applicant's own or another private one
)

// HoldersOn lists the holders of day in the order of the file.
func HoldersOn(day registers.Day) (on []Holder) {
	for _, h := range holders() {
		if (registers.Period{From: h.From, To: h.Until}).Has(day) {
			on = append(on, h)
		}
	}
	return on
}

// ReceiversOn lists the authorities of day to which a case is most often sent on
// because their data are asked for, in the order of the file (HL 21 §, JulkL 15,
// 28.1 §). Another may be right: the law knows no closed list.
func ReceiversOn(day registers.Day) []Holder {
	return slices.DeleteFunc(HoldersOn(day), func(h Holder) bool {
		return h.Kind != BranchHolder && h.Kind != OtherHolder || h.Code == "OTHER"
	})
}

// HolderByCode finds a holder of the list, a past one too.
func HolderByCode(code string) (Holder, bool) {
	i := slices.IndexFunc(holders(), func(h Holder) bool { return h.Code == code })
	if i < 0 {
		return Holder{}, false
	}
	return holders()[i], true
}

var holders = sync.OnceValue(func() (all []Holder) {
	for _, r := range lawRows("law/holders.csv", 12) {
		h := Holder{Code: r[0], Kind: HolderKind(r[1]), Name: names(r[2:5]), Way: names(r[5:8]), Provision: r[8], From: lawDay(r[9]), Until: lawDay(r[10])}
		if !slices.Contains([]HolderKind{OwnHolder, BusinessHolder, BranchHolder, OtherHolder, PrivateHolder}, h.Kind) || h.From.IsZero() {
			panic(fmt.Sprintf("law/holders.csv: %q is no line of it", r))
		}
		all = append(all, h)
	}
	return all
})

// competence finds what of a is not this authority's to decide (JulkL 28.1 §;
// 7.3, 1.4): linked data that are asked for here though another holds them.
// Data that the applicant has, or asks their own holder for, are named with
// their permit and no more.
func (a Application) competence(day registers.Day) (gaps []Gap) {
	add := func(broken error) { gaps = append(gaps, Gap{brokenBy(broken), LinkedPart, Faulty}) }
	for _, l := range a.Linked {
		h, known := HolderByCode(l.Holder)
		switch {
		case !known || !(registers.Period{From: h.From, To: h.Until}).Has(day):
			add(denyAbout("no-such-holder", l.Name))
		case empty(l.Name):
			add(deny("linked-nameless"))
		case !slices.Contains(LinkedStates(), l.State):
			add(denyAbout("linked-state", l.Name))
		case l.State == LinkedHeld && empty(l.Permit) && h.Kind != PrivateHolder:
			add(denyAbout("linked-permit", l.Name))
		case l.State != LinkedHere || h.Kind == OwnHolder:
		case h.Kind == BusinessHolder: // 1.4
			add(denyAbout("business-services", l.Name))
		case h.Kind == BranchHolder:
			add(denyAbout("several-authorities", l.Name))
		case h.Kind == OtherHolder:
			add(denyAbout("other-authority", l.Name))
		case h.Kind == PrivateHolder:
			add(denyAbout("private-data", l.Name))
		}
	}
	return gaps
}
