package permits

import (
	"slices"
	"strings"
	"testing"
)

// asked is a document of a request.
func asked(no int, change func(*Attachment)) Attachment {
	return attached(no, func(a *Attachment) {
		a.Case, a.Kind, a.To, a.By, a.Visible, a.SHA256 = "KEHA-A1-2020", AskedDocument, ToAnswer, "paivi", false, strings.Repeat(string("abcdef"[no%6]), 64)
		if change != nil {
			change(a)
		}
	})
}

// askedFiles are a public document, a secret one, one with a covered copy, and one
// that is still being scanned.
func askedFiles() []Attachment {
	return []Attachment{
		asked(1, func(a *Attachment) { a.Name, a.Type = "muistio.txt", PlainText }),
		asked(2, func(a *Attachment) { a.Secrecy = []string{"25"} }),
		asked(3, nil),
		asked(4, func(a *Attachment) { a.Redacts, a.Passages = 3, []Passage{{"s. 2", "20"}} }),
		asked(5, func(a *Attachment) { a.Scan = ScanPending }),
	}
}

func held(n NewRequest) Request {
	r := taken(n)
	r.Attached = askedFiles()
	return r
}

func init() {
	add := func(name string, try func(*testing.T) error) { breaches = append(breaches, breach{name, try}) }
	attach := func(name string, by Actor, change func(*Attachment)) {
		add(name, func(*testing.T) error {
			r := held(wish())
			a := Attachment{Name: "x.pdf", Type: PDF, Size: 100, SHA256: strings.Repeat("9", 64)}
			change(&a)
			_, err := r.Attach(by, a, r.Attached, AttachLimits{1000, 5000, 10}, ScanPending, hours(2))
			return err
		})
	}
	leaves := func(name string, change func(*Reply)) {
		add(name, func(*testing.T) error {
			r := held(wish())
			a := given(r)
			a.Basis, a.Parts = "party", "Merkityt sivut."
			change(&a)
			return last(r.Give(paivi, r.Version, a, hours(4)))
		})
	}
	attach("not-your-case file", both, func(*Attachment) {})
	attach("not-a-presenter file", aino, func(*Attachment) {})
	attach("request-field file", paivi, func(a *Attachment) { a.Secrecy = []string{"99"} })
	attach("no-passages none", paivi, func(a *Attachment) { a.Redacts = 1 })
	attach("no-passages ground", paivi, func(a *Attachment) { a.Redacts, a.Passages = 1, []Passage{{"s. 1", "99"}} })
	attach("no-passages place", paivi, func(a *Attachment) { a.Redacts, a.Passages = 1, []Passage{{" ", "25"}} })
	attach("attachment-is-redacted file", paivi, func(a *Attachment) { a.Redacts = 4 })
	leaves("covered-copy-leaves", func(a *Reply) { a.Leaves = []int{3} })
	leaves("no-such-file", func(a *Reply) { a.Leaves = []int{9} })
	leaves("covered-is-partly", func(a *Reply) { a.Leaves = []int{4} })
	leaves("file-unmarked", func(a *Reply) { a.Leaves, a.Secrecy = []int{1}, []string{"25"} })
	leaves("attachment-pending file", func(a *Reply) { a.Leaves = []int{5} })
	leaves("secret-to-the-public file", func(a *Reply) { a.Leaves, a.Basis = []int{2}, "public" })
	add("mark-needs-pdf", func(t *testing.T) error {
		r := read(t)
		r.Attached = askedFiles()
		a := given(r)
		a.Leaves, a.Parts = []int{1}, "Kaikki."
		return last(r.Give(henrik, r.Version, a, hours(4)))
	})
	add("file-given", func(*testing.T) error {
		r := handed(paivi, Reply{Outcome: "partly", Basis: "public", Text: "Osin.", Way: "electronic", Fee: "electronic", Leaves: []int{4}})
		r.State = RequestIsTaken
		return r.MayDetach(paivi, r.Attached[3], hours(6))
	})
	add("files-closed", func(*testing.T) error {
		r := handed(paivi, Reply{Outcome: "given", Basis: "public", Text: "Ohessa.", Way: "electronic", Fee: "electronic", Leaves: []int{1}})
		return r.Fetchable(aino, r.Attached[0], hours(24*40))
	})
	add("nothing-given", func(*testing.T) error {
		r := going(held(wish()).Refuse(paivi, 2, []string{"25"}, "Salassa.", hours(4)))
		return last(r.HandOver(paivi, r.Version, on("2020-11-02"), "Postitse.", hours(5)))
	})
}

// handed is a request that by answered so.
func handed(by Actor, a Reply) Request {
	r := held(wish())
	return going(r.Give(by, r.Version, a, hours(4)))
}

// TestFilesLeave: a covered copy leaves in place of its original with each ground
// told, a secret one with its marking, and the asker fetches them until the last
// day (JulkL 10, 14.3, 16, 25 §).
func TestFilesLeave(t *testing.T) {
	r := handed(paivi, Reply{Outcome: "partly", Basis: "party", Text: "Osin.", Parts: "Kaikki sivut.", Way: "electronic", Fee: "electronic", Leaves: []int{2, 4, 1}})
	a := r.Answer()
	if len(a.Files) != 3 || !slices.Equal(a.Secrecy, []string{"25"}) || !slices.Equal(a.Grounds, []string{"20"}) {
		t.Fatalf("answered %+v", a)
	}
	if f := a.Files[2]; f.Original != r.Attached[2].SHA256 || f.SHA256 != r.Attached[3].SHA256 || len(f.Passages) != 1 {
		t.Errorf("the covered copy: %+v", f)
	}
	marks := r.ToMark()
	if len(marks) != 1 || marks[0].No != 2 {
		t.Fatalf("to be marked: %+v", marks)
	}
	original, ok := r.File(marks[0].No)
	copied := r.Marks(original, marks[0], 120, strings.Repeat("8", 64), hours(4))
	if !ok || copied.Replaces != 2 || !copied.Marked || copied.No != 6 || copied.Scan != ScanClean {
		t.Errorf("the marked copy: %+v", copied)
	}
	again := held(wish())
	again.Attached = append(again.Attached, copied)
	again = going(again.Give(paivi, again.Version, Reply{Outcome: "given", Basis: "party", Text: "Ohessa.", Parts: "Kaikki.", Way: "electronic", Fee: "electronic", Leaves: []int{2}}, hours(4)))
	if f := again.Answer().Files[0]; f.No != 6 || f.SHA256 != copied.SHA256 || f.Original != r.Attached[1].SHA256 || len(again.ToMark()) != 0 {
		t.Errorf("with its marked copy there: %+v", f)
	}
	if r.FilesUntil != on("2020-12-02") {
		t.Errorf("to be fetched until %s", r.FilesUntil)
	}
	for _, x := range []struct {
		by    Actor
		no    int
		hours int
		want  string
	}{{aino, 4, 5, "nothing"}, {aino, 3, 5, "no-such-file"}, {paivi, 3, 5, "nothing"}, {eero, 4, 5, "no-such-file"}, {aino, 4, 24 * 31, "files-closed"}} {
		err := r.Fetchable(x.by, r.Attached[x.no-1], hours(x.hours))
		if got := rule(err); got != x.want {
			t.Errorf("%s fetches %d: %q, want %q", x.by.ID, x.no, got, x.want)
		}
	}
	closed := going(r.Retract(paivi, r.Version, "Väärä tiedosto.", hours(6)))
	if err := closed.Fetchable(aino, r.Attached[3], hours(7)); rule(err) != "files-closed" {
		t.Errorf("retracted, and fetched: %v", err)
	}
	if renewed := going(closed.RenewFiles(paivi, closed.Version, hours(8))); renewed.Fetchable(aino, r.Attached[3], hours(9)) != nil {
		t.Error("a new term opens nothing")
	}
}

// TestDecidedFilesWaitForService: what the authority's decision gives opens when
// it has been served.
func TestDecidedFilesWaitForService(t *testing.T) { // JulkL 14.3, 33 §; HL 54 §
	r := going(held(wish()).Refuse(paivi, 2, []string{"25"}, "Salassa.", hours(4)))
	r = going(r.Demand(aino, r.Version, "", hours(5)))
	r = going(r.Decide(henrik, r.Version, Reply{Outcome: "given", Basis: "public", Text: "Annetaan.", Way: "electronic", Fee: "electronic", Leaves: []int{1}}, hours(6)))
	if err := r.Fetchable(aino, r.Attached[0], hours(7)); rule(err) != "no-such-file" {
		t.Errorf("before service: %v", err)
	}
	l := Letter{Case: "KEHA-A1-2020", Kind: AnswerLetter, At: hours(6)}
	if MaySeeAnswerLetter(aino, r, l) || !MaySeeAnswerLetter(paivi, r, l) {
		t.Error("the decision's letter before service")
	}
	r = going(r.Serve(paivi, r.Version, hours(8), hours(8)))
	if err := r.Fetchable(aino, r.Attached[0], hours(9)); err != nil || !MaySeeAnswerLetter(aino, r, l) {
		t.Errorf("after service: %v", err)
	}
}
