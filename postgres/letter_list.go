package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
)

// A SentLetter is a letter and who has been sent it.
type SentLetter struct {
	permits.Letter
	To []SentTo
}

// A SentTo is one receiver of a letter that was sent.
type SentTo struct {
	permits.Receiver
	Fetched bool // opened by the receiver
}

const letterColumns = `l.case_id, l.number, l.kind, l.version, l.lang, l.event, length(l.pdf), l.sha256, l.made_at, coalesce(s.signature, '')`

const lettersWithSignatures = ` from permits.letters l left join permits.letter_signatures s using (case_id, number) `

func scanLetter(row pgx.CollectableRow) (l permits.Letter, err error) {
	err = row.Scan(&l.Case, &l.No, &l.Kind, &l.Version, &l.Language, &l.Event, &l.Size, &l.SHA256, &l.At, &l.Signature)
	return l, err
}

// Letters lists the letters of a case and to whom each was sent, in their order.
// permits.MaySeeLetter says who may read which.
func (db *DB) Letters(ctx context.Context, id permits.CaseID) ([]SentLetter, error) {
	rows, _ := db.pool.Query(ctx, `select `+letterColumns+lettersWithSignatures+`where l.case_id = $1 order by l.number`, id)
	all, err := pgx.CollectRows(rows, scanLetter)
	if err != nil {
		return nil, fmt.Errorf("list the letters of case %s: %w", id, err)
	}
	sent := make([]SentLetter, len(all))
	at := map[int]int{}
	for i, l := range all {
		sent[i], at[l.No] = SentLetter{Letter: l}, i
	}
	rows, _ = db.pool.Query(ctx, `
		select number, receiver, manner, coalesce(shown_at, deemed_at), fetched_at is not null
		  from permits.letter_receivers where case_id = $1 order by number, receiver`, id)
	var no int
	var to SentTo
	var deemed *time.Time
	_, err = pgx.ForEachRow(rows, []any{&no, &to.User, &to.Manner, &deemed, &to.Fetched}, func() error {
		to.Deemed = or(deemed)
		sent[at[no]].To = append(sent[at[no]].To, to)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list who was sent the letters of case %s: %w", id, err)
	}
	return sent, nil
}

// ReadLetter gives one letter of a case to by. That by read it is an entry of the
// log in the same transaction. The first reading by a receiver is its fetching; of
// a letter that waits to be served by it, it is the command that serves it, which
// asks for a strong identification (act 13/2003 18 §): a rule when by is not so
// identified. ErrNoLetter when there is none. It does not ask who may read.
func (db *DB) ReadLetter(ctx context.Context, by permits.Actor, id permits.CaseID, no int) (l permits.Letter, pdf []byte, err error) {
	err = db.command(ctx, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `select `+letterColumns+lettersWithSignatures+`where l.case_id = $1 and l.number = $2`, id, no)
		if l, err = oneOf(rows, scanLetter, ErrNoLetter); err != nil {
			return err
		}
		if err := db.fetchLetter(ctx, tx, by, l); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `select pdf from permits.letters where case_id = $1 and number = $2`, id, no).Scan(&pdf); err != nil {
			return err
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			update permits.letter_receivers set fetched_at = $4, deemed_at = coalesce(deemed_at, $4)
			 where case_id = $1 and number = $2 and receiver = $3 and fetched_at is null`, id, no, by.ID, now)
		if err != nil {
			return err
		}
		kind := "letter-read"
		if tag.RowsAffected() > 0 {
			kind = "letter-fetched"
		}
		return record(ctx, tx, Entry{At: now, Actor: by.ID, Kind: kind, Subject: string(id),
			Detail: map[string]string{"no": strconv.Itoa(no), "sha256": l.SHA256}})
	})
	if err != nil {
		return permits.Letter{}, nil, fmt.Errorf("read letter %d of case %s: %w", no, id, err)
	}
	return l, pdf, nil
}

// fetchLetter serves the letter that by opens, when it waits to be fetched by them.
func (db *DB) fetchLetter(ctx context.Context, tx pgx.Tx, by permits.Actor, l permits.Letter) error {
	var waits bool
	err := tx.QueryRow(ctx, `
		select exists (select from permits.letter_receivers where case_id = $1 and number = $2 and receiver = $3
		                  and deemed_at is null and fetched_at is null)`, l.Case, l.No, by.ID).Scan(&waits)
	if err != nil || !waits {
		return err
	}
	_, err = db.changeCaseIn(ctx, tx, l.Case, func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
		s, fetches := c.Fetches(by.ID, l)
		if !fetches {
			return permits.Case{}, permits.Event{}, permits.ErrNothingDue // somebody else was first
		}
		return c.Fetch(by, s.No, now)
	}, updateCase)
	if errors.Is(err, permits.ErrNothingDue) {
		return nil
	}
	return err
}

// FindLetter finds the letter whose file has that SHA-256; ErrNoLetter when none
// of the service's has.
func (db *DB) FindLetter(ctx context.Context, sha256 string) (permits.Letter, error) {
	rows, _ := db.pool.Query(ctx, `select `+letterColumns+lettersWithSignatures+`where l.sha256 = $1 order by l.case_id, l.number limit 1`, sha256)
	l, err := oneOf(rows, scanLetter, ErrNoLetter)
	if err != nil {
		return permits.Letter{}, fmt.Errorf("find a letter: %w", err)
	}
	return l, nil
}

// LetterToSign is a letter that the service has not signed.
type LetterToSign struct {
	permits.Letter
	PDF    []byte
	Signed []SignedBy // of a decision or a measure: the officials who have signed it
}

// SignedBy is one official's signature on a decision.
type SignedBy struct {
	Name, Role string
	At         time.Time
}

// LettersToSign lists letters that the service has not signed yet, the oldest
// first, at most a few at a time.
func (db *DB) LettersToSign(ctx context.Context) ([]LetterToSign, error) {
	rows, _ := db.pool.Query(ctx, `
		select l.case_id, l.number, l.kind, l.sha256, l.made_at, l.pdf
		  from permits.letters l
		 where not exists (select from permits.letter_signatures s where (s.case_id, s.number) = (l.case_id, l.number))
		 order by l.made_at limit 20`)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l LetterToSign, err error) {
		err = row.Scan(&l.Case, &l.No, &l.Kind, &l.SHA256, &l.At, &l.PDF)
		return l, err
	})
	if err != nil {
		return nil, fmt.Errorf("list the letters to sign: %w", err)
	}
	for i, l := range all {
		if !l.Kind.Signed() {
			continue
		}
		c, err := db.Case(ctx, l.Case)
		if err != nil {
			return nil, fmt.Errorf("list the letters to sign: %w", err)
		}
		for _, s := range c.SignaturesOn(l.Letter) {
			var name string
			if err := db.pool.QueryRow(ctx, `select name from permits.users where user_id = $1`, s.By).Scan(&name); err != nil {
				return nil, fmt.Errorf("list the letters to sign: %w", err)
			}
			all[i].Signed = append(all[i].Signed, SignedBy{name, s.Role, s.At})
		}
	}
	return all, nil
}

// PutLetterSignature keeps the service's signature over a letter, with an entry
// in the log. Of two workers the first one's stands.
func (db *DB) PutLetterSignature(ctx context.Context, l permits.Letter, signer, signature string) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			insert into permits.letter_signatures (case_id, number, signer, signature, signed_at) values ($1, $2, $3, $4, $5)
			on conflict (case_id, number) do nothing`, l.Case, l.No, signer, signature, now)
		if violates(err, "23503") { // foreign_key_violation
			return ErrNoLetter
		}
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return record(ctx, tx, Entry{At: now, Actor: Service, Kind: "letter-sealed", Subject: string(l.Case),
			Detail: map[string]string{"no": strconv.Itoa(l.No), "sha256": l.SHA256, "signer": signer}})
	})
	if err != nil {
		return fmt.Errorf("sign letter %d of case %s: %w", l.No, l.Case, err)
	}
	return nil
}
