package extracts

import (
	"strconv"
	"strings"

	"tietolupa/internal/workbook"
	"tietolupa/permits"
	"tietolupa/registers"
)

// delivery says what the package rests on, as the manifest does.
func (c codebook) delivery() workbook.Sheet {
	m := c.manifest
	kind := registers.Names{FI: "käyttölupa (JulkL 28 §)", SV: "tillstånd (OffL 28 §)", EN: "permit (Publicity Act, section 28)"}
	if m.Basis.Kind == permits.DisclosureBasis {
		kind = registers.Names{FI: "lakisääteinen luovutus viranomaiselle", SV: "lagstadgat utlämnande till en myndighet", EN: "statutory disclosure to an authority"}
	}
	if m.Practice {
		kind = practiceSecrecy
	}
	recipient := registers.Names{FI: "henkilö", SV: "person", EN: "person"}
	switch m.Recipient.Kind {
	case permits.EnvironmentRecipient:
		recipient = registers.Names{FI: "käyttöympäristö", SV: "användningsmiljö", EN: "environment"}
	case permits.BodyRecipient:
		recipient = registers.Names{FI: "viranomaisen oma ympäristö", SV: "myndighetens egen miljö", EN: "the authority's own environment"}
	}
	s := workbook.Sheet{Name: c.say(registers.Names{FI: "Toimitus", SV: "Leverans", EN: "Delivery"})}
	heading := func(n registers.Names) {
		s.Text = append(s.Text, workbook.Paragraph{}, workbook.Paragraph{Heading: true, Label: c.say(n)})
	}
	add := func(n registers.Names, value string) {
		if value == "" {
			value = "–"
		}
		s.Text = append(s.Text, workbook.Paragraph{Label: c.say(n), Value: value})
	}

	s.Text = append(s.Text, workbook.Paragraph{Heading: true, Label: string(m.Order)})
	add(registers.Names{FI: "Toimittaja", SV: "Leverantör", EN: "Issuer"}, c.say(c.issuer.Name))
	add(registers.Names{FI: "Toimituksen järjestysnumero", SV: "Leveransens ordningsnummer", EN: "Number of the delivery"}, strconv.Itoa(m.Delivery))
	add(registers.Names{FI: "Peruste", SV: "Grund", EN: "Basis"}, c.say(kind))
	add(registers.Names{FI: "Perusteen tunnus", SV: "Grundens beteckning", EN: "Id of the basis"}, m.Basis.ID)
	add(registers.Names{FI: "Säännös", SV: "Lagrum", EN: "Provision"}, m.provision(c.lang))
	add(registers.Names{FI: "Salassapito", SV: "Sekretess", EN: "Secrecy"}, c.say(m.secrecy(c.catalogue)))
	add(registers.Names{FI: "Rekisterit poimittu", SV: "Registren hämtade", EN: "Registers read on"}, m.taken(c.lang))
	add(registers.Names{FI: "Poistettavat rivit jätetty pois päivältä", SV: "Rader som ska raderas utelämnade per", EN: "Removable rows left out as of"}, date(m.LawDate, c.lang))
	add(registers.Names{FI: "Hävitettävä viimeistään", SV: "Ska förstöras senast", EN: "To be destroyed by"}, date(m.DestroyBy, c.lang))
	add(registers.Names{FI: "Vastaanottaja", SV: "Mottagare", EN: "Recipient"}, c.say(recipient))
	add(registers.Names{FI: "Vastaanottajan avain", SV: "Mottagarens nyckel", EN: "Recipient's key"}, m.Recipient.Fingerprint)
	add(registers.Names{FI: "Allekirjoittajan avain", SV: "Undertecknarens nyckel", EN: "Signer's key"}, m.Signer)
	add(registers.Names{FI: "Päätetyn tietosisällön tiiviste", SV: "Kontrollsumma för det beslutade innehållet", EN: "Hash of the scope decided"}, m.ScopeSHA256)
	add(registers.Names{FI: "Muuttujaluettelon tiiviste", SV: "Kontrollsumma för variabelförteckningen", EN: "Hash of the catalogue"}, m.CatalogueSHA256)
	add(registers.Names{FI: "Edellinen toimitus", SV: "Föregående leverans", EN: "Previous delivery"}, m.Previous)

	heading(registers.Names{FI: "Rivejä tauluittain", SV: "Rader per tabell", EN: "Rows per table"})
	for _, t := range m.Tables {
		s.Text = append(s.Text, workbook.Paragraph{Label: t.Name, Value: number(t.Rows)})
	}
	heading(registers.Names{FI: "Luokkakoot", SV: "Klasstorlekar", EN: "Class sizes"})
	r := m.Risk.Measures
	if r == nil {
		add(registers.Names{FI: "Ei mitattu", SV: "Inte uppmätt", EN: "Not assessed"}, c.say(registers.Names{
			FI: "aineistossa ei ole henkilötaulun epäsuoria tunnisteita",
			SV: "materialet har inga indirekta identifierare i persontabellen",
			EN: "the data hold no quasi-identifiers of the person table",
		}))
		return s
	}
	add(registers.Names{FI: "Epäsuorat tunnisteet", SV: "Indirekta identifierare", EN: "Quasi-identifiers"}, strings.Join(r.Quasi, ", "))
	add(registers.Names{FI: "Henkilöitä", SV: "Personer", EN: "Persons"}, number(r.Records))
	add(registers.Names{FI: "Luokkia", SV: "Klasser", EN: "Classes"}, number(r.Classes))
	add(registers.Names{FI: "Pienin luokka", SV: "Minsta klass", EN: "Smallest class"}, number(r.SmallestClass))
	add(registers.Names{FI: "Yhden henkilön luokkia", SV: "Klasser med en person", EN: "Classes of one person"}, number(r.Uniques))
	return s
}
