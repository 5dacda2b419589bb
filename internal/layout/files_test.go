package layout

import (
	"bytes"
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	said := map[string]bool{}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		want := "Package " + s.file.Name.Name + " "
		if s.file.Name.Name == "main" {
			want = "Command " + path.Base(s.pkg) + " "
		}
		said[s.pkg] = said[s.pkg] || strings.HasPrefix(s.file.Doc.Text(), want)
	}
	for pkg, ok := range said {
		if !ok {
			t.Errorf("%s has no package comment", pkg)
		}
	}
}

func TestFilesHoldOneSubject(t *testing.T) {
	for _, s := range sources(t) {
		if lines := bytes.Count(s.text, []byte("\n")); lines > maxLines && !s.test && !ast.IsGenerated(s.file) {
			t.Errorf("%s has %d lines; more than %d is more than one subject", s.path, lines, maxLines)
		}
	}
}

func TestFileNamesAreNounsOrActs(t *testing.T) {
	vague := regexp.MustCompile(`^(utils?|helpers?|types|common|misc|stuff)(_test)?\.go$`)
	for _, s := range sources(t) {
		if base := path.Base(s.path); vague.MatchString(base) {
			t.Errorf("%s: a name that says nothing of what is in it", s.path)
		}
	}
}

func TestRulesTakeTheTimeAsAnArgument(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || !withinAny(s.pkg, timeless) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" {
				switch sel.Sel.Name {
				case "Now", "Since", "Until":
					t.Errorf("%s: time.%s; the service's clock is an argument", s.set.Position(sel.Pos()), sel.Sel.Name)
				}
			}
			return true
		})
	}
}

func TestTestsAreNotSkipped(t *testing.T) {
	for _, s := range sources(t) {
		if !s.test {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch sel.Sel.Name {
			case "Skip", "Skipf", "SkipNow":
				if x, ok := sel.X.(*ast.Ident); ok && (x.Name == "t" || x.Name == "b" || x.Name == "tb") {
					t.Errorf("%s: what a test needs and does not find is a failure", s.set.Position(sel.Pos()))
				}
			}
			return true
		})
	}
}

var (
	link     = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	upwards  = regexp.MustCompile(`(?:\.\./)+[A-Za-z0-9_][A-Za-z0-9_./-]*`)
	personal = regexp.MustCompile(`(?:^|[\s"'(=` + "`" + `])/(?:home|root|work|Users)/[A-Za-z0-9_]`)
)

// TestTheProjectStandsByItself: no file leads out of the repository, and every link
// of a document leads somewhere.
func TestTheProjectStandsByItself(t *testing.T) {
	readable := map[string]bool{".go": true, ".md": true, ".sql": true, ".yaml": true, ".yml": true, ".sh": true, ".html": true, ".css": true, "": true}
	walk(t, func(name string) {
		if !readable[path.Ext(name)] || strings.HasSuffix(name, "_test.go") ||
			strings.HasPrefix(name, "extracts/readme/") { // it speaks of the recipient's folders
			return
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range upwards.FindAllString(string(text), -1) {
			if !exists(path.Join(path.Dir(name), found)) {
				t.Errorf("%s speaks of %s, which is not in the repository", name, found)
			}
		}
		if found := personal.FindString(string(text)); found != "" {
			t.Errorf("%s speaks of somebody's own folder: %q", name, strings.TrimSpace(found))
		}
		if path.Ext(name) != ".md" {
			return
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			target, _, _ := strings.Cut(m[1], "#")
			if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			if !exists(path.Join(path.Dir(name), target)) {
				t.Errorf("%s links to %s, which does not exist", name, target)
			}
		}
	})
}

func exists(name string) bool {
	if name == ".." || strings.HasPrefix(name, "../") {
		return false
	}
	_, err := os.Stat(filepath.Join(root, name))
	return err == nil
}
