package casbin

import "slices"

// An Action is one kind of act. The set is closed: a policy that names another
// stops the start.
type Action string

const (
	CatalogueView Action = "catalogue.view"

	CaseDraft    Action = "case.draft" // begin and edit an application of one's own
	CaseSubmit   Action = "case.submit"
	CaseWithdraw Action = "case.withdraw"
	CaseView     Action = "case.view"
	// CaseFeasibility asks, for a draft of one's project, how many, how risky, how
	// dear; and has its practice file made.
	CaseFeasibility Action = "case.feasibility"
	CaseTake        Action = "case.take"
	CasePropose     Action = "case.propose"
	CaseReturn      Action = "case.return"
	CaseDecide      Action = "case.decide"
	CaseServe       Action = "case.serve"
	CaseAccept      Action = "case.accept" // the conditions
	CaseSign        Action = "case.sign"   // the undertaking of secrecy
	CaseRevoke      Action = "case.revoke"
	CaseEnd         Action = "case.end"    // give the permit up
	CaseHandle      Action = "case.handle" // what is asked, heard, promised and noted on the way to the decision
	CaseAssign      Action = "case.assign"
	CaseRecord      Action = "case.record" // what came on paper, as its party's act
	CaseReply       Action = "case.reply"  // to what the authority asks
	CaseWrite       Action = "case.write"  // a message to the other side
	CaseAttach      Action = "case.attach"
	PermitUse       Action = "permit.use" // changes, users, reports and the declaration of destruction
	PermitHandle    Action = "permit.handle"
	PermitDecide    Action = "permit.decide" // on changes, and that a suspension ends
	LetterView      Action = "letter.view"
	QueueView       Action = "queue.view"
	ChargeView      Action = "charge.view"  // what may be invoiced
	ChargeBatch     Action = "charge.batch" // gather it for the system of invoices

	DisclosureRequest Action = "disclosure.request"
	DisclosureView    Action = "disclosure.view"
	DisclosurePrepare Action = "disclosure.prepare"
	DisclosureConfirm Action = "disclosure.confirm"
	DisclosureDecline Action = "disclosure.decline"
	DisclosureEnd     Action = "disclosure.end"
	DisclosureOrder   Action = "disclosure.order"

	OrderCreate   Action = "order.create" // of a permit
	OrderView     Action = "order.view"
	OrderRelease  Action = "order.release" // one that the risk gate holds
	OrderDownload Action = "order.download"

	StatementView    Action = "statement.view"    // a question that is bound to one, and what goes with it (HL 31 §)
	StatementAnswer  Action = "statement.answer"  // it
	StatementOfficer Action = "statement.officer" // list the questions to the data protection officer (GDPR 39)

	OrderReceive    Action = "order.receive" // for the environment it is addressed to
	EnvironmentView Action = "environment.view"
	EnvironmentKey  Action = "environment.key" // register or replace its public key

	RightOwn     Action = "right.own"     // see what one may do oneself
	AccessApply  Action = "access.apply"  // for a right for a person of one's body (5.1a)
	AccessView   Action = "access.view"   // one's body's applications and rights
	AccessQueue  Action = "access.queue"  // those of every body
	AccessDecide Action = "access.decide" // grant or refuse
	RightChange  Action = "right.change"
	RightRemove  Action = "right.remove"
	RightReview  Action = "right.review" // the review list and the rights from before the act
	NoticeFile   Action = "notice.file"  // tell of a ground to change or remove (5a.4)
	NoticeAct    Action = "notice.act"

	RegisterSearch   Action = "register.search"
	RegisterRead     Action = "register.read"
	RegisterWrite    Action = "register.write"
	RegisterDisclose Action = "register.disclose" // to an employer, by consent (6 §)
	RegisterImport   Action = "register.import"   // a file of an office's own system

	RequestView     Action = "request.view" // data subjects' requests (GDPR 15–21)
	RequestOpen     Action = "request.open"
	RequestAnswer   Action = "request.answer"
	DocumentAsk     Action = "document.ask" // a document, an aggregate or, of another authority, data (7.1)
	DocumentView    Action = "document.view"
	DocumentReply   Action = "document.reply" // as who asks
	DocumentHandle  Action = "document.handle"
	DocumentDecide  Action = "document.decide" // what an official refused
	BreachTell      Action = "breach.tell"
	BreachView      Action = "breach.view"
	BreachHandle    Action = "breach.handle"
	AssessmentView  Action = "assessment.view" // impact assessments, prior consultations (2.2.3, 2.2.4)
	AssessmentWrite Action = "assessment.write"
	FindingsView    Action = "findings.view"     // what is missing from the registers (4.1a)
	RemovalView     Action = "removal.view"      // what is due (4.3a)
	RemovalCarryOut Action = "removal.carry-out" // KEHA's (4.3a)

	LogView     Action = "log.view"     // search the log (4a.1b)
	AlertHandle Action = "alert.handle" // look into abnormal use
)

var actions = []Action{
	CatalogueView,
	CaseDraft, CaseSubmit, CaseWithdraw, CaseView, CaseFeasibility, CaseTake, CasePropose, CaseReturn, CaseDecide, CaseServe,
	CaseAccept, CaseSign, CaseRevoke, CaseEnd, CaseHandle, CaseAssign, CaseRecord, CaseReply, CaseWrite, CaseAttach, PermitUse, PermitHandle, PermitDecide, LetterView, QueueView, ChargeView, ChargeBatch,
	StatementView, StatementAnswer, StatementOfficer,
	DisclosureRequest, DisclosureView, DisclosurePrepare, DisclosureConfirm, DisclosureDecline, DisclosureEnd, DisclosureOrder,
	OrderCreate, OrderView, OrderRelease, OrderDownload,
	OrderReceive, EnvironmentView, EnvironmentKey,
	RightOwn, AccessApply, AccessView, AccessQueue, AccessDecide, RightChange, RightRemove, RightReview, NoticeFile, NoticeAct,
	RegisterSearch, RegisterRead, RegisterWrite, RegisterDisclose, RegisterImport,
	RequestView, RequestOpen, RequestAnswer, AssessmentView, AssessmentWrite, FindingsView, RemovalView, RemovalCarryOut,
	DocumentAsk, DocumentView, DocumentReply, DocumentHandle, DocumentDecide, BreachTell, BreachView, BreachHandle,
	LogView, AlertHandle,
}

// Actions lists every action in the order of the table in the documentation.
// The slice is the caller's own.
func Actions() []Action { return slices.Clone(actions) }
