package postgres_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"tietolupa/postgres/pgtest"
)

// What 3 §, 6 § and the sub-register's provision require of an entry holds in
// the database too, whoever writes it.
func TestTheDatabaseKeepsTheRulesOfContent(t *testing.T) {
	pool := pgtest.New(t)
	const by = "office, source, recorder, recorded_at) values "
	const entry = "'TE01', 'office', 'a1', '2020-11-02 10:00+02')"
	health := "insert into registers.health_entry (person_id, health_entry_id, start_date, end_date, kind, affects_employment, indispensable, ground_text, " + by
	consent := "insert into registers.consent (person_id, consent_id, category, state, written, recorded_on, withdrawn_on, text_reference, " + by
	other := "insert into registers.employer_other_data (employer_id, employer_other_data_id, recorded_on, kind, non_personal, checked_by, checked_on, " + by
	joint := "insert into registers.joint_service (person_id, joint_service_id, start_date, entering_body, " + by
	need := "insert into registers.joint_need (person_id, joint_need_id, joint_service_id, assessed_on, kind, responsible_body, entering_body, " + by
	document := "insert into registers.joint_document (person_id, joint_document_id, joint_service_id, dated_on, kind, reference, kept_at, entering_body, " + by
	client := "insert into registers.joint_client (person_id, family_name, given_names, code, municipality, entering_body, " + by
	for _, test := range []struct {
		name, sql, broken string
	}{
		{"health with both tests", health + "(1, 1, '2020-10-01', null, '01', true, true, 'x', " + entry, ""},
		{"health that does not affect employment", health + "(1, 2, '2020-10-01', null, '01', false, true, 'x', " + entry, "health_entry_affects_employment"},
		{"health that is not indispensable", health + "(1, 3, '2020-10-01', null, '01', true, false, 'x', " + entry, "health_entry_is_indispensable"},
		{"a spell that ends before it begins", health + "(1, 4, '2020-10-01', '2020-09-30', '01', true, true, 'x', " + entry, "health_entry_ends_after_start"},
		{"consent in writing", consent + "(1, 1, '6.2.1', 'given', true, '2020-10-01', null, null, " + entry, ""},
		{"consent by word of mouth", consent + "(1, 2, '6.2.1', 'given', false, '2020-10-01', null, null, " + entry, "consent_given_in_writing"},
		{"refusal by word of mouth", consent + "(1, 3, '6.2.1', 'refused', false, '2020-10-01', null, null, " + entry, ""},
		{"consent to health that is not individualised", consent + "(1, 4, '6.3', 'given', true, '2020-10-01', null, null, " + entry, "consent_health_individualised"},
		{"withdrawal of what was not given", consent + "(1, 5, '6.2.1', 'refused', false, '2020-10-01', '2020-10-02', null, " + entry, "consent_withdrawn_was_given"},
		{"other data marked", other + "(1, 1, '2020-10-01', '01', true, 'a2', '2020-10-01', " + entry, ""},
		{"other data that are personal", other + "(1, 2, '2020-10-01', '01', false, 'a2', '2020-10-01', " + entry, "employer_other_data_is_not_personal"},
		{"a joint need without a joint service", need + "(1, 1, 1, '2020-10-01', '01', 'kela', 'kela', " + entry, "joint_service_has_begun"},
		{"a joint client without a joint service", client + "(1, 'A', 'B', 'C', '091', 'kela', " + entry, "joint_service_has_begun"},
		{"a joint service", joint + "(1, 1, '2020-10-01', 'te_office', " + entry, ""},
		{"a joint need before the joint service", need + "(1, 1, 1, '2020-09-30', '01', 'kela', 'kela', " + entry, "joint_service_has_begun"},
		{"a joint need of another's service", need + "(2, 1, 1, '2020-10-01', '01', 'kela', 'kela', " + entry, "joint_service_has_begun"},
		{"a joint need", need + "(1, 1, 1, '2020-10-01', '01', 'kela', 'kela', " + entry, ""},
		{"a joint client", client + "(1, 'A', 'B', 'C', '091', 'kela', " + entry, ""},
		{"an older document of the joint service", document + "(1, 1, 1, '2020-01-01', '01', 'x', 'y', 'kela', " + entry, ""},
	} {
		_, err := pool.Exec(t.Context(), test.sql)
		var refused *pgconn.PgError
		switch {
		case test.broken == "" && err != nil:
			t.Errorf("%s: %v", test.name, err)
		case test.broken != "" && (!errors.As(err, &refused) || refused.ConstraintName != test.broken):
			t.Errorf("%s: %v, want %s", test.name, err, test.broken)
		}
	}
}
