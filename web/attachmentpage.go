package web

import (
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// An attachmentView is one file as its page shows it, with its earlier versions
// and the copies for giving out.
type attachmentView struct {
	permits.Attachment
	Path     string // of the content; empty while nobody may open it
	By       string
	May      map[string]bool // delete, rescan
	Earlier  []attachmentView
	Redacted []attachmentView
}

// An attachedView is what a page says of a case's attachments.
type attachedView struct {
	Case      permits.Case
	Files     []attachmentView
	Demands   []demandView
	To        []permits.AttachedTo // what the visitor may attach to
	Kinds     []permits.AnnexKind
	Redacts   []permits.Attachment // of which the visitor may add a copy for giving out
	Replaces  []permits.Attachment // of which the visitor may add a next version
	Typed     permits.Attachment
	Types     string // for the file field
	Most      int64  // bytes of one file
	Unscanned bool   // by the authority's own configuration
	Closed    bool   // no file is taken
	Waits     bool   // for a scan
}

// A demandView is an annex that an answer requires.
type demandView struct {
	permits.AnnexDemand
	Done bool
}

type attachmentsPage struct {
	page
	Attached attachedView
}

// fileEnds are the ends of the names of files that may be attached.
const fileEnds = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg,.txt"

func (s *server) getAttachments(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.CaseView)
	if err != nil {
		return err
	}
	if c.State == permits.Draft {
		return s.done(w, r, attachmentsPath(c), "")
	}
	return s.showAttachments(w, r, http.StatusOK, v, c, permits.Attachment{}, nil)
}

// showAttachments shows the attachments of a case: within the steps of a draft, on
// a page of their own afterwards.
func (s *server) showAttachments(w http.ResponseWriter, r *http.Request, status int, v *visit, c permits.Case, typed permits.Attachment, wrong wrongs) error {
	if c.State == permits.Draft {
		return s.showAnnexes(w, r, status, v, c, typed, wrong)
	}
	list, home := "menu.cases", "/cases"
	if v.officer() {
		list, home = "menu.queue", "/queue"
	}
	p := attachmentsPage{page: s.frame(r, s.texts.in(v.Lang, "attachments.title"), crumb{s.texts.in(v.Lang, list), home}, crumb{caseNumber(c.ID), "/cases/" + string(c.ID)})}
	p.Path, p.Wrong = attachmentsPath(c), wrong
	var err error
	if p.Attached, err = s.attachedTo(r, v, c); err != nil {
		return err
	}
	p.Attached.Typed = typed
	return s.render(w, r, status, "attachments", &p)
}

// showAnnexes shows the section of a draft.
func (s *server) showAnnexes(w http.ResponseWriter, r *http.Request, status int, v *visit, c permits.Case, typed permits.Attachment, wrong wrongs) error {
	a, err := s.attachedTo(r, v, c)
	if err != nil {
		return err
	}
	a.Typed = typed
	p, err := s.editPage(r, c, permits.AnnexesSection, wrong)
	if err != nil {
		return err
	}
	p.Path = sectionPath(c.ID, permits.AnnexesSection)
	return s.render(w, r, status, "edit-annexes", &struct {
		editPage
		Attached attachedView
	}{p, a})
}

// attachedTo gathers what the visitor may know of c's attachments and do to them.
func (s *server) attachedTo(r *http.Request, v *visit, c permits.Case) (view attachedView, err error) {
	all, err := s.DB.Attachments(r.Context(), c.ID)
	if err != nil {
		return view, err
	}
	people, err := s.names(r)
	if err != nil {
		return view, err
	}
	all = slices.DeleteFunc(all, func(a permits.Attachment) bool { return !permits.MaySeeAttachment(v.Actor, c, a) })
	view = attachedView{Case: c, Kinds: permits.AnnexKinds(), Types: fileEnds, Most: s.Attachments.Limits.Bytes,
		Unscanned: s.Attachments.Scan == permits.NotScanned, Closed: s.Attachments.Scan == ""}
	if s.Policy.May(v.Actor, casbin.CaseAttach) == nil {
		view.To = c.Attachable(v.Actor, v.Now)
	}
	one := func(a permits.Attachment) attachmentView {
		x := attachmentView{Attachment: a, By: people[a.By], May: map[string]bool{}}
		if a.Opens() == nil {
			x.Path = "/cases/" + string(c.ID) + "/attachments/" + strconv.Itoa(a.No)
		}
		view.Waits = view.Waits || a.Scan == permits.ScanPending && a.Deleted.IsZero()
		x.May["delete"], x.May["rescan"] = c.MayDetach(v.Actor, a, v.Now) == nil, c.MayRescan(v.Actor, a) == nil
		return x
	}
	for _, a := range permits.Standing(all) {
		if a.Redacts != 0 {
			continue
		}
		x := one(a)
		for before := a.Replaces; before != 0; {
			i := slices.IndexFunc(all, func(b permits.Attachment) bool { return b.No == before })
			if i < 0 {
				break
			}
			x.Earlier = append(x.Earlier, one(all[i]))
			before = all[i].Replaces
		}
		for _, copied := range permits.Standing(all) {
			if copied.Redacts == a.No {
				x.Redacted = append(x.Redacted, one(copied))
			}
		}
		view.Files = append(view.Files, x)
		if c.MayRedact(v.Actor, a) {
			view.Redacts = append(view.Redacts, a)
		}
		if a.By == v.Actor.ID && len(view.To) > 0 {
			view.Replaces = append(view.Replaces, a)
		}
	}
	missing := permits.AnnexesMissing(c.Application, all, dayOf(v))
	for _, d := range permits.AnnexesDemanded(c.Application, dayOf(v)) {
		done := !slices.ContainsFunc(missing, func(m permits.AnnexDemand) bool { return m.Kind == d.Kind })
		view.Demands = append(view.Demands, demandView{d, done})
	}
	return view, nil
}

// digest is a hash of hexadecimal digits in base64 (RFC 9530).
func digest(sum string) string {
	b, err := hex.DecodeString(sum)
	if err != nil {
		return ""
	}
	return base64.StdEncoding.EncodeToString(b)
}
