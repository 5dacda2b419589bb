package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// A listedLetter is a letter of a case as its page lists it.
type listedLetter struct {
	permits.Letter
	Address string
	To      []listedReceiver
	Last    registers.Day // of the period of appeal; zero for a letter from which none runs
}

type listedReceiver struct {
	postgres.SentTo
	Name string
}

func letterPath(id permits.CaseID, no int) string {
	return fmt.Sprintf("/cases/%s/letters/%d", id, no)
}

// lettersFor lists the letters of c that the visitor may read. A party sees those
// that were sent, and of their receivers only themselves.
func (s *server) lettersFor(r *http.Request, v *visit, c permits.Case, people map[permits.UserID]string, party bool) ([]listedLetter, error) {
	all, err := s.listLetters(r, c.ID, "/cases/"+string(c.ID), people,
		func(l postgres.SentLetter) bool {
			return permits.MayOpenLetter(v.Actor, c, l.Letter) && (!party || len(l.To) > 0)
		},
		func(to permits.UserID) bool { return !party || to == v.Actor.ID })
	for i, l := range all {
		all[i].Last = c.LastDayOf(l.Letter)
	}
	return all, err
}

func everyReceiver(permits.UserID) bool { return true }

// listLetters lists the letters of a matter that are shown, the newest first, with
// the receivers that are.
func (s *server) listLetters(r *http.Request, of permits.CaseID, path string, people map[permits.UserID]string,
	shown func(postgres.SentLetter) bool, receiver func(permits.UserID) bool,
) (all []listedLetter, err error) {
	sent, err := s.DB.Letters(r.Context(), of)
	if err != nil {
		return nil, err
	}
	for _, l := range slices.Backward(sent) {
		if !shown(l) {
			continue
		}
		one := listedLetter{Letter: l.Letter, Address: path + "/letters/" + strconv.Itoa(l.No)}
		for _, to := range l.To {
			if receiver(to.User) {
				one.To = append(one.To, listedReceiver{to, people[to.User]})
			}
		}
		all = append(all, one)
	}
	return all, nil
}

// letterOf is the letter of the address among those of a matter, when may allows
// it.
func (s *server) letterOf(r *http.Request, of permits.CaseID, may func(permits.Letter) bool) (postgres.SentLetter, error) {
	all, err := s.DB.Letters(r.Context(), of)
	if err != nil {
		return postgres.SentLetter{}, err
	}
	no, _ := strconv.Atoi(chi.URLParam(r, "letter")) // of none, 0
	i := slices.IndexFunc(all, func(l postgres.SentLetter) bool { return l.No == no })
	if i < 0 || !may(all[i].Letter) {
		return postgres.SentLetter{}, errNotFound
	}
	return all[i], nil
}

// letterFor is the letter of the address, when the visitor may read it.
func (s *server) letterFor(r *http.Request) (v *visit, c permits.Case, l postgres.SentLetter, err error) {
	if v, c, err = s.openCase(r, casbin.LetterView); err != nil {
		return v, c, l, err
	}
	l, err = s.letterOf(r, c.ID, func(l permits.Letter) bool { return permits.MayOpenLetter(v.Actor, c, l) })
	return v, c, l, err
}

// giveLetter sends a letter as it was kept. That it was read, or by its receiver
// fetched, is an entry of the log.
func (s *server) giveLetter(w http.ResponseWriter, r *http.Request, v *visit, l permits.Letter) error {
	_, pdf, err := s.DB.ReadLetter(r.Context(), v.Actor, l.Case, l.No)
	if err != nil {
		return err
	}
	return sendPDF(w, fmt.Sprintf("kirje-%s-%d.pdf", l.Case, l.No), pdf)
}

// getLetterSignature gives the service's signature over one letter, to be kept
// beside its file: minisign checks the two.
func (s *server) getLetterSignature(w http.ResponseWriter, r *http.Request) error {
	_, _, l, err := s.letterFor(r)
	if err != nil {
		return err
	}
	return giveSignature(w, l.Letter)
}

func giveSignature(w http.ResponseWriter, l permits.Letter) error {
	if l.Signature == "" {
		return errNotFound
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="kirje-%s-%d.pdf.minisig"`, l.Case, l.No))
	_, err := w.Write([]byte(l.Signature))
	return err
}
