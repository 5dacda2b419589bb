package registers

// unemployedCode is the code of list employment_code for the unemployed (työtön).
const unemployedCode = "02"

// A CodeSpell is a spell of an employment code (työllisyyskoodi).
type CodeSpell struct {
	Code       string
	Start, End Day // End zero while open
}

// UnemployedMonths counts the whole months of unbroken unemployment (yhtäjaksoinen
// työttömyys, 6 § 2 mom 6 k) that have run by day, the day itself included:
// spells that follow each other, or overlap, without a day between. It is none
// for somebody who is not unemployed on day. A spell that ends before it begins
// counts as none; what of a spell is later than day does not count.
func UnemployedMonths(spells []CodeSpell, day Day) int { // 6.2.6
	begun := day.AddDate(0, 0, 1) // of what has been joined so far
	for moved := true; moved; {
		moved = false
		for _, s := range spells {
			if s.Code != unemployedCode || s.Start.IsZero() || !s.End.IsZero() && s.End.Before(s.Start) || !s.Start.Before(begun) {
				continue
			}
			if s.End.IsZero() || !s.End.Before(begun.AddDate(0, 0, -1)) {
				begun, moved = s.Start, true
			}
		}
	}
	months := 0
	for !day.AddDate(0, 0, 1).Before(begun.AddDate(0, months+1, 0)) {
		months++
	}
	return months
}
