package law

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tietolupa/registers"
)

// TestArchiveOrders: by default nothing that tells about whom is kept.
func TestArchiveOrders(t *testing.T) { // 4.4
	c, err := registers.Load()
	if err != nil {
		t.Fatal(err)
	}
	l := On(day("2020-11-02"))
	kept := 0
	for _, table := range c.Tables() {
		o, is := l.Archived(table.Name)
		if !is {
			continue
		}
		kept++
		if o.Level != StatisticalLevel || slices.Contains(o.Columns, table.SubjectKey()) || o.Comment == "" {
			t.Errorf("%s: %+v", table.Name, o)
		}
	}
	if kept == 0 {
		t.Error("no order is in force")
	}
	for _, table := range []string{"person", "health_entry", "joint_social_situation", "nothing"} {
		if _, is := l.Archived(table); is {
			t.Errorf("%s is archived", table)
		}
	}
	if _, is := On(day("2020-06-30")).Archived("policy_statement"); is {
		t.Error("an order before its first day")
	}
}

func TestBrokenArchiveOrders(t *testing.T) { // 4.4
	whole, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	const header = "table,level,columns,from,until,rule,source,comment"
	for what, c := range map[string]struct{ line, says string }{
		"a person at the level of statistics": {"policy_statement,statistical,person_id,2020-07-01,,4.4,s,", "may tell who"},
		"free text":                           {"clarification,statistical,content,2020-07-01,,4.4,s,", "may tell who"},
		"an unknown column":                   {"clarification,record,colour,2020-07-01,,4.4,s,", "not in the catalogue"},
		"an unknown level":                    {"clarification,all,kind,2020-07-01,,4.4,s,", "unknown level"},
		"nothing kept":                        {"clarification,record,,2020-07-01,,4.4,s,", "empty columns"},
		"two orders for a table":              {"clarification,record,kind,2020-07-01,,4.4,s,\nclarification,record,kind,2021-07-01,,4.4,s,", "overlaps"},
		"the level of records keeps a person": {"policy_statement,record,person_id;content,2020-07-01,,4.4,s,", ""},
	} {
		t.Run(what, func(t *testing.T) {
			p := &reader{files: fs.FS(fstest.MapFS{"archive.csv": {Data: []byte(header + "\n" + c.line + "\n")}}), periods: map[string][]placed{}}
			if err := p.file("archive.csv", header, (&Tables{catalogue: whole.catalogue}).archived); err != nil {
				t.Fatal(err)
			}
			p.follow()
			said := ""
			for _, problem := range p.problems {
				said += problem.Text + "\n"
			}
			if (c.says == "") != (said == "") || !strings.Contains(said, c.says) {
				t.Errorf("said %q, want %q", said, c.says)
			}
		})
	}
}
