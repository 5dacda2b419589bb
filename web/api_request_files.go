package web

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// An askedFileJSON is a document of a document request as programs see it.
type askedFileJSON struct {
	fileJSON
	Secrecy  []string          `json:"secrecy" doc:"items of JulkL 24.1 § by which it is secret"`
	Marking  string            `json:"marking" doc:"of secrecy (JulkL 25 §); empty for none"`
	Marked   bool              `json:"marked" doc:"a copy with its marking on each page"`
	Passages []permits.Passage `json:"passages" doc:"covered, each with its ground"`
	Redacts  int               `json:"redacts,omitempty" doc:"number of the whole document that this covers passages of"`
	Leaves   bool              `json:"leaves" doc:"this one would leave by an answer, not another version of it"`
	Given    bool              `json:"given" doc:"it has left by an answer"`
}

type askedFileList struct {
	Files []askedFileJSON `json:"files"`
	Next  string          `json:"next,omitempty"`
}

const anAskedFile = "/api" + aDocument + "/files/{attachment}"

func (s *server) requestFileOperations() []operation {
	return []operation{
		{Route: duty("GET", "/api"+aDocument+"/files", casbin.DocumentView, OfDocument), ID: "listRequestFiles", Tag: "requests", Summary: "The documents of a request: to officers every version, to the asker what was given",
			Query: listParams, Answer: reflect.TypeFor[askedFileList](), do: s.apiRequestFiles},
		{Route: duty("POST", "/api"+aDocument+"/files", casbin.DocumentHandle, OfDocument), ID: "addRequestFile", Tag: "requests",
			Summary: "Add a document: secrecy_items; or redacts with pairs of passage_where and passage_ground; and file last", Status: http.StatusCreated,
			Sends: "multipart/form-data", Idempotent: true, slow: true, Answer: reflect.TypeFor[askedFileJSON](), raw: (*server).apiAddRequestFile},
		{Route: duty("GET", anAskedFile, casbin.DocumentView, OfDocument), ID: "readRequestFile", Tag: "requests", Summary: "What one document is", Answer: reflect.TypeFor[askedFileJSON](), do: s.apiRequestFile},
		{Route: duty("DELETE", anAskedFile, casbin.DocumentHandle, OfDocument), ID: "removeRequestFile", Tag: "requests", Summary: "Take a document away that has not been given", Status: http.StatusNoContent,
			do: s.onRequestFileByProgram(s.DB.DetachFromRequest, permits.Request.MayDetach, http.StatusNoContent)},
		{Route: duty("GET", anAskedFile+"/content", casbin.DocumentView, OfDocument), ID: "openRequestFile", Tag: "requests", Summary: "The content, logged before the first byte",
			Gives: "application/octet-stream", slow: true, raw: func(s *server) http.HandlerFunc { return s.rawly(s.getRequestFile) }},
		{Route: duty("POST", anAskedFile+"/scan", casbin.DocumentHandle, OfDocument), ID: "rescanRequestFile", Tag: "requests", Summary: "Have a scan that failed tried again", Idempotent: true,
			Answer: reflect.TypeFor[askedFileJSON](), do: s.onRequestFileByProgram(s.DB.RescanOfRequest, permits.Request.MayRescan, http.StatusOK)},
		{Route: duty("GET", "/api"+aDocument+"/letters", casbin.DocumentView, OfDocument), ID: "listRequestLetters", Tag: "requests", Summary: "The letters of a request that the visitor may read, in their order",
			Query: listParams, Answer: reflect.TypeFor[letterList](), do: s.apiRequestLetters},
		{Route: duty("GET", "/api"+aDocument+"/letters/{letter}", casbin.DocumentView, OfDocument), ID: "openRequestLetter", Tag: "requests", Summary: "One letter; that it was read is logged", Gives: "application/pdf",
			raw: func(s *server) http.HandlerFunc { return s.rawly(s.getAnswerLetter) }},
		{Route: duty("GET", "/api"+aDocument+"/letters/{letter}/signature", casbin.DocumentView, OfDocument), ID: "openRequestLetterSignature", Tag: "requests", Summary: "The letter's signature (minisign)", Gives: "text/plain",
			raw: func(s *server) http.HandlerFunc { return s.rawly(s.getAnswerSignature) }},
	}
}

func requestFileOf(v *visit, q permits.Request, a permits.Attachment, leaves []permits.Attachment) askedFileJSON {
	return askedFileJSON{fileJSON: fileOf(a, "/api"+requestPath(q.ID)+"/files", q.Fetchable(v.Actor, a, v.Now)),
		Secrecy: append([]string{}, a.Secrecy...), Marking: permits.MarkingIn(q.Language, a.Secrecy), Marked: a.Marked, Passages: append([]permits.Passage{}, a.Passages...),
		Redacts: a.Redacts, Given: q.Given(a.No), Leaves: slices.ContainsFunc(leaves, func(l permits.Attachment) bool { return l.No == a.No })}
}

func (s *server) apiRequestFiles(r *http.Request) (any, error) {
	v, q, err := s.documentFor(r, casbin.DocumentView)
	if err != nil {
		return nil, err
	}
	all, err := s.DB.Attachments(r.Context(), permits.CaseID(q.ID))
	if err != nil {
		return nil, err
	}
	leaves := q.Leavable(all)
	all = slices.DeleteFunc(all, func(a permits.Attachment) bool { return !permits.MaySeeRequestFile(v.Actor, q, a) })
	page, next, err := pageOf(r, all, func(a permits.Attachment) string { return strconv.Itoa(a.No) })
	if err != nil {
		return nil, err
	}
	list := askedFileList{Files: []askedFileJSON{}, Next: next}
	for _, a := range page {
		list.Files = append(list.Files, requestFileOf(v, q, a, leaves))
	}
	return list, nil
}

func (s *server) apiRequestFile(r *http.Request) (any, error) {
	v, q, a, err := s.requestFileFor(r, casbin.DocumentView)
	if err != nil {
		return nil, err
	}
	return s.requestFileNow(r, v, q, a.No)
}

// requestFileNow is document no of q as it stands.
func (s *server) requestFileNow(r *http.Request, v *visit, q permits.Request, no int) (askedFileJSON, error) {
	all, err := s.DB.Attachments(r.Context(), permits.CaseID(q.ID))
	if err != nil {
		return askedFileJSON{}, err
	}
	i := slices.IndexFunc(all, func(a permits.Attachment) bool { return a.No == no })
	if i < 0 {
		return askedFileJSON{}, errNotFound
	}
	return requestFileOf(v, q, all[i], q.Leavable(all)), nil
}

// apiAddRequestFile takes a document as the page's form does.
func (s *server) apiAddRequestFile() http.HandlerFunc {
	return s.receiving(func(w http.ResponseWriter, r *http.Request, u *upload) (any, error) {
		v, q, err := s.documentFor(r, casbin.DocumentHandle)
		if err != nil {
			return nil, err
		}
		a, err := s.takeRequestFile(w, r, v, q, u)
		if err != nil {
			return nil, err
		}
		j, err := s.requestFileNow(r, v, q, a.No)
		return answers{Location: "/api" + requestPath(q.ID) + "/files/" + strconv.Itoa(a.No), Body: j}, err
	})
}

// onRequestFileByProgram is onRequestFile for programs: nothing is answered with
// status no content, else the document as it stands.
func (s *server) onRequestFileByProgram(change requestFileChange, may postgres.RequestFileRule, status int) func(r *http.Request) (any, error) {
	return func(r *http.Request) (any, error) {
		v, q, a, err := s.requestFileFor(r, casbin.DocumentHandle)
		if err != nil {
			return nil, err
		}
		err = change(r.Context(), q.ID, a.No, v.Actor, may)
		if err != nil || status == http.StatusNoContent {
			return answers{Status: status}, err
		}
		return s.requestFileNow(r, v, q, a.No)
	}
}

func (s *server) apiRequestLetters(r *http.Request) (any, error) {
	v, q, err := s.documentFor(r, casbin.DocumentView)
	if err != nil {
		return nil, err
	}
	return s.letterPage(r, permits.CaseID(q.ID), requestPath(q.ID), func(l postgres.SentLetter) bool { return permits.MaySeeAnswerLetter(v.Actor, q, l.Letter) })
}
