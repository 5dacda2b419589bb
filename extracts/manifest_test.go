package extracts

import (
	"bytes"
	"strings"
	"testing"

	"tietolupa/registers"
)

func TestParseManifestAcceptsOnlyWhatEncodeWrites(t *testing.T) {
	s := newSealing(t)
	d, _ := s.seal(t)
	good := string(d.Manifest)
	m, err := ParseManifest(d.Manifest)
	if err != nil || !bytes.Equal(m.Encode(), d.Manifest) || m.Hash() != sha256Hex(d.Manifest) {
		t.Fatalf("%v", err)
	}
	for name, text := range map[string]string{
		"nothing":            "",
		"an array":           "[]",
		"another version":    strings.Replace(good, `"version": 1`, `"version": 2`, 1),
		"an unknown field":   strings.Replace(good, `"version": 1,`, "\"version\": 1,\n  \"more\": 1,", 1),
		"a field twice":      strings.Replace(good, `"version": 1,`, "\"version\": 1,\n  \"version\": 1,", 1),
		"another case":       strings.Replace(good, `"order"`, `"Order"`, 1),
		"something after":    good + "{}",
		"other indentation":  strings.Replace(good, "  ", "\t", 1),
		"no line break":      strings.TrimSuffix(good, "\n"),
		"a file that climbs": strings.Replace(good, `"LUEMINUT.md"`, `"../LUEMINUT.md"`, 1),
		"a negative size":    strings.Replace(good, `"bytes": `, `"bytes": -`, 1),
		"a broken hash":      strings.Replace(good, m.Files[0].SHA256, m.Files[0].SHA256[1:], 1),
		"a broken day":       strings.Replace(good, `"law_date": "2020-11-02"`, `"law_date": "2020-13-02"`, 1),
		"no day":             strings.Replace(good, `"law_date": "2020-11-02"`, `"law_date": ""`, 1),
		"local time":         strings.Replace(good, `T09:00:00Z`, `T11:00:00+02:00`, 1),
		"another basis":      strings.Replace(good, `"kind": "permit"`, `"kind": "favour"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			if text == good {
				t.Fatal("nothing was changed")
			}
			if _, err := ParseManifest([]byte(text)); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func FuzzParseManifest(f *testing.F) {
	day := dayOn(f, "2020-11-02")
	hash := strings.Repeat("0", 64)
	m := Manifest{
		Version: ManifestVersion, Order: "T-1-2020", Delivery: 1, Basis: ManifestBasis{"permit", "K-1", 1, "7.3"},
		ScopeSHA256: hash, CatalogueSHA256: hash, Snapshot: "2020-11-02T09:00:00Z", LawDate: day, DestroyBy: day,
		Engine: "DuckDB v1", Secrecy: "x", Tables: []BuiltTable{{"person", 1, "1", []BuiltColumn{{Name: "a", ID: "b", Type: "UUID"}}}},
		Files: []PackedFile{{DataFile, 1, hash}, {CodebookFile, 1, hash}, {ReadmeFile, 1, hash}},
	}
	if _, err := ParseManifest(m.Encode()); err != nil {
		f.Fatal(err)
	}
	f.Add(m.Encode())
	f.Add([]byte(`{"version":1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ParseManifest(text)
		if err != nil {
			return
		}
		if !bytes.Equal(m.Encode(), text) {
			t.Error("what was read is not what is written")
		}
		for _, table := range m.Tables {
			for _, c := range table.Columns {
				if c.Protection == registers.Pseudonym && c.KeyCheck == "" {
					t.Error("a pseudonym without a key check")
				}
			}
		}
	})
}

func FuzzParseSums(f *testing.F) {
	f.Add(sums([]PackedFile{{"a", 0, strings.Repeat("0", 64)}, {"b.md", 0, strings.Repeat("f", 64)}}))
	f.Add([]byte("\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		files, err := parseSums(text)
		if err != nil {
			return
		}
		var all []PackedFile
		for name, sum := range files {
			all = append(all, PackedFile{name, 0, sum})
		}
		if again, err := parseSums(sums(all)); err != nil || len(again) != len(files) {
			t.Errorf("%v", err)
		}
	})
}
