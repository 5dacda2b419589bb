package postgres

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"tietolupa/registers"
)

// An importColumn is one column of the file.
type importColumn struct {
	name     string
	variable registers.Variable // that it fills; none for a role of its own
	role     string             // value, client, client-code, link-code, source, recorder, origin, affects, indispensable
	target   string             // whose code: person, employer or provider
}

var codeNames = map[string]string{"person": "hetu", "employer": "y_tunnus", "provider": "y_tunnus"}

// known reads the header against the catalogue.
func (im *importing) known(names []string) error {
	seen := map[string]bool{}
	client := ""
	for _, name := range names {
		name = strings.TrimSpace(name)
		c := importColumn{name: name}
		v, stored := im.cat.Column(im.table.Name, name)
		switch {
		case name == im.table.SubjectKey():
			c.role, client = "client", client+"x"
		case name == codeNames[im.table.Subject] && (im.table.Name != im.table.Subject || im.table.Subject == "person"):
			c.role, c.target, client = "client-code", im.table.Subject, client+"x"
		case name == "source" || name == "recorder" || name == "origin":
			c.role = name
		case name == "test_affects" || name == "test_indispensable":
			c.role = name
		case stored && !kept(v):
			c.role, c.variable = "value", v
		default:
			for subject, code := range codeNames {
				link, is := im.cat.Column(im.table.Name, subject+"_id")
				if name == subject+"_"+code && is && link.Role == "link" {
					c.role, c.variable, c.target = "link-code", link, subject
				}
			}
		}
		key := name
		if c.role == "value" || c.role == "link-code" {
			key = c.variable.Column
		}
		if c.role == "" || seen[key] {
			return refused("header", im.table.Name+"."+name)
		}
		seen[key] = true
		im.header = append(im.header, c)
	}
	own := im.table.Name == im.table.Subject
	if !own && client != "x" || own && len(client) > 1 || own && im.table.Subject == "person" && client == "" {
		return refused("header", im.table.Name+"."+im.table.SubjectKey())
	}
	return nil
}

// csvRows reads CSV. A line with a wrong number of columns or a stray quotation
// mark is one bad row; it is an empty slice with errBadLine.
type csvRows struct {
	source io.Reader
	csv    *csv.Reader
}

var errBadLine = errors.New("a line cannot be read")

func newCSVRows(source io.Reader) *csvRows { return &csvRows{source: source} }

// Header reads the first line, and by it whether columns are separated by
// commas or semicolons.
func (c *csvRows) Header() ([]string, error) {
	first := make([]byte, 0, 4096)
	one := make([]byte, 1)
	for {
		n, err := c.source.Read(one)
		if n > 0 {
			first = append(first, one[0])
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if err != nil || n > 0 && one[0] == '\n' || len(first) > 1<<16 {
			break
		}
	}
	first = bytes.TrimPrefix(first, []byte("\xef\xbb\xbf"))
	c.csv = csv.NewReader(io.MultiReader(bytes.NewReader(first), c.source))
	if bytes.Count(first, []byte{';'}) > bytes.Count(first, []byte{','}) {
		c.csv.Comma = ';'
	}
	names, err := c.csv.Read()
	if err != nil {
		return nil, refused("header", "")
	}
	return names, nil
}

func (c *csvRows) Next() ([]string, error) {
	row, err := c.csv.Read()
	if broken, is := errors.AsType[*csv.ParseError](err); is && broken != nil {
		return nil, errBadLine
	}
	return row, err
}

// line is where the row that Next gave begins.
func (c *csvRows) line() int64 {
	n, _ := c.csv.FieldPos(0)
	return int64(n)
}

// badRows keeps the first bad rows by line, and counts all.
type badRows struct {
	mu   sync.Mutex
	most int
	all  int64 // read without the lock too
	kept []BadRow
}

func (b *badRows) add(line int64, err *registers.RuleError) {
	b.mu.Lock()
	defer b.mu.Unlock()
	atomic.AddInt64(&b.all, 1)
	if b.kept = append(b.kept, BadRow{line, columnOf(err.About), err.Rule, err.Text}); len(b.kept) > 4*b.most {
		b.trim()
	}
}

// refuse adds a row that breaks rule.
func (b *badRows) refuse(line int64, rule, about string) {
	if broken, is := errors.AsType[*registers.RuleError](refused(rule, about)); is {
		b.add(line, broken)
	}
}

func (b *badRows) trim() {
	slices.SortStableFunc(b.kept, func(x, y BadRow) int { return int(x.Line - y.Line) })
	b.kept = b.kept[:min(len(b.kept), b.most)]
}

func (b *badRows) told() ([]BadRow, int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trim()
	return b.kept, b.all
}

func columnOf(about string) string {
	_, name, dotted := strings.Cut(about, ".")
	if !dotted {
		return ""
	}
	return name
}
