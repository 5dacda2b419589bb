package extracts

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// PostgreSQL's binary COPY: a signature, flags and an extension, then rows of a
// field count and fields of a length and bytes, then a count of −1.
const copySignature = "PGCOPY\n\xff\r\n\x00"

const streamBuffer = 1 << 19

// A stream reads rows of a binary COPY. The fields of a row are valid until the
// next call.
type stream struct {
	from  io.Reader
	buf   []byte
	r, w  int
	begun bool
}

func newStream() *stream { return &stream{buf: make([]byte, streamBuffer)} }

// reset begins with another COPY.
func (s *stream) reset(from io.Reader) { *s = stream{from: from, buf: s.buf} }

var errCopy = errors.New("the data is not a PostgreSQL binary COPY of the columns asked for")

// row reads a row of exactly len(fields) fields; nil is NULL. It fails with
// io.EOF after the trailer, and with io.ErrUnexpectedEOF when the data ends
// before it: a COPY that was cut never looks whole.
func (s *stream) row(fields [][]byte) error {
	if !s.begun {
		if err := s.header(); err != nil {
			return err
		}
	}
	for {
		if size, ok := s.split(fields); ok {
			if size < 0 {
				return errCopy
			}
			s.r += size
			return nil
		}
		if s.w-s.r >= 2 && int16(binary.BigEndian.Uint16(s.buf[s.r:])) == -1 {
			return io.EOF
		}
		if err := s.more(); err != nil {
			return err
		}
	}
}

// split finds the fields of the row at s.r and its size; not ok when it is not
// all there, size −1 when it is no such row.
func (s *stream) split(fields [][]byte) (size int, ok bool) {
	b := s.buf[s.r:s.w]
	if len(b) < 2 {
		return 0, false
	}
	if n := int16(binary.BigEndian.Uint16(b)); int(n) != len(fields) {
		return -1, n != -1
	}
	at := 2
	for i := range fields {
		if len(b) < at+4 {
			return 0, false
		}
		n := int(int32(binary.BigEndian.Uint32(b[at:])))
		at += 4
		if n == -1 {
			fields[i] = nil
			continue
		}
		if n < 0 {
			return -1, true
		}
		if len(b) < at+n {
			return 0, false
		}
		fields[i] = b[at : at+n : at+n]
		at += n
	}
	return at, true
}

func (s *stream) header() error {
	const size = len(copySignature) + 8
	for s.w-s.r < size {
		if err := s.more(); err != nil {
			return err
		}
	}
	head := s.buf[s.r : s.r+size]
	extension := binary.BigEndian.Uint32(head[len(copySignature)+4:])
	if string(head[:len(copySignature)]) != copySignature || extension != 0 {
		return errCopy
	}
	s.r, s.begun = s.r+size, true
	return nil
}

// more reads at least one byte.
func (s *stream) more() error {
	if s.r > 0 {
		s.w = copy(s.buf, s.buf[s.r:s.w])
		s.r = 0
	}
	if s.w == len(s.buf) {
		if len(s.buf) >= 64<<20 {
			return fmt.Errorf("a row is larger than %d bytes", len(s.buf))
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 {
		n, err := s.from.Read(s.buf[s.w:])
		s.w += n
		if n > 0 {
			return nil
		}
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}
