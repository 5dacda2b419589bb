package postgres

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
)

// copyBuffer is large: at 64 KiB and below the reading of a table takes a tenth
// longer, in calls to the kernel.
const copyBuffer = 1 << 20

// A copySession is a session taken over from pgx that does nothing but COPY TO
// STDOUT, so that rows are copied once on their way, not through a pipe.
type copySession struct {
	net  net.Conn
	buf  []byte
	r, w int // what is read of buf and not used
}

func hijack(conn *pgx.Conn) (*copySession, error) {
	h, err := conn.PgConn().Hijack()
	if err != nil {
		return nil, err
	}
	return &copySession{net: h.Conn, buf: make([]byte, copyBuffer)}, nil
}

// cut makes every reading and writing on c fail at once.
func (c *copySession) cut() { _ = c.net.SetDeadline(time.Unix(1, 0)) } // a closed one is cut

// start sends a simple query.
func (c *copySession) start(ctx context.Context, sql string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	message := append([]byte{'Q', 0, 0, 0, 0}, sql...)
	message = append(message, 0)
	binary.BigEndian.PutUint32(message[1:], uint32(len(message)-1))
	_, err := c.net.Write(message)
	return err
}

// fill reads until need bytes are there; need is at most the head of a message.
func (c *copySession) fill(need int) error {
	if len(c.buf)-c.r < need || c.r == c.w {
		c.w = copy(c.buf, c.buf[c.r:c.w])
		c.r = 0
	}
	for c.w-c.r < need {
		n, err := c.net.Read(c.buf[c.w:])
		c.w += n
		if err != nil && c.w-c.r < need {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
	}
	return nil
}

// A copyReader is the stream of one COPY.
type copyReader struct {
	snapshot *Snapshot
	session  *copySession
	ctx      context.Context // of the COPY as a whole, like a request's
	stop     func() bool
	left     int // of the row message being read
	failed   error
	done     bool
}

// Read gives the next bytes of the COPY. Where p has room it ends between rows.
func (r *copyReader) Read(p []byte) (n int, err error) {
	switch {
	case r.done && r.failed != nil:
		return 0, r.failed
	case r.done:
		return 0, io.EOF
	}
	if r.stop == nil {
		r.stop = context.AfterFunc(r.ctx, r.session.cut)
	}
	c := r.session
	for {
		if r.left > 0 {
			if c.r == c.w {
				if n > 0 {
					return n, nil
				}
				if err := c.fill(1); err != nil {
					return 0, r.end(err, false)
				}
			}
			m := copy(p[n:], c.buf[c.r:min(c.w, c.r+r.left)])
			n, c.r, r.left = n+m, c.r+m, r.left-m
			if n == len(p) {
				return n, nil
			}
			continue
		}
		if c.w-c.r < 5 {
			if n > 0 {
				return n, nil
			}
			if err := c.fill(5); err != nil {
				return 0, r.end(err, false)
			}
		}
		kind, size := c.buf[c.r], int(binary.BigEndian.Uint32(c.buf[c.r+1:]))-4
		if kind == 'd' {
			c.r += 5
			r.left = size
			continue
		}
		if n > 0 { // what follows the rows is read next time
			return n, nil
		}
		c.r += 5
		body, err := c.body(size)
		if err != nil {
			return 0, r.end(err, false)
		}
		switch kind {
		case 'E':
			r.failed = fmt.Errorf("copy: PostgreSQL refuses with SQLSTATE %s", sqlState(body))
		case 'Z': // a refusal has spoilt the transaction
			if err := r.end(r.failed, r.failed == nil); err != nil {
				return 0, err
			}
			return 0, io.EOF
		}
	}
}

// body reads a whole small message: not rows.
func (c *copySession) body(size int) ([]byte, error) {
	if size < 0 || size > 1<<20 {
		return nil, fmt.Errorf("copy: a message of %d bytes", size)
	}
	body := make([]byte, size)
	for n := 0; n < size; {
		if c.r == c.w {
			if err := c.fill(1); err != nil {
				return nil, err
			}
		}
		m := copy(body[n:], c.buf[c.r:c.w])
		n, c.r = n+m, c.r+m
	}
	return body, nil
}

// sqlState is the code of an error message; its text may hold values of rows.
func sqlState(body []byte) string {
	for len(body) > 1 {
		end := 1
		for end < len(body) && body[end] != 0 {
			end++
		}
		if body[0] == 'C' {
			return string(body[1:end])
		}
		body = body[min(end+1, len(body)):]
	}
	return "unknown"
}

func (r *copyReader) end(err error, clean bool) error {
	if r.done {
		return err
	}
	r.done = true
	if r.stop != nil && !r.stop() {
		clean = false // cut just now
	}
	if ctxErr := r.ctx.Err(); err != nil && ctxErr != nil {
		err = ctxErr
	}
	r.failed = err
	r.snapshot.give(r.session, clean)
	return err
}

// Close ends the reading. Closed before its end, it drops the session.
func (r *copyReader) Close() error {
	if !r.done {
		_ = r.end(errors.New("copy: closed"), false) // why it is cut
	}
	return nil
}
