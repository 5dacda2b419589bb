package letters

import "fmt"

// A bookmark is a heading in the file's outline: its level from 1, its page
// from 1 and how far down that page it stands, in millimetres.
type bookmark struct {
	title string
	level int
	page  int
	y     float64
}

// outline writes the headings as the tree that a reader shows beside the pages,
// and gives its object number.
func (f *file) outline(all []bookmark) int {
	root := f.allocate()
	ids, parents := make([]int, len(all)), make([]int, len(all)) // a parent's index, or -1
	for i := range all {
		ids[i] = f.allocate()
	}
	var above []int
	for i, b := range all {
		for len(above) > 0 && all[above[len(above)-1]].level >= b.level {
			above = above[:len(above)-1]
		}
		parents[i] = -1
		if len(above) > 0 {
			parents[i] = above[len(above)-1]
		}
		above = append(above, i)
	}
	children := map[int][]int{}
	for i, parent := range parents {
		children[parent] = append(children[parent], i)
	}
	for parent := -1; parent < len(all); parent++ { // equal input, equal bytes
		under := children[parent]
		for n, i := range under {
			entry := fmt.Sprintf("<</Title %s /Dest [%d 0 R /XYZ 0 %.2f null]", hexText(all[i].title), f.pages[all[i].page-1], (pageHeight-all[i].y)*pointsPerMM)
			if parent < 0 {
				entry += fmt.Sprintf(" /Parent %d 0 R", root)
			} else {
				entry += fmt.Sprintf(" /Parent %d 0 R", ids[parent])
			}
			if n > 0 {
				entry += fmt.Sprintf(" /Prev %d 0 R", ids[under[n-1]])
			}
			if n < len(under)-1 {
				entry += fmt.Sprintf(" /Next %d 0 R", ids[under[n+1]])
			}
			if own := children[i]; len(own) > 0 { // closed: how many a click opens
				entry += fmt.Sprintf(" /First %d 0 R /Last %d 0 R /Count -%d", ids[own[0]], ids[own[len(own)-1]], len(own))
			}
			f.put(ids[i], "%s>>", entry)
		}
	}
	tops := children[-1]
	f.put(root, "<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>", ids[tops[0]], ids[tops[len(tops)-1]], len(tops))
	return root
}
