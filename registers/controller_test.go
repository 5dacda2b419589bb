package registers_test

import (
	"testing"

	"pgregory.net/rapid"

	"tietolupa/registers"
)

func TestOfficeOf(t *testing.T) {
	spell := func(office, start, end string) registers.Clientship {
		return registers.Clientship{Office: office, Start: on(start), End: on(end)}
	}
	for _, c := range []struct {
		name   string
		spells []registers.Clientship
		want   string
	}{
		{"2.3b the open one", []registers.Clientship{spell("TE01", "2019-01-01", "2020-10-31"), spell("TE05", "2012-01-01", "")}, "TE05"},
		{"2.3b of two open the later begun", []registers.Clientship{spell("TE05", "2012-01-01", ""), spell("TE01", "2019-01-01", "")}, "TE01"},
		{"2.3b one that ends today is open", []registers.Clientship{spell("TE05", "2012-01-01", "2020-11-02"), spell("TE01", "2019-01-01", "2020-11-01")}, "TE05"},
		{"2.3b of ended ones the last ended", []registers.Clientship{spell("TE05", "2012-01-01", "2020-01-02"), spell("TE01", "2019-01-01", "2019-11-01")}, "TE05"},
		{"2.3b one that has not begun does not count", []registers.Clientship{spell("TE05", "2012-01-01", "2013-01-02"), spell("TE01", "2020-11-03", "")}, "TE05"},
		{"2.3b a tie has one answer", []registers.Clientship{spell("TE05", "2012-01-01", ""), spell("TE02", "2012-01-01", "")}, "TE02"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := registers.OfficeOf(c.spells, on("2020-11-02")); got != c.want || err != nil {
				t.Errorf("%s, %v; want %s", got, err, c.want)
			}
		})
	}
	_, err := registers.OfficeOf(nil, on("2020-11-02"))
	broken(t, err, "2.3b-none")
}

// The order in which clientships are given does not matter.
func TestOfficeOfIsOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var spells []registers.Clientship
		for range rapid.IntRange(1, 5).Draw(t, "spells") {
			s := registers.Clientship{Office: rapid.SampledFrom([]string{"TE01", "TE02", "TE03"}).Draw(t, "office"), Start: on("2015-01-01").AddDate(0, rapid.IntRange(0, 60).Draw(t, "start"), 0)}
			if rapid.Bool().Draw(t, "ended") {
				s.End = s.Start.AddDate(0, rapid.IntRange(0, 30).Draw(t, "length"), 0)
			}
			spells = append(spells, s)
		}
		want, err := registers.OfficeOf(spells, on("2021-01-01"))
		got, err2 := registers.OfficeOf(rapid.Permutation(spells).Draw(t, "order"), on("2021-01-01"))
		if got != want || err != nil || err2 != nil {
			t.Fatalf("%s or %s", want, got)
		}
	})
}

func TestRouteRequest(t *testing.T) {
	own := registers.Duty{Code: "gdpr-32", Rule: "2.2.2", Parties: []registers.Party{registers.Keha}}
	office := registers.Duty{Code: "gdpr-15", Rule: "2.3b", Parties: []registers.Party{registers.Office}}
	spells := []registers.Clientship{{Office: "TE05", Start: on("2019-01-01")}}
	day := on("2020-11-02")
	for _, c := range []struct {
		name    string
		duty    registers.Duty
		spells  []registers.Clientship
		arrived string
		want    registers.Route
		rule    string
	}{
		{"2.2 KEHA's own", own, spells, "TE01", registers.Route{Party: registers.Keha, Rule: "2.2.2"}, ""},
		{"2.3b the client's office, wherever it arrived", office, spells, "TE01", registers.Route{Party: registers.Office, Body: "TE05", Rule: "2.3b"}, ""},
		{"2.3b nobody's client", office, nil, "TE01", registers.Route{Party: registers.Office, Body: "TE01", Rule: "2.3b"}, ""},
		{"2.3b nobody's client, arrived nowhere", office, nil, "", registers.Route{}, "2.3b-none"},
		{"2.3a nobody's duty", registers.Duty{Code: "x"}, spells, "TE01", registers.Route{}, "2.3a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := registers.RouteRequest(c.duty, c.spells, c.arrived, day)
			if c.rule != "" {
				broken(t, err, c.rule)
			} else if err != nil || got != c.want {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}
