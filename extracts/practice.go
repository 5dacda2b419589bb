package extracts

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/pseudonymize"
	"tietolupa/registers"
)

// PracticeBasis is the basis of a practice package in its manifest: none. No order
// has it, and nothing that is verified as a delivery either.
const PracticeBasis permits.BasisKind = "practice"

// practiceName begins the number, the folder and the file of every practice
// package (harjoitusaineisto).
const practiceName = "HARJOITUS-"

// practiceProvision says in the manifest what the package rests on.
const practiceProvision = "harjoitusaineisto: keksittyjä henkilöitä, ei perustu rekistereihin"

// practiceSecret makes the pseudonyms of practice packages, which hide nobody: the
// same invented person has the same one in every package.
const practiceSecret = "the persons of practice files do not exist"

// A PracticeInput is what a practice package is made of. Snapshot gives invented
// registers: the package is built, described and packed as a delivery of Scope
// would be.
type PracticeInput struct {
	Case      permits.CaseID // or another name of letters, digits and hyphens
	Scope     permits.Scope
	Language  string
	Catalogue *registers.Catalogue
	Snapshot  Snapshot
	Dir       string // work folder
	Signer    *Signer
	Store     Store
	Issuer    Issuer
	Now       time.Time
	Progress  Progress // may be nil
}

// MakePractice builds a practice package: a plain tar, since nothing in it is
// secret, of what an extract of the scope would hold. It says of itself that it is
// one in its name, its manifest, its README and its codebook. Its tables, columns,
// types and protections are those of the extract, so what runs on it runs on that.
func MakePractice(ctx context.Context, in PracticeInput) (d permits.Delivery, err error) {
	key, err := pseudonymize.NewPermitKey(strings.NewReader(practiceSecret))
	if err != nil {
		return permits.Delivery{}, fmt.Errorf("make a practice file: %w", err)
	}
	day := registers.DayOf(in.Now)
	order := permits.Order{
		ID: permits.OrderID(practiceName + string(in.Case)), Kind: PracticeBasis, BasisID: string(in.Case), Provision: practiceProvision,
		Scope: in.Scope, Recipient: permits.Recipient{Kind: permits.PersonRecipient}, At: in.Now, LawDay: day, DestroyBy: day.AddDate(10, 0, 0),
		Language: in.Language, Number: 1,
	}
	built, err := Build(ctx, Input{Order: order, Catalogue: in.Catalogue, Snapshot: in.Snapshot, Key: key, Dir: in.Dir, Progress: in.Progress})
	if err != nil {
		return permits.Delivery{}, fmt.Errorf("make a practice file: %w", err)
	}
	defer func() { err = errors.Join(err, built.Remove()) }()
	d, err = packPractice(ctx, SealInput{
		Order: order, Built: &built, Catalogue: in.Catalogue, Signer: in.Signer, Store: in.Store, Now: in.Now, Issuer: in.Issuer, Progress: in.Progress,
	})
	if err != nil {
		return permits.Delivery{}, fmt.Errorf("make a practice file: %w", spaceError(err))
	}
	return d, nil
}

// packPractice is seal without encryption.
func packPractice(ctx context.Context, in SealInput) (permits.Delivery, error) {
	m, err := newManifest(ctx, in, "")
	if err != nil {
		return permits.Delivery{}, err
	}
	m.Practice, m.Secrecy = true, practiceSecrecy.FI
	name := string(in.Order.ID) + "-" + in.Order.Scope.Hash()[:8] + ".tar"
	return store(ctx, in, m, name, nil)
}

// practiceSecrecy is the marking of a practice package: it has none.
var practiceSecrecy = registers.Names{
	FI: "harjoitusaineisto: keksittyjä tietoja, ei salassa pidettävää",
	SV: "övningsmaterial: påhittade uppgifter, ingenting sekretessbelagt",
	EN: "practice file: invented data, nothing secret",
}
