package permits

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestRulesFile: every rule used has its sentences, and no sentence is left of
// a rule that is gone.
func TestRulesFile(t *testing.T) {
	used := usedRules(t)
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if _, known := Rules()[name]; !known {
			t.Errorf("%s: rules.csv has no row %s", used[name], name)
		}
	}
	for name, r := range Rules() {
		if used[name] == "" {
			t.Errorf("rules.csv: nothing uses %s", name)
		}
		for lang, text := range map[string]string{"fi": r.Text.FI, "sv": r.Text.SV, "en": r.Text.EN} {
			if len(text) < 20 || !strings.HasSuffix(text, ".") {
				t.Errorf("rules.csv: %s in %s is no sentence: %q", name, lang, text)
			}
		}
		if r.Requirement == "" {
			t.Errorf("rules.csv: %s names no requirement", name)
		}
	}
}

// usedRules finds the rules named in the sources of permits, casbin and
// casbin/rights, and where.
func usedRules(t *testing.T) map[string]string {
	t.Helper()
	used := map[string]string{}
	for _, pattern := range []string{"*.go", "../casbin/*.go", "../casbin/rights/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				var arg ast.Expr
				switch n := n.(type) {
				case *ast.CallExpr:
					switch called := n.Fun.(type) {
					case *ast.Ident:
						if (called.Name == "deny" || called.Name == "denyAbout") && len(n.Args) > 0 {
							arg = n.Args[0]
						}
					case *ast.SelectorExpr:
						if called.Sel.Name == "officer" && len(n.Args) > 0 {
							arg = n.Args[0]
						}
					}
				case *ast.KeyValueExpr:
					if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Rule" {
						arg = n.Value
					}
				}
				if lit, ok := arg.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if rule, err := strconv.Unquote(lit.Value); err == nil && rule != "" && used[rule] == "" {
						used[rule] = set.Position(lit.Pos()).String()
					}
				}
				return true
			})
		}
	}
	return used
}
