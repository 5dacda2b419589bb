package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// importLimit is how large a file an office's system may send over HTTP; a
// larger one goes through permits registers import.
const importLimit = 1 << 30

// uploads is the folder where files wait until they have arrived whole; what a
// killed process left there is removed.
func (p *place) uploads() (string, error) {
	dir, err := p.folder("uploads")
	if err != nil {
		return "", err
	}
	for _, of := range []string{"import-*", "attachment-*"} {
		left, bad := filepath.Glob(filepath.Join(dir, of))
		err = errors.Join(err, bad)
		for _, file := range left {
			err = errors.Join(err, os.Remove(file))
		}
	}
	if err != nil {
		return "", fmt.Errorf("empty the folder of uploads: %w", err)
	}
	return dir, nil
}
