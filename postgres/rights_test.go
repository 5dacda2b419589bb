package postgres_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"tietolupa/casbin/rights"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

var (
	contact = permits.Actor{ID: "u-ylva", Name: "Ylva Yhteys", Email: "ylva@te.example", Organisation: "TE01", Body: "TE01",
		Duties: []permits.Duty{permits.Contact}, Language: "fi"}
	accessOfficer = permits.Actor{ID: "u-vilma", Name: "Vilma Vastaava", Email: "vilma@keha.example", Organisation: "KEHA", Body: permits.KEHA,
		Duties: []permits.Duty{permits.AccessOfficer}, Language: "fi"}
)

func request(t *testing.T) rights.Request {
	t.Helper()
	return rights.Request{Ground: "5.2.1", Uses: []rights.Use{rights.CustomerService}, Need: "Tehtävä.", Extent: rights.Extent{
		Items: []string{"3.1.1", "3.1.2"}, Offices: []permits.Body{"TE01"}, Powers: []rights.Power{rights.Search, rights.Read},
		From: day(t, "2020-11-02"), Until: day(t, "2021-10-31")}}
}

// granted is a right of a newcomer, by the web role's own rights.
func granted(t *testing.T, db *postgres.DB) rights.Right {
	t.Helper()
	a, err := db.FileAccess(t.Context(), postgres.Newcomer{Name: "Uusi", Email: "uusi@te.example", Organisation: "TE01", Body: "TE01", Language: "fi"},
		func(id string, person permits.Actor, now time.Time) (rights.Application, permits.Event, error) {
			return rights.Apply(id, contact, person, request(t), now)
		})
	if err != nil {
		t.Fatal(err)
	}
	g, err := db.GrantAccess(t.Context(), a.ID, func(a rights.Application, right string, holder permits.Actor, now time.Time) (g postgres.Grant, err error) {
		g.Application, g.Right, g.Events, err = a.Grant(right, accessOfficer, holder, a.Version, a.Request.Extent, "", now)
		return g, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return g.Right
}

// access gives a connection of the owner and two of the pages.
func access(t *testing.T) (owner, one, other *postgres.DB) {
	t.Helper()
	dsn := pgtest.DSN(t)
	owner = openAs(t, dsn, postgres.LoginRole)
	furnish(t, owner)
	for _, a := range []permits.Actor{contact, accessOfficer} {
		if err := owner.PutUser(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	return owner, openAs(t, dsn, postgres.WebRole), openAs(t, dsn, postgres.WebRole)
}

func TestChangeOfRightIsSeenByAnotherConnectionAtOnce(t *testing.T) {
	owner, one, other := access(t)
	r := granted(t, one)
	if held, version, err := other.Grants(t.Context(), r.Holder); err != nil || version != 1 || len(held) != 1 || !held[0].Equal(r.Extent) {
		t.Fatalf("%+v of version %d, %v", held, version, err)
	}
	inForce := func() (n int) {
		t.Helper()
		if err := owner.Pool().QueryRow(t.Context(), "select count(*) from permits.rights_in_force($1, '2020-11-03')", r.Holder).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if inForce() != 1 {
		t.Error("the row rules do not see it")
	}
	if _, err := one.ChangeRight(t.Context(), r.ID, "Siirtyi.", func(r rights.Right, now time.Time) (rights.Right, permits.Event, error) {
		return r.Remove(accessOfficer, r.Version, rights.ConditionsNotMet, "Siirtyi.", now)
	}); err != nil {
		t.Fatal(err)
	}
	if version, err := other.GrantVersion(t.Context(), r.Holder); err != nil || version != 2 {
		t.Errorf("version %d, %v; want 2", version, err)
	}
	if held, _, err := other.Grants(t.Context(), r.Holder); err != nil || len(held) != 0 || inForce() != 0 {
		t.Errorf("after the removal: %+v, %v", held, err)
	}
	history, err := other.RightHistory(t.Context(), r.ID)
	if err != nil || len(history) != 2 || history[0].Reasons != "Siirtyi." || history[0].By != accessOfficer.ID {
		t.Errorf("%+v, %v", history, err)
	}
	if version, err := other.GrantVersion(t.Context(), "u-nobody"); err != nil || version != 0 {
		t.Errorf("of nobody: %d, %v", version, err)
	}
	_, err = owner.Pool().Exec(t.Context(), "update permits.rights set removed_at = null, removed_by = null, removal = null, version = version + 1")
	refused(t, err, "removed_right_stays")
	_, err = owner.Pool().Exec(t.Context(), "delete from permits.rights")
	refused(t, err, "insert_only")
	_, err = owner.Pool().Exec(t.Context(), "update permits.rights_versions set version = 9")
	refused(t, err, "insert_only")
}

func TestUseOfARightIsNotedWithItsEntry(t *testing.T) {
	_, one, other := access(t)
	r := granted(t, one)
	for _, e := range []postgres.Entry{
		{Actor: r.Holder, Kind: "record-read", Subject: "x", Grant: r.ID, Result: postgres.Refused},
		{Actor: r.Holder, Kind: "record-read", Subject: "x", Grant: r.ID},
		{Actor: r.Holder, Kind: "record-read", Subject: "x", Grant: r.ID},
	} {
		held, err := other.FindRights(t.Context(), postgres.RightsQuery{Holder: r.Holder})
		if err != nil || len(held) != 1 || e.Result == postgres.Refused && !held[0].LastUsed.IsZero() {
			t.Fatalf("%+v, %v", held, err)
		}
		if err := one.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	held, err := other.FindRights(t.Context(), postgres.RightsQuery{Holder: r.Holder, Office: "TE01", InForce: day(t, "2020-11-02")})
	if err != nil || len(held) != 1 || held[0].LastUsed != day(t, "2020-11-02") {
		t.Errorf("%+v, %v", held, err)
	}
}

func TestOneOfTwoOfficersChangesARight(t *testing.T) {
	_, one, other := access(t)
	r := granted(t, one)
	to := r.Extent
	to.Items = []string{"3.1.1"}
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i, db := range []*postgres.DB{one, other} {
		wg.Go(func() {
			_, errs[i] = db.ChangeRight(t.Context(), r.ID, "Supistui.", func(x rights.Right, now time.Time) (rights.Right, permits.Event, error) {
				return x.Change(accessOfficer, r.Version, to, "Supistui.", now)
			})
		})
	}
	wg.Wait()
	stale := 0
	for _, err := range errs {
		if rule, ok := errors.AsType[*permits.RuleError](err); ok && rule.Rule == "stale-page" {
			stale++
		} else if err != nil {
			t.Error(err)
		}
	}
	if stale != 1 {
		t.Errorf("%d of two came too late: %v", stale, errs)
	}
}

func TestConstraintsOfRightsSayTheSameAsTheRules(t *testing.T) {
	owner, one, _ := access(t)
	granted(t, one)
	for _, act := range []struct{ set, constraint string }{
		{"items = '{}'", "right_has_content"},
		{"offices = '{}'", "right_has_extent"},
		{"powers = '{}'", "right_has_powers"},
		{"powers = '{rule}'", "right_powers_known"},
		{"uses = '{}'", "right_has_uses"},
		{"valid_until = valid_from - 1", "right_begins_before_it_ends"},
		{"holder = 'u-ylva'", "immutable_columns"},
		{"removed_at = now(), reasons = 'x'", "right_removal_is_whole"},
		{"removed_at = now(), removed_by = 'u-vilma', removal = '5a.3', reasons = 'x'", "right_removal_known"},
		{"reviewed = '2020-11-03'", "right_review_is_of_legacy"},
	} {
		_, err := owner.Pool().Exec(t.Context(), "update permits.rights set version = version + 1, "+act.set)
		refused(t, err, act.constraint)
	}
}

func TestLegacyRightsAreImportedAllOrNone(t *testing.T) {
	_, one, _ := access(t)
	official := contact
	official.ID, official.Email = "u-vanha", "vanha@te.example"
	if err := one.PutUser(t.Context(), official); err != nil {
		t.Fatal(err)
	}
	legacy := func() rights.Right {
		q := request(t)
		return rights.Right{Body: "TE01", Ground: q.Ground, Uses: q.Uses, Extent: q.Extent, GrantedBy: "TEM",
			GrantedAt: time.Date(2019, 3, 1, 10, 0, 0, 0, time.UTC)}
	}
	take := func(holder permits.Actor, r rights.Right, now time.Time) (rights.Right, permits.Event, error) {
		return rights.Import(accessOfficer, holder, r, now)
	}
	good := postgres.LegacyRight{Line: 2, Email: official.Email, Right: legacy()}
	late := good
	late.Line, late.Right.GrantedAt = 4, demoDay
	_, err := one.ImportRights(t.Context(), []postgres.LegacyRight{good, {Line: 3, Email: "nobody@te.example", Right: good.Right}, late}, take)
	var bad postgres.BadLine
	if !errors.As(err, &bad) || bad.Line != 3 || !errors.Is(err, postgres.ErrNoUser) {
		t.Errorf("%v", err)
	}
	if held, _, err := one.Grants(t.Context(), official.ID); err != nil || len(held) != 0 {
		t.Errorf("a part was imported: %v, %v", held, err)
	}
	made, err := one.ImportRights(t.Context(), []postgres.LegacyRight{good}, take)
	if err != nil || len(made) != 1 || !made[0].Legacy || made[0].GrantedBy != "TEM" {
		t.Fatalf("%+v, %v", made, err)
	}
	due, err := one.RightsDue(t.Context(), day(t, "2020-11-02"))
	if err != nil || len(due) != 1 || due[0].Causes[0] != rights.Unreviewed {
		t.Errorf("%+v, %v", due, err)
	}
}
