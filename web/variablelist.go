package web

import (
	"io"
	"maps"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"tietolupa/internal/workbook"
	"tietolupa/permits"
	"tietolupa/registers"
)

// A listPage is where variables are asked for from a list made elsewhere: first
// the list, then what each of its rows means.
type listPage struct {
	editPage
	Text string
	Rows []listedRow
	Read bool
}

// A listedRow is one row of the list with what it may mean.
type listedRow struct {
	permits.Listed
	No      int
	State   string // found, here, twice, ambiguous, unknown
	Choices []listedChoice
}

type listedChoice struct {
	registers.Variable
	Table   registers.Names
	Chosen  bool
	Grounds []string // of a special or secret one
}

func (s *server) getVariableList(w http.ResponseWriter, r *http.Request) error {
	_, c, err := s.draftFor(r)
	if err != nil {
		return err
	}
	if c.State != permits.Draft {
		return s.done(w, r, "/cases/"+string(c.ID), "")
	}
	return s.showList(w, r, http.StatusOK, c, listPage{}, nil)
}

func (s *server) showList(w http.ResponseWriter, r *http.Request, status int, c permits.Case, p listPage, wrong wrongs) error {
	edit, err := s.editPage(r, c, permits.DataSection, wrong)
	if err != nil {
		return err
	}
	lang := visitOf(r.Context()).Lang
	p.editPage = edit
	p.Title, p.Path = s.texts.in(lang, "list.title"), "/cases/"+string(c.ID)+"/variables"
	p.Crumb = append(p.Crumb, crumb{s.texts.in(lang, "section.data"), sectionPath(c.ID, permits.DataSection)})
	return s.render(w, r, status, "edit-list", &p)
}

// postVariableList reads a list, or adds what was chosen of one.
func (s *server) postVariableList(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.draftFor(r)
	if err != nil {
		return err
	}
	rows, wrong, err := s.listPosted(r)
	if err != nil {
		return err
	}
	if r.PostForm.Has("add") {
		return s.addListed(w, r, c)
	}
	if len(rows) == 0 && len(wrong) == 0 {
		wrong.add("list", s.texts.in(v.Lang, "list.empty"))
	}
	if len(wrong) > 0 {
		return s.showList(w, r, http.StatusUnprocessableEntity, c, listPage{Text: r.PostForm.Get("list")}, wrong)
	}
	p := listPage{Read: true}
	for i, l := range permits.MatchList(rows, s.Catalogue, dayOf(v)) {
		p.Rows = append(p.Rows, s.listed(i, l, c.Application.Scope))
	}
	return s.showList(w, r, http.StatusOK, c, p, nil)
}

// listPosted reads what was pasted or the file: a workbook's first sheet that
// holds anything, or text.
func (s *server) listPosted(r *http.Request) (rows []permits.ListRow, wrong wrongs, err error) {
	lang := visitOf(r.Context()).Lang
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		if err := posted(r); err != nil {
			return nil, nil, err
		}
		return permits.ReadList(r.PostForm.Get("list")), nil, nil
	}
	if err := r.ParseMultipartForm(bodyLimit); err != nil {
		return nil, nil, err
	}
	file, head, err := r.FormFile("file")
	if err != nil { // none was chosen
		return permits.ReadList(r.PostForm.Get("list")), nil, nil
	}
	defer file.Close()
	if strings.EqualFold(path.Ext(head.Filename), ".xlsx") {
		sheets, err := workbook.Read(file)
		if err != nil {
			wrong.add("file", s.texts.in(lang, "list.broken"))
			return nil, wrong, nil
		}
		for _, sheet := range sheets {
			if rows = permits.SheetRows(sheet.Rows); len(rows) > 0 {
				break
			}
		}
		return rows, nil, nil
	}
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, nil, err
	}
	if slices.Contains(text, 0) {
		wrong.add("file", s.texts.in(lang, "list.broken"))
		return nil, wrong, nil
	}
	return permits.ReadList(string(text)), nil, nil
}

func (s *server) listed(i int, l permits.Listed, scope permits.Scope) listedRow {
	row := listedRow{Listed: l, No: i, State: "unknown"}
	ids := l.Similar
	switch {
	case len(l.IDs) > 1:
		row.State, ids = "ambiguous", l.IDs
	case len(l.IDs) == 1 && l.Twice > 0:
		row.State, ids = "twice", nil
	case len(l.IDs) == 1 && scope.Protection(l.IDs[0]) != registers.Drop:
		row.State, ids = "here", l.IDs
	case len(l.IDs) == 1:
		row.State, ids = "found", l.IDs
	}
	for _, id := range ids {
		known, _ := s.Catalogue.Variable(id)
		t, _ := s.Catalogue.Table(known.Table)
		row.Choices = append(row.Choices, listedChoice{Variable: known, Table: t.Name3, Chosen: row.State == "found" || row.State == "here", Grounds: secretGrounds(known)})
	}
	return row
}

// addListed puts what was chosen of the list in the application, each shown as
// the form proposes and with its reason.
func (s *server) addListed(w http.ResponseWriter, r *http.Request, c permits.Case) error {
	v := visitOf(r.Context())
	chosen := map[string]string{} // id → reason
	for i := range permits.MostRows {
		n := strconv.Itoa(i)
		id := trimmed(r, "pick."+n)
		known, ok := s.Catalogue.Variable(id)
		if !ok || !known.Deliverable() || known.Role == "subject" || !s.Catalogue.Valid(known, dayOf(v)) {
			continue
		}
		if chosen[id] == "" {
			chosen[id] = trimmed(r, "reason."+n)
		}
	}
	if len(chosen) == 0 {
		return s.showList(w, r, http.StatusUnprocessableEntity, c, listPage{}, wrongs{{"list", s.texts.in(v.Lang, "list.none")}})
	}
	_, err := s.saveDraft(r, c.ID, func(a *permits.Application) {
		a.Reasons = maps.Clone(a.Reasons)
		if a.Reasons == nil {
			a.Reasons = map[string]string{}
		}
		for _, id := range slices.Sorted(maps.Keys(chosen)) {
			known, _ := s.Catalogue.Variable(id)
			if a.Scope.Protection(id) == registers.Drop {
				a.Scope = a.Scope.With(id, proposed(known))
			}
			if chosen[id] != "" && wantsReason(known) {
				a.Reasons[id] = chosen[id]
			}
		}
	})
	if err != nil {
		return err
	}
	return s.done(w, r, sectionPath(c.ID, permits.DataSection), s.texts.in(v.Lang, "list.added", strconv.Itoa(len(chosen))))
}
