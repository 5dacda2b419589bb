// Package cluster runs a private PostgreSQL server from the binaries that the
// machine already has: for `permits --dir`, and for tests.
//
// The server listens on a unix socket only, asks for a password (SCRAM) that was
// drawn when its data folder was made, keeps data checksums, and never outlives
// the process that started it: the kernel tells it to shut down when that process
// dies, however it dies. Under root the server runs as postgres, or else as nobody.
//
// The package stands at the bottom of the import graph and uses the standard
// library alone. It knows no driver: it learns that the server is ready from the
// server's own postmaster.pid. It runs on Linux.
package cluster
