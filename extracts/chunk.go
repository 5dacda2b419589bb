package extracts

import (
	"fmt"
	"math"

	"tietolupa/pseudonymize"
)

// chunkRows is DuckDB's vector size: what one call of a source may give.
const chunkRows = 2048

// A chunkColumn holds up to chunkRows values of a column the way DuckDB lays
// them out, so that handing them over is one copy of memory.
type chunkColumn struct {
	plan  *columnPlan
	maker *pseudonymize.Maker
	wide  bool // an ENUM of two bytes

	uuids  [][2]uint64 // low and high half, the highest bit turned
	longs  []int64
	ints   []int32
	shorts []int16
	bytes  []uint8
	enums  []uint16
	texts  []string

	valid [chunkRows / 64]uint64
	nulls bool
}

func newChunkColumn(plan *columnPlan, maker *pseudonymize.Maker) *chunkColumn {
	c := &chunkColumn{plan: plan, maker: maker}
	switch plan.do {
	case toPseudonym:
		c.uuids = make([][2]uint64, chunkRows)
	case toDecimal, toDecimalBand:
		c.longs = make([]int64, chunkRows)
	case toDay, toMonth, toInteger, toIntegerBand:
		c.ints = make([]int32, chunkRows)
	case toYear:
		c.shorts = make([]int16, chunkRows)
	case toFlag:
		c.bytes = make([]uint8, chunkRows)
	case toCode:
		if c.wide = len(plan.values) > math.MaxUint8; c.wide {
			c.enums = make([]uint16, chunkRows)
		} else {
			c.bytes = make([]uint8, chunkRows)
		}
	case toText:
		c.texts = make([]string, chunkRows)
	}
	return c
}

// clear makes the column ready for the next chunk.
func (c *chunkColumn) clear() {
	if c.nulls {
		c.nulls = false
	}
	for i := range c.valid {
		c.valid[i] = math.MaxUint64
	}
}

// put makes the delivered value of field f in row. It fails with Unmapped when
// there is none; the stored value is never delivered instead.
func (c *chunkColumn) put(row int, f []byte) error {
	if f == nil {
		if c.plan.required {
			return pseudonymize.Unmapped{What: "an empty required value"}
		}
		c.valid[row/64] &^= 1 << (row % 64)
		c.nulls = true
		return nil
	}
	switch c.plan.do {
	case toPseudonym:
		id, err := readID(f)
		if err != nil {
			return err
		}
		p, err := c.maker.Of(id)
		if err != nil {
			return err
		}
		c.uuids[row] = [2]uint64{bigEndian.Uint64(p[8:]), bigEndian.Uint64(p[:8]) ^ 1<<63}
	case toCode:
		i, ok := c.plan.index[string(f)]
		if !ok {
			return pseudonymize.Unmapped{What: "a code that is not in list " + c.list()}
		}
		if c.wide {
			c.enums[row] = i
		} else {
			c.bytes[row] = uint8(i)
		}
	case toDay, toMonth, toYear:
		return c.putDay(row, f)
	case toFlag:
		v, err := readFlag(f)
		if err != nil {
			return err
		}
		c.bytes[row] = v
	case toInteger, toIntegerBand, toDecimal, toDecimalBand:
		return c.putNumber(row, f)
	case toText:
		c.texts[row] = string(f)
	default:
		return fmt.Errorf("operation %d is not known", c.plan.do)
	}
	return nil
}

func (c *chunkColumn) putDay(row int, f []byte) error {
	day, err := readDay(f, c.plan.stored)
	if err != nil {
		return err
	}
	switch c.plan.do {
	case toMonth:
		day, err = pseudonymize.Month(day)
	case toYear:
		c.shorts[row], err = pseudonymize.Year(day)
		return err
	}
	c.ints[row] = day
	return err
}

func (c *chunkColumn) putNumber(row int, f []byte) error {
	read, width := readInteger, c.plan.width
	if c.plan.do == toDecimal || c.plan.do == toDecimalBand {
		read, width = readDecimal, c.plan.width*100
	}
	v, err := read(f)
	if err != nil {
		return err
	}
	if c.plan.do == toIntegerBand || c.plan.do == toDecimalBand {
		if v, err = pseudonymize.Band(v, width); err != nil {
			return err
		}
	}
	switch c.plan.do {
	case toDecimal:
		c.longs[row] = v
	case toDecimalBand:
		c.longs[row] = v / 100
	default:
		if v < math.MinInt32 || v > math.MaxInt32 {
			return pseudonymize.Unmapped{What: "a number that is too large"}
		}
		c.ints[row] = int32(v)
	}
	return nil
}

func (c *chunkColumn) list() string {
	if c.plan.variable.Codes != "" {
		return c.plan.variable.Codes
	}
	return "of its codes"
}
