package permits

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestLoadLaw(t *testing.T) {
	if err := LoadLaw(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text string
		read func()
		want string
	}{
		"a line too short":     {"a,b\n1\n", func() {}, "law/x.csv"},
		"an open quotation":    {"a,b\n\"1,2\n", func() {}, "law/x.csv"},
		"a line of no meaning": {"a,b\n1,2\n", func() { lawDay("2020-13-01") }, "2020-13-01"},
	} {
		t.Run(name, func(t *testing.T) {
			err := loadTables(fstest.MapFS{"law/x.csv": {Data: []byte(c.text)}}, c.read)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}
