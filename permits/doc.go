// Package permits holds the rules by which the registers' data may be used: the
// case under section 28 of the Publicity Act (tietolupa), the statutory
// disclosure of 7 § 2 mom (viranomaisluovutus), the scope of what is granted,
// and the orders that follow. It is pure: no SQL, no HTTP, no files, and the
// time, always the service clock's, is an argument. It imports registers only.
package permits
