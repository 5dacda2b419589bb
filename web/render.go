package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"text/template/parse"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

//go:embed templates
var templateFiles embed.FS

// pages are the templates of every page in every language, parsed at start.
type pages struct {
	sets map[string]*template.Template // by language and page, "fi/front"
}

// A page is what every page holds; a page's own struct embeds it.
type page struct {
	Title string
	Lang  string
	Path  string // of this page, for the choice of language
	Day   string // of the service
	Demo  bool
	User  permits.Actor
	Menu  []menuItem
	Flash string
	Wrong wrongs
	Crumb []crumb
	Weak  string // where to be identified strongly, when the page's act asks for it
}

type menuItem struct {
	Key, Path string
	Here      bool
}

type crumb struct{ Text, Path string }

// frame fills what every page holds.
func (s *server) frame(r *http.Request, title string, crumbs ...crumb) page {
	v := visitOf(r.Context())
	day, _ := date(v.Now) // a time is a date
	p := page{Title: title, Lang: v.Lang, Path: r.URL.Path, Day: day, Demo: s.Demo, User: v.Actor, Crumb: crumbs}
	if r.Method != http.MethodGet { // the form's own page
		p.Path = backFrom(r)
	}
	if s.sessions != nil && v.Lang != "" {
		p.Flash = s.sessions.PopString(r.Context(), flashInSession)
	}
	add := func(key, path string) {
		p.Menu = append(p.Menu, menuItem{Key: key, Path: path, Here: r.URL.Path == path || strings.HasPrefix(r.URL.Path, path+"/")})
	}
	add("menu.catalogue", "/catalogue")
	if v.Actor.ID == "" || v.Actor.Has(permits.Researcher) || v.officer() {
		add("menu.permits", "/permits")
	}
	if v.Actor.Has(permits.Official) || v.Actor.Has(permits.Commissioned) {
		add("menu.registers", "/registers")
	}
	if v.Actor.Has(permits.AccessOfficer) {
		add("menu.access", "/access/queue")
	} else if v.Actor.Has(permits.Contact) {
		add("menu.access", "/access")
	}
	if v.Actor.Body != "" || v.Actor.Has(permits.Commissioned) {
		add("menu.rights", "/rights")
	}
	if v.Actor.Has(permits.Operator) {
		add("menu.environment", "/environment")
	}
	if v.Actor.Has(permits.Researcher) {
		add("menu.cases", "/cases")
	}
	if v.officer() {
		add("menu.queue", "/queue")
	}
	if v.officer() || v.Actor.Has(permits.Analyst) {
		add("menu.disclosures", "/disclosures")
	}
	for _, way := range []struct {
		action    casbin.Action
		key, path string
	}{
		{casbin.StatementOfficer, "menu.statements", "/statements/officer"},
		{casbin.CaseView, "menu.calendar", "/calendar"},
		{casbin.RequestView, "menu.requests", "/requests"},
		{casbin.DocumentView, "menu.docs", "/document-requests"},
		{casbin.BreachHandle, "menu.breaches", "/breaches"},
		{casbin.AssessmentView, "menu.assessments", "/assessments"},
		{casbin.FindingsView, "menu.findings", "/findings"},
		{casbin.LogView, "menu.log", "/log"},
	} {
		if s.Policy != nil && s.Policy.May(v.Actor, way.action) == nil {
			add(way.key, way.path)
		}
	}
	if v.officer() && strings.HasPrefix(r.URL.Path, "/cases/") {
		for i, item := range p.Menu {
			p.Menu[i].Here = item.Here || item.Path == "/queue"
		}
	}
	return p
}

// parsePages parses templates/: layout.html, the parts, and each page with
// them, once for each language. A text that a template names and texts/ lacks
// is an error.
func parsePages(t *texts, a *assets, cat *registers.Catalogue) (*pages, error) {
	p := &pages{sets: map[string]*template.Template{}}
	files, err := fs.Glob(templateFiles, "templates/pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	for _, lang := range languages {
		base, err := template.New("layout.html").Option("missingkey=error").Funcs(functions(t, a, cat, lang)).
			ParseFS(templateFiles, "templates/layout.html", "templates/parts/*.html")
		if err != nil {
			return nil, fmt.Errorf("parse templates: %w", err)
		}
		for _, file := range files {
			set, err := template.Must(base.Clone()).ParseFS(templateFiles, file)
			if err != nil {
				return nil, fmt.Errorf("parse templates: %w", err)
			}
			if set.Lookup("main") == nil {
				return nil, fmt.Errorf("parse templates: %s has no main", file)
			}
			name := strings.TrimSuffix(path.Base(file), ".html")
			p.sets[lang+"/"+name] = template.Must(set.New("page-name").Parse(name)).Lookup("layout.html")
		}
	}
	for name, set := range p.sets {
		for _, key := range textsNamed(set) {
			if !t.has(key) {
				return nil, fmt.Errorf("parse templates: %s names the text %q, which is not there", name, key)
			}
		}
	}
	return p, nil
}

// textsNamed lists the texts that a set of templates names by a literal key:
// {{t "key"}} and {{field "name" …}}, whose label is field.name.
func textsNamed(set *template.Template) (keys []string) {
	for _, t := range set.Templates() {
		if t.Tree == nil || t.Tree.Root == nil {
			continue
		}
		walk(t.Tree.Root, func(n *parse.CommandNode) {
			if len(n.Args) < 2 {
				return
			}
			f, ok := n.Args[0].(*parse.IdentifierNode)
			s, literal := n.Args[1].(*parse.StringNode)
			switch {
			case !ok || !literal:
			case f.Ident == "t":
				keys = append(keys, s.Text)
			case f.Ident == "field":
				keys = append(keys, "field."+s.Text)
			}
		})
	}
	return keys
}

func walk(n parse.Node, see func(*parse.CommandNode)) {
	branch := func(p *parse.PipeNode, lists ...*parse.ListNode) {
		if p != nil {
			walk(p, see)
		}
		for _, l := range lists {
			if l != nil {
				walk(l, see)
			}
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, m := range n.Nodes {
			walk(m, see)
		}
	case *parse.ActionNode:
		branch(n.Pipe)
	case *parse.TemplateNode:
		branch(n.Pipe)
	case *parse.IfNode:
		branch(n.Pipe, n.List, n.ElseList)
	case *parse.RangeNode:
		branch(n.Pipe, n.List, n.ElseList)
	case *parse.WithNode:
		branch(n.Pipe, n.List, n.ElseList)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			walk(c, see)
		}
	case *parse.CommandNode:
		see(n)
		for _, a := range n.Args {
			if p, ok := a.(*parse.PipeNode); ok {
				walk(p, see)
			}
		}
	}
}

// render writes a whole page. Nothing is written when it cannot be rendered.
func (s *server) render(w http.ResponseWriter, r *http.Request, status int, name string, data any) error {
	return s.write(w, r, status, name, "layout.html", data)
}

func (s *server) write(w http.ResponseWriter, r *http.Request, status int, name, part string, data any) error {
	lang := visitOf(r.Context()).Lang
	if lang == "" {
		lang = languages[0]
	}
	set, ok := s.pages.sets[lang+"/"+name]
	if !ok {
		return fmt.Errorf("render %s: no such page", name)
	}
	var b bytes.Buffer
	if err := set.ExecuteTemplate(&b, part, data); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", lang)
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	if err != nil {
		s.Logger.Debug("write a page", "error", err) // the visitor has gone
	}
	return nil
}
