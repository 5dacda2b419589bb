package postgres

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"tietolupa/registers"
)

// A LedgerFile is where a ledger is kept, such as an *os.File opened for
// reading and appending, outside the database and its backups.
type LedgerFile interface {
	io.Reader
	io.Writer
	Sync() error
}

// A Ledger is the list of removals that outlives a restored backup: lines of
// JSON that hold a day, a kind of client and keyed hashes of internal ids or, of
// rows that went by request, of their keys; the hashes' key stands in the first line. A hash says something only to who has a
// database in which the client still is. One process at a time uses it.
type Ledger struct {
	file    LedgerFile
	salt    []byte
	batches []*ledgerBatch
}

type ledgerBatch struct {
	Batch   string        `json:"batch"`
	At      time.Time     `json:"at"`
	LawDay  registers.Day `json:"law_day"`
	Subject string        `json:"subject"`
	Clients []string      `json:"clients,omitempty"`
	Table   string        `json:"table,omitempty"` // of the rows that went by request (GDPR 17)
	Rows    []string      `json:"rows,omitempty"`

	done, void bool
}

// ledgerLine is any line: the head, a batch before its commit, how it ended, or
// the mark that the line before was cut off.
type ledgerLine struct {
	Ledger  int          `json:"ledger,omitempty"`
	Salt    []byte       `json:"salt,omitempty"`
	Removal *ledgerBatch `json:"removal,omitempty"`
	Done    string       `json:"done,omitempty"`
	Void    string       `json:"void,omitempty"`
	Cut     bool         `json:"cut,omitempty"`
}

// OpenLedger reads what the file holds, and begins a ledger in an empty one. A
// last line that was cut off in the middle, as a fall of the machine leaves it,
// is marked and not counted: what it says was never committed. Any other line
// that cannot be read is an error, for a removal may stand in it.
func OpenLedger(file LedgerFile) (*Ledger, error) {
	l := &Ledger{file: file}
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("open the ledger: %w", err)
	}
	at := map[string]*ledgerBatch{}
	broken := 0
	lines := bytes.SplitAfter(text, []byte("\n"))
	for i, line := range lines {
		if !bytes.HasSuffix(line, []byte("\n")) {
			if len(line) == 0 {
				continue
			}
			if i == 0 { // not even the head was written whole
				return nil, errors.New("open the ledger: it does not begin as one")
			}
			if err := l.write([]byte("\n{\"cut\":true}\n")); err != nil {
				return nil, fmt.Errorf("open the ledger: %w", err)
			}
			continue
		}
		if !json.Valid(line) {
			broken = i + 1
			continue
		}
		var entry ledgerLine
		if err := json.Unmarshal(line, &entry); err != nil {
			return nil, fmt.Errorf("open the ledger: line %d cannot be read", i+1)
		}
		if entry.Cut {
			broken = 0
			continue
		}
		if broken > 0 {
			break
		}
		switch {
		case i == 0 && entry.Ledger == 1 && len(entry.Salt) >= 16:
			l.salt = entry.Salt
		case i == 0:
			return nil, errors.New("open the ledger: it does not begin as one")
		case entry.Removal != nil && entry.Removal.Batch != "":
			at[entry.Removal.Batch] = entry.Removal
			l.batches = append(l.batches, entry.Removal)
		case at[entry.Done] != nil:
			at[entry.Done].done = true
		case at[entry.Void] != nil:
			at[entry.Void].void = true
		default:
			return nil, fmt.Errorf("open the ledger: line %d says nothing known", i+1)
		}
	}
	if broken > 0 {
		return nil, fmt.Errorf("open the ledger: line %d cannot be read", broken)
	}
	if l.salt != nil {
		return l, nil
	}
	l.salt = make([]byte, 32)
	_, _ = rand.Read(l.salt) // never fails
	return l, l.append(ledgerLine{Ledger: 1, Salt: l.salt})
}

// hash is what the ledger knows a client by.
func (l *Ledger) hash(subject string, id int64) string {
	mac := hmac.New(sha256.New, l.salt)
	fmt.Fprintf(mac, "%s:%d", subject, id)
	return base64.RawStdEncoding.EncodeToString(mac.Sum(nil))
}

// rowHash is what the ledger knows a row by.
func (l *Ledger) rowHash(table string, id int64, key []string) string {
	mac := hmac.New(sha256.New, l.salt)
	fmt.Fprintf(mac, "%s:%d:%q", table, id, key)
	return base64.RawStdEncoding.EncodeToString(mac.Sum(nil))
}

// begin writes a batch down before it is committed.
func (l *Ledger) begin(b *ledgerBatch) error {
	l.batches = append(l.batches, b)
	return l.append(ledgerLine{Removal: b})
}

// end writes down whether a batch was committed.
func (l *Ledger) end(b *ledgerBatch, committed bool) error {
	b.done, b.void = committed, !committed
	if committed {
		return l.append(ledgerLine{Done: b.Batch})
	}
	return l.append(ledgerLine{Void: b.Batch})
}

func (l *Ledger) append(line ledgerLine) error {
	text, err := json.Marshal(line)
	if err != nil {
		return fmt.Errorf("write to the ledger: %w", err)
	}
	return l.write(append(text, '\n'))
}

func (l *Ledger) write(text []byte) error {
	_, err := l.file.Write(text)
	if err == nil {
		err = l.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("write to the ledger: %w", err)
	}
	return nil
}
