package permits

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
)

var (
	fiona   = Actor{ID: "fiona", Name: "Fiina Ylläpitäjä", Body: "FIONA", Duties: []Duty{Operator}}
	kapseli = Actor{ID: "kapseli", Name: "Kaapo Ylläpitäjä", Body: "KAPSELI", Duties: []Duty{Operator}}
)

const packageHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

func toFiona() Recipient {
	return Recipient{Kind: EnvironmentRecipient, Environment: "FIONA", Key: "age1registered"}
}

// addressed is a sealed order to FIONA.
func addressed() Order {
	return Order{ID: "T-1-2020", Kind: PermitBasis, BasisID: "KEHA-1-2020", By: aino.ID, State: OrderSealed, LawDay: on("2020-11-02"),
		Recipient: toFiona(), Delivery: &Delivery{SHA256: packageHash}}
}

// challengeOf is a challenge whose code is "koodi".
func challengeOf(key string) Challenge {
	sum := sha256.Sum256([]byte("KOODI"))
	return Challenge{Key: key, Fingerprint: "SHA256:" + key, Sealed: "age", SHA256: hex.EncodeToString(sum[:])}
}

// keyed registers keys of FIONA, one after another, an hour apart.
func keyed(t *testing.T, keys ...string) (ks EnvironmentKeys) {
	t.Helper()
	for i, key := range keys {
		k, _, err := ks.Challenge(fiona, "FIONA", challengeOf(key), hours(2*i))
		if err != nil {
			t.Fatal(err)
		}
		if ks = append(ks, k); len(keys) > 1 && i > 0 && ks.Present().Key != keys[i-1] {
			t.Errorf("a challenge takes the place of the key in use: %q", ks.Present().Key)
		}
		if k, _, err = ks.Prove(fiona, "FIONA", " koodi ", hours(2*i+1)); err != nil {
			t.Fatal(err)
		}
		ks = append(ks, k)
	}
	return ks
}

func registering(by Actor, code string, ks EnvironmentKeys, ch Challenge) error {
	return last(ks.Challenge(by, code, ch, start))
}

func TestEnvironmentsAreNamed(t *testing.T) {
	codes := ""
	for _, e := range Environments() {
		codes += e.Code + " "
		for _, lang := range []string{"fi", "sv", "en"} {
			if e.Name.In(lang) == "" || e.Operator.In(lang) == "" {
				t.Errorf("%s has no name or operator in %s", e.Code, lang)
			}
		}
		if e.Code == string(KEHA) || e.Code == string(TEM) || strings.HasPrefix(e.Code, "ELY") {
			t.Errorf("%s is an authority's code", e.Code)
		}
	}
	if codes != "FIONA KAPSELI SDDESKTOP " {
		t.Errorf("the list is %s", codes)
	}
	if len(EnvironmentsOn(on("2020-11-02"))) != 3 || len(EnvironmentsOn(on("2019-12-31"))) != 0 {
		t.Error("the list does not follow the day")
	}
}

// TestKeyOfAnEnvironment: a key is in use once its holder has opened the
// challenge, until another takes its place or it is revoked.
func TestKeyOfAnEnvironment(t *testing.T) { // TiHL 14 §
	var ks EnvironmentKeys
	k, e, err := ks.Challenge(fiona, "FIONA", challengeOf("age1one"), start)
	if err != nil || k.Version != 1 || e.Kind != EnvironmentKeyChallenged || e.Subject != "FIONA" || e.Version != 1 || e.Detail["fingerprint"] != "SHA256:age1one" {
		t.Fatalf("%+v, %+v, %v", k, e, err)
	}
	ks = append(ks, k)
	if ks.Present().Key != "" || rule(second(addressed().AddressTo(ks.Present()))) != "environment-without-key" {
		t.Error("a key is used before its challenge has been opened")
	}
	legacy := EnvironmentKeys{{Environment: "FIONA", Version: 1, Act: KeyIsUnproved, Key: "age1old"}}
	if legacy.Present().Key != "" || legacy.Unproved().Key != "age1old" {
		t.Error("a key that was registered without a proof is used")
	}
	ks = keyed(t, "age1one", "age1two")
	if ks.Present().Key != "age1two" || ks.Present().Version != 4 {
		t.Fatalf("%+v", ks.Present())
	}
	earlier := addressed()
	earlier.Recipient.Key = "age1one"
	later, err := addressed().AddressTo(ks.Present())
	if err != nil || later.Recipient.Key != "age1two" || earlier.Recipient.Key != "age1one" {
		t.Errorf("later %q, earlier %q, %v", later.Recipient.Key, earlier.Recipient.Key, err)
	}
	person := Order{Kind: PermitBasis, Recipient: application().Recipient}
	if same, err := person.AddressTo(EnvironmentKey{}); err != nil || same.Recipient != person.Recipient {
		t.Errorf("a person's order became %+v, %v", same, err)
	}
	k, e, err = ks.Revoke(fiona, "FIONA", " Yksityinen avain katosi. ", hours(9))
	if err != nil || e.Kind != EnvironmentKeyRevoked || k.Why != "Yksityinen avain katosi." {
		t.Fatalf("%+v, %v", k, err)
	}
	if ks = append(ks, k); ks.Present().Key != "" || !ks.Revoked("age1two") || ks.Revoked("age1one") {
		t.Error("a revoked key is in use, or an earlier one is revoked with it")
	}
}

// TestLostPackageIsOrderedAnew: what was sealed to a revoked key and has not been
// received is nobody's to fetch, and due again.
func TestLostPackageIsOrderedAnew(t *testing.T) { // TiHL 14 §
	o := addressed()
	o.KeyRevoked = true
	if !o.Lost() || MayDownload(fiona, o, nil) || rule(o.Downloadable()) != "key-revoked" {
		t.Error("a package sealed to a revoked key is fetched")
	}
	o.Receipt = &Receipt{By: fiona.ID}
	if o.Lost() || MayDownload(fiona, o, nil) {
		t.Error("a received package is lost, or fetched again")
	}
	c, cat := at(t, InForce), theCatalogue(t)
	for lost, want := range map[bool]int{false: 0, true: 1} {
		if got := len(c.DueDeliveries([]Made{{At: hours(20), Lost: lost}}, cat, hours(30))); got != want {
			t.Errorf("lost %v: %d due, want %d", lost, got, want)
		}
	}
}

// TestEnvironmentsPermit: an application names the environment; its key is the
// register's; the letter's condition names the place.
func TestEnvironmentsPermit(t *testing.T) {
	a := application()
	a.Recipient = toFiona()
	if err := a.Complete(theCatalogue(t), on("2020-11-02")); err != nil {
		t.Fatal(err)
	}
	c := at(t, InForce)
	c.Application.Recipient = toFiona()
	worded, err := c.Conditions("fi")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, w := range worded {
		found = found || strings.Contains(w.Text, "FIONA-etäkäyttöympäristö (Tilastokeskus)")
	}
	if !found {
		t.Error("no condition names the environment")
	}
	o, _, err := c.Order("T-1-2020", aino, nil, anyCatalogue, hours(20))
	if err != nil || o.Recipient.Environment != "FIONA" {
		t.Errorf("%+v, %v", o.Recipient, err)
	}
}

func TestReceipt(t *testing.T) {
	o, err := addressed().Receive(fiona, strings.ToUpper(packageHash)+"  T-1-2020.tar.age\n", hours(2))
	if err != nil || o.Receipt == nil || o.Receipt.By != fiona.ID || !o.Receipt.At.Equal(hours(2)) || o.Receipt.SHA256 != packageHash {
		t.Fatalf("%+v, %v", o.Receipt, err)
	}
	if addressed().Receipt != nil {
		t.Error("the receipt changed what it was given")
	}
}

func TestWhoReceives(t *testing.T) {
	users := []UserID{"aino", "eero"}
	own := addressed()
	own.Recipient = application().Recipient
	idle := fiona
	idle.Duties = nil
	for name, c := range map[string]struct{ got, want bool }{
		"operator downloads":             {MayDownload(fiona, addressed(), users), true},
		"operator of another does not":   {MayDownload(kapseli, addressed(), users), false},
		"researcher downloads nothing":   {MayDownload(aino, addressed(), users), false},
		"operator downloads no person's": {MayDownload(fiona, own, users), false},
		"researcher downloads their own": {MayDownload(aino, own, users), true},
		"unsealed is not downloaded":     {MayDownload(fiona, Order{State: OrderBuilding, Recipient: toFiona()}, users), false},
		"operator sees what is theirs":   {MayReceive(fiona, addressed()), true},
		"operator sees nobody else's":    {MayReceive(kapseli, addressed()), false},
		"without the duty nothing":       {MayReceive(idle, addressed()), false},
		"nobody nothing":                 {MayReceive(Actor{}, addressed()), false},
		"operator does not see the case": {MaySee(fiona, at(t, InForce)), false},
		"nor the order's page":           {MaySeeOrder(fiona, addressed(), at(t, InForce)), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v", name, c.got)
		}
	}
}

func second[A any](_ A, err error) error { return err }

func init() {
	breaches = append(breaches,
		breach{"already-received", func(*testing.T) error {
			o, err := addressed().Receive(fiona, packageHash, start)
			if err != nil {
				return err
			}
			return second(o.Receive(fiona, packageHash, start))
		}},
		breach{"other-package", func(*testing.T) error { return second(addressed().Receive(fiona, strings.Repeat("0", 64), start)) }},
		breach{"other-package empty", func(*testing.T) error { return second(addressed().Receive(fiona, " ", start)) }},
		breach{"not-the-operator receipt", func(*testing.T) error { return second(addressed().Receive(kapseli, packageHash, start)) }},
		breach{"not-the-operator researcher", func(*testing.T) error { return second(addressed().Receive(aino, packageHash, start)) }},
		breach{"not-the-operator person's", func(*testing.T) error {
			o := addressed()
			o.Recipient = application().Recipient
			return second(o.Receive(fiona, packageHash, start))
		}},
		breach{"not-the-operator key", func(*testing.T) error { return registering(kapseli, "FIONA", nil, challengeOf("age1x")) }},
		breach{"not-the-operator duty", func(*testing.T) error {
			return registering(Actor{ID: "x", Body: "FIONA", Duties: []Duty{Analyst}}, "FIONA", nil, challengeOf("age1x"))
		}},
		breach{"no-such-environment key", func(*testing.T) error {
			return registering(Actor{ID: "x", Body: "CLOUD", Duties: []Duty{Operator}}, "CLOUD", nil, challengeOf("age1x"))
		}},
		breach{"no-such-environment application", editing(func(a *Application) {
			a.Recipient = Recipient{Kind: EnvironmentRecipient, Environment: "CLOUD", Key: "age1x"}
		})},
		breach{"no-such-environment typed", editing(func(a *Application) {
			a.Recipient = Recipient{Kind: EnvironmentRecipient, Name: "FIONA", Key: "age1x"}
		})},
		breach{"environment-without-key application", editing(func(a *Application) {
			a.Recipient = Recipient{Kind: EnvironmentRecipient, Environment: "FIONA"}
		})},
		breach{"environment-without-key disclosure", requesting(sanna, func(r *DisclosureRequest) {
			r.Recipient = Recipient{Kind: EnvironmentRecipient, Environment: "FIONA"}
		})},
		breach{"environment-without-key order", func(*testing.T) error { return second(addressed().AddressTo(EnvironmentKey{})) }},
		breach{"environment-without-key another's", func(*testing.T) error {
			return second(addressed().AddressTo(EnvironmentKey{Environment: "KAPSELI", Key: "age1x"}))
		}},
		breach{"same-key", func(t *testing.T) error { return registering(fiona, "FIONA", keyed(t, "age1x"), challengeOf("age1x")) }},
		breach{"recipient-key untried", func(*testing.T) error { return registering(fiona, "FIONA", nil, Challenge{Key: "age1x"}) }},
		breach{"private-key environment", func(*testing.T) error {
			return registering(fiona, "FIONA", nil, challengeOf("AGE-SECRET-KEY-1QQQ"))
		}},
		breach{"key-revoked", func(t *testing.T) error {
			ks := keyed(t, "age1x")
			k, _, err := ks.Revoke(fiona, "FIONA", "Katosi.", hours(3))
			if err != nil {
				return err
			}
			return registering(fiona, "FIONA", append(ks, k), challengeOf("age1x"))
		}},
		breach{"no-key-in-use", func(*testing.T) error { return last(EnvironmentKeys(nil).Revoke(fiona, "FIONA", "Katosi.", start)) }},
		breach{"no-reasons revoked key", func(t *testing.T) error { return last(keyed(t, "age1x").Revoke(fiona, "FIONA", " ", hours(3))) }},
		breach{"not-the-operator revokes", func(t *testing.T) error { return last(keyed(t, "age1x").Revoke(kapseli, "FIONA", "Katosi.", hours(3))) }},
		breach{"not-the-operator proves", func(t *testing.T) error {
			return last(keyed(t, "age1x")[:1].Prove(kapseli, "FIONA", "koodi", hours(1)))
		}},
		breach{"no-challenge environment", func(t *testing.T) error { return last(keyed(t, "age1x").Prove(fiona, "FIONA", "koodi", hours(1))) }},
		breach{"no-challenge environment late", func(t *testing.T) error { return last(keyed(t, "age1x")[:1].Prove(fiona, "FIONA", "koodi", hours(25))) }},
		breach{"wrong-code environment", func(t *testing.T) error { return last(keyed(t, "age1x")[:1].Prove(fiona, "FIONA", "arvaus", hours(1))) }},
		breach{"not-sealed receipt", func(*testing.T) error {
			return second(Order{Recipient: toFiona(), State: OrderBuilding}.Receive(fiona, packageHash, start))
		}},
		breach{"recipient-kind body", editing(func(a *Application) { a.Recipient.Kind = BodyRecipient })},
	)
}
