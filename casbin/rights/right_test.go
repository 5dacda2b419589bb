package rights

import (
	"slices"
	"testing"

	"tietolupa/permits"
)

func TestDutiesOfARight(t *testing.T) {
	for _, x := range []struct {
		name       string
		body       permits.Body
		commission *Commission
		powers     []Power
		want       []permits.Duty
	}{
		{"an official reads", "TE01", nil, []Power{Search, Read}, []permits.Duty{permits.Official}},
		{"an office's extract is no analyst's", "TE01", nil, []Power{Extract}, nil},
		{"nor is KEHA's", permits.KEHA, nil, []Power{Extract}, nil},
		{"an ELY centre's is", "ELY13", nil, []Power{Extract}, []permits.Duty{permits.Analyst}},
		{"who administers and discloses", permits.KEHA, nil, []Power{Disclose, Administer}, []permits.Duty{permits.AccessOfficer, permits.Official}},
		{"an outside body's person has the commission's alone", "", &Commission{}, []Power{Read, Extract}, []permits.Duty{permits.Commissioned}},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := Right{Commission: x.commission, Extent: Extent{Powers: x.powers}}
			if got := r.Duties(permits.Actor{Body: x.body}); !slices.Equal(got, x.want) {
				t.Errorf("duties %v, want %v", got, x.want)
			}
		})
	}
}
