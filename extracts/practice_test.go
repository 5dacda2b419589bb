package extracts

import (
	"archive/tar"
	"bytes"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
	"tietolupa/pseudonymize"
	"tietolupa/registers"
	"tietolupa/registers/synthetic"
)

var practiceScope = permits.Scope{Version: permits.ScopeVersion, Tables: []permits.ScopeTable{
	{Table: "person", Variables: []permits.ScopeVariable{{ID: "person.hid_e", Protection: registers.Pseudonym}, {ID: "person.syntyv", Protection: registers.Year},
		{ID: "person.municipality", Protection: registers.Region}, {ID: "person.sex", Protection: registers.Exact}}},
	{Table: "employment_code", Variables: []permits.ScopeVariable{{ID: "employment_code.hid_e", Protection: registers.Pseudonym}, {ID: "employment_code.code", Protection: registers.Exact},
		{ID: "employment_code.start_date", Protection: registers.Month}, {ID: "employment_code.end_date", Protection: registers.Month}}},
	{Table: "benefit", Variables: []permits.ScopeVariable{{ID: "benefit.hid_e", Protection: registers.Pseudonym}, {ID: "benefit.kind", Protection: registers.Exact}, {ID: "benefit.amount", Protection: registers.Band}}},
}}

// practiced makes a practice package and unpacks it.
func practiced(t *testing.T) (dir string, m Manifest) {
	t.Helper()
	snapshot, err := postgres.NewPracticeRegisters(catalogue(t), 300, 99, summaryTime, 200)
	if err != nil {
		t.Fatal(err)
	}
	store, err := NewFolderStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	signer, err := CreateSigner(filepath.Join(t.TempDir(), "signer"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := MakePractice(t.Context(), PracticeInput{Case: "KEHA-7-2020", Scope: practiceScope, Language: "sv", Catalogue: catalogue(t), Snapshot: snapshot,
		Dir: t.TempDir(), Signer: signer, Store: store, Now: summaryTime, Issuer: Issuer{Name: registers.Names{FI: "KEHA-keskus", SV: "UF-centret", EN: "KEHA Centre"}}})
	if err != nil {
		t.Fatal(err)
	}
	content, _, err := store.Open(d.File)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	if !strings.HasPrefix(d.File, "HARJOITUS-") {
		t.Errorf("the file's name %s does not say that it is practice", d.File)
	}
	dir = t.TempDir()
	for from := tar.NewReader(content); ; {
		h, err := from.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		b, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(h.Name)), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, ManifestFile))
	if err != nil {
		t.Fatal(err)
	}
	if m, err = ParseManifest(b); err != nil {
		t.Fatal(err)
	}
	return dir, m
}

// schema is every column of a file, as a query meets it.
func schema(t *testing.T, path string) (all []string) {
	t.Helper()
	db, err := openSealed(t.Context(), path, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
		from information_schema.columns order by table_name, ordinal_position`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPracticeHasTheExtractsForm: the practice file of a scope and the extract of
// the same scope have the same tables, columns and types, so a query that was
// written on one runs on the other; no pseudonym is in both, and the practice file
// is the same whatever the registers hold, since nothing of it reads them.
func TestPracticeHasTheExtractsForm(t *testing.T) {
	before, m := practiced(t)
	pool := pgtest.New(t)
	population, err := synthetic.Generate(synthetic.Config{Persons: 300, Seed: 2020})
	if err != nil {
		t.Fatal(err)
	}
	if err := postgres.Load(t.Context(), pool, population, nil); err != nil {
		t.Fatal(err)
	}
	snapshot, err := postgres.OpenSnapshot(t.Context(), pool, catalogue(t), summaryTime)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = snapshot.Close() })
	key, err := pseudonymize.NewPermitKey(strings.NewReader(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	real, err := Build(t.Context(), Input{Order: permits.Order{ID: "T-1-2020", Scope: practiceScope, LawDay: registers.DayOf(summaryTime)}, Catalogue: catalogue(t),
		Snapshot: snapshot, Key: key, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = real.Remove() })
	invented := filepath.Join(before, DataFile)
	if diff := cmp.Diff(schema(t, real.Path), schema(t, invented)); diff != "" {
		t.Errorf("the extract and its practice file differ (-extract +practice):\n%s", diff)
	}
	const written = `select p.sex, c.code, count(*), max(b.amount) from person p join employment_code c using (hid_e) left join benefit b using (hid_e)
		where c.start_date >= date '2018-01-01' group by all order by all`
	seen := map[string]bool{}
	for _, path := range []string{invented, real.Path} {
		db, err := openSealed(t.Context(), path, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if rows := queried(t, db, written); len(rows) == 0 {
			t.Errorf("the query finds nothing in %s", filepath.Base(filepath.Dir(path)))
		}
		for _, id := range queried(t, db, "select distinct hid_e::varchar from person") {
			if seen[id] {
				t.Errorf("%s is in both", id)
			}
			seen[id] = true
		}
		db.Close()
	}
	_, again := practiced(t)
	if diff := cmp.Diff(m.Tables, again.Tables); diff != "" {
		t.Errorf("the practice file follows the registers:\n%s", diff)
	}
}

func queried(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var first sql.NullString
		columns, _ := rows.Columns()
		to := []any{&first}
		for range columns[1:] {
			to = append(to, new(any))
		}
		if err := rows.Scan(to...); err != nil {
			t.Fatal(err)
		}
		all = append(all, first.String)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPracticeSaysWhatItIs: in its manifest, its README in three languages and its
// codebook; a manifest that says so in one place only is refused.
func TestPracticeSaysWhatItIs(t *testing.T) {
	dir, m := practiced(t)
	if !m.Practice || m.Basis.Kind != PracticeBasis || !strings.Contains(m.Secrecy, "keksittyjä") {
		t.Errorf("the manifest does not say what it is: %+v", m.Basis)
	}
	readme, err := os.ReadFile(filepath.Join(dir, ReadmeFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"HARJOITUSAINEISTO", "ÖVNINGSMATERIAL", "PRACTICE FILE"} {
		if !bytes.Contains(readme, []byte(want)) {
			t.Errorf("the README lacks %s", want)
		}
	}
	for _, name := range []string{CodebookFile, SumsFile, SignatureFile, DataFile} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s is missing: %v", name, err)
		}
	}
	m.Practice = false
	if _, err := ParseManifest(m.Encode()); err == nil {
		t.Error("a practice manifest passes as a delivery's")
	}
}
