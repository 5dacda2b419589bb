package layout

// rooms says which of our packages each may import. A name stands for the package
// and everything below it; the longest name that fits a package decides. A package
// that fits no name is a new room, and has to earn its place in docs/decisions.
var rooms = map[string][]string{
	"registers":              {},
	"registers/law":          {"registers"},
	"registers/descriptions": {"registers"},
	"registers/synthetic":    {"registers"},
	"pseudonymize":           {},
	"pseudonymize/risk":      {"pseudonymize"},
	"pseudonymize/tables":    {"pseudonymize", "pseudonymize/risk"},
	"permits":                {"registers"},
	"permits/letters":        {"registers", "permits"},
	"casbin":                 {"registers", "permits", "casbin/rights"},
	"casbin/rights":          {"registers", "permits"},
	"extracts":               {"registers", "permits", "pseudonymize", "internal/workbook"},
	"postgres":               {"registers", "permits", "casbin"},
	"postgres/pgtest":        {"postgres", "internal/cluster"},
	"web":                    {"registers", "permits", "casbin", "postgres", "internal/workbook"},
	"cmd":                    {"registers", "pseudonymize", "permits", "casbin", "extracts", "postgres", "web", "internal"},
	"internal/cluster":       {},
	"internal/layout":        {},
	"internal/mail":          {},
	"internal/provider":      {},
	"internal/workbook":      {},
}

// forTests is what the tests of every package may import besides.
var forTests = []string{"postgres", "internal", "registers"}

// home says where a library lives: in code, and where tests may use it besides.
type home struct {
	library string // the import path, and what is below it
	code    []string
	tests   []string // "*" is everywhere
	because string
}

var homes = []home{
	{"github.com/jackc/pgx", []string{"postgres"}, []string{"*"}, "every line of PostgreSQL's SQL stands in one package"},
	{"github.com/pressly/goose", []string{"postgres"}, nil, "migrations are the database package's"},
	{"github.com/riverqueue", []string{"postgres"}, nil, "others see jobs as a map from kind to function"},
	{"github.com/duckdb", []string{"extracts"}, []string{"pseudonymize/risk", "pseudonymize/tables", "cmd/permits"}, "linking DuckDB takes half a minute; most packages' tests do without"},
	{"github.com/apache/arrow-go", []string{"extracts"}, nil, "it belongs to DuckDB"},
	{"filippo.io/age", []string{"extracts"}, []string{"cmd/permits", "web"}, "one place seals and opens"},
	{"aead.dev/minisign", []string{"extracts"}, []string{"cmd/permits"}, "one place signs and verifies"},
	{"github.com/RoaringBitmap", []string{"extracts"}, nil, "cohorts are computed where they are used"},
	{"github.com/xuri/excelize", []string{"internal/workbook"}, []string{"extracts", "web", "cmd/permits"}, "one look for every workbook"},
	{"github.com/casbin", []string{"casbin"}, nil, "others see access rights, not an enforcer"},
	{"github.com/go-chi", []string{"web"}, nil, "HTTP is the web package's"},
	{"html/template", []string{"web", "internal/provider"}, nil, "pages are made in one place; the demonstration's provider is another site"},
	{"github.com/coreos/go-oidc", []string{"web"}, nil, "sign-in is the web package's"},
	{"golang.org/x/oauth2", []string{"web"}, nil, "sign-in is the web package's"},
	{"github.com/zitadel", []string{"internal/provider"}, nil, "the demonstration's provider, and no part of production"},
	{"github.com/go-jose", []string{"internal/provider"}, []string{"web"}, "it belongs to the provider; tests forge tokens"},
	{"github.com/alexedwards/scs/v2", []string{"web"}, nil, "sessions are the web package's"},
	{"github.com/alexedwards/scs/pgxstore", []string{"postgres"}, nil, "it holds SQL"},
	{"codeberg.org/go-pdf", []string{"permits/letters"}, nil, "letters are made in one place"},
	{"github.com/pdfcpu", []string{"permits/letters"}, nil, "bundles are bound where letters are made"},
	{"golang.org/x/image", []string{"permits/letters"}, nil, "letters are made in one place"},
	{"net/smtp", []string{"internal/mail"}, nil, "mail leaves from one place"},
	{"github.com/wneessen/go-mail", []string{"internal/mail"}, nil, "mail leaves from one place"},
	{"github.com/emersion/go-ical", nil, []string{"web"}, "a calendar reader of another maker is a test's"},
	{"github.com/emersion/go-smtp", nil, []string{"internal/mail", "cmd/permits"}, "a mail server of another maker is a test's"},
	{"github.com/alecthomas/kong", []string{"cmd/permits"}, nil, "the command line is the program's"},
	{"github.com/schollz/progressbar", []string{"cmd/permits"}, nil, "the terminal is the program's"},
	{"github.com/chromedp", nil, []string{"web", "cmd/permits"}, "a browser is a test's"},
	{"pgregory.net/rapid", nil, []string{"*"}, "it generates tests"},
	{"github.com/google/go-cmp", nil, []string{"*"}, "it compares in tests"},
	{"github.com/pb33f", nil, []string{"web"}, "it reads the description of the interface as another program would"},
	{"golang.org/x/tools", nil, []string{"internal/layout"}, "it reads source"},
}

// timeless packages take the present moment as an argument: it is the service's
// clock, which the demonstration moves, and never the machine's.
var timeless = []string{"registers", "permits", "pseudonymize", "casbin"}

// maxLines is the length beyond which a file holds more than one subject. Tests and
// generated files may be longer.
const maxLines = 400
