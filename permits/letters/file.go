package letters

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"sync"
)

// A file is a finished PDF taken apart, so that it can be written anew with
// what the library lacks: it writes no structure tree and no file identifier,
// names embedded files where there are none, gives pages a transparency group
// that PDF/A-1 forbids and the trailer a wrong Info when there is an output
// intent, and makes a compressor for each stream, which costs more than the
// page does.
type file struct {
	objects       [][]byte // by number: what stands between obj and endobj; nil for none
	catalog, info int
	pages         []int         // object numbers
	parents       []map[int]int // page → mark → structure element
}

var errNotOurs = errors.New("the file is not as the library writes it")

// takeApart reads the objects of a PDF as the library writes it: one table of
// cross-references and one trailer.
func takeApart(source []byte) (*file, error) {
	_, end, found := cutLast(source, []byte("startxref\n"))
	line, _, _ := bytes.Cut(end, []byte("\n"))
	start, err := strconv.Atoi(string(line))
	if !found || err != nil || start <= 0 || start >= len(source) {
		return nil, errNotOurs
	}
	table, trailer, _ := bytes.Cut(source[start:], []byte("trailer\n"))
	var size int
	f := &file{}
	if _, err := fmt.Sscanf(string(table[:min(len(table), 20)]), "xref\n0 %d\n", &size); err != nil {
		return nil, errNotOurs
	}
	if _, err := fmt.Sscanf(string(trailer), "<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R", &size, &f.catalog, &f.info); err != nil {
		return nil, errNotOurs
	}
	lines := bytes.Split(table, []byte("\n"))
	if len(lines) < size+2 || f.catalog >= size || f.info >= size {
		return nil, errNotOurs
	}
	type place struct{ id, at int }
	places := []place{{at: start}} // where the last object ends
	for id := 1; id < size; id++ {
		at, err := strconv.Atoi(string(lines[id+2][:min(10, len(lines[id+2]))]))
		if err != nil || at <= 0 || at > start {
			return nil, errNotOurs
		}
		places = append(places, place{id, at})
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.at, b.at) })
	f.objects = make([][]byte, size)
	for i, p := range places[:len(places)-1] {
		own := bytes.TrimPrefix(source[p.at:places[i+1].at], fmt.Appendf(nil, "%d 0 obj\n", p.id))
		f.objects[p.id] = bytes.TrimSuffix(own, []byte("\nendobj\n"))
	}
	for id, object := range f.objects {
		if bytes.HasPrefix(object, []byte("<</Type /Page\n")) {
			f.pages = append(f.pages, id)
			f.parents = append(f.parents, map[int]int{})
		}
	}
	return f, nil
}

// cutLast is bytes.Cut at the last sep.
func cutLast(b, sep []byte) (before, after []byte, found bool) {
	at := bytes.LastIndex(b, sep)
	if at < 0 {
		return b, nil, false
	}
	return b[:at], b[at+len(sep):], true
}

// allocate gives the number of an object that is to be put.
func (f *file) allocate() int {
	f.objects = append(f.objects, nil)
	return len(f.objects) - 1
}

func (f *file) put(id int, format string, of ...any) { f.objects[id] = fmt.Appendf(nil, format, of...) }

// add puts an object of a number of its own.
func (f *file) add(object []byte) int {
	id := f.allocate()
	f.objects[id] = object
	return id
}

// dictionary is an object's entries, without the closing brackets.
func (f *file) dictionary(id int) []byte {
	return bytes.TrimSuffix(bytes.TrimSpace(f.objects[id]), []byte(">>"))
}

// A stream without a filter, as the library writes it; the metadata stays
// readable to whoever knows no PDF (ISO 19005-1, metadata streams).
var (
	bareStream  = regexp.MustCompile(`^<</Length \d+>>\nstream\n`)
	endOfStream = []byte("\nendstream")
)

// compressors are kept, since making one costs over a megabyte.
var compressors = sync.Pool{New: func() any {
	w, err := zlib.NewWriterLevel(io.Discard, zlib.BestSpeed)
	if err != nil {
		panic(fmt.Sprintf("make a compressor: %v", err)) // the level is known
	}
	return w
}}

// compressed is an object that is a stream, made fast.
func compressed(dictionary string, content []byte) []byte {
	w := compressors.Get().(*zlib.Writer)
	defer compressors.Put(w)
	return compressedBy(w, dictionary, content)
}

// squeezed is an object that is a stream, made small: of what every letter has.
func squeezed(dictionary string, content []byte) []byte {
	w, err := zlib.NewWriterLevel(io.Discard, zlib.BestCompression)
	if err != nil {
		panic(fmt.Sprintf("make a compressor: %v", err)) // the level is known
	}
	return compressedBy(w, dictionary, content)
}

func compressedBy(w *zlib.Writer, dictionary string, content []byte) []byte {
	var b bytes.Buffer
	w.Reset(&b)
	_, err := w.Write(content)
	if err = errors.Join(err, w.Close()); err != nil {
		panic(fmt.Sprintf("compress: %v", err)) // a bytes.Buffer does not fail
	}
	object := fmt.Appendf(nil, "<<%s/Filter /FlateDecode /Length %d>>\nstream\n", dictionary, b.Len())
	return append(append(object, b.Bytes()...), endOfStream...)
}

// header is of the version that PDF/A-1 rests on and PDF/A-2 allows, with the
// four bytes that tell a transport that the file is not text.
const header = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"

// bytes writes the file: objects, one table of cross-references and a trailer
// with an identifier that follows from what stands in it.
func (f *file) bytes() []byte {
	var out bytes.Buffer
	out.WriteString(header)
	at := make([]int, len(f.objects))
	for id, object := range f.objects[1:] {
		id++
		if m := bareStream.Find(object); m != nil {
			object = compressed("", bytes.TrimSuffix(object[len(m):], endOfStream))
		}
		at[id] = out.Len()
		out.Write(strconv.AppendInt(out.AvailableBuffer(), int64(id), 10))
		out.WriteString(" 0 obj\n")
		out.Write(object)
		out.WriteString("\nendobj\n")
	}
	start, sum := out.Len(), sha256.Sum256(out.Bytes())
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects))
	for _, offset := range at[1:] {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%X> <%X>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.objects), f.catalog, f.info, sum[:16], sum[:16], start)
	return out.Bytes()
}
