package letters

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestEveryTextIsUsedAndWhole: no text is missing, left over or empty in a
// language.
func TestEveryTextIsUsedAndWhole(t *testing.T) {
	used, prefixes := literals(t)
	for key, names := range texts() {
		if names.FI == "" || names.SV == "" {
			t.Errorf("%s is empty in a language", key)
		}
		known := used[key]
		for _, p := range prefixes {
			known = known || strings.HasPrefix(key, p)
		}
		if !known {
			t.Errorf("%s is said nowhere", key)
		}
		places := regexp.MustCompile(`\{\w+\}`)
		fi, sv := places.FindAllString(names.FI, -1), places.FindAllString(names.SV, -1)
		if strings.Join(fi, "") != strings.Join(sv, "") && len(fi) != len(sv) {
			t.Errorf("%s has places %v in Finnish and %v in Swedish", key, fi, sv)
		}
	}
	for key := range used {
		if _, known := texts()[key]; !known && strings.Contains(key, ".") && looksLikeKey.MatchString(key) {
			t.Errorf("%q is said but is not in texts.csv", key)
		}
	}
}

var looksLikeKey = regexp.MustCompile(`^(act|annex|appeal|cadence|conditions|data|delivery|distribution|enforcement|fact|fee|handling|item|marking|orders|outcome|privacy|provisions|publicity|reasons|refused|refusals|section|sign|term)\.[a-zA-Z.]+[a-zA-Z]$`)

// literals are the strings of the package's sources, and those that end in a
// dot, which begin the keys that the input completes.
func literals(t *testing.T) (map[string]bool, []string) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	var prefixes []string
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					used[s] = true
					if strings.HasSuffix(s, ".") && len(s) > 3 {
						prefixes = append(prefixes, s)
					}
				}
			}
			return true
		})
	}
	return used, prefixes
}
