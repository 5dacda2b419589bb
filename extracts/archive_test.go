package extracts

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
)

const batchA, batchB = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002"

// archiving opens an archive in dir that keeps two columns of one table.
func archiving(t *testing.T, dir, key string, committed ...string) *Archive {
	t.Helper()
	signer, err := LoadSigner(signerDir(t))
	if err != nil {
		t.Fatal(err)
	}
	a, err := OpenArchive(ArchiveInput{Dir: dir, Key: key, Signer: signer,
		Columns: func(table string) []string {
			if table == "policy_statement" {
				return []string{"given_on", "content"}
			}
			return nil
		},
		CarriedOut: func(batch string) (bool, error) { return slices.Contains(committed, batch), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func signerDir(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "signer")
	if _, err := CreateSigner(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func archiveLine(batch, table, row string) string {
	return `{"batch":"` + batch + `","table":"` + table + `","row":` + row + "}\n"
}

func tell(t *testing.T, a *Archive, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if _, err := io.WriteString(a, line); err != nil {
			t.Fatal(err)
		}
	}
}

// opened decrypts every part of an archive.
func opened(t *testing.T, dir, identity string) map[string]string {
	t.Helper()
	ids, err := ParseIdentities(strings.NewReader(identity))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	files, _ := filepath.Glob(filepath.Join(dir, "*"+archivePart+"*"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := age.Decrypt(bytes.NewReader(text), ids...)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[filepath.Base(file)] = string(plain)
	}
	return parts
}

func TestArchiveKeepsWhatIsOrdered(t *testing.T) { // 4.4
	identity, key, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "archive")
	a := archiving(t, dir, key)
	statement := `{"person_id":77001,"given_on":"2015-03-01","content":"01","recorder":"salainen"}`
	tell(t, a, archiveLine(batchA, "person", `{"person_id":77001,"family_name":"Salainen"}`),
		archiveLine(batchA, "policy_statement", statement), archiveLine(batchA, "policy_statement", statement))
	if err := a.Sync(); err != nil {
		t.Fatal(err)
	}
	want := `{"table":"policy_statement","row":{"content":"01","given_on":"2015-03-01"}}` + "\n"
	if diff := cmp.Diff(map[string]string{batchA + archivePart + archivePending: want + want}, opened(t, dir, identity)); diff != "" {
		t.Errorf("before the commit (-want +got):\n%s", diff)
	}
	tell(t, a, `{"done":"`+batchA+`"}`)
	tell(t, a, archiveLine(batchB, "person", `{"person_id":77002}`)) // nothing of it is kept
	if err := a.Sync(); err != nil {
		t.Fatal(err)
	}
	tell(t, a, `{"done":"`+batchB+`"}`)
	if rows, err := a.Close(); err != nil || rows != 2 {
		t.Fatal(rows, err)
	}
	if diff := cmp.Diff(map[string]string{batchA + archivePart: want + want}, opened(t, dir, identity)); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
	for _, command := range [][]string{{"minisign", "-Vm", SumsFile, "-p", SignerPublicFile}, {"sha256sum", "-c", "--strict", SumsFile}} {
		check := exec.CommandContext(t.Context(), command[0], command[1:]...)
		check.Dir = dir
		if said, err := check.CombinedOutput(); err != nil {
			t.Errorf("%s: %s", command[0], said)
		}
	}
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, _ error) error {
		if d.IsDir() {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil || bytes.Contains(text, []byte("77001")) || bytes.Contains(text, []byte("2015-03-01")) {
			t.Errorf("%s holds a row in the clear, or %v", path, err)
		}
		return nil
	})
}

// TestArchiveAfterAStop: parts of committed batches are kept, of others removed.
func TestArchiveAfterAStop(t *testing.T) { // 4.4
	identity, key, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	row := `{"given_on":"2015-03-01","content":"01"}`
	for _, c := range []struct {
		rule      string
		committed []string
		want      int
	}{
		{"stopped after the commit", []string{batchA}, 1},
		{"stopped before the commit", nil, 0},
	} {
		t.Run(c.rule, func(t *testing.T) {
			dir := t.TempDir()
			a := archiving(t, dir, key)
			tell(t, a, archiveLine(batchA, "policy_statement", row))
			if err := a.Sync(); err != nil {
				t.Fatal(err)
			}
			a = archiving(t, dir, key, c.committed...) // another process
			tell(t, a, archiveLine(batchB, "policy_statement", row))
			if err := a.Sync(); err != nil {
				t.Fatal(err)
			}
			tell(t, a, `{"done":"`+batchB+`"}`)
			if _, err := a.Close(); err != nil {
				t.Fatal(err)
			}
			parts := opened(t, dir, identity)
			if _, is := parts[batchA+archivePart]; len(parts) != 1+c.want || is != (c.want == 1) {
				t.Errorf("%d parts, %v", len(parts), parts)
			}
		})
	}
	t.Run("a batch called off in this run leaves nothing", func(t *testing.T) {
		dir := t.TempDir()
		a := archiving(t, dir, key)
		tell(t, a, archiveLine(batchA, "policy_statement", row))
		if _, err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if parts := opened(t, dir, identity); len(parts) != 0 {
			t.Errorf("left %v", parts)
		}
	})
}

func TestArchiveRefuses(t *testing.T) {
	_, key, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("a folder of something else", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "photo.jpg"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenArchive(ArchiveInput{Dir: dir, Key: key}); err == nil {
			t.Error("it was opened")
		}
	})
	t.Run("a key that is none", func(t *testing.T) {
		if _, err := OpenArchive(ArchiveInput{Dir: t.TempDir(), Key: "age1nothing"}); err == nil {
			t.Error("it was opened")
		}
	})
	for what, line := range map[string]string{
		"a row without what is kept":    archiveLine(batchA, "policy_statement", `{"content":"01"}`),
		"a batch that names a path":     archiveLine("../../x", "policy_statement", `{"content":"01","given_on":"x"}`),
		"a line that is no JSON object": "nothing\n",
	} {
		t.Run(what, func(t *testing.T) {
			if _, err := io.WriteString(archiving(t, t.TempDir(), key), line); err == nil {
				t.Error("it was taken")
			}
		})
	}
}
