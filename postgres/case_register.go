package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// The case register (asiarekisteri, TiHL 25–26 §) as rows: what every register
// of an authority's matters has to tell.
type (
	// A RegisterCase is one matter.
	RegisterCase struct {
		Subject   string    `xml:"id,attr"`
		Number    string    `xml:"number"` // of the agency's case system, or ours
		Kind      string    `xml:"kind"`
		Initiated time.Time `xml:"initiated"`
		Party     string    `xml:"party"` // organisation that applies
		Handler   string    `xml:"handler"`
		State     string    `xml:"state"`
	}
	// A RegisterDocument is one document of a matter: who sent or made it, when
	// and how it came or left.
	RegisterDocument struct {
		Subject string    `xml:"case,attr"`
		ID      string    `xml:"id"`
		Kind    string    `xml:"kind"`
		Manner  string    `xml:"manner"` // "arrived" or "made"
		By      string    `xml:"by"`
		At      time.Time `xml:"at"`
		SHA256  string    `xml:"sha256"`
	}
	// A RegisterMeasure is one measure taken in a matter.
	RegisterMeasure struct {
		Subject string    `xml:"case,attr"`
		Number  int       `xml:"number"`
		Kind    string    `xml:"kind"`
		By      string    `xml:"by"`
		For     string    `xml:"for,omitempty"`     // whose act it is, when an official wrote it down as it arrived
		Arrived string    `xml:"arrived,omitempty"` // that day
		At      time.Time `xml:"at"`
	}
)

// RegisterCases gives every matter that has arrived, in the order of arrival.
func (db *DB) RegisterCases(ctx context.Context, give func(RegisterCase) error) error {
	return registered(ctx, db, `select q.subject, coalesce(r.number, replace(q.subject, '-', '/')), q.kind, q.arrived_at, q.organisation, coalesce(q.handler, ''), q.state
		from permits.queue_items q left join permits.registry_numbers r using (subject) where q.kind <> 'legacy' order by q.arrived_at, q.subject`,
		func(row pgx.CollectableRow) (c RegisterCase, err error) {
			return c, row.Scan(&c.Subject, &c.Number, &c.Kind, &c.Initiated, &c.Party, &c.Handler, &c.State)
		}, give)
}

// RegisterDocuments gives every document of those matters: applications and
// texts, attachments, and letters.
func (db *DB) RegisterDocuments(ctx context.Context, give func(RegisterDocument) error) error {
	return registered(ctx, db, `select subject, id, kind, manner, by_user, at, sha256 from (
			select c.case_id as subject, c.case_id || '/application' as id, 'application' as kind, 'arrived' as manner, c.applicant as by_user, c.submitted_at as at,
				encode(sha256(convert_to(c.application::text, 'UTF8')), 'hex') as sha256 from permits.cases c where c.submitted_at is not null
			union all select t.subject, t.subject || '/text-' || t.number, t.kind, case when u.body = 'KEHA' then 'made' else 'arrived' end, t.written_by, t.written_at, t.sha256
				from permits.texts t left join permits.users u on u.user_id = t.written_by
			union all select a.case_id, a.case_id || '/attachment-' || a.number, a.kind, case when u.body = 'KEHA' and a.goes_with <> 'arrived' then 'made' else 'arrived' end, a.added_by, a.added_at, a.sha256
				from permits.attachments a left join permits.users u on u.user_id = a.added_by where a.deleted_at is null
			union all select l.case_id, l.case_id || '/letter-' || l.number, l.kind, 'made', coalesce(c.decider, ''), l.made_at, l.sha256
				from permits.letters l join permits.cases c using (case_id)) d
		where exists (select from permits.queue_items q where q.subject = d.subject) order by subject, at, id`,
		func(row pgx.CollectableRow) (d RegisterDocument, err error) {
			return d, row.Scan(&d.Subject, &d.ID, &d.Kind, &d.Manner, &d.By, &d.At, &d.SHA256)
		}, give)
}

// RegisterMeasures gives every measure taken in those matters.
func (db *DB) RegisterMeasures(ctx context.Context, give func(RegisterMeasure) error) error {
	return registered(ctx, db, `select e.subject, e.version, e.kind, e.by_user, e.at, coalesce(e.detail ->> 'for', ''), coalesce(e.detail ->> 'arrived', '') from permits.events e
		join permits.queue_items q using (subject) where e.at >= q.arrived_at order by e.subject, e.version`,
		func(row pgx.CollectableRow) (m RegisterMeasure, err error) {
			return m, row.Scan(&m.Subject, &m.Number, &m.Kind, &m.By, &m.At, &m.For, &m.Arrived)
		}, give)
}

func registered[T any](ctx context.Context, db *DB, sql string, scan pgx.RowToFunc[T], give func(T) error) error {
	if err := eachRow(ctx, db, sql, nil, scan, give); err != nil {
		return fmt.Errorf("read the case register: %w", err)
	}
	return nil
}
