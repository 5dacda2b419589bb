package postgres_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"time"

	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/postgres/pgtest"
)

var attachLimits = permits.AttachLimits{Bytes: 2 << 20, Total: 4 << 20, Files: 10}

// attach adds content to c as kind.
func attach(t *testing.T, db *postgres.DB, id permits.CaseID, kind permits.AnnexKind, content []byte, by permits.Actor, to permits.AttachedTo) permits.Attachment {
	t.Helper()
	sum := sha256.Sum256(content)
	a, err := db.Attach(t.Context(), id, bytes.NewReader(content), func(c permits.Case, now time.Time) (permits.Attachment, error) {
		return c.Attach(by, permits.Attachment{Kind: kind, To: to, Name: "liite.txt", Type: permits.PlainText, Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])},
			c.Attached, attachLimits, permits.ScanPending, now)
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAttachmentsAreKept(t *testing.T) { // TiHL 13–15 §
	dsn := pgtest.DSN(t)
	furnish(t, openAs(t, dsn, postgres.LoginRole))
	db := openAs(t, dsn, postgres.WebRole)
	c, err := db.CreateCase(t.Context(), researcher)
	if err != nil {
		t.Fatal(err)
	}
	content := bytes.Repeat([]byte("Tutkimussuunnitelma. "), 40_000) // several parts
	a := attach(t, db, c.ID, permits.ResearchPlan, content, researcher, permits.ToApplication)
	all, err := db.Attachments(t.Context(), c.ID)
	if err != nil || len(all) != 1 || all[0].SHA256 != a.SHA256 || all[0].No != a.No || all[0].Kind != a.Kind || all[0].By != a.By || !all[0].At.Equal(a.At) || all[0].Name != a.Name || all[0].Scan != a.Scan {
		t.Fatalf("kept %+v, want %+v: %v", all, a, err)
	}
	var back bytes.Buffer
	if err := db.CopyAttachment(t.Context(), a, &back); err != nil || !bytes.Equal(back.Bytes(), content) {
		t.Errorf("the content is not what came: %d bytes, %v", back.Len(), err)
	}
	if _, err := db.Attach(t.Context(), c.ID, bytes.NewReader(content[1:]), func(c permits.Case, now time.Time) (permits.Attachment, error) {
		return c.Attach(researcher, permits.Attachment{Kind: permits.ResearchPlan, To: permits.ToApplication, Name: "x.txt", Type: permits.PlainText, Size: a.Size, SHA256: a.SHA256}, c.Attached, attachLimits, permits.ScanPending, now)
	}); err == nil {
		t.Error("another content than was said is kept")
	}
	may := permits.Case.MayDetach
	if err := db.Detach(t.Context(), c.ID, 9, researcher, may); !errors.Is(err, postgres.ErrNoAttachment) {
		t.Errorf("detach what is not there: %v", err)
	}
	if err := db.Detach(t.Context(), c.ID, a.No, researcher, may); err != nil {
		t.Fatal(err)
	}
	gone, err := db.Attachment(t.Context(), c.ID, a.No)
	if err != nil || gone.Deleted.IsZero() || gone.SHA256 != a.SHA256 {
		t.Errorf("the row with its hash stays: %+v %v", gone, err)
	}
	if err := db.CopyAttachment(t.Context(), gone, io.Discard); err == nil {
		t.Error("the content of what was taken away is still there")
	}
	rule(t, db.Detach(t.Context(), c.ID, a.No, researcher, may), "attachment-deleted")
	if _, err := db.Attachment(t.Context(), "KEHA-99-2020", 1); !errors.Is(err, postgres.ErrNoAttachment) {
		t.Errorf("an unknown case: %v", err)
	}
}

func TestSubmittingAsksForAnnexes(t *testing.T) { // HL 22 §
	db := newDB(t)
	furnish(t, db)
	c, err := db.CreateCase(t.Context(), researcher)
	if err != nil {
		t.Fatal(err)
	}
	c = change(t, db, c.ID, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		a := application(t)
		a.Article9 = "TSL 6 § 1 mom. 7 k"
		return c.Save(researcher, c.Version, a, nil, now)
	})
	submit := func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		return c.Submit(researcher, c.Version, catalogue(t), now)
	}
	_, err = db.ChangeCase(t.Context(), c.ID, submit)
	rule(t, err, "annex-missing")
	attach(t, db, c.ID, permits.ImpactAssessment, []byte("Vaikutustenarviointi."), researcher, permits.ToApplication)
	if c = change(t, db, c.ID, submit); c.State != permits.Submitted || c.Attached != nil {
		t.Errorf("the case is %s with %d attachments", c.State, len(c.Attached))
	}
}

// TestScansAreWorked: the worker scans what was attached, tries again what could
// not be scanned, gives up after its attempts, and tries again when asked.
func TestScansAreWorked(t *testing.T) { // TiHL 13 §
	dsn := pgtest.DSN(t)
	furnish(t, openAs(t, dsn, postgres.LoginRole))
	web, work := openAs(t, dsn, postgres.WebRole), openAs(t, dsn, postgres.WorkRole)
	c, err := web.CreateCase(t.Context(), researcher)
	if err != nil {
		t.Fatal(err)
	}
	clean := attach(t, web, c.ID, permits.ResearchPlan, bytes.Repeat([]byte("x"), 600_000), researcher, permits.ToApplication)
	infected := attach(t, web, c.ID, permits.OtherAnnex, []byte("paha"), researcher, permits.ToApplication)
	broken := attach(t, web, c.ID, permits.PrivacyNotice, []byte("rikki"), researcher, permits.ToApplication)
	unread := attach(t, web, c.ID, permits.PrivacyNotice, bytes.Repeat([]byte("lukematta"), 100_000), researcher, permits.ToApplication)
	mended := make(chan struct{})
	scan := func(_ context.Context, content io.Reader) (bool, error) {
		head := make([]byte, 5)
		n, err := io.ReadFull(content, head)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return false, err
		}
		switch string(head[:n]) {
		case "paha":
			return false, nil
		case "rikki":
			select {
			case <-mended:
			default:
				return false, errors.New("the scanner is out of order")
			}
		case "lukem":
			return true, nil // before the end: not believed
		}
		_, err = io.Copy(io.Discard, content)
		return true, err
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- work.Work(ctx, map[string]func(context.Context, json.RawMessage) error{
			postgres.ScanJob: func(ctx context.Context, args json.RawMessage) error { return work.Scan(ctx, args, scan) },
		}, postgres.WorkOptions{})
	}()
	hurry := func() { // the pauses between attempts are real time
		if _, err := openAs(t, dsn, postgres.LoginRole).Pool().Exec(t.Context(), `update public.river_job set scheduled_at = now(), state = 'available' where state = 'retryable'`); err != nil {
			t.Fatal(err)
		}
	}
	become := func(a permits.Attachment, want permits.ScanState) {
		t.Helper()
		for deadline := time.Now().Add(40 * time.Second); ; {
			got, err := web.Attachment(t.Context(), c.ID, a.No)
			if err != nil {
				t.Fatal(err)
			}
			if got.Scan == want {
				if got.Scanned.IsZero() {
					t.Error("a scan that ended has no time")
				}
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("attachment %d is %s, want %s", a.No, got.Scan, want)
			}
			hurry()
			time.Sleep(200 * time.Millisecond)
		}
	}
	become(clean, permits.ScanClean)
	become(infected, permits.ScanInfected)
	become(broken, permits.ScanFailed)
	become(unread, permits.ScanFailed)
	close(mended)
	failed, _ := web.Attachment(t.Context(), c.ID, broken.No)
	if failed.Opens() == nil {
		t.Error("what could not be scanned opens")
	}
	if err := web.Rescan(t.Context(), c.ID, broken.No, researcher, permits.Case.MayRescan); err != nil {
		t.Fatal(err)
	}
	become(broken, permits.ScanClean)
	rule(t, web.Rescan(t.Context(), c.ID, clean.No, researcher, permits.Case.MayRescan), "attachment-not-failed")
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
