package permits

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Drafting is what is known of the writing of an application: who changed which
// part last, what two persons wrote at once, and who may write and read.
type Drafting struct {
	Touched   map[string]Touch `json:"touched,omitempty"` // part → its last change; empty once sent
	Conflicts []Conflict       `json:"conflicts,omitempty"`
	Members   []Member         `json:"members,omitempty"`
	Invites   []Invite         `json:"invites,omitempty"`
	CopiedOf  CaseID           `json:"copied_of,omitempty"`
	First     CaseID           `json:"first,omitempty"` // of a chain of copies
}

// A Touch is the last change of a part.
type Touch struct {
	By      UserID    `json:"by"`
	At      time.Time `json:"at"`
	Version int       `json:"version"` // of the case, after it
}

// A Conflict is a part that two persons changed at once. The application keeps
// the value that came first; the other one is kept as a text until somebody
// chooses, so that nothing is lost.
type Conflict struct {
	No     int       `json:"no"`
	Part   string    `json:"part"`
	By     UserID    `json:"by"` // whose value is kept aside
	At     time.Time `json:"at"`
	Text   TextRef   `json:"text,omitzero"` // their value; none when they emptied the part
	Choice string    `json:"choice,omitempty"`
	Closed time.Time `json:"closed,omitzero"`
}

// How a conflict is settled.
const (
	KeepPresent = "present" // what the application holds
	TakeOther   = "other"   // what was kept aside
	TakeBoth    = "both"    // one text after the other, to be edited; of a text only
	replaced    = "replaced"
)

// Open says whether nobody has chosen yet.
func (c Conflict) Open() bool { return c.Closed.IsZero() }

// OpenConflicts lists what waits for somebody's choice.
func (c Case) OpenConflicts() (open []Conflict) {
	for _, x := range c.Drafting.Conflicts {
		if x.Open() {
			open = append(open, x)
		}
	}
	return open
}

// Merge puts what was changed on one page into what stands now. marks are the
// page's own (Application.Marks): a part is changed there when mine differs
// from them, and elsewhere when now does. A part that both changed, differently,
// stays as it is in now and is listed in conflicts; a part that only one
// changed has that one's value.
func Merge(now, mine Application, marks map[string]string) (merged Application, changed, conflicts []string) {
	present, typed := now.Parts(), mine.Parts()
	names := map[string]bool{}
	for name := range present {
		names[name] = true
	}
	for name := range typed {
		names[name] = true
	}
	merged = now
	for _, name := range inOrder(names) {
		stands, wanted := present[name], typed[name]
		switch {
		case stands == wanted || mark(wanted) == marks[name]: // the same, or not changed on the page
		case mark(stands) == marks[name]:
			merged = merged.withPart(name, wanted)
			changed = append(changed, name)
		default:
			conflicts = append(conflicts, name)
		}
	}
	if maps.Equal(merged.Parts(), typed) {
		merged = mine // the same, in the order in which it was typed
	}
	return merged, changed, conflicts
}

// inOrder sorts parts so that whatever names another comes after it: the leader
// after the persons.
func inOrder(names map[string]bool) []string {
	sorted := slices.Sorted(maps.Keys(names))
	if i := slices.Index(sorted, LeaderPart); i >= 0 {
		sorted = append(slices.Delete(sorted, i, i+1), LeaderPart)
	}
	return sorted
}

// Save stores what was changed on a page of the draft, which was made at
// version seen with marks; without marks the page is taken to have shown what
// nobody has changed since. What others changed meanwhile stays theirs. A part
// that was changed by both is kept aside with whose it is: see Conflict. A
// page that changed nothing is refused, so that it leaves no event.
func (c Case) Save(by Actor, seen int, mine Application, marks map[string]string, now time.Time) (Case, Event, error) {
	if v, of := c.Amending(); of {
		return c.amended(v.Save(by, seen, mine, marks, now))
	}
	if err := c.mayWrite(by); err != nil {
		return Case{}, Event{}, err
	}
	merged, changed, conflicts := Merge(c.Application, mine, c.known(seen, marks))
	if len(changed) == 0 && len(conflicts) == 0 {
		return Case{}, Event{}, deny("unchanged-page")
	}
	if err := c.reopened(append(slices.Clone(changed), conflicts...)); err != nil {
		return Case{}, Event{}, err
	}
	c.Application = merged
	c.touch(by, changed, now)
	typed := mine.Parts()
	for _, part := range conflicts {
		c.keepAside(by, part, typed[part], now)
	}
	return c.step(CaseEdited, by, now, map[string]string{"changed": number(len(changed)), "conflicts": number(len(conflicts))})
}

// marksAt are the marks of a page made at version seen, as far as the changes
// since tell: what was changed since has an unknown mark.
func (c Case) marksAt(seen int) map[string]string {
	marks := c.Application.Marks()
	for part, t := range c.Drafting.Touched {
		if t.Version > seen {
			marks[part] = "?"
		}
	}
	return marks
}

// known are the marks of a page that says them for what it showed, and of which
// nothing is known but its version for the rest: of the parts that come and go,
// it showed those that it says.
func (c Case) known(seen int, marks map[string]string) map[string]string {
	known := c.marksAt(seen)
	if marks == nil {
		return known
	}
	maps.DeleteFunc(known, func(part, _ string) bool { return strings.Contains(part, ".") })
	maps.Copy(known, marks)
	return known
}

func (c *Case) touch(by Actor, parts []string, now time.Time) {
	c.Drafting.Touched = maps.Clone(c.Drafting.Touched)
	if c.Drafting.Touched == nil {
		c.Drafting.Touched = map[string]Touch{}
	}
	for _, part := range parts {
		c.Drafting.Touched[part] = Touch{By: by.ID, At: now, Version: c.Version + 1}
	}
}

// keepAside keeps a value that could not be put in its place; a later one of
// the same person takes the place of an earlier one.
func (c *Case) keepAside(by Actor, part, value string, now time.Time) {
	all := slices.Clone(c.Drafting.Conflicts)
	for i, x := range all {
		if x.Open() && x.Part == part && x.By == by.ID {
			all[i].Choice, all[i].Closed = replaced, now
		}
	}
	c.Drafting.Conflicts = append(all, Conflict{No: len(all) + 1, Part: part, By: by.ID, At: now,
		Text: c.text(ConflictText, part, 0, by, false, value, now)})
}

// Settle closes a conflict by a choice. body is the text kept aside, as the
// store gives it; it is proved by its hash.
func (c Case) Settle(by Actor, seen, no int, choice, body string, now time.Time) (Case, Event, error) {
	if v, of := c.Amending(); of {
		return c.amended(v.Settle(by, seen, no, choice, body, now))
	}
	if err := c.mayWrite(by); err != nil {
		return Case{}, Event{}, err
	}
	if c.Version != seen {
		return Case{}, Event{}, deny("stale-page")
	}
	i := slices.IndexFunc(c.Drafting.Conflicts, func(x Conflict) bool { return x.No == no && x.Open() })
	if i < 0 {
		return Case{}, Event{}, deny("no-conflict")
	}
	x := c.Drafting.Conflicts[i]
	if !x.Text.IsZero() && (&Writer{}).write(Text{Body: body}).SHA256 != x.Text.SHA256 {
		return Case{}, Event{}, deny("other-text")
	}
	switch at := c.Application.TextPart(x.Part); {
	case choice == KeepPresent:
	case choice == TakeOther:
		c.Application = c.Application.withPart(x.Part, body)
		c.touch(by, []string{x.Part}, now)
	case choice == TakeBoth && at != nil:
		c.Application = c.Application.withPart(x.Part, *at+"\n\n"+body)
		c.touch(by, []string{x.Part}, now)
	default:
		return Case{}, Event{}, deny("no-such-choice")
	}
	c.Drafting.Conflicts = slices.Clone(c.Drafting.Conflicts)
	c.Drafting.Conflicts[i].Choice, c.Drafting.Conflicts[i].Closed = choice, now
	return c.step(ConflictSettled, by, now, map[string]string{"no": number(no), "choice": choice})
}

// mayWrite returns the rule that keeps by from writing in the draft: the
// applicant and those invited to edit may.
func (c Case) mayWrite(by Actor) error {
	switch {
	case by.ID == "" || c.Applicant != by.ID && !c.member(by.ID, EditRole):
		return deny("not-your-application")
	case c.State != Draft:
		return deny("not-a-draft")
	}
	return nil
}
