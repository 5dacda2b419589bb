package permits

import (
	"strings"
	"time"

	"pgregory.net/rapid"

	"tietolupa/registers"
)

var theCat, _ = registers.Load()

// aService is the number of a letter that was sent.
func aService(c Case, flag func(string) bool) int {
	if n := len(c.Life.Services); n > 0 && flag("another letter") {
		return c.Life.Services[n-1].No
	}
	return 0
}

// lastQuestion is what was asked last of c, or of its open change.
func lastQuestion(c Case) Inquiry {
	of, _ := c.InChange()
	if n := len(of.Handling.Statements); n > 0 {
		q, _ := of.Question(QuestionID{of.OfChange, n})
		return q
	}
	return Inquiry{}
}

// doMore tries the commands beyond the shortest road from draft to permit.
func doMore(c Case, command Command, by Actor, seen int, now time.Time, cat *registers.Catalogue, t *rapid.T) (Case, Event, error) {
	day := registers.DayOf(now)
	later := day.AddDate(0, 0, 20)
	flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
	narrow := c.Application.Scope
	narrow.Period.From = narrow.Period.From.AddDate(0, 1, 0)
	switch command {
	case DoInvite:
		return c.Invite(by, seen, rapid.SampledFrom(MemberRoles()).Draw(t, "role"), "joku@esimerkki.fi", "fi", now)
	case DoUninvite:
		return c.Uninvite(by, seen, len(c.Drafting.Invites), now)
	case DoJoin:
		return c.Join(by, rapid.IntRange(1, len(c.Drafting.Invites)+1).Draw(t, "invitation"), now)
	case DoRemoveMember:
		user := by.ID
		if n := len(c.Drafting.Members); n > 0 && flag("another") {
			user = c.Drafting.Members[n-1].User
		}
		return c.RemoveMember(by, seen, user, now)
	case DoAssign:
		return c.Assign(by, seen, rapid.SampledFrom([]Actor{paivi, mika, both}).Draw(t, "to"), now)
	case DoSubstitute:
		return c.Substitute(by, seen, mika, registers.Period{From: day, To: later}, now)
	case DoDeclare:
		return c.DeclareInterest(by, seen, by.ID, "4", "Läheinen.", now)
	case DoNote:
		return c.Note(by, seen, "title", "Soitto.", now)
	case DoMessage:
		return c.Message(by, seen, "title", 0, "Hei.", now)
	case DoComplete:
		return c.Complete(by, seen, now)
	case DoSupplement:
		return c.Supplement(by, seen, []Lack{{"plan", "HL 22 §", "Puuttuu.", true}, {"title", "HL 22 §", "Tarkenna.", false}}, registers.Day{}, "Uusi seikka.", now)
	case DoReply:
		field := "title"
		if flag("mandatory") {
			field = "plan"
		}
		var changed *Application
		if flag("changed") {
			a := c.Application
			changed = &a
		}
		return c.Reply(by, seen, map[string]string{field: "Vastaus."}, changed, cat, now)
	case DoExtend:
		return c.Extend(by, seen, day.AddDate(0, 0, 90), now)
	case DoOffer:
		return c.Offer(by, seen, narrow, "Lyhyempi riittää.", cat, now)
	case DoAnswerOffer:
		return c.AnswerOffer(by, seen, flag("accept"), "", now)
	case DoHear:
		purpose := "decision"
		if c.State != InReview {
			purpose = rapid.SampledFrom([]string{"revocation", "correction"}).Draw(t, "about")
		}
		return c.Hear(by, seen, purpose, "Seikat.", later, now)
	case DoAnswer:
		return c.Answer(by, seen, "Vastaus.", flag("consents"), now)
	case DoAsk:
		return c.Ask(by, seen, rapid.SampledFrom([]string{OtherStatement, DPOStatement}).Draw(t, "kind"), "Kela", "Kysymys.", registers.Day{}, now, Asking{Email: "kirjaamo@kunta.fi"})
	case DoGiveOpinion:
		return c.GiveStatement(by, seen, len(c.Handling.Statements), "post", "Lausunto.", now)
	case DoInviteAnswerer:
		return c.InviteAnswerer(by, seen, len(c.Handling.Statements), "kirjaamo@kunta.fi", now)
	case DoTakeBack:
		return c.TakeBack(by, seen, len(c.Handling.Statements), "Ei tarvita.", now)
	case DoOpenQuestion:
		if q := lastQuestion(c); q.Invite() != nil {
			return c.OpenQuestion(by, q.ID, q.Invite().No, flag("other"), now)
		}
		return c.OpenQuestion(by, lastQuestion(c).ID, 1, false, now)
	case DoAnswerQuestion:
		return c.AnswerQuestion(by, lastQuestion(c).ID, "Lausunto.", now)
	case DoPause:
		return c.Pause(by, seen, "Lakimuutos.", now)
	case DoResume:
		return c.Resume(by, seen, now)
	case DoPromise:
		return c.Promise(by, seen, later, "Ruuhka.", now)
	case DoTransfer:
		return c.Transfer(by, seen, rapid.SampledFrom([]string{WholeTransfer, PartTransfer}).Draw(t, "kind"), "Kela", "Osa.", now)
	case DoDecideOther:
		return c.DecideOtherwise(by, seen, true, Decision{Outcome: Dismiss, Reasons: "Ei kuulu."}, cat, now)
	case DoDissent:
		return c.Dissent(by, seen, "Eri mieltä.", now)
	case DoSignLetter:
		return c.SignLetter(by, seen, true, strings.Repeat("a", 64), now)
	case DoRectify:
		return c.RectifyOf(by, seen, rapid.SampledFrom(append(c.Contestable(), "change-9")).Draw(t, "against"), time.Time{}, "Vaadin oikaisua.", now)
	case DoAppeal:
		return c.RecordAppealOf(by, seen, rapid.SampledFrom(append(c.Appealable(), "change-9")).Draw(t, "against"), "Itä-Suomen hallinto-oikeus", "1/2020", "Valitus.", now)
	case DoProposeRuling, DoJudgment:
		open := c.OpenOf(map[Command]string{DoProposeRuling: RectificationRemedy, DoJudgment: CourtRemedy}[command])
		if len(open) == 0 {
			open = []Remedy{{}}
		}
		r := rapid.SampledFrom(open).Draw(t, "remedy")
		outcome := rapid.SampledFrom([]string{RemedyRejected, RemedyDismissed, RemedyChanged, RemedyChangedPart, RemedyReturned, RemedyOverturned, RemedyWithdrawn}).Draw(t, "outcome")
		if command == DoJudgment {
			return c.RecordJudgment(by, seen, r.No, outcome, "Perustelut.", now)
		}
		return c.ProposeRuling(by, seen, Ruled{Remedy: r.No, Outcome: outcome, Reasons: "Perustelut.", Unbiased: true}, nil, now)
	case DoCourtRequest:
		return c.RecordCourtRequest(by, seen, len(c.Life.Remedies), day, later, "Lausukaa.", "Kumotaan.\nPalautetaan.", now)
	case DoProposeStatement:
		return c.ProposeCourtStatement(by, seen, CourtStatement{Request: len(c.Life.CourtRequests), Demand: "Hylättävä.", Answers: []string{"Ei.", "Ei."}, Grounds: "Päätös on oikea.", Unbiased: true}, now)
	case DoGiveStatement:
		return c.GiveCourtStatement(by, seen, !flag("silent on interest"), now)
	case DoReturnStatement:
		return c.ReturnCourtStatement(by, seen, "Tarkenna.", now)
	case DoSendStatement:
		return c.SendCourtStatement(by, seen, len(c.Life.CourtRequests), "service", day, "", now)
	case DoRule:
		return c.Rule(by, seen, !flag("silent on interest"), now)
	case DoReturnRuling:
		return c.ReturnRuling(by, seen, "Perustele.", now)
	case DoProposeRevocation:
		r := whole("Kiire.")
		switch rapid.SampledFrom([]string{"whole", "user", "variable", "order", "recipient"}).Draw(t, "part") {
		case "user":
			r.Part = &Part{Users: []UserID{rapid.SampledFrom([]UserID{"eero", "liisa", "aino"}).Draw(t, "user")}}
		case "variable":
			r.Part = &Part{Variables: []string{"person.sex"}, Tables: []string{"employment_code"}}
		case "order":
			r.Part = &Part{Orders: []OrderID{"T-1-2020"}}
		case "recipient":
			r.Part = &Part{Recipient: &Recipient{}}
		}
		return c.ProposeRevocation(by, seen, r, cat, now)
	case DoReturnRevocation:
		return c.ReturnRevocation(by, seen, "Perustele.", now)
	case DoInterim:
		return c.Interim(by, seen, "court", flag("closes"), "Määräys.", now)
	case DoCorrect:
		return c.Correct(by, seen, "Kirjoitusvirhe.", "Ilmeinen.", false, now, now)
	case DoReopen:
		return c.Reopen(by, seen, "1", "Selvitys oli puutteellinen.", flag("detriment"), "", now)
	case DoAskChange:
		d := Delta{Until: c.PermitTerm().To.AddDate(1, 0, 0)}
		if flag("leader") {
			d = Delta{Leader: "eero", Scope: &c.Application.Scope}
		}
		return c.AskChange(by, seen, d, "Tarvitaan.", cat, now)
	case DoDropChange:
		return c.DropChange(by, seen, now)
	case DoAcceptChange:
		return c.AcceptChange(by, seen, agreed(c), cat, now)
	case DoAddUser:
		return c.AddUser(by, seen, Participant{User: "liisa", Name: "Liisa"}, now)
	case DoSignAdded:
		_, sha := Undertaking("fi")
		return c.SignAdded(by, seen, sha, now)
	case DoApproveUser:
		return c.ApproveUser(by, seen, "liisa", flag("approve"), "Syy.", now)
	case DoRemoveUser:
		return c.RemoveUser(by, seen, "liisa", now)
	case DoSuspend:
		return c.Suspend(by, seen, "Epäily.", now)
	case DoLift:
		return c.Lift(by, seen, now)
	case DoReportError:
		return c.ReportError(by, seen, Order{ID: "T-1-2020", BasisID: string(c.ID), Delivery: &Delivery{SealedAt: now}}, "Rivejä puuttuu.", now)
	case DoSettleError:
		return c.SettleError(by, seen, 0, flag("found"), "Korjataan.", now)
	case DoDisputeRecord:
		return c.DisputeRecord(by, seen, 1, "Ei pidä.", now)
	case DoSettleRecord:
		return c.SettleRecord(by, seen, 1, flag("stands"), "Verrattu.", now)
	case DoCorrectRecord:
		return c.CorrectRecord(by, seen, 1, "Kirjattu uudelleen.", now)
	case DoBill:
		return c.Bill(by, seen, Order{ID: "T-1-2020", BasisID: string(c.ID), Delivery: &Delivery{SealedAt: now}}, 6, now)
	case DoFile:
		return c.File(by, seen, Publication, "Artikkeli.", now)
	case DoShowTitle:
		return c.ShowTitle(by, seen, "Nimi saa olla julkinen.", now)
	case DoRemind:
		reminder := ""
		if due := c.Reminders(now); len(due) > 0 {
			reminder = due[0]
		}
		return c.Remind(by, seen, reminder, now)
	case DoFetch:
		return c.Fetch(by, aService(c, flag), now)
	case DoPostLetter:
		return c.PostLetter(by, seen, aService(c, flag), now)
	case DoRecordService:
		return c.RecordService(by, seen, aService(c, flag), "receipt", day, "Saantitodistus 1.", now)
	case DoSendCorrected:
		d, err := c.Dispatch([]Letter{{Case: c.ID, No: 90, Kind: DecisionLetter, Language: c.LetterLanguage(), At: now}, {Case: c.ID, No: 91, Kind: SecretAnnex, Language: c.LetterLanguage(), At: now}}, cat, now)
		if err != nil {
			return Case{}, Event{}, err
		}
		d = c.DispatchCorrected(d)
		return c.SendCorrected(by, d, d.SHA256(), rapid.SampledFrom([]string{"electronic", "fetched", "receipt"}).Draw(t, "manner"), now)
	case DoClaimArrival:
		return c.ClaimArrival(by, seen, aService(c, flag), day, "Viesti tuli vasta nyt.", flag("authority"), now)
	case DoSettleArrival:
		return c.SettleArrival(by, seen, aService(c, flag), flag("found"), day, "Lokista ilmenee.", flag("authority"), now)
	case DoChallenge:
		ch, _ := codeOf(rapid.SampledFrom([]string{"age1recipient", "age1next"}).Draw(t, "key"))
		return c.ChallengeKey(by, seen, ch, now)
	case DoProve:
		return c.ProveKey(by, seen, rapid.SampledFrom([]string{"koodi", "koodi", "arvaus"}).Draw(t, "code"), now)
	case DoDestroy:
		return c.DeclareDestruction(by, seen, "Levyt tyhjennetty.", later, now)
	}
	return c.DestroyKey(by, seen, now)
}
