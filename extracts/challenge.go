package extracts

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// maxChallenge bounds what is read of a challenge.
const maxChallenge = 16 << 10

// Challenge encrypts a code to a recipient's key, as age does with --armor: who
// types the code back holds the private key. It fails for a key that
// ParseRecipient refuses.
func Challenge(key, code string) (sealed string, err error) {
	r, err := ParseRecipient(key)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	text := armor.NewWriter(&out)
	w, err := age.Encrypt(text, r)
	if err != nil {
		return "", fmt.Errorf("challenge a key: %w", err)
	}
	if _, err = io.WriteString(w, code+"\n"); err == nil {
		err = w.Close()
	}
	if err == nil {
		err = text.Close()
	}
	if err != nil {
		return "", fmt.Errorf("challenge a key: %w", err)
	}
	return out.String(), nil
}

// OpenChallenge reads the code of a challenge with an identity file.
func OpenChallenge(identityFile, sealed string) (code string, err error) {
	ids, err := ParseIdentities(strings.NewReader(identityFile))
	if err != nil {
		return "", err
	}
	r, err := age.Decrypt(armor.NewReader(strings.NewReader(sealed)), ids...)
	if err != nil {
		return "", fmt.Errorf("open the challenge: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(r, maxChallenge))
	if err != nil {
		return "", fmt.Errorf("open the challenge: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}
