// Package letters writes the authority's letters as PDF: the decision on a
// permit with its annexes, and the conditions that go into the package. The
// words are data (texts.csv and permits/law), Finnish or Swedish; equal input
// gives equal bytes. It is the only home of the PDF library and imports permits
// and registers.
package letters
