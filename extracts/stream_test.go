package extracts

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// copyOf writes rows as PostgreSQL's binary COPY.
func copyOf(rows [][][]byte) []byte {
	b := append([]byte(copySignature), make([]byte, 8)...)
	for _, row := range rows {
		b = binary.BigEndian.AppendUint16(b, uint16(len(row)))
		for _, f := range row {
			if f == nil {
				b = binary.BigEndian.AppendUint32(b, 1<<32-1)
				continue
			}
			b = append(binary.BigEndian.AppendUint32(b, uint32(len(f))), f...)
		}
	}
	return append(b, 0xff, 0xff)
}

func readRows(from io.Reader, columns, buffer int) (rows [][][]byte, err error) {
	s := &stream{buf: make([]byte, buffer)}
	s.reset(from)
	fields := make([][]byte, columns)
	for {
		if err := s.row(fields); err != nil {
			return rows, err
		}
		row := make([][]byte, columns)
		for i, f := range fields {
			row[i] = bytes.Clone(f)
		}
		rows = append(rows, row)
	}
}

func TestStreamReadsWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.IntRange(1, 5).Draw(t, "columns")
		field := rapid.OneOf(rapid.Just([]byte(nil)), rapid.SliceOfN(rapid.Byte(), 0, 60))
		rows := rapid.SliceOfN(rapid.SliceOfN(field, columns, columns), 0, 30).Draw(t, "rows")
		for i, row := range rows { // an empty field is not NULL
			for j, f := range row {
				if f != nil && len(f) == 0 {
					rows[i][j] = []byte{}
				}
			}
		}
		whole := copyOf(rows)
		buffer := rapid.IntRange(1, 200).Draw(t, "buffer")
		got, err := readRows(iotest.OneByteReader(bytes.NewReader(whole)), columns, buffer)
		if !errors.Is(err, io.EOF) || !cmp.Equal(got, rows[:len(rows):len(rows)]) && len(rows) > 0 {
			t.Fatalf("%v, want %v: %v", got, rows, err)
		}
		cut := rapid.IntRange(0, len(whole)-1).Draw(t, "cut")
		if _, err := readRows(bytes.NewReader(whole[:cut]), columns, buffer); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("cut at %d of %d: %v", cut, len(whole), err)
		}
		if _, err := readRows(bytes.NewReader(whole), columns+1, buffer); len(rows) > 0 && !errors.Is(err, errCopy) {
			t.Fatalf("another number of columns: %v", err)
		}
	})
}

func FuzzStream(f *testing.F) {
	f.Add(copyOf([][][]byte{{[]byte("abc"), nil}, {{}, []byte("x")}}), uint8(2))
	f.Add([]byte(copySignature), uint8(1))
	f.Add(append([]byte(copySignature), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 0xff, 0xff, 0xff), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, columns uint8) {
		rows, err := readRows(bytes.NewReader(data), int(columns), 16)
		if err == nil {
			t.Fatal("no end")
		}
		if errors.Is(err, io.EOF) {
			if whole := copyOf(rows); !bytes.Contains(data, whole[len(copySignature)+8:len(whole)-2]) {
				t.Fatal("other rows than there are")
			}
		}
	})
}
