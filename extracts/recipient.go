package extracts

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/agessh"
	"golang.org/x/crypto/ssh"
)

// errRecipientKey is all that is said of a key that is not accepted.
var errRecipientKey = errors.New("recipient key: give one public key on one line, either age (age1…) or ssh-ed25519; RSA, post-quantum and private keys are not accepted")

// maxKey bounds a key and a file of keys.
const maxKey = 64 << 10

// ParseRecipient reads the public key that a package is sealed to: an age
// X25519 key ("age1…") or an ssh-ed25519 key in one line, its comment after it.
// Everything else is refused with one sentence that says what is accepted.
func ParseRecipient(key string) (age.Recipient, error) {
	r, _, err := parseRecipient(key)
	return r, err
}

// Fingerprint names a recipient's key in logs, letters and manifests:
// "SHA256:…", for an ssh key the one that ssh-keygen -l shows.
func Fingerprint(key string) (string, error) {
	_, fingerprint, err := parseRecipient(key)
	return fingerprint, err
}

func parseRecipient(key string) (r age.Recipient, fingerprint string, err error) {
	key = strings.TrimSpace(key)
	if len(key) > maxKey || strings.ContainsAny(key, "\r\n\x00") {
		return nil, "", errRecipientKey
	}
	switch {
	case strings.HasPrefix(key, "age1"):
		x, err := age.ParseX25519Recipient(key)
		if err != nil {
			return nil, "", errRecipientKey
		}
		sum := sha256.Sum256([]byte(x.String()))
		r, fingerprint = x, "SHA256:"+base64.RawStdEncoding.EncodeToString(sum[:])
	case strings.HasPrefix(key, ssh.KeyAlgoED25519+" "):
		public, _, _, _, err := ssh.ParseAuthorizedKey([]byte(key))
		if err != nil || public.Type() != ssh.KeyAlgoED25519 {
			return nil, "", errRecipientKey
		}
		if r, err = agessh.NewEd25519Recipient(public); err != nil {
			return nil, "", errRecipientKey
		}
		fingerprint = ssh.FingerprintSHA256(public)
	default:
		return nil, "", errRecipientKey
	}
	// A key that nothing can be encrypted to (a point of low order) shows only here.
	trial := make([]byte, 16)
	if _, err := rand.Read(trial); err != nil {
		return nil, "", fmt.Errorf("try recipient key: %w", err)
	}
	if _, err := r.Wrap(trial); err != nil {
		return nil, "", errRecipientKey
	}
	return r, fingerprint, nil
}

// ParseIdentities reads the private keys that a package may be opened with: an
// age identity file (AGE-SECRET-KEY-1…) or an ssh-ed25519 private key without a
// passphrase.
func ParseIdentities(r io.Reader) ([]age.Identity, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxKey+1))
	if err != nil {
		return nil, fmt.Errorf("read identity: %w", err)
	}
	switch {
	case len(text) > maxKey:
		return nil, errors.New("read identity: the file is too large to be a key: give the file that age-keygen or ssh-keygen wrote")
	case bytes.HasPrefix(text, []byte("age-encryption.org/")), bytes.HasPrefix(text, []byte("-----BEGIN AGE ENCRYPTED FILE-----")):
		return nil, errors.New("read identity: the key file is itself encrypted: decrypt it first with age -d")
	case bytes.HasPrefix(bytes.TrimSpace(text), []byte("-----BEGIN")):
		return sshIdentity(text)
	}
	ids, err := age.ParseIdentities(bytes.NewReader(text))
	if err != nil { // it may quote the key, so it is not passed on
		return nil, errors.New("read identity: neither an age identity file (AGE-SECRET-KEY-1…) nor an ssh-ed25519 private key")
	}
	return ids, nil
}

func sshIdentity(text []byte) ([]age.Identity, error) {
	id, err := agessh.ParseIdentity(text)
	if missing := (*ssh.PassphraseMissingError)(nil); errors.As(err, &missing) {
		return nil, errors.New("read identity: the ssh key has a passphrase: make a copy without one (ssh-keygen -p), and remove the copy afterwards")
	}
	if err != nil {
		return nil, errors.New("read identity: not an ssh-ed25519 private key")
	}
	if _, ok := id.(*agessh.Ed25519Identity); !ok {
		return nil, errors.New("read identity: only ssh-ed25519 keys are used, packages are not sealed to RSA keys")
	}
	return []age.Identity{id}, nil
}

// NewIdentity makes an age key pair as age-keygen does: the text of an identity
// file, to be kept secret, and the public key to give as the recipient's.
func NewIdentity() (identityFile, public string, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", fmt.Errorf("make identity: %w", err)
	}
	public = id.Recipient().String()
	return "# public key: " + public + "\n" + id.String() + "\n", public, nil
}
