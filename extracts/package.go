package extracts

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tietolupa/permits"
)

// The files of a package. They stand in one folder named by the order, in one
// tar archive, encrypted by age to one recipient.
const (
	DataFile      = "aineisto.duckdb"
	CodebookFile  = "koodikirja.xlsx"
	ReadmeFile    = "LUEMINUT.md"
	ManifestFile  = "manifest.json"
	SumsFile      = "SHA256SUMS" // of all files but itself and its signature
	SignatureFile = "SHA256SUMS.minisig"
)

// PackageSuffix ends the name of a package.
const PackageSuffix = ".tar.age"

// PackageName is the name of an order's package in the sealed store.
func PackageName(id permits.OrderID) string { return string(id) + PackageSuffix }

// A PackedFile is one file of a package.
type PackedFile struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

var (
	folderName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,59}$`)
	fileName   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$`)
	hexSHA256  = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// reserved says whether the package itself makes a file of the name.
func reserved(name string) bool {
	return slices.Contains([]string{DataFile, CodebookFile, ReadmeFile, ManifestFile, SumsFile, SignatureFile}, name)
}

// sums writes files as `sha256sum -c` reads them, by name.
func sums(files []PackedFile) []byte {
	files = slices.SortedFunc(slices.Values(files), func(a, b PackedFile) int { return cmp.Compare(a.Name, b.Name) })
	var to bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&to, "%s  %s\n", f.SHA256, f.Name)
	}
	return to.Bytes()
}

// parseSums reads what sums writes: one line a file, plain names, no file twice.
func parseSums(text []byte) (map[string]string, error) {
	files := map[string]string{}
	body, whole := strings.CutSuffix(string(text), "\n")
	if !whole {
		return nil, errors.New("the last line is cut")
	}
	for line := range strings.SplitSeq(body, "\n") {
		sum, name, ok := strings.Cut(line, "  ")
		if !ok || !hexSHA256.MatchString(sum) || !fileName.MatchString(name) {
			return nil, errors.New("a line is not a SHA-256 and a file name")
		}
		if _, twice := files[name]; twice {
			return nil, fmt.Errorf("%s stands in it twice", name)
		}
		files[name] = sum
	}
	return files, nil
}

// trustedComment is signed with the checksums and ties them to the order.
func trustedComment(id permits.OrderID, manifest []byte) string {
	return fmt.Sprintf("tietolupa %s manifest %s", id, sha256Hex(manifest))
}
