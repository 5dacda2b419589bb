package extracts

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tietolupa/permits"
)

// TestChallengeIsOpenedWithDebiansAge: a recipient proves a key with the program
// that they have, by the command that the page gives.
func TestChallengeIsOpenedWithDebiansAge(t *testing.T) { // TiHL 14 §
	const code = "ABCD-EFGH-IJKL-MNOP-QRST"
	dir := t.TempDir()
	public := strings.TrimSpace(sh(t, dir, "age-keygen -o avain.txt 2>/dev/null; age-keygen -y avain.txt"))
	sealed, err := Challenge(public, code)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "haaste.age"), []byte(sealed))
	if got := sh(t, dir, "age -d -i avain.txt haaste.age"); strings.TrimSpace(got) != code {
		t.Errorf("age reads %q", got)
	}
	if got, err := OpenChallenge(string(read(t, filepath.Join(dir, "avain.txt"))), sealed); err != nil || got != code {
		t.Errorf("our own program reads %q, %v", got, err)
	}
	ssh := sh(t, dir, "ssh-keygen -q -t ed25519 -N '' -f ssh && cat ssh.pub")
	if sealed, err = Challenge(ssh, code); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "haaste.age"), []byte(sealed))
	if got := sh(t, dir, "age -d -i ssh haaste.age"); strings.TrimSpace(got) != code {
		t.Errorf("age with an ssh key reads %q", got)
	}
	identity, _, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenChallenge(identity, sealed); err == nil {
		t.Error("somebody else's key opens the challenge")
	}
	if _, err := Challenge("age1nobody", code); err == nil {
		t.Error("a challenge to what is no key")
	}
}

// TestEnvironmentProvesWithDebiansAge: the operator of an environment opens the
// challenge of its key with age; what another key reads is no proof.
func TestEnvironmentProvesWithDebiansAge(t *testing.T) { // TiHL 14 §
	const code = "ABCD-EFGH-IJKL-MNOP-QRST"
	dir := t.TempDir()
	public := strings.TrimSpace(sh(t, dir, "age-keygen -o ymparisto.txt 2>/dev/null; age-keygen -o muu.txt 2>/dev/null; age-keygen -y ymparisto.txt"))
	fingerprint, err := Fingerprint(public)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := Challenge(public, code)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(code))
	operator := permits.Actor{ID: "fiona", Body: "FIONA", Duties: []permits.Duty{permits.Operator}}
	now := time.Date(2020, 11, 2, 9, 0, 0, 0, time.UTC)
	k, _, err := permits.EnvironmentKeys(nil).Challenge(operator, "FIONA",
		permits.Challenge{Key: public, Fingerprint: fingerprint, Sealed: sealed, SHA256: hex.EncodeToString(sum[:])}, now)
	if err != nil {
		t.Fatal(err)
	}
	ks := permits.EnvironmentKeys{k}
	write(t, filepath.Join(dir, "haaste.age"), []byte(k.Sealed))
	other := sh(t, dir, "age -d -i muu.txt haaste.age 2>/dev/null || true")
	if _, _, err := ks.Prove(operator, "FIONA", other, now); err == nil {
		t.Error("another key proves it")
	}
	if k, _, err = ks.Prove(operator, "FIONA", sh(t, dir, "age -d -i ymparisto.txt haaste.age"), now); err != nil {
		t.Fatal(err)
	}
	if got := append(ks, k).Present().Key; got != public {
		t.Errorf("in use is %q", got)
	}
}
