package permits

import (
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"tietolupa/registers"
)

//go:embed law/*.csv law/*.txt mails.csv rules.csv themes.csv
var lawFiles embed.FS

// LawOn gives the version of the law in force on day. It fails with
// "no-law-that-day" for a day that no version covers: before 1 July 2020 the
// ministry decided these permits, not KEHA (V.2).
func LawOn(day registers.Day) (Law, error) {
	for _, l := range Laws() {
		if (registers.Period{From: l.From, To: l.To}).Has(day) {
			return l, nil
		}
	}
	return Law{}, denyAbout("no-law-that-day", day.String())
}

// Laws lists the versions of law/versions.csv, the oldest first. The slice is
// the caller's own.
func Laws() []Law { return slices.Clone(laws()) }

var laws = sync.OnceValue(func() (all []Law) {
	for _, r := range lawRows("law/versions.csv", 17) {
		l := Law{
			From: lawDay(r[0]), To: lawDay(r[1]), Route: Route(r[2]), ELY: r[3] == "yes",
			Permit: names(r[4:7]), Disclosure: names(r[7:10]), Rectification: names(r[10:13]), Enforcement: names(r[13:16]),
		}
		if l.Route != Rectification && l.Route != Appeal {
			panic(fmt.Sprintf("law/versions.csv: %q is no route", r[2]))
		}
		all = append(all, l)
	}
	return all
})

// Tasks lists the statutory tasks of law/tasks.csv in the order of the file.
// The slice is the caller's own.
func Tasks() []Task { return slices.Clone(tasks()) }

// TaskByCode finds a statutory task.
func TaskByCode(code string) (Task, bool) {
	i := slices.IndexFunc(tasks(), func(t Task) bool { return t.Code == code })
	if i < 0 {
		return Task{}, false
	}
	return tasks()[i], true
}

// TasksOf lists the statutory tasks for which b may ask for data.
func TasksOf(b Body) (of []Task) {
	for _, t := range tasks() {
		if t.For(b) {
			of = append(of, t)
		}
	}
	return of
}

var tasks = sync.OnceValue(func() (all []Task) {
	for _, r := range lawRows("law/tasks.csv", 7) {
		all = append(all, Task{Code: r[0], Provision: r[1], Bodies: r[2], Name: names(r[3:6])})
	}
	return all
})

// lawRows reads an embedded table without its heading. The files are compiled
// in and tested, so a bad one is a bug of the build.
func lawRows(name string, columns int) [][]string {
	b, err := lawFiles.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("read %s: %v", name, err))
	}
	r := csv.NewReader(strings.NewReader(string(b)))
	r.FieldsPerRecord = columns
	rows, err := r.ReadAll()
	if err != nil {
		panic(fmt.Sprintf("read %s: %v", name, err))
	}
	return rows[1:]
}

func lawDay(s string) registers.Day {
	if s == "" {
		return registers.Day{}
	}
	d, err := registers.ParseDay(s)
	if err != nil {
		panic(fmt.Sprintf("read law: %v", err))
	}
	return d
}

// lawPeriod is the first and the last day of a row.
func lawPeriod(two []string) registers.Period {
	return registers.Period{From: lawDay(two[0]), To: lawDay(two[1])}
}

// lawNumber is a whole number of a table, not below zero.
func lawNumber(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		panic(fmt.Sprintf("read law: %q is no whole number", s))
	}
	return n
}

func names(three []string) registers.Names {
	return registers.Names{FI: three[0], SV: three[1], EN: three[2]}
}
