package web

import (
	"context"
	"crypto/aes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"strings"

	"tietolupa/postgres"
)

// Addresses name a client and a row by tokens that mean something only within
// the visit: neither a henkilötunnus nor an internal id stands in an address, a
// log or a history of pages, and none can be guessed from another.

const addressKeyInSession = "registers-key"

var addressText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// addressKey is the visit's own key.
func (s *server) addressKey(ctx context.Context) []byte {
	if key := s.sessions.GetBytes(ctx, addressKeyInSession); len(key) == aes.BlockSize {
		return key
	}
	key := make([]byte, aes.BlockSize)
	rand.Read(key) // never fails
	s.sessions.Put(ctx, addressKeyInSession, key)
	return key
}

// clientToken names a client: one encrypted block of subject and id.
func (s *server) clientToken(ctx context.Context, subject string, id int64) string {
	var block [aes.BlockSize]byte
	copy(block[:8], subject) // person, employer, provider: eight letters at most
	binary.BigEndian.PutUint64(block[8:], uint64(id))
	if cipher, err := aes.NewCipher(s.addressKey(ctx)); err == nil {
		cipher.Encrypt(block[:], block[:])
	}
	return addressText.EncodeToString(block[:])
}

// clientOf reads clientToken; not ok for any other text. Whether the client may
// be seen is asked of the registers.
func (s *server) clientOf(ctx context.Context, token string) (subject string, id int64, ok bool) {
	block, err := addressText.DecodeString(token)
	if err != nil || len(block) != aes.BlockSize {
		return "", 0, false
	}
	cipher, err := aes.NewCipher(s.addressKey(ctx))
	if err != nil {
		return "", 0, false
	}
	cipher.Decrypt(block, block)
	subject = strings.TrimRight(string(block[:8]), "\x00")
	if t, known := s.Catalogue.Table(subject); !known || t.Subject != subject {
		return "", 0, false
	}
	return subject, int64(binary.BigEndian.Uint64(block[8:])), true
}

func clientPath(token string) string { return "/registers/clients/" + token }

// rowToken names a row of a client's record. Its key may be a henkilötunnus, so
// it goes through a keyed hash.
func (s *server) rowToken(ctx context.Context, c postgres.ClientRecord, row postgres.RecordRow) string {
	mac := hmac.New(sha256.New, s.addressKey(ctx))
	for _, part := range append([]string{s.clientToken(ctx, c.Subject, c.ID), row.Table}, row.Key...) {
		mac.Write([]byte(part))
		mac.Write([]byte{0})
	}
	return addressText.EncodeToString(mac.Sum(nil)[:10])
}

// rowOf finds the row that a token names.
func (s *server) rowOf(ctx context.Context, c postgres.ClientRecord, token string) (postgres.RecordRow, bool) {
	for _, row := range c.Rows {
		if hmac.Equal([]byte(s.rowToken(ctx, c, row)), []byte(token)) {
			return row, true
		}
	}
	return postgres.RecordRow{}, false
}
