package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestOnce performs both journeys over HTTP, then checks what they left with
// programs that are not ours.
func TestOnce(t *testing.T) {
	for _, program := range []string{"age", "minisign", "sha256sum", "tar", "node", "npm", "pdftotext"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%s is missing: run scripts/setup, which installs what the tests need", program)
		}
	}
	state, out := t.TempDir(), t.TempDir()
	var said, failed bytes.Buffer
	if code := run(t.Context(), []string{"demo", "--once", "--persons", "3000", "--dir", state, "--out", out}, &said, &failed); code != 0 {
		t.Fatalf("demo --once exits %d: %s\n%s", code, failed.String(), said.String())
	}
	t.Run("every step succeeded", func(t *testing.T) { testSteps(t, out) })
	t.Run("the letter is a Finnish decision", func(t *testing.T) { testLetter(t, filepath.Join(out, "paatos.pdf")) })
	t.Run("letters are signed", func(t *testing.T) { testLetterSigned(t, out) })
	known := registersOf(t, state)
	for name, dir := range map[string]string{"researcher": out, "analyst": filepath.Join(out, "analyst")} {
		t.Run(name, func(t *testing.T) {
			folder := unpack(t, dir, filepath.Join(out, "minisign.pub"))
			known.searchDatabase(t, filepath.Join(folder, "aineisto.duckdb"))
			known.searchWorkbook(t, filepath.Join(folder, "koodikirja.xlsx"))
			known.searchTexts(t, folder)
		})
	}
	t.Run("the log is sealed", func(t *testing.T) { testSealedLog(t, state) })
}

func testSteps(t *testing.T, out string) {
	text, err := os.ReadFile(filepath.Join(out, "journey.json"))
	if err != nil {
		t.Fatal(err)
	}
	var steps []step
	if err := json.Unmarshal(text, &steps); err != nil {
		t.Fatal(err)
	}
	people := map[string]bool{}
	for _, s := range steps {
		people[s.Person] = true
		if s.Status != 200 {
			t.Errorf("%s by %s: %s %s answered %d", s.Step, s.Person, s.Method, s.Path, s.Status)
		}
	}
	for _, id := range []string{string(researcherID), string(presenterID), string(deciderID), string(elyAnalystID), string(secondID)} {
		if !people[id] {
			t.Errorf("nothing was done by %s", id)
		}
	}
}

func testLetter(t *testing.T, path string) {
	text := tool(t, "", "pdftotext", "-layout", path, "-")
	for _, want := range []string{"PÄÄTÖS", "myöntää", "Työttömyyden kesto", "Oikaisuvaatimus"} {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
			t.Errorf("the letter does not say %q", want)
		}
	}
}

// testLetterSigned verifies a letter with Debian's minisign and with this
// program, neither of which asks the service.
func testLetterSigned(t *testing.T, out string) {
	letter, key := filepath.Join(out, "saate.pdf"), filepath.Join(out, "minisign.pub")
	if text := tool(t, "", "minisign", "-V", "-m", letter, "-p", key); !strings.Contains(text, "letter") {
		t.Errorf("minisign says %s", text)
	}
	if exit, text := said(t, "letters", "verify", letter, "--key", key); exit != 0 || !strings.Contains(text, "as it was signed") {
		t.Errorf("letters verify: %d %s", exit, text)
	}
	if exit, text := said(t, "letters", "verify", filepath.Join(out, "paatos.pdf"), "--key", key, "--signature", letter+".minisig"); exit == 0 {
		t.Errorf("another letter verifies: %s", text)
	}
}

// tool runs a program that is not ours and fails the test when it fails.
func tool(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	said, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("%s %s: %v: %s", name, strings.Join(args, " "), err, exit.Stderr)
		}
		t.Fatalf("%s: %v", name, err)
	}
	return string(said)
}

// unpack opens the one package of dir with Debian's age, tar, minisign and
// sha256sum, after permits verify has had its say.
func unpack(t *testing.T, dir, signer string) string {
	t.Helper()
	packages, err := filepath.Glob(filepath.Join(dir, "*.tar.age"))
	if err != nil || len(packages) != 1 {
		t.Fatalf("%d packages in %s, %v", len(packages), dir, err)
	}
	identity := filepath.Join(dir, "identity.txt")
	var said, failed bytes.Buffer
	if code := run(t.Context(), []string{"verify", "--identity", identity, "--signer", signer, packages[0]}, &said, &failed); code != 0 {
		t.Fatalf("verify exits %d: %s\n%s", code, failed.String(), said.String())
	}
	for line := range strings.Lines(said.String()) {
		if !strings.HasPrefix(line, "✓ ") {
			t.Errorf("verify says %q", line)
		}
	}
	open := t.TempDir()
	archive := filepath.Join(open, "package.tar")
	tool(t, "", "age", "-d", "-i", identity, "-o", archive, packages[0])
	tool(t, open, "tar", "xf", archive)
	folder := filepath.Join(open, strings.TrimSuffix(filepath.Base(packages[0]), ".tar.age"))
	tool(t, folder, "minisign", "-V", "-p", signer, "-m", "SHA256SUMS")
	tool(t, folder, "sha256sum", "--strict", "-c", "SHA256SUMS")
	return folder
}

// A secret is everything in the registers that names somebody: it must be
// nowhere in what is delivered.
type secret struct {
	values map[string]string // value → what it is
	ids    map[string]string
}

func registersOf(t *testing.T, dir string) secret {
	t.Helper()
	p, err := where{Dir: dir}.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}()
	s := secret{values: map[string]string{}, ids: map[string]string{}}
	for what, query := range map[string]string{
		"henkilötunnus": "select code from registers.person_identifier",
		"full name":     "select unnest(array[family_name || ' ' || given_names, given_names || ' ' || family_name, split_part(given_names, ' ', 1) || ' ' || family_name]) from registers.person",
		"contact":       "select unnest(array[street_address, phone, email]) from registers.person",
		"Y-tunnus":      "select business_id from registers.employer union all select business_id from registers.provider",
		"firm":          "select name from registers.employer union all select name from registers.provider",
		"number":        "select notice_number from registers.vacancy union all select contract_number from registers.procured_service",
	} {
		s.read(t, p, what, query, s.values)
	}
	s.read(t, p, "internal id", `select unnest(array[person_id, employer_id, vacancy_id, offer_id])::text from registers.job_offer
		union select person_id::text from registers.person`, s.ids)
	if len(s.values) < 3000 {
		t.Fatalf("only %d identifying values in the registers", len(s.values))
	}
	return s
}

func (s secret) read(t *testing.T, p *place, what, query string, into map[string]string) {
	t.Helper()
	rows, err := p.owner.Pool().Query(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var value *string
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		if value != nil && *value != "" {
			into[*value] = what
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// searchDatabase reads every value of every column with a DuckDB client from
// npm.
func (s secret) searchDatabase(t *testing.T, file string) {
	t.Helper()
	reader := filepath.Join(t.TempDir(), "reader")
	if err := os.CopyFS(reader, os.DirFS("testdata/reader")); err != nil {
		t.Fatal(err)
	}
	tool(t, reader, "npm", "install", "--no-progress", "--prefer-offline")
	values := 0
	lines := bufio.NewScanner(strings.NewReader(tool(t, reader, "node", "dump.mjs", file)))
	for lines.Scan() {
		var cell [3]string
		if err := json.Unmarshal(lines.Bytes(), &cell); err != nil {
			t.Fatal(err)
		}
		values++
		what, found := s.values[cell[2]]
		if !found {
			what, found = s.ids[cell[2]]
		}
		if found {
			t.Errorf("column %s.%s delivers a %s of the registers", cell[0], cell[1], what)
		}
	}
	if values < 300 {
		t.Errorf("the independent reader saw only %d values", values)
	}
}

// searchWorkbook looks at every text of every sheet.
func (s secret) searchWorkbook(t *testing.T, file string) {
	t.Helper()
	book, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	cells := 0
	for _, part := range book.File {
		if !strings.HasSuffix(part.Name, ".xml") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(r)
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if text, ok := token.(xml.CharData); ok {
				cells++
				s.searchText(t, part.Name, string(text))
			}
		}
	}
	if cells < 100 {
		t.Errorf("only %d cells in the workbook", cells)
	}
}

func (s secret) searchTexts(t *testing.T, folder string) {
	t.Helper()
	for _, pattern := range []string{"*.md", "*.json", "SHA256SUMS*"} {
		files, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no %s in the package: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s.searchText(t, filepath.Base(file), string(text))
		}
	}
}

var words = regexp.MustCompile(`[\pL\pN+@._-]+`)

// searchText looks at the whole text and at every run of up to four words.
func (s secret) searchText(t *testing.T, where, text string) {
	t.Helper()
	if what, found := s.values[strings.TrimSpace(text)]; found {
		t.Errorf("%s holds a %s of the registers", where, what)
	}
	found := words.FindAllString(text, -1)
	for i := range found {
		for n := 1; n <= 4 && i+n <= len(found); n++ {
			run := strings.Trim(strings.Join(found[i:i+n], " "), ".")
			// A firm's or a street's name may be an ordinary word; a bare number of
			// rows is no id.
			if _, err := strconv.Atoi(run); err == nil {
				continue
			}
			if what, hit := s.values[run]; hit && what != "firm" {
				t.Errorf("%s holds a %s of the registers", where, what)
			}
		}
	}
}
