package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"tietolupa/permits"
	"tietolupa/permits/letters"
	"tietolupa/registers"
)

// SetSigner gives the fingerprint of the key that signs packages and letters:
// decisions print it. Call it before the first command; without it they do not.
func (db *DB) SetSigner(fingerprint string) { db.signer = fingerprint }

// writeLetters makes and keeps, in the command's transaction, the letters that
// its event owes (permits.Case.LettersOf). When one cannot be written the
// command is undone: nothing happens of which the party is not told.
func (db *DB) writeLetters(ctx context.Context, tx pgx.Tx, c permits.Case, e permits.Event) error {
	if err := mayLeave(ctx, tx, c, e); err != nil {
		return err
	}
	if c.Sends(e) {
		if err := sendDecision(ctx, tx, c, e.At); err != nil {
			return err
		}
	}
	if e.Kind == permits.CorrectionSent {
		if err := sendCorrected(ctx, tx, c, e); err != nil {
			return err
		}
	}
	if err := markServed(ctx, tx, c, e); err != nil {
		return err
	}
	kinds := c.LettersOf(e)
	if len(kinds) == 0 {
		return nil
	}
	in, err := db.letterInput(ctx, tx, c, e)
	if err != nil {
		return err
	}
	first, err := nextLetter(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	papers, err := writtenOf(kinds, in, first)
	if err != nil {
		return err
	}
	for i, kind := range kinds {
		no := first + i
		l := permits.Letter{Case: c.ID, No: no, Kind: kind, Version: 1, Language: in.Language, Event: e.Version, At: e.At}
		if kind == permits.DecisionLetter {
			l.Version = c.LetterVersion()
		}
		if _, err := keepLetter(ctx, tx, l, papers[i]); err != nil {
			return err
		}
		if kind.SentWith(e) {
			if err := sendLetter(ctx, tx, l, c.Receivers(kind, e.At)); err != nil {
				return err
			}
		}
	}
	return nil
}

// writtenOf writes the letters of kinds, numbered from no, beside each other.
func writtenOf(kinds []permits.LetterKind, in letters.Input, no int) ([][]byte, error) {
	papers := make([][]byte, len(kinds))
	var writers errgroup.Group
	for i, kind := range kinds {
		own := in
		own.No = no + i
		writers.Go(func() (err error) {
			papers[i], err = letters.Write(kind, own)
			return err
		})
	}
	return papers, writers.Wait()
}

// letterInput gathers what the letters of c are written from.
func (db *DB) letterInput(ctx context.Context, tx pgx.Tx, c permits.Case, e permits.Event) (in letters.Input, err error) {
	in = letters.Input{Case: c, Event: e, Language: c.LetterLanguage(), SignerFingerprint: db.signer, People: map[permits.UserID]permits.Actor{}}
	if in.Catalogue, err = registers.Load(); err != nil {
		return in, err
	}
	if in.Texts, err = textsOf(ctx, tx, string(c.ID)); err != nil {
		return in, err
	}
	rows, _ := tx.Query(ctx, `select subject, version, kind, by_user, at, detail from permits.events where subject = $1 order by version`, c.ID)
	if in.Events, err = pgx.CollectRows(rows, scanEvent); err != nil {
		return in, err
	}
	in.Events = append(in.Events, e) // which is stored after it
	rows, _ = tx.Query(ctx, `select `+userColumns+` from permits.users where user_id = any($1)`, append(c.People(), e.By))
	people, err := pgx.CollectRows(rows, scanUser)
	for _, a := range people {
		in.People[a.ID] = a
	}
	return in, err
}

// nextLetter is the number of the next letter of a case whose row is locked.
func nextLetter(ctx context.Context, tx pgx.Tx, id permits.CaseID) (no int, err error) {
	err = tx.QueryRow(ctx, `select coalesce(max(number), 0) + 1 from permits.letters where case_id = $1`, id).Scan(&no)
	return no, err
}

// keepLetter stores one letter and says so in the log. Its hash is returned.
func keepLetter(ctx context.Context, tx pgx.Tx, l permits.Letter, pdf []byte) (hash string, err error) {
	sum := sha256.Sum256(pdf)
	hash = hex.EncodeToString(sum[:])
	if _, err := tx.Exec(ctx, `
		insert into permits.letters (case_id, number, kind, version, lang, event, pdf, sha256, made_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		l.Case, l.No, l.Kind, l.Version, l.Language, l.Event, pdf, hash, l.At); err != nil {
		return "", fmt.Errorf("keep the letter: %w", err)
	}
	return hash, record(ctx, tx, Entry{Actor: Service, Kind: "letter-made", Subject: string(l.Case),
		Detail: map[string]string{"no": fmt.Sprint(l.No), "kind": string(l.Kind), "lang": l.Language, "sha256": hash}})
}

// sendLetter records to whom a letter was sent.
func sendLetter(ctx context.Context, tx pgx.Tx, l permits.Letter, to []permits.Receiver) error {
	for _, r := range to {
		if _, err := tx.Exec(ctx, `
			insert into permits.letter_receivers (case_id, number, receiver, manner, sent_at, deemed_at)
			values ($1, $2, $3, $4, $5, $6)`, l.Case, l.No, r.User, r.Manner, l.At, instant(r.Deemed)); err != nil {
			return fmt.Errorf("send the letter: %w", err)
		}
	}
	return nil
}

// PutLetter keeps a letter that is made at somebody's request, such as the
// decision in the other language, and returns its SHA-256 in hexadecimal. The
// first one of a case, kind, language and version stands: a later one is not
// kept, and the hash returned is the first one's, so that two who make it at
// once agree. It fails with ErrNoCase, and for a kind or language that is not
// known.
func (db *DB) PutLetter(ctx context.Context, id permits.CaseID, kind permits.LetterKind, lang string, pdf []byte) (hash string, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		c, err := lockCase(ctx, tx, id)
		if err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		l := permits.Letter{Case: id, Kind: kind, Version: c.LetterVersion(), Language: lang, At: now}
		err = tx.QueryRow(ctx, `
			select event, sha256 from permits.letters
			 where case_id = $1 and kind = $2 and version = $3 and lang = $4 and ($5::timestamptz is null or made_at >= $5)
			 order by number desc limit 1`, id, kind, l.Version, lang, instant(c.DecidedAt)).Scan(&l.Event, &hash)
		if !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		if l.No, err = nextLetter(ctx, tx, id); err != nil {
			return err
		}
		l.Event = c.Version
		hash, err = keepLetter(ctx, tx, l, pdf)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("keep the %s letter of case %s: %w", kind, id, err)
	}
	return hash, nil
}

// Letter is the latest letter of that kind and language, of the decision that
// stands when there is one; ErrNoLetter when there is none.
func (db *DB) Letter(ctx context.Context, id permits.CaseID, kind permits.LetterKind, lang string) ([]byte, error) {
	var pdf []byte
	err := db.pool.QueryRow(ctx, `
		select l.pdf from permits.letters l join permits.cases c using (case_id)
		 where l.case_id = $1 and l.kind = $2 and l.lang = $3 and (c.decided_at is null or l.made_at >= c.decided_at)
		 order by l.number desc limit 1`, id, kind, lang).Scan(&pdf)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoLetter
	}
	if err != nil {
		return nil, fmt.Errorf("read the %s letter of case %s: %w", kind, id, err)
	}
	return pdf, nil
}
