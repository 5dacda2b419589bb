package registers_test

import (
	"testing"

	"tietolupa/registers"
)

func TestPlaceHold(t *testing.T) {
	today := on("2020-11-02")
	good := registers.Hold{Ground: registers.ForTask, Reference: "työttömyysturvalaki (1290/2002) 11 luku 4 §", PlacedBy: "u7", ReviewOn: on("2021-05-02")}
	for _, c := range []struct {
		name   string
		change func(*registers.Hold)
		rule   string
	}{
		{"4.3b a task", func(*registers.Hold) {}, ""},
		{"4.3b a pending matter", func(h *registers.Hold) { h.Ground, h.Reference = registers.ForMatter, "KEHA/5/2020" }, ""},
		{"4.3b no third ground", func(h *registers.Hold) { h.Ground = "research" }, "4.3b-ground"},
		{"4.3b no ground", func(h *registers.Hold) { h.Ground = "" }, "4.3b-ground"},
		{"4.3b no provision", func(h *registers.Hold) { h.Reference = " " }, "4.3b-reference"},
		{"4.3b by nobody", func(h *registers.Hold) { h.PlacedBy = "" }, "4.3b-reference"},
		{"4.3b no review", func(h *registers.Hold) { h.ReviewOn = registers.Day{} }, "4.3b-review"},
		{"4.3b review today", func(h *registers.Hold) { h.ReviewOn = today }, "4.3b-review"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := good
			c.change(&h)
			got, err := registers.PlaceHold(h, today)
			if c.rule != "" {
				broken(t, err, c.rule)
				return
			}
			if err != nil || got.PlacedOn != today || !got.InForce(today) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestHoldIsReviewedAndLifted(t *testing.T) {
	h, err := registers.PlaceHold(registers.Hold{Ground: registers.ForMatter, Reference: "KEHA/5/2020", PlacedBy: "u7", ReviewOn: on("2021-01-01")}, on("2020-11-02"))
	if err != nil {
		t.Fatal(err)
	}
	if h.Overdue(on("2020-12-31")) || !h.Overdue(on("2021-01-01")) || !h.InForce(on("2021-06-01")) {
		t.Error("overdue on the wrong day, or ended by being late")
	}
	if h, err = registers.ReviewHold(h, on("2021-01-01"), on("2021-07-01")); err != nil || h.Overdue(on("2021-01-01")) {
		t.Fatalf("%+v, %v", h, err)
	}
	_, err = registers.ReviewHold(h, on("2021-02-01"), on("2021-02-01"))
	broken(t, err, "4.3b-review")
	if h, err = registers.LiftHold(h, on("2021-03-01")); err != nil {
		t.Fatal(err)
	}
	if !h.InForce(on("2021-02-28")) || h.InForce(on("2021-03-01")) || h.Overdue(on("2022-01-01")) {
		t.Error("lifted on the wrong day")
	}
	_, err = registers.LiftHold(h, on("2021-03-02"))
	broken(t, err, "4.3b-lifted")
	_, err = registers.ReviewHold(h, on("2021-03-02"), on("2022-01-01"))
	broken(t, err, "4.3b-lifted")
}
