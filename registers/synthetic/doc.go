// Package synthetic fills the registers with invented people, employers and
// providers, calibrated to the published Employment Service Statistics
// (data/SOURCES.md). Nobody in it exists: names are combined from lists,
// henkilötunnus come from the artificial range (individual numbers 900–999),
// Y-tunnus from 9000000 upwards.
//
// A population is a plan of a few bytes a person; the rows are made while they
// are read, file by file, and are the same for a seed however the reading is
// divided. The package imports registers and knows nothing of SQL:
// postgres.Load puts a population into a database.
package synthetic
