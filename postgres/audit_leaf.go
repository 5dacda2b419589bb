package postgres

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// sealVersion says how entries, seals and checkpoints are written down to be
// hashed. Another column or another form is another version.
const sealVersion = 1

// sealedColumns are the columns of an entry in the order they are hashed in:
// all there are.
var sealedColumns = []string{
	"entry_id", "transaction", "at", "written_at", "actor", "on_behalf", "unit", "purpose", "grant_id",
	"kind", "subject", "person_token", "detail", "result", "address", "session", "request",
}

func sealedList(alias string) string {
	return alias + "." + strings.Join(sealedColumns, ", "+alias+".")
}

// binaryResult asks for columns as PostgreSQL sends them in binary: the form
// that is hashed.
var binaryResult = pgx.QueryResultFormats{pgx.BinaryFormatCode}

// A logPlace is where an entry stands in the order of sealing.
type logPlace struct {
	Transaction uint64
	Entry       int64
}

func (p logPlace) before(q logPlace) bool {
	if p.Transaction != q.Transaction {
		return p.Transaction < q.Transaction
	}
	return p.Entry < q.Entry
}

// A leaf is what a seal keeps of one entry.
type leaf struct {
	logPlace
	Hash [sha256.Size]byte
}

const leafSize = 8 + 8 + sha256.Size

func (l leaf) append(to []byte) []byte {
	to = binary.BigEndian.AppendUint64(to, l.Transaction)
	to = binary.BigEndian.AppendUint64(to, uint64(l.Entry))
	return append(to, l.Hash[:]...)
}

func readLeaf(b []byte) (l leaf) {
	l.Transaction = binary.BigEndian.Uint64(b)
	l.Entry = int64(binary.BigEndian.Uint64(b[8:]))
	copy(l.Hash[:], b[16:])
	return l
}

// leafOf hashes an entry: of every column its length and its bytes in
// PostgreSQL's binary form, or -1 when it is null, so that no two entries are
// written down alike. It fails when the columns are not those of an entry.
func leafOf(values [][]byte) (l leaf, err error) {
	if len(values) != len(sealedColumns) || len(values[0]) != 8 || len(values[1]) != 8 {
		return l, fmt.Errorf("an entry of %d columns cannot be sealed", len(values))
	}
	l.Entry = int64(binary.BigEndian.Uint64(values[0]))
	l.Transaction = binary.BigEndian.Uint64(values[1])
	l.Hash = sha256.Sum256(written(values))
	return l, nil
}

// written is an entry's canonical form.
func written(values [][]byte) []byte {
	b := make([]byte, 0, 512)
	b = append(b, "tietolupa audit entry 1\n"...)
	for _, v := range values {
		if v == nil {
			b = binary.BigEndian.AppendUint32(b, ^uint32(0))
			continue
		}
		b = binary.BigEndian.AppendUint32(b, uint32(len(v)))
		b = append(b, v...)
	}
	return b
}
