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
)

// A listedLetter is a letter of a case as its page lists it.
type listedLetter struct {
	permits.Letter
	Address string
	To      []listedReceiver
}

type listedReceiver struct {
	postgres.SentTo
	Name string
}

func letterPath(id permits.CaseID, no int) string {
	return fmt.Sprintf("/cases/%s/letters/%d", id, no)
}

// lettersFor lists the letters of c that the visitor may read, the newest first.
// A party sees those that were sent, and of their receivers only themselves.
func (s *server) lettersFor(r *http.Request, v *visit, c permits.Case, people map[permits.UserID]string, party bool) (all []listedLetter, err error) {
	sent, err := s.DB.Letters(r.Context(), c.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range slices.Backward(sent) {
		if !permits.MaySeeLetter(v.Actor, c, l.Kind) || party && len(l.To) == 0 {
			continue
		}
		one := listedLetter{Letter: l.Letter, Address: letterPath(c.ID, l.No)}
		for _, to := range l.To {
			if !party || to.User == v.Actor.ID {
				one.To = append(one.To, listedReceiver{to, people[to.User]})
			}
		}
		all = append(all, one)
	}
	return all, nil
}

// letterFor is the letter of the address, when the visitor may read it.
func (s *server) letterFor(r *http.Request) (v *visit, c permits.Case, l postgres.SentLetter, err error) {
	if v, c, err = s.openCase(r, casbin.LetterView); err != nil {
		return v, c, l, err
	}
	all, err := s.DB.Letters(r.Context(), c.ID)
	if err != nil {
		return v, c, l, err
	}
	no, _ := strconv.Atoi(chi.URLParam(r, "letter")) // of none, 0
	i := slices.IndexFunc(all, func(l postgres.SentLetter) bool { return l.No == no })
	if i < 0 || !permits.MaySeeLetter(v.Actor, c, all[i].Kind) {
		return v, c, l, errNotFound
	}
	return v, c, all[i], nil
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
