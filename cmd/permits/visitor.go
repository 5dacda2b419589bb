package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"tietolupa/permits"
)

// A visitor is one person at the service's pages: a browser without script. It
// reads pages, fills in the forms it finds there and follows links; it has no
// other way in.
type visitor struct {
	name   string
	client *http.Client
	base   *url.URL
	page   *html.Node
	at     *url.URL
	steps  *[]step
}

// A step is one request of the journey, as journey.json tells it.
type step struct {
	Step    string  `json:"step"`
	Person  string  `json:"person"`
	Method  string  `json:"method"`
	Path    string  `json:"path"`
	Status  int     `json:"status"`
	Seconds float64 `json:"seconds"`
}

func newVisitor(name, base string, steps *[]step) (*visitor, error) {
	at, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("visit %s: %w", base, err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	return &visitor{name: name, base: at, at: at, steps: steps, client: &http.Client{Jar: jar, Timeout: 5 * time.Minute}}, nil
}

// open reads a page of the service.
func (v *visitor) open(ctx context.Context, what, path string) error {
	resp, err := v.request(ctx, what, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	return v.read(what, resp)
}

// post sends the form whose action ends with action, its fields as the page
// filled them and fields over them. A field that the form does not have is a
// mistake of ours and refused.
func (v *visitor) post(ctx context.Context, what, action string, fields url.Values) error {
	form, target := v.formTo(action)
	if form == nil {
		return fmt.Errorf("%s: the page %s has no form %s", what, v.at.Path, action)
	}
	values, known := filled(form)
	for name, given := range fields {
		if !slices.Contains(known, name) {
			return fmt.Errorf("%s: the form %s has no field %s", what, action, name)
		}
		values[name] = given
	}
	resp, err := v.request(ctx, what, http.MethodPost, target, strings.NewReader(values.Encode()))
	if err != nil {
		return err
	}
	return v.read(what, resp)
}

// formTo finds the form that is sent to an address ending with action, by its own
// address or by a button of it that has another, and that address; nil when the page
// has none.
func (v *visitor) formTo(action string) (form *html.Node, target string) {
	for n := range v.page.Descendants() {
		if n.Type != html.ElementNode || n.Data != "form" || !strings.EqualFold(attribute(n, "method"), "post") {
			continue
		}
		all := []string{cmp.Or(attribute(n, "action"), v.at.Path)}
		for inner := range n.Descendants() {
			if to := attribute(inner, "formaction"); inner.Type == html.ElementNode && inner.Data == "button" && to != "" {
				all = append(all, to)
			}
		}
		for _, to := range all {
			if strings.HasSuffix(strings.SplitN(to, "?", 2)[0], action) {
				return n, to
			}
		}
	}
	return nil, ""
}

// request sends one request as this person and notes it.
func (v *visitor) request(ctx context.Context, what, method, path string, body io.Reader) (*http.Response, error) {
	to, err := v.at.Parse(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	req, err := http.NewRequestWithContext(ctx, method, to.String(), body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", v.at.Scheme+"://"+v.at.Host) // of the page that the form stands on
	}
	begun := time.Now()
	resp, err := v.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	*v.steps = append(*v.steps, step{
		Step: what, Person: v.name, Method: method, Path: to.Path, Status: resp.StatusCode,
		Seconds: time.Since(begun).Round(time.Microsecond).Seconds(),
	})
	return resp, nil
}

// read takes the page in. Any answer but 200 is an error that repeats what the
// page says is wrong.
func (v *visitor) read(what string, resp *http.Response) error {
	defer resp.Body.Close()
	page, err := html.Parse(io.LimitReader(resp.Body, 16<<20))
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	v.page, v.at = page, resp.Request.URL
	if complaint := v.complaint(); resp.StatusCode != http.StatusOK || complaint != "" {
		return fmt.Errorf("%s: %s answered %d: %s", what, v.at.Path, resp.StatusCode, complaint)
	}
	return nil
}

// complaint is what the page's error summary says; empty when there is none.
func (v *visitor) complaint() string {
	for n := range v.page.Descendants() {
		if n.Type == html.ElementNode && attribute(n, "role") == "alert" {
			return text(n)
		}
	}
	return ""
}

// id of the element with that id, as text; empty when the page has none.
func (v *visitor) id(id string) string {
	for n := range v.page.Descendants() {
		if n.Type == html.ElementNode && attribute(n, "id") == id {
			return text(n)
		}
	}
	return ""
}

// link is the first address on the page that begins with prefix; empty when
// there is none.
func (v *visitor) link(prefix string) string {
	for n := range v.page.Descendants() {
		if n.Type == html.ElementNode && n.Data == "a" && strings.HasPrefix(attribute(n, "href"), prefix) {
			return attribute(n, "href")
		}
	}
	return ""
}

// signIn goes to the service's sign-in page, from there to the issuer that
// vouches for the person, chooses the person on its page, and comes back.
func (v *visitor) signIn(ctx context.Context, id permits.UserID) error {
	if err := v.open(ctx, "open the sign-in page", "/sign-in"); err != nil {
		return err
	}
	people := demoPeople()
	at := slices.IndexFunc(people, func(a permits.Actor) bool { return a.ID == id })
	if at < 0 {
		return fmt.Errorf("sign in: nobody of the demonstration is %s", id)
	}
	to := v.link("/sign-in/" + string(issuerOf(people[at])))
	if to == "" {
		return fmt.Errorf("sign in: no way to the issuer of %s", id)
	}
	if err := v.open(ctx, "go to the identity provider", to); err != nil {
		return err
	}
	return v.post(ctx, "sign in", "/choose", fields("user", string(id)))
}

// class says whether something on the page has exactly this class.
func (v *visitor) class(class string) bool {
	for n := range v.page.Descendants() {
		if n.Type == html.ElementNode && attribute(n, "class") == class {
			return true
		}
	}
	return false
}

// firstValue is the first choice of the radio buttons name.
func (v *visitor) firstValue(name string) string {
	for n := range v.page.Descendants() {
		if n.Type == html.ElementNode && n.Data == "input" && attribute(n, "name") == name {
			return attribute(n, "value")
		}
	}
	return ""
}

// download copies what stands at path into to.
func (v *visitor) download(ctx context.Context, what, path string, to io.Writer) (err error) {
	resp, err := v.request(ctx, what, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s answered %d", what, path, resp.StatusCode)
	}
	if _, err := io.Copy(to, resp.Body); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// filled reads a form as a browser would send it untouched, and the names of
// all its fields.
func filled(form *html.Node) (values url.Values, names []string) {
	values = url.Values{}
	for n := range form.Descendants() {
		name := attribute(n, "name")
		if n.Type != html.ElementNode || name == "" {
			continue
		}
		names = append(names, name)
		switch n.Data {
		case "textarea":
			values.Add(name, text(n))
		case "select":
			values.Add(name, chosen(n))
		case "input":
			switch attribute(n, "type") {
			case "checkbox", "radio":
				if !has(n, "checked") {
					continue
				}
			case "submit", "file":
				continue
			}
			values.Add(name, attribute(n, "value"))
		}
	}
	return values, names
}

// chosen is the value of the option that is selected, or else of the first.
func chosen(list *html.Node) (value string) {
	first := true
	for o := range list.Descendants() {
		if o.Type != html.ElementNode || o.Data != "option" {
			continue
		}
		if has(o, "selected") {
			return attribute(o, "value")
		}
		if first {
			value, first = attribute(o, "value"), false
		}
	}
	return value
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
