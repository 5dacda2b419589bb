package letters

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A play takes a case through commands, and keeps what happened and what was
// written.
type play struct {
	t      testing.TB
	c      permits.Case
	events []permits.Event
	texts  []permits.Text
	now    time.Time
	cat    *registers.Catalogue
	lang   string
}

// do plays one command, an hour after the one before.
func (p *play) do(command func(c permits.Case) (permits.Case, permits.Event, error)) {
	p.t.Helper()
	p.now = p.now.Add(time.Hour)
	c, e, err := command(p.c)
	if err != nil {
		p.t.Fatal(err)
	}
	p.texts, c.Written = append(p.texts, c.Written...), nil
	p.c, p.events = c, append(p.events, e)
}

// heard opens a hearing and has it answered.
func (p *play) heard(purpose string, points, answer words2, consents bool) {
	p.t.Helper()
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.Hear(presenter, c.Version, purpose, points.in(p.lang), registers.Day{}, p.now)
	})
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.Answer(applicant, c.Version, answer.in(p.lang), consents, p.now)
	})
}

// letter is the input of the letter that the last command owes.
func (p *play) letter() Input {
	return Input{Case: p.c, Event: p.events[len(p.events)-1], No: 3, Texts: p.texts, Catalogue: p.cat, Events: p.events, Language: p.lang,
		People: map[permits.UserID]permits.Actor{"aino": applicant, "eero": colleague, "paivi": presenter, "henrik": decider, "ritva": another}}
}

var another = permits.Actor{ID: "ritva", Identified: "loa3", Name: "Ritva Salo", Email: "ritva@example.org", Body: permits.KEHA, Duties: []permits.Duty{permits.Decider}}

// signedHash is that of the letter that the officials of the tests sign.
const signedHash = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"

// review is a case that its presenter has taken.
func review(t testing.TB, lang string, at time.Time) *play {
	t.Helper()
	p := &play{t: t, now: at, cat: catalogue(t), lang: lang}
	a := decided(t, lang, permits.GrantAll, at).Case.Application
	p.do(func(permits.Case) (permits.Case, permits.Event, error) {
		return permits.NewCase("KEHA-17-2020", applicant, p.now)
	})
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.Save(applicant, c.Version, a, nil, p.now)
	})
	p.c.Attached = annexes(a, p.now)
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		return c.Submit(applicant, c.Version, p.cat, p.now)
	})
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) { return c.Take(presenter, p.now) })
	return p
}

// served is a case that was decided so, signed and served.
func served(t testing.TB, lang string, outcome permits.Outcome, at time.Time) *play {
	t.Helper()
	in := decided(t, lang, outcome, at)
	p := &play{t: t, c: in.Case, events: in.Events, now: at.Add(24 * time.Hour), cat: in.Catalogue, lang: lang}
	p.c.Written = nil
	for _, who := range []permits.Actor{presenter, decider} {
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.SignLetter(who, c.Version, true, signedHash, p.now)
		})
	}
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		deemed, _ := permits.DeemedServed("electronic", p.now)
		return c.ServeBy(presenter, permits.Service{Manner: "electronic", Sent: p.now, Deemed: deemed}, p.now)
	})
	p.now = p.now.AddDate(0, 0, 4)
	return p
}

// permit is a permit in force.
func permit(t testing.TB, lang string, at time.Time) *play {
	t.Helper()
	p := served(t, lang, permits.GrantAll, at)
	p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
		c.Attached = []permits.Attachment{{Case: c.ID, No: 1, Kind: permits.ImpactAssessment, To: permits.ToMessage, Visible: true, Scan: permits.ScanClean}}
		return c.AcceptConditions(applicant, c.ConditionsSHA256(), p.now)
	})
	_, sha := permits.Undertaking(lang)
	for _, who := range []permits.Actor{applicant, colleague} {
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) { return c.Sign(who, sha, p.now) })
	}
	return p
}

// onRoute is at when the law of that day has that route, else other.
func onRoute(at time.Time, route permits.Route, other time.Time) time.Time {
	if law, err := permits.LawOn(registers.DayOf(at)); err == nil && law.Route == route {
		return at
	}
	return other
}

// A words pair is what somebody writes, in the language of the case.
type words2 struct{ fi, sv string }

func (w words2) in(lang string) string {
	if lang == "sv" {
		return w.sv
	}
	return w.fi
}

// stories lead to each kind of letter.
var stories = map[string]func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input){
	"supplement": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := review(t, lang, at)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Supplement(presenter, c.Version, []permits.Lack{
				{Field: "plan", Provision: "JulkL 28.1 §", Mandatory: true, Text: words2{
					"Suunnitelmasta puuttuu aineiston analyysimenetelmä. Kuvatkaa puolella sivulla, millä mallilla palveluun ohjauksen vaikutus arvioidaan.",
					"I planen saknas metoden för analysen. Beskriv på en halv sida med vilken modell effekten av hänvisningen till tjänster bedöms.",
				}.in(lang)},
				{Field: "disposal", Provision: "GDPR 5.1 e", Text: words2{"Milloin varmuuskopiot vanhenevat?", "När upphör säkerhetskopiorna?"}.in(lang)},
			}, registers.Day{}, "", p.now)
		})
		return permits.SupplementLetter, p.letter()
	},
	"offer": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := review(t, lang, at)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			s := c.Application.Scope
			s.Tables = []permits.ScopeTable{{Table: "person", Variables: []permits.ScopeVariable{
				{ID: "person.birth_date", Protection: registers.Year}, {ID: "person.sex", Protection: registers.Exact}, {ID: "person.municipality", Protection: registers.Region},
			}}, s.Tables[1]}
			s.Period.From = day("2018-01-01")
			return c.Offer(presenter, c.Version, s, words2{"Kuntatason tieto tekisi pienten kuntien asiakkaista tunnistettavia, ja maakunta riittää tutkimuskysymykseen.",
				"Uppgifter på kommunnivå skulle göra klienter i små kommuner identifierbara, och landskapet räcker för frågeställningen."}.in(lang), p.cat, p.now)
		})
		return permits.OfferLetter, p.letter()
	},
	"hearing": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := permit(t, lang, at)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Suspend(presenter, c.Version, words2{"Aineisto on havaittu työasemalla, joka ei kuulu käyttöympäristöön.", "Materialet har upptäckts på en arbetsstation som inte hör till miljön."}.in(lang), p.now)
		})
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Hear(presenter, c.Version, "revocation", words2{"Aineistoa on siirretty työasemalle vastoin määräystä 10.\n\nSiirrosta ei ole ilmoitettu määräyksen 18 mukaisesti.",
				"Material har flyttats till en arbetsstation i strid med föreskrift 10.\n\nFlyttningen har inte anmälts enligt föreskrift 18."}.in(lang), registers.Day{}, p.now)
		})
		return permits.HearingLetter, p.letter()
	},
	"statement": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := review(t, lang, at)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Ask(presenter, c.Version, permits.DPOStatement, words2{"KEHA-keskuksen tietosuojavastaava", "UF-centrets dataskyddsombud"}.in(lang), words2{"Ovatko suojatoimet riittävät, kun aineistossa on terveydentilaa koskevia tietoja?", "Är skyddsåtgärderna tillräckliga när materialet innehåller uppgifter om hälsotillstånd?"}.in(lang), registers.Day{}, p.now, permits.Asking{})

		})
		return permits.StatementLetter, p.letter()
	},
	"transfer": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := review(t, lang, at)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Transfer(presenter, c.Version, permits.PartTransfer, words2{"Tilastokeskus", "Statistikcentralen"}.in(lang),
				words2{"Hakemus siltä osin kuin siinä pyydetään vuotta 2016 vanhempia tietoja, liitteineen.", "Ansökan till den del som gäller uppgifter äldre än år 2016, med bilagor."}.in(lang), p.now)
		})
		return permits.TransferLetter, p.letter()
	},
	"lapse": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := review(t, lang, at)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Withdraw(applicant, c.Version, p.now)
		})
		return permits.LapseLetter, p.letter()
	},
	"lapse-change": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := permit(t, lang, at)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.AskChange(applicant, c.Version, permits.Delta{Until: c.PermitTerm().To.AddDate(1, 0, 0)}, words2{"Seuranta-aika pitenee vuodella.", "Uppföljningen förlängs med ett år."}.in(lang), p.cat, p.now)
		})
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.DropChange(applicant, c.Version, p.now)
		})
		return permits.LapseLetter, p.letter()
	},
	"service": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := permit(t, lang, at)
		in := p.letter()
		for _, e := range p.events {
			if e.Kind == permits.CaseServed {
				in.Event = e
			}
		}
		return permits.ServiceLetter, in
	},
	"suspension": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := permit(t, lang, at)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Suspend(presenter, c.Version, words2{"Aineisto on havaittu työasemalla, joka ei kuulu käyttöympäristöön.", "Materialet har upptäckts på en arbetsstation som inte hör till miljön."}.in(lang), p.now)
		})
		return permits.SuspensionLetter, p.letter()
	},
	"lift": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := permit(t, lang, at)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Suspend(presenter, c.Version, "X.", p.now)
		})
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) { return c.Lift(decider, c.Version, p.now) })
		return permits.LiftLetter, p.letter()
	},
	"change": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := permit(t, lang, at)
		until := p.c.PermitTerm().To.AddDate(1, 0, 0)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.AskChange(applicant, c.Version, permits.Delta{Until: until, Leader: "eero"}, words2{"Seuranta-aika pitenee vuodella, ja vastuu siirtyy.", "Uppföljningen förlängs med ett år, och ansvaret övergår."}.in(lang), p.cat, p.now)
		})
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			v, _ := c.InChange()
			return c.Propose(presenter, c.Version, true, permits.Decision{Outcome: permits.GrantPart, Withheld: []string{"people"},
				Term: registers.Period{From: c.PermitTerm().From, To: until}, Conditions: v.Permit.Decision.Conditions,
				Reasons: words2{"Jatko on tarpeen samaan tutkimuskysymykseen. Vastuullisen johtajan vaihtamiselle ei ole esitetty perustetta.",
					"Förlängningen behövs för samma frågeställning. För byte av ansvarig ledare har inget skäl angetts."}.in(lang),
				Considered: []permits.Considered{
					{Topic: "purpose", Text: words2{"Käyttötarkoitus pysyy samana.", "Ändamålet är detsamma."}.in(lang)},
					{Topic: "basis", Text: words2{"Käsittelyperuste jatkuu ennallaan.", "Grunden för behandlingen fortsätter."}.in(lang)},
					{Topic: "necessity", Text: words2{"Aineistoa tarvitaan seurantavuoden ajan, ei pidempään.", "Materialet behövs under uppföljningsåret, inte längre."}.in(lang)},
				}}, p.cat, p.now)
		})
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Decide(decider, c.Version, true, p.now)
		})
		return permits.ChangeLetter, p.measure()
	},
	"reopened": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := permit(t, lang, at)
		p.heard("correction", words2{"Päätöksessä käytetty selvitys aineiston käyttöympäristöstä oli puutteellinen.", "Utredningen om materialets användningsmiljö var bristfällig."},
			words2{"Suostumme korjaamiseen.", "Vi samtycker till rättelsen."}, true)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Reopen(decider, c.Version, "1", words2{"Käyttöympäristön lokitus ei vastannut hakemuksessa kerrottua.", "Loggningen i användningsmiljön motsvarade inte vad som angavs i ansökan."}.in(lang), false, "", p.now)
		})
		return permits.ReopenedLetter, p.letter()
	},
	"interim": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := permit(t, lang, at)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Interim(decider, c.Version, "court", true, words2{"Hallinto-oikeus kieltää aineiston toimittamisen, kunnes valitus on ratkaistu.", "Förvaltningsdomstolen förbjuder utlämnandet av materialet tills besvären har avgjorts."}.in(lang), p.now)
		})
		return permits.InterimLetter, p.letter()
	},
	"destruction": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := permit(t, lang, at)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) { return c.End(applicant, p.now) })
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.DeclareDestruction(applicant, c.Version, words2{"Aineisto ja kopiot on poistettu ympäristöstä, ja avaimet on tuhottu.", "Materialet och kopiorna har raderats ur miljön, och nycklarna har förstörts."}.in(lang), registers.DayOf(p.now).AddDate(0, 0, 60), p.now)
		})
		return permits.DestructionLetter, p.letter()
	},
	"reminder": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := permit(t, lang, at)
		p.now = p.c.PermitTerm().To.AddDate(0, 0, -80).Time()
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			due := c.Reminders(p.now)
			return c.Remind(presenter, c.Version, due[slices.IndexFunc(due, func(key string) bool { return strings.HasPrefix(key, "end-") })], p.now)
		})
		return permits.ReminderLetter, p.letter()
	},
	"corrected": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := permit(t, lang, at)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Correct(decider, c.Version, words2{"Liitteessä 1 muuttujan 3 nimi kuuluu oikein ”Asuinkunta”.", "I bilaga 1 ska namnet på variabel 3 rätteligen vara ”Hemkommun”."}.in(lang), "kirjoitusvirhe", true, p.now.AddDate(0, 0, 3), p.now)
		})
		return permits.DecisionLetter, p.letter()
	},
	"annex": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		return permits.SecretAnnex, decided(t, lang, permits.GrantAll, at)
	},
	"signed": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		in := decided(t, lang, permits.GrantAll, at)
		p := &play{t: t, c: in.Case, events: in.Events, now: at.Add(5 * time.Hour), cat: in.Catalogue, lang: lang}
		for _, who := range []permits.Actor{presenter, decider} {
			p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
				return c.SignLetter(who, c.Version, true, signedHash, p.now)
			})
		}
		return permits.DecisionLetter, p.letter()
	},
	"dismissed": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		p := review(t, lang, at)
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Propose(presenter, c.Version, true, permits.Decision{Outcome: permits.Dismiss, Scope: c.Application.Scope,
				Reasons: words2{"Hakemusta ei ole täydennetty, eikä sitä voida sellaisena ratkaista.", "Ansökan har inte kompletterats och kan inte avgöras som sådan."}.in(lang)}, p.cat, p.now)
		})
		p.do(func(c permits.Case) (permits.Case, permits.Event, error) {
			return c.Decide(decider, c.Version, true, p.now)
		})
		return permits.DecisionLetter, p.letter()
	},
	"short": func(t testing.TB, lang string, at time.Time) (permits.LetterKind, Input) {
		in := decided(t, lang, permits.GrantAll, at)
		in.Case.Decision.Short = true
		return permits.DecisionLetter, in
	},
}
