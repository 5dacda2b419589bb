package descriptions

// A Kind says what a document is.
type Kind string

const (
	ProcessingRecord     Kind = "processing"  // seloste käsittelytoimista (GDPR 30)
	SubjectInformation   Kind = "information" // rekisterin kuvaus rekisteröidylle (GDPR 14)
	PublicityDescription Kind = "publicity"   // asiakirjajulkisuuskuvaus (TiHL 28 §)
	AccessReply          Kind = "access"      // vastaus tietopyyntöön (GDPR 15)
)

// Kinds lists the documents that describe the registers and concern no person.
func Kinds() []Kind { return []Kind{ProcessingRecord, SubjectInformation, PublicityDescription} }

// A Document is a text with a structure, in one language.
type Document struct {
	Kind     Kind      `json:"kind"`
	Language string    `json:"language"`
	Title    string    `json:"title"`
	Lead     string    `json:"lead"`
	Facts    []Fact    `json:"facts"`
	Sections []Section `json:"sections"`
}

// A Section is a part of a document under a heading of level 1, or of level 2
// within the one before it.
type Section struct {
	Code    string   `json:"code"` // the same in every language
	Level   int      `json:"level"`
	Heading string   `json:"heading"`
	Text    []string `json:"text,omitempty"`
	Facts   []Fact   `json:"facts,omitempty"`
	Tables  []Table  `json:"tables,omitempty"`
}

// A Fact is a name and its value.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// A Table has as many cells in each row as it has heads.
type Table struct {
	Caption string     `json:"caption"`
	Heads   []string   `json:"heads"`
	Rows    [][]string `json:"rows"`
}
