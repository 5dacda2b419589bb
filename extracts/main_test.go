package extracts

import (
	"testing"

	"tietolupa/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }
