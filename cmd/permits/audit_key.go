package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"tietolupa/postgres"
)

// The files of the log's key in keys/seal: the private one for workers only, the
// public one for whoever verifies. A rotation writes the next key before the
// database knows it.
const (
	sealKeyFile    = "seal.key"
	sealNextFile   = "seal.key.next"
	sealPublicFile = "seal.pub"
)

// A sealer seals the log with the key in its folder.
type sealer struct {
	db  *postgres.DB
	dir string
	log *slog.Logger
}

// newSealer makes the key when there is none yet.
func newSealer(p *place, log *slog.Logger) (*sealer, error) {
	dir, err := p.folder(filepath.Join("keys", "seal"))
	if err != nil {
		return nil, err
	}
	s := &sealer{db: p.work, dir: dir, log: log}
	if _, err := os.Stat(filepath.Join(dir, sealKeyFile)); errors.Is(err, os.ErrNotExist) {
		key, err := writeSealKey(filepath.Join(dir, sealKeyFile))
		if err != nil {
			return nil, err
		}
		return s, s.publish(key)
	} else if err != nil {
		return nil, fmt.Errorf("open the key of the log: %w", err)
	}
	return s, nil
}

// key is the one the log is sealed with now: the folder's, or the one that a
// rotation cut off had just introduced.
func (s *sealer) key(ctx context.Context) (ed25519.PrivateKey, error) {
	newest, err := s.db.SealKeyID(ctx)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(s.dir, sealKeyFile)
	key, err := readSealKey(file)
	if err != nil || newest == "" || newest == keyID(key) {
		return key, err
	}
	next, err := readSealKey(filepath.Join(s.dir, sealNextFile))
	if err != nil || newest != keyID(next) {
		return nil, fmt.Errorf("%w, %s: copy keys/seal of the worker that has it", postgres.ErrSealKey, newest)
	}
	return next, s.take(next)
}

// take makes the next key the folder's key.
func (s *sealer) take(next ed25519.PrivateKey) error {
	if err := os.Rename(filepath.Join(s.dir, sealNextFile), filepath.Join(s.dir, sealKeyFile)); err != nil {
		return fmt.Errorf("take the next key of the log: %w", err)
	}
	return s.publish(next)
}

// rotate makes a new key that the present one introduces.
func (s *sealer) rotate(ctx context.Context) (id string, err error) {
	present, err := s.key(ctx)
	if err != nil {
		return "", err
	}
	file := filepath.Join(s.dir, sealNextFile)
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) { // never introduced
		return "", err
	}
	next, err := writeSealKey(file)
	if err != nil {
		return "", err
	}
	if err := s.db.RotateSealKey(ctx, present, next); err != nil {
		return "", err
	}
	return keyID(next), s.take(next)
}

// keep seals while do runs; what was written meanwhile may be left to rest.
func (s *sealer) keep(ctx context.Context, do func(ctx context.Context) error) error {
	if _, err := s.key(ctx); err != nil {
		return err
	}
	return beside(ctx, func(ctx context.Context) { s.db.KeepLogSealed(ctx, s.key, s.log) }, do)
}

// rest seals what is left when everything that writes has stopped.
func (s *sealer) rest(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	key, err := s.key(ctx)
	if err != nil {
		return err
	}
	return s.db.SealRest(ctx, key)
}

func keyID(key ed25519.PrivateKey) string {
	if len(key) != ed25519.PrivateKeySize {
		return ""
	}
	return postgres.KeyID(key.Public().(ed25519.PublicKey))
}

// writeSealKey makes a key and writes it as PKCS 8 in PEM, for its owner only,
// to a file that must not exist.
func writeSealKey(file string) (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the key of the log: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("make the key of the log: %w", err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keep the key of the log: %w", err)
	}
	err = errors.Join(pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der}), f.Sync(), f.Close())
	if err != nil {
		return nil, fmt.Errorf("keep the key of the log: %w", err)
	}
	return key, nil
}

func readSealKey(file string) (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("open the key of the log: %w", err)
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != "PRIVATE KEY" {
		return nil, errors.New("open the key of the log: the file holds no private key")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("open the key of the log: the file cannot be read") // its bytes stay out of errors
	}
	private, is := key.(ed25519.PrivateKey)
	if !is {
		return nil, errors.New("open the key of the log: it is not of Ed25519")
	}
	return private, nil
}

// publish writes the public key beside the private one, as PKIX in PEM.
func (s *sealer) publish(key ed25519.PrivateKey) error {
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err == nil {
		text := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
		err = os.WriteFile(filepath.Join(s.dir, sealPublicFile), text, 0o644)
	}
	if err != nil {
		return fmt.Errorf("publish the key of the log: %w", err)
	}
	return nil
}

func readSealPublic(file string) (ed25519.PublicKey, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("open the public key of the log: %w", err)
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != "PUBLIC KEY" {
		return nil, errors.New("open the public key of the log: the file holds none")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("open the public key of the log: %w", err)
	}
	public, is := key.(ed25519.PublicKey)
	if !is {
		return nil, errors.New("open the public key of the log: it is not of Ed25519")
	}
	return public, nil
}
