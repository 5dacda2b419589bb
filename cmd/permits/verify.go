package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"tietolupa/extracts"
	"tietolupa/registers"
)

type verifyCommand struct {
	Identity string `required:"" type:"existingfile" help:"Your private key: an age identity file or an ssh-ed25519 key."`
	Signer   string `required:"" type:"existingfile" help:"The signer's minisign.pub, got from elsewhere than the package; the letter prints its fingerprint."`
	Out      string `type:"path" help:"Also unpack what was verified into this new folder."`
	Lang     string `default:"en" enum:"fi,sv,en" env:"PERMITS_LANG" help:"Language of the lines."`
	File     string `arg:"" type:"existingfile" help:"The package, FILE.tar.age."`
}

// Run prints a line for each check and fails at the first that does not hold.
func (c verifyCommand) Run(ctx context.Context, out io.Writer) error {
	identities, err := readWith(c.Identity, extracts.ParseIdentities)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(c.Signer)
	if err != nil {
		return fmt.Errorf("read the signer's key: %w", err)
	}
	signer, err := extracts.ParseSignerKey(text)
	if err != nil {
		return err
	}
	checks, err := extracts.Verify(ctx, extracts.VerifyInput{
		Path: c.File, Identities: identities, Signer: signer, Language: c.Lang, Out: c.Out,
		Today: registers.DayOf(time.Now()),
	})
	for _, check := range checks {
		fmt.Fprintln(out, check)
	}
	return err
}

func readWith[T any](path string, parse func(io.Reader) (T, error)) (got T, err error) {
	f, err := os.Open(path)
	if err != nil {
		return got, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return parse(f)
}
