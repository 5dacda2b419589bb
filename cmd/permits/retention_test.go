package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"tietolupa/extracts"
	"tietolupa/permits"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// What a removal leaves, from an extract that was really built to the archive
// that is opened again: no bit in a kept cohort, no token in the mapping, and in
// the archive what the archives act's orders keep and nothing more.
func TestRemovalReachesExtractsTokensAndArchive(t *testing.T) {
	dir := t.TempDir()
	p, err := where{Dir: dir}.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if _, err := p.furnish(t.Context(), 1500, 1, os.Stderr); err != nil {
		t.Fatal(err)
	}
	cat, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	order, err := benchOrder(t.Context(), p, cat, raceScope(cat))
	if err != nil {
		t.Fatal(err)
	}
	shop, err := newWorkshop(p, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := shop.build(t.Context(), order.ID); err != nil {
		t.Fatal(err)
	}
	if order = orderNow(t, p, order.ID); order.State != permits.OrderSealed {
		t.Fatalf("order %s is %s: %s", order.ID, order.State, order.Reason)
	}
	list := func(sql string, args ...any) []int64 {
		t.Helper()
		rows, _ := p.owner.Pool().Query(t.Context(), sql, args...)
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	inCohort := func(ids []int64) (n int) {
		t.Helper()
		var members []byte
		if err := p.owner.Pool().QueryRow(t.Context(), "select members from permits.cohorts where subject = 'person'").Scan(&members); err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			is, err := extracts.InCohort(members, id)
			if err != nil {
				t.Fatal(err)
			}
			if is {
				n++
			}
		}
		return n
	}
	if err := p.owner.SetClock(t.Context(), time.Date(2023, 6, 1, 9, 0, 0, 0, helsinki)); err != nil {
		t.Fatal(err)
	}
	r := p.owner.Registers(cat, law.RetentionRules())
	if _, err := r.Recount(t.Context(), registers.DayOf(time.Date(2023, 6, 1, 0, 0, 0, 0, helsinki))); err != nil {
		t.Fatal(err)
	}
	due := list("select person_id from registers.person where removable_from <= '2023-06-01' order by 1")
	if n := inCohort(due); n == 0 {
		t.Fatalf("%d are due and none of them was in the extract: the test proves nothing", len(due))
	}
	for _, id := range due[:3] { // somebody has looked at them: they have tokens
		if _, err := r.SubjectToken(t.Context(), "person", id); err != nil {
			t.Fatal(err)
		}
	}
	const policies = "select to_jsonb(s) - array(select k from jsonb_object_keys(to_jsonb(s)) k where k not in ('given_on', 'content', 'recipient', 'office'))::text[]"
	want := []string{}
	rows, _ := p.owner.Pool().Query(t.Context(), policies+" from registers.policy_statement s where person_id = any ($1)", due)
	for rows.Next() {
		var row map[string]any
		if err := rows.Scan(&row); err != nil {
			t.Fatal(err)
		}
		text, _ := json.Marshal(row)
		want = append(want, string(text))
	}
	secret, public, err := extracts.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	key, identity, archive := filepath.Join(dir, "archive.pub"), filepath.Join(dir, "archive.key"), filepath.Join(dir, "archive")
	for file, text := range map[string]string{key: public, identity: secret} {
		if err := os.WriteFile(file, []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("DATABASE_URL", p.dsn)
	exit, text := said(t, "retention", "--dir", dir, "--do", "--archive", archive, "--archive-key", key, "--batch", "50",
		"--ledger", filepath.Join(t.TempDir(), "removals.ledger"))
	if exit != 0 {
		t.Fatalf("%d: %s", exit, text)
	}
	gone := list("select d from unnest($1::bigint[]) d where not exists (select from registers.person s where s.person_id = d)", due)
	if len(gone) == 0 {
		t.Fatalf("nobody was removed: %s", text)
	}
	if n := inCohort(gone); n > 0 {
		t.Errorf("%d of the removed are still told to have been in the extract", n)
	}
	if stay := list("select person_id from registers.person where removable_from is null"); inCohort(stay) == 0 {
		t.Error("those who stay were taken out of the cohort too")
	}
	if left := list("select subject_id from permits.subject_tokens where subject = 'person' and subject_id = any ($1)", gone); len(left) > 0 {
		t.Errorf("%d tokens still lead to the removed", len(left))
	}
	got, statistical := opened(t, archive, identity), 0
	var policy []string
	for _, row := range got {
		if row.Table == "policy_statement" {
			text, _ := json.Marshal(row.Row)
			policy = append(policy, string(text))
		}
		order, kept := law.On(registers.DayOf(time.Date(2023, 6, 1, 0, 0, 0, 0, helsinki))).Archived(row.Table)
		if !kept {
			t.Errorf("table %s is archived and no order keeps it", row.Table)
		}
		for column := range row.Row {
			if !slices.Contains(order.Columns, column) {
				t.Errorf("%s.%s is archived and no order keeps it", row.Table, column)
			}
		}
		statistical++
	}
	slices.Sort(want)
	slices.Sort(policy)
	if diff := cmp.Diff(want, policy); diff != "" || statistical == 0 {
		t.Errorf("%d rows in the archive: %s", statistical, diff)
	}
}

type archivedRow struct {
	Table string         `json:"table"`
	Row   map[string]any `json:"row"`
}

// opened checks the archive's checksums and opens its parts with the tools of
// whoever keeps it.
func opened(t *testing.T, archive, identity string) (rows []archivedRow) {
	t.Helper()
	check := exec.CommandContext(t.Context(), "sha256sum", "--check", "--strict", extracts.SumsFile)
	check.Dir = archive
	if said, err := check.CombinedOutput(); err != nil {
		t.Fatalf("checksums: %v: %s", err, said)
	}
	parts, err := filepath.Glob(filepath.Join(archive, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts {
		if strings.HasSuffix(part, ".pending") {
			t.Errorf("%s is not settled", filepath.Base(part))
		}
		if !strings.HasSuffix(part, ".age") {
			continue
		}
		var complaint bytes.Buffer
		open := exec.CommandContext(t.Context(), "age", "--decrypt", "--identity", identity, part)
		open.Stderr = &complaint
		text, err := open.Output()
		if err != nil {
			t.Fatalf("open a part: %v: %s", err, &complaint)
		}
		for line := range bytes.Lines(text) {
			var row archivedRow
			if err := json.Unmarshal(line, &row); err != nil {
				t.Fatal(err)
			}
			rows = append(rows, row)
		}
	}
	return rows
}
