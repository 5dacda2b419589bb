package web

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

type statisticsPage struct {
	page
	From, Until registers.Day
	Year        int // 0: the last twelve months
	Years       []int
	Published   int // expected time in days, by the dated table
	postgres.HandlingStatistics
	Within  int // percent decided in the published time
	Chart   handlingChart
	HasData bool
	Export  string
}

// A handlingChart is the picture of the months: a box from the lower to the upper
// quartile with a line at the median, in the units of the picture.
type handlingChart struct {
	Width, Height int
	Boxes         []chartBox
	Lines         []chartLine
	Published     float64 // height of the line of the published time
}

type chartBox struct {
	X, Y, W, H, Median float64
	Label, Tip         string
	Named              bool // its month is written below
}

type chartLine struct {
	Y     float64
	Label string
}

// getStatistics tells how long decisions take: the published time (HL 23 a §),
// and what has come true.
func (s *server) getStatistics(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	p := statisticsPage{page: s.frame(r, s.texts.in(v.Lang, "statistics.title"), crumb{s.texts.in(v.Lang, "permits.title"), "/permits"})}
	if err := s.handlingTimes(r, v, &p); err != nil {
		return err
	}
	for year := v.Now.Year(); year >= 2020; year-- {
		p.Years = append(p.Years, year)
	}
	if p.Year != 0 {
		p.Export = "?year=" + strconv.Itoa(p.Year)
	}
	p.Chart = s.chartOf(p.Months, p.Published, v.Lang)
	return s.render(w, r, http.StatusOK, "statistics", &p)
}

func (s *server) handlingTimes(r *http.Request, v *visit, p *statisticsPage) (err error) {
	today := dayOf(v)
	p.From, p.Until = today.AddDate(0, -12, 0), today.AddDate(0, 0, 1)
	if year, err := strconv.Atoi(r.URL.Query().Get("year")); err == nil && year >= 2020 && year < 3000 {
		p.Year = year
		if p.From, err = registers.ParseDay(fmt.Sprintf("%d-01-01", year)); err != nil {
			return err
		}
		p.Until = p.From.AddDate(1, 0, 0)
	}
	p.Published = permits.TermDays("expected", today)
	p.HandlingStatistics, err = s.DB.HandlingTimes(r.Context(), p.From, p.Until, p.Published)
	p.HasData = p.All.Cases > 0
	p.Within = percent(int64(p.All.WithinPublished), int64(p.All.Cases))
	p.Until = p.Until.AddDate(0, 0, -1)
	return err
}

// chartOf draws the months; nothing without any.
func (s *server) chartOf(months []postgres.HandlingFigure, published int, lang string) (c handlingChart) {
	if len(months) == 0 {
		return c
	}
	const left, top, floor, width = 46.0, 14.0, 236.0, 720.0
	c.Width, c.Height = int(width), 270
	most := float64(published)
	for _, m := range months {
		most = math.Max(most, m.High)
	}
	step := 10.0
	for most/step > 6 {
		step *= 2
	}
	most = math.Ceil(most/step) * step
	y := func(days float64) float64 { return floor - days/most*(floor-top) }
	for at := 0.0; at <= most; at += step {
		c.Lines = append(c.Lines, chartLine{y(at), number(int(at))})
	}
	c.Published = y(float64(published))
	room := (width - left) / float64(len(months))
	every := (len(months) + 11) / 12
	for i, m := range months {
		low := y(m.Low)
		high := math.Min(y(m.High), low-2)
		label := fmt.Sprintf("%d/%02d", int(m.Month.Month()), m.Month.Year()%100)
		c.Boxes = append(c.Boxes, chartBox{X: left + room*float64(i) + room*0.2, W: room * 0.6, Y: high, H: low - high, Median: y(m.Mid), Label: label, Named: i%every == 0,
			Tip: s.texts.in(lang, "statistics.tip", label, days(m.Mid), days(m.Low), days(m.High), number(m.Cases))})
	}
	return c
}

// days writes a number of days with a half when it has one.
func days(d float64) string {
	return strings.TrimSuffix(strings.Replace(strconv.FormatFloat(d, 'f', 1, 64), ".", ",", 1), ",0")
}

func (s *server) statisticsListing(r *http.Request) (listing, error) {
	v := visitOf(r.Context())
	var p statisticsPage
	if err := s.handlingTimes(r, v, &p); err != nil {
		return listing{}, err
	}
	in := func(key string) string { return s.texts.in(v.Lang, key) }
	return listing{Name: "handling-times", Title: in("statistics.title"), Public: true,
		Heads: []string{in("statistics.group"), in("statistics.cases"), in("statistics.low"), in("statistics.median"), in("statistics.high"), in("statistics.within")},
		Each: func(give func(row []any) error) error {
			row := func(group string, f postgres.HandlingFigure) error {
				return give([]any{group, f.Cases, days(f.Low), days(f.Mid), days(f.High), f.WithinPublished})
			}
			if err := row(in("statistics.all"), p.All); err != nil {
				return err
			}
			for _, f := range p.Outcomes {
				if err := row(in("outcome."+string(f.Outcome)), f); err != nil {
					return err
				}
			}
			for _, f := range p.Others {
				if err := row(in("statkind."+f.Kind), f); err != nil {
					return err
				}
			}
			for _, f := range p.Months {
				if err := row(f.Month.Format("2006-01"), f); err != nil {
					return err
				}
			}
			return nil
		}}, nil
}
