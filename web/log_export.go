package web

import (
	"strconv"
	"strings"

	"tietolupa/permits"
	"tietolupa/postgres"
)

// logListing is what was found in the log as a file: the columns of the page, and
// the kind of each entry and its subject as they are stored, for who sorts them.
func (s *server) logListing(found []postgres.LogEntry, names map[permits.UserID]string, p logPage, v *visit) listing {
	in := func(key string) string { return s.texts.in(v.Lang, key) }
	return listing{Name: "log", Title: in("log.title"), Limits: map[string]string{"actor": p.By, "subject": p.Subject, "kind": p.Kind, "from": p.From, "until": p.Until},
		Heads: []string{in("log.number"), in("log.at"), in("log.who"), in("log.for"), in("log.unit"), in("log.address"), in("log.what"), in("log.kind"), in("log.result"),
			in("log.token"), in("log.subject"), in("log.why"), in("log.right"), in("log.more")},
		Each: func(give func(row []any) error) error {
			for _, e := range found {
				row := s.logRow(e, names, v)
				if err := give([]any{strconv.FormatInt(e.Number, 10), e.At, row.Who, row.Behalf, e.Unit, e.Address, row.What, e.Kind, string(e.Result),
					row.Client, row.Subject, row.Why, e.Grant, strings.Join(row.More, "; ")}); err != nil {
					return err
				}
			}
			return nil
		}}
}
