package permits

import (
	"maps"
	"slices"
	"strings"
)

// An Amendment is the application as it is being written anew in answer to a
// request to supplement, beside the one that was sent. It takes its place when the
// reply is sent.
type Amendment struct {
	Application Application      `json:"application"`
	Touched     map[string]Touch `json:"touched,omitempty"`
	Conflicts   []Conflict       `json:"conflicts,omitempty"`
}

// Amending is c as the draft that answers its open request to supplement, on which
// the pages of the form work as on any draft: of the sections that the request
// concerns. The request may be about a change of a permit in force. It says whether
// there is one.
func (c Case) Amending() (Case, bool) {
	of, _ := c.For(DoReply)
	if of.State != Supplementing {
		return c, false
	}
	s := of.Handling.Supplements[len(of.Handling.Supplements)-1]
	of.State, of.Amends = Draft, s.No
	of.Drafting.Touched, of.Drafting.Conflicts = nil, nil
	if d := s.Amended; d != nil {
		of.Application, of.Drafting.Touched, of.Drafting.Conflicts = d.Application, d.Touched, d.Conflicts
	}
	return of, true
}

// amended puts the draft v of an answer back beside what was sent.
func (c Case) amended(v Case, e Event, err error) (Case, Event, error) {
	if err != nil {
		return Case{}, Event{}, err
	}
	of, _ := c.For(DoReply)
	all := slices.Clone(of.Handling.Supplements)
	all[v.Amends-1].Amended = &Amendment{v.Application, v.Drafting.Touched, v.Drafting.Conflicts}
	of.Handling.Supplements, of.Writer, of.Version = all, v.Writer, v.Version
	e.Detail = maps.Clone(e.Detail)
	e.Detail["supplement"] = number(v.Amends)
	if of.OfChange > 0 {
		return c.folded(of, e, nil)
	}
	return of, e, nil
}

// reopened returns the rule that keeps parts of the draft c from being written: in
// the answer to a request to supplement those of the sections that it does not
// concern stay as they were sent.
func (c Case) reopened(parts []string) error {
	open := c.Reopened()
	for _, part := range parts {
		if c.Amends > 0 && !slices.Contains(open, SectionOf(part)) {
			return denyAbout("not-reopened", part)
		}
	}
	return nil
}

// Reopened lists the sections of the form that the request which c answers
// concerns, in the order in which it names them.
func (c Case) Reopened() (sections []string) {
	if c.Amends == 0 {
		return nil
	}
	for _, d := range c.Handling.Supplements[c.Amends-1].Deficiencies {
		if section := SectionOf(d.Field); !slices.Contains(sections, section) {
			sections = append(sections, section)
		}
	}
	return sections
}

// The sections of the form of an application.
const (
	BasicsSection     = "basics"
	ApplicantSection  = "applicant"
	PeopleSection     = "people"
	DataSection       = "data"
	PopulationSection = "population"
	ProtectionSection = "protection"
	SecuritySection   = "security"
	KeySection        = "key"
	AnnexesSection    = "annexes"
)

// sectionParts are the parts of each section, by the beginning of their names up to
// the first full stop.
var sectionParts = map[string]string{
	BasicsSection: "title title_sv title_en purpose abstract questions methods study plan publication until",
	ApplicantSection: "organisation business_id country domicile address role contact_name contact_email contact_phone contact_tie " +
		"funding interests billing language e_service",
	PeopleSection:     "people person leader",
	DataSection:       "data variable reason",
	PopulationSection: "population period sample cadence comparison",
	ProtectionSection: "control controllers dpo article6 article9 identifiability identified_why linked consent consent_terms third_countries",
	SecuritySection:   "security disposal",
	KeySection:        "recipient",
	AnnexesSection:    "annex annexes",
}

// SectionOf is the section of the form in which a part, or what a deficiency
// concerns, is written.
func SectionOf(part string) string {
	kind, _, _ := strings.Cut(part, ".")
	for section, parts := range sectionParts {
		if slices.Contains(strings.Fields(parts), kind) {
			return section
		}
	}
	return BasicsSection
}

// A Difference is a part of an application that two versions have differently.
type Difference struct {
	Part          string
	Before, After string // as Parts gives them; empty where there is none
}

// Differences lists what is otherwise in now than in was, part by part, in the
// order of their names.
func Differences(was, now Application) (all []Difference) {
	before, after := was.Parts(), now.Parts()
	names := map[string]bool{}
	for name := range before {
		names[name] = true
	}
	for name := range after {
		names[name] = true
	}
	for _, name := range inOrder(names) {
		if before[name] != after[name] {
			all = append(all, Difference{name, before[name], after[name]})
		}
	}
	return all
}
