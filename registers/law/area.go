package law

import "tietolupa/registers"

type areaLine struct {
	level, code, body string
	Version
}

// An Area is which bodies serve a municipality on a day. A body that does not
// exist that day, or is not entered, is empty.
type Area struct {
	Municipality   registers.CodeValue
	Region         string // maakunta: code of list region
	ELY            string // code of list ely, until 2025
	Office         string // TE office, until 2024
	Trial          string // the municipality itself while it was on trial (1269/2020)
	Authority      string // employment authority, from 2025
	VitalityCentre string // from 2026
}

// Area tells who serves a municipality, by the code lists for what 2020 had and
// by areas.csv for what came later. It fails for an unknown municipality and
// for one abroad.
func (l Law) Area(municipality string) (Area, error) {
	m, ok := l.tables.catalogue.CodeOn("municipality", municipality, l.day)
	if !ok || m.Parents["region"] == "" || m.Parents["region"] == "99" {
		return Area{}, l.unknown("municipality", municipality)
	}
	a := Area{Municipality: m, Region: m.Parents["region"]}
	if _, err := l.Organisation(m.Parents["office"]); err == nil {
		a.Office = m.Parents["office"]
	}
	if ely := m.Parents["ely"]; len(l.Organisations(registers.ELYCentre)) > 0 {
		a.ELY = ely
	}
	for _, line := range l.tables.areas {
		if !line.On(l.day) || line.level == "region" && line.code != a.Region || line.level == "municipality" && line.code != municipality {
			continue
		}
		body, err := l.Organisation(line.body)
		if err != nil {
			continue
		}
		switch body.Party {
		case registers.VitalityCentre:
			a.VitalityCentre = body.Code
		case registers.Authority:
			a.Authority = body.Code
		case registers.Municipality:
			a.Trial = body.Code
		}
	}
	return a, nil
}

// Access is the body by whose area an access right reaches whoever lives there:
// the vitality centre, and before it the ELY centre. Empty when neither serves
// that day.
func (a Area) Access() string {
	if a.VitalityCentre == "" && a.ELY != "" {
		return "ELY" + a.ELY
	}
	return a.VitalityCentre
}

// Serving is the office whose client a person of the municipality is: the
// employment authority from 2025, before it the municipality on trial or the TE
// office. It fails when none is entered for that day.
func (l Law) Serving(municipality string) (string, error) {
	a, err := l.Area(municipality)
	if err != nil {
		return "", err
	}
	for _, body := range []string{a.Authority, a.Trial, a.Office} {
		if body != "" {
			return body, nil
		}
	}
	return "", l.unknown("office of municipality", municipality)
}
