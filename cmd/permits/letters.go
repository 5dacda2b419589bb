package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"tietolupa/extracts"
	"tietolupa/permits"
	"tietolupa/postgres"
)

// lettersCommand looks after the signatures of letters.
type lettersCommand struct {
	Verify lettersVerifyCommand `cmd:"" help:"Check a letter against the service's signature, offline; Debian's minisign does the same."`
}

type lettersVerifyCommand struct {
	Key       string `required:"" type:"existingfile" help:"The service's minisign.pub, got from elsewhere than the letter."`
	Signature string `type:"existingfile" help:"The signature; FILE.minisig when it is not given."`
	File      string `arg:"" type:"existingfile" help:"The letter, a PDF."`
}

// Run says which letter it is and who signed it when, or fails.
func (c lettersVerifyCommand) Run(_ context.Context, out io.Writer) error {
	text, err := os.ReadFile(c.Key)
	if err != nil {
		return fmt.Errorf("read the signer's key: %w", err)
	}
	key, err := extracts.ParseSignerKey(text)
	if err != nil {
		return err
	}
	letter, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("read the letter: %w", err)
	}
	if c.Signature == "" {
		c.Signature = c.File + ".minisig"
	}
	signature, err := os.ReadFile(c.Signature)
	if err != nil {
		return fmt.Errorf("read the signature: %w", err)
	}
	about, err := extracts.VerifyLetter(key, letter, signature)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "The letter is as it was signed with key %s.\n%s\n", extracts.SignerFingerprint(key), about)
	return err
}

// signEvery is how often letters are looked for that wait for the service's
// signature.
const signEvery = 2 * time.Second

// signLetters signs letters as they are made, until ctx ends.
func (w *workshop) signLetters(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(signEvery):
		}
		if _, err := w.signWaiting(ctx); err != nil && ctx.Err() == nil {
			w.log.Warn("letters not signed", "cause", err) // the next round does
		}
	}
}

// signWaiting signs the letters that wait, and counts them.
func (w *workshop) signWaiting(ctx context.Context) (n int, err error) {
	all, err := w.db.LettersToSign(ctx)
	if err != nil {
		return 0, err
	}
	for _, l := range all {
		about := letterSigned(l)
		if err := w.db.PutLetterSignature(ctx, l.Letter, w.signer.Fingerprint(), string(w.signer.SignLetter(l.PDF, about))); err != nil && !errors.Is(err, postgres.ErrNoLetter) {
			return n, err
		}
		n++
	}
	return n, nil
}

// letterSigned is what is signed with a letter's file: which one it is, and of a
// decision the officials who have signed it, with their parts and instants.
func letterSigned(l postgres.LetterToSign) string {
	about := fmt.Sprintf("%s letter %d %s %s sha256:%s", l.Case.Printed(), l.No, l.Kind, l.At.UTC().Format(time.RFC3339), l.SHA256)
	if l.Kind == permits.DecisionLetter {
		for _, s := range l.Signed {
			about += fmt.Sprintf("; %s, %s, %s", strings.Join(strings.Fields(s.Name), " "), s.Role, s.At.UTC().Format(time.RFC3339))
		}
	}
	return about
}
