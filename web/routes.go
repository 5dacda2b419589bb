package web

import (
	"slices"

	"tietolupa/casbin"
	"tietolupa/casbin/rights"
	"tietolupa/postgres"
)

// Asks is what a route asks of who calls it, before whose thing it is about.
type Asks string

const (
	AsksNothing Asks = "nothing" // anybody may
	AsksSignIn  Asks = "sign-in" // one's own account
	AsksDuty    Asks = "duty"    // one of the duties that the policy allows the action
	AsksRight   Asks = "right"   // that, and a personal right in force that gives the power (4 a §)
	AsksClient  Asks = "client"  // a machine client's token, and no person
	AsksSecret  Asks = "secret"  // a machine client's own secret
)

// Whose says of which things of its kind a route lets one see or act on any. To
// everybody else they are not found.
type Whose string

const (
	OfAll         Whose = ""
	OfParties     Whose = "case"        // a case's applicant, co-applicants and named users; when it is no draft, KEHA's officers
	OfApplicant   Whose = "draft"       // the applicant and those invited to edit
	OfOwners      Whose = "owners"      // a case's applicant, co-applicants and named users
	OfSignatories Whose = "signatories" // the users whom a case names
	OfBody        Whose = "disclosure"  // the analysts of the body that a disclosure goes to, and KEHA's officers
	OfBasis       Whose = "order"       // who sees the case or the disclosure of an order
	OfFailed      Whose = "failed"      // the same, of an order that failed
	OfRecipient   Whose = "package"     // who receives the package: signed users, the person of a disclosure, or the environment's operator
	OfEnvironment Whose = "parcel"      // the operator of the environment that an order goes to
	OfReach       Whose = "client"      // a client whom the right reaches, by an address of the visit
	OfOffice      Whose = "office"      // what an official of the visitor's own office answers for
	OfAsking      Whose = "request"     // the office that answers, who took it in, and KEHA's officers
	OfAnswering   Whose = "answer"      // who answers the request
	OfApplying    Whose = "application" // contacts of the body that applied, and access officers
	OfHolder      Whose = "right"       // the same, and the right's holder
	OfTelling     Whose = "notice"      // the same, when their body may tell
	OfOthers      Whose = "alert"       // alerts about somebody else
	OfDocument    Whose = "document"    // a document request's asker, who reads for it, and KEHA's officers
	OfBreach      Whose = "breach"      // who told of the breach, and KEHA's officers
	OfAsked       Whose = "question"    // whom a question is bound to, and of those to the data protection officer, they
	OfOwnBody     Whose = "packages"    // the packages of the client's body
)

// A Route is one operation and what it asks. The table holds every operation of
// the running router; the test of authorization proves each line by calling it.
type Route struct {
	Method, Path string
	Asks         Asks
	Action       casbin.Action
	Whose        Whose
	Power        rights.Power
	Scope        postgres.ClientScope
}

// Routes lists every route in the order of the documentation. The slice is the
// caller's own.
func Routes() []Route { return slices.Clone(routes) }

func anybody(method, path string) Route { return Route{Method: method, Path: path, Asks: AsksNothing} }
func account(method, path string) Route { return Route{Method: method, Path: path, Asks: AsksSignIn} }

func duty(method, path string, action casbin.Action, whose Whose) Route {
	return Route{Method: method, Path: path, Asks: AsksDuty, Action: action, Whose: whose}
}

func right(method, path string, action casbin.Action, power rights.Power, whose Whose) Route {
	return Route{Method: method, Path: path, Asks: AsksRight, Action: action, Power: power, Whose: whose}
}

const (
	aClient  = "/registers/clients/{client}"
	aRow     = aClient + "/rows/{row}"
	aCase    = "/cases/{case}"
	aGiving  = "/disclosures/{disclosure}"
	anOrder  = "/orders/{order}"
	aParcel  = "/environment/orders/{parcel}"
	aRequest = "/requests/{request}"
	aRight   = "/access/rights/{right}"
	anAccess = "/access/applications/{access}"
)

var routes = slices.Concat(
	publicRoutes,
	registerRouteTable,
	calendarRouteTable,
	legacyRouteTable,
	caseRoutes,
	arrivedTable(),
	statementTable(),
	exported("/cases", func(method, path string) Route { return duty(method, path, casbin.CaseView, OfAll) }),
	exported("/disclosures", func(method, path string) Route { return duty(method, path, casbin.DisclosureView, OfAll) }),
	queueRouteTable,
	absenceRouteTable,
	chargeRouteTable,
	actRoutes(),
	givingRoutes,
	orderRoutes,
	registerRoutes,
	requestRoutes(),
	documentRequestTable(),
	breachTable(),
	authorityTable,
	accessRoutes,
	exported("/access/rights", func(method, path string) Route { return duty(method, path, casbin.AccessQueue, OfAll) }),
	machineRoutes,
	apiRouteTable(),
)

var publicRoutes = []Route{
	anybody("GET", "/"), anybody("GET", "/healthz"), anybody("GET", "/static/*"), anybody("GET", "/minisign.pub"),
	anybody("GET", "/catalogue"), anybody("GET", "/catalogue/tables/{table}"), anybody("GET", "/catalogue/variables/{variable}"),
	anybody("GET", "/catalogue/codes/{list}"), anybody("GET", "/roads"), anybody("GET", "/descriptions"), anybody("GET", "/descriptions/{document}"),
	anybody("GET", "/sign-in"), anybody("GET", "/sign-in/{issuer}"), anybody("GET", "/sign-in/{issuer}/return"), anybody("POST", "/sign-out"),
	anybody("GET", "/letters/verify"), anybody("POST", "/letters/verify"),
	account("GET", "/identification"), account("GET", "/identification/continue"),
	account("GET", "/sessions"), account("POST", "/sign-out/everywhere"),
}

var caseRoutes = []Route{
	duty("GET", "/cases", casbin.CaseView, OfAll), duty("POST", "/cases", casbin.CaseDraft, OfAll),
	duty("GET", aCase, casbin.CaseView, OfParties), duty("GET", aCase+"/application", casbin.CaseView, OfParties),
	duty("GET", aCase+"/versions", casbin.CaseView, OfParties), duty("GET", aCase+"/beside", casbin.CaseHandle, OfParties),
	duty("POST", aCase+"/copy", casbin.CaseDraft, OfOwners),
	duty("POST", aCase+"/renew", casbin.CaseDraft, OfOwners),
	duty("GET", aCase+"/variables", casbin.CaseDraft, OfApplicant), duty("POST", aCase+"/variables", casbin.CaseDraft, OfApplicant),
	duty("POST", aCase+"/conflicts/{conflict}", casbin.CaseDraft, OfApplicant),
	duty("GET", aCase+"/members", casbin.CaseDraft, OfOwners), duty("POST", aCase+"/members", casbin.CaseDraft, OfOwners),
	duty("POST", aCase+"/members/remove", casbin.CaseDraft, OfOwners), duty("POST", aCase+"/members/uninvite", casbin.CaseDraft, OfOwners),
	duty("GET", "/invitation", casbin.CaseView, OfAll), duty("POST", "/invitation", casbin.CaseView, OfAll),
	duty("GET", aCase+"/edit/{section}", casbin.CaseDraft, OfApplicant), duty("POST", aCase+"/edit/{section}", casbin.CaseDraft, OfApplicant),
	duty("GET", aCase+"/edit/data/{table}", casbin.CaseDraft, OfApplicant), duty("POST", aCase+"/edit/data/{table}", casbin.CaseDraft, OfApplicant),
	duty("POST", aCase+"/submit", casbin.CaseSubmit, OfParties), duty("POST", aCase+"/withdraw", casbin.CaseWithdraw, OfParties),
	duty("GET", aCase+"/feasibility", casbin.CaseFeasibility, OfSignatories), duty("POST", aCase+"/feasibility", casbin.CaseFeasibility, OfSignatories),
	duty("GET", aCase+"/feasibility/progress", casbin.CaseFeasibility, OfSignatories),
	duty("GET", aCase+"/practice", casbin.CaseFeasibility, OfSignatories), duty("POST", aCase+"/practice", casbin.CaseFeasibility, OfSignatories),
	duty("GET", aCase+"/letter", casbin.LetterView, OfParties),
	duty("GET", aCase+"/letters/{letter}", casbin.LetterView, OfParties), duty("GET", aCase+"/bundle", casbin.CaseHandle, OfParties), duty("GET", aCase+"/letters/{letter}/signature", casbin.LetterView, OfParties),
	duty("GET", aCase+"/conditions", casbin.CaseView, OfParties), duty("POST", aCase+"/conditions", casbin.CaseAccept, OfParties),
	duty("GET", aCase+"/undertaking", casbin.CaseView, OfSignatories), duty("POST", aCase+"/undertaking", casbin.CaseSign, OfSignatories),
	duty("GET", aCase+"/key-challenge", casbin.PermitUse, OfParties), duty("GET", aCase+"/key-certificate", casbin.CaseView, OfParties),
	duty("GET", aCase+"/change", casbin.PermitUse, OfParties), duty("POST", aCase+"/change", casbin.PermitUse, OfParties),
	duty("GET", "/queue/reminders", casbin.PermitHandle, OfAll), duty("POST", "/queue/reminders", casbin.PermitHandle, OfAll),
	duty("POST", aCase+"/orders", casbin.OrderCreate, OfParties), duty("POST", aCase+"/end", casbin.CaseEnd, OfParties),
	duty("POST", aCase+"/take", casbin.CaseTake, OfParties),
	duty("GET", aCase+"/review", casbin.CasePropose, OfParties), duty("POST", aCase+"/propose", casbin.CasePropose, OfParties),
	duty("POST", aCase+"/review/draft", casbin.CasePropose, OfParties), duty("POST", aCase+"/review/trial", casbin.CasePropose, OfParties),
	duty("GET", aCase+"/review/trial", casbin.CasePropose, OfParties),
	duty("GET", aCase+"/otherwise", casbin.CaseDecide, OfParties), duty("POST", aCase+"/otherwise", casbin.CaseDecide, OfParties),
	duty("POST", aCase+"/preview", casbin.CasePropose, OfParties),
	duty("POST", aCase+"/decide", casbin.CaseDecide, OfParties),
	duty("GET", aCase+"/attachments", casbin.CaseView, OfParties), duty("POST", aCase+"/attachments", casbin.CaseAttach, OfParties),
	duty("GET", aCase+"/attachments/{attachment}", casbin.CaseView, OfParties), duty("POST", aCase+"/attachments/{attachment}/delete", casbin.CaseAttach, OfParties),
	duty("POST", aCase+"/attachments/{attachment}/scan", casbin.CaseAttach, OfParties),
}

// actRoutes are those of the commands on a case, one for each: the action is that
// of the command.
func actRoutes() (all []Route) {
	for _, act := range caseActs() {
		path := aCase + "/acts/{act:" + string(act.Command) + "}"
		all = append(all, duty("GET", path, act.action, OfParties), duty("POST", path, act.action, OfParties))
	}
	return all
}

var givingRoutes = []Route{
	duty("GET", "/disclosures", casbin.DisclosureView, OfAll), duty("GET", "/disclosures/new", casbin.DisclosureRequest, OfAll),
	duty("POST", "/disclosures", casbin.DisclosureRequest, OfAll), duty("GET", aGiving, casbin.DisclosureView, OfBody),
	duty("GET", aGiving+"/prepare", casbin.DisclosurePrepare, OfBody), duty("POST", aGiving+"/prepare", casbin.DisclosurePrepare, OfBody),
	duty("POST", aGiving+"/confirm", casbin.DisclosureConfirm, OfBody), duty("POST", aGiving+"/decline", casbin.DisclosureDecline, OfBody),
	duty("POST", aGiving+"/end", casbin.DisclosureEnd, OfBody), duty("POST", aGiving+"/orders", casbin.DisclosureOrder, OfBody),
}

var orderRoutes = []Route{
	duty("GET", anOrder, casbin.OrderView, OfBasis), duty("GET", anOrder+"/progress", casbin.OrderView, OfBasis),
	duty("POST", anOrder+"/retry", casbin.OrderView, OfFailed), duty("GET", anOrder+"/package", casbin.OrderDownload, OfRecipient),
	duty("GET", "/environment", casbin.EnvironmentView, OfAll), duty("POST", "/environment/key", casbin.EnvironmentKey, OfAll),
	duty("GET", "/environment/challenge", casbin.EnvironmentKey, OfAll), duty("POST", "/environment/key/proof", casbin.EnvironmentKey, OfAll),
	duty("POST", "/environment/key/revoke", casbin.EnvironmentKey, OfAll),
	duty("GET", aParcel, casbin.EnvironmentView, OfEnvironment), duty("POST", aParcel+"/receipt", casbin.OrderReceive, OfEnvironment),
}

var registerRoutes = []Route{
	duty("GET", "/registers", casbin.RegisterSearch, OfAll), duty("POST", "/registers/purpose", casbin.RegisterSearch, OfAll),
	right("POST", "/registers/search", casbin.RegisterSearch, rights.Search, OfAll),
	right("GET", "/registers/new/{subject}", casbin.RegisterWrite, rights.Write, OfAll), right("POST", "/registers/new/{subject}", casbin.RegisterWrite, rights.Write, OfAll),
	right("GET", aClient, casbin.RegisterRead, rights.Read, OfReach),
	right("GET", aClient+"/consent", casbin.RegisterRead, rights.Read, OfReach), right("POST", aClient+"/consent", casbin.RegisterWrite, rights.Write, OfReach),
	right("GET", aClient+"/disclose", casbin.RegisterDisclose, rights.Disclose, OfReach), right("POST", aClient+"/disclose", casbin.RegisterDisclose, rights.Disclose, OfReach),
	right("GET", aClient+"/add/{table}", casbin.RegisterWrite, rights.Write, OfReach), right("POST", aClient+"/add/{table}", casbin.RegisterWrite, rights.Write, OfReach),
	right("GET", aRow, casbin.RegisterWrite, rights.Write, OfReach), right("POST", aRow, casbin.RegisterWrite, rights.Write, OfReach),
	right("GET", aRow+"/{end:end}", casbin.RegisterWrite, rights.Write, OfReach), right("POST", aRow+"/{end:end}", casbin.RegisterWrite, rights.Write, OfReach),
	right("GET", aRow+"/history/{column}", casbin.RegisterRead, rights.Read, OfReach),
	right("GET", aClient+"/request", casbin.RequestOpen, rights.Read, OfReach), right("POST", aClient+"/request", casbin.RequestOpen, rights.Read, OfReach),
	right("POST", "/api/registers/search", casbin.RegisterSearch, rights.Search, OfAll),
	right("POST", "/api/registers/clients", casbin.RegisterWrite, rights.Write, OfAll),
	right("GET", "/api"+aClient, casbin.RegisterRead, rights.Read, OfReach),
	right("POST", "/api"+aClient+"/rows", casbin.RegisterWrite, rights.Write, OfReach), right("PATCH", "/api"+aRow, casbin.RegisterWrite, rights.Write, OfReach),
	right("GET", "/api"+aRow+"/history/{column}", casbin.RegisterRead, rights.Read, OfReach),
	right("POST", "/api"+aClient+"/disclosures", casbin.RegisterDisclose, rights.Disclose, OfReach),
	right("POST", importPath, casbin.RegisterImport, rights.Write, OfOffice),
	duty("GET", "/findings", casbin.FindingsView, OfAll), right("GET", "/findings/{finding}", casbin.FindingsView, rights.Search, OfAll),
}

// requestRoutes are those of data subjects' requests, one for each act, and of
// impact assessments.
func requestRoutes() []Route {
	all := []Route{
		duty("GET", "/requests", casbin.RequestView, OfAll), duty("GET", "/requests/new", casbin.RequestOpen, OfAll), duty("POST", "/requests/new", casbin.RequestOpen, OfAll),
		duty("GET", aRequest, casbin.RequestView, OfAsking), right("GET", aRequest+"/progress", casbin.RequestView, rights.Read, OfAnswering),
		right("POST", aRequest+"/extracts", casbin.RequestAnswer, rights.Read, OfAnswering), right("GET", aRequest+"/report", casbin.RequestAnswer, rights.Read, OfAnswering),
		right("GET", aRequest+"/report.pdf", casbin.RequestAnswer, rights.Read, OfAnswering), right("GET", aRequest+"/report.json", casbin.RequestAnswer, rights.Read, OfAnswering),
	}
	for _, act := range subjectActs {
		path := aRequest + "/{act:" + act + "}"
		all = append(all, right("GET", path, casbin.RequestAnswer, rights.Read, OfAnswering), right("POST", path, casbin.RequestAnswer, rights.Read, OfAnswering))
	}
	return append(all,
		duty("GET", "/assessments", casbin.AssessmentView, OfAll), duty("GET", "/assessments/{assessment}", casbin.AssessmentView, OfAll),
		duty("POST", "/assessments/{assessment}", casbin.AssessmentWrite, OfAll),
		duty("GET", "/assessments/new/{kind}", casbin.AssessmentWrite, OfAll), duty("POST", "/assessments/new/{kind}", casbin.AssessmentWrite, OfAll))
}

var accessRoutes = []Route{
	duty("GET", "/rights", casbin.RightOwn, OfAll), duty("GET", "/access", casbin.AccessView, OfAll),
	duty("GET", "/access/new", casbin.AccessApply, OfAll), duty("POST", "/access/new", casbin.AccessApply, OfAll),
	duty("GET", "/access/queue", casbin.AccessQueue, OfAll), duty("GET", "/access/review", casbin.RightReview, OfAll), duty("GET", "/access/rights", casbin.AccessQueue, OfAll),
	duty("GET", aRight, casbin.RightOwn, OfHolder), duty("POST", aRight+"/change", casbin.RightChange, OfApplying), duty("POST", aRight+"/remove", casbin.RightRemove, OfApplying),
	duty("POST", aRight+"/review", casbin.RightReview, OfApplying), duty("POST", aRight+"/notices", casbin.NoticeFile, OfTelling),
	duty("POST", "/access/notices/{notice}/keep", casbin.NoticeAct, OfAll), duty("GET", anAccess, casbin.AccessView, OfApplying),
	duty("POST", anAccess+"/grant", casbin.AccessDecide, OfApplying), duty("POST", anAccess+"/refuse", casbin.AccessDecide, OfApplying),
	duty("POST", anAccess+"/withdraw", casbin.AccessApply, OfApplying),
	duty("GET", "/log", casbin.LogView, OfAll), duty("POST", "/log", casbin.LogView, OfAll), duty("GET", "/log/alerts", casbin.LogView, OfAll),
	duty("POST", "/log/alerts/{rule}/{actor}/{day}", casbin.AlertHandle, OfOthers),
}

var machineRoutes = []Route{
	{Method: "POST", Path: "/api/token", Asks: AsksSecret},
	{Method: "GET", Path: "/api/orders", Asks: AsksClient, Whose: OfOwnBody, Scope: postgres.OrdersRead},
	{Method: "GET", Path: "/api/orders/{order}/package", Asks: AsksClient, Whose: OfOwnBody, Scope: postgres.PackagesRead},
}
