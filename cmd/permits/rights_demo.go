package main

import (
	"context"
	"fmt"
	"time"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// A demoRight is what the demonstration's people apply for: all that the ground
// lets a right hold, of one extent.
type demoRight struct {
	holder  permits.UserID
	contact permits.UserID
	ground  string
	powers  []rights.Power
	uses    []rights.Use
	offices []permits.Body
	areas   []string
	need    string
}

var demoRights = []demoRight{
	{officialID, southContactID, "5.2.1", []rights.Power{rights.Search, rights.Read, rights.Write, rights.Disclose},
		[]rights.Use{rights.CustomerService, rights.PendingMatter}, []permits.Body{"TE01"}, nil, "Asiakaspalvelun asiantuntijan tehtävät Uudenmaan TE-toimistossa."},
	{officialID, southContactID, "1.2b", []rights.Power{rights.Search, rights.Read, rights.Write},
		[]rights.Use{rights.CustomerService}, []permits.Body{"TE01"}, nil, "Monialaisen yhteispalvelun asiakkaat Uudellamaalla."},
	{northernID, northContactID, "5.2.1", []rights.Power{rights.Search, rights.Read, rights.Write, rights.Disclose},
		[]rights.Use{rights.CustomerService, rights.PendingMatter}, []permits.Body{"TE13"}, nil, "Asiakaspalvelun asiantuntijan tehtävät Pohjois-Pohjanmaan TE-toimistossa."},
	{northernID, northContactID, "1.2b", []rights.Power{rights.Search, rights.Read, rights.Write},
		[]rights.Use{rights.CustomerService}, []permits.Body{"TE13"}, nil, "Monialaisen yhteispalvelun asiakkaat Pohjois-Pohjanmaalla."},
	{ministryID, ministryContactID, "5.2.7", []rights.Power{rights.Extract}, []rights.Use{rights.Oversight}, nil, []string{rights.WholeCountry},
		"Työllisyyden seuranta ja ohjaus ministeriössä."},
	{elyAnalystID, elyContactID, "5.2.7", []rights.Power{rights.Extract}, []rights.Use{rights.Oversight}, nil, []string{"ELY13"},
		"Alueen työllisyyden seuranta ELY-keskuksessa."},
}

// giveDemoRights applies for the rights of the demonstration's people and grants
// them, by the commands of the pages.
func giveDemoRights(ctx context.Context, db *postgres.DB) error {
	officer, err := db.User(ctx, accessOfficerID)
	if err != nil {
		return err
	}
	for _, d := range demoRights {
		contact, err := db.User(ctx, d.contact)
		if err != nil {
			return err
		}
		holder, err := db.User(ctx, d.holder)
		if err != nil {
			return err
		}
		a, err := db.FileAccess(ctx, postgres.Newcomer{Name: holder.Name, Email: holder.Email},
			func(id string, person permits.Actor, now time.Time) (rights.Application, permits.Event, error) {
				return rights.Apply(id, contact, person, d.request(now), now)
			})
		if err != nil {
			return fmt.Errorf("demonstration's rights: %w", err)
		}
		_, err = db.GrantAccess(ctx, a.ID, func(a rights.Application, right string, holder permits.Actor, now time.Time) (g postgres.Grant, err error) {
			g.Application, g.Right, g.Events, err = a.Grant(right, officer, holder, a.Version, a.Request.Extent, "", now)
			return g, err
		})
		if err != nil {
			return fmt.Errorf("demonstration's rights: %w", err)
		}
	}
	return nil
}

func (d demoRight) request(now time.Time) rights.Request {
	day := registers.DayOf(now)
	q := rights.Request{Ground: rights.Ground(d.ground), Uses: d.uses, Need: d.need, Extent: rights.Extent{
		Offices: d.offices, Areas: d.areas, Powers: d.powers, From: day, Until: day.AddDate(1, 0, -1)}}
	today := law.On(day)
	ground, err := today.AccessGround(d.ground)
	if err != nil {
		return q // the rule will say so
	}
	for _, item := range today.Reached(ground) {
		q.Items = append(q.Items, item.Item)
	}
	return q
}
