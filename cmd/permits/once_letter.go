package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"
)

// signedLetter takes the latest letter of the case home with the service's
// signature beside it, so that it can be checked without the service.
func (j *journey) signedLetter(ctx context.Context, v *visitor, at string) error {
	for range 100 {
		if err := v.open(ctx, "look for my letters", at); err != nil {
			return err
		}
		if letter, signed := strings.CutSuffix(v.link(at+"/letters/"), "/signature"); letter != "" && !signed {
			if err := j.download(ctx, v, "read the letter", letter, filepath.Join(j.dir, "saate.pdf")); err != nil {
				return err
			}
			if v.link(letter+"/signature") != "" {
				return j.download(ctx, v, "take its signature", letter+"/signature", filepath.Join(j.dir, "saate.pdf.minisig"))
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
	return errors.New("take the letter's signature: the service has not signed it")
}
