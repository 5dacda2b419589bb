package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/permits/letters"
	"tietolupa/postgres"
	"tietolupa/registers/descriptions"
)

// A boundPiece is a document of the court's bundle, as the cover lists it.
type boundPiece struct {
	letters.Piece
	title string
	at    time.Time
}

// getBundle binds the documents of a case for a court (oikeudelle toimitettavat
// asiakirjat, HOL 37 §): application, what was written on the way, letters and
// attachments by their day, and the diary, behind a cover that lists them, each
// page numbered and what is secret marked. That it was made is an entry of the
// log.
func (s *server) getBundle(w http.ResponseWriter, r *http.Request) error {
	v, c, err := s.openCase(r, casbin.CaseHandle)
	if err != nil {
		return err
	}
	lang := letterLanguage(c, r.URL.Query().Get("language"))
	in := func(key string, with ...string) string { return s.texts.in(lang, key, with...) }
	contact, err := letters.RegistersContact(dayOf(v))
	if err != nil {
		return err
	}
	author := contact.Name.In(lang)
	pieces, left, err := s.piecesOf(r, v, c, lang, author)
	if err != nil {
		return err
	}
	made, _ := date(v.Now)
	cover := func(tabs []letters.Tab) ([]byte, error) {
		list := descriptions.Table{Caption: in("bundle.list"), Heads: []string{in("bundle.no"), in("bundle.document"), in("bundle.day"), in("bundle.pages"), in("bundle.secrecy")}}
		for i, p := range pieces {
			day, _ := date(p.at)
			list.Rows = append(list.Rows, []string{strconv.Itoa(i + 1), p.title, day, fmt.Sprintf("%d–%d", tabs[i].First, tabs[i].Last), cmp.Or(p.Mark, in("bundle.public"))})
		}
		d := descriptions.Document{Kind: "bundle", Language: lang, Title: in("bundle.title"), Lead: in("bundle.lead"),
			Facts:    []descriptions.Fact{{Name: in("cases.number"), Value: caseNumber(c.ID)}, {Name: in("bundle.case"), Value: c.Application.Title}, {Name: in("bundle.party"), Value: c.Application.Organisation}, {Name: in("bundle.authority"), Value: author}, {Name: in("bundle.made"), Value: made}},
			Sections: []descriptions.Section{{Level: 1, Heading: in("bundle.list"), Tables: []descriptions.Table{list}}}}
		if len(left) > 0 {
			d.Sections = append(d.Sections, descriptions.Section{Level: 1, Heading: in("bundle.apart"), Text: append([]string{in("bundle.apart.text")}, left...)})
		}
		return letters.Description(d, author, v.Now)
	}
	bound := make([]letters.Piece, len(pieces))
	for i, p := range pieces {
		bound[i] = p.Piece
	}
	pdf, err := letters.Bundle(cover, bound, func(tab, page, of int) string {
		if tab == 0 {
			return in("bundle.stamp.cover", caseNumber(c.ID), strconv.Itoa(page), strconv.Itoa(of))
		}
		return in("bundle.stamp", caseNumber(c.ID), strconv.Itoa(tab), strconv.Itoa(page), strconv.Itoa(of))
	})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(pdf)
	e := postgres.Entry{Actor: v.Actor.ID, Kind: "bundle-made", Subject: string(c.ID), Result: postgres.Done, Detail: map[string]string{"sha256": hex.EncodeToString(sum[:]), "documents": strconv.Itoa(len(pieces))}}
	if err := s.DB.Record(r.Context(), e); err != nil {
		return err
	}
	return sendPDF(w, "asiakirjat-"+string(c.ID)+".pdf", pdf)
}

// piecesOf are the documents of c in the order of their days, and the names of
// the attachments that are no PDF and so travel beside the bundle.
func (s *server) piecesOf(r *http.Request, v *visit, c permits.Case, lang, author string) (pieces []boundPiece, left []string, err error) {
	secret := permits.MarkingIn(lang, c.Application.SecretGrounds())
	add := func(title, mark string, at time.Time, d descriptions.Document) error {
		d.Language, d.Title = lang, title+" "+caseNumber(c.ID)
		pdf, err := letters.Description(d, author, at)
		pieces = append(pieces, boundPiece{letters.Piece{Mark: mark, PDF: pdf}, title, at})
		return err
	}
	as := *v
	as.Lang = lang
	texts, err := s.DB.Texts(r.Context(), string(c.ID))
	if err != nil {
		return nil, nil, err
	}
	all, err := s.versionsOf(&as, c, texts)
	if err != nil {
		return nil, nil, err
	}
	for _, x := range all {
		if err := add(x.title, secret, x.at, descriptions.Document{Kind: "application", Sections: x.sections}); err != nil {
			return nil, nil, err
		}
	}
	sent, err := s.DB.Letters(r.Context(), c.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, l := range sent {
		if c.Superseded(l.Letter) {
			continue // it waited for its signatures
		}
		_, pdf, err := s.DB.ReadLetter(r.Context(), v.Actor, c.ID, l.No)
		if err != nil {
			return nil, nil, err
		}
		pieces = append(pieces, boundPiece{letters.Piece{Mark: permits.MarkingIn(lang, c.SecretGrounds(l.Kind, s.Catalogue)), PDF: pdf},
			s.texts.in(lang, "letter-kind."+string(l.Kind)), l.At})
	}
	files, err := s.DB.Attachments(r.Context(), c.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range files {
		if !a.Deleted.IsZero() {
			continue
		}
		if a.Type != permits.PDF && a.Type != permits.PDFA || a.Opens() != nil {
			left = append(left, a.Name+", SHA-256 "+a.SHA256)
			continue
		}
		var pdf bytes.Buffer
		if err := s.DB.OpenedAttachment(r.Context(), v.Actor, a); err != nil {
			return nil, nil, err
		}
		if err := s.DB.CopyAttachment(r.Context(), a, &pdf); err != nil {
			return nil, nil, err
		}
		pieces = append(pieces, boundPiece{letters.Piece{Mark: secret, PDF: pdf.Bytes()}, s.texts.in(lang, "bundle.attachment") + ": " + a.Name, a.At})
	}
	slices.SortStableFunc(pieces, func(a, b boundPiece) int { return a.at.Compare(b.at) })
	written, diary, err := s.storySections(r, c, texts, lang)
	if err != nil {
		return nil, nil, err
	}
	if len(written) > 0 {
		if err := add(s.texts.in(lang, "texts.title"), secret, v.Now, descriptions.Document{Kind: "texts", Sections: written}); err != nil {
			return nil, nil, err
		}
	}
	return pieces, left, add(s.texts.in(lang, "case.events"), "", v.Now, descriptions.Document{Kind: "diary", Sections: diary})
}

// applicationSections are every field of an application that was answered.
func (s *server) applicationSections(v *visit, a permits.Application) (all []descriptions.Section) {
	show := s.viewApplication(a, v)
	groups := func(of []viewGroup) {
		for _, g := range of {
			section := descriptions.Section{Level: 1, Heading: s.texts.in(v.Lang, "section."+g.Section)}
			for _, row := range g.Rows {
				if row.Text != "" {
					section.Facts = append(section.Facts, descriptions.Fact{Name: row.Label, Value: row.Text})
				}
			}
			all = append(all, section)
		}
	}
	groups(show.Before)
	people := descriptions.Section{Level: 1, Heading: s.texts.in(v.Lang, "section.people")}
	for _, p := range a.People {
		people.Text = append(people.Text, strings.Join(slices.DeleteFunc([]string{p.Name, p.Email, p.Organisation}, func(x string) bool { return x == "" }), ", "))
	}
	data := descriptions.Section{Level: 1, Heading: s.texts.in(v.Lang, "section.data")}
	for _, t := range show.Scope.Tables {
		table := descriptions.Table{Caption: t.Table, Heads: []string{s.texts.in(v.Lang, "bundle.variable"), s.texts.in(v.Lang, "bundle.protection"), s.texts.in(v.Lang, "bundle.why")}}
		if known, ok := s.Catalogue.Table(t.Table); ok {
			table.Caption = known.Name3.In(v.Lang)
		}
		for _, x := range t.Variables {
			table.Rows = append(table.Rows, []string{x.Name.In(v.Lang), s.texts.in(v.Lang, "protection."+string(x.Protection)), x.Reason})
		}
		data.Tables = append(data.Tables, table)
	}
	all = append(all, people, data)
	groups(show.After)
	return all
}

// storySections are what was written in a case, the notes of officers included,
// and its diary.
func (s *server) storySections(r *http.Request, c permits.Case, texts []permits.Text, lang string) (written, diary []descriptions.Section, err error) {
	events, err := s.DB.Events(r.Context(), string(c.ID))
	if err != nil {
		return nil, nil, err
	}
	people, err := s.names(r)
	if err != nil {
		return nil, nil, err
	}
	for _, t := range texts {
		if t.Kind == permits.ApplicationText || t.Kind == permits.ConflictText {
			continue // each version is a document of its own
		}
		body := t.Body
		if t.Redacted != "" {
			body = s.texts.in(lang, "bundle.redacted", t.Redacted)
		}
		when, _ := date(t.At)
		written = append(written, descriptions.Section{Level: 1, Heading: when + ": " + s.texts.in(lang, "text."+string(t.Kind)) + ", " + people[t.By], Text: strings.Split(body, "\n")})
	}
	list := descriptions.Table{Caption: s.texts.in(lang, "case.events"), Heads: []string{s.texts.in(lang, "bundle.day"), s.texts.in(lang, "bundle.event"), s.texts.in(lang, "bundle.by")}}
	for _, e := range events {
		when, _ := date(e.At)
		list.Rows = append(list.Rows, []string{when, s.texts.in(lang, "event."+string(e.Kind)), s.sayWho(lang, e, people)})
	}
	return written, []descriptions.Section{{Level: 1, Heading: s.texts.in(lang, "case.events"), Tables: []descriptions.Table{list}}}, nil
}
