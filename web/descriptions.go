package web

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"tietolupa/internal/workbook"
	"tietolupa/permits/letters"
	"tietolupa/registers/descriptions"
	"tietolupa/registers/law"
)

// A descriptionPage is one document on the registers.
type descriptionPage struct {
	page
	Document descriptions.Document
	Files    string // address without its ending
}

type descriptionsPage struct {
	page
	Documents []describedDocument
}

type describedDocument struct {
	Path, Title, Lead string
}

// describe writes the document of an address, as of the service's day: the kind,
// and for the information to data subjects the register.
func (s *server) describe(v *visit, name string) (descriptions.Document, error) {
	day := dayOf(v)
	contact, err := letters.RegistersContact(day)
	if err != nil {
		return descriptions.Document{}, err
	}
	in := descriptions.Input{Catalogue: s.Catalogue, Law: law.On(day), Contact: contact, Language: v.Lang}
	kind, register, _ := strings.Cut(name, "-")
	switch {
	case name == string(descriptions.ProcessingRecord):
		return descriptions.Processing(in)
	case name == string(descriptions.PublicityDescription):
		return descriptions.Publicity(in)
	case kind == string(descriptions.SubjectInformation) && slices.Contains(law.Registers(), register):
		return descriptions.Information(in, register)
	}
	return descriptions.Document{}, errNotFound
}

// getDescriptions lists the documents on the registers; anybody may read them.
func (s *server) getDescriptions(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	p := descriptionsPage{page: s.frame(r, s.texts.in(v.Lang, "descriptions.title"))}
	names := []string{string(descriptions.ProcessingRecord), string(descriptions.PublicityDescription)}
	for _, register := range law.Registers() {
		names = append(names, string(descriptions.SubjectInformation)+"-"+register)
	}
	for _, name := range names {
		d, err := s.describe(v, name)
		if err != nil {
			return err
		}
		p.Documents = append(p.Documents, describedDocument{"/descriptions/" + name, d.Title, d.Lead})
	}
	return s.render(w, r, http.StatusOK, "descriptions", &p)
}

// getDescription shows one, or gives it as a workbook or PDF when the address
// ends so.
func (s *server) getDescription(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	name, ending, _ := strings.Cut(chi.URLParam(r, "document"), ".")
	d, err := s.describe(v, name)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	h := w.Header()
	switch ending {
	case "":
		p := descriptionPage{page: s.frame(r, d.Title, crumb{s.texts.in(v.Lang, "descriptions.title"), "/descriptions"}), Document: d, Files: "/descriptions/" + name}
		return s.render(w, r, http.StatusOK, "description", &p)
	case "xlsx":
		if err := workbook.Write(&b, DescriptionBook(d)); err != nil {
			return err
		}
		h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	case "pdf":
		pdf, err := letters.Description(d, s.texts.in(v.Lang, "authority"), dayOf(v).Time())
		if err != nil {
			return err
		}
		b.Write(pdf)
		h.Set("Content-Type", "application/pdf")
	default:
		return errNotFound
	}
	h.Set("Content-Disposition", `attachment; filename="`+name+"."+ending+`"`)
	_, err = w.Write(b.Bytes())
	return err
}
