package permits

import (
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
)

// An AnnexKind says what an attachment is. Its text is stored, so kinds are
// added but never renamed.
type AnnexKind string

const (
	ResearchPlan        AnnexKind = "research-plan"        // tutkimussuunnitelma
	SecrecyUndertaking  AnnexKind = "secrecy-undertaking"  // salassapitositoumus
	PrivacyNotice       AnnexKind = "privacy-notice"       // tietosuojailmoitus
	ImpactAssessment    AnnexKind = "impact-assessment"    // tietosuojaa koskeva vaikutustenarviointi
	ProcessingRecord    AnnexKind = "processing-record"    // seloste käsittelytoimista
	EthicsStatement     AnnexKind = "ethics-statement"     // eettinen lausunto
	OtherPermits        AnnexKind = "other-permits"        // muut luvat
	ConsentForm         AnnexKind = "consent-form"         // suostumuslomake
	PowerOfAttorney     AnnexKind = "power-of-attorney"    // valtakirja
	SupervisorStatement AnnexKind = "supervisor-statement" // ohjaajan lausunto
	OtherAnnex          AnnexKind = "other-annex"          // muu liite

	AskedDocument AnnexKind = "document" // asiakirja, jota pyyntö koskee; of a document request alone
)

// AnnexKinds lists every kind in the order of the forms. The slice is the
// caller's own.
func AnnexKinds() []AnnexKind {
	return []AnnexKind{ResearchPlan, SecrecyUndertaking, PrivacyNotice, ImpactAssessment, ProcessingRecord, EthicsStatement,
		OtherPermits, ConsentForm, PowerOfAttorney, SupervisorStatement, OtherAnnex}
}

// An AttachedTo says what an attachment goes with.
type AttachedTo string

const (
	ToApplication AttachedTo = "application" // hakemus
	ToReply       AttachedTo = "reply"       // vastaus täydennyspyyntöön
	ToHearing     AttachedTo = "hearing"     // kuulemisen vastine
	ToStatement   AttachedTo = "statement"   // lausunto
	ToReport      AttachedTo = "report"      // selvitys aineiston käytöstä
	ToMessage     AttachedTo = "message"     // viesti
	ToArrival     AttachedTo = "arrived"     // asiakirja, joka saapui paperilla tai sähköpostilla
	ToNote        AttachedTo = "note"        // inside the authority (HL 42 §)
	ToAnswer      AttachedTo = "answer"      // asiakirjapyynnön vastaus (JulkL 16 §)
)

// A ScanState says whether an attachment has been looked through for malware.
type ScanState string

const (
	ScanPending  ScanState = "pending"   // waits for a worker
	ScanClean    ScanState = "clean"     // nothing was found
	ScanInfected ScanState = "infected"  // malware was found
	ScanFailed   ScanState = "failed"    // the command could not tell
	NotScanned   ScanState = "unscanned" // by the authority's own configuration
)

// An Attachment (liite) is one version of one file of a case or of a document
// request. Its content lives in rows of its own; what stands here never changes
// but for Scan and Deleted.
type Attachment struct {
	Case     CaseID // or the number of a document request
	No       int    // 1, 2, … within the case
	Kind     AnnexKind
	To       AttachedTo
	Replaces int    // number of the version before; 0 for a first one
	Redacts  int    // number of the original that this is a copy of for giving out; 0 otherwise
	Name     string // of the file, as CleanName leaves it
	Type     FileType
	Size     int64  // bytes
	SHA256   string // of the content, in hexadecimal; stays when the content goes
	By       UserID
	At       time.Time
	Visible  bool   // to the parties
	Question string // QuestionID of the statement that it goes with; empty: none, or typed by an official
	Scan     ScanState
	Scanned  time.Time // zero until a scan has ended
	Deleted  time.Time // when the content was taken away before submission; zero while it stands

	// Of a document request.
	Secrecy  []string  // items of JulkL 24.1 § in it, as its official marked them
	Passages []Passage // what a copy for giving out covers
	Marked   bool      // the service wrote the marking of Secrecy on each page (JulkL 25 §)
}

// AttachLimits bound what one case may hold.
type AttachLimits struct {
	Bytes int64 // of one file
	Total int64 // bytes of a case's files
	Files int   // of a case, every version counted
}

// Attach gives a as one more attachment of c, or the rule that keeps by from
// adding it: a draft's are its writers', a later one's any party's or, of what
// the authority itself writes, an officer's. have are those that c has, oldest
// first; scanner is the state that a scan begins in, or empty when files can be
// neither scanned nor, by configuration, taken without (TiHL 13 §).
func (c Case) Attach(by Actor, a Attachment, have []Attachment, limits AttachLimits, scanner ScanState, now time.Time) (Attachment, error) {
	if err := c.MayAttach(by, a.To, now); err != nil {
		return Attachment{}, err
	}
	if !slices.Contains(AnnexKinds(), a.Kind) {
		return Attachment{}, deny("no-such-annex")
	}
	if err := a.fits(have, limits, scanner); err != nil {
		return Attachment{}, err
	}
	if a.Redacts != 0 {
		if err := c.redacts(by, &a, have); err != nil {
			return Attachment{}, err
		}
	}
	if a.Replaces != 0 {
		if err := replaces(by, a, have); err != nil {
			return Attachment{}, err
		}
	}
	a.Secrecy, a.Passages, a.Question = nil, nil, "" // a case's secrecy is in its decision
	return a.taken(c.ID, len(have)+1, by, scanner, now), nil
}

// fits returns the rule that keeps a file from being one more beside have.
func (a Attachment) fits(have []Attachment, limits AttachLimits, scanner ScanState) error {
	total := a.Size
	for _, h := range have {
		if h.Deleted.IsZero() {
			total += h.Size
		}
	}
	switch {
	case scanner == "":
		return deny("attachment-no-scanner")
	case a.Size == 0:
		return deny("attachment-empty")
	case a.Size > limits.Bytes, total > limits.Total, len(have) >= limits.Files:
		return denyAbout("attachment-too-large", a.Name)
	}
	return nil
}

// taken is a as the next file of the matter of that number.
func (a Attachment) taken(of CaseID, no int, by Actor, scanner ScanState, now time.Time) Attachment {
	a.Case, a.No, a.By, a.At, a.Scan = of, no, by.ID, now, scanner
	a.Visible = a.To != ToNote && a.To != ToAnswer
	a.Scanned, a.Deleted, a.Marked = time.Time{}, time.Time{}, false
	return a
}

// redacts checks that a is an officer's copy of an original with something
// covered.
func (c Case) redacts(by Actor, a *Attachment, have []Attachment) error {
	if err := c.unbarred(by, Presenter, Decider); err != nil {
		return err
	}
	return a.covers(have)
}

// covers checks that a is a copy of an original of have with something covered,
// and makes it of the original's kind. The original's hash stays.
func (a *Attachment) covers(have []Attachment) error {
	original, ok := attachmentOf(have, a.Redacts)
	switch {
	case !ok || !original.Deleted.IsZero():
		return deny("attachment-deleted")
	case original.Redacts != 0:
		return deny("attachment-is-redacted")
	case original.SHA256 == a.SHA256:
		return deny("attachment-not-redacted")
	}
	a.Kind, a.To = original.Kind, original.To
	return nil
}

// replaces checks that a is a newer version of one that still stands last.
func replaces(by Actor, a Attachment, have []Attachment) error {
	before, ok := attachmentOf(have, a.Replaces)
	switch {
	case !ok || !before.Deleted.IsZero():
		return deny("attachment-deleted")
	case before.By != by.ID || before.Kind != a.Kind || before.Redacts != a.Redacts:
		return deny("attachment-of-another")
	case slices.ContainsFunc(have, func(h Attachment) bool { return h.Replaces == before.No && h.Deleted.IsZero() }):
		return deny("attachment-replaced")
	}
	return nil
}

func attachmentOf(all []Attachment, no int) (Attachment, bool) {
	i := slices.IndexFunc(all, func(a Attachment) bool { return a.No == no })
	if i < 0 {
		return Attachment{}, false
	}
	return all[i], true
}

// attachStates are the states in which something may be attached to what.
var attachStates = map[AttachedTo]func() []State{
	ToApplication: func() []State { return []State{Draft} },
	ToReply:       func() []State { return []State{Supplementing, Offered} },
	ToHearing:     func() []State { return []State{Heard, Served, InForce} },
	ToStatement:   undecided,
	ToReport:      func() []State { return []State{InForce, Ended, Revoked, Destroyed} },
	ToMessage:     func() []State { return AllStates()[1:] },
	ToArrival:     func() []State { return AllStates()[1:] },
	ToNote:        func() []State { return AllStates()[1:] },
}

// MayAttach returns the rule that keeps by from attaching anything to that part
// of c, or nil.
func (c Case) MayAttach(by Actor, to AttachedTo, now time.Time) error {
	states, known := attachStates[to]
	if !known {
		return deny("no-such-annex")
	}
	switch officers := to == ToStatement || to == ToNote || to == ToArrival; {
	case to == ToApplication:
		if err := c.mayWriteDraft(by, now); err != nil {
			return err
		}
	case officers || to == ToMessage && !c.involves(by.ID):
		if err := c.unbarred(by, Presenter, Decider); err != nil {
			return err
		}
	case !c.involves(by.ID):
		return deny("not-your-application")
	}
	if !slices.Contains(states(), c.State) {
		return deny("attachment-closed")
	}
	return nil
}

// mayWriteDraft returns the rule that keeps by from writing the draft c.
func (c Case) mayWriteDraft(by Actor, now time.Time) error { return c.opens(DoEdit, by, now) }

// Attachable lists what by may attach something to in c, in the order of the
// forms; nothing when it is closed to them.
func (c Case) Attachable(by Actor, now time.Time) (to []AttachedTo) {
	for _, t := range []AttachedTo{ToApplication, ToReply, ToHearing, ToReport, ToStatement, ToMessage, ToArrival, ToNote} {
		if c.MayAttach(by, t, now) == nil {
			to = append(to, t)
		}
	}
	return to
}

// MayDetach returns the rule that keeps by from taking a away again: only before
// the application is sent, and afterwards never (HL 20 §; what has come in stays).
func (c Case) MayDetach(by Actor, a Attachment, now time.Time) error {
	switch {
	case c.State != Draft:
		return deny("attachment-sent")
	case !a.Deleted.IsZero():
		return deny("attachment-deleted")
	}
	return c.mayWriteDraft(by, now)
}

// MayRedact says whether by may add a copy of a for giving out to c.
func (c Case) MayRedact(by Actor, a Attachment) bool {
	return c.State != Draft && a.Redacts == 0 && a.Deleted.IsZero() && c.unbarred(by, Presenter, Decider) == nil
}

// MaySeeAttachment says whether by may know of a: who may see its case, and of
// what is inside the authority only its officers.
func MaySeeAttachment(by Actor, c Case, a Attachment) bool {
	if a.Case != c.ID || !MaySee(by, c) {
		return false
	}
	if !c.answeredWith(a) {
		return false // an answer that has not been sent is its writer's alone
	}
	return a.Visible || by.officer("", Presenter, Decider) == nil && !c.involves(by.ID)
}

// Opens returns the rule that keeps everybody from the content of a: nothing is
// opened before a scan has ended well, unless the authority has chosen to take
// files without one.
func (a Attachment) Opens() error {
	switch {
	case !a.Deleted.IsZero():
		return deny("attachment-deleted")
	case a.Scan == ScanClean, a.Scan == NotScanned:
		return nil
	case a.Scan == ScanInfected:
		return deny("attachment-infected")
	case a.Scan == ScanFailed:
		return deny("attachment-scan-failed")
	}
	return deny("attachment-pending")
}

// MayRescan returns the rule that keeps by from having a scanned again: only
// what could not be scanned, by who added it or an officer.
func (c Case) MayRescan(by Actor, a Attachment) error {
	if a.Scan != ScanFailed || !a.Deleted.IsZero() {
		return deny("attachment-not-failed")
	}
	if a.By == by.ID {
		return nil
	}
	return c.unbarred(by, Presenter, Decider)
}

// Standing lists those of all that nothing newer replaces and nobody has taken
// away, oldest first.
func Standing(all []Attachment) (standing []Attachment) {
	for _, a := range all {
		if a.Deleted.IsZero() && !slices.ContainsFunc(all, func(b Attachment) bool { return b.Replaces == a.No && b.Deleted.IsZero() }) {
			standing = append(standing, a)
		}
	}
	return standing
}

// A CopiedAttachment is a file of one case that another's draft begins with.
type CopiedAttachment struct {
	Attachment
	Of int // its number in the case that it is copied from
}

// CopiedAttachments lists what c, a draft that by has just begun as a copy, takes
// of the files of the other case: those that stand with the application, by the
// same hash and as far scanned. What was found infected stays where it is.
func (c Case) CopiedAttachments(by Actor, of []Attachment, now time.Time) (all []CopiedAttachment) {
	for _, a := range Standing(of) {
		if a.To != ToApplication || a.Redacts != 0 || a.Scan == ScanInfected {
			continue
		}
		from := a.No
		a.Case, a.No, a.Replaces, a.By, a.At, a.Visible = c.ID, len(all)+1, 0, by.ID, now, true
		all = append(all, CopiedAttachment{a, from})
	}
	return all
}

const nameMost = 120 // characters of a file's name

// CleanName is a file's name as people and other programs can be given it: the
// last part of a path, without control characters and what file systems refuse,
// of 120 characters at most.
func CleanName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case !unicode.IsPrint(r), r == unicode.ReplacementChar, unicode.Is(unicode.Bidi_Control, r):
			return -1
		case strings.ContainsRune(`/:*?"<>|`, r):
			return '-'
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.Trim(name, " .")
	if r := []rune(name); len(r) > nameMost {
		end := []rune(path.Ext(name))
		if len(end) > 10 {
			end = nil
		}
		name = string(r[:nameMost-len(end)]) + string(end)
	}
	if name == "" || name == "-" {
		name = "liite"
	}
	return name
}
