package web

import (
	"net/url"
	"strconv"
)

// A pager leads through the pages of a long list.
type pager struct {
	Page, Pages    int
	From, To       int // of the rows shown, from 1
	Total          int
	Earlier, Later string // addresses; empty at the ends
}

// newPager is that of page of a list of total rows, size on each, at path with
// its other limits.
func newPager(path string, limits url.Values, page, size, total int) pager {
	p := pager{Page: page, Pages: max((total+size-1)/size, 1), Total: total, From: (page-1)*size + 1, To: min(page*size, total)}
	to := func(n int) string {
		limits.Set("page", strconv.Itoa(n))
		return path + "?" + limits.Encode()
	}
	if page > 1 {
		p.Earlier = to(min(page-1, p.Pages))
	}
	if page < p.Pages {
		p.Later = to(page + 1)
	}
	return p
}
