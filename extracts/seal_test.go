package extracts

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A sealing is everything that a package of a small file is made of.
type sealing struct {
	SealInput
	identity *age.X25519Identity
	store    FolderStore
}

// newSealing makes a DuckDB file by hand, as the builder would, of 40 persons
// with two spells each.
func newSealing(t testing.TB) sealing {
	t.Helper()
	cat := catalogue(t)
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := CreateSigner(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	store, err := NewFolderStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	law, err := permits.LawOn(lawDay)
	if err != nil {
		t.Fatal(err)
	}
	scope := granted(t, "person.hid_e=pseudonym", "person.syntyv=year", "person.sex=exact", "person.municipality=region",
		"employment_code.hid_e=pseudonym", "employment_code.code=exact", "employment_code.start_date=month")
	return sealing{
		SealInput: SealInput{
			Order: permits.Order{
				ID: "T-12-2020", Kind: permits.PermitBasis, BasisID: "KEHA-7-2020", Version: 9,
				Provision: law.Permit.FI, Scope: scope, Number: 1,
				Recipient: permits.Recipient{Kind: permits.PersonRecipient, Name: "Tutkija Testi", Key: identity.Recipient().String()},
				LawDay:    lawDay, DestroyBy: dayOn(t, "2022-12-31"), Language: "fi",
			},
			Built:     buildByHand(t, cat),
			Catalogue: cat, Signer: signer, Store: store,
			Now:    time.Date(2020, 11, 2, 10, 0, 0, 0, time.UTC),
			Issuer: Issuer{Name: issuerName, Email: "tietoluvat@keha.example", Site: "https://tietoluvat.keha.example"},
		},
		identity: identity, store: store,
	}
}

func buildByHand(t testing.TB, cat *registers.Catalogue) *Built {
	t.Helper()
	path := filepath.Join(t.TempDir(), DataFile)
	db := openToWrite(t, path)
	for _, statement := range []string{
		`create table person (hid_e uuid, syntyv smallint, sex enum ('1', '2'), municipality enum ('01', '02'))`,
		`insert into person select md5(i::varchar)::uuid, 1960 + i % 4, ((i % 2) + 1)::varchar, case when i = 7 then '02' else '01' end from range(40) r(i)`,
		`create table employment_code (hid_e uuid, code enum ('02', '03'), start_date date)`,
		`insert into employment_code select md5((i // 2)::varchar)::uuid, '02', date '2020-01-01' + to_months((i % 9)::int) from range(80) r(i)`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	pseudonym := func(table string) BuiltColumn {
		return BuiltColumn{Name: "hid_e", ID: table + ".hid_e", Type: "UUID", Protection: registers.Pseudonym, Scheme: "keha/1", KeyCheck: "0a1b2c3d"}
	}
	built := &Built{
		Path: path, Taken: time.Date(2020, 11, 2, 9, 0, 0, 0, time.UTC), Snapshot: "00000003-0000001B-1",
		Tables: []BuiltTable{
			{Name: "person", Columns: []BuiltColumn{
				pseudonym("person"),
				{Name: "syntyv", ID: "person.syntyv", Type: "SMALLINT", Protection: registers.Year},
				{Name: "sex", ID: "person.sex", Type: "ENUM", Protection: registers.Exact},
				{Name: "municipality", ID: "person.municipality", Type: "ENUM", Protection: registers.Region},
			}},
			{Name: "employment_code", Columns: []BuiltColumn{
				pseudonym("employment_code"),
				{Name: "code", ID: "employment_code.code", Type: "ENUM", Protection: registers.Exact},
				{Name: "start_date", ID: "employment_code.start_date", Type: "DATE", Protection: registers.Month},
			}},
		},
	}
	for i := range built.Tables {
		var err error
		if built.Tables[i].Rows, built.Tables[i].Hash, err = tableHash(t.Context(), db, built.Tables[i].Name); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return built
}

func openToWrite(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// seal seals and gives the path of the package.
func (s sealing) seal(t testing.TB) (permits.Delivery, string) {
	t.Helper()
	d, err := Seal(t.Context(), s.SealInput)
	if err != nil {
		t.Fatal(err)
	}
	return d, filepath.Join(s.store.Dir, d.File)
}

func (s sealing) verify(t testing.TB, path string) ([]Check, error) {
	t.Helper()
	return Verify(t.Context(), VerifyInput{
		Path: path, Identities: []age.Identity{s.identity}, Signer: s.Signer.Public(), Language: "en", Today: lawDay,
	})
}

func TestSealedPackageVerifies(t *testing.T) {
	s := newSealing(t)
	s.Extra = map[string][]byte{"ehdot.pdf": []byte("%PDF-1.7\n")}
	var last int64
	s.Progress = func(stage string, done, total int64) {
		if stage != "seal" || done > total || done < last {
			t.Errorf("progress %s %d of %d after %d", stage, done, total, last)
		}
		last = done
	}
	d, path := s.seal(t)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d.File != "T-12-2020.tar.age" || d.Bytes != info.Size() || d.SHA256 != sha256Hex(text) || !d.SealedAt.Equal(s.Now) {
		t.Errorf("delivery %+v of a file of %d bytes", d, info.Size())
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	for _, lang := range []string{"fi", "sv", "en"} {
		checks, err := Verify(t.Context(), VerifyInput{
			Path: path, Identities: []age.Identity{s.identity}, Signer: s.Signer.Public(), Language: lang, Today: lawDay,
		})
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]int{}
		for _, c := range checks {
			if !c.OK || strings.Contains(c.Text, "%!") || strings.Contains(c.Text, "\n") {
				t.Errorf("check %v", c)
			}
			names[c.Name]++
		}
		want := map[string]int{"decrypt": 1, "archive": 1, "signature": 1, "file": 5, "manifest": 1, "database": 1, "table": 2, "basis": 1, "destruction": 1}
		for name, n := range want {
			if names[name] != n {
				t.Errorf("%d checks of %s, want %d", names[name], name, n)
			}
		}
	}
	if entries, err := os.ReadDir(s.store.Dir); err != nil || len(entries) != 1 {
		t.Errorf("store holds %v, %v", entries, err)
	}
}

func TestManifestSaysWhatWasDelivered(t *testing.T) {
	s := newSealing(t)
	d, _ := s.seal(t)
	m, err := ParseManifest(d.Manifest)
	if err != nil {
		t.Fatal(err)
	}
	if m.Secrecy != "salassa pidettävä, JulkL 24 § 1 mom. 25 k." {
		t.Errorf("secrecy %q", m.Secrecy)
	}
	if m.ScopeSHA256 != s.Order.Scope.Hash() || m.Snapshot != "2020-11-02T09:00:00Z" || m.Previous != "" {
		t.Errorf("manifest %+v", m)
	}
	// 40 persons: four birth years that go with sex, and one alone in his region.
	want := RiskMeasures{
		Table: "person", Quasi: []string{"person.syntyv", "person.sex", "person.municipality"},
		Records: 40, Classes: 5, SmallestClass: 1, Uniques: 1,
	}
	if got := m.Risk; got.Measures == nil || fmt.Sprint(*got.Measures) != fmt.Sprint(want) {
		t.Errorf("risk %+v", got)
	}
	var pinned map[string]any
	if err := json.Unmarshal(d.Manifest, &pinned); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"version", "basis", "scope_sha256", "snapshot", "law_date", "tables", "risk", "secrecy", "files", "previous", "destroy_by"} {
		if _, ok := pinned[field]; !ok {
			t.Errorf("the manifest has no %s", field)
		}
	}
	if strings.Contains(string(d.Manifest), s.Order.Recipient.Name) {
		t.Error("the manifest names the recipient")
	}
}

func TestDeliveriesFollowEachOther(t *testing.T) {
	s := newSealing(t)
	first, _ := s.seal(t)
	s.Order.ID, s.Order.Number, s.Previous = "T-13-2020", 2, first.Manifest
	second, path := s.seal(t)
	m, err := ParseManifest(second.Manifest)
	if err != nil || m.Previous != sha256Hex(first.Manifest) {
		t.Errorf("previous %q, %v", m.Previous, err)
	}
	if _, err := s.verify(t, path); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*sealing){
		"another key":     func(s *sealing) { s.Built.Tables[0].Columns[0].KeyCheck = "ffffffff" },
		"another basis":   func(s *sealing) { s.Order.BasisID = "KEHA-8-2020" },
		"an earlier one":  func(s *sealing) { s.Order.Number = 1 },
		"broken manifest": func(s *sealing) { s.Previous = []byte("{}") },
	} {
		t.Run(name, func(t *testing.T) {
			s := newSealing(t)
			s.Order.ID, s.Order.Number, s.Previous = "T-14-2020", 2, first.Manifest
			change(&s)
			if _, err := Seal(t.Context(), s.SealInput); err == nil {
				t.Error("sealed")
			}
			nothingVisible(t, s.store)
		})
	}
}

func TestSealRefuses(t *testing.T) {
	rsa := "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7"
	for name, change := range map[string]func(*sealing){
		"unknown recipient key":         func(s *sealing) { s.Order.Recipient.Key = rsa },
		"column beyond the scope":       func(s *sealing) { s.Order.Scope.Tables[0].Variables = s.Order.Scope.Tables[0].Variables[:3] },
		"column finer than decided":     func(s *sealing) { s.Built.Tables[0].Columns[3].Protection = registers.Exact },
		"column dropped by decision":    func(s *sealing) { s.Order.Scope.Tables[0].Variables[2].Protection = registers.Drop },
		"decided variable missing":      func(s *sealing) { s.Built.Tables[0].Columns = s.Built.Tables[0].Columns[:3] },
		"extra file with our name":      func(s *sealing) { s.Extra = map[string][]byte{ManifestFile: nil} },
		"extra file that climbs out":    func(s *sealing) { s.Extra = map[string][]byte{"../x": nil} },
		"order number that climbs out":  func(s *sealing) { s.Order.ID = "../T-1" },
		"built file missing":            func(s *sealing) { s.Built.Path += "x" },
		"no day of destruction":         func(s *sealing) { s.Order.DestroyBy = registers.Day{} },
		"pseudonym without a key check": func(s *sealing) { s.Built.Tables[0].Columns[0].KeyCheck = "" },
	} {
		t.Run(name, func(t *testing.T) {
			s := newSealing(t)
			change(&s)
			_, err := Seal(t.Context(), s.SealInput)
			if err == nil {
				t.Fatal("sealed")
			}
			if strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), s.store.Dir) {
				t.Errorf("error %q", err)
			}
			nothingVisible(t, s.store)
		})
	}
}

// nothingVisible holds a store to be empty, temporary files too.
func nothingVisible(t testing.TB, store FolderStore) {
	t.Helper()
	entries, err := os.ReadDir(store.Dir)
	if err != nil || len(entries) != 0 {
		t.Errorf("the store holds %v, %v", entries, err)
	}
}

func TestSealCalledOffLeavesNothing(t *testing.T) {
	s := newSealing(t)
	ctx, cancel := context.WithCancel(t.Context())
	s.Progress = func(string, int64, int64) { cancel() }
	if _, err := Seal(ctx, s.SealInput); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	nothingVisible(t, s.store)
}

func TestSecrecyIsComputed(t *testing.T) {
	for _, c := range []struct {
		grounds    []string
		fi, sv, en string
	}{
		{nil, "ei salassa pidettäviä tietoja", "inga sekretessbelagda uppgifter", "no secret information"},
		{[]string{"25", "25"}, "salassa pidettävä, JulkL 24 § 1 mom. 25 k.", "sekretessbelagd, OffL 24 § 1 mom. 25 p.", "secret, Publicity Act s. 24(1)(25)"},
		{[]string{"31", "25", "20"}, "salassa pidettävä, JulkL 24 § 1 mom. 20, 25 ja 31 k.", "sekretessbelagd, OffL 24 § 1 mom. 20, 25 och 31 p.", "secret, Publicity Act s. 24(1)(20), 24(1)(25) and 24(1)(31)"},
	} {
		n := Secrecy(c.grounds)
		if !slices.Equal([]string{n.FI, n.SV, n.EN}, []string{c.fi, c.sv, c.en}) {
			t.Errorf("%v: %+v", c.grounds, n)
		}
	}
}

// issuerName is the authority of the golden texts.
var issuerName = registers.Names{
	FI: "Työ- ja elinkeinotoimistojen sekä elinkeino-, liikenne- ja ympäristökeskusten kehittämis- ja hallintokeskus (KEHA-keskus)",
	SV: "Utvecklings- och förvaltningscentret för arbets- och näringsbyråerna samt närings-, trafik- och miljöcentralerna (UF-centret)",
	EN: "Development and Administration Centre for ELY Centres and TE Offices (KEHA Centre)",
}
