package extracts

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"filippo.io/age"

	"tietolupa/permits"
	"tietolupa/registers"
)

// An Issuer is who delivers, as the texts of the package name it.
type Issuer struct {
	Name  registers.Names
	Email string
	Site  string // address of the service, where orders and declarations are made
}

// A SealInput is all that a package is made of.
type SealInput struct {
	Order     permits.Order
	Built     *Built // the file that Build made; it is read, not removed
	Catalogue *registers.Catalogue
	Signer    *Signer
	Store     Store
	Now       time.Time // by the service clock
	Previous  []byte    // manifest of the previous delivery of the basis; nil for the first
	Issuer    Issuer
	Extra     map[string][]byte // more files by name, such as the conditions of the letter
	Progress  Progress          // told of stage "seal" in bytes; may be nil
}

// Seal packs, signs, encrypts and stores a built extract in one streaming pass,
// and returns what the recipient is given. Nothing leaves unproved: it refuses
// a file whose columns are not exactly those of the order's scope, and
// pseudonyms made with another key than those of the previous delivery.
//
// When it fails, nothing is visible in the store and the order can be run
// again; a full disk is ErrNoSpace.
func Seal(ctx context.Context, in SealInput) (permits.Delivery, error) {
	d, err := seal(ctx, in)
	if err != nil {
		return permits.Delivery{}, fmt.Errorf("seal order %s: %w", in.Order.ID, spaceError(err))
	}
	return d, nil
}

func seal(ctx context.Context, in SealInput) (permits.Delivery, error) {
	recipient, fingerprint, err := parseRecipient(in.Order.Recipient.Key)
	if err != nil {
		return permits.Delivery{}, err
	}
	m, err := newManifest(ctx, in, fingerprint)
	if err != nil {
		return permits.Delivery{}, err
	}
	return store(ctx, in, m, PackageName(in.Order.ID), recipient)
}

// store packs a built file with all that belongs to it under name in the store,
// encrypted to recipient, or as it is without one.
func store(ctx context.Context, in SealInput, m Manifest, name string, recipient age.Recipient) (permits.Delivery, error) {
	codebook, err := Codebook(m, in.Order, in.Catalogue, in.Issuer)
	if err != nil {
		return permits.Delivery{}, err
	}
	readme, err := Readme(m, in.Order, in.Catalogue, in.Issuer, slices.Sorted(maps.Keys(in.Extra)))
	if err != nil {
		return permits.Delivery{}, err
	}

	stored, err := in.Store.Create(name)
	if err != nil {
		return permits.Delivery{}, err
	}
	defer func() { _ = stored.Abort() }() // nothing after Commit
	sealed := newDigest(stored)
	defer sealed.stop()
	secret := io.WriteCloser(openWriter{sealed})
	if recipient != nil {
		if secret, err = age.Encrypt(sealed, recipient); err != nil {
			return permits.Delivery{}, err
		}
	}
	p := newPacker(secret, string(m.Order), in.Built.Taken, func(done, total int64) {
		if in.Progress != nil {
			in.Progress("seal", done, total)
		}
	})
	err = p.pack(ctx, in, m, codebook, readme)
	if err := errors.Join(err, secret.Close()); err != nil {
		return permits.Delivery{}, err
	}
	sum, bytes, err := sealed.sum()
	if err != nil {
		return permits.Delivery{}, err
	}
	if err := ctx.Err(); err != nil {
		return permits.Delivery{}, err
	}
	if err := stored.Commit(); err != nil {
		return permits.Delivery{}, err
	}
	return permits.Delivery{File: name, Bytes: bytes, SHA256: sum, SealedAt: in.Now, Manifest: p.manifest}, nil
}

// An openWriter has nothing of its own to close.
type openWriter struct{ io.Writer }

func (openWriter) Close() error { return nil }

// pack writes the whole archive. The signature comes last: a package that is
// cut anywhere is one without a signature.
func (p *packer) pack(ctx context.Context, in SealInput, m Manifest, codebook, readme []byte) error {
	data, err := os.Open(in.Built.Path)
	if err != nil {
		return fmt.Errorf("open the built file: %w", errors.Unwrap(err))
	}
	defer data.Close()
	info, err := data.Stat()
	if err != nil {
		return err
	}
	p.total = info.Size()
	if err := p.folder(); err != nil {
		return err
	}
	if err := p.bytes(ReadmeFile, readme); err != nil {
		return err
	}
	if err := p.bytes(CodebookFile, codebook); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(in.Extra)) {
		if err := p.bytes(name, in.Extra[name]); err != nil {
			return err
		}
	}
	if err := p.add(ctx, DataFile, data, info.Size()); err != nil {
		return err
	}
	m.Files = slices.SortedFunc(slices.Values(p.files), func(a, b PackedFile) int { return cmp.Compare(a.Name, b.Name) })
	p.manifest = m.Encode()
	if _, err := ParseManifest(p.manifest); err != nil { // never give out what verify refuses
		return err
	}
	if err := p.bytes(ManifestFile, p.manifest); err != nil {
		return err
	}
	checksums := sums(p.files)
	if err := p.bytes(SumsFile, checksums); err != nil {
		return err
	}
	signature := in.Signer.sign(checksums, trustedComment(m.Order, p.manifest))
	if err := p.bytes(SignatureFile, signature); err != nil {
		return err
	}
	return p.tar.Close()
}

// newManifest checks that what was built is what was ordered, and describes it.
// Its files are not known yet.
func newManifest(ctx context.Context, in SealInput, fingerprint string) (Manifest, error) {
	o := in.Order
	if !folderName.MatchString(string(o.ID)) {
		return Manifest{}, errors.New("the order's number cannot name a folder: use letters, digits and hyphens")
	}
	for name := range in.Extra {
		if !fileName.MatchString(name) || reserved(name) {
			return Manifest{}, fmt.Errorf("extra file %q: give it a plain name that the package does not use itself", name)
		}
	}
	if err := holdToScope(o.Scope, in.Catalogue, in.Built.Tables); err != nil {
		return Manifest{}, err
	}
	m := Manifest{
		Version: ManifestVersion, Order: o.ID, Delivery: o.Number,
		Basis:       ManifestBasis{Kind: o.Kind, ID: o.BasisID, Version: o.Version, Provision: o.Provision},
		ScopeSHA256: o.Scope.Hash(), CatalogueSHA256: in.Catalogue.Hash(),
		Snapshot: in.Built.Taken.UTC().Truncate(time.Second).Format(time.RFC3339), SnapshotID: in.Built.Snapshot,
		LawDate:   o.LawDay,
		Recipient: ManifestRecipient{Kind: o.Recipient.Kind, Fingerprint: fingerprint},
		Signer:    in.Signer.Fingerprint(),
		Tables:    in.Built.Tables,
		Secrecy:   Secrecy(grounds(in.Built.Tables, in.Catalogue)).FI,
		DestroyBy: o.DestroyBy,
	}
	if err := m.follow(in.Previous); err != nil {
		return Manifest{}, err
	}
	db, err := openSealed(ctx, in.Built.Path, filepath.Dir(in.Built.Path))
	if err != nil {
		return Manifest{}, err
	}
	defer db.Close()
	if m.Engine, err = engine(ctx, db); err != nil {
		return Manifest{}, err
	}
	m.Risk, err = measureRisk(ctx, db, m.Tables, in.Catalogue)
	return m, err
}

// holdToScope holds the built file to the decision: the same variables with the
// same protections, none more and none less. Only the subject's pseudonym, by
// which tables are joined, may come on top.
func holdToScope(s permits.Scope, cat *registers.Catalogue, tables []BuiltTable) error {
	keyed := s.WithKeys(cat)
	built := map[string]bool{}
	for _, t := range tables {
		for _, c := range t.Columns {
			if granted := keyed.Protection(c.ID); granted == registers.Drop || granted != c.Protection {
				return fmt.Errorf("column %s.%s is not what was decided", t.Name, c.Name)
			}
			built[c.ID] = true
		}
	}
	for _, id := range s.VariableIDs() {
		if !built[id] {
			return fmt.Errorf("variable %s was decided and is not in the built file", id)
		}
	}
	return nil
}

// follow ties m to the previous delivery of its basis: the chain of manifests,
// and the same keys, or the deliveries could not be joined.
func (m *Manifest) follow(previous []byte) error {
	if previous == nil {
		return nil
	}
	before, err := ParseManifest(previous)
	if err != nil {
		return fmt.Errorf("previous delivery: %w", err)
	}
	if before.Basis.Kind != m.Basis.Kind || before.Basis.ID != m.Basis.ID || before.Delivery >= m.Delivery {
		return errors.New("previous delivery: not an earlier one of this basis")
	}
	checks := map[string]string{}
	for _, t := range before.Tables {
		for _, c := range t.Columns {
			checks[c.ID] = c.KeyCheck
		}
	}
	for _, t := range m.Tables {
		for _, c := range t.Columns {
			if was := checks[c.ID]; was != "" && was != c.KeyCheck {
				return fmt.Errorf("pseudonyms %s are made with another key than in the previous delivery", c.ID)
			}
		}
	}
	m.Previous = sha256Hex(previous)
	return nil
}
