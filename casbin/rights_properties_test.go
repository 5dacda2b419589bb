package casbin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
)

func someRight() *rapid.Generator[rights.Right] {
	return rapid.Custom(func(t *rapid.T) rights.Right {
		r := aRight(fmt.Sprintf("KEHA-K%d-2020", rapid.IntRange(1, 1_000_000).Draw(t, "id")))
		from := day("2020-07-01").AddDate(0, 0, rapid.IntRange(0, 200).Draw(t, "from"))
		r.From, r.Until = from, from.AddDate(0, 0, rapid.IntRange(0, 200).Draw(t, "length"))
		r.Ground = rapid.SampledFrom([]rights.Ground{"5.2.1", "5.2.2", "5.2.7"}).Draw(t, "ground")
		some := func(name string, from ...string) []string {
			return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 1, len(from), rapid.ID[string]).Draw(t, name)
		}
		r.Items = some("items", "3.1.1", "3.1.2", "3.1.7")
		r.Powers, r.Uses, r.Offices = nil, nil, nil
		for _, p := range some("powers", "search", "read", "write", "extract") {
			r.Powers = append(r.Powers, rights.Power(p))
		}
		for _, u := range some("uses", "customer", "matter", "oversight") {
			r.Uses = append(r.Uses, rights.Use(u))
		}
		for _, o := range some("offices", "TE01", "TE02") {
			r.Offices = append(r.Offices, permits.Body(o))
		}
		r.Areas = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"ELY01", "ELY13", "FI"}), 0, 2, rapid.ID[string]).Draw(t, "areas")
		if rapid.IntRange(0, 3).Draw(t, "removed") == 0 {
			r.RemovedAt = time.Date(2020, 7, 2, 0, 0, 0, 0, time.UTC)
		}
		return r
	})
}

func someRequest() *rapid.Generator[Request] {
	return rapid.Custom(func(t *rapid.T) Request {
		return Request{
			Holder: tuula,
			Power:  rapid.SampledFrom(rights.Powers()).Draw(t, "power"),
			Item:   rapid.SampledFrom([]string{"3.1.1", "3.1.2", "3.1.7", "3.2.1"}).Draw(t, "item"),
			Office: rapid.SampledFrom([]permits.Body{"TE01", "TE02", "TE03", ""}).Draw(t, "office"),
			Area:   rapid.SampledFrom([]string{"ELY01", "ELY13", "ELY15", ""}).Draw(t, "area"),
			Use:    rapid.SampledFrom(rights.Uses()).Draw(t, "use"),
			Day:    day("2020-07-01").AddDate(0, 0, rapid.IntRange(0, 450).Draw(t, "day")),
		}
	})
}

// allowed is what the rights say, written out without casbin.
func allowed(all []rights.Right, q Request) bool {
	return slices.ContainsFunc(all, func(r rights.Right) bool {
		return r.InForce(q.Day) && r.Lawful(q.Day) == nil && r.Reaches(q.Item, q.Power, q.Use) &&
			(slices.Contains(r.Offices, q.Office) || slices.Contains(r.Areas, q.Area) || slices.Contains(r.Areas, "FI"))
	})
}

// TestMayAndSightAgree: casbin, Sight and the rights themselves say the same,
// and the right that is named is one that reaches it. An expired, removed or
// not-yet-valid right therefore allows nothing.
func TestMayAndSightAgree(t *testing.T) {
	yes := 0
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfNDistinct(someRight(), 0, 4, func(r rights.Right) string { return r.ID }).Draw(t, "rights")
		k := keep(all...)
		r, err := NewRights(k, 0)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			q := someRequest().Draw(t, "request")
			if len(all) > 0 && rapid.Bool().Draw(t, "within a right") { // chance alone seldom meets one
				r := rapid.SampledFrom(all).Draw(t, "right")
				q.Item, q.Power, q.Use, q.Office, q.Day = r.Items[0], r.Powers[0], r.Uses[0], r.Offices[0], r.From
			}
			want := allowed(all, q)
			by, err := r.May(context.Background(), q)
			if (err == nil) != want || err != nil && !errors.Is(err, ErrNoRight) {
				t.Fatalf("May is %q, %v; want %v", by, err, want)
			}
			s, err := r.Sight(context.Background(), q.Holder, q.Power, q.Use, q.Day)
			if err != nil {
				t.Fatal(err)
			}
			if _, sees := s.Reaches(q.Item, q.Office, q.Area); sees != want || slices.Contains(s.Client(q.Office, q.Area), q.Item) != want {
				t.Fatalf("sight %+v sees %v; want %v", s, sees, want)
			}
			offices, areas, everybody := s.Of(q.Item)
			if in := everybody || slices.Contains(offices, q.Office) || slices.Contains(areas, q.Area); in != want {
				t.Fatalf("of %v %v %v; want %v", offices, areas, everybody, want)
			}
			if want {
				yes++
				i := slices.IndexFunc(all, func(r rights.Right) bool { return r.ID == by })
				if i < 0 || !allowed(all[i:i+1], q) {
					t.Fatalf("%q does not allow it", by)
				}
			}
		}
	})
	if yes == 0 {
		t.Error("nothing was ever allowed")
	}
}

// FuzzGrantLine: whatever a right holds, it is either refused whole, or becomes
// one line that allows exactly what the right reaches.
func FuzzGrantLine(f *testing.F) {
	f.Add("KEHA-K1-2020", "tuula.niemi", "5.2.1", "3.1.1", "3.1.2", "TE01", "ELY13", "read", "customer", "3.1.1", "TE01", "ELY01")
	f.Add("K", "a,b", "5.2.1", "3.1.1;3.1.7", "", "TE01;TE02", "FI", "read;write", "customer", "3.1.7", "TE02", "")
	f.Add("K", "a", "1.2b", ";", ";;", "*", "FI", "read", "customer", ";", "", "FI")
	f.Add("K\"", "r.holder", "5.2.7", "3", ".", "A", "A1", "extract", "oversight", "3", "A1", "A1")
	f.Fuzz(func(t *testing.T, id, holder, ground, item, second, office, area, power, use, askItem, askOffice, askArea string) {
		r := rights.Right{ID: id, Holder: permits.UserID(holder), Body: "TE01", Ground: rights.Ground(ground), Uses: []rights.Use{rights.Use(use)},
			Extent: rights.Extent{Items: []string{item, second}, Offices: []permits.Body{permits.Body(office)}, Areas: []string{area},
				Powers: []rights.Power{rights.Power(power)}, From: day("2020-11-02"), Until: day("2021-05-01")}}
		line, err := grantLine(r)
		if err != nil {
			if line != nil {
				t.Fatal("a line came with an error")
			}
			return
		}
		if err := checkLine(line); err != nil {
			t.Fatal(err)
		}
		for i, field := range line {
			if strings.ContainsAny(field, ",\n\r\" ") || i != fieldPowers && i != fieldItems && i != fieldOffices && i != fieldAreas && i != fieldUses && strings.Contains(field, ";") {
				t.Fatalf("field %d smuggles %q", i, field)
			}
		}
		if got := strings.Split(strings.Trim(line[fieldItems], ";"), ";"); !slices.Equal(got, r.Items) {
			t.Fatalf("items %q became %q", r.Items, got)
		}
		q := Request{Holder: r.Holder, Power: r.Powers[0], Item: askItem, Office: permits.Body(askOffice), Area: askArea, Use: r.Uses[0], Day: day("2020-12-01")}
		want := q.check() == nil && allowed([]rights.Right{r}, q)
		if _, err := enforcing(t, keep(r), 0).May(t.Context(), q); (err == nil) != want {
			t.Fatalf("May is %v, want %v, of %q", err, want, line)
		}
	})
}

// FuzzHolds: a set has a part exactly when it was written with it.
func FuzzHolds(f *testing.F) {
	f.Add("3.1.1", "3.1.11", "1.1")
	f.Add("a", "b", "a;b")
	f.Add("", ";", "")
	f.Fuzz(func(t *testing.T, a, b, part string) {
		if strings.ContainsAny(a+b, ";,") || a == "" || b == "" || a == b {
			return
		}
		set, err := setOf("part", []string{a, b}, func(string) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		if holds(set, part) != (part == a || part == b) || holds("", part) {
			t.Fatalf("%q in %q", part, set)
		}
	})
}
