package postgres

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// What can have been done to the log.
const (
	EntryChanged      = "entry changed"
	EntryDeleted      = "entry deleted"
	EntryInserted     = "entry inserted" // among the sealed ones
	EntryMoved        = "entry moved"    // its transaction is another
	EntriesSwapped    = "entries swapped"
	EntryOfFuture     = "entry of a future transaction"
	SealChanged       = "seal changed"
	SealMissing       = "seal missing"
	SealUnchained     = "seal not chained to the one before"
	SealUncovered     = "seal without a checkpoint"
	CheckpointChanged = "checkpoint changed"
	CheckpointMissing = "checkpoint missing"
	CheckpointOther   = "checkpoint of another chain" // its seal has another hash, or is not there
	KeyUntrusted      = "key not trusted"
	KeyChanged        = "key changed"
	ClosingChanged    = "closing changed"
	TailCut           = "tail cut"
	HistoryRewritten  = "history rewritten"
)

// A Finding is one sign of tampering and where it is.
type Finding struct {
	Kind string `json:"kind"`
	What int64  `json:"what"`           // entry, seal or checkpoint
	With int64  `json:"with,omitempty"` // the entry it was swapped with
	Seal int64  `json:"seal,omitempty"` // the seal that tells, of an entry
	Note string `json:"note,omitempty"` // what more is known
}

// String says it in one line.
func (f Finding) String() string {
	s := fmt.Sprintf("%s: %d", f.Kind, f.What)
	if f.With != 0 {
		s += fmt.Sprintf(" with %d", f.With)
	}
	if f.Seal != 0 {
		s += fmt.Sprintf(" (seal %d)", f.Seal)
	}
	if f.Note != "" {
		s += ": " + f.Note
	}
	return s
}

// Findings beyond mostFindings are counted, not listed.
const mostFindings = 10_000

// mostPaired bounds how many changed entries are compared with each other.
const mostPaired = 200

// A comparison holds the entries there are to the leaves there should be.
type comparison struct {
	found    []Finding
	all      int64
	changed  []changedEntry
	missing  map[int64]int // entry → index in found
	inserted map[int64]int
}

type changedEntry struct {
	leaf   leaf
	values [][]byte
	index  int // in found
}

func newComparison() *comparison {
	return &comparison{missing: map[int64]int{}, inserted: map[int64]int{}}
}

func (c *comparison) add(f Finding) int {
	c.all++
	if len(c.found) >= mostFindings {
		return -1
	}
	c.found = append(c.found, f)
	return len(c.found) - 1
}

func (c *comparison) changedEntry(l leaf, values [][]byte, seal int64) {
	i := c.add(Finding{Kind: EntryChanged, What: l.Entry, Seal: seal})
	if i < 0 || len(c.changed) >= mostPaired {
		return
	}
	kept := make([][]byte, len(values))
	for n, v := range values {
		kept[n] = bytes.Clone(v)
	}
	c.changed = append(c.changed, changedEntry{l, kept, i})
}

func (c *comparison) missingEntry(l leaf, seal int64) {
	if i := c.add(Finding{Kind: EntryDeleted, What: l.Entry, Seal: seal}); i >= 0 {
		c.missing[l.Entry] = i
	}
}

func (c *comparison) extraEntry(l leaf, seal int64) {
	if i := c.add(Finding{Kind: EntryInserted, What: l.Entry, Seal: seal}); i >= 0 {
		c.inserted[l.Entry] = i
	}
}

// named gives the findings with what two of them together amount to: an entry
// that is missing in one place and stands in another was moved, and two changed
// ones that hold each other's content were swapped.
func (c *comparison) named() []Finding {
	drop := map[int]bool{}
	for entry, i := range c.missing {
		if j, both := c.inserted[entry]; both {
			c.found[i].Kind = EntryMoved
			drop[j] = true
			c.all--
		}
	}
	for i, a := range c.changed {
		for _, b := range c.changed[i+1:] {
			if !drop[a.index] && !drop[b.index] && holds(a, b) && holds(b, a) {
				c.found[a.index].Kind, c.found[a.index].With = EntriesSwapped, b.leaf.Entry
				drop[b.index] = true
				c.all--
			}
		}
	}
	var named []Finding
	for i, f := range c.found {
		if !drop[i] {
			named = append(named, f)
		}
	}
	return named
}

// holds says whether b's row has the content that a's leaf was made of.
func holds(a, b changedEntry) bool {
	values := append([][]byte{
		binary.BigEndian.AppendUint64(nil, uint64(a.leaf.Entry)),
		binary.BigEndian.AppendUint64(nil, a.leaf.Transaction),
	}, b.values[2:]...)
	return sha256.Sum256(written(values)) == a.leaf.Hash
}
