// Package law holds the law that the registers follow as dated data: who the
// authorities are and which areas they serve, on which acts processing rests,
// for which purposes, what the registers may hold, who answers for it, how long
// it is kept, what is secret and who may ask for access.
//
// The tables are the CSV files beside the code, one line for each period of
// validity, each with the requirement it carries out and the act it comes from;
// README.md says what is in them and what has not been confirmed. On gives the
// law of a day, and what that law does not know it refuses. It stands above
// registers, whose types and pure rules it fills, and below everything else;
// the provisions, remedies and fees of the permit itself are dated in permits.
package law
