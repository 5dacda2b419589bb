package extracts

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"tietolupa/registers"
)

// An entry is one entry of an archive that a test changes.
type entry struct {
	*tar.Header
	content []byte
}

func (s sealing) entries(t testing.TB, path string) (all []entry) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	plain, err := age.Decrypt(f, s.identity)
	if err != nil {
		t.Fatal(err)
	}
	for archive := tar.NewReader(plain); ; {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, entry{h, content})
	}
}

// unpack gives the files of a package by name.
func (s sealing) unpack(t testing.TB, path string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, e := range s.entries(t, path) {
		files[filepath.Base(e.Name)] = e.content
	}
	return files
}

// forge writes entries as a package encrypted to the same recipient.
func (s sealing) forge(t testing.TB, entries []entry, after []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "T-12-2020.tar.age")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	secret, err := age.Encrypt(f, s.identity.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	archive := tar.NewWriter(secret)
	for _, e := range entries {
		e.Size = int64(len(e.content))
		if err := archive.WriteHeader(e.Header); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write(e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := secret.Write(after); err != nil {
		t.Fatal(err)
	}
	if err := secret.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func named(entries []entry, name string) *entry {
	return &entries[slices.IndexFunc(entries, func(e entry) bool { return strings.HasSuffix(e.Name, "/"+name) })]
}

// resign makes manifest, checksums and signature fit the changed files, as one
// who holds the signer's key would.
func resign(t testing.TB, entries []entry, signer *Signer, change func(*Manifest)) {
	t.Helper()
	manifest := named(entries, ManifestFile)
	m, err := ParseManifest(manifest.content)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range m.Files {
		content := named(entries, f.Name).content
		m.Files[i].Bytes, m.Files[i].SHA256 = int64(len(content)), sha256Hex(content)
	}
	m.Signer = signer.Fingerprint()
	if change != nil {
		change(&m)
	}
	manifest.content = m.Encode()
	all := append(slices.Clone(m.Files), PackedFile{ManifestFile, 0, sha256Hex(manifest.content)})
	named(entries, SumsFile).content = sums(all)
	named(entries, SignatureFile).content = signer.sign(sums(all), trustedComment(m.Order, manifest.content))
}

// changeData runs SQL on the DuckDB file of the package.
func changeData(t testing.TB, entries []entry, statement string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "changed.duckdb")
	data := named(entries, DataFile)
	write(t, path, data.content)
	db := openToWrite(t, path)
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	data.content = read(t, path)
}

func TestTamperedPackageDoesNotVerify(t *testing.T) {
	s := newSealing(t)
	_, path := s.seal(t)
	other, err := CreateSigner(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	flip := func(name string) func(testing.TB, []entry) []entry {
		return func(_ testing.TB, es []entry) []entry {
			c := named(es, name).content
			c[len(c)/2] ^= 1
			return es
		}
	}
	drop := func(name string) func(testing.TB, []entry) []entry {
		return func(_ testing.TB, es []entry) []entry {
			return slices.DeleteFunc(es, func(e entry) bool { return strings.HasSuffix(e.Name, "/"+name) })
		}
	}
	add := func(h tar.Header) func(testing.TB, []entry) []entry {
		return func(_ testing.TB, es []entry) []entry { return append(es, entry{&h, nil}) }
	}
	manifest := func(change func(*Manifest)) func(testing.TB, []entry) []entry {
		return func(t testing.TB, es []entry) []entry { resign(t, es, s.Signer, change); return es }
	}
	data := func(statement string) func(testing.TB, []entry) []entry {
		return func(t testing.TB, es []entry) []entry {
			changeData(t, es, statement)
			resign(t, es, s.Signer, nil)
			return es
		}
	}
	for _, c := range []struct {
		name  string
		forge func(testing.TB, []entry) []entry
		check string // that fails
		text  string // part of its line
	}{
		{"byte of the data", flip(DataFile), "file", "aineisto.duckdb does not match"},
		{"byte of the codebook", flip(CodebookFile), "file", "koodikirja.xlsx does not match"},
		{"byte of LUEMINUT", flip(ReadmeFile), "file", "LUEMINUT.md does not match"},
		{"byte of the manifest", flip(ManifestFile), "file", "manifest.json does not match"},
		{"byte of the checksums", flip(SumsFile), "signature", "the checksums were changed"},
		{"byte of the signature", flip(SignatureFile), "signature", ""},
		{"no data", drop(DataFile), "file", "aineisto.duckdb is missing"},
		{"no codebook", drop(CodebookFile), "file", "koodikirja.xlsx is missing"},
		{"no manifest", drop(ManifestFile), "file", "manifest.json is missing"},
		{"no checksums", drop(SumsFile), "archive", "SHA256SUMS is missing"},
		{"no signature", drop(SignatureFile), "archive", "SHA256SUMS.minisig is missing"},
		{"file added", add(tar.Header{Name: "T-12-2020/virus.exe", Mode: 0o644}), "file", "virus.exe does not belong"},
		{"file twice", add(tar.Header{Name: "T-12-2020/LUEMINUT.md", Mode: 0o644}), "archive", "something else than plain files"},
		{"file in a folder below", add(tar.Header{Name: "T-12-2020/a/b", Mode: 0o644}), "archive", "plain files"},
		{"file outside", add(tar.Header{Name: "../../etc/passwd", Mode: 0o644}), "archive", "plain files"},
		{"file that climbs out", add(tar.Header{Name: "T-12-2020/../x", Mode: 0o644}), "archive", "plain files"},
		{"absolute file", add(tar.Header{Name: "/etc/passwd", Mode: 0o644}), "archive", "plain files"},
		{"hidden file", add(tar.Header{Name: "T-12-2020/.profile", Mode: 0o644}), "archive", "plain files"},
		{"symbolic link", add(tar.Header{Typeflag: tar.TypeSymlink, Name: "T-12-2020/link", Linkname: "/etc/passwd"}), "archive", "plain files"},
		{"hard link", add(tar.Header{Typeflag: tar.TypeLink, Name: "T-12-2020/link", Linkname: "T-12-2020/LUEMINUT.md"}), "archive", "plain files"},
		{"device", add(tar.Header{Typeflag: tar.TypeChar, Name: "T-12-2020/null"}), "archive", "plain files"},
		{"folder", add(tar.Header{Typeflag: tar.TypeDir, Name: "T-12-2020/more/"}), "archive", "plain files"},
		{"extended attributes", add(tar.Header{Name: "T-12-2020/x", Mode: 0o644, PAXRecords: map[string]string{"SCHILY.xattr.user.a": "b"}}), "archive", "plain files"},
		{"no folder", func(_ testing.TB, es []entry) []entry { return es[1:] }, "archive", "plain files"},
		{"another folder", func(_ testing.TB, es []entry) []entry {
			for i := range es {
				es[i].Name = strings.Replace(es[i].Name, "T-12-2020", "T-99-2020", 1)
			}
			return es
		}, "manifest", "another delivery"},
		{"signed by another key", func(t testing.TB, es []entry) []entry {
			resign(t, es, other, func(m *Manifest) { m.Tables[0].Rows = 41 })
			return es
		}, "signature", "and not with the given key"},
		{"row count, signed again", manifest(func(m *Manifest) { m.Tables[0].Rows++ }), "table", "table person has 40 rows, the manifest says 41"},
		{"table hash, signed again", manifest(func(m *Manifest) { m.Tables[1].Hash += "0" }), "table", "content of table employment_code"},
		{"column type, signed again", manifest(func(m *Manifest) { m.Tables[0].Columns[1].Type = "BIGINT" }), "table", "columns of table person"},
		{"column name, signed again", manifest(func(m *Manifest) { m.Tables[0].Columns[1].Name = "vuosi" }), "table", "columns of table person"},
		{"table less, signed again", manifest(func(m *Manifest) { m.Tables = m.Tables[:1] }), "database", "something else than the tables"},
		{"another signer named", manifest(func(m *Manifest) { m.Signer = "0000000000000000" }), "manifest", "names another signer"},
		{"file not in the manifest", manifest(func(m *Manifest) {
			m.Files = slices.DeleteFunc(m.Files, func(f PackedFile) bool { return f.Name == ReadmeFile })
		}), "file", "LUEMINUT.md does not belong"},
		{"manifest of a later version", manifest(func(m *Manifest) { m.Version = 2 }), "manifest", "version 2 is not known"},
		{"manifest without a basis", manifest(func(m *Manifest) { m.Basis.ID = "" }), "manifest", "basis"},
		{"value changed, signed again", data(`update person set syntyv = 1999 where syntyv = 1960`), "table", "content of table person"},
		{"row added, signed again", data(`insert into person select * from person limit 1`), "table", "table person has 41 rows"},
		{"view added, signed again", data(`create view v as select * from person`), "database", "something else"},
		{"macro added, signed again", data(`create macro m(x) as x + 1`), "database", "something else"},
		{"schema added, signed again", data(`create schema s; create table s.person (a int)`), "database", "something else"},
		{"data that is no database, signed again", func(t testing.TB, es []entry) []entry {
			named(es, DataFile).content = bytes.Repeat([]byte("x"), 1<<16)
			resign(t, es, s.Signer, nil)
			return es
		}, "database", "not a sound DuckDB file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			forged := s.forge(t, c.forge(t, s.entries(t, path)), nil)
			expectFailure(t, s, forged, c.check, c.text)
		})
	}
	t.Run("untouched", func(t *testing.T) {
		if checks, err := s.verify(t, s.forge(t, s.entries(t, path), nil)); err != nil {
			t.Error(err, checks)
		}
	})
	t.Run("something after the archive", func(t *testing.T) {
		expectFailure(t, s, s.forge(t, s.entries(t, path), []byte("more")), "archive", "something follows")
	})
	sealed := read(t, path)
	for _, n := range []int{0, 20, len(sealed) / 2, len(sealed) - 1, len(sealed) - 70_000} {
		t.Run("cut file", func(t *testing.T) {
			cut := filepath.Join(t.TempDir(), "cut.tar.age")
			write(t, cut, sealed[:n])
			expectFailure(t, s, cut, "", "download it again")
		})
	}
	t.Run("byte of the encrypted file", func(t *testing.T) {
		changed := bytes.Clone(sealed)
		changed[len(changed)-100_000] ^= 1
		file := filepath.Join(t.TempDir(), "changed.tar.age")
		write(t, file, changed)
		expectFailure(t, s, file, "archive", "download it again")
	})
	t.Run("wrong key", func(t *testing.T) {
		stranger := s
		stranger.identity, err = age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		expectFailure(t, stranger, path, "decrypt", "not encrypted to this key")
	})
	t.Run("wrong signer", func(t *testing.T) {
		trusting := s
		trusting.Signer = other
		expectFailure(t, trusting, path, "signature", "and not with the given key")
	})
}

// expectFailure holds that the last check, and only it, fails in one line.
func expectFailure(t *testing.T, s sealing, path, check, text string) {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	checks, err := s.verify(t, path)
	if !errors.Is(err, ErrNotVerified) || len(checks) == 0 {
		t.Fatalf("error %v after %v", err, checks)
	}
	for i, c := range checks {
		if c.OK != (i < len(checks)-1) {
			t.Errorf("check %d: %v", i, c)
		}
	}
	last := checks[len(checks)-1]
	if check != "" && last.Name != check || !strings.Contains(last.Text, text) || strings.Contains(last.Text, "\n") || strings.Contains(last.Text, "%!") {
		t.Errorf("failed check %v, want %s: …%s…", last, check, text)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestVerifyKeepsTheFilesOnlyWhenAllIsRight(t *testing.T) {
	s := newSealing(t)
	_, path := s.seal(t)
	in := VerifyInput{Path: path, Identities: []age.Identity{s.identity}, Signer: s.Signer.Public(), Language: "fi", Today: lawDay}

	parent := t.TempDir()
	in.Out = filepath.Join(parent, "aineisto")
	if _, err := Verify(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{DataFile, CodebookFile, ReadmeFile, ManifestFile, SumsFile, SignatureFile} {
		if _, err := os.Stat(filepath.Join(in.Out, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := Verify(t.Context(), in); err == nil {
		t.Error("an existing folder was written over")
	}
	if left, err := os.ReadDir(parent); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}

	entries := s.entries(t, path)
	named(entries, ReadmeFile).content[0] ^= 1
	in.Path, in.Out = s.forge(t, entries, nil), filepath.Join(parent, "muu")
	if _, err := Verify(t.Context(), in); !errors.Is(err, ErrNotVerified) {
		t.Fatal(err)
	}
	if _, err := os.Stat(in.Out); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("files of a false package were kept: %v", err)
	}
}

func TestDayOfDestructionThatHasPassedIsTold(t *testing.T) {
	s := newSealing(t)
	_, path := s.seal(t)
	for day, want := range map[string]string{"2022-12-31": "to be destroyed by 31 December 2022", "2023-01-01": "that day has passed"} {
		checks, err := Verify(t.Context(), VerifyInput{
			Path: path, Identities: []age.Identity{s.identity}, Signer: s.Signer.Public(), Language: "en", Today: dayOn(t, day),
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := checks[len(checks)-1].Text; !strings.Contains(got, want) {
			t.Errorf("on %s: %s", day, got)
		}
	}
}

func TestVerifyTextsAreWhole(t *testing.T) {
	for id, n := range verifyTexts {
		verbs := func(s string) string {
			var all []byte
			for i := range len(s) - 1 {
				if s[i] == '%' {
					all = append(all, s[i+1])
				}
			}
			return string(all)
		}
		if n.FI == "" || n.SV == "" || n.EN == "" || verbs(n.FI) != verbs(n.SV) || verbs(n.FI) != verbs(n.EN) {
			t.Errorf("%s: %+v", id, n)
		}
	}
	if say("xx", "destroy", "1.1.2021") != registers.Names.In(verifyTexts["destroy"], "fi")[:len("hävitettävä viimeistään ")]+"1.1.2021" {
		t.Error("an unknown language is not Finnish")
	}
}
