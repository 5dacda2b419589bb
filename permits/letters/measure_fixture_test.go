package letters

import (
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// measure has both officials sign the letter of the latest measure.
func (p *play) measure() Input {
	p.t.Helper()
	m := p.c.Life.Measures[len(p.c.Life.Measures)-1]
	for _, who := range []permits.UserID{m.Presenter, m.Decider} {
		by := map[permits.UserID]permits.Actor{"paivi": presenter, "henrik": decider, "ritva": another}[who]
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.SignLetter(by, c.Version, true, signedHash, p.now)
		})
	}
	return p.letter()
}

// rectified demands rectification of a decision of p, and has it ruled on.
func (p *play) rectified(against, outcome string, demand, ruling words2) {
	p.t.Helper()
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.RectifyOf(applicant, c.Version, against, time.Time{}, demand.in(p.lang), p.now)
	})
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.ProposeRuling(presenter, c.Version, permits.Ruled{Remedy: len(c.Life.Remedies), Outcome: outcome, Reasons: ruling.in(p.lang), Unbiased: true}, nil, p.now)
	})
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.Rule(another, c.Version, true, p.now)
	})
}

// judged has an appeal against a decision of p come and end in court.
func (p *play) judged(against, outcome string, judgment words2) {
	p.t.Helper()
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.RecordAppealOf(presenter, c.Version, against, words2{"Pohjois-Suomen hallinto-oikeus", "Norra Finlands förvaltningsdomstol"}.in(p.lang), "1234/03.04.04/2025", "X", p.now)
	})
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.RecordJudgment(another, c.Version, len(c.Life.Remedies), outcome, judgment.in(p.lang), p.now)
	})
}

// refused is a case that was refused and served.
func refused(t testing.TB, lang string, at time.Time) *play {
	return served(t, lang, permits.RefuseAll, at)
}

// ruling leads to the letter of a ruling on the decision of the case that begins so.
func ruling(begin func(testing.TB, string, time.Time) *play, outcome string, demand, words words2) func(testing.TB, string, time.Time) (permits.LetterKind, Input) {
	return func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := begin(t, lang, onRoute(at, permits.Rectification, autumn2020))
		p.rectified("", outcome, demand, words)
		return permits.RulingLetter, p.measure()
	}
}

// revoked is a permit revoked for a breach of its conditions, whole or in part.
func revoked(t testing.TB, lang string, part *permits.Part, at time.Time) *play {
	t.Helper()
	p := permit(t, lang, at)
	p.heard("revocation", words2{"Aineistoa on siirretty työasemalle vastoin määräystä 10.", "Material har flyttats till en arbetsstation i strid med föreskrift 10."},
		words2{"Siirto oli vahinko, ja tiedosto on poistettu.", "Flyttningen var ett misstag, och filen har raderats."}, false)
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.ProposeRevocation(presenter, c.Version, permits.Revoking{
			Part: part, Unbiased: true,
			Reasons: words2{"Määräystä 10 on rikottu. Ei ole enää ilmeistä, ettei suojattua etua loukata: käyttöympäristö ei estänyt siirtoa.",
				"Föreskrift 10 har överträtts. Det är inte längre uppenbart att det skyddade intresset inte kränks: miljön hindrade inte flyttningen."}.in(lang),
			Milder: words2{"Varoitus tai uusi määräys ei riittäisi, koska rikkomus olisi voinut toistua huomaamatta.",
				"En varning eller en ny föreskrift skulle inte räcka, eftersom överträdelsen kunde ha upprepats obemärkt."}.in(lang),
		}, p.cat, p.now)
	})
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.Dissent(presenter, c.Version, words2{"Huomautus olisi riittänyt.", "En anmärkning hade räckt."}.in(lang), p.now)
	})
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.Revoke(decider, c.Version, true, p.now)
	})
	return p
}

// feeRuled is a permit whose fee for a retrieval has been rectified in part.
func feeRuled(t testing.TB, lang string, at time.Time) *play {
	t.Helper()
	p := permit(t, lang, onRoute(at, permits.Rectification, autumn2020))
	p.c.Decision.Fee = nil
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.Bill(presenter, c.Version, permits.Order{ID: "T-1-2020", BasisID: string(c.ID), Delivery: &permits.Delivery{}}, 8, p.now)
	})
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.RectifyFee(applicant, c.Version, 1, words2{"Poiminta ei voinut kestää kahta tuntia.", "Uttaget kan inte ha tagit två timmar."}.in(lang), p.now)
	})
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.ProposeRuling(presenter, c.Version, permits.Ruled{Remedy: 1, Outcome: permits.RemedyChangedPart, Credit: 2600, Unbiased: true,
			Reasons: words2{"Yksi neljännestunti kirjattiin kahdesti.", "En kvart antecknades två gånger."}.in(lang)}, p.cat, p.now)
	})
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.Rule(another, c.Version, true, p.now)
	})
	return p
}

// courtOnFee leads to the notice of how a court ended the appeal against a ruling on a
// fee.
func courtOnFee(outcome string, credit int, judgment words2) func(testing.TB, string, time.Time) (permits.LetterKind, Input) {
	return func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := feeRuled(t, lang, at)
		p.measure()
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.RecordAppealOf(presenter, c.Version, "charge-1", words2{"Pohjois-Suomen hallinto-oikeus", "Norra Finlands förvaltningsdomstol"}.in(lang), "77/2021", "X", p.now)
		})
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.RecordJudgmentOn(another, c.Version, permits.Ruled{Remedy: 2, Outcome: outcome, Credit: credit, Reasons: judgment.in(lang)}, p.now)
		})
		return permits.CourtLetter, p.letter()
	}
}

// courtStatement leads to the statement that a court asked for on a refusal.
func courtStatement(signed bool) func(testing.TB, string, time.Time) (permits.LetterKind, Input) {
	return func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := refused(t, lang, onRoute(at, permits.Appeal, spring2025))
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.RecordAppeal(presenter, c.Version, words2{"Pohjois-Suomen hallinto-oikeus", "Norra Finlands förvaltningsdomstol"}.in(lang), "1234/03.04.04/2025", "X", p.now)
		})
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			day := registers.DayOf(p.now)
			return c.RecordCourtRequest(presenter, c.Version, 1, day, day.AddDate(0, 0, 30),
				words2{"Lausunnossa pyydetään vastaamaan myös siihen, miten hakijaa kuultiin.", "I utlåtandet ska även anges hur sökanden hördes."}.in(lang),
				words2{"Päätös on kumottava ja lupa myönnettävä.\nAsia on joka tapauksessa palautettava.", "Beslutet ska upphävas och tillståndet beviljas.\nÄrendet ska i varje fall återförvisas."}.in(lang), p.now)
		})
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.ProposeCourtStatement(presenter, c.Version, permits.CourtStatement{
				Request: 1, Unbiased: true, Demand: words2{"Valitus on hylättävä perusteettomana.", "Besvären ska avslås som ogrundade."}.in(lang),
				Answers: []string{
					words2{"Hakemuksesta ei ilmene, mihin jaksoja tarvitaan. Valituksessa ei ole esitetty uutta selvitystä.", "Av ansökan framgår inte vartill perioderna behövs. I besvären har ingen ny utredning lagts fram."}.in(lang),
					words2{"Hakijaa on kuultu, ja asia on selvitetty riittävästi.", "Sökanden har hörts, och ärendet har utretts tillräckligt."}.in(lang),
				},
				Grounds: words2{"Julkisuuslain 28 §:n mukaan luvan edellytyksenä on, että suojattavaa etua ei ilmeisesti loukata.", "Enligt 28 § i offentlighetslagen förutsätter tillstånd att det är uppenbart att det skyddade intresset inte kränks."}.in(lang),
			}, p.now)
		})
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.GiveCourtStatement(decider, c.Version, true, p.now)
		})
		if signed {
			return permits.CourtStatementLetter, p.measure()
		}
		return permits.CourtStatementLetter, p.letter()
	}
}

var (
	demandDetail  = words2{"Vaadin, että kotikunta annetaan kunnan tarkkuudella.", "Jag yrkar att hemkommunen lämnas ut på kommunnivå."}
	demandPermit  = words2{"Vaadin, että lupa myönnetään.", "Jag yrkar att tillståndet beviljas."}
	rulingNeeded  = words2{"Kotikunta on tarpeen alueellisten erojen tutkimiseen, ja riski voidaan rajata määräyksin.", "Hemkommunen behövs för att undersöka regionala skillnader, och risken kan begränsas genom föreskrifter."}
	rulingPartly  = words2{"Vaatimus on aiheellinen suurimpien kuntien osalta. Pienissä kunnissa tunnistamisen riski on liian suuri.", "Yrkandet är befogat för de största kommunerna. I små kommuner är risken för identifiering för stor."}
	rulingNothing = words2{"Vaatimuksessa ei ole esitetty uutta selvitystä.", "I begäran har ingen ny utredning lagts fram."}
	rulingLate    = words2{"Vaatimus saapui määräajan jälkeen.", "Begäran inkom efter fristens utgång."}
)

func init() {
	for name, story := range map[string]func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input){
		"revocation": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
			return permits.RevocationLetter, revoked(t, lang, nil, at).measure()
		},
		"revocation-part": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
			part := permits.Part{Users: []permits.UserID{"eero"}, Tables: []string{"employment_code"}, Recipient: &permits.Recipient{}, Orders: []permits.OrderID{"T-4-2020"}}
			return permits.RevocationLetter, revoked(t, lang, &part, at).measure()
		},
		"revocation-unsigned": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
			return permits.RevocationLetter, revoked(t, lang, &permits.Part{Users: []permits.UserID{"eero"}}, at).letter()
		},
		"ruling":          ruling(permit, permits.RemedyChanged, demandDetail, rulingNeeded),
		"ruling-part":     ruling(permit, permits.RemedyChangedPart, demandDetail, rulingPartly),
		"ruling-refusal":  ruling(refused, permits.RemedyChanged, demandPermit, rulingNeeded),
		"ruling-rejected": ruling(refused, permits.RemedyRejected, demandPermit, rulingNothing),
		"ruling-late": ruling(func(t testing.TB, lang string, at time.Time) *play {
			p := refused(t, lang, at)
			p.now = p.now.AddDate(0, 2, 0)
			return p
		}, permits.RemedyDismissed, demandPermit, rulingLate),
		"ruling-fee": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
			return permits.RulingLetter, feeRuled(t, lang, at).measure()
		},
		"court-fee":          courtOnFee(permits.RemedyChanged, 5200, words2{"Hallinto-oikeus katsoi, että vain tunti on laskutettava.", "Förvaltningsdomstolen ansåg att endast en timme ska faktureras."}),
		"court-fee-returned": courtOnFee(permits.RemedyReturned, 0, words2{"Hallinto-oikeus palautti asian perustelujen puutteen vuoksi.", "Förvaltningsdomstolen återförvisade ärendet på grund av bristfällig motivering."}),
		"ruling-revocation-part": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
			p := revoked(t, lang, nil, onRoute(at, permits.Rectification, autumn2020))
			p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
				return c.RectifyOf(applicant, c.Version, permits.RevocationRemedy, time.Time{}, words2{"Vaadin, että peruuttaminen kumotaan.", "Jag yrkar att återkallelsen upphävs."}.in(lang), p.now)
			})
			p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
				return c.ProposeRuling(presenter, c.Version, permits.Ruled{Remedy: 1, Outcome: permits.RemedyChangedPart, Stays: &permits.Part{Variables: []string{"person.municipality"}}, Unbiased: true,
					Reasons: words2{"Rikkomus koski vain kotikuntaa.", "Överträdelsen gällde endast hemkommunen."}.in(lang)}, p.cat, p.now)
			})
			p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
				return c.Rule(another, c.Version, true, p.now)
			})
			return permits.RulingLetter, p.measure()
		},
		"ruling-revocation": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
			p := revoked(t, lang, nil, onRoute(at, permits.Rectification, autumn2020))
			p.rectified(permits.RevocationRemedy, permits.RemedyOverturned, words2{"Vaadin, että peruuttaminen kumotaan.", "Jag yrkar att återkallelsen upphävs."},
				words2{"Rikkomus oli vähäinen, ja se on korjattu. Huomautus riittää.", "Överträdelsen var ringa och har åtgärdats. En anmärkning räcker."})
			return permits.RulingLetter, p.measure()
		},
		"court-statement":          courtStatement(true),
		"court-statement-unsigned": courtStatement(false),
		"court": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
			p := permit(t, lang, onRoute(at, permits.Appeal, spring2025))
			p.judged("", permits.RemedyReturned, words2{"Hallinto-oikeus kumosi päätöksen ja palautti asian perustelujen puutteen vuoksi.", "Förvaltningsdomstolen upphävde beslutet och återförvisade ärendet på grund av bristfällig motivering."})
			return permits.CourtLetter, p.letter()
		},
		"court-refusal": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
			p := refused(t, lang, onRoute(at, permits.Appeal, spring2025))
			p.judged("", permits.RemedyReturned, words2{"Hallinto-oikeus kumosi hylkäävän päätöksen.", "Förvaltningsdomstolen upphävde avslaget."})
			return permits.CourtLetter, p.letter()
		},
		"court-revocation": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
			p := revoked(t, lang, nil, onRoute(at, permits.Appeal, spring2025))
			p.judged(permits.RevocationRemedy, permits.RemedyReturned, words2{"Hallinto-oikeus kumosi peruuttamispäätöksen ja palautti asian kuulemisvirheen vuoksi.", "Förvaltningsdomstolen upphävde återkallelsebeslutet och återförvisade ärendet på grund av fel i hörandet."})
			return permits.CourtLetter, p.letter()
		},
	} {
		stories[name] = story
	}
}
