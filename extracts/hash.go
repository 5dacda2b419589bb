package extracts

import (
	"fmt"
	"math/big"
	"strings"
)

// A table's hash does not depend on the order of its rows: the number of rows,
// the sum and the exclusive or of DuckDB's 64-bit hash of each row, in
// hexadecimal. It shows whether two builds are equal; against falsification
// there is the signed SHA-256 of the file. DuckDB may change its hash function
// between versions, so hashes of one version are compared.

// hashSums are the three numbers of a table's hash, over rows that have the
// column h of hashOfRow.
const hashSums = "count(*), coalesce(sum(h::HUGEINT), 0), coalesce(bit_xor(h), 0)::HUGEINT"

// hashOfRow is the column h; columns are quoted.
func hashOfRow(columns []string) string { return "hash(" + strings.Join(columns, ", ") + ") AS h" }

func hashText(rows int64, sum, xor *big.Int) string { return fmt.Sprintf("%x-%x-%x", rows, sum, xor) }
