package cluster

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// binaries says where server binaries are looked for.
type binaries struct {
	path string // a PATH, searched first for initdb
	root string // Debian's layout: root/VERSION/bin
}

var installed = binaries{path: os.Getenv("PATH"), root: "/usr/lib/postgresql"}

// find returns the folder that holds initdb and postgres. Data made by one major
// version are opened by no other, so a version, when not empty, is binding.
// Otherwise the PATH's wins, then the newest.
func (b binaries) find(version string) (string, error) {
	if version != "" {
		if dir := filepath.Join(b.root, version, "bin"); complete(dir) {
			return dir, nil
		}
	}
	for _, dir := range filepath.SplitList(b.path) {
		// PATH often has a link; the server finds its own files beside the real one.
		real, err := filepath.EvalSymlinks(filepath.Join(dir, "initdb"))
		if err != nil || !complete(filepath.Dir(real)) {
			continue
		}
		if bin := filepath.Dir(real); version == "" || majorOf(bin) == version || majorOf(bin) == "" {
			return bin, nil
		}
	}
	found := b.newestFirst()
	switch {
	case version != "" && len(found) > 0:
		return "", fmt.Errorf("the data were made by PostgreSQL %[1]s, which is not installed: apt-get install postgresql-%[1]s", version)
	case len(found) == 0:
		return "", fmt.Errorf("no PostgreSQL server is installed: apt-get install postgresql (it brings initdb and postgres), or set DATABASE_URL")
	}
	return found[0], nil
}

func (b binaries) newestFirst() []string {
	all, _ := filepath.Glob(filepath.Join(b.root, "*", "bin")) // the pattern is well formed
	all = slices.DeleteFunc(all, func(dir string) bool { return !complete(dir) })
	slices.SortFunc(all, func(x, y string) int {
		vx, _ := strconv.Atoi(majorOf(x))
		vy, _ := strconv.Atoi(majorOf(y))
		return vy - vx
	})
	return all
}

// majorOf reads the version from Debian's folder name, empty in other layouts.
func majorOf(bin string) string {
	name := filepath.Base(filepath.Dir(bin))
	if _, err := strconv.Atoi(name); err != nil {
		return ""
	}
	return name
}

func complete(dir string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
			return false
		}
	}
	return true
}
