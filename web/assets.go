package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// assets serves static/ under an address that holds the hash of its content, so
// that browsers keep it for ever and never hold an old one.
type assets struct {
	version string
	files   http.Handler
}

func loadAssets() (*assets, error) {
	files, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return nil, fmt.Errorf("load static files: %w", err)
	}
	sum := sha256.New()
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		fmt.Fprintf(sum, "%s %d\n", name, len(text))
		sum.Write(text)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load static files: %w", err)
	}
	return &assets{version: hex.EncodeToString(sum.Sum(nil))[:12], files: http.FileServerFS(files)}, nil
}

// path is the address of a static file.
func (a *assets) path(name string) string { return "/static/" + a.version + "/" + name }

func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	version, name, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/static/"), "/")
	if !ok || version != a.version || name == "" || strings.HasSuffix(name, "/") {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.StripPrefix("/static/"+version, a.files).ServeHTTP(w, r)
}
