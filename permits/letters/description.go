package letters

import (
	"fmt"
	"time"

	"tietolupa/registers"
	"tietolupa/registers/descriptions"
	"tietolupa/registers/law"
)

// RegistersContact is how the authority is reached that answers for the registers on a day, as the
// descriptions of them give it. It fails on a day for which none is known.
func RegistersContact(day registers.Day) (descriptions.Contact, error) {
	a, err := authorityOn(day)
	if err != nil {
		return descriptions.Contact{}, err
	}
	address := a.address
	address.EN = address.FI
	return descriptions.Contact{Name: a.name, Address: address, Email: a.email, Phone: a.phone}, nil
}

// SubjectReport writes the answer to a data subject's request for access (GDPR
// 15) as a tagged PDF/A-2a in lang, "fi", "sv" or "en": what descriptions.Access
// says, as of at. It fails as that does. Equal input gives equal bytes.
func SubjectReport(cat *registers.Catalogue, report registers.SubjectReport, lang string, at time.Time) ([]byte, error) {
	return subjectReport(cat, report, lang, at, archived)
}

func subjectReport(cat *registers.Catalogue, report registers.SubjectReport, lang string, at time.Time, as edition) ([]byte, error) {
	contact, err := RegistersContact(report.Day)
	if err != nil {
		return nil, fmt.Errorf("write the report on a data subject: %w", err)
	}
	d, err := descriptions.Access(descriptions.Input{Catalogue: cat, Law: law.On(report.Day), Contact: contact, Language: lang}, report)
	if err != nil {
		return nil, fmt.Errorf("write the report on a data subject: %w", err)
	}
	return description(d, contact.Name.In(d.Language), at, as)
}

// Description prints a document on the registers as a tagged PDF/A-2a. author is
// the authority; at is the day of the document.
func Description(d descriptions.Document, author string, at time.Time) ([]byte, error) {
	return description(d, author, at, archived)
}

func description(d descriptions.Document, author string, at time.Time, as edition) ([]byte, error) {
	p := newPaper(about{title: d.Title, author: author, lang: d.Language, running: d.Title, at: at, edition: as})
	p.heading(1, d.Title)
	p.paragraph(d.Lead)
	p.facts(pairs(d.Facts))
	for _, s := range d.Sections {
		p.heading(s.Level+1, s.Heading)
		p.paragraphs(s.Text)
		if len(s.Facts) > 0 {
			p.facts(pairs(s.Facts))
		}
		for _, t := range s.Tables {
			if t.Caption != s.Heading {
				p.heading(3, t.Caption)
			}
			p.table(t.Heads, t.Rows, shares(t))
		}
	}
	b, err := p.bytes()
	if err != nil {
		return nil, fmt.Errorf("print %s: %w", d.Kind, err)
	}
	return b, nil
}

func pairs(facts []descriptions.Fact) (all [][2]string) {
	for _, f := range facts {
		all = append(all, [2]string{f.Name, f.Value})
	}
	return all
}

// shares gives a table's columns widths by how long their texts are, none less
// than a word needs.
func shares(t descriptions.Table) []float64 {
	const least = 0.11
	weights, sum := make([]float64, len(t.Heads)), 0.0
	for i, head := range t.Heads {
		longest := len(head)
		for _, row := range t.Rows {
			longest = max(longest, min(len(row[i]), 120))
		}
		weights[i] = float64(longest)
		sum += weights[i]
	}
	spread := 1 - least*float64(len(weights))
	for i := range weights {
		weights[i] = least + spread*weights[i]/sum
	}
	return weights
}
