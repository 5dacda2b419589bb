package permits

import (
	"archive/zip"
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var testLimits = AttachLimits{Bytes: 1000, Total: 1500, Files: 5}

// annex is one that aino may attach to a draft.
func annex() Attachment {
	return Attachment{Kind: ResearchPlan, To: ToApplication, Name: "suunnitelma.pdf", Type: PDF, Size: 100, SHA256: strings.Repeat("a", 64)}
}

func attached(no int, change func(*Attachment)) Attachment {
	a := annex()
	a.Case, a.No, a.By, a.At, a.Visible, a.Scan = "KEHA-1-2020", no, "aino", start, true, ScanClean
	if change != nil {
		change(&a)
	}
	return a
}

func init() {
	attach := func(name string, s State, by Actor, change func(*Attachment), have ...Attachment) {
		breaches = append(breaches, breach{name, doing(s, func(c Case) error {
			a := annex()
			change(&a)
			_, err := c.Attach(by, a, have, testLimits, ScanPending, hours(9))
			return err
		})})
	}
	gone := func(a *Attachment) { a.Deleted = start }
	attach("attachment-empty", Draft, aino, func(a *Attachment) { a.Size = 0 })
	attach("attachment-too-large one", Draft, aino, func(a *Attachment) { a.Size = 1001 })
	attach("attachment-too-large together", Draft, aino, func(a *Attachment) { a.Size = 900 }, attached(1, func(a *Attachment) { a.Size = 900 }))
	attach("no-such-annex kind", Draft, aino, func(a *Attachment) { a.Kind = "song" })
	attach("no-such-annex part", Draft, aino, func(a *Attachment) { a.To = "nowhere" })
	attach("attachment-closed sent", Submitted, aino, func(a *Attachment) { a.To = ToReply })
	attach("attachment-closed early", InReview, aino, func(a *Attachment) { a.To = ToReport })
	attach("not-your-application attach", Draft, eero, func(*Attachment) {})
	attach("not-your-application reply", InReview, liisa, func(a *Attachment) { a.To = ToReply })
	attach("own-case statement", InReview, Actor{ID: "eero", Body: KEHA, Duties: []Duty{Presenter}}, func(a *Attachment) { a.To = ToStatement })
	attach("attachment-of-another", Draft, aino, func(a *Attachment) { a.Replaces = 1 }, attached(1, func(a *Attachment) { a.Kind = PrivacyNotice }))
	attach("attachment-replaced", Draft, aino, func(a *Attachment) { a.Replaces = 1 }, attached(1, nil), attached(2, func(a *Attachment) { a.Replaces = 1 }))
	attach("attachment-deleted", Draft, aino, func(a *Attachment) { a.Replaces = 1 }, attached(1, gone))
	covering := func(a *Attachment) { a.To, a.Redacts, a.SHA256 = ToNote, 1, strings.Repeat("b", 64) }
	attach("attachment-not-redacted", InReview, paivi, func(a *Attachment) { covering(a); a.SHA256 = annex().SHA256 }, attached(1, nil))
	attach("attachment-is-redacted", InReview, paivi, covering, attached(1, func(a *Attachment) { a.Redacts = 7 }))
	attach("not-a-presenter redact", Draft, aino, func(a *Attachment) { a.Redacts = 1 }, attached(1, nil))
	breaches = append(breaches,
		breach{"attachment-no-scanner", doing(Draft, func(c Case) error {
			_, err := c.Attach(aino, annex(), nil, testLimits, "", hours(9))
			return err
		})},
		breach{"attachment-sent", doing(Submitted, func(c Case) error { return c.MayDetach(aino, attached(1, nil), hours(9)) })},
		breach{"attachment-deleted twice", doing(Draft, func(c Case) error { return c.MayDetach(aino, attached(1, gone), hours(9)) })},
		breach{"attachment-not-failed", doing(Draft, func(c Case) error { return c.MayRescan(aino, attached(1, nil)) })},
		breach{"annex-missing", editingCase(func(c *Case) { c.Application.Article9 = "TSL 6 § 1 mom. 7 k" })},
		breach{"attachment-infected", editingCase(func(c *Case) {
			c.Attached = []Attachment{attached(1, func(a *Attachment) { a.Scan = ScanInfected })}
		})},
		breach{"attachment-type", func(*testing.T) error { return examined("x.pdf", []byte("MZ\x90\x00\x03")) }},
		breach{"attachment-active", func(*testing.T) error { return examined("x.txt", []byte("#!/bin/sh\nrm x\n")) }},
	)
	for scan, rule := range map[ScanState]string{ScanPending: "attachment-pending", ScanFailed: "attachment-scan-failed", ScanInfected: "attachment-infected opens"} {
		breaches = append(breaches, breach{rule, func(*testing.T) error { return attached(1, func(a *Attachment) { a.Scan = scan }).Opens() }})
	}
}

// editingCase breaks a case that may be submitted and submits it.
func editingCase(change func(*Case)) func(*testing.T) error {
	return doing(Draft, func(c Case) error {
		change(&c)
		return last(c.Submit(aino, c.Version, anyCatalogue, hours(9)))
	})
}

func examined(name string, content []byte) error {
	_, err := Examine(bytes.NewReader(content), int64(len(content)), name)
	return err
}

// TestAnnexIsDemandedByAnAnswer: HL 22 §. None is demanded without an answer that
// requires it; each row of the table can be answered, and says why in three languages.
func TestAnnexIsDemandedByAnAnswer(t *testing.T) {
	a := application()
	if got := AnnexesDemanded(a, on("2020-11-02")); len(got) != 0 {
		t.Errorf("a study of registers alone brings %v", got)
	}
	a.Article9 = "TSL 6 § 1 mom. 7 k"
	got := AnnexesDemanded(a, on("2020-11-02"))
	if len(got) != 1 || got[0].Kind != ImpactAssessment || got[0].Provision == "" {
		t.Errorf("special categories bring %v", got)
	}
	if got := AnnexesDemanded(a, on("2019-11-02")); len(got) != 0 {
		t.Errorf("before the table began: %v", got)
	}
	if missing := AnnexesMissing(a, []Attachment{attached(1, func(a *Attachment) { a.Kind = ImpactAssessment })}, on("2020-11-02")); len(missing) != 0 {
		t.Errorf("what was attached is missing: %v", missing)
	}
	for name, change := range map[string]func(*Attachment){
		"deleted": func(a *Attachment) { a.Deleted = start }, "infected": func(a *Attachment) { a.Scan = ScanInfected }, "another": func(a *Attachment) { a.Kind = OtherAnnex },
	} {
		have := attached(1, func(a *Attachment) { a.Kind = ImpactAssessment; change(a) })
		if len(AnnexesMissing(a, []Attachment{have}, on("2020-11-02"))) != 1 {
			t.Errorf("%s answers a demand", name)
		}
	}
}

// TestEveryAnnexRow: each row of the table is demanded exactly when its answer is
// given, by whoever is asked, and says why in three languages (HL 22 §; law.md 7).
func TestEveryAnnexRow(t *testing.T) {
	day := on("2020-11-02")
	given := map[string]func(*Application){
		"article9":           func(a *Application) { a.Article9 = "TSL 6 § 1 mom. 7 k" },
		"third_countries":    func(a *Application) { a.ThirdCountries = "Norjasta Yhdysvaltoihin, 46 art." },
		"study=participants": func(a *Application) { a.Study = WithParticipants },
		"consent=yes":        func(a *Application) { a.Consent = "yes" },
		"linked.state=held": func(a *Application) {
			a.Linked = []LinkedData{{Name: "FOLK", State: LinkedHere}, {Name: "Eläkkeet", State: LinkedHeld}}
		},
		"linked.state=pending":       func(a *Application) { a.Linked = []LinkedData{{Name: "FOLK", State: LinkedPending}} },
		"role=agent":                 func(a *Application) { a.Role = AgentRole },
		"role=student":               func(a *Application) { a.Role = StudentRole },
		"control=joint|other":        func(a *Application) { a.Control = JointControl },
		"identifiability=identified": func(a *Application) { a.Identifiability = Identified },
	}
	otherwise := application()
	otherwise.Study, otherwise.Consent, otherwise.Role, otherwise.Control, otherwise.Identifiability = RegistersAlone, "no", LeadRole, OwnControl, Pseudonymised
	otherwise.Linked = []LinkedData{{Name: "FOLK", State: LinkedHere}}
	if got := AnnexesDemanded(otherwise, day); len(got) != 0 {
		t.Errorf("a study of registers alone brings %v", got)
	}
	tried := map[string]bool{}
	for _, r := range annexRules() {
		asked := r.Answer
		if len(r.values) > 0 {
			asked += "=" + strings.Join(r.values, "|")
		}
		give, ok := given[asked]
		if !ok || r.Provision == "" || len(r.Why.FI) < 20 || len(r.Why.SV) < 20 || len(r.Why.EN) < 20 {
			t.Errorf("law/annexes.csv: %s of %s: no such answer, or no sentence", r.Kind, asked)
			continue
		}
		tried[asked] = true
		a := otherwise
		give(&a)
		if !slices.ContainsFunc(AnnexesDemanded(a, day), func(d AnnexDemand) bool { return d.Kind == r.Kind }) {
			t.Errorf("%s does not bring %s", asked, r.Kind)
		}
		if slices.ContainsFunc(AnnexesDemanded(a, on("2020-06-30")), func(d AnnexDemand) bool { return d.Kind == r.Kind }) {
			t.Errorf("%s brings %s before the table began", asked, r.Kind)
		}
		for _, d := range AnnexesDemanded(a, day) {
			if !slices.ContainsFunc(annexRules(), func(o annexRule) bool {
				return o.Kind == d.Kind && o.Answer == r.Answer && slices.Equal(o.values, r.values)
			}) {
				t.Errorf("%s brings %s, which another answer asks for", asked, d.Kind)
			}
		}
	}
	if len(tried) != len(given) {
		t.Errorf("of the answers %d are in the table, want %d", len(tried), len(given))
	}
	for _, kind := range []AnnexKind{EthicsStatement, ConsentForm, OtherPermits, PowerOfAttorney, SupervisorStatement, PrivacyNotice, ImpactAssessment, ProcessingRecord} {
		if !slices.ContainsFunc(annexRules(), func(r annexRule) bool { return r.Kind == kind }) {
			t.Errorf("%s is never demanded", kind)
		}
	}
}

// TestCopiedAttachments: a copy of an application takes what stands with it, by the
// same hashes and with what is known of them; nothing else.
func TestCopiedAttachments(t *testing.T) {
	scanned := start.Add(time.Minute)
	have := []Attachment{
		attached(1, nil), attached(2, func(a *Attachment) {
			a.Replaces, a.SHA256, a.Scan, a.Scanned = 1, strings.Repeat("c", 64), ScanClean, scanned
		}),
		attached(3, func(a *Attachment) { a.Deleted = start }), attached(4, func(a *Attachment) { a.Scan = ScanInfected }),
		attached(5, func(a *Attachment) { a.To = ToMessage }), attached(6, func(a *Attachment) { a.Redacts = 2 }),
		attached(7, func(a *Attachment) { a.Scan = ScanPending }),
	}
	of := at(t, InForce)
	c, _, err := CopyCase("KEHA-2-2020", aino, of, hours(99))
	if err != nil {
		t.Fatal(err)
	}
	copies := c.CopiedAttachments(aino, have, hours(99))
	if len(copies) != 2 || copies[0].Of != 2 || copies[1].Of != 7 {
		t.Fatalf("%+v", copies)
	}
	a := copies[0].Attachment
	if a.Case != c.ID || a.No != 1 || a.Replaces != 0 || a.SHA256 != strings.Repeat("c", 64) || a.Scan != ScanClean || !a.Scanned.Equal(scanned) || a.By != aino.ID || !a.At.Equal(hours(99)) {
		t.Errorf("%+v", a)
	}
	if b := copies[1].Attachment; b.No != 2 || b.Scan != ScanPending {
		t.Errorf("%+v", b)
	}
}

// TestSubmittedWithAnnexes: what was attached is in the event by its hash, and the
// last version alone.
func TestSubmittedWithAnnexes(t *testing.T) {
	c := at(t, Draft)
	c.Attached = []Attachment{attached(1, nil), attached(2, func(a *Attachment) { a.Replaces, a.SHA256 = 1, strings.Repeat("c", 64) }), attached(3, func(a *Attachment) { a.Deleted = start })}
	_, e, err := c.Submit(aino, c.Version, anyCatalogue, hours(3))
	if err != nil || e.Detail["annex-2"] != strings.Repeat("c", 64) || e.Detail["annex-1"]+e.Detail["annex-3"] != "" {
		t.Errorf("%v %v", e.Detail, err)
	}
}

// TestAttachedByWhom: both sides' parts, who sees them, and what stays closed.
func TestAttachedByWhom(t *testing.T) {
	for _, x := range []struct {
		state State
		by    Actor
		want  []AttachedTo
	}{
		{Draft, aino, []AttachedTo{ToApplication}}, {Draft, eero, nil}, {Draft, paivi, nil},
		{Submitted, aino, []AttachedTo{ToMessage}}, {InReview, paivi, []AttachedTo{ToStatement, ToMessage, ToArrival, ToNote}}, {InReview, liisa, nil},
		{InForce, eero, []AttachedTo{ToHearing, ToReport, ToMessage}}, {InForce, paivi, []AttachedTo{ToMessage, ToArrival, ToNote}}, {Withdrawn, foreign, nil},
	} {
		if got := at(t, x.state).Attachable(x.by, hours(30)); !slices.Equal(got, x.want) {
			t.Errorf("%s in %s: %v, want %v", x.by.ID, x.state, got, x.want)
		}
	}
	c := at(t, InReview)
	note, err := c.Attach(paivi, Attachment{Kind: OtherAnnex, To: ToNote, Name: "x.txt", Size: 1}, nil, testLimits, ScanPending, hours(9))
	if err != nil || note.Visible || MaySeeAttachment(aino, c, note) || !MaySeeAttachment(henrik, c, note) || MaySeeAttachment(liisa, c, note) {
		t.Errorf("a note is seen by its writers' side alone: %+v %v", note, err)
	}
	original := attached(1, nil)
	covered, err := c.Attach(paivi, Attachment{Kind: OtherAnnex, To: ToNote, Redacts: 1, Name: "x.pdf", Size: 1, SHA256: "b"}, []Attachment{original}, testLimits, ScanPending, hours(9))
	if err != nil || covered.Kind != original.Kind || covered.No != 2 || covered.Scan != ScanPending || !c.MayRedact(paivi, original) || c.MayRedact(aino, original) {
		t.Errorf("the copy for giving out: %+v %v", covered, err)
	}
}

func office(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestExamine: TiHL 13 §. What a file is, is told by its content.
func TestExamine(t *testing.T) {
	var pngs, jpgs bytes.Buffer
	picture := image.NewGray(image.Rect(0, 0, 2, 2))
	if err := png.Encode(&pngs, picture); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&jpgs, picture, nil); err != nil {
		t.Fatal(err)
	}
	pdf := "%PDF-1.7\n" + strings.Repeat("% x\n", 40000)
	docx := []string{"[Content_Types].xml", "<Types/>", "word/document.xml", "<w/>"}
	const active, unknown = "attachment-active", "attachment-type"
	for name, x := range map[string]struct {
		file    string
		content []byte
		want    string // type, or rule
	}{
		"PDF":                            {"a.PDF", []byte(pdf + "%%EOF"), "pdf"},
		"PDF/A":                          {"a.pdf", []byte(pdf + "<pdfaid:part>2</pdfaid:part>%%EOF\n"), "pdfa"},
		"PDF with a script":              {"a.pdf", []byte(pdf + "<</S /JavaScript /JS (app.alert(1))>>%%EOF"), active},
		"PDF with a name that begins so": {"a.pdf", []byte(pdf + "/LaunchPadFont %%EOF"), "pdf"},
		"PDF that starts a program":      {"a.pdf", []byte(pdf + "<</S/Launch/F(x)>>%%EOF"), active},
		"PDF cut":                        {"a.pdf", []byte(pdf), unknown},
		"PDF named otherwise":            {"a.docx", []byte(pdf + "%%EOF"), unknown},
		"Word":                           {"a.docx", office(t, docx...), "docx"},
		"Excel":                          {"a.xlsx", office(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<w/>"), "xlsx"},
		"Word with macros":               {"a.docx", office(t, append(docx, "word/vbaProject.bin", "x")...), active},
		"Word that says it has macros":   {"a.docx", office(t, "[Content_Types].xml", "application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml", ""), active},
		"Word with an object":            {"a.docx", office(t, append(docx, "word/embeddings/oleObject1.bin", "x")...), active},
		"a plain archive":                {"a.docx", office(t, "x.txt", "x"), unknown},
		"an archive cut":                 {"a.docx", office(t, docx...)[:40], unknown},
		"PNG":                            {"a.png", pngs.Bytes(), "png"},
		"JPEG":                           {"a.jpeg", jpgs.Bytes(), "jpg"},
		"PNG named as JPEG":              {"a.jpg", pngs.Bytes(), unknown},
		"PNG cut":                        {"a.png", pngs.Bytes()[:9], unknown},
		"text":                           {"a.txt", []byte(strings.Repeat("Hakemuksen liite: äö €.\r\n", 9000)), "txt"},
		"text in Latin-1":                {"a.txt", []byte("liite: \xe4"), unknown},
		"text cut in a letter":           {"a.txt", []byte("liite: \xe2\x82"), unknown},
		"a Windows program":              {"a.txt", []byte("MZ\x90\x00"), unknown},
		"a Unix program":                 {"a.txt", []byte("\x7fELF\x02"), unknown},
		"a script":                       {"a.txt", []byte("#!/bin/sh\n"), active},
		"the old Word":                   {"a.docx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), unknown},
	} {
		t.Run(name, func(t *testing.T) {
			kind, err := Examine(bytes.NewReader(x.content), int64(len(x.content)), x.file)
			if got := string(kind); err == nil && got != x.want || err != nil && rule(err) != x.want {
				t.Errorf("%s %v, want %s", got, err, x.want)
			}
		})
	}
}

func FuzzExamine(f *testing.F) {
	f.Add([]byte("%PDF-1.7 %%EOF"), "a.pdf")
	f.Add([]byte("PK\x03\x04"), "a.docx")
	f.Add([]byte("\x89PNG\r\n\x1a\n"), "a.png")
	f.Add([]byte("ä"), "a.txt")
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		kind, err := Examine(bytes.NewReader(content), int64(len(content)), name)
		if err == nil && !slices.Contains(FileTypes(), kind) || err != nil && kind != "" {
			t.Errorf("%q %v", kind, err)
		}
	})
}

func TestCleanName(t *testing.T) {
	for name, want := range map[string]string{
		"Suunnitelma ä.pdf": "Suunnitelma ä.pdf", `C:\x\liite.pdf`: "liite.pdf", "../../etc/passwd": "passwd", "a\r\nb.pdf": "ab.pdf",
		"": "liite", "..": "liite", `a"b*.txt`: "a-b-.txt", "x\u202egpj.exe": "xgpj.exe", "/": "liite",
	} {
		if got := CleanName(name); got != want {
			t.Errorf("CleanName(%q) = %q, want %q", name, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		name := CleanName(rapid.String().Draw(t, "name"))
		if len([]rune(name)) > nameMost || name == "" || strings.ContainsAny(name, "/\\\r\n\x00\"") || CleanName(name) != name {
			t.Fatalf("%q is not clean", name)
		}
	})
}

// TestNothingOpensUnscanned: over every state and time, content opens only after a
// scan that found nothing, or by the configuration that takes none.
func TestNothingOpensUnscanned(t *testing.T) {
	for _, scan := range []ScanState{ScanPending, ScanClean, ScanInfected, ScanFailed, NotScanned, "", "other"} {
		for _, deleted := range []time.Time{{}, start} {
			a := Attachment{Scan: scan, Deleted: deleted}
			if open := a.Opens() == nil; open != (deleted.IsZero() && (scan == ScanClean || scan == NotScanned)) {
				t.Errorf("%q deleted %v opens: %v", scan, !deleted.IsZero(), open)
			}
		}
	}
}
