package web

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/google/go-cmp/cmp"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/permits"
)

var (
	oikeudeton = permits.Actor{ID: "u-oikeudeton", Name: "Outi Oikeudeton", Email: "outi@te.invalid", Organisation: "Lapin TE-toimisto", Body: "TE15", Duties: []permits.Duty{permits.Official}, Language: "fi"}
	tehtaviton = permits.Actor{ID: "u-tehtaviton", Name: "Teuvo Tehtävitön", Email: "teuvo@te.invalid", Organisation: "Uudenmaan TE-toimisto", Body: "TE01", Language: "fi"}
	arvioija   = permits.Actor{ID: "u-arvioija", Name: "Arvi Arvioija", Email: "arvi@esimerkki.invalid", Organisation: "Arviointi Oy", Duties: []permits.Duty{permits.Commissioned}, Language: "fi"}
	suojaaja   = permits.Actor{ID: "u-suojaaja", Name: "Suvi Suojaaja", Email: "suvi@keha.invalid", Organisation: "KEHA-keskus", Body: permits.KEHA, Duties: []permits.Duty{permits.ProtectionOfficer}, Language: "fi"}
	kapselissa = permits.Actor{ID: "u-kapseli", Name: "Kaapo Kapseli", Email: "kaapo@kapseli.invalid", Organisation: "Findata", Body: "KAPSELI", Duties: []permits.Duty{permits.Operator}, Language: "fi"}
)

// everybody is each duty, twice where one may be somebody else's, and a person
// without any.
var everybody = []permits.Actor{tutkija, apulainen, ulkopuoli, esittelija, ratkaisija, analyytik, naapuri, yllapitaja, kapselissa,
	virkailija, pohjoinen, oikeudeton, yhteys, muualla, vastaava, arvioija, tehtaviton, suojaaja}

// running gives the routes of the router.
func running(t *testing.T, s *site) (all []string) {
	t.Helper()
	handler, err := New(s.config)
	if err != nil {
		t.Fatal(err)
	}
	err = chi.Walk(handler.(chi.Routes), func(method, path string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if path != "/static/*" || method == http.MethodGet { // files answer to every method alike
			all = append(all, method+" "+path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func last(path string) string { return path[strings.LastIndex(path, "/")+1:] }

// defaults fill the parameters that name nobody's own.
var defaults = map[string]string{"conflict": "1", "section": "basics", "table": "person", "variable": "person.municipality", "list": "municipality", "document": "processing",
	"issuer": string(OfficialsIssuer), "letter": "1", "subject": "person", "column": "phone", "kind": "dpia"}

// commandOf is the end of a command's address, of which the router knows one pattern.
var commandOf = regexp.MustCompile(`/(acts|arrived)/\{act:[^}]+\}$`)

var staticFile = regexp.MustCompile(`/static/[^"]+`)

var parameter = regexp.MustCompile(`\{(\w+)(?::([\w-]+))?\}`)

func (x thing) at(r Route) string {
	path := parameter.ReplaceAllStringFunc(r.Path, func(part string) string {
		m := parameter.FindStringSubmatch(part)
		if m[2] != "" {
			return m[2]
		}
		if m[1] == "row" && strings.HasSuffix(r.Path, "{end:end}") {
			return x.params["spell"]
		}
		if value := x.params[m[1]]; value != "" {
			return url.PathEscape(value)
		}
		if m[1] == "table" && x.params["client"] != "" {
			return "employment_code"
		}
		return defaults[m[1]]
	})
	switch {
	case path == "/static/*":
		return x.params["*"]
	case path == importPath && r.Method == http.MethodPost:
		return path + "?table=person&origin=office&purpose=service&official=" + string(virkailija.ID)
	}
	return path
}

// call sends what a form or a program plausibly would.
func (r Route) call(t *testing.T, p *person, path string, headers ...string) (status int, location, body string) {
	t.Helper()
	content, kind := "", ""
	switch {
	case r.Method == http.MethodGet:
	case path == "/api/token":
		content, kind = "grant_type=client_credentials", "application/x-www-form-urlencoded"
	case strings.HasPrefix(path, importPath):
		content, kind = "a;b\n", "text/csv"
	case strings.HasSuffix(path, "/registers/search") && strings.HasPrefix(path, "/api/"):
		content, kind = `{"purpose":"service","subject":"person","name":"Äij"}`, "application/json"
	case strings.HasPrefix(path, "/api/"):
		content, kind = `{}`, "application/json"
	default:
		content, kind = form("version", "1", "purpose", "service", "subject", "person", "name", "Äij", "finding", string(rights.FoundJustified)).Encode(), "application/x-www-form-urlencoded"
	}
	req, err := http.NewRequest(r.Method, p.site.server.URL+path, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := p.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Location"), string(b)
}

// refused says whether an answer lets nobody further: the way to sign in, 401,
// 403, 404, or the rule that no personal right reaches it.
func refused(status int, location, body string) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return true
	case http.StatusSeeOther:
		return strings.HasPrefix(location, "/sign-in?next=")
	case http.StatusUnprocessableEntity:
		return noRight(body)
	}
	return false
}

func noRight(body string) bool {
	rule := &permits.RuleError{Rule: "no-right"}
	return slices.ContainsFunc(languages, func(lang string) bool { return strings.Contains(body, rule.In(lang)) })
}

// may says what the table lets a do about x.
func (r Route) may(policy *casbin.Policy, a permits.Actor, x thing) bool {
	switch r.Asks {
	case AsksNothing:
		return true
	case AsksSignIn:
		return a.ID != ""
	case AsksDuty, AsksRight:
		holds := r.Asks == AsksDuty || slices.Contains(ids(virkailija, pohjoinen), a.ID)
		return a.ID != "" && holds && policy.May(a, r.Action) == nil && slices.Contains(x.sees, a.ID)
	}
	return false
}

// changes counts what has been done and logged, signing in and out apart.
func changes(t *testing.T, s *site) (n int) {
	t.Helper()
	err := s.db.Pool().QueryRow(t.Context(), `select (select count(*) from permits.events) + (select count(*) from audit.entries
		where kind not in ('sign-in', 'sign-out', 'sign-in-refused', 'client-refused'))`).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestEveryRouteAsks: the table of routes is that of the running router, and
// nobody gets further than it says: not without signing in, not with another duty,
// not to another's case, disclosure, order, client, request or right, and not with
// a machine client's token.
func TestEveryRouteAsks(t *testing.T) {
	s := withAccess(newSite(t, true))
	for _, a := range []permits.Actor{oikeudeton, tehtaviton, arvioija, kapselissa, suojaaja} {
		if err := s.db.PutUser(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	have, said := running(t, s), []string{}
	for _, r := range Routes() {
		said = append(said, r.Method+" "+commandOf.ReplaceAllString(r.Path, "/$1/{act}"))
	}
	slices.Sort(have)
	slices.Sort(said)
	said = slices.Compact(said)
	if diff := cmp.Diff(have, said); diff != "" {
		t.Fatalf("the table of routes.go is not the router's (-router +table):\n%s", diff)
	}
	s.clients()
	desk := s.atDesk(virkailija)
	all := things(s, desk)
	policy, err := casbin.Load()
	if err != nil {
		t.Fatal(err)
	}
	who := map[permits.UserID]*person{"": s.visitor(), virkailija.ID: desk}
	for _, a := range everybody {
		if who[a.ID] == nil {
			who[a.ID] = s.as(a)
		}
		if a.Has(permits.Official) {
			who[a.ID].must("/registers/purpose", form("purpose", "service"))
		}
	}
	actors := append([]permits.Actor{{}}, everybody...)
	calls := 0
	// ask is r.call from one of several addresses, each of which asks as often as an
	// address may.
	ask := func(t *testing.T, r Route, a permits.Actor, path string) (int, string, string) {
		t.Helper()
		from := []string{"X-Forwarded-For", "127.0.0." + strconv.Itoa(2+calls/(addressLimit/2))}
		if strings.HasPrefix(path, "/sign-in") {
			from = nil // the demonstration signs in nobody from another machine
		}
		status, location, body := r.call(t, who[a.ID], path, from...)
		if status == http.StatusTooManyRequests {
			t.Fatalf("%s %s by %q: asked too often after %d calls", r.Method, path, a.ID, calls)
		}
		return status, location, body
	}
	before := changes(t, s)
	for _, r := range Routes() {
		for _, x := range all[r.Whose] {
			if r.Whose == OfAll {
				x.sees = append(x.sees, "")
			}
			path := x.at(r)
			for _, a := range actors {
				if r.may(policy, a, x) || r.Asks == AsksSecret {
					continue
				}
				calls++
				status, location, body := ask(t, r, a, path)
				if !refused(status, location, body) && (location != "/registers" || path == "/registers/purpose") { // without a purpose
					t.Errorf("%s %s by %q: %d %s, want a refusal", r.Method, r.Path, a.ID, status, location)
				}
				if strings.Contains(body, hetuAino) || strings.Contains(body, "Koekatu") || strings.Contains(body, "Elinaikamallit") {
					t.Errorf("%s %s by %q: the refusal tells", r.Method, r.Path, a.ID)
				}
			}
		}
	}
	if after := changes(t, s); after != before {
		t.Errorf("%d events or entries came of what was refused", after-before)
	}
	t.Run("4a.1a a machine client", func(t *testing.T) { machineIsNobody(t, s, all) })
	t.Run("who may", func(t *testing.T) {
		inOrder := Routes()
		ends := func(r Route) int { // what ends something comes after what needs it
			switch {
			case strings.HasPrefix(r.Path, "/sign-out"):
				return 3
			case strings.HasSuffix(r.Path, "/end"), strings.HasSuffix(r.Path, "withdraw}"), strings.HasSuffix(r.Path, "retry"):
				return 2
			case r.Method != http.MethodGet:
				return 1
			}
			return 0
		}
		slices.SortStableFunc(inOrder, func(a, b Route) int { return ends(a) - ends(b) })
		for _, r := range inOrder {
			let := r.Asks == AsksClient || r.Asks == AsksSecret // proved with a client
			for _, x := range all[r.Whose] {
				for _, a := range actors {
					if !r.may(policy, a, x) {
						continue
					}
					if let && ends(r) > 1 && !strings.HasSuffix(r.Path, "/retry") {
						continue // it is over
					}
					calls++
					if strings.Contains(r.Path, "/return") {
						let = true // what no issuer has answered is refused: TestAnswersThatAreNotOurs
						continue
					}
					status, location, body := ask(t, r, a, x.at(r))
					if status >= 500 || status == http.StatusMethodNotAllowed || refused(status, location, body) {
						if r.Whose == OfApplicant || !overByRule(r) {
							t.Errorf("%s %s by %q: %d %s", r.Method, x.at(r), a.ID, status, location)
						}
						continue
					}
					let = true
					if strings.HasSuffix(r.Path, "/retry") { // for the next who may
						s.fail(permits.OrderID(x.params["order"]))
					}
				}
			}
			if !let && !commandOf.MatchString(r.Path) { // a case is at the stage of few of its commands
				t.Errorf("%s %s lets nobody in", r.Method, r.Path)
			}
		}
	})
	t.Logf("%d routes, %d calls", len(have), calls)
}

// overByRule: the acts on a request that its stage does not have are not there.
func overByRule(r Route) bool { return r.Whose == OfAnswering || r.Whose == OfParties }
