package registers

// requestTexts say what is wrong with a data subject's request or its answer,
// and what to do, rule by rule. Bare numbers are articles of the GDPR.
var requestTexts = map[string]Names{
	"2.3a": {
		"Kukaan ei vastaa tästä velvollisuudesta sinä päivänä. Tarkista rekisteri ja päivä.",
		"Ingen svarar för denna skyldighet den dagen. Kontrollera registret och dagen.",
		"Nobody answers for this duty on that day. Check the register and the day.",
	},
	"2.3b-none": {
		"Henkilö ei ole eikä ole ollut minkään toimiston asiakas. Pyyntöön vastaa se toimisto, johon pyyntö saapui; anna sen tunnus.",
		"Personen är inte och har inte varit kund hos någon byrå. Den byrå som tog emot begäran besvarar den; ange dess kod.",
		"The person is and was no office's client. The office that received the request answers it; give its code.",
	},
	"4.2": { // 4 § 2 mom
		"Henkilöasiakasrekisterissä ei ole oikeutta käsittelyn rajoittamiseen. Hylkää pyyntö lain säännöksen nojalla ja kerro oikeussuojakeinoista.",
		"I personkundregistret finns ingen rätt till begränsning av behandlingen. Avslå begäran med stöd av lagens bestämmelse och informera om rättsmedlen.",
		"There is no right to restriction of processing in the person register. Refuse the request by the act's provision and tell of the remedies.",
	},
	"12-kind": {
		"Pyyntö ei ole tietosuoja-asetuksen mukainen oikeus tai koskee toista rekisteriä. Tarkista, mitä rekisteröity pyytää.",
		"Begäran avser ingen rättighet enligt dataskyddsförordningen eller gäller ett annat register. Kontrollera vad den registrerade begär.",
		"The request is not a right of the General Data Protection Regulation, or concerns another register. Check what the data subject asks for.",
	},
	"12-outcome": {
		"Vastauksen lopputulos puuttuu. Valitse, suostutaanko pyyntöön, osittain vai ei.",
		"Svarets utfall saknas. Välj om begäran bifalls, bifalls delvis eller avslås.",
		"The reply has no outcome. Choose whether the request is granted, granted in part or refused.",
	},
	"12-reason": {
		"Perustelu tai säännös puuttuu. Kerro rekisteröidylle, miksi, ja mainitse säännös.",
		"Motiveringen eller bestämmelsen saknas. Berätta för den registrerade varför och nämn bestämmelsen.",
		"The reason or the provision is missing. Tell the data subject why, and name the provision.",
	},
	"12-state": {
		"Pyyntö ei ole siinä vaiheessa, että tämän voisi tehdä. Tarkista pyynnön tila ja päivät.",
		"Begäran är inte i ett sådant skede att detta kan göras. Kontrollera begärans läge och dagarna.",
		"The request is not at a stage where this can be done. Check its state and days.",
	},
	"12.3-extend": {
		"Määräaikaa voi jatkaa vain kerran ja vain ensimmäisen kuukauden aikana. Vastaa pyyntöön viipymättä.",
		"Tidsfristen kan förlängas endast en gång och endast under den första månaden. Besvara begäran utan dröjsmål.",
		"The time can be extended only once and only within the first month. Answer the request without delay.",
	},
	"12.4": {
		"Kielteisessä vastauksessa on kerrottava oikeudesta tehdä kantelu tietosuojavaltuutetulle ja käyttää oikeussuojakeinoja. Lisää tieto.",
		"I ett nekande svar ska upplysas om rätten att lämna in klagomål till dataombudsmannen och att använda rättsmedel. Lägg till upplysningen.",
		"A refusal must tell of the right to complain to the Data Protection Ombudsman and to seek a judicial remedy. Add it.",
	},
	"12.5": {
		"Vastaus on maksuton. Maksun voi periä vain, jos pyyntö on ilmeisen perusteeton tai kohtuuton; kirjaa perustelu tai poista maksu.",
		"Svaret är avgiftsfritt. En avgift får tas ut endast om begäran är uppenbart ogrundad eller orimlig; anteckna motiveringen eller ta bort avgiften.",
		"The answer is free of charge. A fee may be charged only if the request is manifestly unfounded or excessive; record why or remove the fee.",
	},
	"17-identity": {
		"Tieto kertoo, kuka asiakas on, eikä sitä voi poistaa yksinään: se poistuu asiakkaan kaikkien tietojen mukana. Oikaise se, jos se on virheellinen.",
		"Uppgiften berättar vem kunden är och kan inte raderas ensam: den försvinner med alla uppgifter om kunden. Rätta den om den är felaktig.",
		"This tells who the client is and cannot be erased alone: it goes with all data about the client. Correct it if it is wrong.",
	},
	"17-nothing": {
		"Pyyntöön ei voi suostua ennen kuin on valittu, mitkä kirjaukset poistetaan. Valitse ne ensin.",
		"Begäran kan inte bifallas förrän det har valts vilka anteckningar som raderas. Välj dem först.",
		"The request cannot be granted before the entries to erase have been chosen. Choose them first.",
	},
	"18.3": {
		"Rekisteröidylle on kerrottava ennen kuin rajoitus poistetaan. Anna päivä, jona hänelle kerrottiin.",
		"Den registrerade ska underrättas innan begränsningen upphävs. Ange dagen då underrättelsen gavs.",
		"The data subject must be told before the restriction is lifted. Give the day on which they were told.",
	},
	"15": {
		"Vastauksesta puuttuu tieto, joka rekisteröidylle on annettava. Täydennä vastaus.",
		"I svaret saknas en uppgift som den registrerade ska få. Komplettera svaret.",
		"The reply lacks something the data subject must be told. Complete it.",
	},
	"16": {
		"Tietoa ei ole vielä oikaistu rekisteriin. Oikaise merkintä ensin; vanha jää historiaan.",
		"Uppgiften har ännu inte rättats i registret. Rätta anteckningen först; den gamla finns kvar i historiken.",
		"The register has not been corrected yet. Correct the entry first; the old one stays in its history.",
	},
	"17": {
		"Tietoa ei poisteta niin kauan kuin laissa säädetty säilytysaika kestää tai tieto on tarpeen lakisääteisessä tehtävässä. Perustele ja mainitse säännös.",
		"Uppgiften raderas inte så länge den lagstadgade förvaringstiden pågår eller uppgiften behövs för en lagstadgad uppgift. Motivera och nämn bestämmelsen.",
		"Data are not erased while the statutory retention runs or while needed for a statutory task. Give reasons and name the provision.",
	},
	"19": {
		"Oikaisusta, poistamisesta tai rajoittamisesta on ilmoitettava jokaiselle, jolle tiedot on luovutettu. Ilmoita heille tai kirjaa, miksi se ei ole mahdollista.",
		"Rättelse, radering eller begränsning ska meddelas var och en till vilken uppgifterna har lämnats ut. Meddela dem eller anteckna varför det inte är möjligt.",
		"Everyone to whom the data were disclosed must be told of a correction, removal or restriction. Tell them, or record why that is impossible.",
	},
	"20": {
		"Oikeutta siirtää tiedot ei ole, koska käsittely perustuu lakiin eikä suostumukseen tai sopimukseen. Hylkää pyyntö tällä perusteella.",
		"Rätt till dataportabilitet finns inte, eftersom behandlingen grundar sig på lag och inte på samtycke eller avtal. Avslå begäran på denna grund.",
		"There is no right to portability, for the processing rests on law and not on consent or contract. Refuse the request on this ground.",
	},
}
