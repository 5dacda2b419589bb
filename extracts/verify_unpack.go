package extracts

import (
	"archive/tar"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"filippo.io/age"
)

// maxText bounds the files that are read into memory, maxFiles their number.
const (
	maxText  = 16 << 20
	maxFiles = 100
)

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// unpack decrypts the package and unpacks it in one pass, hashing on the way.
func (v *verifier) unpack(ctx context.Context) error {
	f, err := os.Open(v.in.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	counted := &countingReader{from: f, total: info.Size(), progress: v.in.Progress}
	plain, err := age.Decrypt(counted, v.in.Identities...)
	if other := (*age.NoIdentityMatchError)(nil); errors.As(err, &other) {
		return v.fail("decrypt", "decrypt-other")
	}
	if err != nil {
		return v.fail("decrypt", "decrypt-broken")
	}
	v.pass("decrypt", "decrypt")

	u := unpacker{verifier: v, left: info.Size()}
	v.unpacked = map[string]PackedFile{}
	if err := u.all(ctx, plain); err != nil {
		return err
	}
	for _, name := range []string{SumsFile, SignatureFile} {
		if _, ok := v.unpacked[name]; !ok {
			return v.fail("archive", "file-missing", name)
		}
	}
	v.pass("archive", "archive", v.top, len(v.unpacked))
	return nil
}

// An unpacker writes plain files of one folder and nothing else. Nothing in the
// archive is trusted: names are plain, links and devices are refused, and all
// together is no larger than the package, so that sparse files cannot grow.
type unpacker struct {
	*verifier
	left int64
}

func (u *unpacker) all(ctx context.Context, plain io.Reader) error {
	archive := tar.NewReader(plain)
	for first := true; ; first = false {
		if err := ctx.Err(); err != nil {
			return err
		}
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return u.fail("archive", "archive-cut")
		}
		if err := u.entry(ctx, h, archive, first); err != nil {
			return err
		}
	}
	// To the last byte: only its end proves that an age file is whole.
	buffer := make([]byte, digestChunk)
	for {
		n, err := plain.Read(buffer)
		if slices.ContainsFunc(buffer[:n], func(b byte) bool { return b != 0 }) {
			return u.fail("archive", "archive-more")
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return u.fail("archive", "archive-cut")
		}
	}
}

// entry unpacks one entry: first the folder, then files in it.
func (u *unpacker) entry(ctx context.Context, h *tar.Header, content io.Reader, first bool) error {
	for key := range h.PAXRecords {
		if key != "size" { // of a file of 8 GiB and more
			return u.fail("archive", "archive-entry")
		}
	}
	if first {
		top, ok := strings.CutSuffix(h.Name, "/")
		if h.Typeflag != tar.TypeDir || !ok || !folderName.MatchString(top) {
			return u.fail("archive", "archive-entry")
		}
		u.top = top
		return os.Mkdir(filepath.Join(u.folder, top), 0o700)
	}
	name, ok := strings.CutPrefix(h.Name, u.top+"/")
	switch _, twice := u.unpacked[name]; {
	case h.Typeflag != tar.TypeReg || !ok || !fileName.MatchString(name) || twice:
		return u.fail("archive", "archive-entry")
	case len(u.unpacked) == maxFiles:
		return u.fail("archive", "archive-entry")
	case h.Size > u.left:
		return u.fail("archive", "archive-cut")
	}
	u.left -= h.Size
	return u.file(ctx, name, content)
}

func (u *unpacker) file(ctx context.Context, name string, content io.Reader) error {
	to, err := os.OpenFile(filepath.Join(u.folder, u.top, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return spaceError(err)
	}
	defer to.Close()
	d := newDigest(to)
	defer d.stop()
	buffer := make([]byte, digestChunk)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := content.Read(buffer)
		if n > 0 {
			if _, err := d.Write(buffer[:n]); err != nil {
				return spaceError(err)
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return u.fail("archive", "archive-cut")
		}
	}
	sum, n, err := d.sum()
	if err == nil {
		err = to.Close()
	}
	if err != nil {
		return spaceError(err)
	}
	u.unpacked[name] = PackedFile{name, n, sum}
	return nil
}

// A countingReader tells how much of the package has been read.
type countingReader struct {
	from        io.Reader
	done, total int64
	progress    Progress
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	r.done += int64(n)
	if r.progress != nil && n > 0 {
		r.progress("unpack", r.done, r.total)
	}
	return n, err
}
