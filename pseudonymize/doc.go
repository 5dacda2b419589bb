// Package pseudonymize makes pseudonyms (salanimet) and coarser values of what
// the registers hold. It owns the keys: one random key per permit, wrapped by a
// key-encryption key, and one derived key per kind of id below it. It imports
// nothing of ours and knows neither catalogue nor database.
//
// A pseudonym is the first 128 bits of HMAC-SHA-256 over the internal id of the
// register. Under one permit key it is the same in every delivery; under two
// keys nothing joins. Without the key a pseudonym cannot be traced back to the
// id, and no table of pairs is kept anywhere. What the package does not do: it
// does not judge whether the remaining values identify somebody.
package pseudonymize

import "fmt"

// Scheme names how pseudonyms are made. It stands in manifests and inside the
// input of every pseudonym, so a changed scheme changes its name and all values.
const Scheme = "tietolupa-1/hmac-128"

// An Unmapped is an identifier or a value that cannot be mapped: no id, a code
// outside its list, a day outside the calendar. A build that meets one stops;
// the original is never passed on, and it is not in the error either.
type Unmapped struct{ What string }

func (e Unmapped) Error() string { return fmt.Sprintf("%s cannot be mapped", e.What) }
