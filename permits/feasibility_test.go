package permits

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tietolupa/registers"
)

// below is how probable it is that n, moved with epsilon, is at most k.
func below(k, n int64, epsilon float64) float64 {
	a := math.Exp(-epsilon)
	if d := float64(k - n); d < 0 {
		return math.Pow(a, -d) / (1 + a)
	} else {
		return 1 - math.Pow(a, d+1)/(1+a)
	}
}

// told is how probable a band is as the answer about n: in the tails without
// taking nearly equal numbers from each other.
func told(b Band, n int64, epsilon float64) float64 {
	a := math.Exp(-epsilon)
	width := 1.0 // of the band, as the share of the tail that begins with it
	if b.From > 0 {
		width = 1 - math.Pow(a, float64(b.To-b.From))
	}
	switch {
	case b.To <= n:
		return math.Pow(a, float64(n-b.To+1)) * width / (1 + a)
	case b.From > n:
		return math.Pow(a, float64(b.From-n)) * width / (1 + a)
	case b.From == 0:
		return below(b.To-1, n, epsilon)
	}
	return below(b.To-1, n, epsilon) - below(b.From-1, n, epsilon)
}

// TestPerturbIsItsDistribution: the bits are turned into exactly the distribution
// that the guarantee is computed from.
func TestPerturbIsItsDistribution(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		epsilon := rapid.SampledFrom([]float64{pointEpsilon, personsEpsilon, classesEpsilon, aloneEpsilon, smallEpsilon, stepEpsilon}).Draw(t, "epsilon")
		n, bits := rapid.Int64Range(0, 2_000_000).Draw(t, "n"), rapid.Uint64().Draw(t, "bits")
		got := perturb(n, epsilon, bits)
		u := (float64(bits>>11) + 0.5) / (1 << 53)
		const rounding = 1e-9
		if below(got, n, epsilon) < u-rounding || below(got-1, n, epsilon) > u+rounding {
			t.Fatalf("perturb(%d, %v) of %v is %d: outside its quantile", n, epsilon, u, got)
		}
	})
}

// A known is somebody in an invented register, as far as conditions see them.
type known struct{ municipality, born, code int }

// TestNobodyIsRevealed is the promise of docs/decisions/0025, over random
// registers, random projects and every person of them: let D be registers and D'
// the same without one person p. For every sequence of questions that the budget
// pays for, however they overlap, and for every sequence of answers, the
// probability of the answers in D and in D' differs by a factor of at most
// e^(ProjectPoints·pointEpsilon); and neighbouring cohorts, of which p is the
// whole difference, are answered by any pair of bands in either.
func TestNobodyIsRevealed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.Custom(func(t *rapid.T) known {
			return known{rapid.IntRange(0, 3).Draw(t, "municipality"), rapid.IntRange(1950, 1955).Draw(t, "born"), rapid.IntRange(0, 2).Draw(t, "code")}
		})
		people := rapid.SliceOfN(one, 1, 60).Draw(t, "register")
		more := rapid.SampledFrom([]int{1, 3, 10, 40}).Draw(t, "of each") // the same in larger registers
		p := people[rapid.IntRange(0, len(people)-1).Draw(t, "p")]

		purse, ratio := Purse{}, 0.0
		for range rapid.IntRange(1, 40).Draw(t, "questions") {
			towns := rapid.SliceOfNDistinct(rapid.IntRange(0, 3), 1, 4, rapid.ID[int]).Draw(t, "towns")
			from := rapid.IntRange(1950, 1955).Draw(t, "from")
			to := rapid.IntRange(from, 1955).Draw(t, "to")
			codes := rapid.SliceOfNDistinct(rapid.IntRange(0, 2), 1, 3, rapid.ID[int]).Draw(t, "codes")
			in := func(k known) bool {
				return slices.Contains(towns, k.municipality) && from <= k.born && k.born <= to && slices.Contains(codes, k.code)
			}
			q := Question{Kind: SizeQuestion}
			if purse.Pay(q) != nil {
				break
			}
			purse.Project += q.Kind.Points()
			with := int64(0)
			for _, k := range people {
				if in(k) {
					with += int64(more)
				}
			}
			without := with
			if in(p) {
				without--
			}
			worst := 0.0
			for n := int64(0); n < max(4*with, 1000); n = BandOf(n).To {
				b := BandOf(n)
				a, c := told(b, with, pointEpsilon), told(b, without, pointEpsilon)
				if a <= 0 || c <= 0 {
					t.Fatalf("band %v is impossible of %d or of %d: it would prove p", b, with, without)
				}
				worst = max(worst, math.Abs(math.Log(a/c)))
			}
			if worst > pointEpsilon+1e-9 {
				t.Fatalf("one answer tells e^%v about p, more than e^%v", worst, pointEpsilon)
			}
			ratio += worst
		}
		if limit := ProjectPoints * pointEpsilon; ratio > limit+1e-9 {
			t.Fatalf("a whole project tells e^%v about p, more than e^%v", ratio, limit)
		}
	})
}

// TestMeasuresMoveByOne: every measure of a risk question changes by at most one
// when one person comes or goes, so the shares of epsilon hold for it too; and
// together they are no more than the question's points.
func TestMeasuresMoveByOne(t *testing.T) {
	measure := func(people []known) (classes, alone, small int64) {
		f := map[known]int{}
		for _, k := range people {
			f[k]++
		}
		for _, n := range f {
			classes++
			if n == 1 {
				alone++
			}
			if n < SmallClass {
				small++
			}
		}
		return classes, alone, small
	}
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.Custom(func(t *rapid.T) known {
			return known{rapid.IntRange(0, 1).Draw(t, "municipality"), rapid.IntRange(1950, 1951).Draw(t, "born"), 0}
		})
		people := rapid.SliceOfN(one, 1, 30).Draw(t, "register")
		c, a, s := measure(people)
		d, b, r := measure(people[1:])
		for _, change := range []int64{c - d, a - b, s - r} {
			if change < -1 || change > 1 {
				t.Fatalf("one person moves a measure by %d", change)
			}
		}
	})
	if spent := personsEpsilon + classesEpsilon + aloneEpsilon + smallEpsilon + (mostSteps+1)*stepEpsilon; spent > float64(RiskQuestion.Points())*pointEpsilon+1e-12 {
		t.Errorf("a risk question spends %v, and pays for %v", spent, float64(RiskQuestion.Points())*pointEpsilon)
	}
}

// TestBands: every count has one band, bands follow each other without a gap, and
// none is finer than a fifth of its own count or tells a count below Least.
func TestBands(t *testing.T) {
	last := Band{0, 0}
	for n := int64(0); n < 5_000_000; {
		b := BandOf(n)
		if b.From != last.To || b.From > n || b.To <= n {
			t.Fatalf("the band of %d is %v, after %v", n, b, last)
		}
		if b.To < Least || b.From > 0 && float64(b.To-b.From) < 0.2*float64(b.From) {
			t.Errorf("band %v is too fine", b)
		}
		last, n = b, b.To
	}
	for _, c := range []struct {
		n    int64
		want Band
	}{{0, Band{0, 100}}, {99, Band{0, 100}}, {100, Band{100, 150}}, {999, Band{750, 1000}}, {1000, Band{1000, 1500}}, {1_234_567, Band{1_000_000, 1_500_000}}} {
		if got := BandOf(c.n); got != c.want {
			t.Errorf("the band of %d is %v, want %v", c.n, got, c.want)
		}
	}
	for part := int64(0); part <= 1000; part++ {
		b := ShareOf(part, 1000)
		if p := float64(part) / 10; p < float64(b.From) || p > float64(b.To) {
			t.Errorf("%v %% is told as %v", p, b)
		}
	}
	if got := ShareOf(7, 3); got != (Band{80, 100}) { // moved counts may pass each other
		t.Errorf("more than all is told as %v", got)
	}
}

// TestSameQuestionIsOneQuestion: however a form is filled in, the same question is
// the same text; whoever asks is told the same.
func TestSameQuestionIsOneQuestion(t *testing.T) {
	cat := theCatalogue(t)
	a := application().Scope
	b := a
	b.Population = slices.Clone(a.Population)
	slices.Reverse(b.Population)
	for i := range b.Population {
		b.Population[i].In = slices.Concat(b.Population[i].In, b.Population[i].In)
		slices.Reverse(b.Population[i].In)
	}
	b.Population = append(b.Population, b.Population...)
	b.Tables = slices.Clone(a.Tables)
	slices.Reverse(b.Tables)
	one, other := sure(QuestionsOf(a, cat)), sure(QuestionsOf(b, cat))
	if diff := cmp.Diff(one, other); diff != "" || len(one) == 0 {
		t.Errorf("one question has two forms (-one +other):\n%s", diff)
	}
	draw := func(measure string) (uint64, error) { return uint64(len(measure)) << 40, nil }
	for _, q := range one {
		m := Measured{Persons: 5000, Classes: 400, Alone: 30, Small: 90, Everybody: 20000, RegisterAlone: 500, Steps: []int64{400, 300, 200, 100}}
		if diff := cmp.Diff(sure(Disclose(q, m, cat, draw)), sure(Disclose(q, m, cat, draw))); diff != "" {
			t.Errorf("one question has two answers:\n%s", diff)
		}
	}
}

// sure is what cannot fail in a test that is right.
func sure[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestSpecialCategoriesAreNotCounted: nothing of a special category, and no table
// that would tell of one by its rows, is in what drafts are counted from.
func TestSpecialCategoriesAreNotCounted(t *testing.T) {
	cat := theCatalogue(t)
	counted := 0
	for _, v := range cat.Variables() {
		if !Counted(cat, v) {
			continue
		}
		counted++
		if v.Class == registers.Special || v.Class == registers.Direct || v.Class == registers.FreeText {
			t.Errorf("%s is counted", v.ID)
		}
	}
	for _, id := range []string{"person.disability", "health_entry.start_date", "special_arrangement.start_date", "expert_assessment.kind", "joint_health.start_date"} {
		if v, ok := cat.Variable(id); !ok || Counted(cat, v) {
			t.Errorf("%s is counted, or unknown", id)
		}
	}
	if counted < 80 {
		t.Errorf("only %d variables are counted", counted)
	}
}

// TestAdvice: a variable is advised against when nothing written speaks of it, and
// no longer when its reason or the purpose does.
func TestAdvice(t *testing.T) {
	cat := theCatalogue(t)
	asking := func(change func(*Application), ids ...string) Application {
		a := Application{Purpose: Research, Title: "Pitkäaikaistyöttömyys", Abstract: "Miten työttömyyden kesto vaikuttaa työllistymiseen.", Reasons: map[string]string{}}
		for _, id := range ids {
			v, _ := cat.Variable(id)
			table, _, _ := strings.Cut(id, ".")
			a.Scope.Tables = append(a.Scope.Tables, ScopeTable{Table: table, Variables: []ScopeVariable{{ID: id, Protection: v.Default}}})
		}
		if change != nil {
			change(&a)
		}
		return a
	}
	for _, c := range []struct {
		name string
		a    Application
		want []Advice
	}{
		{"not spoken of", asking(nil, "person.citizenship"), []Advice{{Variable: "person.citizenship", Kind: AdviceTheme, Theme: "citizenship"}}},
		{"spoken of in the reason", asking(func(a *Application) { a.Reasons["person.citizenship"] = "Maahanmuuttajat verrataan muihin." }, "person.citizenship"), nil},
		{"spoken of in the questions", asking(func(a *Application) { a.Questions = "Hur klarar sig invandrare?" }, "person.citizenship"), nil},
		{"always needed", asking(nil, "employment_code.code"), nil},
		{"nothing written", asking(func(a *Application) { a.Title, a.Abstract = "", "" }, "person.citizenship"), nil},
		{"finer than usual", asking(func(a *Application) { a.Scope.Tables[0].Variables[0].Protection = registers.Exact }, "person.birth_date"),
			[]Advice{{Variable: "person.birth_date", Kind: AdviceCoarser, To: registers.Year}}},
		{"twice", asking(nil, "person.birth_date", "person.syntyv"), []Advice{{Variable: "person.syntyv", Kind: AdviceTwice}}},
		{"seldom for statistics", asking(func(a *Application) { a.Title, a.Abstract, a.Purpose = "", "", Statistics }, "military_service.status"),
			[]Advice{{Variable: "military_service.status", Kind: AdvicePurpose, Theme: "military"}}},
	} {
		if diff := cmp.Diff(c.want, c.a.Advise(cat)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	for _, th := range themes() {
		for _, id := range th.variables {
			_, table := cat.Table(id)
			_, variable := cat.Variable(id)
			if !table && !variable {
				t.Errorf("theme %s names %s, which is not in the catalogue", th.name, id)
			}
		}
	}
}

// TestForecast: the fee is the table's price of the estimated quarters, its ceiling
// a fifth above, the decision due when the road says.
func TestForecast(t *testing.T) {
	cat := theCatalogue(t)
	c := Case{Application: application(), Created: start}
	day := on("2020-11-02")
	f := sure(c.Forecast(cat, day))
	sum := 0
	for _, l := range f.Work {
		sum += l.Quarters
	}
	retrieval, _ := FeeOn("retrieval", day)
	if f.Quarters != sum || sum < 8 || f.Fee.Cents != retrieval.Cents*sum/4 || f.Fee.Ceiling != f.Fee.Cents+f.Fee.Cents/5 || len(f.Sources) == 0 {
		t.Errorf("the forecast is %+v", f)
	}
	if term, _ := TermOf(PermitRoad, day); f.Decision != WorkingDay(day.AddDate(0, 0, term.Days)) {
		t.Errorf("the decision is forecast for %s", f.Decision)
	}
	c.Application.Scope.Cadence, c.Application.Scope.Sample = Monthly, 100
	if more := sure(c.Forecast(cat, day)); more.Quarters != f.Quarters+11*2+1 {
		t.Errorf("monthly deliveries of a sample take %d quarters, without them %d", more.Quarters, f.Quarters)
	}
	if _, err := c.Forecast(cat, on("2019-01-01")); rule(err) != "no-law-that-day" {
		t.Errorf("a day without law: %v", err)
	}
}
