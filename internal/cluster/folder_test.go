package cluster

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// stranger is a user who owns nothing here.
var stranger = account{name: "stranger", uid: 64_999, gid: 64_999, dropped: true}

func mode(t *testing.T, path string) os.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

func mkdir(t *testing.T, path string, mode os.FileMode) string {
	t.Helper()
	if err := os.Mkdir(path, mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFolderIsOpenedForTheServersUser(t *testing.T) {
	t.Run("a folder of mktemp -d", func(t *testing.T) {
		dir := mkdir(t, filepath.Join(t.TempDir(), "tmp.x"), 0o700)
		if err := openFolder(dir, stranger); err != nil {
			t.Fatal(err)
		}
		if got := mode(t, dir); got != 0o701 {
			t.Errorf("mode %o, want 701: passable, not readable", got)
		}
	})
	t.Run("a closed parent in the temporary folder", func(t *testing.T) {
		parent := mkdir(t, filepath.Join(t.TempDir(), "tmp.x"), 0o700)
		if err := openFolder(filepath.Join(parent, "a", "b"), stranger); err != nil {
			t.Fatal(err)
		}
		for dir, want := range map[string]os.FileMode{parent: 0o701, parent + "/a": 0o711, parent + "/a/b": 0o711} {
			if got := mode(t, dir); got != want {
				t.Errorf("%s: mode %o, want %o", dir, got, want)
			}
		}
	})
	t.Run("whatever the umask", func(t *testing.T) {
		old := syscall.Umask(0o077)
		defer syscall.Umask(old)
		dir := filepath.Join(t.TempDir(), "a", "b")
		if err := openFolder(dir, stranger); err != nil {
			t.Fatal(err)
		}
		if got := mode(t, dir); got != 0o711 {
			t.Errorf("mode %o, want 711", got)
		}
	})
	t.Run("but not a home folder", func(t *testing.T) {
		home := mkdir(t, filepath.Join(t.TempDir(), "home"), 0o700)
		defer func(was []string) { temporary = was }(temporary)
		temporary = []string{t.TempDir()}
		err := openFolder(filepath.Join(home, "cluster"), stranger)
		if err == nil || !strings.Contains(err.Error(), "chmod o+x "+home) {
			t.Errorf("got %v, want a sentence that says: chmod o+x %s", err, home)
		}
		if got := mode(t, home); got != 0o700 {
			t.Errorf("the home folder was opened: mode %o", got)
		}
	})
}

func TestLongPathsGetAShortSocket(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("pitkä", 30))
	c := startIn(t, Config{Dir: long})
	if got := answer(t, c, "select 1"); got != "1" {
		t.Errorf("got %q", got)
	}
	if n := len(filepath.Join(c.socket, socketFile)); n > socketPathLimit {
		t.Errorf("socket path of %d bytes", n)
	}
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(c.socket); !os.IsNotExist(err) {
		t.Errorf("the short folder stays behind: %v", err)
	}
	t.Run("or a clear refusal", func(t *testing.T) {
		t.Setenv("TMPDIR", long)
		_, err := Start(t.Context(), Config{Dir: long})
		if err == nil || !strings.Contains(err.Error(), "longer than 107 bytes") {
			t.Errorf("got %v", err)
		}
	})
}

func TestPathsWithListCharacters(t *testing.T) {
	dir := filepath.Join(t.TempDir(), `a, "b" c`)
	if got := answer(t, startIn(t, Config{Dir: dir}), "select 1"); got != "1" {
		t.Errorf("got %q", got)
	}
}

func TestBinaries(t *testing.T) {
	root := t.TempDir()
	install := func(dir string) string {
		t.Helper()
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"initdb", "postgres"} {
			if err := os.WriteFile(filepath.Join(dir, name), nil, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	nine := install(filepath.Join(root, "debian", "9", "bin"))
	fifteen := install(filepath.Join(root, "debian", "15", "bin"))
	own := install(filepath.Join(root, "own", "bin"))
	links := filepath.Join(root, "links")
	if err := os.Mkdir(links, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(nine, "initdb"), filepath.Join(links, "initdb")); err != nil {
		t.Fatal(err)
	}
	debian := filepath.Join(root, "debian")
	for _, test := range []struct {
		name    string
		in      binaries
		version string
		want    string
		says    string
	}{
		{name: "none installed", in: binaries{root: filepath.Join(root, "none")}, says: "apt-get install postgresql "},
		{name: "the newest, as numbers", in: binaries{root: debian}, want: fifteen},
		{name: "the path first", in: binaries{path: own, root: debian}, want: own},
		{name: "a link in the path", in: binaries{path: links, root: debian}, want: nine},
		{name: "the version of the data", in: binaries{path: links, root: debian}, version: "15", want: fifteen},
		{name: "a version that is gone", in: binaries{root: debian}, version: "13", says: "apt-get install postgresql-13"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.in.find(test.version)
			if test.says != "" {
				if err == nil || !strings.Contains(err.Error(), test.says) {
					t.Fatalf("got %v, want %q", err, test.says)
				}
				return
			}
			if err != nil || got != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

func FuzzPostmasterFile(f *testing.F) {
	f.Add("4711\n/data\n1600000000\n5432\n/s\n\n  1  2\nready   \n")
	f.Add("")
	f.Add("-1\n")
	f.Fuzz(func(t *testing.T, text string) {
		if p, ok := parsePostmaster(text); ok && p.pid <= 0 {
			t.Errorf("a process id of %d", p.pid)
		}
	})
}
