package synthetic

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/*.csv
var data embed.FS

const hidden = -1 // a published blank: between 1 and 4

type municipality struct {
	code, fi, sv, region, office string
	language                     string // language status: 0–3, see data/SOURCES.md
	area                         int    // index of its region in facts.areas
	unemployed, openVacancies    int
}

// An area is a region with its monthly levels, January 2016 to October 2020.
type area struct {
	code                      string
	unemployed, openVacancies [months]int
}

type facts struct {
	municipalities []municipality
	areas          []area
	occupations    []string
	unemployed     wheel // over occupations
	openVacancies  wheel
}

// published are the facts of the data folder with every hidden cell worked
// out. They are compiled in, so that failing to read them is a fault of the
// build and every caller gets the same error.
var published = sync.OnceValues(readFacts)

func readFacts() (*facts, error) {
	f := &facts{}
	index := map[string]int{}
	err := readTable("months.csv", 4, func(r []string, number func(int) int) error {
		i, known := index[r[1]]
		if !known {
			i = len(f.areas)
			index[r[1]] = i
			f.areas = append(f.areas, area{code: r[1]})
		}
		year, _ := strconv.Atoi(r[0][:4])
		month, _ := strconv.Atoi(r[0][5:])
		m := (year-firstYear)*12 + month - 1
		if m < 0 || m >= months {
			return fmt.Errorf("month %s is outside the history", r[0])
		}
		f.areas[i].unemployed[m], f.areas[i].openVacancies[m] = number(2), number(3)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = readTable("municipalities.csv", 8, func(r []string, number func(int) int) error {
		i, known := index[r[3]]
		if !known {
			return fmt.Errorf("municipality %s is in no region", r[0])
		}
		office := r[4]
		if office == "16" { // Åland: the TE office of Varsinais-Suomi
			office = "02"
		}
		f.municipalities = append(f.municipalities, municipality{r[0], r[1], r[2], r[3], "TE" + office, r[5], i, number(6), number(7)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	var unemployed, open []float64
	err = readTable("occupations.csv", 3, func(r []string, number func(int) int) error {
		f.occupations = append(f.occupations, r[0])
		unemployed, open = append(unemployed, small(number(1))), append(open, small(number(2)))
		return nil
	})
	if err != nil {
		return nil, err
	}
	f.unemployed, f.openVacancies = newWheel(unemployed), newWheel(open)
	for i, a := range f.areas {
		const last = months - 1
		if err := f.uncover(i, a.unemployed[last], func(m *municipality) *int { return &m.unemployed }); err != nil {
			return nil, fmt.Errorf("unemployed of region %s: %w", a.code, err)
		}
		if err := f.uncover(i, a.openVacancies[last], func(m *municipality) *int { return &m.openVacancies }); err != nil {
			return nil, fmt.Errorf("vacancies of region %s: %w", a.code, err)
		}
	}
	return f, nil
}

// small is a count as a weight: a hidden one weighs 2.5.
func small(n int) float64 {
	if n == hidden {
		return 2.5
	}
	return float64(n)
}

// uncover gives the hidden municipalities of an area what its total leaves
// them, as evenly as it goes; each must come to 1–4.
func (f *facts) uncover(area, total int, cell func(*municipality) *int) error {
	var cells []*int
	for i := range f.municipalities {
		if m := &f.municipalities[i]; m.area == area {
			if c := cell(m); *c == hidden {
				cells = append(cells, c)
			} else {
				total -= *c
			}
		}
	}
	if total < len(cells) || total > 4*len(cells) {
		return fmt.Errorf("the total leaves %d for %d hidden municipalities", total, len(cells))
	}
	for i, c := range cells {
		*c = total / (len(cells) - i)
		total -= *c
	}
	return nil
}

// readTable gives each line after the header to take, with a reader of its
// counts; a blank is hidden.
func readTable(name string, fields int, take func(r []string, number func(int) int) error) error {
	text, err := data.ReadFile("data/" + name)
	if err != nil {
		return fmt.Errorf("read published facts: %w", err)
	}
	reader := csv.NewReader(strings.NewReader(string(text)))
	reader.FieldsPerRecord = fields
	lines, err := reader.ReadAll()
	if err != nil {
		return fmt.Errorf("read published facts %s: %w", name, err)
	}
	for _, r := range lines[1:] {
		var bad error
		number := func(i int) int {
			if r[i] == "" {
				return hidden
			}
			n, err := strconv.Atoi(r[i])
			if err != nil || n < 0 {
				bad = fmt.Errorf("%q is not a count", r[i])
			}
			return n
		}
		if err := take(r, number); err != nil {
			return fmt.Errorf("read published facts %s: %w", name, err)
		}
		if bad != nil {
			return fmt.Errorf("read published facts %s: %w", name, bad)
		}
	}
	return nil
}
