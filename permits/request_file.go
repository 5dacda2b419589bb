package permits

import (
	"slices"
	"strings"
	"time"

	"tietolupa/registers"
)

// A Passage (peitetty kohta) is one place of a file that a copy for giving out
// covers, and the ground for it: the asker is told both (JulkL 10 §, 14.3 §).
type Passage struct {
	Where  string `json:"where"`  // "s. 3, 2. kappale"; never what stands there
	Ground string `json:"ground"` // an item of JulkL 24.1 §, or "not-public"
}

// PassageGrounds lists what a passage may be covered by.
func PassageGrounds() []string { return append(SecrecyItems(), "not-public") }

// passagesMost bounds the passages that are told one by one of a file.
const passagesMost = 100

// A RequestFile is one file that left by an answer: its hash as given and, when
// passages are covered or a marking was written on it, that of the whole one.
type RequestFile struct {
	No       int       `json:"no"` // of the attachment that left
	Name     string    `json:"name"`
	SHA256   string    `json:"sha256"`
	Original string    `json:"original,omitempty"`
	Secrecy  []string  `json:"secrecy,omitempty"` // its own marking (25 §)
	Passages []Passage `json:"passages,omitempty"`
}

// A Retraction says that given files were taken back from where they are
// fetched.
type Retraction struct {
	By  UserID    `json:"by"`
	At  time.Time `json:"at"`
	Why TextRef   `json:"why"`
}

// A HandOver is the giving of a document on paper, or of a copy at the desk: an
// official records to whom and when.
type HandOver struct {
	By  UserID        `json:"by"`
	Day registers.Day `json:"day"`
	To  TextRef       `json:"to"`
}

// MayAttach returns the rule that keeps by from adding files to r, or nil: who
// handles it, and once a decision is demanded who makes it.
func (r Request) MayAttach(by Actor, now time.Time) error {
	switch r.State {
	case RequestIsTaken:
		return requestHandler(r, by, now)
	case RequestIsDemanded:
		return opensStep(requestSteps(), DoDecideOn, r, r.State, by, now)
	}
	if err := requestOfficer(r, by, now); err != nil {
		return err
	}
	return deny("attachment-closed")
}

// Attach gives a as one more file of r, under the rules of Case.Attach: a
// document that is asked for, with the items by which it is secret, or a copy of
// one with passages covered, each with its ground (JulkL 10 §).
func (r Request) Attach(by Actor, a Attachment, have []Attachment, limits AttachLimits, scanner ScanState, now time.Time) (Attachment, error) {
	if err := r.MayAttach(by, now); err != nil {
		return Attachment{}, err
	}
	a.Kind, a.To = AskedDocument, ToAnswer
	if err := a.fits(have, limits, scanner); err != nil {
		return Attachment{}, err
	}
	if slices.ContainsFunc(a.Secrecy, func(i string) bool { return itemNumber(i) == 0 }) {
		return Attachment{}, denyAbout("request-field", "secrecy_items")
	}
	if a.Redacts == 0 {
		a.Passages = nil
	} else {
		if err := a.covers(have); err != nil {
			return Attachment{}, err
		}
		if err := passages(&a); err != nil {
			return Attachment{}, err
		}
		if i := slices.IndexFunc(Standing(have), func(h Attachment) bool { return h.Redacts == a.Redacts }); i >= 0 {
			a.Replaces = Standing(have)[i].No // another covering takes its place
		}
	}
	a.Secrecy = items(a.Secrecy)
	return a.taken(CaseID(r.ID), len(have)+1, by, scanner, now), nil
}

// passages checks that each covered passage of a has a place and a ground.
func passages(a *Attachment) error {
	all := slices.Clone(a.Passages)
	for i, p := range all {
		all[i].Where = strings.Join(strings.Fields(p.Where), " ")
		if empty(p.Where) || len([]rune(p.Where)) > 200 || !slices.Contains(PassageGrounds(), p.Ground) {
			return deny("no-passages")
		}
	}
	if len(all) == 0 || len(all) > passagesMost {
		return deny("no-passages")
	}
	a.Passages = all
	return nil
}

// MayDetach returns the rule that keeps by from taking a file of r away: what has
// been given stays.
func (r Request) MayDetach(by Actor, a Attachment, now time.Time) error {
	if err := r.MayAttach(by, now); err != nil {
		return err
	}
	switch {
	case !a.Deleted.IsZero():
		return deny("attachment-deleted")
	case r.leftBy(a.No) != nil:
		return deny("file-given")
	}
	return nil
}

// MayRescan returns the rule that keeps by from having a scanned again.
func (r Request) MayRescan(by Actor, a Attachment, now time.Time) error {
	if a.Scan != ScanFailed || !a.Deleted.IsZero() {
		return deny("attachment-not-failed")
	}
	return requestOfficer(r, by, now)
}

// Leavable lists the files of have that may leave by an answer: the last of each,
// and of what has passages covered the covered copy alone.
func (r Request) Leavable(have []Attachment) (all []Attachment) {
	standing := Standing(have)
	for _, a := range standing {
		if !slices.ContainsFunc(standing, func(b Attachment) bool { return b.Redacts == a.No }) && !coveredEarlier(standing, have, a) {
			all = append(all, a)
		}
	}
	return all
}

// coveredEarlier says whether an earlier version of a has a covered copy that
// stands.
func coveredEarlier(standing, have []Attachment, a Attachment) bool {
	for before := a.Replaces; before != 0; {
		if slices.ContainsFunc(standing, func(b Attachment) bool { return b.Redacts == before }) {
			return a.Redacts == 0
		}
		was, _ := attachmentOf(have, before)
		before = was.Replaces
	}
	return false
}

// leaving is what leaves of r's files by the reply: each whole by its hash, with
// its own marking, and the passages covered among the grounds of what is refused.
func (r *Request) leaving(a *Reply) (files []RequestFile, err error) {
	if a.Outcome == "refused" {
		a.Leaves = nil
	}
	may := r.Leavable(r.Attached)
	typed := items(a.Secrecy)
	for _, no := range slices.Compact(slices.Sorted(slices.Values(a.Leaves))) {
		i := slices.IndexFunc(may, func(f Attachment) bool { return f.No == no || f.Marked && f.Replaces == no })
		if i < 0 {
			if _, known := attachmentOf(r.Attached, no); known {
				return nil, deny("covered-copy-leaves") // JulkL 10 §
			}
			return nil, deny("no-such-file")
		}
		f := may[i]
		if err := f.Opens(); err != nil {
			return nil, err
		}
		left := RequestFile{No: f.No, Name: f.Name, SHA256: f.SHA256, Secrecy: f.Secrecy, Passages: f.Passages}
		if r.Kind == AuthorityRequest {
			left.Secrecy = items(append(slices.Clone(f.Secrecy), r.readSecrecy()...)) // computed from the catalogue
		}
		if len(left.Secrecy) > 0 && f.Type != PDF && f.Type != PDFA {
			return nil, denyAbout("mark-needs-pdf", f.Name) // JulkL 25 §
		}
		whole := f
		for whole.Redacts != 0 || whole.Marked {
			before := whole.Redacts
			if before == 0 {
				before = whole.Replaces
			}
			whole, _ = attachmentOf(r.Attached, before)
		}
		if whole.No != f.No {
			left.Original = whole.SHA256
		}
		for _, p := range f.Passages {
			if a.Outcome == "given" {
				return nil, deny("covered-is-partly") // JulkL 14.3 §
			}
			a.Grounds = append(a.Grounds, p.Ground)
		}
		a.Secrecy = append(slices.Clone(a.Secrecy), left.Secrecy...)
		files = append(files, left)
	}
	a.Grounds = unique(a.Grounds)
	a.Secrecy = items(a.Secrecy)
	for _, item := range typed {
		if len(files) > 0 && r.Kind != AuthorityRequest && !slices.ContainsFunc(files, func(f RequestFile) bool { return slices.Contains(f.Secrecy, item) }) {
			return nil, deny("file-unmarked") // JulkL 25 §
		}
	}
	return files, nil
}

// items are items of 24.1 § in their order, each once.
func items(all []string) []string {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b string) int { return itemNumber(a) - itemNumber(b) })
	return slices.Compact(all)
}

// unique are grounds in the order in which they came, each once.
func unique(all []string) (once []string) {
	for _, g := range all {
		if !slices.Contains(once, g) {
			once = append(once, g)
		}
	}
	return once
}

// ToMark lists the files of r's last answer that leave with a marking which has
// not been written on them.
func (r Request) ToMark() (all []RequestFile) {
	last := r.Answer()
	if last == nil {
		return nil
	}
	for _, f := range last.Files {
		a, _ := attachmentOf(r.Attached, f.No)
		if len(f.Secrecy) > 0 && (!a.Marked || !slices.Equal(a.Secrecy, f.Secrecy)) {
			all = append(all, f)
		}
	}
	return all
}

// File is the file of r of that number; false when there is none.
func (r Request) File(no int) (Attachment, bool) { return attachmentOf(r.Attached, no) }

// Marks gives the copy of a, a file of r that leaves as f, that has its marking on
// each page: the next version of it, as far scanned. The hash, size and type are of
// the copy.
func (r Request) Marks(a Attachment, f RequestFile, size int64, sha256 string, now time.Time) Attachment {
	a.Replaces, a.No, a.At, a.Type, a.Size, a.SHA256, a.Secrecy, a.Marked = a.No, len(r.Attached)+1, now, PDF, size, sha256, f.Secrecy, true
	return a
}

// open lets the asker fetch what the last answer gave, for the term of
// law/terms.csv from now.
func (r *Request) open(now time.Time) {
	if last := r.Answer(); last != nil && last.fetched() {
		r.openFiles(now)
	}
}

func (r *Request) openFiles(now time.Time) {
	day := registers.DayOf(now)
	r.FilesUntil, r.Retracted = WorkingDay(day.AddDate(0, 0, TermDays("request-files", day))), nil
}

// FilesOpen says whether the asker may fetch what was given, on day.
func (r Request) FilesOpen(day registers.Day) bool {
	return !r.FilesUntil.IsZero() && !r.FilesUntil.Before(day)
}

// fetched says whether files left by a that the asker fetches in the service.
func (a RequestAnswer) fetched() bool {
	return len(a.Files) > 0 && (a.Way == "electronic" || a.Way == "encrypted")
}

// leftBy is the answer by which the file left; nil when none did.
func (r Request) leftBy(no int) *RequestAnswer {
	for i, a := range r.Answers {
		if slices.ContainsFunc(a.Files, func(f RequestFile) bool { return f.No == no }) {
			return &r.Answers[i]
		}
	}
	return nil
}

// Given says whether the file of that number has left by an answer.
func (r Request) Given(no int) bool { return r.leftBy(no) != nil }

// Effective says whether an answer of r has been told to the asker: an official's
// at once, a decision when it has been served.
func (r Request) Effective(a RequestAnswer) bool { return !a.Decision || !r.ServedAt.IsZero() }

// MaySeeRequestFile says whether by may know of a file of r: officers of every
// one, the asker of what was given.
func MaySeeRequestFile(by Actor, r Request, a Attachment) bool {
	if string(a.Case) != r.ID || !MaySeeRequest(by, r) {
		return false
	}
	if by.ID != r.Asker {
		return by.officer("", Presenter, Decider) == nil
	}
	left := r.leftBy(a.No)
	return left != nil && r.Effective(*left)
}

// MaySeeAnswerLetter says whether by may read a letter of r: officers every one,
// the asker every one of what they have been told, a decision from its service.
func MaySeeAnswerLetter(by Actor, r Request, l Letter) bool {
	if string(l.Case) != r.ID || !MaySeeRequest(by, r) {
		return false
	}
	if by.ID != r.Asker {
		return by.officer("", Presenter, Decider) == nil
	}
	return !slices.ContainsFunc(r.Answers, func(a RequestAnswer) bool { return a.At.Equal(l.At) && !r.Effective(a) })
}

// Fetchable returns the rule that keeps by from the content of a, a file of r
// that they may know of: to the asker it is open until the last day.
func (r Request) Fetchable(by Actor, a Attachment, now time.Time) error {
	if !MaySeeRequestFile(by, r, a) {
		return deny("no-such-file")
	}
	if by.ID == r.Asker && !r.FilesOpen(registers.DayOf(now)) {
		return deny("files-closed")
	}
	return a.Opens()
}
