package letters

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
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

// embeddedEntry is the name tree of embedded files, of which there are none.
var embeddedEntry = regexp.MustCompile(`(?s)/Names <<\n/EmbeddedFiles.*?>>\s*>>`)

// tagged writes source anew with its structure tree, its outline and its
// output intent.
func tagged(source []byte, root *tag, outlines []bookmark) ([]byte, error) {
	f, err := takeApart(source)
	if err != nil {
		return nil, fmt.Errorf("tag letter: %w", err)
	}
	if err := f.dress(); err != nil {
		return nil, fmt.Errorf("give the letter its fonts: %w", err)
	}
	treeRoot, parentTree := f.allocate(), f.allocate()
	document := f.element(root, treeRoot)
	var numbers []string
	for i, page := range f.pages {
		var elements []string
		for mark := range len(f.parents[i]) {
			elements = append(elements, strconv.Itoa(f.parents[i][mark])+" 0 R")
		}
		numbers = append(numbers, fmt.Sprintf("%d [%s]", i, strings.Join(elements, " ")))
		f.put(page, "%s\n/StructParents %d /Tabs /S>>", f.dictionary(page), i)
	}
	f.put(parentTree, "<</Nums [%s]>>", strings.Join(numbers, " "))
	f.put(treeRoot, "<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d>>", document, parentTree, len(f.pages))
	entries := embeddedEntry.ReplaceAll(f.dictionary(f.catalog), nil)
	if len(outlines) > 0 {
		entries = fmt.Appendf(entries, "\n/Outlines %d 0 R /PageMode /UseOutlines", f.outline(outlines))
	}
	f.put(f.catalog, "%s\n/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) /DestOutputProfile %d 0 R>>]"+
		"\n/MarkInfo <</Marked true>> /StructTreeRoot %d 0 R /ViewerPreferences <</DisplayDocTitle true>>>>",
		entries, f.add(colourProfile()), treeRoot)
	return f.bytes(), nil
}

// colourProfile is the stream of the colours that the letters are meant in.
var colourProfile = sync.OnceValue(func() []byte { return squeezed("/N 3 /Alternate /DeviceRGB ", colours) })

// element writes t and what is under it, and gives its object number.
func (f *file) element(t *tag, parent int) int {
	id := f.allocate()
	object := fmt.Appendf(nil, "<</Type /StructElem /S /%s /P %d 0 R /K [", t.name, parent)
	space := ""
	for _, child := range t.children {
		object = fmt.Appendf(object, "%s%d 0 R", space, f.element(child, id))
		space = " "
	}
	for _, m := range t.content {
		object = fmt.Appendf(object, "%s<</Type /MCR /Pg %d 0 R /MCID %d>>", space, f.pages[m.page-1], m.id)
		f.parents[m.page-1][m.id] = id
		space = " "
	}
	object = append(object, ']')
	if t.attributes != "" {
		object = append(object, " /A "+t.attributes...)
	}
	if t.lang != "" {
		object = append(object, " /Lang ("+t.lang+")"...)
	}
	if t.alt != "" {
		object = append(object, " /Alt "+hexText(t.alt)...)
	}
	f.objects[id] = append(object, ">>"...)
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
