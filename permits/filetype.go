package permits

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // read by its header
	_ "image/png"  // read by its header
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// A FileType is what the content of a file is, whatever its name says.
type FileType string

const (
	PDF         FileType = "pdf"
	PDFA        FileType = "pdfa" // PDF that says it is for archiving
	Word        FileType = "docx"
	Spreadsheet FileType = "xlsx"
	PNG         FileType = "png"
	JPEG        FileType = "jpg"
	PlainText   FileType = "txt"
)

// FileTypes lists every type that may be attached. The slice is the caller's own.
func FileTypes() []FileType {
	return []FileType{PDF, PDFA, Word, Spreadsheet, PNG, JPEG, PlainText}
}

// Media is the type's media type (RFC 6838).
func (t FileType) Media() string {
	switch t {
	case PDF, PDFA:
		return "application/pdf"
	case Word:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case Spreadsheet:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case PNG:
		return "image/png"
	case JPEG:
		return "image/jpeg"
	case PlainText:
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// extensions are the ends of a file's name that go with its type.
var extensions = map[FileType][]string{
	PDF: {".pdf"}, PDFA: {".pdf"}, Word: {".docx"}, Spreadsheet: {".xlsx"}, PNG: {".png"}, JPEG: {".jpg", ".jpeg"}, PlainText: {".txt"},
}

const (
	pixelsMost   = 100_000_000 // of a picture
	entriesMost  = 4_000       // of an office document
	unpackedMost = 400 << 20   // bytes of one, unpacked
	windowBytes  = 64 << 10
)

// Examine says what the content of a file of size bytes is. It fails with
// "attachment-type" for a type that is not taken or is not what name's ending
// says, and with "attachment-active" for what could run when it is opened: macros,
// embedded programs, scripts. An error of reading is returned as it is.
func Examine(content io.ReaderAt, size int64, name string) (FileType, error) {
	head := make([]byte, min(size, 16))
	if _, err := io.ReadFull(io.NewSectionReader(content, 0, size), head); err != nil {
		return "", fmt.Errorf("examine a file: %w", err)
	}
	kind, err := kindOf(content, size, head)
	if err != nil {
		return "", err
	}
	if !slices.Contains(extensions[kind], strings.ToLower(path.Ext(name))) {
		return "", denyAbout("attachment-type", name)
	}
	return kind, nil
}

func kindOf(content io.ReaderAt, size int64, head []byte) (FileType, error) {
	switch {
	case bytes.HasPrefix(head, []byte("%PDF-1.")), bytes.HasPrefix(head, []byte("%PDF-2.")):
		return examinePDF(content, size)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return examineOffice(content, size)
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")), bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return examinePicture(content, size)
	case bytes.HasPrefix(head, []byte("#!")):
		return "", deny("attachment-active")
	}
	return examineText(content, size)
}

// forbidden are names in a PDF by which it acts when it is opened.
var forbidden = [][]byte{[]byte("/JavaScript"), []byte("/Launch"), []byte("/RichMedia")}

// examinePDF looks through the file's own text; what its streams hide is the
// scanner's to find.
func examinePDF(content io.ReaderAt, size int64) (FileType, error) {
	kind, active, ended := PDF, false, false
	err := windows(content, size, 64, func(part []byte) {
		for _, name := range forbidden {
			active = active || holdsName(part, name)
		}
		if bytes.Contains(part, []byte("pdfaid:part")) {
			kind = PDFA
		}
		ended = ended || bytes.Contains(part, []byte("%%EOF"))
	})
	switch {
	case err != nil:
		return "", err
	case active:
		return "", deny("attachment-active")
	case !ended:
		return "", denyAbout("attachment-type", "PDF")
	}
	return kind, nil
}

// holdsName says whether a PDF's text has the name, and not only as the beginning
// of a longer one.
func holdsName(part, name []byte) bool {
	for {
		i := bytes.Index(part, name)
		if i < 0 {
			return false
		}
		part = part[i+len(name):]
		if len(part) > 0 && !isRegular(part[0]) { // at the very end: the next part tells
			return true
		}
	}
}

func isRegular(b byte) bool {
	return b > ' ' && b < 0x7f && !bytes.ContainsRune([]byte("()<>[]{}/%"), rune(b))
}

// windows shows the content part by part, each with the last overlap bytes of the
// one before, so that nothing shorter is cut in two.
func windows(content io.ReaderAt, size int64, overlap int, show func(part []byte)) error {
	part := make([]byte, windowBytes)
	for at := int64(0); at < size; at += int64(windowBytes - overlap) {
		n, err := content.ReadAt(part[:min(int64(windowBytes), size-at)], at)
		if err != nil && err != io.EOF {
			return fmt.Errorf("examine a file: %w", err)
		}
		show(part[:n])
	}
	return nil
}

// examineOffice tells a document from a workbook by its parts, and refuses macros,
// embedded objects and what would not fit unpacked.
func examineOffice(content io.ReaderAt, size int64) (FileType, error) {
	z, err := zip.NewReader(content, size)
	if err != nil || len(z.File) > entriesMost {
		return "", denyAbout("attachment-type", "ZIP")
	}
	var kind FileType
	var unpacked uint64
	var types *zip.File
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		unpacked += f.UncompressedSize64
		switch {
		case strings.Contains(name, "vbaproject"), strings.Contains(name, "/activex/"), strings.Contains(name, "/embeddings/"),
			slices.Contains([]string{".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".jar", ".scr", ".msi", ".com"}, path.Ext(name)):
			return "", deny("attachment-active")
		case name == "word/document.xml":
			kind = Word
		case name == "xl/workbook.xml":
			kind = Spreadsheet
		case name == "[content_types].xml":
			types = f
		}
	}
	if kind == "" || types == nil || unpacked > unpackedMost {
		return "", denyAbout("attachment-type", "ZIP")
	}
	declared, err := types.Open()
	if err != nil {
		return "", denyAbout("attachment-type", "ZIP")
	}
	text, err := io.ReadAll(io.LimitReader(declared, 1<<20))
	if err != nil || declared.Close() != nil {
		return "", denyAbout("attachment-type", "ZIP")
	}
	if bytes.Contains(bytes.ToLower(text), []byte("macroenabled")) {
		return "", deny("attachment-active")
	}
	return kind, nil
}

func examinePicture(content io.ReaderAt, size int64) (FileType, error) {
	c, format, err := image.DecodeConfig(io.NewSectionReader(content, 0, size))
	if err != nil || c.Width <= 0 || c.Height <= 0 || int64(c.Width)*int64(c.Height) > pixelsMost {
		return "", denyAbout("attachment-type", "PNG, JPEG")
	}
	if format == "jpeg" {
		return JPEG, nil
	}
	return PNG, nil
}

// examineText takes what is UTF-8 throughout and has none but the control
// characters of plain text.
func examineText(content io.ReaderAt, size int64) (FileType, error) {
	from := io.NewSectionReader(content, 0, size)
	part, kept := make([]byte, windowBytes), 0
	for {
		n, err := from.Read(part[kept:])
		n += kept
		rest := part[:n]
		for len(rest) > 0 && (utf8.FullRune(rest) || err == io.EOF) {
			r, length := utf8.DecodeRune(rest)
			if r == utf8.RuneError && length == 1 || r < ' ' && !strings.ContainsRune("\t\n\r\f", r) || r == 0x7f {
				return "", deny("attachment-type")
			}
			rest = rest[length:]
		}
		if err == io.EOF {
			return PlainText, nil
		}
		if err != nil {
			return "", fmt.Errorf("examine a file: %w", err)
		}
		kept = copy(part, rest)
	}
}
