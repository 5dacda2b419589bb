package postgres_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

func TestUsers(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	ctx := t.Context()
	got, err := db.UserByEmail(ctx, "AINO@yliopisto.example")
	if err != nil {
		t.Fatal(err)
	}
	got.Identified = researcher.Identified // of a session, not of the account
	if diff := cmp.Diff(researcher, got); diff != "" {
		t.Error(diff)
	}
	moved := researcher
	moved.Organisation, moved.Duties, moved.Identified = "Laitos", nil, ""
	if err := db.PutUser(ctx, moved); err != nil {
		t.Fatal(err)
	}
	if got, err := db.User(ctx, moved.ID); err != nil || !cmp.Equal(moved, got) {
		t.Errorf("%+v, %v", got, err)
	}
	twin := researcher
	twin.ID = "u-toinen"
	if err := db.PutUser(ctx, twin); err == nil {
		t.Error("two users have one address")
	}
	unknown := researcher
	unknown.ID, unknown.Email, unknown.Duties = "u-uusi", "uusi@x.example", []permits.Duty{"king"}
	if err := db.PutUser(ctx, unknown); err == nil {
		t.Error("a duty that is none was stored")
	}
	if _, err := db.User(ctx, "u-nobody"); !errors.Is(err, postgres.ErrNoUser) {
		t.Errorf("unknown user: %v", err)
	}
	if _, err := db.UserByEmail(ctx, ""); !errors.Is(err, postgres.ErrNoUser) {
		t.Errorf("unknown address: %v", err)
	}
	var names []string
	us, err := db.Users(ctx)
	for _, u := range us {
		names = append(names, u.Name)
	}
	if diff := cmp.Diff([]string{"Aino Tutkija", "Eero Esittelijä", "Raija Ratkaisija", "Tauno Tilastoija"}, names); diff != "" || err != nil {
		t.Error(diff, err)
	}
	us[0].Name = "Joku" // the list is the caller's own
	other := openAs(t, db.Pool().Config().ConnString(), postgres.LoginRole)
	for _, name := range []string{"Aamu Tutkija", "Aino Tutkija"} {
		moved.Name = name
		if err := other.PutUser(ctx, moved); err != nil {
			t.Fatal(err)
		}
		if us, err := db.Users(ctx); err != nil || us[0].Name != name {
			t.Errorf("what another program changed is not seen: %v, %v", us, err)
		}
	}
}

func TestDisclosure(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	ctx, cat := t.Context(), catalogue(t)
	request := permits.DisclosureRequest{
		Task: "tem-statistics", Provision: "7 § 2 mom.", Necessity: "Tilasto tarvitsee tiedot.", Scope: scope(t),
		Term:      registers.Period{From: day(t, "2020-11-02"), To: day(t, "2021-12-31")},
		Recipient: permits.Recipient{Kind: permits.BodyRecipient, Name: "Ministeriön analyysiympäristö", Key: key},
	}
	d, err := db.CreateDisclosure(ctx, func(id permits.DisclosureID, now time.Time) (permits.Disclosure, permits.Event, error) {
		return permits.RequestDisclosure(id, analyst, request, cat, now)
	})
	if err != nil {
		t.Fatal(err)
	}
	step := func(by permits.Actor, confirm bool) error {
		_, err := db.ChangeDisclosure(ctx, d.ID, func(d permits.Disclosure, now time.Time) (permits.Disclosure, permits.Event, error) {
			if confirm {
				return d.Confirm(by, d.Version, now)
			}
			return d.Prepare(by, d.Version, d.Request.Scope, cat, now)
		})
		return err
	}
	order := func(by permits.Actor) (permits.Order, error) {
		return db.OrderOnDisclosure(ctx, d.ID,
			func(d permits.Disclosure, o permits.OrderID, previous int, now time.Time) (permits.Order, permits.Event, error) {
				return d.Order(o, by, previous, now)
			})
	}
	_, err = order(analyst)
	rule(t, err, "not-in-force")
	if err := step(presenter, false); err != nil {
		t.Fatal(err)
	}
	rule(t, step(presenter, true), "same-officer")
	if err := step(decider, true); err != nil {
		t.Fatal(err)
	}
	o, err := order(analyst)
	if err != nil {
		t.Fatal(err)
	}
	if o.Kind != permits.DisclosureBasis || o.BasisID != string(d.ID) || o.Number != 1 {
		t.Errorf("ordered %+v", o)
	}
	_, err = order(researcher)
	rule(t, err, "not-a-named-user")
	stored, err := db.Disclosure(ctx, d.ID)
	if err != nil || stored.State != permits.DisclosureIsConfirmed || stored.ConfirmedBy != decider.ID {
		t.Errorf("%+v, %v", stored, err)
	}
	for body, want := range map[permits.Body]int{permits.TEM: 1, "ELY01": 0} {
		if ds, err := db.DisclosuresOf(ctx, body); err != nil || len(ds) != want {
			t.Errorf("%d disclosures of %s, want %d, %v", len(ds), body, want, err)
		}
	}
	if ds, err := db.Disclosures(ctx); err != nil || len(ds) != 1 || !cmp.Equal(ds[0], stored, sameCase) {
		t.Errorf("%+v, %v", ds, err)
	}
	if n := len(events(t, db, string(d.ID))); n != 3 {
		t.Errorf("%d events, want 3", n)
	}
	if _, err := db.Disclosure(ctx, "KEHA-L99-2020"); !errors.Is(err, postgres.ErrNoDisclosure) {
		t.Errorf("unknown disclosure: %v", err)
	}
	_, err = db.Pool().Exec(ctx, "update permits.disclosures set confirmed_by = prepared_by, version = version + 1")
	refused(t, err, "set_once_columns")
	if err := db.PutWrappedKey(ctx, string(d.ID), []byte{1}, "kcv"); err != nil {
		t.Error(err)
	}
}

func TestFirstKeyOfABasisStands(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	ctx, c := t.Context(), proposed(t, db)
	if _, _, err := db.WrappedKey(ctx, string(c.ID)); !errors.Is(err, postgres.ErrNoKey) {
		t.Errorf("no key yet: %v", err)
	}
	if err := db.PutWrappedKey(ctx, "KEHA-999-2020", []byte{1}, "kcv"); !errors.Is(err, postgres.ErrNoBasis) {
		t.Errorf("key of nothing: %v", err)
	}
	var wg sync.WaitGroup
	read := make([]string, 8)
	for i := range read {
		wg.Go(func() {
			if err := db.PutWrappedKey(ctx, string(c.ID), []byte{byte(i)}, fmt.Sprint("kcv", i)); err != nil {
				t.Error(err)
			}
			wrapped, kcv, err := db.WrappedKey(ctx, string(c.ID))
			if err != nil {
				t.Error(err)
			}
			read[i] = fmt.Sprintf("%x %s", wrapped, kcv)
		})
	}
	wg.Wait()
	for _, r := range read {
		if r != read[0] {
			t.Errorf("two keys of one permit: %s and %s", read[0], r)
		}
	}
	if n := count(t, db.Pool(), "select count(*) from audit.entries where kind = 'key-made'"); n != 1 {
		t.Errorf("%d keys in the log, want 1", n)
	}
}

func TestFirstLetterStands(t *testing.T) {
	db := newDB(t)
	furnish(t, db)
	ctx, c := t.Context(), proposed(t, db)
	if _, err := db.Letter(ctx, c.ID, permits.DecisionLetter, "fi"); !errors.Is(err, postgres.ErrNoLetter) {
		t.Errorf("no letter yet: %v", err)
	}
	first, second := []byte("%PDF first"), []byte("%PDF second")
	sum := sha256.Sum256(first)
	for _, pdf := range [][]byte{first, second} {
		hash, err := db.PutLetter(ctx, c.ID, permits.DecisionLetter, "fi", pdf)
		if err != nil || hash != hex.EncodeToString(sum[:]) {
			t.Errorf("%s, %v", hash, err)
		}
	}
	if pdf, err := db.Letter(ctx, c.ID, permits.DecisionLetter, "fi"); err != nil || string(pdf) != string(first) {
		t.Errorf("%q, %v", pdf, err)
	}
	if _, err := db.PutLetter(ctx, "KEHA-999-2020", permits.DecisionLetter, "fi", first); !errors.Is(err, postgres.ErrNoCase) {
		t.Errorf("letter of no case: %v", err)
	}
	if _, err := db.PutLetter(ctx, c.ID, permits.DecisionLetter, "en", first); err == nil {
		t.Error("a letter in English was kept")
	}
}

func TestSessions(t *testing.T) {
	db := newDB(t)
	store := db.Sessions()
	if err := store.Commit("hash", []byte("data"), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := store.Commit("old", []byte("data"), time.Now().Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	if b, exists, err := store.Find("hash"); err != nil || !exists || string(b) != "data" {
		t.Errorf("%q, %v, %v", b, exists, err)
	}
	if _, exists, err := store.Find("old"); err != nil || exists {
		t.Errorf("an expired session is found: %v", err)
	}
	if err := store.Delete("hash"); err != nil {
		t.Error(err)
	}
}

func TestRecord(t *testing.T) {
	db := newDB(t)
	err := db.Record(t.Context(), postgres.Entry{Actor: presenter.ID, OnBehalf: "u-toinen", Kind: "sign-in", Subject: "session",
		PersonToken: "7d444840-9dc0-11d1-b245-5ffdce74fad2", Detail: map[string]string{"by": "choice"}, Result: postgres.Refused})
	if err != nil {
		t.Fatal(err)
	}
	if n := count(t, db.Pool(), `
		select count(*) from audit.entries
		 where actor = 'u-eero' and on_behalf = 'u-toinen' and kind = 'sign-in' and subject = 'session'
		   and person_token is not null and detail ->> 'by' = 'choice' and result = 'refused' and at is not null`); n != 1 {
		t.Errorf("%d such lines", n)
	}
	if err := db.Record(t.Context(), postgres.Entry{Kind: "sign-in", Subject: "session"}); err == nil {
		t.Error("an entry without an actor was written")
	}
}
