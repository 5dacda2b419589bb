package permits

import (
	"maps"
	"slices"
	"time"

	"tietolupa/registers"
)

// added is the latest request for u to be a named user after the decision, or nil.
func (c Case) added(u UserID) *AddedUser {
	for i := len(c.Life.Added) - 1; i >= 0; i-- {
		if a := &c.Life.Added[i]; u != "" && a.Person.User == u {
			return a
		}
	}
	return nil
}

// asked says whether u has been asked for and not been answered.
func (c Case) asked(u UserID) bool {
	a := c.added(u)
	return a != nil && a.Approved.IsZero() && a.Declined.IsZero()
}

// UsersWaiting lists those asked for who have signed and wait for the
// authority: it answers within five working days of the signature.
func (c Case) UsersWaiting() (waiting []AddedUser) {
	for _, a := range c.Life.Added {
		if a.Signed != nil && a.Approved.IsZero() && a.Declined.IsZero() {
			waiting = append(waiting, a)
		}
	}
	return waiting
}

// AddUser asks for one more named user. Who was declined or removed may be asked
// for anew, and signs and waits like any other.
func (c Case) AddUser(by Actor, seen int, p Participant, now time.Time) (Case, Event, error) {
	if err := c.ready(DoAddUser, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	switch {
	case p.User == "":
		return Case{}, Event{}, denyAbout("participant-unknown", p.Email)
	case slices.Contains(c.Users(), p.User) || c.asked(p.User):
		return Case{}, Event{}, denyAbout("participant-twice", p.Name)
	}
	p.Leader = false
	c.Life.Added = append(slices.Clone(c.Life.Added), AddedUser{Person: p, By: by.ID, At: now})
	return c.step(UserAsked, by, now, map[string]string{"user": string(p.User)})
}

// SignAdded is the undertaking of a user who was asked for after the decision.
func (c Case) SignAdded(by Actor, seen int, sha256 string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoSignAdded, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	lang := undertakingIn(sha256)
	if lang == "" {
		return Case{}, Event{}, deny("other-text")
	}
	c.Life.Added = slices.Clone(c.Life.Added)
	c.added(by.ID).Signed = &Signature{By: by.ID, At: now, SHA256: sha256, Language: lang}
	return c.step(UserSigned, by, now, map[string]string{"text": sha256, "language": lang})
}

// ApproveUser lets in a user who has signed, or declines with a reason.
func (c Case) ApproveUser(by Actor, seen int, u UserID, approve bool, why string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoApproveUser, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if err := Delegated("people", by, registers.DayOf(now)); err != nil {
		return Case{}, Event{}, err
	}
	if !slices.ContainsFunc(c.UsersWaiting(), func(a AddedUser) bool { return a.Person.User == u }) {
		return Case{}, Event{}, deny("nothing-asked")
	}
	if !approve && empty(why) {
		return Case{}, Event{}, deny("no-reasons")
	}
	c.Life.Added = slices.Clone(c.Life.Added)
	a, kind := c.added(u), UserApproved
	a.Approver = by.ID
	if approve {
		a.Approved = now
		c.Life.Removed = slices.DeleteFunc(slices.Clone(c.Life.Removed), func(r UserID) bool { return r == u })
	} else {
		a.Declined, kind = now, UserDeclined
	}
	a.Why = c.text(ReasonText, "people", 0, by, true, why, now)
	return c.step(kind, by, now, map[string]string{"user": string(u)})
}

// RemoveUser takes a named user's access away at once.
func (c Case) RemoveUser(by Actor, seen int, u UserID, now time.Time) (Case, Event, error) {
	if err := c.ready(DoRemoveUser, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if u == c.Leader() || !slices.Contains(c.Users(), u) {
		return Case{}, Event{}, deny("not-a-named-user")
	}
	c.Life.Removed = append(slices.Clone(c.Life.Removed), u)
	return c.step(UserRemoved, by, now, map[string]string{"user": string(u)})
}

// ReportError tells of an error in the delivery of an order. Told within 30
// days of its sealing, it is corrected free of charge with the same pseudonyms.
func (c Case) ReportError(by Actor, seen int, of Order, words string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoReportError, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	switch {
	case of.BasisID != string(c.ID) || of.Delivery == nil:
		return Case{}, Event{}, deny("not-sealed")
	case empty(words):
		return Case{}, Event{}, deny("no-reasons")
	}
	e := DeliveryError{No: len(c.Life.Errors) + 1, Order: of.ID, Cause: of.Cause, By: by.ID, At: now, Text: c.text(ErrorText, string(of.ID), 0, by, true, words, now)}
	last := registers.DayOf(of.Delivery.SealedAt).AddDate(0, 0, TermDays("delivery-error", registers.DayOf(now)))
	e.Free = !last.Before(registers.DayOf(now))
	c.Life.Errors = append(slices.Clone(c.Life.Errors), e)
	return c.step(ErrorReported, by, now, map[string]string{"no": number(e.No), "order": string(of.ID), "text": e.Text.SHA256})
}

// SettleError says whether error no was one: if so, the delivery is due anew. 0
// is the first that is unsettled.
func (c Case) SettleError(by Actor, seen, no int, found bool, words string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoSettleError, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if c.openError(no) == nil {
		return Case{}, Event{}, deny("nothing-asked")
	}
	if empty(words) {
		return Case{}, Event{}, deny("no-reasons")
	}
	c.Life.Errors = slices.Clone(c.Life.Errors)
	e := c.openError(no)
	e.Settled, e.Found, e.Answer = now, found, c.text(ReplyText, string(e.Order), e.Text.No, by, true, words, now)
	return c.step(ErrorSettled, by, now, map[string]string{"no": number(e.No), "order": string(e.Order)})
}

// openError is unsettled error no, or the first of them for 0.
func (c Case) openError(no int) *DeliveryError {
	i := slices.IndexFunc(c.Life.Errors, func(e DeliveryError) bool { return e.Settled.IsZero() && (no == 0 || e.No == no) })
	if i < 0 {
		return nil
	}
	return &c.Life.Errors[i]
}

// File tells of a publication or gives a report on the use of the data.
func (c Case) File(by Actor, seen int, kind, words string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoFile, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if kind != UseReport && kind != Publication || empty(words) {
		return Case{}, Event{}, deny("nothing-answered")
	}
	f := Filed{Kind: kind, By: by.ID, At: now, Text: c.text(TextKind(kind), "", 0, by, true, words, now)}
	c.Life.Filed = append(slices.Clone(c.Life.Filed), f)
	event := ReportFiled
	if kind == Publication {
		event = PublicationFiled
	}
	return c.step(event, by, now, map[string]string{"text": f.Text.SHA256})
}

// Suspend closes downloads and new orders within the hour (letters 7 F0), until
// Lift or Revoke.
func (c Case) Suspend(by Actor, seen int, reason string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoSuspend, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if empty(reason) {
		return Case{}, Event{}, deny("no-reasons")
	}
	s := Suspension{By: by.ID, At: now, Reason: c.text(ReasonText, "suspension", 0, by, true, reason, now)}
	c.Life.Suspension = &s
	return c.step(PermitSuspended, by, now, map[string]string{"text": s.Reason.SHA256})
}

// Lift ends a suspension.
func (c Case) Lift(by Actor, seen int, now time.Time) (Case, Event, error) {
	if err := c.ready(DoLift, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	c.Life.Suspension = nil
	return c.step(SuspensionLifted, by, now, nil)
}

// remindedBy are the events of reminders that have a message of their own.
var remindedBy = map[string]EventKind{"court": CourtTermNear, "statement": QuestionReminded, "price": PriceToAccept}

// Remind records that a reminder was sent; each is sent once.
func (c Case) Remind(by Actor, seen int, reminder string, now time.Time) (Case, Event, error) {
	if err := c.ready(DoRemind, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	due := c.dueReminders(now)
	i := slices.IndexFunc(due, func(r reminding) bool { return r.key() == reminder })
	if i < 0 {
		return Case{}, Event{}, deny("no-reminder-due")
	}
	c.Life.Reminded = maps.Clone(c.Life.Reminded)
	if c.Life.Reminded == nil {
		c.Life.Reminded = map[string]string{}
	}
	c.Life.Reminded[reminder] = now.UTC().Format(time.RFC3339)
	kind := ReminderSent
	switch {
	case due[i].desk && due[i].kind == "fetch":
		kind = LetterUnfetched
		c.lapses(now)
	case remindedBy[due[i].kind] != "":
		kind = remindedBy[due[i].kind]
	case due[i].desk:
		kind = DutyOverdue
	}
	return c.step(kind, by, now, map[string]string{"reminder": reminder})
}

// DeclareDestruction is the responsible person's declaration that data, copies
// and results on individuals are destroyed, and when the last backup will be: of an
// ended permit all of them, of one that stands what a revocation in part took.
func (c Case) DeclareDestruction(by Actor, seen int, words string, backups registers.Day, now time.Time) (Case, Event, error) {
	if err := c.ready(DoDestroy, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	if empty(words) || backups.IsZero() {
		return Case{}, Event{}, deny("nothing-answered")
	}
	ref := c.text(DestructionText, "", 0, by, true, words, now)
	d := &Destruction{Signature: Signature{By: by.ID, At: now, SHA256: ref.SHA256}, Backups: backups, Text: ref}
	detail := map[string]string{"text": ref.SHA256, "backups": backups.String()}
	if c.State == InForce || c.State == Served {
		i := c.undestroyedPart()
		c.Life.Revocations = slices.Clone(c.Life.Revocations)
		c.Life.Revocations[i].Destroyed, detail["revocation"] = d, number(c.Life.Revocations[i].No)
		return c.step(PartDestroyed, by, now, detail)
	}
	c.Life.Destroyed, c.State = d, Destroyed
	return c.step(DataDestroyed, by, now, detail)
}

// DestroyKey records that the pseudonyms' key is destroyed (condition 17).
func (c Case) DestroyKey(by Actor, seen int, now time.Time) (Case, Event, error) {
	if err := c.ready(DoDestroyKey, by, seen, now); err != nil {
		return Case{}, Event{}, err
	}
	c.Life.KeyGone = now
	return c.step(KeyDestroyed, by, now, nil)
}

// KeyWasDestroyed says of a case that came back with a restored backup that its
// key was destroyed at that time: the key is gone whatever state the backup has it
// in, and no data leave on it any more.
func (c Case) KeyWasDestroyed(at, now time.Time) (Case, Event, error) {
	if !c.Life.KeyGone.IsZero() {
		return Case{}, Event{}, deny("key-destroyed")
	}
	c.Life.KeyGone = at
	return c.step(KeyDestroyed, Actor{ID: ServiceID}, now, map[string]string{"replayed": "yes"})
}
