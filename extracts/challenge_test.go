package extracts

import (
	"path/filepath"
	"strings"
	"testing"
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
