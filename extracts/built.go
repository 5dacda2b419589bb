// Package extracts makes what the service delivers: it takes an order, whose
// scope is the decision, reads the registers under one snapshot, builds a
// pseudonymised DuckDB file, assesses it, seals it to its recipient and lets
// the recipient verify it. It is the only home of DuckDB and of age.
package extracts

import (
	"context"
	"io"
	"iter"
	"time"

	"tietolupa/registers"
)

// A Snapshot is the registers as they stood at one moment. All that is read
// through it agrees. It dies with the session that holds it, so a build that is
// cut off starts again whole.
type Snapshot interface {
	// Taken is when, by the service clock, and ID names it in the manifest.
	Taken() time.Time
	ID() string
	// Cohort yields the ids of subject ("person", "employer", "provider") that
	// fulfil every predicate, in no order. No predicate means everybody.
	Cohort(ctx context.Context, subject string, where []registers.Predicate, lawDay registers.Day) iter.Seq2[int64, error]
	// Split cuts a reading in about n parts that can be read side by side, and
	// estimates its rows.
	Split(ctx context.Context, r registers.Reading, n int) (parts []registers.Part, rows int64, err error)
	// Open starts a part: raw PostgreSQL binary COPY, header and trailer
	// included, columns in the reading's order.
	Open(ctx context.Context, p registers.Part) (io.ReadCloser, error)
	Close() error
}

// A Progress is told where a build is. It must return quickly.
type Progress func(stage string, done, total int64)

// Built is a finished, detached DuckDB file that nobody has seen yet.
type Built struct {
	Path     string
	Taken    time.Time // of the snapshot
	Snapshot string
	Tables   []BuiltTable
	Cohorts  map[string][]byte // subject → serialised roaring64 bitmap of those in it
}

// A BuiltTable is one table of the file.
type BuiltTable struct {
	Name    string        `json:"name"`
	Rows    int64         `json:"rows"`
	Hash    string        `json:"hash"` // order-independent: equal for equal rows
	Columns []BuiltColumn `json:"columns"`
}

// A BuiltColumn is one column of the file and how it was made.
type BuiltColumn struct {
	Name       string               `json:"name"`
	ID         string               `json:"id"` // variable of the catalogue
	Type       string               `json:"type"`
	Protection registers.Protection `json:"protection"`
	Scheme     string               `json:"scheme,omitempty"`    // of a pseudonym
	KeyCheck   string               `json:"key_check,omitempty"` // of the key it was made with
}
