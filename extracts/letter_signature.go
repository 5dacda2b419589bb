package extracts

import (
	"errors"
	"fmt"

	"aead.dev/minisign"
)

// ErrLetterNotVerified says that a letter is not what was signed.
var ErrLetterNotVerified = errors.New("the letter does not verify")

// SignLetter signs a letter's file with the key that signs packages, as minisign
// 0.11 verifies it (kirjeen allekirjoitus). about becomes the trusted comment,
// which is signed too; it has to be one line.
func (s *Signer) SignLetter(file []byte, about string) []byte { return s.sign(file, about) }

// VerifyLetter checks a letter's file against its signature, offline, and gives
// the trusted comment: which letter it is and who signed it when. It fails with
// ErrLetterNotVerified and a sentence that says why.
func VerifyLetter(key minisign.PublicKey, file, signature []byte) (about string, err error) {
	var s minisign.Signature
	if err := s.UnmarshalText(signature); err != nil {
		return "", fmt.Errorf("%w: the signature is not one of minisign", ErrLetterNotVerified)
	}
	if s.KeyID != key.ID() {
		return "", fmt.Errorf("%w: signed with key %016X, not with %s", ErrLetterNotVerified, s.KeyID, SignerFingerprint(key))
	}
	if !minisign.Verify(key, file, signature) {
		return "", fmt.Errorf("%w: the letter or its signature has been changed", ErrLetterNotVerified)
	}
	return s.TrustedComment, nil
}
