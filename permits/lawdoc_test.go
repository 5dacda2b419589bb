package permits

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	named     = regexp.MustCompile("`([^`]+)`")
	citation  = regexp.MustCompile(`(?:^// |\(|, |; )((?:[1-7]|4a|5a|14)\.\d{1,2}(?:\.\d)?[a-c]?|V\.\d)(?:[,;:)]|$)`)
	oneID     = regexp.MustCompile(`^((?:[1-7]|4a|5a|14)\.\d{1,2}(?:\.\d)?[a-c]?|V\.\d)$`)
	rangeOfID = regexp.MustCompile(`^([\d.]+)\.(\d+) – ([\d.]+)\.(\d+)$`)
)

// TestLawDocument holds docs/law.md to the sources: what it names exists, and
// what the sources cite it lists.
func TestLawDocument(t *testing.T) {
	page, err := os.ReadFile("../docs/law.md")
	if err != nil {
		t.Fatal(err)
	}
	declared, cited := sources(t)
	listed := map[string]bool{}
	for line := range strings.SplitSeq(string(page), "\n") {
		cells := strings.Split(line, " | ")
		if !strings.HasPrefix(line, "| ") || len(cells) < 3 {
			continue
		}
		for id := range strings.SplitSeq(strings.TrimPrefix(cells[0], "| "), ", ") {
			listed[id] = true
			if m := rangeOfID.FindStringSubmatch(id); m != nil {
				for n := '1'; n <= rune(m[4][0]); n++ {
					listed[m[1]+"."+string(n)] = true
				}
			}
		}
	}
	for _, m := range named.FindAllStringSubmatch(string(page), -1) {
		if oneID.MatchString(m[1]) || m[1] == "V" {
			continue
		}
		if strings.Contains(m[1], "/") {
			if _, err := os.Stat(filepath.Join("..", m[1])); err != nil {
				t.Errorf("docs/law.md names the file %s: %v", m[1], err)
			}
		} else if !declared[m[1]] {
			t.Errorf("docs/law.md names %s, which does not exist", m[1])
		}
	}
	for id, where := range cited {
		if !listed[id] {
			t.Errorf("%s cites %s, which docs/law.md does not list", where, id)
		}
	}
}

// TestRulesCiteTheLaw: the requirements that rules.csv names stand in the page.
func TestRulesCiteTheLaw(t *testing.T) {
	page, err := os.ReadFile("../docs/law.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range Rules() {
		if oneID.MatchString(r.Requirement) && !regexp.MustCompile(`\b`+regexp.QuoteMeta(r.Requirement)+`\b`).Match(page) && !strings.HasPrefix(r.Requirement, "3.1") {
			t.Errorf("rule %s carries out %s, which docs/law.md does not list", name, r.Requirement)
		}
	}
}

// sources gives what the module declares, as package.Name or
// package.Type.Method, and the requirements its comments cite, each with a place.
func sources(t *testing.T) (declared map[string]bool, cited map[string]string) {
	t.Helper()
	declared, cited = map[string]bool{}, map[string]string{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == ".git" || entry.Name() == "synthetic"):
			return filepath.SkipDir // invented people cite tables of their own
		case !strings.HasSuffix(path, ".go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		pkg := strings.TrimSuffix(file.Name.Name, "_test")
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				name := d.Name.Name
				if d.Recv != nil {
					name = receiver(d.Recv.List[0].Type) + "." + name
				}
				declared[pkg+"."+name] = true
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						declared[pkg+"."+spec.Name.Name] = true
					case *ast.ValueSpec:
						for _, n := range spec.Names {
							declared[pkg+"."+n.Name] = true
						}
					}
				}
			}
		}
		for _, group := range file.Comments {
			for _, c := range group.List {
				for _, m := range citation.FindAllStringSubmatch(strings.TrimSpace(c.Text), -1) {
					cited[m[1]] = set.Position(c.Pos()).String()
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return declared, cited
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}
