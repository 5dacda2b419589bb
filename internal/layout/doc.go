// Package layout holds no code: its tests keep the house in order. They read the
// whole module and fail when an import runs the wrong way, when a library leaves its
// home, or when a rule of CONTRIBUTING.md that a machine can check is broken.
//
// The tables are in rules_test.go. They are changed together with a record in
// docs/decisions.
package layout
