package extracts

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/internal/workbook"
	"tietolupa/permits"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares with a file of testdata, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, path, []byte(got))
		return
	}
	if diff := cmp.Diff(string(read(t, path)), got); diff != "" {
		t.Errorf("%s differs; if that is meant, run go test -update:\n%s", path, diff)
	}
}

// fixed is a sealing whose texts are the same every time.
func fixed(t *testing.T) (sealing, Manifest) {
	t.Helper()
	s := newSealing(t)
	m, err := newManifest(t.Context(), s.SealInput, "SHA256:0123456789abcdefghijklmnopqrstuvwxyzABCDEFG")
	if err != nil {
		t.Fatal(err)
	}
	m.Signer, m.CatalogueSHA256, m.Engine = "0123456789ABCDEF", strings.Repeat("c", 64), "DuckDB v1"
	for i := range m.Tables {
		m.Tables[i].Hash = "hash"
	}
	return s, m
}

func TestReadmeIsWhole(t *testing.T) {
	s, m := fixed(t)
	for _, c := range []struct {
		file, lang string
		kind       permits.BasisKind
		extra      []string
	}{
		{"readme-permit.md", "fi", permits.PermitBasis, []string{"ehdot.pdf"}},
		{"readme-disclosure.md", "sv", permits.DisclosureBasis, nil},
	} {
		s.Order.Language, m.Basis.Kind = c.lang, c.kind
		got, err := Readme(m, s.Order, s.Catalogue, s.Issuer, c.extra)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, c.file, string(got))
	}
}

func TestReadmeBeginsInTheOrdersLanguage(t *testing.T) {
	s, m := fixed(t)
	for lang, first := range map[string]string{"fi": "## Suomeksi", "sv": "## På svenska", "en": "## In English", "": "## Suomeksi"} {
		s.Order.Language = lang
		got, err := Readme(m, s.Order, s.Catalogue, s.Issuer, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, after, _ := strings.Cut(string(got), "\n## "); !strings.HasPrefix("## "+after, first) {
			t.Errorf("%q begins %.40q", lang, after)
		}
		if n := strings.Count(string(got), "\n## "); n != 3 {
			t.Errorf("%d languages", n)
		}
	}
}

func TestCodebookIsWhole(t *testing.T) {
	s, m := fixed(t)
	got, err := Codebook(m, s.Order, s.Catalogue, s.Issuer)
	if err != nil {
		t.Fatal(err)
	}
	dump, err := workbook.Dump(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "codebook.txt", dump)
	again, err := Codebook(m, s.Order, s.Catalogue, s.Issuer)
	if err != nil || !bytes.Equal(got, again) {
		t.Errorf("two codebooks of one file differ, %v", err)
	}
}

var (
	hetu = regexp.MustCompile(`\b[0-3]\d[01]\d{3}[-+A-FU-Y]\d{3}[0-9A-Y]\b`)
	uuid = regexp.MustCompile(`\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b`)
)

// TestTextsHoldNothingOfTheContent searches all that goes beside the data.
func TestTextsHoldNothingOfTheContent(t *testing.T) {
	s := newSealing(t)
	_, path := s.seal(t)
	files := s.unpack(t, path)
	dump, err := workbook.Dump(bytes.NewReader(files[CodebookFile]))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		CodebookFile: dump, ReadmeFile: string(files[ReadmeFile]), ManifestFile: string(files[ManifestFile]), SumsFile: string(files[SumsFile]),
	} {
		if text == "" {
			t.Errorf("%s is empty", name)
		}
		if found := append(hetu.FindAllString(text, -1), uuid.FindAllString(text, -1)...); found != nil {
			t.Errorf("%s holds %q", name, found)
		}
		for _, secret := range []string{s.Order.Recipient.Name, s.Order.Recipient.Key, s.Built.Path} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
	for _, list := range []string{"occupation", "municipality", "country"} {
		if strings.Contains(dump, "\n"+list+" |") {
			t.Errorf("the codebook holds the list %s, which the file does not use", list)
		}
	}
}

func TestEveryUnitOfTheCatalogueHasWords(t *testing.T) {
	for _, v := range catalogue(t).Variables() {
		if _, ok := units[v.Unit]; !ok && v.Unit != "" {
			t.Errorf("%s: unit %q", v.ID, v.Unit)
		}
	}
}
