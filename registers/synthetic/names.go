package synthetic

import "strings"

// Lists of common names, from which names of people who do not exist are put
// together: by language, men's, women's and family names.
type nameList struct{ men, women, families []string }

func words(s string) []string { return strings.Fields(s) }

var (
	finnishNames = nameList{
		words(`Juhani Antti Matti Mikko Janne Jari Timo Jussi Ville Teemu Petri Pekka Jukka Hannu Kari Markku Tuomas
			Lauri Eero Heikki Olli Arto Harri Esa Ilkka Aki Joonas Niko Riku Sami Tommi Topi Väinö Oskari Elias Eetu
			Aleksi Tapio Kalevi Johannes Olavi Ilmari Sakari Mikael Samuli Pasi Marko Tero Kimmo Kalle`),
		words(`Maria Anna Helena Kaarina Tuula Päivi Minna Sari Tiina Johanna Katja Heidi Hanna Laura Jenni Riikka
			Kirsi Merja Outi Satu Ulla Leena Anneli Eila Ritva Sirpa Marjo Niina Noora Emilia Aino Eevi Venla Iida
			Sanni Veera Elina Sofia Annika Susanna Marika Pirjo Raija Seija Tuija Mari Kati Anu Piia Jaana`),
		words(`Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen
			Lehtinen Saarinen Salminen Heinonen Niemi Heikkilä Salonen Kinnunen Turunen Salo Laitinen Tuominen Rantanen
			Karjalainen Jokinen Mattila Savolainen Lahtinen Ahonen Ojala Leppänen Väisänen Hiltunen Kallio Leinonen
			Pitkänen Aaltonen Manninen Hakala Koivisto Anttila Laaksonen Hirvonen Räsänen Lehto Laakso Toivonen Mustonen
			Rantala Aalto Nurmi Peltonen Moilanen Partanen Kemppainen Hartikainen Seppälä Kettunen Lappalainen Peltola
			Kauppinen Vainio Oksanen Salmi Miettinen Huttunen Kokkonen Nurminen Eskola Pulkkinen Harju Suominen Vuorinen
			Ruotsalainen Halonen Kangas Laukkanen Hyvönen Eronen Sillanpää Immonen Kivelä Tolvanen Pesonen Ylitalo Rinne
			Takala Honkanen Vesterinen Keränen Jääskeläinen Repo Palonen Uotila Viitala Mikkola Penttilä Alatalo`),
	}
	swedishNames = nameList{
		words(`Anders Johan Erik Karl Lars Nils Mats Kaj Bo Jan Tom Stefan Mikael Fredrik Henrik Björn Göran Håkan
			Christer Daniel Robin Oscar Emil Axel Viktor Kristian Patrik Kenneth Ralf Rolf`),
		words(`Anna Maria Eva Kristina Ulla Gunilla Monica Carola Annika Camilla Susanne Helena Linda Sofia Emma Ida
			Jessica Malin Johanna Ulrika Maj Karin Barbro Gun Britta Ann-Sofi Heidi Sara Elin Frida`),
		words(`Johansson Nyman Lindholm Karlsson Andersson Eriksson Lindroos Nylund Holmberg Sundström Lindström
			Backman Björklund Grönroos Söderholm Blomqvist Forsman Granholm Häggblom Enlund Wikström Sjöberg Mattsson
			Ahlfors Westerlund Snellman Rosenqvist Öhman Sandberg Fagerholm Berglund Häggman Lundqvist Bäck Sjöholm
			Finnäs Nygård Storbacka Östman Kronholm`),
	}
	otherNames = nameList{
		words(`Aleksandr Sergei Dmitri Andrei Ivan Ahmed Mohamed Ali Hassan Omar Abdi Yusuf Mehdi Reza Karim Nguyen
			Minh Thanh Rajesh Arjun Piotr Tomasz Marek Jaan Toomas Rein Mihkel Samuel David Michael Juan Carlos Emre
			Burak Bogdan`),
		words(`Olga Natalia Svetlana Irina Elena Tatiana Fatima Amina Hodan Leyla Zahra Maryam Nadia Sahra Linh Thi
			Mai Priya Anjali Katarzyna Agnieszka Ewa Kadri Liis Piret Tiiu Grace Sarah Maria Lucia Ayse Elif Ioana
			Chen Somchai`),
		words(`Ivanov Petrov Smirnov Volkov Sokolov Kuznetsov Tamm Saar Sepp Kask Rebane Mägi Hassan Ali Mohamed Abdi
			Osman Warsame Hussein Ahmadi Rezaei Karimi Nguyen Tran Pham Le Singh Sharma Kumar Kowalski Nowak Wójcik
			Yilmaz Demir Kaya Garcia Lopez Popescu Ionescu Wang Li Zhang Osei Mensah Okafor Haddad Khalil Rahman Smith
			Brown`),
	}
)

// given draws one or two given names.
func (n nameList) given(female bool, d *dice) string {
	list := n.men
	if female {
		list = n.women
	}
	first := list[d.below(len(list))]
	if second := list[d.below(len(list))]; second != first && d.chance(0.7) {
		return first + " " + second
	}
	return first
}

func (n nameList) family(d *dice) string { return n.families[d.below(len(n.families))] }

var (
	finnishStreets = words(`Koivukuja Männikkötie Rantatie Kirkkokatu Asemakatu Kauppakatu Metsätie Peltotie Mäkitie
		Keskuskatu Torikatu Koulukatu Puistokatu Myllytie Satamakatu Pihlajatie Kuusitie Harjukatu Niittytie Lehtotie
		Hakatie Orapihlajantie Tuomikuja Vaahterakatu Suvikuja Ruukintie Sahatie Sepänkatu Kallionkatu Ojakatu`)
	swedishStreets = words(`Björkvägen Strandvägen Kyrkogatan Stationsgatan Skolgatan Parkgatan Skogsvägen Åkervägen
		Backvägen Torggatan Hamngatan Rönnvägen Granvägen Kvarnvägen Ängsvägen Byvägen Sjövägen Tallvägen Köpmansgatan
		Smedjegatan`)

	firmWords = words(`Aamu Aurinko Graniitti Halla Havu Honka Hopea Ilves Joutsen Kaarna Kajo Kanerva Karhu Kerkkä
		Kide Kivi Korpi Koski Kuura Laine Lumi Louhi Luoto Majakka Meri Metso Mylly Niitty Nuotti Otava Paasi Petäjä
		Pihka Pilvi Pohja Puro Raita Rauta Routa Ruska Saari Salama Sarka Selkä Sirius Suvi Sysi Taimi Tammi Tuohi
		Tuuli Tähti Usva Utu Vaaru Valo Varpu Vuori Välke Ääri`)
	firmTrades = words(`rakennus kuljetus hoiva huolto siivous ravintola kauppa metalli puu sähkö tieto media tila matka
		koti konepaja leipomo pesula varasto suunnittelu`)
	providerWords = words(`valmennus koulutus ura osaaminen kuntoutus oppi työpaja polku`)
)

// firmName puts a firm's name together: Koski-Halla rakennus Oy.
func firmName(trades []string, swedish bool, d *dice) string {
	form := " Oy"
	if swedish {
		form = " Ab"
	}
	word := func() string { return firmWords[d.below(len(firmWords))] }
	name := word()
	switch d.below(3) {
	case 0:
		name += strings.ToLower(word())
	case 1:
		name += "-" + word()
	}
	return name + " " + trades[d.below(len(trades))] + form
}
