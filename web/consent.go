package web

import (
	"errors"
	"net/http"
	"strconv"

	"tietolupa/casbin"
	"tietolupa/postgres"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

const (
	consentTable   = registers.ConsentTable
	healthCategory = registers.HealthConsents
)

// consentOf is a client's answer about one item of the closed list (6 §), out
// of the rows of the record: the newest answer holds. Health consents stand side
// by side, each for what it names.
func consentOf(c postgres.ClientRecord, category string) registers.Consent {
	answer := registers.Consent{Answer: registers.NotAsked}
	begun := false
	for _, row := range c.Rows { // the newest first
		if row.Table != consentTable || row.Values["category"] != category {
			continue
		}
		one := registers.ConsentOfRow(row.Values)
		if !begun {
			answer, begun = one, true
			continue
		}
		if category == healthCategory && answer.Answer == registers.ConsentGiven && one.Answer == registers.ConsentGiven && one.Written {
			if answer.Withdrawn.IsZero() && one.Withdrawn.IsZero() {
				answer.Health = append(answer.Health, one.Health...)
			} else if one.Withdrawn.IsZero() {
				answer = one
			}
		}
	}
	return answer
}

type consentPage struct {
	page
	Client     clientHead
	Categories []consentCategory
	Health     []rowView
	Form       consentForm
	Answers    []registers.ConsentAnswer
}

type consentCategory struct {
	Item  string
	Name  registers.Names
	State registers.ConsentAnswer
	On    registers.Day
	Typed registers.ConsentAnswer // what the form has chosen
	Wrong string
}

type consentForm struct {
	Written       bool
	On, Reference string
	WrongOn       string
}

func (s *server) consentPage(r *http.Request, d desk, c postgres.ClientRecord) (p consentPage, err error) {
	if c.Subject != "person" {
		return p, errNotFound
	}
	if p.Client, err = s.clientHead(r, d, c); err != nil {
		return p, err
	}
	items, err := law.On(dayOf(d.visit)).ConsentItems()
	if err != nil {
		return p, err
	}
	for _, item := range items {
		if item.Item == healthCategory {
			continue
		}
		answer := consentOf(c, item.Item)
		on := answer.On
		if !answer.Withdrawn.IsZero() {
			on = answer.Withdrawn
		}
		state := answer.StateOn(dayOf(d.visit))
		p.Categories = append(p.Categories, consentCategory{Item: item.Item, Name: item.Name, State: state, On: on, Typed: state})
	}
	client := clientPath(s.clientToken(r.Context(), c.Subject, c.ID))
	for i := range c.Rows {
		if row := &c.Rows[i]; row.Table == consentTable && row.Values["category"] == healthCategory {
			p.Health = append(p.Health, s.rowView(d, &c, row, s.catalogue.shapes[consentTable].main, client+"/rows/"+s.rowToken(r.Context(), c, *row)))
		}
	}
	p.Answers = []registers.ConsentAnswer{registers.ConsentGiven, registers.Refused, registers.NotAsked}
	p.page = s.frame(r, s.texts.in(d.Lang, "consent.title"), crumb{s.texts.in(d.Lang, "registers.title"), "/registers"}, crumb{p.Client.Name, p.Client.Path})
	p.Path = r.URL.Path
	return p, nil
}

// getConsent shows what a client has answered about disclosure to employers.
func (s *server) getConsent(w http.ResponseWriter, r *http.Request) error {
	d, err := s.desk(r, casbin.RegisterRead)
	if err != nil {
		return err
	}
	c, err := s.openClient(r, d, "consents", registers.Viewing)
	if err != nil {
		return err
	}
	p, err := s.consentPage(r, d, c)
	if err != nil {
		return err
	}
	p.Form.On, _ = date(dayOf(d.visit))
	return s.render(w, r, http.StatusOK, "consent", &p)
}

// postConsent records the answers that have changed, all of them or none.
func (s *server) postConsent(w http.ResponseWriter, r *http.Request) error {
	d, err := s.desk(r, casbin.RegisterWrite)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	c, err := s.openClient(r, d, "consents", registers.Viewing)
	if err != nil {
		return err
	}
	p, err := s.consentPage(r, d, c)
	if err != nil {
		return err
	}
	p.Form = consentForm{Written: r.PostForm.Get("written") == "yes", On: trimmed(r, "on"), Reference: trimmed(r, "reference")}
	on, err := readDay(p.Form.On)
	if err != nil || on.IsZero() || dayOf(d.visit).Before(on) {
		p.Form.WrongOn = s.texts.in(d.Lang, "wrong.day")
		p.Wrong.add("on", p.Form.WrongOn)
	}
	var writes []postgres.Write
	for i := range p.Categories {
		category := &p.Categories[i]
		category.Typed = registers.ConsentAnswer(r.PostForm.Get("answer." + category.Item))
		if category.Typed == "" || category.Typed == category.State {
			category.Typed = category.State
			continue
		}
		w, err := s.answerWrite(d, c, *category, p.Form, on)
		if rule, ok := errors.AsType[*registers.RuleError](err); ok {
			category.Wrong = rule.In(d.Lang)
			p.Wrong.add("answer."+category.Item, category.Wrong)
			continue
		}
		if err != nil {
			return err
		}
		writes = append(writes, w)
	}
	if err := s.mayWrite(d, c, writes); err != nil {
		return err
	}
	if len(p.Wrong) == 0 && len(writes) > 0 {
		_, err = s.registers.WriteRecords(r.Context(), writes...)
	}
	if rule, ok := errors.AsType[*registers.RuleError](err); ok && len(p.Wrong) == 0 {
		p.Wrong.add("", rule.In(d.Lang))
	} else if err != nil && len(p.Wrong) == 0 {
		return err
	}
	if len(p.Wrong) > 0 {
		return s.render(w, r, http.StatusUnprocessableEntity, "consent", &p)
	}
	flash := "record.done"
	if len(writes) == 0 {
		flash = "record.same"
	}
	return s.done(w, r, r.URL.Path, s.texts.in(d.Lang, flash))
}

// answerWrite is the row of a new answer. A consent that is refused afterwards
// is withdrawn: it stays with the day on which it ended.
func (s *server) answerWrite(d desk, c postgres.ClientRecord, category consentCategory, f consentForm, on registers.Day) (postgres.Write, error) {
	w := postgres.Write{Actor: d.Actor.ID, Record: registers.Record{Table: consentTable, Subject: c.ID, Purpose: d.Purpose.Code,
		Office: string(d.Actor.Body), Source: "person", Recorder: string(d.Actor.ID)}}
	if category.State == registers.ConsentGiven && category.Typed == registers.Refused {
		if _, err := registers.Withdraw(consentOf(c, category.Item), on); err != nil {
			return w, err
		}
		for _, row := range c.Rows {
			if row.Table == consentTable && row.Values["category"] == category.Item {
				w.Key, w.Version, w.Office, w.Values = row.Key, row.Version, row.Office, map[string]string{"withdrawn_on": on.String()}
				return w, nil
			}
		}
	}
	w.Values = map[string]string{"category": category.Item, "state": string(category.Typed), "written": strconv.FormatBool(f.Written),
		"recorded_on": on.String()}
	if f.Reference != "" {
		w.Values["text_reference"] = f.Reference
	}
	if category.Typed == registers.NotAsked { // what has been answered has been asked
		return w, registers.CheckConsent(registers.Consent{Answer: registers.NotAsked, On: on}, on)
	}
	return w, registers.CheckConsentRow(w.Values, dayOf(d.visit))
}
