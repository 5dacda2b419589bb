package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// repack writes the parts of an xlsx in the order of their names, without
// times, and with document properties that say nothing of who made it and when.
func repack(w io.Writer, raw []byte, b Book) error {
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return fmt.Errorf("repack workbook: %w", err)
	}
	parts := slices.Clone(in.File)
	// [Content_Types].xml comes first by name, as readers expect.
	slices.SortFunc(parts, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, part := range parts {
		if err := copyPart(out, part, b); err != nil {
			return fmt.Errorf("repack workbook: %w", err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("repack workbook: %w", err)
	}
	return nil
}

func copyPart(out *zip.Writer, part *zip.File, b Book) error {
	to, err := out.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	switch part.Name {
	case "docProps/core.xml":
		_, err = io.WriteString(to, coreProperties(b))
		return err
	case "docProps/app.xml":
		_, err = io.WriteString(to, xml.Header+`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>`)
		return err
	}
	from, err := part.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	if part.Name != "[Content_Types].xml" {
		_, err = io.Copy(to, from)
		return err
	}
	text, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	_, err = to.Write(sortDefaults(text))
	return err
}

var defaultType = regexp.MustCompile(`<Default [^>]*></Default>`)

// sortDefaults orders the default content types, which excelize writes as a
// map happens to give them. Their order has no meaning.
func sortDefaults(text []byte) []byte {
	defaults := defaultType.FindAllString(string(text), -1)
	slices.Sort(defaults)
	return defaultType.ReplaceAllFunc(text, func([]byte) []byte {
		next := defaults[0]
		defaults = defaults[1:]
		return []byte(next)
	})
}

func coreProperties(b Book) string {
	escaped := func(s string) string {
		var to strings.Builder
		_ = xml.EscapeText(&to, []byte(s)) // into memory
		return to.String()
	}
	return xml.Header + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<dc:title>` + escaped(b.Title) + `</dc:title><dc:language>` + escaped(b.Language) + `</dc:language></cp:coreProperties>`
}
