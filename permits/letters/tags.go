package letters

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// A tag is an element of the structure tree: Document, H1, P, L, Table…
type tag struct {
	name       string
	attributes string // of its /A entry; empty for none
	lang       string // of its text, when it is not the letter's
	alt        string // what a figure shows, in words
	content    []markedContent
	children   []*tag
}

// markedContent is a numbered stretch of a page.
type markedContent struct{ page, id int }

func (t *tag) add(name string) *tag {
	child := &tag{name: name}
	t.children = append(t.children, child)
	return child
}

var (
	typedObject   = regexp.MustCompile(`(?m)^(\d+) 0 obj\n<<\s*/Type /(Page|Catalog)\b`)
	infoObject    = regexp.MustCompile(`(?m)^(\d+) 0 obj\n<<\n/(?:Producer|Title)`)
	sizeEntry     = regexp.MustCompile(`/Size (\d+)`)
	startEntry    = regexp.MustCompile(`startxref\n(\d+)`)
	groupEntry    = regexp.MustCompile(`/Group <<[^>]*>>`)
	embeddedEntry = regexp.MustCompile(`(?s)/Names <<\n/EmbeddedFiles.*?>>\s*>>`)
)

// An appendix is the incremental update that follows a finished PDF: objects
// replaced and added, their cross-reference table and a trailer. The library
// writes no structure tree, no file identifier, names embedded files where
// there are none, gives pages a transparency group that PDF/A-1 forbids, and
// with an output intent points the trailer's Info at the colour profile; the
// appendix mends all five.
type appendix struct {
	source  []byte
	out     bytes.Buffer
	offsets map[int]int
	next    int
	pages   []int         // object numbers
	parents []map[int]int // page → mark → structure element
}

func tagged(source []byte, root *tag, outlines []bookmark) ([]byte, error) {
	size, start, info := sizeEntry.FindSubmatch(source), startEntry.FindSubmatch(source), infoObject.FindSubmatch(source)
	if size == nil || start == nil || info == nil {
		return nil, errors.New("tag letter: the file has no size, start or info")
	}
	a := &appendix{source: source, offsets: map[int]int{}, next: atoi(size[1])}
	a.out.Write(source)
	catalog := 0
	for _, m := range typedObject.FindAllSubmatch(source, -1) {
		if string(m[2]) == "Page" {
			a.pages = append(a.pages, atoi(m[1]))
			a.parents = append(a.parents, map[int]int{})
		} else {
			catalog = atoi(m[1])
		}
	}
	treeRoot, parentTree := a.allocate(), a.allocate()
	document := a.element(root, treeRoot)
	var numbers []string
	for i, page := range a.pages {
		var elements []string
		for mark := range len(a.parents[i]) {
			elements = append(elements, fmt.Sprintf("%d 0 R", a.parents[i][mark]))
		}
		numbers = append(numbers, fmt.Sprintf("%d [%s]", i, strings.Join(elements, " ")))
		entries := groupEntry.ReplaceAllString(a.dictionary(page), "")
		a.put(page, fmt.Sprintf("%s\n/StructParents %d /Tabs /S>>", entries, i))
	}
	a.put(parentTree, "<</Nums ["+strings.Join(numbers, " ")+"]>>")
	a.put(treeRoot, fmt.Sprintf("<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d>>",
		document, parentTree, len(a.pages)))
	entries := embeddedEntry.ReplaceAllString(a.dictionary(catalog), "")
	if len(outlines) > 0 {
		entries += fmt.Sprintf("\n/Outlines %d 0 R /PageMode /UseOutlines", a.outline(outlines))
	}
	a.put(catalog, fmt.Sprintf("%s\n/MarkInfo <</Marked true>> /StructTreeRoot %d 0 R /ViewerPreferences <</DisplayDocTitle true>>>>",
		entries, treeRoot))
	return a.finish(catalog, atoi(info[1]), atoi(start[1])), nil
}

// element writes t and what is under it, and gives its object number.
func (a *appendix) element(t *tag, parent int) int {
	id := a.allocate()
	var kids []string
	for _, child := range t.children {
		kids = append(kids, fmt.Sprintf("%d 0 R", a.element(child, id)))
	}
	for _, m := range t.content {
		kids = append(kids, fmt.Sprintf("<</Type /MCR /Pg %d 0 R /MCID %d>>", a.pages[m.page-1], m.id))
		a.parents[m.page-1][m.id] = id
	}
	attributes := ""
	if t.attributes != "" {
		attributes = " /A " + t.attributes
	}
	if t.lang != "" {
		attributes += " /Lang (" + t.lang + ")"
	}
	if t.alt != "" {
		attributes += " /Alt " + hexText(t.alt)
	}
	a.put(id, fmt.Sprintf("<</Type /StructElem /S /%s /P %d 0 R /K [%s]%s>>", t.name, parent, strings.Join(kids, " "), attributes))
	return id
}

// hexText writes s as a string of UTF-16.
func hexText(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String() + ">"
}

func (a *appendix) allocate() int {
	a.next++
	return a.next - 1
}

func (a *appendix) put(id int, object string) {
	a.offsets[id] = a.out.Len()
	fmt.Fprintf(&a.out, "%d 0 obj\n%s\nendobj\n", id, object)
}

// dictionary is the source's object id, without its closing brackets.
func (a *appendix) dictionary(id int) string {
	head := fmt.Appendf(nil, "\n%d 0 obj\n", id)
	_, rest, _ := bytes.Cut(a.source, head)
	object, _, _ := bytes.Cut(rest, []byte("endobj"))
	return strings.TrimSuffix(strings.TrimSpace(string(object)), ">>")
}

func (a *appendix) finish(catalog, info, previous int) []byte {
	start := a.out.Len()
	a.out.WriteString("xref\n")
	for id := range a.next {
		if at, written := a.offsets[id]; written {
			fmt.Fprintf(&a.out, "%d 1\n%010d 00000 n \n", id, at)
		}
	}
	sum := sha256.Sum256(a.source)
	fmt.Fprintf(&a.out, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /Prev %d /ID [<%X> <%X>]>>\nstartxref\n%d\n%%%%EOF\n",
		a.next, catalog, info, previous, sum[:16], sum[:16], start)
	return a.out.Bytes()
}

// atoi reads digits that a pattern has matched.
func atoi(digits []byte) int {
	n, err := strconv.Atoi(string(digits))
	if err != nil {
		panic(fmt.Sprintf("read %q: %v", digits, err))
	}
	return n
}
