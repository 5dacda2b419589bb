package layout

import (
	"strings"
	"testing"
)

// roomOf finds the longest name in the table that a package stands under.
func roomOf(pkg string) (string, bool) {
	best, found := "", false
	for name := range rooms {
		if within(pkg, name) && len(name) >= len(best) {
			best, found = name, true
		}
	}
	return best, found
}

func mayImport(s source, imported string) bool {
	room, _ := roomOf(s.pkg)
	return within(imported, room) || withinAny(imported, rooms[room]) ||
		s.test && (withinAny(imported, forTests) || imported == s.pkg)
}

func TestImportsRunOneWay(t *testing.T) {
	for _, s := range sources(t) {
		room, ok := roomOf(s.pkg)
		if !ok {
			t.Errorf("%s: the folder %s is in no table: a new one has to earn its place in docs/decisions", s.path, s.pkg)
			continue
		}
		for _, imported := range s.imports {
			ours, ok := strings.CutPrefix(imported, module+"/")
			if ok && !mayImport(s, ours) {
				t.Errorf("%s imports %s; %s may import %v", s.path, ours, room, rooms[room])
			}
		}
	}
}

func TestLibrariesStayAtHome(t *testing.T) {
	for _, s := range sources(t) {
		for _, imported := range s.imports {
			for _, h := range homes {
				if !within(imported, h.library) || withinAny(s.pkg, h.code) || s.test && withinAny(s.pkg, h.tests) {
					continue
				}
				t.Errorf("%s imports %s, whose home is %v (tests: %v): %s", s.path, imported, h.code, h.tests, h.because)
			}
		}
	}
}

// TestTheTablesBite feeds the rules what they have to refuse, so that a slip in the
// tables or in their reading is found.
func TestTheTablesBite(t *testing.T) {
	for _, test := range []struct {
		pkg, imported string
		test, want    bool
	}{
		{pkg: "registers", imported: "permits"},
		{pkg: "permits", imported: "registers", want: true},
		{pkg: "permits", imported: "postgres"},
		{pkg: "permits", imported: "permits/letters", want: true},
		{pkg: "extracts", imported: "postgres"},
		{pkg: "extracts", imported: "postgres/pgtest", test: true, want: true},
		{pkg: "postgres", imported: "extracts"},
		{pkg: "postgres", imported: "pseudonymize"},
		{pkg: "web", imported: "extracts"},
		{pkg: "web", imported: "extracts", test: true},
		{pkg: "casbin", imported: "postgres"},
		{pkg: "internal/cluster", imported: "postgres"},
		{pkg: "cmd/permits", imported: "extracts", want: true},
		{pkg: "registersX", imported: "registers"},
	} {
		if got := mayImport(source{pkg: test.pkg, test: test.test}, test.imported); got != test.want {
			t.Errorf("%s → %s (test %v): allowed %v, want %v", test.pkg, test.imported, test.test, got, test.want)
		}
	}
}
