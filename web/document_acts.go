package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// requestActs are the commands on a request that have a page.
func requestActs() []matterAct[permits.Request] {
	type req = permits.Request
	return []matterAct[req]{
		{Command: permits.DoTake, action: casbin.DocumentHandle, do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
			return r.Take(a.v.Actor, a.seen, now)
		}},
		{Command: permits.DoGive, action: casbin.DocumentHandle, quotes: askedQuotes, fields: givingFields, letter: true,
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				return r.Give(a.v.Actor, a.seen, a.reply(r), now)
			}},
		{Command: permits.DoRefuse, action: casbin.DocumentHandle, quotes: askedQuotes, letter: true,
			fields: func(a *acting, _ req) []actField {
				return []actField{a.boxes("refusal_grounds", "refusal", permits.RefusalGrounds()...), a.field("tall", "refusal_reasons")}
			},
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				return r.Refuse(a.v.Actor, a.seen, a.several("refusal_grounds"), a.text("refusal_reasons"), now)
			}},
		{Command: permits.DoDemand, action: casbin.DocumentReply, quotes: answerQuotes, fields: one("area", "demand_words"),
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				return r.Demand(a.v.Actor, a.seen, a.text("demand_words"), now)
			}},
		{Command: permits.DoDecideOn, action: casbin.DocumentDecide, quotes: answerQuotes, letter: true,
			fields: func(a *acting, r req) []actField {
				return append([]actField{a.from("radio", "decided", "outcome-of", "refused", "partly", "given")}, givingFields(a, r)[1:]...)
			},
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				reply := a.reply(r)
				reply.Outcome = a.chosen("decided")
				return r.Decide(a.v.Actor, a.seen, reply, now)
			}},
		{Command: permits.DoServe, action: casbin.DocumentHandle, letter: true,
			fields: func(a *acting, _ req) []actField {
				f := a.field("radio", "manner")
				for _, m := range permits.Manners(dayOf(a.v)) {
					if m.Shown {
						continue // an answer is served ordinarily (HL 59 §)
					}
					f.Options = append(f.Options, formOption{Name: "manner", Value: m.Key, Label: a.s.texts.in(a.v.Lang, "manner."+m.Key), Checked: f.Value == m.Key})
				}
				return []actField{f}
			},
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				at, known := permits.DeemedServed(a.chosen("manner"), now)
				if !known || at.IsZero() {
					return req{}, permits.Event{}, errBadForm
				}
				return r.Serve(a.v.Actor, a.seen, at, now)
			}},
		{Command: permits.DoAskPrecision, action: casbin.DocumentHandle, quotes: askedQuotes,
			fields: func(a *acting, _ req) []actField {
				return []actField{a.boxes("precision_points", "point", "document", "purpose", "identity"), a.from("radio", "precision_ground", "needground", "none", "13-2", "16-3"), a.field("area", "precision_words")}
			},
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				ground := map[string]string{"13-2": permits.SecretGround, "16-3": permits.RegisterGround}[a.text("precision_ground")]
				return r.AskPrecision(a.v.Actor, a.seen, a.several("precision_points"), ground, a.text("precision_words"), now)
			}},
		{Command: permits.DoGivePrecise, action: casbin.DocumentReply, fields: one("tall", "precise_words"),
			quotes: func(a *acting, r req) []quote {
				if r.Asked == nil {
					return nil
				}
				return []quote{{Heading: a.s.texts.in(a.v.Lang, "docs.asked"), Text: a.written(r.ID, r.Asked.Text)}}
			},
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				return r.GivePrecise(a.v.Actor, a.seen, a.text("precise_words"), now)
			}},
		{Command: permits.DoCallBulky, action: casbin.DocumentHandle,
			fields: func(a *acting, _ req) []actField {
				return []actField{a.from("radio", "bulky_ground", "bulky", permits.BulkyGrounds()...), a.field("area", "bulky_why")}
			},
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				return r.CallBulky(a.v.Actor, a.seen, a.text("bulky_ground"), a.text("bulky_why"), now)
			}},
		{Command: permits.DoQuote, action: casbin.DocumentHandle, quotes: askedQuotes,
			fields: func(a *acting, r req) []actField {
				return []actField{a.field("digits", "quarters"), a.due("ready_on", r.Due()), a.field("area", "quote_words")}
			},
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				quarters, day := a.whole("quarters"), a.s.dayTyped(a.v, "ready_on", a.text("ready_on"), &a.wrong)
				return r.QuoteWork(a.v.Actor, a.seen, quarters, day, a.text("quote_words"), now)
			}},
		{Command: permits.DoAnswerQuote, action: casbin.DocumentReply,
			fields: func(a *acting, _ req) []actField {
				return []actField{a.from("radio", "quote_answer", "quote", "accept", "decline")}
			},
			quotes: func(a *acting, r req) []quote {
				if r.Quote == nil {
					return nil
				}
				day, _ := date(r.Quote.Day)
				return []quote{{Heading: a.s.texts.in(a.v.Lang, "docs.price"), Text: euros(a.v.Lang, r.Quote.Cents)}, {Heading: a.s.texts.in(a.v.Lang, "field.ready_on"), Text: day}, {Heading: a.s.texts.in(a.v.Lang, "field.quote_words"), Text: a.written(r.ID, r.Quote.Text)}}
			},
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				return r.AnswerQuote(a.v.Actor, a.seen, a.chosen("quote_answer") == "accept", now)
			}},
		{Command: permits.DoNameReader, action: casbin.DocumentHandle, quotes: askedQuotes,
			fields: func(a *acting, r req) []actField {
				return []actField{a.who("reader", func(p permits.Actor) bool {
					return p.ID != r.Asker && (p.Has(permits.Official) || p.Body == permits.KEHA) && a.s.mayReadRegisters(a.r, a.v, p.ID) != ""
				})}
			},
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				to := a.person(a.text("reader"))
				return r.NameReader(a.v.Actor, a.seen, to, to.ID != "" && a.s.mayReadRegisters(a.r, a.v, to.ID) != "", now)
			}},
		{Command: permits.DoMessage, action: casbin.DocumentReply, fields: one("area", "message_words"),
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				return r.Message(a.v.Actor, a.seen, a.text("message_words"), now)
			}},
		{Command: permits.DoNote, action: casbin.DocumentHandle, fields: one("area", "note_words"),
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				return r.Note(a.v.Actor, a.seen, a.text("note_words"), now)
			}},
		{Command: permits.DoTransfer, action: casbin.DocumentHandle, quotes: askedQuotes,
			fields: func(a *acting, _ req) []actField {
				return []actField{a.receiver("sent_to"), a.field("area", "sent_why")}
			},
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				return r.Transfer(a.v.Actor, a.seen, a.text("sent_to"), a.text("sent_why"), now)
			}},
		{Command: permits.DoDeclare, action: casbin.DocumentHandle, fields: barFields[req],
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				return r.DeclareInterest(a.v.Actor, a.seen, a.chosen("bar_item"), a.text("bar_words"), now)
			}},
		{Command: permits.DoWithdraw, action: casbin.DocumentReply, fields: one("area", "withdraw_words"),
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				return r.Withdraw(a.v.Actor, a.seen, a.text("withdraw_words"), now)
			}},
		{Command: permits.DoHandOver, action: casbin.DocumentHandle,
			fields: func(a *acting, _ req) []actField {
				return []actField{a.due("handed_on", dayOf(a.v)), a.field("area", "handed_to")}
			},
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				day := a.s.dayTyped(a.v, "handed_on", a.text("handed_on"), &a.wrong)
				return r.HandOver(a.v.Actor, a.seen, day, a.text("handed_to"), now)
			}},
		{Command: permits.DoRenewFiles, action: casbin.DocumentHandle, do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
			return r.RenewFiles(a.v.Actor, a.seen, now)
		}},
		{Command: permits.DoRetract, action: casbin.DocumentHandle, fields: one("area", "retract_why"),
			do: func(a *acting, r req, now time.Time) (req, permits.Event, error) {
				return r.Retract(a.v.Actor, a.seen, a.text("retract_why"), now)
			}},
	}
}

// one is a form of one field.
func one(kind, name string) func(a *acting, _ permits.Request) []actField {
	return func(a *acting, _ permits.Request) []actField { return []actField{a.field(kind, name)} }
}

func barFields[T any](a *acting, _ T) []actField {
	return []actField{a.from("radio", "bar_item", "baritem", "1", "2", "3", "4", "5", "6", "7"), a.field("area", "bar_words")}
}

// givingFields are those of an answer that gives something; the first says
// whether all of it.
func givingFields(a *acting, r permits.Request) []actField {
	fields := []actField{a.from("radio", "outcome_given", "outcome-of", "given", "partly"), a.field("tall", "given_words")}
	switch r.Kind {
	case permits.AuthorityRequest:
		fields = append(fields, a.from("radio", "way", "way", permits.RequestWays(r.Kind)...), a.field("area", "secret_parts"))
	case permits.AggregateRequest:
		fields = append(fields, a.field("digits", "smallest"), a.from("radio", "way", "way", permits.RequestWays(r.Kind)...),
			a.from("radio", "fee_ground", "feeground", "electronic", "search"), a.field("digits", "quarters"))
	default:
		fields = append(fields, a.from("radio", "giving_basis", "givingbasis", permits.GivingBases(r.Kind)...), a.boxes("secrecy_items", "secrecy", permits.SecrecyItems()...), a.field("area", "secret_parts"),
			a.from("radio", "way", "way", permits.RequestWays(r.Kind)...), a.from("radio", "fee_ground", "feeground", permits.RequestFees()...), a.field("digits", "quarters"), a.field("digits", "pages"))
	}
	return append(fields, a.leaving(r), a.boxes("refusal_grounds", "refusal", permits.RefusalGrounds()...))
}

// reply reads an answer.
func (a *acting) reply(r permits.Request) permits.Reply {
	reply := permits.Reply{Outcome: a.text("outcome_given"), Basis: a.text("giving_basis"), Text: a.text("given_words"), Secrecy: a.several("secrecy_items"), Parts: a.text("secret_parts"),
		Grounds: a.several("refusal_grounds"), Way: a.text("way"), Fee: a.text("fee_ground")}
	for _, no := range a.several("leaves") {
		if n, err := wholeNumber(no); err == nil {
			reply.Leaves = append(reply.Leaves, n)
		}
	}
	if a.r.PostForm.Has("quarters") {
		reply.Quarters = a.whole("quarters")
	}
	if a.r.PostForm.Has("pages") {
		reply.Pages = a.whole("pages")
	}
	if a.r.PostForm.Has("smallest") {
		reply.Smallest = a.whole("smallest")
	}
	if r.Kind != permits.DocumentRequest {
		reply.Basis = permits.GivingBases(r.Kind)[0]
	}
	return reply
}

// leaving offers the files of r that may leave with the answer: the covered copy
// of what has one.
func (a *acting) leaving(r permits.Request) actField {
	f := a.field("boxes", "leaves")
	all, err := a.s.DB.Attachments(a.r.Context(), permits.CaseID(r.ID))
	if err != nil {
		a.s.Logger.Warn("list the files of a request", "case", r.ID, "cause", err) // none to offer
	}
	for _, file := range r.Leavable(all) {
		label := file.Name
		if file.Redacts != 0 {
			label += " (" + a.s.texts.in(a.v.Lang, "attachments.redacted") + ")"
		}
		if mark := permits.MarkingIn(r.Language, file.Secrecy); mark != "" {
			label += ": " + mark
		}
		no := strconv.Itoa(file.No)
		f.Options = append(f.Options, formOption{Name: f.Name, Value: no, Label: label, Checked: a.r.PostForm != nil && slices.Contains(a.several(f.Name), no)})
	}
	return f
}

// sha256Text says whether s is a SHA-256 in hexadecimal digits.
func sha256Text(s string) bool {
	return len(s) == 64 && strings.Trim(strings.ToLower(s), "0123456789abcdef") == ""
}

// written is a text of a request or breach by its reference, when the visitor
// may read it.
func (a *acting) written(subject string, ref permits.TextRef) string {
	if a.texts == nil {
		a.texts, _ = a.s.DB.Texts(a.r.Context(), subject) // none to quote when they cannot be read
	}
	return a.body(ref)
}

func askedQuotes(a *acting, r permits.Request) []quote {
	all := []quote{{Heading: a.s.texts.in(a.v.Lang, "field.request_what"), Text: a.written(r.ID, r.What)}}
	if r.Asked != nil && !r.Asked.Reply.IsZero() {
		all = append(all, quote{Heading: a.s.texts.in(a.v.Lang, "field.precise_words"), Text: a.written(r.ID, r.Asked.Reply)})
	}
	if r.Kind == permits.AuthorityRequest {
		if p, known := permits.ProvisionOn(r.Provision, dayOf(a.v)); known {
			all = append(all, quote{Heading: a.s.texts.in(a.v.Lang, "field.provision29"), Text: p.Name.In(a.v.Lang)}, quote{Heading: a.s.texts.in(a.v.Lang, "docs.reach"), Text: p.Reach.In(a.v.Lang)})
		}
	}
	return all
}

func answerQuotes(a *acting, r permits.Request) []quote {
	all := askedQuotes(a, r)
	if last := r.Answer(); last != nil {
		all = append(all, quote{Heading: a.s.texts.in(a.v.Lang, "docs.answer"), Text: a.written(r.ID, last.Text)})
	}
	return all
}
