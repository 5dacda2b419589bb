package permits

import (
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

func registering(by Actor, code string, present EnvironmentKey, key, fingerprint string) error {
	return last(RegisterKey(by, code, present, key, fingerprint, start))
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

func TestKeyOfAnEnvironment(t *testing.T) {
	first, e, err := RegisterKey(fiona, "FIONA", EnvironmentKey{}, "age1one", "SHA256:one", start)
	if err != nil || first.Version != 1 || e.Kind != EnvironmentKeyRegistered || e.Subject != "FIONA" || e.Version != 1 {
		t.Fatalf("%+v, %+v, %v", first, e, err)
	}
	if strings.Contains(e.Detail["fingerprint"], "age1") || e.Detail["fingerprint"] != "SHA256:one" {
		t.Errorf("the event says %v", e.Detail)
	}
	next, _, err := RegisterKey(fiona, "FIONA", first, "age1two", "SHA256:two", hours(1))
	if err != nil || next.Version != 2 {
		t.Fatalf("%+v, %v", next, err)
	}
	earlier := addressed()
	earlier.Recipient.Key = first.Key
	later, err := addressed().AddressTo(next)
	if err != nil || later.Recipient.Key != "age1two" || earlier.Recipient.Key != "age1one" {
		t.Errorf("later %q, earlier %q, %v", later.Recipient.Key, earlier.Recipient.Key, err)
	}
	person := Order{Kind: PermitBasis, Recipient: application().Recipient}
	if same, err := person.AddressTo(EnvironmentKey{}); err != nil || same.Recipient != person.Recipient {
		t.Errorf("a person's order became %+v, %v", same, err)
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
		breach{"not-the-operator key", func(*testing.T) error { return registering(kapseli, "FIONA", EnvironmentKey{}, "age1x", "f") }},
		breach{"not-the-operator duty", func(*testing.T) error {
			return registering(Actor{ID: "x", Body: "FIONA", Duties: []Duty{Analyst}}, "FIONA", EnvironmentKey{}, "age1x", "f")
		}},
		breach{"no-such-environment key", func(*testing.T) error {
			return registering(Actor{ID: "x", Body: "CLOUD", Duties: []Duty{Operator}}, "CLOUD", EnvironmentKey{}, "age1x", "f")
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
		breach{"same-key", func(*testing.T) error {
			return registering(fiona, "FIONA", EnvironmentKey{Version: 1, Key: "age1x", Fingerprint: "f"}, "age1x", "f")
		}},
		breach{"recipient-key untried", func(*testing.T) error { return registering(fiona, "FIONA", EnvironmentKey{}, "age1x", "") }},
		breach{"private-key environment", func(*testing.T) error {
			return registering(fiona, "FIONA", EnvironmentKey{}, "AGE-SECRET-KEY-1QQQ", "f")
		}},
		breach{"not-sealed receipt", func(*testing.T) error {
			return second(Order{Recipient: toFiona(), State: OrderBuilding}.Receive(fiona, packageHash, start))
		}},
		breach{"recipient-kind body", editing(func(a *Application) { a.Recipient.Kind = BodyRecipient })},
	)
}
