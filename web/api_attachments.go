package web

import (
	"net/http"
	"reflect"
	"strconv"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// A fileJSON is what programs see of a file of any matter.
type fileJSON struct {
	No       int               `json:"no"`
	Name     string            `json:"name"`
	Type     permits.FileType  `json:"type" doc:"told by the content"`
	Bytes    int64             `json:"bytes"`
	SHA256   string            `json:"sha256" doc:"stays when the content goes"`
	By       permits.UserID    `json:"by"`
	At       time.Time         `json:"at"`
	Scan     permits.ScanState `json:"scan" doc:"nothing opens before clean, or unscanned where the authority takes files so"`
	Replaces int               `json:"replaces,omitempty" doc:"number of the version before"`
	Deleted  time.Time         `json:"deleted,omitzero"`
	Content  string            `json:"content,omitempty" doc:"where it is; absent while the reader may not open it"`
}

// fileOf is a of the matter at path; opens is why its content may not be opened.
func fileOf(a permits.Attachment, path string, opens error) fileJSON {
	j := fileJSON{a.No, a.Name, a.Type, a.Size, a.SHA256, a.By, a.At, a.Scan, a.Replaces, a.Deleted, ""}
	if opens == nil {
		j.Content = path + "/" + strconv.Itoa(a.No) + "/content"
	}
	return j
}

type attachmentJSON struct {
	fileJSON
	Kind    permits.AnnexKind  `json:"kind"`
	To      permits.AttachedTo `json:"to" doc:"what it goes with"`
	Visible bool               `json:"visible" doc:"to the parties"`
	Redacts int                `json:"redacts,omitempty" doc:"number of the original that this is a copy of for giving out"`
}

type attachmentList struct {
	Attachments []attachmentJSON `json:"attachments"`
	Demanded    []demandJSON     `json:"demanded" doc:"annexes that answers of the application require"`
	Next        string           `json:"next,omitempty"`
}

type demandJSON struct {
	Kind      permits.AnnexKind `json:"kind"`
	Answer    string            `json:"answer"`
	Provision string            `json:"provision"`
	Why       string            `json:"why"`
	Missing   bool              `json:"missing"`
}

const anAttachment = "/api" + aCase + "/attachments/{attachment}"

func (s *server) attachmentOperations() []operation {
	return []operation{
		{Route: duty("GET", "/api"+aCase+"/attachments", casbin.CaseView, OfParties), ID: "listAttachments", Tag: "attachments", Summary: "Every version of every file, and the annexes demanded",
			Query: listParams, Answer: reflect.TypeFor[attachmentList](), do: s.apiAttachments},
		{Route: duty("POST", "/api"+aCase+"/attachments", casbin.CaseAttach, OfParties), ID: "attach", Tag: "attachments", Summary: "Attach a file: kind, to, replaces or redacts, and file last", Status: http.StatusCreated,
			Sends: "multipart/form-data", Idempotent: true, slow: true, Answer: reflect.TypeFor[attachmentJSON](), raw: (*server).apiAttach},
		{Route: duty("GET", anAttachment, casbin.CaseView, OfParties), ID: "readAttachment", Tag: "attachments", Summary: "What one file is", Answer: reflect.TypeFor[attachmentJSON](), do: s.apiAttachment},
		{Route: duty("DELETE", anAttachment, casbin.CaseAttach, OfParties), ID: "detach", Tag: "attachments", Summary: "Take a file away before the application is sent", Status: http.StatusNoContent, do: s.apiDetach},
		{Route: duty("GET", anAttachment+"/content", casbin.CaseView, OfParties), ID: "openAttachment", Tag: "attachments", Summary: "The content, logged before the first byte",
			Gives: "application/octet-stream", slow: true, raw: func(s *server) http.HandlerFunc { return s.rawly(s.getAttachment) }},
		{Route: duty("POST", anAttachment+"/scan", casbin.CaseAttach, OfParties), ID: "rescan", Tag: "attachments", Summary: "Have a scan that failed tried again", Idempotent: true, Answer: reflect.TypeFor[attachmentJSON](), do: s.apiRescan},
	}
}

// rawly answers what is no JSON, and problems as problems.
func (s *server) rawly(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.answerProblem(w, r, err)
		}
	}
}

func attachmentOf(a permits.Attachment) attachmentJSON {
	return attachmentJSON{fileOf(a, "/api/cases/"+string(a.Case)+"/attachments", a.Opens()), a.Kind, a.To, a.Visible, a.Redacts}
}

func (s *server) apiAttachments(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.CaseView)
	if err != nil {
		return nil, err
	}
	all, err := s.DB.Attachments(r.Context(), c.ID)
	if err != nil {
		return nil, err
	}
	var seen []permits.Attachment
	for _, a := range all {
		if permits.MaySeeAttachment(v.Actor, c, a) {
			seen = append(seen, a)
		}
	}
	page, next, err := pageOf(r, seen, func(a permits.Attachment) string { return strconv.Itoa(a.No) })
	if err != nil {
		return nil, err
	}
	list := attachmentList{Attachments: []attachmentJSON{}, Demanded: []demandJSON{}, Next: next}
	for _, a := range page {
		list.Attachments = append(list.Attachments, attachmentOf(a))
	}
	missing := map[permits.AnnexKind]bool{}
	for _, d := range permits.AnnexesMissing(c.Application, seen, dayOf(v)) {
		missing[d.Kind] = true
	}
	for _, d := range permits.AnnexesDemanded(c.Application, dayOf(v)) {
		list.Demanded = append(list.Demanded, demandJSON{d.Kind, d.Answer, d.Provision, d.Why.In(v.Lang), missing[d.Kind]})
	}
	return list, nil
}

func (s *server) apiAttachment(r *http.Request) (any, error) {
	_, _, a, err := s.attachmentFor(r, casbin.CaseView)
	return attachmentOf(a), err
}

// apiAttach takes a file as the page's form does; what is answered is the file as
// it stands.
func (s *server) apiAttach() http.HandlerFunc {
	return s.receiving(func(w http.ResponseWriter, r *http.Request, u *upload) (any, error) {
		v, c, err := s.apiCaseFor(r, casbin.CaseAttach)
		if err != nil {
			return nil, err
		}
		if err := s.readUpload(w, r, u, u.into(v, c)); err != nil {
			return nil, err
		}
		a, err := s.attach(r.Context(), v, c, *u)
		return answers{Location: "/api/cases/" + string(c.ID) + "/attachments/" + strconv.Itoa(a.No), Body: attachmentOf(a)}, err
	})
}

// receiving is the operation that takes a file into a matter: take reads it into u,
// of which nothing stays outside the store.
func (s *server) receiving(take func(w http.ResponseWriter, r *http.Request, u *upload) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.operate(operation{Status: http.StatusCreated, Idempotent: true, do: func(r *http.Request) (any, error) {
			var u upload
			defer func() { u.leave() }()
			return take(w, r, &u)
		}})(w, r)
	}
}

func (s *server) apiDetach(r *http.Request) (any, error) {
	v, c, a, err := s.attachmentFor(r, casbin.CaseAttach)
	if err != nil {
		return nil, err
	}
	return answers{Status: http.StatusNoContent}, s.DB.Detach(r.Context(), c.ID, a.No, v.Actor, permits.Case.MayDetach)
}

func (s *server) apiRescan(r *http.Request) (any, error) {
	v, c, a, err := s.attachmentFor(r, casbin.CaseAttach)
	if err != nil {
		return nil, err
	}
	if err := s.DB.Rescan(r.Context(), c.ID, a.No, v.Actor, permits.Case.MayRescan); err != nil {
		return nil, err
	}
	a, err = s.DB.Attachment(r.Context(), c.ID, a.No)
	return attachmentOf(a), err
}
