package web

import (
	"cmp"
	"net/http"
	"reflect"
	"strings"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// A likenessView is a case that another is like, with what is the same in words.
type likenessView struct {
	postgres.LikeCase
	Shown string // its number: the agency's, or ours
	Words string
}

// likenessWords says in what a case is like another.
func (s *server) likenessWords(lang string, l permits.Likeness) string {
	var words []string
	say := func(is bool, key string, parameters ...string) {
		if is {
			words = append(words, s.texts.in(lang, key, parameters...))
		}
	}
	say(l.Organisation, "likeness.organisation")
	say(l.People > 0, "likeness.people", number(l.People))
	say(l.Shared > 0, "likeness.variables", number(l.Shared), number(l.Variables))
	say(l.Cohort, "likeness.cohort")
	say(l.Period, "likeness.period")
	say(l.Purpose, "likeness.purpose")
	say(l.Named, "likeness.named")
	return strings.Join(words, ", ")
}

// briefly is l with the most telling alone, for a line of a list.
func briefly(l permits.Likeness) permits.Likeness {
	l.Period, l.Purpose, l.Named = false, false, false
	if l.Organisation {
		l.People = 0
	}
	return l
}

// likenesses are those that officers are told of beside c.
func (s *server) likenesses(r *http.Request, v *visit, c permits.Case) (all []likenessView, err error) {
	if !v.officer() || c.Party(v.Actor.ID) {
		return nil, nil
	}
	found, err := s.DB.Likenesses(r.Context(), c.ID)
	for _, l := range found {
		all = append(all, likenessView{l, shownNumber(l.Number, string(l.With)), s.likenessWords(v.Lang, l.Likeness)})
	}
	return all, err
}

// A besidePage sets two applications side by side.
type besidePage struct {
	page
	Case, Other permits.Case
	Words       string
	Diffs       []differenceView
}

// getBeside shows in what the application of the address differs from that of
// another case, which the visitor has to see as well.
func (s *server) getBeside(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.CaseHandle)
	if err != nil {
		return err
	}
	with := permits.CaseID(r.URL.Query().Get("with"))
	if with == "" {
		return s.done(w, r, "/cases/"+string(c.ID), "")
	}
	other, err := s.DB.Case(r.Context(), with)
	if err != nil {
		return err
	}
	if !permits.MaySee(v.Actor, other) {
		return errNotFound
	}
	p := besidePage{Case: c, Other: other, Diffs: s.differences(v, c.Application, other.Application)}
	l, _ := c.Sketch().Like(other.Sketch())
	p.Words = s.likenessWords(v.Lang, l)
	p.page = s.caseFrame(r, v, c, "likeness.beside")
	p.Path += "?" + r.URL.RawQuery
	return s.render(w, r, http.StatusOK, "beside", &p)
}

// A likenessJSON is a case that another is like.
type likenessJSON struct {
	Case         permits.CaseID `json:"case"`
	Title        string         `json:"title"`
	State        permits.State  `json:"state"`
	Score        int            `json:"score" doc:"of 100"`
	Organisation bool           `json:"same_organisation"`
	People       int            `json:"people_in_common"`
	Shared       int            `json:"variables_in_common"`
	Variables    int            `json:"variables" doc:"that the case asks for"`
	Cohort       bool           `json:"same_cohort"`
	Period       bool           `json:"periods_overlap"`
	Purpose      bool           `json:"same_purpose"`
	Named        bool           `json:"almost_same_title"`
	Words        string         `json:"words" doc:"the same in the visitor's language"`
	Path         string         `json:"path" doc:"of the page that sets the two side by side"`
}

type likenessList struct {
	Likenesses []likenessJSON `json:"likenesses"`
}

func (s *server) likenessOperations() []operation {
	return []operation{{Route: duty("GET", "/api"+aCase+"/likenesses", casbin.CaseHandle, OfParties), ID: "listLikenesses", Tag: "cases",
		Summary: "The cases of the same organisation or people that ask for much the same, the likest first", Answer: reflect.TypeFor[likenessList](), do: s.apiLikenesses}}
}

func (s *server) apiLikenesses(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.CaseHandle)
	if err != nil {
		return nil, err
	}
	all, err := s.likenesses(r, v, c)
	if err != nil {
		return nil, err
	}
	list := likenessList{Likenesses: []likenessJSON{}}
	for _, l := range all {
		list.Likenesses = append(list.Likenesses, likenessJSON{l.With, cmp.Or(l.Title, string(l.With)), l.State, l.Score, l.Organisation, l.People, l.Shared, l.Variables,
			l.Cohort, l.Period, l.Purpose, l.Named, l.Words, besidePath(c.ID, l.With)})
	}
	return list, nil
}

// besidePath is the address of the page that sets two cases side by side.
func besidePath(c, other permits.CaseID) string {
	return "/cases/" + string(c) + "/beside?with=" + string(other)
}
