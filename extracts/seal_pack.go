package extracts

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"
)

// A packer writes the archive of a package and remembers what it wrote.
type packer struct {
	tar      *tar.Writer
	top      string
	day      time.Time // of the snapshot: the only time that the archive tells
	files    []PackedFile
	manifest []byte
	total    int64
	progress func(done, total int64)
}

func newPacker(to io.Writer, top string, taken time.Time, progress func(done, total int64)) *packer {
	day := taken.UTC().Truncate(24 * time.Hour)
	return &packer{tar: tar.NewWriter(to), top: top, day: day, progress: progress}
}

// header is without user, group and time of the machine.
func (p *packer) header(name string, size int64) *tar.Header {
	return &tar.Header{Typeflag: tar.TypeReg, Name: p.top + "/" + name, Size: size, Mode: 0o644, ModTime: p.day}
}

func (p *packer) folder() error {
	err := p.tar.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: p.top + "/", Mode: 0o755, ModTime: p.day})
	if err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	return nil
}

func (p *packer) bytes(name string, text []byte) error {
	return p.add(context.Background(), name, bytes.NewReader(text), int64(len(text)))
}

// add packs a file and hashes it on the way. A file that is longer or shorter
// than size fails.
func (p *packer) add(ctx context.Context, name string, from io.Reader, size int64) error {
	if err := p.tar.WriteHeader(p.header(name, size)); err != nil {
		return fmt.Errorf("pack %s: %w", name, err)
	}
	d := newDigest(p.tar)
	defer d.stop()
	buffer := make([]byte, digestChunk)
	for done := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := from.Read(buffer)
		if n > 0 {
			if _, err := d.Write(buffer[:n]); err != nil {
				return fmt.Errorf("pack %s: %w", name, spaceError(err))
			}
			done += int64(n)
			if name == DataFile {
				p.progress(done, p.total)
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
	}
	sum, n, err := d.sum()
	if err == nil && n != size {
		err = io.ErrUnexpectedEOF
	}
	if err == nil {
		err = p.tar.Flush()
	}
	if err != nil {
		return fmt.Errorf("pack %s: %w", name, err)
	}
	p.files = append(p.files, PackedFile{name, size, sum})
	return nil
}

const digestChunk = 256 << 10

// A digest passes on what is written to it and hashes it meanwhile on a
// goroutine of its own, so that hashing and encrypting share two cores.
type digest struct {
	to     io.Writer
	chunks chan []byte
	free   chan []byte
	result chan [sha256.Size]byte
	n      int64
	ended  bool
}

func newDigest(to io.Writer) *digest {
	d := &digest{to: to, chunks: make(chan []byte, 4), free: make(chan []byte, 8), result: make(chan [sha256.Size]byte, 1)}
	go func() {
		h := sha256.New()
		for chunk := range d.chunks {
			h.Write(chunk)
			select {
			case d.free <- chunk:
			default:
			}
		}
		d.result <- [sha256.Size]byte(h.Sum(nil))
	}()
	return d
}

func (d *digest) Write(p []byte) (int, error) {
	n, err := d.to.Write(p)
	d.n += int64(n)
	var chunk []byte
	select {
	case chunk = <-d.free:
	default:
	}
	d.chunks <- append(chunk[:0], p[:n]...)
	return n, err
}

// stop ends the goroutine; it may be called twice.
func (d *digest) stop() {
	if !d.ended {
		d.ended = true
		close(d.chunks)
	}
}

// sum ends the digest and gives the hash and the length of all that was written.
func (d *digest) sum() (string, int64, error) {
	if d.ended {
		return "", 0, io.ErrClosedPipe
	}
	d.stop()
	sum := <-d.result
	return hex.EncodeToString(sum[:]), d.n, nil
}
