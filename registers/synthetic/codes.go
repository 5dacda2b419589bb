package synthetic

// Employment codes (työllisyyskoodi).
const (
	placedCode     = "00"
	workingCode    = "01"
	unemployedCode = "02"
	laidOffCode    = "03"
	shortWeekCode  = "04"
	outsideCode    = "05"
	serviceCode    = "07"
	educationCode  = "08"
)

// What a jobseeker does who is not unemployed, by employment code.
var (
	occupied = newMix(serviceCode, 34, workingCode, 34, placedCode, 9, educationCode, 9, outsideCode, 9, shortWeekCode, 5)
	leftWork = newMix(workingCode, 55, outsideCode, 20, educationCode, 15, placedCode, 10) // as a clientship goes out
)

// Why a spell of unemployment ended, by the code that follows.
var endReasons = map[string]mix{
	placedCode:     newMix("00", 1),
	workingCode:    newMix("03", 80, "01", 18, "09", 2),
	unemployedCode: newMix("02", 1), // after a layoff
	laidOffCode:    newMix("06", 1),
	shortWeekCode:  newMix("06", 1),
	outsideCode:    newMix("05", 1),
	serviceCode:    newMix("11", 50, "12", 20, "13", 15, "04", 15),
	educationCode:  newMix("08", 1),
	"":             newMix("03", 44, "10", 22, "06", 14, "05", 12, "01", 4, "08", 3, "09", 1), // the search ended
}

var (
	serviceLines = newMix("00", 4, "01", 46, "02", 24, "03", 16, "04", 6, "05", 4)
	contactModes = newMix("01", 28, "02", 6, "03", 5, "04", 5, "05", 9, "20", 1, "31", 12, "32", 1, "33", 1,
		"34", 5, "35", 7, "36", 2, "95", 2, "96", 3, "97", 12, "98", 0.5, "99", 0.5)
	planKinds   = newMix("01", 20, "05", 38, "06", 42)
	offerResult = newMix("01", 4, "02", 12, "03", 4, "04", 11, "05", 5, "06", 6, "07", 1, "08", 9, "09", 10,
		"10", 3, "11", 6, "12", 26, "13", 3)
	offerPending = newMix("51", 90, "52", 10)

	workingTimes = newMix("01", 66, "03", 6, "04", 3, "05", 1, "06", 1, "07", 9, "08", 9, "09", 3, "10", 2)
	durations    = newMix("01", 2, "02", 5, "03", 14, "04", 14, "05", 13, "06", 52)
	relations    = newMix("01", 92, "02", 4, "03", 3.7, "04", 0.3)
)

// Kinds of service: by what the person's code says, and those bought.
const (
	trainingKind    = "01" // työvoimakoulutus
	integrationKind = "08" // kotoutumiskoulutus, of foreign citizens here
)

var (
	serviceKinds = newMix(trainingKind, 14, "02", 22, "03", 18, "06", 20, "07", 13, integrationKind, 13)
	placingKinds = newMix("04", 78, "05", 9, "09", 13)
	shortKinds   = newMix("02", 60, "10", 25, "11", 15)
	boughtKinds  = newMix("01", 34, "02", 14, "03", 10, "04", 16, "05", 12, "06", 6, "07", 3, "08", 5)
)

// suppliedAs is the kind of contract under which a kind of service is bought;
// the others are the office's own, a municipality's or an employer's.
var suppliedAs = map[string][]string{
	"01": {"01"}, "02": {"02", "03", "04"}, "03": {"07"}, "08": {"05"}, "10": {"03"}, "11": {"06"},
}

// Who the registers hold.
const (
	finland        = "246"
	basicEducation = "2"
)

type country struct{ country, language string }

var sweden = country{"752", "sv"}

// origins are where foreign citizens come from, the commonest first.
var origins, origin = func() ([]country, wheel) {
	weights := []float64{22, 17, 7, 6, 4, 5, 2.5, 2.5, 2, 2, 2, 2, 2, 1.5, 1.5, 1.5, 1.5, 1, 1, 1, 1, 1}
	return []country{{"233", "et"}, {"643", "ru"}, {"368", "ar"}, {"706", "so"}, {"004", "fa"}, {"764", "th"}, {"760", "ar"},
		{"704", "vi"}, {"356", "en"}, {"156", "zh"}, {"804", "uk"}, {"792", "tr"}, {"616", "pl"}, {"364", "fa"}, {"428", "lv"},
		{"642", "ro"}, {"752", "sv"}, {"826", "en"}, {"276", "de"}, {"566", "en"}, {"504", "ar"}, {"231", "am"}}, newWheel(weights)
}()

var (
	education  = newMix("2", 27, "3", 48, "4", 1, "5", 6, "6", 10, "7", 7, "8", 0.6, "9", 0.4)
	industries = newMix("01", 3, "02", 1, "10", 3, "16", 2, "25", 4, "28", 3, "33", 2, "41", 8, "43", 9, "45", 4, "46", 6,
		"47", 11, "49", 6, "52", 2, "55", 2, "56", 8, "62", 5, "69", 3, "70", 2, "71", 3, "78", 7, "81", 6, "82", 2, "84", 5,
		"85", 5, "86", 6, "87", 5, "88", 6, "90", 1, "93", 1, "94", 1, "96", 3)
	employerSources = newMix("employer", 88, "office", 12)
)
