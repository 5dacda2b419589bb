package registers

import (
	"errors"
	"fmt"
	"strings"
)

// A BusinessID is a valid business identity code (Y-tunnus; decree 288/2001
// 3 §) in its full form 1234567-8. It is public.
type BusinessID string

var businessWeights = [7]int{7, 9, 10, 5, 8, 4, 2}

// ParseBusinessID reads 1234567-8, and the old form of six digits, which it
// pads. It fails on anything else, on a wrong check digit, and on a number
// whose remainder is 1, for such are never issued.
func ParseBusinessID(s string) (BusinessID, error) {
	digits, check, ok := strings.Cut(s, "-")
	if !ok || len(check) != 1 || len(digits) != 6 && len(digits) != 7 {
		return "", errors.New("read Y-tunnus: write seven digits, a hyphen and the check digit")
	}
	number := 0
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return "", errors.New("read Y-tunnus: write seven digits, a hyphen and the check digit")
		}
		number = number*10 + int(c-'0')
	}
	id, err := NewBusinessID(number)
	if err != nil {
		return "", fmt.Errorf("read Y-tunnus: %w", err)
	}
	if id[8] != check[0] {
		return "", errors.New("read Y-tunnus: the check digit is wrong")
	}
	return id, nil
}

// NewBusinessID adds the check digit to a number of at most seven digits. It
// fails when the number is outside 1–9999999 or its remainder is 1.
func NewBusinessID(seven int) (BusinessID, error) {
	if seven < 1 || seven > 9_999_999 {
		return "", fmt.Errorf("make Y-tunnus: %d is not a number of seven digits", seven)
	}
	sum := 0
	for i, n := 6, seven; i >= 0; i, n = i-1, n/10 {
		sum += n % 10 * businessWeights[i]
	}
	check := sum % 11
	switch {
	case check == 1:
		return "", fmt.Errorf("make Y-tunnus: %07d is never issued, its remainder is 1", seven)
	case check > 1:
		check = 11 - check
	}
	return BusinessID(fmt.Sprintf("%07d-%d", seven, check)), nil
}
