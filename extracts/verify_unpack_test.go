package extracts

import (
	"archive/tar"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzUnpack gives the unpacker arbitrary archives: it never writes outside its
// folder and never ends in anything but files, a failed check or an error.
func FuzzUnpack(f *testing.F) {
	var archive bytes.Buffer
	p := newPacker(&archive, "T-1", lawDay.Time(), nil)
	if err := errors.Join(p.folder(), p.bytes("a.md", []byte("text")), p.bytes("b.md", nil), p.tar.Close()); err != nil {
		f.Fatal(err)
	}
	f.Add(archive.Bytes())
	f.Add([]byte("T-1/../../x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		parent := t.TempDir()
		folder := filepath.Join(parent, "inner")
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		u := unpacker{verifier: &verifier{folder: folder, unpacked: map[string]PackedFile{}}, left: int64(len(b))}
		if err := u.all(t.Context(), bytes.NewReader(b)); err != nil && !errors.Is(err, ErrNotVerified) {
			t.Fatal(err)
		}
		var total int64
		_ = filepath.WalkDir(parent, func(path string, d os.DirEntry, err error) error {
			if info, _ := d.Info(); err != nil || !(d.IsDir() || info.Mode().IsRegular()) || !strings.HasPrefix(path, parent) {
				t.Errorf("%s: %v", path, err)
			} else if !d.IsDir() {
				total += info.Size()
			}
			return nil
		})
		if total > int64(len(b)) {
			t.Errorf("%d bytes became %d", len(b), total)
		}
		if entries, _ := os.ReadDir(parent); len(entries) != 1 {
			t.Errorf("written outside: %v", entries)
		}
	})
}

// TestFileOverEightGigabytesFitsTheArchive: its size needs an extended header,
// which the unpacker must not take for something foreign.
func TestFileOverEightGigabytesFitsTheArchive(t *testing.T) {
	const huge = 20 << 30
	var archive bytes.Buffer
	p := newPacker(&archive, "T-1", lawDay.Time(), nil)
	if err := p.tar.WriteHeader(p.header(DataFile, huge)); err != nil {
		t.Fatal(err)
	}
	h, err := tar.NewReader(&archive).Next()
	if err != nil || h.Size != huge {
		t.Fatalf("%+v, %v", h, err)
	}
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "T-1"), 0o700); err != nil {
		t.Fatal(err)
	}
	u := unpacker{verifier: &verifier{folder: folder, top: "T-1", unpacked: map[string]PackedFile{}}, left: huge}
	if err := u.entry(t.Context(), h, strings.NewReader(""), false); err != nil {
		t.Error(err)
	}
	u.left = huge - 1
	h.Name = "T-1/b"
	if err := u.entry(t.Context(), h, strings.NewReader(""), false); !errors.Is(err, ErrNotVerified) {
		t.Errorf("larger than the package: %v", err)
	}
}
