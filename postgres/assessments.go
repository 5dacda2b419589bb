package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
)

// ErrNoAssessment says that there is no assessment of that number and version.
var ErrNoAssessment = errors.New("no such assessment")

// PutAssessment stores a version of an impact assessment or prior consultation
// (2.2.3, 2.2.4): next with number 0 is the first of a new one, otherwise the
// one after seen, the version that its writer had before them. What it covers is
// the catalogue of today. registers.NextAssessment decides, with its
// *registers.RuleError; "version" refuses a writer who was overtaken.
func (r *Registers) PutAssessment(ctx context.Context, by permits.UserID, next registers.Assessment, seen int) (registers.Assessment, error) {
	var stored registers.Assessment
	err := r.db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		var previous registers.Assessment
		if next.Number != 0 {
			rows, _ := tx.Query(ctx, selectAssessments+" where assessment_id = $1 order by version desc limit 1", next.Number)
			if previous, err = pgx.CollectExactlyOneRow(rows, scanAssessment); errors.Is(err, pgx.ErrNoRows) {
				return ErrNoAssessment
			} else if err != nil {
				return err
			}
			if previous.Version != seen {
				return refused("version", "")
			}
		}
		next.Covers = r.cat.Covered()
		if next.Kind == registers.PriorConsultation {
			rows, _ := tx.Query(ctx, selectAssessments+" where assessment_id = $1 and version = $2", next.Of, next.OfAt)
			about, err := pgx.CollectExactlyOneRow(rows, scanAssessment)
			if err != nil && !errors.Is(err, pgx.ErrNoRows) {
				return err
			}
			if err != nil || about.Kind != registers.ImpactAssessment || about.State != registers.AssessmentApproved {
				next.Of = 0 // refused as one about nothing
			}
		}
		if stored, err = registers.NextAssessment(previous, next, string(by), registers.DayOf(now)); err != nil {
			return err
		}
		if stored.Number == 0 {
			if err := tx.QueryRow(ctx, "select nextval('permits.assessment_number')").Scan(&stored.Number); err != nil {
				return err
			}
		}
		var about, at *int64
		if stored.Of != 0 {
			version := int64(stored.OfAt)
			about, at = &stored.Of, &version
		}
		if _, err := tx.Exec(ctx, `
			insert into permits.assessments (assessment_id, version, kind, state, catalogue_hash, profile_hash, description,
			       necessity, risks, measures, advice, high_risk, about_id, about_version, answer, sent_on, made_by, made_on)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, nullif($16, '')::date, $17, $18)`,
			stored.Number, stored.Version, stored.Kind, stored.State, stored.Covers.Catalogue, stored.Covers.Profile, stored.Description,
			stored.Necessity, stored.Risks, stored.Measures, stored.Advice, stored.HighRisk, about, at, stored.Answer,
			stored.SentOn.String(), stored.By, stored.On.Time()); err != nil {
			if violatesConstraint(err, "assessment_pk") {
				return refused("version", "")
			}
			return err
		}
		return record(ctx, tx, Entry{At: now, Actor: by, Kind: "assessment-" + string(stored.State),
			Subject: fmt.Sprintf("assessment %d", stored.Number),
			Detail:  map[string]string{"kind": string(stored.Kind), "version": fmt.Sprint(stored.Version), "catalogue": stored.Covers.Catalogue}})
	})
	if err != nil {
		return registers.Assessment{}, fmt.Errorf("store an assessment: %w", err)
	}
	return stored, nil
}

// Assessments lists every version of every assessment, the newest first.
func (r *Registers) Assessments(ctx context.Context) ([]registers.Assessment, error) {
	rows, _ := r.db.pool.Query(ctx, selectAssessments+" order by assessment_id desc, version desc")
	all, err := pgx.CollectRows(rows, scanAssessment)
	if err != nil {
		return nil, fmt.Errorf("list assessments: %w", err)
	}
	return all, nil
}

// AssessmentsDue says which assessments the catalogue of today asks for, on the
// day of the service clock.
func (r *Registers) AssessmentsDue(ctx context.Context) ([]registers.AssessmentDue, error) {
	all, err := r.Assessments(ctx)
	if err != nil {
		return nil, err
	}
	now, err := r.db.Now(ctx)
	if err != nil {
		return nil, err
	}
	return registers.AssessmentsDue(r.cat.Covered(), all, registers.DayOf(now)), nil
}

const selectAssessments = `select assessment_id, version, kind, state, catalogue_hash, profile_hash, description, necessity, risks,
	measures, advice, high_risk, coalesce(about_id, 0), coalesce(about_version, 0), answer, coalesce(sent_on::text, ''), made_by,
	made_on::text from permits.assessments`

func scanAssessment(row pgx.CollectableRow) (a registers.Assessment, err error) {
	var sent, made string
	if err := row.Scan(&a.Number, &a.Version, &a.Kind, &a.State, &a.Covers.Catalogue, &a.Covers.Profile, &a.Description, &a.Necessity,
		&a.Risks, &a.Measures, &a.Advice, &a.HighRisk, &a.Of, &a.OfAt, &a.Answer, &sent, &a.By, &made); err != nil {
		return a, err
	}
	return a, errors.Join(a.SentOn.UnmarshalText([]byte(sent)), a.On.UnmarshalText([]byte(made)))
}
