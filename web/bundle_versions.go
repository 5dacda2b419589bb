package web

import (
	"strconv"
	"time"

	"tietolupa/permits"
	"tietolupa/registers/descriptions"
)

// A boundVersion is one version of an application as a document of the bundle.
type boundVersion struct {
	title    string
	at       time.Time
	sections []descriptions.Section
}

// versionsOf are every version of c's application, and of those for the changes of
// the permit, each whole and with what it has otherwise than the one before it.
func (s *server) versionsOf(v *visit, c permits.Case, texts []permits.Text) (all []boundVersion, err error) {
	add := func(of permits.Case, title string) error {
		versions, err := permits.Versions(of, texts)
		if err != nil {
			return err
		}
		for i, x := range versions {
			b := boundVersion{title: title, at: x.At, sections: s.applicationSections(v, x.Application)}
			if b.at.IsZero() {
				b.at = of.Created
			}
			if len(versions) > 1 {
				b.title = title + ", " + s.texts.in(v.Lang, "bundle.version", strconv.Itoa(i+1), strconv.Itoa(len(versions)))
			}
			if i > 0 {
				b.sections = append([]descriptions.Section{s.differencesSection(v, versions[i-1], x)}, b.sections...)
			}
			all = append(all, b)
		}
		return nil
	}
	if err := add(c, s.texts.in(v.Lang, "application.title")); err != nil {
		return nil, err
	}
	for _, ch := range c.Life.Changes {
		if of, known := c.ChangeCase(ch.No); known {
			if err := add(of, s.texts.in(v.Lang, "change.open.title", strconv.Itoa(ch.No))); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// differencesSection lists what now has otherwise than was, part by part.
func (s *server) differencesSection(v *visit, was, now permits.Version) descriptions.Section {
	heading := s.texts.in(v.Lang, "versions.diff")
	table := descriptions.Table{Caption: heading, Heads: []string{s.texts.in(v.Lang, "versions.part"), s.texts.in(v.Lang, "versions.before"), s.texts.in(v.Lang, "versions.after")}}
	for _, d := range s.differences(v, was.Application, now.Application) {
		table.Rows = append(table.Rows, []string{d.Label, d.Before, d.After})
	}
	section := descriptions.Section{Level: 1, Heading: heading, Tables: []descriptions.Table{table}}
	if len(table.Rows) == 0 {
		section.Tables = nil
		section.Text = []string{s.texts.in(v.Lang, "versions.same")}
	}
	if now.Why != "" {
		section.Text = append([]string{s.texts.in(v.Lang, "versions."+now.Why)}, section.Text...)
	}
	return section
}
