package letters

import (
	"bytes"
	"encoding/xml"
	"fmt"
)

// metadata is the file's XMP: which standards it follows, its title, author,
// language and day. The schema of PDF/UA's own identifier is described as
// PDF/A demands of a schema that it does not know.
func metadata(a about) []byte {
	day := a.at.UTC().Format("2006-01-02T15:04:05")
	description := func(namespace, properties string) string {
		return `<rdf:Description rdf:about="" ` + namespace + `>` + properties + `</rdf:Description>`
	}
	return []byte("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		description(`xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"`,
			`<pdfaid:part>`+a.edition.part+`</pdfaid:part><pdfaid:conformance>`+a.edition.conformance+`</pdfaid:conformance>`) +
		description(`xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"`, `<pdfuaid:part>1</pdfuaid:part>`) +
		description(`xmlns:dc="http://purl.org/dc/elements/1.1/"`,
			`<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">`+escape(a.title)+
				`</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>`+escape(a.author)+`</rdf:li></rdf:Seq></dc:creator>`+
				`<dc:language><rdf:Bag><rdf:li>`+escape(a.lang)+`</rdf:li></rdf:Bag></dc:language>`) +
		description(`xmlns:xmp="http://ns.adobe.com/xap/1.0/"`,
			`<xmp:CreateDate>`+day+`</xmp:CreateDate><xmp:ModifyDate>`+day+`</xmp:ModifyDate>`) +
		description(`xmlns:pdf="http://ns.adobe.com/pdf/1.3/"`, `<pdf:Producer>tietolupa</pdf:Producer>`) +
		description(`xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"`,
			`<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">`+
				`<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>`+
				`<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>`+
				`<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">`+
				`<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>`+
				`<pdfaProperty:category>internal</pdfaProperty:category>`+
				`<pdfaProperty:description>part of ISO 14289 that the file follows</pdfaProperty:description>`+
				`</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>`) +
		`</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`)
}

func escape(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(fmt.Sprintf("escape metadata: %v", err)) // a bytes.Buffer does not fail
	}
	return b.String()
}
