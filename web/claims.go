package web

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// Claims says what the claims of each issuer mean. They identify a person and
// grant nothing (4a.1a).
type Claims struct {
	issuers map[string]mapping // by the issuer's name
}

// A mapping is what one issuer's claims mean.
type mapping struct {
	id, email, name, organisation string                             // claims
	bodies                        map[string]map[string]permits.Body // claim → value → body
	strong                        map[string][]string                // claim → values that say the identification was strong
}

var claimsHeader = []string{"issuer", "takes", "claim", "value", "gives"}

var (
	claimName = regexp.MustCompile(`^[A-Za-z0-9_:./-]{1,200}$`)
	bodyForm  = regexp.MustCompile(`^(KEHA|TEM|ELY(0[1-9]|1[0-5])|TE(0[1-9]|1[0-5])|ASPA|KELA|M[0-9]{3})$`)
)

// identityCodeClaims are claims that hold a henkilötunnus: it is nobody's id.
var identityCodeClaims = []string{"nationalidentificationnumber", "urn:oid:1.2.246.21", "hetu", "schacpersonaluniqueid", "urn:oid:1.3.6.1.4.1.25178.1.2.15"}

// ParseClaims reads the file of claims: issuer,takes,claim,value,gives. takes is
// id, email, name or organisation, which name the claim and nothing else; body,
// which says that this value of the claim is of that body; or strong, which says
// that with this value of the claim the person was identified strongly: without
// such a line nobody of the issuer was. Anything that
// is not understood is an error that names the line.
func ParseClaims(r io.Reader) (*Claims, error) {
	rows, err := csvRows(r, claimsHeader)
	if err != nil {
		return nil, fmt.Errorf("read the claims: %w", err)
	}
	c := &Claims{issuers: map[string]mapping{}}
	for _, line := range rows {
		row := line.cells
		if err := c.take(row[0], row[1], row[2], row[3], row[4]); err != nil {
			return nil, fmt.Errorf("read the claims: line %d: %w", line.number, err)
		}
	}
	for name, m := range c.issuers {
		if m.id == "" {
			return nil, fmt.Errorf("read the claims: issuer %s has no id", name)
		}
	}
	return c, nil
}

func (c *Claims) take(issuer, takes, claim, value, gives string) error {
	switch {
	case !issuerName.MatchString(issuer):
		return errors.New("the issuer's name is not small letters, digits and hyphens")
	case !claimName.MatchString(claim):
		return errors.New("the claim is not a name")
	case slices.Contains(identityCodeClaims, strings.ToLower(claim)):
		return errors.New("the claim holds a personal identity code, which identifies nobody here")
	}
	m := c.issuers[issuer]
	if takes == "body" {
		body := permits.Body(gives)
		switch {
		case value == "" || strings.TrimSpace(value) != value:
			return errors.New("the value is empty or padded")
		case !knownBody(body):
			return errors.New("there is no such body")
		case m.bodies[claim][value] != "":
			return errors.New("the value stands twice")
		}
		if m.bodies == nil {
			m.bodies = map[string]map[string]permits.Body{}
		}
		if m.bodies[claim] == nil {
			m.bodies[claim] = map[string]permits.Body{}
		}
		m.bodies[claim][value] = body
		c.issuers[issuer] = m
		return nil
	}
	if takes == "strong" {
		switch {
		case value == "" || strings.TrimSpace(value) != value || gives != "":
			return errors.New("strong takes a value of a claim and gives nothing")
		case slices.Contains(m.strong[claim], value):
			return errors.New("the value stands twice")
		}
		if m.strong == nil {
			m.strong = map[string][]string{}
		}
		m.strong[claim] = append(m.strong[claim], value)
		c.issuers[issuer] = m
		return nil
	}
	at := map[string]*string{"id": &m.id, "email": &m.email, "name": &m.name, "organisation": &m.organisation}[takes]
	switch {
	case at == nil:
		return errors.New("what is taken is not id, email, name, organisation, body or strong")
	case *at != "":
		return errors.New("it is taken twice")
	case value != "" || gives != "":
		return errors.New("only body has a value and gives something")
	}
	*at = claim
	c.issuers[issuer] = m
	return nil
}

// knownBody says whether b is an authority or an environment that packages are
// addressed to.
func knownBody(b permits.Body) bool {
	return bodyForm.MatchString(string(b)) ||
		slices.ContainsFunc(permits.Environments(), func(e permits.Environment) bool { return e.Code == string(b) })
}

// lacks says whether a claim that is read is not there.
func (m mapping) lacks(claims map[string]any) bool {
	names := []string{m.id, m.email, m.name, m.organisation}
	for claim := range m.bodies {
		names = append(names, claim)
	}
	return slices.ContainsFunc(names, func(name string) bool { return name != "" && claims[name] == nil })
}

// fit says why the mapping does not fit the issuers: officials are of a body,
// researchers of none, and a new one needs a name and an address.
func (c *Claims) fit(issuers []Issuer) error {
	for _, i := range issuers {
		m, known := c.issuers[i.Name]
		switch {
		case !known:
			return fmt.Errorf("the claims of issuer %s are not mapped", i.Name)
		case i.Kind == OfficialsIssuer && len(m.bodies) == 0:
			return fmt.Errorf("issuer %s vouches for officials, and no claim gives a body", i.Name)
		case i.Kind == ResearchersIssuer && len(m.bodies) > 0:
			return fmt.Errorf("issuer %s vouches for researchers, and a claim gives a body", i.Name)
		case i.Kind == ResearchersIssuer && (m.name == "" || m.email == ""):
			return fmt.Errorf("issuer %s vouches for researchers, whose name and e-mail address are not taken", i.Name)
		}
	}
	for name := range c.issuers {
		if !slices.ContainsFunc(issuers, func(i Issuer) bool { return i.Name == name }) {
			return fmt.Errorf("the claims name the issuer %s, which is not there", name)
		}
	}
	return nil
}

// Why claims do not identify anybody: codes for the log and keys of the texts.
var (
	errNoSubject   = errors.New("no-id")
	errIsACode     = errors.New("id-is-a-code")
	errNoBody      = errors.New("no-body")
	errTwoBodies   = errors.New("two-bodies")
	errUnverified  = errors.New("email-unverified")
	errOddClaim    = errors.New("unreadable")
	errBareAccount = errors.New("no-name")
)

const claimLength = 200

// read is what the claims of a person say. What is missing, doubtful or of more
// than one meaning identifies nobody.
func (m mapping) read(kind IssuerKind, claims map[string]any) (postgres.Claimed, error) {
	var c postgres.Claimed
	for _, f := range []struct {
		claim string
		to    *string
	}{{m.id, &c.Subject}, {m.email, &c.Email}, {m.name, &c.Name}, {m.organisation, &c.Organisation}} {
		if f.claim == "" {
			continue
		}
		var err error
		if *f.to, err = textOf(claims[f.claim]); err != nil {
			return postgres.Claimed{}, err
		}
	}
	switch {
	case c.Subject == "":
		return postgres.Claimed{}, errNoSubject
	case looksLikeCode(c.Subject):
		return postgres.Claimed{}, errIsACode
	}
	if kind == ResearchersIssuer {
		c.Researcher = true
		if c.Name == "" || !strings.Contains(c.Email, "@") {
			return postgres.Claimed{}, errBareAccount
		}
		if verified, said := claims["email_verified"]; said && verified != true && verified != "true" {
			return postgres.Claimed{}, errUnverified
		}
		return c, nil
	}
	for claim, values := range m.bodies {
		for _, v := range valuesOf(claims[claim]) {
			body := values[v]
			if body != "" && c.Body != "" && c.Body != body {
				return postgres.Claimed{}, errTwoBodies
			}
			if body != "" {
				c.Body = body
			}
		}
	}
	if c.Body == "" {
		return postgres.Claimed{}, errNoBody
	}
	return c, nil
}

// strongBy is the value of the claims that proves a strong identification (vahva
// sähköinen tunnistaminen, act 617/2009); empty when none does.
func (m mapping) strongBy(claims map[string]any) string {
	for claim, values := range m.strong {
		for _, v := range valuesOf(claims[claim]) {
			if slices.Contains(values, v) {
				return v
			}
		}
	}
	return ""
}

// levels are the authentication contexts that are strong, as a request for one
// names them (acr_values); empty when none is known.
func (m mapping) levels() string { return strings.Join(m.strong["acr"], " ") }

// textOf is a claim that holds one text: nothing is an empty one.
func textOf(claim any) (string, error) {
	if claim == nil {
		return "", nil
	}
	s, ok := claim.(string)
	if !ok || len(s) > claimLength || !utf8.ValidString(s) || strings.ContainsFunc(s, func(c rune) bool { return !unicode.IsPrint(c) }) {
		return "", errOddClaim
	}
	return strings.TrimSpace(s), nil
}

// valuesOf is a claim that holds a text or a list of them; what is neither is
// left out.
func valuesOf(claim any) (values []string) {
	switch c := claim.(type) {
	case string:
		return []string{c}
	case []any:
		for _, v := range c {
			if s, ok := v.(string); ok {
				values = append(values, s)
			}
		}
	}
	return values
}

// codeForm is the form of a henkilötunnus, wherever it stands in a text.
var codeForm = regexp.MustCompile(`(?i)[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Y]`)

// looksLikeCode says whether an id is or holds a henkilötunnus, which is never an
// id.
func looksLikeCode(id string) bool { return codeForm.MatchString(id) }
