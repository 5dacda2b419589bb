// Package descriptions writes what the authority has to say of its registers,
// from the catalogue and the dated tables of the law alone: the record of
// processing activities (GDPR 30), the description of the register for data
// subjects (GDPR 14), the publicity description of the case register (TiHL
// 28 §), and the answer to a data subject's request for access (GDPR 15). A new
// row of the catalogue or of the law stands in them without a line of Go.
//
// A Document is sections of paragraphs, facts and tables; pages, workbooks and
// PDF are made of it elsewhere. The package stands above registers and
// registers/law and imports nothing else of ours.
package descriptions
