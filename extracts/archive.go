package extracts

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"filippo.io/age"
)

const (
	archivePart    = ".jsonl.age"
	archivePending = ".pending" // ends the name of a part whose batch is not known to be committed
)

// An ArchiveInput says where and how removed rows are archived.
type ArchiveInput struct {
	Dir    string // made when missing; an archive begun there goes on
	Key    string // public key of the archive, age or ssh-ed25519
	Signer *Signer
	// Columns names what of a table's row is kept; none of it when empty. It is
	// what the archives act's orders say of the day (4.4).
	Columns func(table string) []string
	// CarriedOut says whether a batch was committed; it is asked of what a
	// stopped run left.
	CarriedOut func(batch string) (bool, error)
}

// An Archive is what of removed rows is kept permanently (arkistolaki 831/1994):
// a folder with one part for each batch of removals, JSON lines encrypted to the
// archive's key, SHA256SUMS over them and its minisign signature. It takes the
// lines that the removal writes: rows, and {"done": batch} after each commit.
// Rows reach the disk only encrypted, and only the columns that are kept; a part
// is on the disk before its rows are gone. Not for concurrent use.
type Archive struct {
	in        ArchiveInput
	recipient age.Recipient
	batch     string
	file      *os.File
	secret    io.WriteCloser
	lines     *bufio.Writer
	rows      int64
}

var batchName = regexp.MustCompile(`^[0-9a-f-]{8,64}$`)

// OpenArchive begins an archive, or goes on with the one in the folder: parts
// that a stopped run left are kept when their batch was committed, and removed
// when it was not. It fails on a key that nothing can be sealed to and on a
// folder that holds something else.
func OpenArchive(in ArchiveInput) (*Archive, error) {
	a := &Archive{in: in}
	var err error
	if a.recipient, _, err = parseRecipient(in.Key); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	if err := os.MkdirAll(in.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("open archive: %w", spaceError(err))
	}
	if err := a.settle(); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	return a, nil
}

// settle decides what a stopped run left.
func (a *Archive) settle() error {
	entries, err := os.ReadDir(a.in.Dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		part := strings.TrimSuffix(name, archivePending)
		switch batch := strings.TrimSuffix(part, archivePart); {
		case slices.Contains([]string{SumsFile, SignatureFile, SignerPublicFile, ArchiveReadme}, name):
		case strings.HasPrefix(name, temporary):
			if err := os.Remove(filepath.Join(a.in.Dir, name)); err != nil {
				return err
			}
		case batch == part || !batchName.MatchString(batch):
			return fmt.Errorf("%q does not belong to an archive: choose another folder", shortened(name))
		case part != name:
			kept, err := a.in.CarriedOut(batch)
			if err != nil {
				return err
			}
			if err := a.decide(batch, kept); err != nil {
				return err
			}
		}
	}
	return nil
}

// decide gives a pending part its name, or removes it.
func (a *Archive) decide(batch string, kept bool) error {
	name := filepath.Join(a.in.Dir, batch+archivePart)
	if !kept {
		return os.Remove(name + archivePending)
	}
	if err := os.Rename(name+archivePending, name); err != nil {
		return err
	}
	return syncFolder(a.in.Dir)
}

// Write takes one line, as the removal writes it.
func (a *Archive) Write(line []byte) (int, error) {
	var l struct {
		Done  string                     `json:"done"`
		Batch string                     `json:"batch"`
		Table string                     `json:"table"`
		Row   map[string]json.RawMessage `json:"row"`
	}
	if err := json.Unmarshal(line, &l); err != nil {
		return 0, errors.New("archive: a line that is not JSON")
	}
	var err error
	if l.Done != "" {
		err = a.done(l.Done)
	} else {
		err = a.row(l.Batch, l.Table, l.Row)
	}
	if err != nil {
		return 0, fmt.Errorf("archive: %w", spaceError(err))
	}
	return len(line), nil
}

// row writes what is kept of a row.
func (a *Archive) row(batch, table string, row map[string]json.RawMessage) error {
	columns := a.in.Columns(table)
	if len(columns) == 0 {
		return nil
	}
	if batch != a.batch || a.lines == nil {
		if err := a.begin(batch); err != nil {
			return err
		}
	}
	kept := map[string]json.RawMessage{}
	for _, c := range columns {
		value, is := row[c]
		if !is {
			return fmt.Errorf("the order keeps %s.%s, which the row has not", table, c)
		}
		kept[c] = value
	}
	a.rows++
	return json.NewEncoder(a.lines).Encode(struct {
		Table string                     `json:"table"`
		Row   map[string]json.RawMessage `json:"row"`
	}{table, kept})
}

// begin opens the part of a batch. A batch that was called off leaves its part
// behind; it is removed.
func (a *Archive) begin(batch string) (err error) {
	if !batchName.MatchString(batch) {
		return errors.New("a batch's name cannot name a file")
	}
	if err := a.dropUnfinished(); err != nil {
		return err
	}
	name := filepath.Join(a.in.Dir, batch+archivePart+archivePending)
	if a.file, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return err
	}
	a.batch = batch
	if a.secret, err = age.Encrypt(a.file, a.recipient); err != nil {
		return err
	}
	a.lines = bufio.NewWriterSize(a.secret, 64<<10)
	return nil
}

// Sync ends the part of the batch under way: it is whole, encrypted and on the
// disk when Sync returns.
func (a *Archive) Sync() error {
	if a.lines == nil {
		return nil
	}
	err := errors.Join(a.lines.Flush(), a.secret.Close(), a.file.Sync(), a.file.Close(), syncFolder(a.in.Dir))
	a.lines, a.file = nil, nil
	if err != nil {
		return fmt.Errorf("archive: %w", spaceError(err))
	}
	return nil
}

// done names the part of a batch that has been committed.
func (a *Archive) done(batch string) error {
	if batch != a.batch { // nothing of it is kept
		return nil
	}
	if err := a.Sync(); err != nil {
		return err
	}
	a.batch = ""
	return a.decide(batch, true)
}

// dropUnfinished removes the part of a batch that was never committed.
func (a *Archive) dropUnfinished() error {
	if a.batch == "" {
		return nil
	}
	if a.file != nil {
		_ = a.file.Close()
	}
	batch := a.batch
	a.batch, a.lines, a.file = "", nil, nil
	committed, err := a.in.CarriedOut(batch)
	if err != nil {
		return err
	}
	return a.decide(batch, committed)
}

// Close settles a batch that was cut off, and writes the checksums and their
// signature over all parts. It says how many rows this run archived.
func (a *Archive) Close() (rows int64, err error) {
	if err := a.dropUnfinished(); err != nil {
		return a.rows, fmt.Errorf("close archive: %w", err)
	}
	if err := a.sign(); err != nil {
		return a.rows, fmt.Errorf("close archive: %w", spaceError(err))
	}
	return a.rows, nil
}
