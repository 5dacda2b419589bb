package pseudonymize

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func fixedKey(t testing.TB, text string) PermitKey {
	t.Helper()
	k, err := NewPermitKey(strings.NewReader(text + strings.Repeat(".", keyBytes)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func maker(t testing.TB, k PermitKey, entity string) *Maker {
	t.Helper()
	p, err := New(k)
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.For(entity)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func drawKey(t *rapid.T, label string) PermitKey {
	b := rapid.SliceOfN(rapid.Byte(), keyBytes, keyBytes).
		Filter(func(b []byte) bool { return !bytes.Equal(b, make([]byte, keyBytes)) }).Draw(t, label)
	k, err := NewPermitKey(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// hkdfByHand is RFC 5869 for one block of output, written out.
func hkdfByHand(secret []byte, info string) []byte {
	extract := hmac.New(sha256.New, make([]byte, sha256.Size))
	extract.Write(secret)
	expand := hmac.New(sha256.New, extract.Sum(nil))
	expand.Write(append([]byte(info), 1))
	return expand.Sum(nil)
}

func TestPseudonymAgreesWithItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawKey(t, "key")
		id := rapid.Int64Min(1).Draw(t, "id")
		mac := hmac.New(sha256.New, hkdfByHand(k.secret[:], "tietolupa/1/pseudonym/person"))
		mac.Write([]byte("\x00\x14tietolupa-1/hmac-128\x00\x06person\x00\x08"))
		for shift := 56; shift >= 0; shift -= 8 {
			mac.Write([]byte{byte(id >> shift)})
		}
		p, err := New(k)
		if err != nil {
			t.Fatal(err)
		}
		m, err := p.For("person")
		if err != nil {
			t.Fatal(err)
		}
		got, err := m.Of(id)
		if err != nil || !bytes.Equal(got[:], mac.Sum(nil)[:16]) {
			t.Fatalf("%v, %v: not HMAC-SHA-256 of (scheme, entity, id)", got, err)
		}
	})
}

// TestKnownAnswers holds pseudonyms still: a change of any of them breaks the
// join between two deliveries on one permit. The answers were computed by another
// implementation (Python's hmac and hashlib) from the definition.
func TestKnownAnswers(t *testing.T) {
	for _, c := range []struct {
		key, entity string
		id          int64
		want        string
	}{
		{"first", "person", 1, "98502eea-d2d7-1f62-30d7-b8663a94afad"},
		{"first", "person", 2, "36a25d1c-075d-02c2-d319-999e55fc5567"},
		{"first", "employer", 1, "db4b2596-83c0-e112-e8a9-4c778e1a859a"},
		{"first", "procured_service", 1 << 62, "68f58c88-1f19-b32b-1b03-0cc12e2ef95f"},
		{"second", "person", 1, "68d17823-ed0d-41b9-f4d0-0313272a751a"},
	} {
		got, err := maker(t, fixedKey(t, c.key), c.entity).Of(c.id)
		if err != nil || got.String() != c.want {
			t.Errorf("%s %s %d: %v, %v, want %s", c.key, c.entity, c.id, got, err, c.want)
		}
	}
	if got, want := fixedKey(t, "first").Check(), "b5b8bf7686851d80"; got != want {
		t.Errorf("key check value %s, want %s", got, want)
	}
}

func TestOnePermitIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := drawKey(t, "key")
		ids := rapid.SliceOfN(rapid.Int64Min(1), 1, 40).Draw(t, "ids")
		p, _ := New(k)
		first, err := p.For("person")
		if err != nil {
			t.Fatal(err)
		}
		seen := map[Pseudonym]int64{}
		for _, id := range ids {
			a, err := first.Of(id)
			if err != nil {
				t.Fatal(err)
			}
			b, err := first.Clone().Of(id) // another worker, another delivery
			if err != nil || a != b {
				t.Fatalf("id has two pseudonyms: %v and %v (%v)", a, b, err)
			}
			if other, ok := seen[a]; ok && other != id {
				t.Fatal("two ids have one pseudonym")
			}
			seen[a] = id
		}
	})
}

func TestTwoPermitsShareNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := drawKey(t, "one")
		two := rapid.Custom(func(t *rapid.T) PermitKey { return drawKey(t, "key") }).
			Filter(func(k PermitKey) bool { return k != one }).Draw(t, "two")
		if one.Check() == two.Check() {
			t.Fatal("equal key check values")
		}
		seen := map[Pseudonym]string{}
		for name, k := range map[string]PermitKey{"one": one, "two": two} {
			p, _ := New(k)
			for purpose, of := range map[string]func(string) (*Maker, error){"for": p.For, "order": p.Order, "draw": p.Draw} {
				for _, entity := range []string{"person", "employer", "plan"} {
					m, err := of(entity)
					if err != nil {
						t.Fatal(err)
					}
					for id := int64(1); id <= 20; id++ {
						v, err := m.Of(id)
						if err != nil {
							t.Fatal(err)
						}
						here := name + " " + purpose + " " + entity
						if there, ok := seen[v]; ok {
							t.Fatalf("%s and %s share a value", here, there)
						}
						seen[v] = here
					}
				}
			}
		}
	})
}

func TestUnmappedIdStops(t *testing.T) {
	m := maker(t, fixedKey(t, "first"), "person")
	for _, id := range []int64{0, -1, -1 << 63} {
		got, err := m.Of(id)
		if !errors.As(err, new(Unmapped)) || got != (Pseudonym{}) {
			t.Errorf("id %d: %v, %v", id, got, err)
		}
	}
	if _, err := m.Of(1); err != nil {
		t.Errorf("after a refusal: %v", err)
	}
	if _, err := New(PermitKey{}); err == nil {
		t.Error("pseudonyms without a key")
	}
	p, _ := New(fixedKey(t, "first"))
	for _, entity := range []string{"", "Person", "person/2", strings.Repeat("a", 33)} {
		if _, err := p.For(entity); err == nil {
			t.Errorf("entity %q accepted", entity)
		}
	}
}

func TestInputFitsOneBlock(t *testing.T) {
	m := maker(t, fixedKey(t, "first"), strings.Repeat("a", 20)) // the longest name
	if len(m.input) > 55 {                                       // what SHA-256 pads to 64
		t.Errorf("input of %d bytes", len(m.input))
	}
	p := Pseudonym{0: 0xab, 15: 0xcd}
	if p.String() != "ab000000-0000-0000-0000-0000000000cd" || hex.EncodeToString(p[:1]) != "ab" {
		t.Errorf("prints %s", p)
	}
}

func BenchmarkPseudonym(b *testing.B) {
	k, _ := NewPermitKey(rand.Reader)
	m := maker(b, k, "person")
	b.ReportAllocs()
	id := int64(0)
	for b.Loop() {
		id++
		if _, err := m.Of(id); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPseudonymOfTheSamePerson(b *testing.B) {
	k, _ := NewPermitKey(rand.Reader)
	m := maker(b, k, "person")
	for b.Loop() {
		if _, err := m.Of(7); err != nil {
			b.Fatal(err)
		}
	}
}
