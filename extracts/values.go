package extracts

import (
	"encoding/binary"
	"math"
	"time"
	_ "time/tzdata" // a day is a day in Finland, wherever this runs

	"tietolupa/pseudonymize"
	"tietolupa/registers"
)

// Readings of PostgreSQL's binary values. A wrong length is a broken stream.

var bigEndian = binary.BigEndian

const (
	postgresDay  = 10957                   // 1 January 2000 in days since 1970
	postgresTime = postgresDay * 86400e6   // and in microseconds
	numericNeg   = 0x4000                  // sign of a numeric
	decimalLimit = int64(1_000_000_000_00) // numeric(12,2) is below it in hundredths, ten digits before the point
)

var finland = func() *time.Location {
	place, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(err) // the zone is compiled in
	}
	return place
}()

func readID(f []byte) (int64, error) {
	if len(f) != 8 {
		return 0, errCopy
	}
	return int64(bigEndian.Uint64(f)), nil
}

// readDay reads a date, or the day of a timestamp in Finland.
func readDay(f []byte, stored registers.Type) (int32, error) {
	if stored == registers.Timestamp {
		if len(f) != 8 {
			return 0, errCopy
		}
		micros := int64(bigEndian.Uint64(f))
		if micros == math.MaxInt64 || micros == math.MinInt64 {
			return pseudonymize.Day(math.MaxInt32)
		}
		y, m, d := time.UnixMicro(micros + postgresTime).In(finland).Date()
		days := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
		return pseudonymize.Day(int32(max(min(days, math.MaxInt32), math.MinInt32)))
	}
	if len(f) != 4 {
		return 0, errCopy
	}
	days := int64(int32(bigEndian.Uint32(f))) + postgresDay
	return pseudonymize.Day(int32(min(days, math.MaxInt32)))
}

func readFlag(f []byte) (uint8, error) {
	if len(f) != 1 || f[0] > 1 {
		return 0, errCopy
	}
	return f[0], nil
}

// readInteger reads an integer of any width.
func readInteger(f []byte) (int64, error) {
	switch len(f) {
	case 2:
		return int64(int16(bigEndian.Uint16(f))), nil
	case 4:
		return int64(int32(bigEndian.Uint32(f))), nil
	case 8:
		return int64(bigEndian.Uint64(f)), nil
	}
	return 0, errCopy
}

// readDecimal reads a numeric(12,2) in hundredths. NaN, infinity and anything
// wider or finer cannot be mapped.
func readDecimal(f []byte) (int64, error) {
	if len(f) < 8 {
		return 0, errCopy
	}
	digits, weight := int(bigEndian.Uint16(f)), int(int16(bigEndian.Uint16(f[2:])))
	sign := bigEndian.Uint16(f[4:])
	if len(f) != 8+2*digits {
		return 0, errCopy
	}
	wrong := pseudonymize.Unmapped{What: "a number that is not of 12 digits, 2 of them decimals"}
	if sign != 0 && sign != numericNeg || weight > 2 {
		return 0, wrong
	}
	var value int64
	for i := range digits { // digits of base 10,000, the first of weight
		d := int64(bigEndian.Uint16(f[8+2*i:]))
		switch place := weight - i; {
		case place >= 0:
			unit := int64(100)
			for range place {
				unit *= 10000
			}
			value += d * unit
		case place == -1 && d%100 == 0:
			value += d / 100
		case d != 0:
			return 0, wrong
		}
	}
	if value >= decimalLimit {
		return 0, wrong
	}
	if sign == numericNeg {
		value = -value
	}
	return value, nil
}
