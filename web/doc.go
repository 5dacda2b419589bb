// Package web serves the pages: the catalogue to everybody, and the journeys of
// the researcher, the authority's officers and the analysts of the ministry and
// the ELY centres. It stands at the edge: it reads forms, asks package permits
// for what may be done, has package postgres do it in one transaction, and
// writes a page. No rule is decided here, and nothing is shown but what
// permits says a person may see; what one may not see is not found.
//
// The pages work without a script. Every command is a POST of a form followed
// by a redirect; what was typed is kept when something in it is wrong.
// ROUTES.md lists the addresses and the names of the form fields.
//
// It is the only home of chi, scs, httprate and html/template.
package web
