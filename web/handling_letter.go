package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// letterActs are the signatures of the two officials (SAsL 16 §).
func letterActs() []caseAct {
	return []caseAct{{Command: permits.DoSignLetter, action: casbin.CaseHandle, signs: letterSigned, fields: unbiased,
		do: func(a *acting, c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			if a.text("sha256") != a.letter {
				return permits.Case{}, permits.Event{}, &permits.RuleError{Rule: "other-text"}
			}
			return c.SignLetter(a.v.Actor, a.seen, a.text("unbiased") == "yes", a.text("sha256"), now)
		}}}
}

// letterSigned shows the letter that is to be signed: the one that is kept, by
// its hash. A measure's is the one that was made when it was decided.
func letterSigned(a *acting) (*signing, error) {
	lang := a.c.LetterLanguage()
	if m, err := a.c.LetterToSign(a.v.Actor.ID); err == nil && m.No > 0 {
		made, err := a.s.DB.Letters(a.r.Context(), a.c.ID)
		if err != nil {
			return nil, err
		}
		for _, l := range made {
			if l.Kind == m.LetterKind() && l.Event == m.Draft {
				a.letter = l.SHA256
				return &signing{Letter: letterPath(a.c.ID, l.No), Language: l.Language, SHA256: l.SHA256}, nil
			}
		}
		return nil, postgres.ErrNoLetter
	}
	pdf, err := a.s.letter(a.r, a.c, lang)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(pdf)
	a.letter = hex.EncodeToString(sum[:])
	return &signing{Letter: "/cases/" + string(a.c.ID) + "/letter?language=" + lang, Language: lang, SHA256: a.letter}, nil
}

// A signatureView is one signature of a letter, with the name of who gave it.
type signatureView struct {
	permits.OfficialSignature
	Name string
}

// A letterView is a letter that was signed: of the decision its number in the case,
// of a measure 0; its hash and who signed it.
type letterView struct {
	Kind       permits.LetterKind
	No         int
	SHA256     string
	Signatures []signatureView
}

// shows says whether the signatures of l stand on that letter: it was made of the
// signed one when the second official had signed.
func (l letterView) shows(made permits.Letter) bool {
	n := len(l.Signatures)
	return made.Kind == l.Kind && n == 2 && l.Signatures[n-1].At.Equal(made.At)
}

func signaturesOf(c permits.Case, people map[permits.UserID]string) (all []letterView) {
	add := func(kind permits.LetterKind, no int, signatures []permits.OfficialSignature) {
		view := letterView{Kind: kind, No: no}
		for _, s := range signatures {
			view.SHA256 = s.SHA256
			view.Signatures = append(view.Signatures, signatureView{s, people[s.By]})
		}
		if len(view.Signatures) > 0 {
			all = append(all, view)
		}
	}
	for no := 1; no <= c.LetterNo(); no++ {
		add(permits.DecisionLetter, no, c.Signatures(no))
	}
	for _, m := range c.Life.Measures {
		add(m.LetterKind(), 0, m.Letter)
	}
	return all
}

// A verifyPage says of a letter in somebody's hands whether it is the
// authority's, and who signed it when.
type verifyPage struct {
	page
	Asked  bool
	SHA256 string
	Found  *permits.Letter
	Number string
	Signed []signatureView
	Answer bool // to a document request: the service signs it, no officials beside
	Later  bool // another letter of the case has taken its place
}

func (s *server) letterRoutes(get, post func(path string, h handler)) {
	get("/letters/verify", s.getVerify)
	post("/letters/verify", s.postVerify)
	get("/cases/{case}/letters/{letter}", s.getCaseLetter)
	get("/cases/{case}/letters/{letter}/signature", s.getLetterSignature)
	get("/cases/{case}/bundle", s.getBundle)
}

// getCaseLetter gives one letter of a case to who may see it.
func (s *server) getCaseLetter(w http.ResponseWriter, r *http.Request) error {
	v, c, l, err := s.letterFor(r)
	if err != nil {
		return err
	}
	if led, err := s.toFetch(w, r, v, c, l.Letter); led || err != nil {
		return err
	}
	return s.giveLetter(w, r, v, l.Letter)
}

func (s *server) getVerify(w http.ResponseWriter, r *http.Request) error {
	return s.showVerify(w, r, http.StatusOK, verifyPage{}, nil)
}

func (s *server) showVerify(w http.ResponseWriter, r *http.Request, status int, p verifyPage, wrong wrongs) error {
	p.page = s.frame(r, s.texts.in(visitOf(r.Context()).Lang, "verify.title"))
	p.Path, p.Wrong = "/letters/verify", wrong
	return s.render(w, r, status, "letter-verify", &p)
}

// postVerify takes a letter, or its SHA-256, and says what is known of it. Who
// does not have the letter cannot ask: a case is found by the hash alone.
func (s *server) postVerify(w http.ResponseWriter, r *http.Request) error {
	lang := visitOf(r.Context()).Lang
	hash, err := hashPosted(r)
	if err != nil {
		return err
	}
	if !sha256Text(hash) {
		return s.showVerify(w, r, http.StatusUnprocessableEntity, verifyPage{}, wrongs{{"letter_file", s.texts.in(lang, "verify.wrong")}})
	}
	p := verifyPage{Asked: true, SHA256: hash}
	kept, err := s.DB.FindLetter(r.Context(), hash)
	if errors.Is(err, postgres.ErrNoLetter) {
		return s.showVerify(w, r, http.StatusOK, p, nil)
	}
	if err != nil {
		return err
	}
	if p.Found, p.Number = &kept, kept.Case.Printed(); kept.Kind == permits.AnswerLetter {
		p.Answer = true
		return s.showVerify(w, r, http.StatusOK, p, nil)
	}
	c, err := s.DB.Case(r.Context(), kept.Case)
	if err != nil {
		return err
	}
	people, err := s.names(r)
	if err != nil {
		return err
	}
	for _, letter := range signaturesOf(c, people) {
		if letter.SHA256 == hash || letter.shows(kept) {
			p.Signed, p.Later = letter.Signatures, letter.No > 0 && letter.No < c.LetterNo()
		}
	}
	return s.showVerify(w, r, http.StatusOK, p, nil)
}

// hashPosted is the SHA-256 of the file that was sent, or the one typed; empty
// when there is neither.
func hashPosted(r *http.Request) (string, error) {
	if err := r.ParseMultipartForm(bodyLimit); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return "", err
		}
		return "", errors.Join(errBadForm, err)
	}
	if r.MultipartForm != nil {
		defer func() { _ = r.MultipartForm.RemoveAll() }()
		if files := r.MultipartForm.File["letter_file"]; len(files) > 0 && files[0].Size > 0 {
			return hashOf(files[0])
		}
	}
	return strings.ToLower(strings.Join(strings.Fields(r.PostFormValue("letter_sha256")), "")), nil
}

func hashOf(file *multipart.FileHeader) (string, error) {
	f, err := file.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
