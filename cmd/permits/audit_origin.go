package main

import (
	"context"
	"os"
	"os/user"

	"tietolupa/postgres"
)

// fromThisMachine makes the audit log's entries of a command say whose account
// on which machine it was given from.
func fromThisMachine(ctx context.Context) context.Context {
	who := "unknown"
	if u, err := user.Current(); err == nil {
		who = u.Username
	}
	if host, err := os.Hostname(); err == nil {
		who += "@" + host
	}
	return postgres.WithOrigin(ctx, postgres.Origin{Address: who})
}
