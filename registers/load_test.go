package registers

import "testing"

func TestLoad(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range c.Tables() {
		if _, ok := c.SubjectVariable(table.Name); !ok {
			t.Errorf("table %s has no subject variable", table.Name)
		}
	}
}
