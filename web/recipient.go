package web

import (
	"net/http"
	"slices"
	"strings"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A keyForm is the choice of a recipient as typed. An environment's key is never
// typed here: it comes from the register of its operators.
type keyForm struct {
	Kind, Name, Key, Environment string
	Choices                      []environmentChoice // of the day, by offer
	Body                         bool                // an authority's own environment may be chosen
}

// An environmentChoice is an environment of the list with the key it has
// registered, if it has.
type environmentChoice struct {
	permits.Environment
	Key permits.EnvironmentKey
}

func keyOf(to permits.Recipient) *keyForm {
	f := &keyForm{Kind: to.Kind, Name: to.Name, Environment: to.Environment}
	switch f.Kind {
	case "":
		f.Kind = permits.PersonRecipient
	case permits.PersonRecipient, permits.BodyRecipient:
		f.Key = to.Key
	}
	return f
}

func readKey(r *http.Request) *keyForm {
	return &keyForm{Kind: trimmed(r, "recipient_kind"), Name: trimmed(r, "recipient_name"), Key: trimmed(r, "recipient_key"),
		Environment: trimmed(r, "recipient_environment")}
}

// offer lists the environments of the service's day with the keys that they
// have now.
func (s *server) offer(r *http.Request, f *keyForm) error {
	keys, err := s.DB.Environments(r.Context())
	if err != nil {
		return err
	}
	f.Choices = nil
	for _, e := range permits.EnvironmentsOn(registers.DayOf(visitOf(r.Context()).Now)) {
		f.Choices = append(f.Choices, environmentChoice{e, keys[e.Code]})
	}
	return nil
}

func (f *keyForm) into(s *server, r *http.Request, a *permits.Application) (wrong wrongs, err error) {
	if err := s.offer(r, f); err != nil {
		return nil, err
	}
	to, wrong := f.recipient(s, visitOf(r.Context()).Lang)
	if len(wrong) == 0 {
		a.Recipient = to
	}
	return wrong, nil
}

// recipient reads whom the package is sealed to. A typed key is tried as the
// package will be sealed to it. A private key is not kept, not even in the form.
func (f *keyForm) recipient(s *server, lang string) (to permits.Recipient, wrong wrongs) {
	private := strings.Contains(strings.ToUpper(f.Key), "SECRET-KEY") || strings.Contains(f.Key, "PRIVATE KEY")
	if private {
		f.Key = ""
		wrong.add("recipient_key", s.texts.in(lang, "wrong.key.private"))
	}
	if f.Kind == permits.EnvironmentRecipient {
		i := slices.IndexFunc(f.Choices, func(c environmentChoice) bool { return c.Code == f.Environment })
		if i < 0 {
			wrong.add("recipient_environment", s.texts.in(lang, "wrong.choose"))
			return permits.Recipient{}, wrong
		}
		if f.Choices[i].Key.Key == "" {
			wrong.add("recipient_environment", (&permits.RuleError{Rule: "environment-without-key"}).In(lang))
		}
		return permits.Recipient{Kind: f.Kind, Environment: f.Environment, Key: f.Choices[i].Key.Key}, wrong
	}
	if f.Kind != permits.PersonRecipient && (f.Kind != permits.BodyRecipient || !f.Body) {
		wrong.add("recipient_kind", s.texts.in(lang, "wrong.choose"))
	}
	if f.Name == "" {
		wrong.add("recipient_name", s.texts.in(lang, "wrong.missing", s.texts.in(lang, "field.recipient_name")))
	}
	if f.Key == "" && !private {
		wrong.add("recipient_key", s.texts.in(lang, "wrong.key.missing"))
	} else if _, err := s.Fingerprint(f.Key); err != nil && !private {
		wrong.add("recipient_key", s.texts.in(lang, "wrong.key"))
	}
	return permits.Recipient{Kind: f.Kind, Name: f.Name, Key: f.Key}, wrong
}
