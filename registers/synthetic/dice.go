package synthetic

import (
	"math"
	"math/bits"
)

// dice is a small splitmix64 generator: one for each file, started from the
// seed, what the file is of and its number, so that any file can be made alone.
type dice struct{ state uint64 }

// The kinds of file, so that their dice never run together.
const (
	diceShuffle uint64 = iota + 1
	diceOutline
	diceLife
	diceEmployer
	diceProvider
	diceRows
	diceFirm
	dicePlace
	diceTraining
)

func newDice(seed, kind uint64, number int) dice {
	d := dice{seed ^ kind*0xD1B54A32D192ED03}
	d.state = d.next() + uint64(number)*0x9E3779B97F4A7C15
	d.state = d.next()
	return d
}

func (d *dice) next() uint64 {
	d.state += 0x9E3779B97F4A7C15
	z := d.state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// below is a whole number in [0, n); 0 when n is not positive.
func (d *dice) below(n int) int {
	if n <= 1 {
		return 0
	}
	hi, _ := bits.Mul64(d.next(), uint64(n))
	return int(hi)
}

// between is a whole number in [a, b].
func (d *dice) between(a, b int) int { return a + d.below(b-a+1) }

func (d *dice) float() float64 { return float64(d.next()>>11) / (1 << 53) }

// chance is true with probability p.
func (d *dice) chance(p float64) bool { return d.float() < p }

// exponential is a waiting time with the given mean.
func (d *dice) exponential(mean float64) float64 { return -mean * math.Log(1-d.float()) }

// A wheel draws an index by weight in constant time (Walker's alias method).
type wheel struct {
	keep  []float64
	alias []int32
}

func newWheel(weights []float64) wheel {
	n := len(weights)
	w := wheel{make([]float64, n), make([]int32, n)}
	var sum float64
	for _, x := range weights {
		sum += x
	}
	var small, large []int
	for i, x := range weights {
		w.keep[i] = x * float64(n) / sum
		if w.keep[i] < 1 {
			small = append(small, i)
		} else {
			large = append(large, i)
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		w.alias[s] = int32(l)
		w.keep[l] -= 1 - w.keep[s]
		if w.keep[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	for _, i := range append(small, large...) {
		w.keep[i] = 1
	}
	return w
}

func (w wheel) turn(d *dice) int {
	i := d.below(len(w.keep))
	if d.float() < w.keep[i] {
		return i
	}
	return int(w.alias[i])
}

// A mix is a set of codes with their weights.
type mix struct {
	codes []string
	wheel wheel
}

// newMix takes code, weight, code, weight …
func newMix(pairs ...any) mix {
	var m mix
	var weights []float64
	for i := 0; i < len(pairs); i += 2 {
		m.codes = append(m.codes, pairs[i].(string))
		switch w := pairs[i+1].(type) {
		case int:
			weights = append(weights, float64(w))
		case float64:
			weights = append(weights, w)
		}
	}
	m.wheel = newWheel(weights)
	return m
}

func (m mix) draw(d *dice) string { return m.codes[m.wheel.turn(d)] }
