package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"tietolupa/permits"
	"tietolupa/registers"
)

// FeasibilityJob is the kind of the job that answers one question; its arguments
// are {"id": 12}.
const FeasibilityJob = "feasibility"

// PromptQueue carries what somebody waits for at a page: questions and practice
// files never wait behind an extract that takes hours.
const PromptQueue = "prompt"

// NightQueue carries the nightly summary, which takes its turn with nothing.
const NightQueue = "night"

// promptAttempts bounds how often one of its jobs is tried.
const promptAttempts = 3

type numberArgs struct {
	ID int64 `json:"id"`
}

// queueNumbered inserts a job about a numbered row, in the transaction that makes it.
func (db *DB) queueNumbered(ctx context.Context, tx pgx.Tx, kind, queue string, id int64) error {
	args, err := json.Marshal(numberArgs{id})
	if err != nil {
		return err
	}
	if _, err := db.queue.InsertTx(ctx, tx, job{kind: kind, args: args}, &river.InsertOpts{MaxAttempts: promptAttempts, Queue: queue}); err != nil {
		return fmt.Errorf("queue %s %d: %w", kind, id, err)
	}
	return nil
}

// A FeasibilityQuestion is one question that a project has asked.
type FeasibilityQuestion struct {
	ID       int64
	Case     permits.CaseID
	Hash     string
	Kind     permits.QuestionKind
	Question permits.Question
	Points   int
	Summary  int64
	Day      registers.Day // of the summary
	By       permits.UserID
	At       time.Time
	State    string // asked, answered or failed
	Figures  *permits.Figures
	Answered time.Time
}

// Waits says whether a worker has not answered yet.
func (q FeasibilityQuestion) Waits() bool { return q.State == "asked" }

const questionColumns = `q.question_id, q.case_id, q.hash, q.kind, q.question, q.points, q.summary_id, s.law_day::text,
	q.asked_by, q.asked_at, q.state, q.figures, q.answered_at`

const fromQuestions = ` from permits.feasibility_questions q join permits.register_summaries s using (summary_id) `

func scanQuestion(row pgx.CollectableRow) (q FeasibilityQuestion, err error) {
	var day string
	var answered *time.Time
	if err := row.Scan(&q.ID, &q.Case, &q.Hash, &q.Kind, &q.Question, &q.Points, &q.Summary, &day, &q.By, &q.At, &q.State, &q.Figures, &answered); err != nil {
		return q, err
	}
	q.Answered = or(answered)
	return q, q.Day.UnmarshalText([]byte(day))
}

// AskFeasibility asks on behalf of a case's project the questions of the kinds
// wanted that its draft gives now. A question that has been asked of the latest
// summary is not asked again and costs nothing. Points are taken from the
// project's budget and each question gets a line in the log, all or nothing. It
// fails with ErrNoCase, and with the *permits.RuleError that keeps them from
// being asked: a refusal is logged too.
func (db *DB) AskFeasibility(ctx context.Context, id permits.CaseID, by permits.Actor, cat *registers.Catalogue, kinds ...permits.QuestionKind) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		c, err := lockCase(ctx, tx, id) // two of the project's people ask in turn
		if err != nil {
			return err
		}
		if err := c.MayAskFeasibility(by); err != nil {
			return err
		}
		questions, err := permits.QuestionsOf(c.Application.Scope, cat)
		if err != nil {
			return err
		}
		summary, err := latestSummary(ctx, tx)
		if err != nil {
			return err
		}
		if err := summary.MayBeAsked(); err != nil {
			return err
		}
		for _, q := range questions {
			for _, kind := range kinds {
				if q.Kind != kind {
					continue
				}
				if err := db.askOne(ctx, tx, c, by, q, summary); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if rule, ok := errors.AsType[*permits.RuleError](err); ok {
		err = errors.Join(err, db.Record(ctx, Entry{Actor: by.ID, Kind: "feasibility-asked", Subject: string(id), Result: Refused,
			Detail: map[string]string{"rule": rule.Rule}}))
	}
	if err != nil {
		return fmt.Errorf("ask of the registers for case %s: %w", id, err)
	}
	return nil
}

func (db *DB) askOne(ctx context.Context, tx pgx.Tx, c permits.Case, by permits.Actor, q permits.Question, of RegisterSummary) error {
	id, projects := c.ID, c.Projects()
	var known bool
	if err := tx.QueryRow(ctx, `
		select exists (select from permits.feasibility_questions where case_id = $1 and hash = $2 and summary_id = $3 and state <> 'failed')`,
		id, q.Hash(), of.ID).Scan(&known); err != nil || known {
		return err
	}
	for _, payer := range slices.Sorted(slices.Values(append(slices.Clone(projects), string(by.ID)))) { // in one order, so that nobody waits for each other
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1, hashtext($2))", purseLock, payer); err != nil {
			return err
		}
	}
	purse, err := purseOf(ctx, tx, c, by.ID)
	if err != nil {
		return err
	}
	if err := purse.Pay(q); err != nil {
		return err
	}
	var number int64
	err = tx.QueryRow(ctx, `
		insert into permits.feasibility_questions (case_id, hash, kind, question, points, summary_id, asked_by, asked_at, projects)
		values ($1, $2, $3, $4, $5, $6, $7, permits.moment(), $8)
		returning question_id`, id, q.Hash(), q.Kind, q, q.Kind.Points(), of.ID, by.ID, projects).Scan(&number)
	if err != nil {
		return fmt.Errorf("keep a question: %w", err)
	}
	if err := db.queueNumbered(ctx, tx, FeasibilityJob, PromptQueue, number); err != nil {
		return err
	}
	return record(ctx, tx, Entry{Actor: by.ID, Kind: "feasibility-asked", Subject: string(id), Detail: map[string]string{
		"question": q.Hash(), "asks": string(q.Kind), "points": fmt.Sprint(q.Kind.Points()), "left": fmt.Sprint(purse.Left() - q.Kind.Points()),
		"summary": fmt.Sprint(of.ID)}})
}

// purseLock names the advisory locks under which the spending of one person, and
// of one project, is added up.
const purseLock = 28_916_115

// purseOf adds up what c's project has spent, in whichever of its applications,
// and what by has lately in all projects.
func purseOf(ctx context.Context, at querier, c permits.Case, by permits.UserID) (p permits.Purse, err error) {
	err = at.QueryRow(ctx, `
		select coalesce(sum(points) filter (where case_id = $1 or projects && $4), 0),
		       coalesce(sum(points) filter (where asked_by = $2 and asked_at > permits.moment() - $3::interval), 0)
		  from permits.feasibility_questions
		 where (case_id = $1 or projects && $4 or asked_by = $2) and state <> 'failed'`, c.ID, by, permits.PersonWindow, c.Projects()).Scan(&p.Project, &p.Person)
	if err != nil {
		return p, fmt.Errorf("add up what has been asked: %w", err)
	}
	return p, nil
}

// querier is a pool or a transaction that is read from.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// A Feasibility is what a project has asked, the newest first, and what it may
// still ask.
type Feasibility struct {
	Questions []FeasibilityQuestion
	Purse     permits.Purse
	Summary   RegisterSummary // the latest that is ready; zero when there is none
	Making    RegisterSummary // the one being made; zero when none is
}

// Newest is the project's newest question of that hash that has not failed.
func (f Feasibility) Newest(hash string) (q FeasibilityQuestion, asked bool) {
	for _, q := range f.Questions {
		if q.Hash == hash && q.State != "failed" {
			return q, true
		}
	}
	return FeasibilityQuestion{}, false
}

// Feasibility reads what a project has asked; by is who looks.
func (db *DB) Feasibility(ctx context.Context, id permits.CaseID, by permits.UserID) (f Feasibility, err error) {
	err = pgx.BeginTxFunc(ctx, db.pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `select `+questionColumns+fromQuestions+`where q.case_id = $1 order by q.question_id desc`, id)
		if f.Questions, err = pgx.CollectRows(rows, scanQuestion); err != nil {
			return err
		}
		one, _ := tx.Query(ctx, `select `+caseColumns+` from permits.cases where case_id = $1`, id)
		c, err := oneCase(one)
		if err != nil {
			return err
		}
		if f.Purse, err = purseOf(ctx, tx, c, by); err != nil {
			return err
		}
		if f.Summary, err = latestSummary(ctx, tx); err != nil {
			return err
		}
		f.Making, err = summaryBeingMade(ctx, tx)
		return err
	})
	if err != nil {
		return Feasibility{}, fmt.Errorf("read what case %s has asked: %w", id, err)
	}
	return f, nil
}

// FeasibilityQuestion is the question of that number, for the worker that answers
// it; ErrNoQuestion when there is none.
func (db *DB) FeasibilityQuestion(ctx context.Context, id int64) (FeasibilityQuestion, error) {
	rows, _ := db.pool.Query(ctx, `select `+questionColumns+fromQuestions+`where q.question_id = $1`, id)
	q, err := oneOf(rows, scanQuestion, ErrNoQuestion)
	if err != nil {
		return FeasibilityQuestion{}, fmt.Errorf("read question %d: %w", id, err)
	}
	return q, nil
}

// ErrNoQuestion says that there is no question of that number.
var ErrNoQuestion = errors.New("no such question")

// AnswerFeasibility stores a question's answer, with a line in the log; one that
// does not wait for an answer is left as it is.
func (db *DB) AnswerFeasibility(ctx context.Context, id int64, figures permits.Figures) error {
	return db.endQuestion(ctx, id, "answered", `
		update permits.feasibility_questions set state = 'answered', figures = $2, answered_at = permits.moment()
		 where question_id = $1 and state = 'asked' returning case_id, hash`, figures)
}

// FailFeasibility ends a question that cannot be answered: it costs nothing.
func (db *DB) FailFeasibility(ctx context.Context, id int64) error {
	return db.endQuestion(ctx, id, "failed", `
		update permits.feasibility_questions set state = 'failed' where question_id = $1 and state = 'asked' returning case_id, hash`)
}

func (db *DB) endQuestion(ctx context.Context, id int64, how, sql string, more ...any) error {
	err := db.command(ctx, func(tx pgx.Tx) error {
		var of permits.CaseID
		var hash string
		err := tx.QueryRow(ctx, sql, append([]any{id}, more...)...).Scan(&of, &hash)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return record(ctx, tx, Entry{Actor: Service, Kind: "feasibility-" + how, Subject: string(of), Detail: map[string]string{"question": hash}})
	})
	if err != nil {
		return fmt.Errorf("end question %d: %w", id, err)
	}
	return nil
}
