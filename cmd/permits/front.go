package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"

	"tietolupa/web"
)

// A frontage is where the service stands, and who vouches for whoever comes.
type frontage struct {
	listener net.Listener
	signIn   *web.SignIn
	proxies  []netip.Prefix
	demo     bool
	vouching io.Closer // the demonstration's own provider
}

// Close gives the address back. It may be called twice.
func (f *frontage) Close() (err error) {
	if closed := f.listener.Close(); closed != nil && !errors.Is(closed, net.ErrClosed) {
		err = closed
	}
	if f.vouching != nil {
		err = errors.Join(err, f.vouching.Close())
	}
	return err
}

// errNoIssuers says what serve lacks.
var errNoIssuers = errors.New("serve: nobody could sign in: name the OpenID Connect issuers with --issuers, what their claims mean with --claims, and this service's own address with --address (docs/operations.md)")

// front reads who vouches for persons, finds them, and takes the address.
func (c serveCommand) front(ctx context.Context) (*frontage, error) {
	if c.Issuers == "" || c.Claims == "" {
		return nil, errNoIssuers
	}
	f := new(frontage)
	for _, text := range c.Proxies {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("serve: --proxy %s is not a network such as 10.0.0.0/8", text)
		}
		f.proxies = append(f.proxies, network)
	}
	issuers, err := readIssuers(c.Issuers)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(c.Claims)
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	defer file.Close()
	claims, err := web.ParseClaims(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Claims, err)
	}
	if f.signIn, err = web.OpenIssuers(ctx, strings.TrimSuffix(c.Address, "/"), issuers, claims, c.Wait); err != nil {
		return nil, err
	}
	if f.listener, err = listen(ctx, c.Listen); err != nil {
		return nil, err
	}
	return f, nil
}

// readIssuers reads the file of issuers; a secret's file is named from there.
func readIssuers(path string) ([]web.Issuer, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	defer file.Close()
	issuers, err := web.ParseIssuers(file, func(name string) (string, error) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(path), name)
		}
		secret, err := os.ReadFile(name)
		return string(secret), err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return issuers, nil
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w; choose another with --listen", address, err)
	}
	return listener, nil
}
