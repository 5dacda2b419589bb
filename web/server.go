package web

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/chi/v5"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// Packages opens sealed packages by the name in their order's delivery.
type Packages interface {
	Open(name string) (content io.ReadSeekCloser, size int64, err error)
}

// Policy says whether an actor's duties allow an action. Any error is a no.
type Policy interface {
	May(actor permits.Actor, action casbin.Action) error
}

// Config is all that the pages need from outside.
type Config struct {
	DB          *postgres.DB
	Catalogue   *registers.Catalogue
	Policy      Policy
	Rights      Rights // personal, to the registers
	Packages    Packages
	Practices   Packages                                                                   // invented practice files
	Fingerprint func(key string) (string, error)                                           // of a public key; an error when no package can be sealed to it
	Challenge   func(key, code string) (sealed string, err error)                          // the code, encrypted to a key that Fingerprint knows
	Letter      func(ctx context.Context, c permits.Case, language string) ([]byte, error) // the decision as PDF
	SignerKey   string                                                                     // public minisign key, as its file's text
	SignIn      *SignIn                                                                    // who vouches for persons
	Proxies     []netip.Prefix                                                             // of ours, whose X-Forwarded-For counts
	Demo        bool                                                                       // sign-in only from this machine, without TLS
	Logger      *slog.Logger
	Version     string
	Imports     Imports // files of the offices' own systems
	Attachments Attachments
}

type server struct {
	Config
	catalogue *catalogueIndex
	texts     *texts
	pages     *pages
	assets    *assets
	sessions  *scs.SessionManager
	registers *postgres.Registers
	asked     *postgres.Subjects
	importing chan struct{} // a place for each file at once
	document  []byte        // OpenAPI
}

// New prepares the pages. It fails when a template or a text is missing or
// broken, or when c lacks something; nothing is left to be found by a visitor.
func New(c Config) (http.Handler, error) {
	switch {
	case c.DB == nil, c.Catalogue == nil, c.Policy == nil, c.Rights == nil, c.Packages == nil, c.Practices == nil, c.Fingerprint == nil, c.Challenge == nil, c.Letter == nil, c.SignIn == nil, c.Logger == nil:
		return nil, fmt.Errorf("prepare the pages: the configuration is incomplete")
	}
	texts, err := loadTexts()
	if err != nil {
		return nil, fmt.Errorf("prepare the pages: %w", err)
	}
	assets, err := loadAssets()
	if err != nil {
		return nil, fmt.Errorf("prepare the pages: %w", err)
	}
	pages, err := parsePages(texts, assets, c.Catalogue)
	if err != nil {
		return nil, fmt.Errorf("prepare the pages: %w", err)
	}
	s := &server{Config: c, catalogue: indexCatalogue(c.Catalogue), texts: texts, pages: pages, assets: assets}
	s.registers = c.DB.Registers(c.Catalogue, law.RetentionRules())
	s.Imports, s.importing = c.Imports.prepared(), make(chan struct{}, importsAtOnce)
	s.asked = s.registers.Subjects(nil) // who was in an extract only a worker reads
	s.sessions = newSessions(c.DB.Sessions(), !c.Demo)
	if s.document, err = json.Marshal(s.openAPI()); err != nil {
		return nil, fmt.Errorf("describe the interface: %w", err)
	}
	return s.routes(), nil
}

const (
	bodyLimit   = 2 << 20 // bytes of a posted form
	pageTimeout = 30 * time.Second
)

func (s *server) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(behindProxies(s.Proxies), s.record, s.securityHeaders, http.NewCrossOriginProtection().Handler, limitBody)
	r.Get("/healthz", s.getHealth)
	r.Handle("/static/*", s.assets)
	s.clientRoutes(r)
	r.Group(func(r chi.Router) {
		r.Use(s.sessions.LoadAndSave, s.identify, s.limit(addressLimit, byAddress), s.limit(sessionLimit, bySession))
		s.pageRoutes(r.With(withTimeout))
		r.With(s.personsOnly).Post(importPath, s.postImport) // as long as it takes
		r.With(withTimeout).Route("/api/registers", s.apiRoutes)
		r.Get("/orders/{order}/package", s.page(s.getPackage)) // as long as it takes
		s.attachmentTransfers(r)
		s.statementTransfers(r)
		s.mountOperations(r)
		r.NotFound(s.page(func(http.ResponseWriter, *http.Request) error { return errNotFound }))
		r.MethodNotAllowed(s.page(func(http.ResponseWriter, *http.Request) error { return errNotFound }))
	})
	return r
}

func (s *server) pageRoutes(r chi.Router) {
	get := func(path string, h handler) { r.Get(path, s.page(h)) }
	post := func(path string, h handler) { r.Post(path, s.page(h)) }

	get("/", s.getFront)
	s.signInRoutes(get, post, r.With(s.limit(signInLimit, byAddress)))
	get("/minisign.pub", s.getSignerKey)

	get("/catalogue", s.getCatalogue)
	get("/catalogue/tables/{table}", s.getTable)
	get("/catalogue/variables/{variable}", s.getVariable)
	get("/catalogue/codes/{list}", s.getCodes)
	s.roadRoutes(get, post)
	s.decisionRoutes(get, post)
	s.logRoutes(get, post)
	get("/descriptions", s.getDescriptions)
	get("/descriptions/{document}", s.getDescription)

	s.versionRoutes(get)
	s.applicationRoutes(get, post)
	get("/cases/{case}", s.getCase)
	get("/cases/{case}/letter", s.getLetter)
	get("/cases/{case}/conditions", s.getConditions)
	post("/cases/{case}/conditions", s.postConditions)
	get("/cases/{case}/undertaking", s.getUndertaking)
	post("/cases/{case}/undertaking", s.postUndertaking)
	post("/cases/{case}/orders", s.postCaseOrder)
	post("/cases/{case}/end", s.postEndCase)

	post("/cases/{case}/take", s.postTake)
	post("/cases/{case}/decide", s.postDecide)
	s.handlingRoutes(get, post)
	s.feasibilityRoutes(get, post)
	s.stepUpRoutes(get)
	s.queueRoutes(get)
	s.absenceRoutes(get, post)
	s.chargeRoutes(get, post)
	s.attachmentRoutes(get, post)
	s.arrivedRoutes(get, post)
	s.statementRoutes(get, post)
	s.registerRoutes(get)
	s.calendarRoutes(get, post)
	s.legacyRoutes(get, post)

	get("/disclosures", s.getDisclosures)
	s.exports(get, "/disclosures", s.disclosuresListing)
	get("/disclosures/new", s.getNewDisclosure)
	post("/disclosures", s.postDisclosure)
	get("/disclosures/{disclosure}", s.getDisclosure)
	get("/disclosures/{disclosure}/prepare", s.getPrepare)
	post("/disclosures/{disclosure}/prepare", s.postPrepare)
	post("/disclosures/{disclosure}/confirm", s.postConfirm)
	post("/disclosures/{disclosure}/decline", s.postDecline)
	post("/disclosures/{disclosure}/end", s.postEndDisclosure)
	post("/disclosures/{disclosure}/orders", s.postDisclosureOrder)

	get("/registers", s.getRegisters)
	r.With(s.limit(searchLimit, bySession)).Post("/registers/search", s.page(s.postSearch))
	post("/registers/purpose", s.postPurpose)
	get("/registers/new/{subject}", s.getRecordForm)
	post("/registers/new/{subject}", s.postRecordForm)
	get("/registers/clients/{client}", s.getClient)
	get("/registers/clients/{client}/consent", s.getConsent)
	post("/registers/clients/{client}/consent", s.postConsent)
	get("/registers/clients/{client}/disclose", s.getDisclose)
	post("/registers/clients/{client}/disclose", s.postDisclose)
	get("/registers/clients/{client}/add/{table}", s.getRecordForm)
	post("/registers/clients/{client}/add/{table}", s.postRecordForm)
	get("/registers/clients/{client}/rows/{row}", s.getRecordForm)
	post("/registers/clients/{client}/rows/{row}", s.postRecordForm)
	get("/registers/clients/{client}/rows/{row}/{end:end}", s.getRecordForm)
	post("/registers/clients/{client}/rows/{row}/{end:end}", s.postRecordForm)
	get("/registers/clients/{client}/rows/{row}/history/{column}", s.getHistory)

	s.subjectRoutes(get, post)
	s.documentRequestRoutes(get, post)
	s.breachRoutes(get, post)
	s.authorityRoutes(get, post)
	s.assessmentRoutes(get, post)
	s.findingsRoutes(get)

	s.rightsRoutes(get, post)

	get("/environment", s.getEnvironment)
	post("/environment/key", s.postEnvironmentKey)
	get("/environment/challenge", s.getEnvironmentChallenge)
	post("/environment/key/proof", s.postEnvironmentProof)
	post("/environment/key/revoke", s.postEnvironmentRevoke)
	get("/environment/orders/{parcel}", s.getParcel)
	post("/environment/orders/{parcel}/receipt", s.postReceipt)

	get("/orders/{order}", s.getOrder)
	get("/orders/{order}/progress", s.getProgress)
	post("/orders/{order}/retry", s.postRetry)
}

// NewServer wraps handler with the timeouts that it relies on: slow headers and
// idle connections are cut, while a download may take as long as it takes.
func NewServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
}
