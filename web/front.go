package web

import "net/http"

type frontPage struct {
	page
	Tables, Variables, Registers int
	Home                         string // where the signed-in begin
	Choice                       roadChoice
}

func (s *server) getFront(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	p := frontPage{
		page:   s.frame(r, s.texts.in(v.Lang, "service")),
		Choice: newRoadChoice(),
		Tables: len(s.Catalogue.Tables()), Variables: s.catalogue.size, Registers: len(s.catalogue.registers),
	}
	if v.signedIn() {
		p.Home = homeOf(v.Actor)
	}
	return s.render(w, r, http.StatusOK, "front", &p)
}

// getSignerKey gives the public key by which a package's signature is checked.
func (s *server) getSignerKey(w http.ResponseWriter, r *http.Request) error {
	if s.SignerKey == "" {
		return errNotFound
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="minisign.pub"`)
	_, err := w.Write([]byte(s.SignerKey))
	return err
}
