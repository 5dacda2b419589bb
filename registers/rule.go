package registers

// A RuleError says that a record may not be written, or another act not be
// done, and by which rule. Its text may be shown to whoever tried: it holds no
// value of the record.
type RuleError struct {
	Rule  string // an id of the requirements, such as "4.1b", or "code", "form", "required", "spell", "subject"
	About string // the table or variable; empty when it is the whole record
	Text  Names
	Act   string // what was refused, such as "place hold"; empty for "write record"
}

func (e *RuleError) Error() string {
	act := e.Act
	if act == "" {
		act = "write record"
	}
	if e.About == "" {
		return act + ": rule " + e.Rule + ": " + e.Text.EN
	}
	return act + ": rule " + e.Rule + ": " + e.About + ": " + e.Text.EN
}

// In is the sentence for a person: what is wrong and what to do.
func (e *RuleError) In(lang string) string { return e.Text.In(lang) }

func refuse(rule, about string) error {
	return &RuleError{Rule: rule, About: about, Text: ruleTexts[rule]}
}

// ruleTexts say what is wrong and what to do, rule by rule.
var ruleTexts = map[string]Names{
	"1.1": { // 1 § 1 mom
		"Käsittelyllä on oltava laissa säädetty käyttötarkoitus. Valitse jokin 1 §:n tarkoituksista.",
		"Behandlingen ska ha ett i lagen föreskrivet ändamål. Välj ett av ändamålen i 1 §.",
		"Processing must have a purpose laid down in the act. Choose one of the purposes of section 1.",
	},
	"1.2a": { // 1 § 2 mom
		"Tällaista tietoa ei ole missään asiakastietojärjestelmän rekisterissä. Tarkista, mihin tauluun tieto kuuluu.",
		"Sådana uppgifter finns inte i något av kundinformationssystemets register. Kontrollera till vilken tabell uppgiften hör.",
		"No register of the customer information system holds such data. Check which table it belongs to.",
	},
	"2.3b": { // 2 § 3 mom
		"Rivillä on oltava rekisterinpitäjä. Anna sen TE-toimiston tunnus, jonka asiakkaasta on kyse.",
		"Raden ska ha en personuppgiftsansvarig. Ange koden för den arbets- och näringsbyrå vars kund det gäller.",
		"The row must have a controller. Give the code of the TE office whose client it concerns.",
	},
	"3": { // 3 §
		"Tätä tietoa ei saa tallettaa rekisteriin, koska se ei ole 3 §:n luettelossa. Jätä tieto pois.",
		"Uppgiften får inte föras in i registret, eftersom den inte finns i förteckningen i 3 §. Utelämna uppgiften.",
		"This may not be stored in the register, for it is not on the list of section 3. Leave it out.",
	},
	"3.1.7": { // 3 § 1 mom 7 kohta
		"Terveystiedon saa tallettaa vain, jos se vaikuttaa työllistymiseen ja on välttämätön palvelujen tarjoamiseksi. Kirjaa molemmat arviot.",
		"En hälsouppgift får föras in bara om den inverkar på sysselsättningen och är nödvändig för att erbjuda service. Anteckna båda bedömningarna.",
		"Health data may be stored only if it affects employment and is indispensable for offering services. Record both findings.",
	},
	"3.4a": { // 3 § 4 mom
		"Muun tiedon saa tallettaa vain, jos se ei ole henkilötieto. Poista henkilöä koskevat tiedot ja merkitse tarkastus.",
		"Andra uppgifter får föras in bara om de inte är personuppgifter. Ta bort det som gäller en person och anteckna kontrollen.",
		"Other data may be stored only if they are not personal. Remove what concerns a person and record the check.",
	},
	"joint.4": { // 1369/2014 9 § 1 mom 4 kohta
		"Sosiaalisen tilanteen saa tallettaa vain, jos se vaikuttaa työllistymiseen. Kirjaa arvio.",
		"Den sociala situationen får föras in bara om den inverkar på sysselsättningen. Anteckna bedömningen.",
		"A social situation may be stored only if it affects employment. Record the finding.",
	},
	"4.1b": { // 4 § 1 mom
		"Merkintään on liitettävä tieto siitä, mistä se on saatu ja kuka sen on merkinnyt. Täydennä molemmat.",
		"Till anteckningen ska fogas uppgift om varifrån den har fåtts och vem som har gjort den. Fyll i båda.",
		"The entry must say where it came from and who made it. Fill in both.",
	},
	"code": {
		"Koodi ei ole luettelossa tai ei ole voimassa. Valitse luettelosta voimassa oleva koodi.",
		"Koden finns inte i förteckningen eller är inte i kraft. Välj en gällande kod i förteckningen.",
		"The code is not on the list or not in force. Choose a code in force from the list.",
	},
	"form": {
		"Arvo ei ole oikeassa muodossa. Tarkista päivä, luku tai tunnus.",
		"Värdet har fel form. Kontrollera dagen, talet eller beteckningen.",
		"The value is not in the right form. Check the date, number or code.",
	},
	"required": {
		"Pakollinen tieto puuttuu. Täydennä se.",
		"En obligatorisk uppgift saknas. Fyll i den.",
		"A required value is missing. Fill it in.",
	},
	"spell": {
		"Jakso päättyy ennen kuin se alkaa. Korjaa alkamis- tai päättymispäivä.",
		"Perioden slutar innan den börjar. Rätta den första eller den sista dagen.",
		"The spell ends before it begins. Correct the first or the last day.",
	},
	"subject": {
		"Merkinnältä puuttuu asiakas. Valitse ensin, ketä merkintä koskee.",
		"Anteckningen saknar kund. Välj först vem anteckningen gäller.",
		"The entry has no client. Choose first whom it concerns.",
	},
}
