package postgres

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Checkpoint says, signed, how many entries of the audit log are sealed and
// what the hash of the last seal is. Kept elsewhere, it proves later that the
// log until there has been neither cut nor written anew.
type Checkpoint struct {
	ID        int64
	Seal      int64
	Entries   int64
	Hash      [sha256.Size]byte
	Made      time.Time // real time, to the microsecond
	Key       string    // id of the key
	Signature []byte
}

const checkpointHead = "tietolupa audit checkpoint 1"

// text is what is signed: every line but the signature's.
func (c Checkpoint) text() string {
	return fmt.Sprintf("%s\ncheckpoint: %d\nseal: %d\nentries: %d\nhash: %s\nmade: %s\nkey: %s\n", checkpointHead,
		c.ID, c.Seal, c.Entries, hex.EncodeToString(c.Hash[:]), stamp(c.Made), c.Key)
}

// MarshalText writes the checkpoint as its file: a line for each value.
func (c Checkpoint) MarshalText() ([]byte, error) {
	return []byte(c.text() + "signature: " + base64.StdEncoding.EncodeToString(c.Signature) + "\n"), nil
}

// UnmarshalText reads a checkpoint's file. It takes exactly what MarshalText
// writes, so that what was signed is what is read; it does not check the
// signature.
func (c *Checkpoint) UnmarshalText(text []byte) error {
	var read Checkpoint
	lines := strings.Split(string(text), "\n")
	if len(lines) != 9 || lines[0] != checkpointHead {
		return errors.New("read the checkpoint: it is none of this service's")
	}
	value := map[string]string{}
	for i, name := range []string{"checkpoint", "seal", "entries", "hash", "made", "key", "signature"} {
		v, is := strings.CutPrefix(lines[i+1], name+": ")
		if !is {
			return fmt.Errorf("read the checkpoint: line %d is not its %s", i+2, name)
		}
		value[name] = v
	}
	var err [6]error
	read.ID, err[0] = strconv.ParseInt(value["checkpoint"], 10, 64)
	read.Seal, err[1] = strconv.ParseInt(value["seal"], 10, 64)
	read.Entries, err[2] = strconv.ParseInt(value["entries"], 10, 64)
	var hash []byte
	hash, err[3] = hex.DecodeString(value["hash"])
	read.Made, err[4] = time.Parse(time.RFC3339Nano, value["made"])
	read.Signature, err[5] = base64.StdEncoding.Strict().DecodeString(value["signature"])
	if err := errors.Join(err[:]...); err != nil {
		return fmt.Errorf("read the checkpoint: %w", err)
	}
	if len(hash) != sha256.Size || len(read.Signature) != ed25519.SignatureSize || read.ID < 1 || read.Seal < 1 {
		return errors.New("read the checkpoint: a number or a hash is not of its form")
	}
	copy(read.Hash[:], hash)
	read.Key = value["key"]
	if again, _ := read.MarshalText(); !bytes.Equal(again, text) {
		return errors.New("read the checkpoint: it is not as it was written")
	}
	*c = read
	return nil
}

// A closing says, signed, that the log until a seal has been removed.
type closing struct {
	Checkpoint // of the removed part: Made and Key are the closing's
	Through    logPlace
	BeforeDay  string
	Rule       string
}

func (c closing) text() string {
	return fmt.Sprintf("tietolupa audit closing 1\ncheckpoint: %d\nseal: %d\nentries: %d\nhash: %s\ntransaction: %d\nentry: %d\nbefore: %s\nrule: %q\nmade: %s\nkey: %s\n",
		c.ID, c.Seal, c.Entries, hex.EncodeToString(c.Hash[:]), c.Through.Transaction, c.Through.Entry, c.BeforeDay, c.Rule, stamp(c.Made), c.Key)
}

// introduction is what a key's predecessor signs.
func introduction(number int, public ed25519.PublicKey, made time.Time, by string) string {
	return fmt.Sprintf("tietolupa audit key 1\nnumber: %d\npublic: %s\nmade: %s\nby: %s\n",
		number, base64.StdEncoding.EncodeToString(public), stamp(made), by)
}

// KeyID names a public key: the beginning of its SHA-256.
func KeyID(public ed25519.PublicKey) string {
	sum := sha256.Sum256(public)
	return hex.EncodeToString(sum[:8])
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
