package extracts

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2/roaring64"
	duckdb "github.com/duckdb/duckdb-go/v2"

	"tietolupa/pseudonymize"
	"tietolupa/registers"
)

// A source is a table function of DuckDB that reads one table of the registers
// through a snapshot and gives its rows as they are delivered: nothing stored
// ever enters DuckDB. Each of DuckDB's threads is a worker with its own part,
// hash and buffers.
type source struct {
	ctx      context.Context // of the statement that reads from it
	plan     *tablePlan
	columns  []columnPlan // plan's, and the hidden one
	infos    []duckdb.ColumnInfo
	makers   []*pseudonymize.Maker
	snapshot Snapshot
	parts    chan registers.Part
	members  membership
	threads  int
	give     handover
	progress func(read int64)

	mu      sync.Mutex
	workers []*sourceWorker
	failed  error
	given   atomic.Int64 // rows handed over

	telling sync.Mutex // around progress, rows and told
	rows    int64      // read
	told    int64
}

func newSource(ctx context.Context, in *Input, plan *tablePlan, made pseudonymize.Pseudonymizer, members membership, parts []registers.Part) (*source, error) {
	s := &source{
		ctx: ctx, plan: plan, columns: plan.columns, snapshot: in.Snapshot, members: members, threads: in.Threads,
		give: handOver(), parts: make(chan registers.Part, len(parts)), progress: func(int64) {},
	}
	for _, p := range parts {
		s.parts <- p
	}
	close(s.parts)
	if plan.hidden != "" {
		s.columns = append(s.columns[:len(s.columns):len(s.columns)], columnPlan{do: toPseudonym, stored: registers.ID, required: true})
	}
	for i := range s.columns {
		c, name := &s.columns[i], hiddenColumn
		make := made.Order
		entity := plan.hidden
		if i < len(plan.columns) {
			name, make, entity = c.name(), made.For, c.entity
		}
		info, err := c.columnInfo(name)
		if err != nil {
			return nil, err
		}
		s.infos = append(s.infos, info)
		var maker *pseudonymize.Maker
		if c.do == toPseudonym {
			if maker, err = make(entity); err != nil {
				return nil, err
			}
		}
		s.makers = append(s.makers, maker)
	}
	return s, nil
}

// ColumnInfos, Cardinality, Init, NewLocalState and FillChunk are what DuckDB
// asks of a source.
func (s *source) ColumnInfos() []duckdb.ColumnInfo     { return s.infos }
func (s *source) Cardinality() *duckdb.CardinalityInfo { return nil }
func (s *source) Init() duckdb.ParallelTableSourceInfo {
	return duckdb.ParallelTableSourceInfo{MaxThreads: s.threads}
}
func (s *source) register() duckdb.ParallelChunkTableFunction {
	return duckdb.ParallelChunkTableFunction{
		BindArguments: func(map[string]any, ...any) (duckdb.ParallelChunkTableSource, error) { return s, nil },
	}
}

func (s *source) NewLocalState() any {
	w := &sourceWorker{
		source: s, stream: newStream(), fields: make([][]byte, len(s.plan.reads)), seen: s.members.sighting(),
	}
	for i := range s.columns {
		maker := s.makers[i]
		if maker != nil {
			maker = maker.Clone()
		}
		w.columns = append(w.columns, newChunkColumn(&s.columns[i], maker))
	}
	s.mu.Lock()
	s.workers = append(s.workers, w)
	s.mu.Unlock()
	return w
}

// FillChunk makes the next rows of a worker. A panic would take the process
// with it, for it is called by C: it becomes an error.
func (s *source) FillChunk(local any, chunk duckdb.DataChunk) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("fill a chunk: %v", p)
		}
		if err != nil {
			s.fail(err)
		}
	}()
	w := local.(*sourceWorker)
	n, err := w.fill()
	if err != nil {
		return err
	}
	s.tell(int64(w.read))
	w.read = 0
	s.given.Add(int64(n))
	return s.give(chunk, w.columns, n)
}

// tellEvery so many rows the progress is told.
const tellEvery = 1 << 16

func (s *source) tell(read int64) {
	s.telling.Lock()
	defer s.telling.Unlock()
	if s.rows += read; s.rows-s.told >= tellEvery {
		s.told = s.rows
		s.progress(s.rows)
	}
}

// fail keeps the first error as it was: DuckDB passes on its text only.
func (s *source) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		s.failed = err
	}
}

// end closes what workers left open and says why the reading failed, if it did,
// and whom it saw.
func (s *source) end() (*roaring64.Bitmap, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := roaring64.New()
	for _, w := range s.workers {
		if w.part != nil {
			w.part.Close()
		}
		seen.Or(w.seen.all())
	}
	return seen, s.failed
}

// A sourceWorker reads parts one after the other.
type sourceWorker struct {
	source  *source
	stream  *stream
	part    io.ReadCloser
	fields  [][]byte
	columns []*chunkColumn
	seen    *sighting
	read    int // rows, of others than members too, since told
}

// fill makes up to chunkRows rows; 0 when no part is left.
func (w *sourceWorker) fill() (n int, err error) {
	s := w.source
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	for _, c := range w.columns {
		c.clear()
	}
	for n < chunkRows {
		if w.part == nil {
			p, ok := <-s.parts
			if !ok {
				break
			}
			if w.part, err = s.snapshot.Open(s.ctx, p); err != nil {
				return 0, err
			}
			w.stream.reset(w.part)
		}
		err := w.stream.row(w.fields)
		if errors.Is(err, io.EOF) {
			if err := w.finish(); err != nil {
				return 0, err
			}
			continue
		}
		if err != nil {
			return 0, w.explain(err)
		}
		w.read++
		ok, err := w.row(n)
		if err != nil {
			return 0, err
		}
		if ok {
			n++
		}
	}
	return n, nil
}

// row makes one row, unless its subject is not a member.
func (w *sourceWorker) row(n int) (bool, error) {
	s := w.source
	if w.fields[0] == nil {
		return false, fmt.Errorf("read table %s: %w", s.plan.table.Name, pseudonymize.Unmapped{What: "a row of nobody"})
	}
	id, err := readID(w.fields[0])
	if err != nil {
		return false, w.explain(err)
	}
	if id <= 0 {
		return false, fmt.Errorf("read table %s: %w", s.plan.table.Name, pseudonymize.Unmapped{What: "the id of a " + s.plan.table.Subject})
	}
	if !s.members.has(id) {
		return false, nil
	}
	for i, c := range w.columns {
		if err := c.put(n, w.fields[c.plan.field]); err != nil {
			if i < len(s.plan.columns) {
				return false, fmt.Errorf("read table %s, variable %s: %w", s.plan.table.Name, c.plan.variable.ID, err)
			}
			return false, fmt.Errorf("read table %s: %w", s.plan.table.Name, err)
		}
	}
	w.seen.saw(id)
	return true, nil
}

// finish reads a part to its very end, so that its session can be used again.
func (w *sourceWorker) finish() error {
	var rest [16]byte
	n, err := w.part.Read(rest[:])
	if n > 0 || w.stream.w-w.stream.r != 2 || !errors.Is(err, io.EOF) {
		return w.explain(errors.Join(errCopy, err))
	}
	err = w.part.Close()
	w.part = nil
	return err
}

func (w *sourceWorker) explain(err error) error {
	if ctxErr := w.source.ctx.Err(); ctxErr != nil {
		err = ctxErr
	}
	return fmt.Errorf("read table %s: %w", w.source.plan.table.Name, err)
}
