package registers

import "slices"

// parentLists are the lists that a code may name as its parent: key = list.
var parentLists = []string{"region", "ely", "office", "section"}

// code reads a line of codes.csv.
func (p *parser) code(r row) {
	c := p.catalogue
	list, code := r.must("list"), r.must("code")
	r.name("list", list)
	from, last := r.validity()
	v := CodeValue{
		List: list, Code: code, Name: r.names("fi", "sv", "en"), From: from, Until: last,
		Parents: r.pairs("parents", parentLists...),
	}
	for _, other := range c.codes[list] {
		if other.Code == code && overlap(v, other) {
			r.bad("code %q of list %q stands here twice for the same time: end the earlier one or remove one", code, list)
		}
	}
	if c.latest[list] == nil {
		c.lists = append(c.lists, list)
		c.latest[list] = map[string]int{}
	}
	if i, ok := c.latest[list][code]; !ok || c.codes[list][i].From.Before(from) {
		c.latest[list][code] = len(c.codes[list])
	}
	c.codes[list] = append(c.codes[list], v)
	if len(v.Parents) > 0 {
		p.codeLines = append(p.codeLines, codeLine{r.line, list, v.Parents})
	}
}

func overlap(a, b CodeValue) bool {
	return (a.Until.IsZero() || !a.Until.Before(b.From)) && (b.Until.IsZero() || !b.Until.Before(a.From))
}

// parents resolves the parents of all codes: each is a code of the list that
// its key names.
func (p *parser) parents() {
	for _, l := range p.codeLines {
		for _, key := range sortedKeys(l.parents) {
			if _, ok := p.catalogue.Code(key, l.parents[key]); !ok {
				p.problem("codes.csv", l.line, "parent %s=%s is not a code: add it to list %q or correct it", key, l.parents[key], key)
			}
		}
	}
}

// raises says whether every code of a list has a parent in list parent.
func (c *Catalogue) raises(list, parent string) bool {
	return len(c.codes[list]) > 0 && !slices.ContainsFunc(c.codes[list], func(v CodeValue) bool {
		return v.Parents[parent] == ""
	})
}
