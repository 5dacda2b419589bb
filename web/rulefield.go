package web

import (
	"net/http"
	"strings"

	"tietolupa/permits"
)

// ruleWrong shows a broken rule at the field it is about.
func (s *server) ruleWrong(r *http.Request, rule *permits.RuleError) wrongs {
	return wrongs{{fieldOfRule(rule), s.sentence(r, rule)}}
}

// sentence is the rule's text, with a variable's name where the rule gives its
// id, the name of a topic or a secrecy ground where it gives its key, and with the
// field's label where it gives the field.
func (s *server) sentence(r *http.Request, rule *permits.RuleError) string {
	lang := visitOf(r.Context()).Lang
	about := rule.About
	if v, ok := s.Catalogue.Variable(about); ok {
		about = v.Name.In(lang)
	} else if topic, ok := permits.TopicOf(about); ok && rule.Rule == "no-consideration" {
		about = topic.Name.In(lang)
	} else if s.texts.has("ground." + about) {
		about = s.texts.in(lang, "ground."+about)
	} else if s.texts.has("annex." + about) {
		about = s.texts.in(lang, "annex."+about)
	} else if no, claim := strings.CutPrefix(about, "claim."); claim {
		about = s.texts.in(lang, "field.claim", no)
	} else if s.texts.has("field." + about) {
		about = s.texts.in(lang, "field."+about)
	}
	return (&permits.RuleError{Rule: rule.Rule, About: about}).In(lang)
}

// fieldOfRule is the field that mends the breach of rule.
func fieldOfRule(rule *permits.RuleError) string {
	switch rule.Rule {
	case "field-missing":
		return rule.About
	case "interest-unanswered":
		return "unbiased"
	case "no-such-purpose":
		return "purpose"
	case "article-six":
		return "article6"
	case "article-nine":
		return "article9"
	case "no-such-language":
		return "language"
	case "already-over":
		return "until"
	case "no-recipient", "private-key", "recipient-key":
		return "recipient_key"
	case "no-such-environment", "environment-without-key":
		return "recipient_environment"
	case "recipient-kind":
		return "recipient_kind"
	case "no-period":
		return "period_from"
	case "negative-sample":
		return "sample"
	case "no-provision":
		return "provision"
	case "no-necessity":
		return "necessity"
	case "no-such-task", "task-of-another-body":
		return "task"
	case "no-finding":
		return "finding." + rule.About
	case "no-reason-for-refusal":
		return "refusal." + rule.About
	case "no-reasons":
		return "reasons"
	case "not-a-full-grant", "not-a-partial-grant", "no-such-outcome":
		return "outcome"
	case "no-clause":
		return "clause." + rule.About
	case "no-reason-for-variable":
		return "reason." + rule.About
	}
	return ""
}
