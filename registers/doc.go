// Package registers is the vocabulary of the registers of the public employment
// service (act 916/2012, 13 chapter, as enacted by 447/2020): the catalogue of
// variables, code lists, identifiers and record rules. It knows nothing of SQL,
// files or HTTP, and imports nothing of ours.
package registers
