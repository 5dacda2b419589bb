package permits

import (
	"os"
	"strings"
	"testing"
)

// required are the demands of sections 1–6, of the sub-register, and of
// the entry into force: all of them are carried out.
var required = strings.Fields(`
	1.1 1.2a 1.2b 1.3 1.4 2.1a 2.1b 2.2 2.3a 2.3b
	3.1.1 3.1.2 3.1.3 3.1.4 3.1.5 3.1.6 3.1.7 3.1.8 3.1.9
	3.2.1 3.2.2 3.2.3 3.2.4 3.2.5 3.2.6 3.2.7
	3.3.1 3.3.2 3.3.3 3.3.4 3.3.5 3.3.6 3.3.7 3.4a 3.4b
	joint.1 joint.2 joint.3 joint.4 joint.5 joint.6 joint.7
	4.1a 4.1b 4.2 4.3a 4.3b 4.3c 4.4 4a.1a 4a.1b 4a.1c 4a.2 4a.3
	5.1a 5.1b 5.1c 5.2 5.3 5a.1 5a.2 5a.3 5a.4 6.1a 6.1b 6.2 6.3a 6.3b V.1 V.2`)

// TestEveryRequirementHasATest: a demand without a test that proves it is not
// carried out, whatever the code does.
func TestEveryRequirementHasATest(t *testing.T) {
	page, err := os.ReadFile("../docs/law.md")
	if err != nil {
		t.Fatal(err)
	}
	declared, _ := sources(t)
	carried, _, _ := strings.Cut(string(page), "\n## Open")
	proved := map[string]bool{}
	for line := range strings.SplitSeq(carried, "\n") {
		cells := strings.Split(line, " | ")
		if !strings.HasPrefix(line, "| ") || len(cells) < 4 {
			continue
		}
		tests := 0
		for _, m := range named.FindAllStringSubmatch(cells[3], -1) {
			if _, name, ok := strings.Cut(m[1], ".Test"); ok && name != "" && declared[m[1]] {
				tests++
			}
		}
		for id := range strings.SplitSeq(strings.TrimPrefix(cells[0], "| "), ", ") {
			for _, one := range expand(id) {
				proved[one] = proved[one] || tests > 0
			}
		}
	}
	for _, id := range required {
		if !proved[id] {
			t.Errorf("%s has no test in docs/law.md", id)
		}
	}
}

// expand gives the ids of a range such as 3.1.1 – 3.1.9, or the one id itself.
func expand(id string) (ids []string) {
	first, last, ok := strings.Cut(id, " – ")
	if !ok || len(first) != len(last) {
		return []string{id}
	}
	stem := first[:len(first)-1]
	for n := first[len(first)-1]; n <= last[len(last)-1]; n++ {
		ids = append(ids, stem+string(rune(n)))
	}
	return ids
}
