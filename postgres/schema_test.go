package postgres_test

import (
	"flag"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tietolupa/postgres/pgtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

const schemaHead = `-- What the migrations amount to, for reading. Generated: go test ./postgres -run Schema -update

`

// chatter is what a dump says of the moment and of pg_dump's version.
var chatter = regexp.MustCompile(`(?m)^(--.*|SET .*|SELECT pg_catalog\.set_config.*|\\(un)?restrict .*)\n`)

// TestSchemaIsAsDumped keeps postgres/schema.sql equal to the migrations, so that a
// change of the schema is seen as one.
func TestSchemaIsAsDumped(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "pg_dump", "--schema-only", "--no-owner",
		"--schema=registers", "--schema=permits", "--schema=audit", "--dbname="+pgtest.DSN(t)).Output()
	if err != nil {
		t.Fatalf("pg_dump: %v", err)
	}
	got := chatter.ReplaceAllString(string(out), "")
	got = regexp.MustCompile(`\n{3,}`).ReplaceAllString(got, "\n\n")
	got = schemaHead + strings.TrimSpace(got) + "\n"
	if *update {
		if err := os.WriteFile("schema.sql", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile("schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the migrations and schema.sql differ; when the change is meant, -update writes it (-schema.sql +migrations):\n%s", diff)
	}
}
