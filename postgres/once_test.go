package postgres_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

// TestRepeatedRequestsAreDoneOnce: of many of the same key at once one is carried
// out; a refusal leaves the key free; another person's key is another.
func TestRepeatedRequestsAreDoneOnce(t *testing.T) {
	dsn := pgtest.DSN(t)
	furnish(t, openAs(t, dsn, postgres.LoginRole))
	db := openAs(t, dsn, postgres.WebRole)
	hash := strings.Repeat("0", 64)
	var done, repeated atomic.Int64
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			o := &postgres.Once{Actor: researcher.ID, Key: "k", Hash: hash}
			_, err := db.CreateCase(postgres.WithOnce(t.Context(), o), researcher)
			switch {
			case err == nil && o.Noted():
				done.Add(1)
			case errors.Is(err, postgres.ErrRepeated) && !o.Noted():
				repeated.Add(1)
			default:
				t.Errorf("%v, noted %v", err, o.Noted())
			}
		})
	}
	group.Wait()
	if done.Load() != 1 || repeated.Load() != 7 {
		t.Errorf("%d done, %d repeated", done.Load(), repeated.Load())
	}
	if cases, err := db.CasesOf(t.Context(), researcher.ID); err != nil || len(cases) != 1 {
		t.Errorf("%d cases, %v", len(cases), err)
	}
	o := &postgres.Once{Actor: presenter.ID, Key: "k", Hash: hash}
	if _, err := db.CreateCase(postgres.WithOnce(t.Context(), o), presenter); err == nil || o.Noted() {
		t.Errorf("a refusal is noted: %v", err)
	}
	if was, given, err := db.Answered(t.Context(), researcher.ID, "k"); err != nil || was != hash || given != nil {
		t.Errorf("before the answer: %q %v %v", was, given, err)
	}
	want := postgres.Answer{Status: 201, Headers: map[string]string{"ETag": `"1"`}, Body: []byte("{}")}
	if err := db.Answer(t.Context(), &postgres.Once{Actor: researcher.ID, Key: "k"}, want); err != nil {
		t.Fatal(err)
	}
	_, given, err := db.Answered(t.Context(), researcher.ID, "k")
	if err != nil || given == nil || cmp.Diff(*given, want) != "" {
		t.Errorf("the answer is %v %v", given, err)
	}
	for _, of := range []permits.UserID{presenter.ID, "nobody"} {
		if was, _, err := db.Answered(t.Context(), of, "k"); err != nil || was != "" {
			t.Errorf("%s sees %q %v", of, was, err)
		}
	}
}
