package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"tietolupa/permits"
	"tietolupa/registers"
	"tietolupa/registers/law"
)

// ErrNoRequest says that there is no data subject's request of that number.
var ErrNoRequest = errors.New("no such request")

// A SubjectRequest is a data subject's request and who answers it.
type SubjectRequest struct {
	ID         string // R-12-2020
	Subject    string // person, employer or provider
	Client     int64  // 0 for somebody the registers do not know, or who has been removed
	ReceivedBy permits.UserID
	ArrivedAt  string // office
	Route      registers.Route
	registers.Request
	Decision  string // number of the decision to name officials (C-579/21); empty when there is none
	Version   int
	Withholds []registers.Withholding
}

// A Member says whether a client's id is in the stored set of those in an
// extract. The set's form belongs to whoever builds extracts.
type Member func(cohort []byte, id int64) (bool, error)

// Subjects answers data subjects. Who was in which extract only the workers'
// role may read. On the pages' connection it is made without a Member: each
// request of somebody known is then given to a worker (FindExtracts), and
// nothing is told before the worker has looked.
type Subjects struct {
	*Registers
	member Member
}

// Subjects gives access to data subjects' requests and to what is held on them.
func (r *Registers) Subjects(member Member) *Subjects { return &Subjects{Registers: r, member: member} }

// An Arrival is a request as it is taken in.
type Arrival struct {
	Kind     registers.RequestKind
	Register string
	Subject  string
	Client   int64         // 0 when the registers do not know who asks
	Office   string        // where it arrived
	Day      registers.Day // today when zero
}

// OpenRequest takes a request in and routes it: to KEHA where the duty is its
// own, otherwise to the office whose client the person is (2.3b). It fails with
// the *registers.RuleError of registers.OpenRequest or law.Route, and with
// ErrNoRecord for a client who is not there. Looking up whose client the person
// is, is a reading of their data, and logged.
func (s *Subjects) OpenRequest(ctx context.Context, look Look, a Arrival) (SubjectRequest, error) {
	var made SubjectRequest
	err := s.reading(ctx, look, func(tx pgx.Tx, today registers.Day) error {
		if a.Day.IsZero() {
			a.Day = today
		}
		request, err := registers.OpenRequest(a.Kind, a.Register, a.Day)
		if err != nil {
			return err
		}
		if today.Before(a.Day) {
			return refusedRequest("request-day")
		}
		made = SubjectRequest{Subject: a.Subject, Client: a.Client, ReceivedBy: look.Actor, ArrivedAt: a.Office, Request: request, Version: 1}
		var token *string
		spells, municipality := []registers.Clientship(nil), ""
		if a.Client != 0 {
			if err := s.mayBeSeen(ctx, tx, look, a.Subject, a.Client); err != nil {
				return err
			}
			if spells, municipality, err = s.clientships(ctx, tx, a.Subject, a.Register, a.Client); err != nil {
				return err
			}
			found, err := subjectToken(ctx, tx, a.Subject, a.Client)
			if err != nil {
				return err
			}
			token = &found
		}
		if made.Route, err = law.On(today).Route(a.Kind, a.Register, spells, municipality, a.Office); err != nil {
			return err
		}
		if made.ID, err = nextNumber(ctx, tx, "subject_request_number", "R-%d-%d", today.Time().Year()); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			insert into permits.subject_requests (request_id, kind, register, subject, person_token, received_by, arrived_at,
			       arrived, party, body, rule, state)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
			made.ID, made.Kind, made.Register, made.Subject, token, made.ReceivedBy, made.ArrivedAt, made.Arrived.Time(),
			made.Route.Party, made.Route.Body, made.Route.Rule, made.State); err != nil {
			return err
		}
		if s.member == nil && token != nil && made.TellsOfExtracts() {
			if err := s.askExtracts(ctx, tx, look.Actor, made); err != nil {
				return err
			}
		}
		return record(ctx, tx, Entry{Actor: look.Actor, OnBehalf: look.OnBehalf, Kind: "request-received", Subject: made.ID, PersonToken: or(token),
			Detail: map[string]string{"article": string(made.Kind), "register": made.Register, "answers": string(made.Route.Party) + " " + made.Route.Body}})
	})
	if err != nil {
		return SubjectRequest{}, fmt.Errorf("take in a request: %w", err)
	}
	return made, nil
}

// clientshipTables say by which table's spells somebody is an office's client in
// a register.
var clientshipTables = map[string]string{"person": "clientship", "joint": "joint_service", "employer": "employer", "provider": "provider"}

// clientships reads whose client somebody is and was, and where they live.
func (r *Registers) clientships(ctx context.Context, tx pgx.Tx, subject, register string, id int64) (all []registers.Clientship, municipality string, err error) {
	if t, ok := r.cat.Table(clientshipTables[register]); ok && t.Subject == subject {
		rows, _ := tx.Query(ctx, fmt.Sprintf("select %s, coalesce(%s::text, ''), coalesce(%s::text, '') from %s where %s = $1",
			column(t.Office), column(t.Start), column(t.End), registerTable(t.Name), column(t.SubjectKey())), id)
		if all, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (c registers.Clientship, err error) {
			var start, end string
			if err := row.Scan(&c.Office, &start, &end); err != nil {
				return c, err
			}
			return c, errors.Join(c.Start.UnmarshalText([]byte(start)), c.End.UnmarshalText([]byte(end)))
		}); err != nil {
			return nil, "", fmt.Errorf("read clientships: %w", err)
		}
	}
	if _, ok := r.cat.Column(subject, "municipality"); !ok {
		return all, "", nil
	}
	err = tx.QueryRow(ctx, fmt.Sprintf("select coalesce(municipality, '') from %s where %s = $1", registerTable(subject), column(subject+"_id")), id).
		Scan(&municipality)
	return all, municipality, err
}

// ChangeRequest lets change decide what becomes of a request: registers.Extend,
// AskIdentity, ConfirmIdentity or WithdrawRequest. seen is the version that the
// official had before them; "version" refuses one who was overtaken.
func (s *Subjects) ChangeRequest(ctx context.Context, by permits.UserID, id string, seen int,
	change func(r registers.Request, day registers.Day) (registers.Request, error)) (SubjectRequest, error) {
	return s.changeRequest(ctx, by, id, seen, func(_ pgx.Tx, q *SubjectRequest, day registers.Day) (err error) {
		q.Request, err = change(q.Request, day)
		return err
	})
}

// NameOfficials stores the number of the decision by which officials are named
// in the answer to a request for access; without one they are not (C-579/21).
func (s *Subjects) NameOfficials(ctx context.Context, by permits.UserID, id string, seen int, decision string) (SubjectRequest, error) {
	return s.changeRequest(ctx, by, id, seen, func(_ pgx.Tx, q *SubjectRequest, _ registers.Day) error {
		if q.Kind != registers.Access || q.State != registers.Received || decision == "" {
			return refusedRequest("request-decision")
		}
		q.Decision = decision
		return nil
	})
}

// AnswerRequest closes a request with a reply (registers.Answer, with its
// *registers.RuleError): restriction is refused in the person register by 4.2, a
// refusal carries reasons, provision and remedies, a correction has to stand in
// the register with its trace, and every recipient of the data is told (GDPR
// 19). The recipients are those of the log and of the delivered extracts.
func (s *Subjects) AnswerRequest(ctx context.Context, by permits.UserID, id string, seen int, reply registers.Reply) (SubjectRequest, error) {
	return s.changeRequest(ctx, by, id, seen, func(tx pgx.Tx, q *SubjectRequest, day registers.Day) error {
		right, err := law.On(day).Right(q.Kind, q.Register)
		if err != nil {
			return err
		}
		var recipients []string
		if q.Kind.Notifies() && reply.Outcome != registers.RequestRefused && q.Client != 0 {
			if recipients, err = s.recipients(ctx, tx, q.ID, q.Subject, q.Client); err != nil {
				return err
			}
		}
		if q.Kind == registers.Rectification && reply.Corrected {
			if reply.Corrected, err = s.correctedSince(ctx, tx, q.Subject, q.Client, q.Arrived); err != nil {
				return err
			}
		}
		if q.Kind == registers.Erasure {
			if err := tx.QueryRow(ctx, "select exists (select from permits.erasures where request_id = $1)", id).Scan(&reply.Erased); err != nil {
				return err
			}
		}
		q.Request, err = registers.Answer(q.Request, reply, right, recipients, day)
		return err
	})
}

// Recipients lists whom a correction, removal or restriction of a client's data
// is told to (GDPR 19), each once. Finding them out is logged as a reading.
func (s *Subjects) Recipients(ctx context.Context, ask SubjectAsk) (all []string, err error) {
	err = s.reading(ctx, ask.Look, func(tx pgx.Tx, _ registers.Day) error {
		if err := s.mayBeSeen(ctx, tx, ask.Look, ask.Subject, ask.ID); err != nil {
			return err
		}
		if all, err = s.recipients(ctx, tx, ask.Request, ask.Subject, ask.ID); err != nil {
			return err
		}
		return logReading(ctx, tx, ask.Look, ask.Subject, ask.ID, map[string]string{"shown": "recipients"})
	})
	if err != nil {
		return nil, fmt.Errorf("list recipients: %w", err)
	}
	return all, nil
}

func (s *Subjects) recipients(ctx context.Context, tx pgx.Tx, request, subject string, id int64) ([]string, error) {
	var report registers.SubjectReport
	var err error
	if report.Extracts, err = s.inExtracts(ctx, tx, request, subject, id); err != nil {
		return nil, err
	}
	token, err := subjectToken(ctx, tx, subject, id)
	if err != nil {
		return nil, err
	}
	if _, report.Disclosures, err = processingOf(ctx, tx, token, false); err != nil {
		return nil, err
	}
	return report.Recipients(), nil
}

// correctedSince says whether a row about a client was corrected on day or
// later: the old version then stands in the history (GDPR 16).
func (r *Registers) correctedSince(ctx context.Context, tx pgx.Tx, subject string, id int64, day registers.Day) (bool, error) {
	for _, t := range r.tablesOf(subject) {
		var there bool
		if err := tx.QueryRow(ctx, fmt.Sprintf("select exists (select from %s where %s = $1 and superseded_at >= $2)",
			historyTable(t.Name), column(t.SubjectKey())), id, startOf(day)).Scan(&there); err != nil || there {
			return there, err
		}
	}
	return false, nil
}

// startOf is the first moment of a day in the place of the law.
func startOf(d registers.Day) time.Time {
	y, m, day := d.Time().Date()
	return time.Date(y, m, day, 0, 0, 0, 0, helsinki)
}
