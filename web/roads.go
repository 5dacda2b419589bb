package web

import (
	"net/http"
	"slices"

	"tietolupa/permits"
)

// A roadChoice is the form that finds the lightest road to what is wanted.
type roadChoice struct {
	Wants  []permits.Want
	Causes []permits.Cause
	Want   permits.Want
	Cause  permits.Cause
	Long   bool
}

type roadsPage struct {
	page
	Choice roadChoice
	Asked  bool
	Roads  []openRoad // the lightest first; none when there is no road
}

type openRoad struct {
	permits.RoadTerm
	Go string // where it begins
}

// LongText is the box's value when it is ticked.
func (c roadChoice) LongText() string {
	if c.Long {
		return "yes"
	}
	return ""
}

// roadGo is where a road begins: a page of ours, or another body's.
var roadGo = map[permits.Road]string{
	permits.PublishedTables: "https://stat.fi/tilasto/tyonv", permits.AggregateToOrder: "/document-requests/new?kind=aggregate", permits.PublicEmployers: "/document-requests/new?kind=document",
	permits.PermitRoad: "/cases", permits.StatisticsPermit: "https://stat.fi/tup/mikroaineistot/index.html",
	permits.DisclosureRoad: "/disclosures", permits.AccessRoad: "/rights",
}

func newRoadChoice() roadChoice {
	return roadChoice{Wants: permits.Wants(), Causes: permits.Causes(), Want: permits.WantRows, Cause: permits.ForResearch}
}

func (s *server) roadRoutes(get, _ func(path string, h handler)) { get("/roads", s.getRoads) }

// getRoads answers what is asked in its address, so that the answer can be sent
// on. An answer outside the lists is as if nothing were asked.
func (s *server) getRoads(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	p := roadsPage{page: s.frame(r, s.texts.in(v.Lang, "roads.title")), Choice: newRoadChoice()}
	q := r.URL.Query()
	want, cause := permits.Want(q.Get("want")), permits.Cause(q.Get("cause"))
	if slices.Contains(p.Choice.Wants, want) && slices.Contains(p.Choice.Causes, cause) {
		p.Asked, p.Choice.Want, p.Choice.Cause, p.Choice.Long = true, want, cause, q.Get("long") == "yes"
		for _, road := range permits.Roads(want, cause, p.Choice.Long) {
			if term, open := permits.TermOf(road, dayOf(v)); open {
				p.Roads = append(p.Roads, openRoad{term, roadGo[road]})
			}
		}
	}
	return s.render(w, r, http.StatusOK, "roads", &p)
}
