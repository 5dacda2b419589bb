package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/registers"
)

// A ClientRecord is everything the registers hold about one client.
type ClientRecord struct {
	Subject   string
	ID        int64
	Protected bool // a non-disclosure order (turvakielto)
	Masked    bool // where they live is left out
	// Restricted is the request by which the data may only be stored (GDPR 18).
	// There are no rows then, but for whoever answers a request of the client's.
	Restricted string
	Items      []string // of 3 § that the reader's rights reach; nil when read by no right
	Rows       []RecordRow
	Names      map[string]map[int64]ClientName // employers and providers that rows link to
	grant      string                          // a right that the reading rests on
}

// A RecordRow is one row with its provenance (4.1b).
type RecordRow struct {
	Table      string
	Key        []string          // after the client's id, as Write.Key
	Values     map[string]string // by column, as in registers.Record; of links and keys too
	Office     string            // controller
	Source     string
	Recorder   string
	RecordedAt time.Time
	Removable  registers.Day
	Version    string   // as Write.Version
	Superseded int      // how many earlier versions there are
	Changed    []string // columns that had another value in one of them
	Masked     bool     // where the person lives whom the row is about is left out
	table      int      // in the plan of reading
}

// mayBeSeen says whether there is such a client among those of the offices.
func (r *Registers) mayBeSeen(ctx context.Context, tx pgx.Tx, look Look, subject string, id int64) error {
	if !slices.Contains(r.subjects(), subject) {
		return ErrNoRecord
	}
	where, args := "true", []any{id}
	if look.Offices != nil {
		where, args = seenBy(subject, "$2"), append(args, look.Offices)
	}
	var there bool
	err := tx.QueryRow(ctx, fmt.Sprintf("select true from %s s where s.%s = $1 and (%s)", registerTable(subject), column(subject+"_id"), where),
		args...).Scan(&there)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNoRecord
	}
	return err
}

// seenBy is the condition that a client, row s, is one of offices: by its own
// row, or of a person by a clientship.
func seenBy(subject, offices string) string {
	where := "s.office = any (" + offices + ")"
	if subject == "person" {
		where = "(" + where + " or exists (select from registers.clientship c where c.person_id = s.person_id and c.office = any (" + offices + ")))"
	}
	return where
}

// TellsWhere says whether v tells where somebody lives or can be reached: what a
// non-disclosure order masks (24.1 § 31 k).
func TellsWhere(v registers.Variable) bool {
	return v.Rules["masked"] != "" || v.Type != registers.Flag && v.Ground == "31" || v.Ladder == registers.AreaLadder ||
		v.Ladder == registers.DirectLadder && (v.Column == "phone" || v.Column == "email")
}
