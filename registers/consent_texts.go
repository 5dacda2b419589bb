package registers

// consentTexts say what is wrong under 6 § and what to do, rule by rule.
var consentTexts = map[string]Names{
	"6.1a": {
		"Tietoja saa antaa työnantajalle vain kirjallisella suostumuksella. Pyydä suostumus kirjallisena ja kirjaa se.",
		"Uppgifter får lämnas till en arbetsgivare endast med skriftligt samtycke. Be om samtycket skriftligen och anteckna det.",
		"Data may be given to an employer only with written consent. Ask for the consent in writing and record it.",
	},
	"6.1a-need": {
		"Työnantajalle saa antaa vain avoimen työpaikan täyttämiseksi tarpeellisia tietoja. Valitse työpaikka ja kirjaa, miksi tieto on tarpeen.",
		"Till en arbetsgivare får endast lämnas uppgifter som behövs för att en ledig arbetsplats ska kunna tillsättas. Välj arbetsplatsen och anteckna varför uppgiften behövs.",
		"Only data needed to fill a vacancy may be given to an employer. Choose the vacancy and record why this is needed.",
	},
	"6.1b": {
		"Suostumus, kieltäytyminen tai se, ettei asiaa ole kysytty, on kirjattava ristiriidattomasti. Tarkista vastaus, päivä ja suostumuksen laajuus.",
		"Samtycke, vägran eller det att frågan inte har ställts ska antecknas utan motsägelser. Kontrollera svaret, dagen och samtyckets omfattning.",
		"Consent, refusal, or not having asked must be recorded without contradiction. Check the answer, the day and the extent of the consent.",
	},
	"6.1b-none": {
		"Voimassa olevaa suostumusta ei ole, joten sitä ei voi peruuttaa.",
		"Det finns inget gällande samtycke som kunde återkallas.",
		"There is no consent in force to withdraw.",
	},
	"6.1b-not-asked": {
		"Asiakkaalta ei ole kysytty suostumusta. Kysy ja kirjaa vastaus, ennen kuin annat tietoja.",
		"Kunden har inte tillfrågats om samtycke. Fråga och anteckna svaret innan uppgifter lämnas ut.",
		"The client has not been asked for consent. Ask and record the answer before giving any data.",
	},
	"6.1b-refused": {
		"Asiakas on kieltäytynyt tietojensa antamisesta tai peruuttanut suostumuksensa. Tietoa ei saa antaa.",
		"Kunden har vägrat att uppgifterna lämnas ut eller har återkallat sitt samtycke. Uppgiften får inte lämnas.",
		"The client has refused disclosure or withdrawn the consent. This may not be given.",
	},
	"6.2": {
		"Tätä tietoa ei saa antaa työnantajalle suostumuksellakaan, koska se ei ole 6 §:n 2 momentin luettelossa. Jätä tieto pois.",
		"Uppgiften får inte lämnas till en arbetsgivare ens med samtycke, eftersom den inte finns i förteckningen i 6 § 2 mom. Utelämna uppgiften.",
		"This may not be given to an employer even with consent, for it is not on the list of section 6(2). Leave it out.",
	},
	"6.2-extent": {
		"Asiakkaan suostumus ei kata tätä tietoa. Pyydä laajempi suostumus tai jätä tieto pois.",
		"Kundens samtycke omfattar inte denna uppgift. Be om ett vidare samtycke eller utelämna uppgiften.",
		"The client's consent does not cover this. Ask for a wider consent or leave it out.",
	},
	"6.2.6": {
		"Tiedon 12 kuukauden yhtäjaksoisesta työttömyydestä saa antaa vain määräaikaista työsopimusta varten, kun aika on täyttynyt. Jätä tieto pois.",
		"Uppgift om 12 månaders oavbruten arbetslöshet får lämnas endast för ett arbetsavtal för viss tid, när tiden har löpt ut. Utelämna uppgiften.",
		"That a person has been unemployed for 12 unbroken months may be told only for a fixed-term contract, once the time is full. Leave it out.",
	},
	"6.3": {
		"Terveystiedon antamiseen tarvitaan yksilöity kirjallinen suostumus: mikä tieto, kenelle, mihin työhön ja miksi. Pyydä se asiakkaalta.",
		"För att lämna ut hälsouppgifter krävs ett specificerat skriftligt samtycke: vilken uppgift, till vem, för vilket arbete och varför. Be kunden om det.",
		"Giving health data needs an individualised written consent: what, to whom, for which job and why. Ask the client for it.",
	},
	"6.3-need": {
		"Terveystiedon saa antaa vain, jos se on välttämätöntä työn terveysvaatimusten vuoksi tai vammaisen tai sairaan asiakkaan työllistymisen edistämiseksi. Kirjaa peruste tai jätä tieto pois.",
		"Hälsouppgifter får lämnas endast om det är nödvändigt på grund av arbetets hälsokrav eller för att främja sysselsättningen av en kund med funktionsnedsättning eller sjukdom. Anteckna grunden eller utelämna uppgiften.",
		"Health data may be given only if indispensable for the job's health requirements or to promote the employment of a disabled or ill client. Record the ground or leave it out.",
	},
}
