package permits

import (
	"slices"
	"sync"

	"tietolupa/registers"
)

// A Road is one way to what the registers know, the lightest that fits being
// the right one (law.md 14.10). Its text is the key of the pages' sentences.
type Road string

const (
	PublishedTables  Road = "tables"     // valmis tilastotaulukko
	AggregateToOrder Road = "aggregate"  // tilauksesta koottava yhdistelmä, JulkL 21 §
	PublicEmployers  Road = "employers"  // työnantajien julkiset tiedot
	PermitRoad       Road = "permit"     // tietolupa, JulkL 28 §
	StatisticsPermit Road = "licence"    // Tilastokeskuksen käyttölupa
	DisclosureRoad   Road = "disclosure" // luovutus lakisääteiseen tehtävään
	AccessRoad       Road = "access"     // käyttöoikeus
)

// A Want is what somebody looks for.
type Want string

const (
	WantFigures   Want = "figures"   // numbers that somebody may have counted already
	WantBreakdown Want = "breakdown" // numbers that nobody has published
	WantEmployers Want = "employers" // vacancies and employers by name
	WantRows      Want = "rows"      // data on individual persons, employers or providers
	WantClients   Want = "clients"   // the record of a client being served
)

// Wants lists what one may look for, the lightest first.
func Wants() []Want {
	return []Want{WantFigures, WantBreakdown, WantEmployers, WantRows, WantClients}
}

// A Cause is what it is for.
type Cause string

const (
	ForResearch   Cause = "research"
	ForStatistics Cause = "statistics"
	ForPlanning   Cause = "planning"  // an authority's planning or study work
	ForStatutory  Cause = "statutory" // the ministry's or a regional authority's statutory task
	ForService    Cause = "service"   // an office's, the service centre's or their partners' customer service
	ForOther      Cause = "other"
)

// Causes lists what data may be asked for, the closed list of 7.3 first.
func Causes() []Cause {
	return []Cause{ForResearch, ForStatistics, ForPlanning, ForStatutory, ForService, ForOther}
}

// Roads lists the roads to what is wanted, the lightest that fits first. long
// says that the history wanted is longer than the registers keep (14.14) or that
// it is to be joined with other registers. The list is empty when none of the
// roads leads there: rows for what is none of the causes that the law knows
// (7.3).
func Roads(w Want, c Cause, long bool) []Road {
	switch w {
	case WantFigures:
		return []Road{PublishedTables, AggregateToOrder}
	case WantBreakdown:
		return []Road{AggregateToOrder, PublishedTables}
	case WantEmployers:
		return []Road{PublicEmployers, AggregateToOrder}
	case WantClients:
		if c == ForService || c == ForStatutory {
			return []Road{AccessRoad}
		}
	case WantRows:
		return roadsToRows(c, long)
	}
	return nil
}

func roadsToRows(c Cause, long bool) []Road {
	switch c {
	case ForResearch, ForStatistics:
		if long {
			return []Road{StatisticsPermit, PermitRoad, AggregateToOrder}
		}
		return []Road{PermitRoad, StatisticsPermit, AggregateToOrder}
	case ForPlanning:
		return []Road{AggregateToOrder, PermitRoad}
	case ForStatutory:
		return []Road{DisclosureRoad, AccessRoad}
	case ForService:
		return []Road{AccessRoad}
	}
	return nil
}

// A RoadTerm is what a road costs and how long it takes, as published.
type RoadTerm struct {
	Road         Road
	Provision    string
	Days         int // to an answer; -1 when it is agreed
	EurosPerHour int // 0 for free; -1 when another body prices it
	From, Until  registers.Day
	term         string // the row of terms.csv that states the days, when one does
}

// TermOf gives the terms of a road on a day; not ok when the road is not open.
func TermOf(r Road, on registers.Day) (RoadTerm, bool) {
	i := slices.IndexFunc(roadTerms(), func(t RoadTerm) bool {
		return t.Road == r && registers.Period{From: t.From, To: t.Until}.Has(on)
	})
	if i < 0 {
		return RoadTerm{}, false
	}
	t := roadTerms()[i]
	if t.term != "" {
		t.Days = TermDays(t.term, on)
	}
	return t, true
}

var roadTerms = sync.OnceValue(func() (all []RoadTerm) {
	whole := func(s string) int {
		if s == "" {
			return -1
		}
		return lawNumber(s)
	}
	for _, r := range lawRows("law/roads.csv", 8) {
		t := RoadTerm{Road: Road(r[0]), Provision: r[1], EurosPerHour: whole(r[3]), From: lawDay(r[4]), Until: lawDay(r[5])}
		if r[2] == "expected" {
			t.term = r[2] // one number, here and on the case's page
		} else {
			t.Days = whole(r[2])
		}
		all = append(all, t)
	}
	return all
})
