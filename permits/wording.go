package permits

import (
	"fmt"
	"strings"

	"tietolupa/registers"
)

// WriteDay writes a day as people do in Finland, 2.11.2020; nothing for no day.
func WriteDay(d registers.Day) string {
	if d.IsZero() {
		return ""
	}
	t := d.Time()
	return fmt.Sprintf("%d.%d.%d", t.Day(), t.Month(), t.Year())
}

// WriteCents writes an amount in euros as people do in Finland: 52,00.
func WriteCents(cents int) string {
	if cents < 0 {
		return "-" + WriteCents(-cents)
	}
	return fmt.Sprintf("%d,%02d", cents/100, cents%100)
}

// Printed is the case number as letters print it, KEHA/17/2020 (asiatunnus).
func (id CaseID) Printed() string { return strings.ReplaceAll(string(id), "-", "/") }

// Name is the purpose as a person reads it.
func (p Purpose) Name() registers.Names {
	switch p {
	case Statistics:
		return registers.Names{FI: "tilastointi", SV: "statistikföring", EN: "statistics"}
	case Research:
		return registers.Names{FI: "tieteellinen tutkimus", SV: "vetenskaplig forskning", EN: "scientific research"}
	case Planning:
		return registers.Names{
			FI: "viranomaisen suunnittelu- tai selvitystyö",
			SV: "en myndighets planerings- eller utredningsarbete",
			EN: "an authority's planning or study work",
		}
	}
	return registers.Names{FI: string(p), SV: string(p), EN: string(p)}
}

func lawText(name string) string {
	b, err := lawFiles.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("read %s: %v", name, err))
	}
	return string(b)
}
