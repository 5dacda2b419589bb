package extracts

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// ManifestVersion is the version of the JSON shape of a Manifest.
const ManifestVersion = 1

// A Manifest says what a package is, what it rests on and what is in it. Its
// JSON is pinned: fields are added with a new version, never renamed.
type Manifest struct {
	Version         int               `json:"version"`
	Order           permits.OrderID   `json:"order"`
	Delivery        int               `json:"delivery"` // of the basis, from 1
	Basis           ManifestBasis     `json:"basis"`
	ScopeSHA256     string            `json:"scope_sha256"`
	CatalogueSHA256 string            `json:"catalogue_sha256"`
	Snapshot        string            `json:"snapshot"` // when the registers were read, RFC 3339 in UTC
	SnapshotID      string            `json:"snapshot_id,omitempty"`
	LawDate         registers.Day     `json:"law_date"`
	Recipient       ManifestRecipient `json:"recipient"`
	Signer          string            `json:"signer"` // key ID of the signature
	Engine          string            `json:"engine"` // that made the hashes of the tables: they are compared within one version
	Tables          []BuiltTable      `json:"tables"`
	Risk            Risk              `json:"risk"`
	Secrecy         string            `json:"secrecy"` // the marking of 25 § of the Publicity Act
	Files           []PackedFile      `json:"files"`
	Previous        string            `json:"previous"` // SHA-256 of the manifest of the previous delivery; empty for the first
	DestroyBy       registers.Day     `json:"destroy_by"`
	Practice        bool              `json:"practice,omitempty"` // nothing in it is of anybody
}

// A ManifestBasis names the permit or the statutory disclosure.
type ManifestBasis struct {
	Kind      permits.BasisKind `json:"kind"`
	ID        string            `json:"id"`
	Version   int               `json:"version"`
	Provision string            `json:"provision"`
}

// A ManifestRecipient is whose key the package is sealed to, without a name.
type ManifestRecipient struct {
	Kind        string `json:"kind"`
	Fingerprint string `json:"fingerprint"`
}

// Encode writes m in the one form that ParseManifest accepts.
func (m Manifest) Encode() []byte {
	var to bytes.Buffer
	e := json.NewEncoder(&to)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		panic(fmt.Sprintf("encode manifest: %v", err)) // strings and numbers only
	}
	return to.Bytes()
}

// Hash is the SHA-256 of m's JSON: what the next delivery calls Previous.
func (m Manifest) Hash() string { return sha256Hex(m.Encode()) }

func sha256Hex(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// ParseManifest reads a manifest. It accepts exactly what Encode writes:
// another version, an unknown or repeated field, another spelling or a value
// outside its set is an error, so that what was checked is what others read.
func ParseManifest(b []byte) (Manifest, error) {
	var version struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(b, &version); err != nil {
		return Manifest{}, errors.New("parse manifest: not JSON")
	}
	if version.Version != ManifestVersion {
		return Manifest{}, fmt.Errorf("parse manifest: version %d is not known: use a newer program", version.Version)
	}
	var m Manifest
	if err := json.Unmarshal(b, &m); err != nil || !bytes.Equal(m.Encode(), b) {
		return Manifest{}, errors.New("parse manifest: not in the form of version 1")
	}
	if err := m.check(); err != nil {
		return Manifest{}, fmt.Errorf("parse manifest: %w", err)
	}
	return m, nil
}

func (m Manifest) check() error {
	switch {
	case !folderName.MatchString(string(m.Order)):
		return errors.New("order: not an order's number")
	case m.Delivery < 1:
		return errors.New("delivery: not a number from 1")
	case m.Practice != (m.Basis.Kind == PracticeBasis) || m.Practice != strings.HasPrefix(string(m.Order), practiceName):
		return errors.New("practice: not said everywhere alike")
	case m.Basis.Kind != permits.PermitBasis && m.Basis.Kind != permits.DisclosureBasis && !m.Practice:
		return errors.New("basis: neither a permit nor a statutory disclosure")
	case m.Basis.ID == "" || m.Basis.Provision == "" || m.Basis.Version < 0:
		return errors.New("basis: incomplete")
	case !hexSHA256.MatchString(m.ScopeSHA256) || !hexSHA256.MatchString(m.CatalogueSHA256):
		return errors.New("scope or catalogue: not a SHA-256")
	case m.LawDate.IsZero() || m.DestroyBy.IsZero():
		return errors.New("law_date or destroy_by: no day")
	case m.Previous != "" && !hexSHA256.MatchString(m.Previous):
		return errors.New("previous: not a SHA-256")
	case m.Engine == "":
		return errors.New("engine: none")
	case m.Secrecy == "":
		return errors.New("secrecy: no marking")
	case len(m.Tables) == 0:
		return errors.New("tables: none")
	}
	if t, err := time.Parse(time.RFC3339, m.Snapshot); err != nil || t.Location() != time.UTC {
		return errors.New("snapshot: not a time in UTC")
	}
	if err := checkFiles(m.Files); err != nil {
		return err
	}
	return checkTables(m.Tables)
}

func checkFiles(files []PackedFile) error {
	seen := map[string]bool{}
	for _, f := range files {
		if !fileName.MatchString(f.Name) || f.Bytes < 0 || !hexSHA256.MatchString(f.SHA256) {
			return errors.New("files: a file without a plain name, size and SHA-256")
		}
		if seen[f.Name] || f.Name == ManifestFile || f.Name == SumsFile || f.Name == SignatureFile {
			return fmt.Errorf("files: %s does not belong there", f.Name)
		}
		seen[f.Name] = true
	}
	for _, name := range []string{DataFile, CodebookFile, ReadmeFile} {
		if !seen[name] {
			return fmt.Errorf("files: %s is missing", name)
		}
	}
	return nil
}

func checkTables(tables []BuiltTable) error {
	seen := map[string]bool{}
	for _, t := range tables {
		if t.Name == "" || t.Rows < 0 || t.Hash == "" || len(t.Columns) == 0 || seen[t.Name] {
			return errors.New("tables: a table without a name of its own, rows, hash and columns")
		}
		seen[t.Name] = true
		for _, c := range t.Columns {
			key := t.Name + "\x00" + c.Name
			if c.Name == "" || c.ID == "" || c.Type == "" || seen[key] {
				return errors.New("tables: a column without a name of its own, variable and type")
			}
			seen[key] = true
			if (c.Protection == registers.Pseudonym) != (c.KeyCheck != "" && c.Scheme != "") {
				return errors.New("tables: a pseudonym without its scheme and key check, or these without a pseudonym")
			}
		}
	}
	return nil
}
