package main

import (
	"fmt"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
)

// A bar shows in the terminal how far long work is; elsewhere it says one line.
type bar struct {
	to    io.Writer
	drawn *progressbar.ProgressBar // nil when to is no terminal
}

func newBar(to io.Writer, what string) *bar {
	file, ok := to.(*os.File)
	if info, err := statOf(file); !ok || err != nil || info.Mode()&os.ModeCharDevice == 0 {
		fmt.Fprintln(to, what, "…")
		return &bar{to: to}
	}
	return &bar{to: to, drawn: progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(file), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionSetWidth(30), progressbar.OptionThrottle(100_000_000),
		progressbar.OptionSetElapsedTime(true), progressbar.OptionClearOnFinish())}
}

func statOf(f *os.File) (os.FileInfo, error) {
	if f == nil {
		return nil, os.ErrInvalid
	}
	return f.Stat()
}

// show draws the bar at done of total. A bar that cannot be drawn stops nothing.
func (b *bar) show(done, total int64) {
	if b.drawn == nil {
		return
	}
	if b.drawn.GetMax64() != total {
		b.drawn.ChangeMax64(total)
	}
	_ = b.drawn.Set64(done)
}

func (b *bar) finish() {
	if b.drawn != nil {
		_ = b.drawn.Finish()
	}
}
