package extracts

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"golang.org/x/crypto/ssh"
)

// sshKey makes an ssh-ed25519 pair as ssh-keygen does.
func sshKey(t testing.TB, passphrase string) (public string, private []byte) {
	t.Helper()
	pub, priv, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewPublicKey(pub)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(priv, "")
	if passphrase != "" {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(priv, "", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(ssh.MarshalAuthorizedKey(key)), pem.EncodeToMemory(block)
}

func rsaKey(t testing.TB) (public string, private []byte) {
	t.Helper()
	priv, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewPublicKey(&priv.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(priv, "")
	if err != nil {
		t.Fatal(err)
	}
	return string(ssh.MarshalAuthorizedKey(key)), pem.EncodeToMemory(block)
}

func TestPackageOpensWithEitherKindOfKey(t *testing.T) {
	sshPublic, sshPrivate := sshKey(t, "")
	file, public, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ public, private string }{
		"age":                  {public, file},
		"ssh-ed25519":          {sshPublic, string(sshPrivate)},
		"ssh with its comment": {strings.TrimSpace(sshPublic) + " tutkija@kone", string(sshPrivate)},
	} {
		t.Run(name, func(t *testing.T) {
			ids, err := ParseIdentities(strings.NewReader(c.private))
			if err != nil {
				t.Fatal(err)
			}
			s := newSealing(t)
			s.Order.Recipient.Key = c.public
			_, path := s.seal(t)
			if _, err := Verify(t.Context(), VerifyInput{Path: path, Identities: ids, Signer: s.Signer.Public(), Language: "sv", Today: lawDay}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestRecipientKeysThatAreRefused(t *testing.T) {
	rsaPublic, _ := rsaKey(t)
	sshPublic, sshPrivate := sshKey(t, "")
	pq, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	x, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	good := x.Recipient().String()
	for name, key := range map[string]string{
		"nothing":             "",
		"garbage":             "hello",
		"RSA":                 rsaPublic,
		"post-quantum":        pq.Recipient().String(),
		"private age key":     x.String(),
		"private ssh key":     string(sshPrivate),
		"two lines":           good + "\n" + good,
		"key and a null byte": good + "\x00",
		"wrong check":         good[:len(good)-1] + string(good[len(good)-1]^1),
		"upper case":          strings.ToUpper(good),
		"plugin":              "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
		"ssh with options":    `command="sh" ` + sshPublic,
		"ssh cut":             sshPublic[:40],
		"ssh of another kind": strings.Replace(sshPublic, "ssh-ed25519", "ssh-dss", 1),
		"long":                "age1" + strings.Repeat("q", 100_000),
		// The neutral point: everything encrypted to it would be open to all.
		"low order": "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseRecipient(key)
			if err == nil {
				t.Fatal("accepted")
			}
			if !strings.Contains(err.Error(), "age1…") || !strings.Contains(err.Error(), "ssh-ed25519") || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q does not say what is accepted", err)
			}
			if _, err := Fingerprint(key); err == nil {
				t.Error("it has a fingerprint")
			}
		})
	}
}

func TestIdentitiesThatAreRefused(t *testing.T) {
	_, rsaPrivate := rsaKey(t)
	sshPublic, locked := sshKey(t, "secret")
	for name, c := range map[string]struct{ text, says string }{
		"nothing":    {"", "neither"},
		"garbage":    {"AGE-SECRET-KEY-1XYZ", "neither"},
		"public key": {sshPublic, "neither"},
		"RSA":        {string(rsaPrivate), "RSA"},
		"passphrase": {string(locked), "passphrase"},
		"encrypted":  {"age-encryption.org/v1\n-> scrypt", "age -d"},
		"not a key":  {"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", "ssh-ed25519"},
		"too large":  {strings.Repeat("#\n", maxKey), "too large"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseIdentities(strings.NewReader(c.text))
			if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "XYZ") {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestFingerprintIsTheOneOfSSHKeygen(t *testing.T) {
	const public = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBoQxcNmVqyQ77rvj1zLNbnnWl51Up45pASuAKSen7Ed"
	if got, err := Fingerprint(public); err != nil || got != "SHA256:DPyx2CGDd55XHf/JWVyGv09Ro+4QA8UJfEpbJ1J6xhk" { // by ssh-keygen -lf
		t.Errorf("%q, %v", got, err)
	}
	const key = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
	a, err := Fingerprint(key)
	b, err2 := Fingerprint("  " + key + "\n")
	if err != nil || err2 != nil || a != b || !strings.HasPrefix(a, "SHA256:") || len(a) != 50 {
		t.Errorf("%q %v, %q %v", a, err, b, err2)
	}
}

func TestSignerIsKeptForItsOwnerOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "signer")
	if _, err := LoadSigner(dir); !os.IsNotExist(err) && !strings.Contains(err.Error(), "no such file") {
		t.Errorf("without a key: %v", err)
	}
	s, err := CreateSigner(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := CreateSigner(dir); err == nil {
		t.Error("a key was overwritten")
	}
	private, public := filepath.Join(dir, signerKeyFile), filepath.Join(dir, SignerPublicFile)
	if info, err := os.Stat(private); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	again, err := LoadSigner(dir)
	if err != nil || again.Fingerprint() != s.Fingerprint() || len(s.Fingerprint()) != 16 {
		t.Fatalf("loaded %v, %v", again, err)
	}
	key, err := ParseSignerKey(read(t, public))
	if err != nil || !key.Equal(s.Public()) {
		t.Errorf("public file: %v", err)
	}
	if key, err = ParseSignerKey([]byte(s.Public().String())); err != nil || !key.Equal(s.Public()) {
		t.Errorf("public key alone: %v", err)
	}

	if err := os.Remove(public); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadSigner(dir); err != nil || !bytes.Equal(read(t, public), s.PublicFile()) {
		t.Errorf("public key not written again: %v", err)
	}
	other, err := CreateSigner(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(t, public, other.PublicFile())
	if _, err := LoadSigner(dir); err == nil {
		t.Error("another's public key was accepted")
	}
	write(t, public, s.PublicFile())
	if err := os.Chmod(private, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadSigner(dir); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a key that all can read: %v", err)
	}
	if err := os.Chmod(private, 0o600); err != nil {
		t.Fatal(err)
	}
	write(t, private, []byte("untrusted comment: x\nbroken\n"))
	if _, err := LoadSigner(dir); err == nil || strings.Contains(err.Error(), "broken") {
		t.Errorf("a broken key: %v", err)
	}
}

func FuzzParseRecipient(f *testing.F) {
	public, private := sshKey(f, "")
	x, err := age.GenerateX25519Identity()
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{public, string(private), x.Recipient().String(), "age1pq1", "ssh-rsa AAAA", "ssh-ed25519 AAAA"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, key string) {
		r, err := ParseRecipient(key)
		print, err2 := Fingerprint(key)
		if (err == nil) != (err2 == nil) || (err == nil) != (r != nil) {
			t.Fatalf("%v, %v", err, err2)
		}
		if err != nil {
			return
		}
		if !strings.HasPrefix(print, "SHA256:") {
			t.Errorf("fingerprint %q", print)
		}
		w, err := age.Encrypt(io.Discard, r) // what is accepted can be sealed to
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzParseIdentities(f *testing.F) {
	_, private := sshKey(f, "")
	f.Add(private)
	f.Add([]byte("AGE-SECRET-KEY-1"))
	f.Fuzz(func(t *testing.T, text []byte) {
		ids, err := ParseIdentities(bytes.NewReader(text))
		if err == nil && len(ids) == 0 {
			t.Error("no identity and no error")
		}
	})
}

func FuzzParseSignerKey(f *testing.F) {
	s, err := CreateSigner(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(s.PublicFile())
	f.Add([]byte(s.Public().String()))
	f.Fuzz(func(t *testing.T, text []byte) {
		key, err := ParseSignerKey(text)
		if err == nil && !strings.Contains(string(text), key.String()) {
			t.Errorf("another key than is written: %s", key)
		}
	})
}
