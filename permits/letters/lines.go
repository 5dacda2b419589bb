package letters

import (
	"strings"
	"unicode"
)

// softHyphen divides a word at the end of a line: seen on paper, and nothing to
// who listens or searches.
const softHyphen = "\u00ad"

// lines breaks s to lines of width w in the current font. A word longer than a
// line is divided: after a dash or a slash, otherwise between syllables.
func (p *paper) lines(s string, w float64) (all []string) {
	for paragraph := range strings.SplitSeq(s, "\n") {
		line := ""
		paragraph = strings.ReplaceAll(paragraph, " §", "\u00a0§") // a section stays with its number
		for word := range strings.FieldsFuncSeq(paragraph, func(r rune) bool { return r == ' ' || r == '\t' || r == '\r' }) {
			for p.hand.wide(word) > w {
				if line != "" {
					all, line = append(all, line), ""
				}
				head, rest := p.divide(word, w)
				all, word = append(all, head), rest
			}
			switch joined := line + " " + word; {
			case line == "":
				line = word
			case p.hand.wide(joined) > w:
				all, line = append(all, line), word
			default:
				line = joined
			}
		}
		all = append(all, line)
	}
	return all
}

// divide cuts a word that does not fit in w.
func (p *paper) divide(word string, w float64) (head, rest string) {
	letters := []rune(word)
	cut := len(letters)
	for cut > 1 && p.hand.wide(string(letters[:cut])+softHyphen) > w {
		cut--
	}
	if at := strings.LastIndexAny(string(letters[:cut]), "–-/_"); at > 0 { // where a reader would
		cut = len([]rune(word[:at])) + 1
		return string(letters[:cut]), string(letters[cut:])
	}
	for at := cut; at > 2; at-- {
		if syllable(letters, at) {
			return string(letters[:at]) + softHyphen, string(letters[at:])
		}
	}
	return string(letters[:cut]), string(letters[cut:])
}

// syllable says whether a Finnish word, and with few exceptions a Swedish one,
// may be divided before letters[at]: a consonant that a vowel follows begins a
// syllable, when two letters stand on either side.
func syllable(letters []rune, at int) bool {
	if at < 2 || at > len(letters)-2 {
		return false
	}
	for _, r := range letters[at-2 : at+2] {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return !vowel(letters[at]) && vowel(letters[at+1])
}

func vowel(r rune) bool { return strings.ContainsRune("aeiouyåäöAEIOUYÅÄÖ", r) }
